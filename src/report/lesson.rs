//! Lessons as facts of the evidence: what helped, and what made it worse. Judgement is left to
//! people.

use crate::{
    case::{
        facts::{Case, Status},
        severity::Severity,
    },
    event::{ids::EventId, kind::EventKind, query::Witness},
    report::{cite::Citer, effects, frame::cite, v1::Reason},
    time::SECOND,
    verdict::{
        impact::loss::TableState,
        incident::{Found, Incident},
    },
};

/// What helped and what made it worse, the helpful first.
pub(crate) fn lessons(case: &Case<'_>, found: &Found, citer: &mut Citer<'_>) -> Vec<Reason> {
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
        backup(case, incident, &mut add);
        visible(case, incident, &mut add);
        guard(incident, &mut add);
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
                "the server refused {} other destructive statement{}: rights were withheld where they were",
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
        out.push(Reason {
            in_favour: binlog,
            text: if binlog {
                "a binary log is in this evidence: what was written after the backup can be looked for in it".into()
            } else {
                "no binary log is in this evidence: what was written after the backup cannot be brought back from it".into()
            },
            citations: Vec::new(),
        });
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
        add(false, "no complete backup from before the loss is in this evidence".into(), &[]);
        return;
    };
    let lost = incident.impact.tables.len();
    let holds = if lost > 0 {
        format!(" and holds {} of the {lost} table{}", choice.holds, plural(lost))
    } else {
        String::new()
    };
    add(
        true,
        format!("a complete backup from before is there ({}){holds}", case.path(choice.event)),
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

fn visible(case: &Case<'_>, incident: &Incident, add: &mut Add<'_>) {
    if let Some(event) = effects::first_error(case, incident)
        && let Some(at) = case.when(event)
    {
        let delay = effects::seconds_after(at.best, incident.ended);
        add(
            delay <= 300,
            format!(
                "the application's log showed it {delay} s after, with an error that names what was gone"
            ),
            &[event],
        );
    }
    let recreated =
        incident.impact.tables.iter().filter(|t| t.state == TableState::Recreated).count();
    if recreated > 0 {
        add(
            false,
            format!(
                "{recreated} table{} stood again right after, empty: queries on {} found nothing instead of failing",
                plural(recreated),
                if recreated == 1 { "it" } else { "them" }
            ),
            &[],
        );
    }
}

/// What the likeliest suspect shows of the mechanism's own guards.
fn guard(incident: &Incident, add: &mut Add<'_>) {
    if let Some(suspect) = incident.suspects.first().map(|first| &first.suspect)
        && let Some(lesson) = incident.cause.mechanism.definition().lesson(suspect)
    {
        let events: Vec<EventId> = suspect.events.iter().copied().take(1).collect();
        add(lesson.helped, lesson.text.to_owned(), &events);
    }
}
