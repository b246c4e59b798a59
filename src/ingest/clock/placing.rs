//! Placing a source's drafts in time one after the other, where its clock is known.

use chrono::{NaiveDate, NaiveDateTime};

use super::year;
use crate::ingest::clock::{
    instant::{instant, spread},
    source_clock::SourceClock,
};
use crate::{
    event::{
        place::Place,
        placed::{Event, Remarks},
        remark::Remark,
    },
    ingest::sited::Sited,
    time::Stamp,
};

/// See the module. Drafts come in the order of the bytes.
pub(crate) struct Placing<'a> {
    clock: &'a SourceClock,
    /// The last day without a year and how many years after the first one it lies.
    turn: year::Turn,
    /// Drafts so far.
    number: usize,
    /// The last time in the hour that the zone repeats, and the draft at which it began anew.
    repeated: Option<NaiveDateTime>,
    fold: Option<usize>,
}

impl<'a> Placing<'a> {
    /// By this clock.
    pub(crate) fn new(clock: &'a SourceClock) -> Placing<'a> {
        Placing { clock, turn: year::Turn::default(), number: 0, repeated: None, fold: None }
    }

    /// The next draft as an event.
    pub(crate) fn place(&mut self, sited: Sited) -> Event {
        let zone = self.clock.zone;
        let mut draft = sited.draft;
        let local = draft.written.as_ref().and_then(|written| match written.stamp {
            Stamp::Instant(_) => None,
            Stamp::Local(local) => Some(local),
            Stamp::Yearless { month, day, time } => {
                let years = self.turn.step((month, day));
                Some(
                    NaiveDate::from_ymd_opt(
                        self.clock.first_year? + years,
                        month.into(),
                        day.into(),
                    )?
                    .and_time(time),
                )
            }
        });
        if let Some(local) = local {
            let (first, second) = zone.readings(local);
            if first != second {
                let back = self.repeated.map_or(0, |last| (last - local).num_minutes());
                if (20..=70).contains(&back) && self.fold.is_none() {
                    self.fold = Some(self.number);
                }
                self.repeated = Some(local);
            }
            if zone.leaps_over(local) {
                draft.remarks.push(Remark::LeapsOver { zone: self.clock.name.clone(), local });
            }
        }
        // before the step back is seen, a time in that hour is the first of the two
        let fold = self.fold.or(self.repeated.map(|_| usize::MAX));
        let when = instant(&draft, local, zone, fold, self.number)
            .map(|when| when.shifted(draft.shift_us.saturating_sub(self.clock.ahead_us)));
        let when = when.map(|when| spread(when, &draft, &[]));
        self.number += 1;
        Event {
            place: Place { source: self.clock.source, span: sited.span },
            written: draft.written.map(Box::new),
            when,
            kind: draft.kind,
            remarks: Remarks::of(draft.remarks),
        }
    }
}
