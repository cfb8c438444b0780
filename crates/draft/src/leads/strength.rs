//! How much speaks for trouble of a service's own, kind of sign by kind of sign.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_signals::detect::{SLOW_WAY, STANDING_ERROR};
use postlude_signals::{Observations, RecordTable, Signal};

use super::attribution::{self, Attribution};
use super::episode::Episode;
use super::excess;
use super::focus::Focus;
use super::shared;
use super::sign::Sign;
use super::ways::{self, Valued};
use super::worth::Valuation;
use crate::input::Input;

/// All ways of a service together say no more than this.
const CAP: f64 = 30.0;

/// A sign is one of the stronger ones when it is worth this share of the strongest.
const STRONG: f64 = 0.3;

/// All signs of one service.
#[derive(Debug, Clone, Default)]
pub(super) struct Strength<'a> {
    signs: BTreeMap<Sign, (f64, &'a Signal)>,
    /// To whom it puts down its trouble.
    pub(super) attributions: Vec<Attribution<'a>>,
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
    pub(super) fn sum(&self, share: impl Fn(Sign, &Signal) -> f64) -> f64 {
        self.signs.iter().map(|(sign, (worth, signal))| share(*sign, signal) * worth).sum()
    }

    /// When its strongest sign began.
    pub(super) fn onset(&self) -> Timestamp {
        self.strongest().first().map_or(Timestamp(0), |(_, _, signal)| signal.onset)
    }

    /// When the first of its stronger signs began: what came before it may have brought it about.
    pub(super) fn began(&self, observations: &Observations) -> Timestamp {
        let most = self.signs.values().map(|(worth, _)| *worth).fold(0.0, f64::max);
        let strong = self.signs.values().filter(|(worth, _)| *worth >= STRONG * most);
        // What was there all along has no beginning in the evidence.
        let begins = |signal: &&Signal| ![SLOW_WAY, STANDING_ERROR].contains(&signal.detector);
        strong
            .map(|(_, signal)| *signal)
            .filter(begins)
            .map(|s| likeliest_onset(s, observations))
            .min()
            .unwrap_or(self.onset())
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

/// A measured value tells of the time since the one before it, so what it shows began in between. What is counted is dated itself,
/// values at round times are sums over the time that follows, and an excess begins with the alert.
fn likeliest_onset(signal: &Signal, observations: &Observations) -> Timestamp {
    let is_measured = signal.records.first().is_some_and(|record| record.table == RecordTable::Metric);
    let step = observations.series.get(signal.series).map_or(0, |series| series.step).max(1);
    let is_dated = signal.onset.0 % step == 0 || signal.detector == excess::DETECTOR;
    if is_measured && !is_dated { signal.onset.plus(-step / 2) } else { signal.onset }
}

/// The strength of every service that shows anything, by name.
pub(super) fn by_service<'a>(
    input: &'a Input,
    signals: &'a [Signal],
    focus: &Focus,
) -> BTreeMap<String, Strength<'a>> {
    let observations = &input.observations;
    let valued = valued(input, signals);
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
    for sign in BETWEEN {
        for ways in ways::by_service(sign, &valued, observations) {
            let sign = if sign == Sign::Calls && ways.is_outward { Sign::CallsOut } else { sign };
            take(ways.service, sign, ways.worth.min(CAP), ways.strongest);
        }
    }
    strengths.values_mut().for_each(Strength::once);
    tell_of_others(&mut strengths, &valued, observations);
    strengths
}

/// Adds what services in trouble tell of those they call.
fn tell_of_others<'a>(
    strengths: &mut BTreeMap<String, Strength<'a>>,
    valued: &[Valued<'a>],
    observations: &'a Observations,
) {
    let attributions = attribution::of(valued, observations);
    let told = attribution::told(&attributions, strengths);
    let trouble = strengths
        .iter()
        .filter_map(|(service, strength)| Some((service.clone(), *strength.symptoms().first()?)))
        .collect();
    let shared = shared::by_callers(&trouble, observations);
    for (&service, &(worth, signal)) in &told {
        strengths.entry(service.to_owned()).or_default().take(Sign::Attributed, worth, signal);
    }
    for (service, worth, signal) in shared.into_iter().filter(|(service, ..)| !told.contains_key(service)) {
        strengths.entry(service.to_owned()).or_default().take(Sign::Shared, worth.min(CAP), signal);
    }
    for (service, attributions) in attributions {
        strengths.entry(service.to_owned()).or_default().attributions = attributions;
    }
}

/// Every signal that is a sign, with its worth for the episode that is to be explained.
fn valued<'a>(input: &'a Input, signals: &'a [Signal]) -> Vec<Valued<'a>> {
    let valuation = Valuation::of(input, signals);
    let mut valued: Vec<Valued<'a>> = signals
        .iter()
        .filter_map(|signal| valuation.value(signal).map(|(sign, worth)| (signal, sign, worth)))
        .collect();
    let episode = Episode::of(&valued, &input.alerts, &input.observations);
    for (signal, _, worth) in valued.iter_mut().filter(|(_, sign, _)| *sign != Sign::Excess) {
        *worth *= episode.weight(signal);
    }
    valued
}

/// Signs that are seen between two services.
const BETWEEN: [Sign; 2] = [Sign::Way, Sign::Calls];

/// Share of what is seen at a service that is left when its name is an address: then it is seen by its callers only, and
/// another name may stand for the same.
fn standing(service: &str) -> f64 {
    let is_address = service.contains('.') && !service.contains(' ') && !service.contains('/');
    if is_address { 0.5 } else { 1.0 }
}
