//! Signals of one service and one kind that begin together become one candidate for the timeline.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::Timestamp;
use postlude_signals::detect::STANDING_ERROR;
use postlude_signals::{Observations, Part, RecordKey, Signal, SignalKind};

use crate::messages::MessageKind;
use crate::timeline::{Kind, Plot};
use crate::words;

/// What may become an entry.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) time: Timestamp,
    pub(crate) end: Option<Timestamp>,
    pub(crate) time_error: i64,
    pub(crate) kind: Kind,
    pub(crate) service: Option<String>,
    pub(crate) title: String,
    pub(crate) score: f64,
    pub(crate) records: Vec<RecordKey>,
    pub(crate) reason: String,
    pub(crate) plot: Option<Plot>,
    pub(crate) about: About,
}

/// The words by which people and alerts may speak of it; what does not apply is empty.
#[derive(Debug, Clone, Default)]
pub(crate) struct About {
    /// Name of the alert.
    pub(crate) alert: Option<String>,
    /// Versions and revisions that a change brings.
    pub(crate) versions: Vec<String>,
    /// Names of the series it was seen in.
    pub(crate) metrics: Vec<String>,
    /// Routes and operations.
    pub(crate) operations: Vec<String>,
    /// Texts of log templates.
    pub(crate) templates: Vec<String>,
    /// What the message is.
    pub(crate) message: Option<MessageKind>,
}

/// Records cited by one entry.
const CITED: usize = 4;

/// Values in a plot.
const PLOTTED: usize = 60;

/// Signals that begin within so many buckets of each other began together.
const TOGETHER: i64 = 3;

pub(crate) fn from_signals(observations: &Observations, signals: &[Signal]) -> Vec<Candidate> {
    // A template that is new is not told again as one that comes more often.
    let new: BTreeSet<usize> = signals
        .iter()
        .filter(|signal| signal.kind == SignalKind::NewLog)
        .map(|signal| signal.series)
        .collect();
    let told = |signal: &&Signal| {
        (signal.kind != SignalKind::Errors || !new.contains(&signal.series))
            && signal.detector != STANDING_ERROR
    };
    let mut groups: BTreeMap<(Option<&str>, SignalKind), Vec<&Signal>> = BTreeMap::new();
    for signal in signals.iter().filter(|s| s.evidence > 0.0 && !s.records.is_empty()).filter(told) {
        groups.entry((signal.subject.service.as_deref(), signal.kind)).or_default().push(signal);
    }
    let mut candidates = Vec::new();
    for group in groups.values_mut() {
        group.sort_by(|a, b| a.onset.cmp(&b.onset).then(b.evidence.total_cmp(&a.evidence)));
        let mut rest = group.as_slice();
        while let Some(first) = rest.first() {
            let step = observations.series.get(first.series).map_or(observations.step, |series| series.step);
            let together = TOGETHER * step.max(observations.step);
            let count = rest.iter().take_while(|signal| signal.onset.since(first.onset) <= together).count();
            candidates.push(candidate(observations, &rest[..count]));
            rest = &rest[count..];
        }
    }
    candidates
}

fn candidate(observations: &Observations, together: &[&Signal]) -> Candidate {
    let strongest =
        together.iter().copied().max_by(|a, b| a.evidence.total_cmp(&b.evidence)).unwrap_or(together[0]);
    let mut records: Vec<RecordKey> = strongest.records.clone();
    for record in together.iter().flat_map(|signal| signal.records.first()) {
        if records.len() < CITED && !records.contains(record) {
            records.push(*record);
        }
    }
    let others = match together.len() - 1 {
        0 => String::new(),
        1 => "; one other series moved with it".to_owned(),
        n => format!("; {n} other series moved with it"),
    };
    Candidate {
        time: strongest.onset,
        end: strongest.end,
        time_error: strongest.onset_error,
        kind: kind(observations, strongest),
        service: strongest.subject.service.clone(),
        title: words::title(observations, strongest),
        score: score(strongest, together.len()),
        records,
        reason: format!("{}{others}", strongest.reason),
        plot: plot(observations, strongest),
        about: about(observations, together),
    }
}

fn about(observations: &Observations, together: &[&Signal]) -> About {
    let mut about = About::default();
    for signal in together {
        let operation = signal.subject.operation.as_deref();
        match operation.and_then(|id| observations.templates.get(id)) {
            Some(template) => about.templates.push(template.text.clone()),
            None => {
                about.operations.extend(operation.map(str::to_owned));
                about.metrics.push(signal.name.clone());
            }
        }
    }
    for names in [&mut about.metrics, &mut about.operations, &mut about.templates] {
        names.sort_unstable();
        names.dedup();
    }
    about
}

/// Evidence is a log likelihood ratio; agreement of further series counts a little, harmless directions half.
fn score(signal: &Signal, together: usize) -> f64 {
    let direction = if signal.is_worse() { 1.0 } else { 0.5 };
    let strength = signal.evidence * direction + (together as f64).ln();
    (strength / (strength + 12.0)).clamp(0.01, 0.99)
}

fn kind(observations: &Observations, signal: &Signal) -> Kind {
    match signal.kind {
        SignalKind::Errors => Kind::Errors,
        SignalKind::Latency => Kind::Latency,
        SignalKind::Traffic => Kind::Traffic,
        SignalKind::Saturation => Kind::Saturation,
        SignalKind::Restart => Kind::Restart,
        SignalKind::NewLog => Kind::NewLog,
        SignalKind::Silence => Kind::Silence,
        SignalKind::Gap => Kind::Gap,
        SignalKind::Metric => Kind::Metric,
        SignalKind::Shape if signal.effect < 0.0 => Kind::Silence,
        SignalKind::Shape => match observations.series.get(signal.series).and_then(|s| s.part.as_ref()) {
            Some(Part::Line(template)) if observations.is_error(template) => Kind::Errors,
            Some(Part::Line(_)) => Kind::NewLog,
            _ => Kind::Traffic,
        },
    }
}

/// The series around the signal, reduced to few values.
fn plot(observations: &Observations, signal: &Signal) -> Option<Plot> {
    let series = observations.series.get(signal.series)?;
    // Values of normal days were put before the evidence.
    let start = observations.window.map_or(Timestamp(i64::MIN), |(start, _)| start);
    let own = &series.points[series.points.partition_point(|point| point.time < start)..];
    let (first, last) = (own.first()?, own.last()?);
    let step = (last.time.since(first.time) / PLOTTED as i64).max(series.step).max(1);
    let count = usize::try_from(last.time.since(first.time) / step).unwrap_or(0) + 1;
    let mut sums = vec![(0.0, 0u32); count];
    for point in own {
        let at = usize::try_from(point.time.since(first.time) / step).unwrap_or(0);
        if let Some((sum, n)) = sums.get_mut(at) {
            *sum += point.value;
            *n += 1;
        }
    }
    let values = sums.iter().map(|&(sum, n)| (n > 0).then(|| sum / f64::from(n))).collect();
    Some(Plot { label: series.name.clone(), start: first.time, step, values })
}
