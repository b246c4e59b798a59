//! A loss that no statement shows, put into its time by the first sign of it and the last command
//! that may have done it.

use crate::{
    case::{
        capability::{
            ability::{Ability, Certainty},
            procedure::Procedure,
        },
        facts::{Act, Status},
        reason::StatusReason,
        suspect::Suspect,
    },
    event::ids::EventId,
    sql::operation::Operation,
    time::{SECOND, When},
    verdict::inferred::signs::Signed,
};

/// How long before the first error a command may have caused it: visitors come within the hour,
/// even at night, and a health check sooner.
const UNNOTICED_US: i64 = 3600 * SECOND;

/// The same where files were removed: a server goes on with the files that it has open.
const FILES_UNNOTICED_US: i64 = 48 * UNNOTICED_US;

/// Tables of one database that are gone.
pub(super) struct Loss {
    pub operation: Operation,
    /// Where it is known.
    pub database: Option<String>,
    pub tables: Vec<String>,
    /// What shows it, beside a sign.
    pub events: Vec<EventId>,
    /// When they were there, in microseconds since 1970.
    pub not_before: Option<i64>,
    /// When they were gone, at the latest.
    pub not_after: Option<i64>,
    /// The latest moment of the state that shows it, as far as is known: it may be younger.
    pub shown: Option<i64>,
    pub reason: StatusReason,
}

impl Loss {
    /// The first sign of it; `also` are names of tables that were made anew afterwards.
    pub(super) fn sign<'s>(&self, signs: &'s [Signed], also: &[String]) -> Option<&'s Signed> {
        let from = self.not_before.unwrap_or(i64::MIN);
        let to = self.not_after.unwrap_or(i64::MAX);
        let own = |name: &String| {
            let mut all = self.tables.iter().chain(also);
            all.any(|table| table.eq_ignore_ascii_case(name))
        };
        signs.iter().find(|sign| {
            (from..=to).contains(&sign.when.best)
                && sign.may_be_of(self.database.as_deref())
                && sign
                    .table
                    .as_ref()
                    .map_or_else(|| sign.database.is_some() || sign.of_files(), own)
        })
    }

    /// The last command that may have done it before the sign.
    pub(super) fn command<'c>(
        &self,
        suspects: &'c [Suspect],
        signs: &[Signed],
        sign: Option<&Signed>,
    ) -> Option<&'c Suspect> {
        let from = self.not_before.unwrap_or(i64::MIN);
        let to = self.not_after.unwrap_or(i64::MAX);
        let upper =
            sign.map(|sign| sign.when.latest).or(self.not_after).or(self.shown).unwrap_or(i64::MAX);
        let files_gone =
            signs.iter().any(|sign| sign.of_files() && (from..=to).contains(&sign.when.best));
        let may = |suspect: &Suspect| {
            let at = suspect.when.filter(|_| suspect.did_not_run.is_none())?.best;
            let before = sign.map_or(0, |_| upper.saturating_sub(at));
            let able = suspect.abilities.iter().filter(|ability| {
                let reach = match ability.procedure {
                    Procedure::FilesRemoved => FILES_UNNOTICED_US,
                    _ => UNNOTICED_US,
                };
                may_wipe(ability, self.database.as_deref())
                    && (files_gone || !is_vague(ability))
                    && before <= reach
            });
            let sure = able.map(|ability| !is_vague(ability)).max()?;
            (from..=upper).contains(&at).then_some((sure, at))
        };
        suspects
            .iter()
            .filter_map(|suspect| Some((may(suspect)?, suspect)))
            .max_by_key(|(rank, _)| *rank)
            .map(|(_, suspect)| suspect)
    }

    /// As an act.
    pub(super) fn act(mut self, sign: Option<&Signed>, command: Option<&Suspect>) -> Act {
        self.events.extend(sign.map(|sign| sign.event));
        let from = self.not_before.unwrap_or(i64::MIN);
        let when = match (command.and_then(|command| command.when), sign.map(|sign| sign.when)) {
            (Some(start), Some(error)) => {
                Some(When { earliest: start.earliest, latest: error.latest, best: start.best })
            }
            (Some(start), None) => Some(start),
            (None, Some(error)) => Some(When {
                earliest: from.max(error.earliest.saturating_sub(UNNOTICED_US)),
                latest: error.latest,
                best: error.best,
            }),
            (None, None) => self.not_after.or(self.shown).map(|at| When {
                earliest: self.not_before.unwrap_or(at).min(at),
                latest: at,
                best: at,
            }),
        };
        let ended = sign.map(|sign| sign.when.best).or(when.map(|when| when.best));
        Act {
            database: self.database,
            tables: self.tables,
            events: self.events,
            when,
            ended,
            ..Act::bare(self.operation, Status::Inferred, self.reason)
        }
    }
}

/// Whether it is open what the command took away.
fn is_vague(ability: &Ability) -> bool {
    ability.procedure == Procedure::FilesRemoved && ability.certainty == Certainty::Open
}

/// Whether a command may leave this database without the tables that it had.
fn may_wipe(ability: &Ability, database: Option<&str>) -> bool {
    ability.may_drop_many()
        && match (ability.database.as_deref(), database) {
            (Some(own), Some(hit)) => own.eq_ignore_ascii_case(hit) || own.contains('$'),
            _ => true,
        }
}
