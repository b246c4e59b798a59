//! What a file that no format knows is, told from its first bytes.

/// Magic numbers: offset, bytes, what they show.
const MAGIC: &[(usize, &[u8], &str)] = &[
    (0, b"\x89PNG\r\n\x1a\n", "PNG image"),
    (0, b"\xff\xd8\xff", "JPEG image"),
    (0, b"GIF8", "GIF image"),
    (0, b"%PDF-", "PDF document"),
    (0, b"\x7fELF", "ELF program"),
    (0, b"MZ", "Windows program"),
    (0, b"SQLite format 3\0", "SQLite database"),
    (0, b"PK\x03\x04", "zip archive"),
    (0, b"PK\x05\x06", "empty zip archive"),
    (0, b"\x1f\x8b", "gzip data"),
    (0, b"\x28\xb5\x2f\xfd", "zstd data"),
    (0, b"BZh", "bzip2 data"),
    (0, b"\xfd7zXZ\0", "xz data"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (0, b"Rar!\x1a\x07", "rar archive"),
    (257, b"ustar", "tar archive"),
    (0, b"\xfdbin", "encrypted MySQL binary log (decode it with mysqlbinlog on its server)"),
    (0, b"LPKSHHRH", "systemd journal (export it with journalctl)"),
    (0, b"\xfe\x01", "MySQL .frm table definition"),
    (0, b"\xca\xfe\xba\xbe", "Java class or fat binary"),
    (0, b"PGDMP", "PostgreSQL custom dump"),
];

/// Page type of the first page of an InnoDB tablespace, at bytes 24..26.
const INNODB_FIRST_PAGE: &[u8] = b"\x00\x08";

/// A few words for what content beginning with `head` is.
pub(crate) fn kind(head: &[u8]) -> &'static str {
    if head.is_empty() {
        return "empty file";
    }
    for (offset, magic, name) in MAGIC {
        if head.get(*offset..).is_some_and(|rest| rest.starts_with(magic)) {
            return name;
        }
    }
    if head.len() >= 16 * 1024
        && head.get(24..26) == Some(INNODB_FIRST_PAGE)
        && head.get(4..8) == Some(&[0, 0, 0, 0])
    {
        return "InnoDB tablespace";
    }
    let sample = head.get(..head.len().min(8192)).unwrap_or(head);
    let nuls = memchr::memchr_iter(0, sample).count();
    if nuls == sample.len() {
        return "nothing but NUL bytes";
    }
    let odd = sample.iter().filter(|b| **b < 9 || (**b > 13 && **b < 32 && **b != 27)).count();
    if odd * 10 > sample.len() { "binary data" } else { "text of no known format" }
}

/// What a file is packed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    Zip,
    Tar,
}

impl Packing {
    /// Its name in notes.
    pub(super) fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
            Packing::Bzip2 => "bzip2",
            Packing::Xz => "xz",
            Packing::Zip => "zip",
            Packing::Tar => "tar",
        }
    }
}

/// The packing that content beginning with `head` is in.
pub(super) fn packing(head: &[u8]) -> Option<Packing> {
    if head.starts_with(b"\x1f\x8b\x08") {
        Some(Packing::Gzip)
    } else if head.starts_with(b"\x28\xb5\x2f\xfd") {
        Some(Packing::Zstd)
    } else if head.starts_with(b"BZh") && head.get(4..10) == Some(b"\x31\x41\x59\x26\x53\x59") {
        Some(Packing::Bzip2)
    } else if head.starts_with(b"\xfd7zXZ\0") {
        Some(Packing::Xz)
    } else if head.starts_with(b"PK\x03\x04") {
        Some(Packing::Zip)
    } else if is_tar(head) {
        Some(Packing::Tar)
    } else {
        None
    }
}

/// A tar header bears the sum of its own bytes; old tars have no other sign.
fn is_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else { return false };
    let Some(field) = header.get(148..156) else { return false };
    let digits: String = field.iter().map(|b| *b as char).filter(char::is_ascii_digit).collect();
    let Ok(said) = u32::from_str_radix(&digits, 8) else { return false };
    let sum: u32 = header
        .iter()
        .enumerate()
        .map(|(i, b)| if (148..156).contains(&i) { 32 } else { u32::from(*b) })
        .sum();
    header.first().is_some_and(|b| *b != 0) && said == sum
}

/// The bytes at the end of text by which [`is_own_end`] knows it.
pub(crate) const END_BYTES: u64 = 4096;

/// Whether text that begins with `head` as [`is_own`] knows it and ends with `tail` ends as what
/// this program writes: nothing was added to it.
pub(crate) fn is_own_end(head: &[u8], tail: &[u8]) -> bool {
    let text = String::from_utf8_lossy(tail);
    let mut lines = text.lines().rev().filter(|line| !line.trim().is_empty());
    let (last, more) = (lines.next().unwrap_or_default(), lines.next().is_some());
    matches!(last, "}" | "</html>" | "</testsuites>")
        // one line in all, or one too long to be seen whole
        || last.ends_with('}') && (!more || is_event(last) || last.starts_with(r#"{"record":"unit""#))
        || head.starts_with(b"time,") && last.split(',').count() > 10
        || OWN_ENDS.iter().any(|start| last.starts_with(start))
}

/// What the last line of a report begins with, of the forms that have no mark of their end.
const OWN_ENDS: &[&str] = &[
    "- Made by backtrail ",
    "Made by backtrail ",
    "Left out to keep within the limit of this place: ",
    "The whole report",
    "[The whole report",
];

/// Whether a line is an event as this program writes it.
fn is_event(line: &str) -> bool {
    line.starts_with(r#"{"source":""#)
        && [r#"","line":"#, r#","byte_start":"#, r#","byte_end":"#, r#","format":""#]
            .iter()
            .all(|key| line.contains(key))
}

/// Whether text that begins with `head` was written by this program: a report or events, in a form
/// that bears its name or its keys. Of each form more than one line is looked at, and where it has
/// many of a kind all of them, so that no line of a log makes it one.
pub(crate) fn is_own(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let rest: Vec<&str> = lines.collect();
    if first.starts_with(r#"{"record":"scan","tool":"backtrail","#) {
        let records = rest.get(..rest.len().saturating_sub(1)).unwrap_or_default();
        return records.iter().all(|line| line.starts_with(r#"{"record":""#));
    }
    if first.starts_with('{') {
        let squeezed: String =
            text.chars().take(1024).filter(|c| !c.is_ascii_whitespace()).take(256).collect();
        let named = squeezed.starts_with(r#"{"schema_version":""#)
            && [r#""tool":{"name":"backtrail","#, r#""quantile_relative_error":"#]
                .iter()
                .any(|key| squeezed.contains(key))
            || squeezed.contains(r#""runs":[{"tool":{"driver":{"name":"backtrail","#);
        // the last may be cut off
        let events = rest.get(..rest.len().saturating_sub(1)).unwrap_or_default();
        return named && rest.iter().all(|line| line.starts_with([' ', '}', ']']))
            || is_event(first) && events.iter().all(|line| is_event(line));
    }
    let second = rest.first().copied().unwrap_or_default();
    let titled = |title: &str| {
        title.starts_with("Root-cause analysis: ") || title.starts_with("No incident ")
    };
    if first.strip_prefix("# ").is_some_and(titled) {
        let summary: Vec<&str> =
            rest.iter().copied().skip(1).take_while(|line| !line.is_empty()).collect();
        return second.is_empty()
            && summary.len() > 2
            && summary.iter().all(|line| line.starts_with('>'))
            && summary.iter().any(|line| line.starts_with("> **") && line.contains(":** "));
    }
    if first == "<!doctype html>" {
        let head = || rest.iter().take(12);
        return head().any(|line| line.strip_prefix("<title>").is_some_and(titled))
            && head().any(|line| line.contains("content=\"default-src &#39;none&#39;; style-src"));
    }
    let is_verdict = |line: &str| line.starts_with('*') && line.contains(":* ");
    if second.is_empty() && (is_verdict(first) || first.strip_prefix("h1. ").is_some_and(titled)) {
        return rest.iter().skip(1).take(4).any(|line| is_verdict(line.trim_start_matches("* ")));
    }
    first.starts_with("<?xml ") && second.starts_with(r#"<testsuites name="backtrail" "#)
        || first
            == "time,time_earliest,time_latest,stamp,source,line,byte_start,byte_end,format,kind,summary"
            && (second.is_empty() || second.split(',').count() > 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_named_and_a_line_of_text_is_text() {
        assert_eq!(kind(b"\x89PNG\r\n\x1a\nxxxx"), "PNG image");
        assert_eq!(kind(b"hello world\n"), "text of no known format");
        assert_eq!(kind(b""), "empty file");
        assert_eq!(kind(&[0; 64]), "nothing but NUL bytes");
    }

    #[test]
    fn what_this_program_wrote_is_known_by_more_than_a_line() {
        let log = "# Time: 2026-01-02T03:04:05Z\ndrop table users;\n";
        let event = r#"{"source":"a.log","line":1,"byte_start":0,"byte_end":9,"format":"laravel","kind":"log"}"#;
        let report = "{\n  \"schema_version\": \"1.0\",\n  \"tool\": {\n    \"name\": \"backtrail\",\n    \"version\": \"1\"\n  },\n";
        let page = "# Root-cause analysis: `shop`\n\n> **HIGH:** table orders dropped\n>\n> - **When:** x\n\n";
        let csv = "time,time_earliest,time_latest,stamp,source,line,byte_start,byte_end,format,kind,summary\n";
        let scan = "{\"record\":\"scan\",\"tool\":\"backtrail\",\"version\":\"0.1.0\"}\n{\"record\":\"source\",";
        for own in [
            report,
            page,
            scan,
            &format!("{event}\n{event}\n{{\"sou"),
            &format!("{csv},,,,a,1,0,9,x,log,y\n"),
        ] {
            assert!(is_own(own.as_bytes()), "{own}");
        }
        let minified = report.split_whitespace().collect::<String>();
        assert!(is_own(minified.as_bytes()));
        // the first line of each, and a log below it
        for own in [report, page, scan, event, csv, &minified] {
            let first = own.lines().next().unwrap_or_default();
            assert!(!is_own(format!("{first}\n{log}{log}").as_bytes()), "{first}");
        }
        assert!(!is_own(page.replace("analysis", "analyses").as_bytes()));
        assert!(!is_own(format!("{event}\n{{\"level\":\"error\"}}\n{event}\n").as_bytes()));
    }

    #[test]
    fn text_is_in_no_packing() {
        assert_eq!(packing(b"BZh is how this line begins\n"), None);
        assert_eq!(packing(&[b'a'; 600]), None);
    }
}
