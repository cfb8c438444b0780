use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context as _;
use postlude_server::{Entrance, Limits, Settings, address, gather, hold, open, serve};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::house::{House, outside, user_name};
use crate::command_error::CommandError;
use crate::printer::Printer;

/// The workbench in the browser: reviews, their evidence and timelines, several people at once.
///
/// Alone on this machine nobody needs an account: the link that is printed opens it, once; the browser stays logged in. With --accounts
/// people get in by invitation and password, and the first link makes the first administrator. TLS is a proxy's work: give the
/// address that people type with --public.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Serve {
    /// A folder of evidence to begin a review with, unless there is one of its name already.
    #[arg(value_name = "EVIDENCE")]
    evidence: Option<PathBuf>,
    #[command(flatten)]
    house: House,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Accounts with passwords, for several people.
    #[arg(long)]
    accounts: bool,
    /// The address that people type, where a proxy stands before the server: https://review.example
    #[arg(long, value_name = "ADDRESS")]
    public: Option<String>,
    /// Largest file of evidence, in GiB.
    #[arg(long, value_name = "GIB", default_value_t = 100)]
    largest_file: u64,
}

const EXAMPLES: &str = "\
Examples:
  postlude serve
  postlude serve evidence/
  postlude serve --data /srv/postlude --listen 127.0.0.1:9000
  postlude serve --accounts --listen 0.0.0.0:8787 --public https://review.example
  postlude serve --accounts --database-url postgres://postlude@db.example/postlude --data /shared/postlude";

impl Serve {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let filter =
            EnvFilter::try_from_env("POSTLUDE_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
        if !self.accounts && !self.listen.ip().is_loopback() {
            return Err(CommandError::asked("without accounts the workbench answers this machine only")
                .hint("add --accounts, or listen on 127.0.0.1"));
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(self.serve(printer))
    }

    async fn serve(self, printer: &Printer) -> Result<(), CommandError> {
        let data = self.house.data()?;
        let held = hold(&data).with_context(|| format!("cannot use {}", data.display()))?;
        // Several servers may share a folder when they share a PostgreSQL that tells each of the others' edits.
        if held.is_none() && !self.house.is_shared() {
            return Err(CommandError::asked(format!("another server uses {}", data.display()))
                .hint("stop it, or name another folder with --data"));
        }
        let store = self.house.store().await?;
        let listener = TcpListener::bind(self.listen)
            .await
            .with_context(|| format!("cannot listen on {}", self.listen))?;
        let settings = Settings {
            data,
            entrance: if self.accounts { Entrance::Accounts } else { Entrance::Single },
            listen: listener.local_addr()?,
            public: self.public,
            limits: Limits { evidence_file: self.largest_file << 30, ..Limits::default() },
        };
        let workbench = open(store, outside(), settings);
        let link = address(&workbench, &user_name()).await.context("cannot open the database")?;
        if let Some(folder) = &self.evidence {
            gather(&workbench, folder).await.map_err(|error| CommandError::asked(error.message))?;
        }
        printer.text(&format!("{link}\n"))?;
        printer.note("Open this address in a browser. Ctrl+C stops the workbench; everything is saved as it is written.");
        Ok(serve(workbench, listener, stopped()).await?)
    }
}

/// Ctrl+C, or a manager of services that says stop.
async fn stopped() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated => {}
    }
}
