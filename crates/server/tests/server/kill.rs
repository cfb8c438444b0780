//! A server is killed at any moment while people write; whatever it had acknowledged is there.

use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use tempfile::TempDir;
use uuid::Uuid;

use crate::house::{Caller, Server, Start};
use crate::page::Page;

/// More rounds are asked for by this variable.
const ROUNDS: (&str, usize) = ("POSTLUDE_KILL_ROUNDS", 20);
/// The folder in which the child serves.
const FOLDER: &str = "POSTLUDE_KILL_FOLDER";
const PAGES: usize = 4;

/// Numbers that look like chance and come again.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let rounds = std::env::var(ROUNDS.0).map_or(ROUNDS.1, |rounds| rounds.parse().unwrap());
    let data = TempDir::new().unwrap();
    let (callers, review) = furnish(data.path());
    let mut chance = Chance(0x2545_f491_4f6c_dd1d);
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..rounds {
        let (child, address) = serve(data.path());
        let mut pages: Vec<Page> = callers.iter().map(|caller| Page::join(address, caller, review)).collect();
        check(&pages[0], &acknowledged);
        let killer = std::thread::spawn({
            let after = Duration::from_micros(chance.below(250_000));
            move || kill_after(child, after)
        });
        for (number, page) in pages.iter_mut().enumerate() {
            page.note(&format!("{round}-{number}-0"), "x");
        }
        let told = write_until_gone(&mut pages, round);
        killer.join().unwrap();
        acknowledged.extend(told);
    }
    let (child, address) = serve(data.path());
    let page = Page::join(address, &callers[0], review);
    check(&page, &acknowledged);
    kill_after(child, Duration::ZERO);
    assert!(acknowledged.len() > rounds, "{} in {rounds} rounds is no work", acknowledged.len());
    let line = format!("{rounds} kills, {} acknowledged edits, none lost\n", acknowledged.len());
    std::io::stdout().write_all(line.as_bytes()).unwrap();
}

fn check(page: &Page, acknowledged: &[String]) {
    let document = page.document.json();
    for id in acknowledged {
        assert!(document["notes"].get(id).is_some(), "{id} was acknowledged and is lost");
    }
}

/// All pages write until the connection is gone; the notes that the server acknowledged.
fn write_until_gone(pages: &mut [Page], round: usize) -> Vec<String> {
    // Each page's first update was its answer to the server's first step.
    let mut written = vec![1_usize; pages.len()];
    let mut gone = vec![false; pages.len()];
    while gone.contains(&false) {
        for (number, page) in pages.iter_mut().enumerate() {
            let before = page.sent;
            page.note(&format!("{round}-{number}-{}", written[number]), "x");
            gone[number] |= page.sent == before;
            written[number] += usize::from(page.sent > before);
            while page.hear_now() {}
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let acknowledged = |(number, page): (usize, &mut Page)| {
        while page.hear() {}
        let notes = page.saved.saturating_sub(1);
        (0..notes).map(move |at| format!("{round}-{number}-{at}")).collect::<Vec<_>>()
    };
    pages.iter_mut().enumerate().flat_map(acknowledged).collect()
}

/// The child: serves until it is killed.
#[test]
#[ignore = "it is the child of the test above"]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let server = Server::start(Path::new(&folder));
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nserves {}", server.address).unwrap();
    out.flush().unwrap();
    loop {
        std::thread::sleep(Duration::from_secs(600));
    }
}

fn serve(folder: &Path) -> (Child, SocketAddr) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::child", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("serves ")?.parse().ok());
    (child, address.unwrap())
}

fn kill_after(mut child: Child, after: Duration) {
    std::thread::sleep(after);
    // SIGKILL, which nobody can catch.
    child.kill().unwrap();
    child.wait().unwrap();
}

/// A review with people who write in it.
fn furnish(data: &Path) -> (Vec<Caller>, Uuid) {
    let server = Start::new(data).start();
    server.administrator();
    let olga = server.person("olga", AccountRole::Member);
    let review = server.review(&olga, Visibility::Restricted).id;
    let mut callers = vec![olga];
    for number in 1..PAGES {
        let caller = server.person(&format!("p{number}"), AccountRole::Member);
        server.name(review, caller.id, ReviewRole::Participant);
        callers.push(caller);
    }
    server.stop();
    (callers, review)
}
