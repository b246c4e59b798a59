//! The program: hands arguments and streams to the library.

use std::{
    io::{self, BufWriter, Write},
    process::ExitCode,
};

fn main() -> ExitCode {
    let mut out = BufWriter::with_capacity(256 * 1024, io::stdout());
    let mut err = io::stderr();
    let status = backtrail::cli::main(std::env::args_os(), &mut out, &mut err);
    let _ = out.flush();
    ExitCode::from(status.0)
}
