//! Offsets from the headers of gzip files: RFC 1952 has the packed file's modification time as an
//! epoch, and a log was last modified when its last entry, with its local stamp, was written.

use super::proof::Samples;
use super::proof::offset_between;
use crate::ingest::clock::stamps::Survey;
use crate::{
    source::evidence::Source,
    time::{SECOND, micros},
};

/// How long after its last entry a log may have been modified: a rotation signals the writer, which
/// adds nothing that bears a stamp.
const AFTER: i64 = 60 * SECOND;

/// How many files must agree: one may have been packed anew by hand.
const LEAST: usize = 2;

/// The offsets that packed logs of the application (or of the host) show, and one of the files.
pub(super) fn samples(sources: &[Source], survey: &Survey, app: bool) -> Option<(Samples, String)> {
    let mut samples = Samples::default();
    let mut from = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        if survey.facts.get(index).is_none_or(|facts| facts.app != app) {
            continue;
        }
        let Some(packed) = source.modified_s.map(|s| s.saturating_mul(SECOND)) else { continue };
        let Some(last) = survey
            .locals
            .get(index)
            .and_then(|locals| locals.iter().rev().find_map(|local| *local))
        else {
            continue;
        };
        if let Some(offset) = offset_between(micros(last), packed, AFTER) {
            samples.add(packed, offset);
            from.push(source.path.clone());
        }
    }
    (from.len() >= LEAST).then(|| (samples, from.swap_remove(0)))
}
