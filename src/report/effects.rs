//! What followed an incident: damage that the server names, errors of the application.

use crate::{
    case::facts::Case,
    event::{ids::EventId, kind::EventKind},
    report::{around::Around, cite::Citer, frame::cite, v1::Reason},
    text::number::counted,
    time::SECOND,
    verdict::{damage::damaged, incident::Incident},
};

/// Whole seconds from one moment to a later one, as their printed times differ.
pub(crate) fn seconds_after(at: i64, from: i64) -> i64 {
    at.div_euclid(SECOND).saturating_sub(from.div_euclid(SECOND)).max(0)
}

/// How many rows the backup holds of some tables.
pub(crate) fn in_backup(case: &Case<'_>, incident: &Incident, tables: &[String]) -> String {
    let backup = incident.backup.as_ref().and_then(|choice| case.backup(choice.event));
    let held = backup.into_iter().flat_map(|backup| &backup.tables).filter(|held| {
        let mut names = tables.iter().map(|name| name.rsplit('.').next().unwrap_or(name));
        names.any(|name| name.eq_ignore_ascii_case(&held.table))
    });
    match held.map(|table| table.rows).reduce(u64::saturating_add) {
        Some(rows) => format!("; the backup holds {}", counted(rows, "row", "rows")),
        None => String::new(),
    }
}

/// The commonest kind among the last errors, by their words without numbers: how many there are,
/// and what the first of them says.
pub(crate) fn commonest<'a>(
    case: &'a Case<'_>,
    errors: &[(i64, EventId)],
) -> Option<(usize, &'a str)> {
    const KIND_CHARS: usize = 80;
    const MOST: usize = 1000;
    let mut kinds: std::collections::BTreeMap<String, (usize, &str)> =
        std::collections::BTreeMap::new();
    for (_, event) in errors.iter().rev().take(MOST).rev() {
        let EventKind::Log(log) = &case.events.get(*event).kind else { continue };
        let words = log.message.chars().filter(|c| !c.is_ascii_digit());
        let kind: String = words.take(KIND_CHARS).collect();
        let slot = kinds.entry(kind).or_insert((0, &log.message));
        slot.0 = slot.0.saturating_add(1);
    }
    kinds.into_values().max_by_key(|(many, _)| *many)
}

/// Errors that followed, by the table that they name.
pub(crate) fn errors_after(
    case: &Case<'_>,
    incident: &Incident,
    around: &Around<'_>,
    citer: &mut Citer<'_>,
) -> Vec<Reason> {
    let harmed = damaged(case, &incident.server);
    let mut out = Vec::new();
    if !harmed.is_empty() {
        let named: Vec<EventId> = incident
            .server
            .iter()
            .copied()
            .filter(|&event| !damaged(case, &[event]).is_empty())
            .take(3)
            .collect();
        let names = harmed
            .iter()
            .map(|t| format!("`{}`", t.replace('`', "'")))
            .collect::<Vec<_>>()
            .join(", ");
        out.push(Reason {
            in_favour: true,
            text: format!("the server reports damage in {names}"),
            citations: cite(case, citer, &named),
        });
    }
    let all = around.errors(incident);
    let (Some(&first), Some(&last)) = (all.first(), all.last()) else { return out };
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for &event in &all {
        if let EventKind::Log(log) = &case.events.get(event).kind
            && let Some(table) = incident
                .impact
                .tables
                .iter()
                .map(|t| t.name.as_str())
                .filter(|t| log.message.contains(t))
                .max_by_key(|t| t.len())
        {
            let count = counts.entry(table).or_default();
            *count = count.saturating_add(1);
        }
    }
    let mut named: Vec<_> = counts.into_iter().collect();
    named.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let of = named.iter().take(5).map(|(t, n)| format!("{t} {n}")).collect::<Vec<_>>().join(", ");
    let at =
        |event: EventId| case.when(event).map(|w| case.day_and_clock(w.best)).unwrap_or_default();
    let mut text = if first == last {
        format!("1 error within a day names what was lost, at {}", at(first))
    } else {
        let (from, to) = (at(first), at(last));
        format!("{} errors within a day name what was lost, from {from} to {to}", all.len())
    };
    if !of.is_empty() {
        text.push_str(&format!(" (by table: {of})"));
    }
    out.push(Reason {
        in_favour: true,
        text,
        citations: cite(case, citer, &if first == last { vec![first] } else { vec![first, last] }),
    });
    out
}
