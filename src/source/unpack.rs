//! Packed files and archives, in memory, within limits.

use std::{
    cell::Cell,
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use super::{
    buffer::{Buffer, FileReader},
    decoder::{decoder, peek},
    evidence::{Content, HEAD, Source},
    hash,
    held::{Collected, Held, HeldReader},
    kind::{self, Packing, packing},
    limits::{MEMBERS, NESTING, UNPACKED_BYTES, UNPACKED_BYTES_IN_ALL},
    note::{Limit, Note},
};

/// What all files of a run may still unpack to.
pub(super) struct Budget {
    left: AtomicU64,
    /// Of one file.
    members: usize,
    hash: bool,
}

impl Budget {
    pub(super) fn new(hash: bool) -> Budget {
        Budget { left: AtomicU64::new(UNPACKED_BYTES_IN_ALL), members: MEMBERS, hash }
    }

    /// Reads to the end, to an error or to the limit, and says which in a note.
    fn collect(&self, from: &mut dyn Read, packing: &'static str) -> (Held, Vec<Note>) {
        let limit = UNPACKED_BYTES.min(self.left.load(Ordering::Relaxed));
        let Collected { held, error, more } = Held::collect(from, limit);
        let mut notes = Vec::new();
        if let Some(error) = error {
            notes.push(Note::CutOff {
                packing: packing.into(),
                error: error.to_string(),
                read: held.len(),
            });
        }
        if more {
            notes.push(Note::LeftOut(Limit::Unpacked(limit)));
        }
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            Some(left.saturating_sub(held.len()))
        });
        (held, notes)
    }
}

/// A file or what was unpacked, to be read from the start.
enum Input {
    File(FileReader),
    Held(BufReader<HeldReader>),
}

impl Input {
    fn of(held: &Held) -> Input {
        Input::Held(BufReader::new(held.reader()))
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Input::File(file) => file.read(buffer),
            Input::Held(held) => held.read(buffer),
        }
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Input::File(file) => file.fill_buf(),
            Input::Held(held) => held.fill_buf(),
        }
    }

    fn consume(&mut self, bytes: usize) {
        match self {
            Input::File(file) => file.consume(bytes),
            Input::Held(held) => held.consume(bytes),
        }
    }
}

impl Seek for Input {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Input::File(file) => file.seek(to),
            Input::Held(held) => held.seek(to),
        }
    }
}

/// The sources in the file at `path`, which reports call `label`.
pub(super) fn open_file(path: &Path, label: &str, budget: &Budget) -> io::Result<Vec<Source>> {
    let file = File::open(path)?;
    let len = file.metadata()?.len();
    let mut head = Buffer::default();
    head.read_at(&file, 0, HEAD)?;
    let mut out = Vec::new();
    match packing(&head) {
        None => {
            let content = Content::File(path.to_owned());
            out.push(Source::new(label.to_owned(), content, len, &head, Vec::new()));
        }
        Some(packing) => {
            let (found, seen) = (Found { len, hash: None }, &Cell::default());
            let opening = Opening { label, depth: 1, budget, seen, found };
            opening.unpack(Input::File(FileReader::new(file)), packing, &mut out);
        }
    }
    for source in &mut out {
        if source.path == label {
            source.found = Some(path.to_owned());
            source.bytes = len;
        }
    }
    Ok(out)
}

/// The sources in `held`, which reports call `label`.
pub(super) fn open_held(held: Held, label: &str, budget: &Budget, out: &mut Vec<Source>) {
    let found = Found::of(&held, budget);
    Opening { label, depth: 0, budget, seen: &Cell::default(), found }.piece(held, Vec::new(), out);
}

/// What is known of the bytes as found.
struct Found {
    len: u64,
    hash: Option<String>,
}

impl Found {
    fn of(held: &Held, budget: &Budget) -> Found {
        let hash = budget.hash.then(|| hash::of_held(held)).flatten();
        Found { len: held.len(), hash }
    }
}

/// Something on its way to become sources.
struct Opening<'a> {
    /// What reports call it.
    label: &'a str,
    /// How often it is packed, or in archives.
    depth: u32,
    budget: &'a Budget,
    /// Members of archives that the file gave so far.
    seen: &'a Cell<usize>,
    found: Found,
}

impl Opening<'_> {
    /// What was unpacked, which may be packed again.
    fn piece(mut self, held: Held, mut notes: Vec<Note>, out: &mut Vec<Source>) {
        let mut head = [0u8; HEAD];
        let got = held.read_at(0, &mut head).unwrap_or(0);
        match packing(head.get(..got).unwrap_or_default()) {
            Some(packing) if self.depth < NESTING => {
                let first = out.len();
                self.depth += 1;
                self.unpack(Input::of(&held), packing, out);
                if let Some(source) = out.get_mut(first) {
                    notes.append(&mut source.notes);
                    source.notes = notes;
                }
                return;
            }
            Some(_) => notes.push(Note::LeftOut(Limit::Nesting)),
            None => {}
        }
        out.push(self.source(held, notes));
    }

    /// A source of what was found.
    fn source(self, held: Held, notes: Vec<Note>) -> Source {
        let mut source = Source::held(self.label.to_owned(), held, notes);
        source.bytes = self.found.len;
        source.sha256 = self.found.hash;
        source
    }

    fn unpack(self, input: Input, packing: Packing, out: &mut Vec<Source>) {
        match packing {
            Packing::Tar => return self.untar(input, out),
            Packing::Zip => return self.unzip(input, out),
            Packing::Gzip | Packing::Bzip2 | Packing::Xz | Packing::Zstd => {}
        }
        let first = out.len();
        match decoder(packing, input) {
            Ok(None) => {}
            Ok(Some(decoder)) => {
                let (head, rest) = peek(decoder.reader, HEAD);
                let is_tar = kind::packing(&head) == Some(Packing::Tar);
                let mut content = Cursor::new(head).chain(rest);
                if is_tar && self.depth < NESTING {
                    // its members are what is held, not all of it as well
                    let depth = self.depth + 1;
                    Opening { depth, ..self }.untar(BufReader::new(content), out);
                } else {
                    let (held, notes) = self.budget.collect(&mut content, packing.name());
                    self.piece(held, notes, out);
                }
                if let (Some(source), Some(seconds)) = (out.get_mut(first), decoder.modified_s) {
                    source.modified_s = Some(seconds);
                }
            }
            Err(error) => {
                let error = error.to_string();
                let note = Note::CutOff { packing: packing.name().into(), error, read: 0 };
                out.push(self.source(Held::default(), vec![note]));
            }
        }
    }

    fn untar(self, input: impl Read, out: &mut Vec<Source>) {
        let mut trouble = Vec::new();
        let first = out.len();
        let mut archive = tar::Archive::new(input);
        match archive.entries() {
            Ok(entries) => {
                for (index, entry) in entries.enumerate() {
                    if self.is_full() {
                        trouble.push(Note::LeftOut(Limit::Members));
                        break;
                    }
                    let mut entry = match entry {
                        Ok(entry) => entry,
                        Err(error) => {
                            trouble.push(broken("tar", &error, Some(index)));
                            break;
                        }
                    };
                    if entry.header().entry_type().is_file() {
                        let name = member_label(self.label, &entry.path_bytes());
                        let said = entry.size();
                        self.member(&mut entry, &name, said, "tar member", out);
                    }
                }
            }
            Err(error) => trouble.push(broken("tar", &error, None)),
        }
        self.tell(first, trouble, out);
    }

    fn unzip(self, input: Input, out: &mut Vec<Source>) {
        let mut trouble = Vec::new();
        let first = out.len();
        match zip::ZipArchive::new(input) {
            Ok(mut archive) => {
                for index in 0..archive.len() {
                    if self.is_full() {
                        trouble.push(Note::LeftOut(Limit::Members));
                        break;
                    }
                    match archive.by_index(index) {
                        Ok(mut entry) if entry.is_file() => {
                            let name = member_label(self.label, entry.name_raw());
                            self.member(&mut entry, &name, 0, "zip member", out);
                        }
                        Ok(_) => {}
                        Err(error) => {
                            let error = error.to_string();
                            trouble.push(Note::UnreadableMember { index, error });
                        }
                    }
                }
            }
            Err(error) => trouble.push(broken("zip", &error, None)),
        }
        self.tell(first, trouble, out);
    }

    /// Whether the file has given as many members as it may.
    fn is_full(&self) -> bool {
        let seen = self.seen.get();
        self.seen.set(seen.saturating_add(1));
        seen >= self.budget.members
    }

    /// A member of an archive, which says that it has `said` bytes.
    fn member(
        &self,
        entry: &mut dyn Read,
        name: &str,
        said: u64,
        what: &'static str,
        out: &mut Vec<Source>,
    ) {
        let (held, notes) = self.budget.collect(entry, what);
        let short = held.len() < said;
        let from = out.len();
        let found = Found::of(&held, self.budget);
        Opening { label: name, found, ..*self }.piece(held, Vec::new(), out);
        if let Some(source) = out.get_mut(from) {
            source.notes.extend(notes);
            if short && source.notes.is_empty() {
                source.notes.push(Note::MemberCutOff);
            }
        }
    }

    /// Puts what went wrong with an archive on the last source that came of it.
    fn tell(self, first: usize, trouble: Vec<Note>, out: &mut Vec<Source>) {
        if out.len() == first && !trouble.is_empty() {
            out.push(self.source(Held::default(), Vec::new()));
        }
        if let Some(source) = out.last_mut() {
            source.notes.extend(trouble);
        }
    }
}

fn broken(what: &'static str, error: &dyn std::error::Error, after: Option<usize>) -> Note {
    Note::BrokenArchive { what: what.into(), error: error.to_string(), after }
}

/// A member's name as a label: relative, with `/`, without `.` and `..`. Nothing is ever written
/// to where it points.
fn member_label(archive: &str, name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name).replace('\\', "/");
    let parts: Vec<&str> =
        name.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    format!("{archive}!/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::{io::Write, sync::Arc};

    use super::*;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    fn open(bytes: Vec<u8>) -> Vec<Source> {
        let mut out = Vec::new();
        open_held(Held::from(Arc::<[u8]>::from(bytes)), "x", &Budget::new(true), &mut out);
        out
    }

    #[test]
    fn several_gzip_members_are_one_content() {
        let mut bytes = gz(b"one\n");
        bytes.extend(gz(b"two\n"));
        let out = open(bytes);
        assert_eq!(out[0].raw(0, 100).unwrap(), b"one\ntwo\n");
        assert!(out[0].notes.is_empty());
    }

    #[test]
    fn a_cut_off_gzip_gives_what_it_has_and_a_note() {
        let text: String = (0..5000).map(|n| format!("line {n} {}\n", n * 7919 % 1000)).collect();
        let mut bytes = gz(text.as_bytes());
        bytes.truncate(bytes.len() / 2);
        let out = open(bytes);
        assert!(out[0].size() > 1000);
        assert!(
            matches!(&out[0].notes[..], [Note::CutOff { packing, .. }] if packing == "gzip"),
            "{out:?}"
        );
    }

    #[test]
    fn members_of_a_tar_are_sources_with_harmless_names() {
        let mut tar = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(3);
        header.as_mut_bytes()[..14].copy_from_slice(b"/../var/a.log\0");
        header.set_cksum();
        tar.append(&header, &b"hi\n"[..]).unwrap();
        let bytes = tar.into_inner().unwrap();
        let out = open(gz(&bytes));
        assert_eq!(out[0].path, "x!/var/a.log");
        assert_eq!(out[0].raw(0, 9).unwrap(), b"hi\n");
    }

    #[test]
    fn gzip_in_gzip_in_gzip_stops_at_the_limit() {
        let mut bytes = b"deep".to_vec();
        for _ in 0..8 {
            bytes = gz(&bytes);
        }
        let out = open(bytes);
        assert_eq!(out[0].notes, [Note::LeftOut(Limit::Nesting)]);
    }

    #[test]
    fn members_beyond_the_limit_are_told_of_also_in_archives_within() {
        let tar = |members: &[&[u8]]| {
            let mut tar = tar::Builder::new(Vec::new());
            for (n, member) in members.iter().enumerate() {
                let mut header = tar::Header::new_gnu();
                header.set_size(member.len() as u64);
                tar.append_data(&mut header, n.to_string(), *member).unwrap();
            }
            tar.into_inner().unwrap()
        };
        let inner = tar(&[b"a", b"b", b"c"]);
        let outer = tar(&[b"first", &inner, b"last"]);
        for (limit, sources) in [(6, 5), (5, 4), (4, 3), (1, 1)] {
            let budget = Budget { members: limit, ..Budget::new(false) };
            let mut out = Vec::new();
            open_held(Held::from(Arc::<[u8]>::from(&*outer)), "x", &budget, &mut out);
            let told = out.iter().flat_map(|source| &source.notes);
            let told = told.filter(|note| **note == Note::LeftOut(Limit::Members)).count();
            assert_eq!((out.len(), told > 0), (sources, limit < 6), "{limit}");
        }
    }
}
