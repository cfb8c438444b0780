//! The program: `postlude timeline|records|inspect|query|...`.
//!
//! Reading order: `commands/` (one verb per file), `show/` (one form of output per file), `printer` (the only way to the
//! terminal), `command_error` (what a person is told when it fails).
//!
//! Invariants: only data go to standard output, all else to standard error; exit status 0 means that the output is
//! complete and valid however odd the evidence was, 2 that nothing useful came out. This crate converts between the
//! engine and people; it decides nothing about evidence.

mod blocks;
mod command_error;
mod commands;
mod near;
mod printer;
mod show;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let arguments = commands::Arguments::parse();
    let mut printer = printer::Printer::new(arguments.color, arguments.quiet);
    match commands::run(arguments.command, &mut printer) {
        Ok(status) => status,
        Err(error) => {
            printer.failure(&error);
            ExitCode::from(error.exit_status())
        }
    }
}
