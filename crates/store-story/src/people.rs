//! The story of who gets into the house.

use postlude_base::NANOSECONDS_PER_SECOND;
use postlude_review::people::AccountRole;
use postlude_store::{Conflict, Failure, Invitation, KeyHash, Scope, Session, Store, Token};

use crate::scene::{administrator, at, id, invited, key, new_person};

/// Anna is first; Ben comes by invitation; nobody is locked out of administering.
pub async fn accounts(store: &dyn Store) {
    assert_eq!(store.people().await, Ok(vec![]));
    let anna = administrator(store).await;
    assert_eq!((anna.role, anna.disabled), (AccountRole::Administrator, None));
    let second = store.create_first_administrator(&new_person(9, "zoe")).await;
    assert_eq!(second, Err(Failure::Conflict(Conflict::NotFirst)));

    let account =
        store.account_with_email(" ANNA@example.ORG ").await.expect("an answer").expect("an account");
    assert_eq!(
        (account.person.clone(), account.password_hash.as_deref()),
        (anna.clone(), Some("hash of anna"))
    );
    assert_eq!(store.account_with_email("nobody@example.org").await, Ok(None));

    invitations(store).await;
    let ben = invited(store, 2, "ben", AccountRole::Member).await;
    assert_eq!(ben.role, AccountRole::Member);

    // Nobody else may administer, so Anna must.
    let last = Err(Failure::Conflict(Conflict::LastAdministrator));
    assert_eq!(store.change_role(anna.id, AccountRole::Reader).await, last);
    assert_eq!(store.disable_person(anna.id, at(9, 0)).await, last);
    assert_eq!(store.person(anna.id).await, Ok(Some(anna.clone())));
    assert_eq!(store.change_role(ben.id, AccountRole::Administrator).await, Ok(true));
    assert_eq!(store.disable_person(anna.id, at(9, 1)).await, Ok(true));
    assert_eq!(store.disable_person(anna.id, at(9, 2)).await, Ok(false));
    assert_eq!(store.change_role(ben.id, AccountRole::Member).await, last);
    assert_eq!(store.enable_person(anna.id).await, Ok(true));
    assert_eq!(store.rename_person(anna.id, "Anna").await, Ok(true));
    assert_eq!(store.rename_person(ben.id, "b\0n").await, Ok(true));
    assert_eq!(store.rename_person(id(77), "nobody").await, Ok(false));

    let people = store.people().await.expect("a list");
    let people: Vec<_> = people.iter().map(|one| (one.name.as_str(), one.role, one.disabled)).collect();
    let both = [("Anna", AccountRole::Administrator, None), ("b\u{fffd}n", AccountRole::Administrator, None)];
    assert_eq!(people, both);
}

/// An invitation is good once, for a time, until it is taken back.
async fn invitations(store: &dyn Store) {
    let invitation = Invitation {
        id: id(500),
        email: Some("ben@example.org".to_owned()),
        role: AccountRole::Reader,
        invited_by: id(1),
        created: at(8, 0),
        expires: at(9, 0),
    };
    store.invite(&invitation, &key(50)).await.expect("invited");
    assert_eq!(store.invitation(&key(50), at(8, 59)).await, Ok(Some(invitation.clone())));
    assert_eq!(store.invitation(&key(50), at(9, 0)).await, Ok(None));
    assert_eq!(store.invitation(&key(51), at(8, 0)).await, Ok(None));
    assert_eq!(store.invitations().await, Ok(vec![invitation.clone()]));

    // A taken address does not use the invitation up.
    let mut taken = new_person(5, "ben");
    taken.email = "anna@EXAMPLE.org".to_owned();
    let refused = store.accept_invitation(&key(50), &taken).await;
    assert_eq!(refused, Err(Failure::Conflict(Conflict::EmailTaken)));
    assert_eq!(store.invitations().await.map(|all| all.len()), Ok(1));
    let mut late = new_person(5, "ben");
    late.created = at(9, 0);
    assert_eq!(store.accept_invitation(&key(50), &late).await, Ok(None));

    assert_eq!(store.withdraw_invitation(id(500)).await, Ok(true));
    assert_eq!(store.withdraw_invitation(id(500)).await, Ok(false));
    assert_eq!(store.accept_invitation(&key(50), &new_person(5, "ben")).await, Ok(None));
}

/// Sessions of browsers, tokens of programs, and somebody who guesses passwords.
pub async fn sessions(store: &dyn Store) {
    let anna = administrator(store).await;
    let ben = invited(store, 2, "ben", AccountRole::Member).await;
    let session = |person| Session {
        person,
        created: at(9, 0),
        seen: at(9, 0),
        expires: at(21, 0),
        agent: "a browser".to_owned(),
    };
    for (number, person) in [(1, anna.id), (2, ben.id), (3, ben.id), (4, ben.id)] {
        store.open_session(&key(number), &session(person)).await.expect("a session");
    }
    assert_eq!(store.open_session(&key(1), &session(ben.id)).await, Err(Failure::Conflict(Conflict::Exists)));
    assert_eq!(
        store.open_session(&key(9), &session(id(77))).await,
        Err(Failure::Conflict(Conflict::Missing))
    );

    // It is noted that a session was seen, but not each time.
    let seen = |number, now| async move {
        let found = store.session(&key(number), now).await.expect("an answer");
        found.map(|(session, person)| (session.seen, person.name))
    };
    let soon = at(9, 0).plus(59 * NANOSECONDS_PER_SECOND);
    assert_eq!(seen(2, soon).await, Some((at(9, 0), "ben".to_owned())));
    assert_eq!(seen(2, at(9, 5)).await, Some((at(9, 0), "ben".to_owned())));
    assert_eq!(seen(2, at(9, 6)).await, Some((at(9, 5), "ben".to_owned())));
    assert_eq!(seen(2, at(21, 0)).await, None);
    assert_eq!(seen(9, at(9, 0)).await, None);

    assert_eq!(store.close_session(&key(4)).await, Ok(true));
    assert_eq!(store.close_session(&key(4)).await, Ok(false));
    assert_eq!(store.change_password(ben.id, "another hash", Some(&key(3))).await, Ok(true));
    let account = store.account(ben.id).await.expect("an answer").expect("an account");
    assert_eq!(account.password_hash.as_deref(), Some("another hash"));
    assert_eq!((seen(2, at(10, 0)).await, seen(3, at(10, 0)).await.is_some()), (None, true));

    tokens(store).await;

    // Whoever is kept out is out at once, with browsers and programs.
    store.disable_person(ben.id, at(11, 0)).await.expect("disabled");
    assert_eq!(seen(3, at(11, 0)).await, None);
    assert_eq!(store.token(&key(61), at(11, 0)).await, Ok(None));
    store.enable_person(ben.id).await.expect("enabled");
    assert_eq!(seen(3, at(11, 0)).await, None);

    store.open_session(&key(5), &session(anna.id)).await.expect("a session");
    assert_eq!(store.close_sessions(anna.id, Some(&key(1))).await, Ok(1));
    attempts(store).await;
    store.sweep(at(22, 0), at(22, 0)).await.expect("swept");
    assert_eq!(seen(1, at(12, 0)).await, None);
}

async fn tokens(store: &dyn Store) {
    let token = |number: u128, expires| Token {
        id: id(600 + number),
        person: id(2),
        name: "export".to_owned(),
        scopes: vec![Scope::Read, Scope::Write],
        created: at(9, 0),
        expires,
        used: None,
    };
    let [lasting, short] = [token(1, None), token(2, Some(at(10, 0)))];
    let hash = |number: u8| KeyHash([60 + number; 32]);
    store.add_token(&lasting, &hash(1)).await.expect("a token");
    store.add_token(&short, &hash(2)).await.expect("a token");

    let (found, owner) = store.token(&hash(1), at(9, 30)).await.expect("an answer").expect("a token");
    assert_eq!((found, owner.name.as_str()), (lasting.clone(), "ben"));
    let used: Vec<_> = store.tokens(id(2)).await.expect("a list").into_iter().map(|one| one.used).collect();
    assert_eq!(used, [Some(at(9, 30)), None]);
    assert_eq!(store.token(&hash(2), at(10, 0)).await, Ok(None));
    assert_eq!(store.remove_token(id(1), short.id).await, Ok(false));
    assert_eq!(store.remove_token(id(2), short.id).await, Ok(true));
    assert_eq!(store.tokens(id(2)).await.map(|all| all.len()), Ok(1));
}

async fn attempts(store: &dyn Store) {
    let attempt = |subject: &'static str, minute| async move {
        store.count_attempt(subject, at(11, minute), at(11, minute - 15)).await.expect("counted")
    };
    assert_eq!(attempt("ben@example.org", 0).await, 1);
    assert_eq!(attempt("ben@example.org", 10).await, 2);
    assert_eq!(attempt("192.0.2.7", 10).await, 1);
    assert_eq!(attempt("ben@example.org", 20).await, 2);
    store.forget_attempts("ben@example.org").await.expect("forgotten");
    assert_eq!(attempt("ben@example.org", 21).await, 1);
}
