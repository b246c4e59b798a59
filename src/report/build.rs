//! From what was found to what may be said: the report's fields, in words that a log cannot forge.

use std::collections::HashSet;

use crate::{
    case::{
        facts::{Act, Case, Status},
        policy::OwnRule,
        reason::{CountedBy, Housekeeping},
        severity::Severity,
        trigger::TriggerKind,
    },
    event::{
        ids::{ActId, EventId, RuleId},
        query::Outcome,
    },
    report::{
        advice,
        cite::Citer,
        coverage, decision, effects,
        frame::{Frame, cite, reason},
        id::{FindingId, IncidentId},
        lesson, narrative, overlap,
        parts::Explanation,
        recovery, replayable, set_back,
        v1::{self, Report},
    },
    sql::operation::Operation,
    verdict::{
        confidence::Confidence,
        impact::{backup::Choice, loss::TableLoss},
        incident::{Found, Incident},
        likelihood::Likelihood,
        rule,
        suspect::RankedSuspect,
    },
};

/// The longest statement shown whole; a longer one is shortened between its names.
pub(crate) const STATEMENT_CHARS: usize = 400;

/// Of more incidents none is told which log could be replayed.
const MOST_REPLAYED: usize = 50;

/// The report.
pub(crate) fn report(
    case: &Case<'_>,
    found: &Found,
    frame: Frame<'_>,
    mut citer: Citer<'_>,
) -> Report {
    let mut findings: Vec<v1::Finding> = Vec::new();
    let mut finding_of = found.acts.column(|_| None);
    for group in &finding_groups(found) {
        let id = FindingId::of(findings.len());
        for &act in group {
            *finding_of.get_mut(act) = Some(id);
        }
        findings.push(finding(case, found, group, id, &frame, &mut citer));
    }
    let reach = coverage::Reach::of(case);
    let mut incidents = Vec::new();
    for (number, incident) in found.incidents.iter().enumerate() {
        let mut ids: Vec<FindingId> = Vec::new();
        for &act in &incident.acts {
            ids.extend(*finding_of.get(act));
        }
        let mut known = HashSet::new();
        ids.retain(|id| known.insert(*id));
        for id in &ids {
            if let Some(finding) = findings.get_mut(id.index()) {
                finding.incident = Some(IncidentId::of(number));
            }
        }
        let told = (number, incident);
        incidents.push(incident_report(case, found, told, ids, (&frame, &reach), &mut citer));
    }
    for later in 1..incidents.len() {
        if let Some((earlier, [incident, ..])) = incidents.split_at_mut_checked(later) {
            incident.impact.taken_before = overlap::taken_before(earlier, incident);
        }
    }
    let questions = coverage::coverage(case, found, &reach);
    let gravest =
        found.incidents.iter().enumerate().max_by_key(|(_, i)| i.severity).map(|(at, _)| at);
    for (at, (incident, told)) in found.incidents.iter().zip(&mut incidents).enumerate() {
        let statement = decision::gravest(found, incident)
            .and_then(|act| findings.get((*finding_of.get(act))?.index())?.statement.as_deref());
        let open = if gravest == Some(at) { questions.as_slice() } else { &[] };
        told.decision = Some(decision::decision(case, found, incident, told, statement, open));
    }
    findings.extend(own_findings(case, findings.len(), &frame, &mut citer));
    let timeline = narrative::timeline(case, found, &frame, &mut citer);
    let prevention = advice::prevention(case, found, &mut citer);
    let checks = advice::checks(case, found);
    let lessons = lesson::lessons(case, found, &frame.around, &mut citer);
    let verdict = narrative::verdict(case, found, &incidents, &findings, &frame.unread);
    let citations = citer.finish();
    let window = case.window.bounded.then(|| {
        let ([from, to], timezone) = (case.window.ends(), case.window.zone.name());
        v1::Window { from, to, timezone, outside: found.outside }
    });
    Report {
        schema_version: v1::SCHEMA_VERSION.into(),
        tool: v1::Tool { name: "backtrail".into(), version: env!("CARGO_PKG_VERSION").into() },
        verdict,
        window,
        evidence: frame.evidence,
        findings,
        incidents,
        timeline,
        coverage: questions,
        prevention,
        checks,
        lessons,
        activity: Vec::new(),
        redaction: v1::Redaction { level: frame.level, counts: Vec::new() },
        assumptions: frame.assumptions,
        options: frame.stated,
        settings: frame.settings,
        citations,
    }
}

/// Acts that one finding tells of: the same operation with the same outcome in the same incident.
fn finding_groups(found: &Found) -> Vec<Vec<ActId>> {
    use std::collections::BTreeMap;
    let mut incident_of = found.acts.column(|_| None);
    for (number, incident) in found.incidents.iter().enumerate().rev() {
        for &act in &incident.acts {
            *incident_of.get_mut(act) = Some(number);
        }
    }
    type Key = (
        Option<usize>,
        Operation,
        Status,
        Option<String>,
        Option<Housekeeping>,
        Severity,
        Option<RuleId>,
    );
    let mut keys: BTreeMap<Key, Vec<ActId>> = BTreeMap::new();
    for (id, act) in found.acts.iter() {
        keys.entry((
            *incident_of.get(id),
            act.operation,
            act.status,
            act.database.clone(),
            act.housekeeping.clone(),
            *found.severities.get(id),
            *found.own.get(id),
        ))
        .or_default()
        .push(id);
    }
    let mut groups: Vec<Vec<ActId>> = keys.into_values().collect();
    groups.sort_by_key(|g| {
        (
            g.first().and_then(|&act| found.acts.get(act).when).map_or(i64::MAX, |w| w.best),
            g.first().copied(),
        )
    });
    groups
}

fn finding(
    case: &Case<'_>,
    found: &Found,
    group: &[ActId],
    id: FindingId,
    frame: &Frame<'_>,
    citer: &mut Citer<'_>,
) -> v1::Finding {
    let acts: Vec<&Act> = group.iter().map(|&act| found.acts.get(act)).collect();
    let first = acts.first().copied();
    let operation = first.map_or(Operation::DropTable, |a| a.operation);
    let mut tables: Vec<String> = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    let mut columns: Vec<String> = Vec::new();
    let mut events: Vec<EventId> = Vec::new();
    for act in &acts {
        for table in &act.tables {
            if known.insert(table) {
                tables.push(table.clone());
            }
        }
        columns.extend(
            act.columns
                .iter()
                .map(|c| act.tables.first().map_or_else(|| c.clone(), |t| format!("{t}.{c}"))),
        );
    }
    // One witness of each act first, then further witnesses of the first acts: enough to check,
    // short enough to read.
    events.extend(acts.iter().filter_map(|a| a.events.first().copied()).take(12));
    events.extend(acts.iter().take(4).flat_map(|a| a.events.iter().copied().skip(1).take(4)));
    let severities = group.iter().map(|&act| *found.severities.get(act));
    let span = crate::case::act::span(&acts);
    let mut explanation = first.map(explanation).unwrap_or_default();
    // an act that no statement shows has a command for its text
    let shown = first.filter(|act| !act.text.is_empty()).map(|act| match act.status {
        Status::Inferred => frame.redact.text(&act.text),
        _ => frame.redact.sql(&act.text, case.dialect(&act.events)),
    });
    if first.is_some_and(|act| act.status == Status::Inferred)
        && let Some(command) = &shown
    {
        let command = shorten(&command.replace('`', "'"));
        explanation.effect = format!("`{command}`: {}", explanation.effect);
    }
    let own = group.iter().find_map(|&act| *found.own.get(act));
    let own = own.map(|rule| case.policy.rules.get(rule));
    if let Some(rule) = own {
        let last = explanation.housekeeping.as_mut().unwrap_or(&mut explanation.effect);
        *last = format!("{last}; {}", stated(rule));
    }
    // only what the server counted
    let by_record =
        |act: &&&Act| act.status_reason.counted_by().is_none_or(|by| by == CountedBy::Record);
    let rows: Vec<u64> = acts.iter().filter(by_record).filter_map(|a| a.rows).collect();
    let counted =
        matches!(operation, Operation::DeleteAll | Operation::DeleteMost | Operation::UpdateAll)
            && !rows.is_empty();
    v1::Finding {
        id,
        rule: rule::of(operation).map_or("unknown", |r| r.id()).into(),
        operation: operation.id().into(),
        status: first.map_or(Status::Executed, |a| a.status),
        severity: severities.max().unwrap_or(Severity::Info),
        confidence: Confidence::of(&acts),
        database: first.and_then(|a| a.database.clone()),
        table_count: tables.len() as u64,
        tables,
        columns,
        rows_affected: counted.then(|| rows.iter().fold(0u64, |sum, r| sum.saturating_add(*r))),
        statement: shown.map(|text| shorten(&text)),
        statement_count: acts.iter().filter(|a| a.status != Status::Inferred).count() as u64,
        started_at: span.map(|(w, _)| case.show(w.best)),
        ended_at: span.map(|(_, end)| case.show(end)),
        incident: None,
        explanation,
        labels: own.iter().map(|rule| rule.id.clone()).collect(),
        citations: cite(case, citer, &events),
    }
}

/// Why an act is thought to have had an effect or not, and to be housekeeping or not.
fn explanation(act: &Act) -> Explanation {
    let mut effect = act.status_reason.words();
    if act.wears_away {
        effect.push_str(
            "; it is repeated at regular intervals, but others write to the table too and the job \
             does not fill it again",
        );
    }
    Explanation { effect, housekeeping: act.housekeeping.as_ref().map(Housekeeping::words) }
}

/// Why a rule of the user's made a finding what it is.
fn stated(rule: &OwnRule) -> String {
    let label = if rule.label.is_empty() { String::new() } else { format!(": {}", rule.label) };
    format!("{} by the settings' rule `{}`{label}", rule.severity, rule.id)
}

/// Findings of the user's own rules among statements that destroy nothing: one for each rule,
/// database and outcome.
fn own_findings(
    case: &Case<'_>,
    before: usize,
    frame: &Frame<'_>,
    citer: &mut Citer<'_>,
) -> Vec<v1::Finding> {
    use std::collections::{BTreeMap, BTreeSet};
    if case.policy.rules.rows().iter().all(|rule| rule.statement.is_none()) {
        return Vec::new();
    }
    let mut groups: BTreeMap<(RuleId, Option<String>, bool), Vec<(EventId, &str)>> =
        BTreeMap::new();
    let mut tables: BTreeMap<(RuleId, Option<String>, bool), BTreeSet<String>> = BTreeMap::new();
    for seen in case.seen.rows().iter().filter(|seen| seen.effects.is_empty()) {
        if !case.window.admits(seen.when) {
            continue;
        }
        let Some(query) = case.query(seen.event) else { continue };
        let (start, end) = seen.statement.at;
        let text = query.sql.get(start..end).unwrap_or(&query.sql).trim();
        let names: Vec<String> =
            seen.statement.objects.iter().map(|name| name.name.clone()).collect();
        let database = seen
            .statement
            .objects
            .iter()
            .find_map(|name| name.database.clone())
            .or_else(|| query.database.clone());
        let Some(rule) = case.policy.rule_of_harmless(text, database.as_deref(), &names) else {
            continue;
        };
        let key = (rule, database, matches!(query.outcome, Outcome::Refused { .. }));
        tables.entry(key.clone()).or_default().extend(names);
        groups.entry(key).or_default().push((seen.event, text));
    }
    let mut out = Vec::new();
    for (key, sightings) in groups {
        let rule = case.policy.rules.get(key.0);
        let times: Vec<i64> = sightings
            .iter()
            .filter_map(|(event, _)| case.when(*event))
            .map(|when| when.best)
            .collect();
        let events: Vec<EventId> = sightings.iter().map(|(event, _)| *event).take(12).collect();
        let names: Vec<String> = tables.remove(&key).into_iter().flatten().collect();
        let (_, database, refused) = key;
        out.push(v1::Finding {
            id: FindingId::of(before.saturating_add(out.len())),
            rule: rule.id.clone(),
            operation: "own_rule".into(),
            status: if refused { Status::Failed } else { Status::Executed },
            severity: rule.severity,
            confidence: Confidence::Medium,
            database,
            table_count: names.len() as u64,
            tables: names,
            columns: Vec::new(),
            rows_affected: None,
            statement: sightings
                .first()
                .map(|(event, text)| shorten(&frame.redact.sql(text, case.dialect(&[*event])))),
            statement_count: sightings.len() as u64,
            started_at: times.iter().min().map(|at| case.show(*at)),
            ended_at: times.iter().max().map(|at| case.show(*at)),
            incident: None,
            explanation: Explanation { effect: stated(rule), housekeeping: None },
            labels: vec![rule.id.clone()],
            citations: cite(case, citer, &events),
        });
    }
    out
}

/// A text of at most [`STATEMENT_CHARS`] characters.
pub(crate) fn shorten(text: &str) -> String {
    if text.chars().count() <= STATEMENT_CHARS {
        return text.to_owned();
    }
    let head: String = text.chars().take(STATEMENT_CHARS).collect();
    let cut = head.rfind([',', ' ']).and_then(|at| head.get(..at)).unwrap_or(&head);
    format!("{cut} … (shortened, {} characters in all)", text.chars().count())
}

fn incident_report(
    case: &Case<'_>,
    found: &Found,
    (number, incident): (usize, &Incident),
    findings: Vec<FindingId>,
    (frame, reach): (&Frame<'_>, &coverage::Reach),
    citer: &mut Citer<'_>,
) -> v1::Incident {
    let title = narrative::title(case, found, incident);
    let mechanism = v1::Mechanism {
        id: incident.cause.mechanism,
        command: incident.cause.command.as_deref().map(|c| frame.redact.text(c)),
        likelihood: incident.cause.likelihood,
        version: incident.cause.version.map(str::to_owned),
        reasons: incident.cause.reasons.iter().map(|w| reason(case, citer, w)).collect(),
        excluded: incident
            .cause
            .excluded
            .iter()
            .map(|(id, why)| v1::ExcludedMechanism {
                id: *id,
                text: why.text.clone(),
                citations: cite(case, citer, &why.events),
            })
            .collect(),
    };
    let mut triggers: Vec<v1::Trigger> = incident
        .suspects
        .iter()
        .enumerate()
        .map(|(rank, s)| trigger(case, citer, frame, rank, s))
        .collect();
    if triggers.is_empty() {
        triggers.push(v1::Trigger {
            rank: 1,
            kind: TriggerKind::Unknown,
            actor: None,
            host: None,
            command: None,
            started_at: None,
            likelihood: Likelihood::RoughlyEven,
            reasons: vec![v1::Reason {
                in_favour: true,
                text: "nothing in this evidence shows who or what started it".into(),
                citations: Vec::new(),
            }],
        });
    }
    let excluded_triggers = incident
        .excluded
        .iter()
        .map(|s| v1::ExcludedTrigger {
            kind: s.suspect.kind,
            able: !s.suspect.abilities.is_empty() || s.suspect.opaque || s.suspect.sent.is_some(),
            command: s
                .suspect
                .command
                .as_deref()
                .map(|c| frame.redact.text(c))
                .or_else(|| s.suspect.actor.as_deref().map(|a| format!("session of {a}"))),
            reasons: s
                .reasons
                .iter()
                .filter(|w| !w.in_favour)
                .map(|w| reason(case, citer, w))
                .collect(),
        })
        .collect();
    // in this order, which numbers the citations
    let impact = impact(case, found, incident, frame, citer);
    let backup = incident.backup.as_ref().and_then(|it| backup(case, incident, it, citer));
    let other_backups = incident
        .passed
        .iter()
        .map(|(event, why)| v1::OtherBackup {
            path: case.path(*event).to_owned(),
            why: why.clone(),
            citations: cite(case, citer, &[*event]),
        })
        .collect();
    let loss_window = Some(v1::LossWindow {
        from: incident.backup.as_ref().map(|b| case.show(b.taken.best)),
        to: Some(case.show(incident.started.best)),
        statements: (found.incidents.len() <= MOST_REPLAYED)
            .then(|| replayable::replayable(case, incident, citer))
            .flatten(),
    });
    v1::Incident {
        id: IncidentId::of(number),
        title,
        severity: incident.severity,
        started_at: case.show(incident.started.best),
        ended_at: case.show(incident.ended.max(incident.started.best)),
        findings,
        mechanism,
        triggers,
        excluded_triggers,
        triggers_not_weighed: incident.not_weighed,
        would_decide: coverage::would_decide(case, found, incident, reach),
        precursors: narrative::precursors(case, incident, frame, citer),
        impact,
        decision: None,
        backup,
        other_backups,
        loss_window,
        recovery: recovery::recovery(case, found, IncidentId::of(number), incident),
    }
}

fn impact(
    case: &Case<'_>,
    found: &Found,
    incident: &Incident,
    frame: &Frame<'_>,
    citer: &mut Citer<'_>,
) -> v1::Impact {
    let names = |act: &ActId| found.acts.get(*act).tables.iter().cloned();
    let is_of_accounts = incident.is_only(found, &[Operation::DropUser, Operation::Revoke]);
    let acts: &[ActId] = if is_of_accounts { &incident.acts } else { &[] };
    let accounts: std::collections::BTreeSet<String> = acts.iter().flat_map(names).collect();
    v1::Impact {
        tables_lost: (!incident.impact.tables.is_empty()).then_some(incident.impact.tables_lost),
        rows_lost: incident.impact.rows_lost,
        rows_basis: incident.impact.basis,
        tables: incident.impact.tables.iter().map(table).collect(),
        migrations: incident.impact.migrations.as_ref().map(|of| v1::Migrations {
            batch_before: of.before,
            batch_after: of.after,
            pending: of.pending.clone(),
        }),
        errors: effects::errors_after(case, incident, &frame.around, citer),
        intact: incident.impact.intact.clone(),
        accounts: accounts.into_iter().collect(),
        taken_before: None,
        set_back: incident.rewind.as_ref().map(|r| set_back::set_back(case, r, frame, citer)),
    }
}

/// The backup to restore from, and why it is that one.
fn backup(
    case: &Case<'_>,
    incident: &Incident,
    choice: &Choice,
    citer: &mut Citer<'_>,
) -> Option<v1::BackupRef> {
    let backup = case.backup(choice.event)?;
    let taken: Vec<_> = std::iter::once(choice.event).chain(choice.run).collect();
    let mut why = "the newest complete backup from before".to_owned();
    if !incident.impact.tables.is_empty() {
        let all = incident.impact.of(incident.database.as_deref()).count();
        let holds = choice.holds;
        why.push_str(&format!(" that holds the tables concerned ({holds} of {all})"));
    }
    if choice.run.is_some() {
        why.push_str("; its file's name gives the day, the job that makes it the time");
    }
    Some(v1::BackupRef {
        path: case.path(choice.event).to_owned(),
        taken_at: Some(case.show(choice.taken.best)),
        complete: backup.complete,
        tables: backup.tables.len() as u64,
        rows: backup.rows,
        why,
        citations: cite(case, citer, &taken),
    })
}

fn table(loss: &TableLoss) -> v1::ImpactTable {
    v1::ImpactTable {
        database: loss.database.clone(),
        name: loss.name.clone(),
        rows_before: loss.rows_before,
        rows_after: loss.rows_after,
        rows_lost: loss.rows_lost,
        rows_loaded: loss.rows_loaded,
        state: loss.state,
        columns_lost: loss.columns_lost.clone(),
        note: loss.note.clone(),
    }
}

fn trigger(
    case: &Case<'_>,
    citer: &mut Citer<'_>,
    frame: &Frame<'_>,
    rank: usize,
    ranked: &RankedSuspect,
) -> v1::Trigger {
    let suspect = &ranked.suspect;
    let mut reasons: Vec<v1::Reason> =
        ranked.reasons.iter().map(|w| reason(case, citer, w)).collect();
    if reasons.iter().all(|r| r.citations.is_empty())
        && let Some(first) = reasons.first_mut()
    {
        first.citations =
            cite(case, citer, &suspect.events.iter().copied().take(2).collect::<Vec<_>>());
    }
    v1::Trigger {
        rank: rank.saturating_add(1),
        kind: suspect.kind,
        actor: suspect.actor.clone(),
        host: suspect.host.clone(),
        command: suspect.command.as_deref().map(|c| frame.redact.text(c)),
        started_at: suspect.when.map(|w| case.show(w.best)),
        likelihood: ranked.likelihood,
        reasons,
    }
}
