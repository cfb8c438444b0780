//! Instances that began during the evidence, compared with the older instances of the same service at the same time:
//! what a release brings is seen in the new ones first, whatever the rest of the system does.

use std::collections::BTreeMap;

use super::shifted::{Indexed, number, series, signal, whole};
use crate::measure::Scale;
use crate::shift::{Shift, median};
use crate::{Measure, Observations, Series, Signal, SignalKind};

/// An instance is new when its first value lies this share of the window after the window's start.
const LATE_SHARE: f64 = 0.1;

/// Usual spread between sound instances, on the scale of the measure.
fn usual_spread(series: &Series) -> f64 {
    match series.measure {
        Measure::Success => 0.02 * whole(series),
        Measure::Memory => 0.3,
        _ => 0.5,
    }
}

/// How much a difference between sound and unsound instances shows in a measure: use of resources differs by node and age.
fn telling(measure: Measure) -> f64 {
    match measure {
        Measure::Success | Measure::Failures => 1.0,
        Measure::Latency | Measure::Gap | Measure::OwnTime => 0.8,
        _ => 0.5,
    }
}

pub(super) fn detect(observations: &Observations) -> Vec<Signal> {
    let Some((start, end)) = observations.window else { return Vec::new() };
    let late = start.plus((end.since(start) as f64 * LATE_SHARE) as i64);
    let mut groups: BTreeMap<_, Vec<Indexed<'_>>> = BTreeMap::new();
    for indexed in series(observations, |s| s.subject.instance.is_some() && !s.points.is_empty()) {
        let s = indexed.1;
        groups.entry((&s.subject.service, &s.subject.caller, s.measure, &s.name)).or_default().push(indexed);
    }
    groups
        .into_values()
        .flat_map(|group| {
            let (new, old): (Vec<_>, Vec<_>) = group.into_iter().partition(|(_, s)| s.points[0].time > late);
            new.into_iter().filter_map(move |one| against(one, &old)).collect::<Vec<_>>()
        })
        .collect()
}

/// One new instance against the old ones, over the time of the new one.
fn against(new: Indexed<'_>, old: &[Indexed<'_>]) -> Option<Signal> {
    let (from, to) = (new.1.points.first()?.time, new.1.points.last()?.time);
    let theirs: Vec<f64> = old
        .iter()
        .flat_map(|(_, s)| s.points.iter())
        .filter(|point| point.time >= from.plus(-new.1.step) && point.time <= to.plus(new.1.step))
        .map(|point| point.value)
        .collect();
    let measure = new.1.measure;
    // The first calls of an instance are slow, and its first minute busy, whatever its version.
    let warming = usize::from(!matches!(measure, Measure::Success | Measure::Failures));
    let own: Vec<f64> = new.1.points.iter().skip(warming).map(|point| point.value).collect();
    if theirs.len() < 2 || own.is_empty() {
        return None;
    }
    let scaled = |values: &[f64]| -> Vec<f64> {
        let floor = median(theirs.iter().map(|v| v.abs())) / 100.0 + 1e-12;
        values
            .iter()
            .map(|v| if measure.scale() == Scale::Log { (v.max(0.0) + floor).ln() } else { *v })
            .collect()
    };
    let (a, b) = (scaled(&own), scaled(&theirs));
    let middle = median(b.iter().copied());
    let spread = (median(b.iter().map(|v| (v - middle).abs())) * 1.4826).hypot(usual_spread(new.1));
    let effect = (median(a.iter().copied()) - middle) / spread;
    let repeats = (own.len() as f64).min(4.0);
    let evidence = telling(measure) * 3.0 * (effect * effect * repeats / 4.0).ln_1p() - 3.0;
    let shift = Shift {
        from: 0,
        to: new.1.points.len(),
        before: median(theirs.iter().copied()),
        after: median(own.iter().copied()),
        effect,
        evidence,
    };
    let reason = format!(
        "{} {} on the new instance, {} on {} older ones at the same time",
        new.1.name,
        number(shift.after),
        number(shift.before),
        old.len()
    );
    let kind = kind_of(new.1, effect);
    let found = signal("new_instance", kind, new, &shift, reason);
    (evidence > 0.0 && found.is_worse() && measure != Measure::Other).then_some(found)
}

fn kind_of(series: &Series, effect: f64) -> SignalKind {
    match series.measure {
        Measure::Success | Measure::Failures => SignalKind::Errors,
        Measure::Latency | Measure::Gap | Measure::OwnTime => SignalKind::Latency,
        Measure::Calls => SignalKind::Traffic,
        Measure::Cpu | Measure::Memory | Measure::Disk | Measure::Saturation if effect > 0.0 => {
            SignalKind::Saturation
        }
        _ => SignalKind::Metric,
    }
}
