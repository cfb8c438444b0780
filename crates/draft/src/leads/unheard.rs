//! Instances that a change names and that never report, while others of the same service do: they did not come up.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_signals::{Measure, Observations, Series, Signal, SignalKind};

use crate::input::ChangeFact;

/// Name of the detector.
pub(crate) const DETECTOR: &str = "unheard_instance";

/// What a missing instance can say at most, in log odds.
const MOST: f64 = 25.0;

/// An instance may take so long until its first report, in steps.
const GRACE: i64 = 2;

/// One signal for each change with an instance that never reports.
pub(crate) fn signals(observations: &Observations, changes: &[ChangeFact]) -> Vec<Signal> {
    let mut heard: BTreeMap<&str, Vec<(usize, &Series)>> = BTreeMap::new();
    let mut of_service: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (index, series) in observations.series.iter().enumerate() {
        if let (Some(service), Some(instance)) = (&series.subject.service, &series.subject.instance) {
            heard.entry(instance).or_default().push((index, series));
            of_service.entry(service).or_default().push(instance);
        }
    }
    for instances in of_service.values_mut() {
        instances.sort_unstable();
        instances.dedup();
    }
    changes.iter().filter_map(|change| unheard(change, &heard, &of_service)).collect()
}

fn unheard(
    change: &ChangeFact,
    heard: &BTreeMap<&str, Vec<(usize, &Series)>>,
    of_service: &BTreeMap<&str, Vec<&str>>,
) -> Option<Signal> {
    let service = change.service.as_deref()?;
    let instance = change.instances.iter().find(|instance| !heard.contains_key(instance.as_str()))?;
    let others =
        of_service.get(service)?.iter().filter(|other| !change.instances.iter().any(|i| i == *other));
    let reports: Vec<(usize, usize, &Series)> = others
        .filter_map(|other| {
            let (index, series) = heard.get(other)?.iter().max_by_key(|(_, s)| since(s, change.time))?;
            Some((since(series, change.time), *index, *series))
        })
        .collect();
    // As often as the others report on average, so long a silence would have this likelihood.
    let usual = reports.iter().map(|(count, ..)| *count as f64).sum::<f64>() / reports.len().max(1) as f64;
    let &(count, index, series) = reports.iter().max_by_key(|(count, ..)| *count)?;
    (count > 0 && usual >= 1.0).then(|| Signal {
        detector: DETECTOR,
        kind: SignalKind::Silence,
        subject: postlude_signals::Subject {
            service: Some(service.to_owned()),
            instance: Some(instance.clone()),
            ..Default::default()
        },
        measure: Measure::Other,
        name: series.name.clone(),
        series: index,
        onset: change.time,
        onset_error: series.step * GRACE,
        end: None,
        before: usual,
        after: 0.0,
        effect: -1.0,
        evidence: usual.min(MOST),
        records: vec![change.record],
        reason: format!(
            "the new instance {instance} never reports; {} others do, {usual:.0} times each since",
            reports.len()
        ),
    })
}

fn since(series: &Series, time: Timestamp) -> usize {
    let from = time.plus(series.step * GRACE);
    series.points.iter().filter(|point| point.time >= from).count()
}
