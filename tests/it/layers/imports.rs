//! What a Rust file names of its crate: its `use` trees and the paths within its code. Tests
//! (`cfg(test)`), comments and texts are left out.

use crate::rust::{Part, is_word, parts};

/// A piece of program text; what it never needs to tell apart is one sign.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Sign(char),
}

/// One name that a `use` brings into scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    /// The module within the file that it stands in; empty for the file's own.
    pub(super) within: Vec<String>,
    /// What it names, as written.
    pub(super) path: Vec<String>,
    /// What it is called here; `*` for all names.
    pub(super) name: String,
    /// It hands the name on to whoever may see the module.
    pub(super) public: bool,
}

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) imports: Vec<Import>,
    /// Paths of two names and more in the code, with the module within the file they stand in.
    pub(super) paths: Vec<(Vec<String>, Vec<String>)>,
    /// Modules with a body in this file.
    pub(super) modules: Vec<Vec<String>>,
    /// Modules that are there for tests only.
    pub(super) tests: Vec<String>,
}

/// Reads a file.
pub(super) fn read(text: &str) -> File {
    let mut reader =
        Reader { tokens: tokens(text), at: 0, within: Vec::new(), file: File::default() };
    reader.items();
    reader.file
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    /// The modules around this place.
    within: Vec<String>,
    file: File,
}

impl Reader {
    fn sign(&self, ahead: usize) -> Option<char> {
        match self.tokens.get(self.at + ahead) {
            Some(Token::Sign(sign)) => Some(*sign),
            _ => None,
        }
    }

    fn word(&self, ahead: usize) -> Option<&str> {
        match self.tokens.get(self.at + ahead) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn is_colons(&self, ahead: usize) -> bool {
        self.sign(ahead) == Some(':') && self.sign(ahead + 1) == Some(':')
    }

    /// Reads to the bracket that closes what is open here, or to the end.
    fn items(&mut self) {
        let mut depth = 0_usize;
        let mut public = false;
        while self.at < self.tokens.len() {
            if self.sign(0) == Some('#') {
                self.attribute();
                continue;
            }
            match self.tokens[self.at].clone() {
                Token::Sign('{') => depth += 1,
                Token::Sign('}') if depth == 0 => {
                    self.at += 1;
                    return;
                }
                Token::Sign('}') => depth -= 1,
                Token::Sign(_) => {}
                Token::Word(word) => match word.as_str() {
                    "pub" => {
                        public = true;
                        self.at += 1;
                        if self.sign(0) == Some('(') {
                            self.skip_group();
                        }
                        continue;
                    }
                    "use" => {
                        self.at += 1;
                        self.tree(&[], public);
                        public = false;
                        continue;
                    }
                    "mod" if self.word(1).is_some() && self.sign(2) == Some('{') => {
                        self.within.push(self.word(1).unwrap_or_default().to_owned());
                        self.file.modules.push(self.within.clone());
                        self.at += 3;
                        self.items();
                        self.within.pop();
                        public = false;
                        continue;
                    }
                    _ => {
                        self.path();
                        public = false;
                        continue;
                    }
                },
            }
            self.at += 1;
        }
    }

    /// A path in the code, or a lone word.
    fn path(&mut self) {
        let after_dot = self.at > 0 && self.tokens[self.at - 1] == Token::Sign('.');
        let mut path = vec![self.word(0).unwrap_or_default().to_owned()];
        self.at += 1;
        while self.is_colons(0) && self.word(2).is_some() {
            path.push(self.word(2).unwrap_or_default().to_owned());
            self.at += 3;
        }
        if path.len() > 1 && !after_dot {
            self.file.paths.push((self.within.clone(), path));
        }
    }

    /// One tree of a `use`, with the sign behind it.
    fn tree(&mut self, before: &[String], public: bool) {
        let mut path = before.to_vec();
        loop {
            if self.is_colons(0) {
                self.at += 2;
            } else if self.sign(0) == Some('{') {
                self.at += 1;
                while self.at < self.tokens.len() && self.sign(0) != Some('}') {
                    self.tree(&path, public);
                    if self.sign(0) == Some(',') {
                        self.at += 1;
                    }
                }
                self.at += 1;
                return;
            } else if self.sign(0) == Some('*') {
                self.at += 1;
                self.import(path, "*".to_owned(), public);
                return;
            } else if self.word(0) == Some("as") {
                let name = match (self.word(1), path.last()) {
                    // for its methods only: it is in scope under no name
                    (Some("_") | None, last) => last.cloned().unwrap_or_default(),
                    (Some(name), _) => name.to_owned(),
                };
                self.at += 2;
                self.import(path, name, public);
                return;
            } else if let Some(word) = self.word(0) {
                path.push(word.to_owned());
                self.at += 1;
            } else {
                let name = path.last().cloned().unwrap_or_default();
                self.import(path, name, public);
                return;
            }
        }
    }

    fn import(&mut self, mut path: Vec<String>, name: String, public: bool) {
        let of_itself = path.len() > 1 && path.last().is_some_and(|last| last == "self");
        if of_itself {
            path.pop();
        }
        let name = if name == "self" { path.last().cloned().unwrap_or_default() } else { name };
        self.file.imports.push(Import { within: self.within.clone(), path, name, public });
    }

    /// An attribute, and what stands behind it where that is for tests only.
    fn attribute(&mut self) {
        self.at += 1;
        let inner = self.sign(0) == Some('!');
        self.at += usize::from(inner);
        let from = self.at;
        self.skip_group();
        let inside = self.tokens.get(from..self.at).unwrap_or_default();
        let said: String = inside
            .iter()
            .map(|token| match token {
                Token::Word(word) => word.clone(),
                Token::Sign(sign) => sign.to_string(),
            })
            .collect();
        if !(said == "[cfg(test)]" || said.starts_with("[cfg(all(test,")) {
            return;
        }
        if inner {
            self.at = self.tokens.len();
            return;
        }
        while self.sign(0) == Some('#') {
            self.at += 1;
            self.skip_group();
        }
        if self.word(0) == Some("pub") {
            self.at += 1;
            if self.sign(0) == Some('(') {
                self.skip_group();
            }
        }
        if let (Some("mod"), Some(name)) = (self.word(0), self.word(1)) {
            self.file.tests.push(name.to_owned());
        }
        let import = self.word(0) == Some("use");
        let item = self.word(0).is_some_and(|word| ITEMS.contains(&word));
        while self.at < self.tokens.len() {
            match self.sign(0) {
                Some('{') if !import => return self.skip_group(),
                Some('{' | '(' | '[') => self.skip_group(),
                Some(';') => {
                    self.at += 1;
                    return;
                }
                Some(',') if !item => {
                    self.at += 1;
                    return;
                }
                Some('}' | ')' | ']') => return,
                _ => self.at += 1,
            }
        }
    }

    /// What stands in brackets, nested ones with it.
    fn skip_group(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.tokens.len() {
            match self.sign(0) {
                Some('{' | '(' | '[') => depth += 1,
                Some('}' | ')' | ']') => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }
}

/// Words that items begin with, which end with a body or a semicolon.
const ITEMS: &[&str] = &[
    "async",
    "const",
    "enum",
    "extern",
    "fn",
    "impl",
    "macro_rules",
    "mod",
    "static",
    "struct",
    "trait",
    "type",
    "unsafe",
    "use",
];

/// The words and signs of a text without comments; a literal is the sign `"`.
fn tokens(text: &str) -> Vec<Token> {
    let (bytes, parts) = (text.as_bytes(), parts(text));
    let mut out = Vec::new();
    let mut place = 0;
    while place < bytes.len() {
        let from = place;
        let code_from = |place: usize| {
            let word = |at: &usize| parts[*at] == Part::Code && is_word(bytes[*at]);
            (place..bytes.len()).take_while(word).count() + place
        };
        match parts[place] {
            Part::Code if is_word(bytes[place]) => {
                place = code_from(place);
                if &text[from..place] == "r" && text[place..].starts_with('#') {
                    // `r#type` is the word `type`
                    place += 1;
                } else {
                    out.push(Token::Word(text[from..place].to_owned()));
                }
            }
            Part::Code => {
                place += 1;
                if !bytes[from].is_ascii_whitespace() {
                    out.push(Token::Sign(char::from(bytes[from])));
                }
            }
            part => {
                place += parts[place..].iter().take_while(|it| **it == part).count();
                out.extend((part == Part::Literal).then_some(Token::Sign('"')));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imports(text: &str) -> Vec<String> {
        let said = |import: Import| {
            let mark = if import.public { "pub " } else { "" };
            format!("{mark}{} = {}", import.name, import.path.join("::"))
        };
        read(text).imports.into_iter().map(said).collect()
    }

    fn paths(text: &str) -> Vec<String> {
        read(text).paths.into_iter().map(|(_, path)| path.join("::")).collect()
    }

    #[test]
    fn trees_are_taken_apart() {
        assert_eq!(
            imports(
                "use crate::{a::{self, b::C}, d as e, f::*, g::H as _};\npub(crate) use super::i;"
            ),
            [
                "a = crate::a",
                "C = crate::a::b::C",
                "e = crate::d",
                "* = crate::f",
                "H = crate::g::H",
                "pub i = super::i",
            ]
        );
    }

    #[test]
    fn comments_and_texts_name_nothing() {
        let text = r##"
            //! [`crate::doc`]
            /* crate::a::b /* nested */ crate::c::d */
            const A: &str = "crate::e::f \" crate::g::h";
            const B: &str = r#"crate::i::j "quoted" crate::k::l"#;
            const C: (char, char, &'static [u8]) = ('"', '\'', b"crate::m::n");
            fn f<'a>(x: &'a u8) -> crate::o::P<'a> { x.q::<u8>(); r#try::s() }
        "##;
        assert_eq!(paths(text), ["crate::o::P", "try::s"]);
    }

    #[test]
    fn what_is_for_tests_is_left_out() {
        let text = "
            #[cfg(test)]
            use crate::a::{B, C};
            #[cfg(test)]
            #[derive(Debug)]
            pub(crate) struct D<E, F>(crate::g::H, I);
            enum J { #[cfg(test)] K(crate::l::M), N(crate::o::P) }
            #[cfg(test)]
            mod tests { use crate::q; }
            #[cfg(not(test))]
            fn r() { crate::s::t(); }
            #[cfg(test)]
            fn u<V, W>() -> X { crate::y::z() }
        ";
        assert_eq!(paths(text), ["crate::o::P", "crate::s::t"]);
        assert_eq!((imports(text), read(text).tests), (vec![], vec!["tests".to_owned()]));
    }

    #[test]
    fn modules_with_a_body_know_where_they_are() {
        let file = read("mod a { mod b { use super::c; } } use d::e; fn f() { g::h() }");
        let within: Vec<usize> = file.imports.iter().map(|import| import.within.len()).collect();
        assert_eq!((within, file.modules.len()), (vec![2, 0], 2));
        assert_eq!(file.paths, [(vec![], vec!["g".to_owned(), "h".to_owned()])]);
    }
}
