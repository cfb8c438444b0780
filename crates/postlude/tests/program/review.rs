//! Reviews from the command line: exported as open folders, brought back, and what is refused.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::evidence::shop;
use crate::run::{Ran, path, run};
use crate::workbench::{Workbench, entry, id};

fn review<'a>(data: &'a Path, arguments: &[&'a str]) -> Ran {
    run(["review"].iter().chain(arguments).copied().chain(["--data", path(data)]))
}

/// A workbench with a review in which people did what they do.
fn written(data: &Path) -> (Workbench, String) {
    let evidence = shop();
    let here = Workbench::start(data);
    let (review, incident) = here.review("Orders failed");
    here.evidence(&incident, evidence.path());
    let attached =
        here.post_bytes(&format!("/reviews/{review}/attachments?name=the%20board.png"), b"\x89PNG board");
    let document = here.get(&format!("/reviews/{review}/document"));
    let machine = document["entries"].as_object().unwrap().keys().next().unwrap().clone();
    let mut own = entry(1, &incident);
    own["text"] = json!("We looked at the *board*.");
    let file = ["id", "name", "media_type", "size"].map(|name| (name.to_owned(), attached[name].clone()));
    own["fields"]["attachments"] = json!([Value::Object(file.into_iter().collect())]);
    here.operate(&review, &json!([own, {"do": "decide", "id": machine, "state": "picked"}]));
    here.operate(
        &review,
        &json!([
            {"do": "add_note", "id": id(2), "kind": "surprised", "text": "twice", "fields": {"on": machine}},
            {"do": "add_comment", "id": id(3), "map": "entries", "on": id(1), "text": "which board?", "mentions": []},
        ]),
    );
    (here, review)
}

/// What must be equal: without ids of the review and its attachments, and without times of the import.
fn told(folder: &Path) -> (Value, String) {
    let mut json: Value = serde_json::from_slice(&fs::read(folder.join("review.json")).unwrap()).unwrap();
    for field in ["id", "created", "updated"] {
        json["review"][field] = Value::Null;
    }
    for file in json["attachments"].as_array_mut().unwrap() {
        assert!(folder.join(file["file"].as_str().unwrap()).is_file());
        for field in ["id", "file", "by"] {
            file[field] = Value::Null;
        }
    }
    // Who brings it in is its organiser, and those who were before stay by name.
    json["people"] = json!(null);
    json["document"]["people"] = json!(null);
    for (_, entry) in json["document"]["entries"].as_object_mut().unwrap() {
        for file in entry["attachments"].as_array_mut().into_iter().flatten() {
            file["id"] = Value::Null;
        }
    }
    let markdown = fs::read_to_string(folder.join("review.md")).unwrap();
    let (front, body) = markdown.split_once("\n---\n").unwrap();
    let front: Vec<&str> = front.lines().filter(|line| !line.starts_with("id: ")).collect();
    let from = front.iter().position(|line| *line == "incidents:").unwrap();
    (json, format!("{}\n{body}", front[from..].join("\n")))
}

fn same_evidence(one: &Path, other: &Path) {
    let mut waiting = vec![one.join("evidence")];
    let mut files = 0;
    while let Some(folder) = waiting.pop() {
        for child in fs::read_dir(folder).unwrap() {
            let child = child.unwrap().path();
            if child.is_dir() {
                waiting.push(child);
                continue;
            }
            files += 1;
            let twin = other.join(child.strip_prefix(one).unwrap());
            assert!(fs::read(&child).unwrap() == fs::read(&twin).unwrap(), "{}", twin.display());
        }
    }
    assert!(files > 10, "{files}");
}

#[test]
fn what_was_exported_comes_back_the_same() {
    let folder = TempDir::new().unwrap();
    let (here, id) = written(&folder.path().join("data"));
    let token = here.post("/tokens", &json!({"name": "export", "scopes": ["read", "write"]}));
    let server = format!("http://{}", here.address());
    let asked = ["--server", &server, "--token", token["token"].as_str().unwrap()];
    let first = folder.path().join("first");
    let ran = run(["review", "export", &id, path(&first)].into_iter().chain(asked));
    assert_eq!(ran.ok(), format!("{}\n", first.display()));
    let markdown = fs::read_to_string(first.join("review.md")).unwrap();
    for part in [
        "title: \"Orders failed\"",
        "We looked at the *board*.",
        "attached: the board.png",
        "was surprised: twice",
        "comments: which board?",
    ] {
        assert!(markdown.contains(part), "{part}: {markdown}");
    }
    assert!(fs::read_to_string(first.join("history.jsonl")).unwrap().lines().count() >= 3);

    // Another house, which no server uses.
    let other = folder.path().join("other");
    let made = review(&other, &["import", path(&first), "--format", "json"]).json();
    let new = made["id"].as_str().unwrap();
    assert_ne!(new, id);
    let second = folder.path().join("second.zip");
    review(&other, &["export", new, path(&second)]).ok();
    let again = review(&folder.path().join("third"), &["import", path(&second), "--format", "json"]).json();
    let third = folder.path().join("third folder");
    review(&folder.path().join("third"), &["export", again["id"].as_str().unwrap(), path(&third)]).ok();
    assert_eq!(told(&third), told(&first));
    same_evidence(&first, &third);
    let listed = review(&other, &["list"]).ok();
    assert!(listed.contains("Orders failed") && listed.contains(new), "{listed}");

    // The same house: it looks at the incident that is there.
    let twin = run(["review", "import", path(&first), "--format", "json"].into_iter().chain(asked)).json();
    assert_ne!(twin["id"], json!(id));
    assert_eq!(twin["incidents"][0]["id"], made["incidents"][0]["id"]);

    let held = review(&folder.path().join("data"), &["list"]).refused();
    assert!(held.contains("a server uses") && held.contains("--server"), "{held}");
    let wrong = run(["review", "list", "--server", &server, "--token", "no"]).refused();
    assert!(wrong.contains("nobody is logged in"), "{wrong}");
}

#[test]
fn a_review_is_begun_and_shown() {
    let folder = TempDir::new().unwrap();
    let made = review(folder.path(), &["new", "Checkout fails", "--restricted", "--format", "json"]).json();
    assert_eq!(made["visibility"], "restricted");
    let id = made["id"].as_str().unwrap();
    let shown = review(folder.path(), &["show", id]).ok();
    assert!(shown.contains("Checkout fails") && shown.contains("restricted"), "{shown}");
    let none = review(folder.path(), &["show", "01900000-0000-7000-8000-000000000001"]).refused();
    assert!(none.contains("there is no such review"), "{none}");
    let nowhere = review(&folder.path().join("nowhere"), &["list"]).refused();
    assert!(nowhere.contains("nothing is kept in"), "{nowhere}");
    assert!(!folder.path().join("nowhere").exists());
}

fn zip(to: &Path, files: &[(&str, &[u8])]) {
    let mut writer = zip::ZipWriter::new(fs::File::create(to).unwrap());
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
}

#[test]
fn what_is_no_whole_export_is_refused_and_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let (data, good) = (folder.path().join("data"), folder.path().join("good"));
    let made = review(&data, &["new", "Orders failed", "--format", "json"]).json();
    review(&data, &["export", made["id"].as_str().unwrap(), path(&good)]).ok();
    let fresh = folder.path().join("fresh");
    let refuse = |what: &Path, expected: &str| {
        let told = review(&fresh, &["import", path(what)]).refused();
        assert!(told.contains(expected), "{expected}: {told}");
        assert_eq!(review(&fresh, &["list"]).ok(), "", "{expected}");
        let left = fs::read_dir(fresh.join("exports")).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{expected}");
    };
    let check = |expected: &str, change: &dyn Fn(&Path)| {
        let copy = folder.path().join("copy");
        fs::create_dir(&copy).unwrap();
        for name in ["review.json", "document.yjs"] {
            fs::copy(good.join(name), copy.join(name)).unwrap();
        }
        change(&copy);
        refuse(&copy, expected);
        fs::remove_dir_all(&copy).unwrap();
    };
    let edit = |copy: &Path, from: &str, to: &str| {
        let text = fs::read_to_string(copy.join("review.json")).unwrap();
        assert!(text.contains(from));
        fs::write(copy.join("review.json"), text.replace(from, to)).unwrap();
    };
    check("there is no review.json", &|copy| fs::remove_file(copy.join("review.json")).unwrap());
    check("document.yjs: it is missing", &|copy| fs::remove_file(copy.join("document.yjs")).unwrap());
    check("document.yjs: ", &|copy| fs::write(copy.join("document.yjs"), b"no document").unwrap());
    check("its format is", &|copy| edit(copy, "postlude-review/1", "postlude-review/9"));
    check("its visibility", &|copy| edit(copy, "\"visibility\": \"open\"", "\"visibility\": \"all\""));
    let incident = made["incidents"][0]["id"].as_str().unwrap();
    check("it names files outside of the evidence", &|copy| {
        let sources = copy.join("evidence").join(incident).join("lake/sources");
        fs::create_dir_all(&sources).unwrap();
        let manifest =
            json!({"name": "a", "sources": [{"file": "/etc/hostname", "size": 9}], "segments": []});
        fs::write(sources.join("a.json"), manifest.to_string()).unwrap();
    });

    let archive = folder.path().join("bad.zip");
    zip(&archive, &[("../escaped", b"x")]);
    refuse(&archive, "it leads out of its folder");
    let zeros = vec![0; 80 << 20];
    zip(&archive, &[("zeros", &zeros)]);
    refuse(&archive, "more than allowed is in it");
    zip(&archive, &[("review.json", b"{}")]);
    refuse(&archive, "its format is \"unknown\"");
    let whole = fs::read(&archive).unwrap();
    fs::write(&archive, &whole[..whole.len() / 2]).unwrap();
    refuse(&archive, "no whole zip archive");
}

#[test]
fn who_may_not_read_a_review_does_not_export_it() {
    let folder = TempDir::new().unwrap();
    let here = Workbench::start_team(folder.path());
    let made = here.post("/reviews", &json!({"title": "Quiet", "visibility": "restricted"}));
    let target = format!("/reviews/{}/export", made["id"].as_str().unwrap());
    let other = here.invited("member");
    assert_eq!(here.ask("GET", &target, b"").0, 200);
    assert_eq!(other.ask("GET", &target, b"").0, 404);
    let reader = here.invited("reader");
    let (status, told) = reader.ask("POST", "/reviews/import", b"no zip");
    assert_eq!(status, 403, "{}", String::from_utf8_lossy(&told));
    let (status, told) = other.ask("POST", "/reviews/import", b"no zip");
    assert_eq!(status, 422, "{}", String::from_utf8_lossy(&told));
}
