//! `backtrail completions`: what a shell needs to complete commands, options and their values.

use std::io::Write;

use clap::CommandFactory;

use super::{ExitStatus, write_error};
use crate::error::Result;

/// What a shell needs to complete commands and options
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Writes the script.
pub fn run(
    args: &Args,
    out: &mut (dyn Write + Send),
    _err: &mut (dyn Write + Send),
) -> Result<ExitStatus> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut crate::command::cli::Cli::command(),
        "backtrail",
        &mut script,
    );
    out.write_all(&script).map_err(write_error)?;
    Ok(ExitStatus::DONE)
}
