//! Which trouble is to be explained when the evidence shows more than one: the one in which the first alert fired, else the latest,
//! of those that are about as large as the largest.
//!
//! Exports reach back further than the incident, so older troubles lie in them. What was over long before, or began long
//! after, counts less.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_signals::detect::{SLOW_WAY, STANDING_ERROR};
use postlude_signals::{Observations, Signal};

use super::sign::Sign;
use crate::input::AlertFact;

/// Signs worth less are no sign of an episode.
const LEAST: f64 = 3.0;

/// An episode is about as large as the largest when it has this share of its size.
const COMPARABLE: f64 = 0.3;

/// Share of the window after which a sign that does not touch the episode counts half.
const NEAR: f64 = 0.05;

/// The moment at which the trouble to be explained was there, and how far around it signs belong to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Episode {
    moment: Timestamp,
    near: f64,
}

impl Episode {
    pub(super) fn of(
        valued: &[(&Signal, Sign, f64)],
        alerts: &[AlertFact],
        observations: &Observations,
    ) -> Self {
        let (start, end) = observations.window.unwrap_or((Timestamp(0), Timestamp(0)));
        let near = (end.since(start) as f64 * NEAR).max(2.0 * observations.step as f64);
        // What was there all along belongs to no episode.
        let begins = |signal: &Signal| ![SLOW_WAY, STANDING_ERROR].contains(&signal.detector);
        let signs: Vec<_> =
            valued.iter().filter(|(signal, _, worth)| *worth >= LEAST && begins(signal)).collect();
        let size = |moment: Timestamp| {
            let mut services: BTreeMap<Option<&str>, f64> = BTreeMap::new();
            let there =
                |from: Timestamp, to: Option<Timestamp>| from <= moment && to.is_none_or(|to| moment < to);
            for (signal, _, worth) in signs.iter().filter(|(signal, ..)| there(signal.onset, signal.end)) {
                let known = services.entry(signal.subject.service.as_deref()).or_default();
                *known = known.max(*worth);
            }
            services.values().sum::<f64>()
        };
        let onsets = signs.iter().map(|(signal, ..)| (signal.onset, size(signal.onset)));
        let fired: Vec<(Timestamp, f64)> =
            alerts.iter().map(|alert| (alert.time, size(alert.time))).collect();
        let largest = onsets.clone().chain(fired.iter().copied()).map(|(_, size)| size).fold(0.0, f64::max);
        let comparable = |(moment, size): (Timestamp, f64)| (size >= COMPARABLE * largest).then_some(moment);
        // The first alert of an episode is about its beginning; without one the latest moment is taken.
        let moment =
            fired.into_iter().filter_map(comparable).min().or_else(|| onsets.filter_map(comparable).max());
        Self { moment: moment.unwrap_or(end), near }
    }

    /// Share of a sign's worth that counts for this episode.
    pub(super) fn weight(&self, signal: &Signal) -> f64 {
        let early = signal.end.map_or(0, |end| self.moment.since(end));
        let late = signal.onset.since(self.moment);
        let near = self.near.max(2.0 * signal.onset_error as f64);
        let distance = early.max(late).max(0) as f64 / near;
        1.0 / (1.0 + distance * distance)
    }
}
