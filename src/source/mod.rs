//! Paths to bytes: files, folders, archives and standard input as sources of bytes.
//!
//! [`discovery`] finds files and has [`unpack`] open them, each a [`evidence::Source`]; a
//! [`handle::Handle`] reads it at any offset. [`pipe`] opens what is read once, front to back.
//! What is unpacked is [`held`], what a scan carried lies in [`parts`]; what is read lies in a
//! [`buffer`].
//! [`stream`] cuts content into blocks of whole records. [`hash`] and [`rotated`] compare sources;
//! a [`note::Note`] says what could not be read.

pub(crate) mod buffer;
pub(crate) mod discovery;
pub(crate) mod evidence;
pub(crate) mod handle;
pub(crate) mod hash;
pub(crate) mod kind;
pub(crate) mod limits;
pub(crate) mod note;
pub(crate) mod parts;
pub(crate) mod pattern;
pub(crate) mod pipe;
pub(crate) mod rotated;
pub(crate) mod stream;

mod decode;
mod decoder;
mod held;
pub(crate) mod unframed;
mod unpack;
mod unpacker;
