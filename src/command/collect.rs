//! `backtrail collect`: a script that gathers the evidence on the machine where it lies.

use clap::ValueEnum;

use crate::{
    command::{
        contract::{Command, Console},
        status::{ExitStatus, write_error},
    },
    error::Result,
};

/// Print a shell script that collects the evidence on the machine where it lies
///
/// For POSIX shells and without dependencies: read it, copy it to the machine, run it there as
/// root. It copies logs with their times, asks the server for its state, hashes all of it and ends
/// in one archive that `backtrail` reads. It changes nothing outside its own folder and takes no
/// password on a command line.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:
  backtrail collect --script mysql > collect.sh; less collect.sh
  scp collect.sh db1: && ssh -t db1 sudo sh collect.sh -o /mnt/other-disk")]
pub(crate) struct Collect {
    /// What was hit
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) script: Script,
}

/// What a script collects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Script {
    /// A MySQL or MariaDB server and its machine
    Mysql,
    /// A PostgreSQL server and its machine
    Postgres,
    /// A Laravel application with MySQL or MariaDB, and its machine
    Laravel,
}

impl Script {
    /// Its parts in their order.
    fn parts(self) -> Vec<&'static str> {
        const MYSQL: &str = include_str!("collect/mysql.sh");
        let own: &[&str] = match self {
            Script::Mysql => &[MYSQL],
            Script::Postgres => &[include_str!("collect/postgres.sh")],
            Script::Laravel => &[MYSQL, include_str!("collect/laravel.sh")],
        };
        let (begin, end) = (include_str!("collect/begin.sh"), include_str!("collect/end.sh"));
        [&[begin, include_str!("collect/host.sh")], own, &[end]].concat()
    }
}

impl Command for Collect {
    const NAME: &'static str = "collect";
    const ABOUT: &'static str = "Print a shell script that collects the evidence where it lies";

    /// Prints it.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        console.out.write_all(self.script.parts().concat().as_bytes()).map_err(write_error)?;
        Ok(ExitStatus::DONE)
    }
}
