//! Suspects: everything in the evidence that may have started something, with what it can do.

use std::collections::BTreeMap;

use crate::{
    case::{
        capability::{
            self,
            ability::{Ability, Certainty},
            procedure::Procedure,
            taken::is_storage_taken,
        },
        connection::senders,
        due,
        facts::{Act, Case},
        manifests::of_their_manifests,
        release_account::is_release_account,
        request::{behind, of_request},
        suspect::{SAME_RUN_US, Suspect},
        trigger::TriggerKind,
    },
    event::{
        ids::EventId,
        job::Scheduler,
        kind::EventKind,
        place::SourceId,
        script::Language,
        session::{Command, CommandVia, Service, SessionAction},
    },
    sql::fold::folded,
    time::SECOND,
};

/// Witnesses of one command in two logs are this near.
const SAME_COMMAND_US: i64 = 2 * SECOND;

/// Every suspect of the case, in time order, those without a time last; `acts` are those that
/// statements show.
pub(crate) fn suspects(case: &Case<'_>, acts: &[Act]) -> Vec<Suspect> {
    let mut out = Vec::new();
    let mut times: Vec<i64> =
        acts.iter().filter_map(|act| act.when).map(|when| when.best).collect();
    times.sort_unstable();
    // the folder that each history, log and account is in, as its `cd` say
    let mut folders: BTreeMap<(u32, Option<&str>), Option<String>> = BTreeMap::new();
    for (index, event) in case.events.iter() {
        match &event.kind {
            EventKind::Command(command) => {
                let folder =
                    folders.entry((event.place.source.0, command.user.as_deref())).or_default();
                out.extend(of_command(case, index, command, folder));
            }
            EventKind::CronRun(run) if !run.ended && !run.command.is_empty() => {
                let abilities = capability::follow::abilities(run.command.trim(), &case.library);
                let kind = match run.scheduler {
                    Scheduler::Laravel => TriggerKind::Scheduler,
                    // what cron starts every minute is the application's own scheduler
                    _ if abilities.iter().any(|ability| ability.schedule.is_some()) => {
                        TriggerKind::Scheduler
                    }
                    Scheduler::Systemd => TriggerKind::SystemdTimer,
                    _ => TriggerKind::Cron,
                };
                out.push(Suspect {
                    kind,
                    actor: run.user.clone(),
                    host: run.host.clone(),
                    command: Some(run.command.trim().to_owned()),
                    when: event.when,
                    events: vec![index],
                    script: script_of(case, run.command.trim())
                        .or_else(|| behind(case, &abilities)),
                    abilities,
                    ..Suspect::default()
                });
            }
            EventKind::Request(request) => out.extend(of_request(case, index, request, &times)),
            _ => {}
        }
    }
    let mut out = merged(case, out);
    out = runs(case, out);
    out = of_their_starters(case, out);
    out = of_their_manifests(case, out);
    let mut sessions = sessions(case);
    for session in &mut sessions {
        ran_a_migration_file(case, session, &out);
    }
    release_accounts(&mut out, &sessions);
    out.extend(sessions);
    typed_statements(case, &mut out);
    out.extend(senders(case, acts));
    out.extend(due::jobs(case));
    out.sort_by_key(|c| (c.when.map_or(i64::MAX, |w| w.best), c.events.first().copied()));
    out
}

fn of_command(
    case: &Case<'_>,
    index: EventId,
    command: &Command,
    folder: &mut Option<String>,
) -> Option<Suspect> {
    let text = command.command.trim();
    if text.is_empty() {
        return None;
    }
    if command.directory.is_some() {
        folder.clone_from(&command.directory);
    }
    let mut abilities = capability::follow::abilities_in(text, folder, &case.library);
    if matches!(command.via, CommandVia::ScriptLog | CommandVia::Deploy) {
        // nobody types into a client that a script starts
        let typed = |ability: &&mut Ability| {
            ability.procedure == Procedure::ManualSql && ability.statement.is_none()
        };
        let of_script = |ability: &mut Ability| ability.procedure = Procedure::ScriptSql;
        abilities.iter_mut().filter(typed).for_each(of_script);
    }
    if command.output.as_deref().is_some_and(is_storage_taken) {
        let takes = |ability: &&mut Ability| ability.procedure == Procedure::FilesRemoved;
        abilities.iter_mut().filter(takes).for_each(|ability| ability.certainty = Certainty::Said);
    }
    let is_client =
        abilities.iter().any(|a| a.procedure == Procedure::ManualSql && a.statement.is_none());
    let is_test = abilities.iter().any(|a| a.procedure == Procedure::TestRun);
    let kind = match command.via {
        _ if is_test && command.via != CommandVia::Agent => TriggerKind::TestSuite,
        CommandVia::History | CommandVia::Sudo | CommandVia::Audit if is_client => {
            TriggerKind::DbClient
        }
        CommandVia::History | CommandVia::Sudo | CommandVia::Audit => TriggerKind::Shell,
        CommandVia::Agent => TriggerKind::AiAgent,
        CommandVia::Deploy | CommandVia::Ci => TriggerKind::Deploy,
        CommandVia::Worker => TriggerKind::QueueWorker,
        CommandVia::Tests => TriggerKind::TestSuite,
        CommandVia::ScriptLog => TriggerKind::Deploy,
        CommandVia::ToolOutput => return None,
    };
    // A script's log tells what it did, in words of its own; it is a suspect only where the words
    // are a command, or the script itself is in the evidence.
    let script = script_of(case, text).or_else(|| behind(case, &abilities)).or_else(|| {
        matches!(command.via, CommandVia::ScriptLog | CommandVia::Deploy)
            .then(|| script_by_log(case, index, text))
            .flatten()
    });
    if command.via == CommandVia::ScriptLog
        && abilities.iter().all(Ability::is_unseen)
        && script.is_none()
    {
        return None;
    }
    Some(Suspect {
        kind,
        actor: command.user.clone().or_else(|| owner(case.path(index))),
        host: command.host.clone(),
        command: Some(in_branch(text, &abilities).unwrap_or(text).to_owned()),
        when: case.when(index),
        events: vec![index],
        abilities,
        did_not_run: command.refused.then(|| "it was refused or cancelled".to_owned()),
        output: command.output.clone(),
        interactive: command.tty.is_some() || matches!(command.via, CommandVia::History),
        script,
        ..Suspect::default()
    })
}

/// The one command of a shell's conditional or loop that can do something: the others in it are not
/// what is blamed.
fn in_branch<'t>(text: &'t str, abilities: &[Ability]) -> Option<&'t str> {
    let is_compound = ["if ", "for ", "while ", "until ", "case "];
    is_compound.iter().find(|word| text.starts_with(**word))?;
    let mut own = abilities.iter().filter(|one| one.through.is_empty() && !one.is_unseen());
    let first = &own.next()?.command;
    let at = text.find(first.as_str()).filter(|_| own.all(|other| other.command == *first))?;
    let whole = text.get(..at)?.rfind([';', '&', '|', '\n']).map_or(0, |end| end + 1);
    text.get(whole..at + first.len()).map(|part| part.trim().trim_start_matches("then ").trim())
}

/// The account whose file a history is, from its path: `home/NAME/.bash_history`,
/// `NAME.bash_history`, `root/.bash_history`.
pub(crate) fn owner(path: &str) -> Option<String> {
    let mut parts = path.rsplit('/');
    let file = parts.next()?;
    let folder = parts.next();
    if !file.contains("history") {
        return None;
    }
    let stem = file.split('.').next().unwrap_or_default();
    let before = file.split(['.', '_', '-']).next().unwrap_or_default();
    if !stem.is_empty() && !stem.contains("history") {
        return Some(stem.to_owned());
    }
    if !before.is_empty()
        && !["bash", "zsh", "fish", "mysql", "psql", "history", "mariadb", "ConsoleHost"]
            .contains(&before)
    {
        return Some(before.to_owned());
    }
    folder
        .filter(|f| !matches!(*f, "evidence" | "histories" | "home" | "logs" | "log" | ""))
        .map(str::to_owned)
}

/// The script of the evidence that a command line starts.
pub(crate) fn script_of(case: &Case<'_>, command: &str) -> Option<EventId> {
    if case.scripts.is_empty() {
        return None;
    }
    let words: Vec<&str> = command
        .split(|c: char| c.is_whitespace() || c == '\'' || c == '"')
        .filter_map(|w| w.rsplit('/').next())
        .collect();
    case.scripts.iter().copied().find(
        |&at| matches!(&case.events.get(at).kind, EventKind::Script(s) if !s.name.is_empty() && words.contains(&s.name.as_str())),
    )
}

/// The script that writes a log of this name and has a line of these words.
fn script_by_log(case: &Case<'_>, index: EventId, text: &str) -> Option<EventId> {
    let log = case.path(index).rsplit('/').next().unwrap_or_default().to_owned();
    let word = |s: &str| s.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    let wanted = word(text);
    case.scripts
        .iter()
        .filter_map(|&at| {
            let EventKind::Script(script) = &case.events.get(at).kind else { return None };
            if script.language != Language::Shell {
                return None;
            }
            let writes = script.settings.iter().any(|(_, v)| v.ends_with(&log))
                || script.commands.iter().any(|c| c.contains(&log));
            let says = !wanted.is_empty()
                && script.commands.iter().any(|c| c.contains(text) || c.contains(&wanted));
            let near = log.split('.').next().is_some_and(|stem| {
                !stem.is_empty() && script.name.split('.').next() == Some(stem)
            });
            let points = u8::from(writes) + 3 * u8::from(says) + u8::from(near);
            (points >= 1 && (writes || says)).then_some((points, at))
        })
        .max_by_key(|(points, at)| (*points, std::cmp::Reverse(*at)))
        .map(|(_, at)| at)
}

/// A command without what logs write differently: sudo before it, the program's folder, quotes.
pub(crate) fn as_typed(command: &str) -> String {
    let own = command.strip_prefix("sudo ").unwrap_or(command).trim_start();
    let (program, rest) = own.split_once(char::is_whitespace).unwrap_or((own, ""));
    let program = program.rsplit('/').next().unwrap_or(program);
    format!("{program} {rest}").chars().filter(|c| !matches!(c, '\'' | '"' | '\\')).collect()
}

/// One suspect for a command that two logs tell of.
fn merged(case: &Case<'_>, list: Vec<Suspect>) -> Vec<Suspect> {
    let mut out: Vec<Suspect> = Vec::new();
    let mut by_key: BTreeMap<(TriggerKind, String), Vec<usize>> = BTreeMap::new();
    for suspect in list {
        let slots = by_key
            .entry((suspect.kind, as_typed(suspect.command.as_deref().unwrap_or_default())))
            .or_default();
        // they come in order of time: what lies further back than two witnesses may is none
        let near = |slot: &usize| match (
            out.get(*slot).and_then(|other: &Suspect| other.when),
            suspect.when,
        ) {
            (Some(a), Some(b)) => a.best.abs_diff(b.best) <= SAME_COMMAND_US.unsigned_abs(),
            _ => false,
        };
        let sources =
            |c: &Suspect| c.events.iter().map(|e| case.place(*e).source).collect::<Vec<_>>();
        let mine = sources(&suspect);
        let twin = slots.iter().rev().copied().take_while(near).find(|&slot| {
            out.get(slot).is_some_and(|other| sources(other).iter().all(|s| !mine.contains(s)))
        });
        if let Some(other) = twin.and_then(|slot| out.get_mut(slot)) {
            other.events.extend(suspect.events);
            other.actor = other.actor.take().or(suspect.actor);
        } else {
            slots.push(out.len());
            out.push(suspect);
        }
    }
    out
}

/// Names the run that a deployment's steps belong to: the actor and the script of its header.
fn runs(case: &Case<'_>, mut list: Vec<Suspect>) -> Vec<Suspect> {
    let mut last: BTreeMap<SourceId, (i64, Option<String>, Option<EventId>)> = BTreeMap::new();
    let source = |c: &Suspect| c.events.first().map(|e| case.place(*e).source);
    for suspect in list.iter_mut().filter(|c| c.kind == TriggerKind::Deploy) {
        let (Some(source), Some(when)) = (source(suspect), suspect.when) else { continue };
        let entry = last.entry(source).or_insert((when.best, None, None));
        if when.best.saturating_sub(entry.0) > SAME_RUN_US {
            *entry = (when.best, None, None);
        }
        entry.0 = when.best;
        if suspect.actor.is_some() {
            entry.1.clone_from(&suspect.actor);
        } else {
            suspect.actor.clone_from(&entry.1);
        }
        if suspect.script.is_some() {
            entry.2 = suspect.script;
        } else {
            suspect.script = entry.2;
        }
    }
    for suspect in list.iter_mut().filter(|c| c.kind == TriggerKind::Deploy) {
        if let Some(EventKind::Script(script)) = suspect.script.map(|at| &case.events.get(at).kind)
        {
            let text = suspect.command.clone().unwrap_or_default();
            // a line that shows a command of the script says of itself what it does
            let is_step = script.commands.contains(&text);
            if !is_step && suspect.abilities.iter().all(Ability::is_unseen) {
                suspect.abilities = capability::follow::abilities(&script.name, &case.library);
            }
            if !text.contains(&script.name) {
                suspect.command = Some(format!("{}: {text}", script.name));
            }
        }
    }
    list
}

/// What a script logs of its own run belongs to whoever started it: a cron job, a timer, a person.
fn of_their_starters(case: &Case<'_>, list: Vec<Suspect>) -> Vec<Suspect> {
    let logged = |suspect: &Suspect| {
        suspect.events.first().is_some_and(|event| {
            matches!(&case.events.get(*event).kind, EventKind::Command(c)
                if matches!(c.via, CommandVia::ScriptLog | CommandVia::Deploy))
        })
    };
    let (lines, mut out): (Vec<Suspect>, Vec<Suspect>) =
        list.into_iter().partition(|suspect| suspect.script.is_some() && logged(suspect));
    // in order of time
    let mut starters: BTreeMap<EventId, Vec<usize>> = BTreeMap::new();
    for (index, starter) in out.iter().enumerate() {
        if let Some(script) =
            starter.script.filter(|_| starter.when.is_some() && runs_script(case, starter))
        {
            starters.entry(script).or_default().push(index);
        }
    }
    let mut unstarted = Vec::new();
    for line in lines {
        let of_script = line.script.and_then(|script| starters.get(&script));
        let after = |index: usize| {
            let (own, at) = (out.get(index)?.when?, line.when?);
            Some(at.latest.saturating_sub(own.earliest))
        };
        let begun = of_script.and_then(|of| {
            let late = of.partition_point(|&index| after(index).is_some_and(|after| after >= 0));
            let last = *of.get(late.checked_sub(1)?)?;
            after(last).filter(|after| *after <= SAME_RUN_US).map(|_| last)
        });
        match begun.and_then(|index| out.get_mut(index)) {
            Some(starter) => starter.events.extend(line.events),
            None => unstarted.push(line),
        }
    }
    out.extend(unstarted);
    out
}

/// Whether a suspect starts the script that its command names, rather than reads or edits it.
fn runs_script(case: &Case<'_>, suspect: &Suspect) -> bool {
    if matches!(suspect.kind, TriggerKind::Cron | TriggerKind::SystemdTimer) {
        return true;
    }
    let Some(EventKind::Script(script)) = suspect.script.map(|at| &case.events.get(at).kind) else {
        return false;
    };
    let typed = as_typed(suspect.command.as_deref().unwrap_or_default());
    let mut words = typed.split_whitespace().skip_while(|word| matches!(*word, "bash" | "sh"));
    words.next().is_some_and(|word| word.rsplit('/').next() == Some(&script.name))
        || suspect.abilities.iter().any(|able| able.through.first() == Some(&script.name))
}

/// Logins: intervals in which somebody could have typed.
fn sessions(case: &Case<'_>) -> Vec<Suspect> {
    let mut open: BTreeMap<(Option<u64>, Option<String>), Suspect> = BTreeMap::new();
    let mut out = Vec::new();
    for (index, event) in case.events.iter() {
        let EventKind::Session(session) = &event.kind else { continue };
        if !matches!(
            session.service,
            Some(Service::Sshd | Service::Login | Service::Logind | Service::Su) | None
        ) {
            continue;
        }
        let Some(user) = session.user.clone() else { continue };
        let key = (session.pid, session.user.clone());
        match session.action {
            SessionAction::Login => {
                if let Some(known) = open.get_mut(&key) {
                    known.events.push(index);
                    known.host = known.host.take().or_else(|| session.host.clone());
                    continue;
                }
                let release = is_release_account(&user);
                open.insert(
                    key,
                    Suspect {
                        kind: if release { TriggerKind::Deploy } else { TriggerKind::Shell },
                        actor: Some(user),
                        host: session.host.clone(),
                        when: event.when,
                        events: vec![index],
                        opaque: true,
                        interactive: true,
                        ..Suspect::default()
                    },
                );
            }
            SessionAction::Logout => {
                let key = if open.contains_key(&key) {
                    Some(key)
                } else {
                    open.keys()
                        .rev()
                        .find(|(_, u)| *u == session.user && session.pid.is_none())
                        .cloned()
                };
                if let Some(mut suspect) = key.and_then(|k| open.remove(&k)) {
                    suspect.ended = event.when.map(|w| w.latest);
                    suspect.events.push(index);
                    out.push(suspect);
                }
            }
            SessionAction::Failed => {}
        }
    }
    out.extend(open.into_values());
    out
}

/// The longest that a login lasts in which a machine runs a migration file; people stay longer.
const MACHINE_LOGIN_US: i64 = 120 * SECOND;

/// Whether a file bears the name of a numbered migration, as tools that release schemas run them
/// in their order: `V57__slim_down.sql` (Flyway), `0007_slim_down.up.sql` (golang-migrate).
fn is_migration_file(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".sql") else { return false };
    let number = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '_'))
    };
    let flyway = stem
        .strip_prefix(['V', 'U'])
        .and_then(|rest| rest.split_once("__"))
        .is_some_and(|(version, _)| number(version));
    let stepped = [".up", ".down"].iter().any(|end| {
        stem.strip_suffix(end)
            .and_then(|rest| rest.split_once('_'))
            .is_some_and(|(version, _)| number(version))
    });
    flyway || stepped
}

/// A short login with nothing typed in it, in which the statements of a numbered migration file
/// ran, is a release: what the account is called does not matter.
fn ran_a_migration_file(case: &Case<'_>, session: &mut Suspect, others: &[Suspect]) {
    let (Some(when), Some(ended)) = (session.when, session.ended) else { return };
    let within =
        |at: i64| at >= when.earliest.saturating_sub(SECOND) && at <= ended.saturating_add(SECOND);
    let typed = |other: &Suspect| {
        other.interactive
            && other.actor == session.actor
            && other.when.is_some_and(|at| within(at.best))
    };
    if ended.saturating_sub(when.best) > MACHINE_LOGIN_US || others.iter().any(typed) {
        return;
    }
    let sent: Vec<String> = case
        .seen
        .rows()
        .iter()
        .filter(|seen| !seen.effects.is_empty() && seen.when.is_some_and(|at| within(at.best)))
        .filter_map(|seen| {
            case.query(seen.event)?.sql.get(seen.statement.at.0..seen.statement.at.1).map(folded)
        })
        .collect();
    let holds = |at: EventId| match &case.events.get(at).kind {
        EventKind::Script(script)
            if script.language == Language::Sql
                && is_migration_file(&script.name)
                && script.statements.iter().any(|statement| sent.contains(&folded(statement))) =>
        {
            Some(script)
        }
        _ => None,
    };
    if sent.is_empty() {
        return;
    }
    let Some((at, script)) = case.scripts.iter().find_map(|&at| Some((at, holds(at)?))) else {
        return;
    };
    session.kind = TriggerKind::Deploy;
    session.interactive = false;
    session.opaque = false;
    session.script = Some(at);
    session.abilities = script
        .statements
        .iter()
        .map(|statement| Ability {
            procedure: Procedure::ScriptSql,
            certainty: capability::ability::Certainty::Through,
            command: script.name.clone(),
            through: vec![script.name.clone()],
            statement: Some(statement.clone()),
            ..Ability::default()
        })
        .collect();
    session.command = Some(script.name.clone());
}

/// Names the account of releases whose log does not: the one whose login covers the moment.
fn release_accounts(list: &mut [Suspect], sessions: &[Suspect]) {
    for suspect in list.iter_mut().filter(|c| c.kind == TriggerKind::Deploy && c.actor.is_none()) {
        let Some(at) = suspect.when else { continue };
        let covers = |s: &&Suspect| {
            s.when.is_some_and(|w| w.earliest <= at.latest.saturating_add(SECOND))
                && s.ended.is_some_and(|end| end.saturating_add(SECOND) >= at.earliest)
        };
        let mut here: Vec<&Suspect> = sessions.iter().filter(covers).collect();
        if here.iter().any(|s| s.kind == TriggerKind::Deploy) {
            here.retain(|s| s.kind == TriggerKind::Deploy);
        }
        if let [only] = here.as_slice() {
            suspect.actor.clone_from(&only.actor);
            suspect.events.extend(only.events.iter().copied().take(1));
        }
    }
}

/// Gives the statements of a client's history to the client sessions of the same person.
fn typed_statements(case: &Case<'_>, list: &mut Vec<Suspect>) {
    let mut by_owner: BTreeMap<Option<String>, Vec<EventId>> = BTreeMap::new();
    for (index, event) in case.events.iter() {
        if let EventKind::Query(query) = &event.kind
            && query.witness == crate::event::query::Witness::Typed
        {
            by_owner.entry(owner(case.path(index))).or_default().push(index);
        }
    }
    for (person, typed) in by_owner {
        let mut given = false;
        for suspect in list
            .iter_mut()
            .filter(|c| c.kind == TriggerKind::DbClient && (c.actor == person || person.is_none()))
        {
            suspect.typed.clone_from(&typed);
            given = true;
        }
        if !given {
            let client = if case.dialect(&typed).is_postgres() {
                "psql (interactive client)"
            } else {
                "mysql (interactive client)"
            };
            list.push(Suspect {
                kind: TriggerKind::DbClient,
                actor: person,
                command: Some(client.into()),
                events: typed.first().copied().into_iter().collect(),
                opaque: true,
                interactive: true,
                typed,
                ..Suspect::default()
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::capability::{follow::abilities, library::Library};

    #[test]
    fn of_a_conditional_the_command_that_can_destroy_is_named() {
        let of = |text: &str| {
            let abilities = abilities(text, &Library::default());
            in_branch(text, &abilities).map(str::to_owned)
        };
        let line = "if [ \"$X\" = failed ]; then kubectl rollout undo deploy/api; npx knex \
                    migrate:rollback --all; fi";
        assert_eq!(of(line).as_deref(), Some("npx knex migrate:rollback --all"));
        assert_eq!(of("if true; then dropdb shop; psql -d shop -f a.sql; fi"), None);
        assert_eq!(of("npx knex migrate:rollback --all"), None);
    }
}
