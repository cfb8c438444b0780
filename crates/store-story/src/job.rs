//! The story of a job whose server dies.

use postlude_store::{Hold, JobState, Lease, NewJob, Outcome, Store};
use serde_json::json;
use uuid::Uuid;

use crate::scene::{at, id};

/// One server begins and dies; another takes over where it stopped; a third is asked to stop.
pub async fn story(store: &dyn Store) {
    let [dies, lives] = [id(901), id(902)];
    let lease = |server: Uuid, minute| Lease { server, until: at(9, minute) };
    let new = |number, subject| NewJob {
        id: id(number),
        kind: "read".to_owned(),
        subject,
        arguments: json!({ "files": 3 }),
        created_by: id(1),
        created: at(9, 0),
    };
    let incident = id(200);
    let job = store.put_job(&new(800, incident)).await.expect("a job");
    assert_eq!((job.asked.clone(), job.state, job.attempts), (new(800, incident), JobState::Waiting, 0));

    // Asking again while it is open gives the same job.
    assert_eq!(store.put_job(&new(801, incident)).await, Ok(job));
    assert_eq!(store.job(id(801)).await, Ok(None));

    let begun = store.claim_job(lease(dies, 2), at(9, 1)).await.expect("an answer").expect("a job");
    assert_eq!((begun.asked.id, begun.state, begun.started), (id(800), JobState::Running, Some(at(9, 1))));
    assert_eq!(store.claim_job(lease(lives, 3), at(9, 1)).await, Ok(None));
    let half = json!({ "bytes": 50 });
    assert_eq!(store.progress_job(id(800), lease(dies, 5), &half).await, Ok(Hold::Held));
    assert_eq!(store.claim_job(lease(lives, 6), at(9, 4)).await, Ok(None));

    // It dies. When its lease is over, the other takes the job with what was done.
    let taken = store.claim_job(lease(lives, 6), at(9, 5)).await.expect("an answer").expect("a job");
    assert_eq!((taken.asked.id, taken.attempts, taken.progress), (id(800), 2, half.clone()));
    assert_eq!(store.progress_job(id(800), lease(dies, 9), &half).await, Ok(Hold::Lost));
    assert_eq!(store.finish_job(id(800), dies, &Outcome::Done, &half, at(9, 6)).await, Ok(false));
    let whole = json!({ "bytes": 100 });
    assert_eq!(store.finish_job(id(800), lives, &Outcome::Done, &whole, at(9, 6)).await, Ok(true));
    assert_eq!(store.progress_job(id(800), lease(lives, 9), &half).await, Ok(Hold::Lost));
    let done = store.job(id(800)).await.expect("an answer").expect("a job");
    assert_eq!((done.state, done.progress, done.finished), (JobState::Done, whole, Some(at(9, 6))));

    stopping(store, incident).await;
}

/// A waiting job is cancelled at once, a running one when its worker can stop.
async fn stopping(store: &dyn Store, incident: Uuid) {
    let lease = Lease { server: id(903), until: at(10, 30) };
    let new = |number: u128, subject, minute| NewJob {
        id: id(number),
        kind: "read".to_owned(),
        subject,
        arguments: json!({}),
        created_by: id(1),
        created: at(10, minute),
    };
    store.put_job(&new(810, incident, 1)).await.expect("a job");
    store.put_job(&new(811, id(201), 0)).await.expect("a job");
    let first = store.claim_job(lease, at(10, 2)).await.expect("an answer").expect("a job");
    assert_eq!(first.asked.id, id(811), "the oldest first");
    assert_eq!(store.cancel_job(id(810), at(10, 3)).await, Ok(true));
    assert_eq!(store.cancel_job(id(810), at(10, 3)).await, Ok(false));
    assert_eq!(store.cancel_job(id(811), at(10, 3)).await, Ok(true));
    assert_eq!(store.claim_job(lease, at(10, 4)).await, Ok(None));
    assert_eq!(store.progress_job(id(811), lease, &json!({})).await, Ok(Hold::CancelAsked));
    assert_eq!(
        store.finish_job(id(811), lease.server, &Outcome::Cancelled, &json!({}), at(10, 5)).await,
        Ok(true)
    );
    for cancelled in [id(810), id(811)] {
        let job = store.job(cancelled).await.expect("an answer").expect("a job");
        assert_eq!((job.state, job.finished.is_some()), (JobState::Cancelled, true));
    }

    // A new one can be asked for now, and fails.
    store.put_job(&new(812, incident, 6)).await.expect("a job");
    let failing = store.claim_job(lease, at(10, 7)).await.expect("an answer").expect("a job");
    let failed = Outcome::Failed("the disk is full".to_owned());
    assert_eq!(
        store.finish_job(failing.asked.id, lease.server, &failed, &json!({}), at(10, 8)).await,
        Ok(true)
    );
    let jobs = store.jobs(incident, 2).await.expect("a list");
    let jobs: Vec<_> = jobs.iter().map(|job| (job.asked.id, job.state, job.error.as_deref())).collect();
    let expected =
        [(id(812), JobState::Failed, Some("the disk is full")), (id(810), JobState::Cancelled, None)];
    assert_eq!(jobs, expected);
}
