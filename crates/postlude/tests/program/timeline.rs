//! A timeline as the program prints it, with every citation followed back to its bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use jiff::Timestamp;
use serde_json::Value;

use super::run::{path, run};

/// What was printed for one folder.
pub(crate) struct Timeline {
    pub(crate) entries: Vec<Entry>,
    pub(crate) leads: Vec<Lead>,
}

/// One entry, with the bytes it cites.
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) time: Timestamp,
    pub(crate) kind: String,
    pub(crate) service: Option<String>,
    pub(crate) title: String,
    /// Path of the source and text of the bytes, citation by citation.
    pub(crate) cited: Vec<(String, String)>,
}

/// One lead.
pub(crate) struct Lead {
    pub(crate) service: Option<String>,
    pub(crate) change: Option<String>,
    pub(crate) score: f64,
}

impl Timeline {
    /// Runs the program on a folder. Fails when a citation lies outside its file.
    pub(crate) fn of(folder: &Path) -> Self {
        let printed = run(["timeline", path(folder), "--format", "json"]).json();
        let mut originals = Originals::new(folder, &printed["sources"]);
        let entries = list(&printed["entries"]).iter().map(|entry| originals.entry(entry)).collect();
        let leads = list(&printed["leads"]).iter().map(lead).collect();
        Self { entries, leads }
    }

    /// The change that a lead is about.
    pub(crate) fn change_of(&self, lead: &Lead) -> Option<&Entry> {
        self.entries.iter().find(|entry| Some(&entry.id) == lead.change.as_ref())
    }

    /// All of it, a line each, to be shown when something is missing.
    pub(crate) fn listing(&self) -> String {
        let mut text = String::new();
        for entry in &self.entries {
            let service = entry.service.as_deref().unwrap_or("-");
            let _ = writeln!(text, "  {} {} {service} | {}", entry.time, entry.kind, entry.title);
        }
        for lead in &self.leads {
            let change = self.change_of(lead).map_or("-", |entry| entry.title.as_str());
            let _ = writeln!(text, "  lead {:.2} {:?} change: {change}", lead.score, lead.service);
        }
        text
    }
}

impl Entry {
    /// Whether a citation shows these words. Titles are the program's words and do not count.
    pub(crate) fn cites(&self, words: &str) -> bool {
        self.cited.iter().any(|(_, text)| text.contains(words))
    }

    /// Whether it is of one of these kinds.
    pub(crate) fn is(&self, kinds: &[&str]) -> bool {
        kinds.contains(&self.kind.as_str())
    }

    /// Seconds between its time and a moment.
    pub(crate) fn seconds_from(&self, moment: Timestamp) -> f64 {
        self.time.duration_since(moment).abs().as_secs_f64()
    }
}

fn lead(lead: &Value) -> Lead {
    Lead {
        service: lead["service"].as_str().map(str::to_owned),
        change: lead["change"].as_str().map(str::to_owned),
        score: lead["score"].as_f64().unwrap(),
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

/// The bytes of the sources, unpacked, each read when first cited.
struct Originals<'a> {
    folder: &'a Path,
    paths: BTreeMap<String, String>,
    read: BTreeMap<String, Vec<u8>>,
}

impl<'a> Originals<'a> {
    fn new(folder: &'a Path, sources: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let paths = list(sources).iter().map(|source| (text(&source["id"]), text(&source["path"]))).collect();
        Self { folder, paths, read: BTreeMap::new() }
    }

    fn entry(&mut self, entry: &Value) -> Entry {
        let cited: Vec<_> = list(&entry["evidence"]).iter().map(|one| self.cited(one)).collect();
        assert!(!cited.is_empty(), "an entry without evidence: {entry}");
        Entry {
            id: entry["id"].as_str().unwrap().to_owned(),
            time: entry["time"].as_str().unwrap().parse().unwrap(),
            kind: entry["kind"].as_str().unwrap().to_owned(),
            service: entry["service"].as_str().map(str::to_owned),
            title: entry["title"].as_str().unwrap().to_owned(),
            cited,
        }
    }

    fn cited(&mut self, evidence: &Value) -> (String, String) {
        let path = &self.paths[evidence["source"].as_str().unwrap()];
        let folder = self.folder;
        let bytes = self.read.entry(path.clone()).or_insert_with(|| unpacked(&folder.join(path)));
        let place = |at: usize| usize::try_from(evidence["bytes"][at].as_u64().unwrap()).unwrap();
        let (from, to) = (place(0), place(1));
        assert!(from < to && to <= bytes.len(), "{path} has {} bytes, cited: {evidence}", bytes.len());
        (path.clone(), String::from_utf8_lossy(&bytes[from..to]).into_owned())
    }
}

/// Positions inside a compressed file count the bytes that it holds.
fn unpacked(path: &Path) -> Vec<u8> {
    if path.extension().is_some_and(|end| end == "gz") {
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
        return bytes;
    }
    fs::read(path).unwrap()
}
