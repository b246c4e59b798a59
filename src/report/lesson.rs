//! Lessons as facts of the evidence: what helped, and what made it worse. Judgement is left to
//! people.

use crate::{
    case::{
        facts::{Case, Status},
        severity::Severity,
    },
    event::{ids::EventId, kind::EventKind, query::Witness},
    report::{around::Around, cite::Citer, effects, frame::cite, v1::Reason},
    sql::operation::Operation,
    time::SECOND,
    verdict::{
        impact::loss::{TableLoss, TableState},
        incident::{Found, Incident},
    },
};

/// What helped and what made it worse, the helpful first.
pub(crate) fn lessons(
    case: &Case<'_>,
    found: &Found,
    around: &Around<'_>,
    citer: &mut Citer<'_>,
) -> Vec<Reason> {
    let grave: Vec<(usize, &Incident)> = found
        .incidents
        .iter()
        .enumerate()
        .filter(|(_, i)| i.severity >= Severity::Medium)
        .collect();
    let mut out: Vec<Reason> = Vec::new();
    for (number, incident) in &grave {
        let whose = if grave.len() > 1 {
            format!("I{}: ", number.saturating_add(1))
        } else {
            String::new()
        };
        let mut add = |in_favour: bool, text: String, events: &[EventId]| {
            out.push(Reason {
                in_favour,
                text: format!("{whose}{text}"),
                citations: cite(case, citer, events),
            });
        };
        if !incident.is_only(found, &[Operation::DropUser, Operation::Revoke]) {
            backup(case, incident, &mut add);
        }
        visible(case, incident, around, &mut add);
        guard(case, found, incident, &mut add);
    }
    if !grave.is_empty() {
        let refused: Vec<EventId> = found
            .acts
            .rows()
            .iter()
            .filter(|a| a.status == Status::Failed)
            .filter_map(|a| a.events.first().copied())
            .collect();
        if !refused.is_empty() {
            let text = format!(
                "the server refused {} other destructive statement{}",
                refused.len(),
                plural(refused.len())
            );
            out.push(Reason {
                in_favour: true,
                text,
                citations: cite(case, citer, &refused.iter().copied().take(3).collect::<Vec<_>>()),
            });
        }
        let binlog = case
            .events
            .rows()
            .iter()
            .any(|e| matches!(&e.kind, EventKind::Query(q) if q.witness == Witness::Committed));
        // that there is none is said under prevention
        out.extend(binlog.then(|| Reason {
            in_favour: true,
            text: "this evidence has a binary log, which may hold what was written after the backup".into(),
            citations: Vec::new(),
        }));
    }
    out.sort_by_key(|reason| !reason.in_favour);
    out
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

type Add<'a> = dyn FnMut(bool, String, &[EventId]) + 'a;

fn backup(case: &Case<'_>, incident: &Incident, add: &mut Add<'_>) {
    let Some(choice) = &incident.backup else {
        add(false, "this evidence has no complete backup from before the loss".into(), &[]);
        return;
    };
    let lost = incident.impact.of(incident.database.as_deref()).count();
    let holds = match (choice.holds, lost) {
        (_, 0) => String::new(),
        (1, 1) => " and holds the table concerned".into(),
        (held, _) if held == lost => format!(" and holds all {lost} tables concerned"),
        (held, _) => format!(" and holds {held} of the {lost} tables concerned"),
    };
    add(
        true,
        format!(
            "a complete earlier backup exists (`{}`){holds}",
            case.path(choice.event).replace('`', "'")
        ),
        &[choice.event],
    );
    let age = incident.started.best.saturating_sub(choice.taken.best).max(0) / SECOND;
    if age > 24 * 3600 {
        add(
            false,
            format!("that backup was {} old when the loss happened", days(age)),
            &[choice.event],
        );
    }
}

/// Days and hours.
fn days(seconds: i64) -> String {
    format!("{} d {} h", seconds / 86_400, seconds % 86_400 / 3600)
}

fn visible(case: &Case<'_>, incident: &Incident, around: &Around<'_>, add: &mut Add<'_>) {
    if let Some(event) = around.errors(incident).first().copied()
        && let Some(at) = case.when(event)
    {
        let delay = effects::seconds_after(at.best, incident.started.best);
        add(
            delay <= 300,
            format!(
                "the application's log showed it {delay} s later, with an error that names what was missing"
            ),
            &[event],
        );
    }
    let emptied = |t: &&TableLoss| {
        t.state == TableState::Recreated && t.rows_before > Some(0) && t.rows_lost == t.rows_before
    };
    match incident.impact.tables.iter().filter(emptied).count() {
        0 => {}
        1 => add(false, "1 table exists again without its old rows: queries on it find nothing instead of failing".into(), &[]),
        n => add(false, format!("{n} tables exist again without their old rows: queries on them find nothing instead of failing"), &[]),
    }
}

/// What the likeliest suspect shows of the mechanism's own guards.
fn guard(case: &Case<'_>, found: &Found, incident: &Incident, add: &mut Add<'_>) {
    let events = incident.acts.iter().flat_map(|&act| &found.acts.get(act).events);
    let environment = events
        .filter_map(|&event| case.query(event))
        .find_map(|query| query.environment.as_deref());
    if let Some(suspect) = incident.suspects.first().map(|first| &first.suspect)
        && let Some(lesson) = incident.cause.mechanism.definition().lesson(suspect, environment)
    {
        let events: Vec<EventId> = suspect.events.iter().copied().take(1).collect();
        add(lesson.helped, lesson.text.to_owned(), &events);
    }
}
