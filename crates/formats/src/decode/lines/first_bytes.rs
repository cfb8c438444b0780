//! Which bytes can a match begin with? Tells most patterns apart from a line without running them.

use regex_syntax::hir::{Class, Hir, HirKind};

/// A set of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ByteSet([u64; 4]);

impl ByteSet {
    const NONE: Self = Self([0; 4]);
    const ALL: Self = Self([u64::MAX; 4]);

    fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    fn add(&mut self, other: Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine |= theirs;
        }
    }

    /// Whether the byte is in the set.
    pub(super) fn contains(self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] & (1 << (byte & 63)) != 0
    }
}

/// The bytes that a match of the regex can begin with; all if it can be empty or is no valid regex.
pub(super) fn first_bytes(regex: &str) -> ByteSet {
    let parsed = regex_syntax::ParserBuilder::new().utf8(false).unicode(false).build().parse(regex);
    let Ok(hir) = parsed else { return ByteSet::ALL };
    let (set, may_be_empty) = walk(&hir);
    if may_be_empty { ByteSet::ALL } else { set }
}

/// The set, and whether the expression can match without taking a byte.
fn walk(hir: &Hir) -> (ByteSet, bool) {
    let mut set = ByteSet::NONE;
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => (set, true),
        HirKind::Literal(literal) => {
            let Some(first) = literal.0.first() else { return (set, true) };
            set.insert(*first);
            (set, false)
        }
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().flat_map(|range| range.start()..=range.end()).for_each(|byte| set.insert(byte));
            (set, false)
        }
        HirKind::Class(Class::Unicode(_)) => (ByteSet::ALL, false),
        HirKind::Repetition(repetition) => {
            let (set, empty) = walk(&repetition.sub);
            (set, empty || repetition.min == 0)
        }
        HirKind::Capture(capture) => walk(&capture.sub),
        HirKind::Concat(parts) => {
            for part in parts {
                let (first, empty) = walk(part);
                set.add(first);
                if !empty {
                    return (set, false);
                }
            }
            (set, true)
        }
        HirKind::Alternation(parts) => {
            let mut may_be_empty = false;
            for part in parts {
                let (first, empty) = walk(part);
                set.add(first);
                may_be_empty |= empty;
            }
            (set, may_be_empty)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_a_match_begins_with() {
        let check = |regex: &str, inside: &str, outside: &str| {
            let set = first_bytes(regex);
            assert!(inside.bytes().all(|b| set.contains(b)), "{regex} may begin with {inside}");
            assert!(!outside.bytes().any(|b| set.contains(b)), "{regex} may not begin with {outside}");
        };
        check(r"\[(\d+)\] x", "[", "x0 ");
        check(r"(?:<\d+>)?[A-C]x", "<ABC", "xD1");
        check(r"(?<level>[IWEF])\d", "IWEF", "i0");
        check(r"a|(?:b|cd)", "abc", "d");
        check(r"x*", "abcx", "");
        check(r"(", "abc", "");
    }
}
