//! Citations: each place once, in the order in which it is first cited.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::{
    event::place::Place,
    report::{
        id::{CitationId, EvidenceId},
        v1::Citation,
    },
};

/// Reads the raw bytes of a place; `None` where they can no longer be read.
pub(crate) type ReadRaw<'a> = &'a dyn Fn(Place) -> Option<Vec<u8>>;

/// Makes an excerpt fit to be shown of raw bytes.
pub(crate) type Excerpt<'a> = &'a dyn Fn(Place, &[u8]) -> String;

/// Collects citations.
pub(crate) struct Citer<'a> {
    read: ReadRaw<'a>,
    excerpt: Excerpt<'a>,
    ids: BTreeMap<Place, Option<CitationId>>,
    list: Vec<Citation>,
}

impl<'a> Citer<'a> {
    /// Cites with these two hands.
    pub(crate) fn new(read: ReadRaw<'a>, excerpt: Excerpt<'a>) -> Citer<'a> {
        Citer { read, excerpt, ids: BTreeMap::new(), list: Vec::new() }
    }

    /// The id of a place; `None` where its bytes are gone or empty.
    pub(crate) fn cite(&mut self, place: Place) -> Option<CitationId> {
        if let Some(known) = self.ids.get(&place) {
            return *known;
        }
        let raw = (self.read)(place)
            .filter(|raw| !raw.is_empty() && raw.len() as u64 == place.span.len());
        let id = raw.map(|raw| {
            let id = CitationId::of(self.list.len());
            self.list.push(Citation {
                id,
                evidence: EvidenceId::of(place.source.index()),
                line: place.span.line,
                byte_start: place.span.start,
                byte_end: place.span.end,
                sha256: hex(&Sha256::digest(&raw)),
                excerpt: (self.excerpt)(place, &raw),
                before: None,
                before_bytes: None,
                after: None,
                after_bytes: None,
            });
            id
        });
        self.ids.insert(place, id);
        id
    }

    /// What was cited.
    pub(crate) fn finish(self) -> Vec<Citation> {
        self.list
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len().saturating_mul(2)), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
