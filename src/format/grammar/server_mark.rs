//! What a line of a database server about itself marks, by its own words: those of the server and
//! of InnoDB in MySQL and MariaDB (their lists of messages), and of container images' entry points.

use crate::{event::log::ServerMark, format::grammar::mysql::find};

/// What a message marks.
pub(crate) fn mark(message: &[u8]) -> ServerMark {
    const MARKS: &[(&[u8], ServerMark)] = &[
        (b"got signal ", ServerMark::Crash),
        (b"assertion failure", ServerMark::Crash),
        (b"failing assertion", ServerMark::Crash),
        (b"got exception 0x", ServerMark::Crash),
        (b"ready for connections", ServerMark::Ready),
        (b"normal shutdown", ServerMark::Shutdown),
        (b"received shutdown", ServerMark::Shutdown),
        (b": shutdown complete", ServerMark::Shutdown),
        (b"mysqld ended", ServerMark::Shutdown),
        // a new, empty data directory
        (b"initializing database files", ServerMark::Initialized),
        (b"initializing of server in progress", ServerMark::Initialized),
        (b"installing mariadb/mysql system tables", ServerMark::Initialized),
        (b"did not exist. a new tablespace will be created", ServerMark::Initialized),
        (b"did not exist: a new database to be created", ServerMark::Initialized),
        (b"clone removing all user data", ServerMark::Initialized),
        (b"clone drop all user data", ServerMark::Initialized),
        (b"cleaning the existing datadir", ServerMark::Initialized),
        (b"init process complete; ready for start up", ServerMark::Initialized),
        // the whole state of another node, in place of its own
        (b"wsrep: installed new state from sst", ServerMark::Replaced),
        (b"wsrep: installed new state: ", ServerMark::Replaced),
        (b"wsrep: sst received: ", ServerMark::Replaced),
        // files that the server knows of and does not find
        (b"operating system error number 2 in a file operation", ServerMark::FilesMissing),
        (b"operating system error number 3 in a file operation", ServerMark::FilesMissing),
        (b"cannot open datafile for read-only", ServerMark::FilesMissing),
        (b"cannot open tablespace", ServerMark::FilesMissing),
        (b"tablespace is missing", ServerMark::FilesMissing),
        (b".ibd file is missing", ServerMark::FilesMissing),
        (b".ibd' is missing", ServerMark::FilesMissing),
        (b"doesn't exist in engine", ServerMark::FilesMissing),
        (b"could not find a valid tablespace file", ServerMark::FilesMissing),
        (b"failed to find tablespace for table", ServerMark::FilesMissing),
        (b"ignoring tablespace for ", ServerMark::FilesMissing),
        (b"can't open and lock privilege tables", ServerMark::FilesMissing),
        (b"could not open file \"base/", ServerMark::FilesMissing),
        (b"the database subdirectory \"base/", ServerMark::FilesMissing),
        // files that were copied or put back without their log
        (b"is in the future! current system log sequence number", ServerMark::Mismatched),
        (b"you may have copied the innodb tablespace", ServerMark::Mismatched),
        (b"you are using the right ib_logfiles", ServerMark::Mismatched),
        (b"tablespace id mismatch", ServerMark::Mismatched),
        (b"starting crash recovery", ServerMark::Recovery),
        (b"was not shut down normally", ServerMark::Recovery),
        (b"crash recovery finished", ServerMark::Recovery),
        (b"recovering after a crash", ServerMark::Recovery),
        (b"starting an apply batch", ServerMark::Recovery),
        (b"corrupt", ServerMark::Corruption),
        (b"marked as crashed", ServerMark::Corruption),
        (b"incorrect key file", ServerMark::Corruption),
        (b"page no stored in the page", ServerMark::Corruption),
        (b"checksum mismatch", ServerMark::Corruption),
    ];
    let message = message.get(..message.len().min(2000)).unwrap_or_default().to_ascii_lowercase();
    let passing = find(&message, b"x plugin ready").is_some()
        || find(&message, b"set innodb_force_recovery").is_some();
    if passing {
        return ServerMark::None;
    }
    MARKS
        .iter()
        .find(|(words, _)| find(&message, words).is_some())
        .map_or(ServerMark::None, |(_, mark)| *mark)
}
