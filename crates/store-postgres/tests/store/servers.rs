//! Several servers on one database, and a database that goes away.

use std::sync::Arc;
use std::time::Duration;

use postlude_base::Timestamp;
use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use postlude_store::{
    Change, Changes, Failure, KeyHash, Lease, NewJob, NewPerson, NewReview, NewUpdate, Session, Store,
};
use postlude_store_postgres::PostgresStore;
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::timeout;
use uuid::Uuid;

use crate::server::Server;
use crate::{connect, run};

const ANNA: Uuid = Uuid::from_u128(1);
const REVIEW: Uuid = Uuid::from_u128(100);
const NOW: Timestamp = Timestamp(0);

async fn furnish(store: &dyn Store) {
    let anna = NewPerson {
        id: ANNA,
        name: "anna".to_owned(),
        email: "anna@example.org".to_owned(),
        password_hash: None,
        created: NOW,
    };
    store.create_first_administrator(&anna).await.expect("an account");
    let review = NewReview {
        id: REVIEW,
        title: "shared".to_owned(),
        visibility: Visibility::Open,
        phase: "preparing".to_owned(),
        process: json!({}),
        created: NOW,
        created_by: anna.id,
    };
    store.create_review(&review, None).await.expect("a review");
}

fn update() -> NewUpdate {
    NewUpdate { review: REVIEW, author: Some(ANNA), time: NOW, bytes: b"x".to_vec() }
}

/// The next change, or a failed test if none comes.
async fn next(changes: &mut Changes) -> Change {
    timeout(Duration::from_secs(20), changes.next()).await.expect("a change comes")
}

#[test]
fn servers_hear_of_each_other() {
    let server = Server::start();
    run(async {
        let (one, other) = (connect(&server, 1).await, connect(&server, 2).await);
        furnish(&*one).await;
        let (mut own, mut heard) = (one.changes(), other.changes());

        one.append(vec![update(), update()]).await.expect("appended");
        assert_eq!(next(&mut heard).await, Change::Updates { review: REVIEW, first: 1, last: 2 });
        assert_eq!(other.load(REVIEW).await.expect("an answer").expect("a document").last_seq, 2);
        one.rename_review(REVIEW, "renamed", NOW).await.expect("renamed");
        assert_eq!(next(&mut heard).await, Change::Review(REVIEW));
        one.set_participation(REVIEW, ANNA, ReviewRole::Organiser, NOW).await.expect("named");
        assert_eq!(next(&mut heard).await, Change::Participations(REVIEW));
        one.change_role(ANNA, AccountRole::Administrator).await.expect("changed");
        assert_eq!(next(&mut heard).await, Change::Person(ANNA));

        let session =
            Session { person: ANNA, created: NOW, seen: NOW, expires: Timestamp(1), agent: String::new() };
        one.open_session(&KeyHash([1; 32]), &session).await.expect("opened");
        one.close_session(&KeyHash([1; 32])).await.expect("closed");
        assert_eq!(next(&mut heard).await, Change::Person(ANNA));
        jobs(&*one, &mut heard).await;

        // Presence is passed on; what changes nothing, or is too long, is not.
        let presence = |bytes: Vec<u8>| Change::Presence { review: REVIEW, bytes };
        one.rename_review(Uuid::from_u128(999), "nothing", NOW).await.expect("no such review");
        one.announce(&presence(vec![0; 9_000])).await.expect("dropped");
        one.announce(&presence(b"anna at 10:02".to_vec())).await.expect("told");
        assert_eq!(next(&mut heard).await, presence(b"anna at 10:02".to_vec()));

        // One's own doing is not told; the next thing heard is what the other did.
        other.announce(&presence(vec![2])).await.expect("told");
        assert_eq!(next(&mut own).await, presence(vec![2]));
    });
}

async fn jobs(store: &dyn Store, heard: &mut Changes) {
    let id = Uuid::from_u128(800);
    let job = NewJob {
        id,
        kind: "read".to_owned(),
        subject: REVIEW,
        arguments: json!({}),
        created_by: ANNA,
        created: NOW,
    };
    store.put_job(&job).await.expect("a job");
    assert_eq!(next(heard).await, Change::Job(id));
    let lease = Lease { server: Uuid::from_u128(1), until: Timestamp(1) };
    store.claim_job(lease, NOW).await.expect("claimed");
    assert_eq!(next(heard).await, Change::Job(id));
    store.progress_job(id, lease, &json!(1)).await.expect("told");
    assert_eq!(next(heard).await, Change::Job(id));
}

#[test]
fn a_database_goes_away_and_comes_back() {
    let mut server = Server::start();
    run(async {
        let store = connect(&server, 1).await;
        furnish(&*store).await;
        let mut heard = store.changes();
        store.append(vec![update()]).await.expect("appended");

        server.stop();
        assert!(matches!(store.append(vec![update()]).await, Err(Failure::Away(_))));
        assert!(matches!(store.load(REVIEW).await, Err(Failure::Away(_))));
        assert!(matches!(store.ping().await, Err(Failure::Away(_))));

        server.resume();
        assert_eq!(next(&mut heard).await, Change::LookAgain);
        store.ping().await.expect("it answers again");
        assert_eq!(store.append(vec![update()]).await, Ok(vec![2]));
        assert_eq!(store.load(REVIEW).await.expect("an answer").expect("a document").updates.len(), 2);

        // And it is listening again.
        let other = connect(&server, 2).await;
        other.append(vec![update()]).await.expect("appended");
        assert_eq!(next(&mut heard).await, Change::Updates { review: REVIEW, first: 3, last: 3 });
    });
}

/// The database crashes while many append; what was acknowledged is there when it has recovered.
#[test]
fn what_was_acknowledged_survives_a_crash() {
    let mut server = Server::start();
    run(async {
        let store = connect(&server, 1).await;
        furnish(&*store).await;
        let mut writers = JoinSet::new();
        for _ in 0..8 {
            let store = Arc::clone(&store);
            writers.spawn(async move {
                let mut acknowledged = Vec::new();
                while let Ok(numbers) = store.append(vec![update()]).await {
                    acknowledged.extend(numbers);
                }
                acknowledged
            });
        }
        tokio::time::sleep(Duration::from_millis(700)).await;
        server.crash();
        let mut acknowledged = writers.join_all().await.concat();
        assert!(!acknowledged.is_empty());
        acknowledged.sort_unstable();
        server.resume();
        let kept = store.updates_after(REVIEW, 0, i32::MAX.unsigned_abs()).await.expect("a page");
        let kept: Vec<i64> = kept.iter().map(|update| update.seq).collect();
        // At most the last group was kept without having been acknowledged.
        assert!(kept.len() - acknowledged.len() <= 8);
        assert_eq!(kept[..acknowledged.len()], acknowledged);
    });
}

#[test]
fn servers_start_at_the_same_time() {
    let server = Server::start();
    run(async {
        let mut starting = JoinSet::new();
        for number in 1..=5 {
            let url = server.url("postgres");
            starting.spawn(async move { PostgresStore::connect(&url, Uuid::from_u128(number)).await });
        }
        let stores = starting.join_all().await;
        for store in &stores {
            assert!(store.is_ok(), "{store:?}");
        }
    });
}

/// Organisers who demote each other at the same moment, on different servers: one of them is refused.
#[test]
fn somebody_always_organises() {
    let server = Server::start();
    run(async {
        let stores = [connect(&server, 1).await, connect(&server, 2).await];
        furnish(&*stores[0]).await;
        for number in 0..20 {
            let (key, id) = (KeyHash([2; 32]), Uuid::from_u128(1_000 + number));
            let ben = other_person(&*stores[0], key, id).await;
            stores[0].set_participation(REVIEW, ANNA, ReviewRole::Organiser, NOW).await.expect("named");
            stores[0].set_participation(REVIEW, ben, ReviewRole::Organiser, NOW).await.expect("named");
            let mut both = JoinSet::new();
            for (store, person) in stores.iter().zip([ANNA, ben]) {
                let store = Arc::clone(store);
                both.spawn(async move { store.remove_participation(REVIEW, person).await.is_ok() });
            }
            let removed = both.join_all().await.into_iter().filter(|removed| *removed).count();
            assert_eq!(removed, 1);
            if stores[0].participations(REVIEW).await.expect("people")[0].person == ben {
                stores[0].set_participation(REVIEW, ANNA, ReviewRole::Organiser, NOW).await.expect("named");
                stores[0].remove_participation(REVIEW, ben).await.expect("removed");
            }
        }
    });
}

async fn other_person(store: &dyn Store, key: KeyHash, id: Uuid) -> Uuid {
    let invitation = postlude_store::Invitation {
        id,
        email: None,
        role: AccountRole::Member,
        invited_by: ANNA,
        created: NOW,
        expires: Timestamp(1),
    };
    store.invite(&invitation, &key).await.expect("invited");
    let person = NewPerson {
        id,
        name: "ben".to_owned(),
        email: format!("{id}@example.org"),
        password_hash: None,
        created: NOW,
    };
    store.accept_invitation(&key, &person).await.expect("accepted").expect("good").id
}
