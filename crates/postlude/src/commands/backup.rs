use std::path::PathBuf;

use postlude_server::backup::{self, Asked, Manifest};

use super::house::House;
use crate::command_error::CommandError;
use crate::printer::Printer;
use crate::show::words::{counted, size};

/// Copy everything that is kept into one archive, also while the workbench runs.
///
/// People, reviews with their history, attachments and evidence go into one file that `postlude restore` takes back, on this database or the
/// other kind. It gets its name when it is complete. Who is logged in is not in it; it holds hashes of passwords and tokens, so
/// keep it as you keep the database.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  postlude backup postlude.tar.zst\n  postlude backup /backups/$(date +%F).tar.zst --data /srv/postlude\n  postlude backup small.tar.zst --without-evidence"
)]
pub(crate) struct Backup {
    /// The archive; it must not exist yet.
    to: PathBuf,
    /// Leave uploaded files and what was read of them out: reviews, people and attachments only.
    #[arg(long)]
    without_evidence: bool,
    #[command(flatten)]
    house: House,
}

impl Backup {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        self.house.exists()?;
        super::house::wait(async {
            let store = self.house.store().await?;
            let asked = Asked {
                data: &self.house.data()?,
                to: &self.to,
                with_evidence: !self.without_evidence,
                created: super::house::outside().now().to_string(),
            };
            let bar = printer.progress(0);
            let mut tell = |path: &str, bytes: u64| {
                if bar.message() != path {
                    bar.set_message(path.to_owned());
                }
                bar.inc(bytes);
            };
            let made = backup::make(store.as_ref(), &asked, &mut tell).await;
            bar.finish_and_clear();
            store.close().await;
            let made = made?;
            for path in &made.left {
                printer.note(&format!("{path} is not in it: it was gone when it was to be copied"));
            }
            printer.note(&format!("{} in {}", told(&made), self.to.display()));
            Ok(())
        })
    }
}

/// What an archive holds, in a line.
pub(super) fn told(manifest: &Manifest) -> String {
    format!(
        "{}, {}, {}, {}, {} ({})",
        counted(manifest.rows_of("review"), "review"),
        counted(manifest.rows_of("person"), "account"),
        counted(manifest.rows_of("incident"), "incident"),
        counted(manifest.rows_of("attachment"), "attachment"),
        counted(manifest.files.len() as u64, "file"),
        size(manifest.bytes()),
    )
}
