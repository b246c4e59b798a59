//! What shows that a statement took effect: one judgement for all that is said of it.

use std::collections::{BTreeSet, HashSet};

use crate::{
    case::{
        facts::{Act, Case, Status},
        reason::{CountedBy, StatusReason},
        snapshot,
    },
    event::{
        ids::EventId,
        place::SourceId,
        query::{Outcome, Query, Witness},
    },
    verdict::incident::Incident,
};

/// What shows it.
pub(crate) struct Proof {
    /// The event that shows the act itself best.
    pub sign: EventId,
    /// In words, after `the statement (place);`.
    pub words: String,
    /// Where it stands; empty where nothing shows it.
    pub sources: BTreeSet<SourceId>,
}

/// Whether a record is of a log that holds each refusal of the server as well.
pub(crate) fn refuses(query: &Query) -> bool {
    query.dialect.is_postgres() && query.witness != Witness::Typed
}

/// What shows that an act took effect; nothing where no event shows the act.
pub(crate) fn proof(case: &Case<'_>, incident: &Incident, act: &Act) -> Option<Proof> {
    let sign = sign(case, incident, act)?;
    let told_by = |test: &dyn Fn(&Query) -> bool| -> BTreeSet<SourceId> {
        let known = act.events.iter().filter(|&&event| case.query(event).is_some_and(test));
        known.map(|&event| case.place(event).source).collect()
    };
    let of = |event: Option<&EventId>| event.map(|&event| case.place(event).source);
    let is_record = |query: &Query| query.witness != Witness::Typed;
    let tells =
        |query: &Query| query.witness == Witness::Committed || query.outcome != Outcome::Unsaid;
    let is_counted = act.rows.is_some()
        && act.status_reason.counted_by().is_none_or(|by| by == CountedBy::Record);
    let words = act.status_reason.words();
    let (words, sources) = match act.status_reason {
        StatusReason::OnlyGiven => (words, BTreeSet::new()),
        _ if act.status == Status::Inferred => (words, of(Some(&sign)).into_iter().collect()),
        StatusReason::Recorded => {
            let told = told_by(&tells);
            let told = if told.is_empty() { told_by(&is_record) } else { told };
            ("succeeded by the server's own record".to_owned(), told)
        }
        StatusReason::Missed => {
            let text = "the application then failed on what was removed";
            (text.to_owned(), of(act.events.last()).into_iter().collect())
        }
        StatusReason::MadeAgain => {
            let text = "the same name was created again afterwards";
            (text.to_owned(), of(act.events.last()).into_iter().collect())
        }
        StatusReason::Unstated => ("no record of its outcome".to_owned(), BTreeSet::new()),
        _ if is_counted => (words, told_by(&is_record)),
        _ => (words, BTreeSet::new()),
    };
    if !sources.is_empty() {
        return Some(Proof { sign, words, sources });
    }
    let is_open = act.status_reason == StatusReason::Unstated;
    let or = |text: &str| if is_open { text.to_owned() } else { words.clone() };
    if let Some(source) = seen_after(case, incident, act) {
        let words = or("a later schema dump shows its effect");
        return Some(Proof { sign, words, sources: BTreeSet::from([source]) });
    }
    let is_done = is_open || act.status_reason.counted_by().is_some();
    let logs = told_by(&|query| refuses(query) || tells(query));
    if is_done && !logs.is_empty() {
        let words = or("the server's log, which tells each refusal, has none of it");
        return Some(Proof { sign, words, sources: logs });
    }
    Some(Proof { sign, words, sources })
}

/// The state from after that shows what an act took.
fn seen_after(case: &Case<'_>, incident: &Incident, act: &Act) -> Option<SourceId> {
    let own: HashSet<&String> = act.tables.iter().collect();
    let is_own = |name: &String| own.is_empty() || own.contains(name);
    incident.impact.tables.iter().find(|t| is_own(&t.name) && t.is_seen())?;
    let names: Vec<String> =
        incident.impact.tables.iter().map(|table| table.name.clone()).collect();
    let after = snapshot::first_after(case, incident.ended, incident.database.as_deref(), &names)?;
    Some(after.snapshot.source)
}

/// The event that shows an act best. What is inferred is shown by what came of it, not by what
/// stood there before.
fn sign(case: &Case<'_>, incident: &Incident, act: &Act) -> Option<EventId> {
    let came_of_it = |event: &&EventId| {
        case.when(**event).is_some_and(|when| when.best >= incident.started.best)
            && !case.events.get(**event).kind.is_content()
    };
    let is_inferred = act.status == Status::Inferred;
    let later = act.events.iter().find(came_of_it).filter(|_| is_inferred);
    later.or(act.events.first()).copied()
}

#[cfg(test)]
mod tests {
    use crate::report::engine::of_files;

    #[test]
    fn an_error_about_what_was_dropped_shows_the_effect_and_one_about_another_table_does_not() {
        let log = "2026-03-06T09:02:16.231284Z\t   84 Connect\tapp@web on shop using TCP/IP\n\
             2026-03-06T09:02:17.231284Z\t   84 Query\tDROP TABLE orders\n";
        let error = |table: &str| {
            format!(
                "[2026-03-06 09:02:22] production.ERROR: SQLSTATE[42S02]: Base table or view \
                 not found: 1146 Table 'shop.{table}' doesn't exist\n"
            )
        };
        for (table, shown) in [("orders", true), ("pages", false)] {
            let report = of_files(&[("general.log", log), ("laravel.log", &error(table))]);
            let asked = report.coverage.iter().find(|q| q.question.contains("took effect"));
            assert_eq!(asked.map(|q| (q.answered, q.by.len())), Some((shown, usize::from(shown))));
        }
    }
}
