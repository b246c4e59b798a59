//! Records read into drafts, on all threads, by the block reader of [`crate::source::stream`].

use std::{
    io,
    ops::{ControlFlow, Range},
};

use crate::{
    event::draft::{Draft, Gap, GapReason},
    format::{
        contract::{Carry, Parsed, RecordReader},
        grammar::{lines::newlines, prefilter::Glance},
    },
    ingest::{
        forms::Forms,
        sited::{Lines, Texts, starts},
        tally::Tally,
    },
    source::{
        buffer::Buffer,
        handle::Handle,
        stream::{
            chunk::{BLOCK_BYTES, LINE_BYTES, RECORD_BYTES, line_at},
            run::{Content, StreamOptions, run},
        },
    },
};

/// Records are counted together that begin in the same stretch of so many bytes.
pub(super) const COUNTED_BYTES: u64 = 64 * 1024;

/// A record as read; offsets and lines are those of the source.
pub(super) struct Record {
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) line: u64,
    /// It ends inside a quote, so that what follows may belong to it.
    pub(super) open: bool,
    pub(super) said: Said,
}

/// What a record says. Of most records of a large source nothing is held but a few numbers.
pub(super) enum Said {
    /// Nothing: it was understood and is part of no draft.
    Nothing,
    /// It was only glanced at.
    Glanced(Glance),
    /// Several that were only glanced at.
    Counted(Box<Tally>),
    Read(Box<Texts>),
}

/// A place between two records, or the beginning of the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seam {
    pub(super) at: u64,
    /// Line feeds before it.
    pub(super) feeds: u64,
}

/// Stands in for reading a record where it gives anything: the record is not open then, and begins
/// with a line that begins one.
pub(super) type Instead = fn(&dyn RecordReader, &[u8]) -> Option<Glance>;

/// Stands for a draft that nothing is handed to or from, where it gives anything.
pub(super) type Condense = fn(&Draft) -> Option<Glance>;

/// Leaves every record unread that is not open.
pub(super) fn unread(reader: &dyn RecordReader, record: &[u8]) -> Option<Glance> {
    (reader.starts_record(line_at(record, 0)) && !reader.is_open(record)).then(Glance::default)
}

/// What is done with each record of a source.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) reader: &'a dyn RecordReader,
    /// Asked first.
    pub(super) instead: Option<Instead>,
    /// Asked of the only draft of a record that stands for itself.
    pub(super) condense: Option<Condense>,
    /// From where to where records may be glanced at; others are read.
    pub(super) within: (u64, u64),
    /// Records that are only counted are told apart.
    pub(super) apart: bool,
    /// Records are known again by their forms: `instead` is the glance of the reader.
    pub(super) forms: bool,
}

/// What one block gave.
#[derive(Default)]
struct Part {
    start: u64,
    /// Bytes that were read.
    len: u64,
    feeds: u64,
    /// Lines count from the beginning of the block.
    records: Vec<Record>,
    cut: bool,
    /// What was seen in the blocks before that were read into this part.
    forms: Forms,
}

impl<'a> Reading<'a> {
    /// Of whatever the reader makes of records.
    pub(super) fn of(reader: &'a dyn RecordReader) -> Reading<'a> {
        Reading {
            reader,
            instead: None,
            condense: None,
            within: (0, u64::MAX),
            apart: false,
            forms: false,
        }
    }

    /// Reads the records that begin in `range`, in blocks on all threads. `seam` lies where the
    /// last
    /// record before `range` ends (behind the beginning of `range` where it reaches into it); it
    /// moves to where the last one read ends.
    pub(super) fn blocks(
        self,
        handle: &Handle<'_>,
        range: Range<u64>,
        seam: &mut Seam,
        block: u64,
        mut each: impl FnMut(&mut Vec<Record>) -> io::Result<()> + Send,
    ) -> io::Result<()> {
        let begins = |line: &[u8]| self.reader.starts_record(line);
        let options = StreamOptions {
            block,
            threads: rayon::current_num_threads(),
            // a seam is where a record begins; within one the first that begins is looked for
            from: if range.start == seam.at { seam.at } else { 0 },
            first: range.start,
            last: range.end,
            ..StreamOptions::default()
        };
        let mut broken = None;
        run(
            Content::At(handle),
            &begins,
            &options,
            |chunk, part: &mut Part| {
                // what stands before the first record of all is none
                let first = if begins(line_at(chunk.bytes, 0)) {
                    Some(0)
                } else {
                    self.next_start(chunk.bytes, 0)
                };
                let (torn, whole) = chunk.bytes.split_at(first.unwrap_or(chunk.bytes.len()));
                part.start = chunk.start;
                part.len = chunk.bytes.len() as u64;
                part.feeds = newlines(chunk.bytes);
                part.cut = chunk.cut;
                part.records.clear();
                let at = chunk.start + torn.len() as u64;
                self.add_records(whole, at, 1 + newlines(torn), part);
            },
            |part| {
                for record in &mut part.records {
                    record.count_from(seam.feeds);
                }
                seam.at = part.start.saturating_add(part.len);
                seam.feeds = seam.feeds.saturating_add(part.feeds);
                if part.cut {
                    match self.pass_over(handle, seam) {
                        Ok(passed) => {
                            if let Some(last) = part.records.last_mut() {
                                last.cut(passed);
                            }
                        }
                        Err(error) => broken = Some(error),
                    }
                }
                broken = broken.take().or_else(|| each(&mut part.records).err());
                if broken.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        )?;
        broken.map_or(Ok(()), Err)
    }

    /// Moves `seam`, at which a record was cut, to where the next one begins.
    fn pass_over(self, handle: &Handle<'_>, seam: &mut Seam) -> io::Result<Range<u64>> {
        let from = seam.at;
        let mut end = handle.size();
        let options = StreamOptions {
            threads: 1,
            from,
            first: from.saturating_add(1),
            ..StreamOptions::default()
        };
        run(
            Content::At(handle),
            &|line| self.reader.starts_record(line),
            &options,
            |chunk, start: &mut u64| *start = chunk.start,
            |start| {
                end = *start;
                ControlFlow::Break(())
            },
        )?;
        let mut at = from;
        let mut buffer = Buffer::default();
        while at < end {
            buffer.begin(at);
            let got = handle.append(at, BLOCK_BYTES.min(end - at) as usize, &mut buffer)?;
            if got == 0 {
                break;
            }
            seam.feeds = seam.feeds.saturating_add(newlines(&buffer));
            at = at.saturating_add(got as u64);
        }
        seam.at = end;
        Ok(from..end)
    }

    /// Where the first line behind the one at `at` begins that begins a record.
    fn next_start(self, bytes: &[u8], mut at: usize) -> Option<usize> {
        loop {
            at += memchr::memchr(b'\n', bytes.get(at..)?)? + 1;
            if at >= bytes.len() {
                return None;
            }
            if self.reader.starts_record(line_at(bytes, at)) {
                return Some(at);
            }
        }
    }

    /// The records in `bytes`, which begin with one, at `start` on `line`.
    pub(super) fn records(self, bytes: &[u8], start: u64, line: u64) -> Vec<Record> {
        let mut part = Part::default();
        self.add_records(bytes, start, line, &mut part);
        part.records
    }

    fn add_records(self, bytes: &[u8], start: u64, mut line: u64, part: &mut Part) {
        let Part { records: out, forms, .. } = part;
        let carry = self.reader.carry();
        let mut at = 0;
        let mut first = line_at(bytes, 0);
        let mut glance = self.glance(first, start, forms);
        while at < bytes.len() {
            // a line that a glance is enough for begins a record, so most are looked at once
            let (mut next, mut lines, mut ahead, mut behind) = (at + first.len(), 1, None, first);
            loop {
                next = match bytes.get(next..).and_then(|rest| memchr::memchr(b'\n', rest)) {
                    Some(feed) => next + feed + 1,
                    None => bytes.len(),
                };
                if next >= bytes.len() {
                    break;
                }
                behind = line_at(bytes, next);
                ahead = self.glance(behind, start.saturating_add(next as u64), forms);
                if ahead.is_some() || self.reader.starts_record(behind) {
                    break;
                }
                lines += 1;
            }
            let record = bytes.get(at..next).unwrap_or_default();
            let begun = start.saturating_add(at as u64);
            let end = begun.saturating_add(record.len() as u64);
            if lines > 1 || first.len() >= LINE_BYTES {
                glance = self.glance_at_all(record, begun, forms);
            }
            let next_one = match glance {
                Some(glance) => Record::glanced(begun..end, line, &glance),
                None => self.read(record, begun, line, Some(carry.as_ref())),
            };
            let last = out.last_mut().filter(|_| !self.apart);
            if !last.is_some_and(|last| last.joins(&next_one)) {
                out.push(next_one);
            }
            line = line.saturating_add(lines);
            (at, first, glance) = (next, behind, ahead);
        }
    }

    fn may_glance(self, start: u64) -> bool {
        (self.within.0..self.within.1).contains(&start)
    }

    fn glance(self, text: &[u8], start: u64, forms: &mut Forms) -> Option<Glance> {
        let instead = self.instead.filter(|_| self.may_glance(start))?;
        let look = || instead(self.reader, text);
        if self.forms { forms.glance(self.reader, text, look) } else { look() }
    }

    /// One record that begins at `start`, on `line`.
    pub(super) fn record(self, bytes: &[u8], start: u64, line: u64) -> Record {
        match self.glance_at_all(bytes, start, &mut Forms::default()) {
            Some(glance) => Record::glanced(start..start + bytes.len() as u64, line, &glance),
            None => self.read(bytes, start, line, None),
        }
    }

    fn glance_at_all(self, bytes: &[u8], start: u64, forms: &mut Forms) -> Option<Glance> {
        if bytes.len() < LINE_BYTES { self.glance(bare(bytes), start, forms) } else { None }
    }

    /// The same, or what is enough to know of it.
    fn read(self, bytes: &[u8], start: u64, line: u64, carry: Option<&dyn Carry>) -> Record {
        let end = start + bytes.len() as u64;
        let text = bare(bytes);
        let mut out = Parsed::default();
        self.reader.read(text, &mut out);
        let open = self.reader.is_open(text);
        if self.condense.is_some()
            && self.may_glance(start)
            && !open
            && out.drafts.is_empty()
            && out.gaps.is_empty()
            && bytes.len() < LINE_BYTES
        {
            return Record { start, end, line, open, said: Said::Nothing };
        }
        if let (Some(condense), Some(carry), false) = (self.condense, carry, open)
            && self.may_glance(start)
            && let ([draft], []) = (out.drafts.as_slice(), out.gaps.as_slice())
            && bytes.len() < LINE_BYTES
            && draft.at == (0..text.len())
            && !carry.takes(draft)
            && let Some(glance) = condense(draft)
        {
            return Record::glanced(start..end, line, &glance);
        }
        let place = |at: &mut Range<usize>| {
            let from = at.start.min(text.len());
            let to = at.end.clamp(from, text.len());
            *at = (from + start as usize)..(to + start as usize);
        };
        out.drafts.iter_mut().for_each(|draft| place(&mut draft.at));
        out.gaps.iter_mut().for_each(|gap| place(&mut gap.at));
        let lines = Lines::of(text, start as usize, line.saturating_sub(1), starts(&out));
        let said = Said::Read(Box::new((out.drafts, out.gaps, lines)));
        Record { start, end, line, open, said }
    }

    /// What stands before the first record of all, up to `begun`: read like a record where the
    /// reader wants it so, else a gap.
    pub(super) fn head(
        self,
        handle: &Handle<'_>,
        begun: u64,
        any: bool,
    ) -> io::Result<(Option<Record>, Option<Gap>)> {
        let gap = |from: u64, reason| Some(Gap { at: from as usize..begun as usize, reason });
        Ok(if begun == 0 {
            (None, None)
        } else if self.reader.reads_head() {
            let end = begun.min(RECORD_BYTES);
            let text = handle.text(0, end)?;
            let mut head = self.record(&text, 0, 1);
            if let Said::Read(texts) = &mut head.said
                && is_banner(&text)
            {
                let torn = texts.1.iter_mut().filter(|gap| gap.reason == GapReason::Torn);
                torn.for_each(|gap| gap.reason = GapReason::Furniture);
            }
            (Some(head), gap(end, GapReason::Truncated).filter(|_| end < begun))
        } else {
            let reason = match any {
                true if is_foreign(&handle.text(0, begun.min(BANNER_BYTES))?) => {
                    GapReason::Furniture
                }
                true => GapReason::Torn,
                false => GapReason::Unparsed,
            };
            (None, gap(0, reason))
        })
    }
}

/// Of what stands before a log's first record, so much is looked at.
const BANNER_BYTES: u64 = 4096;

/// Whether what stands before a log's first record was said by another program, and is no rest of a
/// record: the head of `tail`, messages of PHP, the words of `pg_ctl`.
fn is_banner(head: &[u8]) -> bool {
    const OPENINGS: [&[u8]; 7] = [
        b"==> ",
        b"PHP ",
        b"pg_ctl: ",
        b"waiting for server to start",
        b"nohup: ",
        b"tail: ",
        b"Script started on ",
    ];
    let first = head.trim_ascii_start();
    OPENINGS.iter().any(|opening| first.starts_with(opening))
}

/// As [`is_banner`], of a log whose records do not end in sentences: also a few lines that begin as
/// sentences or messages of programs do, among which none is the end of a trace or of a context.
fn is_foreign(head: &[u8]) -> bool {
    let lines = || head.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|l| !l.is_empty());
    let named = |line: &[u8]| {
        let end = line.iter().position(|b| !b.is_ascii_lowercase() && !b"_-".contains(b));
        end.is_some_and(|end| end > 1 && line.get(end..).is_some_and(|l| l.starts_with(b": ")))
    };
    let begins = |line: &[u8]| {
        line.first().is_some_and(|b| b.is_ascii_uppercase() || b"=$*>".contains(b)) || named(line)
    };
    let ends_record = |line: &[u8]| {
        line.first().is_some_and(|b| b"#\"{}[]".contains(b))
            || line.last().is_some_and(|b| b"}]".contains(b))
    };
    is_banner(head)
        || lines().count() <= 6 && lines().next().is_some_and(begins) && !lines().any(ends_record)
}

/// A record without the end of its last line.
pub(super) fn bare(bytes: &[u8]) -> &[u8] {
    let text = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    text.strip_suffix(b"\r").unwrap_or(text)
}

impl Record {
    fn glanced(at: Range<u64>, line: u64, glance: &Glance) -> Record {
        Record { start: at.start, end: at.end, line, open: false, said: Said::Glanced(*glance) }
    }

    /// Counts the record behind this one with it; `false` where it must be told apart.
    fn joins(&mut self, next: &Record) -> bool {
        let is_near = self.start / COUNTED_BYTES == next.start / COUNTED_BYTES;
        let (own, len) = ((self.end - self.start) as usize, (next.end - next.start) as usize);
        let place = ((next.start - self.start) as usize, len, next.line - self.line);
        let joined = match (&mut self.said, &next.said) {
            _ if !is_near => false,
            (Said::Nothing | Said::Counted(_), Said::Nothing) => true,
            (Said::Counted(tally), Said::Glanced(more)) => tally.add(more, place),
            (Said::Glanced(one), Said::Nothing) => {
                self.said = Said::Counted(Box::new(Tally::of(one, own)));
                true
            }
            (Said::Glanced(one), Said::Glanced(more)) => {
                let mut tally = Box::new(Tally::of(one, own));
                let fits = tally.add(more, place);
                if fits {
                    self.said = Said::Counted(tally);
                }
                fits
            }
            _ => false,
        };
        if joined {
            self.end = next.end;
        }
        joined
    }

    /// Adds the line feeds that lie before what its lines were counted in.
    fn count_from(&mut self, feeds: u64) {
        self.line = self.line.saturating_add(feeds);
        if let Said::Read(texts) = &mut self.said {
            texts.2.count_from(feeds);
        }
    }

    /// It goes on in these bytes, which are left out.
    fn cut(&mut self, rest: Range<u64>) {
        self.open = false;
        self.end = rest.end;
        let gap = Gap { at: rest.start as usize..rest.end as usize, reason: GapReason::Truncated };
        // one that was only glanced at is no longer than a line that is looked at whole
        if let Said::Read(texts) = &mut self.said {
            texts.1.push(gap);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_program_says_first_is_no_rest_of_a_record() {
        for head in [
            "==> storage/logs/laravel.log <==\n",
            "PHP Warning:  x in /a.php on line 3\nStack trace:\n#0 {main}\n",
            "Defaulted container \"app\" out of: app, sidecar\n",
            "mysqldump: [Warning] Using a password on the command line can be insecure.\n",
        ] {
            assert!(is_foreign(head.as_bytes()), "{head}");
        }
        for rest in [
            "#3 /srv/a.php(1): foo()\n#4 {main}\n",
            "Connection refused (Connection: mysql) at /a.php:1)\n[stacktrace]\n#0 {main}\n\"} \n",
            "ection refused {\"n\":1} \n",
            "One line of many\n".repeat(9).as_str(),
        ] {
            assert!(!is_foreign(rest.as_bytes()), "{rest}");
        }
    }
}
