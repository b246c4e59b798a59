//! What a command is.

use std::io::Write;

use clap::{ArgMatches, Args, FromArgMatches};

use crate::{
    command::status::ExitStatus,
    error::{Error, Result},
};

/// One command: its arguments, and what it does with them.
pub(crate) trait Command: Args + FromArgMatches {
    /// What it is called by.
    const NAME: &'static str;
    /// Its line in the help of the program.
    const ABOUT: &'static str;
    /// Whether the help of the program leaves it out.
    const HIDDEN: bool = false;

    /// Does what the arguments ask.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus>;
}

/// What a command works with besides its arguments.
pub(crate) struct Console<'a> {
    /// Standard output.
    pub(crate) out: &'a mut (dyn Write + Send),
    /// Standard error.
    pub(crate) err: &'a mut (dyn Write + Send),
    /// The definition of the whole command line, for manual pages and completions.
    pub(crate) program: fn() -> clap::Command,
}

/// A command as an item of the list of all of them.
pub(crate) struct Entry {
    /// What it is called by.
    pub(crate) name: &'static str,
    about: &'static str,
    hidden: bool,
    arguments: fn(clap::Command) -> clap::Command,
    run: fn(&ArgMatches, &mut Console<'_>) -> Result<ExitStatus>,
}

impl Entry {
    /// The item of a command.
    pub(crate) const fn of<C: Command>() -> Entry {
        Entry {
            name: C::NAME,
            about: C::ABOUT,
            hidden: C::HIDDEN,
            arguments: C::augment_args,
            run: |matches, console| {
                C::from_arg_matches(matches)
                    .map_err(|error| Error::Usage(error.to_string()))?
                    .run(console)
            },
        }
    }

    /// Its definition. The options are put together only when it is the one that is called.
    pub(crate) fn definition(&self) -> clap::Command {
        clap::Command::new(self.name).about(self.about).hide(self.hidden).defer(self.arguments)
    }

    /// Reads its arguments and does what they ask.
    pub(crate) fn run(
        &self,
        matches: &ArgMatches,
        console: &mut Console<'_>,
    ) -> Result<ExitStatus> {
        (self.run)(matches, console)
    }
}

/// How a command ends, and what it writes to standard output.
#[cfg(test)]
pub(crate) fn run(command: &impl Command) -> Result<(ExitStatus, String)> {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let program = || clap::Command::new("backtrail");
    let status = command.run(&mut Console { out: &mut out, err: &mut err, program })?;
    Ok((status, String::from_utf8_lossy(&out).into_owned()))
}
