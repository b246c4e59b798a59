//! When one stamp was, by a known zone.

use chrono::NaiveDateTime;

use crate::{
    event::draft::Draft,
    time::{SECOND, Stamp, When, zone::Zone},
};

pub(super) fn instant(
    draft: &Draft,
    local: Option<NaiveDateTime>,
    zone: Zone,
    fold: Option<usize>,
    number: usize,
) -> Option<When> {
    let written = draft.written.as_ref()?;
    let unit = written.unit_us;
    match written.stamp {
        Stamp::Instant(us) => Some(When::at(us, unit)),
        Stamp::Local(_) | Stamp::Yearless { .. } => {
            let local = local?;
            let (first, second) = zone.readings(local);
            Some(match fold {
                // The step back in the file tells which of the two hours a line belongs to.
                Some(fold) if first != second => {
                    When::at(if number < fold { first } else { second }, unit)
                }
                _ => zone.when(local, unit),
            })
        }
    }
}

/// Where the hour that a zone repeats begins anew in a file: the first line in that hour whose
/// stamp lies about an hour before the one in front of it.
pub(super) fn folds(locals: &[Option<NaiveDateTime>], zone: Zone) -> Option<usize> {
    let mut last: Option<NaiveDateTime> = None;
    for (number, local) in locals.iter().enumerate() {
        let Some(local) = local else { continue };
        let (first, second) = zone.readings(*local);
        if first != second {
            if let Some(last) = last
                && (last - *local).num_minutes() >= 20
                && (last - *local).num_minutes() <= 70
            {
                return Some(number);
            }
            last = Some(*local);
        }
    }
    None
}

/// A stamp whose year has rivals may lie in any of them.
pub(super) fn spread(when: When, draft: &Draft, rivals: &[i32]) -> When {
    let yearless = draft
        .written
        .as_ref()
        .is_some_and(|written| matches!(written.stamp, Stamp::Yearless { .. }));
    if !yearless || rivals.is_empty() {
        return when;
    }
    const YEAR: i64 = 31_556_952 * SECOND;
    let (least, most) =
        (rivals.iter().min().copied().unwrap_or(0), rivals.iter().max().copied().unwrap_or(0));
    When {
        earliest: when.earliest.saturating_add(YEAR.saturating_mul(i64::from(least.min(0)))),
        latest: when.latest.saturating_add(YEAR.saturating_mul(i64::from(most.max(0)))),
        best: when.best,
    }
}
