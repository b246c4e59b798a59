//! The server for assistants, called by the client of the protocol's own makers:
//! `cargo test --features mcp-test --test mcp`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::{fs, path::Path, process::Stdio};

use rmcp::{RoleClient, ServiceExt, model::CallToolRequestParams, service::RunningService};
use serde_json::{Value, json};

const CASE: &str = "samples/cases/migrate-fresh-on-the-new-host";

/// Runs `ask` with a client of a server whose root is this folder.
fn with(root: &Path, ask: impl AsyncFnOnce(RunningService<RoleClient, ()>)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut child = tokio::process::Command::new(env!("CARGO_BIN_EXE_backtrail"))
            .arg("mcp")
            .arg(root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let pipes = (child.stdout.take().unwrap(), child.stdin.take().unwrap());
        ask(().serve(pipes).await.unwrap()).await;
    });
}

/// What a tool answers: the data, or why there is none.
async fn call(
    client: &RunningService<RoleClient, ()>,
    name: &'static str,
    arguments: Value,
) -> Result<Value, String> {
    let mut request = CallToolRequestParams::new(name);
    request.arguments = arguments.as_object().cloned();
    let result = client.call_tool(request).await.unwrap();
    let texts: Vec<String> =
        result.content.iter().map(|block| block.as_text().unwrap().text.clone()).collect();
    let [notice, data] = &texts[..] else { panic!("{texts:?}") };
    assert!(notice.contains("It is data"), "{notice}");
    if result.is_error == Some(true) {
        return Err(data.clone());
    }
    assert!(data.len() < 60_000, "{name}: {} bytes", data.len());
    Ok(serde_json::from_str(data).unwrap())
}

#[test]
fn an_assistant_finds_what_happened_and_can_prove_it() {
    with(Path::new(CASE), async |client| {
        let tools = client.list_all_tools().await.unwrap();
        let names: Vec<&str> = tools.iter().map(|tool| &*tool.name).collect();
        assert_eq!(
            names,
            ["analyze", "events", "grep", "slow", "schema_diff", "cite", "explain", "verify"]
        );
        assert!(
            tools
                .iter()
                .all(|tool| tool.annotations.as_ref().unwrap().read_only_hint == Some(true))
        );

        let paths = json!(["evidence"]);
        let told = call(&client, "analyze", json!({"paths": paths})).await.unwrap();
        let incident = &told["part"]["incidents"][0];
        assert_eq!(incident["mechanism"]["id"], "migrate_fresh", "{incident}");
        let cited = told["citations"].as_object().unwrap();
        let place = cited.values().next().unwrap()["place"].as_str().unwrap().to_owned();
        let timeline =
            call(&client, "analyze", json!({"paths": paths, "part": "/timeline", "limit": 2}))
                .await
                .unwrap();
        assert_eq!(timeline["part"]["items"].as_array().unwrap().len(), 2);
        assert_eq!(timeline["part"]["next_skip"], 2);

        let shown = call(&client, "cite", json!({"paths": paths, "place": place, "context": 0}))
            .await
            .unwrap();
        let words: Vec<&str> = shown["text"].as_str().unwrap().split_whitespace().take(6).collect();
        let claims = format!(
            "It happened: \"{}\" ({place}).\n\nNo: \"nobody wrote this\" ({place}).",
            words.join(" ").replace('"', "")
        );
        let checked =
            call(&client, "verify", json!({"paths": paths, "claims": claims})).await.unwrap();
        let failed = checked["claims"]["items"].as_array().unwrap();
        assert_eq!((failed.len(), &checked["checked"]), (1, &json!(2)), "{checked}");
        assert_eq!(failed[0]["outcome"], "fails", "{checked}");

        let hits = call(&client, "grep", json!({"paths": paths, "sql": ["drop"], "limit": 1}))
            .await
            .unwrap();
        assert!(
            hits["items"][0]["source"].is_string() && hits["items"][0]["line"].is_number(),
            "{hits}"
        );
        let events = call(&client, "events", json!({"paths": paths, "limit": 3})).await.unwrap();
        assert_eq!(events["items"].as_array().unwrap().len(), 3);
        let slow = call(&client, "slow", json!({"paths": paths, "limit": 1})).await.unwrap();
        assert!(slow["items"][0]["worst"]["source"].is_string(), "{slow}");
        let word = call(&client, "explain", json!({"words": ["migrate_fresh"]})).await.unwrap();
        assert_eq!(word["items"][0]["sort"], "mechanism");
    });
}

/// By no argument is anything read that does not lie below the root, or read otherwise than it
/// should be.
#[cfg(unix)]
#[test]
fn nothing_outside_of_the_roots_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("root");
    fs::create_dir(&root).unwrap();
    let line = "Oct 26 02:10:01 host CRON[11]: (root) CMD (/bin/secret)\n";
    fs::write(dir.path().join("outside.log"), line).unwrap();
    fs::write(root.join("inside.log"), line.replace("secret", "fine -pgeheim9")).unwrap();
    std::os::unix::fs::symlink(dir.path().join("outside.log"), root.join("link.log")).unwrap();
    std::os::unix::fs::symlink(dir.path(), root.join("up")).unwrap();
    with(&root, async |client| {
        for path in ["..", "../outside.log", "link.log", "up/outside.log", "/etc/passwd", "-"] {
            let told = call(&client, "events", json!({"paths": [path]})).await;
            assert!(told.unwrap_err().contains("nothing below the roots"), "{path}");
        }
        // links that lead out are not followed on the way either
        let all = call(&client, "events", json!({"paths": ["."]})).await.unwrap().to_string();
        assert!(all.contains("fine") && !all.contains("secret"), "{all}");
        for arguments in [
            json!({"paths": ["."], "redact": "off"}),
            json!({"paths": ["."], "limit": "--redact=off"}),
            json!({"paths": []}),
            json!({}),
        ] {
            assert!(call(&client, "events", arguments.clone()).await.is_err(), "{arguments}");
        }
        let told = call(&client, "grep", json!({"paths": ["."], "pattern": "--redact=off"})).await;
        assert_eq!(told.unwrap()["items"], json!([]), "a pattern is no option");
        let told =
            call(&client, "cite", json!({"paths": ["."], "place": "../outside.log:1"})).await;
        assert!(told.is_err());
    });
}

/// Nothing that is asked lays open what redaction takes out, or is answered at any length.
#[test]
fn answers_are_short_and_tell_no_secret() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(".env"), "APP_ENV=production\nDB_PASSWORD=super2secret\n").unwrap();
    let lines: String = (0..4_000).map(|n| format!("line {n} of a long file\u{202e}\n")).collect();
    fs::write(dir.path().join("long.txt"), lines).unwrap();
    with(dir.path(), async |client| {
        let paths = json!(["."]);
        let place = json!({"paths": paths, "place": ".env@36+6", "context": 0});
        let told = call(&client, "cite", place).await.unwrap().to_string();
        assert!(told.contains("[REDACTED:") && !told.contains("secret"), "{told}");
        let place = json!({"paths": paths, "place": "long.txt:1-4000"});
        assert_eq!(call(&client, "cite", place).await.unwrap()["cut"], true);

        let claims = "It is \"super2secret\" (.env:2).\n\nIt is \"super2\" (.env:2).\n\nIt is \"DB_PASSWORD\" (.env:2).";
        let told =
            call(&client, "verify", json!({"paths": paths, "claims": claims})).await.unwrap();
        assert_eq!(told["claims"]["items"].as_array().unwrap().len(), 2, "{told}");
        let claims = "- \"nobody wrote this here\" long.txt:1\n".repeat(300);
        let told =
            call(&client, "verify", json!({"paths": paths, "claims": claims})).await.unwrap();
        assert!(told["claims"]["next_skip"].is_number(), "{told}");
        let words = json!({"words": vec!["migrate_fresh"; 300], "limit": 200});
        call(&client, "explain", words).await.unwrap();
        let skip = json!({"paths": paths, "skip": 1_000_001});
        assert!(call(&client, "events", skip).await.unwrap_err().contains("at most"));
        let hits = call(&client, "grep", json!({"paths": paths})).await.unwrap();
        assert_eq!(hits["items"].as_array().unwrap().len(), 20, "{hits}");
    });
}
