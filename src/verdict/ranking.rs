//! Weighing suspects: every signal over every suspect, ranked, with the likelihood in words.

use rayon::prelude::*;

use crate::{
    case::suspects::Candidate,
    time::SECOND,
    verdict::{
        footprint::Why,
        likelihood::Likelihood,
        signal::{SIGNALS, contract::Deed},
    },
};

/// A suspect, weighed.
#[derive(Debug)]
pub struct Suspicion<'a> {
    /// Who.
    pub candidate: &'a Candidate,
    /// Log odds, summed.
    pub points: f64,
    /// All reasons, those for first.
    pub reasons: Vec<Why>,
    /// Cannot have done it.
    pub excluded: bool,
    /// Its words, output or record name the deed, not its time alone.
    pub direct: bool,
}

/// The lead that makes one suspect stand first alone: a fact worth two points more.
pub const CLEAR_LEAD: f64 = 2.0;

/// The least that makes a suspect one: less is only having been there.
pub const LEAST: f64 = 1.0;

/// Suspects in order, then the excluded ones.
pub fn weigh<'a>(deed: &Deed<'a>) -> Vec<Suspicion<'a>> {
    let near = |candidate: &&'a Candidate| {
        candidate.ended.is_some()
            || candidate.when.is_none_or(|when| {
                when.best.abs_diff(deed.scene.started.best) <= 48 * 3600 * SECOND.unsigned_abs()
            })
    };
    // some signals compare each suspect with all others
    let mut out: Vec<Suspicion<'a>> =
        deed.all.par_iter().filter(near).map(|candidate| weigh_one(candidate, deed)).collect();
    out.sort_by(|a, b| {
        a.excluded
            .cmp(&b.excluded)
            .then(b.points.total_cmp(&a.points))
            .then(b.candidate.when.cmp(&a.candidate.when))
    });
    out
}

fn weigh_one<'a>(candidate: &'a Candidate, deed: &Deed<'a>) -> Suspicion<'a> {
    let mut suspicion =
        Suspicion { candidate, points: 0.0, reasons: Vec::new(), excluded: false, direct: false };
    for signal in SIGNALS {
        if let Some(weighed) = signal.weigh(candidate, deed) {
            suspicion.points += weighed.points;
            suspicion.excluded |= weighed.excludes;
            suspicion.direct |= weighed.points >= 4.0;
            if weighed.excludes {
                // What settles it is told first, and nothing more needs to be asked.
                suspicion.reasons.insert(0, weighed.why);
                break;
            }
            suspicion.reasons.push(weighed.why);
        }
    }
    // Being there at the time is capped: it says "could have", never more.
    if candidate.opaque && !suspicion.direct {
        suspicion.points = suspicion.points.min(2.0);
    }
    suspicion
}

/// The likelihood of the first suspect: capped at `likely` where only time speaks,
/// at `roughly_even` without a clear lead, and never certain.
pub fn likelihood(first: &Suspicion<'_>, second: Option<&Suspicion<'_>>) -> Likelihood {
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
