//! What the stamps of each source are like, before any zone is chosen; years are settled here.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

use super::proof::Samples;
use super::proof::offset_between;
use super::year;
use super::year::MonthDay;
use crate::ingest::clock::options::ClockOptions;
use crate::{
    event::kind::EventKind,
    ingest::source_read::SourceRead,
    source::evidence::Source,
    time::{SECOND, Stamp, micros, utc},
};

/// The most that the two stamps of one entry may differ beside the offset: a statement's run time.
const RUN: i64 = 120 * SECOND;

/// Stamps of one source.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Written by the application, whose zone is a setting of its own.
    pub(super) app: bool,
    /// Stamps without a zone.
    pub(super) zoneless: u64,
    /// Stamps that are instants.
    pub(super) instants: u64,
    /// Of these, such with an offset beside them.
    pub(super) with_offset: u64,
    /// Offsets that the source proves for stamps of its own kind and place.
    pub(super) samples: Samples,
    /// Proven by local stamps beside epochs.
    pub(super) twins: u64,
    /// Rows with times in them.
    pub(super) rows: bool,
    /// Its stamps are in the zone of the session that wrote them out, not in the host's: rows of
    /// tables, and what `mysqlbinlog` prints.
    pub(super) written_out: bool,
}

/// Stamps of all sources.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// One for each source.
    pub(super) facts: Vec<Facts>,
    /// For each source and draft the wall-clock time, where the stamp is one; none of a source that
    /// has no such stamps.
    pub(super) locals: Vec<Vec<Option<NaiveDateTime>>>,
    /// The year of the first year-less stamp of each source.
    pub(super) first_year: Vec<Option<i32>>,
    /// Years, counted from the one taken, that fit as well.
    pub(super) year_rivals: Vec<Vec<i32>>,
    /// How the years were found.
    pub(super) year_words: Vec<Option<String>>,
}

/// Logs of the application bear the application's zone; all else on a host bears the host's.
fn is_app(format: &str) -> bool {
    format.starts_with("laravel") || format.starts_with("php")
}

/// Formats whose offsets are those of the people who wrote, not of the host.
fn is_personal(format: &str) -> bool {
    format.starts_with("git")
}

impl Survey {
    pub(super) fn of(sources: &[Source], read: &[SourceRead], options: &ClockOptions) -> Survey {
        let mut survey = Survey { facts: read.iter().map(facts).collect(), ..Survey::default() };
        survey.years(sources, read, options);
        survey.locals = read
            .iter()
            .enumerate()
            .map(|(index, source)| {
                let days = days(source);
                let relative = year::walk(&days);
                let first = survey.first_year.get(index).copied().flatten();
                let mut turn = relative.iter();
                // none where there is nothing to know of many rows
                if !source.drafts.iter().any(|sited| {
                    sited
                        .draft
                        .written
                        .as_ref()
                        .is_some_and(|written| !matches!(written.stamp, Stamp::Instant(_)))
                }) {
                    return Vec::new();
                }
                source
                    .drafts
                    .iter()
                    .map(|sited| match sited.draft.written.as_ref()?.stamp {
                        Stamp::Instant(_) => None,
                        Stamp::Local(local) => Some(local),
                        Stamp::Yearless { month, day, time } => {
                            let years = turn.next().copied().unwrap_or(0);
                            Some(
                                NaiveDate::from_ymd_opt(first? + years, month.into(), day.into())?
                                    .and_time(time),
                            )
                        }
                    })
                    .collect()
            })
            .collect();
        survey
    }

    fn years(&mut self, sources: &[Source], read: &[SourceRead], options: &ClockOptions) {
        let count = read.len();
        self.first_year = vec![None; count];
        self.year_rivals = vec![Vec::new(); count];
        self.year_words = vec![None; count];
        let dated = dated_days(read);

        // Rotated files of one log are one sequence.
        let mut sets: BTreeMap<String, Vec<(i64, usize)>> = BTreeMap::new();
        for (index, source) in read.iter().enumerate() {
            if source.drafts.iter().any(|sited| yearless(sited).is_some()) {
                let path = sources.get(index).map_or("", |source| source.path.as_str());
                let (stem, rank) = crate::source::rotated::rotation(path);
                sets.entry(stem).or_default().push((rank, index));
            }
        }
        for set in sets.values_mut() {
            set.sort_unstable();
            let parts: Vec<(usize, Vec<MonthDay>)> = set
                .iter()
                .filter_map(|(_, index)| read.get(*index).map(|source| (*index, days(source))))
                .collect();
            let all: Vec<MonthDay> =
                parts.iter().flat_map(|(_, days)| days.iter().copied()).collect();
            let relative = year::walk(&all);
            let stated = set.iter().find_map(|(_, index)| {
                options.year_of(sources.get(*index).map_or("", |source| source.path.as_str()))
            });
            let chosen = match stated {
                Some(year) => year::Years { first: year, shared_days: 0, rivals: Vec::new() },
                None => match year::choose(&all, &dated) {
                    Some(years) => years,
                    None => continue,
                },
            };
            let mut at = 0;
            for (index, days) in parts {
                let first = chosen.first + relative.get(at).copied().unwrap_or(0);
                at += days.len();
                if let Some(slot) = self.first_year.get_mut(index) {
                    *slot = Some(first);
                }
                if let Some(slot) = self.year_rivals.get_mut(index) {
                    *slot = chosen.rivals.iter().map(|rival| rival - chosen.first).collect();
                }
                if let Some(slot) = self.year_words.get_mut(index) {
                    *slot = Some(match (stated, chosen.shared_days) {
                        (Some(_), _) => format!("year {first} as stated"),
                        (None, 0) => {
                            format!("year {first}, which brings it closest to the dated evidence")
                        }
                        (None, 1) => {
                            format!("year {first}, in which dated evidence shares a day with it")
                        }
                        (None, shared) => format!(
                            "year {first}, in which dated evidence shares {shared} days with it"
                        ),
                    });
                }
            }
        }
    }
}

fn yearless(sited: &crate::ingest::sited::Sited) -> Option<MonthDay> {
    match sited.draft.written.as_ref()?.stamp {
        Stamp::Yearless { month, day, .. } => Some((month, day)),
        _ => None,
    }
}

fn days(source: &SourceRead) -> Vec<MonthDay> {
    source.drafts.iter().filter_map(yearless).collect()
}

/// Days of which sources with years tell, and how many entries.
fn dated_days(read: &[SourceRead]) -> BTreeMap<NaiveDate, u32> {
    let mut dated = BTreeMap::new();
    for sited in read.iter().flat_map(|source| &source.drafts) {
        let Some(written) = &sited.draft.written else { continue };
        let date = match written.stamp {
            Stamp::Instant(us) => {
                utc(us.saturating_add(i64::from(written.offset_s.unwrap_or(0)) * SECOND))
                    .date_naive()
            }
            Stamp::Local(local) => local.date(),
            Stamp::Yearless { .. } => continue,
        };
        if crate::time::plausible(date) {
            *dated.entry(date).or_default() += 1;
        }
    }
    dated
}

/// Whether a stamp ends with a number where others have the letters of their zone: ` +03`.
fn stands_for_letters(text: &str) -> bool {
    let is_number = |zone: &str| {
        let digits = zone.strip_prefix(['+', '-']).unwrap_or_default();
        digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit())
    };
    text.rsplit_once(' ').is_some_and(|(_, zone)| is_number(zone))
}

fn facts(source: &SourceRead) -> Facts {
    let format = source.format.unwrap_or_default();
    let written_out = format.starts_with("schema_") || format == "mysql_binlog";
    let mut facts = Facts { app: is_app(format), written_out, ..Facts::default() };
    for sited in &source.drafts {
        let draft = &sited.draft;
        if matches!(draft.kind, EventKind::Table(_)) {
            facts.rows = true;
        }
        let Some(written) = &draft.written else { continue };
        match written.stamp {
            Stamp::Instant(us) => {
                facts.instants += 1;
                if let Some(offset) = written.offset_s {
                    facts.with_offset += 1;
                    // A `Z` is a way of writing, not a sign that the host lives in UTC.
                    if !written.text.trim_end_matches([']', '"']).ends_with(['Z', 'z'])
                        && !is_personal(format)
                    {
                        facts.samples.add(us, offset);
                        facts.samples.nameless |= stands_for_letters(&written.text);
                    }
                }
            }
            Stamp::Local(_) | Stamp::Yearless { .. } => facts.zoneless += 1,
        }
        let pair = match (written.stamp, draft.twin.as_ref().map(|twin| twin.stamp)) {
            (Stamp::Instant(at), Some(Stamp::Local(local)))
            | (Stamp::Local(local), Some(Stamp::Instant(at))) => Some((micros(local), at)),
            _ => None,
        };
        if let Some((local, at)) = pair
            && let Some(offset) = offset_between(local, at, RUN)
        {
            facts.twins += 1;
            facts.samples.add(at, offset);
        }
    }
    facts
}
