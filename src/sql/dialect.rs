//! Whose SQL it is.

/// The server whose SQL it is; decides whether an executable comment runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Dialect {
    /// Who made it.
    pub flavour: Flavour,
    /// Version as `major * 10000 + minor * 100 + patch`; `None` where not known.
    pub version: Option<u32>,
}

/// A server family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Flavour {
    /// Not known: executable comments of plausible versions are taken to run.
    #[default]
    Unknown,
    /// MySQL, Percona Server, Aurora.
    MySql,
    /// MariaDB.
    MariaDb,
}
