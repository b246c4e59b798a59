//! From stamps to instants, through clocks that the report states.

pub mod zone;

use globset::GlobMatcher;

use crate::{
    event::Event,
    evidence::{Place, SourceId},
    ingest::SourceRead,
    source::Source,
    time::{Stamp, When, Written},
};
use zone::Zone;

/// What the user states of clocks.
#[derive(Clone, Debug, Default)]
pub struct ClockOptions {
    /// `--tz GLOB=ZONE`.
    pub stated: Vec<(GlobMatcher, Zone)>,
    /// `--tz ZONE`.
    pub rest: Option<Zone>,
    /// `--year`.
    pub year: Option<i32>,
}

/// Where a source's zone comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The user says so.
    Stated,
    /// The source says so itself.
    Declared,
    /// The evidence shows it.
    Inferred,
    /// Nothing shows it.
    Assumed,
}

impl Basis {
    /// The contract's word for it.
    pub fn id(self) -> &'static str {
        match self {
            Basis::Stated => "stated",
            Basis::Declared => "declared",
            Basis::Inferred => "inferred",
            Basis::Assumed => "assumed",
        }
    }
}

/// The clock of one source.
#[derive(Clone, Debug)]
pub struct SourceClock {
    /// Whose.
    pub source: SourceId,
    /// The zone that stamps without one are read in.
    pub zone: Zone,
    /// Its name for the report.
    pub name: String,
    /// How it is known.
    pub basis: Basis,
    /// The same in a sentence.
    pub reason: String,
    /// Other zones or years that would fit as well.
    pub rivals: Vec<String>,
    /// The year of its first year-less stamp, where it has such.
    pub first_year: Option<i32>,
}

/// All events in time.
#[derive(Debug, Default)]
pub struct Placed {
    /// By time, source and place; those without a time last.
    pub events: Vec<Event>,
    /// One for each source, in their order.
    pub clocks: Vec<SourceClock>,
    /// What was taken for granted.
    pub assumptions: Vec<String>,
}

/// Places every draft in time.
pub fn place(sources: &[Source], read: Vec<SourceRead>, options: &ClockOptions) -> Placed {
    let _ = sources;
    let zone = options.rest.unwrap_or(Zone::UTC);
    let mut placed = Placed::default();
    for source in read {
        let year = options.year.unwrap_or(1970);
        placed.clocks.push(SourceClock {
            source: source.source,
            zone,
            name: zone.name(),
            basis: Basis::Assumed,
            reason: String::new(),
            rivals: Vec::new(),
            first_year: None,
        });
        let Some(format) = source.format else { continue };
        for sited in source.drafts {
            let draft = sited.draft;
            let when = draft.written.as_ref().and_then(|w| instant(w, zone, year)).map(|when| when.shifted(draft.shift_us));
            placed.events.push(Event {
                place: Place { source: source.source, span: sited.span },
                format,
                written: draft.written,
                when,
                kind: draft.kind,
                notes: draft.notes,
            });
        }
    }
    placed.events.sort_by_key(|event| (event.when.map_or(i64::MAX, |when| when.best), event.place.source, event.place.span.start));
    placed
}

fn instant(written: &Written, zone: Zone, year: i32) -> Option<When> {
    match written.stamp {
        Stamp::Instant(us) => Some(When::at(us, written.unit_us)),
        Stamp::Local(local) => Some(zone.when(local, written.unit_us)),
        Stamp::Yearless { month, day, time } => {
            let date = chrono::NaiveDate::from_ymd_opt(year, month.into(), day.into())?;
            Some(zone.when(date.and_time(time), written.unit_us))
        }
    }
}
