//! What an assistant may have read.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Folders, without links and `..` in their names.
pub(super) struct Roots(Vec<PathBuf>);

impl Roots {
    /// # Errors
    /// Where one of them is no folder.
    pub(super) fn new(folders: &[PathBuf]) -> Result<Roots> {
        let whole = folders.iter().map(|folder| {
            folder
                .canonicalize()
                .ok()
                .filter(|whole| whole.is_dir())
                .ok_or_else(|| Error::Usage(format!("{} is no folder", folder.display())))
        });
        whole.collect::<Result<_>>().map(Roots)
    }

    /// The path without links and `..`, where it lies below a root; relative ones are looked for
    /// below each. What lies elsewhere is answered like what is not there.
    pub(super) fn admit(&self, path: &str) -> std::result::Result<String, String> {
        self.0
            .iter()
            .filter_map(|root| root.join(Path::new(path)).canonicalize().ok())
            .find(|whole| self.0.iter().any(|root| whole.starts_with(root)))
            .and_then(|whole| whole.into_os_string().into_string().ok())
            .ok_or_else(|| format!("`{path}` is nothing below the roots of this server"))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use super::*;

    #[test]
    fn nothing_outside_of_the_roots_is_admitted() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        fs::create_dir_all(path("root/case")).unwrap();
        fs::create_dir_all(path("root-of-others")).unwrap();
        fs::write(path("root/case/a.log"), "x").unwrap();
        fs::write(path("secret"), "x").unwrap();
        symlink(path("secret"), path("root/case/link")).unwrap();
        symlink(path("root/case"), path("root/inner")).unwrap();
        symlink(path("root"), path("alias")).unwrap();
        let roots = Roots::new(&[path("alias")]).unwrap();
        let whole = path("root/case/a.log").canonicalize().unwrap();
        for inside in ["case/a.log", "inner/a.log", "case/../case/a.log", whole.to_str().unwrap()] {
            assert_eq!(roots.admit(inside).unwrap(), whole.to_str().unwrap(), "{inside}");
        }
        for outside in ["..", "../secret", "case/link", "../root-of-others", "/etc/passwd", "-"] {
            assert!(roots.admit(outside).is_err(), "{outside}");
        }
        assert!(roots.admit(path("secret").to_str().unwrap()).is_err());
        assert!(Roots::new(&[path("secret")]).is_err());
    }
}
