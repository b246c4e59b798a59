//! The program's command line: reads the arguments, calls the command, says what went wrong.

use std::{
    ffi::{OsStr, OsString},
    io::Write,
    path::Path,
};

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
        .override_usage("backtrail <COMMAND>\n       backtrail <PATH>...  analyzes what is there")
        .after_help(TASKS)
        .propagate_version(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(COMMANDS.iter().map(Entry::definition))
}

/// The help by task.
const TASKS: &str = "\
By task:
  What was destroyed, by whom, and what now?   backtrail evidence/
  The same as a report to hand on              backtrail evidence/ -o rca.html -o rca.md
  Does a report say what the evidence says?    backtrail verify rca.json --evidence evidence/
  What happened in that hour?                  backtrail grep --since 06:00 --until 07:00 logs/
  Which statements destroy?                    backtrail grep --sql destructive /var/log/mysql
  What changed between two schema dumps?       backtrail schema diff before.tsv after.tsv
  Does the restored database hold all of it?   backtrail schema verify now.tsv --backup shop.sql.gz
  Which statements took the time?              backtrail slow mariadb-slow.log
  May this log be handed on?                   backtrail redact --check laravel.log
  What does a word of the report mean?         backtrail explain precursor
  Can it read my log?                          backtrail formats nginx";

/// The arguments with the command that they imply: `analyze` where a path or one of its options
/// comes first.
pub(super) fn implied(mut args: Vec<OsString>) -> Vec<OsString> {
    let own = ["help", "-h", "--help", "-V", "--version"];
    let is_path = |arg: &OsStr| {
        let text = arg.to_string_lossy();
        text.starts_with('-') || text.contains(['/', '*', '\\']) || Path::new(arg).exists()
    };
    let implies = args.get(1).is_some_and(|first| {
        !own.iter().chain(COMMANDS.iter().map(|it| &it.name)).any(|known| first == *known)
            && is_path(first)
    });
    if implies {
        args.insert(1, "analyze".into());
    }
    args
}

/// Reads the arguments and does what they ask; all that is said goes to `out` and `err`.
pub fn main(
    args: impl Iterator<Item = OsString>,
    out: &mut (dyn Write + Send),
    err: &mut (dyn Write + Send),
) -> ExitStatus {
    let matches = match program().try_get_matches_from(implied(args.collect())) {
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
    fn a_path_alone_is_analyzed() {
        let command = |line: &str| {
            let args = line.split(' ').map(OsString::from).collect();
            implied(args).get(1).map(|arg| arg.to_string_lossy().into_owned())
        };
        for line in ["b src", "b ./gone", "b -o a.md src", "b --json src", "b *.log", "b -"] {
            assert_eq!(command(line).as_deref(), Some("analyze"), "{line}");
        }
        // a misspelt command is none, and a folder named like a command needs `./`
        for line in ["b evnts", "b grep", "b -V", "b --help", "b help"] {
            assert_eq!(command(line).as_deref(), line.split(' ').nth(1), "{line}");
        }
        assert_eq!(command("b"), None);
    }

    #[test]
    fn the_command_line_holds_together() {
        let mut program = program();
        program.build();
        program.debug_assert();
    }
}
