//! `extortion`: an outsider took the data away and left a note.

use crate::{
    case::{
        capability::procedure::Procedure,
        facts::{Case, Seen},
    },
    event::ids::{EventId, StatementId},
    sql::{
        lexer::{Kind, Lexer, unquote_text},
        statement::Verb,
    },
    text::page::page,
    time::SECOND,
    verdict::{
        footprint::Footprint,
        mechanism::contract::{Advice, Definition, Judgement, Profile},
        scene::Scene,
    },
};

page! {
    /// Databases or tables are dropped, and within an hour a database or table is made whose name
    /// asks to be read (`README_TO_RECOVER`, `PLEASE_READ_ME`), or a row is written that demands
    /// money for the data. The drop alone is `drop_database` or `manual_sql`; an application's
    /// table of warnings is no note. The note's text is told without accounts and addresses.
    pub(crate) struct Extortion;
}

/// How long before or after the acts a note is theirs.
const NOTE_US: i64 = 3600 * SECOND;

/// The most characters of a note that are told.
const NOTE_CHARS: usize = 240;

impl Definition for Extortion {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("DROP, then a note that demands money"),
            left_by: &[Procedure::ManualSql, Procedure::ScriptSql, Procedure::DropDatabase],
            advice: &[CLOSE_THE_PORT, DO_NOT_PAY],
            ..Profile::new(
                "extortion",
                "an extortionist who left a note",
                "an extortionist, who left a note that demands money",
            )
        }
    }

    fn judge(&self, scene: &Scene<'_>, _: &Footprint) -> Judgement {
        let from = scene.started.best.saturating_sub(NOTE_US);
        let to = scene.ended.saturating_add(NOTE_US);
        let notes = scene.case.once.notes.get_or_init(|| notes(scene.case));
        let mut asks: Vec<EventId> = Vec::new();
        let mut note = None;
        let near = notes.iter().map(|(id, said)| (scene.case.seen.get(*id), said));
        for (seen, said) in
            near.filter(|(seen, _)| seen.when.is_some_and(|when| (from..=to).contains(&when.best)))
        {
            match said {
                Some(said) => note = note.or(Some((said, seen.event))),
                None => asks.push(seen.event),
            }
        }
        let mut out = Judgement::default();
        if !asks.is_empty() {
            out.add(
                10.0,
                "a database or table was created whose name asks to be read",
                asks.into_iter().take(2).collect(),
            );
        }
        if let Some((said, event)) = note {
            out.add(
                12.0,
                format!("a note demands money: “{}”", without_payment(said)),
                vec![event],
            );
        }
        if out.points <= 0.0 {
            return Judgement::no("no note was left", Vec::new());
        }
        let reads: Vec<EventId> = scene
            .stream
            .iter()
            .filter(|one| one.statement.verb == Verb::Select && !one.statement.objects.is_empty())
            .filter(|one| one.when.is_some_and(|at| at.best <= scene.started.best))
            .map(|one| one.event)
            .collect();
        if !reads.is_empty() {
            out.add(
                0.5,
                "tables were read before they were dropped: what was read may have been copied",
                reads.into_iter().take(3).collect(),
            );
        }
        out
    }
}

/// Every statement that makes something whose name asks to be read, and every row that demands
/// money, with its words.
fn notes(case: &Case<'_>) -> Vec<(StatementId, Option<String>)> {
    let note = |(id, seen): (StatementId, &Seen)| match seen.statement.verb {
        Verb::CreateTable | Verb::CreateDatabase => {
            let asks = seen.statement.objects.iter().any(|name| {
                asks_to_be_read(&name.name) || name.database.as_deref().is_some_and(asks_to_be_read)
            });
            asks.then_some((id, None))
        }
        Verb::Insert => {
            let query = case.query(seen.event)?;
            let said = Lexer::new(seen.text(query), query.dialect)
                .filter(|token| token.kind == Kind::Text)
                .map(|token| unquote_text(token.text))
                .find(|said| demands_money(said))?;
            Some((id, Some(said)))
        }
        _ => None,
    };
    case.seen.iter().filter_map(note).collect()
}

const CLOSE_THE_PORT: Advice = Advice {
    text: "Let the database server listen only on its own networks (`bind-address`, a firewall), give no account the host `%`, and change every password it knew.",
    why: "a client from outside logged in with rights to drop databases",
};

const DO_NOT_PAY: Advice = Advice {
    text: "Do not pay. Keep the note, the logs and the server's disk as evidence, and treat the data as disclosed.",
    why: "the copy that such notes promise rarely exists; what was read before the drop may still have been taken",
};

/// Whether the name of a table or database is a call to read it.
fn asks_to_be_read(name: &str) -> bool {
    let letters: String =
        name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    ["readme", "pleaseread", "readnow", "torecover", "recoveryour", "restoreyour", "ransom"]
        .iter()
        .any(|words| letters.contains(words))
}

/// Whether a text wants money for data: it names a currency of extortion and what is to come back.
fn demands_money(text: &str) -> bool {
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    has(&["bitcoin", "btc", "monero", "xmr", "ethereum", "usdt", "ransom", ".onion"])
        && has(&[
            "recover",
            "restore",
            "get back",
            "your data",
            "your db",
            "backed up",
            "downloaded",
            "leak",
            "publish",
            "sell",
        ])
}

/// A note without what serves to pay or to get in touch: accounts, addresses, links.
fn without_payment(text: &str) -> String {
    let is_address = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        word.contains(['@', '/']) || word.contains(".onion") || word.chars().nth(19).is_some()
    };
    let words: Vec<&str> =
        text.split_whitespace().map(|word| if is_address(&word) { "[…]" } else { word }).collect();
    let whole = words.join(" ");
    match whole.char_indices().nth(NOTE_CHARS) {
        Some((at, _)) => format!("{}…", whole.get(..at).unwrap_or_default().trim_end()),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_told_from_tables_of_the_application() {
        for name in ["README", "PLEASE_READ_ME_VVV", "RECOVER_YOUR_DATA", "z_readme_to_recover"] {
            assert!(asks_to_be_read(name), "{name}");
        }
        for name in ["WARNING", "readings", "read_models", "message_reads", "recovery_codes"] {
            assert!(!asks_to_be_read(name), "{name}");
        }
        assert!(demands_money("Pay 0.03 BTC to recover your data"));
        assert!(!demands_money("We accept BTC and cards"));
        assert!(!demands_money("Click to recover your password"));
    }

    #[test]
    fn a_note_is_told_without_its_accounts() {
        let note = "Your data is backed up. Send 0.01 BTC to bc1qexampleexampleexample and write to x@example.org, http://example.onion/?id=4";
        assert_eq!(
            without_payment(note),
            "Your data is backed up. Send 0.01 BTC to […] and write to […] […]"
        );
    }
}
