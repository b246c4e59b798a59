//! By what: the mechanism whose footprint fits best, and why the others do not.

use crate::verdict::{
    footprint::{Footprint, Why},
    likelihood::Likelihood,
    mechanism::{Mechanism, contract::Judgement},
    scene::Scene,
};

/// A mechanism, judged.
pub(crate) struct Cause {
    /// Which.
    pub mechanism: Mechanism,
    /// How probable it is.
    pub likelihood: Likelihood,
    /// The command.
    pub command: Option<String>,
    /// Versions of the tool that leave this footprint.
    pub version: Option<&'static str>,
    /// Why.
    pub reasons: Vec<Why>,
    /// The others, and why not.
    pub excluded: Vec<(Mechanism, Why)>,
}

/// So many others are told of, the likeliest first.
const EXCLUDED: usize = 8;

impl Cause {
    /// Asks every mechanism how well a scene bears its footprint.
    pub(crate) fn of(scene: &Scene<'_>, print: &Footprint) -> Cause {
        let mut judged: Vec<(Mechanism, Judgement)> = Mechanism::ALL
            .iter()
            .map(|&mechanism| (mechanism, mechanism.definition().judge(scene, print)))
            .collect();
        judged.sort_by(|a, b| b.1.points.total_cmp(&a.1.points));
        let mut judged = judged.into_iter();
        let Some((mechanism, best)) = judged.next().filter(|(_, best)| best.points > 0.0) else {
            return Cause {
                mechanism: Mechanism::Unknown,
                likelihood: Likelihood::RoughlyEven,
                command: None,
                version: None,
                reasons: Vec::new(),
                excluded: Vec::new(),
            };
        };
        let rest: Vec<_> = judged.collect();
        let lead = best.points - rest.first().map_or(0.0, |(_, other)| other.points.max(0.0));
        let excluded = rest
            .into_iter()
            .filter_map(|(other, mut judgement)| {
                let why = judgement.reasons.iter().position(|why| !why.in_favour)?;
                Some((other, judgement.reasons.swap_remove(why)))
            })
            .take(EXCLUDED)
            .collect();
        Cause {
            mechanism,
            likelihood: likelihood(best.points, lead),
            command: best.command.or_else(|| mechanism.profile().command.map(str::to_owned)),
            version: best.version,
            reasons: best.reasons,
            excluded,
        }
    }
}

/// How probable the best of all mechanisms is, by its points and its lead before the next.
fn likelihood(points: f64, lead: f64) -> Likelihood {
    if points >= 7.0 && lead >= 3.0 {
        Likelihood::AlmostCertain
    } else if points >= 5.0 && lead >= 2.0 {
        Likelihood::VeryLikely
    } else if lead >= 1.0 {
        Likelihood::Likely
    } else {
        Likelihood::RoughlyEven
    }
}
