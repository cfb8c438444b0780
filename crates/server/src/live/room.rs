//! One open document and who is connected to it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use postlude_collab::session::{Closing, Presence};
use postlude_collab::{Applied, Document, Refusal, Writer};
use postlude_store::Loaded;
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::sync::oneshot;
use uuid::Uuid;

/// Bytes that may wait for the store before connections are turned away.
const WAITING: usize = 64 << 20;

/// One open document.
#[derive(Debug)]
pub struct Room {
    /// Whose document.
    pub review: Uuid,
    inside: Mutex<Inside>,
    keeper: UnboundedSender<Turn>,
    waiting: AtomicUsize,
}

/// What is shared by the connections of a room. Locked for moments only, never over a wait.
pub struct Inside {
    /// The document.
    pub document: Document,
    /// Who points where.
    pub presence: Presence,
    /// The last update that everything up to it is in the document.
    pub seq: i64,
    connections: BTreeMap<u64, mpsc::Sender<News>>,
    next: u64,
    is_closed: bool,
}

/// What waits until everything that was applied before it is durable: an update on its way to the store, an answer that tells what the
/// document holds, or somebody who wants to know.
#[derive(Debug, Default)]
pub struct Turn {
    /// To be kept.
    pub update: Option<Vec<u8>>,
    /// Who wrote it; none for the machine.
    pub author: Option<Uuid>,
    /// The connection that it comes from.
    pub connection: Option<u64>,
    /// A message to that connection.
    pub answer: Option<Bytes>,
    /// How many of its updates are durable then.
    pub count: Option<u64>,
    /// Told when it is its turn; dropped if that never comes.
    pub done: Option<oneshot::Sender<()>>,
}

/// What a connection is told.
#[derive(Debug, Clone)]
pub enum News {
    /// A message for its socket.
    Message(Bytes),
    /// Whoever it is may be somebody else by now: look again.
    LookAgain,
    /// Go.
    Close(Closing),
    /// Go, and come back in a moment.
    Away,
}

impl std::fmt::Debug for Inside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inside").field("seq", &self.seq).finish_non_exhaustive()
    }
}

impl Room {
    /// Opens the document.
    pub fn open(
        review: Uuid,
        client: u64,
        loaded: &Loaded,
        keeper: UnboundedSender<Turn>,
    ) -> Result<Self, Refusal> {
        let snapshot = loaded.snapshot.as_ref().map(|snapshot| snapshot.bytes.as_slice());
        let updates = loaded.updates.iter().map(|update| update.bytes.as_slice());
        let inside = Inside {
            document: Document::open(client, snapshot, updates)?,
            presence: Presence::default(),
            seq: loaded.last_seq,
            connections: BTreeMap::new(),
            next: 0,
            is_closed: false,
        };
        Ok(Self { review, inside: Mutex::new(inside), keeper, waiting: AtomicUsize::new(0) })
    }

    /// The inside, for a moment.
    pub fn inside(&self) -> MutexGuard<'_, Inside> {
        // A panic below leaves a document that take-back has made whole, or one that the next opening does.
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands something to the keeper. Called with the inside locked, so that turns come in the order in which updates were applied.
    /// False if too much waits already: the store is away. Answers give up sooner, so that edits have room.
    pub fn queue(&self, turn: Turn) -> bool {
        let size = turn.size();
        let most = if turn.update.is_some() { WAITING } else { WAITING / 2 };
        if self.waiting.fetch_add(size, Ordering::Relaxed) + size > most {
            self.kept(size);
            return false;
        }
        self.keeper.send(turn).is_ok()
    }

    /// Comes when everything is durable that was applied until now; an error if it never will be. Called with the inside locked, that is where
    /// something was read which may be shown then.
    pub fn durable(&self) -> oneshot::Receiver<()> {
        let (done, durable) = oneshot::channel();
        self.queue(Turn { done: Some(done), ..Turn::default() });
        durable
    }

    /// Notes that so many bytes no longer wait.
    pub fn kept(&self, bytes: usize) {
        self.waiting.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// Whether everything that was applied is kept.
    pub fn is_quiet(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) == 0
    }
}

impl Turn {
    /// The bytes that it holds in memory.
    pub fn size(&self) -> usize {
        self.update.as_ref().map_or(0, Vec::len) + self.answer.as_ref().map_or(0, Bytes::len)
    }
}

impl Inside {
    /// A new connection; its number, and what it is told. None if the room is closing.
    pub fn enter(&mut self, room: usize) -> Option<(u64, mpsc::Receiver<News>)> {
        if self.is_closed {
            return None;
        }
        let (sender, receiver) = mpsc::channel(room);
        self.next += 1;
        self.connections.insert(self.next, sender);
        Some((self.next, receiver))
    }

    /// A connection is gone.
    pub fn leave(&mut self, connection: u64) {
        self.connections.remove(&connection);
    }

    /// How many are connected.
    pub fn connections(&self) -> usize {
        self.connections.len()
    }

    /// Whether nobody is connected.
    pub fn is_empty(&self) -> bool {
        self.connections.is_empty()
    }

    /// Tells one connection. One that does not listen fast enough is dropped, and comes back for all at once.
    pub fn tell(&mut self, connection: u64, news: News) {
        if let Some(sender) = self.connections.get(&connection)
            && sender.try_send(news).is_err()
        {
            self.connections.remove(&connection);
        }
    }

    /// Tells all connections but one.
    pub fn tell_others(&mut self, but: Option<u64>, news: &News) {
        self.connections.retain(|id, sender| Some(*id) == but || sender.try_send(news.clone()).is_ok());
    }

    /// Closes the room: nobody enters any more, and who is in goes.
    pub fn close(&mut self, news: &News) {
        self.is_closed = true;
        self.tell_others(None, news);
        self.connections.clear();
    }

    /// Takes an update that another server kept, and tells it to all.
    pub fn follow(&mut self, update: &[u8]) -> Result<(), Refusal> {
        if let Applied::Changed(update) = self.document.apply(update, &Writer::Server)? {
            self.tell_others(None, &News::Message(postlude_collab::session::update(&update).into()));
        }
        Ok(())
    }
}
