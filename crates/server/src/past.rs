//! Documents as they were. A log is replayed in pages, from the nearest state that is still known: memory holds a page and a document, however
//! long the log is.

use std::sync::{Arc, Mutex};

use postlude_collab::history::as_of;
use postlude_store::{Store, Update};
use uuid::Uuid;

use crate::error::Error;
use crate::evidence::{blocking, locked};

/// Updates read at once; a state is remembered after each of these.
const PAGE: u32 = 5_000;
/// Bytes of remembered states of all documents together.
const MOST: usize = 64 << 20;

/// States that were passed on the way, the last used first.
#[derive(Debug, Default)]
pub struct Past(Mutex<Vec<Passed>>);

/// A document as it was after an update.
#[derive(Debug, Clone)]
struct Passed {
    review: Uuid,
    seq: i64,
    state: Arc<Vec<u8>>,
}

impl Past {
    /// The document as it was before an update, as one update.
    pub async fn before(&self, store: &dyn Store, review: Uuid, seq: i64) -> Result<Arc<Vec<u8>>, Error> {
        let begin = self.nearest(review, seq);
        self.replay(store, begin, |update| update.seq < seq).await
    }

    /// The document as the first updates left it, as long as `goes_on`.
    pub async fn until(
        &self,
        store: &dyn Store,
        review: Uuid,
        goes_on: impl Fn(&Update) -> bool,
    ) -> Result<Arc<Vec<u8>>, Error> {
        self.replay(store, Passed::empty(review), goes_on).await
    }

    async fn replay(
        &self,
        store: &dyn Store,
        mut at: Passed,
        goes_on: impl Fn(&Update) -> bool,
    ) -> Result<Arc<Vec<u8>>, Error> {
        loop {
            let mut page = store.updates_after(at.review, at.seq, PAGE).await?;
            let is_whole = page.len() == PAGE as usize;
            let wanted = page.iter().take_while(|update| goes_on(update)).count();
            let goes_on = is_whole && wanted == page.len();
            page.truncate(wanted);
            let Some(last) = page.last().map(|update| update.seq) else { return Ok(at.state) };
            let before = Arc::clone(&at.state);
            at.state = blocking(move || state(&before, &page).map(Arc::new)).await?;
            at.seq = last;
            if !goes_on {
                return Ok(at.state);
            }
            self.remember(at.clone());
        }
    }

    /// The latest known state before an update.
    fn nearest(&self, review: Uuid, before: i64) -> Passed {
        let mut all = locked(&self.0);
        let known =
            all.iter().enumerate().filter(|(_, passed)| passed.review == review && passed.seq < before);
        match known.max_by_key(|(_, passed)| passed.seq).map(|(at, _)| at) {
            Some(at) => {
                let passed = all.remove(at);
                all.insert(0, passed.clone());
                passed
            }
            None => Passed::empty(review),
        }
    }

    fn remember(&self, passed: Passed) {
        let mut all = locked(&self.0);
        all.retain(|known| (known.review, known.seq) != (passed.review, passed.seq));
        all.insert(0, passed);
        let mut bytes = 0;
        all.retain(|known| {
            bytes += known.state.len();
            bytes <= MOST
        });
    }
}

impl Passed {
    fn empty(review: Uuid) -> Self {
        Self { review, seq: 0, state: Arc::new(Vec::new()) }
    }
}

/// The state after some more updates. No bytes are the state before the first.
fn state(before: &[u8], updates: &[Update]) -> Result<Vec<u8>, Error> {
    let snapshot = (!before.is_empty()).then_some(before);
    let document = as_of(snapshot, updates.iter().map(|update| update.bytes.as_slice()));
    Ok(document.map_err(|refusal| Error::defect("making an older document", &refusal))?.state())
}
