//! Entries of Laravel Telescope (`telescope_entries`) as JSON: a list, or one entry a line. In a
//! dump of the table they are read by the same words (`grammar/telescope.rs`).

use serde_json::Value;

use crate::{
    event::draft::{Draft, GapReason},
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            lines::{lines, readable_json},
            telescope,
        },
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "telescope",
    about: "entries of Laravel Telescope as JSON: queries, commands, jobs and scheduled tasks",
    example: r#"{"sequence":1,"batch_id":"9a","type":"query","content":{"sql":"delete from `carts`","time":"7.98"},"created_at":"2026-03-06 09:10:11"}"#,
    sniff,
    reader: |_| Reader::Document(Box::new(Document)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let begin = head.bytes.get(..4096).unwrap_or(head.bytes);
    let has = |key: &str| memchr::memmem::find(begin, key.as_bytes()).is_some();
    let is_json = matches!(begin.trim_ascii_start().first(), Some(b'{' | b'['));
    let found = is_json && ["\"type\"", "\"content\"", "\"batch_id\""].iter().all(|key| has(key));
    Likeness(if found { 96 } else { 0 })
}

struct Document;

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let parse = |bytes: &[u8]| serde_json::from_str::<Value>(&readable_json(bytes)).ok();
        // a page of its own interface holds them as well
        let page = parse(document);
        let all = page.as_ref().and_then(|page| page.get("entries").unwrap_or(page).as_array());
        if let Some(all) = all {
            let drafts = all.iter().filter_map(of_row);
            out.drafts.extend(drafts.map(|draft| Draft { at: 0..document.len(), ..draft }));
            return;
        }
        for (at, line) in lines(document) {
            match parse(line).as_ref().and_then(of_row) {
                Some(draft) => out.draft(Draft { at, ..draft }),
                None if line.trim_ascii().is_empty() => out.gap(at, GapReason::Blank),
                None => out.gap(at, GapReason::Unparsed),
            }
        }
    }
}

fn of_row(row: &Value) -> Option<Draft> {
    let text = |key: &str| row.get(key).and_then(Value::as_str);
    let content = row.get("content")?;
    let parsed = content.as_str().and_then(|text| serde_json::from_str(text).ok());
    telescope::entry(text("type")?, parsed.as_ref().unwrap_or(content), text("created_at")?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        event::kind::EventKind,
        format::testing::{likeness, read},
    };

    #[test]
    fn entries_are_what_the_application_sent_and_ran() {
        let line = |kind: &str, content: &str| {
            format!(
                "{{\"sequence\":1,\"batch_id\":\"9a\",\"type\":\"{kind}\",\"content\":{content},\"created_at\":\"2026-03-06 09:10:11\"}}"
            )
        };
        let all = [
            line(
                "query",
                r#"{"connection":"mysql","bindings":[],"sql":"delete from `carts`","time":"7.98"}"#,
            ),
            line(
                "command",
                r#""{\"command\":\"migrate:fresh\",\"exit_code\":0,\"arguments\":{\"command\":\"migrate:fresh\"},\"options\":{\"force\":true,\"seed\":false,\"path\":[],\"database\":\"side\"}}""#,
            ),
            line(
                "schedule",
                r#"{"command":"php artisan carts:purge","expression":"* * * * *","output":""}"#,
            ),
            line("job", r#"{"status":"processed","name":"App\\Jobs\\Purge","hostname":"web1"}"#),
            line("cache", r#"{"key":"x"}"#),
        ];
        let list = format!("[{}]", all.join(","));
        let page = format!("{{\"entries\":{list},\"status\":\"enabled\"}}");
        for content in [all.join("\n"), list, page] {
            assert!(likeness(&FORMAT, &content) > 90);
            let told: Vec<String> = read(&FORMAT, content.as_bytes())
                .0
                .into_iter()
                .map(|draft| {
                    assert_eq!(draft.written.as_ref().unwrap().text, "2026-03-06 09:10:11");
                    match draft.kind {
                        EventKind::Query(q) => format!("{} {:?}", q.sql, q.query_time_us),
                        EventKind::Command(c) => c.command,
                        EventKind::CronRun(run) => {
                            format!("{} {}", run.scheduler.id(), run.command)
                        }
                        other => panic!("{other:?}"),
                    }
                })
                .collect();
            assert_eq!(
                told,
                [
                    "delete from `carts` Some(7980)",
                    "php artisan migrate:fresh --force --database=side",
                    "laravel php artisan carts:purge",
                    "App\\Jobs\\Purge"
                ]
            );
        }
        assert_eq!(likeness(&FORMAT, "{\"type\":\"query\",\"content\":\"x\"}"), 0);
    }
}
