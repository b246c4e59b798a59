//! The report's words: titles, the timeline, what led up to it, recovery, what was missing.

use std::collections::BTreeSet;

use crate::{
    case::{
        facts::{Act, Case, Status},
        reason::{Housekeeping, StatusReason},
        severity::Severity,
        trigger::TriggerKind,
    },
    event::{ids::EventId, kind::EventKind, log::ServerMark},
    report::{
        aftermath::aftermath,
        around::{BEFORE_US, span},
        cite::Citer,
        claim,
        effects::{commonest, seconds_after},
        frame::{Frame, cite},
        parts::{Subject, VerdictLine},
        terms::{Claim, Role},
        v1::{Finding, Incident as Told, Moment, Reason, Verdict},
    },
    sql::operation::Operation,
    text::code::{coded, quoted},
    time::SECOND,
    verdict::{
        damage::damaged,
        incident::{Found, Incident},
    },
};

/// What was done, to how much, by what.
pub(crate) fn title(case: &Case<'_>, found: &Found, incident: &Incident) -> String {
    let acts: Vec<&Act> = incident.acts.iter().map(|&act| found.acts.get(act)).collect();
    let profile = incident.cause.mechanism.profile();
    if let Some(headline) = profile.headline {
        return headline.into();
    }
    let mut parts: Vec<String> = Vec::new();
    let mut seen: Vec<Operation> = Vec::new();
    for act in &acts {
        if seen.contains(&act.operation) {
            continue;
        }
        seen.push(act.operation);
        let same: Vec<&Act> =
            acts.iter().copied().filter(|a| a.operation == act.operation).collect();
        let mut names: Vec<&String> = same.iter().flat_map(|a| &a.tables).collect();
        names.sort_unstable();
        names.dedup();
        parts.push(columns_words(&same).unwrap_or_else(|| match act.operation {
            Operation::DropDatabase => databases_words(&same),
            Operation::DropTable if incident.rewind.is_some() => {
                let state = incident.rewind.as_ref().map(|rewind| case.show(rewind.taken.best));
                let day =
                    state.as_deref().and_then(|at| at.get(..10)).unwrap_or_default().to_owned();
                format!("{} set back to {day}", several("table", &names))
            }
            _ => deed_words(act, &names),
        }));
    }
    let whose = incident
        .database
        .as_deref()
        .filter(|_| !acts.iter().any(|a| a.operation == Operation::DropDatabase))
        .map(|d| match incident.elsewhere.len() {
            0 => format!(" in {d}"),
            n => format!(" in each of {} databases", n.saturating_add(1)),
        })
        .unwrap_or_default();
    format!(
        "{}{whose}{}",
        parts.join(", "),
        if profile.title.is_empty() { String::new() } else { format!(" by {}", profile.title) }
    )
}

/// What was dropped where several columns of several tables went.
fn columns_words(acts: &[&Act]) -> Option<String> {
    let mut columns: BTreeSet<(&String, &String)> = BTreeSet::new();
    for act in acts.iter().filter(|act| act.operation == Operation::DropColumn) {
        let of = |table| act.columns.iter().map(move |column| (table, column));
        columns.extend(act.tables.iter().flat_map(of));
    }
    let tables: BTreeSet<&String> = columns.iter().map(|(table, _)| *table).collect();
    let words: Vec<String> =
        columns.iter().map(|(table, column)| format!("{table}.{column}")).collect();
    match words.as_slice() {
        _ if tables.len() < 2 => None,
        [a, b] => Some(format!("columns {a} and {b} dropped")),
        many => Some(format!("{} columns of {} tables dropped", many.len(), tables.len())),
    }
}

fn databases_words(acts: &[&Act]) -> String {
    let names: BTreeSet<&str> = acts.iter().filter_map(|act| act.database.as_deref()).collect();
    match names.into_iter().collect::<Vec<_>>().as_slice() {
        [] => "database of unknown name dropped".to_owned(),
        [one] => format!("database {one} dropped"),
        [a, b] => format!("databases {a} and {b} dropped"),
        many => format!("{} databases dropped", many.len()),
    }
}

fn several(kind: &str, names: &[&String]) -> String {
    match names {
        [] => format!("{kind}s"),
        [one] => format!("{kind} {one}"),
        [a, b] => format!("{kind}s {a} and {b}"),
        many => format!("{} {kind}s", many.len()),
    }
}

fn deed_words(act: &Act, names: &[&String]) -> String {
    let kind = match act.operation {
        Operation::DropView => "view",
        Operation::DropUser | Operation::Revoke => "account",
        _ => "table",
    };
    let what = several(kind, names);
    match act.operation {
        Operation::DropTable if act.status == Status::Inferred => format!("{what} lost"),
        Operation::DropTable | Operation::DropView => format!("{what} dropped"),
        Operation::DropDatabase => databases_words(&[act]),
        Operation::DropColumn => match act.columns.as_slice() {
            [] => format!("columns of {what} dropped"),
            [one] => format!("column {one} of {what} dropped"),
            [a, b] => format!("columns {a} and {b} of {what} dropped"),
            many => format!("{} columns of {what} dropped", many.len()),
        },
        Operation::DropPartition => format!("partitions of {what} dropped"),
        Operation::DropRoutine => "routines dropped".into(),
        Operation::TruncateTable => format!("{what} truncated"),
        Operation::DeleteAll => format!("all rows of {what} deleted"),
        Operation::DeleteMost => format!("most rows of {what} deleted"),
        Operation::UpdateAll => match act.status_reason {
            StatusReason::Overwrote { rows, held, .. } if rows < held => {
                format!("most rows of {what} overwritten")
            }
            _ => format!("all rows of {what} overwritten"),
        },
        Operation::AlterLossy => format!("columns of {what} narrowed"),
        Operation::RenameTable => format!("{what} renamed"),
        Operation::ReplaceTable => match act.status_reason {
            StatusReason::SwappedIn { .. } => format!("{what} replaced by a copy with fewer rows"),
            _ => format!("{what} replaced"),
        },
        Operation::DropUser => format!("{what} dropped"),
        Operation::Revoke => format!("rights of {what} revoked"),
        Operation::RowsVanished => match act.status_reason {
            StatusReason::Cascaded { .. } => {
                format!("most rows of {what} gone through foreign keys")
            }
            StatusReason::Shrunk { rows, held } if rows.saturating_mul(2) < held => {
                format!("rows of {what} gone")
            }
            StatusReason::Shrunk { .. } => format!("most rows of {what} gone"),
            _ => format!("{what} found empty"),
        },
        Operation::TablesRecreated => format!("{what} found recreated"),
    }
}

/// The first lines.
pub(crate) fn verdict(
    case: &Case<'_>,
    found: &Found,
    incidents: &[Told],
    findings: &[Finding],
    unread: &[String],
) -> Verdict {
    let worst = found.incidents.iter().zip(incidents).max_by_key(|(i, _)| i.severity);
    let Some((_, told)) = worst else {
        let most = findings.iter().map(|f| f.severity).max().unwrap_or(Severity::Info);
        let refused = findings
            .iter()
            .filter(|f| matches!(f.status, Status::Failed | Status::RolledBack))
            .count();
        let rest = findings.len().saturating_sub(refused);
        let (claim, mut lines) = claim::claim(case, found, unread);
        if refused > 0 {
            let were = if refused == 1 { "was" } else { "were" };
            let text =
                format!("{} {were} refused by the server or rolled back.", statements(refused));
            lines.push(VerdictLine::new(Subject::Refused, text));
        }
        if rest > 0 && claim == Claim::NoLoss {
            let text = format!("{}, none with a loss; reasons below.", statements(rest));
            lines.push(VerdictLine::new(Subject::Harmless, text));
        }
        lines.extend(window(case, found));
        let headline = match claim {
            Claim::NotShown => "whether anything was destroyed is not shown by this evidence",
            _ if case.window.bounded => "no destructive incident in the time that was asked for",
            Claim::Loss | Claim::NoLoss => "no destructive incident in this evidence",
        };
        return Verdict {
            claim,
            severity: most,
            headline: headline.to_owned(),
            incidents: 0,
            lines,
        };
    };
    let mut lines = told.decision.as_ref().map(|d| d.lines.clone()).unwrap_or_default();
    if let [_, _, ..] = incidents {
        let others: Vec<String> = incidents
            .iter()
            .filter(|i| i.id != told.id)
            .take(3)
            .map(|i| format!("{} ({}, {}): {}", i.id, i.severity, i.started_at, i.title))
            .collect();
        let rest = incidents.len().saturating_sub(1).saturating_sub(others.len());
        let more = if rest > 0 { format!("; and {rest} more") } else { String::new() };
        let text = format!("{}{more}.", others.join("; "));
        lines.push(VerdictLine::new(Subject::Also, text));
    }
    lines.extend(window(case, found));
    Verdict {
        claim: Claim::Loss,
        severity: told.severity,
        headline: told.title.clone(),
        incidents: incidents.len(),
        lines,
    }
}

/// What time is judged, and what lies outside of it.
fn window(case: &Case<'_>, found: &Found) -> Option<VerdictLine> {
    let rest = match found.outside {
        0 => "no destructive operation lies outside of it".to_owned(),
        1 => "1 destructive operation outside of it is not judged".to_owned(),
        n => format!("{n} destructive operations outside of it are not judged"),
    };
    let text = format!("{}; {rest}.", case.window.words());
    case.window.bounded.then(|| VerdictLine::new(Subject::Window, text))
}

fn statements(n: usize) -> String {
    format!("{n} destructive operation{}", if n == 1 { "" } else { "s" })
}

/// The longest timeline; more is in `backtrail events`.
const MOMENTS: usize = 40;

/// A moment before it is cited: when, how soon it gives way to others, and what it shows.
type Noted = (i64, u8, Role, String, Vec<EventId>);

/// The key moments.
pub(crate) fn timeline(
    case: &Case<'_>,
    found: &Found,
    frame: &Frame<'_>,
    citer: &mut Citer<'_>,
) -> Vec<Moment> {
    let mut list: Vec<Noted> = Vec::new();
    let mut backups: Vec<(i64, EventId, Vec<String>)> = Vec::new();
    for (number, incident) in found.incidents.iter().enumerate() {
        let id = format!("I{}", number.saturating_add(1));
        if let Some(choice) = &incident.backup {
            match backups.iter_mut().find(|(_, event, _)| *event == choice.event) {
                Some((.., ids)) => ids.push(id.clone()),
                None => backups.push((choice.taken.best, choice.event, vec![id.clone()])),
            }
        }
        list.extend(moments(case, found, frame, incident, &id));
    }
    for act in
        found.acts.rows().iter().filter(|a| a.housekeeping == Some(Housekeeping::Restore)).take(1)
    {
        if let Some(when) = act.when {
            list.push((
                when.best,
                2,
                Role::Recovery,
                "a backup is loaded".into(),
                act.events.iter().copied().take(1).collect(),
            ));
        }
    }
    for (at, event, ids) in backups {
        list.push((
            at,
            3,
            Role::Context,
            format!(
                "the last usable backup{} was completed: `{}`",
                if found.incidents.len() > 1 {
                    format!(" from before {}", ids.join(" and "))
                } else {
                    String::new()
                },
                case.path(event).replace('`', "'")
            ),
            vec![event],
        ));
    }
    // The gravest kinds stay when there is no room for all.
    list.sort_by_key(|m| (m.1, m.0));
    list.truncate(MOMENTS);
    list.sort_by_key(|m| (m.0, m.1));
    list.dedup_by(|a, b| a.0 == b.0 && a.3 == b.3);
    list.into_iter()
        .map(|(at, _, role, text, events)| Moment {
            at: case.show(at),
            role,
            text,
            citations: cite(case, citer, &events),
        })
        .collect()
}

/// The moments of one incident but its backup: who began it, its acts, what came of them and what
/// led up to it.
fn moments(
    case: &Case<'_>,
    found: &Found,
    frame: &Frame<'_>,
    incident: &Incident,
    id: &str,
) -> Vec<Noted> {
    let mut list: Vec<Noted> = Vec::new();
    let of_id = if found.incidents.len() > 1 { format!(" of {id}") } else { String::new() };
    // that the server stopped by itself is told below
    if let Some(suspect) =
        incident.suspects.first().filter(|s| s.suspect.kind != TriggerKind::Server)
    {
        let c = &suspect.suspect;
        if let Some(when) = c.when {
            let whose = c.actor.as_deref().map(|a| format!(" (account {a})")).unwrap_or_default();
            let what = c.command.as_deref().map_or_else(
                || "a session began".to_owned(),
                |c| coded(&frame.redact.text(c), 200),
            );
            list.push((
                when.best,
                1,
                Role::Trigger,
                format!("{}{whose}: {what}", c.kind.id().replace('_', " ")),
                c.events.iter().copied().take(2).collect(),
            ));
        }
    }
    let mut told = 0usize;
    let acts: Vec<&Act> = incident.acts.iter().map(|&act| found.acts.get(act)).collect();
    for act in acts.iter().take(6) {
        if let Some(when) = act.when {
            let names: Vec<&String> = act.tables.iter().collect();
            list.push((
                when.best,
                2,
                Role::Destruction,
                deed_words(act, &names),
                act.events.iter().copied().take(2).collect(),
            ));
            told = told.saturating_add(1);
        }
    }
    if acts.len() > told
        && let Some(last) = acts.last()
        && let Some(when) = last.when
    {
        list.push((
            when.best,
            2,
            Role::Destruction,
            format!("the last of {} destructive statements{of_id}", acts.len()),
            last.events.iter().copied().take(1).collect(),
        ));
    }
    if let Some((event, table)) = incident.again.first()
        && let Some(when) = case.when(*event)
    {
        let what = match (table, incident.again.len()) {
            (None, _) => "the database was recreated".to_owned(),
            (Some(table), 1) => format!("table {table} was recreated"),
            (Some(table), all) => {
                format!("the first of {all} tables, {table}, was recreated")
            }
        };
        list.push((when.best, 2, Role::Effect, what, vec![*event]));
    }
    if let Some(&event) = frame.around.errors(incident).first() {
        let at = case.when(event).map_or(incident.ended, |w| w.best);
        let delay = seconds_after(at, incident.started.best);
        list.push((
            at,
            2,
            Role::Effect,
            format!("first application error that names what was lost, {delay} s later"),
            vec![event],
        ));
    }
    for &event in incident.server.iter().take(6) {
        if let (Some(when), EventKind::Server(server)) =
            (case.when(event), &case.events.get(event).kind)
        {
            let named = damaged(case, &[event]);
            let what = match server.mark {
                ServerMark::Crash => "the database server crashed".to_owned(),
                ServerMark::Corruption if named.is_empty() => "damage found".to_owned(),
                ServerMark::Corruption => {
                    format!("damaged page found in {}", quoted(&named))
                }
                _ => "server event".to_owned(),
            };
            list.push((when.best, 2, Role::Destruction, what, vec![event]));
        }
    }
    for (at, text, events) in lead_up(case, incident, frame) {
        list.push((at, 3, Role::Precursor, text, events));
    }
    for (at, role, text, events) in aftermath(case, frame, incident) {
        list.push((at, 3, role, text, events));
    }
    list
}

/// How long before an incident the login of who did it is told.
const LOGIN_US: i64 = 4 * 3600 * SECOND - 1;
/// Most edits and logins that are looked at: more than are told, as some say the same.
const MOST_EDITS: usize = 30;

/// Before an incident: what changed that may have prepared it.
fn lead_up(
    case: &Case<'_>,
    incident: &Incident,
    frame: &Frame<'_>,
) -> Vec<(i64, String, Vec<EventId>)> {
    let before = incident.started.best;
    let first = incident.suspects.first().map(|first| &first.suspect);
    let is_trigger = |id: &EventId| first.is_some_and(|first| first.events.contains(id));
    let mut out = Vec::new();
    let two_days = (before.saturating_sub(BEFORE_US), before.saturating_sub(1));
    let edits = span(&frame.around.edits, two_days.0, two_days.1);
    let edits = edits.iter().rev().filter(|(_, (id, _))| !is_trigger(id));
    for &(at, (id, command)) in edits.take(MOST_EDITS) {
        let who = command.user.as_deref().unwrap_or("somebody");
        let what = coded(&frame.redact.text(&command.command), 200);
        out.push((at, format!("{who} changed something: {what}"), vec![id]));
    }
    out.reverse();
    if let Some(actor) = first.and_then(|first| first.actor.as_deref())
        && let Some(logins) = frame.around.logins.get(actor)
    {
        let logins = span(logins, before.saturating_sub(LOGIN_US), two_days.1);
        let skip = logins.len().saturating_sub(MOST_EDITS);
        for &(at, (id, from)) in logins.iter().skip(skip).filter(|(_, (id, _))| !is_trigger(id)) {
            let from = from.map(|from| format!(" from {from}")).unwrap_or_default();
            out.push((at, format!("{actor} logged in{from}"), vec![id]));
        }
    }
    let errors = span(&frame.around.failed, two_days.0, two_days.1);
    if let [(at, first), .., (_, last)] = errors
        && errors.len() >= 20
    {
        let kind = commonest(case, errors).filter(|(many, _)| *many > 1).map(|(many, text)| {
            format!(", at least {many} of them alike: {}", coded(&frame.redact.text(text), 120))
        });
        let (all, kind) = (errors.len(), kind.unwrap_or_default());
        let text =
            format!("first of {all} errors in the application's log in the two days before{kind}");
        out.push((*at, text, vec![*first, *last]));
    }
    out.sort_by_key(|m| m.0);
    // A daemon and its login module each write a line of one login; the fuller one comes first.
    out.dedup_by(|a, b| {
        a.1 == b.1 || a.0.abs_diff(b.0) <= SECOND.unsigned_abs() && b.1.starts_with(&a.1)
    });
    let skip = out.len().saturating_sub(10);
    out.into_iter().skip(skip).collect()
}

/// The same as reasons.
pub(crate) fn precursors(
    case: &Case<'_>,
    incident: &Incident,
    frame: &Frame<'_>,
    citer: &mut Citer<'_>,
) -> Vec<Reason> {
    lead_up(case, incident, frame)
        .into_iter()
        .map(|(at, text, events)| Reason {
            in_favour: true,
            text: format!("{}: {text}", case.day_and_clock(at)),
            citations: cite(case, citer, &events),
        })
        .collect()
}
