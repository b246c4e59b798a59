//! Entries of applications, servers and web servers about themselves.

use std::borrow::Cow;

/// How grave a writer takes an entry of its own to be, in rising order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// For developers.
    Debug,
    /// As expected.
    Info,
    /// As expected, of a database server.
    Note,
    /// A database server's start, stop and the like.
    System,
    /// Unusual.
    Notice,
    /// May become an error.
    Warning,
    /// Something failed.
    Error,
    /// A component failed.
    Critical,
    /// To be seen to at once.
    Alert,
    /// Nothing works.
    Emergency,
    /// None: the banner that a server begins a file with, which a carry pass takes out.
    Banner,
    /// A word that is none of these, in lower case.
    Other(Box<str>),
}

impl Level {
    /// The level of this name, in any case.
    pub(crate) fn of(name: &str) -> Level {
        let known = [
            ("debug", Level::Debug),
            ("trace", Level::Debug),
            ("info", Level::Info),
            ("note", Level::Note),
            ("system", Level::System),
            ("notice", Level::Notice),
            ("warning", Level::Warning),
            ("warn", Level::Warning),
            ("error", Level::Error),
            ("err", Level::Error),
            ("critical", Level::Critical),
            ("fatal", Level::Critical),
            ("crit", Level::Critical),
            ("alert", Level::Alert),
            ("emergency", Level::Emergency),
        ];
        let found = known.into_iter().find(|(word, _)| name.eq_ignore_ascii_case(word));
        found.map_or_else(|| Level::Other(name.to_lowercase().into()), |(_, level)| level)
    }

    /// Its name in output.
    pub(crate) fn id(&self) -> &str {
        match self {
            Level::Debug => "debug",
            Level::Info => "info",
            Level::Note => "note",
            Level::System => "system",
            Level::Notice => "notice",
            Level::Warning => "warning",
            Level::Error => "error",
            Level::Critical => "critical",
            Level::Alert => "alert",
            Level::Emergency => "emergency",
            Level::Banner => "banner",
            Level::Other(name) => name,
        }
    }

    /// The same, on its own.
    pub(crate) fn into_name(self) -> Cow<'static, str> {
        match self {
            Level::Other(name) => Cow::Owned(name.into()),
            level => level.id().to_owned().into(),
        }
    }

    /// Whether something failed.
    pub(crate) fn is_error(&self) -> bool {
        matches!(self, Level::Error | Level::Critical | Level::Alert | Level::Emergency)
    }
}

/// An application's log entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Log {
    /// How grave the writer takes it to be.
    pub level: Option<Level>,
    /// The channel, in Laravel most often the environment's name.
    pub channel: Option<String>,
    /// The message without context and trace.
    pub message: String,
    /// The context as JSON text, where there is one that parses.
    pub context: Option<serde_json::Value>,
    /// Class of the outermost exception.
    pub exception: Option<String>,
    /// Lines of stack trace.
    pub trace_lines: u32,
    /// Statement that the entry quotes (a QueryException).
    pub sql: Option<String>,
    /// SQLSTATE or server error number that it quotes, such as `42S02` and `1146`.
    pub sqlstate: Option<String>,
    /// Server error number.
    pub error_code: Option<u32>,
    /// Frames of the trace that name a console command or job class, outermost last.
    pub frames: Vec<String>,
}

/// A database server's line about itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Server {
    /// Text.
    pub message: String,
    /// How grave the server takes it to be.
    pub level: Option<Level>,
    /// Thread or connection id, where given.
    pub thread: Option<u64>,
    /// What it marks, where it marks something.
    pub mark: ServerMark,
}

/// What a server line marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ServerMark {
    /// Nothing of note.
    #[default]
    None,
    /// Ready for connections: volatile facts restart here.
    Ready,
    /// An orderly stop.
    Shutdown,
    /// A crash: signal, assertion.
    Crash,
    /// Recovery after a crash.
    Recovery,
    /// A table or page is damaged.
    Corruption,
    /// A new, empty data directory is made, or the old one is emptied for data of another node.
    Initialized,
    /// The data of another node or snapshot took the place of its own.
    Replaced,
    /// The whole server was deleted, with its storage.
    Deleted,
    /// A file of its data is not there.
    FilesMissing,
    /// Its files and its own log are of different moments: they were copied or put back apart.
    Mismatched,
}

/// A web request of an access log.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Request {
    /// Client address.
    pub from: Option<String>,
    /// Account.
    pub user: Option<String>,
    /// Method.
    pub method: String,
    /// Path with query.
    pub target: String,
    /// Status.
    pub status: Option<u16>,
    /// User agent.
    pub agent: Option<String>,
    /// What the line has behind that: durations, in some set-ups the body.
    pub more: Option<String>,
}

impl Request {
    /// The texts that the client chose and that an application may put into statements.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        [Some(self.target.as_str()), self.agent.as_deref(), self.more.as_deref()]
            .into_iter()
            .flatten()
    }
}
