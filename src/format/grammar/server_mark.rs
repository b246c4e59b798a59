//! What a line of a database server about itself marks, by its own words: those of the server and
//! of InnoDB in MySQL and MariaDB (their lists of messages), and of container images' entry points.

use std::sync::LazyLock;

use crate::{
    event::log::ServerMark,
    format::grammar::mysql::find,
    text::needles::{Case, Needles},
};

/// Words of a server and what they mark; earlier ones decide.
const MARKS: [(&str, ServerMark); 49] = [
    ("got signal ", ServerMark::Crash),
    ("assertion failure", ServerMark::Crash),
    ("failing assertion", ServerMark::Crash),
    ("got exception 0x", ServerMark::Crash),
    ("ready for connections", ServerMark::Ready),
    ("normal shutdown", ServerMark::Shutdown),
    ("received shutdown", ServerMark::Shutdown),
    (": shutdown complete", ServerMark::Shutdown),
    ("mysqld ended", ServerMark::Shutdown),
    // a new, empty data directory
    ("initializing database files", ServerMark::Initialized),
    ("initializing of server in progress", ServerMark::Initialized),
    ("installing mariadb/mysql system tables", ServerMark::Initialized),
    ("did not exist. a new tablespace will be created", ServerMark::Initialized),
    ("did not exist: a new database to be created", ServerMark::Initialized),
    ("clone removing all user data", ServerMark::Initialized),
    ("clone drop all user data", ServerMark::Initialized),
    ("cleaning the existing datadir", ServerMark::Initialized),
    ("init process complete; ready for start up", ServerMark::Initialized),
    // the whole state of another node, in place of its own
    ("wsrep: installed new state from sst", ServerMark::Replaced),
    ("wsrep: installed new state: ", ServerMark::Replaced),
    ("wsrep: sst received: ", ServerMark::Replaced),
    // files that the server knows of and does not find
    ("operating system error number 2 in a file operation", ServerMark::FilesMissing),
    ("operating system error number 3 in a file operation", ServerMark::FilesMissing),
    ("cannot open datafile for read-only", ServerMark::FilesMissing),
    ("cannot open tablespace", ServerMark::FilesMissing),
    ("tablespace is missing", ServerMark::FilesMissing),
    (".ibd file is missing", ServerMark::FilesMissing),
    (".ibd' is missing", ServerMark::FilesMissing),
    ("doesn't exist in engine", ServerMark::FilesMissing),
    ("could not find a valid tablespace file", ServerMark::FilesMissing),
    ("failed to find tablespace for table", ServerMark::FilesMissing),
    ("ignoring tablespace for ", ServerMark::FilesMissing),
    ("can't open and lock privilege tables", ServerMark::FilesMissing),
    ("could not open file \"base/", ServerMark::FilesMissing),
    ("the database subdirectory \"base/", ServerMark::FilesMissing),
    // files that were copied or put back without their log
    ("is in the future! current system log sequence number", ServerMark::Mismatched),
    ("you may have copied the innodb tablespace", ServerMark::Mismatched),
    ("you are using the right ib_logfiles", ServerMark::Mismatched),
    ("tablespace id mismatch", ServerMark::Mismatched),
    ("starting crash recovery", ServerMark::Recovery),
    ("was not shut down normally", ServerMark::Recovery),
    ("crash recovery finished", ServerMark::Recovery),
    ("recovering after a crash", ServerMark::Recovery),
    ("starting an apply batch", ServerMark::Recovery),
    ("corrupt", ServerMark::Corruption),
    ("marked as crashed", ServerMark::Corruption),
    ("incorrect key file", ServerMark::Corruption),
    ("page no stored in the page", ServerMark::Corruption),
    ("checksum mismatch", ServerMark::Corruption),
];

/// Any of them: most messages hold none.
static ANY: LazyLock<Option<Needles>> =
    LazyLock::new(|| Needles::new(&MARKS.map(|(words, _)| words), Case::Exact));

/// What a message marks.
pub(crate) fn mark(message: &[u8]) -> ServerMark {
    let message = message.get(..message.len().min(2000)).unwrap_or_default().to_ascii_lowercase();
    if ANY.as_ref().is_some_and(|any| any.find(&message, 0).is_none()) {
        return ServerMark::None;
    }
    let passing = find(&message, b"x plugin ready").is_some()
        || find(&message, b"set innodb_force_recovery").is_some();
    if passing {
        return ServerMark::None;
    }
    MARKS
        .iter()
        .find(|(words, _)| find(&message, words.as_bytes()).is_some())
        .map_or(ServerMark::None, |(_, mark)| *mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_search_finds_them_all() {
        assert!(ANY.is_some());
        for (words, marked) in MARKS {
            assert_eq!(mark(format!("x {} y", words.to_uppercase()).as_bytes()), marked, "{words}");
        }
        assert_eq!(mark(b"Page cleaner took 4012ms"), ServerMark::None);
    }
}
