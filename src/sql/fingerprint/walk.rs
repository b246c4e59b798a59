//! The one pass over a statement's bytes that makes its form.

use memchr::{memchr, memmem};

use super::lexical::{
    ASC, BY, Class, FALSE, IN, INSERT, LETTERS, LIMIT, NULL, OFFSET, ORDER, REPLACE, TRUE, UNION,
    VALUE, VALUES, class, dashes, is_checksum, number_end, string_end,
};

/// What becomes of digits inside names (`orders_2024`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Digits {
    /// They are values like any other: `orders_?`, so that the parts of a divided table are one.
    #[default]
    Replaced,
    /// They stay, as under Percona's `--preserve-embedded-numbers`.
    Kept,
}

/// A list of values after IN or VALUES.
#[derive(Clone, Copy)]
struct List {
    /// What of the output comes before its first bracket.
    mark: usize,
    /// A bracket of it is open.
    inside: bool,
    /// `(?+)` stands in the output.
    told: bool,
}

/// The rows of an INSERT.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// None are expected.
    No,
    /// VALUES was the last word.
    Expected,
    /// In a row, with so many brackets open; where the output of the first row ended.
    Row { depth: u32, first: Option<usize> },
    /// Between two rows; where the output of the first ended.
    Between(usize),
}

/// How far the first `LIMIT a, b` has come, and where the output of its first number ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limit {
    Ahead,
    Word,
    One(usize),
    Two(usize),
    Past,
}

/// How far an ORDER BY has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Ahead,
    Word,
    By,
}

/// What else a fingerprint depends on; what comes later outranks what comes before.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    #[default]
    Plain,
    /// It has a UNION.
    Union,
    /// It bears the mark of Percona's own checksums.
    Checksum,
}

/// What happens to text that only MariaDB runs (`/*M! … */`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MariaDb {
    LeftOut,
    Read,
}

/// What of a statement its output does not say.
#[derive(Clone, Copy, Default)]
pub(super) struct Found {
    /// It ends inside a quote or comment.
    pub(super) open: bool,
    pub(super) form: Form,
    /// It has text that only MariaDB runs.
    pub(super) maria: bool,
}

/// A pass over one statement.
pub(super) struct Walk<'a, 'b> {
    sql: &'a [u8],
    at: usize,
    pub(super) out: &'b mut Vec<u8>,
    digits: Digits,
    maria: MariaDb,
    blank: bool,
    /// Comments that the server runs and that are open.
    executing: u32,
    list: Option<List>,
    rows: Rows,
    inserts: bool,
    limit: Limit,
    order: Order,
    found: Found,
}

impl<'a, 'b> Walk<'a, 'b> {
    /// Over a statement without white space around it; empties `out`.
    pub(super) fn new(
        sql: &'a [u8],
        digits: Digits,
        maria: MariaDb,
        out: &'b mut Vec<u8>,
    ) -> Walk<'a, 'b> {
        out.clear();
        out.reserve(sql.len());
        Walk {
            sql,
            at: 0,
            out,
            digits,
            maria,
            blank: false,
            executing: 0,
            list: None,
            rows: Rows::No,
            inserts: false,
            limit: Limit::Ahead,
            order: Order::Ahead,
            found: Found::default(),
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.sql.get(at).copied()
    }

    fn rest(&self, at: usize) -> &'a [u8] {
        self.sql.get(at..).unwrap_or_default()
    }

    /// Writes the form of the whole statement.
    pub(super) fn run(&mut self) -> Found {
        while let Some(byte) = self.byte(self.at) {
            match class(byte) {
                Class::Letter => self.word(),
                Class::Blank => {
                    self.blank = true;
                    self.at += 1;
                }
                Class::Number => self.number(byte),
                Class::Quote => self.string(),
                Class::Comment => self.comment(byte),
                Class::Open => self.open(),
                Class::Close => self.close(),
                Class::Comma => self.comma(),
                Class::Value => {
                    self.at += 1;
                    self.value(self.at.saturating_sub(1));
                }
                Class::Star if self.executing > 0 && self.byte(self.at + 1) == Some(b'/') => {
                    self.executing -= 1;
                    self.other(b"*/");
                    self.at += 2;
                }
                Class::Star | Class::Plain => {
                    self.plain(byte);
                    self.at += 1;
                }
            }
        }
        self.found.open |= self.executing > 0;
        self.found
    }

    /// The white space that waits, as one blank.
    fn space(&mut self) {
        if self.blank {
            self.blank = false;
            if !self.out.is_empty() {
                self.out.push(b' ');
            }
        }
    }

    /// A byte that belongs to no list and no number.
    fn plain(&mut self, byte: u8) {
        self.list = None;
        self.leave_rows();
        self.leave_limit();
        self.leave_order();
        self.space();
        self.out.push(byte);
    }

    /// Text of the same kind.
    fn other(&mut self, text: &[u8]) {
        self.list = None;
        self.leave_rows();
        self.leave_limit();
        self.leave_order();
        self.space();
        self.out.extend_from_slice(text);
    }

    fn leave_rows(&mut self) {
        if matches!(self.rows, Rows::Between(_) | Rows::Expected) {
            self.rows = Rows::No;
        }
    }

    fn leave_order(&mut self) {
        if self.order == Order::Word {
            self.order = Order::Ahead;
        }
    }

    fn leave_limit(&mut self) {
        self.limit = match self.limit {
            Limit::Word => Limit::Ahead,
            Limit::One(_) | Limit::Two(_) => Limit::Past,
            stays => stays,
        };
    }

    fn word(&mut self) {
        let from = self.at;
        let text = self.rest(from);
        let [letters, letters_and_digits] = &LETTERS;
        let letters = if self.digits == Digits::Kept { letters_and_digits } else { letters };
        let (mut word, mut length, mut capitals) = (0_u64, 0_usize, 0_u8);
        for byte in text {
            let small = letters.get(usize::from(*byte)).copied().unwrap_or(0);
            if small == 0 {
                break;
            }
            word = word << 8 | u64::from(small);
            capitals |= small ^ *byte;
            length += 1;
        }
        self.at = from + length;
        // longer words are none of those that matter
        let word = if length > 8 { 0 } else { word };
        if word == ASC && self.order == Order::By && self.blank {
            self.blank = false;
            return;
        }
        let first = self.out.is_empty();
        let before = self.out.len();
        let (list, order) = (self.list.take(), self.order);
        self.leave_order();
        self.leave_rows();
        self.space();
        let start = self.out.len();
        self.out.extend_from_slice(text.get(..length).unwrap_or(text));
        if capitals != 0
            && let Some(written) = self.out.get_mut(start..)
        {
            written.make_ascii_lowercase();
        }
        match self.limit {
            Limit::Ahead | Limit::Past => {}
            Limit::One(_) if word == OFFSET => {
                self.limit = Limit::Two(before);
                return;
            }
            _ => self.leave_limit(),
        }
        match word {
            IN => self.list = Some(List { mark: start + length, inside: false, told: false }),
            VALUES | VALUE => {
                self.list = Some(List { mark: start + length, inside: false, told: false });
                if self.inserts && self.rows == Rows::No {
                    self.rows = Rows::Expected;
                }
            }
            NULL | TRUE | FALSE => {
                self.out.truncate(start);
                self.out.push(b'?');
                self.list = list;
                self.after_value();
            }
            LIMIT if self.limit == Limit::Ahead => self.limit = Limit::Word,
            ORDER if self.order == Order::Ahead => self.order = Order::Word,
            BY if order == Order::Word => self.order = Order::By,
            UNION => self.found.form = self.found.form.max(Form::Union),
            INSERT | REPLACE if first => self.inserts = true,
            _ => {}
        }
    }

    fn number(&mut self, byte: u8) {
        let from = self.at;
        if byte == b'-' && dashes(self.sql, from) {
            return self.line_comment();
        }
        if self.digits == Digits::Kept {
            let behind = from
                .checked_sub(1)
                .and_then(|at| self.byte(at))
                .is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
            if matches!(byte, b'+' | b'-') != behind {
                self.at += 1;
                return self.other(&[byte]);
            }
        }
        self.at = number_end(self.sql, from);
        self.value(from);
    }

    fn string(&mut self) {
        let from = self.at;
        let (end, open) = string_end(self.sql, from);
        self.found.open |= open;
        self.at = end;
        self.value(from);
    }

    /// `?` for the literal that began at `from`; the mark of a binary one before it belongs to it.
    fn value(&mut self, from: usize) {
        if !self.blank
            && let Some(mark) = from.checked_sub(1).and_then(|at| self.byte(at))
            && (matches!(mark, b'x' | b'b' | b'.' | b'+' | b'-')
                || matches!(mark, b'X' | b'B') && self.byte(from) == Some(b'\''))
            && self.out.last() == Some(&mark.to_ascii_lowercase())
        {
            self.out.pop();
        }
        self.leave_rows();
        self.space();
        self.out.push(b'?');
        self.after_value();
    }

    fn after_value(&mut self) {
        self.leave_order();
        if self.list.is_some_and(|list| !list.inside) {
            self.list = None;
        }
        match self.limit {
            Limit::Word => self.limit = Limit::One(self.out.len()),
            Limit::Two(mark) => {
                self.out.truncate(mark);
                self.limit = Limit::Past;
            }
            Limit::One(_) => self.limit = Limit::Past,
            Limit::Ahead | Limit::Past => {}
        }
    }

    fn open(&mut self) {
        self.leave_limit();
        self.leave_order();
        self.rows = match self.rows {
            Rows::Expected => Rows::Row { depth: 1, first: None },
            Rows::Row { depth, first } => Rows::Row { depth: depth.saturating_add(1), first },
            Rows::Between(first) => Rows::Row { depth: 1, first: Some(first) },
            Rows::No => Rows::No,
        };
        self.list =
            self.list.and_then(|list| (!list.inside).then_some(List { inside: true, ..list }));
        self.space();
        self.out.push(b'(');
        self.at += 1;
    }

    fn close(&mut self) {
        self.leave_limit();
        self.leave_order();
        self.at += 1;
        match self.list.as_mut() {
            Some(list) if list.inside => {
                self.out.truncate(list.mark);
                if !list.told {
                    self.out.extend_from_slice(b"(?+)");
                    list.mark = self.out.len();
                }
                list.told = true;
                list.inside = false;
                self.blank = false;
            }
            _ => {
                self.list = None;
                self.space();
                self.out.push(b')');
            }
        }
        self.rows = match self.rows {
            Rows::Row { depth: 1, first: None } => Rows::Between(self.out.len()),
            Rows::Row { depth: 1, first: Some(first) } => {
                self.out.truncate(first);
                Rows::Between(first)
            }
            Rows::Row { depth, first } => Rows::Row { depth: depth.saturating_sub(1), first },
            Rows::Expected | Rows::No | Rows::Between(_) => Rows::No,
        };
    }

    fn comma(&mut self) {
        self.leave_order();
        self.limit = match self.limit {
            Limit::One(mark) => Limit::Two(mark),
            Limit::Word => Limit::Ahead,
            Limit::Two(_) => Limit::Past,
            stays => stays,
        };
        if self.rows == Rows::Expected {
            self.rows = Rows::No;
        }
        self.space();
        self.out.push(b',');
        self.at += 1;
    }

    fn line_comment(&mut self) {
        self.at = memchr(b'\n', self.rest(self.at)).map_or(self.sql.len(), |step| self.at + step);
    }

    fn comment(&mut self, byte: u8) {
        if byte == b'#' {
            return self.line_comment();
        }
        let from = self.at;
        if self.byte(from + 1) != Some(b'*') {
            self.at += 1;
            return self.other(b"/");
        }
        let runs = match (self.byte(from + 2), self.byte(from + 3)) {
            (Some(b'!'), _) => Some(&b"/*!"[..]),
            (Some(b'M'), Some(b'!')) => {
                self.found.maria = true;
                (self.maria == MariaDb::Read).then_some(&b"/*M!"[..])
            }
            _ => None,
        };
        if let Some(mark) = runs {
            self.executing = self.executing.saturating_add(1);
            self.at += mark.len();
            return self.other(mark);
        }
        match memmem::find(self.rest(from + 2), b"*/") {
            Some(step) => {
                self.at = from + 2 + step + 2;
                if self.sql.get(from + 2..from + 2 + step).is_some_and(is_checksum) {
                    self.found.form = Form::Checksum;
                }
            }
            None => {
                self.found.open = true;
                self.at = self.sql.len();
            }
        }
    }
}
