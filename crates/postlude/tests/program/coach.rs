//! The language coach as the program prints it: for people, for other programs, and for a build that should fail.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::run::{Ran, path, run};

const REVIEW: &str = "# Orders\n\nWhy did you restart the broker? The lock held the table for nine minutes.\n\n> You should have known.\n";

fn coach(name: &str, text: &[u8], options: &[&str]) -> Ran {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, text).unwrap();
    run(["coach", path(&file)].into_iter().chain(options.iter().copied()))
}

#[test]
fn a_finding_fails_a_build_and_a_quotation_does_not() {
    let found = coach("review.md", REVIEW.as_bytes(), &[]);
    assert_eq!(found.status, 1, "{found:#?}");
    assert!(found.out.contains("why-justify") && found.out.contains("review.md:3"), "{}", found.out);
    assert!(!found.out.contains("counterfactual"), "{}", found.out);

    let fine = coach("fine.md", b"What did the graph look like at 14:09?\n", &[]);
    assert_eq!((fine.status, fine.out.as_str()), (0, ""), "{fine:#?}");
}

#[test]
fn other_programs_get_places() {
    let found = coach("review.md", REVIEW.as_bytes(), &["--format", "jsonl"]);
    assert_eq!(found.status, 1, "{found:#?}");
    let first: Value = serde_json::from_str(found.out.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["rule"], &first["line"], &first["column"]),
        (&json!("why-justify"), &json!(3), &json!(1))
    );

    let github = coach("review.md", REVIEW.as_bytes(), &["--format", "github"]);
    assert!(
        github.out.starts_with("::notice file=") && github.out.contains("line=3,col=1"),
        "{}",
        github.out
    );

    let sarif: Value =
        serde_json::from_str(&coach("review.md", REVIEW.as_bytes(), &["--format", "sarif"]).out).unwrap();
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), 16);
    assert_eq!(run["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"], 3);
}

#[test]
fn sentences_as_json_lines_are_answered_one_by_one() {
    let asked = "{\"id\": \"a\", \"text\": \"Why did you restart it?\"}\n\n{\"id\": \"b\", \"text\": \"What did you see first?\"}\n";
    let answers: Vec<Value> = coach("sentences.jsonl", asked.as_bytes(), &["--format", "jsonl"])
        .ok()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((&answers[0]["id"], &answers[0]["findings"][0]["rule"]), (&json!("a"), &json!("why-justify")));
    assert_eq!(answers[1], json!({"id": "b", "findings": []}));
}

#[test]
fn what_cannot_be_read_is_said() {
    for (name, text, expected) in [
        ("latin.md", &b"Zu sp\xe4t"[..], "not UTF-8 text (byte 5)"),
        ("lines.jsonl", b"{\"id\": 1}\n", "lines.jsonl:1: there is no text"),
    ] {
        let told = coach(name, text, &["--format", "jsonl"]).refused();
        assert!(told.contains(expected), "{name}: {told}");
    }
    assert!(run(["coach", "nowhere.md"]).refused().contains("nowhere.md cannot be read"));
}
