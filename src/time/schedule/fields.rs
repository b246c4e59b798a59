//! Fields of a schedule as sets of numbers: lists, ranges, steps and names.

pub(super) const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
pub(super) const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

pub(super) fn has(set: u64, value: u32) -> bool {
    value < 64 && set & (1 << value) != 0
}

pub(super) fn all(low: u32, high: u32) -> u64 {
    (low..=high.min(63)).fold(0, |set, value| set | (1 << value))
}

/// The numbers that a field stands for. Names count from `low` (months) or 0 (weekdays).
pub(super) fn set(field: &str, low: u32, high: u32, names: &[&str]) -> Option<u64> {
    let number = |text: &str| -> Option<u32> {
        if text.len() <= 2 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            return text.parse().ok().filter(|value| (low..=high).contains(value));
        }
        let start = text.get(..3)?.to_ascii_lowercase();
        let at = names.iter().position(|name| *name == start)?;
        // systemd takes whole names too, crontab three letters only
        let whole =
            text.len() == 3 || text.bytes().all(|b| b.is_ascii_alphabetic()) && text.len() <= 9;
        whole
            .then(|| u32::try_from(at).ok())
            .flatten()
            .map(|at| at + if low == 0 { 0 } else { low })
    };
    let mut out = 0u64;
    for part in field.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, step.parse::<u32>().ok().filter(|step| *step > 0)?),
            None => (part, 1),
        };
        let stepped = part.contains('/');
        let (from, to) = if range == "*" || range == "?" {
            (low, high)
        } else if let Some((from, to)) = range.split_once(['-', '~']) {
            (
                if from.is_empty() { low } else { number(from)? },
                if to.is_empty() { high } else { number(to)? },
            )
        } else {
            let from = number(range)?;
            (from, if stepped { high } else { from })
        };
        if from > to {
            // Fri-Mon of systemd and of cronie's weekdays
            if names.len() != 7 {
                return None;
            }
            out |= all(from, high) | all(low, to);
            continue;
        }
        let mut value = from;
        while value <= to {
            out |= 1 << value.min(63);
            value = value.checked_add(step)?;
        }
    }
    (out != 0).then_some(out)
}
