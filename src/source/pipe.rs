//! Files opened one at a time and read once, from front to back: packed ones are unpacked on the
//! way, so that memory stays flat whatever they hold.

use std::{
    fs::File,
    io::{self, Cursor, Read, Seek},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    decode,
    evidence::{Content, Source, read_up_to},
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
    pub path: String,
    /// Its first bytes, a byte order mark already taken off; `reader` gives them again.
    pub head: Vec<u8>,
    /// Whether `head` is all.
    pub whole: bool,
    /// Bytes of the byte order mark that was taken off.
    pub skipped: u64,
    /// All of it. An error says that the packing is damaged or cut off, or that it holds more than
    /// [`STREAMED_BYTES`].
    pub reader: Box<dyn Read + Send>,
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

/// The most memory that an xz file may ask for: what `xz -9` needs, with room.
const XZ_MEMORY: u64 = 256 << 20;
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
    let mut file = File::open(path)?;
    let meta = file.metadata()?;
    if !meta.is_file() {
        // a pipe or a device: what it gives can be had once
        return open_pipe(Box::new(Counted { inner: file, count: read }), label, head);
    }
    let mut first = [0u8; 1024];
    let got = read_up_to(&mut file, &mut first)?;
    let first = first.get(..got).unwrap_or_default();
    match packing(first) {
        None => Ok(Opened::Plain(Box::new(Source::new(
            label.to_owned(),
            Content::File(path.to_owned()),
            meta.len(),
            meta.len(),
            Vec::new(),
        )))),
        Some(packing) => {
            file.rewind()?;
            let opened = match packing {
                Packing::Gzip | Packing::Zstd | Packing::Bzip2 | Packing::Xz => {
                    flow(packing, Box::new(Counted { inner: file, count: read }), label, head)?
                }
                Packing::Zip | Packing::Tar => None,
            };
            match opened {
                Some(flow) => Ok(Opened::Flow(flow)),
                None => Ok(Opened::Members(unpack::open_file(
                    path,
                    label,
                    &unpack::Budget::new(false),
                )?)),
            }
        }
    }
}

/// Opens what a pipe gives, packed or not.
pub(crate) fn open_pipe(
    mut pipe: Box<dyn Read + Send>,
    label: &str,
    head: usize,
) -> io::Result<Opened> {
    let mut first = vec![0u8; 1024];
    let got = read_up_to(&mut pipe, &mut first)?;
    first.truncate(got);
    let packing = packing(&first);
    let whole: Box<dyn Read + Send> = Box::new(Cursor::new(first).chain(pipe));
    match packing {
        Some(packing @ (Packing::Gzip | Packing::Zstd | Packing::Bzip2 | Packing::Xz)) => {
            match flow(packing, whole, label, head)? {
                Some(flow) => Ok(Opened::Flow(flow)),
                None => Err(io::Error::other(
                    "an archive, or packed several times over; give it as a file",
                )),
            }
        }
        Some(Packing::Zip | Packing::Tar) => {
            let mut bytes = Vec::new();
            whole.take(UNPACKED_BYTES).read_to_end(&mut bytes)?;
            let mut out = Vec::new();
            unpack::open_bytes(bytes, label, 0, &unpack::Budget::new(false), &mut out);
            Ok(Opened::Members(out))
        }
        None => {
            match begin(Box::new(Bounded { inner: whole, left: u64::MAX, what: "" }), label, head)?
            {
                Begun::Flow(flow) => Ok(Opened::Flow(flow)),
                Begun::Utf16(mut reader) => {
                    let mut bytes = Vec::new();
                    reader.by_ref().take(UNPACKED_BYTES).read_to_end(&mut bytes)?;
                    Ok(Opened::Members(vec![Source::from_bytes(label, bytes)]))
                }
                Begun::Packed => Err(io::Error::other("an archive; give it as a file")),
            }
        }
    }
}

/// What comes out of packed content; `None` where it is packed again, an archive or UTF-16, which
/// all need to be held whole.
fn flow(
    packing: Packing,
    input: Box<dyn Read + Send>,
    label: &str,
    head: usize,
) -> io::Result<Option<Flow>> {
    let input = io::BufReader::with_capacity(PACKED_BLOCK, input);
    let bounded =
        |inner: Box<dyn Read + Send>, what| Box::new(Bounded { inner, left: STREAMED_BYTES, what });
    let reader: Box<dyn Read + Send> = match packing {
        Packing::Gzip => bounded(Box::new(flate2::bufread::MultiGzDecoder::new(input)), "gzip"),
        Packing::Bzip2 => bounded(Box::new(bzip2::bufread::MultiBzDecoder::new(input)), "bzip2"),
        Packing::Xz => {
            let stream = liblzma::stream::Stream::new_stream_decoder(
                XZ_MEMORY,
                liblzma::stream::CONCATENATED,
            )?;
            bounded(Box::new(liblzma::bufread::XzDecoder::new_stream(input, stream)), "xz")
        }
        Packing::Zstd => {
            bounded(Box::new(zstd::stream::read::Decoder::with_buffer(input)?), "zstd")
        }
        Packing::Zip | Packing::Tar => return Ok(None),
    };
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
fn begin(mut reader: Box<dyn Read + Send>, label: &str, head: usize) -> io::Result<Begun> {
    let mut first = vec![0u8; head.max(1024)];
    let mut broken = None;
    let mut got = 0;
    while let Some(rest) = first.get_mut(got..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                // what came before is worth reading
                broken = Some(error);
                break;
            }
        }
    }
    let whole = got < first.len();
    first.truncate(got);
    if packing(first.get(..got.min(1024)).unwrap_or_default()).is_some() {
        return Ok(Begun::Packed);
    }
    let rest: Box<dyn Read + Send> = match broken {
        Some(error) => Box::new(Failing(Some(error))),
        None => reader,
    };
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

/// Gives an error that came before.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _into: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
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
