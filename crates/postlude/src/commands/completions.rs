use clap::CommandFactory as _;

use super::Arguments;
use crate::command_error::CommandError;
use crate::printer::Printer;

/// Completions for a shell, to be put where the shell looks for them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  postlude completions bash > /etc/bash_completion.d/postlude")]
pub(crate) struct Completions {
    /// Which shell.
    shell: clap_complete::Shell,
}

impl Completions {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "postlude", &mut script);
        Ok(printer.text(&String::from_utf8_lossy(&script))?)
    }
}
