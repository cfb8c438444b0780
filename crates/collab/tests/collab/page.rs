//! A page as the browser has it: a document of its own that makes updates.

use postlude_collab::{Applied, Document, Refusal, ReviewRole, Writer};
use serde_json::{Value as Json, json};
use yrs::updates::decoder::Decode;
use yrs::{
    Any, ClientID, Doc, In, Map, MapPrelim, MapRef, OffsetKind, Options, ReadTxn, StateVector, Text,
    TextPrelim, Transact, TransactionMut, Update, WriteTxn,
};

pub struct Page {
    pub doc: Doc,
    pub writer: Writer,
}

impl Page {
    pub fn new(client: u64, person: &str, role: ReviewRole) -> Self {
        let mut options = Options::with_guid_and_client_id("page".into(), ClientID::new(client));
        options.offset_kind = OffsetKind::Utf16;
        Self { doc: Doc::with_options(options), writer: Writer::person(person, role) }
    }

    /// Makes one change and gives the update that a browser would send.
    pub fn write(&self, change: impl FnOnce(&mut TransactionMut<'_>)) -> Vec<u8> {
        let mut transaction = self.doc.transact_mut();
        change(&mut transaction);
        transaction.encode_update_v1()
    }

    /// Sets one plain value: `map/id` as a whole, or `map/id/field`.
    pub fn set(&self, place: &str, value: Json) -> Vec<u8> {
        self.write(|transaction| set(transaction, place, any(&value)))
    }

    pub fn remove(&self, place: &str) -> Vec<u8> {
        self.write(|transaction| {
            let (map, key) = holder(transaction, place);
            map.remove(transaction, key);
        })
    }

    /// Adds an object that is edited by field.
    pub fn add(&self, place: &str, fields: Json) -> Vec<u8> {
        self.write(|transaction| {
            let (map, key) = holder(transaction, place);
            let members = fields.as_object().unwrap().iter();
            let members: MapPrelim =
                members.map(|(name, value)| (name.as_str(), In::Any(any(value)))).collect();
            map.insert(transaction, key, members);
        })
    }

    /// Puts a text that is edited by character.
    pub fn text(&self, place: &str, text: &str) -> Vec<u8> {
        self.write(|transaction| {
            let (map, key) = holder(transaction, place);
            map.insert(transaction, key, TextPrelim::new(text));
        })
    }

    pub fn type_at(&self, place: &str, index: u32, text: &str) -> Vec<u8> {
        self.write(|transaction| {
            let (map, key) = holder(transaction, place);
            let yrs::Out::YText(into) = map.get(transaction, key).unwrap() else {
                panic!("{place} is no text")
            };
            into.insert(transaction, index, text);
        })
    }

    /// Takes everything that the server has.
    pub fn catch_up(&self, document: &Document) {
        let state = Update::decode_v1(&document.state()).unwrap();
        self.doc.transact_mut().apply_update(state).unwrap();
    }

    /// What the server lacks of this page.
    pub fn step_two(&self, document: &Document) -> Vec<u8> {
        let vector = StateVector::decode_v1(&document.state_vector()).unwrap();
        self.doc.transact().encode_state_as_update_v1(&vector)
    }

    pub fn send(&self, document: &mut Document, update: &[u8]) -> Result<Applied, Refusal> {
        document.apply(update, &self.writer)
    }
}

pub fn any(value: &Json) -> Any {
    Any::from_json(&value.to_string()).unwrap()
}

fn set(transaction: &mut TransactionMut<'_>, place: &str, value: Any) {
    let (map, key) = holder(transaction, place);
    map.insert(transaction, key, value);
}

/// The map and the key that `entries/e1/tags/x` speaks of.
pub fn holder<'a>(transaction: &mut TransactionMut<'_>, place: &'a str) -> (MapRef, &'a str) {
    let (path, key) = place.rsplit_once('/').unwrap();
    let mut parts = path.split('/');
    let mut map = transaction.get_or_insert_map(parts.next().unwrap());
    for part in parts {
        map = map.get_or_init(transaction, part);
    }
    (map, key)
}

pub fn entry(person: &str) -> Json {
    json!({"lane": "people", "title": "rolled back", "time": "2026-03-05T14:09:41.120Z", "by": person,
        "at": "2026-03-06T09:00:00Z", "state": "picked"})
}
