//! `backtrail slow`: which kinds of statements took the time.

use std::{
    collections::HashSet,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use clap::ValueEnum;

use super::{condition::Conditions, digest::Class, filter::Filter, group::Group, page::Page, read};
use crate::{
    command::{
        args::{EvidenceArgs, JsonArg},
        contract::{Command, Console},
        formats::found_any,
        gathering,
        status::{ExitStatus, write_error},
    },
    error::{Error, Result},
    ingest::{gather::on_threads, options::SurveyPolicy},
    sql::fingerprint::walk::Digits,
    time::window::Window,
};

/// Digest of slow queries by fingerprint
///
/// Reads slow logs, Laravel's entries about slow queries, general logs (whose statements count,
/// without a run time) and log tables. Fingerprints are those of pt-query-digest. Quantiles are
/// within 1 %. The first 10,000 kinds are told apart, what comes later is summed up as `(other)`;
/// of each kind 32 users, hosts and databases are kept. The longest statement of each is shown with
/// its literals taken out.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:
  backtrail slow mariadb-slow.log
  backtrail slow --sort p95 --limit 10 /var/log/mysql/
  backtrail slow --since '2025-10-27 06:00' --until '2025-10-27 07:10' --db shop slow.log
  backtrail slow --limit 95% --format json slow.log | jq '.classes[].fingerprint'")]
pub(crate) struct Slow {
    #[command(flatten)]
    pub(crate) evidence: EvidenceArgs,
    /// What comes first; also in the words of pt-query-digest, as Lock_time:sum
    #[arg(
        long,
        alias = "order-by",
        value_enum,
        ignore_case = true,
        default_value = "total",
        value_name = "KEY"
    )]
    pub(crate) sort: Sort,
    /// How many kinds of statements are shown: a number, a share of the run time, or both; 0 for
    /// all
    #[arg(long, default_value = "20", value_name = "N|P%|P%:N")]
    pub(crate) limit: Limit,
    /// Only statements of this account; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Vec<String>,
    /// Only statements from this host or address; may be repeated
    #[arg(long, value_name = "NAME")]
    pub(crate) host: Vec<String>,
    /// Only statements in this database; may be repeated
    #[arg(long, visible_alias = "database", value_name = "NAME")]
    pub(crate) db: Vec<String>,
    /// Only kinds of statements whose fingerprint matches this regular expression
    #[arg(long = "match", value_name = "REGEX")]
    pub(crate) matching: Option<String>,
    /// Only files of these formats, by any words that `backtrail formats` finds, or by
    /// pt-query-digest's slowlog and genlog
    #[arg(long = "type", value_name = "WORD")]
    pub(crate) types: Vec<String>,
    /// Only statements that fit, such as `Query_time > 1 && Rows_examined >= 10000`; names are
    /// those of the slow log
    #[arg(long, value_name = "CONDITION")]
    pub(crate) filter: Option<Conditions>,
    /// What counts as one kind of statements
    #[arg(long, value_enum, default_value = "fingerprint", value_name = "KEY")]
    pub(crate) group_by: Group,
    /// Leave out the kinds that an earlier digest (`slow --json`) holds
    #[arg(long, value_name = "FILE")]
    pub(crate) review: Option<PathBuf>,
    /// Keep digits in names, so that `orders_1` and `orders_2` are two kinds
    #[arg(long)]
    pub(crate) preserve_embedded_numbers: bool,
    /// Form of the output
    #[arg(long, alias = "output", value_enum, default_value = "table", value_name = "FORM")]
    pub(crate) format: Form,
    #[command(flatten)]
    pub(crate) json: JsonArg,
}

/// By what classes are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// Run time of all
    #[value(alias = "Query_time:sum")]
    Total,
    /// Number of statements
    #[value(alias = "Query_time:cnt")]
    Count,
    /// Mean run time
    Mean,
    /// Shortest run time
    #[value(alias = "Query_time:min")]
    Min,
    /// Longest run time
    #[value(alias = "Query_time:max")]
    Max,
    /// Run time that half do not exceed
    P50,
    /// Run time that 95 of 100 do not exceed
    P95,
    /// Run time that 99 of 100 do not exceed
    P99,
    /// Time waiting for locks
    #[value(alias = "Lock_time:sum")]
    Lock,
    /// Rows read
    #[value(alias = "Rows_examined:sum")]
    Rows,
    /// Rows sent
    #[value(alias = "Rows_sent:sum")]
    Sent,
    /// Rows changed
    #[value(alias = "Rows_affected:sum")]
    Affected,
    /// Seen last
    Last,
}

impl Sort {
    fn key(self, class: &Class) -> u64 {
        match self {
            Sort::Total => class.total_us,
            Sort::Count => class.count,
            Sort::Mean => class.mean_us(),
            Sort::Min => class.min_us,
            Sort::Max => class.max_us,
            Sort::P50 => class.quantile_us(0.5),
            Sort::P95 => class.quantile_us(0.95),
            Sort::P99 => class.quantile_us(0.99),
            Sort::Lock => class.lock_us,
            Sort::Rows => class.rows_examined,
            Sort::Sent => class.rows_sent,
            Sort::Affected => class.rows_affected,
            Sort::Last => class.last.map_or(0, |last| u64::try_from(last.at).unwrap_or(0)),
        }
    }
}

/// How many classes are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    /// Until so much of the run time is told, in percent.
    percent: Option<u8>,
    /// At most so many.
    most: Option<usize>,
}

impl std::str::FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Limit, String> {
        let wrong = || format!("`{text}` is neither a number nor a share such as 95% or 95%:20");
        let (percent, most) = match text.split_once('%') {
            Some((percent, most)) => (
                Some(percent),
                most.strip_prefix(':').or(most.is_empty().then_some("0")).ok_or_else(wrong)?,
            ),
            None => (None, text),
        };
        let percent = percent
            .map(|percent| {
                percent.parse().ok().filter(|percent| (1..=100).contains(percent)).ok_or_else(wrong)
            })
            .transpose()?;
        let most: usize = most.parse().map_err(|_| wrong())?;
        Ok(Limit { percent, most: (most > 0).then_some(most) })
    }
}

impl Limit {
    /// How many of the classes, which are sorted, are shown.
    fn of(self, classes: &[Class], total_us: u64) -> usize {
        let most = self.most.unwrap_or(usize::MAX).min(classes.len());
        let Some(percent) = self.percent else { return most };
        let wanted = u128::from(total_us) * u128::from(percent);
        let mut told = 0_u128;
        let enough = classes.iter().position(|class| {
            let before = told;
            told += u128::from(class.total_us) * 100;
            before >= wanted
        });
        most.min(enough.unwrap_or(classes.len()))
    }
}

/// A form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// For the terminal
    #[value(aliases = ["report", "profile"])]
    Table,
    /// One JSON object
    Json,
    /// Markdown
    Md,
}

/// Columns where the output is no terminal.
const COLUMNS: usize = 100;
/// The ids of the kinds that a digest of before holds.
fn reviewed(file: &Path) -> Result<HashSet<String>> {
    #[derive(serde::Deserialize)]
    struct Kind {
        id: String,
    }
    #[derive(serde::Deserialize)]
    struct Before {
        classes: Vec<Kind>,
    }
    let text = fs::read(file).map_err(|source| Error::Io {
        doing: "read",
        path: file.to_owned(),
        source,
    })?;
    let before: Before = serde_json::from_slice(&text).map_err(|error| {
        Error::Usage(format!("--review {}: no digest of `slow --json`: {error}", file.display()))
    })?;
    Ok(before.classes.into_iter().map(|kind| kind.id).collect())
}

impl Slow {
    /// The formats that `--type` names.
    fn formats(&self) -> Result<Vec<&'static str>> {
        let words: Vec<String> = self
            .types
            .iter()
            .map(|word| match word.as_str() {
                "slowlog" => "mysql_slow".to_owned(),
                "genlog" => "mysql_general".to_owned(),
                "binlog" => "mysql_binlog".to_owned(),
                other => other.to_owned(),
            })
            .collect();
        Ok(found_any(&words)?.iter().map(|format| format.id).collect())
    }
}

impl Command for Slow {
    const NAME: &'static str = "slow";
    const ABOUT: &'static str = "Digest of slow queries by fingerprint";

    /// Writes the digest.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let Console { out, err, .. } = console;
        let options = self.evidence.options(&[], SurveyPolicy::Never)?;
        gathering::notice(&options, err);
        let mut filter = Filter {
            window: Window::default(),
            users: self.user.clone(),
            hosts: self.host.clone(),
            databases: self.db.clone(),
            conditions: self.filter.clone().unwrap_or_default(),
            formats: self.formats()?,
        };
        let reviewed = self.review.as_deref().map(reviewed).transpose()?.unwrap_or_default();
        let matching = self
            .matching
            .as_deref()
            .map(regex::bytes::Regex::new)
            .transpose()
            .map_err(|error| Error::Usage(format!("--match: {error}")))?;
        let digits = if self.preserve_embedded_numbers { Digits::Kept } else { Digits::Replaced };
        let mut stdin = io::stdin();
        let progress = gathering::progress(&options);
        let (gathered, mut digest) = on_threads(options.threads, || {
            let stdin = Some(&mut stdin as &mut dyn Read);
            read::read(&options, &mut filter, digits, stdin)
        })??;
        let window = filter.window;
        drop(progress);
        let gathered = gathering::check(gathered, &options, err)?;
        if let Some(form) = self.group_by.form() {
            digest = digest.grouped(form);
        }
        if matching.is_some() || !reviewed.is_empty() {
            let fits = |form: &[u8]| matching.as_ref().is_none_or(|regex| regex.is_match(form));
            digest.classes.retain(|class| fits(&class.form) && !reviewed.contains(&class.id()));
            digest.count = digest.classes.iter().map(|class| class.count).sum();
            digest.total_us =
                digest.classes.iter().fold(0, |sum, class| sum.saturating_add(class.total_us));
        }
        if digest.count == 0 {
            let within =
                if window.bounded { format!(" {}", window.words()) } else { String::new() };
            return Err(Error::NothingUsable(format!(
                "no statement of a slow log, query log or log table is in the evidence, or none is as asked for{within}"
            )));
        }
        let mut classes = std::mem::take(&mut digest.classes);
        classes.sort_by_cached_key(|class| {
            (std::cmp::Reverse(self.sort.key(class)), class.form.clone())
        });
        let shown = self.limit.of(&classes, digest.total_us);
        let page = Page {
            sources: &gathered.sources,
            clocks: &gathered.placed.clocks,
            redactor: options.redactor(),
            window,
            count: digest.count,
            total_us: digest.total_us,
            kinds: classes.len(),
            classes: classes.get(..shown).unwrap_or(&classes),
            numbers: &digest.numbers,
            width: comfy_table::Table::new().width().map_or(COLUMNS, usize::from),
        };
        let text = match self.format {
            _ if self.json.json => page.json(),
            Form::Table => page.table(),
            Form::Json => page.json(),
            Form::Md => page.markdown(),
        };
        out.write_all(text.as_bytes()).map_err(write_error)?;
        Ok(gathering::status(&gathered, &options))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_number_a_share_or_both() {
        let classes: Vec<Class> = [70, 20, 6, 4]
            .into_iter()
            .map(|total_us| Class { total_us, ..Class::default() })
            .collect();
        for (text, shown) in
            [("0", 4), ("2", 2), ("90%", 2), ("91%", 3), ("100%", 4), ("95%:1", 1), ("50%:3", 1)]
        {
            assert_eq!(text.parse::<Limit>().unwrap().of(&classes, 100), shown, "{text}");
        }
        for wrong in ["", "x", "101%", "0%", "5%x", "-1"] {
            assert!(wrong.parse::<Limit>().is_err(), "{wrong}");
        }
    }
}
