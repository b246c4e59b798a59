//! The shell's grammar as far as it takes to see which programs a command line or script starts,
//! with which words, input and conditions. Nothing is expanded and nothing is run.

mod words;

/// One simple command.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Simple {
    /// Program and arguments, quotes taken off, variables as written.
    pub words: Vec<String>,
    /// `NAME=value` before the program, or alone.
    pub assignments: Vec<(String, String)>,
    /// The file that it reads: `< file`.
    pub input: Option<String>,
    /// The text of a here-document or here-string.
    pub here: Option<String>,
    /// What comes before it in the same pipeline ends in it.
    pub piped: bool,
    /// Conditions of the `if`s around it that it depends on.
    pub guards: Vec<Guard>,
}

/// The condition of an `if`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Guard {
    /// The words of the test: `[`, `$1`, `=`, `x`, `]`.
    pub words: Vec<String>,
    /// The command stands in the `else`.
    pub negated: bool,
}

/// A text taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parsed {
    /// In the order of the text; what `$(…)` holds stands before the command that holds it.
    pub commands: Vec<Simple>,
    /// It ends inside a quote, a here-document, a block or a pipeline.
    pub open: bool,
}

/// How deep `$(…)` is followed.
const DEPTH: usize = 4;
/// The most commands that one text gives.
const COMMANDS_MAX: usize = 20_000;

/// Takes `text` apart.
pub(crate) fn parse(text: &str) -> Parsed {
    parse_at(text, 0)
}

/// Whether a shell would wait for more after `text`.
pub(crate) fn is_open(text: &str) -> bool {
    parse(text).open
}

fn parse_at(text: &str, depth: usize) -> Parsed {
    let chars: Vec<char> = text.chars().collect();
    let mut parser = Parser { chars: &chars, depth, ..Parser::default() };
    parser.run();
    parser.out
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Block {
    If { then: bool, first: usize, guards: usize },
    Loop,
    Case,
    Brace,
    Paren,
}

#[derive(Default)]
struct Parser<'a> {
    chars: &'a [char],
    at: usize,
    depth: usize,
    out: Parsed,
    now: Simple,
    /// The words so far are no command: `for x in …`, `case x in`.
    mute: bool,
    blocks: Vec<Block>,
    guards: Vec<Guard>,
    /// Here-documents whose text begins on the next line: delimiter, tabs stripped.
    pending: Vec<(String, bool)>,
    heredocs: Vec<usize>,
    after_operator: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn peek_at(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn run(&mut self) {
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\r' => self.at += 1,
                '\\' if self.peek_at(1) == Some('\n') => self.at += 2,
                '\\' if self.peek_at(1).is_none() => {
                    self.out.open = true;
                    self.at += 1;
                }
                '#' => {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                }
                '\n' => {
                    self.at += 1;
                    let operator = self.after_operator;
                    self.finish(false);
                    self.after_operator = operator;
                    self.read_heredocs();
                }
                ';' | '&' | '|' => self.operator(c),
                '(' => self.open_paren(),
                ')' => self.close_paren(),
                '<' | '>' => self.redirect(),
                _ => self.word(),
            }
            if self.out.commands.len() > COMMANDS_MAX {
                return;
            }
        }
        let operator =
            self.after_operator && self.now.words.is_empty() && self.now.assignments.is_empty();
        self.finish(false);
        self.out.open |= operator || !self.blocks.is_empty() || !self.pending.is_empty();
    }

    fn operator(&mut self, c: char) {
        self.at += 1;
        let double = self.peek() == Some(c);
        if double {
            self.at += 1;
        }
        if c == '&' && !double && self.peek() == Some('>') {
            // &>file
            self.redirect();
            return;
        }
        if c == '|' && !double && self.peek() == Some('&') {
            self.at += 1;
        }
        self.finish(c == '|' && !double);
        self.after_operator = c == '|' || (c == '&' && double);
    }

    fn open_paren(&mut self) {
        self.at += 1;
        if self.now.words.len() == 1 && self.peek() == Some(')') {
            // name() begins a function
            self.at += 1;
            self.now = Simple::default();
            return;
        }
        if self.peek() == Some('(') {
            // ((arithmetic))
            self.skip_parens();
            return;
        }
        self.finish(false);
        self.blocks.push(Block::Paren);
    }

    fn skip_parens(&mut self) {
        let mut depth = 1usize;
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
        self.out.open = true;
    }

    fn close_paren(&mut self) {
        self.at += 1;
        match self.blocks.last() {
            Some(Block::Case) => self.now = Simple::default(),
            Some(Block::Paren) => {
                self.finish(false);
                self.blocks.pop();
            }
            _ => self.finish(false),
        }
    }

    /// Ends the command so far; `piped` says that the next one reads what it writes.
    fn finish(&mut self, piped: bool) {
        let done = std::mem::take(&mut self.now);
        let mute = std::mem::take(&mut self.mute);
        self.after_operator = false;
        self.now.piped = piped;
        if mute
            || (done.words.is_empty()
                && done.assignments.is_empty()
                && done.input.is_none()
                && done.here.is_none())
        {
            // a line break after `|` and the end of a block hand the pipe on
            self.now.piped = piped || done.piped;
            return;
        }
        let mut done = done;
        done.guards.clone_from(&self.guards);
        for index in self.heredocs.iter_mut().filter(|index| **index == usize::MAX) {
            *index = self.out.commands.len();
        }
        self.out.commands.push(done);
    }

    fn read_heredocs(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let owners = std::mem::take(&mut self.heredocs);
        for ((delimiter, strip), owner) in pending.into_iter().zip(owners) {
            let mut text = String::new();
            let mut closed = false;
            while self.at < self.chars.len() {
                let rest = self.chars.get(self.at..).unwrap_or_default();
                let end = rest.iter().position(|c| *c == '\n').unwrap_or(rest.len());
                let line: String = rest.get(..end).unwrap_or_default().iter().collect();
                self.at = (self.at + end + 1).min(self.chars.len());
                let line = line.trim_end_matches('\r');
                let line = if strip { line.trim_start_matches('\t') } else { line };
                if line == delimiter {
                    closed = true;
                    break;
                }
                text.push_str(line);
                text.push('\n');
            }
            self.out.open |= !closed;
            if let Some(command) = self.out.commands.get_mut(owner) {
                command.here = Some(text);
            }
        }
    }

    fn redirect(&mut self) {
        let Some(c) = self.peek() else { return };
        self.at += 1;
        if c == '<' && self.peek() == Some('<') {
            self.at += 1;
            if self.peek() == Some('<') {
                self.at += 1;
                self.skip_blanks();
                let (text, _) = self.read_word();
                self.now.here = Some(text);
                return;
            }
            let strip = self.peek() == Some('-');
            if strip {
                self.at += 1;
            }
            self.skip_blanks();
            let (delimiter, _) = self.read_word();
            self.pending.push((delimiter, strip));
            self.heredocs.push(usize::MAX);
            return;
        }
        if self.peek() == Some('(') {
            // <(command): what it runs matters, what it gives does not
            self.at += 1;
            let inner = self.balanced();
            self.nested(&inner);
            return;
        }
        while matches!(self.peek(), Some('>' | '&' | '|')) {
            self.at += 1;
        }
        self.skip_blanks();
        if matches!(self.peek(), None | Some('\n' | ';')) {
            return;
        }
        let (file, _) = self.read_word();
        if c == '<' {
            self.now.input = Some(file);
        }
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t')) {
            self.at += 1;
        }
    }

    /// What stands up to the `)` that closes, quotes and parentheses inside kept together.
    fn balanced(&mut self) -> String {
        let mut depth = 1usize;
        let mut quote: Option<char> = None;
        let mut inner = String::new();
        while let Some(c) = self.peek() {
            self.at += 1;
            match (quote, c) {
                (_, '\\') if quote != Some('\'') => {
                    inner.push(c);
                    if let Some(next) = self.peek() {
                        inner.push(next);
                        self.at += 1;
                    }
                    continue;
                }
                (Some(open), _) if c == open => quote = None,
                (None, '\'' | '"') => quote = Some(c),
                (None, '(') => depth += 1,
                (None, ')') => {
                    depth -= 1;
                    if depth == 0 {
                        return inner;
                    }
                }
                _ => {}
            }
            inner.push(c);
        }
        self.out.open = true;
        inner
    }

    fn nested(&mut self, inner: &str) {
        if self.depth >= DEPTH {
            return;
        }
        for mut command in parse_at(inner, self.depth + 1).commands {
            command.guards.extend(self.guards.iter().cloned());
            self.out.commands.push(command);
        }
    }

    fn word(&mut self) {
        let from = self.at;
        let (word, plain) = self.read_word();
        if self.at == from {
            // nothing that a word may begin with: never stand still
            self.at += 1;
            return;
        }
        // the number of a redirection: 2>&1
        if plain
            && matches!(self.peek(), Some('<' | '>'))
            && !word.is_empty()
            && word.chars().all(|c| c.is_ascii_digit())
        {
            return;
        }
        if self.now.words.is_empty()
            && self.now.assignments.is_empty()
            && plain
            && self.reserved(&word)
        {
            return;
        }
        if self.mute {
            if word == "in" && self.blocks.last() == Some(&Block::Case) {
                self.mute = false;
                self.now = Simple::default();
            }
            return;
        }
        if self.now.words.is_empty()
            && let Some((name, value)) = assignment(&word)
        {
            self.now.assignments.push((name.to_owned(), value.to_owned()));
            return;
        }
        self.now.words.push(word);
    }

    /// Whether the word steers the flow here; then it is no program.
    fn reserved(&mut self, word: &str) -> bool {
        match word {
            "if" => self.blocks.push(Block::If {
                then: false,
                first: self.out.commands.len(),
                guards: self.guards.len(),
            }),
            "then" => {
                if let Some(Block::If { then, first, guards }) = self.blocks.last_mut() {
                    *then = true;
                    let condition = self
                        .out
                        .commands
                        .get(*first)
                        .filter(|_| self.out.commands.len() == *first + 1);
                    let words = condition.map(|command| command.words.clone()).unwrap_or_default();
                    self.guards.truncate(*guards);
                    self.guards.push(Guard { words, negated: false });
                }
            }
            "elif" => {
                if let Some(Block::If { then, first, guards }) = self.blocks.last_mut() {
                    *then = false;
                    *first = self.out.commands.len();
                    self.guards.truncate(*guards);
                }
            }
            "else" => {
                if let Some(Block::If { .. }) = self.blocks.last()
                    && let Some(guard) = self.guards.last_mut()
                {
                    guard.negated = true;
                }
            }
            "fi" => {
                if let Some(Block::If { guards, .. }) = self.blocks.last() {
                    self.guards.truncate(*guards);
                    self.blocks.pop();
                }
            }
            "for" | "select" => self.mute = true,
            "case" => {
                self.blocks.push(Block::Case);
                self.mute = true;
            }
            "esac" => self.close(Block::Case),
            "do" => self.blocks.push(Block::Loop),
            "done" => self.close(Block::Loop),
            "{" => self.blocks.push(Block::Brace),
            "}" => self.close(Block::Brace),
            "while" | "until" | "!" | "time" => {}
            "function" => {
                self.skip_blanks();
                let _name = self.read_word();
            }
            _ => return false,
        }
        true
    }

    fn close(&mut self, block: Block) {
        if self.blocks.last() == Some(&block) {
            self.blocks.pop();
        }
    }
}

fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let fits = name.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    fits.then_some((name, value))
}
#[cfg(test)]
mod tests;
