//! What the platform under a managed database keeps of calls and of the instance: CloudTrail (its
//! files, and `aws cloudtrail lookup-events`), `aws rds describe-events`, Cloud Audit Logs (`gcloud
//! logging read --format=json`), `gcloud sql operations list --format=json`, Azure's activity log.
//! A call that changes something is told as the command line that makes it: names of calls and
//! parameters are those of the command-line tools, written in another way. (Field names from the
//! platforms' references: CloudTrail record contents, AuditLog, EventData.)

use serde_json::{Map, Value};

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        log::{Server, ServerMark},
        session::{Command, CommandVia, Service, Session, SessionAction},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            json_objects::each_object,
            lines::{clip, readable_json},
        },
    },
    time::{Written, read::read_iso},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "cloud_audit",
    about: "calls and instance events of AWS, Google Cloud and Azure, as JSON (CloudTrail, describe-events, audit and activity logs)",
    example: r#"{"eventTime": "2026-03-11T09:12:46Z", "eventSource": "rds.amazonaws.com", "eventName": "DeleteDBInstance"}"#,
    sniff,
    reader: |_| Reader::Document(Box::new(Document)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let first = head.bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if !matches!(first, Some(b'{' | b'[')) {
        return Likeness::NONE;
    }
    let (mut own, mut inner) = (0_u32, 0_u32);
    entries(head.bytes, |_, _| own += 1, |_| inner += 1);
    Likeness(if own > 0 && own.saturating_mul(40) >= inner { 96 } else { 0 })
}

struct Document;

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let note = |at: std::ops::Range<usize>, (written, kind): (Option<Written>, EventKind)| {
            out.draft(Draft { at: at.clone(), ..Draft::new(at.len(), kind).stamped(written) });
        };
        entries(document, note, |_| ());
    }
}

type Entry = (Option<Written>, EventKind);

/// Calls `own` for each entry of a platform and `other` for each object that is none.
fn entries(
    text: &[u8],
    mut own: impl FnMut(std::ops::Range<usize>, Entry),
    mut other: impl FnMut(&[u8]),
) {
    each_object(text, |at, _| {
        let Some(slice) = text.get(at.clone()) else { return };
        // what wraps all entries of a file is as long as they are, and none itself
        let object = (slice.len() <= LONGEST)
            .then(|| serde_json::from_str::<Value>(&readable_json(slice)).ok())
            .flatten();
        match object.as_ref().and_then(Value::as_object).and_then(entry) {
            Some(entry) => own(at, entry),
            None => other(slice),
        }
    });
}

/// The longest entry: CloudTrail allows 256 KiB.
const LONGEST: usize = 512 * 1024;

fn entry(object: &Map<String, Value>) -> Option<Entry> {
    rds_event(object)
        .or_else(|| aws_call(object))
        .or_else(|| google_call(object))
        .or_else(|| google_operation(object))
        .or_else(|| azure_call(object))
}

fn at<'v>(object: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let value = object.get(first)?;
    if rest.is_empty() { Some(value) } else { at(value.as_object()?, rest) }
}

fn said<'v>(object: &'v Map<String, Value>, path: &str) -> Option<&'v str> {
    at(object, path)?.as_str().filter(|text| !text.is_empty())
}

fn stamp(object: &Map<String, Value>, path: &str) -> Option<Written> {
    read_iso(said(object, path)?.as_bytes()).map(|(written, _)| written)
}

/// An event of an instance, as `describe-events` lists them.
fn rds_event(object: &Map<String, Value>) -> Option<Entry> {
    let (of, message) = (said(object, "SourceIdentifier")?, said(object, "Message")?);
    let kind = said(object, "SourceType").filter(|kind| kind.starts_with("db-"))?;
    let lower = message.to_ascii_lowercase();
    let is_whole = matches!(kind, "db-instance" | "db-cluster");
    let mark = if !is_whole {
        ServerMark::None
    } else if lower.contains(" deleted") {
        ServerMark::Deleted
    } else if lower.starts_with("db instance created") || lower.starts_with("db cluster created") {
        ServerMark::Initialized
    } else if lower.contains("restored from ") {
        ServerMark::Replaced
    } else if lower.contains(" shutdown") || lower.contains(" stopped") {
        ServerMark::Shutdown
    } else {
        ServerMark::None
    };
    let message = clip(&format!("{of}: {message}"), 2000);
    let server = Server { message, mark, ..Server::default() };
    Some((stamp(object, "Date"), EventKind::Server(Box::new(server))))
}

/// A record of CloudTrail, or what `lookup-events` gives of it.
fn aws_call(object: &Map<String, Value>) -> Option<Entry> {
    let (Some(source), Some(name)) = (said(object, "eventSource"), said(object, "eventName"))
    else {
        return None;
    };
    let written = stamp(object, "eventTime");
    let user = ["userIdentity/userName", "userIdentity/arn", "userIdentity/principalId"]
        .iter()
        .find_map(|path| said(object, path))
        .map(|name| name.rsplit_once(":assumed-role/").map_or(name, |(_, role)| role).to_owned());
    let from = said(object, "sourceIPAddress").map(str::to_owned);
    if name == "ConsoleLogin" {
        let failed = said(object, "responseElements/ConsoleLogin") == Some("Failure");
        let action = if failed { SessionAction::Failed } else { SessionAction::Login };
        let service = Some(Service::of("aws-console"));
        let session = Session { user, from, action, service, ..Session::default() };
        return Some((written, EventKind::Session(Box::new(session))));
    }
    let service = source.split('.').next().unwrap_or(source);
    let mut command = format!("aws {service} {}", kebab(name));
    let parameters = object.get("requestParameters").and_then(Value::as_object);
    for (key, value) in parameters.into_iter().flatten() {
        match value {
            Value::Bool(true) => command.push_str(&format!(" --{}", kebab(key))),
            Value::Bool(false) => command.push_str(&format!(" --no-{}", kebab(key))),
            Value::String(text) => command.push_str(&format!(" --{} {}", kebab(key), word(text))),
            Value::Number(number) => command.push_str(&format!(" --{} {number}", kebab(key))),
            _ => {}
        }
    }
    let is_reading = object.get("readOnly") == Some(&Value::Bool(true))
        || ["Describe", "List", "Get", "Lookup", "Head"].iter().any(|w| name.starts_with(w));
    let refused = object.contains_key("errorCode");
    Some((written, call(&command, user, from, refused, is_reading)))
}

/// An entry of Cloud Audit Logs.
fn google_call(object: &Map<String, Value>) -> Option<Entry> {
    let method = said(object, "protoPayload/methodName")?;
    let path = said(object, "protoPayload/resourceName").unwrap_or_default();
    let named = path.split('/').collect::<Vec<_>>();
    let of = |kind: &str| {
        let after = named.iter().position(|part| *part == kind).and_then(|at| named.get(at + 1));
        after.map(|name| word(name))
    };
    let instance = of("instances").or_else(|| {
        let id = said(object, "resource/labels/database_id")?;
        Some(word(id.rsplit(':').next().unwrap_or(id)))
    });
    let (service, verb) = method.split_once('.').unwrap_or(("", method));
    let service = if service == "cloudsql" { "sql" } else { service };
    let mut command = format!("gcloud {service} {}", verb.replace('.', " "));
    if let Some(database) = of("databases") {
        command.push_str(&format!(" {database}"));
        if let Some(instance) = instance {
            command.push_str(&format!(" --instance {instance}"));
        }
    } else if let Some(instance) = instance {
        command.push_str(&format!(" {instance}"));
    }
    let user = said(object, "protoPayload/authenticationInfo/principalEmail").map(str::to_owned);
    let from = said(object, "protoPayload/requestMetadata/callerIp").map(str::to_owned);
    let code = at(object, "protoPayload/status/code").and_then(Value::as_i64);
    let is_reading = ["get", "list", "connect"].iter().any(|word| method.ends_with(word));
    let kind = call(&command, user, from, code.is_some_and(|code| code != 0), is_reading);
    Some((stamp(object, "timestamp"), kind))
}

/// An operation of Cloud SQL.
fn google_operation(object: &Map<String, Value>) -> Option<Entry> {
    said(object, "kind").filter(|kind| *kind == "sql#operation")?;
    let (action, target) = (said(object, "operationType")?, said(object, "targetId")?);
    let words = match action {
        "DELETE" => "instances delete".to_owned(),
        "DELETE_DATABASE" => "databases delete".to_owned(),
        "RESTORE_VOLUME" => "backups restore".to_owned(),
        other => other.to_ascii_lowercase().replace('_', "-"),
    };
    let user = said(object, "user").map(str::to_owned);
    let refused = object.contains_key("error");
    let command = format!("gcloud sql {words} {}", word(target));
    let written = stamp(object, "startTime").or_else(|| stamp(object, "insertTime"));
    Some((written, call(&command, user, None, refused, false)))
}

/// An entry of Azure's activity log.
fn azure_call(object: &Map<String, Value>) -> Option<Entry> {
    let written = stamp(object, "eventTimestamp").or_else(|| stamp(object, "time"))?;
    let name = said(object, "operationName/value").or_else(|| said(object, "operationName"))?;
    let (provider, action) = name.split_once('/').filter(|(p, _)| p.contains('.'))?;
    let status = said(object, "status/value").or_else(|| said(object, "resultType"));
    let resource = said(object, "resourceId").unwrap_or_default();
    let lower = provider.to_ascii_lowercase();
    let engine = if lower.contains("postgresql") {
        "postgres"
    } else if lower.contains("mysql") || lower.contains("mariadb") {
        "mysql"
    } else {
        provider
    };
    let action = action
        .replace("flexibleServers/databases", "flexible-server/db")
        .replace("flexibleServers", "flexible-server")
        .replace("servers", "server")
        .replace('/', " ");
    let target = resource.rsplit('/').next().filter(|name| !name.is_empty());
    let target = target.map(|name| format!(" --name {}", word(name))).unwrap_or_default();
    let user = said(object, "caller").map(str::to_owned);
    let from = said(object, "httpRequest/clientIpAddress").map(str::to_owned);
    let refused = status.is_some_and(|status| status.eq_ignore_ascii_case("failed"));
    let is_reading = action.ends_with(" read") || action.contains("list");
    Some((
        Some(written),
        call(&format!("az {engine} {action}{target}"), user, from, refused, is_reading),
    ))
}

fn call(
    command: &str,
    user: Option<String>,
    host: Option<String>,
    refused: bool,
    is_reading: bool,
) -> EventKind {
    let command = clip(command, 4000);
    if is_reading {
        return EventKind::Text(command);
    }
    let via = CommandVia::Audit;
    EventKind::Command(Box::new(Command {
        user,
        command,
        via,
        host,
        refused,
        ..Command::default()
    }))
}

/// `DeleteDBInstance` and `dBInstanceIdentifier` as the command-line tool spells them:
/// `delete-db-instance`, `db-instance-identifier`.
fn kebab(name: &str) -> String {
    let name = name.strip_prefix("dB").map_or_else(|| name.to_owned(), |rest| format!("DB{rest}"));
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let begins = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() || after.is_some_and(char::is_ascii_lowercase)
            });
        if begins && !out.ends_with('-') {
            out.push('-');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// A value as one word of a shell.
fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/@+=,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<EventKind> {
        let mut out = Parsed::default();
        Document.read(text.as_bytes(), &mut out);
        out.drafts.into_iter().map(|draft| draft.kind).collect()
    }

    fn commands(text: &str) -> Vec<(String, Option<String>, bool)> {
        let of = |kind| match kind {
            EventKind::Command(call) => Some((call.command, call.user, call.refused)),
            _ => None,
        };
        told(text).into_iter().filter_map(of).collect()
    }

    #[test]
    fn calls_are_told_as_commands_with_who_made_them() {
        let trail = r#"{"Records": [
            {"eventTime": "2026-03-11T09:12:46Z", "eventSource": "rds.amazonaws.com",
             "eventName": "DeleteDBInstance", "sourceIPAddress": "203.0.113.9",
             "userIdentity": {"type": "AssumedRole",
                "arn": "arn:aws:sts::000000000000:assumed-role/ci/terraform"},
             "requestParameters": {"dBInstanceIdentifier": "shop-prod", "skipFinalSnapshot": true}},
            {"eventTime": "2026-03-11T09:13:46Z", "eventSource": "rds.amazonaws.com",
             "eventName": "DescribeDBInstances", "readOnly": true},
            {"eventTime": "2026-03-11T09:14:00Z", "eventSource": "rds.amazonaws.com",
             "eventName": "DeleteDBSnapshot", "errorCode": "AccessDenied",
             "userIdentity": {"userName": "eva"},
             "requestParameters": {"dBSnapshotIdentifier": "it's $(x)"}}]}"#;
        assert_eq!(commands(trail), [
            (
                "aws rds delete-db-instance --db-instance-identifier shop-prod --skip-final-snapshot"
                    .to_owned(),
                Some("ci/terraform".to_owned()),
                false
            ),
            (
                "aws rds delete-db-snapshot --db-snapshot-identifier 'it'\\''s $(x)'".to_owned(),
                Some("eva".to_owned()),
                true
            ),
        ]);
        let google = r#"[{"protoPayload": {"methodName": "cloudsql.instances.delete",
            "authenticationInfo": {"principalEmail": "eva@example.com"},
            "resourceName": "projects/p/instances/shop-db"},
            "timestamp": "2026-03-11T09:12:46.123Z"},
            {"kind": "sql#operation", "operationType": "DELETE_DATABASE", "targetId": "shop-db",
             "user": "eva@example.com", "startTime": "2026-03-11T09:12:46.123Z"}]"#;
        assert_eq!(
            commands(google).into_iter().map(|(command, ..)| command).collect::<Vec<_>>(),
            ["gcloud sql instances delete shop-db", "gcloud sql databases delete shop-db"]
        );
        let azure = r#"{"eventTimestamp": "2026-03-11T09:12:46.1Z", "caller": "eva@example.com",
            "operationName": {"value": "Microsoft.DBforMySQL/flexibleServers/delete"},
            "resourceId": "/subscriptions/0/flexibleServers/shop-db",
            "status": {"value": "Started"}}"#;
        let command = "az mysql flexible-server delete --name shop-db".to_owned();
        assert_eq!(commands(azure), [(command, Some("eva@example.com".to_owned()), false)]);
    }

    #[test]
    fn an_instance_that_is_deleted_is_marked_and_a_snapshot_is_not() {
        let event = |kind: &str, message: &str| {
            let text = format!(
                r#"{{"Events": [{{"SourceIdentifier": "shop", "SourceType": "{kind}",
                "Message": "{message}", "Date": "2026-03-11T09:16:41.732Z"}}]}}"#
            );
            match told(&text).into_iter().next() {
                Some(EventKind::Server(server)) => server.mark,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(event("db-instance", "DB instance deleted"), ServerMark::Deleted);
        assert_eq!(event("db-instance", "DB instance created"), ServerMark::Initialized);
        assert_eq!(event("db-snapshot", "Deleted manual snapshot"), ServerMark::None);
        assert_eq!(event("db-instance", "Finished DB Instance backup"), ServerMark::None);
    }
}
