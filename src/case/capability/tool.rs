//! What a row of the table of tools says: how a command is called, and what it sends.

use crate::sql::operation::Operation;

/// A framework's console or a migration tool.
#[derive(Debug)]
pub(crate) struct Tool {
    /// Its name.
    pub(crate) name: &'static str,
    /// The programs by which it is called, in lower case, without path and ending.
    pub(super) programs: &'static [&'static str],
    /// Where in the words behind the program the command stands.
    pub(super) call: Call,
    /// The tables in which it keeps what it has run; only it writes to them.
    pub(crate) books: &'static [&'static str],
    /// What its commands send: the first row that fits counts. Commands stand between `; `; in one,
    /// `*` is any word, `x*` and `*x` any that begins or ends so, `a|b` either, `--x` an option
    /// that must be there and `!--x` one that must not. Commands of parts (`db:drop`) may be
    /// shortened part by part. What fits no row is not known.
    pub(super) commands: &'static [(Sends, &'static str)],
}

/// Where a tool's command stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Call {
    /// The first words that are no options.
    First,
    /// Each word is a task of its own, run in turn: `rake db:drop db:create`.
    Tasks,
    /// Behind other words: `goose mysql DSN down`.
    Behind,
}

/// What a command sends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sends {
    /// Nothing that destroys.
    Nothing,
    /// `DROP DATABASE`.
    Database,
    /// A drop of every table, or of every one that it knows, be they made anew or not.
    Tables,
    /// Either: the database or its tables are dropped and made anew.
    Rebuild,
    /// Every row of every table that it knows.
    Rows,
    /// Rows by a condition, or of tables that the command names.
    SomeRows,
    /// What the undoing part of migrations says.
    Back,
    /// What migrations say.
    Forward,
    /// New values over old ones.
    Values,
    /// Rows of these tables only (a trailing `*` for any ending).
    Only(&'static [&'static str]),
    /// A dump.
    Dump,
    /// The SQL in its next word, or in a file that its next word names.
    Statement,
    /// What the code in its next word says.
    Code,
    /// What is typed into the client that it starts.
    Client,
    /// What is typed into the interpreter that it starts.
    Console,
    /// What tests do to the database that their settings name.
    Tests,
    /// What the code of the application says.
    Unseen,
}

impl Sends {
    /// What it may do to what is there; nothing where that depends on text.
    fn operations(self) -> &'static [Operation] {
        use Operation::{
            AlterLossy, DeleteAll, DeleteMost, DropColumn, DropDatabase, DropPartition,
            DropRoutine, DropTable, DropView, RenameTable, ReplaceTable, RowsVanished,
            TablesRecreated, TruncateTable, UpdateAll,
        };
        match self {
            Sends::Database => &[DropDatabase, TablesRecreated, RowsVanished],
            Sends::Tables => {
                &[DropTable, DropView, DropRoutine, ReplaceTable, TablesRecreated, RowsVanished]
            }
            Sends::Rebuild => &[
                DropDatabase,
                DropTable,
                DropView,
                DropRoutine,
                ReplaceTable,
                TablesRecreated,
                RowsVanished,
            ],
            Sends::Rows => &[TruncateTable, DeleteAll, DeleteMost, RowsVanished],
            Sends::SomeRows => &[DeleteAll, DeleteMost, TruncateTable, RowsVanished, UpdateAll],
            Sends::Values => &[UpdateAll, AlterLossy],
            Sends::Back | Sends::Forward => &[
                DropTable,
                DropView,
                DropColumn,
                DropPartition,
                DropRoutine,
                TruncateTable,
                DeleteAll,
                DeleteMost,
                UpdateAll,
                AlterLossy,
                RenameTable,
                ReplaceTable,
                TablesRecreated,
                RowsVanished,
            ],
            _ => &[],
        }
    }

    /// Whether it may do this.
    pub(crate) fn may(self, operation: Operation) -> bool {
        self.operations().contains(&operation)
    }

    /// Whether it may leave a database without the tables that it had.
    pub(crate) fn may_drop_many(self) -> bool {
        matches!(self, Sends::Database | Sends::Tables | Sends::Rebuild | Sends::Back)
    }
}

/// Whether `word` is what a word of a row stands for.
fn is_word(pattern: &str, word: &str) -> bool {
    pattern.split('|').any(|one| match (one.strip_prefix('*'), one.strip_suffix('*')) {
        (Some(end), _) if !end.is_empty() => word.ends_with(end),
        (_, Some(start)) => word.starts_with(start),
        _ => one == word || is_short(one, word),
    })
}

/// `d:f:l` for `doctrine:fixtures:load`: consoles take the beginning of each part.
fn is_short(whole: &str, word: &str) -> bool {
    whole.contains(':')
        && whole.split(':').count() == word.split(':').count()
        && whole
            .split(':')
            .zip(word.split(':'))
            .all(|(whole, part)| !part.is_empty() && whole.starts_with(part))
}

/// Whether an option is among `words`, alone or with a value.
fn has_option(pattern: &str, words: &[String]) -> bool {
    pattern.split('|').any(|option| {
        words.iter().any(|word| {
            word.strip_prefix(option).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        })
    })
}

impl Tool {
    /// What one of its commands sends: `plain` are the words from the command on without options,
    /// `words` all of them. `None` where no row fits.
    pub(super) fn sends(&self, plain: &[&str], words: &[String]) -> Option<Sends> {
        let fits = |command: &str| {
            let mut left = plain.iter();
            command.split(' ').all(|pattern| match pattern.strip_prefix('!') {
                Some(option) => !has_option(option, words),
                None if pattern.is_empty() => true,
                None if pattern.starts_with('-') => has_option(pattern, words),
                None => left.next().is_some_and(|word| is_word(pattern, word)),
            })
        };
        self.commands
            .iter()
            .find(|(_, commands)| commands.split("; ").any(&fits))
            .map(|(sends, _)| *sends)
    }
}
