//! What is decided when the server starts.

use std::net::SocketAddr;
use std::path::PathBuf;

/// How people get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrance {
    /// One person on this machine, by a link that is printed at the start.
    Single,
    /// Accounts with passwords.
    Accounts,
}

impl Entrance {
    /// The name that the API uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Accounts => "accounts",
        }
    }
}

/// Bounds on what people may send.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one file of evidence.
    pub evidence_file: u64,
    /// Bytes of all evidence of one incident.
    pub evidence: u64,
    /// Bytes of one attachment.
    pub attachment: u64,
    /// Log-ins that fail for one address or one network in a quarter of an hour, before it has to wait.
    pub attempts: u64,
    /// Live connections of one person on this server.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            evidence_file: 100 << 30,
            evidence: 500 << 30,
            attachment: 50 << 20,
            attempts: 10,
            connections: 250,
        }
    }
}

/// What is decided when the server starts.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where everything is kept that is not in the database: evidence, attachments.
    pub data: PathBuf,
    /// How people get in.
    pub entrance: Entrance,
    /// Where it listens; the port is known by now.
    pub listen: SocketAddr,
    /// The address that people type, if a proxy stands before the server: `https://review.example`.
    pub public: Option<String>,
    /// Bounds on what people may send.
    pub limits: Limits,
}

impl Settings {
    /// Whether browsers reach the server over TLS, which a proxy ends.
    pub fn is_secure(&self) -> bool {
        self.public.as_deref().is_some_and(|public| public.starts_with("https://"))
    }

    /// The address that people type.
    pub fn address(&self) -> String {
        self.public.as_deref().map_or_else(
            || format!("http://{}", self.listen),
            |public| public.trim_end_matches('/').to_owned(),
        )
    }

    /// The folder of an incident: `upload/` as it was sent, `lake/` as it was read.
    pub fn incident(&self, id: uuid::Uuid) -> PathBuf {
        self.data.join("incidents").join(id.to_string())
    }

    /// The folder for what lasts as long as a request.
    pub fn scratch(&self) -> PathBuf {
        self.data.join("scratch")
    }

    /// The folder of attached files, named by the hash of their bytes.
    pub fn attachments(&self) -> PathBuf {
        self.data.join("attachments")
    }
}
