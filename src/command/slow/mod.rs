//! `backtrail slow`: which kinds of statements took the time.

mod digest;
mod histogram;

use std::io::Write;

use clap::ValueEnum;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use rayon::prelude::*;
use serde_json::{Value, json};

use self::digest::{Class, Digest, share};
use super::{ExitStatus, gather, strict_status, write_error};
use crate::{
    cli::EvidenceArgs,
    error::{Error, Result},
    event::EventKind,
    redact::Redactor,
    run::Gathered,
    sql::{fingerprint::fingerprint, redact::shorten},
};

/// Its arguments.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub evidence: EvidenceArgs,
    /// What comes first
    #[arg(long, value_enum, default_value = "total", value_name = "KEY")]
    pub sort: Sort,
    /// How many kinds of statements are shown; 0 for all
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub limit: usize,
    /// Form of the output
    #[arg(long, value_enum, default_value = "table", value_name = "FORM")]
    pub format: Form,
}

/// By what classes are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// Run time of all
    Total,
    /// Number of statements
    Count,
    /// Mean run time
    Mean,
    /// Longest run time
    Max,
    /// Run time that 95 of 100 do not exceed
    P95,
    /// Rows read
    Rows,
}

/// A form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For the terminal
    Table,
    /// One JSON object
    Json,
    /// Markdown
    Md,
}

/// Characters of a statement that a table shows.
const SHOWN: usize = 300;
/// Characters of a statement that JSON holds.
const KEPT: usize = 4_096;

/// Writes the digest.
pub fn run(args: &Args, out: &mut (dyn Write + Send), err: &mut (dyn Write + Send)) -> Result<ExitStatus> {
    let reading = &args.evidence.reading;
    let wanted = args.evidence.wanted(&[])?;
    let (since, until) = reading.bounds()?;
    let timed = reading.since.is_some() || reading.until.is_some();
    let gathered = gather(&wanted, reading, err)?;
    let fingerprints: Vec<(usize, String)> = gathered
        .placed
        .events
        .par_iter()
        .enumerate()
        .filter(|(_, event)| match event.when {
            Some(when) => when.latest > since && when.earliest <= until,
            None => !timed,
        })
        .filter_map(|(index, event)| match &event.kind {
            EventKind::Query(query) if query.query_time_us.is_some() => Some((index, form_of(query))),
            _ => None,
        })
        .collect();
    if fingerprints.is_empty() {
        return Err(Error::NothingUsable("no statement in the evidence bears a run time".to_owned()));
    }
    let mut digest = Digest::default();
    for (index, form) in fingerprints {
        if let Some(event) = gathered.placed.events.get(index)
            && let EventKind::Query(query) = &event.kind
            && let Some(us) = query.query_time_us
        {
            digest.add(form, index, query, us, event.when.map(|when| when.best));
        }
    }
    let (count, total_us) = (digest.count, digest.total_us);
    let classes = digest.sorted(|class| match args.sort {
        Sort::Total => class.total_us,
        Sort::Count => class.count,
        Sort::Mean => class.mean_us(),
        Sort::Max => class.max_us,
        Sort::P95 => class.times.quantile(0.95),
        Sort::Rows => class.rows_examined,
    });
    let kinds = classes.len();
    let shown = if args.limit == 0 { kinds } else { args.limit.min(kinds) };
    let page = Page { gathered: &gathered, redactor: reading.redactor(), count, total_us, kinds, classes: classes.get(..shown).unwrap_or(&classes) };
    let text = match args.format {
        Form::Table => page.table(),
        Form::Json => page.json(),
        Form::Md => page.markdown(),
    };
    out.write_all(text.as_bytes()).map_err(write_error)?;
    Ok(strict_status(&gathered, reading))
}

/// The fingerprint of a statement, or the command that stands for it.
fn form_of(query: &crate::event::Query) -> String {
    match &query.admin {
        Some(admin) if query.sql.trim().is_empty() => format!("administrator command: {admin}"),
        _ => fingerprint(&query.sql),
    }
}

/// What is written.
struct Page<'a> {
    gathered: &'a Gathered,
    redactor: Redactor,
    count: u64,
    total_us: u64,
    kinds: usize,
    classes: &'a [Class],
}

/// Microseconds as people read them.
fn duration(us: u64) -> String {
    match us {
        0..1_000 => format!("{us} us"),
        1_000..1_000_000 => format!("{:.1} ms", us as f64 / 1e3),
        1_000_000..60_000_000 => format!("{:.2} s", us as f64 / 1e6),
        60_000_000..3_600_000_000 => format!("{:.1} min", us as f64 / 6e7),
        _ => format!("{:.1} h", us as f64 / 3.6e9),
    }
}

fn percent(part: u64, whole: u64) -> String {
    format!("{:.1} %", share(part, whole) * 100.0)
}

impl Page<'_> {
    fn summary(&self) -> String {
        format!(
            "{} statements of {} kinds, {} in all; quantiles to within {:.0} %",
            self.count,
            self.kinds,
            duration(self.total_us),
            histogram::RELATIVE_ERROR * 100.0
        )
    }

    /// The instant of an event, in its own zone.
    fn at(&self, moment: Option<(i64, usize)>) -> Option<String> {
        let (us, index) = moment?;
        let event = self.gathered.placed.events.get(index)?;
        Some(super::events::rfc3339(us, event, self.gathered))
    }

    /// The longest statement, redacted, and where it stands.
    fn worst(&self, class: &Class, most: usize) -> Option<(String, String, u64)> {
        let event = self.gathered.placed.events.get(class.worst)?;
        let EventKind::Query(query) = &event.kind else { return None };
        let source = self.gathered.sources.get(event.place.source.index())?;
        let sql = self.redactor.sql(&query.sql);
        Some((shorten(&sql, most).into_owned(), source.path.clone(), event.place.span.line))
    }

    fn json(&self) -> String {
        let classes: Vec<Value> = self
            .classes
            .iter()
            .map(|class| {
                let mut value = class.to_json(self.total_us);
                let worst =
                    self.worst(class, KEPT).map(|(sql, source, line)| json!({"sql": sql, "source": source, "line": line, "query_time_us": class.max_us}));
                if let Some(object) = value.as_object_mut() {
                    let form = self.redactor.text(&class.fingerprint);
                    object.insert("fingerprint".to_owned(), json!(shorten(&form, KEPT)));
                    object.insert("first".to_owned(), json!(self.at(class.first)));
                    object.insert("last".to_owned(), json!(self.at(class.last)));
                    object.insert("worst".to_owned(), json!(worst));
                }
                value
            })
            .collect();
        let whole = json!({
            "schema_version": "1.0",
            "statements": self.count,
            "kinds": self.kinds,
            "total_us": self.total_us,
            "quantile_relative_error": histogram::RELATIVE_ERROR,
            "classes": classes,
        });
        format!("{whole:#}\n")
    }

    fn row(&self, rank: usize, class: &Class) -> Vec<String> {
        let bounded = |q: f64| duration(class.times.quantile(q).clamp(class.min_us, class.max_us));
        let form = self.redactor.text(&class.fingerprint);
        vec![
            rank.to_string(),
            class.count.to_string(),
            duration(class.total_us),
            percent(class.total_us, self.total_us),
            duration(class.mean_us()),
            bounded(0.5),
            bounded(0.95),
            bounded(0.99),
            duration(class.max_us),
            class.rows_examined.to_string(),
            class.rows_sent.to_string(),
            shorten(&printable(&form), SHOWN).into_owned(),
        ]
    }

    fn table(&self) -> String {
        let mut table = Table::new();
        table.load_preset(presets::UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic).set_header(HEADER);
        if table.width().is_none() {
            table.set_width(160);
        }
        for (rank, class) in self.classes.iter().enumerate() {
            table.add_row(self.row(rank.saturating_add(1), class));
        }
        for column in table.column_iter_mut().take(HEADER.len().saturating_sub(1)) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        format!("{}\n{table}\n", self.summary())
    }

    fn markdown(&self) -> String {
        let cell = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;");
        let mut out = format!("# Slow statements\n\n{}\n\n| {} |\n", self.summary(), HEADER.join(" | "));
        let rules = HEADER.iter().map(|name| if *name == "statement" { "---" } else { "---:" });
        out.push_str(&format!("| {} |\n", rules.collect::<Vec<_>>().join(" | ")));
        for (rank, class) in self.classes.iter().enumerate() {
            let row: Vec<String> = self.row(rank.saturating_add(1), class).iter().map(|text| cell(text)).collect();
            out.push_str(&format!("| {} |\n", row.join(" | ")));
        }
        for (rank, class) in self.classes.iter().enumerate() {
            let names = |names: &std::collections::BTreeMap<String, u64>| {
                if names.is_empty() { "not said".to_owned() } else { names.keys().map(|name| cell(&printable(name))).collect::<Vec<_>>().join(", ") }
            };
            let moment = |at: Option<String>| at.unwrap_or_else(|| "not said".to_owned());
            out.push_str(&format!("\n## {}. `{}`\n\n", rank.saturating_add(1), class.id()));
            out.push_str(&format!("- first {}, last {}\n", moment(self.at(class.first)), moment(self.at(class.last))));
            out.push_str(&format!("- users: {}; hosts: {}; databases: {}\n", names(&class.users), names(&class.hosts), names(&class.databases)));
            if let Some((sql, source, line)) = self.worst(class, SHOWN.saturating_mul(4)) {
                out.push_str(&format!("- the longest ({}) at {}:{line}:\n\n", duration(class.max_us), cell(&source)));
                for text in sql.lines() {
                    out.push_str(&format!("      {}\n", printable(text)));
                }
            }
        }
        out
    }
}

const HEADER: [&str; 12] = ["#", "count", "total", "share", "mean", "p50", "p95", "p99", "max", "rows examined", "rows sent", "statement"];

/// Control characters out, so that a log cannot steer a terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_in_fitting_units() {
        let said: Vec<_> = [5, 1_500, 2_000_000, 90_000_000, 7_200_000_000].map(duration).into();
        assert_eq!(said, ["5 us", "1.5 ms", "2.00 s", "1.5 min", "2.0 h"]);
    }

    #[test]
    fn a_log_cannot_steer_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\n"), "a [31mb ");
    }
}
