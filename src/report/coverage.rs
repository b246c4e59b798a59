//! What the evidence cannot tell, which file of which hours would tell it, and what it would
//! decide.

use std::collections::BTreeMap;

use crate::{
    case::{facts::Case, snapshot},
    event::{
        kind::EventKind,
        place::SourceId,
        query::{Outcome, Witness},
        session::{CommandVia, Service},
    },
    report::{
        decision::gravest,
        id::EvidenceId,
        proof::{proof, refuses},
        server::Server,
        threshold::threshold,
        v1::Question,
    },
    time::SECOND,
    verdict::{
        incident::{Found, Incident},
        likelihood::Likelihood,
    },
};

/// How long before an act people and jobs begin what leads to it.
const LEAD_US: i64 = 1800 * SECOND;
/// A log covers a moment if it has entries within this time of it on both sides, or around it.
const REACH_US: i64 = 3600 * SECOND;

/// A kind of evidence.
struct Kind {
    /// What one would ask of it.
    question: fn(&str) -> String,
    /// Where it is found.
    files: fn(Server) -> &'static str,
    /// What it would show.
    decides: &'static str,
    /// Whether an event is of the kind.
    test: fn(&EventKind) -> bool,
    /// It bears upon who started it.
    names_somebody: bool,
    /// It bears upon the success of statements.
    of_statements: bool,
}

/// What is asked of a server that crashed, in place of whether its statements succeeded.
const CRASH: Kind = Kind {
    question: |_| "What did the database server say of itself?".to_owned(),
    files: |_| "the server's error log",
    decides: "what it was doing when it stopped, and what its recovery found",
    test: |kind| matches!(kind, EventKind::Server(_)),
    names_somebody: false,
    of_statements: false,
};

const STATEMENTS: Kind = Kind {
    question: |_| "Which statements reached the server?".to_owned(),
    files: |server| {
        server.pick(
            "a general, slow, audit or binary log",
            "the server's log with log_statement = mod, or pgaudit's",
        )
    },
    decides: "the exact statements and the connection, account and host that sent them",
    test: |kind| matches!(kind, EventKind::Query(q) if q.witness != Witness::Typed),
    names_somebody: true,
    of_statements: false,
};

const KINDS: &[Kind] = &[
    Kind {
        question: |clock| format!("Who was logged in at {clock}?"),
        files: |_| "the auth log (auth.log, secure, journal)",
        decides: "who was logged in",
        test: |kind| matches!(kind, EventKind::Session(s) if s.service != Some(Service::Cron)),
        names_somebody: true,
        of_statements: false,
    },
    Kind {
        question: |_| "What was typed in shells?".to_owned(),
        files: |_| "shell histories with times, or an audit log of executed commands,",
        decides: "what was typed, and by which account",
        test: |kind| matches!(kind, EventKind::Command(c) if matches!(c.via, CommandVia::History | CommandVia::Sudo | CommandVia::Audit)),
        names_somebody: true,
        of_statements: false,
    },
    Kind {
        question: |clock| format!("Which scheduled jobs ran at {clock}?"),
        files: |_| "the cron log or journal, with the framework's schedule,",
        decides: "which jobs ran",
        test: |kind| matches!(kind, EventKind::CronRun(_)),
        names_somebody: true,
        of_statements: false,
    },
    STATEMENTS,
    Kind {
        question: |_| "What shows that the statements took effect?".to_owned(),
        files: |server| {
            server.pick(
                "the binary log, or an audit log with return codes,",
                "the server's log, which tells each refusal and, with log_statement = all, each COMMIT,",
            )
        },
        decides: "whether each statement took effect, and how many rows it took",
        test: |kind| matches!(kind, EventKind::Query(q) if q.witness == Witness::Committed || q.outcome != Outcome::Unsaid || refuses(q)),
        names_somebody: false,
        of_statements: true,
    },
    Kind {
        question: |_| "What did the application see?".to_owned(),
        files: |_| "the application's log",
        decides: "since when requests failed and on which tables",
        test: |kind| matches!(kind, EventKind::Log(_)),
        names_somebody: false,
        of_statements: false,
    },
];

/// First and last time of the entries of a kind, by source.
type Spans = BTreeMap<SourceId, (i64, i64)>;

/// What the evidence has of each kind, read once for all incidents.
pub(crate) struct Reach {
    /// In the order of [`KINDS`].
    kinds: Vec<Spans>,
    crash: Spans,
    has_arrivals: bool,
    has_commits: bool,
}

impl Reach {
    /// Of a whole case.
    pub(crate) fn of(case: &Case<'_>) -> Reach {
        let is_by = |witness: Witness| {
            case.events.rows().iter().any(
                |event| matches!(&event.kind, EventKind::Query(query) if query.witness == witness),
            )
        };
        Reach {
            kinds: KINDS.iter().map(|kind| spans(case, kind)).collect(),
            crash: spans(case, &CRASH),
            has_arrivals: is_by(Witness::AtArrival),
            has_commits: is_by(Witness::Committed),
        }
    }
}

fn spans(case: &Case<'_>, kind: &Kind) -> Spans {
    let mut spans = Spans::new();
    for event in case.events.rows().iter().filter(|event| (kind.test)(&event.kind)) {
        if let Some(when) = event.when {
            let span = spans.entry(event.place.source).or_insert((when.best, when.best));
            *span = (span.0.min(when.best), span.1.max(when.best));
        }
    }
    spans
}

/// The sources that cover a moment.
fn covering(spans: &Spans, at: i64) -> Vec<SourceId> {
    let near = |(from, to): (i64, i64)| {
        from <= at.saturating_add(REACH_US) && to >= at.saturating_sub(REACH_US)
    };
    spans.iter().filter(|(_, span)| near(**span)).map(|(source, _)| *source).collect()
}

/// The hours that are asked for: `2026-03-06 05:42 to 06:13`.
fn hours(case: &Case<'_>, incident: &Incident) -> String {
    let short = |at: i64| case.day_and_clock(at).chars().take(16).collect::<String>();
    let (from, to) = (
        short(incident.started.best.saturating_sub(LEAD_US)),
        short(incident.ended.saturating_add(60 * SECOND)),
    );
    match to.strip_prefix(from.get(..10).unwrap_or("?")) {
        Some(clock) => format!("{from} to{clock}"),
        None => format!("{from} to {to}"),
    }
}

/// What of a kind is missing, in words: the file, its hours, and what they would decide.
fn missing(
    case: &Case<'_>,
    incident: &Incident,
    server: Server,
    kind: &Kind,
    spans: &Spans,
) -> String {
    let at = incident.started.best;
    let hours = hours(case, incident);
    // of the logs that there are, the one that comes closest
    let closest = spans
        .iter()
        .min_by_key(|(_, (from, to))| from.saturating_sub(at).max(at.saturating_sub(*to)));
    match closest {
        Some((source, (from, _))) if *from > at => {
            format!(
                "{} begins at {}: what it, or the file rotated before it, held of {hours} would show {}",
                case.sources.get(*source).path,
                case.day_and_clock(*from),
                kind.decides
            )
        }
        Some((source, (_, to))) => {
            format!(
                "{} ends at {}: its continuation of {hours} would show {}",
                case.sources.get(*source).path,
                case.day_and_clock(*to),
                kind.decides
            )
        }
        None => {
            format!(
                "{} of {hours} would show {}",
                (kind.files)(server).trim_end_matches(','),
                kind.decides
            )
        }
    }
}

/// What would decide between suspects; nothing where one stands clear.
pub(crate) fn would_decide(
    case: &Case<'_>,
    found: &Found,
    incident: &Incident,
    reach: &Reach,
) -> Vec<String> {
    let server = Server::of(case, found, incident);
    let sure = incident.suspects.first().is_some_and(|suspect| {
        matches!(suspect.likelihood, Likelihood::VeryLikely | Likelihood::AlmostCertain)
    });
    let own = incident.cause.mechanism.definition().would_decide(&hours(case, incident));
    if !own.is_empty() {
        return own;
    }
    if sure {
        return Vec::new();
    }
    let mut out: Vec<String> = Vec::new();
    let kinds = KINDS.iter().zip(&reach.kinds);
    for (kind, spans) in kinds.filter(|(kind, _)| kind.names_somebody) {
        if covering(spans, incident.started.best).is_empty() {
            out.push(missing(case, incident, server, kind, spans));
        }
    }
    let hours = hours(case, incident);
    if !reach.has_arrivals {
        let log = server.pick(
            "the server's general log or an audit log",
            "the server's log with log_statement = mod (or pgaudit) and log_connections",
        );
        out.push(format!("{log} of {hours} would show the connection, its account and its host"));
    }
    if !reach.has_commits {
        out.push(match server {
            Server::MySql => format!(
                "the binary log of {hours} would show the exact statements, their thread and the rows"
            ),
            Server::Postgres => format!(
                "pg_waldump on the WAL of {hours} would show the transaction, its time and the tables that it touched"
            ),
        });
    }
    out
}

/// What the evidence can and cannot tell of the worst incident.
pub(crate) fn coverage(case: &Case<'_>, found: &Found, reach: &Reach) -> Vec<Question> {
    let Some(incident) = found.incidents.iter().max_by_key(|incident| incident.severity) else {
        return Vec::new();
    };
    let at = incident.started.best;
    let server = Server::of(case, found, incident);
    let clock = case.clock(at);
    let id = |source: SourceId| EvidenceId::of(source.index());
    let ask = |question: String, by: Vec<EvidenceId>, missing: String| Question {
        question,
        answered: !by.is_empty(),
        missing: by.is_empty().then_some(missing),
        by,
    };
    let by_statements = incident.cause.mechanism.profile().by_statements;
    let act = gravest(found, incident).map(|id| found.acts.get(id));
    let shown = act.and_then(|act| proof(case, incident, act)).map(|proof| proof.sources);
    let shown = shown.unwrap_or_default();
    let mut out: Vec<Question> = KINDS
        .iter()
        .zip(&reach.kinds)
        .map(|(kind, spans)| {
            let is_crash = !by_statements && kind.of_statements;
            let (kind, spans) = if is_crash { (&CRASH, &reach.crash) } else { (kind, spans) };
            let by: Vec<EvidenceId> = if by_statements && kind.of_statements {
                shown.iter().copied().map(id).collect()
            } else {
                covering(spans, at).into_iter().map(id).collect()
            };
            ask((kind.question)(&clock), by, missing(case, incident, server, kind, spans))
        })
        .collect();
    let logs = spans(case, &STATEMENTS);
    if by_statements && let Some(least) = threshold(case, &covering(&logs, at)) {
        let log = server.pick(
            "the general, audit or binary log",
            "the server's log with log_statement = mod, or pgaudit's,",
        );
        let hours = hours(case, incident);
        out.push(ask(
            format!("Which statements took less than {least}?"),
            Vec::new(),
            format!(
                "statements faster than about {least} are not in the logs of this evidence; {log} of {hours} would show them"
            ),
        ));
    }
    let names: Vec<String> =
        incident.impact.tables.iter().map(|table| table.name.clone()).collect();
    let database = incident.database.as_deref();
    let before = snapshot::last_before(case, Some(at), database, &names);
    let backup = incident.backup.iter().map(|backup| id(case.place(backup.event).source));
    out.push(ask(
        "What did the schema hold before?".into(),
        before.iter().map(|view| id(view.snapshot.source)).chain(backup).collect(),
        format!("a schema dump or a backup from before {} would show the tables, columns and rows that there were", case.day_and_clock(at)),
    ));
    let after = snapshot::first_after(case, incident.ended, database, &names);
    out.push(ask(
        "What does the schema hold now?".into(),
        after.iter().map(|view| id(view.snapshot.source)).collect(),
        format!(
            "a schema dump ({} and the migrations table) taken after {} would show what is gone, empty or recreated",
            server.pick("information_schema.TABLES", "pg_stat_user_tables"),
            case.day_and_clock(incident.ended)
        ),
    ));
    out
}
