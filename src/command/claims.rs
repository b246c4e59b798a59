//! `backtrail verify --claims`: whether what somebody else wrote of the evidence holds.

use std::{
    fs,
    io::{self, Read, Write},
    path::Path,
};

use rayon::prelude::*;
use serde_json::json;

use crate::{
    command::{
        args::{JsonArg, SettingsArgs},
        status::{ExitStatus, print_json, write_error},
    },
    error::{Error, Result},
    ingest::gather::on_threads,
    redact::{redactor::Redactor, rule::Level},
    report::{
        pointer::Finder,
        quote::{self, Evidence, Finding},
    },
    source::discovery::{SourceOptions, discover},
    text::escape,
};

/// Bytes of an analysis that are read of standard input.
const MOST: u64 = 64 << 20;

/// How the answer is given.
pub(crate) struct Answer<'a> {
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
    /// Nothing is compared with what redaction takes out.
    pub(crate) blind: bool,
    pub(crate) json: JsonArg,
    pub(crate) settings: &'a SettingsArgs,
}

/// Checks the analysis in `file` against the evidence in `paths`.
pub(crate) fn check(
    wish: &Answer<'_>,
    file: &Path,
    paths: &[String],
    out: &mut dyn Write,
) -> Result<ExitStatus> {
    if paths.is_empty() {
        return Err(Error::Usage("--claims needs the evidence that they are about".to_owned()));
    }
    must_exist(paths)?;
    let text = String::from_utf8_lossy(&read(file)?).into_owned();
    let redactor = Redactor::with_own(Level::Pii, wish.settings.load(paths)?.config.own);
    let finder = Finder::new()?;
    let claims = quote::claims(&text, &finder)?;
    let found: Vec<Finding> = on_threads(None, || -> Result<Vec<Finding>> {
        let sources = discover(paths, &SourceOptions { hash: false }, None)?.sources;
        let evidence = Evidence::of(&claims, &sources, &redactor, wish.blind);
        Ok(claims.par_iter().map(|it| evidence.check(it)).collect())
    })??;
    let failed = found.iter().filter(|it| matches!(it, Finding::Fails(_))).count();
    let holds = failed == 0 && !found.is_empty();
    let status = if holds { ExitStatus::DONE } else { ExitStatus::FOUND };
    if wish.quiet {
        return Ok(status);
    }
    if wish.json.json {
        let list = claims.iter().zip(&found).map(|(claim, finding)| {
            let places: Vec<String> = claim.places.iter().map(ToString::to_string).collect();
            let (word, why) = word(finding);
            json!({"line": claim.line, "claim": claim.text, "places": places, "outcome": word, "why": why})
        });
        print_json(&json!({"holds": holds, "claims": list.collect::<Vec<_>>()}), out)?;
        return Ok(status);
    }
    let mut said = String::new();
    for (claim, finding) in claims.iter().zip(&found) {
        let (word, why) = word(finding);
        if wish.verbose || !why.is_empty() {
            let words: String = claim.text.chars().take(100).collect();
            said.push_str(&format!("{word}  line {}: {}\n", claim.line, escape::terminal(&words)));
            why.iter().for_each(|why| said.push_str(&format!("    {}\n", escape::terminal(why))));
        }
    }
    let unquoted = found.iter().filter(|it| **it == Finding::NothingQuoted).count();
    said.push_str(&format!(
        "{} claims cite the evidence: {} hold, {unquoted} cite a place that is there but quote nothing, {failed} do not hold. A quote that stands shows what was written, not that a conclusion follows.\n",
        found.len(),
        found.len() - failed - unquoted
    ));
    out.write_all(said.as_bytes()).map_err(write_error)?;
    Ok(status)
}

/// A finding in a word, and why it does not hold.
fn word(finding: &Finding) -> (&'static str, &[String]) {
    match finding {
        Finding::Holds => ("holds", &[]),
        Finding::NothingQuoted => ("nothing-quoted", &[]),
        Finding::Fails(why) => ("fails", why),
    }
}

/// A file, or standard input.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        let read = io::stdin().take(MOST + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > MOST {
            let why = format!("standard input is longer than {} MiB", MOST >> 20);
            return Err(Error::Usage(why));
        }
        read.map(|_| bytes)
    } else {
        fs::read(path)
    };
    read.map_err(|source| Error::Io { doing: "read", path: path.to_owned(), source })
}

/// An error where a path is none.
pub(crate) fn must_exist(paths: &[String]) -> Result<()> {
    paths.iter().try_for_each(|path| {
        let there = fs::metadata(path).map(|_| ());
        there.map_err(|source| Error::Io { doing: "read", path: path.into(), source })
    })
}
