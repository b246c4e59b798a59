//! What pt-online-schema-change and gh-ost print while they copy a table and swap it in; after
//! the tools' own output.

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        session::{Command, CommandVia},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::lines::{lines, readable, without_bom},
    },
    time::{Stamp, Written, read::read_iso},
};

/// This format.
pub(crate) static FORMAT: Format = Format {
    id: "osc_log",
    about: "output of pt-online-schema-change or gh-ost",
    example: "Altering `shop`.`orders`...\\nCreated new table shop._orders_new OK.",
    sniff,
    reader: |_| Reader::Document(Box::new(Document)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let known = head.lines().take(400).filter(|line| mark(line)).count();
    match known {
        0 => Likeness::NONE,
        1 => Likeness(40),
        _ => Likeness(92),
    }
}

/// A line that only these tools print.
fn mark(line: &[u8]) -> bool {
    let starts = |text: &str| line.starts_with(text.as_bytes());
    let has = |text: &str| memchr::memmem::find(line, text.as_bytes()).is_some();
    (starts("Altering `") && line.ends_with(b"`..."))
        || starts("Successfully altered `")
        || (starts("Created new table ") && line.ends_with(b" OK."))
        || starts("No slaves found.  See --recursion-method")
        || has("Swapped original and new tables OK.")
        || has("starting gh-ost ")
        || starts("# Migrating `")
        || has("Ghost table is `")
}

/// The table between the last two pairs of backquotes of a line: `db`.`table`.
fn table(line: &str) -> Option<String> {
    let start = line.find('`')?;
    let rest = line.get(start..)?;
    let end = rest.match_indices('`').nth(3)?.0;
    rest.get(..=end).map(str::to_owned)
}

struct Document;

/// One run of the tool as it is read.
#[derive(Default)]
struct Run {
    tool: &'static str,
    from: usize,
    to: usize,
    table: Option<String>,
    first: Option<Written>,
    last: Option<Written>,
    output: String,
}

/// The longest output that is kept.
const OUTPUT_MAX: usize = 64 * 1024;

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let mut run = Run::default();
        for (at, line) in lines(document) {
            let line = readable(without_bom(line));
            if line.trim().is_empty() && run.output.is_empty() {
                out.gap(at, GapReason::Blank);
                continue;
            }
            if run.output.is_empty() {
                run.from = at.start;
            }
            if line.contains("gh-ost") || line.contains("Ghost table") {
                run.tool = "gh-ost";
            }
            if run.table.is_none()
                && (line.starts_with("Altering `") || line.contains("Migrating `"))
            {
                run.table = table(&line);
            }
            if let Some((written, _)) = read_iso(line.as_bytes()) {
                run.first.get_or_insert_with(|| written.clone());
                run.last = Some(written);
            }
            run.to = at.end;
            if run.output.len() < OUTPUT_MAX {
                run.output.push_str(&line);
                run.output.push('\n');
            }
            if line.starts_with("Successfully altered `")
                || (line.starts_with('`') && line.contains(" was not altered"))
                || line.contains("# Done")
                || line.contains(" Done migrating ")
            {
                finish(&mut run, out);
            }
        }
        if !run.output.trim().is_empty() {
            finish(&mut run, out);
        }
    }
}

fn finish(run: &mut Run, out: &mut Parsed) {
    let run = std::mem::take(run);
    let tool = if run.tool.is_empty() { "pt-online-schema-change" } else { run.tool };
    let seconds = |written: &Option<Written>| match written.as_ref()?.stamp {
        Stamp::Local(at) => Some(at.and_utc().timestamp()),
        Stamp::Instant(us) => Some(us.div_euclid(crate::time::SECOND)),
        Stamp::Yearless { .. } => None,
    };
    let elapsed = seconds(&run.last)
        .zip(seconds(&run.first))
        .and_then(|(last, first)| u64::try_from(last.saturating_sub(first)).ok());
    let refused = run.output.contains(" was not altered")
        || run.output.contains("Dry run complete")
        || run.output.contains("Starting a dry run");
    let command = Command {
        command: run
            .table
            .as_ref()
            .map_or_else(|| tool.to_owned(), |table| format!("{tool} {table}")),
        via: CommandVia::ToolOutput,
        output: Some(run.output.trim_end().to_owned()),
        elapsed_s: elapsed,
        refused,
        ..Command::default()
    };
    let mut draft = Draft::new(0, EventKind::Command(Box::new(command))).stamped(run.first);
    draft.at = run.from..run.to;
    out.draft(draft);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_one_command_with_its_table_and_time() {
        let text = "No slaves found.  See --recursion-method if host a has slaves.\nAltering `store`.`orders`...\nCreated new table store._orders_new OK.\n2025-12-03T22:30:12 Creating triggers...\n2025-12-03T22:30:20 Swapped original and new tables OK.\nSuccessfully altered `store`.`orders`.\n";
        assert!(
            (FORMAT.sniff)(&Head { name: "x", bytes: text.as_bytes(), whole: true }) > Likeness(90)
        );
        let mut out = Parsed::default();
        Document.read(text.as_bytes(), &mut out);
        assert_eq!(out.drafts.len(), 1);
        let draft = out.drafts.first().expect("one");
        assert!(draft.written.is_some());
        let EventKind::Command(command) = &draft.kind else { panic!() };
        assert_eq!(
            (command.command.as_str(), command.elapsed_s),
            ("pt-online-schema-change `store`.`orders`", Some(8))
        );
    }
}
