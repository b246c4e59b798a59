//! `backtrail schema`: the state that dumps show, what differs between two, and whether the
//! present holds what the last good backup held.

use std::{collections::BTreeSet, io::Write};

use clap::{Subcommand, ValueEnum};
use serde_json::json;

use crate::{
    case::schema::{self, Change, State, TableChange, diff, lost_migrations},
    command::{
        args::{JsonArg, ReadingArgs},
        contract::{Command, Console},
        gathering::gather,
        status::{ExitStatus, write_error},
    },
    error::{Error, Result},
    event::{kind::EventKind, placed::Event},
    ingest::{gathered::Gathered, options::SurveyPolicy},
    text::escape,
};

/// Read, compare and check information_schema dumps and backups
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Schema {
    #[command(subcommand)]
    pub(crate) what: What,
}

/// What is asked.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum What {
    /// The tables, columns and migrations that dumps show together
    Show {
        /// Dumps of any form
        #[arg(value_name = "DUMP", required = true)]
        dumps: Vec<String>,
        #[command(flatten)]
        form: FormArgs,
    },
    /// What differs from one state to the next
    Diff {
        /// The older state: a dump, a backup or a folder of them
        before: String,
        /// The newer state
        after: String,
        #[command(flatten)]
        form: FormArgs,
    },
    /// Whether the present state holds what the last good backup held
    Verify {
        /// The present state: dumps of any form
        #[arg(value_name = "PRESENT", required = true)]
        present: Vec<String>,
        /// Backups, or folders of them; the last whole one with rows is taken
        #[arg(long, value_name = "PATH", required = true)]
        backup: Vec<String>,
        #[command(flatten)]
        form: FormArgs,
    },
}

/// How the answer is written.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct FormArgs {
    /// Form of the answer
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Form,
    #[command(flatten)]
    pub(crate) json: JsonArg,
    /// Tables that did not change as well
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

impl FormArgs {
    fn form(&self) -> Form {
        if self.json.json { Form::Json } else { self.format }
    }
}

/// The forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// For a terminal
    Table,
    /// Markdown
    Md,
    /// JSON
    Json,
}

impl Command for Schema {
    const NAME: &'static str = "schema";
    const ABOUT: &'static str = "Read, compare and check information_schema dumps and backups";

    /// Does it.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let Console { out, err, .. } = console;
        match &self.what {
            What::Show { dumps, form } => {
                let state = state(dumps, form, err)?;
                out.write_all(show(&state, form.form())?.as_bytes()).map_err(write_error)?;
                Ok(ExitStatus::DONE)
            }
            What::Diff { before, after, form } => {
                let before = state(std::slice::from_ref(before), form, err)?;
                let after = state(std::slice::from_ref(after), form, err)?;
                answer(&before, &after, form, out, |_| true)
            }
            What::Verify { present, backup, form } => {
                let before = last_good(backup, form, err)?;
                let after = state(present, form, err)?;
                // what came since is no fault
                answer(&before, &after, form, out, |change| {
                    !matches!(change.state, Change::New)
                        && (change.state != Change::Altered
                            || !change.columns_lost.is_empty()
                            || !change.retyped.is_empty())
                })
            }
        }
    }
}

fn read(paths: &[String], form: &FormArgs, err: &mut (dyn Write + Send)) -> Result<Gathered> {
    gather(&form.reading.options(paths, &[], SurveyPolicy::Never)?, err).map_err(
        |error| match error {
            // the contract knows one status for all that goes wrong here
            Error::NothingUsable(text) => Error::Usage(format!("nothing usable was found: {text}")),
            other => other,
        },
    )
}

fn state(paths: &[String], form: &FormArgs, err: &mut (dyn Write + Send)) -> Result<State> {
    let gathered = read(paths, form, err)?;
    let state = State::of(gathered.placed.events.iter());
    if state.is_empty() {
        return Err(Error::Usage(format!("{}: no schema in it", paths.join(" "))));
    }
    Ok(state)
}

/// The last whole backup with rows among `paths`.
fn last_good(paths: &[String], form: &FormArgs, err: &mut (dyn Write + Send)) -> Result<State> {
    let gathered = read(paths, form, err)?;
    let events = &gathered.placed.events;
    let is_good = |event: &&Event| match &event.kind {
        EventKind::Backup(backup) => backup.complete && backup.rows > 0,
        _ => false,
    };
    let good = events.iter().filter(is_good);
    let last = good.max_by_key(|event| event.when.map_or(i64::MIN, |when| when.best));
    let Some(last) = last else {
        return Err(Error::Usage(format!("{}: no whole backup with rows in it", paths.join(" "))));
    };
    let path =
        gathered.sources.get(last.place.source.index()).map_or("", |source| source.path.as_str());
    let held = |event: &Event| -> BTreeSet<String> {
        match &event.kind {
            EventKind::Backup(backup) if is_good(&event) => {
                backup.tables.iter().map(|table| table.table.to_lowercase()).collect()
            }
            _ => BTreeSet::new(),
        }
    };
    // a backup taken after a loss lacks what was lost, and says nothing of it
    let lacks = events
        .iter()
        .map(|event| (held(event).difference(&held(last)).count(), event))
        .max_by_key(|(lacks, _)| *lacks);
    if let Some((lacks, older)) = lacks.filter(|(lacks, _)| *lacks > 0) {
        let older = gathered
            .sources
            .get(older.place.source.index())
            .map_or("", |source| source.path.as_str());
        let _ = writeln!(
            err,
            "backtrail: {} holds {lacks} tables that the newer {} lacks; name it alone to compare with it",
            escape::one_line(older),
            escape::one_line(path)
        );
    }
    if !form.reading.voice.is_quiet() {
        let taken =
            last.written.as_ref().map_or("at an unknown time", |written| written.text.as_str());
        let _ = writeln!(err, "backtrail: against {} (taken {taken})", escape::one_line(path));
    }
    Ok(State::of(events.iter().filter(|event| event.place.source == last.place.source)))
}

fn answer(
    before: &State,
    after: &State,
    form: &FormArgs,
    out: &mut (dyn Write + Send),
    counts: impl Fn(&TableChange) -> bool,
) -> Result<ExitStatus> {
    let changes = diff(before, after);
    let migrations = lost_migrations(before, after);
    let differs = !migrations.is_empty()
        || changes.iter().any(|change| change.state != Change::Intact && counts(change));
    let listed: Vec<&TableChange> =
        changes.iter().filter(|change| form.all || change.state != Change::Intact).collect();
    let text = match form.form() {
        Form::Json => {
            let value = json!({
                "differs": differs,
                "before": {"taken": before.taken, "tables": before.tables.len(), "complete": !before.broken},
                "after": {"taken": after.taken, "tables": after.tables.len(), "complete": !after.broken},
                "tables": listed,
                "migrations_lost": migrations,
            });
            pretty(&value)
        }
        form => {
            let rows: Vec<Vec<String>> = listed.iter().map(|change| cells(change)).collect();
            let mut text =
                grid(&["TABLE", "STATE", "ROWS BEFORE", "ROWS AFTER", "WHAT"], &rows, form);
            let intact = changes.iter().filter(|change| change.state == Change::Intact).count();
            let kinds = schema::counts(&changes);
            let kinds = if kinds.is_empty() { kinds } else { format!(": {kinds}") };
            text.push_str(&format!(
                "\n{} of {} tables differ{kinds}\n",
                changes.len() - intact,
                changes.len()
            ));
            if !migrations.is_empty() {
                text.push_str(&format!(
                    "migrations no longer run: {}\n",
                    escape::one_line(&migrations.join(", "))
                ));
            }
            text
        }
    };
    out.write_all(text.as_bytes()).map_err(write_error)?;
    Ok(if differs { ExitStatus::FOUND } else { ExitStatus::DONE })
}

fn cells(change: &TableChange) -> Vec<String> {
    let number = |rows: Option<u64>| rows.map_or_else(|| "-".to_owned(), |rows| rows.to_string());
    let mut what = Vec::new();
    for (name, kind) in &change.columns_lost {
        what.push(format!("lost column {name} {kind}"));
    }
    for (name, kind) in &change.columns_new {
        what.push(format!("new column {name} {kind}"));
    }
    for (name, was, is) in &change.retyped {
        what.push(format!("{name}: {was} -> {is}"));
    }
    if let Some((was, is)) = change.auto_increment_set_back {
        what.push(format!("AUTO_INCREMENT {was} -> {is}"));
    }
    if let Some((was, is)) = &change.created {
        what.push(format!("created {was} -> {is}"));
    }
    if change.doubtful {
        what.push(
            "AUTO_INCREMENT was kept: emptied by DELETE, or not yet counted by the server"
                .to_owned(),
        );
    } else if change.estimate && matches!(change.state, Change::Empty | Change::Fewer) {
        what.push("rows are estimated".to_owned());
    }
    let state = format!("{:?}", change.state).to_ascii_lowercase();
    vec![
        full(&change.database, &change.table),
        state,
        number(change.rows_before),
        number(change.rows_after),
        what.join("; "),
    ]
}

fn full(database: &str, table: &str) -> String {
    if database.is_empty() { table.to_owned() } else { format!("{database}.{table}") }
}

fn show(state: &State, form: Form) -> Result<String> {
    if form == Form::Json {
        let tables = state.tables.iter();
        let tables: Vec<_> = tables
            .map(|((database, name), facts)| {
                json!({"database": database, "table": name, "facts": facts})
            })
            .collect();
        return Ok(pretty(
            &json!({"taken": state.taken, "tables": tables, "migrations": state.migrations}),
        ));
    }
    let number =
        |value: Option<u64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let rows: Vec<Vec<String>> = state
        .tables
        .iter()
        .map(|((database, name), table)| {
            let columns = if table.columns.is_empty() {
                "-".to_owned()
            } else {
                table.columns.len().to_string()
            };
            let next = number(table.auto_increment);
            vec![
                full(database, name),
                number(table.rows),
                next,
                said(&table.created_at),
                said(&table.updated_at),
                columns,
            ]
        })
        .collect();
    let mut text =
        grid(&["TABLE", "ROWS", "AUTO_INCREMENT", "CREATED", "UPDATED", "COLUMNS"], &rows, form);
    text.push_str(&format!(
        "\n{} tables, {} migrations run\n",
        state.tables.len(),
        state.migrations.len()
    ));
    Ok(text)
}

fn pretty(value: &serde_json::Value) -> String {
    String::from_utf8_lossy(&escape::json_lines(value)).into_owned()
}

fn grid(names: &[&str], rows: &[Vec<String>], form: Form) -> String {
    if form == Form::Md {
        let mut text = format!("| {} |\n|{}\n", names.join(" | "), " --- |".repeat(names.len()));
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| escape::md_cell(cell)).collect();
            text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        return text;
    }
    let mut table = comfy_table::Table::new();
    table.load_preset(comfy_table::presets::NOTHING).set_header(names.iter().copied());
    for row in rows {
        table.add_row(row.iter().map(|cell| escape::one_line(cell)));
    }
    format!("{table}\n")
}
