//! Asks the API: of a server that runs, or of one that lives as long as this command.

use std::fs::File;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::Context as _;
use postlude_server::{Entrance, Lent, Limits, Settings, Shared, lend_key, open, serve};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::command_error::CommandError;
use crate::commands::house::{House, outside};

/// Bytes sent or written at once.
const PIECE: usize = 256 << 10;
/// Bytes of the head of an answer.
const LONGEST_HEAD: usize = 64 << 10;

/// Where the API is asked.
pub(in crate::commands) struct Client {
    /// Host and port.
    address: String,
    token: String,
    own: Option<Own>,
}

/// A server of this command's own.
struct Own {
    workbench: Shared,
    lent: Lent,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
    _held: Option<File>,
}

impl Client {
    /// The server that is named, or one over the data folder.
    pub(in crate::commands) async fn open(
        server: Option<String>,
        token: Option<String>,
        house: &House,
    ) -> Result<Self, CommandError> {
        let Some(server) = server else { return Self::own(house).await };
        let token = token.ok_or_else(|| {
            CommandError::asked("a server wants a personal token")
                .hint("make one on the page of your account, and give it as POSTLUDE_TOKEN")
        })?;
        let address = server.trim_end_matches('/').strip_prefix("http://").ok_or_else(|| {
            CommandError::asked(format!("{server} is not asked: this program speaks no TLS"))
                .hint("name the server itself, behind its proxy: http://127.0.0.1:8787")
        })?;
        let address = if address.contains(':') { address.to_owned() } else { format!("{address}:80") };
        Ok(Self { address, token, own: None })
    }

    async fn own(house: &House) -> Result<Self, CommandError> {
        // Several servers may share a database that tells each of the others' edits, and this is one more.
        let held = match house.is_shared() {
            true => None,
            false => Some(
                house
                    .hold("ask it: --server http://127.0.0.1:8787 with a personal token in POSTLUDE_TOKEN")?,
            ),
        };
        let store = house.store().await?;
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let listen = listener.local_addr()?;
        let settings = Settings {
            data: house.data()?,
            entrance: Entrance::Single,
            listen,
            public: None,
            limits: Limits::default(),
        };
        let workbench = open(store, outside(), settings);
        let name = crate::commands::house::user_name();
        let lent = lend_key(&workbench, &name).await.context("cannot open the database")?;
        let lent = lent.ok_or_else(|| CommandError::asked("no administrator is left who could do this"))?;
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(serve(workbench.clone(), listener, async move {
            let _ = stopped.await;
        }));
        let token = lent.key.reveal().to_owned();
        let own = Own { workbench, lent, stop, served, _held: held };
        Ok(Self { address: listen.to_string(), token, own: Some(own) })
    }

    /// Gives back what was lent and ends the server of its own.
    pub(in crate::commands) async fn close(self) -> Result<(), CommandError> {
        let Some(own) = self.own else { return Ok(()) };
        own.lent.give_back(&own.workbench).await.context("cannot give the key back")?;
        let _ = own.stop.send(());
        Ok(own.served.await.context("the server of this command ended early")??)
    }

    pub(in crate::commands) async fn get(&self, target: &str) -> Result<Value, CommandError> {
        json(&self.ask("GET", target, 0, None).await?.whole().await?)
    }

    pub(super) async fn post(&self, target: &str, body: &Value) -> Result<Value, CommandError> {
        let body = body.to_string();
        json(&self.ask("POST", target, body.len() as u64, Some(&mut body.as_bytes())).await?.whole().await?)
    }

    /// Sends a file.
    pub(super) async fn send(&self, target: &str, path: &Path) -> Result<Value, CommandError> {
        let mut file = tokio::fs::File::open(path).await?;
        let length = file.metadata().await?.len();
        json(&self.ask("POST", target, length, Some(&mut file)).await?.whole().await?)
    }

    /// Writes an answer into a file.
    pub(super) async fn fetch(&self, target: &str, path: &Path) -> Result<(), CommandError> {
        let mut answer = self.ask("GET", target, 0, None).await?;
        let mut file = tokio::fs::File::create(path).await?;
        file.write_all(&answer.begun).await?;
        tokio::io::copy(&mut answer.socket, &mut file).await?;
        Ok(file.sync_all().await?)
    }

    /// A request of HTTP/1.0, whose answer ends where the connection does.
    async fn ask(
        &self,
        method: &str,
        target: &str,
        length: u64,
        body: Option<&mut (dyn tokio::io::AsyncRead + Unpin + Send)>,
    ) -> Result<Answer, CommandError> {
        let connected = TcpStream::connect(&self.address).await;
        let mut socket = connected.with_context(|| format!("no server answers at {}", self.address))?;
        let (address, token) = (&self.address, &self.token);
        let head = format!(
            "{method} /api/v1{target} HTTP/1.0\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).await?;
        if let Some(body) = body {
            // A server that says no early does not read the rest; its answer tells why.
            let _ = copy(body, &mut socket).await;
        }
        Answer::read(socket).await
    }
}

async fn copy(
    from: &mut (dyn tokio::io::AsyncRead + Unpin + Send),
    to: &mut TcpStream,
) -> std::io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        let length = from.read(&mut piece).await?;
        if length == 0 {
            return to.flush().await;
        }
        to.write_all(&piece[..length]).await?;
    }
}

/// An answer whose body is still coming.
struct Answer {
    socket: TcpStream,
    /// What came with the head.
    begun: Vec<u8>,
}

impl Answer {
    async fn read(mut socket: TcpStream) -> Result<Self, CommandError> {
        let mut read = Vec::new();
        let end = loop {
            if let Some(at) = read.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
            if read.len() > LONGEST_HEAD || socket.read_buf(&mut read).await? == 0 {
                return Err(CommandError::asked("what answered is no server of Postlude"));
            }
        };
        let head = String::from_utf8_lossy(&read[..end]).into_owned();
        let status: u16 = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let answer = Self { socket, begun: read.split_off(end + 4) };
        if (200..300).contains(&status) {
            return Ok(answer);
        }
        let trouble: Value = serde_json::from_slice(&answer.whole().await?).unwrap_or_default();
        let message = trouble["message"]
            .as_str()
            .map_or_else(|| format!("the server answered {status}"), str::to_owned);
        let error = CommandError::asked(message);
        Err(match trouble["hint"].as_str() {
            Some(hint) => error.hint(hint),
            None => error,
        })
    }

    async fn whole(mut self) -> Result<Vec<u8>, CommandError> {
        self.socket.read_to_end(&mut self.begun).await?;
        Ok(self.begun)
    }
}

fn json(bytes: &[u8]) -> Result<Value, CommandError> {
    serde_json::from_slice(bytes).map_err(|_| CommandError::asked("the answer of the server was cut off"))
}
