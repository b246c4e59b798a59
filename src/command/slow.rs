//! `backtrail slow`.

use std::io::Write;

use super::ExitStatus;
use crate::error::{Error, Result};

/// Its arguments.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub evidence: crate::cli::EvidenceArgs,
}

/// Does it.
pub fn run(args: &Args, out: &mut (dyn Write + Send), err: &mut (dyn Write + Send)) -> Result<ExitStatus> {
    let _ = (args, out, err);
    Err(Error::Usage("`slow` is not built yet".to_owned()))
}
