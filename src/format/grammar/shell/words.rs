//! Words of a command line: quotes taken off, what the shell would replace left as written.

use crate::format::grammar::shell::Parser;

impl Parser<'_> {
    /// A word without its quotes, and whether it had none.
    pub(super) fn read_word(&mut self) -> (String, bool) {
        let mut word = String::new();
        let mut plain = true;
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\n' | '\r' | ';' | '&' | '|' | '(' | ')' | '<' | '>' => break,
                '\\' => {
                    self.at += 1;
                    match self.peek() {
                        Some('\n') => self.at += 1,
                        Some(next) => {
                            plain = false;
                            word.push(next);
                            self.at += 1;
                        }
                        None => self.out.open = true,
                    }
                }
                '\'' => {
                    plain = false;
                    self.at += 1;
                    self.single(&mut word);
                }
                '"' => {
                    plain = false;
                    self.at += 1;
                    self.double(&mut word);
                }
                '$' if self.peek_at(1) == Some('\'') => {
                    plain = false;
                    self.at += 2;
                    self.ansi(&mut word);
                }
                '$' if self.peek_at(1) == Some('(') => self.substitution(&mut word),
                '$' if self.peek_at(1) == Some('{') => self.braces(&mut word),
                '`' => self.backticks(&mut word),
                _ => {
                    word.push(c);
                    self.at += 1;
                }
            }
        }
        (word, plain)
    }

    pub(super) fn single(&mut self, word: &mut String) {
        while let Some(c) = self.peek() {
            self.at += 1;
            if c == '\'' {
                return;
            }
            word.push(c);
        }
        self.out.open = true;
    }

    pub(super) fn ansi(&mut self, word: &mut String) {
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '\'' => return,
                '\\' => {
                    match self.peek() {
                        Some('n') => word.push('\n'),
                        Some('t') => word.push('\t'),
                        Some(next) => word.push(next),
                        None => {}
                    }
                    self.at += 1;
                }
                _ => word.push(c),
            }
        }
        self.out.open = true;
    }

    pub(super) fn double(&mut self, word: &mut String) {
        while let Some(c) = self.peek() {
            match c {
                '"' => {
                    self.at += 1;
                    return;
                }
                '\\' => {
                    self.at += 1;
                    match self.peek() {
                        Some(next @ ('"' | '\\' | '$' | '`')) => {
                            word.push(next);
                            self.at += 1;
                        }
                        Some('\n') => self.at += 1,
                        _ => word.push('\\'),
                    }
                }
                '$' if self.peek_at(1) == Some('(') => self.substitution(word),
                '$' if self.peek_at(1) == Some('{') => self.braces(word),
                '`' => self.backticks(word),
                _ => {
                    word.push(c);
                    self.at += 1;
                }
            }
        }
        self.out.open = true;
    }

    pub(super) fn substitution(&mut self, word: &mut String) {
        self.at += 2;
        let inner = self.balanced();
        self.nested(&inner);
        word.push_str("$(");
        word.push_str(&inner);
        word.push(')');
    }

    pub(super) fn backticks(&mut self, word: &mut String) {
        self.at += 1;
        let mut inner = String::new();
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '`' => {
                    self.nested(&inner);
                    word.push('`');
                    word.push_str(&inner);
                    word.push('`');
                    return;
                }
                '\\' => {
                    if let Some(next) = self.peek() {
                        inner.push(next);
                        self.at += 1;
                    }
                }
                _ => inner.push(c),
            }
        }
        self.out.open = true;
    }

    pub(super) fn braces(&mut self, word: &mut String) {
        while let Some(c) = self.peek() {
            self.at += 1;
            word.push(c);
            if c == '}' {
                return;
            }
        }
        self.out.open = true;
    }
}
