//! `dump_restore`: a dump loaded over live tables.

use crate::{
    case::{capability::procedure::Procedure, suspect::Suspect},
    sql::operation::Operation,
    text::page::page,
    time::{SECOND, When},
    verdict::{
        footprint::Footprint,
        mechanism::contract::{Advice, Definition, Judgement, Profile},
        scene::Scene,
    },
};

page! {
    /// Upper-case DROP TABLE IF EXISTS and CREATE TABLE pairs in the order of the alphabet on one
    /// connection, with LOCK TABLES, DISABLE KEYS and INSERTs between; the tables end with the rows
    /// of the dump.
    pub(crate) struct DumpRestore;
}

/// Whether a command loads a dump into the scene's database just before its first act.
fn loaded_it(scene: &Scene<'_>, suspect: &Suspect) -> bool {
    const SOON_US: i64 = 60 * SECOND;
    let soon = |when: When| (0..SOON_US).contains(&scene.started.latest.saturating_sub(when.best));
    suspect.when.is_some_and(soon)
        && suspect.abilities.iter().any(|ability| {
            ability.procedure == Procedure::DumpRestore
                && ability.database.as_deref() == scene.database.as_deref()
        })
}

impl Definition for DumpRestore {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("a dump piped into the client"),
            procedure: Some(Procedure::DumpRestore),
            left_by: &[Procedure::ManualSql, Procedure::ScriptSql],
            may_mend: true,
            advice: &[Advice {
                text: "Load dumps with a script that accepts only named targets, and with an account that has no rights elsewhere.",
                why: "nothing kept the dump from being loaded into this database",
            }],
            ..Profile::new("dump_restore", "loading a dump", "a dump that was restored")
        }
    }

    /// Not where the dump that was loaded is known to be of another database: none of its rows is
    /// one of those that were there.
    fn refills(&self, scene: &Scene<'_>) -> bool {
        !scene.near.iter().filter(|one| loaded_it(scene, one)).any(|one| {
            let command = one.command.as_deref().unwrap_or_default();
            let mut named = scene.case.backups.iter().filter_map(|&event| {
                let file = scene.case.path(event).rsplit('/').next()?;
                let database = scene.case.backup(event)?.database.as_deref()?;
                command.contains(file).then_some(database)
            });
            let is_other = |name| scene.database.as_deref().is_some_and(|own| own != name);
            named.next().is_some_and(is_other) && named.all(is_other)
        })
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out = Judgement::default();
        if print.dump_pairs.is_empty() {
            return Judgement::no(
                "no DROP TABLE IF EXISTS with a CREATE TABLE of the same name after it",
                Vec::new(),
            );
        }
        if scene.acts.iter().filter(|a| a.operation == Operation::DropTable).all(|a| a.lower_case) {
            return Judgement::no(
                "the drops are in lower case; dump tools write upper case",
                Vec::new(),
            );
        }
        if let Some(act) = scene.acts.iter().find(|a| a.operation == Operation::DropDatabase) {
            return Judgement::no(
                "the whole database had been dropped before; the dump had nothing left to replace",
                act.events.iter().copied().take(2).collect(),
            );
        }
        out.add(
            3.0,
            match print.dump_pairs.len() {
                1 => {
                    "1 table dropped with IF EXISTS and created again at once, in upper case".into()
                }
                n => format!(
                    "{n} tables dropped with IF EXISTS and created again at once, in upper case"
                ),
            },
            print.dump_pairs.iter().copied().take(3).collect(),
        );
        if !print.dump_words.is_empty() {
            out.add(3.0, "statements that dump tools write around them (LOCK TABLES … WRITE, DISABLE KEYS, @OLD_ variables)", print.dump_words.iter().copied().take(3).collect());
        }
        if !print.inserts.is_empty() {
            out.add(
                1.0,
                "rows are inserted in between",
                print.inserts.iter().copied().take(2).collect(),
            );
        }
        if let Some((event, "pg_restore")) = scene.client() {
            out.add(3.0, "the connection calls its client pg_restore", vec![event]);
        }
        out.add_named(print, Procedure::DumpRestore);
        out
    }
}
