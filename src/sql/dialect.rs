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
    /// PostgreSQL and what speaks its language.
    Postgres,
}

impl Dialect {
    /// PostgreSQL of any version.
    pub(crate) const POSTGRES: Dialect = Dialect { flavour: Flavour::Postgres, version: None };

    /// Whether it is PostgreSQL's.
    pub(crate) fn is_postgres(self) -> bool {
        self.flavour == Flavour::Postgres
    }
}
