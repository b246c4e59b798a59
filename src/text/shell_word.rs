//! Names of the evidence within shell commands that a report shows: none can leave its word.

/// A path as one word of a shell.
pub(crate) fn shell_word(path: &str) -> String {
    if path.chars().any(char::is_control) {
        return "<BACKUP>".into();
    }
    format!("'{}'", path.replace('\'', "'\\''"))
}

/// The name of a database that is safe unquoted; else a placeholder.
pub(crate) fn database_word(name: &str) -> String {
    let safe = !name.is_empty()
        && name.len() <= 64
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'<' | b'>'));
    if safe && !name.starts_with('-') { name.to_owned() } else { "<DATABASE>".into() }
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
        assert_eq!(database_word("shop_prod"), "shop_prod");
        assert_eq!(database_word("x; rm -rf /"), "<DATABASE>");
        assert_eq!(database_word("--all-databases"), "<DATABASE>");
        assert_eq!(shell_word("a'b/c d.sql"), "'a'\\''b/c d.sql'");
        assert_eq!(shell_word("a\nb"), "<BACKUP>");
    }
}
