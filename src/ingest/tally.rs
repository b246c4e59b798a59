//! Records in a row that are only counted, in a few numbers.

use crate::{
    format::grammar::{
        prefilter::{Glance, Scale},
        relevance::Relevance,
    },
    time::SECOND,
};

/// Microseconds of the bars in which entries are counted at first.
pub(super) const MINUTE: i64 = 60 * SECOND;

/// Records in a row that were glanced at.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) entries: u64,
    pub(super) times: Option<Times>,
    /// Whether one that bears no stamp is an error.
    pub(super) error: bool,
    /// Entries in a row of one minute each.
    pub(super) bars: Vec<Bar>,
    /// Those of which some are to be read.
    pub(super) alike: Vec<Alike>,
    /// The connections that end, with the numbers of the entries.
    pub(super) ends: Vec<(u32, u64)>,
}

/// Entries of one minute.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bar {
    /// Where the minute begins.
    pub(super) at: i64,
    pub(super) entries: u64,
    /// How many of these are errors.
    pub(super) errors: u64,
}

/// One of them that tells something. Places and numbers count from the first, which is on line 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alike {
    pub(super) start: u32,
    pub(super) len: u32,
    pub(super) line: u32,
    /// As many entries end with it.
    pub(super) number: u32,
    /// As [`Glance::alike`].
    pub(super) likeness: u64,
    pub(super) weight: Relevance,
    /// As [`Glance::begins`].
    pub(super) begins: Option<u64>,
    /// As [`Glance::goes_on`].
    pub(super) goes_on: bool,
}

/// Stamps of entries in a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) scale: Scale,
    /// In the order of the entries.
    pub(super) first: i64,
    pub(super) last: i64,
    pub(super) least: i64,
    pub(super) most: i64,
    /// The first of the longest times between two of them.
    pub(super) silence: (i64, i64),
}

impl Times {
    pub(super) fn of((scale, at): (Scale, i64)) -> Times {
        Times { scale, first: at, last: at, least: at, most: at, silence: (at, at) }
    }

    fn add(&mut self, at: i64) {
        if at.saturating_sub(self.last) > self.silence.1.saturating_sub(self.silence.0) {
            self.silence = (self.last, at);
        }
        self.last = at;
        self.least = self.least.min(at);
        self.most = self.most.max(at);
    }
}

impl Tally {
    /// Of one record, `len` bytes long.
    pub(super) fn of(glance: &Glance, len: usize) -> Tally {
        let mut tally = Tally { error: glance.error, ..Tally::default() };
        tally.stamp(glance.at, glance.error);
        tally.note(glance, (0, len, 0));
        tally
    }

    /// Counts one that follows with these, whose place, length and line from the first on are
    /// these; `false` where it must be told apart.
    pub(super) fn add(&mut self, next: &Glance, place: (usize, usize, u64)) -> bool {
        let scale = self.times.map(|times| times.scale);
        let fits = scale.is_some() && scale == next.at.map(|(scale, _)| scale);
        if fits {
            self.stamp(next.at, next.error);
            self.note(next, place);
        }
        fits
    }

    /// Gives an entry its stamp.
    pub(super) fn stamp(&mut self, at: Option<(Scale, i64)>, error: bool) {
        let Some((_, us)) = at else { return };
        match (&mut self.times, at) {
            (Some(times), _) => times.add(us),
            (times, at) => *times = at.map(Times::of),
        }
        let errors = u64::from(error);
        match self.bars.last_mut() {
            Some(bar) if (bar.at..bar.at.saturating_add(MINUTE)).contains(&us) => {
                bar.entries += 1;
                bar.errors += errors;
            }
            _ => {
                let at = us.div_euclid(MINUTE).saturating_mul(MINUTE);
                self.bars.push(Bar { at, entries: 1, errors });
            }
        }
    }

    fn note(&mut self, glance: &Glance, (start, len, line): (usize, usize, u64)) {
        self.entries += 1;
        let number = self.entries as u32;
        self.ends.extend(glance.ends.map(|connection| (number, connection)));
        if glance.alike.is_none() && glance.begins.is_none() {
            return;
        }
        self.alike.push(Alike {
            start: start as u32,
            len: len as u32,
            line: line as u32,
            number,
            likeness: glance.alike.unwrap_or_default(),
            weight: match glance.alike {
                Some(_) if glance.grave => Relevance::Grave,
                Some(_) => Relevance::Telling,
                None => Relevance::None,
            },
            begins: glance.begins,
            goes_on: glance.goes_on,
        });
    }
}
