//! Files opened one at a time and read once, from front to back: packed ones are unpacked on the
//! way, so that memory stays flat whatever they hold.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    buffer::{Buffer, FileReader},
    decode,
    decoder::{Decoder, decoder, peek},
    evidence::{Content, HEAD, Source},
    held::{Collected, Held},
    kind::{Packing, packing},
    limits::{STREAMED_BYTES, UNPACKED_BYTES},
    unpack,
};

/// A file, opened for one pass.
pub(crate) enum Opened {
    /// Neither packed nor in UTF-16: it can be read at any offset.
    Plain(Box<Source>),
    /// What comes out of it can be read once.
    Flow(Flow),
    /// Archives and what is packed several times over: all that lay in them, in memory.
    Members(Vec<Source>),
}

/// Content as it comes out of a pipe or a packed file.
pub(crate) struct Flow {
    /// Its name.
    pub(crate) path: String,
    /// Its first bytes, a byte order mark already taken off; `reader` gives them again.
    pub(crate) head: Vec<u8>,
    /// Whether `head` is all.
    pub(crate) whole: bool,
    /// Bytes of the byte order mark that was taken off.
    pub(crate) skipped: u64,
    /// All of it. An error says that the packing is damaged or cut off, or that it holds more than
    /// [`STREAMED_BYTES`].
    pub(crate) reader: Box<dyn Read + Send>,
}

/// Counts what goes through.
struct Counted<R> {
    inner: R,
    count: Option<Arc<AtomicU64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(into)?;
        if let Some(count) = &self.count {
            count.fetch_add(got as u64, Ordering::Relaxed);
        }
        Ok(got)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.inner.consume(bytes);
        if let Some(count) = &self.count {
            count.fetch_add(bytes as u64, Ordering::Relaxed);
        }
    }
}

/// Ends with an error where more comes out than a log can hold, and names the packing in errors.
struct Bounded<R> {
    inner: R,
    left: u64,
    what: &'static str,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(into).map_err(|error| {
            if error.kind() == io::ErrorKind::Interrupted || self.what.is_empty() {
                error
            } else {
                io::Error::new(
                    error.kind(),
                    format!("{} data is damaged or cut off ({error})", self.what),
                )
            }
        })?;
        self.left = self.left.checked_sub(got as u64).ok_or_else(|| {
            io::Error::other(format!("unpacks to more than {STREAMED_BYTES} bytes"))
        })?;
        Ok(got)
    }
}

/// How much of packed content is read at a time.
const PACKED_BLOCK: usize = 128 * 1024;

/// Opens the file at `path`, which output calls `label`. `head` is how many of the first bytes the
/// caller wants to see of a flow; `read` grows by the bytes that are read of the file as found.
pub(crate) fn open_file(
    path: &Path,
    label: &str,
    head: usize,
    read: Option<Arc<AtomicU64>>,
) -> io::Result<Opened> {
    let file = File::open(path)?;
    let meta = file.metadata()?;
    if !meta.is_file() {
        // a pipe or a device: what it gives can be had once
        return open_pipe(Box::new(Counted { inner: file, count: read }), label, head);
    }
    let mut first = Buffer::default();
    first.read_at(&file, 0, HEAD)?;
    let Some(packing) = packing(&first) else {
        let content = Content::File(path.to_owned());
        let source = Source::new(label.to_owned(), content, meta.len(), &first, Vec::new());
        return Ok(Opened::Plain(Box::new(source)));
    };
    let input = Counted { inner: FileReader::new(file), count: read };
    Ok(match flow(packing, input, label, head)? {
        Some(flow) => Opened::Flow(flow),
        None => Opened::Members(unpack::open_file(path, label, &unpack::Budget::new(false))?),
    })
}

/// Opens what a pipe gives, packed or not.
pub(crate) fn open_pipe(
    mut pipe: Box<dyn Read + Send>,
    label: &str,
    head: usize,
) -> io::Result<Opened> {
    let mut first = Vec::new();
    pipe.by_ref().take(HEAD as u64).read_to_end(&mut first)?;
    let packing = packing(&first);
    let whole: Box<dyn Read + Send> = Box::new(Cursor::new(first).chain(pipe));
    match packing {
        Some(packing @ (Packing::Gzip | Packing::Zstd | Packing::Bzip2 | Packing::Xz)) => {
            let input = BufReader::with_capacity(PACKED_BLOCK, whole);
            match flow(packing, input, label, head)? {
                Some(flow) => Ok(Opened::Flow(flow)),
                None => Err(io::Error::other(
                    "an archive, or packed several times over; give it as a file",
                )),
            }
        }
        Some(Packing::Zip | Packing::Tar) => {
            let held = all(&mut { whole })?;
            let mut out = Vec::new();
            unpack::open_held(held, label, &unpack::Budget::new(false), &mut out);
            Ok(Opened::Members(out))
        }
        None => {
            match begin(Box::new(Bounded { inner: whole, left: u64::MAX, what: "" }), label, head)?
            {
                Begun::Flow(flow) => Ok(Opened::Flow(flow)),
                Begun::Utf16(mut reader) => {
                    let source = Source::held(label.to_owned(), all(&mut reader)?, Vec::new());
                    Ok(Opened::Members(vec![source]))
                }
                Begun::Packed => Err(io::Error::other("an archive; give it as a file")),
            }
        }
    }
}

/// All that a pipe gives, in memory.
fn all(pipe: &mut dyn Read) -> io::Result<Held> {
    let Collected { held, error, .. } = Held::collect(pipe, UNPACKED_BYTES);
    error.map_or(Ok(held), Err)
}

/// What comes out of packed content; `None` where it is packed again, an archive or UTF-16, which
/// all need to be held whole.
fn flow(
    packing: Packing,
    input: impl BufRead + Send + 'static,
    label: &str,
    head: usize,
) -> io::Result<Option<Flow>> {
    let Some(Decoder { reader, .. }) = decoder(packing, input)? else { return Ok(None) };
    let reader = Box::new(Bounded { inner: reader, left: STREAMED_BYTES, what: packing.name() });
    match begin(reader, label, head)? {
        Begun::Flow(flow) => Ok(Some(flow)),
        Begun::Utf16(_) | Begun::Packed => Ok(None),
    }
}

enum Begun {
    Flow(Flow),
    Utf16(Box<dyn Read + Send>),
    Packed,
}

/// Reads the first bytes and sees what they are.
fn begin(reader: Box<dyn Read + Send>, label: &str, head: usize) -> io::Result<Begun> {
    let wanted = head.max(HEAD);
    let (mut first, rest) = peek(reader, wanted);
    let whole = first.len() < wanted;
    if packing(first.get(..HEAD).unwrap_or(&first)).is_some() {
        return Ok(Begun::Packed);
    }
    if decode::utf16(&first).is_some() {
        return Ok(Begun::Utf16(Box::new(Cursor::new(first).chain(rest))));
    }
    let skipped = if first.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let first = first.split_off(skipped);
    let reader = Box::new(Cursor::new(first.clone()).chain(rest));
    Ok(Begun::Flow(Flow {
        path: label.to_owned(),
        head: first,
        whole,
        skipped: skipped as u64,
        reader,
    }))
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

    fn all(opened: Opened) -> (Vec<u8>, Option<io::Error>) {
        let Opened::Flow(mut flow) = opened else { panic!("a flow") };
        let mut out = Vec::new();
        let error = flow.reader.read_to_end(&mut out).err();
        (out, error)
    }

    #[test]
    fn every_packing_gives_its_content_and_the_head_twice() {
        let text = b"\xef\xbb\xbfone\ntwo\n".repeat(3);
        let dir = tempfile::tempdir().unwrap();
        let mut bz = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        bz.write_all(&text).unwrap();
        let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 1);
        xz.write_all(&text).unwrap();
        for (name, bytes) in [
            ("a.gz", gz(&text)),
            ("a.zst", zstd::encode_all(&text[..], 1).unwrap()),
            ("a.bz2", bz.finish().unwrap()),
            ("a.xz", xz.finish().unwrap()),
        ] {
            let path = dir.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            let opened = open_file(&path, name, 4, None).unwrap();
            assert!(
                matches!(&opened, Opened::Flow(flow) if flow.whole && flow.skipped == 3 && flow.head == text[3..]),
                "{name}"
            );
            assert_eq!(all(opened).0, &text[3..], "{name}");
        }
    }

    #[test]
    fn damaged_data_gives_what_it_has_and_says_so() {
        let text: String = (0..50_000).map(|n| format!("line {n} {}\n", n * 7919 % 1000)).collect();
        let mut bytes = gz(text.as_bytes());
        bytes.truncate(bytes.len() / 2);
        let (out, error) = all(open_pipe(Box::new(Cursor::new(bytes)), "-", 100).unwrap());
        assert!(out.len() > 1000);
        assert!(error.unwrap().to_string().contains("gzip data is damaged or cut off"));
    }

    #[test]
    fn what_is_packed_twice_is_opened_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.gz");
        std::fs::write(&path, gz(&gz(b"deep"))).unwrap();
        let Opened::Members(members) = open_file(&path, "a.gz", 4, None).unwrap() else {
            panic!("members")
        };
        assert_eq!(members[0].raw(0, 9).unwrap(), b"deep");
    }
}
