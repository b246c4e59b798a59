//! `backtrail explain`.

use std::io::Write;

use super::ExitStatus;
use crate::error::{Error, Result};

/// Its arguments.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What it works on
    #[arg(value_name = "ARG")]
    pub arguments: Vec<String>,
}

/// Does it.
pub fn run(args: &Args, out: &mut (dyn Write + Send), err: &mut (dyn Write + Send)) -> Result<ExitStatus> {
    let _ = (args, out, err);
    Err(Error::Usage("`explain` is not built yet".to_owned()))
}
