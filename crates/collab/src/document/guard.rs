//! yrs under guard: whatever happens inside it, the document is whole afterwards.

use std::panic::{AssertUnwindSafe, catch_unwind};

use yrs::updates::decoder::Decode;
use yrs::{ClientID, Doc, MapRef, OffsetKind, Options, ReadTxn, Transact, TransactionMut, Update, WriteTxn};

use super::Document;
use super::change::{self, Change};
use crate::Refusal;
use crate::schema::Root;

impl Document {
    /// Puts an update into yrs; gives what it changed, or none if nothing. `new_part` asks for only what was new in it.
    pub(super) fn integrate(&mut self, update: &[u8], new_part: bool) -> Result<Option<Changed>, Refusal> {
        let damaged = Refusal::Malformed("yrs cannot read it");
        let decoded = catch_unwind(|| Update::decode_v1(update)).map_err(|_| damaged.clone())?;
        let decoded = decoded.map_err(|_| damaged.clone())?;
        let mut transaction = self.doc.transact_mut();
        let applied = catch_unwind(AssertUnwindSafe(|| transaction.apply_update(decoded).is_ok()));
        if applied.is_err() {
            // Dropping it would commit what is half done, and panic again. The document is made anew anyway.
            std::mem::forget(transaction);
            return Err(damaged);
        }
        let new_part = new_part.then(|| transaction.encode_update_v1());
        let has_changes = transaction.has_changes();
        commit(transaction)?;
        let missing = self.doc.transact().has_missing_updates();
        let changes = change::take(&self.watch);
        match (applied, missing) {
            (Ok(true), false) if has_changes => Ok(Some(Changed { new_part, changes })),
            (Ok(true), false) => Ok(None),
            (_, true) => Err(Refusal::Missing),
            _ => Err(damaged),
        }
    }

    /// Makes the document again as it was before the last update.
    pub(super) fn take_back(&mut self) {
        change::take(&self.watch);
        let again = self.reopen();
        debug_assert_eq!(again, Ok(()), "what was kept could be read before");
    }

    pub(super) fn reopen(&mut self) -> Result<(), Refusal> {
        let damaged = Refusal::Malformed("what was kept cannot be read");
        let (doc, roots) = empty(self.client);
        let updates: Result<Vec<Update>, _> = self.kept.updates().map(Update::decode_v1).collect();
        let updates = updates.map_err(|_| damaged.clone())?;
        let mut transaction = doc.transact_mut();
        let applied = catch_unwind(AssertUnwindSafe(|| {
            updates.into_iter().all(|update| transaction.apply_update(update).is_ok())
        }));
        if !matches!(applied, Ok(true)) {
            std::mem::forget(transaction);
            return Err(damaged);
        }
        commit(transaction)?;
        change::watch(&roots, &self.watch);
        (self.doc, self.roots) = (doc, roots);
        Ok(())
    }
}

/// Several updates as one; none if they cannot be read together, or if something is missing between them.
pub(crate) fn merge_updates(parts: &[&[u8]]) -> Option<Vec<u8>> {
    let merged = catch_unwind(|| yrs::merge_updates_v1(parts).ok()).ok()??;
    // What yrs merged with a hole would be refused when it is read again.
    let has_hole = crate::update::has_hole(&merged);
    if has_hole { None } else { Some(merged) }
}

/// What an update did.
pub(super) struct Changed {
    /// Only what was new in it, if that was asked for.
    pub(super) new_part: Option<Vec<u8>>,
    pub(super) changes: Vec<Change>,
}

pub(super) fn commit(mut transaction: TransactionMut<'_>) -> Result<(), Refusal> {
    if catch_unwind(AssertUnwindSafe(|| transaction.commit())).is_err() {
        std::mem::forget(transaction);
        return Err(Refusal::Malformed("yrs cannot read it"));
    }
    Ok(())
}

pub(super) fn empty(client: u64) -> (Doc, Vec<(Root, MapRef)>) {
    // Lengths are counted as in JavaScript. The name of the document is of no use to us; given, it is not random.
    let mut options = Options::with_guid_and_client_id("review".into(), ClientID::new(client));
    options.offset_kind = OffsetKind::Utf16;
    let doc = Doc::with_options(options);
    let mut transaction = doc.transact_mut();
    let roots =
        Root::ALL.into_iter().map(|root| (root, transaction.get_or_insert_map(root.name()))).collect();
    drop(transaction);
    (doc, roots)
}
