//! Cuts a text into statements: at `;`, at a client's delimiter, never inside a quote, a comment
//! or the body of a routine.

use super::lexer::Kind;
use super::lexer::Lexer;
use super::lexer::Token;
use crate::sql::dialect::Dialect;

/// One statement's place in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    /// First byte of its first token.
    pub start: usize,
    /// One past its last byte, the delimiter left out.
    pub end: usize,
    /// The text ended inside a quote, a comment or a bracket.
    pub open: bool,
    /// The first comment in it that names a sender, as a range.
    pub comment: Option<(usize, usize)>,
}

/// The statements of `text`, in order; pieces without any token but comments are left out.
pub(crate) fn pieces(text: &str, dialect: Dialect) -> Vec<Piece> {
    let mut lexer = Lexer::new(text, dialect);
    let mut out = Vec::new();
    let mut state = State::default();
    let mut delimiter: Option<&str> = None;
    loop {
        if let Some(mark) = delimiter {
            let at = lexer.at();
            let rest = text.get(at..).unwrap_or_default();
            let trimmed = rest.trim_start();
            if trimmed.starts_with(mark) {
                let blank = rest.len().saturating_sub(trimmed.len());
                state.finish(&mut out);
                lexer.jump(at.saturating_add(blank).saturating_add(mark.len()));
                continue;
            }
        }
        let Some(mut token) = lexer.next() else { break };
        if let Some(mark) = delimiter
            && token.kind == Kind::Word
            && let Some((word, _)) = token.text.split_once(mark)
        {
            // `END$$`: to the lexer `$` is a letter
            token.end = token.start.saturating_add(word.len());
            token.text = word;
            lexer.jump(token.end);
        }
        if state.tokens == 0 && token.is_word("delimiter") {
            let rest = text.get(token.end..).unwrap_or_default();
            let line = rest.lines().next().unwrap_or_default();
            let mark = line.trim();
            // `delimiter` alone, or followed by a list of words, is no client command
            if !mark.is_empty() && mark.len() <= 16 && !mark.contains([' ', '\t']) {
                delimiter = (mark != ";").then_some(mark);
                lexer.jump(token.end.saturating_add(line.len()));
                continue;
            }
        }
        if token.kind == Kind::Operator && token.text == "\\" {
            // `\G` and `\g` end a statement in the client
            let next = text.as_bytes().get(token.end);
            if matches!(next, Some(b'G' | b'g')) {
                state.finish(&mut out);
                lexer.jump(token.end.saturating_add(1));
                continue;
            }
        }
        if token.is(";") && state.depth == 0 {
            state.finish(&mut out);
        } else {
            state.take(&token);
        }
    }
    state.open |= state.brackets > 0 || lexer.executing();
    state.finish(&mut out);
    out
}

/// Whether a comment tells who sent the statement.
fn names_a_sender(comment: &str) -> bool {
    let has = |text: &str| memchr::memmem::find(comment.as_bytes(), text.as_bytes()).is_some();
    comment.starts_with("/*")
        && comment.len() <= 2_000
        && (has("gh-ost")
            || has("pt-")
            || has("vt+")
            || has("mysqldump")
            || has("mydumper")
            || has("='")
            || has("ame="))
}

/// What is known of the statement being read.
#[derive(Default)]
struct State {
    piece: Piece,
    tokens: usize,
    open: bool,
    brackets: usize,
    /// How far its head looks like the creation of a routine.
    head: Head,
    /// Blocks of a routine's body that are open.
    depth: usize,
    /// The last token lets a statement of a body follow.
    at_start: bool,
    after_end: bool,
}

/// What the first words say of a body to come.
#[derive(Clone, Copy, Default, PartialEq)]
enum Head {
    #[default]
    Unread,
    /// `CREATE …` or `ALTER …`, the object not yet seen.
    Creates,
    /// `BEGIN`, perhaps `BEGIN NOT ATOMIC`.
    Begins,
    /// A routine, trigger or event, or a compound statement.
    Routine,
    /// Anything else.
    Plain,
}

impl State {
    fn finish(&mut self, out: &mut Vec<Piece>) {
        let mut state = std::mem::take(self);
        if state.tokens > 0 {
            state.piece.open = state.open;
            out.push(state.piece);
        }
    }

    fn take(&mut self, token: &Token<'_>) {
        self.open = token.open;
        if token.kind == Kind::Comment && self.piece.comment.is_none() && names_a_sender(token.text)
        {
            self.piece.comment = Some((token.start, token.end));
        }
        if self.tokens == 0 {
            self.piece.start = token.start;
        }
        if !token.counts() {
            // a mark of an executable comment belongs to the statement, a comment before it does
            // not
            if token.kind == Kind::Marker && self.tokens == 0 && token.text != "*/" {
                self.tokens = 1;
                self.piece.end = token.end;
            } else if self.tokens > 0 && (token.kind == Kind::Marker || token.open) {
                self.piece.end = token.end;
            }
            return;
        }
        self.tokens = self.tokens.saturating_add(1);
        self.piece.end = token.end;
        if token.is("(") {
            self.brackets = self.brackets.saturating_add(1);
        } else if token.is(")") {
            self.brackets = self.brackets.saturating_sub(1);
        }
        match self.head {
            Head::Unread => {
                self.head = if token.is_word("create") || token.is_word("alter") {
                    Head::Creates
                } else if token.is_word("begin") {
                    Head::Begins
                } else {
                    Head::Plain
                }
            }
            Head::Begins => {
                self.head = if token.is_word("not") { Head::Routine } else { Head::Plain };
                self.depth = usize::from(self.head == Head::Routine);
            }
            Head::Creates if token.kind == Kind::Word => {
                let routine = ["procedure", "function", "trigger", "event", "package"];
                let plain =
                    ["table", "view", "index", "database", "schema", "user", "unique", "temporary"];
                if routine.iter().any(|word| token.is_word(word)) {
                    self.head = Head::Routine;
                } else if plain.iter().any(|word| token.is_word(word)) {
                    self.head = Head::Plain;
                }
            }
            Head::Routine => self.block(token),
            Head::Creates | Head::Plain => {}
        }
    }

    /// Keeps count of a body's open blocks.
    fn block(&mut self, token: &Token<'_>) {
        let is = |words: &[&str]| words.iter().any(|word| token.is_word(word));
        let opens = is(&["begin", "case"])
            || (self.at_start && is(&["if", "while", "loop", "repeat", "for"]));
        if self.after_end && is(&["if", "while", "loop", "repeat", "for", "case"]) {
            // the second word of `END IF`
        } else if opens {
            self.depth = self.depth.saturating_add(1);
        } else if is(&["end"]) {
            self.depth = self.depth.saturating_sub(1);
        }
        self.after_end = is(&["end"]);
        self.at_start = token.is(";")
            || token.is(":")
            || is(&["begin", "then", "else", "do", "loop", "repeat", "row", "deterministic"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        pieces(text, Dialect::default()).iter().map(|p| text.get(p.start..p.end).unwrap()).collect()
    }

    #[test]
    fn a_semicolon_in_a_quote_or_comment_does_not_cut() {
        assert_eq!(
            cut("select ';' ; /* ; */ drop table a -- ;\n; "),
            vec!["select ';'", "drop table a"]
        );
        assert_eq!(cut("-- only a comment"), Vec::<&str>::new());
    }

    #[test]
    fn a_routine_keeps_its_body() {
        let text = "CREATE TRIGGER t AFTER DELETE ON x FOR EACH ROW BEGIN IF a THEN DELETE FROM b; END IF; \
                    CASE c WHEN 1 THEN SET @a=1; END CASE; SELECT CASE 1 WHEN 1 THEN 2 END; END; DROP TABLE z";
        assert_eq!(cut(text).len(), 2);
        assert_eq!(cut(text)[1], "DROP TABLE z");
        assert_eq!(cut("begin; delete from a; end; drop table b").len(), 4);
        assert_eq!(cut("BEGIN NOT ATOMIC delete from a; drop table b; END; select 1").len(), 2);
    }

    #[test]
    fn a_clients_delimiter_and_its_vertical_mark_cut() {
        let text = "DELIMITER ;;\nCREATE PROCEDURE p() BEGIN DELETE FROM a; END ;;\nDELIMITER ;\nDROP TABLE b\\G\nselect 1";
        assert_eq!(
            cut(text),
            vec!["CREATE PROCEDURE p() BEGIN DELETE FROM a; END", "DROP TABLE b", "select 1"]
        );
        assert_eq!(
            cut("DELIMITER $$\nCREATE PROCEDURE p() BEGIN DELETE FROM a; END$$\nDROP TABLE b$$")
                .len(),
            2
        );
        assert_eq!(cut("DELIMITER //\nDROP TABLE a//\nDROP TABLE b //").len(), 2);
    }

    #[test]
    fn a_cut_text_is_known() {
        assert!(pieces("insert into a values (1, 'x", Dialect::default())[0].open);
        assert!(pieces("insert into a values (1, 2", Dialect::default())[0].open);
        assert!(!pieces("insert into a values (1, 2)", Dialect::default())[0].open);
    }
}
