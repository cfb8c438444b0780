//! The document: opened from what is kept, changed by updates and operations, read as types or JSON.

mod change;
mod facts;
mod guard;
mod kept;
mod read;
mod rules;

use std::collections::HashMap;
use std::sync::PoisonError;

use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{BranchID, ClientID, Doc, ID, MapRef, ReadTxn, StateVector, Transact, TransactionMut};

use crate::schema::{Root, SCHEMA, bounds};
use crate::update::{Clocks, KnownType, Outline, outline};
use crate::{Refusal, Writer};

pub(crate) use change::{Change, What};
pub(crate) use guard::merge_updates;
use guard::{Changed, commit, empty};
pub(crate) use read::json_at;

/// What became of an update that was not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// It said nothing new: nothing to keep, nothing to send.
    Unchanged,
    /// What to keep and to send to everybody else: the update, or the part of it that was new.
    Changed(Vec<u8>),
}

/// One review's document. One owner at a time; it is `Send`, and no method waits for anything.
pub struct Document {
    doc: Doc,
    client: u64,
    roots: Vec<(Root, MapRef)>,
    watch: change::SharedWatch,
    clocks: Clocks,
    /// Whose pages write as which client, since the document was opened.
    pages: HashMap<u64, String>,
    facts: facts::Facts,
    kept: kept::Kept,
}

impl Document {
    /// A document without anything in it. `client` is a random number below 2^53, another one for each opening:
    /// two servers that wrote as the same client would lose each other's changes.
    pub fn new(client: u64) -> Self {
        let client = client & ((1 << 53) - 1);
        let (doc, roots) = empty(client);
        let watch = change::SharedWatch::default();
        change::watch(&roots, &watch);
        Self {
            doc,
            client,
            roots,
            watch,
            clocks: Clocks::new(),
            pages: HashMap::new(),
            facts: facts::Facts::default(),
            kept: kept::Kept::default(),
        }
    }

    /// Opens a document from its latest snapshot, if there is one, and all updates since, in any order.
    ///
    /// What the store kept was checked when it was taken, and is not checked again.
    pub fn open<'a>(
        client: u64,
        snapshot: Option<&[u8]>,
        updates: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Self, Refusal> {
        let mut document = Self::new(client);
        if let Some(snapshot) = snapshot {
            document.kept.fold(snapshot.to_vec());
        }
        for update in updates {
            document.kept.push(update);
        }
        document.reopen()?;
        let transaction = document.doc.transact();
        if transaction.has_missing_updates() {
            return Err(Refusal::Missing);
        }
        let clocks = transaction.state_vector();
        document.clocks = clocks.iter().map(|(client, clock)| (client.get(), *clock)).collect();
        document.facts.read(&document.roots, &transaction);
        drop(transaction);
        match document.schema() {
            Some(schema) if schema > SCHEMA => Err(Refusal::Newer { schema }),
            _ => Ok(document),
        }
    }

    /// Takes a foreign update, or refuses it and is as before.
    ///
    /// Costs by the size of the update. A refusal may cost as much as opening the document: close the connection.
    pub fn apply(&mut self, update: &[u8], writer: &Writer) -> Result<Applied, Refusal> {
        self.apply_within(update, writer, bounds::UPDATE)
    }

    /// As `apply`, without a bound of the size, and tells what was changed.
    pub(crate) fn apply_and_tell(
        &mut self,
        update: &[u8],
        writer: &Writer,
    ) -> Result<(Applied, Vec<Change>), Refusal> {
        self.take_in(update, writer, usize::MAX)
    }

    pub(crate) fn apply_within(
        &mut self,
        update: &[u8],
        writer: &Writer,
        at_most: usize,
    ) -> Result<Applied, Refusal> {
        Ok(self.take_in(update, writer, at_most)?.0)
    }

    fn take_in(
        &mut self,
        update: &[u8],
        writer: &Writer,
        at_most: usize,
    ) -> Result<(Applied, Vec<Change>), Refusal> {
        if !writer.is_server() {
            bounds::check("an update", update.len(), at_most)?;
            bounds::check("the document", self.kept.size() + update.len(), bounds::DOCUMENT)?;
        }
        let outline = self.outline(update, writer.is_server())?;
        if outline.clocks.is_empty() && outline.deletions == 0 {
            return Ok((Applied::Unchanged, Vec::new()));
        }
        if writer.only_reads() && !outline.clocks.is_empty() {
            return Err(Refusal::Reader);
        }
        self.check_clients(&outline, writer)?;
        let new_part = outline.repeats || outline.deletions > 8;
        self.look_into_texts(outline.copies_place);
        match self.integrate(update, new_part) {
            Ok(None) => Ok((Applied::Unchanged, Vec::new())),
            Ok(Some(_)) if writer.only_reads() => {
                self.take_back();
                Err(Refusal::Reader)
            }
            Ok(Some(changed)) => self.accept(update, changed, &outline, writer),
            Err(refusal) => {
                self.take_back();
                Err(refusal)
            }
        }
    }

    /// Takes an update that the store kept already, for example from another server.
    /// `Refusal::Missing` says that others must come first: read them from the store.
    pub fn follow(&mut self, update: &[u8]) -> Result<Applied, Refusal> {
        self.apply(update, &Writer::Server)
    }

    /// Everything, as one update: a snapshot.
    pub fn state(&self) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(&StateVector::default())
    }

    /// What the document knows, for the first step of a synchronisation.
    pub fn state_vector(&self) -> Vec<u8> {
        self.doc.transact().state_vector().encode_v1()
    }

    /// What somebody lacks who knows this much.
    pub fn since(&self, state_vector: &[u8]) -> Result<Vec<u8>, Refusal> {
        let malformed = |_| Refusal::Malformed("no state vector");
        bounds::check("a state vector", state_vector.len(), bounds::UPDATE)?;
        check_state_vector(state_vector)?;
        let known = StateVector::decode_v1(state_vector).map_err(malformed)?;
        Ok(self.doc.transact().encode_state_as_update_v1(&known))
    }

    /// About how many bytes the document takes when it is kept.
    pub fn size(&self) -> usize {
        self.kept.size()
    }

    pub(crate) fn doc(&self) -> &Doc {
        &self.doc
    }

    /// Makes a change here, under the same rules as a foreign one.
    pub(crate) fn write_local(
        &mut self,
        writer: &Writer,
        write: impl FnOnce(&Self, &mut TransactionMut<'_>) -> Result<(), Refusal>,
    ) -> Result<Applied, Refusal> {
        let mut transaction = self.doc.transact_mut();
        let written = write(self, &mut transaction);
        let update = transaction.encode_update_v1();
        let has_changes = transaction.has_changes();
        commit(transaction)?;
        let changes = change::take(&self.watch);
        let checked = written.and_then(|()| rules::check(&changes, &self.facts, writer));
        match checked {
            Ok(()) if !has_changes => Ok(Applied::Unchanged),
            Ok(()) => {
                self.facts.follow(&changes);
                let clock = self.doc.transact().state_vector().get(&ClientID::new(self.client));
                self.clocks.insert(self.client, clock);
                self.keep(&update);
                Ok(Applied::Changed(update))
            }
            Err(refusal) if !has_changes => Err(refusal),
            Err(refusal) => {
                self.take_back();
                Err(refusal)
            }
        }
    }

    fn outline(&self, update: &[u8], is_trusted: bool) -> Result<Outline, Refusal> {
        let transaction = self.doc.transact();
        outline(update, &self.clocks, is_trusted, |client, clock| {
            let branch = BranchID::get_nested(&transaction, &ID::new(ClientID::new(client), clock));
            match branch.map(|branch| branch.type_ref().clone()) {
                Some(yrs::types::TypeRef::Map) => KnownType::Map,
                Some(yrs::types::TypeRef::Text) => KnownType::Writing,
                _ => KnownType::Gone,
            }
        })
    }

    /// Who writes under the number of another's page takes the place of what that page writes next: it would be lost.
    fn check_clients(&self, outline: &Outline, writer: &Writer) -> Result<(), Refusal> {
        let Writer::Person { id, .. } = writer else { return Ok(()) };
        let others =
            |client: &u64| *client == self.client || self.pages.get(client).is_some_and(|by| by != id);
        match outline.clocks.iter().find(|(client, _)| others(client)) {
            None => Ok(()),
            Some((client, _)) => Err(Refusal::NotAllowed {
                place: format!("client {client}"),
                rule: "nobody writes under the number of somebody else's page",
            }),
        }
    }

    fn look_into_texts(&self, look: bool) {
        self.watch.lock().unwrap_or_else(PoisonError::into_inner).look_into_texts = look;
    }

    fn accept(
        &mut self,
        update: &[u8],
        changed: Changed,
        outline: &Outline,
        writer: &Writer,
    ) -> Result<(Applied, Vec<Change>), Refusal> {
        if let Err(refusal) = rules::check(&changed.changes, &self.facts, writer) {
            self.take_back();
            return Err(refusal);
        }
        self.facts.follow(&changed.changes);
        self.clocks.extend(outline.clocks.iter().copied());
        if let Writer::Person { id, .. } = writer {
            for (client, _) in &outline.clocks {
                self.pages.entry(*client).or_insert_with(|| id.clone());
            }
        }
        let update = changed.new_part.unwrap_or_else(|| update.to_vec());
        self.keep(&update);
        Ok((Applied::Changed(update), changed.changes))
    }

    fn keep(&mut self, update: &[u8]) {
        self.kept.push(update);
        if self.kept.is_due() {
            self.kept.fold(self.state());
        }
    }
}

/// A state vector declares how much follows; yrs reserves that much.
fn check_state_vector(bytes: &[u8]) -> Result<(), Refusal> {
    let mut reader = crate::bytes::Reader::new(bytes);
    let count = reader.number()?;
    for _ in 0..count {
        if reader.number()? >= 1 << 53 {
            return Err(Refusal::Malformed("a client that is too large"));
        }
        reader.number_u32()?;
    }
    Ok(())
}

/// A server hands documents from thread to thread.
const _: fn() = || {
    fn is_send<T: Send>() {}
    is_send::<Document>();
};
