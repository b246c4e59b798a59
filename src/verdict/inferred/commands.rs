//! Losses that only commands tell of, and what those printed.

use std::collections::BTreeMap;

use crate::{
    case::{
        capability::{
            ability::{Ability, Certainty},
            follow,
            procedure::Procedure,
        },
        facts::{Act, Case, Status},
        housekeeping::{HABIT, regular},
        reason::{Housekeeping, StatusReason},
        snapshot,
        suspect::Suspect,
    },
    event::{
        ids::EventId,
        kind::EventKind,
        query::Witness,
        session::{Command, CommandVia},
    },
    sql::{
        classify::statement::statements, dialect::Dialect, effects::effects, operation::Operation,
    },
    time::{SECOND, When},
};

/// How far from its entries a log of statements or an act still speaks for a command.
const REACH_US: i64 = 3600 * SECOND;

/// What tools print when they have dropped: how the line begins, and how it ends.
const DONE: &[(&str, &str)] = &[
    ("Dropped all tables successfully", ""),
    ("Dropping all tables", "DONE"),
    ("Dropped database ", ""),
    ("Success: Database reset", ""),
    ("Database \"", "\" dropped"),
];

/// What is printed where nothing was done.
const NOT_DONE: &[&str] =
    &["Command Canceled", "Command cancelled", "prohibited from running", "FAIL", "ERROR "];

/// A command as it was given.
struct Given {
    text: String,
    when: Option<When>,
    events: Vec<EventId>,
    /// It printed that it was done.
    done: bool,
}

/// Acts of commands that say themselves what they destroy, where no log of statements, no state
/// from after and no act speaks of their time.
pub(crate) fn acts(case: &Case<'_>, seen: &[Act], suspects: &[Suspect]) -> Vec<Act> {
    let spans = statement_spans(case);
    let covered = |when: Option<When>| {
        let Some(at) = when.map(|when| when.best) else {
            return !spans.is_empty() || seen.iter().any(|act| !act.typed_only);
        };
        let near = |from: i64, to: i64| {
            (from.saturating_sub(REACH_US)..=to.saturating_add(REACH_US)).contains(&at)
        };
        spans.iter().any(|(from, to)| near(*from, *to))
            || seen.iter().any(|act| act.when.is_some_and(|when| near(when.best, when.best)))
            || snapshot::first_after(case, at, None, &[]).is_some()
    };
    let mut out = Vec::new();
    let shown = |suspect: &&Suspect| {
        suspect.events.first().is_some_and(|event| command_of(case, *event).is_some_and(is_silent))
    };
    let given =
        suspects.iter().filter(|suspect| suspect.did_not_run.is_none() && !suspect.only_due);
    let own = given.filter(|suspect| !shown(suspect)).map(|suspect| {
        let done = says_done(suspect.output.as_deref().unwrap_or_default());
        let text = suspect.command.clone().unwrap_or_default();
        let events = suspect.events.clone();
        (suspect.abilities.clone(), Given { text, when: suspect.when, events, done })
    });
    let habits = habits(case);
    let printed = case.events.iter().filter_map(|(event, placed)| {
        let EventKind::Command(command) = &placed.kind else { return None };
        let silent = is_silent(command);
        (silent || command.via == CommandVia::ToolOutput).then_some(())?;
        let done = silent || says_done(command.output.as_deref().unwrap_or_default());
        let text = command.command.clone();
        let given = Given { text, when: placed.when, events: vec![event], done };
        Some((follow::abilities(&command.command, &case.library), given))
    });
    for (abilities, given) in own.chain(printed) {
        let failed = given.events.iter().any(|&event| said_not_done(case, event));
        if failed && !given.done || covered(given.when) {
            continue;
        }
        let of = |ability: &Ability| {
            let sure =
                ability.certainty == Certainty::Said && !ability.pretend && !ability.conditional;
            sure.then(|| effect(ability)).flatten()
        };
        let mut effects: Vec<_> = abilities.iter().filter_map(of).collect();
        effects.sort();
        effects.dedup();
        for (operation, database, tables) in effects {
            out.push(Act {
                housekeeping: habits.get(given.text.as_str()).cloned(),
                ..act(&given, operation, database, tables)
            });
        }
    }
    out
}

/// Commands that scripts gave word for word at regular intervals: what they destroy is made again.
fn habits<'c>(case: &'c Case<'_>) -> BTreeMap<&'c str, Housekeeping> {
    let mut runs: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for event in case.events.rows() {
        let (EventKind::Command(command), Some(when)) = (&event.kind, event.when) else { continue };
        if is_silent(command) {
            runs.entry(command.command.as_str()).or_default().push(when.best);
        }
    }
    let is_habit = |mut times: Vec<i64>| {
        times.sort_unstable();
        let (last, before) = times.split_last()?;
        (before.len() >= HABIT && regular(before, *last)).then_some(Housekeeping::HabitToBe)
    };
    runs.into_iter().filter_map(|(text, times)| Some((text, is_habit(times)?))).collect()
}

/// First and last time of the logs that have statements however short they ran.
fn statement_spans(case: &Case<'_>) -> Vec<(i64, i64)> {
    let mut spans = BTreeMap::new();
    for event in case.events.rows() {
        let EventKind::Query(query) = &event.kind else { continue };
        let Some(when) = event.when else { continue };
        if matches!(query.witness, Witness::Typed | Witness::InError) {
            continue;
        }
        let span = spans.entry(event.place.source).or_insert((when.best, when.best));
        *span = (span.0.min(when.best), span.1.max(when.best));
    }
    spans.into_values().collect()
}

/// What a command destroys by its own words: the operation, its database and its tables.
fn effect(ability: &Ability) -> Option<(Operation, Option<String>, Vec<String>)> {
    let database = ability.database.clone();
    let operation = match ability.procedure {
        Procedure::MigrateFresh
        | Procedure::MigrateRefresh
        | Procedure::MigrateReset
        | Procedure::DbWipe
        | Procedure::FilesRemoved => Operation::DropTable,
        Procedure::FrameworkCommand => {
            let (_, sends) = ability.sends?;
            [Operation::DropDatabase, Operation::DropTable, Operation::TruncateTable]
                .into_iter()
                .find(|operation| sends.may(*operation) && sends.may_drop_many())?
        }
        _ => {
            let text = ability.statement.as_deref()?;
            let effect = statements(text, Dialect::default()).iter().flat_map(effects).next()?;
            let names = effect.objects.iter().map(|name| name.name.clone()).collect::<Vec<_>>();
            return Some(match effect.operation {
                Operation::DropDatabase => (effect.operation, names.into_iter().next(), Vec::new()),
                operation => {
                    let own = effect.objects.iter().find_map(|name| name.database.clone());
                    (operation, own.or(database), names)
                }
            });
        }
    };
    Some((operation, database, Vec::new()))
}

fn says_done(output: &str) -> bool {
    output
        .lines()
        .map(str::trim)
        .any(|line| DONE.iter().any(|(begin, end)| line.starts_with(begin) && line.ends_with(end)))
}

fn said_not_done(case: &Case<'_>, event: EventId) -> bool {
    command_of(case, event)
        .and_then(|command| command.output.as_deref())
        .is_some_and(|output| NOT_DONE.iter().any(|word| output.contains(word)))
}

fn command_of<'c>(case: &'c Case<'_>, event: EventId) -> Option<&'c Command> {
    match &case.events.get(event).kind {
        EventKind::Command(command) => Some(command),
        _ => None,
    }
}

/// Whether a script's trace shows that the command ran and printed nothing, as clients of servers
/// do that were not refused.
fn is_silent(command: &Command) -> bool {
    command.via == CommandVia::ScriptLog && command.output.as_deref() == Some("")
}

fn act(given: &Given, operation: Operation, database: Option<String>, tables: Vec<String>) -> Act {
    let reason = if given.done { StatusReason::Printed } else { StatusReason::OnlyGiven };
    Act {
        database,
        tables,
        events: given.events.clone(),
        when: given.when,
        ended: given.when.map(|when| when.best),
        text: given.text.clone(),
        typed_only: !given.done,
        ..Act::bare(operation, Status::Inferred, reason)
    }
}
