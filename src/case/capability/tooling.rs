//! Following a command of a tool of the table.

use crate::case::capability::{
    ability::{Ability, Certainty},
    input::{Input, option},
    procedure::Procedure,
    scope::Scope,
    tool::{Call, Sends, Tool},
    tools::TOOLS,
    walk::Walk,
};

/// Options of any of these tools whose value is the next word.
const VALUED: &[&str] = &[
    "-C",
    "-D",
    "-P",
    "-U",
    "-c",
    "-d",
    "-e",
    "-h",
    "-l",
    "-p",
    "-u",
    "-x",
    "--app",
    "--config",
    "--connection",
    "--cwd",
    "--database",
    "--dbname",
    "--dir",
    "--directory",
    "--env",
    "--environment",
    "--host",
    "--knexfile",
    "--migrations-dir",
    "--name",
    "--options-path",
    "--password",
    "--path",
    "--plan-file",
    "--port",
    "--project",
    "--schema",
    "--settings",
    "--startup-project",
    "--target",
    "--url",
    "--user",
    "--username",
];

/// The words that are no options, nor their values, nor the name of a site (`@live`).
fn plain(rest: &[String]) -> Vec<&str> {
    let mut out = Vec::new();
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        if word.starts_with('-') && word.len() > 1 {
            if VALUED.contains(&word.as_str()) {
                words.next();
            }
        } else if !word.starts_with('@') {
            out.push(word.as_str());
        }
    }
    out
}

/// Whether the table has a program of this name.
pub(super) fn is_tool(name: &str) -> bool {
    TOOLS.iter().any(|tool| tool.programs.contains(&name))
}

/// Whether a tool only prints what it would do.
fn only_prints(rest: &[String]) -> bool {
    rest.iter().any(|word| {
        matches!(
            word.as_str(),
            "--help" | "--version" | "--dry-run" | "--pretend" | "--dump-sql" | "--dump"
        )
    })
}

impl Walk<'_> {
    /// A command of the tool that `name` calls, `words` with the program first.
    pub(super) fn tool(&mut self, name: &str, words: &[String], input: &Input, scope: &Scope) {
        let rest = words.get(1..).unwrap_or_default();
        if only_prints(rest) {
            return;
        }
        let plain = plain(rest);
        let mut unknown = !plain.is_empty();
        for tool in TOOLS.iter().filter(|tool| tool.programs.contains(&name)) {
            let starts = if tool.call == Call::First { 1 } else { plain.len().max(1) };
            for at in 0..starts {
                let behind = plain.get(at..).unwrap_or_default();
                match tool.sends(behind, rest) {
                    Some(sends) => {
                        unknown = false;
                        self.sent(tool, sends, behind, words, input, scope);
                        // what follows a statement or code belongs to it
                        let last = matches!(sends, Sends::Statement | Sends::Code);
                        if last || tool.call == Call::Behind {
                            return;
                        }
                    }
                    // an argument of the task before it
                    None if behind.first().is_some_and(|word| word.contains('=')) => {}
                    None => unknown |= tool.call == Call::Tasks,
                }
            }
            if !unknown {
                return;
            }
        }
        if unknown {
            self.push(scope.ability(Procedure::Unseen, words.join(" ")));
        }
    }

    /// What a command of a tool sends, as abilities; `plain` are its words from the command on.
    fn sent(
        &mut self,
        tool: &'static Tool,
        sends: Sends,
        plain: &[&str],
        words: &[String],
        input: &Input,
        scope: &Scope,
    ) {
        let shown = words.join(" ");
        let base = |procedure: Procedure| Ability {
            force: words
                .iter()
                .any(|word| matches!(word.as_str(), "--force" | "-f" | "--yes" | "-y")),
            ..scope.ability(procedure, shown.clone())
        };
        let open = |procedure: Procedure| Ability { certainty: Certainty::Open, ..base(procedure) };
        match sends {
            Sends::Nothing => {}
            Sends::Only(tables) => {
                self.push(Ability { tables: tables.to_vec(), ..base(Procedure::RetentionJob) });
            }
            Sends::Dump => {
                let is_file = |word: &&&str| !word.starts_with('-') && word.contains(['.', '/']);
                self.push(Ability {
                    reads: plain.iter().rev().find(is_file).map(|word| (*word).to_owned()),
                    ..base(Procedure::DumpRestore)
                });
            }
            Sends::Tests => self.push(base(Procedure::TestRun)),
            Sends::Unseen => self.push(base(Procedure::Unseen)),
            Sends::Statement => match plain.iter().skip(1).find(|word| word.contains(' ')) {
                Some(text) => self.text_abilities(text, &base, scope.scripted()),
                None if input.is_given() => self.sql_input(input, &base, scope),
                None => self.push(base(Procedure::Unseen)),
            },
            Sends::Client if input.is_given() => self.sql_input(input, &base, scope),
            Sends::Client => self.push(open(Procedure::ManualSql)),
            Sends::Code | Sends::Console => {
                let given = option(words, "-c", "--command")
                    .or_else(|| plain.get(1).copied().filter(|_| sends == Sends::Code))
                    .map(str::to_owned)
                    .or_else(|| input.said());
                match given {
                    // a file of code, whose text is not at hand
                    Some(text) if !text.contains(['(', ' ', '.']) || is_file(&text) => {
                        self.push(base(Procedure::Unseen));
                    }
                    Some(text) => self.code(&text, &shown, scope),
                    None => self.push(open(Procedure::ModelTruncate)),
                }
            }
            _ => self.push(Ability {
                sends: Some((tool.name, sends)),
                ..base(Procedure::FrameworkCommand)
            }),
        }
    }
}

/// Whether a word is the path of a program text.
fn is_file(word: &str) -> bool {
    !word.contains([' ', '(']) && word.rsplit('.').next().is_some_and(|end| end.len() <= 3)
}
