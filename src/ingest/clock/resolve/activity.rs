//! Zones by when an application is at work, where the host says when it is.

use super::{Basis, Choice, EventKind, NaiveDateTime, Near, Resolver, SECOND, Stamp, Zone};

impl Resolver<'_> {
    /// An application log without any other proof: in UTC (the framework's default) or in the
    /// host's
    /// zone, whichever lets its lines begin or end where those of the host's logs do.
    pub(super) fn by_activity(&self, index: usize, host: &Near) -> Option<Choice> {
        let locals: Vec<NaiveDateTime> =
            self.survey.locals.get(index)?.iter().flatten().copied().collect();
        let (first, last) = (locals.iter().min()?, locals.iter().max()?);
        let ends = self.host_ends();
        let cost = |zone: Zone| {
            let (a, b) = (zone.readings(*first).0, zone.readings(*last).0);
            ends.iter()
                .map(|(from, to, path)| ((a - from).abs().min((b - to).abs()), path.clone()))
                .min()
                .unwrap_or((i64::MAX, String::new()))
        };
        let (utc, other) = (cost(Zone::UTC), cost(host.0));
        let (zone, mine, loser) = if utc.0 <= other.0 {
            (Zone::UTC, utc, (host.0, other.0))
        } else {
            (host.0, other, (Zone::UTC, utc.0))
        };
        const CLOSE: i64 = 20 * 60 * SECOND;
        if mine.0 > CLOSE || loser.1 < mine.0.saturating_add(CLOSE) {
            return None;
        }
        let reason = format!(
            "read so, its entries begin or end within {} s of those of {}; as {} they would be {} min apart",
            mine.0 / SECOND,
            mine.1,
            loser.0.name(),
            loser.1 / SECOND / 60
        );
        let mut choice = Choice::new(zone, Basis::Inferred, reason);
        choice.rivals.push(loser.0.name());
        Some(choice)
    }

    /// First and last instant of the host's logs that are written all the time.
    pub(super) fn host_ends(&self) -> Vec<(i64, i64, String)> {
        let mut out = Vec::new();
        for (index, source) in self.read.iter().enumerate() {
            if self.app(index) || source.drafts.len() < 5 {
                continue;
            }
            let Some(Some(choice)) = self.choices.get(index) else { continue };
            let locals = self.survey.locals.get(index).map(Vec::as_slice).unwrap_or_default();
            let times: Vec<i64> = source
                .drafts
                .iter()
                .enumerate()
                .filter(|(_, sited)| {
                    matches!(
                        sited.draft.kind,
                        EventKind::CronRun(_)
                            | EventKind::Query(_)
                            | EventKind::Session(_)
                            | EventKind::Request(_)
                    )
                })
                .filter_map(|(number, sited)| match sited.draft.written.as_ref()?.stamp {
                    Stamp::Instant(us) => Some(us),
                    _ => locals
                        .get(number)
                        .copied()
                        .flatten()
                        .map(|local| choice.zone.readings(local).0),
                })
                .collect();
            if let (Some(from), Some(to)) = (times.iter().min(), times.iter().max()) {
                out.push((*from, *to, self.path(index).to_owned()));
            }
        }
        out
    }
}
