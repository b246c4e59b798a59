//! The program: hands arguments and streams to the library.

use std::{
    io::{self, BufWriter, IsTerminal, Write},
    process::ExitCode,
};

fn main() -> ExitCode {
    // without it a run could still be interrupted; only what it was writing would stay
    let _ = ctrlc::set_handler(interrupted);
    let mut out = BufWriter::with_capacity(16 * 1024, io::stdout());
    let mut err = io::stderr();
    let status = backtrail::program::main(std::env::args_os(), &mut out, &mut err);
    let _ = out.flush();
    ExitCode::from(status.0)
}

/// Ctrl-C: takes away what is half written and ends with the status that shells use for it.
#[allow(clippy::exit, reason = "the threads that read are not to be waited for")]
fn interrupted() {
    backtrail::program::abandon();
    if io::stderr().is_terminal() {
        let _ = writeln!(io::stderr());
    }
    std::process::exit(130);
}
