//! The routes about evidence, asked over a socket as a browser asks them.

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use postlude_review::people::Visibility;
use postlude_server::Limits;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::ask::{Answer, ask};
use crate::house::{self, Caller, Review, Start};

const NOBODYS: &str = "01900000-0000-7000-8000-000000000002";

/// A server with one incident, and somebody who may do everything.
struct Server {
    server: house::Server,
    caller: Caller,
    review: Review,
}

fn start(data: &Path, limits: Limits) -> Server {
    let server = Start { limits, ..Start::new(data) }.start();
    let caller = server.administrator();
    let review = server.review(&caller, Visibility::Open);
    Server { server, caller, review }
}

impl Server {
    /// The same after a restart that came without warning.
    fn killed(self, data: &Path) -> Self {
        let Self { server, caller, review } = self;
        drop(server);
        Self { server: house::Server::start(data), caller, review }
    }

    fn ask(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let headers = format!("content-type: application/json\r\n{}", self.caller.headers);
        ask(self.server.address, method, &format!("/api/v1{path}"), &headers, body)
    }

    fn about(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.ask(method, &format!("/incidents/{}{path}", self.review.incident), body)
    }

    fn get(&self, path: &str) -> Value {
        let answer = self.about("GET", path, b"");
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    fn send(&self, path: &str, bytes: &[u8]) -> Value {
        let answer = self.about("POST", &format!("/files?path={path}"), bytes);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// Sends a folder, file by file.
    fn send_folder(&self, folder: &Path) {
        for file in files(folder) {
            let path = file.strip_prefix(folder).unwrap().to_string_lossy().replace(' ', "%20");
            self.send(&path, &fs::read(&file).unwrap());
        }
    }

    fn job(&self, id: &str) -> Value {
        self.ask("GET", &format!("/jobs/{id}"), b"").json()
    }

    /// Asks for the files to be read, and waits until they are.
    fn read(&self) -> Value {
        let answer = self.about("POST", "/read", b"");
        assert_eq!(answer.status, 202, "{}", answer.text());
        self.wait(answer.json()["id"].as_str().unwrap())
    }

    fn wait(&self, id: &str) -> Value {
        loop {
            let job = self.job(id);
            if job["finished"].is_string() {
                return job;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

fn shop_log(lines: usize) -> String {
    let line = |i: usize| {
        let level = if i % 50 == 7 { "ERROR" } else { "INFO" };
        format!(
            "2024-03-05T{:02}:{:02}:{:02}Z {level} cart: order {i} took {} ms\n",
            9 + i / 3600,
            i / 60 % 60,
            i % 60,
            i % 90
        )
    };
    (0..lines).map(line).collect()
}

/// From the first file to the last question, on the incident that is shipped.
#[test]
fn an_incident_is_sent_read_and_asked() {
    let data = TempDir::new().unwrap();
    let server = start(data.path(), Limits::default());
    assert_eq!(server.about("POST", "/read", b"").code(), "nothing-sent");
    assert_eq!(server.about("GET", "/timeline", b"").code(), "not-read-yet");
    assert_eq!(server.about("GET", "/histogram", b"").code(), "not-read-yet");
    assert_eq!(server.get("")["stats"], Value::Null);
    server.send_folder(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo/incident")));
    let job = server.read();
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!(job["progress"]["phase"], "drafting");
    assert_eq!(job["progress"]["bytes"], job["progress"]["total"]);

    let timeline = server.get("/timeline");
    assert_eq!(timeline["format"], "postlude-timeline/1");
    let entries = timeline["entries"].as_array().unwrap();
    assert!(entries.len() > 5);
    let incident = server.get("");
    assert_eq!(incident["stats"]["records"], timeline["stats"]["records"]);
    assert_eq!(incident["job"]["id"], job["id"]);

    // A citation of the timeline opens in the original.
    let cited = &entries[0]["evidence"][0];
    let source = source_named(&timeline, &cited["source"]);
    let (name, from, to) = (cited["source"].as_str().unwrap(), &cited["bytes"][0], &cited["bytes"][1]);
    let original = server.get(&format!("/original?source={name}&from={from}&to={to}&context=2"));
    assert_eq!(original["path"].as_str().unwrap().split('!').next(), source["path"].as_str());
    assert!(!original["text"].as_str().unwrap().is_empty());

    let sources = server.get("/sources");
    assert!(
        sources["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|s| s["id"] == name && s["format"] == source["format"])
    );
    let histogram = server.get("/histogram?buckets=50");
    let page = server.get("/records?limit=3&at=10");
    assert_eq!(page["items"][0]["rank"], 10);
    let known = |value: &Value| value.as_u64().unwrap();
    assert_eq!(known(&page["total"]), known(&histogram["total"]) + known(&histogram["undated"]));
    let time = page["items"][2]["time"].as_str().unwrap();
    let around = server.get(&format!("/records?limit=5&around={time}"));
    assert_eq!(around["items"][0]["time"], time);
    let there = server.get(&format!("/records?limit=1&source={name}&byte={from}"));
    assert_eq!((&there["items"][0]["source"], &there["items"][0]["bytes"][0]), (&json!(name), from));
    let facets = server.get("/facets");
    let service = facets["services"].as_array().unwrap().iter().find(|s| s["name"].is_string()).unwrap();
    let of_service = server.get(&format!("/records?limit=1&service={}", service["name"].as_str().unwrap()));
    assert_eq!(of_service["total"], service["records"]);

    let names = server.get("/series");
    let measure = &names["items"][0];
    let lines = server.get(&format!("/series?name={}&points=20", measure["name"].as_str().unwrap()));
    assert!(!lines["lines"][0]["points"].as_array().unwrap().is_empty());
    let traces = server.get("/traces");
    let trace = server.get(&format!("/traces/{}", traces["items"][0]["trace_id"].as_str().unwrap()));
    assert_eq!(trace["spans"].as_array().unwrap().len() as u64, known(&traces["items"][0]["spans"]));
    assert!(!server.get("/topology")["calls"].as_array().unwrap().is_empty());
    let answer = server.get("/query?sql=select%20count(*)%20n%20from%20log");
    assert_eq!(answer["columns"][0]["name"], "n");
    let wrong = server.about("GET", "/query?sql=drop%20table%20log", b"");
    assert_eq!((wrong.status, wrong.code().as_str()), (422, "query-failed"));
    let change = entries.iter().find(|entry| entry["kind"] == "change").unwrap();
    let source = source_named(&timeline, &change["evidence"][0]["source"]);
    clocks(&server, &source["id"]);

    // After a restart it is there at once.
    let server = server.killed(data.path());
    assert_eq!(server.get("/timeline")["entries"].as_array().unwrap().len(), entries.len());
    assert_eq!(server.get("")["job"]["state"], "done");
    assert_eq!(server.get("/records?limit=3&at=10"), page);
}

fn source_named<'a>(timeline: &'a Value, id: &Value) -> &'a Value {
    timeline["sources"].as_array().unwrap().iter().find(|source| source["id"] == *id).unwrap()
}

/// A clock is tried, set, and set free again.
fn clocks(server: &Server, source: &Value) {
    let state = |server: &Server| {
        let all = server.get("/clocks");
        all["items"].as_array().unwrap().iter().find(|clock| clock["source"] == *source).unwrap()["state"]
            .clone()
    };
    let set = |path: &str, offset: Value| {
        let body = json!({"source": source, "offset_s": offset}).to_string();
        let answer = server.about("PUT", path, body.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    };
    let before = server.get("/timeline");
    let free = state(server);
    let tried = set("/clocks?preview=true", json!(7200));
    assert_eq!(tried["before"].as_array().unwrap().len(), before["entries"].as_array().unwrap().len());
    assert_ne!(tried["before"], tried["after"]);
    assert_eq!(server.get("/timeline"), before, "a preview changes nothing");
    let changed = set("/clocks", json!(7200));
    assert_eq!(changed["after"], tried["after"]);
    assert_eq!(state(server), "given");
    assert_ne!(server.get("/timeline")["entries"], before["entries"]);
    set("/clocks", Value::Null);
    assert_eq!(state(server), free);
    assert_eq!(server.get("/timeline")["entries"], before["entries"]);
    let wrong = server.about("PUT", "/clocks", b"{\"source\": \"s9999\", \"offset_s\": 1}");
    assert_eq!(wrong.status, 404);
}

#[test]
fn an_upload_goes_on_where_it_was_cut_off() {
    let data = TempDir::new().unwrap();
    let server = start(data.path(), Limits::default());
    let bytes = shop_log(20_000);
    // The connection ends in the middle of what was announced.
    let head = format!(
        "POST /api/v1/incidents/{}/files?path=logs/cart.log HTTP/1.1\r\nhost: x\r\n{}content-length: {}\r\n\r\n",
        server.review.incident,
        server.caller.headers,
        bytes.len()
    );
    let mut socket = TcpStream::connect(server.server.address).unwrap();
    socket.write_all(head.as_bytes()).unwrap();
    socket.write_all(&bytes.as_bytes()[..500_000]).unwrap();
    socket.shutdown(std::net::Shutdown::Both).unwrap();
    let offset = loop {
        let answer = server.about("HEAD", "/files?path=logs/cart.log", b"");
        let offset = answer.header("upload-offset").and_then(|offset| offset.parse().ok());
        match offset {
            Some(offset) if offset > 0 => break offset,
            _ => std::thread::sleep(Duration::from_millis(50)),
        }
    };
    assert!(offset <= 500_000_usize);
    assert!(
        !data
            .path()
            .join("incidents")
            .join(server.review.incident.to_string())
            .join("upload/logs/cart.log")
            .exists()
    );
    let late = server.about("POST", "/files?path=logs/cart.log&offset=99999999", b"x");
    assert_eq!((late.status, late.code().as_str()), (409, "wrong-offset"));
    let rest = server.about(
        "POST",
        &format!("/files?path=logs/cart.log&offset={offset}"),
        &bytes.as_bytes()[offset..],
    );
    assert_eq!(rest.json(), json!({"path": "logs/cart.log", "size": bytes.len(), "complete": true}));
    let kept =
        data.path().join("incidents").join(server.review.incident.to_string()).join("upload/logs/cart.log");
    assert!(fs::read(kept).unwrap() == bytes.as_bytes());
    let told = server.about("HEAD", "/files?path=logs/cart.log", b"");
    assert_eq!(told.header("upload-complete"), Some("?1"));
}

#[test]
fn a_file_in_pieces_is_whole_at_its_end() {
    let data = TempDir::new().unwrap();
    let server = start(data.path(), Limits::default());
    let piece = |offset: usize, bytes: &[u8]| {
        server.about("POST", &format!("/files?path=a.log&offset={offset}&size=10"), bytes).json()
    };
    assert_eq!(piece(0, b"01234"), json!({"path": "a.log", "size": 5, "complete": false}));
    assert_eq!(piece(5, b"56789"), json!({"path": "a.log", "size": 10, "complete": true}));
    // Who does not say how long it is sends more all the same.
    assert_eq!(server.send("b.log", b"01234")["complete"], true);
    assert_eq!(server.send("b.log&offset=5", b"567")["size"], 8);
    // The same name once more is another file.
    assert_eq!(server.send("a.log", b"other")["path"], "a (2).log");
    let pasted = server.about(
        "POST",
        "/paste",
        json!({"name": "notes.txt", "text": "14:02 it began"}).to_string().as_bytes(),
    );
    assert_eq!(pasted.json()["path"], "pasted/notes.txt");
}

#[test]
fn what_may_not_be_sent_is_refused() {
    let data = TempDir::new().unwrap();
    let server = start(data.path(), Limits { evidence_file: 1000, evidence: 1500, ..Limits::default() });
    let check = |path: &str, bytes: usize, status: u16, code: &str| {
        let answer = server.about("POST", &format!("/files?path={path}"), &vec![b'x'; bytes]);
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        if status != 200 {
            assert_eq!(answer.code(), code);
        }
    };
    check("../../x.log", 1, 422, "bad-path");
    check("/etc/x.log", 1, 422, "bad-path");
    check("a/%2e%2e/x", 1, 422, "bad-path");
    check("logs/NUL", 1, 422, "bad-path");
    check("a.log", 1001, 413, "too-large");
    check("a.log", 1000, 200, "");
    check("b.log", 501, 413, "too-large");
    check("b.log", 500, 200, "");
    check("c.log", 1, 413, "too-large");
    check("a.log/b.log", 0, 409, "name-taken");
    assert!(!data.path().join("x.log").exists());
    let other = server.ask("POST", &format!("/incidents/{NOBODYS}/files?path=a.log"), b"x");
    assert_eq!(other.status, 404);
    assert_eq!(server.ask("GET", &format!("/jobs/{NOBODYS}"), b"").status, 404);
}

#[test]
fn bad_parameters_are_told() {
    let data = TempDir::new().unwrap();
    let server = start(data.path(), Limits::default());
    server.send("cart.log", shop_log(100).as_bytes());
    assert_eq!(server.read()["state"], "done");
    let check = |path: &str| {
        let answer = server.about("GET", path, b"");
        assert_eq!((answer.status, answer.code().as_str()), (422, "bad-parameter"), "{path}");
    };
    check("/histogram?from=yesterday");
    check("/records?severity=terrible");
    check("/records?at=-1");
    check("/records?around=noon");
    check("/facets?template=xyz");
    assert_eq!(server.about("GET", "/original?source=77&from=0&to=1", b"").code(), "no-such-source");
    assert_eq!(server.about("GET", "/traces/none", b"").status, 404);
    assert_eq!(server.get("/records?severity=error&limit=2")["total"], 2);
    assert_eq!(server.get("/records?at=1000000")["items"], json!([]));
    assert_eq!(server.get("/records?from=2024-03-05T09:00:10Z&to=2024-03-05T09:00:20Z")["total"], 10);
}

/// Told live, stopped, gone on with; then the server dies in the middle and goes on by itself.
#[test]
fn a_job_is_watched_stopped_and_gone_on_with() {
    let data = TempDir::new().unwrap();
    let server = start(data.path(), Limits::default());
    // Several blocks, of few records.
    let padding = format!(" {}\n", "x".repeat(1500));
    server.send("large.log", shop_log(25_000).replace('\n', &padding).as_bytes());
    server.send("empty.log", b"");
    let begun = server.about("POST", "/read", b"").json();
    let id = begun["id"].as_str().unwrap().to_owned();
    assert_eq!(server.about("POST", "/read", b"").json()["id"], id.as_str(), "one at a time");
    wait_for_bytes(&server, &id);
    assert_eq!(server.ask("DELETE", &format!("/jobs/{id}"), b"").status, 204);
    let stopped = server.wait(&id);
    assert_eq!((&stopped["state"], &stopped["error"]), (&json!("cancelled"), &Value::Null));

    let again = server.about("POST", "/read", b"").json()["id"].as_str().unwrap().to_owned();
    assert_ne!(again, id);
    wait_for_bytes(&server, &again);

    let server = server.killed(data.path());
    let job = server.get("")["job"].clone();
    assert_eq!(job["id"], again.as_str());
    let events = server.ask("GET", &format!("/jobs/{again}/events"), b"").text();
    let told: Vec<Value> =
        events.lines().filter_map(|line| serde_json::from_str(line.strip_prefix("data: ")?).ok()).collect();
    let last = told.last().unwrap();
    assert_eq!(last["state"], "done", "{last}");
    assert_eq!(last["progress"]["bytes"], last["progress"]["total"]);
    assert!(last["problems"].as_array().unwrap().iter().any(|problem| problem["code"] == "empty-file"));
    assert_eq!(server.get("/records?limit=1")["total"], 25_000);
    assert_eq!(server.get("/timeline")["stats"]["records"], 25_000);
}

fn wait_for_bytes(server: &Server, id: &str) {
    while server.job(id)["progress"]["bytes"] == 0 {
        std::thread::sleep(Duration::from_millis(30));
    }
}
