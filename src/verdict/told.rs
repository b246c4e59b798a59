//! By whom: which of the ranked suspects an incident tells of, and how probable each is.

use crate::{
    case::{
        capability::ability::Ability,
        sent::Standing,
        suspect::{SAME_RUN_US, Suspect},
        trigger::TriggerKind,
    },
    time::SECOND,
    verdict::{
        cause::Cause,
        footprint::Why,
        likelihood::Likelihood,
        ranking::{self, Ranked},
        scene::Scene,
        suspect::RankedSuspect,
    },
};

/// The most suspects that are told.
const SUSPECTS: usize = 6;

/// The most excluded ones that are told.
const EXCLUDED: usize = 12;

/// How far from the acts an excluded suspect is still worth a word.
const NEAR_US: u64 = 3600 * SECOND.unsigned_abs();

/// The suspects, the likeliest first, and those excluded, the nearest first.
pub(crate) fn told(
    ranked: Vec<Ranked<'_>>,
    scene: &Scene<'_>,
    cause: &Cause,
) -> (Vec<RankedSuspect>, Vec<RankedSuspect>) {
    let (excluded, live): (Vec<_>, Vec<_>) = ranked.into_iter().partition(|one| one.excluded);
    let mut suspects = possible(live, scene);
    if let Some(sender) = sender(scene, cause) {
        suspects.retain(|one| one.suspect.sent.is_none());
        suspects.insert(0, sender);
    }
    suspects.truncate(SUSPECTS);
    (suspects, impossible(excluded, scene))
}

fn possible(mut live: Vec<Ranked<'_>>, scene: &Scene<'_>) -> Vec<RankedSuspect> {
    live.retain(|one| one.points >= ranking::LEAST);
    // A script that connects anew for each statement is one sender.
    let mut accounts: Vec<(Option<String>, Option<String>)> = Vec::new();
    live.retain(|one| {
        let account = (one.suspect.actor.clone(), one.suspect.host.clone());
        let is_again = is_plain_connection(one.suspect) && accounts.contains(&account);
        if one.suspect.sent.is_some() {
            accounts.push(account);
        }
        !is_again
    });
    // The login in which the first suspect's command was typed is no other suspect.
    if let Some(first) = live.first().map(|one| one.suspect) {
        let mut rank = 0_usize;
        live.retain(|one| {
            rank = rank.saturating_add(1);
            rank == 1 || !(one.suspect.opaque && !first.opaque && same_run(first, one.suspect))
        });
    }
    let first = |live: &[Ranked<'_>]| {
        let (first, others) = live.split_first()?;
        let rival = others.iter().find(|other| are_rivals(first.suspect, other.suspect));
        Some(ranking::likelihood(first, rival))
    };
    let Some(mut best) = first(&live) else { return Vec::new() };
    if best < Likelihood::RoughlyEven {
        framed(&mut live, scene);
        best = first(&live).unwrap_or(best);
    }
    let level = |one: &Ranked<'_>| {
        live.first().is_some_and(|first| first.points - one.points < ranking::CLEAR_LEAD)
    };
    let likelihoods: Vec<Likelihood> = live
        .iter()
        .enumerate()
        .map(|(rank, one)| match rank {
            0 => best,
            _ if level(one) && !is_plain_connection(one.suspect) => Likelihood::RoughlyEven,
            _ if one.points >= 3.0 => Likelihood::Unlikely,
            _ => Likelihood::VeryUnlikely,
        })
        .map(|own| if own == best { own } else { own.max(best.rest()) })
        .collect();
    live.into_iter().zip(likelihoods).map(|(one, likelihood)| one.with(likelihood)).collect()
}

/// Takes what holds the first suspect from its rivals and tells it with the first: the connection
/// that its statements came by, and the lines of its own run before it that do nothing of the kind
/// themselves.
fn framed(live: &mut Vec<Ranked<'_>>, scene: &Scene<'_>) {
    let case = scene.case;
    let Some((first, others)) = live.split_first_mut() else { return };
    let own = first.suspect;
    if own.sent.is_some() || !first.direct {
        return;
    }
    let source = |one: &Suspect| one.events.first().map(|&event| case.place(event).source);
    let is_step = |one: &Suspect| {
        let names_all = one.script.is_some() && one.script == own.script;
        let does_nothing = one.abilities.iter().all(Ability::is_unseen);
        let since = own.when.zip(one.when).map(|(own, one)| own.best.saturating_sub(one.best));
        one.kind == TriggerKind::Deploy
            && source(one) == source(own)
            && (names_all || does_nothing)
            && since.is_some_and(|since| (0..=SAME_RUN_US).contains(&since))
    };
    let is_its_connection = |one: &Suspect| {
        let sent = one.sent.as_ref();
        is_plain_connection(one) && sent.is_some_and(|s| s.standing != Standing::Application)
    };
    let mut why: Vec<Why> = Vec::new();
    if let Some(one) = others.iter().find(|one| is_its_connection(one.suspect)) {
        let who: Vec<&str> = [&one.suspect.actor, &one.suspect.host]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let text =
            format!("the server saw the connection of {} send the statements", who.join("@"));
        why.push(Why::pro(text, one.suspect.events.iter().copied().take(1).collect()));
    }
    let steps = others.iter().map(|one| one.suspect).filter(|one| is_step(one));
    if let Some(step) = steps.min_by_key(|one| one.when)
        && let Some(when) = step.when
    {
        let text = format!("a step of the run that its log has since {}", case.clock(when.best));
        why.push(Why::pro(text, step.events.iter().copied().take(1).collect()));
    }
    first.reasons.extend(why);
    let kept: Vec<bool> =
        others.iter().map(|one| !is_step(one.suspect) && !is_its_connection(one.suspect)).collect();
    let mut kept = std::iter::once(true).chain(kept);
    live.retain(|_| kept.next().unwrap_or(true));
}

/// Whom the mechanism's statements themselves show to have sent them.
fn sender(scene: &Scene<'_>, cause: &Cause) -> Option<RankedSuspect> {
    let sender = cause.mechanism.profile().sender?;
    let connection = scene.acts.iter().find(|act| act.user.is_some());
    let events = scene.witnesses(2);
    Some(RankedSuspect {
        suspect: Suspect {
            kind: sender.kind,
            actor: connection.and_then(|act| act.user.clone()),
            host: connection.and_then(|act| act.host.clone()).filter(|host| !host.is_empty()),
            command: cause.command.clone(),
            when: Some(scene.started),
            events: events.clone(),
            opaque: true,
            ..Suspect::default()
        },
        reasons: vec![Why::pro(sender.why, events)],
        likelihood: sender.likelihood,
    })
}

/// The excluded near the acts, each command once: a job that ran every minute is one innocent.
fn impossible(excluded: Vec<Ranked<'_>>, scene: &Scene<'_>) -> Vec<RankedSuspect> {
    let far = |one: &Suspect| one.when.map(|when| when.best.abs_diff(scene.started.best));
    let mut shown: Vec<RankedSuspect> = Vec::new();
    for one in excluded {
        let is_same = |other: &RankedSuspect| {
            other.suspect.kind == one.suspect.kind
                && other.suspect.command == one.suspect.command
                && other.suspect.command.is_some()
        };
        if !shown.iter().any(is_same) && far(one.suspect).is_some_and(|far| far <= NEAR_US) {
            shown.push(one.with(Likelihood::AlmostNoChance));
        }
    }
    shown.sort_by_key(|one| far(&one.suspect));
    shown.truncate(EXCLUDED);
    shown
}

/// Whether one of two suspects did it rather than the other. A connection of which nothing else is
/// known is how the server saw whoever it was.
fn are_rivals(a: &Suspect, b: &Suspect) -> bool {
    !same_run(a, b) && !is_plain_connection(a) && !is_plain_connection(b)
}

/// Whether a suspect is a connection that shows neither its client nor an unknown address.
fn is_plain_connection(one: &Suspect) -> bool {
    one.sent.is_some() && one.command.is_none() && one.kind != TriggerKind::RemoteClient
}

/// Whether two suspects are two views of one run: a login and what was typed in it, the steps of a
/// release.
fn same_run(a: &Suspect, b: &Suspect) -> bool {
    a.actor.is_some()
        && a.actor == b.actor
        && a.sent.is_none()
        && b.sent.is_none()
        && (a.opaque || b.opaque || a.kind == b.kind && a.script.is_some() && a.script == b.script)
}
