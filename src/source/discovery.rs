//! Paths of the command line to sources, named and ordered the same wherever they lie.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    evidence::Source,
    held::{Collected, Held},
    limits::UNPACKED_BYTES,
    note::{Limit, Note},
    unpack,
};
use crate::{
    error::{Error, Result},
    event::place::SourceId,
};

/// How sources are found and opened.
#[derive(Clone, Debug)]
pub(crate) struct SourceOptions {
    /// Whether files are hashed.
    pub(crate) hash: bool,
}

/// What lay in the paths.
#[derive(Debug, Default)]
pub(crate) struct Discovery {
    /// In the byte order of their names, numbered in that order.
    pub(crate) sources: Vec<Source>,
    /// What was passed over, and why.
    pub(crate) skipped: Vec<Skipped>,
}

/// Something that is not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Skipped {
    /// Its name.
    pub(crate) path: String,
    /// Why.
    pub(crate) reason: Note,
}

/// Folders in folders, deeper than any real tree.
const DEPTH: u32 = 64;

/// A file that the paths name.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    /// Its name in output.
    pub(crate) path: String,
    /// Where it lies.
    pub(crate) file: PathBuf,
}

/// The files that the paths name, not opened yet.
#[derive(Debug)]
pub(crate) struct Listing {
    /// In the byte order of their names.
    pub(crate) files: Vec<Listed>,
    /// What was passed over, and why.
    pub(crate) skipped: Vec<Skipped>,
    /// Whether standard input was named.
    pub(crate) piped: bool,
}

/// Finds all files that `paths` name: files, folders, patterns; `-` is standard input.
pub(crate) fn list(paths: &[String]) -> Result<Listing> {
    let mut skipped = Vec::new();
    let mut folders: Vec<PathBuf> = Vec::new();
    let mut files: Vec<PathBuf> = Vec::new();
    let mut piped = false;
    for path in paths {
        if path == "-" {
            piped = true;
            continue;
        }
        let named = PathBuf::from(path);
        match fs::metadata(&named) {
            Ok(meta) if meta.is_dir() => folders.push(named),
            Ok(meta) if meta.is_file() => files.push(named),
            Ok(_) => skipped.push(skip(path, Note::NoFile)),
            Err(_) if path.contains(['*', '?', '[', '{']) => {
                let found = expand(path)?;
                if found.is_empty() {
                    skipped.push(skip(path, Note::NoMatch));
                }
                for each in found {
                    if each.is_dir() { folders.push(each) } else { files.push(each) }
                }
            }
            Err(error) => skipped.push(skip(path, Note::unreadable(&error))),
        }
    }

    // label → file; a file reached twice is read once, under its first name in byte order.
    let mut found: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (folder, label) in label_folders(&folders) {
        let root = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        let mut walk = Walk { root: &root, found: &mut found, skipped: &mut skipped };
        walk.folder(&folder, &label, 0);
    }
    for (file, label) in label_files(&files) {
        found.entry(label).or_insert(file);
    }
    let mut seen = BTreeSet::new();
    let once = |(_, path): &(String, PathBuf)| {
        seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone()))
    };
    let files = found.into_iter().filter(once).map(|(path, file)| Listed { path, file }).collect();
    Ok(Listing { files, skipped, piped })
}

/// Finds and opens all that `paths` name: files, folders, patterns, and `-` for what `stdin` gives.
pub(crate) fn discover(
    paths: &[String],
    options: &SourceOptions,
    stdin: Option<&mut dyn Read>,
) -> Result<Discovery> {
    let Listing { files: list, mut skipped, piped } = self::list(paths)?;
    let budget = unpack::Budget::new(options.hash);
    let opened: Vec<_> = list
        .par_iter()
        .map(|listed| unpack::open_file(&listed.file, &listed.path, &budget))
        .collect();
    let mut sources = Vec::new();
    for (Listed { path: label, .. }, result) in list.into_iter().zip(opened) {
        match result {
            Ok(mut some) => sources.append(&mut some),
            Err(error) => skipped.push(skip(&label, Note::unreadable(&error))),
        }
    }
    if piped && let Some(stdin) = stdin {
        let Collected { held, error, more } = Held::collect(stdin, UNPACKED_BYTES);
        if let Some(error) = error {
            skipped.push(skip("-", Note::InputBrokeOff(error.to_string())));
        }
        if more {
            skipped.push(skip("-", Note::LeftOut(Limit::Input)));
        }
        unpack::open_held(held, "-", &budget, &mut sources);
    }
    sources.sort_by(|a, b| a.path.as_bytes().cmp(b.path.as_bytes()));
    for (number, source) in sources.iter_mut().enumerate() {
        source.id = SourceId(number as u32);
    }
    skipped.sort();
    Ok(Discovery { sources, skipped })
}

/// Refuses an output that is a source, lies in a folder of sources, or reaches one through links.
///
/// # Errors
/// `Usage`, with the output and the path that it would write to.
pub(crate) fn refuse_evidence<'a>(
    paths: &[String],
    outputs: impl IntoIterator<Item = &'a Path>,
) -> Result<()> {
    let mut inputs: Vec<PathBuf> = Vec::new();
    for path in paths.iter().filter(|path| *path != "-") {
        match Path::new(path).canonicalize() {
            Ok(whole) => inputs.push(whole),
            Err(_) if path.contains(['*', '?', '[', '{']) => {
                inputs.extend(expand(path)?.iter().filter_map(|each| each.canonicalize().ok()));
            }
            Err(_) => {}
        }
    }
    for output in outputs {
        let folder = match output.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let beside = || Some(folder.canonicalize().ok()?.join(output.file_name()?));
        let whole = output.canonicalize().ok().or_else(beside);
        let linked = other_names(output);
        let hit = |input: &&PathBuf| {
            whole.as_ref().is_some_and(|whole| whole.starts_with(input))
                || linked.is_some_and(|file| names(input, file, 0))
        };
        if let Some(input) = inputs.iter().find(hit) {
            return Err(Error::Usage(format!(
                "cannot write {}: it lies in {}, which is evidence and is never written; choose a place outside of it",
                output.display(),
                input.display()
            )));
        }
    }
    Ok(())
}

/// Device and number of a file that bears several names.
#[cfg(unix)]
fn other_names(file: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::metadata(file).ok().filter(|found| found.is_file() && found.nlink() > 1)?;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn other_names(_: &Path) -> Option<(u64, u64)> {
    None
}

/// Whether `path` is that file, or a folder in which it has a name.
fn names(path: &Path, file: (u64, u64), depth: u32) -> bool {
    let Ok(kind) = fs::symlink_metadata(path).map(|found| found.file_type()) else { return false };
    if !kind.is_dir() || depth > DEPTH {
        return kind.is_file() && other_names(path) == Some(file);
    }
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| names(&entry.path(), file, depth + 1))
}

fn skip(path: &str, reason: Note) -> Skipped {
    Skipped { path: path.to_owned(), reason }
}

struct Walk<'a> {
    root: &'a Path,
    found: &'a mut BTreeMap<String, PathBuf>,
    skipped: &'a mut Vec<Skipped>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, label: &str, depth: u32) {
        if depth > DEPTH {
            self.skipped.push(skip(label, Note::LeftOut(Limit::Folders)));
            return;
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                let name =
                    if label.is_empty() { folder.display().to_string() } else { label.to_owned() };
                self.skipped.push(skip(&name, Note::Unlistable(error.to_string())));
                return;
            }
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let label = if label.is_empty() { name } else { format!("{label}/{name}") };
            match entry.file_type() {
                Ok(kind) if kind.is_symlink() => self.link(&path, &label),
                Ok(kind) if kind.is_dir() => self.folder(&path, &label, depth + 1),
                Ok(kind) if kind.is_file() => {
                    self.found.insert(label, path);
                }
                Ok(_) => self.skipped.push(skip(&label, Note::Device)),
                Err(error) => {
                    self.skipped.push(skip(&label, Note::unreadable(&error)));
                }
            }
        }
    }

    /// What a link inside the folder points to is read under its own name; a link out of it is not
    /// followed, as the folder may come from an untrusted machine.
    fn link(&mut self, path: &Path, label: &str) {
        let reason = match path.canonicalize() {
            Ok(target) if target.starts_with(self.root) => Note::LinkInside,
            Ok(_) => Note::LeadsOut,
            Err(error) => Note::LeadsNowhere(error.to_string()),
        };
        self.skipped.push(skip(label, reason));
    }
}

/// One folder gives names relative to itself; several each put their own name before.
fn label_folders(folders: &[PathBuf]) -> Vec<(PathBuf, String)> {
    let distinct: BTreeSet<PathBuf> =
        folders.iter().map(|f| f.canonicalize().unwrap_or_else(|_| f.clone())).collect();
    let mut out = Vec::new();
    for folder in folders {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        let label =
            if distinct.len() > 1 { shortest_tail(&real, &distinct) } else { String::new() };
        out.push((folder.clone(), label));
    }
    out
}

fn label_files(files: &[PathBuf]) -> Vec<(PathBuf, String)> {
    let distinct: BTreeSet<PathBuf> =
        files.iter().map(|f| std::path::absolute(f).unwrap_or_else(|_| f.clone())).collect();
    files
        .iter()
        .map(|file| {
            (
                file.clone(),
                shortest_tail(
                    &std::path::absolute(file).unwrap_or_else(|_| file.clone()),
                    &distinct,
                ),
            )
        })
        .collect()
}

/// The fewest last components of `path` that no other of `all` ends in.
fn shortest_tail(path: &Path, all: &BTreeSet<PathBuf>) -> String {
    let tail = |path: &Path, parts: usize| -> Vec<String> {
        let mut last: Vec<String> = path
            .components()
            .rev()
            .filter(|part| matches!(part, std::path::Component::Normal(_)))
            .take(parts)
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        last.reverse();
        last
    };
    let most = path.components().count();
    for parts in 1..=most {
        let mine = tail(path, parts);
        if all.iter().filter(|other| tail(other, parts) == mine).count() <= 1 {
            return mine.join("/");
        }
    }
    tail(path, most).join("/")
}

/// Files that fit a pattern that the shell did not expand.
fn expand(pattern: &str) -> Result<Vec<PathBuf>> {
    let absolute = if pattern.starts_with('/') {
        PathBuf::from(pattern)
    } else {
        Path::new(".").join(pattern)
    };
    let text = absolute.to_string_lossy().into_owned();
    let glob = globset::GlobBuilder::new(&text)
        .literal_separator(true)
        .build()
        .map_err(|error| Error::Usage(format!("{pattern}: not a valid pattern: {error}")))?
        .compile_matcher();
    let base: PathBuf = absolute
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']))
        .collect();
    let base = if base.as_os_str().is_empty() { PathBuf::from(".") } else { base };
    let recursive = text.contains("**");
    let depth = if recursive {
        DEPTH
    } else {
        absolute.components().count().saturating_sub(base.components().count()) as u32
    };
    let mut out = Vec::new();
    gather(&base, depth, &mut |path| {
        if glob.is_match(path) {
            out.push(path.to_owned());
        }
    });
    out.sort();
    Ok(out)
}

fn gather(folder: &Path, depth: u32, seen: &mut dyn FnMut(&Path)) {
    if depth == 0 {
        return;
    }
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                seen(&path);
                gather(&path, depth - 1, seen);
            }
            Ok(_) => seen(&path),
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[&Path]) -> Vec<String> {
        let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        discover(&paths, &SourceOptions { hash: false }, None)
            .unwrap()
            .sources
            .into_iter()
            .map(|s| s.path)
            .collect()
    }

    #[test]
    fn names_are_relative_to_the_folder_or_begin_with_it_where_there_are_several() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a"), dir.path().join("b"));
        fs::create_dir_all(a.join("sub")).unwrap();
        fs::create_dir_all(&b).unwrap();
        fs::write(a.join("sub/x.log"), "1").unwrap();
        fs::write(a.join("Z.log"), "22").unwrap();
        fs::write(b.join("x.log"), "333").unwrap();
        assert_eq!(names(&[&a]), ["Z.log", "sub/x.log"]);
        assert_eq!(names(&[&b, &a]), ["a/Z.log", "a/sub/x.log", "b/x.log"]);
        assert_eq!(names(&[&b.join("x.log")]), ["x.log"]);
        assert_eq!(names(&[&b.join("x.log"), &a.join("sub/x.log")]), ["b/x.log", "sub/x.log"]);
        assert_eq!(names(&[&a.join("*.log")]), ["Z.log"]);
        assert_eq!(names(&[&a.join("Z.log"), &a]), ["Z.log", "sub/x.log"]);
    }

    #[test]
    fn links_that_loop_or_lead_out_are_told_and_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.log"), "1").unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("loop")).unwrap();
        std::os::unix::fs::symlink("/etc", dir.path().join("out")).unwrap();
        std::os::unix::fs::symlink("nowhere", dir.path().join("broken")).unwrap();
        let found =
            discover(&[dir.path().display().to_string()], &SourceOptions { hash: false }, None)
                .unwrap();
        assert_eq!(found.sources.len(), 1);
        let skipped: Vec<_> = found.skipped.iter().map(|s| s.path.as_str()).collect();
        assert_eq!(skipped, ["broken", "loop", "out"]);
    }

    #[test]
    fn a_path_that_does_not_exist_costs_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.log");
        fs::write(&file, "1").unwrap();
        let paths = [file.display().to_string(), dir.path().join("b.log").display().to_string()];
        let found = discover(&paths, &SourceOptions { hash: false }, None).unwrap();
        assert_eq!(found.sources.len(), 1);
        assert!(found.skipped[0].reason.is_loss());
    }
}
