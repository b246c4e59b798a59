//! PHP source as tokens: enough to find calls, their chains and their literal arguments.

/// A token. Comments and text outside `<?php` are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// A name, with backslashes where it is qualified.
    Word(String),
    /// A variable without its `$`.
    Variable(String),
    /// A string's content, escapes of quotes undone.
    Text(String),
    /// A number.
    Number(String),
    /// An operator or other sign: `->` (also `?->`), `::`, `=>`, or one character.
    Sign(&'static str),
}

const SIGNS: [&str; 30] = [
    "?->", "->", "::", "=>", "(", ")", "[", "]", "{", "}", ";", ",", "=", "+", "-", "*", "/", ".",
    "<", ">", "!", "?", ":", "&", "|", "@", "%", "^", "~", "#[",
];

/// The tokens of a source.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let Some(start) =
        source.find("<?php").map(|at| at + 5).or_else(|| source.find("<?=").map(|at| at + 3))
    else {
        return found;
    };
    let mut rest = source.get(start..).unwrap_or_default();
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match c {
            _ if rest.starts_with("?>") => {
                length = rest.find("<?php").map_or(rest.len(), |at| at + 5);
                found.push(Token::Sign(";"));
            }
            '#' if !rest.starts_with("#[") => length = rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("//") => length = rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => {
                length = rest.find("*/").map_or(rest.len(), |at| at + 2);
            }
            '\'' | '"' => {
                let (text, took) = quoted(rest, c);
                found.push(Token::Text(text));
                length = took;
            }
            '<' if rest.starts_with("<<<") => {
                let (text, took) = heredoc(rest);
                if took > 0 {
                    found.push(Token::Text(text));
                    length = took;
                }
            }
            '$' => {
                let name: String =
                    rest.chars().skip(1).take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                length = 1 + name.len();
                found.push(Token::Variable(name));
            }
            c if c.is_ascii_digit() => {
                let number: String = rest
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_'))
                    .collect();
                length = number.len();
                found.push(Token::Number(number));
            }
            c if c.is_alphabetic() || c == '_' || c == '\\' => {
                let word: String = rest
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '\\'))
                    .collect();
                length = word.len();
                found.push(Token::Word(word));
            }
            c if c.is_whitespace() => {}
            _ => {
                if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
                    length = sign.len();
                    found.push(Token::Sign(if *sign == "?->" { "->" } else { sign }));
                }
            }
        }
        rest = rest.get(length.max(1)..).unwrap_or_default();
    }
    found
}

fn quoted(text: &str, quote: char) -> (String, usize) {
    let mut out = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
            match c {
                'n' if quote == '"' => out.push('\n'),
                c if c == quote || c == '\\' => out.push(c),
                c => {
                    out.push('\\');
                    out.push(c);
                }
            }
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return (out, at + 1);
        } else {
            out.push(c);
        }
    }
    (out, text.len())
}

fn heredoc(text: &str) -> (String, usize) {
    let Some(end) = text.find('\n') else { return (String::new(), 0) };
    let word = text.get(3..end).unwrap_or_default().trim().trim_matches(['\'', '"']);
    if word.is_empty() || !word.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return (String::new(), 0);
    }
    let mut body = String::new();
    let mut took = end + 1;
    for line in text.get(end + 1..).unwrap_or_default().split_inclusive('\n') {
        let trimmed = line.trim_start();
        if let Some(after) = trimmed.strip_prefix(word)
            && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        {
            return (body, took + (line.len() - trimmed.len()) + word.len());
        }
        body.push_str(line);
        took += line.len();
    }
    (body, text.len())
}

/// A call in a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    /// The method's or function's name.
    pub name: String,
    /// The tokens between its parentheses.
    pub arguments: Vec<Token>,
}

/// An expression of calls: `$schedule->command('x')->daily()`, `DB::table('t')->truncate()`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    /// What it begins with: `$schedule`, `DB`, `App\Models\Call`; empty for a plain function.
    pub root: String,
    /// The calls in order.
    pub calls: Vec<Call>,
}

impl Chain {
    /// The chain as one would write it, without line breaks.
    pub(crate) fn text(&self) -> String {
        let mut out = self.root.clone();
        for (at, call) in self.calls.iter().enumerate() {
            if !(at == 0 && self.root.is_empty()) {
                out.push_str(if at == 0 && !self.root.starts_with('$') { "::" } else { "->" });
            }
            out.push_str(&call.name);
            out.push('(');
            out.push_str(&shown(&call.arguments));
            out.push(')');
        }
        out
    }

    /// The call of this name.
    pub(crate) fn call(&self, name: &str) -> Option<&Call> {
        self.calls.iter().find(|call| call.name == name)
    }
}

impl Call {
    /// The first argument, where it is a literal string or `X::class`.
    pub(crate) fn literal(&self) -> Option<String> {
        match (self.arguments.first()?, self.arguments.get(1)) {
            (Token::Text(text), None | Some(Token::Sign(","))) => Some(text.clone()),
            // the beginning of a string that goes on with a variable is better than nothing
            (Token::Text(text), Some(Token::Sign("."))) => Some(format!("{text}…")),
            (Token::Word(class), Some(Token::Sign("::"))) => Some(class.clone()),
            (Token::Word(new), Some(Token::Word(class))) if new == "new" => Some(class.clone()),
            _ => None,
        }
    }
}

/// Tokens as text.
pub(crate) fn shown(tokens: &[Token]) -> String {
    let mut out = String::new();
    for token in tokens {
        match token {
            Token::Word(word) => {
                if out.ends_with(|c: char| c.is_alphanumeric()) {
                    out.push(' ');
                }
                out.push_str(word);
            }
            Token::Variable(name) => {
                out.push('$');
                out.push_str(name);
            }
            Token::Text(text) => {
                out.push('\'');
                out.push_str(text);
                out.push('\'');
            }
            Token::Number(number) => out.push_str(number),
            Token::Sign(",") => out.push_str(", "),
            Token::Sign("=>") => out.push_str(" => "),
            Token::Sign(sign) => out.push_str(sign),
        }
    }
    out
}

/// Every chain of calls in the tokens, outer ones before those in their arguments.
pub(crate) fn chains(tokens: &[Token]) -> Vec<Chain> {
    let mut found = Vec::new();
    let closings = closings(tokens);
    let mut at = 0usize;
    while at < tokens.len() {
        match chain_at(tokens, at, &closings) {
            Some((chain, after_root)) => {
                found.push(chain);
                // on within the arguments: closures hold chains of their own
                at = after_root.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// For each opening parenthesis the place of the one that closes it.
fn closings(tokens: &[Token]) -> Vec<Option<usize>> {
    let mut closing = vec![None; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign("(") => open.push(at),
            Token::Sign(")") => {
                if let Some(slot) = open.pop().and_then(|start: usize| closing.get_mut(start)) {
                    *slot = Some(at);
                }
            }
            _ => {}
        }
    }
    closing
}

/// The most tokens of an argument list that are kept: closures are read on their own.
const ARGUMENTS: usize = 200;

fn chain_at(tokens: &[Token], start: usize, closings: &[Option<usize>]) -> Option<(Chain, usize)> {
    let follows = |at: usize, signs: &[&str]| matches!(tokens.get(at), Some(Token::Sign(sign)) if signs.contains(sign));
    if start > 0 && follows(start - 1, &["->", "::"]) {
        return None;
    }
    let mut calls = Vec::new();
    let mut at;
    let root = match tokens.get(start)? {
        Token::Variable(name) if follows(start + 1, &["->"]) => {
            at = start + 1;
            format!("${name}")
        }
        Token::Word(class) if follows(start + 1, &["::"]) => {
            at = start + 1;
            class.trim_start_matches('\\').to_owned()
        }
        Token::Word(name) if follows(start + 1, &["("]) => {
            if let Some(Token::Word(before)) = start.checked_sub(1).and_then(|b| tokens.get(b))
                && before == "function"
            {
                return None;
            }
            let close = closings.get(start + 1).copied().flatten()?;
            let arguments = tokens.get(start + 2..close)?.iter().take(ARGUMENTS).cloned().collect();
            calls.push(Call { name: name.clone(), arguments });
            at = close + 1;
            String::new()
        }
        _ => return None,
    };
    while follows(at, &["->", "::"]) {
        let Some(Token::Word(name)) = tokens.get(at + 1) else { break };
        if follows(at + 2, &["("]) {
            let Some(close) = closings.get(at + 2).copied().flatten() else { break };
            let arguments = tokens.get(at + 3..close)?.iter().take(ARGUMENTS).cloned().collect();
            calls.push(Call { name: name.clone(), arguments });
            at = close + 1;
            if calls.len() > 64 {
                break;
            }
        } else {
            at += 2;
        }
    }
    (!calls.is_empty()).then_some((Chain { root, calls }, start + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_are_found_with_their_arguments_and_comments_are_not() {
        let source = "<?php // $x->drop();\n$schedule->command('migrate:fresh --force')\n  ->dailyAt('03:15'); /* DB::a() */ \\App\\Models\\Call::truncate(); foo(function () { DB::table(\"t\")->delete(); });";
        let texts: Vec<String> = chains(&tokens(source)).iter().map(Chain::text).collect();
        assert_eq!(texts[0], "$schedule->command('migrate:fresh --force')->dailyAt('03:15')");
        assert_eq!(texts[1], "App\\Models\\Call::truncate()");
        assert_eq!(texts.last().map(String::as_str), Some("DB::table('t')->delete()"));
    }

    #[test]
    fn here_documents_are_strings() {
        let tokens = tokens("<?php DB::statement(<<<SQL\nDROP TABLE a\nSQL);");
        assert!(tokens.contains(&Token::Text("DROP TABLE a\n".into())));
    }

    #[test]
    fn hostile_sources_end() {
        for text in [
            "<?php '",
            "<?php <<<X\n",
            "<?php $",
            "<?php ((((((",
            &format!("<?php {}", "a(".repeat(50_000)),
        ] {
            let _ = chains(&tokens(text));
        }
    }
}
