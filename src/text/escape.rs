//! The only way log text becomes markup: one function for each kind of output, each of which
//! leaves nothing in the text that the reader of that output would take for an instruction.

use std::fmt::Write as _;

pub(crate) mod trackers;

/// Whether a character shows nothing of itself, or changes how its neighbours are shown.
fn hidden(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Adds `c` so that it can be seen: control characters as their pictures (`␛`), characters that
/// hide or turn text as `⟨U+202E⟩`.
fn push_visible(out: &mut String, c: char) {
    match c {
        '\0'..='\u{1f}' => {
            out.push(char::from_u32(0x2400_u32.saturating_add(u32::from(c))).unwrap_or('\u{fffd}'));
        }
        '\u{7f}' => out.push('␡'),
        _ if hidden(c) => {
            let _ = write!(out, "⟨U+{:04X}⟩", u32::from(c));
        }
        _ => out.push(c),
    }
}

/// The text on one line with every hidden character shown; line breaks become `⏎`.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => out.push('⏎'),
            '\t' => out.push(' '),
            _ => push_visible(&mut out, c),
        }
    }
    without_commands(out)
}

/// The text with its line breaks and every hidden character shown.
pub(crate) fn many_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => out.push('\n'),
            '\t' => out.push_str("    "),
            _ => push_visible(&mut out, c),
        }
    }
    without_commands(out)
}

/// Breaks what a runner of a pipeline would obey in anything that is printed, wherever it stands
/// or, wrapped, might begin a line: `::name …::` (GitHub), `##[…]`, `##vso[…]`, `##teamcity[…]`
/// (GitHub, Azure, TeamCity), `section_start:1:…` (GitLab), `travis_fold:…`, and the headings `---
/// `, `+++ `, `~~~ ` and `^^^ ` of Buildkite.
fn without_commands(text: String) -> String {
    if !["::", "##", "_start:", "_end:", "travis_", "---", "+++", "~~~", "^^^"]
        .iter()
        .any(|part| text.contains(part))
    {
        return text;
    }
    let mut out = String::with_capacity(text.len().saturating_add(8));
    for line in text.split_inclusive('\n') {
        if ["---", "+++", "~~~", "^^^"].iter().any(|mark| {
            line.strip_prefix(mark).is_some_and(|rest| rest.starts_with(char::is_whitespace))
        }) {
            out.push(' ');
        }
        let last = line.rfind("::").unwrap_or(0);
        let mut rest = line;
        let mut at = 0_usize;
        while let Some((before, after)) = rest.split_once("::") {
            out.push_str(before);
            let begins = before.chars().next_back().map_or(at == 0, char::is_whitespace);
            at = at.saturating_add(before.len());
            let named = after.starts_with(|c: char| c.is_ascii_alphabetic());
            out.push_str(if begins && named && at < last { ": :" } else { "::" });
            at = at.saturating_add(2);
            rest = after;
        }
        out.push_str(rest);
    }
    broken(without_marks(out, " :"), 0, " ")
}

/// The text with the colon of each mark of a fold (GitLab, Travis) replaced by `by`.
fn without_marks(mut text: String, by: &str) -> String {
    for name in ["section_start:", "section_end:", "travis_fold:", "travis_time:"] {
        if text.contains(name) {
            text = text.replace(name, &name.replace(':', by));
        }
    }
    text
}

/// The places behind the number signs of each `##[` and `##name[`.
fn commands(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'#', bytes)
        .map(|sign| sign.saturating_add(1))
        .filter(|at| {
            let name = bytes.get(*at..).unwrap_or_default();
            let name =
                name.iter().position(|b| !b.is_ascii_alphanumeric()).and_then(|end| name.get(end));
            name == Some(&b'[')
                && at.checked_sub(2).is_some_and(|before| bytes.get(before) == Some(&b'#'))
        })
        .collect()
}

/// The text with the `taken` bytes in front of each of those places replaced by `by`.
fn broken(text: String, taken: usize, by: &str) -> String {
    let places = commands(&text);
    if places.is_empty() {
        return text;
    }
    let mut out = String::with_capacity(text.len().saturating_add(places.len().saturating_mul(6)));
    let mut copied = 0;
    for at in places {
        out.push_str(text.get(copied..at.saturating_sub(taken)).unwrap_or_default());
        out.push_str(by);
        copied = at;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}

/// JSON without what a runner would obey wherever it is printed, and without characters that hide
/// or turn text. Outside of texts JSON has none of them, and within them an escape means the same.
pub(crate) fn json(written: Vec<u8>) -> Vec<u8> {
    let mut text = match String::from_utf8(written) {
        Ok(text) => text,
        Err(error) => return error.into_bytes(),
    };
    if text.contains(|c| c == '\u{7f}' || hidden(c)) {
        let mut out = String::with_capacity(text.len().saturating_add(8));
        for c in text.chars() {
            if c == '\u{7f}' || hidden(c) {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            } else {
                out.push(c);
            }
        }
        text = out;
    }
    broken(without_marks(text, "\\u003a"), 1, "\\u0023").into_bytes()
}

/// A value as JSON on indented lines, the same.
pub(crate) fn json_lines(value: &impl serde::Serialize) -> Vec<u8> {
    let mut out = json(serde_json::to_vec_pretty(value).unwrap_or_default());
    out.push(b'\n');
    out
}

/// The most characters of one word that markup is asked to carry in running text.
const LONGEST_WORD: usize = 400;

/// Text as Markdown within a line. Words that any common Markdown dialect would act on (markup,
/// links, mentions, issue numbers, quick actions, commit hashes) become code spans, which none of
/// them looks into; all else stays as it is.
pub(crate) fn md_inline(text: &str) -> String {
    md_words(text, false, true)
}

/// The same for text that surely does not begin a line.
pub(crate) fn md_inline_within(text: &str) -> String {
    md_words(text, false, false)
}

/// Text as the content of a Markdown table cell.
pub(crate) fn md_cell(text: &str) -> String {
    md_words(text, true, true)
}

/// The same for text that surely does not begin a cell.
pub(crate) fn md_cell_within(text: &str) -> String {
    md_words(text, true, false)
}

fn md_words(text: &str, cell: bool, begins: bool) -> String {
    // `!` is escaped because a link of ours may follow it
    worded(text, begins, &|word| span(word, cell), &|out, after| {
        out.push_str(&after.replace('!', "\\!"));
    })
}

/// Text on one line, with the words that some reader would act on as `code` writes them, and
/// closing punctuation as `close` adds it.
fn worded(
    text: &str,
    begins: bool,
    code: &dyn Fn(&str) -> String,
    close: &dyn Fn(&mut String, &str),
) -> String {
    let shown = one_line(text);
    let mut out = String::with_capacity(shown.len());
    if shown.starts_with(char::is_whitespace) {
        out.push(' ');
    }
    for (number, word) in shown.split_whitespace().enumerate() {
        if number > 0 {
            out.push(' ');
        }
        let core = word.trim_start_matches(['(', '"', '\'', '“', '‘']);
        let before = word.strip_suffix(core).unwrap_or_default();
        let kept = core.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'', '”', '’']);
        let after = core.strip_prefix(kept).unwrap_or_default();
        if begins && number == 0 && starts_a_block(word) {
            out.push_str(&code(word));
        } else {
            out.push_str(before);
            if acts(kept) {
                out.push_str(&code(kept));
            } else {
                out.push_str(kept);
            }
            close(&mut out, after);
        }
    }
    if shown.ends_with(char::is_whitespace) && !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Whether a line that begins with this word would be a list, a ruler, a heading or the like.
fn starts_a_block(word: &str) -> bool {
    let marker = word.strip_suffix(['.', ')']);
    word.chars().all(|c| matches!(c, '-' | '+' | '=' | ':'))
        || marker
            .is_some_and(|n| !n.is_empty() && n.len() <= 9 && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether some Markdown dialect would take the word for more than text.
fn acts(word: &str) -> bool {
    let mut before = ' ';
    for c in word.chars() {
        let active = matches!(
            c,
            '`' | '*'
                | '_'
                | '{'
                | '}'
                | '['
                | ']'
                | '<'
                | '>'
                | '#'
                | '|'
                | '~'
                | '$'
                | '^'
                | '&'
                | '@'
                | '\\'
                | '!'
        ) || (c == '%' && !before.is_ascii_digit() && word.len() > 1);
        if active {
            return true;
        }
        before = c;
    }
    let lower = word.get(..8.min(word.len())).unwrap_or(word).to_ascii_lowercase();
    word.contains("://")
        || word.contains("//")
        || word.starts_with(['/', ':'])
        || ["www.", "mailto:", "xmpp:", "gh-"].iter().any(|start| lower.starts_with(start))
        || (word.len() >= 7
            && word.bytes().all(|b| b.is_ascii_hexdigit())
            && word.bytes().any(|b| b.is_ascii_alphabetic())
            && word.bytes().any(|b| b.is_ascii_digit()))
        || word.chars().nth(LONGEST_WORD).is_some()
}

fn span(text: &str, cell: bool) -> String {
    if cell { md_cell_code(text) } else { md_code_span(text) }
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    let (mut longest, mut run) = (0_usize, 0_usize);
    for c in text.chars() {
        run = if c == '`' { run.saturating_add(1) } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Text as a Markdown code span.
pub(crate) fn md_code_span(text: &str) -> String {
    let shown = one_line(text);
    if shown.trim().is_empty() {
        return "(empty)".to_owned();
    }
    // a fence of one would be ended by the first lone backtick; any other length works if no run
    // in the text has just that length, which one more than the longest ensures
    let fence = "`".repeat(longest_run(&shown).saturating_add(1));
    let pad = if shown.starts_with(['`', ' ']) || shown.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

/// Text as a code span in a table cell, where `|` ends the cell even inside code.
pub(crate) fn md_cell_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in md_code_span(text).chars() {
        match c {
            // dialects differ on how they read a backslash before an escaped bar
            '|' if before == '\\' => out.push('¦'),
            '|' => out.push_str("\\|"),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

/// Text as a fenced block with a line break at its end. `info` is ours, never from evidence.
pub(crate) fn md_block(text: &str, info: &'static str) -> String {
    let shown = many_lines(text);
    let fence = "`".repeat(longest_run(&shown).saturating_add(1).max(3));
    format!("{fence}{info}\n{}\n{fence}\n", shown.trim_end_matches('\n'))
}

/// Text as HTML, in content or in a quoted attribute.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in many_lines(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Text as HTML that stands in Markdown, on one line: mentions are broken up by a comment, since
/// character references do not keep a forge from acting on them.
pub(crate) fn html_in_md(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in html(&one_line(text)).chars() {
        out.push(c);
        if matches!(c, '@' | '#' | '!' | '~' | '%' | '$' | '/') {
            out.push_str("<!-- -->");
        }
    }
    // the number signs of our own references must stay whole
    out.replace("&#<!-- -->39;", "&#39;")
}

/// Text for a terminal, on one line: no byte that moves the cursor, changes colour or sends
/// anything back.
pub(crate) fn terminal(text: &str) -> String {
    one_line(text)
}

/// Text that is a link to a file where the terminal knows OSC 8; `text` must be safe to print. The
/// path is percent-encoded, so no byte of it can end the sequence.
pub(crate) fn terminal_link(path: &std::path::Path, text: &str) -> String {
    let mut url = String::from("file://");
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(byte) {
            url.push(char::from(*byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}

/// A CSV field (RFC 4180). Fields that a spreadsheet would run as a formula get a leading `'`.
pub(crate) fn csv(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0' => {}
            '\n' | '\r' | '\t' => clean.push(c),
            _ => push_visible(&mut clean, c),
        }
    }
    let clean = without_commands(clean);
    let formula = clean.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
        || clean.trim_start().starts_with(['=', '+', '-', '@']);
    let guard = if formula { "'" } else { "" };
    if formula
        || clean.contains([',', '"', '\n', '\r', ';', '\t'])
        || clean.starts_with(' ')
        || clean.ends_with(' ')
    {
        format!("\"{guard}{}\"", clean.replace('"', "\"\""))
    } else {
        clean
    }
}

/// The message of a GitHub workflow command.
pub(crate) fn gha_message(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '%' => out.push_str("%25"),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => out.push_str("%0A"),
            _ => push_visible(&mut out, c),
        }
    }
    without_commands(out)
}

/// A property of a GitHub workflow command.
pub(crate) fn gha_property(text: &str) -> String {
    gha_message(text).replace(':', "%3A").replace(',', "%2C")
}

/// A label in a Mermaid diagram: only characters that no Mermaid grammar gives a meaning, and no
/// word that ends a block.
pub(crate) fn mermaid(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        out.push(match c {
            'a'..='z'
            | 'A'..='Z'
            | '0'..='9'
            | ' '
            | '.'
            | '-'
            | '_'
            | '('
            | ')'
            | '/'
            | '='
            | '+' => c,
            '⏎' => ' ',
            c if !c.is_ascii() && c.is_alphanumeric() => c,
            ':' => '∶',
            _ => ' ',
        });
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    let label: String = words.join(" ").chars().take(60).collect();
    let lower = label.to_ascii_lowercase();
    let keyword = [
        "end",
        "section",
        "title",
        "dateformat",
        "axisformat",
        "click",
        "call",
        "href",
        "todaymarker",
        "excludes",
        "includes",
        "tickinterval",
        "weekday",
        "graph",
        "subgraph",
        "acctitle",
        "accdescr",
    ]
    .iter()
    .any(|word| lower.split(' ').next() == Some(*word));
    if label.is_empty() || keyword { format!("({label})") } else { label }
}

/// Text as XML content or attribute; characters that XML forbids are shown.
pub(crate) fn xml(text: &str) -> String {
    html(text)
        .chars()
        .map(|c| if matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c })
        .collect()
}

#[cfg(test)]
mod tests;
