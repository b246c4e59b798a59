//! `backtrail formats`: what can be read.

use std::io::Write;

use super::{ExitStatus, write_error};
use crate::{error::Result, format::FORMATS};

/// The formats that are known, with an example of each
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Only formats whose name holds this
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}

/// Lists them.
pub fn run(
    args: &Args,
    out: &mut (dyn Write + Send),
    _err: &mut (dyn Write + Send),
) -> Result<ExitStatus> {
    let mut found = false;
    for format in FORMATS {
        if args.name.as_deref().is_some_and(|name| !format.id().contains(name)) {
            continue;
        }
        found = true;
        let example: String =
            format.example().lines().map(|line| format!("    {line}\n")).collect();
        write!(out, "{}  {}\n{example}", format.id(), format.about()).map_err(write_error)?;
    }
    Ok(if found { ExitStatus::DONE } else { ExitStatus::FOUND })
}
