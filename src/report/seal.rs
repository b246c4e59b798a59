//! The seal of a report: a hash of itself that shows any change to its file.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::report::v1::Report;

/// A report as it stands in a file: with a hash that shows any change to it.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Sealed {
    /// The report.
    #[serde(flatten)]
    pub report: Report,
    /// SHA-256 of the report's compact JSON without this key. It shows damage and careless edits;
    /// it is no signature.
    pub report_sha256: Option<String>,
}

/// The hash that seals a report.
pub(crate) fn seal(report: &Report) -> String {
    let compact = serde_json::to_vec(report).unwrap_or_default();
    Sha256::digest(&compact).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A sealed report as bytes; the same report always as the same bytes.
pub(crate) fn write(sealed: &Sealed) -> Vec<u8> {
    crate::text::escape::json_lines(sealed)
}
