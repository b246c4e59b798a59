//! The suspects of a case, found by what an incident asks of them: who sent its statements, who
//! was at work at its time, and how often a job ran before.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    case::{facts::Act, suspect::Suspect, trigger::TriggerKind},
    event::ids::EventId,
    sql::operation::Operation,
    time::{SECOND, When},
};

/// How far from the acts a suspect is looked at.
const NEAR_US: i64 = 48 * 3600 * SECOND;

/// Of each kind of suspect no more than so many, the nearest in time, are weighed for one incident.
const MOST_OF_A_KIND: usize = 100;

/// The most suspects without a time that are weighed for one incident.
const MOST_UNTIMED: usize = 1000;

/// An act so long after a run may be the run's.
const ACTS_WITHIN_US: i64 = 60 * SECOND;

/// A kind of suspect, and whether it is known to be able to do something.
type Class = (TriggerKind, bool);

/// So many of the last times that a thing was done are held against a command's runs.
const MOST_MATCHED: usize = 200;

/// The suspects of a case, by time, by statement and by command.
pub(crate) struct Roster<'a> {
    suspects: &'a [Suspect],
    /// When they began, in microseconds since 1970, in order.
    timed: BTreeMap<Class, Vec<(i64, usize)>>,
    /// Those that began longer than [`NEAR_US`] before they ended.
    lasting: Vec<usize>,
    /// Those without a time.
    untimed: Vec<usize>,
    /// The connection that sent a statement.
    senders: HashMap<EventId, usize>,
    /// The runs of a command, in order.
    runs: HashMap<(TriggerKind, &'a str), Vec<Run>>,
    /// When each thing was done, in microseconds since 1970, in order.
    done: HashMap<Thing, Vec<i64>>,
}

/// What an act does, to which tables, by which account.
type Thing = (Operation, Vec<String>, Option<String>);

fn thing(act: &Act) -> Thing {
    (act.operation, act.tables.clone(), act.user.clone())
}

/// Earlier runs of a command that came with what an incident did.
pub(crate) struct Matched {
    /// How many there are.
    pub runs: usize,
    /// The last of them.
    pub last: Option<EventId>,
}

/// A run of a command.
struct Run {
    when: Option<When>,
    event: Option<EventId>,
    /// How many runs up to this one, it included, had no act after them.
    quiet: usize,
}

impl<'a> Roster<'a> {
    /// Of a case's suspects and acts.
    pub(crate) fn new<'b>(
        suspects: &'a [Suspect],
        acts: impl Iterator<Item = &'b Act>,
    ) -> Roster<'a> {
        let mut roster = Roster {
            suspects,
            timed: BTreeMap::new(),
            lasting: Vec::new(),
            untimed: Vec::new(),
            senders: HashMap::new(),
            runs: HashMap::new(),
            done: HashMap::new(),
        };
        for (index, suspect) in suspects.iter().enumerate() {
            if let Some(command) = suspect.command.as_deref().filter(|_| suspect.sent.is_none()) {
                roster.runs.entry((suspect.kind, command)).or_default().push(Run {
                    when: suspect.when,
                    event: suspect.events.first().copied(),
                    quiet: 0,
                });
            }
            if let Some(sent) = &suspect.sent {
                roster.senders.extend(sent.statements.iter().map(|&event| (event, index)));
            } else if let Some(when) = suspect.when {
                let class = (suspect.kind, !suspect.abilities.is_empty());
                roster.timed.entry(class).or_default().push((when.best, index));
                if suspect.ended.is_some_and(|end| end.saturating_sub(when.best) > NEAR_US) {
                    roster.lasting.push(index);
                }
            } else {
                roster.untimed.push(index);
            }
        }
        roster.timed.values_mut().for_each(|members| members.sort_unstable());
        let mut times: Vec<i64> = Vec::new();
        for act in acts {
            let Some(when) = act.when else { continue };
            times.push(when.best);
            roster.done.entry(thing(act)).or_default().push(when.best);
        }
        times.sort_unstable();
        roster.done.values_mut().for_each(|times| times.sort_unstable());
        roster.runs.values_mut().for_each(|runs| count_quiet(runs, &times));
        roster
    }

    /// All suspects.
    pub(crate) fn suspects(&self) -> &'a [Suspect] {
        self.suspects
    }

    /// The suspects that may have to do with acts that began at a time, in the order of the case,
    /// and how many more of that time are left out because others of their kind were nearer.
    pub(crate) fn near(&self, started: i64, acts: &[&Act]) -> (Vec<&'a Suspect>, usize) {
        let mut out: BTreeSet<usize> = acts
            .iter()
            .flat_map(|act| &act.events)
            .filter_map(|event| self.senders.get(event).copied())
            .collect();
        let mut left_out = 0_usize;
        for members in self.timed.values() {
            let from = members.partition_point(|(at, _)| *at < started.saturating_sub(NEAR_US));
            let to = members.partition_point(|(at, _)| *at <= started.saturating_add(NEAR_US));
            let members = members.get(from..to).unwrap_or_default();
            left_out = left_out.saturating_add(members.len().saturating_sub(MOST_OF_A_KIND));
            let middle = members.partition_point(|(at, _)| *at < started);
            let first = middle.saturating_sub(MOST_OF_A_KIND);
            let mut near: Vec<(u64, usize)> = members
                .iter()
                .skip(first)
                .take(2 * MOST_OF_A_KIND)
                .map(|(at, index)| (at.abs_diff(started), *index))
                .collect();
            near.sort_unstable();
            near.truncate(MOST_OF_A_KIND);
            out.extend(near.iter().map(|(_, index)| *index));
        }
        let spans = |index: &&usize| {
            self.suspects.get(**index).is_some_and(|one| {
                one.when.is_some_and(|when| when.best <= started)
                    && one.ended.is_some_and(|end| end >= started)
            })
        };
        out.extend(self.lasting.iter().filter(spans).take(MOST_OF_A_KIND));
        left_out = left_out.saturating_add(self.untimed.len().saturating_sub(MOST_UNTIMED));
        out.extend(self.untimed.iter().take(MOST_UNTIMED));
        (out.into_iter().filter_map(|index| self.suspects.get(index)).collect(), left_out)
    }

    /// How often a suspect's command ran before it with no act soon after, and the last such run.
    pub(crate) fn quiet_runs_before(&self, suspect: &Suspect) -> (usize, Option<EventId>) {
        let key = suspect.command.as_deref().map(|command| (suspect.kind, command));
        let Some(runs) = key.and_then(|key| self.runs.get(&key)) else { return (0, None) };
        let before = runs.partition_point(|run| run.when < suspect.when);
        let earlier = runs.get(..before).unwrap_or_default();
        let quiet = earlier.last().map_or(0, |run| run.quiet);
        let at = earlier.partition_point(|run| run.quiet < quiet);
        (quiet, earlier.get(at).and_then(|run| run.event))
    }

    /// The runs of a suspect's command before it soon after which the same was done as in `acts`,
    /// by the first of them that was done before at all; `None` where it was also done apart from
    /// these runs, or the command mostly ran without it.
    pub(crate) fn matched_runs_before(&self, suspect: &Suspect, acts: &[&Act]) -> Option<Matched> {
        let now = suspect.when?.best;
        let runs = self.runs.get(&(suspect.kind, suspect.command.as_deref()?))?;
        let before = |act: &&Act| {
            let times = self.done.get(&thing(act))?;
            let times = times.get(..times.partition_point(|at| *at < now))?;
            let kept = times.get(times.len().saturating_sub(MOST_MATCHED)..)?;
            (!kept.is_empty()).then_some(kept)
        };
        let times = acts.iter().take(MOST_MATCHED).find_map(before)?;
        let first = times.first()?.saturating_sub(ACTS_WITHIN_US);
        let earlier = runs.get(..runs.partition_point(|run| run.when < suspect.when))?;
        let forgotten = earlier.len().saturating_sub(2 * MOST_MATCHED);
        let earlier = earlier.get(forgotten..)?;
        let since = |run: &Run| run.when.is_none_or(|when| when.best < first);
        let earlier = earlier.get(earlier.partition_point(since)..)?;
        let with = |run: &&Run| {
            run.when.is_some_and(|when| {
                let next = times.get(times.partition_point(|at| *at < when.best));
                next.is_some_and(|at| at.saturating_sub(when.best) <= ACTS_WITHIN_US)
            })
        };
        let matched: Vec<&Run> = earlier.iter().filter(with).collect();
        let alone = times.iter().any(|at| {
            let next = matched.partition_point(|run| run.when.is_none_or(|w| w.best <= *at));
            let last = next.checked_sub(1).and_then(|last| matched.get(last)?.when);
            last.is_none_or(|when| at.saturating_sub(when.best) > ACTS_WITHIN_US)
        });
        let mostly = matched.len().saturating_mul(2) > earlier.len();
        (mostly && !alone).then(|| Matched {
            runs: matched.len(),
            last: matched.last().and_then(|run| run.event),
        })
    }
}

/// Puts the runs of a command in order and counts those after which no act began soon.
fn count_quiet(runs: &mut [Run], acts: &[i64]) {
    runs.sort_by_key(|run| run.when);
    let mut quiet = 0_usize;
    for run in runs {
        let next = run.when.and_then(|when| {
            let next = acts.get(acts.partition_point(|at| *at < when.best))?;
            Some(next.saturating_sub(when.best))
        });
        let is_quiet = next.is_none_or(|after| after > ACTS_WITHIN_US);
        quiet = quiet.saturating_add(usize::from(is_quiet));
        run.quiet = quiet;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::capability::ability::Ability;

    fn run(kind: TriggerKind, second: i64) -> Suspect {
        Suspect {
            kind,
            command: Some("php artisan backup:run".to_owned()),
            when: Some(When::at(second * SECOND, 1)),
            abilities: vec![Ability::default()],
            ..Suspect::default()
        }
    }

    #[test]
    fn a_crowd_leaves_room_for_the_one_farther_away() {
        let mut suspects = vec![run(TriggerKind::Cron, 0)];
        suspects.extend((0..500).map(|second| run(TriggerKind::WebRequest, 3000 + second)));
        let roster = Roster::new(&suspects, std::iter::empty());
        let (near, left_out) = roster.near(3300 * SECOND, &[]);
        assert_eq!((near.len(), left_out), (1 + MOST_OF_A_KIND, 400));
        let seconds: Vec<i64> =
            near.iter().filter_map(|one| Some(one.when?.best / SECOND)).collect();
        assert_eq!(seconds.first(), Some(&0));
        assert!(seconds.iter().skip(1).all(|second| second.abs_diff(3300) <= 50));
    }

    #[test]
    fn only_runs_with_nothing_after_them_are_quiet() {
        let suspects: Vec<Suspect> =
            (0..5).map(|day| run(TriggerKind::Cron, day * 86_400)).collect();
        let act = Act {
            when: Some(When::at((2 * 86_400 + 5) * SECOND, 1)),
            ..Act::bare(
                crate::sql::operation::Operation::DropTable,
                crate::case::facts::Status::Executed,
                crate::case::reason::StatusReason::Recorded,
            )
        };
        let roster = Roster::new(&suspects, std::iter::once(&act));
        let quiet: Vec<usize> =
            suspects.iter().map(|one| roster.quiet_runs_before(one).0).collect();
        assert_eq!(quiet, [0, 1, 2, 2, 3]);
    }

    /// A load at 05:30:04 of each of three days, and a job that starts so often a day.
    fn matched(starts_a_day: i64, also_at: Option<i64>) -> Option<usize> {
        let act = |second: i64| Act {
            when: Some(When::at(second * SECOND, 1)),
            tables: vec!["stock".to_owned()],
            user: Some("etl".to_owned()),
            ..Act::bare(
                Operation::TruncateTable,
                crate::case::facts::Status::Executed,
                crate::case::reason::StatusReason::Recorded,
            )
        };
        let runs: Vec<Suspect> = (0..=2 * starts_a_day)
            .map(|number| run(TriggerKind::SystemdTimer, number * 86_400 / starts_a_day))
            .collect();
        let acts: Vec<Act> = (0..3).map(|day| day * 86_400 + 4).chain(also_at).map(act).collect();
        let roster = Roster::new(&runs, acts.iter());
        let last = acts.get(2).unwrap();
        roster.matched_runs_before(runs.last().unwrap(), &[last]).map(|matched| matched.runs)
    }

    #[test]
    fn a_job_whose_every_run_came_with_the_statements_is_matched() {
        assert_eq!(matched(1, None), Some(2));
    }

    #[test]
    fn a_job_of_every_hour_is_none_that_loads_once_a_day() {
        assert_eq!(matched(24, None), None);
    }

    #[test]
    fn what_is_also_done_at_another_hour_is_not_the_jobs_alone() {
        assert_eq!(matched(1, Some(40_000)), None);
    }
}
