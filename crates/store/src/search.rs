//! Finding words in what people wrote. Both databases find the same because the words are made here.

use std::collections::BTreeMap;

use async_trait::async_trait;
use postlude_base::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::{Result, Viewer, plain_text};

/// A text of a review that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRow {
    /// Root map of the document: `entries`, `notes`, `meta`.
    pub map: String,
    /// Id within the map; once per map.
    pub id: String,
    /// What is found and shown.
    pub text: String,
    /// Where it is on the timeline.
    pub time: Option<Timestamp>,
}

impl SearchRow {
    /// The row as a store keeps it.
    pub fn plain(&self) -> Self {
        Self {
            map: plain_text(&self.map),
            id: plain_text(&self.id),
            text: plain_text(&self.text),
            time: self.time,
        }
    }
}

/// A text that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// In which review.
    pub review: Uuid,
    /// The review's title.
    pub title: String,
    /// The text.
    pub row: SearchRow,
}

/// The verbs for finding.
#[async_trait]
pub trait Search: Send + Sync {
    /// Replaces all that can be found of a review, and what lists show of it; false if there is no such review.
    async fn describe_review(&self, review: Uuid, figures: &Value, rows: &[SearchRow]) -> Result<bool>;
    /// Texts that hold words beginning with each of these, in reviews that the viewer may see: the latest first, those without a time last.
    async fn find(&self, viewer: Viewer, words: &str, limit: u32) -> Result<Vec<Found>>;
}

/// What to remove and what to add so that `wanted` is kept instead of `kept`. A row that changed is in both. Most rows of a review stay as they
/// are, and writing an index is dear.
pub fn difference<'a>(
    kept: &'a [SearchRow],
    wanted: &'a [SearchRow],
) -> (Vec<&'a SearchRow>, Vec<&'a SearchRow>) {
    let key = |row: &'a SearchRow| (row.map.as_str(), row.id.as_str());
    let had: BTreeMap<_, _> = kept.iter().map(|row| (key(row), row)).collect();
    let has: BTreeMap<_, _> = wanted.iter().map(|row| (key(row), row)).collect();
    let removed = had.values().filter(|row| has.get(&key(row)) != Some(row)).copied().collect();
    let added = has.values().filter(|row| had.get(&key(row)) != Some(row)).copied().collect();
    (removed, added)
}

/// A longer word is cut; a database bounds the length of what it indexes.
const LONGEST_WORD: usize = 64;
/// Words beyond this many bytes of a text are not found; PostgreSQL bounds an indexed text to 1 MiB.
const LONGEST_TEXT: usize = 512 * 1024;

/// The words of a text: its runs of letters and digits in lower case.
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().flat_map(char::to_lowercase).take(LONGEST_WORD).collect())
}

/// The words of a text, separated by single spaces: what the databases index.
pub fn words_of(text: &str) -> String {
    let mut joined = String::new();
    for word in words(text) {
        if joined.len() + word.len() > LONGEST_TEXT {
            break;
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(&word);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_digits_in_lower_case() {
        let check = |text: &str, expected: &str| assert_eq!(words_of(text), expected);
        check("", "");
        check(" ... ", "");
        check("db-1.example: Connection REFUSED (111)", "db 1 example connection refused 111");
        check("Überlast, São Paulo", "überlast são paulo");
        check("it's \"quoted\" * AND OR", "it s quoted and or");
        check("null\0byte", "null byte");
        check(&"x".repeat(100), &"x".repeat(LONGEST_WORD));
    }

    #[test]
    fn only_what_changed_is_written() {
        let row = |id: &str, text: &str| SearchRow {
            map: "notes".to_owned(),
            id: id.to_owned(),
            text: text.to_owned(),
            time: None,
        };
        let check = |kept: &[SearchRow], wanted: &[SearchRow], expected: (&[&str], &[&str])| {
            let (removed, added) = difference(kept, wanted);
            let ids = |rows: Vec<&SearchRow>| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
            assert_eq!(
                (ids(removed), ids(added)),
                (
                    expected.0.iter().map(|id| (*id).to_owned()).collect(),
                    expected.1.iter().map(|id| (*id).to_owned()).collect()
                )
            );
        };
        let [a, b, other_b, c] = [row("a", "one"), row("b", "two"), row("b", "new"), row("c", "three")];
        check(&[], &[], (&[], &[]));
        check(&[], &[b.clone(), a.clone()], (&[], &["a", "b"]));
        check(&[a.clone(), b.clone()], &[b.clone(), a.clone()], (&[], &[]));
        check(&[a.clone(), b], &[other_b, c], (&["a", "b"], &["b", "c"]));
        check(&[a], &[], (&["a"], &[]));
    }

    #[test]
    fn a_text_without_end_is_cut() {
        assert!(words_of(&"word ".repeat(300_000)).len() <= LONGEST_TEXT + 64);
    }
}
