use crate::hash::hash;
use crate::patterns::Pattern;

/// What a line of code prints: the constant words with a hole for each value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Hash of `text`: the same text has the same id in every run and every lake.
    pub id: u64,
    /// `Created <*> for <*>`.
    pub text: String,
    /// Ids of the patterns that belong to it, sorted.
    pub patterns: Vec<u64>,
    /// Records seen with it.
    pub count: u64,
}

/// The templates of all patterns of the evidence; every pattern belongs to exactly one.
pub fn templates(patterns: &[(u64, Pattern)]) -> Vec<Template> {
    patterns
        .iter()
        .map(|(id, pattern)| Template {
            id: hash(pattern.text.as_bytes()),
            text: pattern.text.clone(),
            patterns: vec![*id],
            count: pattern.count,
        })
        .collect()
}
