//! The short recordings of `demo/recordings/`: faults that really happened to the shop, each against what its recorder wrote down.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;

use super::run::{path, run};

/// Of how many recordings the first lead is the service that the fault sits in. It may only rise.
const RIGHT_FIRST_LEADS: usize = 7;

/// Of how many recordings an entry about that service is near the beginning of the fault. It may only rise.
const ENTRIES_NEAR: usize = 17;

/// In how many recordings of a quiet time some lead is worth looking at first all the same. It may only fall.
const FALSE_ALARMS: usize = 1;

const NEAR_S: f64 = 60.0;

/// What people read in one sitting.
const MOST_ENTRIES: usize = 60;

/// From this score on, a lead says "worth looking at first".
const WORTH: f64 = 0.5;

/// A recording, and what was found in it.
struct Recording {
    name: String,
    /// Service and beginning of the fault; none where nothing happened.
    fault: Option<(String, Timestamp)>,
    entries: Vec<Value>,
    leads: Vec<Value>,
}

impl Recording {
    fn read(folder: &Path) -> Self {
        let truth: toml::Table = fs::read_to_string(folder.join("truth.toml")).unwrap().parse().unwrap();
        let moments = truth["moment"].as_array().unwrap();
        let began = moments.iter().find(|moment| moment["name"].as_str() == Some("fault_began"));
        let fault = began.map(|moment| {
            let time = moment["time"].as_datetime().unwrap().to_string();
            (moment["service"].as_str().unwrap().to_owned(), time.parse().unwrap())
        });
        assert_eq!(fault.is_none(), truth["fault"].as_str() == Some("none"), "{}", folder.display());
        let evidence = TempDir::new().unwrap();
        fs::copy(folder.join("evidence.zip"), evidence.path().join("evidence.zip")).unwrap();
        let printed = run(["timeline", path(evidence.path()), "--format", "json"]).json();
        let list = |key: &str| printed[key].as_array().unwrap().clone();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        Self { name, fault, entries: list("entries"), leads: list("leads") }
    }

    fn has_entry_near(&self) -> bool {
        let Some((service, began)) = &self.fault else { return false };
        let mut about = self.entries.iter().filter(|entry| is_about(entry, service));
        about.any(|entry| seconds_after(*began, &entry["time"]).abs() <= NEAR_S)
    }

    fn is_false_alarm(&self) -> bool {
        self.fault.is_none() && self.leads.iter().any(|lead| lead["score"].as_f64().unwrap() >= WORTH)
    }

    /// Place of the service among the leads, from 1.
    fn rank(&self) -> Option<usize> {
        let (service, _) = self.fault.as_ref()?;
        Some(self.leads.iter().position(|lead| is_about(lead, service))? + 1)
    }

    /// A line of the table: what the first lead says, and how far its beginning is from the truth.
    fn line(&self) -> String {
        let service = self.fault.as_ref().map_or("-", |(service, _)| service);
        let mut line = format!("{:25} {service:11} {:7}", self.name, self.entries.len());
        let rank = self.rank().map_or("-".to_owned(), |rank| rank.to_string());
        let _ = write!(line, " {:4} {rank:>4}", if self.has_entry_near() { "yes" } else { "-" });
        if let Some(lead) = self.leads.first() {
            let _ = write!(line, "  {:.2} {}", lead["score"].as_f64().unwrap(), lead["service"]);
            if let Some((_, began)) = self.fault {
                let _ = write!(line, " {:+.0} s", seconds_after(began, &lead["since"]));
            }
        }
        line
    }
}

/// The database is called by its exporter's name or by its log's.
fn is_about(found: &Value, service: &str) -> bool {
    let name = found["service"].as_str().unwrap_or_default();
    name == service || (service == "postgres" && name == "postgresql")
}

fn seconds_after(moment: Timestamp, time: &Value) -> f64 {
    let time: Timestamp = time.as_str().unwrap().parse().unwrap();
    time.duration_since(moment).as_secs_f64()
}

/// All of them by name, read by two threads, because it takes a while.
fn recordings() -> Vec<Recording> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/recordings");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = folders.filter(|path| path.is_dir()).collect();
    folders.sort();
    let read = |part: &[PathBuf]| part.iter().map(|folder| Recording::read(folder)).collect::<Vec<_>>();
    let (first, second) = folders.split_at(folders.len() / 2);
    std::thread::scope(|scope| {
        let beside = scope.spawn(|| read(second));
        let mut all = read(first);
        all.extend(beside.join().unwrap());
        all
    })
}

/// One test, because the table is about all of them.
#[test]
#[expect(clippy::print_stdout, reason = "the table is what one wants to see when a rule has changed")]
fn every_recording() {
    let found = recordings();
    let mut table =
        "recording                 service     entries near rank  first lead, its beginning\n".to_owned();
    for recording in &found {
        let _ = writeln!(table, "{}", recording.line());
    }
    let count = |is: fn(&Recording) -> bool| found.iter().filter(|recording| is(recording)).count();
    let near = count(Recording::has_entry_near);
    let right = count(|recording| recording.rank() == Some(1));
    let alarms = count(Recording::is_false_alarm);
    let faults = count(|recording| recording.fault.is_some());
    println!(
        "{table}of {faults} faults: {near} with an entry near, {right} with the right first lead; {alarms} false alarms"
    );
    for Recording { name, entries, .. } in &found {
        assert!(entries.len() <= MOST_ENTRIES, "{name}: {} entries are too many to read", entries.len());
    }
    assert!(near >= ENTRIES_NEAR, "only {near} have an entry near the fault:\n{table}");
    assert!(right >= RIGHT_FIRST_LEADS, "only {right} first leads are right:\n{table}");
    assert!(alarms <= FALSE_ALARMS, "{alarms} quiet times have a lead:\n{table}");
}
