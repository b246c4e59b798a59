//! Backups that lie in several files: the rows beside a table of contents become its own.

use std::collections::HashMap;

use crate::{
    event::{backup::Backup, kind::EventKind},
    format::pg_archive_rows::part,
    ingest::source_read::SourceRead,
    source::evidence::Source,
};

fn backup(read: &SourceRead) -> Option<&Backup> {
    read.drafts.iter().find_map(|sited| match &sited.draft.kind {
        EventKind::Backup(backup) => Some(&**backup),
        _ => None,
    })
}

/// The folder (or archive) of a path.
fn folder(path: &str) -> &str {
    path.rfind(['/', '!']).and_then(|at| path.get(..at)).unwrap_or("")
}

/// Gives each table of contents the rows of the files beside it, which then tell no backup of
/// their own.
pub(super) fn join(sources: &[Source], read: &mut [SourceRead]) {
    let has_parts = |backup: &Backup| backup.tables.iter().any(|table| table.part.is_some());
    if !read.iter().filter_map(backup).any(has_parts) {
        return;
    }
    let mut files: HashMap<(&str, &str), usize> = HashMap::new();
    for (at, source) in sources.iter().enumerate() {
        files.insert((folder(&source.path), part(&source.path)), at);
    }
    // a copy byte for byte is read but once
    let rows: Vec<Option<u64>> = sources
        .iter()
        .enumerate()
        .map(|(at, source)| {
            let at = source.same_as.map_or(at, super::super::event::place::SourceId::index);
            read.get(at).and_then(backup).map(|backup| backup.rows)
        })
        .collect();
    let mut parts: Vec<usize> = Vec::new();
    for (source, read) in sources.iter().zip(read.iter_mut()) {
        for sited in &mut read.drafts {
            let EventKind::Backup(backup) = &mut sited.draft.kind else { continue };
            for table in &mut backup.tables {
                let Some(name) = &table.part else { continue };
                let found = files.get(&(folder(&source.path), name.as_str())).copied();
                match found.and_then(|at| rows.get(at).copied().flatten()) {
                    Some(rows) => table.rows = rows,
                    None => backup.complete = false,
                }
                parts.extend(found);
            }
            backup.rows = backup.tables.iter().map(|table| table.rows).sum();
        }
    }
    for at in parts {
        let at = sources
            .get(at)
            .and_then(|source| source.same_as)
            .map_or(at, super::super::event::place::SourceId::index);
        if let Some(read) = read.get_mut(at) {
            read.drafts.clear();
        }
    }
}
