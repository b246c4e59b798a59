//! Who or what may have started something, by kind.

use crate::text::vocabulary::vocabulary;

vocabulary! {
    /// The contract's trigger kinds.
    #[derive(Default)]
    pub enum TriggerKind {
        /// A person typed the command at a shell.
        Shell = "shell",
        /// A job of cron ran it.
        Cron = "cron",
        /// A systemd timer or service ran it.
        SystemdTimer = "systemd_timer",
        /// The application's own scheduler (Laravel's `schedule:run`) ran it.
        Scheduler = "scheduler",
        /// A deployment ran it.
        Deploy = "deploy",
        /// A test suite ran it, against a database that was not meant for tests.
        TestSuite = "test_suite",
        /// A job of the application's queue did it.
        QueueWorker = "queue_worker",
        /// A person typed SQL into a database client or an administration page.
        DbClient = "db_client",
        /// An event of the database server's own scheduler (`CREATE EVENT`) ran it.
        DbEvent = "db_event",
        /// A request to the web application did it.
        WebRequest = "web_request",
        /// The database server itself, as by a crash.
        Server = "server",
        /// A coding agent's own tool call, shown by its transcript.
        AiAgent = "ai_agent",
        /// A database client from an address that no other evidence knows.
        RemoteClient = "remote_client",
        /// The evidence does not show it.
        Unknown = "unknown" (default),
    }
}

impl TriggerKind {
    /// What it is, to follow "by".
    pub fn words(self) -> &'static str {
        match self {
            TriggerKind::Shell => "a person at a shell",
            TriggerKind::Cron => "cron",
            TriggerKind::SystemdTimer => "a systemd timer",
            TriggerKind::Scheduler => "the framework's scheduler",
            TriggerKind::Deploy => "a deployment",
            TriggerKind::TestSuite => "a test suite",
            TriggerKind::QueueWorker => "a queue worker",
            TriggerKind::DbClient => "SQL typed into a client",
            TriggerKind::DbEvent => "the server's event scheduler",
            TriggerKind::WebRequest => "a web request",
            TriggerKind::Server => "the database server itself",
            TriggerKind::AiAgent => "a coding agent",
            TriggerKind::RemoteClient => "a database client from an unknown address",
            TriggerKind::Unknown => "something that this evidence does not show",
        }
    }

    /// What stands before its host: it came from there or ran there.
    pub(crate) fn before_host(self) -> &'static str {
        match self {
            TriggerKind::DbClient | TriggerKind::RemoteClient | TriggerKind::WebRequest => "from",
            _ => "on",
        }
    }

    /// Whether a clock or a queue starts it, with nobody at a terminal to answer a question.
    pub fn is_unattended(self) -> bool {
        matches!(
            self,
            TriggerKind::Cron
                | TriggerKind::Scheduler
                | TriggerKind::QueueWorker
                | TriggerKind::SystemdTimer
        )
    }
}
