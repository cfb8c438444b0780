//! A workbench that runs as a process of its own, asked as a browser asks it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::run::{command, path};

/// A server, killed when dropped.
pub(crate) struct Workbench {
    child: Option<Child>,
    address: String,
    cookie: String,
}

impl Workbench {
    /// Starts one on a free port and goes in by its link.
    pub(crate) fn start(data: &Path) -> Self {
        let (mut workbench, open) = Self::serve(data, &[]);
        let (head, _) = workbench.send("GET", &format!("/{open}"), b"");
        workbench.cookie = cookie(&head);
        workbench
    }

    /// Starts one with accounts, and makes the first administrator.
    pub(crate) fn start_team(data: &Path) -> Self {
        let (workbench, open) = Self::serve(data, &["--accounts"]);
        let mut first = workbench.accept(open.split_once('#').unwrap().1, "first");
        first.child = workbench.into_child();
        first
    }

    /// Somebody else at the same server, with this role in the house.
    pub(crate) fn invited(&self, role: &str) -> Self {
        let invited = self.post("/invitations", &json!({"role": role}));
        self.accept(invited["url"].as_str().unwrap().split_once('#').unwrap().1, role)
    }

    fn accept(&self, key: &str, name: &str) -> Self {
        let body = json!({
            "key": key, "name": name, "email": format!("{name}@team.example"), "password": "a long enough sentence",
        });
        let (head, _) = self.send("POST", "/api/v1/invitations/accept", body.to_string().as_bytes());
        Self { child: None, address: self.address.clone(), cookie: cookie(&head) }
    }

    fn into_child(mut self) -> Option<Child> {
        self.child.take()
    }

    /// The server, and the rest of the link that it printed.
    fn serve(data: &Path, more: &[&str]) -> (Self, String) {
        let arguments = ["serve", "--quiet", "--listen", "127.0.0.1:0", "--data", path(data)];
        let mut child = command(arguments.iter().chain(more).copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut link = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut link).unwrap();
        let rest = link.trim().strip_prefix("http://").unwrap();
        let (address, open) = rest.split_once('/').unwrap();
        (Self { child: Some(child), address: address.to_owned(), cookie: String::new() }, open.to_owned())
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// A request of HTTP/1.0: the answer ends where the connection does.
    fn send(&self, method: &str, target: &str, body: &[u8]) -> (String, Vec<u8>) {
        let mut socket = TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "{method} {target} HTTP/1.0\r\nhost: {}\r\ncookie: {}\r\nx-postlude: 1\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.address,
            self.cookie,
            body.len()
        );
        socket.write_all(head.as_bytes()).unwrap();
        // Who is refused early may not read the rest.
        socket.write_all(body).ok();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        (String::from_utf8(answer[..end].to_vec()).unwrap(), answer[end + 4..].to_vec())
    }

    /// Status and body of an answer below `/api/v1`.
    pub(crate) fn ask(&self, method: &str, target: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let (head, body) = self.send(method, &format!("/api/v1{target}"), body);
        (head[9..12].parse().unwrap(), body)
    }

    pub(crate) fn get(&self, target: &str) -> Value {
        let (status, body) = self.ask("GET", target, b"");
        assert_eq!(status, 200, "{target}: {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).unwrap()
    }

    pub(crate) fn post(&self, target: &str, body: &Value) -> Value {
        self.post_bytes(target, body.to_string().as_bytes())
    }

    pub(crate) fn post_bytes(&self, target: &str, body: &[u8]) -> Value {
        let (status, body) = self.ask("POST", target, body);
        assert!((200..300).contains(&status), "{target}: {status} {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).unwrap_or(Value::Null)
    }

    /// Begins a review with an incident; gives their ids.
    pub(crate) fn review(&self, title: &str) -> (String, String) {
        let review = self.post("/reviews", &json!({"title": title, "incident": {"title": "Checkout fails"}}));
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&review["id"]), text(&review["incidents"][0]["id"]))
    }

    pub(crate) fn operate(&self, review: &str, operations: &Value) {
        self.post(&format!("/reviews/{review}/operations"), &json!({"operations": operations}));
    }

    /// Sends files of evidence and has them read.
    pub(crate) fn evidence(&self, incident: &str, folder: &Path) {
        let mut waiting = vec![folder.to_owned()];
        while let Some(next) = waiting.pop() {
            for entry in std::fs::read_dir(next).unwrap() {
                let file = entry.unwrap().path();
                if file.is_dir() {
                    waiting.push(file);
                    continue;
                }
                let name = file.strip_prefix(folder).unwrap().to_str().unwrap();
                let bytes = std::fs::read(&file).unwrap();
                self.post_bytes(
                    &format!("/incidents/{incident}/files?path={name}&size={}", bytes.len()),
                    &bytes,
                );
            }
        }
        self.post(&format!("/incidents/{incident}/read"), &json!({}));
        for _ in 0..1_200 {
            let job = &self.get(&format!("/incidents/{incident}"))["job"];
            if job["finished"].is_string() {
                assert_eq!(job["state"], "done", "{job}");
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the evidence is still being read");
    }
}

impl Drop for Workbench {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn cookie(head: &str) -> String {
    let set = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    set.split(';').next().unwrap().to_owned()
}

/// An entry of people with this number.
pub(crate) fn entry(number: usize, incident: &str) -> Value {
    json!({"do": "add_entry", "id": id(number), "text": null, "fields": {
        "lane": "people", "incident": incident, "time": "2024-05-14T09:31:00Z", "title": format!("seen {number}"),
    }})
}

/// An id by number.
pub(crate) fn id(number: usize) -> String {
    format!("01900000-0000-7000-8000-{number:012x}")
}
