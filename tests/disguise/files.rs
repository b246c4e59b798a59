//! Dresses a folder: names of files, what stands in them, and what is packed in them.

use std::{
    fs,
    io::{Cursor, Read, Write},
    path::Path,
};

use super::Disguise;

/// Writes the files below `from`, disguised, below `to`.
pub fn folder(from: &Path, to: &Path, disguise: &Disguise) {
    fs::create_dir_all(to).expect("a folder");
    let mut entries: Vec<_> = fs::read_dir(from)
        .expect("a folder of evidence")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        let name = disguise
            .string(path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8"));
        let target = to.join(path_name(&path, &name, disguise));
        if path.is_dir() {
            folder(&path, &target, disguise);
        } else {
            fs::write(target, content(&fs::read(&path).expect("a file"), disguise, 0))
                .expect("a file is written");
        }
    }
}

/// A folder below `home` bears the name of its user, and so does `crontab-USER.txt`.
fn path_name(path: &Path, name: &str, disguise: &Disguise) -> String {
    let home = path
        .parent()
        .and_then(Path::file_name)
        .is_some_and(|parent| parent == "home" || parent == "histories" || parent == "crontabs");
    if let Some((user, ending)) =
        name.strip_prefix("crontab-").and_then(|rest| rest.split_once('.'))
    {
        return format!("crontab-{}.{ending}", disguise.names.user(user));
    }
    if home { disguise.names.user(name) } else { name.to_owned() }
}

/// The bytes of a file, unpacked, disguised and packed again where they are packed.
pub fn content(bytes: &[u8], disguise: &Disguise, depth: u32) -> Vec<u8> {
    assert!(depth < 5, "packed too deep");
    let mut plain = Vec::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut reader = flate2::read::MultiGzDecoder::new(bytes);
        if reader.read_to_end(&mut plain).is_err() {
            // a member that breaks off stays as it is: what is in it would not survive packing
            return bytes.to_vec();
        }
        let head = flate2::read::GzDecoder::new(bytes);
        let (made, name) = head
            .header()
            .map_or((0, None), |header| (header.mtime(), header.filename().map(<[u8]>::to_vec)));
        let mut builder = flate2::GzBuilder::new().mtime(if made == 0 {
            0
        } else {
            disguise.shift.epoch(i64::from(made)) as u32
        });
        if let Some(name) = name {
            builder = builder.filename(disguise.text(&name));
        }
        let mut packer = builder.write(Vec::new(), flate2::Compression::fast());
        packer.write_all(&content(&plain, disguise, depth + 1)).expect("packed");
        return packer.finish().expect("packed");
    }
    if bytes.starts_with(b"BZh")
        && bzip2::read::MultiBzDecoder::new(bytes).read_to_end(&mut plain).is_ok()
    {
        let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        packer.write_all(&content(&plain, disguise, depth + 1)).expect("packed");
        return packer.finish().expect("packed");
    }
    if bytes.starts_with(&[0xfd, b'7', b'z', b'X', b'Z', 0])
        && liblzma::read::XzDecoder::new_multi_decoder(bytes).read_to_end(&mut plain).is_ok()
    {
        let mut packer = liblzma::write::XzEncoder::new(Vec::new(), 1);
        packer.write_all(&content(&plain, disguise, depth + 1)).expect("packed");
        return packer.finish().expect("packed");
    }
    if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
        && let Ok(plain) = zstd::decode_all(bytes)
    {
        return zstd::encode_all(Cursor::new(content(&plain, disguise, depth + 1)), 1)
            .expect("packed");
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return tar_archive(bytes, disguise, depth);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return zip_archive(bytes, disguise, depth);
    }
    disguise.text(bytes)
}

fn tar_archive(bytes: &[u8], disguise: &Disguise, depth: u32) -> Vec<u8> {
    let mut out = tar::Builder::new(Vec::new());
    for entry in tar::Archive::new(bytes).entries().expect("a tar archive") {
        let mut entry = entry.expect("a member");
        let mut header = entry.header().clone();
        let name = disguise.string(&entry.path().expect("a name").to_string_lossy());
        let mut plain = Vec::new();
        entry.read_to_end(&mut plain).expect("a member");
        let new = if header.entry_type().is_file() {
            content(&plain, disguise, depth + 1)
        } else {
            Vec::new()
        };
        if let Ok(made) = header.mtime() {
            header.set_mtime(disguise.shift.epoch(made as i64) as u64);
        }
        header.set_size(new.len() as u64);
        out.append_data(&mut header, name, new.as_slice()).expect("a member");
    }
    out.into_inner().expect("an archive")
}

fn zip_archive(bytes: &[u8], disguise: &Disguise, depth: u32) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip archive");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..archive.len() {
        let mut member = archive.by_index(number).expect("a member");
        let name = disguise.string(member.name());
        let mut plain = Vec::new();
        member.read_to_end(&mut plain).expect("a member");
        if member.is_dir() {
            out.add_directory(name, zip::write::SimpleFileOptions::default()).expect("a folder");
        } else {
            out.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
            out.write_all(&content(&plain, disguise, depth + 1)).expect("a member");
        }
    }
    out.finish().expect("an archive").into_inner()
}
