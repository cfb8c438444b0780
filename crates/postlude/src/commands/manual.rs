use std::path::PathBuf;

use anyhow::Context as _;
use clap::CommandFactory as _;

use super::Arguments;
use crate::command_error::CommandError;
use crate::printer::Printer;

/// Manual pages (roff): one for the program and one for each verb.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  postlude manual /usr/local/share/man/man1")]
pub(crate) struct Manual {
    /// Folder to write them to.
    folder: PathBuf,
}

impl Manual {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let folder = self.folder.display().to_string();
        std::fs::create_dir_all(&self.folder).with_context(|| format!("cannot create {folder}"))?;
        clap_mangen::generate_to(Arguments::command(), &self.folder)
            .with_context(|| format!("cannot write to {folder}"))?;
        printer.note(&format!("manual pages written to {folder}"));
        Ok(())
    }
}
