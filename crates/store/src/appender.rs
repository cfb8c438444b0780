//! Group commit: while one transaction is being made durable, the updates of all other callers gather for the next one.

use std::future::Future;

use tokio::sync::{mpsc, oneshot};

use crate::{Failure, NewUpdate, Result};

/// Callers that wait at most; more wait for a place.
const QUEUE: usize = 4_096;
/// Bytes after which a transaction takes no further caller.
const GROUP_BYTES: usize = 8 * 1024 * 1024;
/// Callers of one transaction at most.
const GROUP_CALLERS: usize = 1_024;

/// What one caller appends.
#[derive(Debug)]
struct Request {
    updates: Vec<NewUpdate>,
    answer: oneshot::Sender<Result<Vec<i64>>>,
}

/// The door for all callers of one store.
#[derive(Debug, Clone)]
pub struct Appender {
    queue: mpsc::Sender<Request>,
}

impl Appender {
    /// The door, and the work behind it, which ends when all doors are gone. `commit` writes what several callers append in one transaction
    /// and tells each their numbers, or why they alone are refused; a failure of the whole is everybody's.
    pub fn new<C, F>(commit: C) -> (Self, impl Future<Output = ()> + Send)
    where
        C: Fn(Vec<Vec<NewUpdate>>) -> F + Send,
        F: Future<Output = Result<Vec<Result<Vec<i64>>>>> + Send,
    {
        let (queue, requests) = mpsc::channel(QUEUE);
        (Self { queue }, serve(requests, commit))
    }

    /// Appends and waits until it is durable.
    pub async fn append(&self, updates: Vec<NewUpdate>) -> Result<Vec<i64>> {
        if updates.is_empty() {
            return Ok(Vec::new());
        }
        let (answer, answered) = oneshot::channel();
        let request = Request { updates, answer };
        self.queue.send(request).await.map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }
}

fn closed() -> Failure {
    Failure::Away("the store is closed".to_owned())
}

async fn serve<C, F>(mut requests: mpsc::Receiver<Request>, commit: C)
where
    C: Fn(Vec<Vec<NewUpdate>>) -> F,
    F: Future<Output = Result<Vec<Result<Vec<i64>>>>>,
{
    while let Some(first) = requests.recv().await {
        let (updates, answers) = group(first, &mut requests);
        match commit(updates).await {
            // A caller that went away does not want its answer; what it appended is kept all the same.
            Ok(results) => {
                for (answer, result) in answers.into_iter().zip(results) {
                    drop(answer.send(result));
                }
            }
            Err(failure) => {
                for answer in answers {
                    drop(answer.send(Err(failure.clone())));
                }
            }
        }
    }
}

type Group = (Vec<Vec<NewUpdate>>, Vec<oneshot::Sender<Result<Vec<i64>>>>);

/// The first request and all that wait behind it, up to the bounds of a transaction.
fn group(first: Request, requests: &mut mpsc::Receiver<Request>) -> Group {
    let mut bytes = size(&first);
    let mut updates = vec![first.updates];
    let mut answers = vec![first.answer];
    while bytes < GROUP_BYTES && updates.len() < GROUP_CALLERS {
        let Ok(request) = requests.try_recv() else { break };
        bytes += size(&request);
        updates.push(request.updates);
        answers.push(request.answer);
    }
    (updates, answers)
}

fn size(request: &Request) -> usize {
    request.updates.iter().map(|update| update.bytes.len()).sum()
}
