use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::Failure;

/// Answers kept at once; an answer takes a megabyte at most.
const MOST: usize = 32;

/// An answer, or the work on it.
type Cell<T> = Arc<OnceCell<Arc<T>>>;

/// The answers used last. Who asks what somebody else is being answered waits for the same answer.
pub(super) struct Kept<T>(Mutex<Vec<(String, Cell<T>)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

impl<T> Kept<T> {
    /// The answer kept under a name, else the one that is made now.
    pub(super) async fn get(
        &self,
        name: String,
        make: impl Future<Output = Result<T, Failure>>,
    ) -> Result<Arc<T>, Failure> {
        let cell = self.cell(name);
        let answer = cell.get_or_try_init(|| async { make.await.map(Arc::new) }).await?;
        Ok(Arc::clone(answer))
    }

    fn cell(&self, name: String) -> Cell<T> {
        // Nothing below the lock can panic half done.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let cell = match kept.iter().position(|(known, _)| *known == name) {
            Some(at) => kept.remove(at).1,
            None => Cell::default(),
        };
        kept.insert(0, (name, Arc::clone(&cell)));
        kept.truncate(MOST);
        cell
    }
}
