//! What the team's own alerts speak of: a service that the alerted one calls, directly or not, is more likely to be
//! behind it than one that it does not, and a sign of the same kind more telling than another.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::Timestamp;
use postlude_signals::{Measure, Observations};

use super::sign::Sign;
use crate::input::AlertFact;

/// What a sign is worth when the alert speaks of something else.
const ELSEWHERE: f64 = 0.4;

/// Calls below this share of the busiest service's begin to count less: little traffic explains little trouble.
const LITTLE_TRAFFIC: f64 = 0.03;

/// What the alerts point at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Focus {
    /// The alerted services and all they call; nothing when no alert names a known service.
    reach: BTreeSet<String>,
    /// Whether alerts speak of failures, of latency.
    failures: bool,
    latency: bool,
    /// The services that alerts name, and when the first of these alerts began.
    named: Vec<String>,
    since: Option<Timestamp>,
    /// Calls of each service as a share of the busiest one's.
    traffic: BTreeMap<String, f64>,
}

impl Focus {
    pub(crate) fn of(alerts: &[AlertFact], observations: &Observations) -> Self {
        let mut focus = Self { traffic: traffic(observations), ..Self::default() };
        for alert in alerts {
            match Measure::of_metric(&format!("{} {}", alert.name, alert.summary)) {
                Measure::Failures | Measure::Success => focus.failures = true,
                Measure::Latency => focus.latency = true,
                _ => {}
            }
            let known = |name: &String| observations.dependencies.iter().any(|(caller, _)| caller == name);
            if let Some(service) = alert.service.as_ref().filter(|name| known(name)) {
                focus.follow(service, observations);
                focus.named.push(service.clone());
                focus.since = Some(focus.since.map_or(alert.time, |since| since.min(alert.time)));
            }
        }
        focus
    }

    fn follow(&mut self, service: &str, observations: &Observations) {
        let mut open = vec![service.to_owned()];
        while let Some(service) = open.pop() {
            let mapped = observations.dependencies.iter().filter(|(caller, _)| *caller == service);
            let mapped = mapped.map(|(_, callee)| callee.as_str());
            let callees = mapped.chain(observations.topology.callees(&service));
            open.extend(callees.filter(|callee| !self.reach.contains(*callee)).map(str::to_owned));
            self.reach.insert(service);
        }
    }

    /// The first moment at which an alert names a service of the call graph, and the services that alerts name.
    pub(super) fn named(&self) -> Option<(Timestamp, &[String])> {
        Some((self.since?, &self.named))
    }

    /// Whether alerts speak of calls that take long, or do not say of what.
    pub(super) fn speaks_of_delay(&self) -> bool {
        self.latency || !self.failures
    }

    /// Whether alerts speak of calls that fail, or do not say of what.
    pub(super) fn speaks_of_failures(&self) -> bool {
        self.failures || !self.latency
    }

    /// Share of a sign's worth that counts.
    pub(super) fn weight(&self, service: &str, sign: Sign) -> f64 {
        let reached = self.reach.is_empty() || self.reach.contains(service);
        let kind = match sign {
            Sign::Failure => self.speaks_of_failures(),
            Sign::Latency => self.speaks_of_delay(),
            _ => true,
        };
        let traffic =
            self.traffic.get(service).map_or(1.0, |share| (share / LITTLE_TRAFFIC).clamp(0.1, 1.0).sqrt());
        let part = |fits: bool| if fits { 1.0 } else { ELSEWHERE };
        part(reached) * part(kind) * traffic
    }
}

fn traffic(observations: &Observations) -> BTreeMap<String, f64> {
    let mut calls: BTreeMap<String, f64> = BTreeMap::new();
    for series in observations.series.iter().filter(|series| series.measure == Measure::Calls) {
        let Some(service) = &series.subject.service else { continue };
        let sum: f64 = series.points.iter().map(|point| point.value).sum();
        let known = calls.entry(service.clone()).or_default();
        *known = known.max(sum / series.points.len().max(1) as f64);
    }
    let most = calls.values().copied().fold(0.0, f64::max);
    calls.retain(|_, mean| *mean > 0.0 && most > 0.0);
    calls.into_iter().map(|(service, mean)| (service, mean / most)).collect()
}
