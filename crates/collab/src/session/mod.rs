//! One connection to the live channel, without the socket: a message in; answers, news and an update to keep out.

mod message;
mod presence;

use serde::{Deserialize, Serialize};

use crate::bytes::{Malformed, Reader};
use crate::document::Applied;
use crate::schema::{SCHEMA, bounds};
use crate::{Document, Refusal, Writer};

pub use message::{Closing, notice, saved, update};
pub use presence::{Connection, Presence};

use message::{AWARENESS, QUERY, STEP_ONE, STEP_TWO, SYNC, UPDATE};

/// One message may be so large; larger ones are not read. Set it as the limit of the socket.
pub const LARGEST_MESSAGE: usize = bounds::CATCH_UP + 64;

/// The first message of the server: what the page needs to know of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The schema of the document.
    pub schema: u64,
    /// The id of the review.
    pub review: String,
    /// The id of the person whose connection this is.
    pub person: String,
    /// Whether the person may change the document.
    pub may_write: bool,
    /// Their role in the review.
    pub role: String,
    /// The server's clock, RFC 3339 UTC.
    pub server_time: String,
}

/// What is to be done after a message.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// Messages to this connection, in this order.
    pub replies: Vec<Vec<u8>>,
    /// A message to all other connections, at once. Only presence comes this way.
    pub others: Option<Vec<u8>>,
    /// An update to keep. When it is on the disk, `update` of it goes to all other connections and other servers.
    pub keep: Option<Vec<u8>>,
    /// A message to this connection that tells what the document holds. Send it when all is on the disk that was applied before: a crash must
    /// not take away what a page was shown.
    pub answer: Option<Vec<u8>>,
    /// So many updates of this connection are durable when all is on the disk that was applied until now, `keep` included: tell it `saved` then.
    pub count: Option<u64>,
    /// Close the connection, after the replies.
    pub close: Option<Closing>,
}

/// The state of one connection.
#[derive(Debug)]
pub struct Session {
    connection: Connection,
    writer: Writer,
    name: String,
    /// Whether the page has told what the server lacks.
    caught_up: bool,
    updates: u64,
}

impl Session {
    /// A new connection of this person. `connection` is a number that no other connection of the document has.
    pub fn new(connection: u64, writer: Writer, name: impl Into<String>) -> Self {
        let connection = Connection(connection);
        Self { connection, writer, name: name.into(), caught_up: false, updates: 0 }
    }

    /// The first messages: hello, what the server knows, and who is here.
    pub fn greet(
        &self,
        review: &str,
        server_time: &str,
        document: &Document,
        presence: &Presence,
    ) -> Vec<Vec<u8>> {
        let (person, role) = self.person();
        let hello = Hello {
            schema: SCHEMA,
            review: review.to_owned(),
            person: person.to_owned(),
            may_write: !self.writer.only_reads(),
            role: role.to_owned(),
            server_time: server_time.to_owned(),
        };
        let mut messages = vec![message::hello(&hello), message::sync(STEP_ONE, &document.state_vector())];
        messages.extend(presence.all());
        messages
    }

    /// The role of the person has changed. Send the notice of kind `access` with it.
    pub fn set_writer(&mut self, writer: Writer) {
        self.writer = writer;
    }

    /// In whose name this connection writes.
    pub fn writer(&self) -> &Writer {
        &self.writer
    }

    /// Handles one message.
    pub fn receive(&mut self, bytes: &[u8], document: &mut Document, presence: &mut Presence) -> Received {
        match self.handle(bytes, document, presence) {
            Ok(received) => received,
            Err(refusal) => self.refuse(&refusal),
        }
    }

    /// The connection is gone: what to tell the others.
    pub fn leave(&self, presence: &mut Presence) -> Option<Vec<u8>> {
        presence.leave(self.connection)
    }

    fn handle(
        &mut self,
        bytes: &[u8],
        document: &mut Document,
        presence: &mut Presence,
    ) -> Result<Received, Refusal> {
        bounds::check("a message", bytes.len(), LARGEST_MESSAGE)?;
        let mut reader = Reader::new(bytes);
        match reader.number()? {
            SYNC => {
                let step = reader.number()?;
                let content = reader.buffer()?;
                self.sync(step, content, document)
            }
            AWARENESS => {
                let (person, _) = self.person();
                let others = presence.take(self.connection, person, &self.name, reader.buffer()?)?;
                Ok(Received { others, ..Received::default() })
            }
            QUERY => Ok(Received { replies: presence.all().into_iter().collect(), ..Received::default() }),
            // A newer page may say more than this server understands.
            _ => Ok(Received::default()),
        }
    }

    fn sync(&mut self, step: u64, content: &[u8], document: &mut Document) -> Result<Received, Refusal> {
        match step {
            STEP_ONE => {
                let answer = Some(message::sync(STEP_TWO, &document.since(content)?));
                Ok(Received { answer, ..Received::default() })
            }
            STEP_TWO | UPDATE => self.update(step, content, document),
            _ => Err(Malformed.into()),
        }
    }

    fn update(&mut self, step: u64, content: &[u8], document: &mut Document) -> Result<Received, Refusal> {
        self.updates += 1;
        let at_most = if step == STEP_TWO { bounds::CATCH_UP } else { bounds::UPDATE };
        let applied = match document.apply_within(content, &self.writer, at_most) {
            // Written offline, sent before the server could ask: step 2 will bring it with all it builds on.
            Err(Refusal::Missing) if !self.caught_up && step == UPDATE => return Ok(Received::default()),
            applied => applied?,
        };
        self.caught_up |= step == STEP_TWO;
        let keep = match applied {
            Applied::Changed(update) => Some(update),
            // What it repeats may still be on its way to the disk.
            Applied::Unchanged => None,
        };
        Ok(Received { keep, count: Some(self.updates), ..Received::default() })
    }

    fn refuse(&self, refusal: &Refusal) -> Received {
        let refused = message::refused(refusal, self.updates);
        let close = match refusal {
            Refusal::TooLarge { .. } => Closing::TooLarge,
            _ => Closing::Refused,
        };
        Received { replies: vec![refused], close: Some(close), ..Received::default() }
    }

    fn person(&self) -> (&str, &str) {
        match &self.writer {
            Writer::Server => ("", "server"),
            Writer::Person { id, role } => (id, role.name()),
        }
    }
}
