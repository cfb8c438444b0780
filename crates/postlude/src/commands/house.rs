//! Where a workbench keeps everything, for verbs that work on it beside the server.

use std::fs::File;
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use postlude_base::Timestamp;
use postlude_server::{Outside, Store, hold, open_store};

use crate::command_error::CommandError;

/// Where a workbench keeps everything.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct House {
    /// Folder where everything is kept [default: postlude below the user's data folder]
    #[arg(long, value_name = "FOLDER", env = "POSTLUDE_DATA")]
    data: Option<PathBuf>,
    /// PostgreSQL instead of a file in the data folder: postgres://user@host/database
    #[arg(long, value_name = "ADDRESS", env = "POSTLUDE_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

impl House {
    /// From options that a verb has beside others.
    pub(super) fn of(data: Option<PathBuf>, database_url: Option<String>) -> Self {
        Self { data, database_url }
    }

    /// The data folder.
    pub(super) fn data(&self) -> Result<PathBuf, CommandError> {
        self.data.clone().or_else(data_folder).ok_or_else(|| {
            CommandError::asked("there is no home folder to keep reviews in")
                .hint("name a folder with --data")
        })
    }

    /// Whether everything lies in PostgreSQL, which several may share.
    pub(super) fn is_shared(&self) -> bool {
        self.database_url.is_some()
    }

    /// Refuses a folder without a workbench: a name mistyped must not make an empty one.
    pub(super) fn exists(&self) -> Result<(), CommandError> {
        let data = self.data()?;
        if self.is_shared() || data.join("postlude.sqlite").is_file() {
            return Ok(());
        }
        Err(CommandError::asked(format!("nothing is kept in {}", data.display()))
            .hint("name the folder of the workbench with --data, or its database with --database-url"))
    }

    /// Holds the folder against servers while the file lives.
    pub(super) fn hold(&self, hint: &str) -> Result<File, CommandError> {
        let data = self.data()?;
        let held = hold(&data).with_context(|| format!("cannot use {}", data.display()))?;
        held.ok_or_else(|| CommandError::asked(format!("a server uses {}", data.display())).hint(hint))
    }

    /// The database.
    pub(super) async fn store(&self) -> Result<Arc<dyn Store>, CommandError> {
        let opened = open_store(&self.data()?, self.database_url.as_deref(), outside().id()).await;
        Ok(opened.context("cannot open the database")?)
    }
}

/// Works until it is done.
pub(super) fn wait<T>(work: impl Future<Output = Result<T, CommandError>>) -> Result<T, CommandError> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// The clock and the chance of this machine.
#[expect(clippy::disallowed_methods, reason = "a program reads the clock")]
pub(super) fn outside() -> Outside {
    let now = || Timestamp::from_jiff(jiff::Timestamp::now()).unwrap_or(Timestamp(0));
    // Without chance from the system no key is safe: better to stop.
    Outside::new(now, |bytes| getrandom::fill(bytes).expect("the system gives random bytes"))
}

fn data_folder() -> Option<PathBuf> {
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let data = data.or_else(|| std::env::home_dir().map(|home| home.join(".local/share")));
    Some(data?.join("postlude"))
}

/// How the one person of this machine is called.
pub(super) fn user_name() -> String {
    let name = std::env::var("USER").ok().filter(|name| !name.trim().is_empty());
    name.unwrap_or_else(|| "You".to_owned())
}
