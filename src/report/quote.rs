//! Whether what a text of somebody else says of the evidence holds: every place that it cites is
//! there, and what it quotes stands there.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    redact::redactor::Redactor,
    report::{
        excerpt::unnumbered,
        pointer::{At, Finder, Pointer},
    },
    source::{evidence::Source, hash::hex},
};

/// Claims that are looked at.
const MOST: usize = 2_000;
/// Letters from which on words between quotes count as a quote.
const QUOTE: usize = 8;

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

/// The claims of a text, Markdown or JSON.
pub(crate) fn claims(text: &str, finder: &Finder) -> Vec<Claim> {
    let mut out = Vec::new();
    match serde_json::from_str::<Value>(text) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => of_value(&value, finder, &mut out),
        _ => out = of_markdown(text, finder),
    }
    out.retain(|claim| !claim.places.is_empty());
    out.truncate(MOST);
    out
}

/// Checks a claim against the sources.
pub(crate) fn check(claim: &Claim, sources: &[Source], redactor: &Redactor) -> Finding {
    let mut wrong = Vec::new();
    let mut told = Vec::new();
    let rows = claim.quotes.iter().map(|quote| quote.lines().count() as u64).max().unwrap_or(0);
    for place in &claim.places {
        let read = place.source(sources).and_then(|source| {
            let (start, end) = place.bytes(source, 0, 0)?;
            if let Some(said) = &place.sha256 {
                let raw = source.raw(start, end).map_err(|error| error.to_string())?;
                if hex(&Sha256::digest(&raw)) != *said {
                    return Err("the bytes there have another SHA-256".to_owned());
                }
            }
            // a quote may begin in a line that is cited and go on behind it
            let until = match place.at {
                At::Lines(..) => place.bytes(source, 0, rows)?.1,
                At::Bytes(..) => end,
            };
            Pointer::text(source, (start, until))
        });
        match read {
            Ok(text) => told.push([plain(&redactor.excerpt(&text)), plain(&text)]),
            Err(why) => wrong.push(format!("{place}: {why}")),
        }
    }
    for quote in &claim.quotes {
        let stands = |text: &String| holds(text, &plain(quote));
        if wrong.is_empty() && !told.iter().flatten().any(stands) {
            let shown: String = quote.chars().take(80).collect();
            wrong.push(format!("`{shown}` does not stand there"));
        }
    }
    match (wrong.is_empty(), claim.quotes.is_empty()) {
        (false, _) => Finding::Fails(wrong),
        (true, true) => Finding::NothingQuoted,
        (true, false) => Finding::Holds,
    }
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
                let quote = text(&["quote", "excerpt", "text", "quoted"]);
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
    }
    out
}

/// What stands between quotation marks or backticks and is more than a name.
fn inline_quotes(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '"', '“', '«']) {
        let Some(open) = rest.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let close = match open {
            '“' => '”',
            '«' => '»',
            other => other,
        };
        let behind = rest.get(at + open.len_utf8()..).unwrap_or_default();
        let Some((inner, after)) = behind.split_once(close) else {
            rest = behind;
            continue;
        };
        let words = inner.split_whitespace().count();
        out.extend((inner.len() >= QUOTE && words > 1).then(|| inner.to_owned()));
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::rule::Level;

    fn findings(text: &str) -> Vec<Finding> {
        let log =
            "12:00 start\n12:01 drop table `users`,`orders`\n12:02 mysql -u a -psecret9 shop\n";
        let sources = [Source::from_bytes("logs/slow.log", log.as_bytes())];
        let redactor = Redactor::new(Level::Pii);
        let finder = Finder::new().unwrap();
        claims(text, &finder).iter().map(|it| check(it, &sources, &redactor)).collect()
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
        assert_eq!(findings("`users` is gone: slow.log:2"), [Finding::NothingQuoted]);
    }

    #[test]
    fn a_claim_fails_where_it_does_not() {
        fails("He ran `drop table users` (slow.log:1)", "does not stand");
        fails("`12:02 mysql` slow.log:1", "does not stand");
        fails("It was late, slow.log:99", "only 3 lines");
        fails("It was late, other.log:1", "no such file");
        fails("slow.log@70+99 is it", "ends at byte");
        let hash = "0".repeat(64);
        fails(&format!("`slow.log`, line 1, bytes 0–5, SHA-256 `{hash}`"), "SHA-256");
        fails(r#"{"path": "slow.log", "offset": 0, "length": 5, "text": "13:00"}"#, "not stand");
    }

    #[test]
    fn passages_that_cite_nothing_claim_nothing() {
        assert!(
            findings("# Report\n\nAt 12:01:07 `drop table x` ran on 10.0.0.5:3306.\n").is_empty()
        );
    }
}
