//! What shell histories share: whose they are and where their commands ran.

/// The account whose history lies at `name`: `home/ada/.bash_history`, `ada.bash_history`,
/// `root/.zsh_history`, `bash_history_ada`.
pub(crate) fn owner(name: &str) -> Option<String> {
    let name = name.rsplit('!').next().unwrap_or(name);
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    if is_powershell(file) {
        // `Users/ada/AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine`
        let (_, below) = folder.split_once("Users/")?;
        let owner = below.split('/').next()?;
        return account(owner).then(|| owner.to_owned());
    }
    let file = file.trim_end_matches(".txt").trim_end_matches(".log");
    let (before, after) = file.split_once("history")?;
    let stem = before.trim_end_matches(['_', '-', '.']);
    let stem = ["bash", "zsh", "fish", "mysql", "mariadb", "psql", "ksh", "sh", "shell"]
        .iter()
        .find_map(|shell| stem.strip_suffix(shell))
        .unwrap_or(stem)
        .trim_matches(['_', '-', '.']);
    let after = after.trim_matches(['_', '-', '.']);
    for part in [stem, after] {
        if account(part) {
            return Some(part.to_owned());
        }
    }
    let mut parts = folder.rsplit('/');
    let last = parts.next()?;
    let folders_of_shells = ["fish", "share", ".local", "local"];
    if folders_of_shells.contains(&last) {
        return parts
            .find(|part| !folders_of_shells.contains(part) && account(part))
            .map(str::to_owned);
    }
    let parent = parts.next();
    (last == "root"
        || (account(last) && parent.is_some_and(|parent| parent == "home" || parent == "Users")))
    .then(|| last.to_owned())
}

/// Whether a file is the history of PowerShell (PSReadLine), by its name.
pub(crate) fn is_powershell(file: &str) -> bool {
    file.ends_with("ConsoleHost_history.txt")
}

/// Whether it could be an account's name; numbers are ends of rotated files.
fn account(part: &str) -> bool {
    (1..=32).contains(&part.len())
        && part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '$'))
        && !["old", "bak", "orig", "save"].contains(&part)
}

/// The working directory as far as `cd` tells it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Directory {
    now: Option<String>,
}

impl Directory {
    /// Where the next command runs, if known.
    pub(crate) fn now(&self) -> Option<String> {
        self.now.clone()
    }

    /// Nothing is known any more: another session began.
    pub(crate) fn forget(&mut self) {
        self.now = None;
    }

    /// Takes note of what `command` does to it.
    pub(crate) fn after(&mut self, command: &str) {
        let command = command.trim();
        if matches!(command.split_whitespace().next(), Some("exit" | "logout" | "su" | "ssh")) {
            self.forget();
            return;
        }
        for simple in super::shell::parse(command).commands {
            match simple.words.first().map(String::as_str) {
                Some("cd" | "pushd") => self.enter(simple.words.get(1).map(String::as_str)),
                Some("popd") => self.forget(),
                _ => {}
            }
        }
    }

    fn enter(&mut self, target: Option<&str>) {
        let Some(target) = target else { return self.forget() };
        if target.starts_with('/') {
            self.now = Some(if target.len() > 1 {
                target.trim_end_matches('/').to_owned()
            } else {
                target.to_owned()
            });
            return;
        }
        if target.starts_with(['~', '$', '-']) {
            self.now = target.starts_with('~').then(|| target.to_owned());
            return;
        }
        let Some(mut path) = self.now.take() else { return };
        for step in target.split('/').filter(|step| !step.is_empty() && *step != ".") {
            if step == ".." {
                path =
                    path.rsplit_once('/').map_or_else(String::new, |(parent, _)| parent.to_owned());
            } else {
                path.push('/');
                path.push_str(step);
            }
        }
        self.now = Some(if path.is_empty() { "/".to_owned() } else { path });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_belongs_to_whom_its_path_names() {
        for (name, owner_) in [
            ("home/ada/.bash_history", Some("ada")),
            ("ada.bash_history", Some("ada")),
            ("x/ada.mysql_history", Some("ada")),
            ("root/.bash_history", Some("root")),
            ("bash_history_ada", Some("ada")),
            ("home/ada/.local/share/fish/fish_history", Some("ada")),
            ("bundle.tar.gz!/home/ada/.zsh_history", Some("ada")),
            ("evidence/bash_history", None),
            ("C%3A/Users/ada/AppData/PSReadLine/ConsoleHost_history.txt", Some("ada")),
            ("ConsoleHost_history.txt", None),
            (".bash_history", None),
        ] {
            assert_eq!(owner(name).as_deref(), owner_, "{name}");
        }
    }

    #[test]
    fn the_directory_follows_cd() {
        let mut directory = Directory::default();
        directory.after("cd /var/www/app/");
        assert_eq!(directory.now().as_deref(), Some("/var/www/app"));
        directory.after("cd ../shop && ls");
        assert_eq!(directory.now().as_deref(), Some("/var/www/shop"));
        directory.after("exit");
        assert_eq!(directory.now(), None);
    }
}
