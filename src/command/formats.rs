//! `backtrail formats`: what can be read.

use crate::{
    command::{
        contract::{Command, Console},
        status::{ExitStatus, write_error},
    },
    error::Result,
    format::FORMATS,
};

/// The formats that are known, with an example of each
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Formats {
    /// Only formats whose name holds this
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
}

impl Command for Formats {
    const NAME: &'static str = "formats";
    const ABOUT: &'static str = "The formats that are known, with an example of each";

    /// Lists them.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let out = &mut *console.out;
        let mut found = false;
        for format in FORMATS {
            if self.name.as_deref().is_some_and(|name| !format.id.contains(name)) {
                continue;
            }
            found = true;
            let example: String =
                format.example.lines().map(|line| format!("    {line}\n")).collect();
            write!(out, "{}  {}\n{example}", format.id, format.about).map_err(write_error)?;
        }
        Ok(if found { ExitStatus::DONE } else { ExitStatus::FOUND })
    }
}
