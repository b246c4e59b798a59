//! The log of MariaDB's server_audit plugin (also in RDS and Aurora): comma-separated, one line an
//! event, the statement in single quotes with backslash escapes and bare commas (grammar from
//! plugin/server_audit/server_audit.c).

use std::collections::HashMap;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        query::{Origin, Outcome},
        remark::Remark,
    },
    format::{
        contract::{Carry, Format, Head, Likeness, Parsed, Reader, RecordReader},
        grammar::{
            audit_line::{self, Fields},
            lines::text,
            mysql::{chomp, compact_stamp, number},
            prefilter::{Glance, Scale},
            relevance::is_routine,
        },
    },
    time::{Stamp, Written, quick},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "server_audit",
    about: "audit log of MariaDB's server_audit plugin",
    example: "20260306 09:10:30,db1,app,10.0.0.5,7,188,QUERY,shop,'delete from carts',0",
    sniff,
    reader: |_| Reader::Records(Box::new(AuditReader)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let mut good = 0u32;
    let mut other = 0u32;
    for line in head.lines().filter(|line| !line.trim_ascii().is_empty()).take(50) {
        if fields(line).is_some() {
            good = good.saturating_add(1);
        } else {
            other = other.saturating_add(1);
        }
    }
    match (good, other) {
        (0, _) => Likeness::NONE,
        (_, 0) => Likeness(97),
        _ if good >= other => Likeness(85),
        _ => Likeness(40),
    }
}

/// An event with its stamp.
fn fields(line: &[u8]) -> Option<(Written, Fields<'_>)> {
    let stop = memchr::memchr(b',', line)?;
    let (stamp, rest) = (line.get(..stop)?, line.get(stop + 1..)?);
    let written = match compact_stamp(stamp) {
        Some((written, rest)) => rest.is_empty().then_some(written)?,
        // Aurora writes microseconds since 1970
        None => {
            let us = number(stamp)
                .filter(|_| stamp.len() == 16)
                .and_then(|us| i64::try_from(us).ok())?;
            Written {
                stamp: Stamp::Instant(us),
                text: text(stamp).into(),
                unit_us: 1,
                offset_s: None,
            }
        }
    };
    Some((written, audit_line::fields(rest)?))
}

struct AuditReader;

impl RecordReader for AuditReader {
    fn starts_record(&self, line: &[u8]) -> bool {
        line.first().is_some_and(u8::is_ascii_digit) && fields(line).is_some()
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        let body = chomp(record);
        let Some((written, fields)) = fields(body) else {
            let reason =
                if body.trim_ascii().is_empty() { GapReason::Blank } else { GapReason::Torn };
            return out.gap(0..record.len(), reason);
        };
        let mut draft = Draft::new(record.len(), audit_line::kind(&fields)).stamped(Some(written));
        if let Some(id) = fields.query.filter(|_| matches!(draft.kind, EventKind::Query(_))) {
            draft.remarks.push(Remark::QueryId(id));
        }
        out.draft(draft);
    }

    fn glance(&self, record: &[u8]) -> Option<Glance> {
        let (written, fields) = fields(record)?;
        let is_sent = memchr::memchr(b'\n', record).is_none() && fields.is_routine();
        let at = Scale::of(&written.stamp).filter(|_| is_sent)?;
        let stamp = self.moment(record, 0).is_some_and(|known| known == at).then_some(0);
        let is_whole = record.first()?.is_ascii_digit();
        is_whole.then_some(Glance { at: Some(at), stamp, ..Glance::default() })
    }

    fn moment(&self, record: &[u8], _at: usize) -> Option<(Scale, i64)> {
        let at = quick::compact(record)?;
        (record.get(17) == Some(&b',')).then_some((Scale::Local, at))
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::new(AuditCarry { pending: HashMap::new() })
    }
}

/// More than this is not held back at once.
const MOST_PENDING: usize = 10_000;

/// Gives each statement the tables that its table events name. Table events that no statement
/// follows (a log set to tables only) stand for themselves where they tell of a change of
/// structure.
struct AuditCarry {
    pending: HashMap<u64, (u64, Vec<Draft>)>,
}

impl AuditCarry {
    fn let_go(held: Vec<Draft>, out: &mut Vec<Draft>) {
        out.extend(held.into_iter().filter(
            |draft| matches!(&draft.kind, EventKind::Query(query) if !query.sql.is_empty()),
        ));
    }
}

impl Carry for AuditCarry {
    fn takes(&self, draft: &Draft) -> bool {
        matches!(draft.kind, EventKind::Query(_))
    }

    fn pass(&mut self, drafts: &mut Vec<Draft>) {
        for mut draft in std::mem::take(drafts) {
            let mut id = None;
            draft.remarks.retain(|remark| match remark {
                Remark::QueryId(of) => {
                    id = Some(*of);
                    false
                }
                _ => true,
            });
            let (EventKind::Query(query), Some(id)) = (&mut draft.kind, id) else {
                drafts.push(draft);
                continue;
            };
            // it changes no table, so whatever waits is not its own
            if query.origin.is_none()
                && !matches!(query.outcome, Outcome::Refused { .. })
                && is_routine(query.sql.as_bytes())
            {
                drafts.push(draft);
                continue;
            }
            let connection = query.connection_id.unwrap_or(0);
            if self.pending.len() > MOST_PENDING {
                self.finish(drafts);
            }
            if self.pending.get(&connection).is_some_and(|(held, _)| *held != id)
                && let Some((_, held)) = self.pending.remove(&connection)
            {
                AuditCarry::let_go(held, drafts);
            }
            if query.origin == Some(Origin::TableEvent) {
                let held =
                    &mut self.pending.entry(connection).or_insert_with(|| (id, Vec::new())).1;
                if held.len() < MOST_PENDING {
                    held.push(draft);
                }
                continue;
            }
            for held in self.pending.remove(&connection).map(|(_, held)| held).unwrap_or_default() {
                if let EventKind::Query(event) = held.kind {
                    for table in event.tables {
                        if !query.tables.contains(&table) {
                            query.tables.push(table);
                        }
                    }
                }
            }
            drafts.push(draft);
        }
    }

    fn finish(&mut self, out: &mut Vec<Draft>) {
        let mut held: Vec<Draft> = self.pending.drain().flat_map(|(_, (_, held))| held).collect();
        held.sort_by_key(|draft| draft.at.start);
        AuditCarry::let_go(held, out);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::event::session::SessionAction;
    use crate::format::testing::{likeness, queries, read};

    const LOG: &str = "20260306 09:10:30,db1,app,10.0.0.5,7,0,CONNECT,shop,,0\n20260306 09:10:30,db1,app,10.0.0.5,7,36,DROP,shop,carts,\n20260306 09:10:30,db1,app,10.0.0.5,7,36,QUERY,shop,'drop table carts /* it\\'s, a\\nb */',0\n20260306 09:10:31,db1,app,10.0.0.5,7,37,QUERY,shop,'drop table nope',1051\n20260306 09:10:31,db1,root,10.0.0.9,8,0,FAILED_CONNECT,,,1045\n";

    #[test]
    fn statements_bear_outcome_and_the_tables_of_their_table_events() {
        let all = queries(&FORMAT, LOG);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].sql, "drop table carts /* it's, a\nb */");
        assert_eq!(
            (all[0].tables.as_slice(), &all[0].outcome),
            (&["shop.carts".to_owned()][..], &Outcome::Done)
        );
        assert_eq!(all[1].outcome, Outcome::Refused { code: Some(1051), message: None });
        assert!(likeness(&FORMAT, LOG) >= 90);
    }

    #[test]
    fn logins_and_refused_logins_are_sessions() {
        let actions: Vec<_> = read(&FORMAT, LOG.as_bytes())
            .0
            .into_iter()
            .filter_map(|draft| match draft.kind {
                EventKind::Session(session) => Some((session.action, session.user)),
                _ => None,
            })
            .collect();
        assert_eq!(
            actions,
            [
                (SessionAction::Login, Some("app".to_owned())),
                (SessionAction::Failed, Some("root".to_owned()))
            ]
        );
    }

    #[test]
    fn table_events_without_a_statement_stand_for_themselves() {
        let all = queries(
            &FORMAT,
            "20260306 09:10:30,db1,app,h,7,36,DROP,shop,carts,\n20260306 09:10:30,db1,app,h,7,37,READ,shop,x,\n",
        );
        assert_eq!(all.len(), 1);
        assert_eq!(
            (all[0].sql.as_str(), all[0].origin.as_ref()),
            ("DROP TABLE `shop`.`carts`", Some(&Origin::TableEvent))
        );
    }

    #[test]
    fn a_statement_that_the_plugin_cut_is_marked() {
        let long = "x".repeat(1024 - 14);
        let all = queries(
            &FORMAT,
            &format!("20260306 09:10:30,db1,app,h,7,36,QUERY,shop,'delete from t {long}',0\n"),
        );
        assert!(all[0].truncated);
    }

    #[test]
    fn cut_and_garbled_files_are_read_without_failing() {
        crate::format::testing::torment(
            &FORMAT,
            include_str!("../../samples/formats/server_audit/sample.log"),
        );
    }
}
