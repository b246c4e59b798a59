//! Jobs that were due, where no log of a scheduler says whether they ran.

use std::collections::BTreeSet;

use crate::{
    case::{
        capability::{self, ability::Ability},
        facts::Case,
        suspect::Suspect,
        trigger::TriggerKind,
    },
    event::{
        job::{CronJob, Scheduler},
        kind::EventKind,
        place::SourceId,
    },
    time::{SECOND, When, schedule::Schedule, zone::Zone},
};

const MINUTE: i64 = 60 * SECOND;

/// How far back from the end of the evidence runs are taken into account.
const REACH_US: i64 = 31 * 24 * 3600 * SECOND;

/// The most runs of one job, the last ones.
const MOST_RUNS: usize = 100;

/// So many jobs that destroy something are asked for their times; a host has a few.
const MOST_JOBS: usize = 200;

/// The runs of each job that says what it destroys, at the times at which it was due, where the
/// folder of its host (the first of its path) holds no log of jobs that were started.
pub(super) fn jobs(case: &Case<'_>) -> Vec<Suspect> {
    let top = |source: SourceId| {
        let path = case.sources.get(source).path.as_str();
        path.split_once('/').map_or("", |(first, _)| first)
    };
    let starts =
        case.events.rows().iter().filter(
            |event| matches!(&event.kind, EventKind::CronRun(run) if !run.command.is_empty()),
        );
    let logs: BTreeSet<SourceId> = starts.map(|event| event.place.source).collect();
    let logged: BTreeSet<&str> = logs.into_iter().map(top).collect();
    let times = || case.events.rows().iter().filter_map(|event| event.when);
    let (Some(first), Some(last)) =
        (times().map(|when| when.best).min(), times().map(|when| when.best).max())
    else {
        return Vec::new();
    };
    let span = (first.max(last.saturating_sub(REACH_US)), last);
    let mut out = Vec::new();
    let mut left = MOST_JOBS;
    for (id, event) in case.events.iter() {
        let EventKind::CronJob(job) = &event.kind else { continue };
        if left == 0 {
            break;
        }
        if logged.contains(top(event.place.source)) {
            continue;
        }
        let abilities = capability::follow::abilities(job.command.trim(), &case.library);
        if abilities.iter().all(Ability::is_unseen) {
            continue;
        }
        left -= 1;
        out.extend(runs(job, span, case.zone).into_iter().map(|when| Suspect {
            kind: match job.scheduler {
                Scheduler::Laravel => TriggerKind::Scheduler,
                Scheduler::Systemd => TriggerKind::SystemdTimer,
                _ => TriggerKind::Cron,
            },
            actor: job.user.clone(),
            command: Some(job.command.trim().to_owned()),
            when: Some(when),
            events: vec![id],
            abilities: abilities.clone(),
            only_due: true,
            ..Suspect::default()
        }));
    }
    out
}

/// The last runs of a job within a span, in microseconds since 1970.
fn runs(job: &CronJob, span: (i64, i64), zone: Zone) -> Vec<When> {
    let times = times(job, span, zone).into_iter().flatten().rev().take(MOST_RUNS);
    times.map(|at| When { earliest: at, best: at, latest: at.saturating_add(MINUTE) }).collect()
}

/// The minutes of a span, both ends in it, at which a job was due, in microseconds since 1970;
/// `None` where its schedule is not understood.
pub(super) fn times(
    job: &CronJob,
    (from, to): (i64, i64),
    zone: Zone,
) -> Option<impl DoubleEndedIterator<Item = i64>> {
    let schedule = Schedule::parse(&job.schedule)?;
    let zone = job.zone.as_deref().and_then(Zone::parse).unwrap_or(zone);
    let first = from.saturating_add((-from).rem_euclid(MINUTE));
    let count = to.saturating_sub(first).div_euclid(MINUTE).saturating_add(1);
    let minutes = (0..count.max(0)).map(move |n| first.saturating_add(n.saturating_mul(MINUTE)));
    Some(minutes.filter(move |at| schedule.due(*at, &|at| zone.offset_at(at))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_due_at_its_minutes_and_not_without_end() {
        let day = 24 * 3600 * SECOND;
        let due = |schedule: &str, days: i64| {
            let job = CronJob { schedule: schedule.to_owned(), ..CronJob::default() };
            runs(&job, (0, days * day), Zone::UTC)
        };
        let times: Vec<i64> = due("30 3 * * *", 2).iter().map(|when| when.best / SECOND).collect();
        assert_eq!(times, [86_400 + 12_600, 12_600]);
        assert_eq!(due("* * * * *", 2).len(), MOST_RUNS);
        assert!(due("no schedule", 2).is_empty());
    }
}
