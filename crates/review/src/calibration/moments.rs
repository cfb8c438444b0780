//! Which entries of a timeline are somebody's moments.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::timeline::{Entry, Merges, Review, State};

/// What somebody looks at in five minutes, at ten seconds each.
pub const MOMENTS_AT_MOST: usize = 30;

/// Who is looked for in a timeline.
#[derive(Debug, Clone, Copy)]
pub struct Who<'a> {
    /// The id in the store.
    pub id: &'a str,
    /// As they are called.
    pub name: &'a str,
}

/// An entry in which somebody appears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The entry.
    pub entry: String,
    /// Why it is theirs.
    pub because: Because,
}

/// Why an entry is somebody's moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// They wrote it.
    Wrote,
    /// Its words name them.
    Named,
    /// They hung a note on it.
    Noted,
    /// A comment on it mentions them.
    Mentioned,
    /// It became known to them, in this role.
    Knew(String),
    /// The facilitator chose it.
    Chosen,
}

impl Because {
    /// In words, after "the person ...".
    pub fn words(&self) -> String {
        match self {
            Self::Wrote => "wrote it".to_owned(),
            Self::Named => "is named in it".to_owned(),
            Self::Noted => "wrote a note on it".to_owned(),
            Self::Mentioned => "is mentioned in a comment on it".to_owned(),
            Self::Knew(role) => format!("knew of it as {role}"),
            Self::Chosen => "was asked about it".to_owned(),
        }
    }
}

/// The moments of a person, in order of time. Where there are too many, what is picked comes before what nobody has decided on.
pub fn moments(review: &Review, who: Who<'_>) -> Vec<Moment> {
    let merges = Merges::of(&review.entries);
    let names = Names::of(review, who);
    let role = review.people.iter().find(|person| person.id == who.id).and_then(|person| person.role.clone());
    let role =
        role.filter(|role| !["facilitator", "organiser", "participant", "reader"].contains(&role.as_str()));
    let about = About::of(review, who.id);
    let mut found: BTreeMap<&str, Because> = BTreeMap::new();
    for entry in review.entries.iter().filter(|entry| entry.state != State::Hidden) {
        let Some(because) = because(entry, who, &names, role.as_deref(), &about) else { continue };
        found.entry(merges.teller(&entry.id)).or_insert(because);
    }
    let told: Vec<&Entry> = (review.entries.iter())
        .filter(|entry| found.contains_key(entry.id.as_str()) && entry.state != State::Hidden)
        .collect();
    let mut chosen: Vec<usize> = (0..told.len()).collect();
    chosen.sort_by_key(|at| (told[*at].state != State::Picked, *at));
    chosen.truncate(MOMENTS_AT_MOST);
    chosen.sort_unstable();
    let moment = |at: usize| {
        let entry = told[at].id.clone();
        found.get(entry.as_str()).cloned().map(|because| Moment { entry, because })
    };
    chosen.into_iter().filter_map(moment).collect()
}

fn because(
    entry: &Entry,
    who: Who<'_>,
    names: &Names,
    role: Option<&str>,
    about: &About<'_>,
) -> Option<Because> {
    let knew = entry.known().and_then(|known| known.by.as_deref()).filter(|by| Some(*by) == role);
    let is_named = || {
        let reason = entry.machine.as_ref().map_or("", |machine| &machine.title);
        [entry.title(), &entry.text, reason].into_iter().any(|text| names.stand_in(text))
    };
    if entry.by.as_deref() == Some(who.id) {
        Some(Because::Wrote)
    } else if is_named() {
        Some(Because::Named)
    } else if about.noted.contains(entry.id.as_str()) {
        Some(Because::Noted)
    } else if about.mentioned.contains(entry.id.as_str()) {
        Some(Because::Mentioned)
    } else {
        knew.map(|role| Because::Knew(role.to_owned()))
    }
}

/// Entries that a person's notes hang on, and those whose comments mention them.
struct About<'a> {
    noted: BTreeSet<&'a str>,
    mentioned: BTreeSet<&'a str>,
}

impl<'a> About<'a> {
    fn of(review: &'a Review, person: &str) -> Self {
        let notes = review.notes.iter().filter(|note| note.by.as_deref() == Some(person));
        let comments =
            review.comments.iter().filter(|comment| comment.mentions.iter().any(|id| id == person));
        let entry = |on: &'a (String, String)| (on.0 == "entries").then_some(on.1.as_str());
        Self {
            noted: notes.filter_map(|note| note.on.as_deref()).collect(),
            mentioned: comments.filter_map(|comment| entry(comment.on.as_ref()?)).collect(),
        }
    }
}

/// The words by which a person is called: the whole name, and the first name where nobody else has it.
struct Names(Vec<Vec<String>>);

impl Names {
    fn of(review: &Review, who: Who<'_>) -> Self {
        let whole = words(who.name);
        let first = whole.first().cloned();
        let is_alone = |first: &String| {
            let others = review.people.iter().filter(|person| person.id != who.id);
            !others.into_iter().any(|person| words(&person.name).first() == Some(first))
        };
        let alone = first.filter(|first| whole.len() > 1 && first.chars().count() > 1 && is_alone(first));
        let names = [Some(whole), alone.map(|first| vec![first])];
        Self(names.into_iter().flatten().filter(|name| !name.is_empty()).collect())
    }

    fn stand_in(&self, text: &str) -> bool {
        let words = words(text);
        self.0.iter().any(|name| words.windows(name.len()).any(|window| window == name.as_slice()))
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn document() -> Value {
        json!({
            "people": {
                "pia": {"name": "Pia Kern", "role": "on-call"},
                "tom": {"name": "Tom Ader", "role": "participant"},
                "tomas": {"name": "Tom Berg", "role": "support"},
            },
            "entries": {
                "a": {"by": "pia", "title": "I rolled back", "time": "2026-03-05T14:20:00Z"},
                "b": {"machine": {"title": "orders: errors", "known": {"time": "2026-03-05T14:04:00Z", "by": "on-call"}},
                      "time": "2026-03-05T14:00:00Z"},
                "c": {"title": "Piano lesson", "time": "2026-03-05T14:01:00Z"},
                "d": {"title": "Called @pia, who was asleep", "time": "2026-03-05T14:02:00Z"},
                "e": {"title": "Tom saw it", "time": "2026-03-05T14:03:00Z"},
                "f": {"title": "tom ader restarted it", "time": "2026-03-05T14:05:00Z"},
                "g": {"by": "pia", "title": "wrong", "state": "hidden"},
                "h": {"by": "tomas", "title": "twice", "merged_into": "c"},
                "i": {"title": "no name", "time": "2026-03-05T15:00:00Z"},
            },
            "notes": {"n": {"by": "tomas", "kind": "saw", "text": "x", "on": "i"}},
            "comments": {"k": {"on": {"map": "entries", "id": "i"}, "text": "you?", "mentions": ["tom"]}},
        })
    }

    #[test]
    fn entries_in_which_somebody_appears() {
        let (review, _) = Review::read(&document());
        let check = |id: &str, name: &str, expected: &str| {
            let found = moments(&review, Who { id, name });
            let found: Vec<String> =
                found.iter().map(|moment| format!("{} {}", moment.entry, moment.because.words())).collect();
            assert_eq!(found.join(", "), expected, "{id}");
        };
        check("pia", "Pia Kern", "b knew of it as on-call, d is named in it, a wrote it");
        // Two of one first name are told apart by the second.
        check("tom", "Tom Ader", "f is named in it, i is mentioned in a comment on it");
        check("tomas", "Tom Berg", "c wrote it, i wrote a note on it");
        check("nobody", "", "");
    }

    #[test]
    fn what_is_picked_comes_before_what_is_not() {
        let entries = (0..40).map(|number| {
            let time = format!("2026-03-05T14:{number:02}:00Z");
            let state = if number < 20 { "candidate" } else { "picked" };
            (format!("{number:02}"), json!({"by": "pia", "title": "x", "time": time, "state": state}))
        });
        let entries: serde_json::Map<String, Value> = entries.collect();
        let (review, _) = Review::read(&json!({ "entries": entries }));
        let found = moments(&review, Who { id: "pia", name: "Pia" });
        let ids: Vec<&str> = found.iter().map(|moment| moment.entry.as_str()).collect();
        assert_eq!((ids.len(), ids[0], ids[9], ids[10], ids[29]), (30, "00", "09", "20", "39"));
    }
}
