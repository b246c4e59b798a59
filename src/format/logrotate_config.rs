//! logrotate's configuration (logrotate.conf, /etc/logrotate.d): directives, and blocks of them for
//! patterns of files, with scripts from `prerotate`, `postrotate`, `firstaction`, `lastaction` or
//! `preremove` to `endscript`. Grammar from logrotate(8).
//!
//! It tells which commands and statements run at each rotation, and how long logs are kept.

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        script::{Language, Script},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            lines::{readable, without_bom},
            shellscript,
        },
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "logrotate_config",
    about: "configuration of logrotate",
    example: "/var/log/shop/*.log {\n    daily\n    rotate 7\n    postrotate\n        systemctl reload php-fpm\n    endscript\n}",
    sniff,
    reader: |head| Reader::Document(Box::new(Document { name: head.file_name().to_owned() })),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let begin = head.bytes.get(..head.bytes.len().min(64 * 1024)).unwrap_or(head.bytes);
    let (mut known, mut other, mut inside) = (0_usize, 0_usize, false);
    for line in readable(begin).lines() {
        let line = line.trim();
        let first = line.split_whitespace().next().unwrap_or("");
        if inside {
            inside = first != "endscript";
        } else if line.is_empty() || line.starts_with('#') {
        } else if is_script(first) {
            known += 1;
            inside = true;
        } else if DIRECTIVES.contains(&first)
            || matches!(line, "{" | "}")
            || (line.starts_with(['/', '"']) && (line.ends_with('{') || line.contains("/log")))
        {
            known += 1;
        } else {
            other += 1;
        }
    }
    let sure = ["rotate ", "daily", "weekly", "monthly", "postrotate", "missingok"]
        .iter()
        .any(|mark| memchr::memmem::find(begin, mark.as_bytes()).is_some());
    Likeness(if sure && known >= 3 && known > other * 9 { 92 } else { 0 })
}

/// The words that begin a directive.
const DIRECTIVES: &[&str] = &[
    "compress",
    "compresscmd",
    "compressext",
    "compressoptions",
    "copy",
    "copytruncate",
    "create",
    "createolddir",
    "daily",
    "dateext",
    "dateformat",
    "datehourago",
    "dateyesterday",
    "delaycompress",
    "extension",
    "hourly",
    "ifempty",
    "include",
    "mail",
    "mailfirst",
    "maillast",
    "maxage",
    "maxsize",
    "minage",
    "minsize",
    "missingok",
    "monthly",
    "nocompress",
    "nocopy",
    "nocopytruncate",
    "nocreate",
    "nocreateolddir",
    "nodateext",
    "nodelaycompress",
    "nomail",
    "nomissingok",
    "noolddir",
    "norenamecopy",
    "nosharedscripts",
    "noshred",
    "notifempty",
    "olddir",
    "renamecopy",
    "rotate",
    "sharedscripts",
    "shred",
    "shredcycles",
    "size",
    "start",
    "su",
    "tabooext",
    "taboopat",
    "uncompresscmd",
    "weekly",
    "yearly",
    "endscript",
];

/// Directives worth showing beside the commands.
const KEPT: &[&str] = &[
    "daily",
    "weekly",
    "monthly",
    "yearly",
    "hourly",
    "rotate",
    "maxage",
    "size",
    "dateext",
    "copytruncate",
    "su",
];

fn is_script(word: &str) -> bool {
    matches!(word, "prerotate" | "postrotate" | "firstaction" | "lastaction" | "preremove")
}

struct Document {
    name: String,
}

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let text = readable(without_bom(document));
        let (mut shell, mut settings, mut block, mut inside) =
            (String::new(), Vec::new(), String::new(), false);
        for line in text.lines().map(str::trim) {
            let (word, value) = line.split_once([' ', '\t']).unwrap_or((line, ""));
            if inside {
                if word == "endscript" {
                    inside = false;
                } else {
                    shell.push_str(line);
                    shell.push('\n');
                }
            } else if is_script(word) {
                inside = true;
            } else if line.starts_with(['/', '"', '~']) {
                block = line.trim_end_matches('{').trim().to_owned();
            } else if line == "}" {
                block.clear();
            } else if KEPT.contains(&word) && settings.len() < 1000 {
                let name =
                    if block.is_empty() { word.to_owned() } else { format!("{block}: {word}") };
                settings.push((name, value.trim().to_owned()));
            }
        }
        let read = shellscript::read(&shell);
        let script = Script {
            language: Language::Logrotate,
            name: self.name.clone(),
            commands: read.commands,
            statements: read.statements,
            settings,
            ..Script::default()
        };
        out.draft(Draft::new(document.len(), EventKind::Script(Box::new(script))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scripts_of_a_rotation_are_its_commands() {
        let text = format!("# comment\nweekly\n{}\n", FORMAT.example);
        let head = Head { name: "logrotate.d/shop", bytes: text.as_bytes(), whole: true };
        assert_eq!((FORMAT.sniff)(&head), Likeness(92));
        let mut out = Parsed::default();
        Document { name: "shop".into() }.read(text.as_bytes(), &mut out);
        let Some(EventKind::Script(script)) = out.drafts.first().map(|draft| &draft.kind) else {
            panic!("{out:?}")
        };
        assert_eq!(script.commands, ["systemctl reload php-fpm"]);
        assert!(
            script.settings.contains(&("/var/log/shop/*.log: rotate".to_owned(), "7".to_owned()))
        );
    }

    #[test]
    fn an_nginx_configuration_is_none() {
        let text = "server {\n  listen 80;\n  root /var/www;\n  location / {\n    try_files $uri =404;\n  }\n}\n";
        assert_eq!(
            (FORMAT.sniff)(&Head { name: "x", bytes: text.as_bytes(), whole: true }),
            Likeness::NONE
        );
    }
}
