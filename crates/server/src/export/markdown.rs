//! The review for people who have no program but an editor.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use postlude_review::timeline::{Comment, Entry, Note, NoteKind, Review};
use serde_json::json;

use super::Exported;

/// `review.md`: front matter, then the timeline that was picked.
pub fn review(exported: &Exported) -> String {
    let (review, _) = Review::read(&exported.document);
    let names: BTreeMap<&str, &str> =
        exported.people.iter().map(|person| (person.id.as_str(), person.name.as_str())).collect();
    let mut out = front_matter(exported);
    let _ = writeln!(out, "\n# {}\n", line(&exported.review.title));
    if !review.summary.trim().is_empty() {
        let _ = writeln!(out, "{}\n", review.summary.trim());
    }
    let _ = writeln!(out, "## Timeline\n\nTimes are in UTC.\n");
    for entry in review.told() {
        told(&mut out, entry, &review, &names);
    }
    if review.told().next().is_none() {
        let _ = writeln!(out, "Nothing has been picked yet.\n");
    }
    let loose = review.notes.iter().filter(|note| note.on.is_none()).collect::<Vec<_>>();
    if !loose.is_empty() {
        let _ = writeln!(out, "## Notes\n");
        loose.iter().for_each(|note| self::note(&mut out, note, &names));
    }
    out
}

/// Values as JSON, which YAML takes as they are.
fn front_matter(exported: &Exported) -> String {
    let review = &exported.review;
    let mut out = "---\n".to_owned();
    let text = |text: &str| json!(text).to_string();
    let _ = writeln!(out, "id: {}\ntitle: {}", text(&review.id.to_string()), text(&review.title));
    let _ = writeln!(out, "phase: {}\nvisibility: {}", text(&review.phase), text(&review.visibility));
    let mut roles: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for person in &exported.people {
        roles.entry(person.role.as_deref().unwrap_or("participant")).or_default().push(&person.name);
    }
    let _ = writeln!(out, "people:");
    for (role, names) in roles {
        let _ = writeln!(out, "  {}: {}", text(role), json!(names));
    }
    let _ = writeln!(out, "incidents:");
    for incident in &exported.incidents {
        let _ = writeln!(out, "  - id: {}", text(&incident.id.to_string()));
        let _ = writeln!(out, "    title: {}", text(&incident.title));
        let _ = writeln!(out, "    start: {}\n    end: {}", json!(incident.start), json!(incident.end));
    }
    out.push_str("---\n");
    out
}

fn told(out: &mut String, entry: &Entry, review: &Review, names: &BTreeMap<&str, &str>) {
    let service = entry.service().map(|service| format!(" · {}", line(service))).unwrap_or_default();
    let _ = writeln!(out, "### {}{service}\n", entry.time().unwrap_or("no time"));
    let _ = writeln!(out, "**{}**\n", line(entry.title()));
    if let Some(end) = entry.end() {
        let _ = writeln!(out, "Until {end}.\n");
    }
    if !entry.text.trim().is_empty() {
        let _ = writeln!(out, "{}\n", entry.text.trim());
    }
    if let Some(by) = entry.by.as_deref() {
        let _ = writeln!(out, "Added by {}.\n", name(by, names));
    }
    for file in &entry.attachments {
        let _ = writeln!(out, "- attached: {}", line(&file.name));
    }
    for citation in &entry.evidence {
        let path = citation.path.as_deref().unwrap_or(&citation.source);
        let _ = writeln!(out, "- evidence: {} bytes {}-{}", line(path), citation.bytes.0, citation.bytes.1);
    }
    for note in review.notes.iter().filter(|note| note.on.as_deref() == Some(&entry.id)) {
        self::note(out, note, names);
    }
    let is_on = |comment: &&Comment| comment.on.as_ref().is_some_and(|(_, id)| *id == entry.id);
    for comment in review.comments.iter().filter(is_on) {
        let by = comment.by.as_deref().map_or("somebody", |by| name(by, names));
        let _ = writeln!(out, "- {by} comments: {}", line(&comment.text));
    }
    out.push('\n');
}

fn note(out: &mut String, note: &Note, names: &BTreeMap<&str, &str>) {
    let kind = match note.kind {
        NoteKind::Saw => "saw",
        NoteKind::Did => "did",
        NoteKind::Thought => "thought",
        NoteKind::Surprised => "was surprised",
        NoteKind::Question => "asks",
    };
    let by = note.by.as_deref().map_or("somebody", |by| name(by, names));
    let _ = writeln!(out, "- {by} {kind}: {}", line(&note.text));
}

fn name<'a>(id: &str, names: &BTreeMap<&str, &'a str>) -> &'a str {
    names.get(id).copied().unwrap_or("somebody")
}

/// A text in one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `README.md`: what is what, for who finds the folder in ten years.
pub const README: &str = "\
# An exported incident review

Written by Postlude. Everything can be read without it.

| file | what it is |
| --- | --- |
| `review.md` | the timeline as people picked it, with notes and comments |
| `review.json` | everything as JSON: people, incidents, attachments, and the whole document with what was not picked (format `postlude-review/1`) |
| `document.yjs` | the document as one update of Yjs, version 1; `postlude review import` reads this |
| `history.jsonl` | who changed the document when: a line each with number, time, person and size |
| `attachments/` | attached files, a folder for each id |
| `evidence/` | by incident: `upload/` as it was sent, `lake/` with one folder of Parquet tables for each kind of record, `timeline.json` as the machine drafted it; missing if the export was made without evidence |

Times are in UTC. `postlude review import FOLDER` makes a new review of it.
";
