//! Renders a report.json again in another form: `render_json report.json md > report.md`.

use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (path, form) = (args.next().ok_or("which report?")?, args.next().ok_or("which form?")?);
    let report: backtrail::Report = serde_json::from_slice(&std::fs::read(path)?)?;
    let text = backtrail::render(&report, &form, &backtrail::RenderOptions::default());
    std::io::stdout().write_all(&text.ok_or("no such form")?)?;
    Ok(())
}
