//! Jobs that a scheduler starts, and their definitions.

/// A job started by a scheduler.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CronRun {
    /// The account it runs as.
    pub user: Option<String>,
    /// The command line as logged.
    pub command: String,
    /// Process id.
    pub pid: Option<u64>,
    /// Host that wrote the line.
    pub host: Option<String>,
    /// Which scheduler: `cron`, `anacron`, `systemd`, `laravel`, `supercronic`, `busybox`.
    pub scheduler: &'static str,
    /// The line tells of the job's end, not its start.
    pub ended: bool,
}

/// A job's definition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CronJob {
    /// The schedule as written: five fields, `@daily`, `OnCalendar=…`, `dailyAt('03:15')`.
    pub schedule: String,
    /// The account, where the file names one.
    pub user: Option<String>,
    /// The command line as written.
    pub command: String,
    /// A zone that the file sets for it (`CRON_TZ`, `->timezone()`).
    pub zone: Option<String>,
    /// Which scheduler, as in [`CronRun::scheduler`].
    pub scheduler: &'static str,
}
