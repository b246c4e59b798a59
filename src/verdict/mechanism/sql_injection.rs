//! `sql_injection`: the statement came in through a value.

use crate::{
    case::{
        capability::procedure::Procedure,
        carried::{carries, values},
        facts::Act,
        request::REQUEST_US,
    },
    event::{ids::EventId, kind::EventKind},
    sql::statement::Verb,
    text::page::page,
    time::SECOND,
    verdict::{
        footprint::Footprint,
        mechanism::contract::{Advice, Definition, Judgement, Profile},
        scene::Scene,
    },
};

page! {
    /// The statement stands in a value of a web request, decoded, and left the literal that it was
    /// put into; or one text that the application sent goes on, behind its own statement, with
    /// another one and ends in a comment that hides the rest of the first. A value that was escaped
    /// stays within its quotes and is no statement.
    pub(crate) struct SqlInjection;
}

impl Definition for SqlInjection {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("SQL in a value of a web request"),
            left_by: &[Procedure::ManualSql, Procedure::DropDatabase],
            advice: &[BIND_VALUES],
            ..Profile::new("sql_injection", "SQL injection", "SQL injection")
        }
    }

    fn judge(&self, scene: &Scene<'_>, _: &Footprint) -> Judgement {
        let mut out = Judgement::default();
        let from = scene.started.best.saturating_sub(2 * SECOND);
        let to = scene.ended.saturating_add(REQUEST_US);
        let carriers: Vec<EventId> = scene
            .case
            .between(from, to)
            .filter(|(_, event)| match &event.kind {
                EventKind::Request(request) => request
                    .texts()
                    .flat_map(values)
                    .any(|value| scene.acts.iter().any(|act| carries(&value, &act.text))),
                _ => false,
            })
            .map(|(index, _)| index)
            .take(3)
            .collect();
        if !carriers.is_empty() {
            out.add(9.0, "a web request at that moment carried it in a value", carriers);
        }
        let behind = scene.acts.iter().find_map(|act| Some((hides_the_rest(scene, act)?, act)));
        if let Some((hides, act)) = behind {
            let events = act.events.iter().copied().take(1).collect();
            if hides {
                out.add(
                    9.5,
                    "it follows another statement in the same text, and a comment hides the rest of that one",
                    events,
                );
            } else if out.points > 0.0 {
                out.add(1.0, "it follows another statement in the same text", events);
            }
        }
        if out.points <= 0.0 {
            return Judgement::no(
                "no request carried these statements, and none hides the rest of another",
                Vec::new(),
            );
        }
        out
    }
}

const BIND_VALUES: Advice = Advice {
    text: "Bind values instead of putting them into SQL text, forbid several statements in one text (`MYSQLI_OPT`, `PDO::MYSQL_ATTR_MULTI_STATEMENTS`, `multiStatements`), and take DROP and ALTER from the application's account.",
    why: "a value from a request became a statement of its own",
};

/// Of an act that stands behind an ordinary statement in one text: whether the text ends in a
/// comment that has the closing quote or bracket, or the last clause, of the first statement in it.
fn hides_the_rest(scene: &Scene<'_>, act: &Act) -> Option<bool> {
    act.seen.iter().find_map(|&id| {
        let (seen, first) = (scene.case.seen.get(id), scene.case.first_of_record(id));
        let own = seen.event;
        let is_work = matches!(
            first.statement.verb,
            Verb::Select | Verb::Insert | Verb::Update | Verb::Delete
        );
        if !is_work || first.statement.at == seen.statement.at {
            return None;
        }
        let rest = scene.case.query(own)?.sql.get(seen.statement.at.1..)?;
        let comment = rest.trim_start_matches([';', ' ', '\n', '\t']);
        let odd = |sign: char| comment.matches(sign).count() % 2 == 1;
        let unopened = comment.matches(')').count() > comment.matches('(').count();
        let is_comment = ["--", "#", "/*"].iter().any(|mark| comment.starts_with(mark));
        Some(is_comment && (odd('\'') || odd('"') || unopened || is_clause(comment)))
    })
}

/// Whether a comment begins with a clause that stands at the end of a statement: `-- LIMIT 50`.
fn is_clause(comment: &str) -> bool {
    let text = comment.trim_start_matches(['-', '#', '/', '*', ' ']).to_ascii_lowercase();
    let counts = ["limit ", "offset ", "fetch first "].iter().any(|word| {
        let rest = text.strip_prefix(word).unwrap_or_default();
        rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '?' | '$' | ':'))
    });
    counts || ["order by ", "group by ", "for update"].iter().any(|word| text.starts_with(word))
}
