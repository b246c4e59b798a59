//! What is to be known of how evidence was read, and whether something of it was not.

use std::{borrow::Cow, fmt, io};

use serde::{Deserialize, Serialize};

use super::limits::{MEMBERS, NESTING, UNPACKED_BYTES};

/// A note on one piece of evidence. Its [`Display`](fmt::Display) is what reports say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Note {
    /// Packed data is damaged or ends early.
    CutOff {
        /// What it is packed in.
        packing: Cow<'static, str>,
        /// What the decoder says.
        error: String,
        /// Bytes that came out of it.
        read: u64,
    },
    /// A member of an archive is shorter than its header says.
    MemberCutOff,
    /// A limit was reached.
    LeftOut(Limit),
    /// The archive is damaged or ends early.
    BrokenArchive {
        /// `tar` or `zip`.
        what: Cow<'static, str>,
        /// What the reader says.
        error: String,
        /// How many members were read before, where it began well.
        after: Option<usize>,
    },
    /// A member of an archive that cannot be read.
    UnreadableMember {
        /// Its number, from 0.
        index: usize,
        /// What the reader says.
        error: String,
    },
    /// It cannot be opened.
    Unreadable(String),
    /// A folder that cannot be listed.
    Unlistable(String),
    /// It was opened, but could not be read to its end.
    BrokeOff(String),
    /// Standard input could not be read to its end.
    InputBrokeOff(String),
    /// It was shorter when it had been read than when it was found.
    Shrank {
        /// Bytes when it was found.
        from: u64,
        /// Bytes now.
        to: u64,
    },
    /// It grew by these bytes after it was found; they are no part of the evidence.
    Grew(u64),
    /// A link out of the folder, which may come from an untrusted machine.
    LeadsOut,
    /// A link to something that is not there.
    LeadsNowhere(String),
    /// No format knows it.
    Unrecognised {
        /// What its first bytes are.
        kind: Cow<'static, str>,
        /// Its size as found.
        bytes: u64,
    },
    /// It begins and ends like a report of this program, or events that it wrote.
    OwnOutput,
    /// It begins like one and ends otherwise. Anybody may write such a beginning above a log.
    OwnBeginning,
    /// A path that names neither file nor folder.
    NoFile,
    /// A pattern that no file fits.
    NoMatch,
    /// A link to what is read under its own name.
    LinkInside,
    /// A socket, pipe or device in a folder.
    Device,
    /// It has no content.
    Empty,
    /// It was decoded from UTF-16.
    Utf16,
    /// It begins with so many NUL bytes and is text from there on.
    NulRun(u64),
    /// The source of this name has the same bytes.
    SameAs(String),
    /// One file of a rotated log.
    Part {
        /// Its place, from 1, the oldest first.
        number: usize,
        /// How many there are.
        of: usize,
        /// What their names share.
        stem: String,
    },
    /// These bytes of its content are in no scan that was given: from, to.
    Unscanned(u64, u64),
    /// Entries that end inside a quote were no longer tried together with those that follow.
    QuotesKeptApart,
}

/// What may not be read because it is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Limit {
    /// Bytes that packed content may grow to.
    Unpacked(u64),
    /// Bytes of standard input.
    Input,
    /// Members of one archive.
    Members,
    /// Packed in packed content.
    Nesting,
    /// Folders in folders.
    Folders,
    /// UTF-16 text that would have to be decoded at once.
    Utf16,
    /// Bytes of what has to be read in one.
    Document(u64),
}

impl Note {
    /// Whether something of the evidence was not read: `--strict` counts these.
    pub(crate) fn is_loss(&self) -> bool {
        match self {
            Note::CutOff { .. }
            | Note::MemberCutOff
            | Note::LeftOut(_)
            | Note::BrokenArchive { .. }
            | Note::UnreadableMember { .. }
            | Note::Unreadable(_)
            | Note::Unlistable(_)
            | Note::BrokeOff(_)
            | Note::InputBrokeOff(_)
            | Note::Shrank { .. }
            | Note::LeadsOut
            | Note::LeadsNowhere(_)
            | Note::Unrecognised { .. }
            | Note::OwnBeginning
            | Note::Device
            | Note::NoFile
            | Note::NoMatch
            | Note::Unscanned(..) => true,
            Note::Grew(_)
            | Note::LinkInside
            | Note::Empty
            | Note::Utf16
            | Note::NulRun(_)
            | Note::SameAs(_)
            | Note::Part { .. }
            | Note::OwnOutput
            | Note::QuotesKeptApart => false,
        }
    }

    /// It could not be opened for this error.
    pub(crate) fn unreadable(error: &io::Error) -> Note {
        Note::Unreadable(error.to_string())
    }

    /// It could not be read to its end for this error.
    pub(crate) fn broke_off(error: &io::Error) -> Note {
        Note::BrokeOff(error.to_string())
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::CutOff { packing, error, read } => write!(
                f,
                "{packing} data is damaged or cut off ({error}); {read} bytes could be read"
            ),
            Note::MemberCutOff => f.write_str("member is cut off"),
            Note::LeftOut(limit) => limit.fmt(f),
            Note::BrokenArchive { what, error, after: Some(members) } => {
                write!(f, "{what} archive is damaged or cut off ({error}) after {members} members")
            }
            Note::BrokenArchive { what, error, after: None } => {
                write!(f, "{what} archive is damaged or cut off: {error}")
            }
            Note::UnreadableMember { index, error } => {
                write!(f, "member {index} cannot be read: {error}")
            }
            Note::Unreadable(error) => write!(f, "cannot be read: {error}"),
            Note::Unlistable(error) => write!(f, "cannot be listed: {error}"),
            Note::BrokeOff(error) => write!(f, "reading broke off: {error}"),
            Note::InputBrokeOff(error) => write!(f, "standard input broke off: {error}"),
            Note::Shrank { from, to } => {
                write!(f, "shrank from {from} to {to} bytes while it was read")
            }
            Note::Grew(by) => {
                write!(f, "grew by {by} bytes while it was read; they were left out")
            }
            Note::LeadsOut => {
                f.write_str("symbolic link out of the folder; name its target to have it read")
            }
            Note::LeadsNowhere(error) => write!(f, "symbolic link that leads nowhere ({error})"),
            Note::Unrecognised { kind, bytes } => {
                write!(f, "not recognised: {kind}, {bytes} bytes")
            }
            Note::OwnOutput => f.write_str("output of backtrail: not read as evidence"),
            Note::OwnBeginning => f.write_str(
                "begins like output of backtrail and ends otherwise: not read as evidence",
            ),
            Note::NoFile => {
                f.write_str("neither file nor folder; give it on standard input as `-`")
            }
            Note::NoMatch => f.write_str("no file fits this pattern"),
            Note::LinkInside => {
                f.write_str("symbolic link to something that is read under its own name")
            }
            Note::Device => f.write_str("socket, pipe or device"),
            Note::Empty => f.write_str("empty: nothing to read"),
            Note::Utf16 => f.write_str("text in UTF-16"),
            Note::NulRun(bytes) => write!(
                f,
                "begins with {bytes} NUL bytes, as a log does that was emptied while a program wrote to it"
            ),
            Note::SameAs(path) => write!(f, "same bytes as {path}; counted once"),
            Note::Part { number, of, stem } => {
                write!(f, "part {number} of {of} of the rotated log {stem}, oldest first")
            }
            Note::Unscanned(from, to) => {
                write!(f, "bytes {from} to {to} are in no scan that was given: not read")
            }
            Note::QuotesKeptApart => f.write_str(
                "too many entries end inside a quote; from some point on they were kept apart",
            ),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Limit::Unpacked(bytes) => {
                write!(f, "unpacks to more than {bytes} bytes; the rest was left out")
            }
            Limit::Input => {
                write!(f, "longer than {UNPACKED_BYTES} bytes; the rest was left out")
            }
            Limit::Members => write!(f, "more than {MEMBERS} members; the rest was left out"),
            Limit::Nesting => write!(f, "packed more than {NESTING} times over; left as it is"),
            Limit::Folders => f.write_str("folders nested too deeply"),
            Limit::Utf16 => f.write_str("UTF-16 text too large to be decoded"),
            Limit::Document(bytes) => {
                write!(f, "longer than {bytes} bytes; the rest was left out")
            }
        }
    }
}
