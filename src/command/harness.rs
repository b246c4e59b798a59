//! What the fuzz targets and benchmarks call: one function for each way in. Compiled with the
//! feature `harness` only.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a target ends where something does not hold"
)]

use std::ops::ControlFlow;

use crate::{
    event::place::SourceId,
    format::{
        self, FORMATS,
        contract::{Format, HEAD_BYTES, Head},
        grammar::slow_log::{self, Mode, Piece},
    },
    ingest::{
        gather::{GatherOptions, gather_sources},
        options::IngestOptions,
        read::read_source,
        source_read::SourceRead,
    },
    redact::{find::check, redactor::Redactor, rule::Level},
    render::{RENDERERS, contract::RenderOptions},
    report::{engine::report, options::ReportOptions},
    source::{
        discovery::{SourceOptions, discover},
        evidence::Source,
        pattern::NamePattern,
        stream::run::{Content, StreamOptions, run},
    },
    sql::{
        classify::statement::{statements, statements_cut},
        dialect::Dialect,
        effects::effects,
        fingerprint::{Fingerprinter, walk::Digits},
        lexer::ends_open,
        redact::redact_counting,
        split::pieces,
    },
    time::{SECOND, schedule::Schedule, utc},
};

/// A reader of evidence: the format of this id, or the one that the first byte picks from the
/// list, so that a new format is fuzzed without being named here.
///
/// Whatever the bytes: every event and gap lies within them; what is not understood is no more
/// than there is; the size of blocks changes nothing.
pub fn read(format: Option<&str>, data: &[u8]) {
    let (format, text) = match format {
        Some(id) => (format::by_id(id).expect("a format of this name"), data),
        None => {
            let Some((pick, rest)) = data.split_first() else { return };
            let picked = FORMATS.get(usize::from(*pick) % FORMATS.len().max(1)).copied();
            (picked.expect("one of the list"), rest)
        }
    };
    (format.sniff)(&Head {
        name: "evidence.log",
        bytes: text.get(..HEAD_BYTES).unwrap_or(text),
        whole: text.len() <= HEAD_BYTES,
    });
    let whole = in_blocks(text, 4 << 20, format);
    let length = text.len() as u64;
    let mut before = (0, 0);
    for sited in &whole.drafts {
        let (span, at) = (sited.span, &sited.draft.at);
        assert!(span.start <= span.end && span.end <= length, "{span:?} of {length}");
        assert!(before <= (at.start, at.end), "{at:?} after {before:?}");
        before = (at.start, at.end);
    }
    for (span, reason) in &whole.gaps {
        assert!(span.start <= span.end && span.end <= length, "{span:?} {reason:?} of {length}");
    }
    assert!(
        whole.unparsed_bytes <= length,
        "{} of {length} bytes are not understood: gaps overlap",
        whole.unparsed_bytes
    );
    let small = in_blocks(text, 64, format);
    assert_eq!(
        format!("{:?}", whole.drafts),
        format!("{:?}", small.drafts),
        "blocks of 64 bytes change the events"
    );
    assert_eq!(whole.gaps, small.gaps, "blocks of 64 bytes change the gaps");
}

fn in_blocks(text: &[u8], block: u64, format: &'static Format) -> SourceRead {
    let any = NamePattern::new("*").expect("a pattern");
    read_source(
        &Source::from_bytes("evidence.log", text),
        &IngestOptions { block, formats: vec![(any, format)], ..IngestOptions::default() },
    )
}

/// Statements of SQL: pieces lie in order within the text and cut no character.
pub fn sql(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let dialect = Dialect::default();
    let mut end = 0;
    for piece in pieces(&text, dialect) {
        assert!(
            end <= piece.start && piece.start <= piece.end && piece.end <= text.len(),
            "{piece:?} after {end}"
        );
        assert!(text.get(piece.start..piece.end).is_some(), "{piece:?} cuts a character");
        end = piece.end;
    }
    for cut in [false, true] {
        for statement in statements_cut(&text, dialect, cut) {
            effects(&statement);
        }
    }
    Fingerprinter::default().of(data);
    ends_open(data);
    statements(&redact_counting(&text, dialect).0, dialect);
}

/// Redaction of any text, at every level.
pub fn redact(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for level in [Level::Off, Level::Secrets, Level::Pii, Level::Strict] {
        let redactor = Redactor::new(level);
        for shown in [redactor.text(&text), redactor.sql(&text), redactor.excerpt(&text)] {
            check(&shown, level);
        }
        redactor.counts();
    }
}

/// Packed content: no member leaves its archive, and no event its member.
pub fn unpack(data: &[u8]) {
    let mut stdin = data;
    let Ok(found) = discover(&["-".to_owned()], &SourceOptions { hash: true }, Some(&mut stdin))
    else {
        return;
    };
    for source in &found.sources {
        assert!(
            !source.path.split('/').any(|part| part == ".."),
            "{} leaves its archive",
            source.path
        );
        let length = source.content_len();
        for sited in &read_source(source, &IngestOptions::default()).drafts {
            assert!(sited.span.end <= length, "{:?} of {length}", sited.span);
        }
    }
}

/// Schedules: the run after a moment lies there, and is a run.
pub fn schedule(data: &[u8]) {
    let Some((day, text)) = data.split_first_chunk::<4>() else { return };
    let at = utc(i64::from(u32::from_le_bytes(*day)).saturating_mul(SECOND)).naive_utc();
    let text = String::from_utf8_lossy(text);
    let read = [
        Schedule::parse(&text),
        Schedule::cron(&text),
        Schedule::calendar(&text),
        Schedule::laravel(&text),
    ];
    for schedule in read.into_iter().flatten() {
        if let Some(next) = schedule.next(at) {
            assert!(next > at && schedule.matches(next), "{text}: {next} after {at}");
        }
    }
}

/// The whole way from bytes to every form of report, one or several sources of evidence at a time,
/// divided by lines of `==>`.
pub fn analyze(data: &[u8]) {
    const DIVIDER: &[u8] = b"\n==>\n";
    let mut sources: Vec<Source> = Vec::new();
    let mut rest = data;
    while !rest.is_empty() && sources.len() < 8 {
        let end = rest.windows(DIVIDER.len()).position(|window| window == DIVIDER);
        let (part, next) = end.map_or((rest, &b""[..]), |end| {
            let (part, next) = rest.split_at(end.saturating_add(1));
            (part, next.get(DIVIDER.len().saturating_sub(1)..).unwrap_or_default())
        });
        let mut source = Source::from_bytes(&format!("evidence-{}.log", sources.len()), part);
        source.id = SourceId(u32::try_from(sources.len()).unwrap_or_default());
        sources.push(source);
        rest = next;
    }
    let mut gathered = gather_sources(sources, &GatherOptions::default());
    let report = report(&mut gathered, &ReportOptions::default());
    for renderer in RENDERERS {
        renderer.render(&report, &RenderOptions::default());
    }
}

/// A source for benchmarks.
pub struct Evidence(Source);

impl Evidence {
    /// Of a text under a file's name.
    pub fn new(name: &str, text: &str) -> Evidence {
        Evidence(Source::from_bytes(name, text.as_bytes().to_vec()))
    }

    /// Reads its events and counts them.
    pub fn events(&self) -> usize {
        let options = IngestOptions { block: 4 << 20, ..IngestOptions::default() };
        read_source(&self.0, &options).drafts.len()
    }

    /// Cuts it where lines begin a record, on one thread, and counts the chunks.
    pub fn chunks(&self, begins: fn(&[u8]) -> bool) -> usize {
        let handle = self.0.open().expect("a source in memory");
        let options = StreamOptions { threads: 1, ..StreamOptions::default() };
        let mut chunks = 0_usize;
        run(
            Content::At(&handle),
            &begins,
            &options,
            |chunk, (): &mut ()| {
                std::hint::black_box(chunk.bytes.len());
            },
            |(): &mut ()| {
                chunks = chunks.saturating_add(1);
                ControlFlow::Continue(())
            },
        )
        .expect("read");
        chunks
    }
}

/// Entries of a slow log, read without making events.
pub fn slow_entries(text: &[u8]) -> usize {
    let mut entries = 0_usize;
    slow_log::read(text, Mode::LastPart, &mut |piece: Piece<'_, '_>| {
        entries = entries.saturating_add(usize::from(matches!(piece, Piece::Entry(_))));
    });
    entries
}

/// What the statements of a text do: how many there are, and how many effects they have.
pub fn classify(text: &str) -> usize {
    let count = |statement| effects(statement).len().saturating_add(1);
    statements(text, Dialect::default()).iter().map(count).sum()
}

/// Makes fingerprints, with one set of buffers for all.
pub fn fingerprinter() -> impl FnMut(&str) -> usize {
    let mut maker = Fingerprinter::new(Digits::Replaced);
    move |text| maker.of(text.as_bytes()).len()
}

/// Redacts statements, with one redactor for all.
pub fn redactor() -> impl Fn(&str) -> usize {
    let redactor = Redactor::new(Level::Pii);
    move |text| redactor.sql(text).len()
}
