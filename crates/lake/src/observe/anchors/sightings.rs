//! Names as they are met in sources, and the pairs of sources that share them.

use std::collections::BTreeMap;

use postlude_base::{SourceId, Timestamp};
use postlude_draft::clocks::identifier::Identifier;
use postlude_draft::clocks::{Anchor, Link, Seen};

/// Names kept at once.
const MOST: usize = 1 << 20;

/// Anchors of one link kept for a pair of sources.
const MOST_OF_PAIR: usize = 400;

/// What is met more often than this in one source is no name of one thing.
const OFTEN: usize = 12;

/// What is met in more sources than this ties too many.
const MOST_SOURCES: usize = 8;

/// One name in one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sighting {
    hash: u64,
    source: SourceId,
    byte_from: u64,
    from: Timestamp,
    to: Timestamp,
    link: Link,
}

/// All that were met. Which are kept when there are too many depends on the names alone, not on their order.
#[derive(Debug, Default)]
pub(super) struct Sightings {
    all: Vec<Sighting>,
    /// Names with one of these bits are left out.
    mask: u64,
}

impl Sightings {
    /// Notes a name in a record that speaks of the time `from` to `to`.
    pub(super) fn add(&mut self, name: Identifier, seen: Seen, from: Timestamp, to: Timestamp) {
        if name.hash & self.mask != 0 {
            return;
        }
        let Seen { source, byte_from, .. } = seen;
        self.all.push(Sighting { hash: name.hash, source, byte_from, from, to, link: name.link });
        while self.all.len() > MOST {
            self.mask = self.mask * 2 + 1;
            let mask = self.mask;
            self.all.retain(|sighting| sighting.hash & mask == 0);
        }
    }

    /// What two sources share.
    pub(super) fn anchors(mut self) -> Vec<Anchor> {
        self.all.sort_unstable();
        self.all.dedup();
        let mut anchors = Vec::new();
        let mut counts: BTreeMap<(SourceId, SourceId, Link), usize> = BTreeMap::new();
        for of_name in self.all.chunk_by(|a, b| a.hash == b.hash) {
            let link = of_name.iter().map(|sighting| sighting.link).max().unwrap_or(Link::Name);
            let places: Vec<Sighting> =
                of_name.chunk_by(|a, b| a.source == b.source).filter_map(together).collect();
            if places.len() > MOST_SOURCES {
                continue;
            }
            for (at, one) in places.iter().enumerate() {
                for other in places.iter().skip(at + 1) {
                    let count = counts.entry((one.source, other.source, link)).or_default();
                    if *count < MOST_OF_PAIR {
                        *count += 1;
                        anchors.push(anchor(link, one, other));
                    }
                }
            }
        }
        anchors
    }
}

/// All records of one source about one name as one stretch of time.
fn together(sightings: &[Sighting]) -> Option<Sighting> {
    let first = sightings.first().filter(|_| sightings.len() <= OFTEN)?;
    let from = sightings.iter().map(|sighting| sighting.from).min()?;
    let to = sightings.iter().map(|sighting| sighting.to).max()?;
    Some(Sighting { from, to, ..*first })
}

/// Moved by what lies between the bounds, the two stretches touch.
fn anchor(link: Link, one: &Sighting, other: &Sighting) -> Anchor {
    let seen = |sighting: &Sighting| Seen {
        source: sighting.source,
        time: sighting.from,
        byte_from: sighting.byte_from,
    };
    Anchor {
        link,
        one: seen(one),
        other: seen(other),
        low: other.from.since(one.to),
        high: other.to.since(one.from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(met: &[(u64, u32, i64)], expected: &[(u32, u32, i64)]) {
        let mut sightings = Sightings::default();
        for (hash, source, time) in met {
            let seen = Seen { source: SourceId(*source), time: Timestamp(*time), byte_from: 0 };
            sightings.add(Identifier { hash: *hash, link: Link::Name }, seen, seen.time, seen.time);
        }
        let found: Vec<_> = sightings
            .anchors()
            .iter()
            .map(|anchor| (anchor.one.source.0, anchor.other.source.0, anchor.low))
            .collect();
        assert_eq!(found, expected, "{met:?}");
    }

    #[test]
    fn ties_sources_that_share_a_name() {
        check(&[(7, 1, 100), (7, 2, 130), (9, 1, 5)], &[(1, 2, 30)]);
        check(&[(7, 2, 130), (7, 1, 100)], &[(1, 2, 30)]);
        check(&[(7, 1, 100), (7, 1, 130)], &[]);
    }

    #[test]
    fn what_stands_everywhere_ties_nothing() {
        let often: Vec<(u64, u32, i64)> = (0..20).map(|at| (7, 1, at)).chain([(7, 2, 9)]).collect();
        check(&often, &[]);
        let widely: Vec<(u64, u32, i64)> = (0..20).map(|at| (7, at, 3)).collect();
        check(&widely, &[]);
    }
}
