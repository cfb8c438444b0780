use std::path::PathBuf;

use postlude_server::backup;

use super::house::House;
use crate::command_error::CommandError;
use crate::printer::Printer;

/// Bring a backup back into an empty data folder and an empty database, all of it or nothing.
///
/// Every file is compared with its hash before the first one is written. A restore that was broken off is begun anew.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  postlude restore postlude.tar.zst --data /srv/postlude\n  postlude restore postlude.tar.zst --data /srv/postlude --database-url postgres://postlude@db.example/postlude"
)]
pub(crate) struct Restore {
    /// The archive that `postlude backup` wrote.
    from: PathBuf,
    #[command(flatten)]
    house: House,
}

impl Restore {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        if !self.from.is_file() {
            return Err(CommandError::asked(format!("there is no file {}", self.from.display())));
        }
        let data = self.house.data()?;
        let _held = self.house.hold("stop it, or name an empty folder with --data")?;
        super::house::wait(async {
            let store = self.house.store().await?;
            let bar = printer.progress(0);
            let mut tell = |path: &str, bytes: u64| {
                if bar.message() != path {
                    bar.set_message(path.to_owned());
                }
                bar.inc(bytes);
            };
            let restored = backup::restore(store.as_ref(), &self.from, &data, &mut tell).await;
            bar.finish_and_clear();
            store.close().await;
            let restored = restored?;
            printer.note(&format!(
                "{} of {} are back in {}",
                super::backup::told(&restored),
                restored.created,
                data.display()
            ));
            if !restored.with_evidence {
                printer.note("The backup was taken without evidence: entries keep their citations, not the files behind them.");
            }
            Ok(())
        })
    }
}
