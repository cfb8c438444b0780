//! Troubles: the entries of one service that hold at the same time are one thing to ask about, not five.

use postlude_base::Timestamp;

use super::scene::{MINUTE, Moment};

/// Entries of the draft below this say too little to be asked about.
const LEAST: f64 = 0.3;

/// What begins later than this is another turn of the story, and a trouble of its own, in nanoseconds.
const NEAR: i64 = 2 * MINUTE;

/// One service in trouble from a moment on.
#[derive(Debug, Clone)]
pub(super) struct Trouble<'a> {
    pub(super) service: Option<&'a str>,
    pub(super) from: Timestamp,
    pub(super) to: Option<Timestamp>,
    /// In order of time; never empty.
    pub(super) entries: Vec<Moment<'a>>,
    /// Where in `entries` the one stands that says most.
    lead: usize,
}

/// All of them, in order of beginning.
pub(super) fn of<'a>(moments: &[Moment<'a>]) -> Vec<Trouble<'a>> {
    let mut all: Vec<Trouble<'a>> = Vec::new();
    for moment in moments.iter().filter(|moment| says_much(moment.kind) > 0 && moment.weight() >= LEAST) {
        let service = moment.entry.service();
        let same = all.iter_mut().rev().find(|one| one.service == service && one.goes_on(moment));
        match same {
            Some(trouble) => trouble.add(*moment),
            None => all.push(Trouble {
                service,
                from: moment.time,
                to: moment.end,
                entries: vec![*moment],
                lead: 0,
            }),
        }
    }
    all.iter_mut().for_each(Trouble::settle);
    all
}

/// How much a kind of entry says to people who were there; 0 for what is no trouble.
fn says_much(kind: &str) -> u8 {
    match kind {
        "errors" | "silence" => 5,
        "latency" => 4,
        "new_log" | "gap" => 3,
        "saturation" => 2,
        "traffic" | "metric" => 1,
        _ => 0,
    }
}

fn is_felt(kind: &str) -> bool {
    says_much(kind) >= 3 && kind != "gap"
}

impl<'a> Trouble<'a> {
    fn goes_on(&self, moment: &Moment<'a>) -> bool {
        moment.time.since(self.from) <= NEAR && self.to.is_none_or(|to| moment.time <= to)
    }

    fn add(&mut self, moment: Moment<'a>) {
        self.to = self.to.max(moment.end);
        let much = |one: &Moment<'_>| (says_much(one.kind) as f64).mul_add(0.05, one.weight());
        if much(&moment) > much(self.lead()) {
            self.lead = self.entries.len();
        }
        self.entries.push(moment);
    }

    /// What was felt says when a trouble was on; a measure may move before and long after.
    fn settle(&mut self) {
        let felt = || self.entries.iter().filter(|moment| is_felt(moment.kind));
        if let Some(from) = felt().map(|moment| moment.time).min() {
            self.to = felt().filter_map(|moment| moment.end).max();
            self.from = from;
        }
    }

    /// The entry that says most.
    pub(super) fn lead(&self) -> &Moment<'a> {
        &self.entries[self.lead]
    }

    /// Its end, or the last moment at which an entry tells of it.
    pub(super) fn last(&self) -> Timestamp {
        let told = self.entries.iter().map(|moment| moment.time).max();
        self.to.or(told).map_or(self.from, |last| last.max(self.from))
    }

    /// Nanoseconds that it held, as far as is known.
    pub(super) fn length(&self) -> i64 {
        self.last().since(self.from)
    }

    pub(super) fn holds(&self, time: Timestamp) -> bool {
        self.from <= time && time <= self.last()
    }

    /// Whether anybody may have felt it: failures, slowness, lines that nobody had seen before, something that stopped.
    pub(super) fn is_felt(&self) -> bool {
        self.entries.iter().any(|moment| is_felt(moment.kind))
    }

    /// When somebody, or the monitoring, first knew of any of its entries; of people only where `by_people` says so.
    pub(super) fn knew(&self, by_people: bool) -> Option<Timestamp> {
        // Spoken of earlier than it began by more than its time may be off: that was something else, or a plan.
        let knew = self.entries.iter().filter_map(|moment| {
            let known = moment.entry.known()?;
            let time = Timestamp::from_jiff(known.time.parse().ok()?)?;
            let fits = !by_people || known.by.as_deref() != Some("monitoring");
            (fits && time.since(self.from) >= -moment.error()).then_some(time)
        });
        knew.min()
    }
}
