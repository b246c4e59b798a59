//! Statements as they compare: what writers vary without meaning anything else is taken away.

/// As much of a statement as tells it apart from others.
const BARE_CHARS: usize = 400;

/// On one line, in lower case, without the semicolons at its end: equal for texts that differ in
/// white space and case alone.
pub(crate) fn folded(sql: &str) -> String {
    let words: Vec<&str> = sql.split_whitespace().collect();
    words.join(" ").trim_end_matches([';', ' ']).to_lowercase()
}

/// The beginning of it, also without any white space and quotes: equal for what a client sent and
/// what another log quotes of it.
pub(crate) fn bare(sql: &str) -> String {
    let mut out: String = sql
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '`' | '\\' | '\'' | '"'))
        .flat_map(char::to_lowercase)
        .take(BARE_CHARS)
        .collect();
    out.truncate(out.trim_end_matches(';').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_case_mean_nothing_and_words_do() {
        assert_eq!(folded(" DROP\n\tTABLE  Orders ;; "), "drop table orders");
        assert_ne!(folded("drop table orders"), folded("drop table order s"));
        assert_ne!(folded("drop table `orders`"), folded("drop table orders"));
    }

    #[test]
    fn quotes_mean_nothing_where_another_log_quotes_it() {
        assert_eq!(bare("DROP TABLE `a`;"), bare("drop  table a"));
        assert_ne!(bare("drop table a"), bare("drop table b"));
        assert_eq!(bare(&"x".repeat(1000)).len(), BARE_CHARS);
    }
}
