//! Words for the terms, times, sizes and numbers of a report.

use chrono::{DateTime, FixedOffset, Utc};

use crate::{
    report::v1::Finding,
    text::number::{number, seconds},
    verdict::likelihood::Likelihood,
};

/// A likelihood word of ICD 203 with its range.
pub(crate) fn likelihood(word: Likelihood) -> String {
    format!("{} ({})", word.words(), word.range())
}

/// An id as words: `drop_table` as "drop table".
pub(crate) fn plain(id: &str) -> String {
    id.replace(['_', '-'], " ")
}

/// A number or a dash.
pub(crate) fn number_or_dash(n: Option<u64>) -> String {
    n.map_or_else(|| "\u{2013}".to_owned(), number)
}

/// A size.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KB", "MB", "GB", "TB"];
    let mut value = bytes as f64;
    let mut unit = "B";
    for name in UNITS {
        unit = name;
        if value < 1000.0 {
            break;
        }
        if name != "TB" {
            value /= 1000.0;
        }
    }
    if unit == "B" || value >= 100.0 {
        format!("{value:.0} {unit}")
    } else {
        format!("{value:.1} {unit}")
    }
}

/// A time of the report.
pub(crate) fn time(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

fn offset(at: &DateTime<FixedOffset>) -> String {
    if at.offset().local_minus_utc() == 0 { "UTC".to_owned() } else { at.format("%:z").to_string() }
}

/// A time to read: `2025-10-27 06:28:23 +01:00`. Text that is no time stays as it is.
pub(crate) fn when(text: &str) -> String {
    time(text).map_or_else(
        || text.to_owned(),
        |at| format!("{} {}", at.format("%Y-%m-%d %H:%M:%S"), offset(&at)),
    )
}

/// The same in UTC, only the time of day where the date is the same; `None` where it adds nothing.
pub(crate) fn in_utc(text: &str) -> Option<String> {
    let at = time(text)?;
    if at.offset().local_minus_utc() == 0 {
        return None;
    }
    let utc = at.with_timezone(&Utc);
    let form =
        if utc.date_naive() == at.date_naive() { "%H:%M:%S UTC" } else { "%Y-%m-%d %H:%M:%S UTC" };
    Some(utc.format(form).to_string())
}

/// A time with UTC beside it.
pub(crate) fn when_both(text: &str) -> String {
    match in_utc(text) {
        Some(utc) => format!("{} ({utc})", when(text)),
        None => when(text),
    }
}

/// The text with each RFC 3339 time in it written to be read.
pub(crate) fn with_times(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        let core = word.trim_start_matches(['(', '"']);
        let kept = core.trim_end_matches(['.', ',', ';', ':', ')', '"']);
        // the shortest such time has twenty characters, the longest with a fraction fewer than 40
        if (20..40).contains(&kept.len())
            && kept.as_bytes().get(10) == Some(&b'T')
            && time(kept).is_some()
        {
            out.push_str(word.strip_suffix(core).unwrap_or_default());
            out.push_str(&when(kept));
            out.push_str(core.strip_prefix(kept).unwrap_or_default());
        } else {
            out.push_str(word);
        }
    }
    out
}

/// From one time to another; the date once where it is the same.
pub(crate) fn range(from: &str, to: &str) -> String {
    match (time(from), time(to)) {
        (Some(a), Some(b)) if a == b => when(from),
        (Some(a), Some(b)) if a.date_naive() == b.date_naive() && a.offset() == b.offset() => {
            format!(
                "{} \u{2013} {} {}",
                a.format("%Y-%m-%d %H:%M:%S"),
                b.format("%H:%M:%S"),
                offset(&b)
            )
        }
        _ => format!("{} \u{2013} {}", when(from), when(to)),
    }
}

/// How long it is from one time to another, in its two largest units.
pub(crate) fn length(from: &str, to: &str) -> Option<String> {
    let s = time(to)?.signed_duration_since(time(from)?).num_seconds();
    (s >= 0).then(|| seconds(s))
}

/// At most `most` characters, an ellipsis for the rest.
pub(crate) fn clip(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(std::iter::once('…')).collect()
}

/// At most `most` characters, cut between words where one ends near, an ellipsis for the rest.
pub(crate) fn clip_words(text: &str, most: usize) -> String {
    let cut = clip(text, most);
    if cut == text {
        return cut;
    }
    match cut.rfind(' ').and_then(|at| cut.get(..at)).filter(|kept| kept.chars().count() > most / 2)
    {
        Some(kept) => format!("{kept} …"),
        None => cut,
    }
}

/// Names as a list in words: "`a`, `b` and 3 more"; code between backticks.
pub(crate) fn names(all: &[String], total: u64, most: usize) -> String {
    let shown: Vec<String> =
        all.iter().take(most).map(|name| format!("`{}`", name.replace('`', "'"))).collect();
    let rest = total.max(all.len() as u64).saturating_sub(shown.len() as u64);
    match (shown.is_empty(), rest) {
        (true, 0) => "\u{2013}".to_owned(),
        (true, rest) => number(rest),
        (false, 0) => shown.join(", "),
        (false, rest) => format!("{} and {} more", shown.join(", "), number(rest)),
    }
}

/// What a finding is about: tables or, where there are none, the database.
pub(crate) fn on(finding: &Finding) -> String {
    let tables = names(&finding.tables, finding.table_count, 3);
    match &finding.database {
        Some(database) if finding.tables.is_empty() && finding.table_count == 0 => {
            format!("`{}`", database.replace('`', "'"))
        }
        Some(database) => format!("{tables} in `{}`", database.replace('`', "'")),
        None => tables,
    }
}

/// Words as a sentence: a capital first, a full stop last.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    // a file's name keeps its letters
    let name = text
        .split(' ')
        .next()
        .is_some_and(|word| word.trim_end_matches(['.', ',', ':', ';']).contains(['.', '/', '_']));
    let mut out: String =
        if name { text.to_owned() } else { first.to_uppercase().chain(chars).collect() };
    if !out.ends_with(['.', '!', '?', ':']) {
        out.push('.');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_numbers_and_sizes_read_well() {
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(number(12), "12");
        assert_eq!(size(1_072_327), "1.1 MB");
        assert_eq!(size(999), "999 B");
        assert_eq!(when("2025-10-27T06:28:23+01:00"), "2025-10-27 06:28:23 +01:00");
        assert_eq!(
            when_both("2025-10-27T00:28:23+01:00"),
            "2025-10-27 00:28:23 +01:00 (2025-10-26 23:28:23 UTC)"
        );
        assert_eq!(
            range("2025-10-27T06:28:23+01:00", "2025-10-27T06:28:25+01:00"),
            "2025-10-27 06:28:23 – 06:28:25 +01:00"
        );
        assert_eq!(
            with_times("at 2025-10-27T06:28:23+01:00, or"),
            "at 2025-10-27 06:28:23 +01:00, or"
        );
        assert_eq!(
            length("2025-10-04T11:23:39+02:00", "2025-10-27T06:28:23+01:00").as_deref(),
            Some("22 d 20 h")
        );
        assert_eq!(seconds(0), "less than 1 s");
        assert_eq!(seconds(3600), "1 h");
        assert_eq!(clip("abcdef", 4), "abc…");
        assert_eq!(names(&["a".into(), "b".into()], 7, 2), "`a`, `b` and 5 more");
        assert_eq!(likelihood(Likelihood::VeryLikely), "very likely (80–95 %)");
    }
}
