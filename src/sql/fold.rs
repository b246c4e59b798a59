//! Statements as they compare: what writers vary without meaning anything else is taken away.

/// As much of a statement as tells it apart from others.
const BARE_CHARS: usize = 400;

/// On one line, in lower case, without the semicolons at its end: equal for texts that differ in
/// white space and case alone.
pub(crate) fn folded(sql: &str) -> String {
    let words: Vec<&str> = sql.split_whitespace().collect();
    words.join(" ").trim_end_matches([';', ' ']).to_lowercase()
}

/// A folded text with its numbers and quoted texts as `?`, and lists of them as one: equal for
/// statements that differ in their values alone.
pub(crate) fn shape(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len().min(256));
    let mut chars = folded.chars().peekable();
    let mut is_word = false;
    while let Some(c) = chars.next() {
        if c == '\'' || c.is_ascii_digit() && !is_word {
            if c == '\'' {
                while chars.next().is_some_and(|next| next != '\'') {}
            } else {
                while chars.next_if(|next| next.is_ascii_alphanumeric() || *next == '.').is_some() {
                }
            }
            let list = out.trim_end_matches([' ', ',']).len();
            if list < out.len() && out.get(..list).is_some_and(|head| head.ends_with('?')) {
                out.truncate(list);
            } else {
                out.push('?');
            }
            is_word = false;
        } else {
            is_word = c.is_alphanumeric() || matches!(c, '_' | '$' | '`' | '"');
            out.push(c);
        }
    }
    out
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

/// Whether a program's mapper wrote it: schema and table in quotes, and `WHERE 1=1`, as in lists of
/// conditions that are all left out.
pub(crate) fn is_mapped(sql: &str) -> bool {
    let own = sql.split("/*").next().unwrap_or(sql).trim_end_matches([';', ' ', '\n']);
    own.ends_with(" WHERE 1=1") && (own.contains("\".\"") || own.contains("`.`"))
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
    fn what_a_mapper_writes_is_not_what_a_person_types() {
        assert!(is_mapped("DELETE FROM \"public\".\"ApiKey\" WHERE 1=1 /* traceparent='00' */"));
        assert!(is_mapped("DELETE FROM `shop`.`ApiKey` WHERE 1=1"));
        assert!(!is_mapped("DELETE FROM \"ApiKey\" WHERE 1=1"));
        assert!(!is_mapped("DELETE FROM \"public\".\"ApiKey\""));
        assert!(!is_mapped("DELETE FROM public.api_key where 1=1"));
    }

    #[test]
    fn quotes_mean_nothing_where_another_log_quotes_it() {
        assert_eq!(bare("DROP TABLE `a`;"), bare("drop  table a"));
        assert_ne!(bare("drop table a"), bare("drop table b"));
        assert_eq!(bare(&"x".repeat(1000)).len(), BARE_CHARS);
    }

    #[test]
    fn statements_that_differ_in_their_values_alone_have_one_shape() {
        let of = |sql: &str| shape(&folded(sql));
        assert_eq!(of("DELETE FROM t WHERE id IN (1, 2,3);"), "delete from t where id in (?)");
        assert_eq!(of("delete from t where id in (77)"), of("DELETE FROM t WHERE id IN (1, 2,3);"));
        assert_eq!(
            of("delete from t where a = 'x, 1' and b2 = 5"),
            "delete from t where a = ? and b2 = ?"
        );
        assert_ne!(of("delete from t where a = 1, b = 2"), of("delete from t where a = 1"));
    }
}
