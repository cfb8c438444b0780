//! `postlude review`: reviews from the command line, through the same API that pages and programs use.

pub(super) mod client;
mod folder;
mod shown;

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::house::House;
use crate::command_error::CommandError;
use crate::printer::Printer;
use client::Client;

/// Reviews: list, begin, show, export, import.
///
/// Works on the data folder while no server uses it; with --server and a personal token it asks a server that runs.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Review {
    #[command(subcommand)]
    verb: Verb,
    /// Ask this server instead of a data folder: http://127.0.0.1:8787
    #[arg(long, global = true, value_name = "ADDRESS", env = "POSTLUDE_SERVER")]
    server: Option<String>,
    /// Personal token for the server; better given as POSTLUDE_TOKEN.
    #[arg(long, global = true, value_name = "TOKEN", env = "POSTLUDE_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// What to print.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Folder where everything is kept [default: postlude below the user's data folder]
    #[arg(long, global = true, value_name = "FOLDER", env = "POSTLUDE_DATA")]
    data: Option<PathBuf>,
    /// PostgreSQL instead of a file in the data folder: postgres://user@host/database
    #[arg(
        long,
        global = true,
        value_name = "ADDRESS",
        env = "POSTLUDE_DATABASE_URL",
        hide_env_values = true
    )]
    database_url: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  postlude review list
  postlude review new \"Checkout failed on Friday\"
  postlude review show 01900000-0000-7000-8000-000000000001 --format json
  postlude review export 01900000-0000-7000-8000-000000000001 friday/
  postlude review import friday/ --data /srv/postlude
  POSTLUDE_TOKEN=... postlude review list --server http://127.0.0.1:8787";

/// What to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// As the API answers.
    Json,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Reviews, the latest change first.
    List {
        /// Only those in this phase: preparing, gathering, understanding, deciding, sharing, closed.
        #[arg(long)]
        phase: Option<String>,
    },
    /// Begin a review with an incident of the same title.
    New {
        /// What lists show.
        title: String,
        /// Only people who are named see it.
        #[arg(long)]
        restricted: bool,
    },
    /// A review: phase, people, incidents, and how far it is.
    Show {
        /// Its id.
        review: String,
    },
    /// Write a review into a new folder, or a .zip: Markdown, JSON, attachments, evidence as Parquet.
    Export {
        /// Its id.
        review: String,
        /// The folder, or a name that ends with .zip; must not exist yet.
        to: PathBuf,
        /// Leave the evidence out.
        #[arg(long)]
        without_evidence: bool,
    },
    /// Make a new review of an exported folder or .zip.
    Import {
        /// The folder or archive.
        from: PathBuf,
    },
}

impl Review {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let house = House::of(self.data, self.database_url);
        let (verb, format) = (self.verb, self.format);
        let is_new = matches!(verb, Verb::New { .. } | Verb::Import { .. });
        if self.server.is_none() && !is_new {
            house.exists()?;
        }
        super::house::wait(async {
            let client = Client::open(self.server, self.token, &house).await?;
            // The key that was lent goes back whatever came of it.
            let done = work(&client, verb, format, printer).await;
            let closed = client.close().await;
            done.and(closed)
        })
    }
}

/// The incidents of a review in a data folder that no server uses.
pub(super) fn incidents(house: &House, review: &str) -> Result<Vec<Value>, CommandError> {
    super::house::wait(async {
        let client = Client::open(None, None, house).await?;
        let answer = client.get(&format!("/reviews/{}", escaped(review))).await;
        client.close().await?;
        Ok(answer?["incidents"].as_array().cloned().unwrap_or_default())
    })
}

async fn work(client: &Client, verb: Verb, format: Format, printer: &Printer) -> Result<(), CommandError> {
    match verb {
        Verb::List { phase } => {
            let mut items = Vec::new();
            let mut after = String::new();
            loop {
                let phase = phase.as_deref().map(|phase| format!("&phase={}", escaped(phase)));
                let page = client.get(&format!("/reviews?{after}{}", phase.unwrap_or_default())).await?;
                items.extend(page["items"].as_array().cloned().unwrap_or_default());
                match page["next"].as_str() {
                    Some(next) => after = format!("after={}", escaped(next)),
                    None => break,
                }
            }
            print(printer, format, &json!({"items": items}), shown::list)
        }
        Verb::New { title, restricted } => {
            let visibility = if restricted { "restricted" } else { "open" };
            let body = json!({"title": title, "visibility": visibility, "incident": {"title": title}});
            print(printer, format, &client.post("/reviews", &body).await?, shown::review)
        }
        Verb::Show { review } => {
            let answer = client.get(&format!("/reviews/{}", escaped(&review))).await?;
            print(printer, format, &answer, shown::review)
        }
        Verb::Export { review, to, without_evidence } => {
            let target = format!("/reviews/{}/export?evidence={}", escaped(&review), !without_evidence);
            folder::export(client, &target, &to).await?;
            let told = json!({"review": review, "folder": to.display().to_string()});
            print(printer, format, &told, |_| format!("{}\n", to.display()))
        }
        Verb::Import { from } => {
            let answer = folder::import(client, &from).await?;
            print(printer, format, &answer, shown::review)
        }
    }
}

fn print(
    printer: &Printer,
    format: Format,
    answer: &Value,
    text: impl Fn(&Value) -> String,
) -> Result<(), CommandError> {
    let shown = match format {
        Format::Json => format!("{answer:#}\n"),
        Format::Text => text(answer),
    };
    Ok(printer.text(&shown)?)
}

/// A part of an address in which nothing has a meaning.
pub(super) fn escaped(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    let escape = |byte: u8| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(escape).collect()
}
