//! Exported folders on the disk.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use postlude_server::export::{pack, unpack};
use serde_json::Value;
use tempfile::TempDir;

use super::client::Client;
use crate::command_error::CommandError;

/// Fetches an export; it gets its name when it is whole.
pub(super) async fn export(client: &Client, target: &str, to: &Path) -> Result<(), CommandError> {
    if to.exists() {
        return Err(CommandError::asked(format!("{} exists already", to.display()))
            .hint("name a folder that does not exist yet"));
    }
    let temporary = beside(to)?;
    let archive = temporary.path().join("review.zip");
    client.fetch(target, &archive).await?;
    let whole = match is_zip(to) {
        true => {
            // Whoever cut it, it is told here and not when it is needed.
            unpack(&archive, &temporary.path().join("checked"), u64::MAX)?;
            archive
        }
        false => {
            let folder = temporary.path().join("folder");
            unpack(&archive, &folder, u64::MAX)?;
            folder
        }
    };
    Ok(fs::rename(&whole, to).with_context(|| format!("cannot write {}", to.display()))?)
}

/// Sends a folder or an archive.
pub(super) async fn import(client: &Client, from: &Path) -> Result<Value, CommandError> {
    if from.is_file() {
        return client.send("/reviews/import", from).await;
    }
    if !from.join("review.json").is_file() {
        return Err(CommandError::asked(format!("there is no review.json in {}", from.display()))
            .hint("name a folder or a .zip that `postlude review export` wrote"));
    }
    let temporary = TempDir::with_prefix("postlude-")?;
    let archive = temporary.path().join("review.zip");
    pack(from, &archive)?;
    client.send("/reviews/import", &archive).await
}

fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// A folder on the same disk, so that a name can be given at once.
fn beside(to: &Path) -> Result<TempDir, CommandError> {
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.map_or_else(|| PathBuf::from("."), Path::to_owned);
    let made = tempfile::Builder::new().prefix(".postlude-").tempdir_in(&parent);
    Ok(made.with_context(|| format!("cannot write into {}", parent.display()))?)
}
