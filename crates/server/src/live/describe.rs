//! What lists and the search know of a document, told to the store a moment after it changed.

use std::sync::Arc;
use std::time::Duration;

use postlude_base::Timestamp;
use postlude_store::SearchRow;
use serde_json::{Map, Value, json};
use tokio::time::Instant;
use uuid::Uuid;

use crate::workbench::Workbench;

/// How often it is looked for documents to describe.
const LOOKS: Duration = Duration::from_millis(500);

/// Describes what has changed, for ever.
pub async fn describe(workbench: Arc<Workbench>) {
    loop {
        tokio::time::sleep(LOOKS).await;
        for review in workbench.rooms.take_changed(Instant::now()) {
            one(&workbench, review).await;
        }
    }
}

/// Describes one document, if it is open.
pub async fn one(workbench: &Workbench, review: Uuid) {
    let Some(room) = workbench.rooms.opened(review) else { return };
    let (document, durable) = {
        let inside = room.inside();
        (inside.document.json(), room.durable())
    };
    // Lists show nothing that a crash takes away. A room that cannot keep is closed, and its people come back to what is kept.
    if durable.await.is_err() {
        return;
    }
    let (figures, rows) = (figures(&document), rows(&document));
    if let Err(failure) = workbench.store.describe_review(review, &figures, &rows).await {
        tracing::warn!(%review, error = %failure, "a document could not be described; tries again");
        workbench.rooms.changed(review);
    }
}

fn items<'a>(document: &'a Value, map: &str) -> impl Iterator<Item = (&'a String, &'a Map<String, Value>)> {
    let items = document.get(map).and_then(Value::as_object);
    items.into_iter().flatten().filter_map(|(id, item)| Some((id, item.as_object()?)))
}

fn text<'a>(item: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    item.get(field).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// A field of an entry: what people wrote wins over the machine.
fn told<'a>(entry: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    text(entry, field).or_else(|| text(entry.get("machine")?.as_object()?, field))
}

fn state(entry: &Map<String, Value>) -> &str {
    let otherwise = if entry.contains_key("machine") { "candidate" } else { "picked" };
    text(entry, "state").unwrap_or(otherwise)
}

fn figures(document: &Value) -> Value {
    let count = |state_wanted: &str| {
        items(document, "entries").filter(|(_, entry)| state(entry) == state_wanted).count()
    };
    json!({
        "entries": items(document, "entries").count(),
        "picked": count("picked"),
        "candidates": count("candidate"),
        "notes": items(document, "notes").count(),
        "comments": items(document, "comments").count(),
        "open_questions": items(document, "notes").filter(|(_, note)| text(note, "kind") == Some("question")).count(),
    })
}

fn rows(document: &Value) -> Vec<SearchRow> {
    let row = |map: &str, id: &str, text: String, time: Option<&str>| SearchRow {
        map: map.to_owned(),
        id: id.to_owned(),
        text,
        time: time.and_then(|time| Timestamp::from_jiff(time.parse().ok()?)),
    };
    let mut rows = Vec::new();
    for (id, entry) in items(document, "entries").filter(|(_, entry)| state(entry) != "hidden") {
        let parts = [told(entry, "title"), text(entry, "text"), told(entry, "service")];
        let joined = parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
        rows.push(row("entries", id, joined, told(entry, "time")));
    }
    for (map, field) in [("notes", "text"), ("comments", "text")] {
        for (id, item) in items(document, map) {
            if let Some(text_of) = text(item, field) {
                rows.push(row(map, id, text_of.to_owned(), text(item, "at")));
            }
        }
    }
    if let Some(summary) = document.pointer("/meta/summary").and_then(Value::as_str).filter(|s| !s.is_empty())
    {
        rows.push(row("meta", "summary", summary.to_owned(), None));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_win_over_the_machine_and_hidden_entries_are_not_found() {
        let document = json!({
            "entries": {
                "a": {"machine": {"title": "errors of orders", "time": "2026-03-05T14:09:41Z"}, "title": "orders fails"},
                "b": {"machine": {"title": "noise"}, "state": "hidden"},
                "c": {"title": "I was paged", "time": "2026-03-05T14:10:00Z"},
            },
            "notes": {"n": {"kind": "question", "text": "What did we see?", "at": "2026-03-06T09:00:00Z"}, "m": {"x": 1}},
        });
        let found: Vec<String> =
            rows(&document).into_iter().map(|row| format!("{} {}", row.map, row.text)).collect();
        assert_eq!(found, ["entries orders fails", "entries I was paged", "notes What did we see?"]);
        let figures = figures(&document);
        assert_eq!(
            (&figures["picked"], &figures["candidates"], &figures["open_questions"]),
            (&json!(1), &json!(1), &json!(1))
        );
    }
}
