//! The clock of one source.

use chrono::Datelike;

use crate::{
    event::place::SourceId,
    format::grammar::prefilter::Scale,
    text::vocabulary::vocabulary,
    time::{SECOND, micros, zone::Zone},
};

vocabulary! {
    /// What a zone rests on.
    pub enum Basis {
        /// The user named the time zone.
        Stated = "stated",
        /// The source, or a setting in the evidence, names the time zone.
        Declared = "declared",
        /// The evidence shows the time zone, as by stamps that stand in two logs.
        Inferred = "inferred",
        /// Nothing shows the time zone; UTC is assumed.
        Assumed = "assumed",
    }
}

/// The clock of one source.
#[derive(Clone, Debug)]
pub(crate) struct SourceClock {
    /// Whose.
    pub source: SourceId,
    /// The zone that stamps without one are read in, and that all are shown in.
    pub zone: Zone,
    /// Its name for the report.
    pub name: String,
    /// How it is known.
    pub basis: Basis,
    /// The same in a sentence.
    pub reason: String,
    /// The year of its first year-less stamp, where it has such.
    pub first_year: Option<i32>,
    /// The zone of times inside rows (CREATE_TIME of a schema dump), where it is another one.
    pub rows: Option<Zone>,
    /// Its stamps bear no zone and nothing proves one: another reading is possible.
    pub doubtful: bool,
    /// Where the zone changes within the file: from which draft on, and to which zone.
    pub stretches: Vec<(usize, Zone)>,
    /// Microseconds that it is ahead of the database server's clock.
    pub ahead_us: i64,
}

impl SourceClock {
    /// The zone of the stamp of a draft.
    pub(super) fn zone_at(&self, number: usize) -> Zone {
        self.stretches
            .iter()
            .rev()
            .find(|(from, _)| *from <= number)
            .map_or(self.zone, |(_, zone)| *zone)
    }

    /// The instant of a number of `scale`, in a source whose first such number is `begun`.
    pub(crate) fn instant_of(&self, scale: Scale, at: i64, begun: i64) -> i64 {
        let local = crate::time::utc(at).naive_utc();
        match scale {
            Scale::Instant => at,
            Scale::Local => self.zone.readings(local).0,
            Scale::Yearless => {
                // half a year before the beginning is after the turn of the year
                let turned = i32::from(begun.saturating_sub(at) > 183 * 86_400 * SECOND);
                let year = self.first_year.unwrap_or(crate::time::quick::NO_YEAR) + turned;
                let local = local
                    .with_year(year)
                    .or_else(|| local.with_day(28)?.with_year(year))
                    .unwrap_or(local);
                self.zone.readings(local).0
            }
        }
    }

    /// The number of `scale` by which a source with this clock writes an instant.
    pub(crate) fn number_of(&self, scale: Scale, at: i64) -> i64 {
        let local = || crate::time::utc(at).with_timezone(&self.zone.fixed_at(at)).naive_local();
        match scale {
            Scale::Instant => at,
            Scale::Local => micros(local()),
            Scale::Yearless => {
                micros(local().with_year(crate::time::quick::NO_YEAR).unwrap_or_else(local))
            }
        }
    }
}
