//! The sources as the report lists them: what was read of each, and what is missing.

use std::collections::BTreeMap;

use crate::{
    case::facts::Case,
    event::draft::GapReason,
    ingest::gathered::Gathered,
    report::{id::EvidenceId, terms::Silence, v1},
    source::note::Note,
    time::SECOND,
};

/// A silence this long in a log that is otherwise written at least every quarter of it is a gap.
const SILENCE_US: i64 = 6 * 3600 * SECOND;

/// Whether a format is written only where something goes wrong or somebody does something: its
/// silence is no gap.
fn speaks_seldom(format: &str) -> bool {
    ["history", "git", "error", "deploy"].iter().any(|part| format.contains(part))
}

/// Each source, in their order; hashes are filled in last.
pub(super) fn evidence(gathered: &Gathered, case: &Case<'_>) -> Vec<v1::Evidence> {
    let mut spans: BTreeMap<usize, (i64, i64, i64, (i64, i64))> = BTreeMap::new();
    for event in case.events.rows() {
        // A schema's rows and a migration's name are no entries of a log; their times are contents.
        if let Some(when) = event.when {
            let slot = spans.entry(event.place.source.index()).or_insert((
                when.best,
                when.best,
                when.best,
                (0, 0),
            ));
            if when.best.saturating_sub(slot.2) > slot.3.1.saturating_sub(slot.3.0) {
                slot.3 = (slot.2, when.best);
            }
            slot.2 = when.best;
            slot.1 = slot.1.max(when.best);
            slot.0 = slot.0.min(when.best);
        }
    }
    gathered
        .sources
        .iter()
        .zip(&gathered.tallies)
        .enumerate()
        .map(|(index, (source, tally))| {
            let span = spans.get(&index);
            let mut gaps: Vec<v1::EvidenceGap> = Vec::new();
            // where only some entries were read, silences are those that surveying it showed
            let silence = if tally.surveyed() { tally.silence } else { span.map(|span| span.3) };
            if let (Some((first, last, _, _)), Some((from, to))) = (span, silence)
                && to.saturating_sub(from) > SILENCE_US
                && last.saturating_sub(*first) > SILENCE_US
                && !tally.format.is_some_and(speaks_seldom)
            {
                gaps.push(v1::EvidenceGap {
                    from: Some(case.show(from)),
                    to: Some(case.show(to)),
                    reason: Silence::Silent,
                });
            }
            for (reason, silence) in [
                (GapReason::Unparsed, Silence::Unparsed),
                (GapReason::Truncated, Silence::Truncated),
                (GapReason::Torn, Silence::Rotated),
            ] {
                if tally.gaps.iter().any(|(_, r)| *r == reason) {
                    gaps.push(v1::EvidenceGap { from: None, to: None, reason: silence });
                }
            }
            let clock = gathered.placed.clocks.get(index);
            v1::Evidence {
                id: EvidenceId::of(index),
                path: source.path.clone(),
                service: source.service.clone(),
                format: tally.format.map(str::to_owned),
                bytes: source.bytes,
                sha256: None,
                entries: tally.entries,
                unparsed_bytes: tally.unparsed_bytes,
                first: span.map(|s| case.show(s.0)),
                last: span.map(|s| case.show(s.1)),
                timezone: clock.filter(|_| tally.format.is_some()).map(|c| v1::Timezone {
                    name: c.name.clone(),
                    basis: c.basis,
                    reason: c.reason.clone(),
                }),
                gaps,
                notes: tally.notes.iter().map(Note::to_string).collect(),
            }
        })
        .collect()
}
