//! What a format is: how sure it is of a source, and how it reads one record or document.

use std::borrow::Cow;

use crate::{
    event::{
        draft::{Draft, Gap},
        kind::EventKind,
        log::Level,
    },
    format::grammar::{
        prefilter::{Glance, Prefilter, Scale},
        table::cell::Cell,
    },
    source::handle::Beginning,
    time::Written,
};

/// The beginning of a source, from which it is recognised.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head<'a> {
    /// The source's name, with `/`; a hint to break a tie, never a reason of its own.
    pub(crate) name: &'a str,
    /// The first bytes, at most [`HEAD_BYTES`], a BOM already taken off.
    pub(crate) bytes: &'a [u8],
    /// Whether `bytes` is the whole content.
    pub(crate) whole: bool,
}

/// How much of a source a format may look at before it says whether it knows it.
pub(crate) const HEAD_BYTES: usize = 256 * 1024;

impl<'a> Head<'a> {
    /// Of a source that was opened.
    pub(crate) fn of(first: &'a Beginning<'_>) -> Head<'a> {
        Head { name: first.name, bytes: &first.bytes, whole: first.whole }
    }

    /// The lines of the head without their ends. A last line that may be cut short is left out,
    /// unless it is the only one.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let mut bytes = self.bytes;
        if !self.whole
            && let Some(end) = memchr::memrchr(b'\n', bytes)
        {
            bytes = bytes.get(..end).unwrap_or(bytes);
        }
        bytes.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
    }

    /// The last part of the name.
    pub(crate) fn file_name(&self) -> &'a str {
        self.name.rsplit('/').next().unwrap_or(self.name)
    }
}

/// How sure a format is that a source is of its kind: 0 not at all, 100 beyond doubt.
///
/// 90 and more: a signature that nothing else bears. 60: the grammar fits most lines.
/// 30: it could be. Below [`Likeness::LEAST`] a format is not considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Likeness(pub(crate) u8);

impl Likeness {
    /// Not this.
    pub(crate) const NONE: Likeness = Likeness(0);
    /// The least that is considered.
    pub(crate) const LEAST: Likeness = Likeness(10);
    /// Beyond doubt: formats that stand later are not asked.
    pub(crate) const CERTAIN: Likeness = Likeness(95);
}

/// A format.
pub(crate) struct Format {
    /// Its name in output and on the command line: lower case with `_`.
    pub(crate) id: &'static str,
    /// What it is, in one line.
    pub(crate) about: &'static str,
    /// A line or short record of it, for `backtrail formats`.
    pub(crate) example: &'static str,
    /// How sure it is that `head` begins a source of its kind.
    pub(crate) sniff: fn(head: &Head<'_>) -> Likeness,
    /// A reader for a source that begins with `head` (which may hold column headers, a banner).
    pub(crate) reader: fn(head: &Head<'_>) -> Reader,
}

/// How a format's sources are read.
pub(crate) enum Reader {
    /// Record by record; any range of bytes on its own, on any thread.
    Records(Box<dyn RecordReader>),
    /// In one piece, up to [`DOCUMENT_BYTES`]: crontabs, schema dumps, scripts.
    Document(Box<dyn DocumentReader>),
}

/// The most that a document may hold; the rest becomes a gap.
pub(crate) const DOCUMENT_BYTES: u64 = 256 * 1024 * 1024;

/// Reads one kind of record.
pub(crate) trait RecordReader: Send + Sync {
    /// Whether `line` (without its end) begins a record. Every line that does not belongs to the
    /// record before it.
    fn starts_record(&self, line: &[u8]) -> bool;

    /// The bytes of which one stands first in every line that begins a record, where they are few:
    /// other lines need no closer look.
    fn opening(&self) -> Option<&'static [u8]> {
        None
    }

    /// Whether the lines before the first that begins a record are read like a record. Else they
    /// are the torn end of one.
    fn reads_head(&self) -> bool {
        false
    }

    /// Reads one whole record, on its own. Spans in `out` are relative to `record`; bytes that no
    /// draft and no gap covers count as understood parts of the record. A record may hold several
    /// drafts or none.
    fn read(&self, record: &[u8], out: &mut Parsed);

    /// Whether a record may tell of a statement: judged from its raw bytes, too often rather than
    /// too seldom.
    fn may_tell_statement(&self, _record: &[u8]) -> bool {
        true
    }

    /// Whether the record ends inside a quote or comment, so that what follows may be part of
    /// it even though it looks like a record of its own. Ingest then tries the two (three, …)
    /// together, and keeps them together if the whole is closed.
    fn is_open(&self, _record: &[u8]) -> bool {
        false
    }

    /// Whether `line` stands before the first line of the record to which it belongs (the stamp
    /// line
    /// of a slow log). To [`RecordReader::read`] it makes no difference on which side it is.
    fn leads(&self, _line: &[u8]) -> bool {
        false
    }

    /// The stamp of a record, where it bears one itself.
    fn written(&self, record: &[u8]) -> Option<Written> {
        let mut parsed = Parsed::default();
        self.read(record, &mut parsed);
        parsed.drafts.into_iter().find_map(|draft| draft.written)
    }

    /// Level and channel of a record.
    fn label<'a>(&self, record: &'a [u8]) -> Label<'a> {
        let mut parsed = Parsed::default();
        self.read(record, &mut parsed);
        let mut label = Label::default();
        for draft in parsed.drafts {
            match draft.kind {
                EventKind::Log(log) => {
                    label.level = label.level.or(log.level);
                    label.channel = label.channel.or(log.channel.map(Cow::Owned));
                }
                EventKind::Server(server) => {
                    label.level = label.level.or(server.level);
                }
                _ => {}
            }
        }
        label
    }

    /// What a glance shows of a record that begins with a line of [`RecordReader::starts_record`],
    /// is not open, and of which a survey needs no more, as it tells nothing grave and no other
    /// depends on it; `None` where it must be read to tell. Whatever it shows is what reading the
    /// record would show. Asked of large sources whose format has no [`RecordReader::prefilter`].
    fn glance(&self, _record: &[u8]) -> Option<Glance> {
        None
    }

    /// The stamp of a record at the place that a glance at another of its form named; `None` where
    /// the record must be glanced at itself.
    fn moment(&self, _record: &[u8], _at: usize) -> Option<(Scale, i64)> {
        None
    }

    /// A way to look over large sources without reading every record; `None` where each must be
    /// read.
    fn prefilter(&self) -> Option<&dyn Prefilter> {
        None
    }

    /// Gives the rows of a record of a backup, with what the session that would load it sets.
    fn rows(&self, _record: &[u8], _into: &mut dyn Rows) {}

    /// What must be handed from record to record, in order, after all were read.
    fn carry(&self) -> Box<dyn Carry> {
        Box::new(NoCarry)
    }
}

/// Takes the rows of a backup, one after the other.
pub(crate) trait Rows {
    /// Times of the type TIMESTAMP are in UTC from here on.
    fn utc(&mut self);

    /// What follows is of this database.
    fn database(&mut self, name: &str);

    /// Rows of this table follow, with these columns (none where the dump leaves them out); whether
    /// they are wanted.
    fn table(&mut self, database: Option<&str>, table: &str, columns: Vec<String>) -> bool;

    /// A row of that table.
    fn row(&mut self, cells: &[Cell]);
}

/// What an application's log says of a record apart from its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Label<'a> {
    /// As [`crate::event::log::Log::level`].
    pub(crate) level: Option<Level>,
    /// As [`crate::event::log::Log::channel`].
    pub(crate) channel: Option<Cow<'a, str>>,
}

/// Reads a whole document.
pub(crate) trait DocumentReader: Send + Sync {
    /// Reads it; spans are relative to `document`.
    fn read(&self, document: &[u8], out: &mut Parsed);

    /// A way to read one that begins with `head` piece by piece; `None` where it must be there in
    /// one.
    fn pieces(&self, _head: &[u8]) -> Option<Box<dyn PieceReader>> {
        None
    }
}

/// Reads a document piece by piece, in order: a listing of all tables of a server is longer than
/// what else a run holds.
pub(crate) trait PieceReader {
    /// Reads what is whole in `text`, which stands at `at` in the document and, where it is the
    /// `last` piece, ends with it; gives how many bytes that took. The next piece begins behind
    /// them.
    /// Spans in `out` are relative to the document; whatever the pieces, all drafts and gaps
    /// together
    /// are those of the document in one.
    fn read(&mut self, text: &[u8], at: usize, last: bool, out: &mut Parsed) -> usize;
}

/// What was read from a record or a document.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// In the order of the bytes.
    pub(crate) drafts: Vec<Draft>,
    /// In the order of the bytes.
    pub(crate) gaps: Vec<Gap>,
}

impl Parsed {
    /// Adds a draft.
    pub(crate) fn draft(&mut self, draft: Draft) {
        self.drafts.push(draft);
    }

    /// Adds what `read` makes of what stands at `at`.
    pub(crate) fn append(&mut self, at: usize, read: impl FnOnce(&mut Parsed)) {
        let mut rest = Parsed::default();
        read(&mut rest);
        let place = |place: &std::ops::Range<usize>| {
            place.start.saturating_add(at)..place.end.saturating_add(at)
        };
        for mut draft in rest.drafts {
            draft.at = place(&draft.at);
            self.drafts.push(draft);
        }
        for mut gap in rest.gaps {
            gap.at = place(&gap.at);
            self.gaps.push(gap);
        }
    }

    /// Adds a gap.
    pub(crate) fn gap(
        &mut self,
        at: std::ops::Range<usize>,
        reason: crate::event::draft::GapReason,
    ) {
        if !at.is_empty() {
            self.gaps.push(Gap { at, reason });
        }
    }
}

/// A pass over the drafts of a source in order: hands on what a record leaves unsaid because the
/// one before it said it, joins what belongs together, and may sum up at the end.
pub(crate) trait Carry: Send {
    /// One record's drafts; it may change, add or take away. Spans are absolute by now.
    fn pass(&mut self, drafts: &mut Vec<Draft>);
    /// Whether it must see a draft: whether that is changed by others, or others by it.
    fn takes(&self, _draft: &Draft) -> bool {
        true
    }
    /// Records stand here that were only glanced at, and end these connections; it may add what it
    /// held back.
    fn glanced(&mut self, _ends: &[u64], _out: &mut Vec<Draft>) {}
    /// Whether what it takes away says how all records behind it are read, as a server's banner
    /// does.
    fn is_taught(&self) -> bool {
        false
    }
    /// What is left to say when the source has ended.
    fn finish(&mut self, _out: &mut Vec<Draft>) {}
}

/// Nothing is handed on.
pub(crate) struct NoCarry;

impl Carry for NoCarry {
    fn pass(&mut self, _drafts: &mut Vec<Draft>) {}

    fn takes(&self, _draft: &Draft) -> bool {
        false
    }
}
