//! An incident: what a review is about. A review may tell several, and an incident may be told in several reviews.

use postlude_base::Timestamp;
use serde::{Deserialize, Serialize};

/// One incident, as a review shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its id in the store; entries of the machine name it.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// First moment of its evidence, once it was read.
    pub start: Option<Timestamp>,
    /// Last moment of its evidence.
    pub end: Option<Timestamp>,
}

/// The time that the evidence of several incidents covers together.
pub fn window(incidents: &[Incident]) -> Option<(Timestamp, Timestamp)> {
    let start = incidents.iter().filter_map(|incident| incident.start).min()?;
    let end = incidents.iter().filter_map(|incident| incident.end).max()?;
    Some((start, end.max(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_covers_all_that_is_known() {
        let incident = |start: Option<i64>, end: Option<i64>| Incident {
            id: String::new(),
            title: String::new(),
            start: start.map(Timestamp),
            end: end.map(Timestamp),
        };
        let check = |incidents: &[Incident], expected: Option<(i64, i64)>| {
            assert_eq!(window(incidents).map(|(start, end)| (start.0, end.0)), expected);
        };
        check(&[], None);
        check(&[incident(None, None)], None);
        check(&[incident(Some(5), Some(9)), incident(None, None), incident(Some(2), Some(4))], Some((2, 9)));
    }
}
