//! Getting in, and what is kept out.

use postlude_review::people::{AccountRole, Visibility};
use postlude_server::{Entrance, Limits, address};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::ask::{Answer, ask};
use crate::house::{Caller, Server, Start};
use crate::page::Page;

const PASSWORD: &str = "correct horse battery";

fn post(server: &Server, path: &str, headers: &str, body: &Value) -> Answer {
    let headers = format!("content-type: application/json\r\n{headers}");
    ask(server.address, "POST", &format!("/api/v1{path}"), &headers, body.to_string().as_bytes())
}

fn log_in(server: &Server, email: &str, password: &str) -> Answer {
    post(server, "/session", "", &json!({"email": email, "password": password}))
}

/// The browser that got this answer.
fn browser(answer: &Answer) -> Caller {
    let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap();
    Caller { id: uuid::Uuid::nil(), headers: format!("cookie: {cookie}\r\nx-postlude: 1\r\n") }
}

fn link(server: &Server) -> String {
    server.wait_for(address(&server.workbench, "You")).unwrap()
}

fn accept(server: &Server, key: &str, email: &str) -> Answer {
    let body = json!({"key": key, "name": "somebody", "email": email, "password": PASSWORD});
    post(server, "/invitations/accept", "", &body)
}

fn who(server: &Server, caller: &Caller) -> Value {
    server.get(caller, "/session")["person"].clone()
}

/// The first link makes the first administrator, who invites the second person; everything works once.
#[test]
fn a_house_fills() {
    let data = TempDir::new().unwrap();
    let server = Server::start(data.path());
    let first = link(&server);
    let key = first.split_once('#').unwrap().1;
    assert_eq!(accept(&server, "another", "ada@example.org").status, 410);
    let entered = accept(&server, key, "ada@example.org");
    assert_eq!(entered.status, 204, "{}", entered.text());
    let cookie = entered.header("set-cookie").unwrap();
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "without TLS a browser would not send it: {cookie}");
    let ada = browser(&entered);
    assert_eq!(who(&server, &ada)["role"], "administrator");
    assert_eq!(accept(&server, key, "eve@example.org").status, 410, "the first link opens once");
    assert!(!link(&server).contains('#'), "and there is no second");

    let invited = server.ask(&ada, "POST", "/invitations", &json!({"role": "member"})).json();
    let key = invited["url"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
    let listed = server.get(&ada, "/invitations").to_string();
    assert!(!listed.contains(&key), "a list tells no key: {listed}");
    let ben = browser(&accept(&server, &key, "ben@example.org"));
    assert_eq!(who(&server, &ben)["role"], "member");
    assert_eq!(accept(&server, &key, "eve@example.org").status, 410, "an invitation is good once");

    let stored = server.wait_for(server.workbench.store.account_with_email("ben@example.org")).unwrap();
    let hash = stored.unwrap().password_hash.unwrap();
    assert!(hash.starts_with("$argon2id$"), "{hash}");
    assert_eq!(log_in(&server, "ben@example.org", "wrong").status, 401);
    assert_eq!(log_in(&server, "nobody@example.org", PASSWORD).status, 401);
    let elsewhere = browser(&log_in(&server, "BEN@example.org", PASSWORD));
    assert_eq!(who(&server, &elsewhere)["name"], "somebody");
    passwords(&server, &ben, &elsewhere);
}

/// A new password closes what is open elsewhere, at once.
fn passwords(server: &Server, ben: &Caller, elsewhere: &Caller) {
    let review = server.review(ben, Visibility::Open);
    let mut page = Page::join(server.address, elsewhere, review.id);
    let change = |old: &str, new: &str| {
        server.ask(ben, "PATCH", "/people/me", &json!({"password": new, "old_password": old})).status
    };
    assert_eq!(change("wrong", "another long password"), 422);
    assert_eq!(change(PASSWORD, "short"), 422);
    assert_eq!(who(server, elsewhere)["name"], "somebody");
    assert_eq!(change(PASSWORD, "another long password"), 204);
    assert_eq!(who(server, elsewhere), Value::Null);
    assert_eq!(page.wait_closed(), 4401);
    assert_eq!(who(server, ben)["name"], "somebody");
    assert_eq!(log_in(server, "ben@example.org", PASSWORD).status, 401);
    assert_eq!(log_in(server, "ben@example.org", "another long password").status, 204);
}

#[test]
fn who_guesses_has_to_wait() {
    let data = TempDir::new().unwrap();
    let limits = Limits { attempts: 2, ..Limits::default() };
    let server = Start { limits, ..Start::new(data.path()) }.start();
    for _ in 0..2 {
        assert_eq!(log_in(&server, "ada@example.org", "a guess").status, 401);
    }
    let third = log_in(&server, " ADA@example.org", "a guess");
    assert_eq!((third.status, third.code().as_str()), (429, "too-many-attempts"));
    assert!(third.json()["hint"].is_string());
    // Another address is not held up by it, until the network as a whole tried too much.
    let tried: Vec<u16> =
        (0..20).map(|number| log_in(&server, &format!("p{number}@example.org"), "a guess").status).collect();
    assert_eq!(tried.first(), Some(&401));
    assert_eq!(tried.last(), Some(&429));
}

/// The page of a reader of the house's own password is not guessed by a stolen session either.
#[test]
fn an_old_password_is_not_guessed() {
    let data = TempDir::new().unwrap();
    let limits = Limits { attempts: 2, ..Limits::default() };
    let server = Start { limits, ..Start::new(data.path()) }.start();
    let key = link(&server).split_once('#').unwrap().1.to_owned();
    let ada = browser(&accept(&server, &key, "ada@example.org"));
    let guess = || {
        let body = json!({"password": "another long password", "old_password": "a guess"});
        server.ask(&ada, "PATCH", "/people/me", &body).status
    };
    assert_eq!([guess(), guess(), guess()], [422, 422, 429]);
}

#[test]
fn the_one_time_link_opens_once() {
    let data = TempDir::new().unwrap();
    let server = Start { entrance: Entrance::Single, ..Start::new(data.path()) }.start();
    let link = link(&server);
    let path = link.split_once(&server.address.to_string()).unwrap().1;
    let open = |path: &str| ask(server.address, "GET", path, "", b"");
    assert_eq!(open("/open?key=guess").status, 401);
    let person = ask(server.address, "GET", "/open?key=guess", "Accept: text/html\r\n", b"");
    assert_eq!(
        (person.status, person.header("location")),
        (303, Some("/login")),
        "people are told by the page"
    );
    assert_eq!(ask(server.address, "HEAD", path, "", b"").status, 405, "a preview does not use it up");
    let opened = open(path);
    assert_eq!((opened.status, opened.header("location")), (303, Some("/")));
    assert_eq!(open(path).status, 401, "it opens once");
    let you = browser(&opened);
    assert_eq!(who(&server, &you)["name"], "You");
    assert!(you.headers.contains(&format!("postlude_{}=", server.address.port())));
    // Who is in already is led home and uses nothing up.
    assert_eq!(ask(server.address, "GET", path, &you.headers, b"").status, 303);
}

#[test]
fn one_machine_is_not_reached_by_another_name() {
    let data = TempDir::new().unwrap();
    let server = Start { entrance: Entrance::Single, ..Start::new(data.path()) }.start();
    for (host, status) in [("rebound.example", 421), ("127.0.0.1", 200), ("localhost:1", 200)] {
        let answer = ask(server.address, "GET", "/api/v1/session", &format!("host: {host}\r\n"), b"");
        assert_eq!(answer.status, status, "{host}");
    }
}

#[test]
fn other_sites_change_nothing() {
    let data = TempDir::new().unwrap();
    let server = Server::start(data.path());
    server.administrator();
    let olga = server.person("olga", AccountRole::Member);
    let bare = olga.headers.replace("x-postlude: 1\r\n", "");
    let own = format!("origin: http://{}\r\n", server.address);
    let body = json!({"title": "made by another site"});
    let check = |headers: String, status: u16| {
        let answer = post(&server, "/reviews", &headers, &body);
        assert_eq!(answer.status, status, "{headers}{}", answer.text());
    };
    check(bare.clone(), 403);
    check(format!("{bare}{own}"), 403);
    check(format!("{}origin: https://evil.example\r\n", olga.headers), 403);
    check(format!("{}origin: null\r\n", olga.headers), 403);
    check(format!("{}{own}", olga.headers), 201);
    let foreign = post(
        &server,
        "/session",
        "origin: https://evil.example\r\n",
        &json!({"email": "a", "password": "b"}),
    );
    assert_eq!(foreign.status, 403, "nobody is logged in by another site");
}

#[test]
fn every_answer_is_guarded() {
    let data = TempDir::new().unwrap();
    let public = Some("https://review.example".to_owned());
    let server = Start { public, ..Start::new(data.path()) }.start();
    for path in ["/", "/reviews/x", "/api/v1/session", "/api/v1/reviews", "/api/v1/nowhere", "/open?key=x"] {
        let answer = ask(server.address, "GET", path, "", b"");
        for name in [
            "x-content-type-options",
            "x-frame-options",
            "referrer-policy",
            "content-security-policy",
            "strict-transport-security",
        ] {
            assert!(answer.header(name).is_some(), "{path} lacks {name}: {}", answer.head);
        }
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-eval"),
            "{path}: {policy}"
        );
        let is_api = path.starts_with("/api");
        assert_eq!(answer.header("cache-control") == Some("no-store"), is_api, "{path}: {}", answer.head);
    }
    let key = link(&server).split_once('#').unwrap().1.to_owned();
    let entered = accept(&server, &key, "ada@example.org");
    let cookie = entered.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-postlude=") && cookie.contains("Secure"), "{cookie}");
    let ada = browser(&entered);
    let left = server.ask(&ada, "DELETE", "/session", &Value::Null);
    assert!(left.header("set-cookie").unwrap().contains("Max-Age=0"), "{}", left.head);
    assert_eq!(who(&server, &ada), Value::Null);
}
