//! Packed files and archives, in memory, within limits.

use std::{
    fs::File,
    io::{self, Cursor, Read, Seek, SeekFrom},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    evidence::{Content, Source, read_up_to},
    hash,
    kind::{Packing, packing},
    limits::{MEMBERS, NESTING, UNPACKED_BYTES, UNPACKED_BYTES_IN_ALL},
    note::{Limit, Note},
};

/// What all files of a run may still unpack to.
pub(super) struct Budget {
    left: AtomicU64,
    hash: bool,
}

impl Budget {
    pub(super) fn new(hash: bool) -> Budget {
        Budget { left: AtomicU64::new(UNPACKED_BYTES_IN_ALL), hash }
    }

    fn take(&self, bytes: u64) {
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            Some(left.saturating_sub(bytes))
        });
    }

    fn left(&self) -> u64 {
        self.left.load(Ordering::Relaxed)
    }
}

/// A file or bytes, to be read from the start.
enum Input {
    File(File),
    Memory(Cursor<Arc<[u8]>>),
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Input::File(file) => file.read(buffer),
            Input::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Input {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Input::File(file) => file.seek(to),
            Input::Memory(bytes) => bytes.seek(to),
        }
    }
}

/// The sources in the file at `path`, which reports call `label`.
pub(super) fn open_file(path: &Path, label: &str, budget: &Budget) -> io::Result<Vec<Source>> {
    let mut file = File::open(path)?;
    let len = file.metadata()?.len();
    let mut head = [0u8; 1024];
    let got = read_up_to(&mut file, &mut head)?;
    let mut out = Vec::new();
    match packing(head.get(..got).unwrap_or_default()) {
        None => out.push(Source::new(
            label.to_owned(),
            Content::File(path.to_owned()),
            len,
            len,
            Vec::new(),
        )),
        Some(packing) => {
            file.rewind()?;
            let before = Found { len, hash: None };
            unpack(Input::File(file), packing, label, before, 1, budget, &mut out);
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

/// The sources in `bytes`, which reports call `label`.
pub(super) fn open_bytes(
    bytes: Vec<u8>,
    label: &str,
    depth: u32,
    budget: &Budget,
    out: &mut Vec<Source>,
) {
    let len = bytes.len() as u64;
    let hash = budget.hash.then(|| hash::of_bytes(&bytes));
    piece(bytes.into(), label, Found { len, hash }, depth, Vec::new(), budget, out);
}

/// What is known of the bytes as found.
struct Found {
    len: u64,
    hash: Option<String>,
}

fn piece(
    bytes: Arc<[u8]>,
    label: &str,
    found: Found,
    depth: u32,
    mut notes: Vec<Note>,
    budget: &Budget,
    out: &mut Vec<Source>,
) {
    match packing(bytes.get(..bytes.len().min(1024)).unwrap_or_default()) {
        Some(packing) if depth < NESTING => {
            let first = out.len();
            unpack(
                Input::Memory(Cursor::new(bytes)),
                packing,
                label,
                found,
                depth + 1,
                budget,
                out,
            );
            if let Some(source) = out.get_mut(first) {
                notes.append(&mut source.notes);
                source.notes = notes;
            }
            return;
        }
        Some(_) => notes.push(Note::LeftOut(Limit::Nesting)),
        None => {}
    }
    let len = bytes.len() as u64;
    let mut source = Source::new(label.to_owned(), Content::Memory(bytes), len, found.len, notes);
    source.sha256 = found.hash;
    out.push(source);
}

fn unpack(
    input: Input,
    packing: Packing,
    label: &str,
    found: Found,
    depth: u32,
    budget: &Budget,
    out: &mut Vec<Source>,
) {
    let inflated = match packing {
        Packing::Gzip => {
            let mut decoder = flate2::read::MultiGzDecoder::new(io::BufReader::new(input));
            let read = read_limited(&mut decoder, "gzip", budget);
            let modified =
                decoder.header().map(flate2::GzHeader::mtime).filter(|seconds| *seconds > 0);
            let first = out.len();
            let (bytes, notes) = read;
            piece(bytes.into(), label, found, depth, notes, budget, out);
            if let (Some(source), Some(seconds)) = (out.get_mut(first), modified) {
                source.modified_s = Some(i64::from(seconds));
            }
            return;
        }
        Packing::Bzip2 => read_limited(
            bzip2::read::MultiBzDecoder::new(io::BufReader::new(input)),
            "bzip2",
            budget,
        ),
        Packing::Xz => read_limited(
            liblzma::read::XzDecoder::new_multi_decoder(io::BufReader::new(input)),
            "xz",
            budget,
        ),
        Packing::Zstd => match zstd::stream::read::Decoder::new(input) {
            Ok(decoder) => read_limited(decoder, "zstd", budget),
            Err(error) => (Vec::new(), vec![cut_off("zstd", &error, 0)]),
        },
        Packing::Tar => return untar(input, label, depth, budget, out),
        Packing::Zip => return unzip(input, label, found, depth, budget, out),
    };
    let (bytes, notes) = inflated;
    piece(bytes.into(), label, found, depth, notes, budget, out);
}

fn cut_off(packing: &'static str, error: &io::Error, read: usize) -> Note {
    Note::CutOff { packing, error: error.to_string(), read: read as u64 }
}

fn broken(what: &'static str, error: &dyn std::error::Error, after: Option<usize>) -> Note {
    Note::BrokenArchive { what, error: error.to_string(), after }
}

/// Reads to the end, to an error or to the limit, and says which in a note.
fn read_limited(from: impl Read, what: &'static str, budget: &Budget) -> (Vec<u8>, Vec<Note>) {
    let limit = UNPACKED_BYTES.min(budget.left());
    let mut bytes = Vec::new();
    let mut notes = Vec::new();
    let done = from.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    if let Err(error) = done {
        notes.push(cut_off(what, &error, bytes.len()));
    }
    if bytes.len() as u64 > limit {
        bytes.truncate(limit as usize);
        notes.push(Note::LeftOut(Limit::Unpacked(limit)));
    }
    budget.take(bytes.len() as u64);
    (bytes, notes)
}

/// A member's name as a label: relative, with `/`, without `.` and `..`. Nothing is ever written
/// to where it points.
fn member_label(archive: &str, name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name).replace('\\', "/");
    let parts: Vec<&str> =
        name.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    format!("{archive}!/{}", parts.join("/"))
}

fn untar(input: Input, label: &str, depth: u32, budget: &Budget, out: &mut Vec<Source>) {
    let mut trouble = Vec::new();
    let first = out.len();
    let mut archive = tar::Archive::new(io::BufReader::new(input));
    match archive.entries() {
        Ok(entries) => {
            for (index, entry) in entries.enumerate() {
                let mut entry = match entry {
                    Ok(entry) => entry,
                    Err(error) => {
                        trouble.push(broken("tar", &error, Some(index)));
                        break;
                    }
                };
                if index >= MEMBERS {
                    trouble.push(Note::LeftOut(Limit::Members));
                    break;
                }
                if !entry.header().entry_type().is_file() {
                    continue;
                }
                let name = member_label(label, &entry.path_bytes());
                let said = entry.size();
                let (bytes, notes) = read_limited(&mut entry, "tar member", budget);
                let short = (bytes.len() as u64) < said;
                let from = out.len();
                open_bytes(bytes, &name, depth, budget, out);
                if let Some(source) = out.get_mut(from) {
                    source.notes.extend(notes);
                    if short && source.notes.is_empty() {
                        source.notes.push(Note::MemberCutOff);
                    }
                }
            }
        }
        Err(error) => trouble.push(broken("tar", &error, None)),
    }
    tell(label, first, trouble, out);
}

fn unzip(
    input: Input,
    label: &str,
    found: Found,
    depth: u32,
    budget: &Budget,
    out: &mut Vec<Source>,
) {
    let mut trouble = Vec::new();
    let first = out.len();
    match zip::ZipArchive::new(io::BufReader::new(input)) {
        Ok(mut archive) => {
            if archive.len() > MEMBERS {
                trouble.push(Note::LeftOut(Limit::Members));
            }
            for index in 0..archive.len().min(MEMBERS) {
                match archive.by_index(index) {
                    Ok(mut entry) if entry.is_file() => {
                        let name = member_label(label, entry.name_raw());
                        let (bytes, notes) = read_limited(&mut entry, "zip member", budget);
                        let from = out.len();
                        open_bytes(bytes, &name, depth, budget, out);
                        if let Some(source) = out.get_mut(from) {
                            source.notes.extend(notes);
                        }
                    }
                    Ok(_) => {}
                    Err(error) => {
                        trouble.push(Note::UnreadableMember { index, error: error.to_string() });
                    }
                }
            }
        }
        Err(error) => trouble.push(broken("zip", &error, None)),
    }
    if out.len() == first && !trouble.is_empty() {
        let mut source =
            Source::new(label.to_owned(), Content::Memory(Arc::from([])), 0, found.len, Vec::new());
        source.sha256 = found.hash;
        out.push(source);
    }
    tell(label, first, trouble, out);
}

/// Puts what went wrong with an archive on the last source that came of it.
fn tell(label: &str, first: usize, trouble: Vec<Note>, out: &mut Vec<Source>) {
    if trouble.is_empty() {
        return;
    }
    if out.len() == first {
        out.push(Source::new(label.to_owned(), Content::Memory(Arc::from([])), 0, 0, Vec::new()));
    }
    if let Some(source) = out.last_mut() {
        source.notes.extend(trouble);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    fn open(bytes: Vec<u8>) -> Vec<Source> {
        let mut out = Vec::new();
        open_bytes(bytes, "x", 0, &Budget::new(true), &mut out);
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
        assert!(matches!(out[0].notes[..], [Note::CutOff { packing: "gzip", .. }]), "{out:?}");
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
}
