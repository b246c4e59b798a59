//! Surveys the raw bytes of a source by its format's prefilter.

use std::{io, ops::ControlFlow};

use crate::{
    format::{contract::RecordReader, grammar::prefilter::Prefilter},
    ingest::survey::{
        groups::{Groups, Loc},
        result::{Survey, lead},
        sheet::Sheet,
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
    let mut survey = Survey { size: handle.size(), ..Survey::default() };
    let mut groups = Groups::default();
    let (mut lines, mut context, mut last_record) = (0u64, None, None);
    let starts = |line: &[u8]| reader.starts_record(line);
    let options = StreamOptions {
        block,
        threads: rayon::current_num_threads().max(1),
        ..StreamOptions::default()
    };
    run::run(
        Content::At(handle),
        &starts,
        &options,
        |chunk, sheet: &mut Sheet| sheet.fill(prefilter, chunk),
        |sheet| {
            survey.take(sheet, lines, last_record.filter(|_| prefilter.leads()));
            let mut contexts = sheet.contexts.iter().peekable();
            for hit in &sheet.hits {
                while let Some(next) = contexts.next_if(|(start, _)| *start < hit.start) {
                    context = Some(*next);
                }
                let before = if prefilter.leads() { hit.lead.or(last_record) } else { None };
                groups.take(
                    Loc {
                        start: hit.start,
                        len: hit.len,
                        lead: before.map_or(0, |before| lead(before, hit.start)),
                        context,
                    },
                    hit.weight,
                    hit.likeness,
                );
            }
            context = contexts.last().copied().or(context);
            last_record = sheet.last_record.or(last_record);
            lines = lines.saturating_add(sheet.newlines);
            ControlFlow::Continue(())
        },
    )?;
    Ok((survey, groups))
}

#[cfg(test)]
mod tests;
