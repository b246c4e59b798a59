//! The program itself, run on a folder.

use std::{path::Path, process::Command};

use serde_json::Value;

/// What the program writes to standard output for these arguments, run in `folder` without a
/// settings file.
pub(crate) fn said(folder: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_backtrail"))
        .args(args)
        .current_dir(folder)
        .env_remove("COLUMNS")
        .output()
        .unwrap();
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
