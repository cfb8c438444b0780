//! A server with people in it.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use postlude_base::Timestamp;
use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use postlude_server::{Entrance, Key, Limits, Outside, Settings, Shared, open, open_store, serve};
use postlude_store::{Incident, Invitation, NewPerson, NewReview, Scope, Session, Store, Token};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::ask::{Answer, ask};

const YEAR: i64 = 365 * 86_400 * 1_000_000_000;

/// How a server is started.
pub struct Start<'a> {
    pub data: &'a Path,
    pub database: Option<String>,
    pub entrance: Entrance,
    pub public: Option<String>,
    pub limits: Limits,
}

/// A server on a port of its own.
pub struct Server {
    pub address: SocketAddr,
    pub workbench: Shared,
    runtime: Option<Runtime>,
    stop: Option<oneshot::Sender<()>>,
    served: Option<tokio::task::JoinHandle<std::io::Result<()>>>,
}

/// Somebody who asks.
#[derive(Clone)]
pub struct Caller {
    pub id: Uuid,
    pub headers: String,
}

/// The clock and the chance of this machine: what is tested is how a server keeps up with both.
#[expect(clippy::disallowed_methods, reason = "the server under test lives in real time")]
pub fn outside() -> Outside {
    let now = || Timestamp::from_jiff(jiff::Timestamp::now()).unwrap();
    // Each of the standard library's hashers begins with keys of its own.
    let chance = |bytes: &mut [u8]| {
        for part in bytes.chunks_mut(8) {
            let number = RandomState::new().build_hasher().finish().to_le_bytes();
            part.copy_from_slice(&number[..part.len()]);
        }
    };
    Outside::new(now, chance)
}

impl<'a> Start<'a> {
    pub fn new(data: &'a Path) -> Self {
        let limits = Limits::default();
        Self { data, database: None, entrance: Entrance::Accounts, public: None, limits }
    }

    pub fn start(self) -> Server {
        let runtime = Runtime::new().unwrap();
        let (stop, stopped) = oneshot::channel();
        let (workbench, listener) = runtime.block_on(self.open());
        let address = listener.local_addr().unwrap();
        let stopped = async { drop(stopped.await) };
        let served = runtime.spawn(serve(workbench.clone(), listener, stopped));
        Server { address, workbench, runtime: Some(runtime), stop: Some(stop), served: Some(served) }
    }

    pub async fn open(self) -> (Shared, TcpListener) {
        let outside = outside();
        std::fs::create_dir_all(self.data).unwrap();
        let store = open_store(self.data, self.database.as_deref(), outside.id()).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let settings = Settings {
            data: self.data.to_owned(),
            entrance: self.entrance,
            listen: listener.local_addr().unwrap(),
            public: self.public,
            limits: self.limits,
        };
        (open(store, outside, settings), listener)
    }
}

impl Server {
    pub fn start(data: &Path) -> Self {
        Start::new(data).start()
    }

    /// As Ctrl+C does.
    pub fn stop(mut self) {
        drop(self.stop.take());
        let (runtime, served) = (self.runtime.take().unwrap(), self.served.take().unwrap());
        runtime.block_on(served).unwrap().unwrap();
        runtime.shutdown_background();
    }

    pub fn wait_for<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.as_ref().unwrap().block_on(work)
    }

    pub fn ask(&self, caller: &Caller, method: &str, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let headers = format!("content-type: application/json\r\n{}", caller.headers);
        ask(self.address, method, &format!("/api/v1{path}"), &headers, &body)
    }

    pub fn get(&self, caller: &Caller, path: &str) -> Value {
        let answer = self.ask(caller, "GET", path, &Value::Null);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    fn store(&self) -> &Arc<dyn Store> {
        &self.workbench.store
    }

    /// The one all others come from, logged in.
    pub fn administrator(&self) -> Caller {
        let new = self.new_person("ada");
        let person = self.wait_for(self.store().create_first_administrator(&new)).unwrap();
        self.session(person.id)
    }

    /// Somebody with an account, logged in.
    pub fn person(&self, name: &str, role: AccountRole) -> Caller {
        let (new, key) = (self.new_person(name), Key::new(&self.workbench.outside));
        let invitation = Invitation {
            id: self.workbench.outside.id(),
            email: None,
            role,
            invited_by: self.wait_for(self.store().people()).unwrap()[0].id,
            created: self.workbench.now(),
            expires: self.workbench.now().plus(YEAR),
        };
        self.wait_for(self.store().invite(&invitation, &key.hash())).unwrap();
        let person = self.wait_for(self.store().accept_invitation(&key.hash(), &new)).unwrap().unwrap();
        self.session(person.id)
    }

    fn new_person(&self, name: &str) -> NewPerson {
        let id = self.workbench.outside.id();
        let (email, created) = (format!("{name}-{id}@example.org"), self.workbench.now());
        NewPerson { id, name: name.to_owned(), email, password_hash: None, created }
    }

    /// A browser that is logged in.
    pub fn session(&self, person: Uuid) -> Caller {
        let (key, now) = (Key::new(&self.workbench.outside), self.workbench.now());
        let session =
            Session { person, created: now, seen: now, expires: now.plus(YEAR), agent: String::new() };
        self.wait_for(self.store().open_session(&key.hash(), &session)).unwrap();
        Caller { id: person, headers: format!("cookie: postlude={}\r\nx-postlude: 1\r\n", key.reveal()) }
    }

    /// A program with a token.
    pub fn token(&self, person: Uuid, scopes: &[Scope]) -> Caller {
        let key = Key::token(&self.workbench.outside);
        let token = Token {
            id: self.workbench.outside.id(),
            person,
            name: "script".to_owned(),
            scopes: scopes.to_vec(),
            created: self.workbench.now(),
            expires: None,
            used: None,
        };
        self.wait_for(self.store().add_token(&token, &key.hash())).unwrap();
        Caller { id: person, headers: format!("authorization: Bearer {}\r\n", key.reveal()) }
    }

    pub fn disable(&self, person: Uuid) {
        assert!(self.wait_for(self.store().disable_person(person, self.workbench.now())).unwrap());
    }

    /// A review with one incident, through the API.
    pub fn review(&self, organiser: &Caller, visibility: Visibility) -> Review {
        let asked = json!({"title": "checkout stood still", "visibility": visibility.name(),
            "incident": {"title": "checkout stood still"}});
        let made = self.ask(organiser, "POST", "/reviews", &asked);
        assert_eq!(made.status, 201, "{}", made.text());
        let (made, id) = (made.json(), |value: &Value| value.as_str().unwrap().parse().unwrap());
        Review { id: id(&made["id"]), incident: id(&made["incidents"][0]["id"]) }
    }

    /// The same without its document, quickly.
    pub fn bare_review(&self, organiser: Uuid, visibility: Visibility) -> Review {
        let (now, outside) = (self.workbench.now(), &self.workbench.outside);
        let process = postlude_review::process::Process::new();
        let new = NewReview {
            id: outside.id(),
            title: "checkout stood still".to_owned(),
            visibility,
            phase: process.phase().name().to_owned(),
            process: serde_json::to_value(&process).unwrap(),
            created: now,
            created_by: organiser,
        };
        let incident =
            Incident { id: outside.id(), title: "checkout".to_owned(), start: None, end: None, created: now };
        self.wait_for(self.store().create_review(&new, Some(&incident))).unwrap();
        Review { id: new.id, incident: incident.id }
    }

    pub fn name(&self, review: Uuid, person: Uuid, role: ReviewRole) {
        let now = self.workbench.now();
        self.wait_for(self.store().set_participation(review, person, role, now)).unwrap();
        self.workbench.rooms.look_again();
    }
}

/// Ends as suddenly as if it were killed.
impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A review and its incident.
#[derive(Debug, Clone, Copy)]
pub struct Review {
    pub id: Uuid,
    pub incident: Uuid,
}
