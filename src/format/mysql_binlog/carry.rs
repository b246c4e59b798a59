//! Joins the parts of a binary log's statements.

use std::collections::HashMap;

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        query::{Origin, Outcome, Query, Witness},
    },
    format::{contract::Carry, grammar::mysql::dialect},
    sql::dialect::Dialect,
    time::{Stamp, Written, micros},
};

/// What the carry pass is told by drafts that it takes out again (in `admin`).
pub(super) mod part {
    pub(in super::super) const START: &str = "binlog start";
    pub(in super::super) const TEXT: &str = "binlog text of rows";
    pub(in super::super) const MAP: &str = "binlog table map";
    pub(in super::super) const ROWS: &str = "binlog rows";
    pub(in super::super) const BEGIN: &str = "binlog begin";
    pub(in super::super) const END: &str = "binlog end";
}

/// More table maps than this are not remembered.
const MOST_MAPS: usize = 100_000;

/// Verb, table, rows.
type Images = (String, String, Option<u64>);

/// Joins row images to groups and hands on database, thread, server and the zone's offset.
#[derive(Default)]
pub(super) struct BinlogCarry {
    dialect: Dialect,
    database: Option<String>,
    thread: Option<u64>,
    /// Local time minus epoch, in microseconds.
    offset: Option<i64>,
    text: Option<(String, usize)>,
    maps: HashMap<u64, String>,
    group: Vec<Images>,
    /// The draft that the group's events will be made of.
    model: Option<Draft>,
}

impl BinlogCarry {
    /// What to make of one draft: itself, or nothing.
    fn one(&mut self, mut draft: Draft, out: &mut Vec<Draft>) {
        if let (
            Some(Written { stamp: Stamp::Instant(us), .. }),
            Some(Written { stamp: Stamp::Local(local), .. }),
        ) = (&draft.written, draft.twin.as_deref())
        {
            self.offset = micros(*local).checked_sub(*us);
        }
        let EventKind::Query(query) = &mut draft.kind else { return out.push(draft) };
        match query.admin.as_deref() {
            Some(part::START) => self.dialect = dialect(query.sql.as_bytes(), b""),
            Some(part::TEXT) => self.text = Some((std::mem::take(&mut query.sql), draft.at.start)),
            Some(part::MAP) => {
                if self.maps.len() >= MOST_MAPS {
                    self.maps.clear();
                }
                if let (Some(id), Some(table)) = (query.connection_id, query.tables.pop()) {
                    self.maps.insert(id, table);
                }
            }
            Some(part::BEGIN) => {
                self.flush(out);
                self.thread = query.connection_id;
                if query.database.is_some() {
                    self.database.clone_from(&query.database);
                }
            }
            Some(part::END) => {
                self.flush(out);
                self.thread = None;
            }
            Some(part::ROWS) => {
                let table = query
                    .tables
                    .pop()
                    .or_else(|| self.maps.get(&query.connection_id?).cloned())
                    .unwrap_or_default();
                let verb = std::mem::take(&mut query.sql);
                match self
                    .group
                    .iter_mut()
                    .find(|(known, name, _)| *known == verb && *name == table)
                {
                    Some((_, _, count)) => {
                        *count = (*count)
                            .zip(query.rows_affected)
                            .map(|(a, b)| a.saturating_add(b))
                            .or(*count)
                            .or(query.rows_affected);
                    }
                    None => self.group.push((verb, table, query.rows_affected)),
                }
                let ends = query.origin.is_some();
                match &mut self.model {
                    Some(model) => model.at.end = draft.at.end,
                    None => self.model = Some(draft),
                }
                if ends {
                    self.flush(out);
                }
            }
            _ => {
                self.flush(out);
                match &query.database {
                    Some(database) => self.database = Some(database.clone()),
                    None => query.database.clone_from(&self.database),
                }
                query.dialect = self.dialect;
                self.text = None;
                out.push(draft);
            }
        }
    }

    /// Ends the group of row images.
    fn flush(&mut self, out: &mut Vec<Draft>) {
        let text = self.text.take();
        let Some(mut model) = self.model.take() else {
            self.text = text;
            return;
        };
        if let (Some(Written { stamp, .. }), Some(offset)) = (&mut model.written, self.offset)
            && let Stamp::Local(local) = *stamp
            && let Some(us) = micros(local).checked_sub(offset)
        {
            model.twin = model.written.clone().map(Box::new);
            if let Some(written) = &mut model.written {
                written.stamp = Stamp::Instant(us);
            }
        }
        let base = Query {
            connection_id: self.thread,
            origin: Some(Origin::RowEvent),
            outcome: Outcome::Done,
            witness: Witness::Committed,
            dialect: self.dialect,
            ..Query::default()
        };
        let group = std::mem::take(&mut self.group);
        if let Some((sql, start)) = text {
            model.at.start = start.min(model.at.start);
            let counts: Option<Vec<u64>> = group.iter().map(|(_, _, count)| *count).collect();
            let mut databases = group
                .iter()
                .filter_map(|(_, table, _)| table.split_once('.'))
                .map(|(name, _)| name);
            let first = databases.next().map(str::to_owned);
            // without USE in the log, the tables tell where the statement ran
            let shared = first.filter(|first| databases.all(|name| name == first));
            let database = self.database.clone().or(shared);
            let mut query = Query { sql, database, ..base };
            query.rows_affected = counts
                .map(|counts| counts.iter().fold(0u64, |sum, count| sum.saturating_add(*count)));
            query.tables = group
                .into_iter()
                .map(|(_, table, _)| table)
                .filter(|table| !table.is_empty())
                .collect();
            model.kind = EventKind::Query(Box::new(query));
            return out.push(model);
        }
        for (verb, table, count) in group {
            let (database, name) = table.split_once('.').unwrap_or(("", &table));
            let quoted = |name: &str| format!("`{}`", name.replace('`', "``"));
            let shown = if database.is_empty() {
                quoted(name)
            } else {
                format!("{}.{}", quoted(database), quoted(name))
            };
            let query = Query {
                sql: format!("{verb} {shown}"),
                database: (!database.is_empty()).then(|| database.to_owned()),
                rows_affected: count,
                tables: vec![table.clone()],
                // the row images do not tell the condition
                truncated: true,
                ..base.clone()
            };
            out.push(Draft { kind: EventKind::Query(Box::new(query)), ..model.clone() });
        }
    }
}

impl Carry for BinlogCarry {
    fn pass(&mut self, drafts: &mut Vec<Draft>) {
        for draft in std::mem::take(drafts) {
            self.one(draft, drafts);
        }
    }

    fn glanced(&mut self, _ends: &[u64], out: &mut Vec<Draft>) {
        self.flush(out);
        self.text = None;
    }

    fn finish(&mut self, out: &mut Vec<Draft>) {
        self.flush(out);
    }
}
