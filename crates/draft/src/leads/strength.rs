//! How much speaks for trouble of a service's own, kind of sign by kind of sign.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::Timestamp;
use postlude_signals::detect::{SLOW_WAY, STANDING_ERROR};
use postlude_signals::shift::median;
use postlude_signals::{Measure, Observations, Part, Signal};

use super::elsewhere;
use super::episode::Episode;
use super::focus::Focus;
use super::sign::{
    Sign, in_percent, is_share, matters, novelty, place, recoveries, saturated, size, standing,
};
use super::unheard;
use super::ways::{self, Valued};
use crate::input::Input;

/// All ways of a service together say no more than this.
const CAP: f64 = 30.0;

/// A sign is one of the stronger ones when it is worth this share of the strongest.
const STRONG: f64 = 0.3;

/// Share of a sign's worth that is left when the operation has recovered.
const RECOVERED: f64 = 0.1;

/// Share of what speaks against a new instance that is left when no change of its service is known, though others are.
const NOT_RELEASED: f64 = 0.3;

/// All signs of one service.
#[derive(Debug, Clone, Default)]
pub(super) struct Strength<'a> {
    signs: BTreeMap<Sign, (f64, &'a Signal)>,
    /// The callee that its own errors name.
    pub(super) blames: Option<&'a str>,
}

impl<'a> Strength<'a> {
    fn take(&mut self, sign: Sign, worth: f64, signal: &'a Signal) {
        let known = self.signs.entry(sign).or_insert((worth, signal));
        if worth > known.0 {
            *known = (worth, signal);
        }
    }

    /// A service that is slow in itself is slow: that is not two signs.
    fn once(&mut self) {
        let own = [Sign::OwnTime, Sign::Excess]
            .iter()
            .filter_map(|sign| self.signs.get(sign))
            .map(|(worth, _)| *worth);
        let own = own.fold(0.0, f64::max);
        if let Some((worth, _)) = self.signs.get_mut(&Sign::Latency) {
            *worth = (*worth - own).max(0.0);
        }
    }

    /// Log odds from all signs, of each the share that is asked for.
    pub(super) fn sum(&self, share: impl Fn(Sign) -> f64) -> f64 {
        self.signs.iter().map(|(sign, (worth, _))| share(*sign) * worth).sum()
    }

    /// When its strongest sign began.
    pub(super) fn onset(&self) -> Timestamp {
        self.strongest().first().map_or(Timestamp(0), |(_, _, signal)| signal.onset)
    }

    /// When the first of its stronger signs began: what came before it may have brought it about.
    pub(super) fn began(&self) -> Timestamp {
        let most = self.signs.values().map(|(worth, _)| *worth).fold(0.0, f64::max);
        let strong = self.signs.values().filter(|(worth, _)| *worth >= STRONG * most);
        // What was there all along has no beginning in the evidence.
        let begins = |signal: &&Signal| ![SLOW_WAY, STANDING_ERROR].contains(&signal.detector);
        strong.map(|(_, signal)| *signal).filter(begins).map(|s| s.onset).min().unwrap_or(self.onset())
    }

    /// Its signs that a callee may have passed on, the strongest first.
    fn symptoms(&self) -> Vec<(f64, &'a Signal)> {
        let mut signs: Vec<_> =
            self.signs.iter().filter(|(sign, _)| sign.passed_on().is_some()).map(|(_, sign)| *sign).collect();
        signs.sort_by(|a, b| b.0.total_cmp(&a.0));
        signs
    }

    /// Its signs with what each is worth, the strongest first.
    pub(super) fn strongest(&self) -> Vec<(f64, Sign, &'a Signal)> {
        let mut signs: Vec<_> =
            self.signs.iter().map(|(sign, (worth, signal))| (*worth, *sign, *signal)).collect();
        signs.sort_by(|a, b| b.0.total_cmp(&a.0));
        signs
    }
}

/// The strength of every service that shows anything, by name.
pub(super) fn by_service<'a>(
    signals: &'a [Signal],
    observations: &'a Observations,
    focus: &Focus,
    input: &Input,
) -> BTreeMap<String, Strength<'a>> {
    let changed: BTreeSet<&str> =
        input.changes.iter().filter_map(|change| change.service.as_deref()).collect();
    let usual = usual_duration(observations);
    let recoveries = recoveries(signals, observations);
    let shared: BTreeSet<_> = observations
        .series
        .iter()
        .filter(|s| is_share(&s.name) && place(&s.name) >= 1.0)
        .map(|s| (s.subject.service.as_deref(), s.measure))
        .collect();
    let traced: BTreeSet<_> = observations
        .series
        .iter()
        .filter_map(|s| match &s.part {
            Some(Part::Line(template)) => Some((s.subject.service.as_deref(), template.as_str())),
            _ => None,
        })
        .collect();
    let in_percent = in_percent(observations);
    let worth = |signal: &Signal| {
        let sign = Sign::of(signal, observations).filter(|_| signal.is_worse() && signal.evidence > 0.0)?;
        if sign == Sign::Log && signal.effect < 0.0 {
            return None;
        }
        // Where it is known which operations write a line, its number says no more than how often they are called.
        let is_counted = signal.measure == Measure::Template
            && signal
                .subject
                .operation
                .as_deref()
                .is_some_and(|template| traced.contains(&(signal.subject.service.as_deref(), template)));
        if is_counted {
            return None;
        }
        // Where a share of the limit is known, the absolute number says no more.
        let whose = (signal.subject.service.as_deref(), signal.measure);
        if sign == Sign::Resource && !is_share(&signal.name) && shared.contains(&whose) {
            return None;
        }
        if sign == Sign::Excess || signal.detector == unheard::DETECTOR {
            return Some((sign, saturated(signal.evidence) * sign.weight()));
        }
        let mut worth =
            saturated(signal.evidence) * sign.weight() * size(signal, &in_percent) * place(&signal.name);
        if matches!(sign, Sign::Resource | Sign::Latency) {
            worth *= novelty(signal, observations);
        }
        if matches!(sign, Sign::OwnTime | Sign::Way | Sign::Latency) {
            worth *= matters(signal, usual);
        }
        // Where changes are known, a new instance that none of them brought is only young.
        let released = |service: &String| changed.is_empty() || changed.contains(service.as_str());
        if sign == Sign::Release && !signal.subject.service.as_ref().is_some_and(released) {
            worth *= NOT_RELEASED;
        }
        let ends_trouble = |times: &Vec<Timestamp>| {
            times.iter().any(|time| time.since(signal.onset).abs() <= signal.onset_error.saturating_mul(2))
        };
        if sign == Sign::Shape && recoveries.get(&signal.subject.service.as_deref()).is_some_and(ends_trouble)
        {
            worth *= RECOVERED;
        }
        Some((sign, worth))
    };
    let mut valued: Vec<Valued<'a>> = signals
        .iter()
        .filter_map(|signal| worth(signal).map(|(sign, worth)| (signal, sign, worth)))
        .collect();
    let episode = Episode::of(&valued, &input.alerts, observations);
    for (signal, sign, worth) in &mut valued {
        if *sign != Sign::Excess {
            *worth *= episode.weight(signal);
        }
    }
    let moved = elsewhere::moved(&mut valued, observations);
    let blaming = elsewhere::blaming(&moved);
    let mut strengths: BTreeMap<String, Strength<'a>> = BTreeMap::new();
    let mut take = |service: &str, sign: Sign, worth: f64, signal: &'a Signal| {
        let worth = worth * focus.weight(service, sign) * standing(service);
        strengths.entry(service.to_owned()).or_default().take(sign, worth, signal);
    };
    for &(signal, sign, worth) in valued.iter().filter(|(_, sign, _)| !BETWEEN.contains(sign)) {
        if let Some(service) = &signal.subject.service {
            take(service, sign, worth, signal);
        }
    }
    for (service, sign, worth, signal) in moved {
        take(service, sign, worth, signal);
    }
    for sign in BETWEEN {
        for ways in ways::by_service(sign, &valued, observations) {
            let sign = if sign == Sign::Calls && ways.is_outward { Sign::CallsOut } else { sign };
            take(ways.service, sign, ways.worth.min(CAP), ways.strongest);
        }
    }
    let trouble = strengths
        .iter()
        .filter_map(|(service, strength)| Some((service.clone(), *strength.symptoms().first()?)))
        .collect();
    for (service, worth, signal) in elsewhere::shared(&trouble, observations) {
        strengths.entry(service.to_owned()).or_default().take(Sign::Shared, worth.min(CAP), signal);
    }
    for (service, callee) in blaming {
        strengths.entry(service.to_owned()).or_default().blames = Some(callee);
    }
    strengths.values_mut().for_each(Strength::once);
    strengths
}

/// Signs that are seen between two services.
const BETWEEN: [Sign; 2] = [Sign::Way, Sign::Calls];

/// What operations usually take, in seconds: the upper quartile over all of them.
fn usual_duration(observations: &Observations) -> f64 {
    let all = || observations.series.iter().filter(|s| s.measure == Measure::Latency);
    let is_traced = all().any(|s| s.subject.operation.is_some());
    let measured = all().filter(|s| s.subject.operation.is_some() == is_traced);
    let mut usual: Vec<f64> = measured.map(|s| median(s.points.iter().map(|point| point.value))).collect();
    usual.sort_unstable_by(f64::total_cmp);
    usual.get(usual.len() * 3 / 4).copied().unwrap_or(0.0)
}
