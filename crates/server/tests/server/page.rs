//! The live channel as a page speaks it, with a document of its own.

use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use postlude_collab::{Document, Operation, ReviewRole, Writer};
use serde_json::Value;
use tungstenite::client::IntoClientRequest;
use tungstenite::{Message, WebSocket};
use uuid::Uuid;

use crate::house::Caller;

/// How long a page waits for one message, and how often it waits again.
const PAUSE: Duration = Duration::from_millis(50);
const PAUSES: usize = 600;
const AT: &str = "2026-03-06T09:00:00Z";

/// A page: what it wrote, and what it heard.
pub struct Page {
    pub document: Document,
    pub writer: Writer,
    /// Updates that it sent on this connection, and how many of them are durable.
    pub sent: u64,
    pub saved: u64,
    pub hello: Value,
    pub refused: Option<Value>,
    pub notices: Vec<Value>,
    /// States of presence of others.
    pub others: Vec<Value>,
    /// The code with which the server closed.
    pub closed: Option<u16>,
    is_greeted: bool,
    is_caught_up: bool,
    socket: Option<WebSocket<TcpStream>>,
}

impl Page {
    /// A page that is not connected yet.
    pub fn new(person: Uuid) -> Self {
        Self {
            document: Document::new(client()),
            writer: Writer::person(person.to_string(), ReviewRole::Participant),
            sent: 0,
            saved: 0,
            hello: Value::Null,
            refused: None,
            notices: Vec::new(),
            others: Vec::new(),
            closed: None,
            is_greeted: false,
            is_caught_up: false,
            socket: None,
        }
    }

    /// Joins and waits until both sides know what the other knew.
    pub fn join(address: SocketAddr, caller: &Caller, review: Uuid) -> Self {
        let mut page = Self::new(caller.id);
        page.connect(address, caller, review);
        page.wait("it is let in", Self::is_in_step);
        page
    }

    /// Joins with what it wrote before; true when it was let in.
    pub fn connect(&mut self, address: SocketAddr, caller: &Caller, review: Uuid) -> bool {
        self.open(address, caller, review, "?schema=1")
    }

    pub fn open(&mut self, address: SocketAddr, caller: &Caller, review: Uuid, query: &str) -> bool {
        (self.sent, self.saved, self.closed) = (0, 0, None);
        (self.is_greeted, self.is_caught_up, self.socket) = (false, false, None);
        let Ok(stream) = TcpStream::connect(address) else { return false };
        let url = format!("ws://{address}/api/v1/reviews/{review}/live{query}");
        let mut request = url.into_client_request().unwrap();
        for line in caller.headers.lines() {
            let (name, value) = line.split_once(": ").unwrap();
            let name: tungstenite::http::HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        let Ok((socket, _)) = tungstenite::client(request, stream) else { return false };
        socket.get_ref().set_read_timeout(Some(PAUSE)).unwrap();
        self.socket = Some(socket);
        let vector = self.document.state_vector();
        self.send(&sync(0, &vector))
    }

    /// Cuts the connection without a word.
    pub fn cut(&mut self) {
        self.socket = None;
    }

    /// Sends bytes as they are; false if the connection is gone.
    pub fn send(&mut self, bytes: &[u8]) -> bool {
        let Some(socket) = &mut self.socket else { return false };
        socket.send(Message::Binary(bytes.to_vec().into())).is_ok()
    }

    /// Writes, online or not.
    pub fn write(&mut self, operations: &[Operation]) {
        let writer = self.writer.clone();
        self.write_as(operations, &writer);
    }

    /// Writes what this person may not.
    pub fn write_as(&mut self, operations: &[Operation], writer: &Writer) {
        let Ok(done) = self.document.operate(operations, writer, AT) else { return };
        if let Some(update) = done.update
            && self.is_greeted
            && self.send(&sync(2, &update))
        {
            self.sent += 1;
        }
    }

    /// Adds a note with this id.
    pub fn note(&mut self, id: &str, text: &str) {
        self.write(&[note(id, text)]);
    }

    pub fn has_note(&self, id: &str) -> bool {
        self.document.json()["notes"].get(id).is_some()
    }

    /// Hears until this is so.
    pub fn wait(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let mut pauses = 0;
        while !is_so(self) {
            let heard = self.hear();
            while self.hear_now() {}
            assert!(
                heard || self.socket.is_some() || is_so(self),
                "{what}: the connection is gone ({:?})",
                self.closed
            );
            pauses += usize::from(!heard);
            assert!(pauses < PAUSES, "{what}: it never came so");
        }
    }

    /// Both sides know what the other knew.
    pub fn is_in_step(&self) -> bool {
        self.is_greeted && self.is_caught_up
    }

    /// Everything that it wrote is durable.
    pub fn wait_saved(&mut self) {
        self.wait("all is saved", |page| page.saved == page.sent);
    }

    /// The code with which the server closes.
    pub fn wait_closed(&mut self) -> u16 {
        self.wait("it is closed", |page| page.closed.is_some());
        self.closed.unwrap()
    }

    /// Takes one message, if there is one; false if there was none, or the connection is gone.
    pub fn hear(&mut self) -> bool {
        let Some(socket) = &mut self.socket else { return false };
        match socket.read() {
            Ok(Message::Binary(bytes)) => {
                self.take(&bytes);
                true
            }
            Ok(Message::Close(frame)) => {
                self.closed = frame.map(|frame| frame.code.into());
                // The reading goes on until the farewell is said.
                while socket.read().is_ok() {}
                self.socket = None;
                true
            }
            Ok(_) => true,
            Err(tungstenite::Error::Io(error)) if is_pause(&error) => false,
            Err(_) => {
                self.socket = None;
                false
            }
        }
    }

    /// The same without waiting for one.
    pub fn hear_now(&mut self) -> bool {
        let Some(socket) = &mut self.socket else { return false };
        socket.get_ref().set_nonblocking(true).unwrap();
        let heard = self.hear();
        if let Some(socket) = &mut self.socket {
            socket.get_ref().set_nonblocking(false).unwrap();
        }
        heard
    }

    fn take(&mut self, message: &[u8]) {
        let mut bytes = message;
        match number(&mut bytes) {
            0 => {
                let step = number(&mut bytes);
                self.sync(step, &buffer(&mut bytes));
            }
            1 => {
                let mut states = &buffer(&mut bytes)[..];
                for _ in 0..number(&mut states) {
                    number(&mut states);
                    number(&mut states);
                    self.others.extend(serde_json::from_slice::<Value>(&buffer(&mut states)));
                }
            }
            10 => self.saved = number(&mut bytes),
            11 => self.refused = serde_json::from_slice(&buffer(&mut bytes)).ok(),
            12 => self.notices.extend(serde_json::from_slice::<Value>(&buffer(&mut bytes))),
            13 => self.hello = serde_json::from_slice(&buffer(&mut bytes)).unwrap(),
            other => panic!("a message of kind {other}"),
        }
    }

    fn sync(&mut self, step: u64, content: &[u8]) {
        if step == 0 {
            let lacking = self.document.since(content).unwrap();
            self.is_greeted = true;
            if self.send(&sync(1, &lacking)) {
                self.sent += 1;
            }
            return;
        }
        // News that overtakes step 2 may build on what only step 2 brings. A browser lets it wait; it is in step 2 as well.
        if step != 1 && !self.is_caught_up {
            let _ = self.document.apply(content, &Writer::Server);
            return;
        }
        // A browser takes whatever the server kept, also what the rules for writing would refuse beside its own.
        if self.document.apply(content, &Writer::Server).is_err() {
            let own = self.document.state();
            self.document = Document::open(client(), Some(&own), [content]).unwrap();
        }
        self.is_caught_up |= step == 1;
    }
}

/// The number of a client that nobody else has.
fn client() -> u64 {
    u64::from_le_bytes(crate::house::outside().bytes())
}

/// A note with this id.
pub fn note(id: &str, text: &str) -> Operation {
    serde_json::from_value(
        serde_json::json!({"do": "add_note", "id": id, "kind": "saw", "text": text, "fields": {}}),
    )
    .unwrap()
}

fn is_pause(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
}

/// A message of synchronisation.
pub fn sync(step: u64, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0];
    put_number(&mut bytes, step);
    put_buffer(&mut bytes, content);
    bytes
}

/// What the page says of its cursor.
pub fn presence(client: u64, clock: u64, state: &Value) -> Vec<u8> {
    let mut content = Vec::new();
    put_number(&mut content, 1);
    put_number(&mut content, client);
    put_number(&mut content, clock);
    put_buffer(&mut content, state.to_string().as_bytes());
    let mut bytes = vec![1];
    put_buffer(&mut bytes, &content);
    bytes
}

fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn put_buffer(bytes: &mut Vec<u8>, content: &[u8]) {
    put_number(bytes, content.len() as u64);
    bytes.extend_from_slice(content);
}

fn number(bytes: &mut &[u8]) -> u64 {
    let mut number = 0;
    for shift in (0..).step_by(7) {
        let (first, rest) = bytes.split_first().unwrap();
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            break;
        }
    }
    number
}

fn buffer(bytes: &mut &[u8]) -> Vec<u8> {
    let length = number(bytes) as usize;
    let (content, rest) = bytes.split_at(length);
    *bytes = rest;
    content.to_vec()
}
