//! A dump loaded over live tables.

use crate::verdict::{
    footprint::Footprint,
    mechanism::contract::{Judgement, Signature, add_named},
    scene::Scene,
};

/// A dump loaded over live tables.
pub struct DumpRestore;

impl Signature for DumpRestore {
    fn id(&self) -> &'static str {
        "dump_restore"
    }

    fn about(&self) -> &'static str {
        "Upper-case DROP TABLE IF EXISTS and CREATE TABLE pairs in the order of the alphabet on one connection, with LOCK TABLES, DISABLE KEYS and INSERTs between; the tables end with the rows of the dump."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out = Judgement {
            command: Some("a dump piped into the client".into()),
            ..Judgement::default()
        };
        if print.dump_pairs.is_empty() {
            return Judgement::no(
                "no DROP TABLE IF EXISTS with a CREATE TABLE of the same name after it",
                Vec::new(),
            );
        }
        if scene
            .acts
            .iter()
            .filter(|a| a.operation == crate::sql::operation::Operation::DropTable)
            .all(|a| a.lower_case)
        {
            return Judgement::no(
                "the drops are in lower case; dump tools write upper case",
                Vec::new(),
            );
        }
        if let Some(act) = scene
            .acts
            .iter()
            .find(|a| a.operation == crate::sql::operation::Operation::DropDatabase)
        {
            return Judgement::no(
                "the whole database was dropped before; the dump found nothing left to replace",
                act.events.iter().copied().take(2).collect(),
            );
        }
        out.add(
            3.0,
            format!(
                "{} tables dropped with IF EXISTS and created again at once, in upper case",
                print.dump_pairs.len()
            ),
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
        add_named(&mut out, print, self.id());
        out
    }
}
