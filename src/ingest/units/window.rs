//! What a report should have read and no scan carries: JSON, one source a line. A second scan reads
//! it, and the report is made again.

use std::io::{self, Write};

use crate::{
    error::{Error, Result},
    ingest::{
        gathered::{Gathered, Tally},
        units::record::{Key, Wanted},
    },
    source::evidence::Source,
};

/// What a second scan should read.
pub(crate) fn wanted(gathered: &Gathered) -> Vec<Wanted> {
    let of = |(source, tally): (&Source, &Tally)| {
        let parts = source.parts()?;
        let bytes = parts.missed().into_iter().map(|range| (range.start, range.end)).collect();
        Some(Wanted {
            key: Key { source: source.path.clone(), nth: parts.told().nth },
            content_bytes: source.content_len(),
            records: tally.missing.clone(),
            bytes,
        })
    };
    let all = gathered.sources.iter().zip(&gathered.tallies).filter_map(of);
    all.filter(|wanted| !wanted.records.is_empty() || !wanted.bytes.is_empty()).collect()
}

/// Writes it.
///
/// # Errors
/// Where that fails.
pub(crate) fn write(wanted: &[Wanted], out: &mut dyn Write) -> Result<()> {
    for one in wanted {
        serde_json::to_writer(&mut *out, one)
            .map_err(io::Error::from)
            .and_then(|()| out.write_all(b"\n"))
            .map_err(|source| Error::Io { doing: "write", path: "the windows".into(), source })?;
    }
    Ok(())
}

/// Reads the lines of a file that messages call `name`.
///
/// # Errors
/// Where a line is none.
pub(crate) fn read(name: &str, text: &str) -> Result<Vec<Wanted>> {
    let line = |(number, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| {
            let number = number.saturating_add(1);
            Error::Usage(format!(
                "{name}, line {number}: not what `report --windows` writes: {error}"
            ))
        })
    };
    text.lines().enumerate().map(line).collect()
}
