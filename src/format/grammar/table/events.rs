//! What a row tells, once its columns are known.

use std::ops::Range;

use chrono::NaiveDateTime;
use compact_str::CompactString;

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        query::{Query, Witness},
        remark::Remark,
        schema::{Column, Migration, ObjectKind, SchemaObject},
        table::Table,
    },
    format::grammar::{
        create_table,
        table::{
            cell::{Cell, unhexed},
            plan::{Context, Kind, Plan},
        },
    },
    time::{Stamp, Written, micros},
};

/// The most connections whose database is kept in mind.
const MOST_SESSIONS: usize = 100_000;

impl Plan {
    /// What `cells` tell, as drafts at `at`.
    pub(crate) fn events(
        &self,
        cells: &[Cell],
        context: &mut Context,
        at: &Range<usize>,
        out: &mut Vec<Draft>,
    ) {
        let mut remarks = Vec::new();
        if self.guessed {
            remarks.push(Remark::Guessed);
        }
        if cells.len() != self.columns.len() && !self.columns.is_empty() {
            let (values, columns) = (cells.len(), self.columns.len());
            remarks.push(Remark::Uneven { values, columns });
        }
        if context.utc {
            remarks.push(Remark::Utc);
        }
        let mut written = None;
        let database = match self.kind {
            Kind::Tables | Kind::Counts => None,
            _ => self.database(cells).or_else(|| context.database.clone()),
        };
        let kind = match self.kind {
            Kind::Tables => self.table(cells, context),
            Kind::Counts => {
                remarks.push(Remark::Chosen);
                self.counted(cells, context)
            }
            Kind::TableCount => self.number(cells, "table_count").map(|count| {
                EventKind::SchemaObject(Box::new(SchemaObject {
                    kind: ObjectKind::TableCount,
                    database,
                    name: "tables".to_owned(),
                    detail: Some(count.to_string()),
                    ..SchemaObject::default()
                }))
            }),
            Kind::Databases => self.name(cells, "listed_database").map(|name| {
                EventKind::SchemaObject(Box::new(SchemaObject {
                    kind: ObjectKind::Database,
                    name,
                    ..SchemaObject::default()
                }))
            }),
            Kind::Columns => self.column(cells, database, context),
            Kind::Migrations | Kind::MigrationStatus => self.migration(cells, context),
            Kind::SlowLog => {
                written = self.value(cells, "start_time").and_then(|text| stamp(text, context.utc));
                self.slow(cells)
            }
            Kind::GeneralLog => {
                written = self.value(cells, "event_time").and_then(|text| stamp(text, context.utc));
                self.general(cells, context)
            }
            Kind::CreateTable => {
                let text = self
                    .cell(cells, "create_table")
                    .or_else(|| self.cell(cells, "create_view"))
                    .map(Cell::text);
                for kind in create_table::events(text.unwrap_or(""), context.database.as_deref()) {
                    out.push(Draft {
                        at: at.clone(),
                        written: None,
                        twin: None,
                        shift_us: 0,
                        kind,
                        remarks: remarks.clone(),
                    });
                }
                return;
            }
            _ => self.object(cells, database),
        };
        if let Some(kind) = kind {
            out.push(Draft { at: at.clone(), written, twin: None, shift_us: 0, kind, remarks });
        }
    }

    /// The database that a row names. PostgreSQL's `public` is a schema of one.
    fn database(&self, cells: &[Cell]) -> Option<String> {
        self.said(cells, "catalog")
            .filter(|name| name != "def")
            .or_else(|| self.said(cells, "database").filter(|name| name != "public"))
    }

    /// The schema of PostgreSQL that a row names, unless it is `public`.
    fn schema(&self, cells: &[Cell]) -> Option<String> {
        let catalog = self.value(cells, "catalog").is_some_and(|name| name != "def");
        let schema = self.said(cells, "schema");
        schema
            .or_else(|| self.said(cells, "database").filter(|_| catalog))
            .filter(|name| name != "public")
    }

    fn table(&self, cells: &[Cell], context: &Context) -> Option<EventKind> {
        let short = |what: &str| self.value(cells, what).filter(|text| !text.is_empty());
        let comment = self
            .cell(cells, "table_comment")
            .or_else(|| self.cell(cells, "comment"))
            .map(Cell::text);
        let kind = self.value(cells, "type").unwrap_or_default();
        let is_view = self.value(cells, "engine").is_none() && comment == Some("VIEW")
            || matches!(kind, "view" | "materialized view");
        let is_other =
            matches!(kind, "sequence" | "index" | "partitioned index" | "composite type");
        let database = self.database(cells);
        let name = self.cell(cells, "table").map(Cell::text).filter(|text| !text.is_empty())?;
        let name =
            self.schema(cells).map_or_else(|| name.to_owned(), |schema| format!("{schema}.{name}"));
        let row = Table {
            database: database.as_deref().or(context.database.as_deref()),
            table: &name,
            table_type: short("table_type")
                .or(is_view.then_some("VIEW"))
                .or(is_other.then_some("SEQUENCE")),
            engine: short("engine"),
            table_rows: self.number(cells, "rows"),
            created_at: short("created").map(CompactString::from),
            updated_at: short("updated").map(CompactString::from),
            auto_increment: self.number(cells, "auto_increment"),
            data_length: self
                .number(cells, "data_length")
                .or_else(|| size(self.value(cells, "data_length")?)),
            deleted: self.number(cells, "deleted"),
            comment,
        };
        Some(EventKind::Table(row.pack()))
    }

    /// `orders`, `shop.orders`, `"public"."orders"`; a text of several words is no table.
    fn counted(&self, cells: &[Cell], context: &Context) -> Option<EventKind> {
        let relation = self.name(cells, "relation");
        let is_postgres = relation.is_some();
        let name = relation.or_else(|| self.name(cells, "table"))?.replace(['`', '"'], "");
        let is_name = |part: &str| {
            !part.is_empty()
                && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '-'))
        };
        let (database, table) = match name.rsplit_once('.') {
            Some(("public", table)) => (None, table),
            Some((database, table)) if is_name(database) && !is_postgres => (Some(database), table),
            _ => (None, name.as_str()),
        };
        let is_table = name.split('.').all(is_name);
        let row = Table {
            database: database.or(context.database.as_deref()),
            table,
            table_rows: Some(self.number(cells, "rows")?),
            ..Table::default()
        };
        is_table.then(|| EventKind::Table(row.pack()))
    }

    fn column(
        &self,
        cells: &[Cell],
        database: Option<String>,
        context: &Context,
    ) -> Option<EventKind> {
        let nullable = self.said(cells, "nullable").or_else(|| self.said(cells, "null"));
        Some(EventKind::Column(Box::new(Column {
            database,
            table: self.name(cells, "table").or_else(|| context.object.clone()).unwrap_or_default(),
            column: self.name(cells, "column").or_else(|| self.name(cells, "field"))?,
            position: self.number(cells, "position"),
            column_type: ["column_type", "type", "data_type"]
                .iter()
                .find_map(|what| self.said(cells, what)),
            nullable: nullable.map(|word| word.eq_ignore_ascii_case("yes") || word == "1"),
            default: self.owned(cells, "column_default").or_else(|| self.owned(cells, "default")),
            key: self.said(cells, "column_key").or_else(|| self.said(cells, "key")),
        })))
    }

    fn migration(&self, cells: &[Cell], context: &Context) -> Option<EventKind> {
        let ran = self.kind == Kind::Migrations
            || self.value(cells, "ran").is_some_and(|word| word.eq_ignore_ascii_case("yes"));
        Some(EventKind::Migration(Box::new(Migration {
            migration: self.name(cells, "migration")?.trim_end_matches(".php").to_owned(),
            batch: self.number(cells, "batch"),
            id: self.number(cells, "id"),
            database: context.database.clone(),
            ran,
        })))
    }

    fn slow(&self, cells: &[Cell]) -> Option<EventKind> {
        let (user, host) = user_host(self.value(cells, "user_host").unwrap_or(""));
        let sql = &*unhexed(self.cell(cells, "sql_text")?.text());
        let admin = sql
            .strip_prefix("# administrator command: ")
            .map(|rest| rest.trim_end_matches(';').to_owned());
        Some(EventKind::Query(Box::new(Query {
            sql: if admin.is_some() { String::new() } else { statement(sql) },
            database: self.said(cells, "database"),
            user,
            host,
            connection_id: self.number(cells, "thread_id"),
            query_time_us: self.value(cells, "query_time").and_then(duration_us),
            lock_time_us: self.value(cells, "lock_time").and_then(duration_us),
            rows_sent: self.number(cells, "rows_sent"),
            rows_examined: self.number(cells, "rows_examined"),
            rows_affected: self.number(cells, "rows_affected"),
            admin,
            witness: Witness::AtEnd,
            ..Query::default()
        })))
    }

    fn general(&self, cells: &[Cell], context: &mut Context) -> Option<EventKind> {
        let (user, host) = user_host(self.value(cells, "user_host").unwrap_or(""));
        let command = self.cell(cells, "command_type")?.text().to_owned();
        let argument = &*unhexed(self.cell(cells, "argument")?.text());
        let thread = self.number(cells, "thread_id");
        let mut database = thread.and_then(|thread| context.sessions.get(&thread).cloned());
        let moves_to = match command.as_str() {
            "Init DB" => Some(argument.to_owned()),
            "Connect" => argument
                .rsplit_once(" on ")
                .map(|(_, rest)| rest.split(" using ").next().unwrap_or(rest).trim().to_owned()),
            "Query" | "Execute" => used_database(argument),
            _ => None,
        };
        if let (Some(thread), Some(moved)) = (thread, moves_to) {
            if !moved.is_empty()
                && (context.sessions.len() < MOST_SESSIONS
                    || context.sessions.contains_key(&thread))
            {
                context.sessions.insert(thread, moved.clone());
            }
            database = Some(moved).filter(|name| !name.is_empty());
        }
        if let (Some(thread), "Quit") = (thread, command.as_str()) {
            context.sessions.remove(&thread);
        }
        let plain = matches!(command.as_str(), "Query" | "Execute");
        Some(EventKind::Query(Box::new(Query {
            sql: statement(argument),
            database,
            user,
            host,
            connection_id: thread,
            admin: (!plain).then_some(command),
            witness: Witness::AtArrival,
            ..Query::default()
        })))
    }

    fn object(&self, cells: &[Cell], database: Option<String>) -> Option<EventKind> {
        let schema = |what: &str| self.said(cells, what).or_else(|| database.clone());
        let table = self.name(cells, "table");
        let object = match self.kind {
            Kind::Index => SchemaObject {
                kind: ObjectKind::Index,
                database,
                table,
                name: self.name(cells, "index")?,
                detail: self.said(cells, "column"),
                refers_to: None,
            },
            Kind::KeyUse => {
                let refers_to = self.said(cells, "referenced_table");
                SchemaObject {
                    kind: if refers_to.is_some() {
                        ObjectKind::ForeignKey
                    } else {
                        ObjectKind::Index
                    },
                    database,
                    table,
                    name: self.name(cells, "constraint")?,
                    detail: self.said(cells, "column"),
                    refers_to,
                }
            }
            Kind::ForeignKey => SchemaObject {
                kind: ObjectKind::ForeignKey,
                database: schema("constraint_schema"),
                table,
                name: self.name(cells, "constraint")?,
                detail: self.said(cells, "delete_rule").map(|rule| format!("ON DELETE {rule}")),
                refers_to: self.said(cells, "referenced_table"),
            },
            Kind::View => SchemaObject {
                kind: ObjectKind::View,
                database,
                name: table?,
                table: None,
                detail: self.said(cells, "view_definition"),
                refers_to: None,
            },
            Kind::Routine => SchemaObject {
                kind: ObjectKind::Routine,
                database: schema("routine_schema"),
                table: None,
                name: self.name(cells, "routine")?,
                detail: self.said(cells, "routine_definition"),
                refers_to: None,
            },
            Kind::Trigger => SchemaObject {
                kind: ObjectKind::Trigger,
                database: schema("trigger_schema"),
                table: self.said(cells, "event_object_table").or(table),
                name: self.name(cells, "trigger")?,
                detail: self.said(cells, "action_statement"),
                refers_to: None,
            },
            Kind::Event => SchemaObject {
                kind: ObjectKind::Event,
                database: schema("event_schema"),
                table: None,
                name: self.name(cells, "event")?,
                detail: self.said(cells, "event_definition"),
                refers_to: None,
            },
            Kind::Partition => SchemaObject {
                kind: ObjectKind::Partition,
                database,
                name: self.name(cells, "partition").filter(|name| name != "NULL")?,
                table,
                detail: self.said(cells, "partition_description"),
                refers_to: None,
            },
            _ => return None,
        };
        Some(EventKind::SchemaObject(Box::new(object)))
    }
}

/// Bytes of a size as psql prints it: `0 bytes`, `8192 bytes`, `96 kB`, `3 GB`.
fn size(text: &str) -> Option<u64> {
    let (number, unit) = text.trim().split_once(' ')?;
    let power = ["bytes", "kB", "MB", "GB", "TB"].iter().position(|known| *known == unit)?;
    number.parse::<u64>().ok()?.checked_shl(u32::try_from(power).ok()?.checked_mul(10)?)
}

/// A statement without the semicolon that ends it.
fn statement(text: &str) -> String {
    let text = text.trim_end();
    text.strip_suffix(';').unwrap_or(text).to_owned()
}

/// The database of a `USE` statement.
fn used_database(sql: &str) -> Option<String> {
    let (word, rest) = sql.trim().split_once(char::is_whitespace)?;
    let name = rest.trim().trim_end_matches(';').trim().trim_matches('`');
    (word.eq_ignore_ascii_case("use") && !name.is_empty() && !name.contains(char::is_whitespace))
        .then(|| name.to_owned())
}

/// User and host of `root[root] @ localhost [127.0.0.1]`.
fn user_host(text: &str) -> (Option<String>, Option<String>) {
    let Some((account, place)) = text.rsplit_once("] @ ") else {
        return (Some(text.to_owned()).filter(|text| !text.is_empty()), None);
    };
    let (outer, inner) = account.split_once('[').unwrap_or((account, account));
    let user = if inner.is_empty() { outer } else { inner };
    let (host, address) = place.split_once('[').unwrap_or((place, ""));
    let (host, address) = (host.trim(), address.trim_end_matches(']').trim());
    let host = if host.is_empty() { address } else { host };
    let full = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    (full(user), full(host))
}

/// Microseconds of a TIME: `00:00:10.100194`.
fn duration_us(text: &str) -> Option<u64> {
    let (hours, rest) = text.trim().split_once(':')?;
    let (minutes, seconds) = rest.split_once(':')?;
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let mut us: u64 = hours.parse::<u64>().ok()?.checked_mul(3600)?;
    us = us
        .checked_add(minutes.parse::<u64>().ok()?.checked_mul(60)?)?
        .checked_add(seconds.parse().ok()?)?
        .checked_mul(1_000_000)?;
    let digits: String = fraction.chars().chain("000000".chars()).take(6).collect();
    us.checked_add(digits.parse().ok()?)
}

/// A date and time as databases print it; an instant where it is known to be UTC.
pub(crate) fn stamp(text: &str, utc: bool) -> Option<Written> {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let at = NaiveDateTime::parse_from_str(&joined, "%Y-%m-%d %H:%M:%S%.f")
        .or_else(|_| NaiveDateTime::parse_from_str(&joined, "%Y-%m-%dT%H:%M:%S%.f"))
        .ok()
        .filter(|at| crate::time::plausible(at.date()))?;
    let digits = joined.rsplit_once('.').map_or(0, |(_, fraction)| fraction.len());
    let unit_us = match digits {
        0 => 1_000_000,
        1..=5 => 10_i64.pow(6_u32.saturating_sub(digits as u32)),
        _ => 1,
    };
    Some(Written {
        stamp: if utc { Stamp::Instant(micros(at)) } else { Stamp::Local(at) },
        text: text.into(),
        unit_us,
        offset_s: utc.then_some(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_of_log_tables_are_told_apart_from_hosts() {
        assert_eq!(
            user_host("root[root] @ localhost []"),
            (Some("root".into()), Some("localhost".into()))
        );
        assert_eq!(user_host("[app] @  [10.0.0.7]"), (Some("app".into()), Some("10.0.0.7".into())));
        assert_eq!(user_host("we[ird] @ u[we[ird] @ u] @ h []").1, Some("h".into()));
    }

    #[test]
    fn a_duration_is_read_to_the_microsecond() {
        assert_eq!(duration_us("00:01:02.5"), Some(62_500_000));
        assert_eq!(duration_us("838:59:59"), Some(3_020_399_000_000));
        assert_eq!(duration_us("x"), None);
    }
}
