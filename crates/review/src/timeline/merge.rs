use std::collections::BTreeMap;

use super::Entry;

/// How far merges are followed; more is a circle that two people closed at once.
pub const LONGEST_MERGE: usize = 16;

/// Which entry tells which.
#[derive(Debug, Default)]
pub struct Merges<'a> {
    into: BTreeMap<&'a str, &'a str>,
}

impl<'a> Merges<'a> {
    /// The merges among these entries. A merge into something that is not there, or into itself, does not count.
    pub fn of(entries: &'a [Entry]) -> Self {
        let there: std::collections::BTreeSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
        let merged = entries.iter().filter_map(|entry| {
            let into =
                entry.merged_into.as_deref().filter(|into| *into != entry.id && there.contains(into))?;
            Some((entry.id.as_str(), into))
        });
        Self { into: merged.collect() }
    }

    /// The entry that tells this one now: itself if it is not merged, or if following it does not end.
    pub fn teller(&self, id: &'a str) -> &'a str {
        let mut at = id;
        for _ in 0..LONGEST_MERGE {
            match self.into.get(at) {
                Some(into) => at = into,
                None => return at,
            }
        }
        id
    }

    /// Whether merging `id` into `into` would close a circle.
    pub fn would_circle(&self, id: &str, into: &'a str) -> bool {
        let mut at = into;
        for _ in 0..=LONGEST_MERGE {
            if at == id {
                return true;
            }
            match self.into.get(at) {
                Some(next) => at = next,
                None => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Merges as `a>b`, and who tells `a`.
    fn check(merges: &str, expected: &str) {
        let entries: Vec<Entry> = merges
            .split_whitespace()
            .map(|merge| match merge.split_once('>') {
                Some((id, into)) => Entry::read(id, &json!({"merged_into": into})),
                None => Entry::read(merge, &json!({})),
            })
            .collect();
        assert_eq!(Merges::of(&entries).teller("a"), expected, "{merges}");
    }

    #[test]
    fn a_merge_is_followed_unless_it_goes_nowhere_or_in_circles() {
        check("a", "a");
        check("a>b b", "b");
        check("a>b b>c c", "c");
        check("a>a", "a");
        check("a>gone", "a");
        check("a>b b>a", "a");
        check("a>b b>c c>b", "a");
        check("a>b b>gone", "b");
    }

    #[test]
    fn a_circle_is_seen_before_it_is_closed() {
        let entries = [Entry::read("a", &json!({"merged_into": "b"})), Entry::read("b", &json!({}))];
        let merges = Merges::of(&entries);
        assert!(merges.would_circle("b", "a"));
        assert!(merges.would_circle("a", "a"));
        assert!(!merges.would_circle("a", "b"));
    }
}
