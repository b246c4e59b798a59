//! Shell scripts: what they can run, the SQL they can send, and the settings they make.

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        script::{Language, Script},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            artisan,
            lines::{readable, text, without_bom},
            shellscript,
        },
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "shell_script",
    about: "shell script",
    example: "#!/bin/sh",
    sniff,
    reader: |head| Reader::Document(Box::new(Document { name: head.file_name().to_owned() })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let first = text(without_bom(head.lines().next().unwrap_or_default()));
    if let Some(interpreter) = first.strip_prefix("#!") {
        let shell = interpreter
            .split([' ', '/'])
            .any(|part| matches!(part, "sh" | "bash" | "dash" | "zsh" | "ksh" | "ash"));
        return Likeness(if shell { 97 } else { 0 });
    }
    let name = head.file_name().to_ascii_lowercase();
    if !(name.ends_with(".sh") || name.ends_with(".bash")) {
        return Likeness::NONE;
    }
    let commands =
        head.lines().take(500).filter(|line| artisan::looks_like_command(&text(line))).count();
    Likeness(if commands > 0 { 70 } else { 20 })
}

/// The longest text that is kept.
const TEXT_MAX: usize = 256 * 1024;

struct Document {
    name: String,
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let text = readable(without_bom(document)).replace("\r\n", "\n");
        let shell = shellscript::read(&text);
        let script = Script {
            language: Language::Shell,
            name: self.name.clone(),
            commands: shell.commands,
            statements: shell.statements,
            settings: shell.settings,
            text: (text.len() <= TEXT_MAX).then_some(text),
            ..Script::default()
        };
        out.draft(Draft::new(document.len(), EventKind::Script(Box::new(script))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_known_by_their_interpreter() {
        let sniff = |bytes: &[u8], name: &str| (FORMAT.sniff)(&Head { name, bytes, whole: true }).0;
        assert_eq!(sniff(b"#!/usr/bin/env bash\nls\n", "x"), 97);
        assert_eq!(sniff(b"#!/usr/bin/python3\n", "x.sh"), 0);
        assert_eq!(sniff(b"php artisan migrate\n", "a/deploy.sh"), 70);
        assert_eq!(sniff(b"php artisan migrate\n", "history"), 0);
    }
}
