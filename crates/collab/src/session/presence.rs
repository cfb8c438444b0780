//! Who is here, and where they point: the awareness of y-protocols, with names that the server puts right.
//!
//! Pages echo what they hear of others, so a connection speaks only for the first client that it names and that is
//! not somebody else's; everything else in its messages is passed over.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::message;
use crate::Refusal;
use crate::bytes::{Malformed, Reader, put_buffer, put_number};
use crate::schema::bounds;

/// Which connection, among those of one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connection(pub u64);

/// The states of all clients of one document.
#[derive(Debug, Default)]
pub struct Presence {
    clients: BTreeMap<u64, Client>,
}

#[derive(Debug)]
struct Client {
    connection: Connection,
    clock: u64,
    /// JSON; none while the page shows nothing.
    state: Option<String>,
}

/// A state, as JSON.
const STATE: usize = 4 << 10;
/// Clients in one message.
const CLIENTS: u64 = 2_000;

impl Presence {
    /// Takes what a connection says of itself; gives the message for all others, if it is news.
    pub(super) fn take(
        &mut self,
        connection: Connection,
        person: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<Option<Vec<u8>>, Refusal> {
        let mut reader = Reader::new(bytes);
        let count = reader.number()?;
        if count > CLIENTS {
            return Err(Refusal::TooLarge { what: "a message of presence", at_most: CLIENTS as usize });
        }
        let mut news = None;
        for _ in 0..count {
            let (client, clock, state) = (reader.number()?, reader.number()?, reader.string()?);
            if self.speaks_for(connection, client) {
                bounds::check("a state of presence", state.len(), STATE)?;
                if self.set(connection, client, clock, corrected(state, person, name)?) {
                    news = Some(client);
                }
            }
        }
        Ok(news.map(|client| self.message([client].into_iter())))
    }

    /// The message that tells of all who are here, if somebody is.
    pub(super) fn all(&self) -> Option<Vec<u8>> {
        let here = self.clients.iter().filter(|(_, client)| client.state.is_some());
        let here: Vec<u64> = here.map(|(id, _)| *id).collect();
        if here.is_empty() { None } else { Some(self.message(here.into_iter())) }
    }

    /// Forgets a connection that is gone; gives the message for all others, if it showed something.
    pub(super) fn leave(&mut self, connection: Connection) -> Option<Vec<u8>> {
        let (id, client) = self.clients.iter_mut().find(|(_, client)| client.connection == connection)?;
        let id = *id;
        let was_here = client.state.take().is_some();
        client.clock = client.clock.saturating_add(1);
        let message = was_here.then(|| self.message([id].into_iter()));
        self.clients.remove(&id);
        message
    }

    fn speaks_for(&self, connection: Connection, client: u64) -> bool {
        match self.clients.get(&client) {
            Some(known) => known.connection == connection,
            None => !self.clients.values().any(|other| other.connection == connection),
        }
    }

    /// Newer than what is known? A client that goes may say so with the clock it had.
    fn set(&mut self, connection: Connection, id: u64, clock: u64, state: Option<String>) -> bool {
        if let Some(known) = self.clients.get(&id) {
            let goes = clock == known.clock && state.is_none() && known.state.is_some();
            if clock <= known.clock && !goes {
                return false;
            }
        }
        self.clients.insert(id, Client { connection, clock, state });
        true
    }

    fn message(&self, ids: impl ExactSizeIterator<Item = u64>) -> Vec<u8> {
        let mut content = Vec::new();
        put_number(&mut content, ids.len() as u64);
        for id in ids {
            let client = self.clients.get(&id);
            put_number(&mut content, id);
            put_number(&mut content, client.map_or(0, |client| client.clock));
            let state = client.and_then(|client| client.state.as_deref());
            put_buffer(&mut content, state.unwrap_or("null").as_bytes());
        }
        message::awareness(&content)
    }
}

/// The state with the person and the name that the server knows.
fn corrected(state: &str, person: &str, name: &str) -> Result<Option<String>, Refusal> {
    // A page that sends no JSON is broken; the reader of serde_json bounds the depth.
    let state: Option<Map<String, Value>> = serde_json::from_str(state).map_err(|_| Malformed)?;
    Ok(state.map(|mut state| {
        state.insert("person".to_owned(), person.into());
        state.insert("name".to_owned(), name.into());
        Value::Object(state).to_string()
    }))
}
