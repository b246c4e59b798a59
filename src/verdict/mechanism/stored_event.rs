//! `stored_event`: the server's own event scheduler.

use crate::{
    case::trigger::TriggerKind,
    event::{
        ids::EventId,
        kind::EventKind,
        query::{Origin, Query},
        schema::ObjectKind,
    },
    sql::fold::folded,
    text::page::page,
    time::SECOND,
    verdict::{
        footprint::Footprint,
        likelihood::Likelihood,
        mechanism::contract::{Definition, Judgement, Profile, Sender},
        scene::Scene,
    },
};

page! {
    /// The statement runs inside an event: the log names the stored program, and a CREATE or ALTER
    /// EVENT of that name or a list of the server's events tells that it is no routine; or an
    /// EVENTS dump holds the same statement. In PostgreSQL pg_cron says which job it starts, and
    /// with which statement.
    pub(crate) struct StoredEvent;
}

impl Definition for StoredEvent {
    fn profile(&self) -> Profile {
        Profile {
            sender: Some(Sender {
                kind: TriggerKind::DbEvent,
                likelihood: Likelihood::VeryLikely,
                why: "the server's own event scheduler sends such statements",
            }),
            ..Profile::new(
                "stored_event",
                "the server's event scheduler",
                "an event of the database server",
            )
        }
    }

    fn judge(&self, scene: &Scene<'_>, _: &Footprint) -> Judgement {
        let inside: Vec<EventId> = scene
            .acts
            .iter()
            .flat_map(|a| a.events.iter().copied())
            .filter(|&e| scene.case.query(e).is_some_and(|q| q.routine().is_some()))
            .collect();
        let objects = scene.case.schema_objects.iter();
        let event = objects.copied().find_map(|index| match &scene.case.events.get(index).kind {
            EventKind::SchemaObject(object) if object.kind == ObjectKind::Event => {
                let body = object.detail.as_deref().unwrap_or_default().to_lowercase();
                let fits = scene
                    .acts
                    .iter()
                    .any(|a| a.tables.iter().any(|t| body.contains(&t.to_lowercase())))
                    || inside.iter().any(|&e| {
                        scene
                            .case
                            .query(e)
                            .and_then(Query::routine)
                            .is_some_and(|name| name.ends_with(&object.name))
                    });
                fits.then_some((index, object.name.clone()))
            }
            _ => None,
        });
        let event = event.or_else(|| {
            let program =
                inside.iter().find_map(|&e| scene.case.query(e)?.routine().map(program_of))?;
            let defined = scene.case.seen.rows().iter().find(|s| {
                scene.case.query(s.event).is_some_and(|q| {
                    defined_event(&q.sql).is_some_and(|n| n.eq_ignore_ascii_case(program))
                })
            })?;
            Some((defined.event, program.to_owned()))
        });
        let mut out = Judgement::default();
        if let Some((index, number)) = ran(scene) {
            let text = "pg_cron says that it ran a job with this very statement";
            out.add(7.0, text, vec![index]);
            out.command = Some(format!("pg_cron job {number}"));
            return out;
        }
        if let Some((index, number)) = job(scene) {
            let text = "pg_cron says that it starts a job with this very statement";
            out.add(7.0, text, vec![index]);
            out.command = Some(format!("pg_cron job {number}"));
            return out;
        }
        if let Some((index, name)) = event {
            let text = if inside.is_empty() {
                format!("an event of the server, {name}, names these tables")
            } else {
                format!("the program that the log names, {name}, is an event of the server")
            };
            out.add(if inside.is_empty() { 2.0 } else { 4.0 }, text, vec![index]);
            out.command = Some(format!("EVENT {name}"));
        }
        if out.points <= 0.0 {
            return Judgement::no(
                "no event of the server names these tables, and no log says that one ran",
                Vec::new(),
            );
        }
        if !inside.is_empty() {
            out.add(
                3.0,
                "the log names the stored program that sent it",
                inside.iter().copied().take(3).collect(),
            );
        }
        out
    }
}

/// How long after pg_cron says so a job may send its statement.
const JOB_US: i64 = 5 * SECOND;

/// The job of pg_cron that sent the acts, where the server's log has its start.
fn job<'a>(scene: &Scene<'a>) -> Option<(EventId, &'a str)> {
    let wanted = scene.folded_texts();
    let from = scene.started.best.saturating_sub(JOB_US);
    let mut near = scene.case.within(&scene.case.messages, from, scene.ended);
    near.find_map(|(event, placed)| {
        let EventKind::Server(server) = &placed.kind else { return None };
        let (number, sql) = started(&server.message)?;
        wanted.contains(&folded(sql)).then_some((event, number))
    })
}

/// The job of pg_cron whose own entries are all that the server's log has of an act.
fn ran<'a>(scene: &Scene<'a>) -> Option<(EventId, &'a str)> {
    let events = scene.acts.iter().flat_map(|act| act.events.iter().copied());
    events.into_iter().find_map(|event| match &scene.case.query(event)?.origin {
        Some(Origin::Job(number)) => Some((event, number.as_str())),
        _ => None,
    })
}

/// The number and the statement of `cron job 3 starting: DELETE …`, as pg_cron writes it.
fn started(message: &str) -> Option<(&str, &str)> {
    let (number, sql) = message.strip_prefix("cron job ")?.split_once(" starting: ")?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then_some((number, sql))
}

/// The bare name of a stored program: `shop.purge` gives `purge`.
fn program_of(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name).trim_matches('`')
}

/// The name in a CREATE or ALTER EVENT statement.
fn defined_event(sql: &str) -> Option<&str> {
    let mut words = sql.split_whitespace();
    if !words
        .next()
        .is_some_and(|w| w.eq_ignore_ascii_case("create") || w.eq_ignore_ascii_case("alter"))
    {
        return None;
    }
    // Between the verb and the word stand at most OR REPLACE and a DEFINER clause.
    let between = |w: &str| {
        ["or", "replace", "=", "current_user", "current_user()"]
            .iter()
            .any(|known| w.eq_ignore_ascii_case(known))
            || w.contains('@')
            || w.get(..7).is_some_and(|head| head.eq_ignore_ascii_case("definer"))
    };
    if !words.find(|w| !between(w))?.eq_ignore_ascii_case("event") {
        return None;
    }
    let mut name = words.next()?;
    if name.eq_ignore_ascii_case("if") {
        name =
            words.find(|w| !w.eq_ignore_ascii_case("not") && !w.eq_ignore_ascii_case("exists"))?;
    }
    Some(name.rsplit('.').next().unwrap_or(name).trim_matches('`'))
}

#[cfg(test)]
mod tests {
    use super::{defined_event, program_of, started};

    #[test]
    fn a_job_of_pg_cron_is_told_by_its_start() {
        let told = started("cron job 3 starting: DELETE FROM t");
        assert_eq!(told, Some(("3", "DELETE FROM t")));
        assert_eq!(started("cron job 3 COMMAND completed: DELETE 9 9"), None);
        assert_eq!(started("cron job x starting: DELETE FROM t"), None);
    }

    #[test]
    fn an_event_is_named_by_its_definition() {
        assert_eq!(defined_event("ALTER EVENT purge COMMENT 'x' DO DELETE FROM t"), Some("purge"));
        assert_eq!(
            defined_event(
                "CREATE DEFINER=`a`@`b` EVENT IF NOT EXISTS `shop`.`tidy` ON SCHEDULE EVERY 1 DAY DO SELECT 1"
            ),
            Some("tidy")
        );
        assert_eq!(defined_event("CREATE TABLE event (id int)"), None);
        assert_eq!(defined_event("SELECT 'alter event x'"), None);
        assert_eq!(program_of("shop.`tidy`"), "tidy");
    }
}
