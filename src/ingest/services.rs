//! Files that hold the output of several programs, or of one behind a collector's frame
//! (`docker compose logs`, `kubectl logs --prefix`, a journal of one unit): a source for each
//! program, which is read as if it stood alone and cited where it stands.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::{
    event::place::SourceId,
    format::{
        self,
        contract::{Head, Likeness},
        grammar::{
            collector_prefix::{Bare, Prefix, STYLES},
            lines::{lines, text, without_escapes},
        },
    },
    ingest::{exported, options::IngestOptions, recognise::Opened},
    source::{
        evidence::Source,
        pattern::stated_for,
        unframed::{Framed, Unframed},
    },
};

/// Larger files are read as they stand.
const FILE_BYTES: u64 = 128 << 20;
/// Programs that are told apart in one file.
const PROGRAMS: usize = 100;
/// Lines from which a frame is known.
const LINES: usize = 200;
/// Frames in frames.
const DEPTH: usize = 3;

/// Puts the programs of each file that holds several in its place, and numbers all sources anew.
pub(crate) fn split(sources: Vec<Source>, options: &IngestOptions) -> Vec<Source> {
    let parts: Vec<_> = sources.par_iter().map(|source| parts(source, options)).collect();
    let (mut out, mut first) = (Vec::with_capacity(sources.len()), Vec::new());
    for (source, parts) in sources.into_iter().zip(parts) {
        first.push(SourceId(out.len() as u32));
        match parts {
            Some(parts) => out.extend(parts),
            None => out.push(source),
        }
    }
    for (index, source) in out.iter_mut().enumerate() {
        source.id = SourceId(index as u32);
        source.same_as = source.same_as.and_then(|id| first.get(id.index()).copied());
    }
    out
}

/// The programs of a file, the lines of all that no format knows under its own name; `None` where
/// it is read as it stands.
pub(super) fn parts(source: &Source, options: &IngestOptions) -> Option<Vec<Source>> {
    let is_stated = stated_for(&options.formats, &source.path).is_some();
    if is_stated
        || source.same_as.is_some()
        || !source.is_plain()
        || !(1..=FILE_BYTES).contains(&source.size())
    {
        return None;
    }
    let opened = Opened::of(source).ok()?;
    let head = Head::of(&opened.first);
    let whole_is = format::best(&head).map_or(Likeness::NONE, |(_, likeness)| likeness);
    let is_known = |name: &str, part: &Unframed, of_several: bool| {
        let head = Head { name: &source.path, bytes: part.text(), whole: true };
        format::best(&head).is_some_and(|(_, likeness)| {
            likeness >= Likeness(60) && (likeness > whole_is || of_several && !name.is_empty())
        })
    };
    if exported::may_be(head.bytes) {
        let part = exported::messages(&opened.handle.text(0, source.size()).ok()?)?;
        return is_known("", &part, false).then(|| vec![source.program(None, part)]);
    }
    if let Some(table) = exported::Table::of(head.bytes) {
        let all = opened.handle.text(0, source.size()).ok()?;
        let plain = table.messages(&all, false)?;
        // what the table holds may be told from it as it stands, and is not read so
        if is_known("of a table", &plain, true) {
            return Some(vec![source.program(None, plain)]);
        }
        if whole_is >= Likeness(60) {
            return None;
        }
        let dated = table.messages(&all, true)?;
        let head = Head { name: &source.path, bytes: dated.text(), whole: true };
        return format::best(&head).map(|_| vec![source.program(None, dated)]);
    }
    if let Some((own, server)) = beside(&opened, source) {
        let kind = |part: &Unframed| {
            let head = Head { name: &source.path, bytes: part.text(), whole: true };
            format::best(&head).map(|(format, _)| format.id)
        };
        return (kind(&own) != kind(&server)).then(|| {
            let server = source.program(Some("postgres".to_owned()), server);
            vec![source.program(None, own), server]
        });
    }
    // a log that a format knows as it stands is not taken apart by a word that all its lines have
    let tells = |frames: &[Prefix], parts: &[(String, Unframed)]| {
        parts.len() > 1
            && whole_is < Likeness(60)
            && frames.iter().any(|frame| frame.names_programs())
    };
    let frames = frames(&head).into_iter().find(|frames| {
        let parts = programs(frames, head.bytes, None);
        let of_several = tells(frames, &parts);
        parts.iter().any(|(name, part)| is_known(name, part, of_several))
    })?;
    let all = opened.handle.text(0, source.size()).ok()?;
    let mut parts = programs(&frames, &all, None);
    if parts.len() == 1 {
        let (_, part) = parts.pop()?;
        return Some(vec![source.program(None, part)]);
    }
    let of_several = tells(&frames, &parts);
    parts.retain(|(name, part)| is_known(name, part, of_several));
    let taken: Vec<String> = parts.iter().map(|(name, _)| name.clone()).collect();
    let rest = programs(&frames, &all, Some(&taken));
    let own = rest.into_iter().map(|(_, part)| source.program(None, part));
    let named = parts.into_iter().map(|(name, part)| source.program(Some(name), part));
    Some(own.chain(named).collect())
}

/// The lines of a host's log without those of PostgreSQL, and these, where it holds both. They keep
/// their frames, which the readers of both know.
fn beside(opened: &Opened<'_>, source: &Source) -> Option<(Unframed, Unframed)> {
    let is_server =
        |line: &[u8]| Prefix::Syslog.program(line).is_some_and(|tag| tag.as_ref() == b"postgres");
    let head = Head::of(&opened.first);
    let sample: Vec<&[u8]> = head.lines().filter(|line| !line.is_empty()).take(LINES).collect();
    let framed = sample.iter().filter(|line| Prefix::Syslog.strip(line).is_some()).count();
    if framed * 10 < sample.len() * 9 || !head.lines().any(is_server) {
        return None;
    }
    let all = opened.handle.text(0, source.size()).ok()?;
    let mut parts = (Unframed::default(), Unframed::default());
    for (number, (at, line)) in (1..).zip(lines(&all)) {
        let part = if is_server(line) { &mut parts.1 } else { &mut parts.0 };
        let whole = [line, b"\n"].concat();
        let raw = all.get(at.clone())?;
        part.push(&Framed { at: at.start as u64, raw, number, line: &whole, stamp: "" });
    }
    (!parts.0.text().is_empty()).then_some(parts)
}

/// The frames that nearly all first lines may bear, each way the outermost first.
fn frames(head: &Head<'_>) -> Vec<Vec<Prefix>> {
    let sample: Vec<Cow<'_, [u8]>> =
        head.lines().filter(|line| !line.trim_ascii().is_empty()).take(LINES).map(plain).collect();
    let mut out: Vec<Vec<Prefix>> = Vec::new();
    for style in fitting(&sample) {
        let mut way = vec![style];
        let mut inner = bare(style, &sample);
        while way.len() < DEPTH {
            let Some(next) = fitting(&inner).next() else { break };
            way.push(next);
            inner = bare(next, &inner);
        }
        // what looks like a further frame may be the program's own stamp
        out.extend((1..=way.len()).rev().filter_map(|depth| Some(way.get(..depth)?.to_vec())));
    }
    out
}

fn fitting<'s>(sample: &'s [Cow<'_, [u8]>]) -> impl Iterator<Item = Prefix> + use<'s> {
    STYLES.into_iter().filter(|style| {
        let fit = sample.iter().filter(|line| style.strip(line).is_some()).count();
        *style != Prefix::None && fit > 0 && fit * 10 >= sample.len() * 9
    })
}

fn bare(style: Prefix, sample: &[Cow<'_, [u8]>]) -> Vec<Cow<'static, [u8]>> {
    let bare = |line: &Cow<'_, [u8]>| Some(Cow::Owned(style.strip(line)?.line.into_owned()));
    sample.iter().filter_map(bare).collect()
}

/// A line without colours around its frame.
fn plain(line: &[u8]) -> Cow<'_, [u8]> {
    if line.first() == Some(&0x1b) { without_escapes(line) } else { Cow::Borrowed(line) }
}

/// The lines of each program, or of all but those `taken` together. What bears no frame belongs to
/// the line before it.
fn programs(frames: &[Prefix], bytes: &[u8], taken: Option<&[String]>) -> Vec<(String, Unframed)> {
    let mut out: Vec<(String, Unframed)> = Vec::new();
    let mut name = String::new();
    for (number, (at, line)) in (1..).zip(lines(bytes)) {
        let line = plain(line);
        let (mut bare, mut goes_on) = (Bare { stamp: None, line: line.clone() }, false);
        let mut program = None;
        for frame in frames {
            let Some(inner) = frame.strip(&bare.line) else { break };
            program = frame.program(&bare.line).map(|name| text(&name)).or(program);
            goes_on |= frame.goes_on(&bare.line, &inner.line);
            let stamp = inner.stamp.or(bare.stamp);
            bare = Bare { stamp, line: Cow::Owned(inner.line.into_owned()) };
        }
        if let Some(program) = program {
            name = program;
        }
        if taken.is_some_and(|taken| taken.contains(&name)) {
            continue;
        }
        let key = if taken.is_some() { "" } else { name.as_str() };
        let known = out.iter().position(|(own, _)| own == key);
        let index = match known {
            Some(index) => index,
            None if out.len() >= PROGRAMS => continue,
            None => {
                out.push((key.to_owned(), Unframed::default()));
                out.len() - 1
            }
        };
        let mut inner = bare.line.into_owned();
        if !goes_on && inner.last() != Some(&b'\n') {
            inner.push(b'\n');
        }
        if let Some((_, part)) = out.get_mut(index) {
            part.push(&Framed {
                at: at.start as u64,
                raw: bytes.get(at).unwrap_or_default(),
                number,
                line: &inner,
                stamp: bare.stamp.as_ref().map_or("", |stamp| stamp.text.as_str()),
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::read::read_source;

    const SLOW: &str = "# Time: 2026-03-06T09:10:30.000000Z\n# User@Host: app[app] @  [10.0.0.5]  Id:    25\n# Query_time: 2.500000  Lock_time: 0.000000 Rows_sent: 0  Rows_examined: 9\nSET timestamp=1772788227;\nDROP TABLE carts;\n";

    /// Service, format, and what is cited of each draft, of a file's programs.
    fn split_of(content: &str) -> Vec<(String, Option<&'static str>, Vec<String>)> {
        let source = Source::from_bytes("all.log", content.as_bytes());
        split(vec![source], &IngestOptions::default())
            .iter()
            .map(|source| {
                let read = read_source(source, &IngestOptions::default());
                let cited = read.drafts.iter().map(|sited| {
                    let line = content.split('\n').nth(sited.span.line as usize - 1).unwrap();
                    let span = sited.span.start as usize..sited.span.end as usize;
                    let cited = content.get(span).unwrap();
                    assert!(cited.starts_with(line), "{cited} begins on {line}");
                    cited.to_owned()
                });
                (source.service.clone().unwrap_or_default(), read.format, cited.collect())
            })
            .collect()
    }

    #[test]
    fn each_service_is_read_as_if_alone_and_cited_where_it_stands() {
        let mut all = String::from("Attaching to cache-1, db-1, web-1\n");
        for (index, line) in SLOW.lines().enumerate() {
            all.push_str(&format!("db-1    | {line}\n"));
            all.push_str(&format!(
                "\u{1b}[36mweb-1   |\u{1b}[0m [2026-03-06 10:10:3{index}] local.INFO: a  \n"
            ));
            all.push_str("cache-1 | ready to accept connections\n");
        }
        let found = split_of(&all);
        let told: Vec<_> =
            found.iter().map(|(path, format, all)| (path.as_str(), *format, all.len())).collect();
        assert_eq!(
            told,
            [("", None, 0), ("db-1", Some("mysql_slow"), 1), ("web-1", Some("laravel"), 5),]
        );
        let (first, last) = (all.find("# Time").unwrap() - 10, all.find("DROP").unwrap() + 17);
        assert_eq!(found[1].2, [all.get(first..last).unwrap().to_owned()]);
    }

    #[test]
    fn output_without_stamps_takes_those_of_its_frame() {
        let content = "2026-03-06T09:10:30.1Z \n2026-03-06T09:10:30.1Z   Dropping all tables .... 58ms DONE\n2026-03-06T09:10:31.1Z    INFO  Running migrations.  \n";
        let stream = content.replace("Z ", "Z migrate/php/0f2a91 ");
        let json = format!(
            "{}\n{}\n",
            r#"{"log":"  Dropping all tables .... 58ms DONE\n","stream":"stdout","time":"2026-03-06T09:10:30.1Z"}"#,
            r#"{"log":"   INFO  Running migrations.  \n","stream":"stdout","time":"2026-03-06T09:10:31.1Z"}"#
        );
        let cloud = json
            .replace("\\n\"", "\"")
            .replace("{\"log\"", "{\"logName\":\"projects/x/logs/migrate\",\"textPayload\"")
            .replace("\"time\"", "\"timestamp\"");
        for content in [content, &stream, &json, &cloud] {
            let source = Source::from_bytes("all.log", content.as_bytes());
            let parts = split(vec![source], &IngestOptions::default());
            let read = read_source(parts.last().unwrap(), &IngestOptions::default());
            assert_eq!(read.format, Some("artisan_output"), "{content}");
            let written = read.drafts[0].draft.written.as_ref().unwrap();
            assert!(written.text.starts_with("2026-03-06T09:10:30"), "{written:?}");
        }
    }

    #[test]
    fn a_stamp_of_the_program_itself_is_no_further_frame() {
        let line = r#"{"log":"2026-03-06 09:10:30.344 UTC [42] LOG:  statement: DROP SCHEMA \"a\" CASCADE\n","stream":"stderr","time":"2026-03-06T09:10:30.344Z"}"#;
        let found = split_of(&format!("{line}\n{line}\n"));
        let told: Vec<_> = found.iter().map(|(_, format, all)| (*format, all.len())).collect();
        assert_eq!(told, [(Some("postgres_log"), 2)]);
    }

    #[test]
    fn events_that_a_client_of_a_cloud_wrote_are_read_as_the_log_they_are_of() {
        let document = serde_json::json!({"events": [
            {"timestamp": 1_772_788_230_000_u64, "message": SLOW, "ingestionTime": 1}
        ]});
        let source = Source::from_bytes("all.json", document.to_string().as_bytes());
        let parts = split(vec![source], &IngestOptions::default());
        let read = read_source(parts.first().unwrap(), &IngestOptions::default());
        assert_eq!((read.format, read.drafts.len()), (Some("mysql_slow"), 1));
    }

    #[test]
    fn a_server_that_logs_beside_others_is_read_as_its_own() {
        let mut all = String::new();
        for at in 10..40 {
            all.push_str(&format!("Mar  6 09:09:{at} db1 CRON[50{at}]: (root) CMD (true)\n"));
        }
        all.push_str(
            "Mar  6 09:10:30 db1 postgres[42]: [3-1] app@shop LOG:  statement: DELETE FROM carts\n",
        );
        all.push_str(
            "Mar  6 09:10:30 db1 sshd[43]: Accepted password for a from 10.0.0.1 port 22 ssh2\n",
        );
        all.push_str("Mar  6 09:10:30 db1 postgres[42]: [3-2] #011WHERE shop = 7\n");
        all.push_str(
            "Mar  6 09:10:31 db1 postgres[42]: [4-1] app@shop LOG:  statement: DROP TABLE orders\n",
        );
        let found = split_of(&all);
        let told: Vec<_> =
            found.iter().map(|(name, format, all)| (name.as_str(), *format, all.len())).collect();
        assert_eq!(told, [("", Some("syslog"), 31), ("postgres", Some("postgres_log"), 2)]);
        assert!(found[1].2[0].contains("DELETE"));
    }

    #[test]
    fn a_table_of_a_platform_is_read_as_the_log_that_it_holds() {
        let slow = SLOW.trim_end();
        let insights = format!("@timestamp,@message\n2026-03-06 09:10:31.000,\"{slow}\"\n");
        let plain =
            "Date,Host,Message\n\"2026-03-06T09:10:30.123Z\",\"web1\",\"TRUNCATE TABLE carts\"\n";
        for (content, format) in [(insights.as_str(), "mysql_slow"), (plain, "text_log")] {
            let source = Source::from_bytes("all.csv", content.as_bytes());
            let parts = split(vec![source], &IngestOptions::default());
            let read = read_source(parts.first().unwrap(), &IngestOptions::default());
            assert_eq!((read.format, read.drafts.len()), (Some(format), 1), "{content}");
        }
    }

    #[test]
    fn what_only_looks_framed_stays_whole() {
        for content in [
            "INFO  | started\nERROR | stopped\n".repeat(9),
            "Nov 23 06:21:10 web sshd[12]: Accepted password for a from 10.0.0.1 port 22 ssh2\nNov 23 06:21:11 web CRON[13]: (root) CMD (true)\n".repeat(9),
        ] {
            assert_eq!(split_of(&content).len(), 1);
            assert_eq!(split_of(&content)[0].0, "");
        }
    }
}
