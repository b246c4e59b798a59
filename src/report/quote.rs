//! Whether what a text of somebody else says of the evidence holds: every place that it cites is
//! there, and what it quotes stands there.

use std::{io, iter};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    redact::redactor::Redactor,
    report::{
        excerpt::unnumbered,
        pointer::{self, At, Finder, Located, Pointer},
        shown::shown,
    },
    source::{evidence::Source, hash::hex},
};

/// Claims of one text.
const MOST: usize = 2_000;
/// Places, and quotes, of one claim.
const MOST_OF_ONE: usize = 50;

/// A passage that cites places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Claim {
    /// The line on which it begins; 0 in JSON.
    pub(crate) line: u64,
    /// Its words.
    pub(crate) text: String,
    pub(crate) places: Vec<Pointer>,
    /// What it says to stand there.
    pub(crate) quotes: Vec<String>,
}

/// What became of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// Its places are there and all that it quotes stands there.
    Holds,
    /// Its places are there; it quotes nothing that could be compared.
    NothingQuoted,
    /// Why it does not hold.
    Fails(Vec<String>),
}

impl Claim {
    /// Lines of its longest quote: one may begin in a line that is cited and go on behind it.
    fn rows(&self) -> u64 {
        self.quotes.iter().map(|quote| quote.lines().count() as u64).max().unwrap_or(0)
    }
}

/// The claims of a text, Markdown or JSON.
///
/// # Errors
/// Where there are more than can be checked.
pub(crate) fn claims(text: &str, finder: &Finder) -> Result<Vec<Claim>> {
    let mut out = Vec::new();
    match serde_json::from_str::<Value>(text) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => of_value(&value, finder, &mut out),
        _ => out = of_markdown(text, finder),
    }
    out.retain(|claim| !claim.places.is_empty());
    if out.len() > MOST {
        let many = out.len();
        return Err(Error::Usage(format!(
            "the analysis makes {many} claims, and {MOST} can be checked at once; check it in parts"
        )));
    }
    Ok(out)
}

/// What claims are checked against.
pub(crate) struct Evidence<'a> {
    sources: &'a [Source],
    located: Located,
    redactor: &'a Redactor,
    /// Whoever asks must not learn what redaction takes out, so nothing is compared with it.
    blind: bool,
}

impl<'a> Evidence<'a> {
    /// Finds the places of all the claims.
    pub(crate) fn of(
        claims: &[Claim],
        sources: &'a [Source],
        redactor: &'a Redactor,
        blind: bool,
    ) -> Evidence<'a> {
        let places = claims.iter().flat_map(|claim| {
            claim.places.iter().take(MOST_OF_ONE).zip(iter::repeat(claim.rows()))
        });
        Evidence { sources, located: Located::of(places, sources), redactor, blind }
    }

    /// Checks one of the claims.
    pub(crate) fn check(&self, claim: &Claim) -> Finding {
        if claim.places.len().max(claim.quotes.len()) > MOST_OF_ONE {
            let why = format!("cites more than {MOST_OF_ONE} places or quotes");
            return Finding::Fails(vec![why]);
        }
        let mut wrong = Vec::new();
        let mut told = Vec::new();
        for place in &claim.places {
            match self.place(place, claim.rows()) {
                Ok(bytes) => told.push(bytes),
                Err(why) => wrong.push(format!("{place}: {why}")),
            }
        }
        if wrong.is_empty() {
            wrong = self.missing(claim, &told);
        }
        match (wrong.is_empty(), claim.quotes.is_empty()) {
            (false, _) => Finding::Fails(wrong),
            (true, true) => Finding::NothingQuoted,
            (true, false) => Finding::Holds,
        }
    }

    /// The bytes of a place, and of so many lines behind it where lines are cited.
    fn place(
        &self,
        place: &Pointer,
        rows: u64,
    ) -> std::result::Result<(&'a Source, (u64, u64)), String> {
        let source = place.source(self.sources)?;
        let bytes = self.located.bytes(place, source, 0)?;
        if let Some(said) = &place.sha256 {
            if self.blind && shown(source, bytes, self.redactor)?.hides() {
                return Err(
                    "something there is redacted, so its SHA-256 is not compared".to_owned()
                );
            }
            if sha256(source, bytes).map_err(|error| error.to_string())? != *said {
                return Err("the bytes there have another SHA-256".to_owned());
            }
        }
        match place.at {
            At::Lines(..) => Ok((source, self.located.bytes(place, source, rows)?)),
            At::Bytes(..) => Ok((source, bytes)),
        }
    }

    /// What of the quotes of a claim stands at none of its places.
    fn missing(&self, claim: &Claim, places: &[(&Source, (u64, u64))]) -> Vec<String> {
        let mut left: Vec<(&String, [String; 2])> = claim
            .quotes
            .iter()
            .map(|quote| (quote, [plain(quote), plain(&self.redactor.excerpt(quote))]))
            .collect();
        let mut why = None;
        for (source, bytes) in places {
            let mut strike = |text: &str| {
                let text = plain(text);
                left.retain(|(_, forms)| !forms.iter().any(|form| holds(&text, form)));
                left.is_empty()
            };
            if !self.blind {
                let last = bytes.1.min(bytes.0.saturating_add(pointer::MOST));
                match source.excerpt(bytes.0, last) {
                    Ok(raw) if strike(&raw) || strike(&self.redactor.excerpt(&raw)) => break,
                    Ok(_) => {}
                    Err(error) => why = Some(error.to_string()),
                }
            }
            match shown(source, *bytes, self.redactor) {
                Ok(shown) if strike(&shown.text) => break,
                Ok(shown) if shown.cut => why = Some("the place is too long to compare".to_owned()),
                Ok(_) => {}
                Err(error) => why = Some(error),
            }
        }
        let absent = |quote: &str| {
            let shown: String = quote.chars().take(80).collect();
            format!("`{shown}` does not stand there")
        };
        left.iter().map(|(quote, _)| why.clone().unwrap_or_else(|| absent(quote))).collect()
    }
}

/// The hash of the bytes of a source.
fn sha256(source: &Source, (mut at, end): (u64, u64)) -> io::Result<String> {
    let mut hash = Sha256::new();
    while at < end {
        let bytes = source.raw(at, end.min(at.saturating_add(pointer::MOST)))?;
        if bytes.is_empty() {
            break;
        }
        hash.update(&bytes);
        at = at.saturating_add(bytes.len() as u64);
    }
    Ok(hex(&hash.finalize()))
}

/// Whether all pieces of a quote, which `…` divides, stand in a text in their order.
fn holds(text: &str, quote: &str) -> bool {
    let mut rest = text;
    quote.replace("...", "…").split('…').map(str::trim).all(|piece| {
        let at = rest.find(piece);
        rest = at.and_then(|at| rest.get(at + piece.len()..)).unwrap_or_default();
        at.is_some()
    })
}

/// Whether a quote says anything.
fn says(quote: &str) -> bool {
    quote.contains(|c: char| !c.is_whitespace() && c != '.' && c != '…')
}

/// Text without what quoting changes: runs of blanks, and the numbers of redactions.
fn plain(text: &str) -> String {
    unnumbered(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn of_value(value: &Value, finder: &Finder, out: &mut Vec<Claim>) {
    match value {
        Value::String(text) => out
            .extend(of_markdown(text, finder).into_iter().map(|claim| Claim { line: 0, ..claim })),
        Value::Array(list) => list.iter().for_each(|inner| of_value(inner, finder, out)),
        Value::Object(map) => {
            let text = |names: &[&str]| names.iter().find_map(|name| map.get(*name)?.as_str());
            let number = |names: &[&str]| names.iter().find_map(|name| map.get(*name)?.as_u64());
            let path = text(&["path", "file", "source"]);
            let start = number(&["offset", "byte_start", "start"]);
            let end = number(&["byte_end", "end"])
                .or_else(|| start?.checked_add(number(&["length", "len"])?));
            let at = match (start, end, number(&["line"])) {
                (Some(start), Some(end), _) if start < end => Some(At::Bytes(start, end)),
                (_, _, Some(line)) if line > 0 => Some(At::Lines(
                    line,
                    number(&["end_line", "last_line"]).unwrap_or(line).max(line),
                )),
                _ => None,
            };
            if let (Some(path), Some(at)) = (path, at) {
                let quote = text(&["quote", "excerpt", "text", "quoted"]).filter(|text| says(text));
                out.push(Claim {
                    line: 0,
                    text: text(&["claim", "what"]).unwrap_or_default().to_owned(),
                    places: vec![Pointer {
                        path: path.to_owned(),
                        at,
                        sha256: text(&["sha256"]).map(str::to_owned),
                    }],
                    quotes: quote.map(str::to_owned).into_iter().collect(),
                });
            }
            map.values().for_each(|inner| of_value(inner, finder, out));
        }
        _ => {}
    }
}

/// One claim each paragraph, item, row or heading, with the fences and quotes below it.
fn of_markdown(text: &str, finder: &Finder) -> Vec<Claim> {
    let mut out: Vec<Claim> = Vec::new();
    let (mut fence, mut quoting, mut begins) = (None::<&str>, false, true);
    for (number, line) in (1..).zip(text.lines()) {
        let bare = line.trim();
        let quotes = |out: &mut Vec<Claim>, anew: bool, text: &str| {
            let Some(claim) = out.last_mut() else { return };
            match claim.quotes.last_mut() {
                Some(last) if !anew => last.push_str(&format!("\n{text}")),
                _ => claim.quotes.push(text.to_owned()),
            }
        };
        let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
        if let Some(open) = fence {
            if mark == Some(open) {
                fence = None;
                begins = true;
            } else {
                quotes(&mut out, !std::mem::replace(&mut quoting, true), line);
            }
        } else if mark.is_some() {
            (fence, quoting) = (mark, false);
        } else if let Some(text) = bare.strip_prefix('>') {
            quotes(&mut out, !std::mem::replace(&mut quoting, true), text.trim());
            begins = true;
        } else {
            quoting = false;
            let item = bare.trim_start_matches(|c: char| c.is_ascii_digit());
            let is_item = item.starts_with(". ")
                || bare.starts_with(['#', '|'])
                || ["- ", "* ", "+ "].iter().any(|mark| bare.starts_with(mark));
            if bare.is_empty() {
                begins = true;
            } else if begins || is_item {
                out.push(Claim { line: number, text: bare.to_owned(), ..Claim::default() });
                begins = false;
            } else if let Some(claim) = out.last_mut() {
                claim.text.push_str(&format!(" {bare}"));
            }
        }
    }
    for claim in &mut out {
        claim.places = finder.all(&claim.text).into_iter().map(|(_, place)| place).collect();
        let inline = inline_quotes(&claim.text);
        claim.quotes.extend(inline.into_iter().filter(|it| finder.all(it).is_empty()));
        claim.quotes.retain(|quote| says(quote));
    }
    out
}

/// What stands between quotation marks, and between backticks where it is more than a name.
fn inline_quotes(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    let mut marks = vec!['`', '"', '“', '«'];
    while let Some((_, from)) = rest.find(&marks[..]).and_then(|at| rest.split_at_checked(at)) {
        let mut behind = from.chars();
        let Some(open) = behind.next() else { break };
        let close = match open {
            '“' => '”',
            '«' => '»',
            other => other,
        };
        rest = behind.as_str();
        let Some((inner, after)) = rest.split_once(close) else {
            // nor is any later one of its kind closed
            marks.retain(|mark| *mark != open);
            continue;
        };
        let counts = open != '`' || inner.split_whitespace().nth(1).is_some();
        out.extend(counts.then(|| inner.to_owned()));
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::rule::Level;

    fn findings(text: &str) -> Vec<Finding> {
        check(text, false)
    }

    fn check(text: &str, blind: bool) -> Vec<Finding> {
        let log =
            "12:00 start\n12:01 drop table `users`,`orders`\n12:02 mysql -u a -psecret9 shop\n";
        let sources = [Source::from_bytes("logs/slow.log", log.as_bytes())];
        let redactor = Redactor::new(Level::Pii);
        let finder = Finder::new().unwrap();
        let claims = claims(text, &finder).unwrap();
        let evidence = Evidence::of(&claims, &sources, &redactor, blind);
        claims.iter().map(|it| evidence.check(it)).collect()
    }

    fn fails(text: &str, why: &str) {
        let found = findings(text);
        let Some(Finding::Fails(told)) = found.first() else { panic!("{text}: {found:?}") };
        assert!(told[0].contains(why), "{text}: {told:?}");
    }

    #[test]
    fn a_claim_holds_where_its_quote_stands() {
        for text in [
            "At \"drop table `users`,`orders`\" all was over (slow.log:2).",
            "- It began here, logs/slow.log:1-2:\n  ```\n  12:00 start\n  12:01 drop … `orders`\n  ```",
            "One statement [slow.log@12+10].\n\n> 12:01 drop",
            "The password: `mysql -u a -p[REDACTED:mysql-argv-p#7] shop` slow.log:3",
            r#"[{"claim": "x", "file": "slow.log", "line": 2, "quote": "drop   table"}]"#,
            r#"{"finding": "see \"12:00 start\" in slow.log:1"}"#,
        ] {
            assert_eq!(findings(text), [Finding::Holds], "{text}");
        }
        for text in [
            "`users` is gone: slow.log:2",
            "It said \"\" (slow.log:2)",
            "It said \"… … ...\" (slow.log:2)",
            "See slow.log:2\n\n>",
            r#"{"file": "slow.log", "line": 2, "quote": " "}"#,
        ] {
            assert_eq!(findings(text), [Finding::NothingQuoted], "{text}");
        }
    }

    #[test]
    fn a_claim_fails_where_it_does_not() {
        fails("He ran `drop table users` (slow.log:1)", "does not stand");
        fails("`12:02 mysql` slow.log:1", "does not stand");
        fails("\"truncate\" stands in slow.log:2", "does not stand");
        fails("5\" late, “sure, and `truncate users` slow.log:2", "does not stand");
        fails("It was late, slow.log:99", "only 3 lines");
        fails(r#"{"path": "slow.log", "line": 18446744073709551615}"#, "only 3 lines");
        fails(&"slow.log:1 ".repeat(51), "more than 50");
        fails("It was late, other.log:1", "no such file");
        fails("slow.log@70+99 is it", "ends at byte");
        let hash = "0".repeat(64);
        fails(&format!("`slow.log`, line 1, bytes 0–5, SHA-256 `{hash}`"), "SHA-256");
        fails(r#"{"path": "slow.log", "offset": 0, "length": 5, "text": "13:00"}"#, "not stand");
    }

    #[test]
    fn a_blind_check_tells_nothing_of_what_is_redacted() {
        let log = "12:02 mysql -u a -psecret9 shop\n";
        let hash = |text: &str| hex(&Sha256::digest(text));
        for (text, open, blind) in [
            ("\"mysql -u a -psecret9 shop\" slow.log:3".to_owned(), Finding::Holds, true),
            ("\"mysql -u a -pguessed shop\" slow.log:3".to_owned(), Finding::Holds, true),
            ("\"secret9\" slow.log:3".to_owned(), Finding::Holds, false),
            ("\"ret9\" slow.log@68+4".to_owned(), Finding::Holds, false),
            (
                format!("`slow.log`, line 3, bytes 46–78, SHA-256 `{}`", hash(log)),
                Finding::NothingQuoted,
                false,
            ),
            (
                format!("`slow.log`, line 1, bytes 0–5, SHA-256 `{}`", hash("12:00")),
                Finding::NothingQuoted,
                true,
            ),
        ] {
            let found = check(&text, false);
            assert!(found == [open] || text.contains("guessed"), "{text}: {found:?}");
            let found = check(&text, true);
            assert_eq!(!matches!(found[..], [Finding::Fails(_)]), blind, "{text}: {found:?}");
        }
    }

    #[test]
    fn more_than_can_be_checked_is_an_error() {
        let finder = Finder::new().unwrap();
        assert!(claims(&"- a.log:1\n".repeat(2_000), &finder).is_ok());
        assert!(claims(&"- a.log:1\n".repeat(2_001), &finder).is_err());
        let open = "“a «b ".repeat(200_000);
        assert_eq!(inline_quotes(&open), [""; 0]);
    }

    #[test]
    fn passages_that_cite_nothing_claim_nothing() {
        assert!(
            findings("# Report\n\nAt 12:01:07 `drop table x` ran on 10.0.0.5:3306.\n").is_empty()
        );
    }
}
