//! The program's command line: reads the arguments, calls the command, says what went wrong.

use std::{ffi::OsString, io::Write};

use crate::{
    command::{
        COMMANDS,
        contract::{Console, Entry},
        status::{ExitStatus, is_broken_pipe, write_error},
    },
    error::{Error, Result},
    text::escape,
};

/// The definition of the command line.
pub(crate) fn program() -> clap::Command {
    clap::Command::new("backtrail")
        .version(env!("CARGO_PKG_VERSION"))
        .about(env!("CARGO_PKG_DESCRIPTION"))
        .max_term_width(100)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(COMMANDS.iter().map(Entry::definition))
}

/// Reads the arguments and does what they ask; all that is said goes to `out` and `err`.
pub fn main(
    args: impl Iterator<Item = OsString>,
    out: &mut (dyn Write + Send),
    err: &mut (dyn Write + Send),
) -> ExitStatus {
    let matches = match program().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => {
            let text = error.render();
            return if error.use_stderr() {
                let _ = write!(err, "{text}");
                ExitStatus::USAGE
            } else {
                let _ = write!(out, "{text}");
                ExitStatus::DONE
            };
        }
    };
    let mut console = Console { out, err, program };
    match run(&matches, &mut console) {
        Ok(status) => status,
        Err(error) if is_broken_pipe(&error) => ExitStatus::DONE,
        Err(error) => {
            let cause = std::error::Error::source(&error)
                .map(|cause| format!(": {cause}"))
                .unwrap_or_default();
            // a message may bear paths of the evidence, on lines of their own
            let text: Vec<String> =
                format!("{error}{cause}").lines().map(escape::terminal).collect();
            let _ = writeln!(console.err, "backtrail: {}", text.join("\n"));
            match error {
                Error::NothingUsable(_) => ExitStatus::NOTHING,
                _ => ExitStatus::USAGE,
            }
        }
    }
}

/// Runs the command that was called.
fn run(matches: &clap::ArgMatches, console: &mut Console<'_>) -> Result<ExitStatus> {
    let (command, matches) = matches
        .subcommand()
        .and_then(|(name, matches)| {
            Some((COMMANDS.iter().find(|command| command.name == name)?, matches))
        })
        .ok_or_else(|| Error::Usage("no command was named".to_owned()))?;
    let status = command.run(matches, console)?;
    console.out.flush().map_err(write_error)?;
    Ok(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        let mut program = program();
        program.build();
        program.debug_assert();
    }
}
