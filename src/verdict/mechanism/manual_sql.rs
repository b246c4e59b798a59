//! `manual_sql`: SQL typed into a client.

use std::collections::HashSet;

use crate::{
    case::{capability::procedure::Procedure, suspect::Suspect},
    event::{ids::EventId, query::Witness},
    sql::fold::folded,
    text::page::page,
    verdict::{
        footprint::Footprint,
        mechanism::{
            advice::FEWER_RIGHTS,
            console,
            contract::{Definition, Judgement, Profile},
        },
        scene::Scene,
    },
};

page! {
    /// The statement stands in a client's history or console or on a command line, is not in the
    /// writing of a framework or a dump, and comes from an account and host that people use.
    pub(crate) struct ManualSql;
}

impl Definition for ManualSql {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("SQL typed into a client"),
            procedure: Some(Procedure::ManualSql),
            left_by: &[
                Procedure::ScriptSql,
                Procedure::DumpRestore,
                Procedure::DropDatabase,
                Procedure::RetentionJob,
            ],
            may_mend: true,
            advice: &[FEWER_RIGHTS],
            ..Profile::new("manual_sql", "SQL typed by hand", "SQL typed by hand")
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out = Judgement::default();
        let typed: Vec<EventId> = scene
            .acts
            .iter()
            .flat_map(|a| a.events.iter().copied())
            .filter(|&e| scene.case.query(e).is_some_and(|q| q.witness == Witness::Typed))
            .collect();
        if !typed.is_empty() {
            out.add(
                4.0,
                "the statement is in a client's history",
                typed.into_iter().take(3).collect(),
            );
        }
        if let Some(event) = typed_by_its_account(scene).filter(|_| out.points <= 0.0) {
            out.add(
                3.0,
                "the statement is in the client history of the person whose account sent it",
                vec![event],
            );
        }
        if let Some(event) = console::with_statement(scene) {
            out.add(4.0, "the statement stands in the console of a client of people", vec![event]);
        }
        if let Some((event, text)) = scene.inside().next().filter(|_| out.points <= 0.0) {
            return Judgement::no(text, vec![event]);
        }
        if let Some((event, ..)) = print.drop_all {
            return Judgement::no("the framework generates SQL like this", vec![event]);
        }
        let builder = !scene.acts.is_empty()
            && scene.acts.iter().all(|a| a.is_of_query_builder() && !a.typed_only);
        if builder && out.points <= 0.0 {
            return Judgement::no("the query builder generates SQL like this", scene.witnesses(2));
        }
        let hand: Vec<EventId> = scene
            .acts
            .iter()
            .filter(|a| !a.text.is_empty() && !(a.is_of_query_builder()))
            .filter_map(|a| a.events.first().copied())
            .collect();
        if !hand.is_empty() && print.dump_pairs.is_empty() {
            out.add(
                1.0,
                "no framework generates SQL like this; a person or a script wrote it",
                hand.into_iter().take(3).collect(),
            );
        }
        if let Some((event, client)) = scene.person() {
            out.add(3.0, format!("the connection names a client of people, {client}"), vec![event]);
        }
        let root = scene.acts.iter().any(|a| a.user.as_deref() == Some("root"));
        if root {
            out.add(0.5, "it came from the account root", Vec::new());
        }
        out.add_named(print, Procedure::ManualSql);
        out
    }
}

/// Where a statement of the acts stands in the client history, which has no times, of the person
/// after whom the account that sent it is named. Of an account that programs use, the history may
/// only hold what its person once tried.
fn typed_by_its_account(scene: &Scene<'_>) -> Option<EventId> {
    let account = scene.acts.first()?.user.as_ref()?;
    if scene.acts.iter().any(|act| act.user.as_ref() != Some(account)) {
        return None;
    }
    let sent: HashSet<&str> = scene.folded_texts().iter().map(String::as_str).collect();
    let is_account = |suspect: &&&Suspect| suspect.actor.as_ref() == Some(account);
    let mut typed = scene.near.iter().filter(is_account).flat_map(|suspect| &suspect.typed);
    let is_sent = |event: &&EventId| {
        scene.case.query(**event).is_some_and(|query| sent.contains(folded(&query.sql).as_str()))
    };
    typed.find(is_sent).copied()
}
