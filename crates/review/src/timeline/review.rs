use std::collections::BTreeSet;

use postlude_base::Problem;
use serde::Serialize;
use serde_json::Value;

use super::fields::{Fields, moment};
use super::{Comment, Entry, Group, Note, State};

/// The document of a review as types, in an order that does not depend on who wrote first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Review {
    /// What it is called.
    pub title: String,
    /// In a paragraph or two, Markdown.
    pub summary: String,
    /// The zone in which the incident is told.
    pub zone: Option<String>,
    /// Who takes part, by id.
    pub people: Vec<Person>,
    /// In order of time; those without a time come last.
    pub entries: Vec<Entry>,
    /// In order of id, which is that of writing where ids are of our pages.
    pub notes: Vec<Note>,
    /// By id.
    pub groups: Vec<Group>,
    /// By id.
    pub comments: Vec<Comment>,
}

/// Somebody who takes part, as the document names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The id in the store.
    pub id: String,
    /// The name for the room.
    pub name: String,
    /// The role in the review or in the incident.
    pub role: Option<String>,
}

impl Review {
    /// Reads the JSON of a document. What cannot be read is left out and said.
    pub fn read(document: &Value) -> (Self, Vec<Problem>) {
        let document = Fields::of(document);
        let meta = document.inner("meta");
        let mut problems = Vec::new();
        let mut review = Self {
            title: meta.text("title").unwrap_or_default(),
            summary: meta.text("summary").unwrap_or_default(),
            zone: meta.text("zone"),
            people: all(document, "people", &mut problems, Person::read),
            entries: all(document, "entries", &mut problems, Entry::read),
            notes: all(document, "notes", &mut problems, Note::read),
            groups: all(document, "groups", &mut problems, Group::read),
            comments: all(document, "comments", &mut problems, Comment::read),
        };
        for entry in &review.entries {
            if entry.time().is_some_and(|time| moment(time).is_none()) {
                let message = format!("the time of entry {} is not one", entry.id);
                problems.push(Problem::new("entry-time", message).hint("correct the time of the entry"));
            }
        }
        review.entries.sort_by_cached_key(|entry| {
            let moment = entry.moment();
            (moment.is_none(), moment, entry.id.clone())
        });
        (review, problems)
    }

    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// Entries that are told, in order of time: picked, and not merged into another.
    pub fn told(&self) -> impl Iterator<Item = &Entry> {
        let merges = super::Merges::of(&self.entries);
        let told: BTreeSet<&str> = (self.entries.iter())
            .filter(|entry| entry.state == State::Picked && merges.teller(&entry.id) == entry.id)
            .map(|entry| entry.id.as_str())
            .collect();
        self.entries.iter().filter(move |entry| told.contains(entry.id.as_str()))
    }

    /// Ids of entries of which a note, a comment or a merge speaks.
    pub fn spoken_of(&self) -> BTreeSet<&str> {
        let notes = self.notes.iter().filter_map(|note| note.on.as_deref());
        let comments = self.comments.iter().filter_map(|comment| comment.on.as_ref());
        let merges = self.entries.iter().filter_map(|entry| entry.merged_into.as_deref());
        notes.chain(comments.map(|(_, id)| id.as_str())).chain(merges).collect()
    }
}

impl Person {
    fn read(id: &str, value: &Value) -> Self {
        let fields = Fields::of(value);
        let name = fields.text("name").unwrap_or_else(|| "somebody".to_owned());
        Self { id: id.to_owned(), name, role: fields.text("role") }
    }
}

/// All objects of one map, by id.
fn all<T>(
    document: Fields<'_>,
    map: &str,
    problems: &mut Vec<Problem>,
    read: impl Fn(&str, &Value) -> T,
) -> Vec<T> {
    let mut objects: Vec<(&String, &Value)> = document.inner(map).0.into_iter().flatten().collect();
    objects.sort_by_key(|(id, _)| *id);
    let is_object = |(id, value): &(&String, &Value)| {
        if !value.is_object() {
            problems.push(Problem::new("not-an-object", format!("{map}/{id} is not an object; left out")));
        }
        value.is_object()
    };
    objects.into_iter().filter(is_object).map(|(id, value)| read(id, value)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn entries_are_in_order_of_time_and_only_picked_ones_are_told() {
        let document = json!({
            "meta": {"title": "Orders were slow", "schema": 1},
            "entries": {
                "late": {"title": "c", "time": "2026-03-05T14:10:00Z"},
                "undated": {"title": "d"},
                "odd": {"title": "e", "time": "soon"},
                "early": {"title": "a", "time": "2026-03-05T13:00:00+01:00"},
                "merged": {"title": "b", "time": "2026-03-05T14:00:00Z", "merged_into": "late"},
                "hidden": {"title": "x", "state": "hidden", "time": "2026-03-05T14:00:00Z"},
                "broken": 5,
            },
            "notes": {"n": {"text": "no kind", "x": 1, "y": 2, "votes": {"ben": true, "ann": true, "eva": false}}},
        });
        let (review, problems) = Review::read(&document);
        let ids = |entries: &mut dyn Iterator<Item = &Entry>| {
            entries.map(|entry| entry.id.clone()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(ids(&mut review.entries.iter()), "early hidden merged late odd undated");
        assert_eq!(ids(&mut review.told()), "early late odd undated");
        assert_eq!(review.notes[0].votes, ["ann", "ben"]);
        let codes: Vec<_> = problems.iter().map(|problem| &*problem.code).collect();
        assert_eq!(codes, ["not-an-object", "entry-time"]);
    }
}
