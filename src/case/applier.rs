//! Connections by which a replica applies what its source did: their statements are the source's
//! own, told a second time.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    case::facts::{Case, SAME_ACT_US, Wire},
    event::place::SourceId,
    sql::{fold::bare, statement::Verb},
};

/// Statements that a connection repeats of others, at the least, to be one that applies them.
const REPEATED: usize = 4;
/// A statement shorter than this is sent by many.
const SHORT: usize = 16;
/// A statement that runs more often tells nothing.
const OFTEN: usize = 4;

/// The connections of a case that apply what another server did: those of the account `system
/// user`, under which servers run such threads, and those that repeat the statements of several
/// connections of another log.
pub(crate) fn appliers(case: &Case<'_>) -> BTreeSet<Wire> {
    let mut out = BTreeSet::new();
    let mut texts: BTreeMap<String, Vec<(i64, Wire)>> = BTreeMap::new();
    let logs: BTreeSet<SourceId> = case
        .seen
        .rows()
        .iter()
        .filter(|seen| case.query(seen.event).is_some_and(|it| it.connection_id.is_some()))
        .map(|seen| case.place(seen.event).source)
        .collect();
    for seen in case.seen.rows() {
        let Some(query) = case.query(seen.event) else { continue };
        let Some(wire) = case.wire(seen.event) else { continue };
        if query.user.as_deref() == Some("system user") {
            out.insert(wire);
        }
        let Some(at) = seen.when.filter(|_| changes(seen.statement.verb)) else { continue };
        let text = bare(seen.text(query));
        if text.len() >= SHORT && logs.len() > 1 {
            let known = texts.entry(text).or_default();
            if known.len() <= OFTEN {
                known.push((at.best, wire));
            }
        }
    }
    // for each pair of a connection and another log: whose statements it repeats
    let mut repeats: BTreeMap<(Wire, SourceId), (usize, BTreeSet<u64>)> = BTreeMap::new();
    for known in texts.values().filter(|known| known.len() <= OFTEN) {
        for &(at, wire) in known {
            for &(first, of) in known {
                let lag = at.saturating_sub(first);
                if of.0 != wire.0
                    && of.1 != wire.1
                    && (0..=SAME_ACT_US).contains(&lag)
                    && !out.contains(&of)
                {
                    let (count, connections) = repeats.entry((wire, of.0)).or_default();
                    *count += 1;
                    connections.insert(of.1);
                }
            }
        }
    }
    repeats.retain(|_, (count, of)| *count >= REPEATED && of.len() > 1);
    // within one second neither shows which was first: of two that repeat each other, neither does
    let mutual = |wire: Wire, source: SourceId, of: &BTreeSet<u64>| {
        of.iter().any(|&other| {
            repeats.get(&((source, other), wire.0)).is_some_and(|(_, back)| back.contains(&wire.1))
        })
    };
    let applied = repeats.iter().filter(|((wire, source), (_, of))| !mutual(*wire, *source, of));
    out.extend(applied.map(|((wire, _), _)| *wire));
    out
}

/// Whether a statement is one that replication hands on.
fn changes(verb: Verb) -> bool {
    !matches!(
        verb,
        Verb::Other
            | Verb::Select
            | Verb::Set
            | Verb::Use
            | Verb::Begin
            | Verb::Commit
            | Verb::Rollback
            | Verb::Savepoint
            | Verb::Lock
            | Verb::Unlock
            | Verb::Show
            | Verb::Explain
            | Verb::Flush
    )
}
