//! Who is neutral, as the program prints it: of the recorded incident with its people, of a small folder, and of bad input.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::evidence::put;
use super::run::{path, run};

fn demo(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo").join(part)
}

/// Class and reasons by name.
fn people(printed: &Value) -> BTreeMap<String, (String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let person = |row: &Value| {
        let reasons = row["reasons"].as_array().unwrap().iter().map(|reason| text(&reason["text"])).collect();
        (text(&row["name"]), (text(&row["class"]), reasons))
    };
    printed["people"].as_array().unwrap().iter().map(person).collect()
}

/// Each line is `NAME class: words of a reason`.
fn check(printed: &Value, expected: &[&str]) {
    let found = people(printed);
    for line in expected {
        let (head, words) = line.split_once(": ").unwrap_or((line, ""));
        let (name, class) = head.rsplit_once(' ').unwrap();
        let (found_class, reasons) = &found[name];
        let says = words.is_empty() || reasons.iter().any(|reason| reason.contains(words));
        assert!(found_class == class && says, "{line}, found {found_class}: {reasons:#?}");
    }
    assert_eq!(found.len(), expected.len(), "{found:#?}");
}

#[test]
fn the_recorded_incident() {
    let (incident, people) = (demo("incident"), demo("people"));
    let (users, log) = (demo("incident/chat/users.json"), demo("incident/changes/git-log.txt"));
    let mut arguments = vec!["facilitator", path(&incident), "--organiser", "Mara", "--format", "json"];
    arguments.extend(["--from-day", "2026-11-30", "--people", path(&people), path(&users), path(&log)]);
    let printed = run(arguments).json();
    check(
        &printed,
        &[
            "Noor Haddad involved: was on call for shop, first line",
            "Mara Lindqvist involved: decided",
            "Ines Carvalho involved: made a change of orders",
            "Devika Rao involved: acted",
            "Jonas Petersen involved: made a change of storefront",
            "Tomasz Wilk involved: asked",
            "Sofie Brandt involved: saw and told",
            "Ola Berg periphery: is in the team orders-team, which owns orders",
            "Carla Mendes periphery: owns finance-report",
            "Rosa Prieto periphery: has authority over",
            "Paul Moreau periphery: has authority over",
            "Hanna Weiss periphery: has authority over",
            "Emil Novak neutral",
            "Yusuf Demir neutral",
            "Petra Vogel neutral",
            "Lena Fischer neutral",
        ],
    );
    assert_eq!(printed["proposal"]["facilitator"]["name"], "Emil Novak");
    let unknown: Vec<&str> =
        printed["unknown"].as_array().unwrap().iter().map(|one| one["called"].as_str().unwrap()).collect();
    assert_eq!(unknown, ["database engineer", "incident commander", "release engineer"]);
    let notes = printed["notes"].to_string();
    assert!(notes.contains("Mara Lindqvist organises this review and was involved"), "{notes}");
    // Every reason of what somebody did leads to bytes of the evidence.
    let row =
        &printed["people"].as_array().unwrap().iter().find(|row| row["name"] == "Mara Lindqvist").unwrap();
    let cited = &row["reasons"][0]["evidence"][0];
    let text = std::fs::read(incident.join(cited["path"].as_str().unwrap())).unwrap();
    let place = |key: &str| usize::try_from(cited[key].as_u64().unwrap()).unwrap();
    let original = String::from_utf8_lossy(&text[place("byte_from")..place("byte_to")]).into_owned();
    assert!(original.contains("U0MARA"), "{original}");
}

/// Who was paged, who took it, who reviewed and who looked on, each in another system.
#[test]
fn people_stand_in_records_of_many_kinds() {
    let folder = TempDir::new().unwrap();
    put(
        folder.path(),
        "pages.json",
        br#"{"incidents":[{"id":"Q1","type":"incident","incident_number":7,"title":"orders is slow","urgency":"high","status":"resolved",
            "created_at":"2026-03-05T02:10:00Z","service":{"summary":"orders"},
            "assignments":[{"assignee":{"id":"PANA","type":"user_reference","summary":"Ana Lima"}}],
            "acknowledgements":[{"acknowledger":{"id":"PTOM","type":"user_reference","summary":"Tom Beck"}}]}]}"#,
    );
    put(
        folder.path(),
        "pulls.json",
        br#"[{"number":12,"title":"orders: a new index","html_url":"https://code.example/shop/orders/pull/12","state":"closed",
             "created_at":"2026-03-04T10:00:00Z","merged_at":"2026-03-04T20:00:00Z","user":{"login":"eva"},"merged_by":{"login":"eva"},
             "base":{"ref":"main","repo":{"name":"orders"}},"head":{"ref":"index"},"requested_reviewers":[{"login":"rui"}]}]"#,
    );
    put(
        folder.path(),
        "chat/2026-03-05.txt",
        b"[02:12] Ana Lima: orders answers with 504 since 02:10\n[02:13] Ana Lima: @zoe can you look at the disk?\n",
    );
    let directory = TempDir::new().unwrap();
    put(
        directory.path(),
        "people.csv",
        b"name,email,github,handle\nAna Lima,ana@shop.example,al,\nTom Beck,tom@shop.example,tb,\nEva Kern,eva@shop.example,eva,\n\
         Rui Costa,rui@shop.example,rui,\nZoe Marsh,zoe@shop.example,zm,zoe\nKai Lund,kai@shop.example,kai,\n",
    );
    let arguments =
        ["facilitator", path(folder.path()), "--format", "json", "--people", path(directory.path())];
    let printed = run(arguments).json();
    check(
        &printed,
        &[
            "Ana Lima involved: was paged of orders: “orders is slow”",
            "Tom Beck involved: took the alert of orders: “orders is slow”",
            "Eva Kern involved: made a change of orders: “orders: a new index”",
            "Rui Costa periphery: reviewed a change of orders",
            "Zoe Marsh periphery: was spoken of",
            "Kai Lund neutral",
        ],
    );
    let again = run(arguments).json();
    assert_eq!(again, printed);
}

#[test]
fn what_cannot_be_is_refused() {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "people.csv", b"name,email\nAna Lima,ana@shop.example\nAna Lima,lima@shop.example\n");
    put(folder.path(), "poem.txt", b"roses are red\n");
    let file = |name: &str| folder.path().join(name);
    let (people, poem, none) = (file("people.csv"), file("poem.txt"), file("none.csv"));
    let check = |arguments: &[&str], sentence: &str, hint: &str| {
        let told = run(arguments.iter().copied()).refused();
        assert!(told.contains(sentence) && told.contains(hint), "{arguments:?}: {told}");
    };
    let incident = demo("incident");
    check(&["people", path(&poem)], "poem.txt:1: no list of people was recognised", "CSV with a header");
    check(&["people", path(&none)], "there is nothing at", "name files that list people");
    let with = ["facilitator", path(&incident), "--people"];
    check(&[&with[..], &[path(&poem)]].concat(), "nobody is listed", "CSV with a header");
    check(
        &[&with[..], &[path(&people), "--organiser", "Ana Lima"]].concat(),
        "may be several people",
        "lima@shop.example",
    );
    check(
        &[&with[..], &[path(&people), "--organiser", "Anna"]].concat(),
        "nobody is called Anna",
        "did you mean Ana",
    );
    check(
        &[&with[..], &[path(&people), "--from-day", "2026-03-09", "--to-day", "2026-03-01"]].concat(),
        "2026-03-01 comes before 2026-03-09",
        "exchange",
    );
    check(&[&with[..], &[path(&people), "--from-day", "soon"]].concat(), "write a day as 2026-11-30", "");
    let review = "01900000-0000-7000-8000-000000000001";
    let data = folder.path().join("data");
    check(
        &["facilitator", review, "--people", path(&people), "--data", path(&data)],
        "nothing is kept in",
        "--data",
    );
}

/// What is printed as CSV is read again, and says the same.
#[test]
fn a_directory_comes_back() {
    let (people, users) = (demo("people"), demo("incident/chat/users.json"));
    let printed = run(["people", path(&people), path(&users), "--format", "csv"]).ok();
    let folder = TempDir::new().unwrap();
    put(folder.path(), "everybody.csv", printed.as_bytes());
    let again = run(["people", path(folder.path()), "--format", "csv"]).ok();
    assert_eq!(again, printed);
    let object = run(["people", path(&people), path(&users), "--format", "json"]).json();
    assert_eq!(object["problems"], Value::Array(Vec::new()));
    assert_eq!(object["people"].as_array().unwrap().len(), 16);
}
