//! A log behind a collector's prefix: each line as the program wrote it, and the way back to where
//! it stands.

use crate::format::{
    contract::{Carry, Head, Likeness, Parsed, Reader, RecordReader},
    grammar::{
        collector_prefix::{Prefix, STYLES},
        lines::lines,
    },
};

/// Lines from which a prefix is known.
const LINES: usize = 50;

/// The prefix that nearly all first lines bear.
fn style(head: &Head<'_>) -> Option<Prefix> {
    STYLES.into_iter().filter(|style| *style != Prefix::None).find(|style| {
        let (mut all, mut fits) = (0usize, 0usize);
        for line in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(LINES) {
            all += 1;
            fits += usize::from(style.strip(line).is_some());
        }
        fits > 0 && fits * 10 >= all * 9
    })
}

/// How sure `plain` is of a source, or of it without the prefix of its lines.
pub(crate) fn sniff(head: &Head<'_>, plain: fn(&Head<'_>) -> Likeness) -> Likeness {
    match plain(head) {
        Likeness::NONE => likeness(head, plain),
        sure => sure,
    }
}

/// How sure `sniff` is of a source without the prefix of its lines, a little less than without one;
/// not at all where there is no prefix.
fn likeness(head: &Head<'_>, sniff: impl Fn(&Head<'_>) -> Likeness) -> Likeness {
    let Some(style) = style(head) else { return Likeness::NONE };
    let mut text = Vec::new();
    for line in head.lines() {
        text.extend_from_slice(&style.strip(line).map_or(line.into(), |bare| bare.line));
        text.push(b'\n');
    }
    let Likeness(sure) = sniff(&Head { bytes: &text, ..*head });
    // a frame that a host's log puts around a few such lines is not the log's own
    Likeness(if sure >= 90 { sure.min(94) } else { 0 })
}

/// `inner` as it is, or behind the prefix of `head` where `sniff` knows the source only so.
pub(crate) fn reader(
    head: &Head<'_>,
    sniff: impl Fn(&Head<'_>) -> Likeness,
    inner: Box<dyn RecordReader>,
) -> Reader {
    let is_plain = sniff(head) > Likeness::NONE;
    Reader::Records(match style(head).filter(|_| !is_plain) {
        Some(style) if likeness(head, sniff) > Likeness::NONE => {
            Box::new(Prefixed { style, inner })
        }
        _ => inner,
    })
}

struct Prefixed {
    style: Prefix,
    inner: Box<dyn RecordReader>,
}

impl Prefixed {
    /// The record without prefixes. For each line: where it begins there, where its bytes stand in
    /// the record, and where the line begins in it.
    fn bare(&self, record: &[u8]) -> (Vec<u8>, Vec<(usize, usize, usize)>) {
        let mut text = Vec::with_capacity(record.len());
        let mut places = Vec::new();
        for (range, line) in lines(record) {
            let bare = self.style.strip(line).map_or(line.into(), |bare| bare.line);
            let bare = bare.strip_suffix(b"\n").unwrap_or(&bare);
            let inner = range.end.saturating_sub(bare.len()).max(range.start);
            places.push((text.len(), inner, range.start));
            text.extend_from_slice(bare);
            text.push(b'\n');
        }
        text.pop();
        (text, places)
    }
}

/// Where a place of the bare text stands in the record.
fn origin(places: &[(usize, usize, usize)], at: usize, end: bool) -> usize {
    let line = places.partition_point(|(start, ..)| *start < at + usize::from(!end));
    let Some((start, inner, whole)) = line.checked_sub(1).and_then(|line| places.get(line)) else {
        return 0;
    };
    if at == *start && !end { *whole } else { inner + (at - start) }
}

impl RecordReader for Prefixed {
    fn starts_record(&self, line: &[u8]) -> bool {
        self.style.strip(line).is_some_and(|bare| self.inner.starts_record(&bare.line))
    }

    fn leads(&self, line: &[u8]) -> bool {
        self.style.strip(line).is_some_and(|bare| self.inner.leads(&bare.line))
    }

    fn reads_head(&self) -> bool {
        self.inner.reads_head()
    }

    fn is_open(&self, record: &[u8]) -> bool {
        self.inner.is_open(&self.bare(record).0)
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let (text, places) = self.bare(record);
        let mut inner = Parsed::default();
        self.inner.read(&text, &mut inner);
        let back = |at: &std::ops::Range<usize>| {
            let start = origin(&places, at.start, false).min(record.len());
            start..origin(&places, at.end, true).clamp(start, record.len())
        };
        for mut draft in inner.drafts {
            draft.at = back(&draft.at);
            out.draft(draft);
        }
        for gap in inner.gaps {
            out.gap(back(&gap.at), gap.reason);
        }
    }

    fn carry(&self) -> Box<dyn Carry> {
        self.inner.carry()
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        event::kind::EventKind,
        format::{
            mysql_general::FORMAT as GENERAL,
            mysql_slow::FORMAT as SLOW_LOG,
            testing::{likeness, queries, read, torment},
        },
    };

    const SLOW: &str = "# Time: 2026-03-06T09:10:30.000000Z\n# User@Host: app[app] @  [10.0.0.5]  Id:    25\n# Query_time: 2.500000  Lock_time: 0.000000 Rows_sent: 0  Rows_examined: 9\nuse shop;\nSET timestamp=1772788227;\nDROP TABLE carts;\n# Time: 2026-03-06T09:10:31.000000Z\n# User@Host: app[app] @  [10.0.0.5]  Id:    25\n# Query_time: 2.500000  Lock_time: 0.000000 Rows_sent: 0  Rows_examined: 9\nSET timestamp=1772788228;\nDELETE FROM t\nWHERE 1;\n";

    fn behind(prefix: &str, text: &str) -> String {
        text.lines().map(|line| format!("{prefix}{line}\n")).collect()
    }

    #[test]
    fn a_log_behind_a_prefix_is_read_as_without_and_cites_whole_lines() {
        for prefix in ["2026-03-06T09:10:30.000Z ", "db-1  | ", "2026-03-06T09:10:30.1Z stdout F "]
        {
            let text = behind(prefix, SLOW);
            assert!(likeness(&SLOW_LOG, &text) > 90, "{prefix}");
            let plain: Vec<_> =
                queries(&SLOW_LOG, SLOW).into_iter().map(|q| (q.sql, q.database)).collect();
            let found: Vec<_> =
                queries(&SLOW_LOG, &text).into_iter().map(|q| (q.sql, q.database)).collect();
            assert_eq!(found, plain, "{prefix}");
            let drafts = read(&SLOW_LOG, text.as_bytes()).0;
            assert!(drafts.iter().all(|draft| {
                text.get(draft.at.clone()).is_some_and(|cited| cited.starts_with(prefix))
                    && matches!(draft.kind, EventKind::Query(_))
            }));
            torment(&SLOW_LOG, text.get(..400).unwrap());
        }
        let general = "260306  9:10:31\t    25 Query\tdrop table carts\n\t\t    25 Quit\t\n";
        assert_eq!(queries(&GENERAL, &behind("db-1  | ", general)).len(), 2);
    }

    #[test]
    fn a_few_prefixed_lines_in_another_log_make_no_log_behind_a_prefix() {
        let mixed = format!(
            "{}{}",
            "2026-03-06T09:10:30 something else\n".repeat(20),
            behind("db-1  | ", SLOW)
        );
        assert_eq!(likeness(&SLOW_LOG, &mixed), 0);
    }
}
