//! Questions to what an entry says rather than to its words.

use super::pattern::Pattern;
use crate::{
    error::{Error, Result},
    event::{draft::Draft, kind::EventKind},
    format::contract::{Parsed, RecordReader},
    sql::{self, operation::Operation, statement::Verb},
};

/// Levels from the least to the gravest; names that different logs give the same rank share it.
const LEVELS: &[&[&str]] = &[
    &["debug", "trace"],
    &["info", "system"],
    &["notice", "note"],
    &["warning", "warn"],
    &["error", "err"],
    &["critical", "crit", "fatal"],
    &["alert"],
    &["emergency", "emerg"],
];

fn rank(level: &str) -> Option<usize> {
    LEVELS.iter().position(|names| names.iter().any(|name| name.eq_ignore_ascii_case(level)))
}

/// A kind of statement by the name that users give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Any,
    Destructive,
    Verbs(&'static [Verb]),
    Operations(&'static [Operation]),
}

use Operation as O;

/// Names, what they stand for, and the words without which none of it can be said.
const KINDS: &[(&str, Kind, &[&str])] = &[
    ("any", Kind::Any, &[]),
    (
        "destructive",
        Kind::Destructive,
        &["drop", "truncate", "delete", "update", "alter", "rename", "replace", "revoke"],
    ),
    (
        "drop",
        Kind::Operations(&[
            O::DropTable,
            O::DropView,
            O::DropDatabase,
            O::DropColumn,
            O::DropPartition,
            O::DropRoutine,
            O::DropUser,
        ]),
        &["drop"],
    ),
    ("drop-table", Kind::Operations(&[O::DropTable]), &["drop"]),
    ("drop-view", Kind::Operations(&[O::DropView]), &["drop"]),
    ("drop-database", Kind::Operations(&[O::DropDatabase]), &["drop", "replace"]),
    ("drop-column", Kind::Operations(&[O::DropColumn]), &["drop"]),
    ("drop-partition", Kind::Operations(&[O::DropPartition]), &["partition"]),
    ("drop-routine", Kind::Operations(&[O::DropRoutine]), &["drop"]),
    ("drop-user", Kind::Operations(&[O::DropUser]), &["drop"]),
    ("truncate", Kind::Operations(&[O::TruncateTable]), &["truncate"]),
    ("truncate-table", Kind::Operations(&[O::TruncateTable]), &["truncate"]),
    ("delete-all", Kind::Operations(&[O::DeleteAll]), &["delete"]),
    ("update-all", Kind::Operations(&[O::UpdateAll]), &["update"]),
    ("alter-lossy", Kind::Operations(&[O::AlterLossy]), &["alter"]),
    ("rename", Kind::Operations(&[O::RenameTable]), &["rename"]),
    ("rename-table", Kind::Operations(&[O::RenameTable]), &["rename"]),
    ("replace-table", Kind::Operations(&[O::ReplaceTable]), &["replace"]),
    ("revoke", Kind::Operations(&[O::Revoke]), &["revoke"]),
    ("delete", Kind::Verbs(&[Verb::Delete]), &["delete"]),
    ("update", Kind::Verbs(&[Verb::Update]), &["update"]),
    ("insert", Kind::Verbs(&[Verb::Insert]), &["insert"]),
    ("replace", Kind::Verbs(&[Verb::Replace]), &["replace"]),
    ("select", Kind::Verbs(&[Verb::Select]), &["select"]),
    (
        "create",
        Kind::Verbs(&[Verb::CreateTable, Verb::CreateDatabase, Verb::CreateOther]),
        &["create"],
    ),
    ("alter", Kind::Verbs(&[Verb::AlterTable, Verb::AlterOther]), &["alter"]),
    ("grant", Kind::Verbs(&[Verb::Grant]), &["grant"]),
];

/// What entries must say.
#[derive(Debug, Default)]
pub(super) struct Filter {
    /// Levels by rank, each alone or with all graver ones.
    levels: Vec<(usize, bool)>,
    /// Levels of names that have no rank.
    odd_levels: Vec<String>,
    channels: Vec<String>,
    kinds: Vec<Kind>,
    words: Vec<&'static str>,
    tables: Vec<(Option<String>, String)>,
    users: Vec<String>,
}

fn parts(given: &[String]) -> impl Iterator<Item = &str> {
    given.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|text| !text.is_empty())
}

impl Filter {
    pub(super) fn new(
        levels: &[String],
        channels: &[String],
        kinds: &[String],
        tables: &[String],
        users: &[String],
    ) -> Result<Filter> {
        let mut filter = Filter {
            channels: parts(channels).map(str::to_owned).collect(),
            users: parts(users).map(str::to_owned).collect(),
            ..Filter::default()
        };
        for text in parts(levels) {
            let (name, graver) = text.strip_suffix('+').map_or((text, false), |name| (name, true));
            match rank(name) {
                Some(rank) => filter.levels.push((rank, graver)),
                None if graver => {
                    return Err(Error::Usage(format!(
                        "--level: `{name}` is no level; they are {}",
                        level_names()
                    )));
                }
                None => filter.odd_levels.push(name.to_lowercase()),
            }
        }
        if let Some(odd) = filter.odd_levels.first() {
            let near =
                crate::text::nearest::nearest(odd, LEVELS.iter().copied().flatten().copied());
            return Err(Error::Usage(match near {
                Some(near) => format!("--level: `{odd}` is no level; did you mean `{near}`?"),
                None => format!("--level: `{odd}` is no level; they are {}", level_names()),
            }));
        }
        let mut everything = false;
        for text in parts(kinds) {
            let name = text.to_lowercase().replace('_', "-");
            let Some((_, kind, words)) = KINDS.iter().find(|(known, ..)| *known == name) else {
                let names: Vec<&str> = KINDS.iter().map(|(name, ..)| *name).collect();
                return Err(Error::Usage(
                    match crate::text::nearest::nearest(&name, names.iter().copied()) {
                        Some(near) => format!(
                            "--sql: no kind of statement named `{text}`; did you mean `{near}`?"
                        ),
                        None => format!(
                            "--sql: no kind of statement named `{text}`; it takes {}",
                            names.join(", ")
                        ),
                    },
                ));
            };
            everything |= words.is_empty();
            filter.kinds.push(*kind);
            filter.words.extend(words.iter());
        }
        if everything {
            filter.words.clear();
        }
        filter.words.sort_unstable();
        filter.words.dedup();
        for text in parts(tables) {
            let bare = text.replace('`', "");
            filter.tables.push(match bare.split_once('.') {
                Some((database, table)) => (Some(database.to_owned()), table.to_owned()),
                None => (None, bare),
            });
        }
        Ok(filter)
    }

    /// Whether any entry passes.
    pub(super) fn is_open(&self) -> bool {
        self.levels.is_empty() && self.channels.is_empty() && !self.wants_events()
    }

    /// Whether entries must be taken apart.
    fn wants_events(&self) -> bool {
        !self.kinds.is_empty() || !self.tables.is_empty() || !self.users.is_empty()
    }

    /// Words of which an entry must hold one, if any: what raw bytes are searched for first.
    pub(super) fn screen(&self) -> Result<Option<Pattern>> {
        // the rarest first: a table's or an account's name is rarer than a word of SQL
        let names: Vec<&str> = if self.tables.is_empty() {
            self.users.iter().map(String::as_str).collect()
        } else {
            self.tables.iter().map(|(_, table)| table.as_str()).collect()
        };
        let words = if names.is_empty() { self.words.clone() } else { names };
        if words.is_empty()
            || words.iter().any(|word| {
                !word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_$-.@".contains(&b))
            })
        {
            // a name that quotes or escapes may spell in another way is not searched for
            return if self.words.is_empty() || words.is_empty() {
                Ok(None)
            } else {
                Pattern::any_of(&self.words).map(Some)
            };
        }
        Pattern::any_of(&words).map(Some)
    }

    /// Whether an entry passes.
    pub(super) fn passes(&self, reader: Option<&dyn RecordReader>, entry: &[u8]) -> bool {
        if self.is_open() {
            return true;
        }
        let Some(reader) = reader else { return false };
        if !self.levels.is_empty() || !self.channels.is_empty() {
            let label = reader.label(entry);
            let level = label.level.and_then(|level| rank(level.id()));
            let fits = |(wanted, graver): &(usize, bool)| {
                level.is_some_and(|level| level == *wanted || (*graver && level > *wanted))
            };
            if !self.levels.is_empty() && !self.levels.iter().any(fits) {
                return false;
            }
            if !self.channels.is_empty()
                && !label.channel.is_some_and(|channel| {
                    self.channels.iter().any(|wanted| wanted.eq_ignore_ascii_case(&channel))
                })
            {
                return false;
            }
        }
        if !self.wants_events() {
            return true;
        }
        let mut parsed = Parsed::default();
        reader.read(entry, &mut parsed);
        parsed.drafts.iter().any(|draft| self.tells(draft))
    }

    /// Whether a draft tells of what is asked for: one statement that is of a kind and of a table.
    fn tells(&self, draft: &Draft) -> bool {
        if !self.users.is_empty()
            && !user(&draft.kind).is_some_and(|user| self.users.iter().any(|wanted| wanted == user))
        {
            return false;
        }
        if self.kinds.is_empty() && self.tables.is_empty() {
            return true;
        }
        let (texts, dialect, database): (Vec<&str>, _, Option<&str>) = match &draft.kind {
            EventKind::Query(query) => {
                (vec![query.sql.as_str()], query.dialect, query.database.as_deref())
            }
            EventKind::Log(log) => (
                log.sql.iter().map(String::as_str).collect(),
                sql::dialect::Dialect::default(),
                None,
            ),
            EventKind::Script(script) => (
                script.statements.iter().map(String::as_str).collect(),
                sql::dialect::Dialect::default(),
                None,
            ),
            EventKind::Table(row) if self.kinds.is_empty() => {
                let table = row.unpack();
                return self.is_table(table.database, table.table);
            }
            EventKind::Column(column) if self.kinds.is_empty() => {
                return self.is_table(column.database.as_deref(), &column.table);
            }
            _ => return false,
        };
        if self.kinds.is_empty()
            && let EventKind::Query(query) = &draft.kind
            && query.tables.iter().any(|name| {
                let (database, table) = name
                    .split_once('.')
                    .map_or((None, name.as_str()), |(database, table)| (Some(database), table));
                self.is_table(database, table)
            })
        {
            return true;
        }
        texts.iter().flat_map(|text| sql::classify::statement::statements(text, dialect)).any(
            |statement| {
                let of_table = |objects: &[sql::operation::Name]| {
                    self.tables.is_empty()
                        || objects.iter().any(|name| {
                            self.is_table(name.database.as_deref().or(database), &name.name)
                        })
                };
                if self.kinds.is_empty() {
                    return of_table(&statement.objects);
                }
                let effects = sql::effects::effects(&statement);
                self.kinds.iter().any(|kind| match kind {
                    Kind::Any => of_table(&statement.objects),
                    Kind::Verbs(verbs) => {
                        verbs.contains(&statement.verb) && of_table(&statement.objects)
                    }
                    Kind::Destructive => effects.iter().any(|effect| of_table(&effect.objects)),
                    Kind::Operations(operations) => effects.iter().any(|effect| {
                        operations.contains(&effect.operation) && of_table(&effect.objects)
                    }),
                })
            },
        )
    }

    fn is_table(&self, database: Option<&str>, table: &str) -> bool {
        self.tables.iter().any(|(wanted_database, wanted)| {
            wanted.eq_ignore_ascii_case(table)
                && wanted_database.as_deref().is_none_or(|wanted| {
                    database.is_none_or(|database| wanted.eq_ignore_ascii_case(database))
                })
        })
    }
}

fn level_names() -> String {
    LEVELS.iter().filter_map(|names| names.first()).copied().collect::<Vec<_>>().join(", ")
}

/// The account that an event names.
fn user(kind: &EventKind) -> Option<&str> {
    match kind {
        EventKind::Query(query) => query.user.as_deref(),
        EventKind::CronRun(run) => run.user.as_deref(),
        EventKind::CronJob(job) => job.user.as_deref(),
        EventKind::Session(session) => session.user.as_deref(),
        EventKind::Command(command) => command.user.as_deref(),
        EventKind::Request(request) => request.user.as_deref(),
        _ => None,
    }
}
