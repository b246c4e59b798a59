//! What a reader notices about a record beside what the record tells, and the words for it.

use std::fmt;

use chrono::NaiveDateTime;

/// What was odd about a record, or how it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Remark {
    /// Some of it is missing at its end.
    Cut,
    /// So it is, or its context lacks the closing bracket.
    ContextOpen,
    /// So many bytes of context are more than is read.
    LargeContext(usize),
    /// Its head lies in a file that is not there.
    Headless,
    /// The `# Time:` line of a slow log's entry is garbage.
    NoTime,
    /// Its session's clock shows no time that a log can have.
    ClockAbsurd,
    /// Its session's clock shows another time than the server's.
    ClockSet,
    /// It goes back behind the entries before it.
    Earlier,
    /// The stamp is that of the section around it.
    SectionStamp,
    /// The run time in this field cannot be one.
    NoRunTime(String),
    /// The run time in this field has no unit.
    NoUnit(String),
    /// The server killed the statement.
    Killed,
    /// A warning or note that the statement met with, in the server's words.
    Warned(String),
    /// It failed with this error, after it had changed data.
    FailedMidway(u64),
    /// One of so many statements was logged.
    Sampled(String),
    /// One line stands for so many.
    Repeated(u64),
    /// No column names: the shape of the values tells their meaning.
    Guessed,
    /// Somebody counted the rows of this table: the list names those that he chose.
    Chosen,
    /// A row has more or fewer values than there are columns.
    Uneven {
        /// How many values.
        values: usize,
        /// How many columns.
        columns: usize,
    },
    /// Times are UTC whatever the server's zone.
    Utc,
    /// A typed statement has no end.
    NotEnded,
    /// A backup does not say when it was taken.
    Undated,
    /// A backup's compression is not read, so its rows are not counted.
    Uncounted,
    /// A backup has no closing line, and ends as a whole one does.
    EndsWhole,
    /// A backup ends within a statement.
    EndsWithin,
    /// A backup lacks the end that its head promises.
    EndMissing,
    /// A timer may run late, by this setting.
    Late {
        /// The setting.
        key: &'static str,
        /// Its value.
        value: String,
    },
    /// The last run of this unit when a list was printed.
    LastRun(String),
    /// An anacron job.
    Period {
        /// Its name.
        job: String,
        /// `every 7 days`, `@monthly`.
        every: String,
        /// Minutes after anacron starts.
        delay: String,
    },
    /// A crontab feeds this to a command.
    Input(String),
    /// `CRON_TZ` is set, which not every cron obeys.
    CronZone,
    /// A line that makes cron ignore the whole crontab.
    BadLine {
        /// Which.
        line: usize,
        /// How many jobs it disables.
        jobs: usize,
    },
    /// The clocks of the zone leap over the stamp.
    LeapsOver {
        /// The zone's name.
        zone: String,
        /// The stamp.
        local: NaiveDateTime,
    },
    /// For the carry pass, which takes it out: the number of an audit log's query.
    QueryId(u64),
    /// For the carry pass, which takes it out: what a fragment of a dump tells.
    Part(DumpPart),
}

/// What a fragment of a dump tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DumpPart {
    /// Which program made it.
    Tool,
    /// When it was taken.
    Taken,
    /// What a line of the head says for which there is no other word.
    Told,
    /// The settings of before are saved.
    Saved,
    /// A statement has no end.
    Cut,
    /// The database of what follows.
    Database,
    /// A table's structure.
    Table,
    /// Rows of a table.
    Rows,
    /// Where the binary log stood.
    Binlog,
    /// What ends a statement from here on.
    Delimiter,
    /// The settings are put back.
    Restored,
    /// The closing line.
    Completed,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Remark::Cut => "the record is cut",
            Remark::ContextOpen => "the record is cut, or its context is not closed",
            Remark::LargeContext(bytes) => {
                return write!(f, "a context of {bytes} bytes, which is more than is read");
            }
            Remark::Headless => "the head of this entry is not in the file",
            Remark::NoTime => "the # Time: line has no time",
            Remark::ClockAbsurd => "the session's clock was set to a time that no log can have",
            Remark::ClockSet => "SET timestamp is far from # Time: the session's clock was set",
            Remark::Earlier => {
                "earlier than the entries before it by more than a day: the session's clock may \
                 have been set"
            }
            Remark::SectionStamp => "the line has no timestamp; this is the section's",
            Remark::NoRunTime(said) => return write!(f, "Query_time {said} is no run time"),
            Remark::NoUnit(key) => {
                return write!(
                    f,
                    "`{key}` names no unit; taken as milliseconds, which is what Laravel's \
                     listener gives"
                );
            }
            Remark::Killed => "the statement was killed",
            Remark::Warned(said) => said,
            Remark::FailedMidway(code) => {
                return write!(f, "ended with error {code} after it had changed data");
            }
            Remark::Sampled(rate) => return write!(f, "the log is sampled: one of {rate}"),
            Remark::Repeated(times) => {
                return write!(f, "the line stands for {times} of its kind");
            }
            Remark::Guessed => {
                "no column names: their meaning is taken from the shape of the values"
            }
            Remark::Chosen => "counted by hand: the list names the tables that were chosen",
            Remark::Uneven { values, columns } => {
                return write!(f, "{values} values under {columns} columns");
            }
            Remark::Utc => "times in this dump are UTC (SET TIME_ZONE='+00:00')",
            Remark::NotEnded => "no terminator follows: it may not have been sent",
            Remark::Undated => "it has no date",
            Remark::Uncounted => "its compression is not read: rows are not counted",
            Remark::EndsWhole => "no closing line, yet it ends as a whole dump does",
            Remark::EndsWithin => "the last statement has no end: the dump broke off",
            Remark::EndMissing => "the end that its head promises is not there: the dump broke off",
            Remark::Late { key, value } => {
                return write!(f, "{key}={value}: it may start later than scheduled");
            }
            Remark::LastRun(unit) => {
                return write!(f, "the last run of {unit} when the list was printed");
            }
            Remark::Period { job, every, delay } => {
                return write!(
                    f,
                    "job `{job}`: {every}, {delay} minutes after anacron starts, at no fixed time"
                );
            }
            Remark::Input(input) => return write!(f, "reads from the crontab: {input}"),
            Remark::CronZone => {
                "CRON_TZ moves the schedule in cronie only; Debian's cron keeps to the host's zone"
            }
            Remark::BadLine { line, jobs } => {
                return write!(
                    f,
                    "line {line} is no valid entry: Debian's cron ignores the whole file, so its \
                     {jobs} other jobs are not taken as scheduled"
                );
            }
            Remark::LeapsOver { zone, local } => {
                return write!(f, "{zone} has no {local}: its clocks leap over it");
            }
            Remark::QueryId(_) | Remark::Part(_) => "",
        })
    }
}
