//! JSON: the report as it is, in schema 1.0, sealed with a hash of itself.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{RenderOptions, Renderer};
use crate::report::v1::Report;

/// The form.
pub struct Json;

/// A report as it stands in a file: with a hash that shows any change to it.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Sealed {
    /// The report.
    #[serde(flatten)]
    pub report: Report,
    /// SHA-256 of the report's compact JSON without this key. It shows damage and careless edits;
    /// it is no signature.
    pub report_sha256: Option<String>,
}

/// The hash that seals a report.
pub fn seal(report: &Report) -> String {
    let compact = serde_json::to_vec(report).unwrap_or_default();
    Sha256::digest(&compact).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Renderer for Json {
    fn id(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "the whole report for machines, schema 1.0"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn render(&self, report: &Report, _options: &RenderOptions) -> Vec<u8> {
        write(&Sealed { report: report.clone(), report_sha256: Some(seal(report)) })
    }
}

/// A sealed report as bytes; the same report always as the same bytes.
pub fn write(sealed: &Sealed) -> Vec<u8> {
    let mut out = crate::text::escape::json(serde_json::to_vec_pretty(sealed).unwrap_or_default());
    out.push(b'\n');
    out
}

#[cfg(test)]
mod tests;
