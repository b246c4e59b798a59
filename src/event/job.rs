//! Jobs that a scheduler starts, and their definitions.

/// What starts jobs at their times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Scheduler {
    /// A cron daemon, or one of its kind that names itself no further.
    #[default]
    Cron,
    /// anacron.
    Anacron,
    /// A timer of systemd, or a service as one starts it.
    Systemd,
    /// `schedule:run` of Laravel.
    Laravel,
    /// supercronic.
    Supercronic,
    /// crond of BusyBox.
    Busybox,
}

impl Scheduler {
    /// Its name in output.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Scheduler::Cron => "cron",
            Scheduler::Anacron => "anacron",
            Scheduler::Systemd => "systemd",
            Scheduler::Laravel => "laravel",
            Scheduler::Supercronic => "supercronic",
            Scheduler::Busybox => "busybox",
        }
    }
}

/// A job started by a scheduler.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CronRun {
    /// The account it runs as.
    pub user: Option<String>,
    /// The command line as logged.
    pub command: String,
    /// Process id.
    pub pid: Option<u64>,
    /// Host that wrote the line.
    pub host: Option<String>,
    /// What started it.
    pub scheduler: Scheduler,
    /// The line tells of the job's end, not its start.
    pub ended: bool,
}

/// A job's definition.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CronJob {
    /// The schedule as written: five fields, `@daily`, `OnCalendar=…`, `dailyAt('03:15')`.
    pub schedule: String,
    /// The account, where the file names one.
    pub user: Option<String>,
    /// The command line as written.
    pub command: String,
    /// A zone that the file sets for it (`CRON_TZ`, `->timezone()`).
    pub zone: Option<String>,
    /// What starts it.
    pub scheduler: Scheduler,
}
