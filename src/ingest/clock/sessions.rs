//! The host's offset from shell histories: commands with epochs lie within a login session whose
//! stamps are local, and `exit` ends it.

use std::collections::HashMap;

use crate::{
    event::{
        kind::EventKind,
        session::{CommandVia, Service, SessionAction},
    },
    ingest::{clock::stamps::Survey, source_read::SourceRead},
    time::{SECOND, Stamp, micros},
};

const QUARTER: i64 = 900 * SECOND;
/// More sessions or commands than this are not compared with each other.
const MOST: usize = 400;
/// How far an `exit` may stand from the end of its session.
const JITTER: i64 = 3 * SECOND;

struct Visit {
    user: String,
    from: i64,
    to: i64,
}

/// The offset under which the commands of histories lie in sessions, and the instants of those that
/// do. `None` where it is not the only one, or too few lie in any.
pub(super) fn offset(read: &[SourceRead], survey: &Survey) -> Option<(i32, Vec<i64>)> {
    let visits = visits(read, survey);
    let mut typed: Vec<(Option<&str>, i64, bool)> = Vec::new();
    for sited in read.iter().flat_map(|source| &source.drafts) {
        if let (EventKind::Command(command), Some(Stamp::Instant(at))) =
            (&sited.draft.kind, sited.draft.written.as_ref().map(|w| w.stamp))
            && command.via == CommandVia::History
        {
            typed.push((
                command.user.as_deref(),
                at,
                matches!(command.command.trim(), "exit" | "logout"),
            ));
        }
    }
    if visits.is_empty() || visits.len() > MOST || typed.len() < 2 || typed.len() > MOST {
        return None;
    }
    let mut scores: Vec<(usize, usize, i64, Vec<i64>)> = Vec::new();
    for quarter in -48..=56 {
        let shift = quarter * QUARTER;
        let mut score = 0;
        let mut inside = Vec::new();
        for (user, at, leaves) in &typed {
            let local = at + shift;
            let mine = visits.iter().filter(|visit| user.is_none_or(|user| user == visit.user));
            let mut within = false;
            let mut ended = false;
            for visit in mine {
                within |= (visit.from - JITTER..=visit.to + JITTER).contains(&local);
                ended |= *leaves && (visit.to - local).abs() <= JITTER;
            }
            score += usize::from(within) + 3 * usize::from(ended);
            if within {
                inside.push(*at);
            }
        }
        scores.push((score, inside.len(), quarter, inside));
    }
    scores.sort_by_key(|(score, _, quarter, _)| (std::cmp::Reverse(*score), quarter.abs()));
    let mut ranked = scores.into_iter();
    let (best, count, quarter, inside) = ranked.next()?;
    let second = ranked.next().map_or(0, |(score, ..)| score);
    (count >= 2 && best >= 4 && second * 4 <= best * 3)
        .then_some(((quarter * QUARTER / SECOND) as i32, inside))
}

/// Sessions from login to logout, in wall-clock microseconds of their source.
fn visits(read: &[SourceRead], survey: &Survey) -> Vec<Visit> {
    let mut out = Vec::new();
    for (index, source) in read.iter().enumerate() {
        let locals = survey.locals.get(index).map(Vec::as_slice).unwrap_or_default();
        let mut open: HashMap<(u64, String), i64> = HashMap::new();
        for (sited, local) in source.drafts.iter().zip(locals) {
            let (EventKind::Session(session), Some(local)) = (&sited.draft.kind, local) else {
                continue;
            };
            let (Some(pid), Some(user)) = (session.pid, &session.user) else { continue };
            if matches!(session.service, Some(Service::Cron | Service::Sudo)) {
                continue;
            }
            let key = (pid, user.clone());
            match session.action {
                SessionAction::Login => {
                    open.entry(key).or_insert(micros(*local));
                }
                SessionAction::Logout => {
                    if let Some(from) = open.remove(&key) {
                        out.push(Visit { user: user.clone(), from, to: micros(*local) });
                    }
                }
                SessionAction::Failed => {}
            }
        }
    }
    out
}
