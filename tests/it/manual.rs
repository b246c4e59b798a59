//! The sample reports of `docs/reports` are what is said today. `UPDATE_DOCS=1 cargo test manual`
//! writes them.

use std::{fs, path::Path};

use crate::program::rendered;

#[test]
fn sample_reports_are_what_is_said_today() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for case in [
        "migrate-fresh-on-the-new-host",
        "retention-job-keeps-one-month",
        "update-without-where-then-rollback",
    ] {
        let text = rendered(&root.join("samples/cases").join(case), "md", &[]);
        let path = root.join(format!("docs/reports/{case}.md"));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(&path, text).unwrap();
            continue;
        }
        assert!(
            fs::read_to_string(&path).unwrap_or_default() == text,
            "{} is behind; run `UPDATE_DOCS=1 cargo test manual` and commit it",
            path.display()
        );
    }
}
