//! `backtrail completions`: what a shell needs to complete commands, options and their values.

use crate::{
    command::{
        contract::{Command, Console},
        status::{ExitStatus, write_error},
    },
    error::Result,
};

/// What a shell needs to complete commands and options
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

impl Command for Completions {
    const NAME: &'static str = "completions";
    const ABOUT: &'static str = "What a shell needs to complete commands and options";
    const HIDDEN: bool = true;

    /// Writes the script.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let out = &mut *console.out;
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut (console.program)(), "backtrail", &mut script);
        out.write_all(&script).map_err(write_error)?;
        Ok(ExitStatus::DONE)
    }
}
