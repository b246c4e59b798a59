//! Names and commands as code between backticks, within a sentence.

/// Names as code: `a`, `b`.
pub(crate) fn quoted(names: &[String]) -> String {
    let names: Vec<String> =
        names.iter().map(|name| format!("`{}`", name.replace('`', "'"))).collect();
    names.join(", ")
}

/// A command or statement as code within a sentence, on one line and of at most so many letters.
pub(crate) fn coded(command: &str, most: usize) -> String {
    let one: String = command.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    if one.chars().nth(most).is_none() {
        format!("`{one}`")
    } else {
        format!("`{}…`", one.chars().take(most).collect::<String>())
    }
}
