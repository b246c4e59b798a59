//! Paths to bytes: files, folders, archives and standard input as sources of bytes.
//!
//! [`discovery`] finds files and has [`unpack`] open them, each a [`evidence::Source`]; a
//! [`handle::Handle`] reads it at any offset. [`pipe`] opens what is read once, front to back.
//! [`stream`] cuts content into blocks of whole records. [`hash`] and [`rotated`] compare sources;
//! a [`note::Note`] says what could not be read.

pub mod discovery;
pub mod evidence;
pub mod handle;
pub mod hash;
pub mod kind;
pub mod limits;
pub mod note;
pub mod pipe;
pub mod rotated;
pub mod stream;

mod decode;
mod unpack;
