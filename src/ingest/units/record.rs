//! The lines of a scan: JSON, one record a line.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    ingest::survey::{result::Range, sheet::Sheet},
    source::note::Note,
};

/// Of what is written here; a reader refuses any other.
pub(crate) const SCHEMA: &str = "1.0";

/// What every scan says of itself.
const NOTICE: &str = "This file holds evidence as it stands, with passwords and personal data: keep it as you keep the evidence.";

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub(crate) enum Record<'a> {
    /// The first line of each scan.
    Scan(Header),
    /// A source; all of them stand before what they hold, so that a torn scan misses none.
    Source(Identity),
    /// Something that is not read.
    Skipped {
        /// Its name.
        path: String,
        /// Why.
        reason: Note,
    },
    /// Bytes of a source's content.
    #[serde(borrow)]
    Bytes(Piece<'a>),
    /// What surveying a chunk of a source showed that is not carried whole.
    Sheet(Surveyed),
    /// The end of a unit: a source, or a range of one.
    Unit(Trailer),
}

/// The program that wrote it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    /// `backtrail`.
    tool: String,
    version: String,
    schema_version: String,
    notice: String,
}

impl Header {
    /// Of this program.
    pub(crate) fn own() -> Header {
        Header {
            tool: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version: SCHEMA.to_owned(),
            notice: NOTICE.to_owned(),
        }
    }

    /// Why what follows it cannot be read.
    pub(crate) fn refused(&self) -> Option<String> {
        let own = Header::own();
        let same = (&self.tool, &self.version, &self.schema_version)
            == (&own.tool, &own.version, &own.schema_version);
        (!same).then(|| {
            format!(
                "it was written by {} {} (schema {}), and this is {} {} (schema {}); scan again with the same version",
                self.tool, self.version, self.schema_version, own.tool, own.version, own.schema_version
            )
        })
    }
}

/// Which source: its name, and its number among those of the same name (members of an archive may
/// share one).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Key {
    pub(crate) source: String,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) nth: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What is known of a source before it is read; the same in every scan of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    #[serde(flatten)]
    pub(crate) key: Key,
    /// Bytes as found, before decompression; `None` of a stretch of a stream.
    pub(crate) bytes: Option<u64>,
    /// Bytes after it; what offsets count.
    pub(crate) content_bytes: Option<u64>,
    /// When the content was last modified before it was packed, in seconds since 1970.
    pub(crate) modified_s: Option<i64>,
    /// What happened while it was opened.
    pub(crate) notes: Vec<Note>,
    /// The format by which it was surveyed, where it is not carried whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) surveyed: Option<String>,
}

/// What surveying a chunk of a source showed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Surveyed {
    #[serde(flatten)]
    pub(crate) key: Key,
    /// Where the chunk begins, as formats see the content.
    pub(crate) offset: u64,
    /// The unit's range.
    pub(crate) range: (u64, u64),
    pub(crate) sheet: Sheet,
}

/// What of a source a second scan should read: a line of the file that `report --windows` writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wanted {
    #[serde(flatten)]
    pub(crate) key: Key,
    pub(crate) content_bytes: u64,
    /// Whole records, to be read as they were surveyed.
    pub(crate) records: Vec<Range>,
    /// Bytes.
    pub(crate) bytes: Vec<(u64, u64)>,
}

/// Bytes of a source's content, all in one cell of the grid.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Piece<'a> {
    #[serde(flatten)]
    pub(crate) key: Key,
    pub(crate) offset: u64,
    pub(crate) length: u64,
    /// Of the bytes.
    pub(crate) sha256: Cow<'a, str>,
    /// The bytes, packed by zstd, in base64.
    pub(crate) zstd: Cow<'a, str>,
}

/// What closes a unit.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Trailer {
    #[serde(flatten)]
    pub(crate) key: Key,
    /// First byte and one past the last; nothing of a second scan.
    pub(crate) range: (u64, u64),
    /// Records `bytes` and `sheet` that stand before it.
    pub(crate) records: u64,
    /// The format that read it, entries, bytes that were not understood, the first and the last
    /// stamp as written; `None` of a part of a source.
    pub(crate) format: Option<String>,
    pub(crate) entries: Option<u64>,
    pub(crate) unparsed_bytes: Option<u64>,
    pub(crate) first: Option<String>,
    pub(crate) last: Option<String>,
    /// SHA-256 of all of the content, where it is not carried whole and this is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) content_sha256: Option<String>,
    /// SHA-256 of the file as found; `None` where it was not wanted or the unit is not the whole.
    pub(crate) sha256: Option<String>,
    pub(crate) version: String,
    /// The options that decide what a unit carries.
    pub(crate) options: Vec<String>,
}
