//! The same alert in two systems.

use std::collections::BTreeMap;

use postlude_base::{SourceId, Timestamp};
use postlude_draft::clocks::{Anchor, Link, Seen};

use crate::observe::rows;
use crate::{Failure, Session};

/// Notifications that are looked at.
const ROWS: usize = 20_000;

/// An alert that fires more often than this cannot be followed from one system to another.
const OFTEN: usize = 20;

/// By name and service: when it fired, source by source.
type Fired = BTreeMap<(String, Option<String>), BTreeMap<SourceId, BTreeMap<Timestamp, u64>>>;

pub(super) fn anchors(session: &Session) -> Result<Vec<Anchor>, Failure> {
    let query = format!(
        "select source_id s, byte_from k, cast(time_original as bigint) t, name, service_name service from alert \
         where time_original is not null order by t, s, k limit {ROWS}"
    );
    let mut fired = Fired::new();
    for row in rows::of(&session.sql(&query)?)? {
        let (Some(source), Some(byte), Some(time), Some(name)) = (
            row.integer("s").and_then(|source| u32::try_from(source).ok()),
            row.integer("k"),
            row.integer("t"),
            row.owned("name"),
        ) else {
            continue;
        };
        let of_alert = fired.entry((name, row.owned("service"))).or_default();
        let times = of_alert.entry(SourceId(source)).or_default();
        times.entry(Timestamp(time)).or_insert(byte.unsigned_abs());
    }
    let mut anchors = Vec::new();
    for of_alert in fired.values() {
        for (at, one) in of_alert.iter().enumerate() {
            for other in of_alert.iter().skip(at + 1) {
                anchors.extend(pairs(one, other));
            }
        }
    }
    Ok(anchors)
}

type OfSource<'a> = (&'a SourceId, &'a BTreeMap<Timestamp, u64>);

/// The first firing here is the first there, if both know equally many.
fn pairs(one: OfSource<'_>, other: OfSource<'_>) -> impl Iterator<Item = Anchor> + use<> {
    let seen = |(source, times): OfSource<'_>| -> Vec<Seen> {
        times.iter().map(|(time, byte)| Seen { source: *source, time: *time, byte_from: *byte }).collect()
    };
    let (one, other) = (seen(one), seen(other));
    let followed = one.len() == other.len() && one.len() <= OFTEN;
    let apart = |(one, other): (Seen, Seen)| {
        let apart = other.time.since(one.time);
        Anchor { link: Link::Alert, one, other, low: apart, high: apart }
    };
    one.into_iter().zip(other).filter(move |_| followed).map(apart)
}
