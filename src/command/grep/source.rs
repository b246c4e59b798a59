//! One source after the other: recognised, put in time where that matters, read, shown.

use std::{
    collections::HashMap,
    io::{self, Write},
    ops::ControlFlow,
    sync::Mutex,
};

use chrono::{Datelike, NaiveDate};

use super::{
    known::{Formats, HEAD_BYTES, Known},
    parallel::{Scout, Seen},
    print::{Form, Page, Printer, State, Typed, gathered},
    search::{Out, Plan, Search, Tally, Wanted},
};
use crate::{
    command::{progress::Progress, status::write_error},
    error::Result,
    format::{self, contract::Head, grammar::lines::newlines},
    ingest::{
        self,
        clock::{self, options::ClockOptions, source_clock::SourceClock},
        options::IngestOptions,
        seek::{self, Part},
    },
    redact::rule::Level,
    source::{
        buffer::Buffer,
        discovery::{Listed, Skipped},
        evidence::Source,
        handle::Access,
        note::Note,
        pattern::NamePattern,
        pipe::{self, Flow, Opened},
        stream::{
            self,
            chunk::BLOCK_BYTES,
            order::each_in_order,
            run::{Content, StreamOptions},
        },
    },
    text::escape,
    time::{self, Stamp, window::Window, zone::Zone},
};

/// A part up to this is small: it is searched before full blocks of it are there, and, unless what
/// is shown of it is redacted, before a second thread is under way.
const SMALL_PART: u64 = 4 << 20;
/// Bytes that one thread reads at a time of a small part.
const PART_BLOCK: u64 = 32 * 1024;
/// What the zone and the year of a source are told from.
const SAMPLE_BYTES: usize = 16 * 1024;
/// A part larger than this is read faster where the system reads ahead.
const FORWARD_BYTES: u64 = 8 << 20;

/// What a search is to tell of each source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Its hits.
    Entries,
    /// Their number.
    Count,
    /// Its name, if there are any.
    NameWith,
    /// Its name, if there are none.
    NameWithout,
}

/// A search on its way from source to source.
pub(super) struct Run<'a, 'b> {
    pub(super) plan: &'a Plan,
    pub(super) printer: Printer<'b>,
    pub(super) clock: &'a ClockOptions,
    pub(super) formats: &'a Formats,
    /// Clocks that are known by all sources together, by the names of the sources.
    pub(super) clocks: HashMap<String, SourceClock>,
    pub(super) threads: usize,
    pub(super) block: u64,
    pub(super) most: u64,
    pub(super) answer: Answer,
    /// The exit status alone answers.
    pub(super) quiet: bool,
    pub(super) progress: &'a Progress,
    pub(super) messages: Messages<'a>,
    pub(super) found: bool,
    pub(super) tally: Tally,
    pub(super) counted: Counted,
}

/// What `--stats` tells.
#[derive(Default)]
pub(super) struct Counted {
    hits: u64,
    files_with: u64,
    files: u64,
}

/// What is said on standard error of how sources were read.
pub(super) struct Messages<'a> {
    pub(super) err: &'a mut (dyn Write + Send),
    /// What happened on the way is said as well.
    pub(super) verbose: bool,
    /// Nothing is said of what cannot be read.
    pub(super) mute: bool,
    /// Something could not be read.
    pub(super) failed: bool,
}

impl Messages<'_> {
    /// Says what went wrong with a source.
    pub(super) fn trouble(&mut self, name: &str, text: &str) {
        self.failed = true;
        if !self.mute {
            self.line(name, text);
        }
    }

    /// Says what is not searched. As with other programs of its kind, links are no error.
    pub(super) fn skipped(&mut self, all: &[Skipped]) {
        for Skipped { path, reason } in all {
            let links = matches!(reason, Note::LeadsOut | Note::LeadsNowhere(_));
            let lost = reason.is_loss() && !links;
            self.failed |= lost;
            if lost && !self.mute || self.verbose {
                self.line(path, &reason.to_string());
            }
        }
    }

    /// Says what happened on the way.
    pub(super) fn note(&mut self, name: &str, text: &str) {
        if self.verbose {
            self.line(name, text);
        }
    }

    fn line(&mut self, name: &str, text: &str) {
        let (name, text) = (escape::terminal(name), escape::terminal(text));
        let _ = writeln!(self.err, "backtrail: {name}: {text}");
    }
}

/// What of a source is searched.
enum Searched<'c> {
    /// This is to be read.
    Content(Content<'c>),
    /// It was searched as a whole.
    Whole(&'c mut Out),
}

impl Run<'_, '_> {
    /// Whether the answer is known already.
    pub(super) fn done(&self) -> bool {
        self.quiet && self.found
    }

    /// Searches files in their order, small ones on all threads.
    pub(super) fn files(
        &mut self,
        files: &[Listed],
        shown: &(dyn Fn(&Listed) -> String + Sync),
    ) -> Result<()> {
        // where times matter, each source has its own, which are told of and looked for first
        let ahead = files.len() > 1 && !self.wants_time() && self.plan.types.is_empty();
        let most = if ahead { self.block.min(BLOCK_BYTES) } else { 0 };
        let scout = Scout { plan: self.plan, formats: self.formats, most, spare: Mutex::default() };
        let threads = if ahead { self.threads } else { 1 };
        let mut result = Ok(());
        let look = |number: usize| files.get(number).map_or(Seen::Later, |file| scout.look(file));
        each_in_order(files.len(), threads, look, |number, seen| {
            let Some(file) = files.get(number).filter(|_| !self.done()) else {
                return ControlFlow::Break(());
            };
            result = self.file(file, &shown(file), seen, &scout);
            if result.is_err() || self.done() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        result
    }

    fn file(&mut self, file: &Listed, name: &str, seen: Seen, scout: &Scout<'_>) -> Result<()> {
        match seen {
            Seen::Later => match pipe::open_file(
                &file.file,
                &file.path,
                HEAD_BYTES,
                Some(self.progress.counter()),
            ) {
                Ok(opened) => return self.opened(opened, name),
                Err(error) => self.messages.trouble(name, &format!("cannot be read: {error}")),
            },
            Seen::Nothing(size) => {
                self.progress.skip(size);
                self.found |= self.answer == Answer::NameWithout;
                let shown = self.shown(name);
                self.sum_up(0, &shown, false).map_err(write_error)?;
            }
            Seen::Searched(mut searched) => {
                self.progress.skip(searched.source.size());
                let source = &searched.source;
                let origin = |offset: u64| source.origin(offset);
                self.pass(
                    Searched::Whole(&mut searched.out),
                    (0, u64::MAX, 0),
                    &searched.known,
                    &source.path,
                    name,
                    &origin,
                    false,
                )?;
                scout.give_back(std::mem::take(&mut searched.out));
            }
        }
        Ok(())
    }

    /// A name as it is shown.
    pub(super) fn shown(&self, name: &str) -> String {
        if self.printer.style.visible { escape::terminal(name) } else { name.to_owned() }
    }

    /// Searches what a path opened to.
    pub(super) fn opened(&mut self, opened: Opened, name: &str) -> Result<()> {
        match opened {
            Opened::Plain(source) => self.source(&source, name),
            Opened::Flow(flow) => self.flow(flow, name),
            Opened::Members(members) => {
                let archive = members
                    .iter()
                    .map(|member| member.path.split('!').next().unwrap_or_default().len())
                    .min()
                    .unwrap_or(0);
                for member in &members {
                    let inner = member.path.get(archive..).unwrap_or_default();
                    for note in &member.notes {
                        self.messages.note(&format!("{name}{inner}"), &note.to_string());
                    }
                    for loss in member.notes.iter().filter(|note| note.is_loss()) {
                        self.messages.trouble(&format!("{name}{inner}"), &loss.to_string());
                    }
                    self.source(member, &format!("{name}{inner}"))?;
                    if self.done() {
                        break;
                    }
                }
                Ok(())
            }
        }
    }

    fn source(&mut self, source: &Source, name: &str) -> Result<()> {
        let result = self.try_source(source, name);
        match result {
            Ok(inner) => inner?,
            Err(error) => self.messages.trouble(name, &format!("cannot be read: {error}")),
        }
        Ok(())
    }

    fn try_source(&mut self, source: &Source, name: &str) -> io::Result<Result<()>> {
        let handle = source.open()?;
        let size = source.size();
        if self.plan.window.is_some() {
            handle.expect(Access::Scattered);
        }
        let first = handle.beginning(HEAD_BYTES)?;
        let mut known = Known::of(self.formats, &Head::of(&first), false);
        if known.is_none() {
            let more = handle.beginning(format::contract::HEAD_BYTES)?;
            known = Known::of(self.formats, &Head::of(&more), true);
        }
        let Some(mut known) = known else { return Ok(Ok(())) };
        let (mut from, mut to) = (0, u64::MAX);
        if self.wants_time() {
            let sample = handle.text(0, SAMPLE_BYTES as u64)?;
            self.time(&mut known, &source.path, &sample, name);
            if let Some(Window { since, until, .. }) = self.plan.window
                && known.entries.reader().is_some()
            {
                match seek::part(&handle, &known.entries, &known.timing, since, until)? {
                    Part::Within(a, b) => {
                        (from, to) = (a, b);
                        self.messages.note(
                            name,
                            &format!("in the order of time; bytes {a} to {b} of {size} are read"),
                        );
                    }
                    Part::Anywhere(why) => {
                        self.messages.note(name, &format!("searched from end to end: {why}"));
                    }
                }
            }
        }
        if to.min(size).saturating_sub(from) > FORWARD_BYTES {
            handle.expect(Access::Forward);
        } else if to < u64::MAX {
            handle.soon(from, to);
        }
        self.progress.skip(from + size.saturating_sub(to.min(size)));
        let before = if self.plan.lines && from > 0 { count_lines(&handle, from)? } else { 0 };
        let origin = |offset: u64| source.origin(offset);
        Ok(self.pass(
            Searched::Content(Content::At(&handle)),
            (from, to, before),
            &known,
            &source.path,
            name,
            &origin,
            true,
        ))
    }

    fn flow(&mut self, mut flow: Flow, name: &str) -> Result<()> {
        let Some(mut known) = Known::of(
            self.formats,
            &Head { name: &flow.path, bytes: &flow.head, whole: flow.whole },
            true,
        ) else {
            return Ok(());
        };
        if self.wants_time() {
            let sample = std::mem::take(&mut flow.head);
            self.time(&mut known, &flow.path, &sample, name);
        }
        let skipped = flow.skipped;
        let path = std::mem::take(&mut flow.path);
        self.pass(
            Searched::Content(Content::Stream(&mut *flow.reader)),
            (0, u64::MAX, 0),
            &known,
            &path,
            name,
            &|offset| offset + skipped,
            false,
        )
    }

    fn wants_time(&self) -> bool {
        self.plan.window.is_some()
            || self.plan.by.is_some_and(|by| by.step_s().is_some())
            || self.printer.style.form == Form::Json
    }

    /// The zone of a source, and the year of its first stamp where stamps bear none.
    fn time(&mut self, known: &mut Known, path: &str, sample: &[u8], name: &str) {
        let Some(format) = known.format else { return };
        let source = Source::from_bytes(path, sample);
        // the sample is read as what the whole was taken for
        let Ok(every) = NamePattern::new("**") else { return };
        let formats = vec![(every, format)];
        let read = ingest::read::read_source(
            &source,
            &IngestOptions { block: 1 << 20, formats, ..IngestOptions::default() },
        );
        let placed = clock::place::place(std::slice::from_ref(&source), vec![read], self.clock);
        let mut events = placed.events;
        events.sort_by_key(|event| event.place.span.start);
        let together = self.clocks.remove(path);
        let Some(clock) = together.or_else(|| placed.clocks.into_iter().next()) else { return };
        known.timing.zone = clock.zone;
        let yearless = events.iter().find_map(|event| {
            match event.written.as_ref().map(|written| written.stamp) {
                Some(Stamp::Yearless { month, day, .. }) => Some((month, day)),
                _ => None,
            }
        });
        if let Some((month, day)) = yearless {
            let year = clock.first_year.or_else(|| {
                self.plan.window.map(|window| year_in(window, clock.zone, (month, day)))
            });
            known.timing.first_day = year
                .and_then(|year| NaiveDate::from_ymd_opt(year, u32::from(month), u32::from(day)));
            if let (Some(year), None) = (year, clock.first_year) {
                self.messages.note(name, &format!("has no years; its first day is taken to be in {year}, after --since and --until"));
            }
        }
        self.messages.note(
            name,
            &format!("stamps are read as {} ({}): {}", clock.name, clock.basis.id(), clock.reason),
        );
        known.clock = Some(clock);
    }

    /// Searches the content of one source and shows what is found.
    #[allow(
        clippy::too_many_arguments,
        reason = "one call each for files and flows, with what the two differ in"
    )]
    fn pass(
        &mut self,
        content: Searched<'_>,
        (from, to, lines): (u64, u64, u64),
        known: &Known,
        path: &str,
        name: &str,
        origin: &(dyn Fn(u64) -> u64 + Sync),
        counted: bool,
    ) -> Result<()> {
        let plan = self.plan;
        let shown = self.shown(name);
        let wanted = &plan.types;
        if !wanted.is_empty()
            && known.format.is_none_or(|it| wanted.iter().all(|of| of.id != it.id))
        {
            return Ok(());
        }
        let binary = known.binary
            && !plan.text
            && !self.printer.style.silent
            && self.printer.style.form != Form::Json
            && plan.by.is_none();
        let typed = (self.printer.style.form == Form::Json).then(|| Typed {
            reader: known.entries.reader(),
            gathered: gathered(
                path,
                known.format.map_or("text", |format| format.id),
                known.clock.clone(),
            ),
            origin,
        });
        if binary {
            self.printer.style.silent = true;
        }
        let first = plan.wanted == Wanted::First || binary;
        let mut page = Page {
            name: shown.clone(),
            window: plan.window,
            timing: &known.timing,
            by: plan.by,
            typed,
            before: plan.before as u64,
            after: plan.after as u64,
            most: if first { 1 } else { self.most },
            hits: 0,
            tally: Tally::default(),
            state: State::at_line(lines),
            error: None,
            printer: &mut self.printer,
        };
        let search = Search { plan, entries: &known.entries, timing: &known.timing };
        let small = to.saturating_sub(from) <= SMALL_PART;
        let block = if small { self.block.min(PART_BLOCK) } else { self.block };
        let threads = if small && plan.redact == Level::Off { 1 } else { self.threads };
        let options = StreamOptions {
            block,
            threads,
            from,
            to,
            progress: counted.then(|| self.progress.bytes()),
            ..StreamOptions::default()
        };
        let result = match content {
            _ if page.most == 0 => Ok(()),
            Searched::Whole(out) => {
                let _ = page.take(out);
                Ok(())
            }
            Searched::Content(content) => stream::run::run(
                content,
                &|line: &[u8]| known.entries.cuts(line),
                &options,
                |chunk, out: &mut Out| search.work(chunk, out),
                |out| page.take(out),
            ),
        };
        let (hits, error) = (page.hits.min(page.most), page.error.take());
        self.tally.add(&mut page.tally);
        if binary {
            self.printer.style.silent = false;
        }
        if let Some(error) = error {
            return Err(write_error(error));
        }
        if let Err(error) = result {
            self.messages.trouble(name, &error.to_string());
        }
        self.found |= (hits > 0) != (self.answer == Answer::NameWithout);
        self.sum_up(hits, &shown, binary).map_err(write_error)
    }

    /// What was found in all sources.
    pub(super) fn stats(&mut self) -> io::Result<()> {
        let Counted { hits, files_with, files } = self.counted;
        writeln!(
            self.printer.out,
            "\n{hits} entries\n{files_with} files with entries\n{files} files searched"
        )
    }

    /// What is said of a source as a whole.
    fn sum_up(&mut self, hits: u64, name: &str, binary: bool) -> io::Result<()> {
        self.counted.hits += hits;
        self.counted.files_with += u64::from(hits > 0);
        self.counted.files += 1;
        let out = &mut *self.printer.out;
        if self.quiet {
            return Ok(());
        }
        match self.answer {
            Answer::NameWith if hits > 0 => writeln!(out, "{name}"),
            Answer::NameWithout if hits == 0 => writeln!(out, "{name}"),
            Answer::Count if self.printer.style.prefix.name => writeln!(out, "{name}:{hits}"),
            Answer::Count => writeln!(out, "{hits}"),
            Answer::Entries if binary && hits > 0 => {
                writeln!(out, "Binary file {name} matches")
            }
            Answer::Entries | Answer::NameWith | Answer::NameWithout => Ok(()),
        }
    }
}

/// The year of a first stamp without one, in a file of less than a year: that under which the
/// window lies behind it.
fn year_in(Window { since, until, .. }: Window, zone: Zone, (month, day): (u8, u8)) -> i32 {
    let date = |us: i64| time::utc(us).with_timezone(&zone.fixed_at(us)).date_naive();
    if until == i64::MAX {
        let since = date(since);
        // a file of the time before is nearer than one that begins half a year later
        let months = i32::from(month) - since.month() as i32;
        return if months > 6 { since.year() - 1 } else { since.year() };
    }
    let until = date(until);
    let begins_later = (u32::from(month), u32::from(day)) > (until.month(), until.day());
    if begins_later { until.year() - 1 } else { until.year() }
}

/// Line feeds in front of a place, counted on the way to a window whose lines are numbered.
fn count_lines(handle: &crate::source::handle::Handle<'_>, to: u64) -> io::Result<u64> {
    let mut buffer = Buffer::default();
    let (mut at, mut count) = (0u64, 0u64);
    while at < to {
        buffer.begin(at);
        let got = handle.append(at, BLOCK_BYTES.min(to - at) as usize, &mut buffer)?;
        if got == 0 {
            break;
        }
        count += newlines(&buffer);
        at += got as u64;
    }
    Ok(count)
}
