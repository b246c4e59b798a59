//! What code on a command line can do: the SQL in its texts, the commands that it calls, and calls
//! of models, query builders and schemas that destroy.

use crate::{
    case::capability::{
        procedure::Procedure,
        scope::Scope,
        walk::{DEPTH, Walk},
    },
    sql::{classify::statement::statements, dialect::Dialect, effects::effects},
};

/// What calls that destroy look like in any of the languages that people type into a shell.
const DESTROYS: &[&str] = &[
    "truncate",
    "delete(",
    "delete_all",
    "deleteMany",
    "deleteAll",
    "destroy(",
    "destroy_all",
    "forceDelete(",
    "_raw_delete(",
    "drop(",
    "drop_all(",
    "drop_table",
    "drop_database",
    "dropTable",
    "dropIfExists(",
    "dropAllTables",
    "dropDatabase",
    "dropSchema",
    "purge(",
    "sync({force",
    "sync({ force",
];

/// The texts between quotes in code of any language, with their escapes taken off.
fn literals(code: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = code.chars();
    while let Some(quote) = rest.next() {
        if !matches!(quote, '\'' | '"' | '`') {
            continue;
        }
        let mut text = String::new();
        while let Some(c) = rest.next() {
            match c {
                '\\' => text.extend(rest.next()),
                c if c == quote => break,
                c => text.push(c),
            }
        }
        out.push(text);
    }
    out
}

impl Walk<'_> {
    /// `text`, handed to an interpreter by `command`.
    pub(super) fn code(&mut self, text: &str, command: &str, scope: &Scope) {
        let texts = literals(text);
        if text.contains("Artisan::call(") || text.contains("call_command(") {
            let (tool, call) = if text.contains("Artisan::") {
                ("artisan", "Artisan::call(")
            } else {
                ("manage.py", "call_command(")
            };
            let call = text.split_once(call).map(|(_, call)| literals(call)).unwrap_or_default();
            let mut inside = scope.clone();
            inside.depth += 1;
            if let Some(line) = call.first().filter(|_| inside.depth <= DEPTH) {
                self.line(&format!("{tool} {line}"), &mut inside);
            }
            return;
        }
        let sql: Vec<&String> = texts
            .iter()
            .filter(|text| {
                statements(text, Dialect::default()).iter().any(|one| !effects(one).is_empty())
            })
            .collect();
        for text in &sql {
            let base = |procedure: Procedure| scope.ability(procedure, command.to_owned());
            self.text_abilities(text, &base, scope.scripted());
        }
        if sql.is_empty() && DESTROYS.iter().any(|call| text.contains(call)) {
            let mut ability = scope.ability(Procedure::ModelTruncate, command.to_owned());
            ability.statement = Some(text.to_owned());
            self.push(ability);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::literals;

    #[test]
    fn texts_between_quotes_are_taken_out() {
        assert_eq!(literals("DB::statement('DROP TABLE a')"), ["DROP TABLE a"]);
        assert_eq!(literals(r#"q("a 'b'", `c`, 'd\'e"#), ["a 'b'", "c", "d'e"]);
    }
}
