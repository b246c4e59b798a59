//! The program itself, run on a folder.

use std::{path::Path, process::Command};

use serde_json::Value;

/// What a machine's environment may hold that changes what the program prints: the marks of a CI,
/// whose commands are broken in what `grep` shows, colours, and the width of a terminal.
const ENVIRONMENT: [&str; 9] = [
    "CI",
    "TF_BUILD",
    "TEAMCITY_VERSION",
    "JENKINS_URL",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "NO_COLOR",
    "FORCE_HYPERLINK",
    "COLUMNS",
];

/// The program as it runs anywhere: a test passes on a desk and in a CI alike, and sets what it
/// wants to see of the environment itself.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backtrail"));
    for name in ENVIRONMENT {
        command.env_remove(name);
    }
    command
}

/// What the program writes to standard output for these arguments, run in `folder` without a
/// settings file.
pub(crate) fn said(folder: &Path, args: &[&str]) -> String {
    let output = program().args(args).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The report on the evidence in `folder`, in this form.
pub(crate) fn rendered(folder: &Path, form: &str, args: &[&str]) -> String {
    let fixed = ["analyze", "evidence", "--no-config", "-q", "--format", form, "-o", "-"];
    said(folder, &[&fixed[..], args].concat())
}

/// The report on the evidence in `folder`, as a value.
pub(crate) fn report(folder: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&rendered(folder, "json", args)).unwrap()
}

/// The items of a list; none of a null.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A text; empty of a null.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The texts of a list.
pub(crate) fn texts(value: &Value) -> Vec<&str> {
    list(value).iter().filter_map(Value::as_str).collect()
}
