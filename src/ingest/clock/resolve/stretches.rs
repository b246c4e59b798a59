//! A source whose zone changes on the way.

use chrono::NaiveDateTime;

use super::{Choice, Near, Resolver};
use crate::{
    ingest::clock::{
        pairs::{self, Known},
        proof::Samples,
        source_clock::Basis,
    },
    time::{SECOND, micros, zone::Zone},
};

impl Resolver<'_> {
    /// A source whose offset changes on the way: through a zone that switches then, or because its
    /// setting was changed.
    pub(super) fn by_stretches(
        &self,
        index: usize,
        known: &Known,
        host: Option<&Near>,
    ) -> Option<Choice> {
        let source = self.read.get(index)?;
        let locals = self.survey.locals.get(index)?;
        let mut mine: Vec<(usize, i64, String)> = Vec::new();
        for (number, sited) in source.drafts.iter().enumerate() {
            let Some(local) = locals.get(number).copied().flatten() else { continue };
            let at = micros(local).saturating_add(sited.draft.shift_us);
            mine.extend(
                pairs::keys(&sited.draft.kind)
                    .into_iter()
                    .filter(|key| known.knows(key))
                    .map(|key| (number, at, key)),
            );
        }
        let found = pairs::stretches(&mine, known)?;
        let hints: Vec<Zone> =
            self.options.rest.into_iter().chain(host.map(|(zone, _)| *zone)).collect();
        let mut all = Samples::default();
        for stretch in &found {
            for at in &stretch.instants {
                all.add(*at, stretch.offset);
            }
        }
        let acts = found.iter().map(|stretch| stretch.instants.len()).sum::<usize>();
        if let Some(zone) = all.zone(&hints).filter(|zone| all.fits(*zone)) {
            let reason = format!(
                "{acts} statements that appear in another source with a known time show its offset ({})",
                all.words(zone)
            );
            return Some(Choice::new(zone, Basis::Inferred, reason));
        }
        let mut stretches: Vec<(usize, Zone)> = Vec::new();
        let mut words: Vec<String> = Vec::new();
        let mut before: Option<&pairs::Stretch> = None;
        for stretch in &found {
            let mut samples = Samples::default();
            for at in &stretch.instants {
                samples.add(*at, stretch.offset);
            }
            let zone = samples.zone(&hints)?;
            let from = before.map_or(0, |before| turn(locals, before, stretch));
            words.push(format!("{} from entry {} on", zone.name(), from + 1));
            stretches.push((from, zone));
            before = Some(stretch);
        }
        // shown by the zone that most of its proven acts are in
        let (_, zone) =
            *stretches.iter().zip(&found).max_by_key(|(_, stretch)| stretch.instants.len())?.0;
        let mut choice = Choice::new(
            zone,
            Basis::Inferred,
            format!(
                "its zone changes on the way: {}; {acts} statements that appear in another source show it",
                words.join(", ")
            ),
        );
        choice.stretches = stretches;
        Some(choice)
    }
}

/// The first draft of a stretch: of those between the last act of the one before and its own
/// first, the one at which the clock jumps by the difference of their offsets.
fn turn(
    locals: &[Option<NaiveDateTime>],
    before: &pairs::Stretch,
    stretch: &pairs::Stretch,
) -> usize {
    let by = i64::from(stretch.offset - before.offset).saturating_mul(SECOND);
    let mut last = locals.get(before.last).copied().flatten();
    let mut best = (i64::MAX, stretch.first);
    for number in before.last + 1..=stretch.first {
        let Some(local) = locals.get(number).copied().flatten() else { continue };
        if let Some(last) = last {
            best = best.min(((micros(local) - micros(last) - by).abs(), number));
        }
        last = Some(local);
    }
    best.1
}
