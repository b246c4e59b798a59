//! What tools say of copies that are no SQL: `xtrabackup_info` of Percona XtraBackup and
//! mariabackup (storage/innobase/xtrabackup/src/backup_mysql.cc), `@.done.json` of dumps by
//! MySQL Shell, snapshots of RDS and Aurora as `aws rds describe-db-snapshots` prints
//! them, backups of Cloud SQL as `gcloud sql backups list` does.

use serde_json::Value;

use crate::{
    event::{backup::Backup, draft::Draft, kind::EventKind, remark::Remark},
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::lines::{readable_json, text},
    },
    time::{Written, read::read_any},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "backup_info",
    about: "what a tool or a platform says of backups that are no SQL: xtrabackup_info, @.done.json of MySQL Shell, snapshots of RDS and Cloud SQL",
    example: "tool_name = xtrabackup\ntool_version = 8.0.35-30\nstart_time = 2026-03-06 02:15:00\nend_time = 2026-03-06 02:15:09\nbinlog_pos = filename 'binlog.000014', position '157'",
    sniff,
    reader: |_| Reader::Document(Box::new(Document)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let is_json = head.bytes.trim_ascii_start().starts_with(b"{")
        || head.bytes.trim_ascii_start().starts_with(b"[");
    let found = if is_json {
        let marks = ["\"dataBytes\":", "Snapshot\"", "Snapshots\"", "sql#backupRun"];
        let has = |mark: &&str| memchr::memmem::find(head.bytes, mark.as_bytes()).is_some();
        // a long list is read without a trial
        if head.whole {
            marks.iter().any(has) && !of_json(head.bytes).is_empty()
        } else {
            has_first(head)
        }
    } else {
        head.lines().next().is_some_and(is_listing)
            || head.lines().take(3).any(|line| key(&text(line)) == "tool_name")
                && head.lines().take(12).any(|line| key(&text(line)) == "end_time")
    };
    Likeness(if found { 97 } else { 0 })
}

/// Whether a list begins with a key that only a list of snapshots has.
fn has_first(head: &Head<'_>) -> bool {
    let begin = text(head.bytes.get(..200).unwrap_or(head.bytes));
    ["\"DBSnapshots\"", "\"DBClusterSnapshots\"", "sql#backupRun"].iter().any(|k| begin.contains(k))
}

fn key(line: &str) -> &str {
    line.split_once(" = ").map_or("", |(key, _)| key.trim())
}

/// The heading of `gcloud sql backups list`.
fn is_listing(line: &[u8]) -> bool {
    let words = text(line);
    let words: Vec<&str> = words.split_whitespace().collect();
    words.starts_with(&["ID", "WINDOW_START_TIME"]) && words.contains(&"STATUS")
}

struct Document;

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let first = document.trim_ascii_start();
        let found = if first.starts_with(b"{") || first.starts_with(b"[") {
            of_json(document)
        } else if first.split(|b| *b == b'\n').next().is_some_and(is_listing) {
            text(document).lines().skip(1).filter_map(listed).collect()
        } else {
            of_keys(&text(document))
        };
        for copy in found {
            let mut draft = Draft::new(document.len(), copy.kind());
            if !copy.backup.complete {
                draft.remarks.push(Remark::EndMissing);
            }
            out.draft(draft.stamped(copy.at));
        }
    }
}

/// A copy, and of when it is.
struct Copy {
    backup: Backup,
    at: Option<Written>,
}

impl Copy {
    fn of(tool: String, complete: bool, at: Option<&str>) -> Copy {
        let backup = Backup { tool: Some(tool), complete, uncounted: true, ..Backup::default() };
        Copy { backup, at: at.and_then(|at| Some(read_any(at.as_bytes())?.0)) }
    }

    fn kind(&self) -> EventKind {
        EventKind::Backup(Box::new(self.backup.clone()))
    }
}

/// `key = value`, one a line; the file is written when the copy is whole.
fn of_keys(said: &str) -> Vec<Copy> {
    let value = |key: &str| {
        let of = |line: &str| Some(line.strip_prefix(key)?.strip_prefix(" = ")?.trim().to_owned());
        said.lines().find_map(of)
    };
    let mut tool = value("tool_name").unwrap_or_default();
    if let Some(version) = value("tool_version") {
        tool.push(' ');
        tool.push_str(&version);
    }
    for (key, words) in [("incremental", "incremental"), ("partial", "some tables only")] {
        if value(key).as_deref() == Some("Y") {
            tool.push_str(&format!(" ({words})"));
        }
    }
    let end = value("end_time");
    let mut copy = Copy::of(tool, end.is_some(), end.as_deref());
    let position = value("binlog_pos").unwrap_or_default();
    let mut quoted = position.split('\'').skip(1).step_by(2);
    copy.backup.binlog =
        quoted.next().zip(quoted.next()).map(|(file, position)| format!("{file}:{position}"));
    vec![copy]
}

/// A line of `gcloud sql backups list`: id, time, error or `-`, status, instance.
fn listed(line: &str) -> Option<Copy> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (at, instance) = (words.get(1)?, words.last()?);
    Some(Copy::of(
        format!("Cloud SQL backup of {instance}"),
        words.contains(&"SUCCESSFUL"),
        Some(at),
    ))
}

fn of_json(document: &[u8]) -> Vec<Copy> {
    let Ok(value) = serde_json::from_str::<Value>(&readable_json(document)) else {
        return Vec::new();
    };
    let said = |of: &Value, key: &str| of.get(key).and_then(Value::as_str).map(str::to_owned);
    if value.get("dataBytes").is_some() && value.get("end").is_some() {
        let mut copy = Copy::of("mysqlsh".to_owned(), true, said(&value, "end").as_deref());
        let schemas = value.get("tableDataBytes").and_then(Value::as_object);
        copy.backup.database =
            schemas.filter(|all| all.len() == 1).and_then(|all| all.keys().next().cloned());
        return vec![copy];
    }
    let lists = ["DBSnapshots", "DBClusterSnapshots"].into_iter().find_map(|key| value.get(key));
    let one = ["DBSnapshot", "DBClusterSnapshot"].into_iter().find_map(|key| value.get(key));
    let rows = match (lists.or(Some(&value)).and_then(Value::as_array), one) {
        (Some(rows), _) => rows.iter().collect(),
        (None, Some(row)) => vec![row],
        _ => Vec::new(),
    };
    let copy = |row: &Value| {
        if said(row, "kind").as_deref() == Some("sql#backupRun") {
            let at = said(row, "endTime").or_else(|| said(row, "windowStartTime"));
            let instance = said(row, "instance").unwrap_or_default();
            let whole = said(row, "status").as_deref() == Some("SUCCESSFUL");
            return Some(Copy::of(format!("Cloud SQL backup of {instance}"), whole, at.as_deref()));
        }
        let at = said(row, "SnapshotCreateTime")?;
        let name = said(row, "DBSnapshotIdentifier")
            .or_else(|| said(row, "DBClusterSnapshotIdentifier"))
            .unwrap_or_default();
        let of = said(row, "DBInstanceIdentifier")
            .or_else(|| said(row, "DBClusterIdentifier"))
            .unwrap_or_default();
        let whole = said(row, "Status").as_deref() == Some("available");
        Some(Copy::of(format!("snapshot {name} of {of}"), whole, Some(&at)))
    };
    rows.into_iter().filter_map(copy).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, read};

    fn told(content: &str) -> Vec<(String, String, bool)> {
        assert!(likeness(&FORMAT, content) > 90, "{content}");
        let drafts = read(&FORMAT, content.as_bytes()).0;
        let told = drafts.into_iter().map(|draft| match draft.kind {
            EventKind::Backup(backup) => {
                assert!(backup.uncounted && backup.tables.is_empty());
                let at = draft.written.map(|at| at.text.to_string()).unwrap_or_default();
                (backup.tool.unwrap_or_default(), at, backup.complete)
            }
            other => panic!("{other:?}"),
        });
        told.collect()
    }

    fn of(tool: &str, at: &str, complete: bool) -> (String, String, bool) {
        (tool.to_owned(), at.to_owned(), complete)
    }

    #[test]
    fn copies_tell_their_tool_their_time_and_whether_they_are_whole() {
        assert_eq!(told(FORMAT.example), [of("xtrabackup 8.0.35-30", "2026-03-06 02:15:09", true)]);
        let partial = format!("{}\nincremental = Y\n", FORMAT.example);
        assert_eq!(told(&partial)[0].0, "xtrabackup 8.0.35-30 (incremental)");
        let shell = r#"{"end": "2026-03-06 02:15:09", "dataBytes": 694, "tableDataBytes": {"shop": {"orders": 129}}}"#;
        assert_eq!(told(shell), [of("mysqlsh", "2026-03-06 02:15:09", true)]);
        let rds = r#"{"DBSnapshots": [{"DBSnapshotIdentifier": "rds:a", "DBInstanceIdentifier": "live", "SnapshotCreateTime": "2026-03-06T02:15:09.123Z", "Status": "available"}, {"DBSnapshotIdentifier": "b", "DBInstanceIdentifier": "live", "SnapshotCreateTime": "2026-03-06T03:15:09Z", "Status": "creating"}]}"#;
        assert_eq!(
            told(rds),
            [
                of("snapshot rds:a of live", "2026-03-06T02:15:09.123Z", true),
                of("snapshot b of live", "2026-03-06T03:15:09Z", false)
            ]
        );
        let cloud = "ID             WINDOW_START_TIME              ERROR  STATUS      INSTANCE\n1772763309000  2026-03-06T02:15:09.000+00:00  -      SUCCESSFUL  live\n";
        assert_eq!(
            told(cloud),
            [of("Cloud SQL backup of live", "2026-03-06T02:15:09.000+00:00", true)]
        );
        for other in [
            r#"{"end": "2026-03-06 02:15:09", "words": "dataBytes"}"#,
            r#"{"name": "Snapshot", "SnapshotCreate": 1}"#,
            "tool_name = hammer\nprice = 3\n",
        ] {
            assert_eq!(likeness(&FORMAT, other), 0, "{other}");
        }
    }
}
