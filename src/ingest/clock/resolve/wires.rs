//! Zones by the database's connections: the same statement under the same number of a connection
//! in two sources was sent once, so their stamps of it are of one moment.

use std::collections::HashMap;

use super::{Choice, Resolver};
use crate::{
    event::kind::EventKind,
    ingest::clock::{
        pairs::{self, Known, Shown},
        proof::Samples,
        source_clock::Basis,
    },
    sql::fold::bare,
    time::{
        Stamp, micros,
        zone::{Zone, offset_name},
    },
};

/// Statements that prove it, at the least.
const STATEMENTS: usize = 2;
/// A shorter statement may be of any number of connections with the same number.
const SHORT: usize = 12;

/// A statement of a connection.
struct Wire {
    /// The connection's number and the text.
    key: String,
    /// Microseconds: of the wall clock, or since 1970.
    at: i64,
    is_instant: bool,
}

/// What the statements that a source shares with others of known time show of its zone.
fn shared(wires: &[Wire], known: &Known) -> Option<Shown> {
    let mut locals: HashMap<String, Vec<i64>> = HashMap::new();
    for wire in wires.iter().filter(|wire| !wire.is_instant && known.knows(&wire.key)) {
        locals.entry(wire.key.clone()).or_default().push(wire.at);
    }
    let shown = pairs::compare(&locals, known)?;
    (shown.acts >= STATEMENTS && shown.rivals.is_empty()).then_some(shown)
}

impl Resolver<'_> {
    /// Statements of a source by connection and text, with their stamps: wall-clock times where
    /// these are all there is, instants where `zone` or the stamp itself makes some of them.
    fn wires(&self, index: usize, zone: Option<Zone>) -> Vec<Wire> {
        let Some(source) = self.read.get(index) else { return Vec::new() };
        let locals = self.survey.locals.get(index).map(Vec::as_slice).unwrap_or_default();
        let wire = |(number, sited): (usize, &crate::ingest::sited::Sited)| {
            let EventKind::Query(query) = &sited.draft.kind else { return None };
            let text = bare(&query.sql);
            let key = format!("{} {text}", query.connection_id.filter(|_| text.len() >= SHORT)?);
            let (at, is_instant) = match (sited.draft.written.as_ref()?.stamp, zone) {
                (Stamp::Instant(us), _) => (us, true),
                (_, Some(zone)) => (zone.readings(locals.get(number).copied()??).0, true),
                (_, None) => (micros(locals.get(number).copied()??), false),
            };
            Some(Wire { key, at: at.saturating_add(sited.draft.shift_us), is_instant })
        };
        source.drafts.iter().enumerate().filter_map(wire).collect()
    }

    /// Gives those sources their zone that share statements with sources of known time.
    pub(super) fn by_wires(&mut self, host: Option<Zone>) {
        let mut open: Vec<(usize, Vec<Wire>)> =
            self.needy(false).into_iter().map(|index| (index, self.wires(index, None))).collect();
        open.retain(|(_, wires)| !wires.is_empty());
        if open.is_empty() {
            return;
        }
        let mut known = Known::default();
        for index in (0..self.read.len()).filter(|index| !self.open(*index)) {
            let zone = self.choices.get(index).and_then(Option::as_ref).map(|it| it.zone);
            for wire in self.wires(index, zone).into_iter().filter(|wire| wire.is_instant) {
                known.add(wire.key, wire.at);
            }
        }
        let hints: Vec<Zone> = host.into_iter().chain(self.options.rest).collect();
        // one that is settled may settle the next
        while let Some((at, shown)) =
            open.iter().enumerate().find_map(|(at, (_, wires))| Some((at, shared(wires, &known)?)))
        {
            let (index, wires) = open.swap_remove(at);
            let mut samples = Samples::default();
            shown.instants.iter().for_each(|at| samples.add(*at, shown.offset));
            let Some(zone) = samples.zone(&hints) else { continue };
            for Wire { key, at, .. } in wires.into_iter().filter(|wire| !wire.is_instant) {
                known.add(key, zone.readings(crate::time::utc(at).naive_utc()).0);
            }
            let reason = format!(
                "{} statements that appear under the same connections in another source show \
                 its offset as {}",
                shown.acts,
                offset_name(shown.offset)
            );
            self.set(index, Choice::new(zone, Basis::Inferred, reason));
        }
    }

    /// Where a table of log entries and a log of the server hold the same statements at times that
    /// are hours apart, and nothing shows the zone of either, the table is taken to be in UTC, as
    /// dumps and hosted servers write it.
    pub(super) fn by_export(&mut self) -> Option<(Zone, String)> {
        let open = self.needy(false);
        let is_export =
            |index: &usize| self.survey.facts.get(*index).is_some_and(|facts| facts.written_out);
        let exports = open.iter().copied().filter(is_export);
        let mut logs: Option<Vec<Vec<Wire>>> = None;
        let (export, offset) = exports.into_iter().find_map(|export| {
            let wires = self.wires(export, Some(Zone::UTC));
            if wires.is_empty() {
                return None;
            }
            let mut known = Known::default();
            wires.into_iter().for_each(|wire| known.add(wire.key, wire.at));
            let logs = logs.get_or_insert_with(|| {
                let logs = open.iter().filter(|log| !is_export(log));
                logs.map(|log| self.wires(*log, None)).collect()
            });
            let shown = logs.iter().find_map(|wires| shared(wires, &known))?;
            (shown.offset != 0).then_some((export, shown.offset))
        })?;
        let reason = format!(
            "the server's own log has the same statements at times that differ by {}; such tables \
             are mostly written out in UTC",
            offset_name(offset).trim_start_matches(['+', '-'])
        );
        self.set(export, Choice::new(Zone::UTC, Basis::Assumed, reason));
        let path = self.path(export).to_owned();
        self.by_wires(None);
        let zone = open.iter().find_map(|index| {
            let choice = self.choices.get(*index)?.as_ref()?;
            (choice.zone != Zone::UTC).then_some(choice.zone)
        })?;
        Some((zone, format!("its log beside {path}, which is read as UTC")))
    }
}
