//! The application's offset from its first errors about a table that was dropped: they begin
//! within moments of the DROP, and none comes before it.

use std::collections::HashMap;

use chrono::NaiveDateTime;

use crate::{
    event::kind::EventKind,
    ingest::source_read::SourceRead,
    sql::{self, operation::Operation},
    time::{SECOND, micros},
};

/// How long after a table is gone the first visitor may come, where several come in a minute.
const SOON: i64 = 90 * SECOND;
/// Errors in the first minute that show that visitors come all the time.
const BURST: usize = 3;
/// More statements than this are not looked through.
const MOST: usize = 200_000;

/// When tables were dropped, by name in lower case; the first time counts.
pub(super) fn drops(
    read: &[SourceRead],
    instant: impl Fn(usize, usize) -> Option<i64>,
) -> HashMap<String, i64> {
    let mut out: HashMap<String, i64> = HashMap::new();
    let mut looked = 0;
    for (index, source) in read.iter().enumerate() {
        for (number, sited) in source.drafts.iter().enumerate() {
            let EventKind::Query(query) = &sited.draft.kind else { continue };
            looked += 1;
            if looked > MOST {
                return out;
            }
            let head: String = query.sql.chars().take(5).flat_map(char::to_lowercase).collect();
            if !head.starts_with("drop") && !head.starts_with("/*!") {
                continue;
            }
            let Some(at) = instant(index, number) else { continue };
            for statement in sql::classify::statement::statements(&query.sql, query.dialect) {
                for act in sql::effects::effects(&statement)
                    .into_iter()
                    .filter(|act| act.operation == Operation::DropTable)
                {
                    for name in act.objects {
                        let slot = out.entry(name.name.to_lowercase()).or_insert(at);
                        *slot = (*slot).min(at);
                    }
                }
            }
        }
    }
    out
}

/// Which of the readings, each a function from wall clock to instant, puts the first errors about
/// dropped tables right behind their drops; `None` where none or several do.
pub(super) fn fitting<Z: Copy>(
    source: &SourceRead,
    locals: &[Option<NaiveDateTime>],
    drops: &HashMap<String, i64>,
    zones: &[Z],
    read: impl Fn(Z, NaiveDateTime) -> i64,
) -> Option<(Z, usize)> {
    let mut errors: Vec<(NaiveDateTime, &str)> = Vec::new();
    for (sited, local) in source.drafts.iter().zip(locals) {
        if let (EventKind::Log(log), Some(local)) = (&sited.draft.kind, local)
            && (log.error_code == Some(1146) || log.message.contains("1146"))
            && let Some(table) = missing_table(&log.message)
        {
            errors.push((*local, table));
        }
    }
    let first = errors.iter().map(|(local, _)| *local).min()?;
    let burst = errors
        .iter()
        .filter(|(local, _)| micros(*local).saturating_sub(micros(first)) <= 60 * SECOND)
        .count();
    let (_, table) = errors.iter().find(|(local, _)| *local == first)?;
    let dropped = *drops.get(&table.to_lowercase())?;
    if burst < BURST {
        return None;
    }
    let mut fit = zones
        .iter()
        .copied()
        .filter(|zone| (-SECOND..=SOON).contains(&read(*zone, first).saturating_sub(dropped)));
    let zone = fit.next()?;
    fit.next().is_none().then_some((zone, burst))
}

/// `x` of `Table 'shop.x' doesn't exist`.
fn missing_table(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("Table '")?;
    let (name, _) = rest.split_once('\'')?;
    Some(name.rsplit('.').next().unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_message_is_read() {
        assert_eq!(
            missing_table(
                "SQLSTATE[42S02]: Base table or view not found: 1146 Table 'shop.carts' doesn't exist"
            ),
            Some("carts")
        );
        assert_eq!(missing_table("Table is gone"), None);
    }
}
