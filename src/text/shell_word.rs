//! Names of the evidence within shell commands that a report shows: each is one word, whatever it
//! holds, and what the reader has to fill in stops the command where it is not filled in.

/// What the reader fills in: the name of a variable and what it is to hold.
const BLANKS: &[(&str, &str)] = &[
    ("BACKUP", "the backup to load"),
    ("BASE_BACKUP", "the base backup as a tar file"),
    ("BINLOG_FILES", "the binary logs in order"),
    ("DATABASE", "the database"),
    ("DATADIR", "the data directory"),
    ("DB_USER", "the account to connect with"),
    ("DEVICE", "the disk"),
    ("FD", "the number of a deleted file that ls lists"),
    ("HOST", "the live server"),
    ("NEW_DATADIR", "a new, empty data directory"),
    ("NEW_HOST", "the server that is to replace the damaged one"),
    ("SAFE_PLACE", "a folder on another disk"),
    ("SCRATCH_HOST", "a server for trials"),
    ("TABLES", "the tables"),
    ("WAL_ARCHIVE", "the folder of the archived WAL"),
];

/// The client of MySQL on the server for trials.
pub(crate) const SCRATCH: &str = "mysql -h \"${SCRATCH_HOST:?}\" -u \"${DB_USER:?}\" -p";

/// The commands behind one line that names all that is to be filled in. Each use stops by itself
/// as well: a shell that is typed into goes on after a line that failed.
pub(crate) fn with_blanks(commands: &str) -> String {
    let used: Vec<String> = BLANKS
        .iter()
        .filter(|(name, _)| commands.contains(&format!("${{{name}:?}}")))
        .map(|(name, what)| format!("\"${{{name}:?{what}}}\""))
        .collect();
    if used.is_empty() { commands.to_owned() } else { format!(": {}\n{commands}", used.join(" ")) }
}

/// Whether commands load something to try it, beside the live server's data.
pub(crate) fn are_trial(commands: &str) -> bool {
    ["${SCRATCH_HOST:?", "${NEW_DATADIR:?"].iter().any(|blank| commands.contains(blank))
}

/// Any text as one word of a shell, but for control characters, which no name should hold.
fn quoted(text: &str) -> Option<String> {
    (!text.is_empty() && !text.chars().any(char::is_control))
        .then(|| format!("'{}'", text.replace('\'', "'\\''")))
}

/// A path as one word of a shell, which no program takes for an option.
pub(crate) fn shell_word(path: &str) -> String {
    let named = if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    quoted(&named).unwrap_or_else(|| "\"${BACKUP:?}\"".to_owned())
}

/// The name of a database or table as one word of a shell that is no option; else a blank.
pub(crate) fn name_word(name: &str) -> String {
    quoted(name)
        .filter(|_| !name.starts_with('-'))
        .unwrap_or_else(|| "\"${DATABASE:?}\"".to_owned())
}

/// A statement about a database as one word of a shell; `None` where its name is none.
pub(crate) fn statement_word(before: &str, name: Option<&str>) -> String {
    let statement = |name| quoted(&format!("{before} `{name}`"));
    name.and_then(|name| statement(name.replace('`', "``")))
        .unwrap_or_else(|| format!("\"{before} \\`${{DATABASE:?}}\\`\""))
}

/// The command that writes a file's content, unpacked, to standard output.
pub(crate) fn reader(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("gz") => "gunzip -c",
        Some("zst") => "zstd -dc",
        Some("bz2") => "bzip2 -dc",
        Some("xz") => "xz -dc",
        _ => "cat",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_or_path_cannot_leave_its_word() {
        assert_eq!(name_word("shop_prod"), "'shop_prod'");
        assert_eq!(name_word("x; rm -rf /"), "'x; rm -rf /'");
        assert_eq!(name_word(">artisan"), "'>artisan'");
        assert_eq!(name_word("--all-databases"), "\"${DATABASE:?}\"");
        assert_eq!(
            statement_word("CREATE DATABASE", Some("a`b'c")),
            "'CREATE DATABASE `a``b'\\''c`'"
        );
        assert_eq!(
            statement_word("CREATE DATABASE", None),
            "\"CREATE DATABASE \\`${DATABASE:?}\\`\""
        );
        assert_eq!(shell_word("a'b/c d.sql"), "'a'\\''b/c d.sql'");
        assert_eq!(shell_word("-rf.sql"), "'./-rf.sql'");
        assert_eq!(shell_word("a\nb"), "\"${BACKUP:?}\"");
    }

    /// A real shell splits the words, and stops where nothing was filled in.
    #[cfg(unix)]
    #[test]
    fn a_shell_reads_one_word_and_stops_at_a_blank() {
        let run = |script: &str| {
            let done = std::process::Command::new("sh").args(["-c", script]).env_clear().output();
            String::from_utf8(done.expect("a shell").stdout).expect("UTF-8")
        };
        for name in [">x", "$(id)", "a b", "`id`", "it's", "\\", "${HOME}", "*", "~"] {
            assert_eq!(run(&format!("printf '<%s>' {}", name_word(name))), format!("<{name}>"));
        }
        let script = with_blanks("printf '<%s>' \"${HOST:?}\"\nprintf end");
        assert!(script.starts_with(": \"${HOST:?the live server}\"\n"), "{script}");
        assert_eq!(run(&script), "");
        assert_eq!(run(&format!("HOST=db1\n{script}")), "<db1>end");
    }
}
