//! Reviews for people.

use std::fmt::Write as _;

use serde_json::Value;

use crate::show::words::plain;

/// One line a review.
pub(super) fn list(answer: &Value) -> String {
    let mut out = String::new();
    for review in answer["items"].as_array().into_iter().flatten() {
        let _ = writeln!(
            out,
            "{}  {:13}  {}",
            text(&review["id"]),
            text(&review["phase"]),
            text(&review["title"])
        );
    }
    out
}

/// All about one.
pub(super) fn review(answer: &Value) -> String {
    let mut out = format!("{}\n", text(&answer["title"]));
    let _ = writeln!(out, "  id          {}", text(&answer["id"]));
    let _ = writeln!(out, "  phase       {}", text(&answer["phase"]));
    let _ = writeln!(out, "  visibility  {}", text(&answer["visibility"]));
    for person in answer["people"].as_array().into_iter().flatten() {
        let _ = writeln!(out, "  {:10}  {}", text(&person["role"]), text(&person["name"]));
    }
    for incident in answer["incidents"].as_array().into_iter().flatten() {
        let _ = writeln!(out, "  incident    {} ({})", text(&incident["title"]), text(&incident["id"]));
    }
    out
}

fn text(value: &Value) -> String {
    plain(value.as_str().unwrap_or("none"))
}
