//! Tables of rows, whatever syntax they were written in: cells, and the sheet that turns each row
//! into an event by way of its column names or, without any, of its shape.

use std::{borrow::Cow, ops::Range};

use crate::{
    event::draft::{Draft, GapReason},
    format::{
        contract::Parsed,
        grammar::{
            lines::readable,
            row_kinds::{Context, Plan},
        },
    },
};

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// SQL NULL beyond doubt: `\N`, `xsi:nil`, JSON's `null`, a bare NULL where text is quoted.
    Null,
    /// NULL or this very text, the syntax does not tell: the word NULL of `mysql -B`, an empty
    /// CSV field.
    Perhaps(String),
    /// Text.
    Text(String),
}

impl Cell {
    /// The value, taking what may be NULL for NULL.
    pub fn value(&self) -> Option<&str> {
        match self {
            Cell::Text(text) => Some(text),
            Cell::Null | Cell::Perhaps(_) => None,
        }
    }

    /// The text as it stands, empty for NULL: for columns that cannot be NULL.
    pub fn text(&self) -> &str {
        match self {
            Cell::Text(text) | Cell::Perhaps(text) => text,
            Cell::Null => "",
        }
    }

    /// A cell of a syntax that has no quotes: NULL and the word NULL look alike.
    pub fn bare(text: String) -> Cell {
        match text.as_str() {
            "NULL" | "<null>" | "[NULL]" | "(NULL)" | "null" | "<NULL>" => Cell::Perhaps(text),
            "\\N" => Cell::Null,
            _ => Cell::Text(text),
        }
    }
}

/// Takes the rows of one document, table after table, and writes the events.
pub struct Sheet<'o> {
    out: &'o mut Parsed,
    plan: Option<Plan>,
    headed: bool,
    /// What the document says around the rows.
    pub context: Context,
    /// Tables whose columns were understood.
    pub known: usize,
    /// Rows that became events.
    pub mapped: usize,
    /// Rows that did not.
    pub unmapped: usize,
}

/// What a sheet keeps in mind between two pieces of a document.
#[derive(Debug, Default)]
pub struct Paused {
    plan: Option<Plan>,
    headed: bool,
    context: Context,
}

impl<'o> Sheet<'o> {
    /// A sheet that writes to `out`.
    pub fn new(out: &'o mut Parsed) -> Sheet<'o> {
        Sheet::resume(Paused::default(), out)
    }

    /// One that goes on where another paused; it counts anew.
    pub fn resume(Paused { plan, headed, context }: Paused, out: &'o mut Parsed) -> Sheet<'o> {
        Sheet { out, plan, headed, context, known: 0, mapped: 0, unmapped: 0 }
    }

    /// What another needs to go on.
    pub fn pause(self) -> Paused {
        Paused { plan: self.plan, headed: self.headed, context: self.context }
    }

    /// A new table begins, with these column names or with none.
    pub fn start(&mut self, names: Option<&[String]>) {
        self.headed = names.is_some();
        self.plan = names.and_then(|names| Plan::by_header(names, &mut self.context));
        if self.plan.is_some() {
            self.known += 1;
        }
    }

    /// Whether the columns of the current table are understood.
    pub fn is_known(&self) -> bool {
        self.plan.is_some()
    }

    /// How many columns the current table has, where its header says so.
    pub fn width(&self) -> Option<usize> {
        self.plan.as_ref().map(Plan::width)
    }

    /// A row of the current table.
    pub fn row(&mut self, at: Range<usize>, cells: &[Cell]) {
        if self.plan.is_none() && !self.headed {
            self.plan = Plan::by_shape(cells, &self.context);
            if self.plan.is_some() {
                self.known += 1;
            }
        }
        let Some(plan) = &self.plan else {
            self.unmapped += 1;
            self.out.gap(at, GapReason::Unparsed);
            return;
        };
        let before = self.out.drafts.len();
        plan.events(cells, &mut self.context, &at, &mut self.out.drafts);
        if self.out.drafts.len() > before {
            self.mapped += 1;
        } else {
            self.unmapped += 1;
            self.out.gap(at, GapReason::Unparsed);
        }
    }

    /// An event that is no row.
    pub fn draft(&mut self, draft: Draft) {
        self.out.drafts.push(draft);
    }

    /// Bytes that are no row.
    pub fn gap(&mut self, at: Range<usize>, reason: GapReason) {
        self.out.gap(at, reason);
    }

    /// Sets the stamp of every event so far that has none and is no statement: the dump's own.
    pub fn stamp_all(&mut self) {
        if let Some(taken) = &self.context.taken {
            for draft in &mut self.out.drafts {
                if draft.written.is_none()
                    && !matches!(draft.kind, crate::event::kind::EventKind::Query(_))
                {
                    draft.written = Some(taken.clone());
                }
            }
        }
    }
}

/// Bytes as text. What is not UTF-8 is read as GBK where every byte beyond ASCII pairs up to a
/// common Chinese character, else as Windows-1252: a name must come out readable.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) if looks_gbk(bytes) => Cow::Owned(encoding_rs::GBK.decode(bytes).0.into_owned()),
        Err(_) => {
            let (mut good, mut bad) = (0_usize, 0_usize);
            for chunk in bytes.utf8_chunks() {
                good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
                bad += chunk.invalid().len();
            }
            // mostly UTF-8 with a slip: mark the slip; else one byte a character
            if good > bad {
                readable(bytes)
            } else {
                Cow::Owned(encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned())
            }
        }
    }
}

/// A binary column as the clients of MySQL 8 show it, `0x53454C…`: its bytes as text. Other text is
/// left as it is.
pub fn unhexed(text: &str) -> Cow<'_, str> {
    let Some(digits) = text.strip_prefix("0x").filter(|digits| digits.len() % 2 == 0) else {
        return Cow::Borrowed(text);
    };
    let value =
        |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes: Option<Vec<u8>> = digits
        .as_bytes()
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => Some(value(high)? << 4 | value(low)?),
            _ => None,
        })
        .collect();
    bytes.map_or(Cow::Borrowed(text), |bytes| Cow::Owned(readable(&bytes).into_owned()))
}

fn looks_gbk(bytes: &[u8]) -> bool {
    let mut pairs = 0;
    let mut rest = bytes.iter();
    while let Some(&byte) = rest.next() {
        if byte < 0x80 {
            continue;
        }
        match rest.next() {
            Some(&trail) if (0xb0..=0xf7).contains(&byte) && trail >= 0xa1 => pairs += 1,
            _ => return false,
        }
    }
    pairs >= 2
}

/// The lines of a document with their place: without line end, `\r\n` taken off whole.
pub fn lines(document: &[u8]) -> impl Iterator<Item = (usize, &[u8], usize)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = document.get(start..)?;
        if rest.is_empty() {
            return None;
        }
        let (line, next) = match memchr::memchr(b'\n', rest) {
            Some(end) => (rest.get(..end)?, start + end + 1),
            None => (rest, document.len()),
        };
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let found = (start, line, next);
        start = next;
        Some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_old_encodings_come_out_readable() {
        assert_eq!(decode(b"stra\xdfe"), "straße");
        assert_eq!(decode(&encoding_rs::GBK.encode("用户订单").0), "用户订单");
        assert_eq!(decode("größe".as_bytes()), "größe");
    }

    #[test]
    fn binary_columns_shown_as_hexadecimal_are_text_again() {
        for (shown, text) in [
            ("0x53454C45435420FF", "SELECT \\xff"),
            ("0x", ""),
            ("0x5", "0x5"),
            ("0xZZ", "0xZZ"),
            ("SELECT 1", "SELECT 1"),
        ] {
            assert_eq!(unhexed(shown), text);
        }
    }
}
