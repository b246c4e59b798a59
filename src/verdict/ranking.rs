//! Weighing suspects: every signal over every suspect, ranked, with the likelihood in words.

use rayon::prelude::*;

use crate::{
    case::suspect::Suspect,
    verdict::{
        footprint::Why,
        likelihood::Likelihood,
        signal::{SIGNALS, contract::Charge},
        suspect::RankedSuspect,
    },
};

/// A suspect, weighed.
#[derive(Debug)]
pub(crate) struct Ranked<'a> {
    /// Who.
    pub suspect: &'a Suspect,
    /// Log odds, summed.
    pub points: f64,
    /// All reasons, those for first.
    pub reasons: Vec<Why>,
    /// Cannot have done it.
    pub excluded: bool,
    /// Its words, output or record name the act, not its time alone.
    pub direct: bool,
}

impl Ranked<'_> {
    /// As an incident tells of it.
    pub(crate) fn with(self, likelihood: Likelihood) -> RankedSuspect {
        RankedSuspect { suspect: self.suspect.clone(), reasons: self.reasons, likelihood }
    }
}

/// The lead that makes one suspect stand first alone: a fact worth two points more.
pub(crate) const CLEAR_LEAD: f64 = 2.0;

/// The least that makes a suspect one: less is only having been there.
pub(crate) const LEAST: f64 = 1.0;

/// The most that a suspect without a time has where nothing names the act: too little to be one.
const UNTIMED_MOST: f64 = LEAST / 2.0;

/// Suspects in order, then the excluded ones.
pub(crate) fn weigh<'a>(charge: &Charge<'a>) -> Vec<Ranked<'a>> {
    // some signals compare each suspect with all others
    let mut out: Vec<Ranked<'a>> =
        charge.scene.near.par_iter().map(|suspect| weigh_one(suspect, charge)).collect();
    out.sort_by(|a, b| {
        a.excluded
            .cmp(&b.excluded)
            .then(b.points.total_cmp(&a.points))
            .then(b.suspect.when.cmp(&a.suspect.when))
    });
    out
}

fn weigh_one<'a>(suspect: &'a Suspect, charge: &Charge<'a>) -> Ranked<'a> {
    let mut ranked =
        Ranked { suspect, points: 0.0, reasons: Vec::new(), excluded: false, direct: false };
    for signal in SIGNALS {
        if let Some(weighed) = signal.weigh(suspect, charge) {
            ranked.points += weighed.points;
            ranked.excluded |= weighed.excludes;
            ranked.direct |= weighed.points >= 4.0;
            if weighed.excludes {
                // What settles it is told first, and nothing more needs to be asked.
                ranked.reasons.insert(0, weighed.why);
                break;
            }
            ranked.reasons.push(weighed.why);
        }
    }
    // A line without a time that names nothing of the act is nobody's trace.
    if suspect.when.is_none() && !ranked.direct {
        ranked.points = ranked.points.min(UNTIMED_MOST);
    }
    // Being there at the time is capped: it says "could have", never more.
    if suspect.opaque && !ranked.direct {
        ranked.points = ranked.points.min(2.0);
    }
    ranked
}

/// The likelihood of the first suspect: capped at `likely` where only time speaks,
/// at `roughly_even` without a clear lead, and never certain.
pub(crate) fn likelihood(first: &Ranked<'_>, second: Option<&Ranked<'_>>) -> Likelihood {
    let lead = second.map_or(f64::MAX, |s| first.points - s.points);
    if lead < CLEAR_LEAD {
        return Likelihood::RoughlyEven;
    }
    if !first.direct {
        return if first.points >= 3.0 { Likelihood::Likely } else { Likelihood::RoughlyEven };
    }
    if first.points >= 9.0 {
        Likelihood::AlmostCertain
    } else if first.points >= 6.0 {
        Likelihood::VeryLikely
    } else {
        Likelihood::Likely
    }
}
