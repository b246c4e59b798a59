//! What comes out of packed data, as it is read.

use std::io::{self, BufRead, Read};

use super::kind::Packing;

/// The most memory that an xz file may ask for: what `xz -9` needs, with room.
const XZ_MEMORY: u64 = 256 << 20;

/// What decodes packed data.
pub(super) struct Decoder {
    /// Gives what comes out.
    pub(super) reader: Box<dyn Read + Send>,
    /// When the content was last modified before it was packed, in seconds since 1970.
    pub(super) modified_s: Option<i64>,
}

/// A decoder of what `input` gives; `None` for archives, which hold more than one content.
pub(super) fn decoder(
    packing: Packing,
    input: impl BufRead + Send + 'static,
) -> io::Result<Option<Decoder>> {
    let mut modified_s = None;
    let reader: Box<dyn Read + Send> = match packing {
        Packing::Gzip => {
            let decoder = flate2::bufread::MultiGzDecoder::new(input);
            let modified = decoder.header().map(flate2::GzHeader::mtime);
            modified_s = modified.filter(|seconds| *seconds > 0).map(i64::from);
            Box::new(decoder)
        }
        Packing::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(input)),
        Packing::Xz => {
            let flags = liblzma::stream::CONCATENATED;
            let stream = liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, flags)?;
            Box::new(liblzma::bufread::XzDecoder::new_stream(input, stream))
        }
        Packing::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(input)?),
        Packing::Zip | Packing::Tar => return Ok(None),
    };
    Ok(Some(Decoder { reader, modified_s }))
}

/// The first bytes, up to `most`, and what follows them. Where reading broke off within them, what
/// follows gives the error.
pub(super) fn peek(
    mut reader: Box<dyn Read + Send>,
    most: usize,
) -> (Vec<u8>, Box<dyn Read + Send>) {
    let mut first = Vec::new();
    match reader.by_ref().take(most as u64).read_to_end(&mut first) {
        Ok(_) => (first, reader),
        Err(error) => (first, Box::new(Failing(Some(error)))),
    }
}

/// Gives an error that came before.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _into: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
