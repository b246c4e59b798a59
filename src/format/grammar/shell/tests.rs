//! Command lines as shells split them.

use super::*;

fn words(text: &str) -> Vec<Vec<String>> {
    parse(text).commands.into_iter().map(|command| command.words).collect()
}

#[test]
fn lists_and_pipelines_come_apart() {
    let parsed =
        parse("cd /srv && FOO=1 php artisan x >> /dev/null 2>&1; zcat a.gz | mysql -u \"$U\" db");
    let words: Vec<String> =
        parsed.commands.iter().map(|command| command.words.join(" ")).collect();
    assert_eq!(words, ["cd /srv", "php artisan x", "zcat a.gz", "mysql -u $U db"]);
    let piped: Vec<bool> = parsed.commands.iter().map(|command| command.piped).collect();
    assert_eq!(piped, [false, false, false, true]);
    assert!(!parsed.open);
}

#[test]
fn quotes_here_documents_and_input_are_kept() {
    let parsed =
        parse("mysql db <<'EOF'\nDROP TABLE a;\nEOF\nmysql db < x.sql\nmysql -e 'a '\\''b'\\'' c'");
    assert_eq!(parsed.commands.len(), 3);
    assert_eq!(parsed.commands.first().and_then(|c| c.here.as_deref()), Some("DROP TABLE a;\n"));
    assert_eq!(parsed.commands.get(1).and_then(|c| c.input.as_deref()), Some("x.sql"));
    assert_eq!(
        parsed.commands.get(2).map(|c| c.words.join("|")),
        Some("mysql|-e|a 'b' c".to_owned())
    );
}

#[test]
fn blocks_and_functions_leave_the_commands() {
    let text = "log() { echo \"$*\"; }\nfor t in a b; do\n  mysql -e \"DROP TABLE $t\"\ndone\ncase $1 in\n a) one;;\n *) two;;\nesac";
    assert_eq!(
        words(text).into_iter().map(|w| w.join(" ")).collect::<Vec<_>>(),
        ["echo $*", "mysql -e DROP TABLE $t", "one", "two"]
    );
    assert!(!is_open(text));
}

#[test]
fn the_condition_around_a_command_is_known() {
    let parsed = parse("if [ \"${2:-}\" = \"--fresh\" ]; then\n wipe\nelse\n keep\nfi\nafter");
    let guards: Vec<(String, usize, bool)> = parsed
        .commands
        .iter()
        .map(|c| (c.words.join(" "), c.guards.len(), c.guards.iter().any(|g| g.negated)))
        .collect();
    assert_eq!(guards.get(1), Some(&("wipe".to_owned(), 1, false)));
    assert_eq!(guards.get(2), Some(&("keep".to_owned(), 1, true)));
    assert_eq!(guards.get(3), Some(&("after".to_owned(), 0, false)));
}

#[test]
fn substitutions_are_looked_into() {
    assert_eq!(
        words("echo \"$(mysql -e 'x')\"").first(),
        Some(&vec!["mysql".to_owned(), "-e".to_owned(), "x".to_owned()])
    );
}

#[test]
fn what_a_shell_would_wait_for_is_open() {
    for text in [
        "echo 'a",
        "for t in a; do",
        "a |",
        "a &&",
        "a \\",
        "mysql <<X\na",
        "if x; then",
        "( a",
        "f() {",
    ] {
        assert!(is_open(text), "{text}");
    }
    for text in ["ls", "mysql db", "a | b", "echo \"x\"", "exit", "a &", "# note", ""] {
        assert!(!is_open(text), "{text}");
    }
}

#[test]
fn odd_text_ends() {
    for text in [
        "((((",
        "))))",
        "<<",
        "<<<",
        "$(",
        "${",
        "`",
        "case",
        "if then fi",
        ">",
        "\\",
        "a=1=2 <(",
        "&>",
        "|&",
    ] {
        let _ = parse(text);
    }
}
