//! Which zone each source's stamps are in: by statement, by its own stamps, by acts that stand in
//! two sources, by its neighbours on the same host.

mod activity;
mod stretches;
mod wires;

use std::collections::HashMap;

use chrono::NaiveDateTime;

use crate::{
    event::kind::EventKind,
    ingest::source_read::SourceRead,
    source::{evidence::Source, pattern::stated_for},
    time::{SECOND, Stamp, micros},
};
use crate::{
    ingest::clock::{
        declared, errors,
        options::ClockOptions,
        packed,
        pairs::{self, Known, Shown},
        proof::Samples,
        sessions,
        source_clock::{Basis, SourceClock},
        stamps::Survey,
    },
    time::zone::{Zone, offset_name},
};

/// A zone and why.
#[derive(Clone, Debug)]
struct Choice {
    zone: Zone,
    basis: Basis,
    reason: String,
    rivals: Vec<String>,
    stretches: Vec<(usize, Zone)>,
}

impl Choice {
    fn new(zone: Zone, basis: Basis, reason: String) -> Choice {
        Choice { zone, basis, reason, rivals: Vec::new(), stretches: Vec::new() }
    }
}

struct Resolver<'a> {
    sources: &'a [Source],
    read: &'a [SourceRead],
    survey: &'a Survey,
    options: &'a ClockOptions,
    choices: Vec<Option<Choice>>,
}

/// The clock of each source.
pub(super) fn clocks(
    sources: &[Source],
    read: &[SourceRead],
    survey: &Survey,
    options: &ClockOptions,
    assumptions: &mut Vec<String>,
) -> Vec<SourceClock> {
    let mut resolver = Resolver { sources, read, survey, options, choices: vec![None; read.len()] };
    let (host, app) = resolver.resolve();
    let rows = resolver.rows(host.as_ref());
    let choices = std::mem::take(&mut resolver.choices);
    choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let facts = survey.facts.get(index);
            let path = resolver.path(index);
            let stamps = facts.is_some_and(|facts| facts.zoneless > 0 || facts.rows);
            let mut choice = choice.unwrap_or_else(|| {
                let near = if facts.is_some_and(|facts| facts.app) { app.as_ref().or(host.as_ref()) } else { host.as_ref() };
                let zone = near.map(|(zone, _)| *zone).or(options.rest).unwrap_or(Zone::UTC);
                Choice::new(zone, Basis::Assumed, "it has no timestamps".to_owned())
            });
            let doubtful = facts.is_some_and(|facts| facts.zoneless > 0) && (choice.basis == Basis::Assumed || !choice.rivals.is_empty());
            if let Some(Some(words)) = survey.year_words.get(index) {
                choice.reason = format!("{}; {words}", choice.reason);
                let first = survey.first_year.get(index).copied().flatten().unwrap_or(0);
                let rivals: Vec<String> = survey.year_rivals.get(index).into_iter().flatten().map(|years| format!("year {}", first + years)).collect();
                if options.year_of(path).is_none() {
                    let also = if rivals.is_empty() { String::new() } else { format!(" ({} would fit as well)", rivals.join(", ")) };
                    assumptions.push(format!("{path} has no years: {words}{also}."));
                }
                choice.rivals.extend(rivals);
            } else if facts.is_some_and(|facts| facts.zoneless > 0) && survey.locals.get(index).is_some_and(|l| l.iter().all(Option::is_none)) {
                assumptions.push(format!("{path} has no years and no dated evidence shows them, so its entries have no time; state one with --year."));
            }
            if stamps && choice.basis == Basis::Assumed {
                assumptions.push(format!("Stamps of {path} are read as {}: {}.", choice.zone.name(), choice.reason));
            }
            SourceClock {
                source: crate::event::place::SourceId(index as u32),
                zone: choice.zone,
                name: choice.zone.name(),
                basis: choice.basis,
                reason: choice.reason,
                ahead_us: 0,
                first_year: survey.first_year.get(index).copied().flatten(),
                rows: rows.get(index).copied().flatten().filter(|zone| *zone != choice.zone),
                doubtful,
                stretches: choice.stretches,
            }
        })
        .collect()
}

type Near = (Zone, String);

impl Resolver<'_> {
    fn path(&self, index: usize) -> &str {
        self.sources.get(index).map_or("", |source| source.path.as_str())
    }

    fn app(&self, index: usize) -> bool {
        self.survey.facts.get(index).is_some_and(|facts| facts.app)
    }

    fn set(&mut self, index: usize, choice: Choice) {
        if let Some(slot) = self.choices.get_mut(index)
            && slot.is_none()
        {
            *slot = Some(choice);
        }
    }

    fn open(&self, index: usize) -> bool {
        self.choices.get(index).is_some_and(Option::is_none)
    }

    /// Sources with stamps that need a zone and have none yet.
    fn needy(&self, app: bool) -> Vec<usize> {
        let needs = |index: &usize| {
            self.survey
                .facts
                .get(*index)
                .is_some_and(|facts| facts.zoneless > 0 || (facts.rows && facts.instants == 0))
        };
        (0..self.read.len())
            .filter(|index| self.app(*index) == app && self.open(*index))
            .filter(needs)
            .collect()
    }

    /// All of them; gives the zone of the host and that of the application, where they are known.
    fn resolve(&mut self) -> (Option<Near>, Option<Near>) {
        let options = self.options;
        self.stated();
        let mut host = self.near(false, None);
        let mut known = self.known(None);
        if host.is_none() {
            host = self.by_pairs(false, &known, None);
        }
        host = host.or_else(|| self.by_sessions()).or_else(|| self.by_packing(false));
        self.own(host.as_ref());
        self.by_wires(host.as_ref().map(|(zone, _)| *zone));
        host = host.or_else(|| self.by_export());
        if let Some((zone, from)) = &host {
            let mut zones: HashMap<usize, Zone> = HashMap::new();
            let written_out =
                |index: &usize| self.survey.facts.get(*index).is_some_and(|it| it.written_out);
            let (out, logs): (Vec<usize>, Vec<usize>) =
                self.needy(false).into_iter().partition(written_out);
            self.inherit(logs, *zone, from);
            self.by_wires(Some(*zone));
            self.inherit(out, *zone, from);
            for (index, choice) in self.choices.iter().enumerate() {
                if let Some(choice) = choice
                    && !self.app(index)
                {
                    zones.insert(index, choice.zone);
                }
            }
            known = self.known(Some(&zones));
        }

        let mut app = self.near(true, None);
        let shown = self.by_pairs(true, &known, host.as_ref());
        if app.is_none() {
            app = shown.or_else(|| self.by_packing(true));
        }
        let declared = declared::of_application(self.sources, self.read);
        let drops = if app.is_none() && !self.needy(true).is_empty() {
            self.drops()
        } else {
            HashMap::new()
        };
        for index in self.needy(true) {
            let setting = declared::nearest(&declared, self.path(index));
            let choice = match (&app, setting) {
                (Some((zone, from)), _) => Some(Choice::new(
                    *zone,
                    Basis::Inferred,
                    format!("the application's zone, shown by {from}"),
                )),
                (None, Some(setting)) => Some(Choice::new(
                    setting.zone,
                    Basis::Declared,
                    format!("{} says so", setting.from),
                )),
                (None, None) => host.as_ref().and_then(|host| {
                    self.by_errors(index, host, &drops).or_else(|| self.by_activity(index, host))
                }),
            };
            if let Some(choice) = choice {
                self.set(index, choice);
            }
        }
        for index in self.needy(true).into_iter().chain(self.needy(false)) {
            let choice = match options.rest {
                Some(zone) => Choice::new(
                    zone,
                    Basis::Stated,
                    format!("stated: {} for what shows no zone", zone.name()),
                ),
                None => Choice::new(
                    Zone::UTC,
                    Basis::Assumed,
                    "nothing in the evidence shows its zone; state it with --tz".to_owned(),
                ),
            };
            self.set(index, choice);
        }
        (host, app)
    }

    /// Gives sources the zone that shows beside them, else the `zone` of the host, shown by `from`.
    fn inherit(&mut self, sources: Vec<usize>, zone: Zone, from: &str) {
        for index in sources {
            if let Some(rest) = self.stated_beside(index) {
                let reason =
                    format!("stated: {} for what shows no zone, as its folder", rest.name());
                self.set(index, Choice::new(rest, Basis::Stated, reason));
                continue;
            }
            let (zone, from) = self.beside(index, zone).unwrap_or((zone, from.to_owned()));
            let reason = format!("the host's zone, shown by {from}");
            self.set(index, Choice::new(zone, Basis::Inferred, reason));
        }
    }

    /// Sets what the user states of sources.
    fn stated(&mut self) {
        for index in 0..self.read.len() {
            let path = self.path(index).to_owned();
            let needs =
                self.survey.facts.get(index).is_some_and(|facts| facts.zoneless > 0 || facts.rows);
            if needs && let Some((pattern, zone)) = stated_for(&self.options.stated, &path) {
                self.set(
                    index,
                    Choice::new(
                        *zone,
                        Basis::Stated,
                        format!("stated: {}={}", pattern.text(), zone.name()),
                    ),
                );
            }
        }
    }

    /// The zone in which the commands of shell histories lie in login sessions.
    fn by_sessions(&self) -> Option<Near> {
        let (offset, instants) = sessions::offset(self.read, self.survey)?;
        let mut samples = Samples::default();
        for at in instants {
            samples.add(at, offset);
        }
        let hints: Vec<Zone> = self.options.rest.into_iter().collect();
        let zone = samples.zone(&hints)?;
        Some((
            zone,
            format!(
                "shell histories, whose commands lie in login sessions only so ({})",
                samples.words(zone)
            ),
        ))
    }

    /// The zone that the headers of packed logs show.
    fn by_packing(&self, app: bool) -> Option<Near> {
        let (samples, path) = packed::samples(self.sources, self.survey, app)?;
        let hints: Vec<Zone> = self.options.rest.into_iter().collect();
        let zone = samples.zone(&hints)?;
        Some((
            zone,
            format!(
                "the modification times in gzip headers such as that of {path}, beside the last stamps inside ({})",
                samples.words(zone)
            ),
        ))
    }

    /// What the stamps of the host's (or the application's) sources prove themselves, source by
    /// source: all of them, or those `within` a folder at the top.
    fn proofs(&self, app: bool, within: Option<&str>) -> Vec<(&Samples, &str)> {
        let mut out = Vec::new();
        for written_out in [false, true] {
            for (index, facts) in self.survey.facts.iter().enumerate() {
                let is_one = facts.app == app && facts.written_out == written_out;
                let path = self.path(index);
                if is_one
                    && !facts.samples.is_empty()
                    && within.is_none_or(|top| top_of(path) == Some(top))
                {
                    out.push((&facts.samples, path));
                }
            }
            // what was written out elsewhere shows the host's zone only for want of better
            if !out.is_empty() {
                break;
            }
        }
        out
    }

    /// The zone that the stamps of the host's (or the application's) sources prove themselves.
    /// Where they disagree (a log host writes in its own zone), what the host or the user states
    /// decides, if any of them is in it.
    fn near(&self, app: bool, within: Option<&str>) -> Option<Near> {
        let mut proofs = self.proofs(app, within);
        let mut all = Samples::default();
        proofs.iter().for_each(|(samples, _)| all.extend(samples));
        let shown = |zone: Zone| proofs.iter().any(|(samples, _)| samples.fits(zone));
        let stated = (!app).then(|| declared::of_host(self.sources)).flatten();
        if let Some((zone, path)) = &stated
            && (all.is_empty() || all.fits(*zone) || shown(*zone))
        {
            return Some((*zone, path.clone()));
        }
        let hints: Vec<Zone> = self.options.rest.into_iter().collect();
        let mut zone = all.zone(&hints)?;
        if let Some(rest) = self.options.rest.filter(|rest| !all.fits(zone) && shown(*rest)) {
            zone = rest;
            proofs.retain(|(samples, _)| samples.fits(rest));
            all = Samples::default();
            proofs.iter().for_each(|(samples, _)| all.extend(samples));
        }
        proofs.sort_by_key(|(samples, path)| (std::cmp::Reverse(samples.count), *path));
        let names: Vec<&str> = proofs.iter().take(2).map(|(_, path)| *path).collect();
        Some((zone, format!("{} ({})", names.join(" and "), all.words(zone))))
    }

    /// The zone that the files beside a source show, where those of all hosts together disagree.
    fn beside(&self, index: usize, host: Zone) -> Option<Near> {
        let agree = self.proofs(false, None).iter().all(|(samples, _)| samples.fits(host));
        (!agree).then(|| self.near(false, Some(top_of(self.path(index))?))).flatten()
    }

    /// The zone that the user states for what shows none, where only files in other folders prove
    /// one: a database server that logs in UTC says nothing of the hosts beside it.
    fn stated_beside(&self, index: usize) -> Option<Zone> {
        let rest = self.options.rest?;
        let own = top_of(self.path(index))?;
        let mut tops =
            self.proofs(false, None).into_iter().map(|(_, path)| top_of(path)).peekable();
        tops.peek()?;
        tops.all(|top| top.is_some_and(|top| top != own)).then_some(rest)
    }

    /// Sources that prove their zone by their own stamps.
    fn own(&mut self, host: Option<&Near>) {
        for index in 0..self.read.len() {
            let Some(facts) = self.survey.facts.get(index) else { continue };
            let near = host.filter(|_| !facts.app).map(|(zone, _)| *zone);
            let hints: Vec<Zone> = near.into_iter().chain(self.options.rest).collect();
            let choice = match facts.samples.zone(&hints) {
                Some(zone) if facts.twins > 0 => Choice::new(
                    zone,
                    Basis::Inferred,
                    format!("local stamps beside epoch numbers: {}", facts.samples.words(zone)),
                ),
                Some(zone) if facts.with_offset > 0 => {
                    let zone = if facts.app && hints.first().is_none_or(|hint| *hint != zone) {
                        plain(&facts.samples, zone)
                    } else {
                        zone
                    };
                    Choice::new(
                        zone,
                        Basis::Declared,
                        format!("its timestamps carry their offset: {}", facts.samples.words(zone)),
                    )
                }
                _ if facts.with_offset > 0 && facts.zoneless == 0 => Choice::new(
                    Zone::UTC,
                    Basis::Declared,
                    "its stamps are in UTC and say so".to_owned(),
                ),
                _ if facts.instants > 0 && facts.zoneless == 0 => {
                    let zone = near.or(self.options.rest).unwrap_or(Zone::UTC);
                    Choice::new(
                        zone,
                        Basis::Declared,
                        "its stamps are epoch numbers, which need no zone to be read".to_owned(),
                    )
                }
                _ => continue,
            };
            self.set(index, choice);
        }
    }

    /// Instants of what is known to be in time: stamps that are instants, and local ones of sources
    /// whose zone is in `zones`.
    fn known(&self, zones: Option<&HashMap<usize, Zone>>) -> Known {
        let mut known = Known::default();
        for (index, source) in self.read.iter().enumerate() {
            let zone = zones.and_then(|zones| zones.get(&index)).copied();
            if self.app(index)
                && zone.is_none()
                && self.survey.facts.get(index).is_some_and(|facts| facts.zoneless > 0)
            {
                continue;
            }
            let locals = self.survey.locals.get(index).map(Vec::as_slice).unwrap_or_default();
            for (number, sited) in source.drafts.iter().enumerate() {
                let Some(written) = &sited.draft.written else { continue };
                let at = match (written.stamp, locals.get(number).copied().flatten(), zone) {
                    (Stamp::Instant(us), _, _) => us,
                    (_, Some(local), Some(zone)) => zone.readings(local).0,
                    _ => continue,
                };
                for key in pairs::keys(&sited.draft.kind) {
                    known.add(key, at.saturating_add(sited.draft.shift_us));
                }
            }
        }
        known
    }

    /// Wall-clock times of a source by the keys of what they tell, where others know the key.
    fn locals(&self, index: usize, known: &Known) -> HashMap<String, Vec<i64>> {
        let mut out: HashMap<String, Vec<i64>> = HashMap::new();
        let Some(source) = self.read.get(index) else { return out };
        let locals = self.survey.locals.get(index).map(Vec::as_slice).unwrap_or_default();
        let tables = known.knows_tables();
        for (number, sited) in source.drafts.iter().enumerate() {
            if tables
                && let EventKind::Table(row) = &sited.draft.kind
                && let table = row.unpack()
                && let Some(local) = table.created_at.as_deref().and_then(row_time)
            {
                let key = pairs::create_key(table.table);
                if known.knows(&key) {
                    out.entry(key).or_default().push(micros(local));
                }
            }
            let Some(local) = locals.get(number).copied().flatten() else { continue };
            for key in pairs::keys(&sited.draft.kind) {
                if known.knows(&key) {
                    out.entry(key)
                        .or_default()
                        .push(micros(local).saturating_add(sited.draft.shift_us));
                }
            }
        }
        out
    }

    /// Chooses zones by acts that stand in two sources; gives the zone that all of them together
    /// show.
    fn by_pairs(&mut self, app: bool, known: &Known, host: Option<&Near>) -> Option<Near> {
        let mut all = Samples::default();
        let mut from = Vec::new();
        let mut found: Vec<(usize, Shown, Samples)> = Vec::new();
        for index in self.needy(app) {
            if let Some(choice) = self.by_stretches(index, known, host) {
                self.set(index, choice);
                continue;
            }
            let locals = self.locals(index, known);
            let Some(shown) = pairs::compare(&locals, known) else { continue };
            let at = shown.instants.first().copied().unwrap_or(0);
            // One act alone could be chance, unless it shows what is likely anyway.
            let likely = shown.offset == 0
                || host.is_some_and(|(zone, _)| zone.offset_at(at) == shown.offset);
            if !shown.rivals.is_empty() || (shown.acts < 2 && !likely) {
                continue;
            }
            let mut samples = Samples::default();
            for at in &shown.instants {
                samples.add(*at, shown.offset);
            }
            all.extend(&samples);
            from.push(self.path(index).to_owned());
            found.push((index, shown, samples));
        }
        let hints: Vec<Zone> =
            self.options.rest.into_iter().chain(host.map(|(zone, _)| *zone)).collect();
        for (index, shown, samples) in found {
            let Some(zone) = samples.zone(&hints) else { continue };
            let acts = if shown.acts == 1 {
                "one statement that appears".to_owned()
            } else {
                format!("{} statements that appear", shown.acts)
            };
            let reason = format!(
                "{acts} in another source with a known time {} its offset as {}",
                if shown.acts == 1 { "shows" } else { "show" },
                offset_name(shown.offset)
            );
            self.set(index, Choice::new(zone, Basis::Inferred, reason));
        }
        let zone = all.zone(&hints)?;
        from.truncate(2);
        Some((zone, from.join(" and ")))
    }

    /// When tables were dropped, by what the server's logs say in known time.
    fn drops(&self) -> HashMap<String, i64> {
        errors::drops(self.read, |index, number| {
            let draft = &self.read.get(index)?.drafts.get(number)?.draft;
            match draft.written.as_ref()?.stamp {
                Stamp::Instant(us) => Some(us.saturating_add(draft.shift_us)),
                _ => {
                    let zone = self.choices.get(index)?.as_ref().filter(|_| !self.app(index))?.zone;
                    let local = self.survey.locals.get(index)?.get(number).copied().flatten()?;
                    Some(zone.readings(local).0.saturating_add(draft.shift_us))
                }
            }
        })
    }

    /// An application log whose errors about a missing table begin behind its DROP in one zone
    /// only.
    fn by_errors(&self, index: usize, host: &Near, drops: &HashMap<String, i64>) -> Option<Choice> {
        let locals = self.survey.locals.get(index)?;
        let mut zones = vec![Zone::UTC, host.0];
        zones.dedup();
        let (zone, errors) =
            errors::fitting(self.read.get(index)?, locals, drops, &zones, |zone, local| {
                zone.readings(local).0
            })?;
        let reason = format!(
            "read so, its first errors about a missing table ({errors} within a minute) begin right behind the statement that dropped it"
        );
        let mut choice = Choice::new(zone, Basis::Inferred, reason);
        choice
            .rivals
            .extend(zones.iter().filter(|other| **other != zone).map(|other| other.name()));
        Some(choice)
    }

    /// The zone of times in rows, where a dump's header sets it for its session.
    fn rows(&self, host: Option<&Near>) -> Vec<Option<Zone>> {
        (0..self.read.len())
            .map(|index| {
                let facts = self.survey.facts.get(index)?;
                if !facts.rows {
                    return None;
                }
                let head = self.sources.get(index)?.excerpt(0, 4096).ok()?;
                let set = head
                    .split_once("SET TIME_ZONE='")
                    .and_then(|(_, rest)| rest.split('\'').next())
                    .and_then(Zone::parse);
                set.or_else(|| host.filter(|_| facts.instants > 0).map(|(zone, _)| *zone))
            })
            .collect()
    }
}

/// The folder at the top of a path: mostly a host's.
fn top_of(path: &str) -> Option<&str> {
    path.split_once('/').map(|(top, _)| top)
}

/// An application's offset is shown as the offset that stands there, unless it is UTC: which of the
/// zones with that offset its setting names is not known.
fn plain(samples: &Samples, zone: Zone) -> Zone {
    match samples.most() {
        Some(0) => Zone::UTC,
        _ => zone,
    }
}

/// `YYYY-MM-DD HH:MM:SS` of a row.
fn row_time(text: &str) -> Option<NaiveDateTime> {
    crate::time::quick::local(text.trim().as_bytes()).map(|at| crate::time::utc(at).naive_utc())
}
