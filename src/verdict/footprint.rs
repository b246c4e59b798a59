//! What the statements around the acts look like: the marks by which commands are told apart.

use crate::{
    case::capability::{ability::Ability, procedure::Procedure},
    event::{ids::EventId, kind::EventKind},
    sql::{
        operation::Operation,
        statement::{Condition, Verb},
    },
    time::SECOND,
    verdict::{scene::Scene, untimed},
};

/// A reason with its evidence.
#[derive(Clone, Debug)]
pub(crate) struct Why {
    /// For (or against).
    pub in_favour: bool,
    /// In words; never text of a log unless quoted by code that redacts.
    pub text: String,
    /// Event indices.
    pub events: Vec<EventId>,
}

impl Why {
    /// A reason for.
    pub(crate) fn pro(text: impl Into<String>, events: Vec<EventId>) -> Why {
        Why { in_favour: true, text: text.into(), events }
    }

    /// A reason against.
    pub(crate) fn con(text: impl Into<String>, events: Vec<EventId>) -> Why {
        Why { in_favour: false, text: text.into(), events }
    }
}

/// The marks of a scene.
#[derive(Debug, Default)]
pub(crate) struct Footprint {
    /// One lower-case DROP TABLE of at least two quoted tables with no IF EXISTS: how Laravel drops
    /// all tables. Event, tables, whether `migrations` is among them.
    pub drop_all: Option<(EventId, usize, bool)>,
    /// The names in it are qualified by the schema: Laravel 12.1 and later.
    pub qualified: bool,
    /// Lower-case single drops.
    pub single_drops: Vec<EventId>,
    /// `delete from migrations where migration = …`.
    pub unrecorded: Vec<EventId>,
    /// `insert into migrations`.
    pub recorded: Vec<EventId>,
    /// Created tables after the first act: event and name.
    pub created: Vec<(EventId, String)>,
    /// `create table migrations` after the first act.
    pub created_migrations: Option<EventId>,
    /// `select max(batch)`.
    pub max_batch: Option<EventId>,
    /// `select * from migrations where batch = …`.
    pub batch_select: Option<EventId>,
    /// `where batch >= 1 … limit n`.
    pub step_select: Option<EventId>,
    /// `select migration from migrations order by batch …` before the first act.
    pub ran_before: Option<EventId>,
    /// ROLLBACK after the first act, with no act in it.
    pub test_transactions: usize,
    /// A test runner's environment: entries of a channel `testing` near the acts.
    pub testing_entries: Vec<EventId>,
    /// Upper-case DROP TABLE IF EXISTS followed by CREATE TABLE of the same name.
    pub dump_pairs: Vec<EventId>,
    /// Statements that only dumps send: LOCK TABLES … WRITE, DISABLE KEYS, SET @OLD_….
    pub dump_words: Vec<EventId>,
    /// Rows inserted after.
    pub inserts: Vec<EventId>,
    /// Tables that a schema dump from after shows as made within minutes of the acts.
    pub remade: Vec<(EventId, String)>,
    /// `migrations` rows from after: highest batch and event; all of batch 1.
    pub batches_after: Option<(u64, u64, EventId)>,
    /// Commands near that name a procedure.
    pub named: Vec<Named>,
}

/// A command near the acts whose words name a procedure.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// The procedure.
    pub procedure: Procedure,
    /// A witness.
    pub event: EventId,
    /// The command.
    pub command: String,
    /// Seconds from its start to the first act; `None` where it has no time.
    pub before_s: Option<f64>,
    /// Of one in a history without times: the login in which it may have been given just then.
    pub login: Option<EventId>,
    /// It asks a person, or a machine that is told: how sure it is that it ran at all.
    pub did_run: bool,
}

/// How long after an act a table counts as made by the same run. Hundreds of migrations on a slow
/// server take minutes.
const SAME_RUN_US: i64 = 600 * SECOND;

/// How far before the acts a command of a few words may have been given. Typing an answer at a
/// prompt, or the earlier steps of a deployment, take their time.
const NAMED_S: f64 = 900.0;

impl Footprint {
    /// Reads the marks off a scene.
    pub(crate) fn read(scene: &Scene<'_>) -> Footprint {
        let mut print = Footprint::default();
        for act in &scene.acts {
            let Some(&event) = act.events.first() else { continue };
            // DROP SCHEMA names no table, whatever it takes along
            let names_tables = act
                .seen
                .first()
                .is_none_or(|seen| scene.case.seen.get(*seen).statement.verb == Verb::DropTable);
            if act.operation == Operation::DropTable && names_tables {
                let has_migrations =
                    act.tables.iter().any(|t| t == "migrations" || t.ends_with("_migrations"));
                let is_quoted = act.text.contains(['`', '"']);
                if act.lower_case && !act.if_exists && act.tables.len() >= 2 && is_quoted {
                    if print.drop_all.is_none_or(|(_, n, _)| act.tables.len() > n) {
                        print.drop_all = Some((event, act.tables.len(), has_migrations));
                        let names = act.seen.iter().flat_map(|&statement| {
                            &scene.case.seen.get(statement).statement.objects
                        });
                        print.qualified = names.into_iter().any(|name| name.database.is_some());
                    }
                } else if act.lower_case && act.tables.len() == 1 {
                    print.single_drops.push(event);
                }
            }
        }
        print.statements(scene);
        print.around(scene);
        print.commands(scene);
        print
    }

    fn statements(&mut self, scene: &Scene<'_>) {
        let mut dropped_upper: Vec<String> = Vec::new();
        for seen in &scene.stream {
            let statement = &seen.statement;
            let object = statement.objects.first().map(|n| n.name.as_str()).unwrap_or_default();
            let is_after = scene.is_after(seen);
            match statement.verb {
                Verb::Delete
                    if object == "migrations"
                        && matches!(statement.condition, Condition::Some | Condition::Unknown) =>
                {
                    self.unrecorded.push(seen.event);
                }
                Verb::Insert if object == "migrations" && is_after => {
                    self.recorded.push(seen.event);
                }
                Verb::Insert | Verb::LoadData if is_after => self.inserts.push(seen.event),
                Verb::CreateTable if is_after && !statement.clauses.temporary => {
                    if object == "migrations" && statement.lower_case {
                        self.created_migrations = self.created_migrations.or(Some(seen.event));
                    }
                    if dropped_upper.iter().any(|t| t == object) {
                        self.dump_pairs.push(seen.event);
                    }
                    self.created.push((seen.event, object.to_owned()));
                }
                Verb::DropTable if !statement.lower_case && statement.clauses.if_exists => {
                    dropped_upper.push(object.to_owned());
                }
                Verb::Rollback if is_after && statement.objects.is_empty() => {
                    self.test_transactions = self.test_transactions.saturating_add(1);
                }
                Verb::Lock if scene.text(seen).to_ascii_uppercase().contains(" WRITE") => {
                    self.dump_words.push(seen.event);
                }
                Verb::AlterTable | Verb::Set => {
                    let text = scene.text(seen).to_ascii_uppercase();
                    if text.contains("ABLE KEYS") || text.contains("@OLD_") {
                        self.dump_words.push(seen.event);
                    }
                }
                Verb::Select
                    if object == "migrations" || scene.text(seen).contains("`migrations`") =>
                {
                    let text = scene.text(seen).to_ascii_lowercase();
                    if text.contains("max(`batch`)") && !is_after {
                        self.max_batch = Some(seen.event);
                    } else if text.contains("`batch` >=") && text.contains("limit") && !is_after {
                        self.step_select = Some(seen.event);
                    } else if text.contains("where `batch` =") && !is_after {
                        self.batch_select = Some(seen.event);
                    } else if text.contains("order by `batch`") && !is_after {
                        self.ran_before = Some(seen.event);
                    }
                }
                _ => {}
            }
        }
    }

    fn around(&mut self, scene: &Scene<'_>) {
        let case = scene.case;
        let until = scene.ended.saturating_add(SAME_RUN_US);
        let near = 300 * SECOND;
        for (index, event) in case.between(
            scene.started.best.saturating_sub(near),
            scene.started.best.saturating_add(near),
        ) {
            let environment = match &event.kind {
                EventKind::Log(log) => log.channel.as_deref(),
                EventKind::Query(query) => query.environment.as_deref(),
                _ => None,
            };
            if environment == Some("testing") {
                self.testing_entries.push(index);
            }
        }
        // two dumps of the table show each of its rows twice
        let mut ran: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
        for &index in &case.migrations {
            let event = case.events.get(index);
            let EventKind::Migration(row) = &event.kind else { continue };
            let after = path_is_after(
                case.path(index),
                event.when.or_else(|| case.backup_named.get(&index).copied()),
                scene.started.best,
            );
            if row.ran
                && after
                && let Some(batch) = row.batch
            {
                ran.insert(&row.migration);
                let most = self.batches_after.map_or(0, |(most, ..)| most);
                self.batches_after = Some((most.max(batch), ran.len() as u64, index));
            }
        }
        // A table that was only altered gets a new creation time too; only the dropped ones tell.
        let dropped: std::collections::BTreeSet<String> =
            scene.tables().into_iter().map(|t| t.to_lowercase()).collect();
        let mut known: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
        for snapshot in &case.snapshots {
            for (&database, tables) in &snapshot.databases {
                if scene.database.as_deref().is_some_and(|d| !database.is_empty() && d != database)
                {
                    continue;
                }
                let mut again: Vec<(&str, EventId)> =
                    dropped.iter().flat_map(|name| tables.like(name)).collect();
                again.sort_unstable();
                for (name, index) in again {
                    let made = case.made_at(index);
                    if made.is_some_and(|at| {
                        at >= scene.started.best.saturating_sub(2 * SECOND) && at <= until
                    }) && known.insert(name)
                    {
                        self.remade.push((index, name.to_owned()));
                    }
                }
            }
        }
    }

    fn commands(&mut self, scene: &Scene<'_>) {
        for suspect in scene.in_time() {
            let before_s = suspect
                .when
                .map(|w| (scene.started.best.saturating_sub(w.best)) as f64 / SECOND as f64);
            if before_s.is_some_and(|s| s > NAMED_S)
                && suspect.ended.is_none()
                && !suspect.interactive
            {
                continue;
            }
            let Some(&event) = suspect.events.first() else { continue };
            let may = |ability: &&Ability| {
                !ability.is_unseen() && scene.acts.iter().any(|act| ability.may(act.operation))
            };
            let mut abilities = suspect.abilities.iter().filter(may).peekable();
            // one without a time counts only where it sends all that was sent
            let login = match before_s {
                None if abilities.peek().is_some() => untimed::login(scene, suspect),
                _ => None,
            };
            for ability in abilities {
                let sends_all = scene.acts.iter().all(|act| ability.may(act.operation));
                self.named.push(Named {
                    procedure: ability.procedure,
                    event,
                    command: suspect.command.clone().unwrap_or_default(),
                    before_s,
                    login: login.filter(|_| sends_all && !ability.pretend),
                    did_run: suspect.did_not_run.is_none(),
                });
            }
        }
    }

    /// The command nearest before the acts that names a procedure, no farther than `within_s`.
    pub(crate) fn nearest(&self, procedure: Procedure, within_s: f64) -> Option<&Named> {
        self.named
            .iter()
            .filter(|n| {
                n.procedure == procedure
                    && n.did_run
                    && n.before_s.is_some_and(|s| (-2.0..=within_s).contains(&s))
            })
            .min_by(|a, b| {
                a.before_s.unwrap_or(f64::MAX).total_cmp(&b.before_s.unwrap_or(f64::MAX))
            })
    }

    /// The last command in a history without times that names a procedure, does all that was done
    /// and may have been given just then, with the login of its person.
    pub(crate) fn untimed(&self, procedure: Procedure) -> Option<(&Named, EventId)> {
        let named = self.named.iter().rev().filter(|named| named.procedure == procedure);
        named.filter(|named| named.did_run).find_map(|named| Some((named, named.login?)))
    }
}

/// Whether a file that holds rows of the migrations table is from after an instant, by its own
/// stamp or by its path.
fn path_is_after(path: &str, when: Option<crate::time::When>, at: i64) -> bool {
    match when {
        Some(when) => when.latest >= at,
        None => {
            let lower = path.to_ascii_lowercase();
            !lower.split(|c: char| !c.is_ascii_alphabetic()).any(|p| p == "before")
        }
    }
}
