//! Entries of applications, servers and web servers about themselves.

/// An application's log entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// Lower case: `debug` `info` `notice` `warning` `error` `critical` `alert` `emergency`.
    pub level: Option<String>,
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
pub struct Server {
    /// Text.
    pub message: String,
    /// Lower case: `note` `warning` `error` `system`.
    pub level: Option<String>,
    /// Thread or connection id, where given.
    pub thread: Option<u64>,
    /// What it marks, where it marks something.
    pub mark: ServerMark,
}

/// What a server line marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ServerMark {
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
}

/// A web request of an access log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
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
}
