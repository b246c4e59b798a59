//! Text for messages and tickets: Slack's mrkdwn, which Teams reads too, and Jira's wiki markup.

use std::fmt::Write as _;

use super::{many_lines, one_line, worded};

/// Text as a Slack message within a line. `&`, `<` and `>` become references, without which Slack
/// would call people (`<!channel>`, `<@U1>`); words that it or Teams would act on are code.
pub(crate) fn slack(text: &str) -> String {
    worded(text, true, &slack_code, &|out, after| out.push_str(&references(after)))
}

/// Text as code in a Slack message. It knows no way to write a backtick there.
pub(crate) fn slack_code(text: &str) -> String {
    let shown = one_line(text).replace('`', "'");
    if shown.trim().is_empty() { "(empty)".to_owned() } else { format!("`{}`", references(&shown)) }
}

/// Text as a block of code in a Slack message.
pub(crate) fn slack_block(text: &str) -> String {
    let shown = references(&many_lines(text).replace("```", "'''"));
    format!("```\n{}\n```\n", shown.trim_end_matches('\n'))
}

/// Text with the references that Slack wants.
pub(crate) fn references(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Text as Jira's wiki markup within a line: what it would read as markup, a mention, a link, a
/// face or the key of a ticket is a reference, which it shows as the character that it stands for.
pub(crate) fn jira(text: &str) -> String {
    let shown = one_line(text);
    let mut out = String::with_capacity(shown.len());
    let (mut before, mut was_active) = (' ', false);
    for (at, c) in shown.char_indices() {
        let rest = shown.get(at.saturating_add(c.len_utf8())..).unwrap_or_default();
        let next = rest.chars().next().unwrap_or(' ');
        let is_within = before.is_alphanumeric() && next.is_alphanumeric();
        was_active = match c {
            '_' => !is_within,
            // the key of a ticket ends in a number: `OPS-12`
            '-' => !is_within || before.is_ascii_uppercase(),
            ':' => next != ' ' && !next.is_ascii_digit(),
            // `h1. `, `bq. ` and `www.`
            '.' => at < 3 && next == ' ' || shown.get(..at).is_some_and(ends_in_www),
            // faces: `(y)`, `(!)`, `;)`
            '(' => rest.chars().take(8).take_while(|c| *c != ' ').any(|c| c == ')'),
            ')' => was_active,
            ';' => next == ')',
            c => "{}[]|*^~+?!\\#@&<>\"%$".contains(c),
        };
        if was_active {
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            out.push(c);
        }
        before = c;
    }
    out
}

fn ends_in_www(text: &str) -> bool {
    let end = text.len().saturating_sub(3);
    text.get(end..).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// Text as code within a line of Jira's wiki markup, where markup still counts.
pub(crate) fn jira_code(text: &str) -> String {
    if text.trim().is_empty() { "(empty)".to_owned() } else { format!("{{{{{}}}}}", jira(text)) }
}

/// Text as a block that Jira shows as it stands; what would end the block is broken.
pub(crate) fn jira_block(text: &str) -> String {
    const MARK: &str = "{noformat";
    let shown = many_lines(text);
    let lower = shown.to_ascii_lowercase();
    let mut out = String::from("{noformat}\n");
    let mut copied = 0;
    for (at, _) in lower.match_indices(MARK) {
        out.push_str(shown.get(copied..at).unwrap_or_default());
        out.push_str("{ ");
        copied = at.saturating_add(1);
    }
    out.push_str(shown.get(copied..).unwrap_or_default().trim_end_matches('\n'));
    out.push_str("\n{noformat}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slack_calls_nobody_and_links_nothing() {
        for (text, said) in [
            ("<!channel> look", "`&lt;!channel&gt;` look"),
            ("<@U024BE7LH>", "`&lt;@U024BE7LH&gt;`"),
            ("<https://evil.example|bank>", "`&lt;https://evil.example|bank&gt;`"),
            ("see https://evil.example.", "see `https://evil.example`."),
            ("@all, now", "`@all`, now"),
            ("*b* _i_ ~s~", "`*b*` `_i_` `~s~`"),
            ("/invite @x", "`/invite` `@x`"),
            ("a\n>quote", "`a⏎&gt;quote`"),
            ("it`s", "`it's`"),
            ("&amp; 5", "`&amp;amp`; 5"),
            ("plain words, 12 rows.", "plain words, 12 rows."),
        ] {
            assert_eq!(slack(text), said);
        }
        assert_eq!(slack_code("a`<!here>`"), "`a'&lt;!here&gt;'`");
        assert_eq!(slack_block("x\n```\n<!here>\n"), "```\nx\n'''\n&lt;!here&gt;\n```\n");
    }

    #[test]
    fn jira_reads_no_markup_in_text_and_no_end_of_a_block() {
        for (text, said) in [
            ("{code}x{code}", "&#123;code&#125;x&#123;code&#125;"),
            ("[~admin]", "&#91;&#126;admin&#93;"),
            ("!http://x/y.png!", "&#33;http&#58;//x/y.png&#33;"),
            ("OPS-12 of 2026-11-30", "OPS&#45;12 of 2026-11-30"),
            ("h1. x", "h1&#46; x"),
            ("www.evil.example", "www&#46;evil.example"),
            ("|a||b|", "&#124;a&#124;&#124;b&#124;"),
            ("-gone-", "&#45;gone&#45;"),
            ("slow.log (3 rows), (y) x_y_z", "slow.log (3 rows), &#40;y) x_y_z"),
            ("_so_ !) ;)", "&#95;so&#95; &#33;&#41; &#59;&#41;"),
            ("at 06:28:23, 4 rows", "at 06:28:23, 4 rows"),
        ] {
            assert_eq!(jira(text), said);
        }
        assert_eq!(jira_code("}} *x*"), "{{&#125;&#125; &#42;x&#42;}}");
        let block = jira_block("a\n{NoFormat}\n[~admin] {code}\n");
        assert_eq!(block, "{noformat}\na\n{ NoFormat}\n[~admin] {code}\n{noformat}\n");
    }
}
