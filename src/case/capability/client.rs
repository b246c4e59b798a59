//! What database clients and their kin can do with their arguments and input.

use crate::{
    case::capability::{
        ability::{Ability, Certainty},
        guard::expand,
        input::{Input, name_of, piped_files},
        library::plain_name,
        procedure::Procedure,
        scope::Scope,
        walk::Walk,
    },
    sql::{classify::statement::statements, dialect::Dialect, effects::effects, statement::Verb},
};

/// What a client's command line says.
#[derive(Default)]
struct Arguments {
    database: Option<String>,
    user: Option<String>,
    execute: Vec<String>,
    files: Vec<String>,
}

/// Options whose value may be the next word.
const VALUED: &[&str] = &[
    "--user",
    "--username",
    "--host",
    "--port",
    "--socket",
    "--execute",
    "--command",
    "--file",
    "--database",
    "--dbname",
    "--schema",
    "--defaults-file",
    "--defaults-extra-file",
    "--init-command",
    "--default-character-set",
    "--protocol",
    "--delimiter",
    "--login-path",
    "--ssl-ca",
    "--ssl-mode",
    "--connect-timeout",
    "--set",
    "--variable",
];

/// The long name of a letter that takes a value, for a client of PostgreSQL, MySQL's shell, or any
/// other of MySQL's; `None` for one that takes none.
fn long_name(program: &str, letter: char) -> Option<&'static str> {
    Some(match (program, letter) {
        ("psql" | "pgcli", 'c') => "--execute",
        ("psql" | "pgcli", 'd') | ("mysql" | "mysqlsh", 'D') => "--database",
        ("psql" | "pgcli", 'U') | ("mysql" | "mysqlsh", 'u') => "--user",
        ("psql" | "pgcli" | "mysqlsh", 'f') => "--file",
        ("psql" | "pgcli", 'h' | 'p' | 'v' | 'o' | 'L' | 'F' | 'P' | 'R' | 'T') => "",
        ("mysql" | "mysqlsh", 'e') => "--execute",
        ("mysql" | "mysqlsh", 'h' | 'P' | 'S') => "",
        _ => return None,
    })
}

fn arguments(program: &str, words: &[String]) -> Arguments {
    let mut found = Arguments::default();
    let mut at = 1;
    while let Some(word) = words.get(at) {
        at += 1;
        if let Some(long) = word.strip_prefix("--") {
            let (name, value) = match long.split_once('=') {
                Some((name, value)) => (format!("--{name}"), Some(value.to_owned())),
                None if VALUED.contains(&word.as_str()) => {
                    at += 1;
                    (word.clone(), words.get(at - 1).cloned())
                }
                None => (word.clone(), None),
            };
            found.set(&name, value);
        } else if let Some(cluster) = word.strip_prefix('-').filter(|cluster| !cluster.is_empty()) {
            for (place, letter) in cluster.char_indices() {
                let rest = cluster.get(place + letter.len_utf8()..).unwrap_or("");
                let Some(name) = long_name(program, letter) else {
                    // MySQL's -p takes its value only where it is attached
                    if letter == 'p' {
                        break;
                    }
                    continue;
                };
                let value = if rest.is_empty() {
                    at += 1;
                    words.get(at - 1).cloned()
                } else {
                    Some(rest.to_owned())
                };
                found.set(name, value);
                break;
            }
        } else if matches!(program, "psql" | "pgcli") && word.contains('=') {
            // `host=db1 dbname=shop user=app`, `service=live`: only some name the database
            let of = |key: &str| {
                let part = word.split_whitespace().find_map(|part| part.strip_prefix(key));
                part.map(|value| value.trim_matches(['\'', '"']).to_owned())
            };
            found.database = found.database.or_else(|| of("dbname="));
            found.user = found.user.or_else(|| of("user="));
        } else if found.database.is_none() && !word.contains(['@', ':']) {
            found.database = Some(word.clone());
        }
    }
    found
}

impl Arguments {
    fn set(&mut self, name: &str, value: Option<String>) {
        match name {
            "--user" | "--username" => self.user = value,
            "--database" | "--dbname" | "--schema" => self.database = value,
            "--execute" | "--command" | "--init-command" => self.execute.extend(value),
            "--file" => self.files.extend(value),
            _ => {}
        }
    }
}

/// Whether a statement is understood to destroy nothing.
fn harmless(text: &str) -> bool {
    let found = statements(text, Dialect::default());
    !found.is_empty()
        && found.iter().all(|statement| {
            effects(statement).is_empty()
                && !statement.overwrites
                && !statement.truncated
                && !matches!(
                    statement.verb,
                    Verb::Other
                        | Verb::Call
                        | Verb::Execute
                        | Verb::Prepare
                        | Verb::Delete
                        | Verb::Update
                        | Verb::AlterTable
                        | Verb::Replace
                )
        })
}

impl Walk<'_> {
    /// A client for SQL: `program` is one of those whose options it shares.
    pub(super) fn client(&mut self, program: &str, words: &[String], input: &Input, scope: &Scope) {
        let found = arguments(program, words);
        let shown = words.join(" ");
        let base = |procedure: Procedure| Ability {
            database: found.database.clone(),
            database_user: found.user.clone(),
            ..scope.ability(procedure, shown.clone())
        };
        // it tells something and ends
        let tells = |word: &String| {
            let any = matches!(word.as_str(), "--help" | "--version" | "-V" | "-?" | "--list");
            any || word == "-l" && program == "psql" || word == "--print-defaults"
        };
        if words.iter().any(tells) {
            return;
        }
        if !found.execute.is_empty() {
            // MySQL's shell takes JavaScript where it is not told otherwise
            let is_code = program == "mysqlsh" && !words.iter().any(|word| word == "--sql");
            for text in &found.execute {
                if is_code {
                    self.code(text, &shown, scope);
                } else {
                    self.text_abilities(text, &base, scope.scripted());
                }
            }
            return;
        }
        for file in &found.files {
            self.file_abilities(file, &base);
        }
        if !found.files.is_empty() {
            return;
        }
        if input.is_given() {
            self.sql_input(input, &base, scope);
            return;
        }
        let mut ability = base(Procedure::ManualSql);
        ability.certainty = Certainty::Open;
        self.push(ability);
    }

    /// What a client reads in place of a terminal.
    pub(super) fn sql_input(
        &mut self,
        input: &Input,
        base: &dyn Fn(Procedure) -> Ability,
        scope: &Scope,
    ) {
        if let Some(text) = &input.text {
            let text = expand(text, scope);
            self.text_abilities(&text, base, scope.scripted());
            return;
        }
        if let Some(file) = &input.file {
            self.file_abilities(file, base);
            return;
        }
        let first: Vec<String> = input
            .upstream
            .first()
            .map(|words| words.iter().map(|word| name_of(word)).collect())
            .unwrap_or_default();
        let names = |list: &[&str]| first.iter().any(|word| list.contains(&word.as_str()));
        if names(&[
            "mysqldump",
            "mariadb-dump",
            "mysqlpump",
            "mydumper",
            "mysqlbinlog",
            "mariadb-binlog",
            "pg_dump",
            "pg_dumpall",
        ]) {
            self.push(base(Procedure::DumpRestore));
            return;
        }
        if let Some(text) = input.said() {
            self.text_abilities(&text, base, scope.scripted());
            return;
        }
        let files = piped_files(&input.upstream);
        if files.is_empty() {
            self.unknown_input(base);
            return;
        }
        for file in files.iter().take(100) {
            self.file_abilities(file, base);
        }
    }

    /// Input that the evidence does not hold: a dump or a script.
    fn unknown_input(&mut self, base: &dyn Fn(Procedure) -> Ability) {
        for procedure in [Procedure::DumpRestore, Procedure::ScriptSql] {
            let mut ability = base(procedure);
            ability.certainty = Certainty::Open;
            self.push(ability);
        }
    }

    fn file_abilities(&mut self, file: &str, base: &dyn Fn(Procedure) -> Ability) {
        let name = plain_name(file);
        let library = self.library;
        let base = |procedure: Procedure| Ability {
            reads: (procedure == Procedure::DumpRestore).then(|| file.to_owned()),
            ..base(procedure)
        };
        if library.backups.contains(name) {
            self.push(base(Procedure::DumpRestore));
            return;
        }
        if let Some(scripts) = library.sql.get(name) {
            for statement in scripts.iter().flat_map(|script| &script.statements) {
                if !harmless(statement) {
                    let mut ability = base(Procedure::ScriptSql);
                    ability.statement = Some(statement.clone());
                    self.push(ability);
                }
            }
            return;
        }
        // what is compressed or named after what dumping tools write is a dump far more often
        let compressed = name.len() != file.rsplit('/').next().unwrap_or(file).len();
        let lower = name.to_ascii_lowercase();
        if compressed
            || ["dump", "backup", "bak", "snapshot", "export"]
                .iter()
                .any(|word| lower.contains(word))
        {
            let mut ability = base(Procedure::DumpRestore);
            ability.certainty = ability.certainty.min(Certainty::Through);
            self.push(ability);
        } else {
            self.unknown_input(&base);
        }
    }

    /// Statements given as text; those that surely destroy nothing are left out.
    pub(super) fn text_abilities(
        &mut self,
        text: &str,
        base: &dyn Fn(Procedure) -> Ability,
        scripted: bool,
    ) {
        let own = text.trim_start();
        let reads = ["source ", "\\. ", "\\i ", "\\ir ", ".read "];
        if let Some(file) = reads.iter().find_map(|word| own.strip_prefix(word)) {
            self.file_abilities(file.trim().trim_end_matches(';'), base);
            return;
        }
        for statement in statements(text, Dialect::default()) {
            let piece = text
                .get(statement.at.0..statement.at.1)
                .unwrap_or(text)
                .trim()
                .trim_end_matches(';')
                .trim();
            // a command of the client itself
            if harmless(piece) || piece.starts_with('\\') {
                continue;
            }
            let procedure = match statement.verb {
                Verb::DropDatabase => Procedure::DropDatabase,
                Verb::Grant | Verb::Revoke | Verb::DropUser => Procedure::AccountChange,
                _ if scripted => Procedure::ScriptSql,
                _ => Procedure::ManualSql,
            };
            let mut ability = base(procedure);
            ability.statement = Some(piece.to_owned());
            self.push(ability.clone());
            if procedure == Procedure::DropDatabase {
                ability.procedure =
                    if scripted { Procedure::ScriptSql } else { Procedure::ManualSql };
                self.push(ability);
            }
        }
    }

    /// mysqladmin.
    pub(super) fn client_admin(&mut self, words: &[String], scope: &Scope) {
        let at = words.iter().position(|word| word == "drop");
        if let Some(at) = at {
            let database = words.get(at + 1).cloned();
            let mut ability = scope.ability(Procedure::DropDatabase, words.join(" "));
            ability.statement = database.as_ref().map(|name| format!("DROP DATABASE `{name}`"));
            ability.database = database;
            ability.force = words.iter().any(|word| word == "-f" || word == "--force");
            self.push(ability);
        }
    }

    /// pt-online-schema-change and gh-ost.
    pub(super) fn online_schema_change(&mut self, name: &str, words: &[String], scope: &Scope) {
        let mut ability = scope.ability(Procedure::OnlineSchemaChange, words.join(" "));
        let flag = |flag: &str| words.iter().any(|word| word == flag);
        let value = |name: &str| {
            words.iter().enumerate().find_map(|(at, word)| {
                let rest = word.strip_prefix(name)?;
                rest.strip_prefix('=')
                    .map(str::to_owned)
                    .or_else(|| rest.is_empty().then(|| words.get(at + 1).cloned()).flatten())
            })
        };
        ability.pretend = if name == "pt-online-schema-change" {
            // without --execute it checks and stops; a line that its own output names has neither
            flag("--dry-run") || (!flag("--execute") && words.len() > 2)
        } else {
            !flag("--execute") && words.len() > 2
        };
        let dsn = words.iter().find_map(|word| {
            word.split(',').find_map(|part| part.strip_prefix("D=").map(str::to_owned))
        });
        ability.database = dsn.or_else(|| value("--database"));
        ability.statement = value("--alter").map(|alter| format!("ALTER TABLE {alter}"));
        self.push(ability);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_of_connection_settings_names_a_database_only_by_its_key() {
        let of = |program: &str, word: &str| {
            let found = arguments(program, &[program.to_owned(), word.to_owned()]);
            (found.database, found.user)
        };
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(of("psql", "service=crm-live"), (None, None));
        assert_eq!(of("psql", "host=db1 dbname='crm' user=kim"), (some("crm"), some("kim")));
        assert_eq!(of("psql", "crm"), (some("crm"), None));
        assert_eq!(of("mysql", "a=b"), (some("a=b"), None));
    }
}
