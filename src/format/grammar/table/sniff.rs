//! Whether a source begins as rows that tell of a schema: by reading its beginning as such.

use crate::{
    event::{kind::EventKind, remark::Remark},
    format::{
        contract::{Head, Likeness, Parsed},
        grammar::{
            console,
            lines::{self, decode},
            table::{
                inserts,
                plan::{Context, Plan},
                sheet::Sheet,
            },
        },
    },
};

/// How much is read to find out.
const TRIAL: usize = 48 * 1024;
/// A beginning of so many bytes tells whether it is worth the whole trial, if it holds so many
/// lines.
const GLIMPSE: usize = 4 * 1024;
const GLIMPSE_LINES: u64 = 12;

/// What reading the beginning gave.
struct Trial {
    known: usize,
    mapped: usize,
    unmapped: usize,
}

fn trial(head: &Head<'_>, read: impl Fn(&[u8], &mut Sheet<'_>)) -> (Trial, Parsed) {
    let bytes = head.bytes.get(..TRIAL).unwrap_or(head.bytes);
    // what is cut short must not look like a misfit
    let bytes = if bytes.len() < head.bytes.len() || !head.whole {
        memchr::memrchr(b'\n', bytes).and_then(|end| bytes.get(..=end)).unwrap_or(bytes)
    } else {
        bytes
    };
    let mut parsed = Parsed::default();
    let mut sheet = Sheet::new(&mut parsed);
    read(bytes, &mut sheet);
    let trial = Trial { known: sheet.known, mapped: sheet.mapped, unmapped: sheet.unmapped };
    (trial, parsed)
}

/// `sure` where the beginning can be read as rows of known columns, less where few fit.
pub(crate) fn likeness(
    head: &Head<'_>,
    possible: bool,
    sure: u8,
    read: impl Fn(&[u8], &mut Sheet<'_>),
) -> Likeness {
    if !possible {
        return Likeness::NONE;
    }
    let (found, parsed) = trial(head, read);
    let guessed = parsed.drafts.iter().any(|draft| draft.remarks.contains(&Remark::Guessed));
    if found.known == 0 || found.mapped < found.unmapped {
        return Likeness::NONE;
    }
    if guessed {
        return Likeness(if found.unmapped == 0 && found.mapped > 1 { 40 } else { 0 });
    }
    Likeness(if found.unmapped * 4 > found.mapped { sure.saturating_sub(20) } else { sure })
}

/// Whether rows of known columns stand among the first lines, for forms without a preamble that may
/// hide them: a trial of few lines, where there are so many in so few bytes.
pub(crate) fn begins_with_rows(head: &Head<'_>, read: impl Fn(&[u8], &mut Sheet<'_>)) -> bool {
    let begin = head.bytes.get(..GLIMPSE).filter(|begin| lines::newlines(begin) >= GLIMPSE_LINES);
    begin.is_none_or(|bytes| trial(&Head { bytes, whole: false, ..*head }, read).0.known > 0)
}

/// A client's tables and sessions: `vertical` for those that begin with a vertical row.
pub(crate) fn console(head: &Head<'_>, vertical: bool) -> Likeness {
    let begin = head.bytes.get(..8 * 1024).unwrap_or(head.bytes);
    let boxed =
        [&b"+--"[..], b"|--", b"| --", b"| :--", b"-+-", "─┬─".as_bytes(), "─┼─".as_bytes()]
            .iter()
            .filter_map(|mark| memchr::memmem::find(begin, mark))
            .min();
    let upright = [&b"*** 1. row ***"[..], b"***[ 1. row ]***", b"-[ RECORD 1 ]"]
        .iter()
        .filter_map(|mark| memchr::memmem::find(begin, mark))
        .min();
    let is_vertical = match (boxed, upright) {
        (None, None) => return Likeness::NONE,
        (Some(boxed), Some(upright)) => upright < boxed,
        (boxed, _) => boxed.is_none(),
    };
    if is_vertical != vertical {
        return Likeness::NONE;
    }
    if let Some(names) = wide_box(head) {
        return names;
    }
    let (found, parsed) = trial(head, console::read);
    if found.known == 0 || found.mapped < found.unmapped {
        return Likeness::NONE;
    }
    // a table in the middle of another log is not the log's kind
    let talk: usize = parsed
        .gaps
        .iter()
        .filter(|gap| gap.reason == crate::event::draft::GapReason::Furniture)
        .map(|gap| gap.at.len())
        .sum();
    let rows: usize = parsed.drafts.iter().map(|draft| draft.at.len()).sum();
    Likeness(if talk > rows * 2 + 4096 { 20 } else { 90 })
}

/// A box with a column wider than what is tried, as a long statement makes it: its names tell, or,
/// where even the ruler is wider than the head, the ruler alone.
fn wide_box(head: &Head<'_>) -> Option<Likeness> {
    let trial = head.bytes.get(..TRIAL)?;
    if !trial.starts_with(b"+-") || !trial.iter().all(|byte| matches!(byte, b'+' | b'-')) {
        return None;
    }
    let Some((_, rest)) =
        memchr::memchr(b'\n', head.bytes).and_then(|end| head.bytes.split_at_checked(end + 1))
    else {
        return Some(Likeness(if head.whole { 0 } else { 40 }));
    };
    let names: Vec<String> = decode(rest.split(|byte| *byte == b'\n').next()?)
        .split('|')
        .map(|name| name.trim().to_owned())
        .collect();
    let names = names.get(1..).unwrap_or_default();
    let names =
        names.split_last().filter(|(last, _)| last.is_empty()).map_or(names, |(_, before)| before);
    Some(Likeness(if Plan::by_header(names, &mut Context::default()).is_some() { 90 } else { 0 }))
}

/// The database that a line of a dump's head names: `-- Host: localhost    Database: shop`,
/// ``-- Datenbank: `shop` ``; a dump of all databases names none.
fn dumped_database(line: &[u8]) -> Option<&[u8]> {
    let line = line.strip_prefix(b"--").or_else(|| line.strip_prefix(b"#"))?.trim_ascii_end();
    if let Some(quoted) = line.strip_suffix(b"`") {
        let at = memchr::memchr(b'`', quoted)?;
        let before = quoted.get(..at)?.trim_ascii_end();
        return before.ends_with(b":").then(|| quoted.get(at + 1..)).flatten();
    }
    let mark = b"Database:";
    let at = memchr::memmem::find(line, mark)?;
    Some(line.get(at + mark.len()..)?.trim_ascii())
}

/// `-- Host: localhost    Database: information_schema`, the name in backticks or not.
fn is_of_information_schema(line: &[u8]) -> bool {
    let name = [&b"information_schema"[..], b"performance_schema"].into_iter().find_map(|name| {
        let line = line.trim_ascii_end();
        let line = line.strip_suffix(b"`").unwrap_or(line);
        line.strip_suffix(name)
    });
    name.is_some_and(|before| {
        let before = before.strip_suffix(b"`").unwrap_or(before).trim_ascii_end();
        (before.starts_with(b"--") || before.starts_with(b"#")) && before.ends_with(b":")
    })
}

/// INSERT statements of schema tables.
pub(crate) fn sql(head: &Head<'_>) -> Likeness {
    let begin = head.bytes.get(..TRIAL).unwrap_or(head.bytes);
    let insert = ["INSERT INTO", "insert into", "REPLACE INTO", "INSERT IGNORE"]
        .iter()
        .any(|mark| memchr::memmem::find(begin, mark.as_bytes()).is_some());
    let dumped = ["Database: mysql\n", "Database: mysql\r"]
        .iter()
        .any(|mark| memchr::memmem::find(begin, mark.as_bytes()).is_some());
    if !insert && !dumped {
        return Likeness::NONE;
    }
    // no way back lies in these, whichever of their tables comes first
    if head.lines().take(40).any(is_of_information_schema) {
        return Likeness(95);
    }
    let (found, parsed) = trial(head, inserts::read);
    let migrations =
        parsed.drafts.iter().all(|draft| matches!(draft.kind, EventKind::Migration(_)));
    let framed = memchr::memmem::find(begin, b"CREATE TABLE").is_some();
    // a database that people work in may have tables that look like those of a schema
    if framed && head.lines().take(40).filter_map(dumped_database).any(|name| name != b"mysql") {
        return Likeness::NONE;
    }
    if found.mapped == 0 || found.mapped < found.unmapped || (migrations && framed) {
        return Likeness(if dumped && found.unmapped == 0 { 91 } else { 0 });
    }
    Likeness(94)
}

/// Whether the first line that is not blank has one of `bytes`.
pub(crate) fn first_line_has(head: &Head<'_>, bytes: &[u8]) -> bool {
    head.lines()
        .find(|line| !line.trim_ascii().is_empty())
        .is_some_and(|line| line.iter().any(|byte| bytes.contains(byte)))
}

/// Whether the first byte that is not blank is one of `bytes`.
pub(crate) fn starts(head: &Head<'_>, bytes: &[u8]) -> bool {
    head.bytes.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|byte| bytes.contains(byte))
}

/// Whether `mark` is among the first bytes.
pub(crate) fn has(head: &Head<'_>, mark: &[u8]) -> bool {
    memchr::memmem::find(head.bytes.get(..TRIAL).unwrap_or(head.bytes), mark).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::format::{
        self,
        contract::{Head, Parsed, Reader},
        grammar::{
            console,
            table::{delimited, inserts, json, literals, markup, sheet::Sheet},
        },
    };

    type Read = fn(&[u8], &mut Sheet<'_>);

    /// Every reader of rows.
    const READERS: &[Read] = &[
        console::read,
        delimited::read_tsv,
        delimited::read_csv,
        json::read,
        literals::read_php,
        literals::read_yaml,
        markup::read_xml,
        markup::read_html,
        inserts::read,
    ];

    fn read_all(bytes: &[u8]) {
        for read in READERS {
            let mut parsed = Parsed::default();
            read(bytes, &mut Sheet::new(&mut parsed));
            for draft in &parsed.drafts {
                assert!(
                    draft.at.start <= draft.at.end && draft.at.end <= bytes.len(),
                    "{:?} of {}",
                    draft.at,
                    bytes.len()
                );
            }
        }
        for id in [
            "sql_dump",
            "schema_sql",
            "schema_csv",
            "schema_table",
            "table_names",
            "migration_listing",
        ] {
            let Some(format) = format::by_id(id) else { continue };
            let head = Head { name: "x", bytes, whole: true };
            (format.sniff)(&head);
            let mut parsed = Parsed::default();
            match (format.reader)(&head) {
                Reader::Records(reader) => {
                    reader.is_open(bytes);
                    reader.read(bytes, &mut parsed);
                }
                Reader::Document(reader) => reader.read(bytes, &mut parsed),
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn arbitrary_bytes_never_panic_a_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            read_all(&bytes);
        }

        #[test]
        fn bits_of_the_grammars_in_any_order_never_panic_a_reader(parts in proptest::collection::vec(prop_oneof![
            Just("TABLE_NAME"), Just("\t"), Just("\n"), Just("| "), Just(" |"), Just("+--+--+\n"), Just("*** 1. row ***\n"),
            Just("*************************** 1. row ***************************\n"), Just("ENGINE: "), Just("'"), Just("\""), Just("\\"),
            Just("INSERT INTO `TABLES` VALUES "), Just("("), Just(")"), Just(","), Just(";"), Just("<row>"), Just("<field name=\"TABLE_NAME\">"),
            Just("</row>"), Just("{"), Just("}"), Just("[{\"TABLE_NAME\": 1}"), Just("CREATE TABLE `a` (`b` int"), Just("é"), Just("mysql> "),
            Just("array('TABLE_NAME' => 'x')"), Just("- "), Just("TABLE_NAME: \"x\"\n"), Just("\r\n"), Just("<TR><TD>"), Just("</TR>"), Just("NULL"),
        ], 0..60)) {
            read_all(parts.concat().as_bytes());
        }
    }

    #[test]
    fn a_dump_of_an_own_database_is_one_whatever_its_tables_look_like() {
        let dump = |database: &str| {
            format!(
                "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n--\n-- Host: localhost    Database: {database}\n-- ----\nCREATE TABLE `recent` (`db_name` varchar(64), `table_name` varchar(64), `update_time` datetime);\nINSERT INTO `recent` VALUES ('shop','orders','2026-03-06 09:10:11');\n"
            )
        };
        let best = |text: &str| {
            let head = Head { name: "x.sql", bytes: text.as_bytes(), whole: true };
            format::recognise(&head).map(|format| format.id)
        };
        assert_eq!(best(&dump("shop")), Some("sql_dump"));
        assert_eq!(best(&dump("")), Some("sql_dump"));
        assert_eq!(best(&dump("information_schema")), Some("schema_sql"));
        let admin = dump("x").replace("-- Host: localhost    Database: x", "-- Datenbank: `shop`");
        assert_eq!(best(&admin), Some("sql_dump"));
    }
}
