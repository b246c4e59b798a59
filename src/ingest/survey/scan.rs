//! Surveys the raw bytes of a source by its format's prefilter.

use std::{
    io,
    ops::{ControlFlow, Range},
};

use crate::{
    format::{contract::RecordReader, grammar::prefilter::Prefilter},
    ingest::survey::{
        groups::{Groups, Loc},
        result::{Survey, lead},
        sheet::{Hit, Sheet},
    },
    source::{
        handle::Handle,
        stream::run::{self, Content, StreamOptions},
    },
};

/// Surveys a source; gives where the records stand that are to be read in full.
pub(in crate::ingest) fn survey(
    handle: &Handle<'_>,
    reader: &dyn RecordReader,
    prefilter: &dyn Prefilter,
    block: u64,
) -> io::Result<(Survey, Groups)> {
    let mut fold = Fold::new(handle.size(), prefilter.leads(), Groups::default());
    each(handle, reader, prefilter, block, 0..u64::MAX, |sheet| fold.take(sheet))?;
    Ok((fold.survey, fold.groups))
}

/// Surveys the records that begin in `range`; gives what each chunk of it shows, of its hits those
/// that surveying all of the source may keep.
pub(in crate::ingest) fn sheets(
    handle: &Handle<'_>,
    reader: &dyn RecordReader,
    prefilter: &dyn Prefilter,
    block: u64,
    range: Range<u64>,
) -> io::Result<Vec<Sheet>> {
    let mut out: Vec<Sheet> = Vec::new();
    let mut groups = Groups::<(usize, Hit)>::of_part();
    each(handle, reader, prefilter, block, range, |sheet| {
        for hit in sheet.hits.drain(..) {
            groups.take((out.len(), hit), hit.weight, hit.likeness);
        }
        out.push(sheet.without_hits());
    })?;
    for (number, hit) in groups.into_kept() {
        if let Some(sheet) = out.get_mut(number) {
            sheet.hits.push(hit);
        }
    }
    out.iter_mut().for_each(|sheet| sheet.hits.sort_unstable_by_key(|hit| hit.start));
    Ok(out)
}

/// What the chunks of a source of `size` bytes show together, as [`survey`] gives it; in `groups`
/// those of its hits that these keep.
pub(in crate::ingest) fn fold(
    sheets: impl IntoIterator<Item = Sheet>,
    size: u64,
    leads: bool,
    groups: Groups,
) -> (Survey, Groups) {
    let mut fold = Fold::new(size, leads, groups);
    sheets.into_iter().for_each(|sheet| fold.take(&sheet));
    (fold.survey, fold.groups)
}

/// Hands on what each chunk shows of the records that begin in `range`, in order.
fn each(
    handle: &Handle<'_>,
    reader: &dyn RecordReader,
    prefilter: &dyn Prefilter,
    block: u64,
    range: Range<u64>,
    mut take: impl FnMut(&mut Sheet) + Send,
) -> io::Result<()> {
    let starts = |line: &[u8]| reader.starts_record(line);
    let options = StreamOptions {
        block,
        threads: rayon::current_num_threads().max(1),
        first: range.start,
        last: range.end,
        ..StreamOptions::default()
    };
    run::run(
        Content::At(handle),
        &starts,
        &options,
        |chunk, sheet: &mut Sheet| sheet.fill(prefilter, chunk),
        |sheet| {
            take(sheet);
            ControlFlow::Continue(())
        },
    )
}

/// What the chunks so far show together.
struct Fold {
    survey: Survey,
    groups: Groups,
    /// Whether the record before one belongs to its meaning.
    leads: bool,
    lines: u64,
    context: Option<(u64, u32)>,
    last_record: Option<u64>,
}

impl Fold {
    fn new(size: u64, leads: bool, groups: Groups) -> Fold {
        let survey = Survey { size, ..Survey::default() };
        Fold { survey, groups, leads, lines: 0, context: None, last_record: None }
    }

    fn take(&mut self, sheet: &Sheet) {
        self.survey.take(sheet, self.lines, self.last_record.filter(|_| self.leads));
        let mut contexts = sheet.contexts.iter().peekable();
        for hit in &sheet.hits {
            while let Some(next) = contexts.next_if(|(start, _)| *start < hit.start) {
                self.context = Some(*next);
            }
            let before = if self.leads { hit.lead.or(self.last_record) } else { None };
            let lead = before.map_or(0, |before| lead(before, hit.start));
            let loc = Loc { start: hit.start, len: hit.len, lead, context: self.context };
            self.groups.take(loc, hit.weight, hit.likeness);
        }
        self.context = contexts.last().copied().or(self.context);
        self.last_record = sheet.last_record.or(self.last_record);
        self.lines = self.lines.saturating_add(sheet.newlines);
    }
}

#[cfg(test)]
mod tests;
