//! Entries as people and programs read them: prefixes as grep writes them, hits in colour,
//! secrets taken out, nothing that steers a terminal.

use std::{
    collections::VecDeque,
    io::{self, Write},
    ops::ControlFlow,
};

use super::{
    pattern::Pattern,
    search::{By, Item, Out, Tally},
};
use crate::{
    command::events::{clean::Clean, json::to_json},
    event::{
        place::{Place, SourceId, Span},
        placed::{Event, Remarks},
    },
    format::{
        contract::{Parsed, RecordReader},
        grammar::lines::newlines,
    },
    ingest::{clock::source_clock::SourceClock, gathered::Gathered, seek::Timing},
    redact::redactor::{Hole, Redactor},
    source::{evidence::Source, hash::Hashing},
    text::escape,
    time::window::Window,
};

/// How hits are shown; the same for all sources.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of the output of its own")]
pub(super) struct Style {
    pub(super) prefix: Prefix,
    /// Names stand above the entries of a file, not in front of each line.
    pub(super) heading: bool,
    pub(super) form: Form,
    pub(super) color: bool,
    /// A terminal or a CI reads the output: what would steer it is shown instead.
    pub(super) visible: bool,
    /// Hits are counted, not shown.
    pub(super) silent: bool,
}

/// What stands in front of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Prefix {
    pub(super) name: bool,
    pub(super) line: bool,
}

/// What of a hit is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Text: of the first line alone if `head`, and only what fits the pattern if `only`.
    Text { head: bool, only: bool },
    /// The typed events, as JSON.
    Json,
}

impl Default for Form {
    fn default() -> Form {
        Form::Text { head: false, only: false }
    }
}

impl Style {
    /// Whether bytes go out as they are, but for what is redacted.
    fn is_plain(&self) -> bool {
        self.prefix == Prefix::default()
            && !self.heading
            && self.form == Form::default()
            && !self.color
            && !self.visible
    }
}

/// Where a source's events come from, for JSON.
pub(super) struct Typed<'a> {
    pub(super) reader: Option<&'a dyn RecordReader>,
    /// One source and its clock.
    pub(super) gathered: Gathered,
    /// What offsets of the content become in the raw content.
    pub(super) origin: &'a (dyn Fn(u64) -> u64 + Sync),
}

/// Everything that lasts from source to source.
pub(super) struct Printer<'a> {
    pub(super) out: &'a mut (dyn Write + Send),
    pub(super) style: Style,
    pub(super) pattern: Option<&'a Pattern>,
    pub(super) redactor: &'a Redactor,
    pub(super) clean: &'a Clean,
    pub(super) any_shown: bool,
    pub(super) any_headed: bool,
}

/// One source on its way to the output.
pub(super) struct Page<'a, 'b> {
    pub(super) printer: &'a mut Printer<'b>,
    pub(super) name: String,
    pub(super) window: Option<Window>,
    pub(super) timing: &'a Timing,
    pub(super) by: Option<By>,
    pub(super) typed: Option<Typed<'a>>,
    pub(super) before: u64,
    pub(super) after: u64,
    /// The most hits that are wanted.
    pub(super) most: u64,
    pub(super) hits: u64,
    pub(super) tally: Tally,
    pub(super) state: State,
    pub(super) error: Option<io::Error>,
}

/// How far a source was shown.
#[derive(Default)]
pub(super) struct State {
    line: u64,
    entries: u64,
    last_time: Option<crate::time::When>,
    last_hit: Option<u64>,
    last_shown: Option<u64>,
    headed: bool,
    waiting: VecDeque<Kept>,
}

/// An entry kept as context of a hit that may follow.
struct Kept {
    number: u64,
    line: u64,
    start: u64,
    bytes: Vec<u8>,
    holes: Vec<Hole>,
}

impl State {
    /// With so many lines in front.
    pub(super) fn at_line(line: u64) -> State {
        State { line, ..State::default() }
    }
}

impl Page<'_, '_> {
    /// Takes what a chunk held.
    pub(super) fn take(&mut self, out: &mut Out) -> ControlFlow<()> {
        self.hits += out.count;
        self.tally.add(&mut out.tally);
        let result = self.items(out);
        self.state.line += out.newlines;
        self.state.entries += out.entries;
        self.state.last_time = out.last.or(self.state.last_time);
        match result {
            Ok(flow) if self.hits < self.most || self.after > 0 => flow,
            Ok(_) => ControlFlow::Break(()),
            Err(error) => {
                self.error = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn items(&mut self, out: &Out) -> io::Result<ControlFlow<()>> {
        let inherited = self.window.is_none_or(|window| {
            self.state.last_time.is_some_and(|when| window.admits(Some(when)))
        });
        if let Some(by) = self.by {
            for item in &out.items {
                if inherited {
                    self.hits += 1;
                    let name =
                        String::from_utf8_lossy(out.text.get(item.at.clone()).unwrap_or_default())
                            .into_owned();
                    match (by.step_s(), self.state.last_time) {
                        (Some(step), Some(when)) => self.tally.time(when, self.timing, step),
                        (Some(_), None) => {}
                        (None, _) => self.tally.name(&name),
                    }
                }
            }
            return Ok(ControlFlow::Continue(()));
        }
        let style = self.printer.style.clone();
        let plain = style.is_plain() && !self.has_context();
        let mut run: Option<std::ops::Range<usize>> = None;
        for item in &out.items {
            let hit = item.hit && (!item.inherits || inherited) && self.hits < self.most;
            if style.silent {
                self.hits += u64::from(hit);
                continue;
            }
            if plain {
                if !hit {
                    continue;
                }
                self.hits += 1;
                let whole = out.text.get(item.at.clone()).is_some_and(|text| text.ends_with(b"\n"));
                if item.holes.is_empty() && whole {
                    // neighbours go out in one piece
                    run = match run {
                        Some(run) if run.end == item.at.start => Some(run.start..item.at.end),
                        Some(run) => {
                            self.printer.out.write_all(out.text.get(run).unwrap_or_default())?;
                            Some(item.at.clone())
                        }
                        None => Some(item.at.clone()),
                    };
                    continue;
                }
                if let Some(run) = run.take() {
                    self.printer.out.write_all(out.text.get(run).unwrap_or_default())?;
                }
                self.show(
                    out.text.get(item.at.clone()).unwrap_or_default(),
                    out.holes.get(item.holes.clone()).unwrap_or_default(),
                    0,
                    item.start,
                    true,
                )?;
                continue;
            }
            if self.one(out, item, hit)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        if let Some(run) = run {
            self.printer.out.write_all(out.text.get(run).unwrap_or_default())?;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Whether entries around a hit are shown as well.
    fn has_context(&self) -> bool {
        self.before > 0 || self.after > 0
    }

    /// One entry with all that may surround it.
    fn one(&mut self, out: &Out, item: &Item, hit: bool) -> io::Result<ControlFlow<()>> {
        let number = self.state.entries + item.number;
        let line = self.state.line + item.line + 1;
        let bytes = out.text.get(item.at.clone()).unwrap_or_default();
        let holes = out.holes.get(item.holes.clone()).unwrap_or_default();
        if hit {
            self.hits += 1;
            let waiting = std::mem::take(&mut self.state.waiting);
            let near = number.saturating_sub(self.before);
            for kept in waiting.iter().filter(|kept| kept.number >= near) {
                self.separate(kept.number)?;
                self.show(&kept.bytes, &kept.holes, kept.line, kept.start, false)?;
            }
            if self.has_context() {
                self.separate(number)?;
            }
            self.show(bytes, holes, line, item.start, true)?;
            self.state.last_hit = Some(number);
        } else if self.after > 0
            && self.state.last_hit.is_some_and(|last| number - last <= self.after)
        {
            self.separate(number)?;
            self.show(bytes, holes, line, item.start, false)?;
        } else {
            if self.hits >= self.most {
                return Ok(ControlFlow::Break(()));
            }
            if self.before > 0 {
                if self.state.waiting.len() as u64 >= self.before {
                    self.state.waiting.pop_front();
                }
                self.state.waiting.push_back(Kept {
                    number,
                    line,
                    start: item.start,
                    bytes: bytes.to_vec(),
                    holes: holes.to_vec(),
                });
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// `--` where entries were left out in between.
    fn separate(&mut self, number: u64) -> io::Result<()> {
        let begins = self.printer.any_shown && !self.printer.style.heading;
        let gap = self.state.last_shown.map_or(begins, |last| number > last + 1);
        if gap && self.printer.style.form != Form::Json {
            let line: &[u8] =
                if self.printer.style.color { b"\x1b[36m--\x1b[0m\n" } else { b"--\n" };
            self.printer.out.write_all(line)?;
        }
        self.state.last_shown = Some(number);
        self.printer.any_shown = true;
        Ok(())
    }

    /// Writes one entry.
    fn show(
        &mut self,
        entry: &[u8],
        holes: &[Hole],
        line: u64,
        start: u64,
        hit: bool,
    ) -> io::Result<()> {
        if let Some(typed) = &self.typed {
            return if hit {
                json(self.printer.out, typed, self.timing, self.printer.clean, entry, start, line)
            } else {
                Ok(())
            };
        }
        self.heading()?;
        let mut filled = Vec::new();
        if !holes.is_empty() {
            self.printer.redactor.fill(entry, holes, &mut filled);
        }
        let text = if holes.is_empty() { entry } else { &filled };
        let (head, only) = match self.printer.style.form {
            Form::Text { head, only } => (head, only),
            Form::Json => (false, false),
        };
        let text = if head {
            text.split(|b| *b == b'\n').next().unwrap_or_default()
        } else {
            text.strip_suffix(b"\n").unwrap_or(text)
        };
        let finds: Vec<(usize, usize)> =
            if self.printer.style.color || only { self.finds(text, hit) } else { Vec::new() };
        if only {
            for (from, to) in finds {
                let nth = newlines(text.get(..from).unwrap_or_default());
                self.prefix(line + nth, true)?;
                self.piece(text.get(from..to).unwrap_or_default(), true)?;
                self.printer.out.write_all(b"\n")?;
            }
            return Ok(());
        }
        let mut at = 0;
        let mut finds = finds.into_iter().peekable();
        for (nth, row) in text.split(|b| *b == b'\n').enumerate() {
            self.prefix(line + nth as u64, hit && nth == 0)?;
            let end = at + row.len();
            let mut here = at;
            while let Some((from, to)) = finds.peek().copied().filter(|(from, _)| *from < end) {
                self.piece(text.get(here..from.max(here)).unwrap_or_default(), false)?;
                self.piece(text.get(from.max(here)..to.min(end)).unwrap_or_default(), true)?;
                here = to.min(end).max(here);
                if to > end {
                    break;
                }
                finds.next();
            }
            self.piece(text.get(here..end).unwrap_or_default(), false)?;
            self.printer.out.write_all(b"\n")?;
            at = end + 1;
        }
        Ok(())
    }

    fn finds(&self, text: &[u8], hit: bool) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        let Some(pattern) = self.printer.pattern.filter(|_| hit) else { return out };
        let mut from = 0;
        while let Some((start, end)) = pattern.find(text, from) {
            if end > start {
                out.push((start, end));
            }
            from = end.max(start + 1);
        }
        out
    }

    /// The name of the source, once.
    fn heading(&mut self) -> io::Result<()> {
        if !self.printer.style.heading || std::mem::replace(&mut self.state.headed, true) {
            return Ok(());
        }
        let gap = if std::mem::replace(&mut self.printer.any_headed, true) { "\n" } else { "" };
        let (on, off) = if self.printer.style.color { ("\x1b[35m", "\x1b[0m") } else { ("", "") };
        writeln!(self.printer.out, "{gap}{on}{}{off}", self.name)
    }

    fn prefix(&mut self, line: u64, first: bool) -> io::Result<()> {
        let style = &self.printer.style;
        let mark = if first { ":" } else { "-" };
        let (prefix, color) = (style.prefix, style.color);
        let out = &mut *self.printer.out;
        if prefix.name && !style.heading {
            if color {
                write!(out, "\x1b[35m{}\x1b[0m\x1b[36m{mark}\x1b[0m", self.name)?;
            } else {
                write!(out, "{}{mark}", self.name)?;
            }
        }
        if prefix.line {
            if color {
                write!(out, "\x1b[32m{line}\x1b[0m\x1b[36m{mark}\x1b[0m")?;
            } else {
                write!(out, "{line}{mark}")?;
            }
        }
        Ok(())
    }

    /// A piece of a line.
    fn piece(&mut self, text: &[u8], hit: bool) -> io::Result<()> {
        let style = &self.printer.style;
        let visible = style.visible;
        let color = style.color && hit && !text.is_empty();
        let out = &mut *self.printer.out;
        if color {
            out.write_all(b"\x1b[1;31m")?;
        }
        if visible {
            out.write_all(escape::many_lines(&String::from_utf8_lossy(text)).as_bytes())?;
        } else {
            out.write_all(text)?;
        }
        if color {
            out.write_all(b"\x1b[0m")?;
        }
        Ok(())
    }
}

/// The events of an entry, as `backtrail events` writes them.
fn json(
    out: &mut (dyn Write + Send),
    typed: &Typed<'_>,
    timing: &Timing,
    clean: &Clean,
    entry: &[u8],
    start: u64,
    line: u64,
) -> io::Result<()> {
    let mut parsed = Parsed::default();
    let bare = entry.strip_suffix(b"\n").unwrap_or(entry);
    let bare = bare.strip_suffix(b"\r").unwrap_or(bare);
    match typed.reader {
        Some(reader) => {
            reader.read(bare, &mut parsed);
            reader.carry().pass(&mut parsed.drafts);
        }
        None => {
            let text = String::from_utf8_lossy(bare).into_owned();
            parsed.draft(crate::event::draft::Draft::new(
                bare.len(),
                crate::event::kind::EventKind::Text(text),
            ));
        }
    }
    for draft in parsed.drafts {
        let from = draft.at.start.min(bare.len());
        let first = line + newlines(bare.get(..from).unwrap_or_default());
        let at = |offset: usize| (typed.origin)(start + offset.min(bare.len()) as u64);
        let span = Span { start: at(draft.at.start), end: at(draft.at.end), line: first };
        let event = Event {
            place: Place { source: SourceId(0), span },
            when: draft
                .written
                .as_ref()
                .and_then(|written| timing.when(written))
                .map(|when| when.shifted(draft.shift_us)),
            written: draft.written.map(Box::new),
            kind: draft.kind,
            remarks: Remarks::of(draft.remarks),
        };
        let object = serde_json::to_vec(&to_json(&event, &typed.gathered, clean))?;
        out.write_all(&escape::json(object))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// What [`to_json`] wants to know of the run: one source of this name, with its clock.
pub(super) fn gathered(name: &str, format: &'static str, clock: Option<SourceClock>) -> Gathered {
    let placed = crate::ingest::clock::place::Placed {
        clocks: clock.into_iter().collect(),
        ..crate::ingest::clock::place::Placed::default()
    };
    Gathered {
        sources: vec![Source::from_bytes(name, Vec::new())],
        hashes: Hashing::default(),
        tallies: vec![crate::ingest::gathered::Tally::of_format(format)],
        skipped: Vec::new(),
        placed,
        answers: crate::ingest::gathered::Answers::default(),
    }
}
