//! Who came and went, and which commands were given.

/// A login, logout or failed login.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Session {
    /// The account.
    pub user: Option<String>,
    /// The address it came from.
    pub from: Option<String>,
    /// What happened.
    pub action: SessionAction,
    /// The service that let it in.
    pub service: Option<Service>,
    /// Process id: joins opened and closed.
    pub pid: Option<u64>,
    /// Terminal, where said.
    pub tty: Option<String>,
    /// Fingerprint of the key, which tells people apart who share an account.
    pub key: Option<String>,
    /// Host that wrote the line.
    pub host: Option<String>,
    /// The account that took on `user` (sudo, su), where the line names it.
    pub by: Option<String>,
    /// The line tells that the connection ended before anybody was let in, not of an attempt.
    pub gave_up: bool,
}

/// What lets users in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    /// The SSH daemon.
    Sshd,
    /// sudo.
    Sudo,
    /// su.
    Su,
    /// A cron daemon, which opens a session for each job.
    Cron,
    /// A console's login.
    Login,
    /// systemd-logind.
    Logind,
    /// A database server.
    Mysql,
    /// Another, by its name.
    Other(Box<str>),
}

impl Service {
    /// The service of this name.
    pub(crate) fn of(name: &str) -> Service {
        match name {
            "sshd" => Service::Sshd,
            "sudo" => Service::Sudo,
            "su" => Service::Su,
            "cron" => Service::Cron,
            "login" => Service::Login,
            "logind" => Service::Logind,
            "mysql" => Service::Mysql,
            other => Service::Other(other.into()),
        }
    }

    /// Its name.
    pub(crate) fn id(&self) -> &str {
        match self {
            Service::Sshd => "sshd",
            Service::Sudo => "sudo",
            Service::Su => "su",
            Service::Cron => "cron",
            Service::Login => "login",
            Service::Logind => "logind",
            Service::Mysql => "mysql",
            Service::Other(name) => name,
        }
    }
}

/// What a session line tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SessionAction {
    /// It began.
    #[default]
    Login,
    /// It ended.
    Logout,
    /// It was refused.
    Failed,
}

/// A command line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Command {
    /// The account that gave it, where known.
    pub user: Option<String>,
    /// The text as typed or logged.
    pub command: String,
    /// How it is known.
    pub via: CommandVia,
    /// Working directory.
    pub directory: Option<String>,
    /// Terminal.
    pub tty: Option<String>,
    /// The account it ran as, where another.
    pub run_as: Option<String>,
    /// Host.
    pub host: Option<String>,
    /// It was refused (sudo) or cancelled.
    pub refused: bool,
    /// What it printed, joined by line breaks, as far as the record shows it; empty where it shows
    /// that nothing was printed.
    pub output: Option<String>,
    /// Seconds it ran, where said.
    pub elapsed_s: Option<u64>,
}

/// How a command is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum CommandVia {
    /// A shell's history.
    #[default]
    History,
    /// sudo or su.
    Sudo,
    /// A deployment's log.
    Deploy,
    /// A continuous-integration job's log.
    Ci,
    /// A coding agent's transcript.
    Agent,
    /// A queue worker: the job's class is the command.
    Worker,
    /// A test runner.
    Tests,
    /// The kernel's audit.
    Audit,
    /// Output of a tool that names itself, with no command line (migrate, pt-online-schema-change).
    ToolOutput,
    /// A log that a script writes about itself.
    ScriptLog,
}
