//! The seal of a report: a hash of itself that shows any change to its file.

use std::{borrow::Cow, io::BufWriter};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::report::v1::Report;

/// A report as it stands in a file: with a hash that shows any change to it.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Sealed<'a> {
    /// The report.
    #[serde(flatten)]
    pub report: Cow<'a, Report>,
    /// SHA-256 of the report's compact JSON without this key. It shows damage and careless edits;
    /// it is no signature.
    pub report_sha256: Option<String>,
}

/// The hash that seals a report.
pub(crate) fn seal(report: &Report) -> String {
    let mut hasher = BufWriter::new(Sha256::new());
    // a report has no keys that JSON refuses, and hashing does not fail
    let _ = serde_json::to_writer(&mut hasher, report);
    let hasher = hasher.into_inner().unwrap_or_default();
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A sealed report as bytes; the same report always as the same bytes.
pub(crate) fn write(sealed: &Sealed<'_>) -> Vec<u8> {
    crate::text::escape::json_lines(sealed)
}
