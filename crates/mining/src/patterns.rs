use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

use crate::Masker;
use crate::hash::hash;
use crate::mask::HOLE;

/// Distinct patterns that one block may add.
pub const PATTERNS_OF_BLOCK: usize = 50_000;
/// Distinct patterns of the whole evidence.
pub const PATTERNS_IN_ALL: usize = 200_000;
/// Bytes of pattern text per pattern that are allowed on average; a bound on memory.
const MEAN_TEXT: usize = 128;

/// One pattern and how often it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The body with its values masked.
    pub text: String,
    /// Records seen with it.
    pub count: u64,
}

/// The table of patterns seen so far, bounded in number and in bytes.
///
/// A body that would need a new pattern when the table is full is counted under a coarser one: its first two
/// words and a hole; and when too many of these were made, under a hole alone. What a table holds after
/// the same bodies in the same order is always the same; below the bound the order does not matter either.
#[derive(Debug)]
pub struct Patterns {
    masker: Masker,
    seen: HashMap<u64, Pattern, BuildHasherDefault<AlreadyHashed>>,
    text_bytes: usize,
    limit: usize,
}

impl Patterns {
    /// An empty table that holds about `limit` patterns, such as [`PATTERNS_OF_BLOCK`].
    pub fn new(limit: usize) -> Self {
        Self { masker: Masker::default(), seen: HashMap::default(), text_bytes: 0, limit }
    }

    /// Counts a body; returns the id of the pattern it was counted under.
    pub fn observe(&mut self, body: &str) -> u64 {
        let id = self.masker.pattern(body);
        if let Some(pattern) = self.seen.get_mut(&id) {
            pattern.count += 1;
            return id;
        }
        let text = self.masker.text().to_owned();
        self.add(id, text, 1)
    }

    /// Takes over what another table holds, in the order of texts.
    pub fn merge(&mut self, other: Self) {
        for (id, pattern) in other.into_sorted() {
            self.add(id, pattern.text, pattern.count);
        }
    }

    /// Counts `count` records of a pattern already made, for example one read back from a store; returns the id
    /// it was counted under.
    pub fn add(&mut self, id: u64, text: String, count: u64) -> u64 {
        let full = self.is_full(1);
        match self.seen.entry(id) {
            Entry::Occupied(mut known) => {
                known.get_mut().count = known.get().count.saturating_add(count);
                id
            }
            Entry::Vacant(free) if !full => {
                self.text_bytes += text.len();
                free.insert(Pattern { text, count });
                id
            }
            Entry::Vacant(_) => self.add_coarse(&text, count),
        }
    }

    fn add_coarse(&mut self, text: &str, count: u64) -> u64 {
        let mut coarse = coarse_text(text);
        let mut id = hash(coarse.as_bytes());
        if !self.seen.contains_key(&id) && self.is_full(2) {
            coarse = HOLE.to_owned();
            id = hash(coarse.as_bytes());
        }
        self.text_bytes += coarse.len();
        let pattern = self.seen.entry(id).or_insert_with(|| Pattern { text: coarse, count: 0 });
        pattern.count = pattern.count.saturating_add(count);
        id
    }

    fn is_full(&self, times: usize) -> bool {
        self.seen.len() >= times * self.limit || self.text_bytes >= times * self.limit * MEAN_TEXT
    }

    /// Number of distinct patterns.
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Whether nothing was seen.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// All patterns with their ids, in the order of their texts.
    pub fn into_sorted(self) -> Vec<(u64, Pattern)> {
        let mut all: Vec<_> = self.seen.into_iter().collect();
        all.sort_unstable_by(|a, b| a.1.text.cmp(&b.1.text).then(a.0.cmp(&b.0)));
        all
    }
}

/// The first two words and a hole.
fn coarse_text(text: &str) -> String {
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    let mut coarse = String::new();
    for word in words.by_ref().take(2) {
        let end = word.floor_char_boundary(40);
        coarse.push_str(&word[..end]);
        coarse.push(' ');
    }
    coarse.push_str(HOLE);
    coarse
}

/// Ids are hashes already.
#[derive(Default)]
struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    fn write_u64(&mut self, id: u64) {
        self.0 = id;
    }
}
