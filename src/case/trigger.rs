//! Who or what may have started something, by kind.

use crate::text::vocabulary::vocabulary;

vocabulary! {
    /// The contract's trigger kinds.
    #[derive(Default)]
    pub enum TriggerKind {
        /// A person at a shell.
        Shell = "shell",
        /// cron.
        Cron = "cron",
        /// A timer of systemd.
        SystemdTimer = "systemd_timer",
        /// Laravel's scheduler.
        Scheduler = "scheduler",
        /// A release.
        Deploy = "deploy",
        /// A test suite.
        TestSuite = "test_suite",
        /// A worker of the application's queue.
        QueueWorker = "queue_worker",
        /// SQL typed into a client.
        DbClient = "db_client",
        /// The server's own event scheduler.
        DbEvent = "db_event",
        /// A web request.
        WebRequest = "web_request",
        /// The database server itself.
        Server = "server",
        /// A coding agent's own tool call, shown by its transcript.
        AiAgent = "ai_agent",
        /// A database client from an address that no other evidence knows.
        RemoteClient = "remote_client",
        /// Nothing shows it.
        #[default]
        Unknown = "unknown",
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
