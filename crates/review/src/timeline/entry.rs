use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::fields::{Fields, moment};
use super::{Attachment, Citation, MachinePart};

/// The entries of one kind of author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// What the machine saw in the evidence.
    Machine,
    /// Changes and alerts.
    Changes,
    /// What people wrote.
    People,
    /// Notes that became entries.
    Notes,
}

/// Whether an entry is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has decided.
    Candidate,
    /// Told.
    Picked,
    /// Not told.
    Hidden,
}

/// When something became known, by whom, and what shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// RFC 3339 in UTC.
    pub time: String,
    /// A role, or what watched.
    pub by: Option<String>,
    /// Such as `alert` or `message`.
    pub how: Option<String>,
}

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its id, the key in the document.
    pub id: String,
    /// The lane it stands in.
    pub lane: Lane,
    /// Whether it is told.
    pub state: State,
    /// The incident it belongs to.
    pub incident: Option<String>,
    /// What the machine found; none in entries of people.
    pub machine: Option<MachinePart>,
    /// What people gave of time, end, error, service and title. In an entry of the machine these are corrections.
    pub given: Map<String, Value>,
    /// The longer telling, Markdown.
    pub text: String,
    /// The entry that tells it now.
    pub merged_into: Option<String>,
    /// When it became known, where people know better than the machine.
    pub known: Option<Known>,
    /// In order of the alphabet.
    pub tags: Vec<String>,
    /// Citations that people added.
    pub evidence: Vec<Citation>,
    /// Files that people added.
    pub attachments: Vec<Attachment>,
    /// Who added it.
    pub by: Option<String>,
    /// When they added it.
    pub at: Option<String>,
    /// As which role.
    pub role: Option<String>,
}

/// Fields in which people win over the machine.
const CORRECTABLE: [&str; 5] = ["time", "end", "time_error_s", "service", "title"];

impl Entry {
    pub(super) fn read(id: &str, value: &Value) -> Self {
        let fields = Fields::of(value);
        let machine = fields.get("machine").map(MachinePart::read);
        let given = fields.0.into_iter().flatten().filter(|(name, _)| CORRECTABLE.contains(&name.as_str()));
        Self {
            id: id.to_owned(),
            lane: lane(fields.text("lane").as_deref(), machine.is_some()),
            state: state(fields.text("state").as_deref(), machine.is_some()),
            incident: fields.text("incident"),
            given: given.map(|(name, value)| (name.clone(), value.clone())).collect(),
            machine,
            text: fields.text("text").unwrap_or_default(),
            merged_into: fields.text("merged_into"),
            known: fields.get("known").and_then(Known::read),
            tags: fields.flags("tags"),
            evidence: fields.list("evidence").iter().filter_map(Citation::read).collect(),
            attachments: fields.list("attachments").iter().filter_map(Attachment::read).collect(),
            by: fields.text("by"),
            at: fields.text("at"),
            role: fields.text("role"),
        }
    }

    /// When it happened: RFC 3339 with as many digits as are known.
    pub fn time(&self) -> Option<&str> {
        self.effective("time", |machine| machine.time.as_deref())
    }

    /// When it ended, if that is known.
    pub fn end(&self) -> Option<&str> {
        self.effective("end", |machine| machine.end.as_deref())
    }

    /// The service it is about.
    pub fn service(&self) -> Option<&str> {
        self.effective("service", |machine| machine.service.as_deref())
    }

    /// What happened, in a line.
    pub fn title(&self) -> &str {
        self.effective("title", |machine| Some(&machine.title)).unwrap_or_default()
    }

    /// How far off the time may be, in seconds.
    pub fn time_error_s(&self) -> f64 {
        let given = self.given.get("time_error_s").and_then(Value::as_f64);
        given.or(self.machine.as_ref().map(|machine| machine.time_error_s)).unwrap_or(0.0)
    }

    /// When it became known: what people say, else what the machine found.
    pub fn known(&self) -> Option<&Known> {
        self.known.as_ref().or(self.machine.as_ref()?.known.as_ref())
    }

    /// Seconds from when it happened to when it became known; never negative.
    pub fn lag_s(&self) -> Option<f64> {
        let lag = moment(&self.known()?.time)?.since(self.moment()?);
        Some(lag.max(0) as f64 / NANOSECONDS_PER_SECOND as f64)
    }

    /// The time to order by.
    pub fn moment(&self) -> Option<Timestamp> {
        self.time().and_then(moment)
    }

    /// Whether people changed what the machine said.
    pub fn is_corrected(&self) -> bool {
        self.machine.is_some() && !self.given.is_empty()
    }

    /// Whether people did anything with it: then a new draft keeps it.
    pub fn is_touched(&self) -> bool {
        let told = self.state != State::Candidate || self.merged_into.is_some() || self.known.is_some();
        let added = !self.text.is_empty() || !self.tags.is_empty();
        let shown = !self.evidence.is_empty() || !self.attachments.is_empty();
        self.machine.is_none() || !self.given.is_empty() || told || added || shown
    }

    /// What is given wins, also when it says "none".
    fn effective<'a>(
        &'a self,
        name: &str,
        machine: impl Fn(&'a MachinePart) -> Option<&'a str>,
    ) -> Option<&'a str> {
        match self.given.get(name) {
            Some(given) => given.as_str(),
            None => self.machine.as_ref().and_then(machine),
        }
    }
}

impl Known {
    pub(super) fn read(value: &Value) -> Option<Self> {
        let fields = Fields::of(value);
        Some(Self { time: fields.text("time")?, by: fields.text("by"), how: fields.text("how") })
    }
}

fn lane(name: Option<&str>, machine: bool) -> Lane {
    match name {
        Some("machine") => Lane::Machine,
        Some("changes") => Lane::Changes,
        Some("people") => Lane::People,
        Some("notes") => Lane::Notes,
        _ if machine => Lane::Machine,
        _ => Lane::People,
    }
}

fn state(name: Option<&str>, machine: bool) -> State {
    match name {
        Some("candidate") => State::Candidate,
        Some("picked") => State::Picked,
        Some("hidden") => State::Hidden,
        _ if machine => State::Candidate,
        _ => State::Picked,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn machine() -> Value {
        json!({"kind": "errors", "time": "2026-03-05T14:00:00.5Z", "end": "2026-03-05T14:20:00Z", "service": "orders",
            "title": "orders: errors", "time_error_s": 5, "known": {"time": "2026-03-05T14:04:00Z", "by": "on-call"}})
    }

    /// Time, end, service and title, as they are shown.
    fn check(entry: Value, expected: [Option<&str>; 4]) {
        let entry = Entry::read("e", &entry);
        assert_eq!([entry.time(), entry.end(), entry.service(), Some(entry.title())], expected);
    }

    #[test]
    fn what_people_say_wins_even_if_it_is_none() {
        let (time, end) = (Some("2026-03-05T14:00:00.5Z"), Some("2026-03-05T14:20:00Z"));
        check(json!({"machine": machine()}), [time, end, Some("orders"), Some("orders: errors")]);
        check(
            json!({"machine": machine(), "end": null, "title": "Refused"}),
            [time, None, Some("orders"), Some("Refused")],
        );
        check(json!({"title": "Called support", "time": 5}), [None, None, None, Some("Called support")]);
        check(json!("not an object"), [None, None, None, Some("")]);
    }

    #[test]
    fn lag_counts_from_the_corrected_time() {
        let check = |entry: Value, expected| assert_eq!(Entry::read("e", &entry).lag_s(), expected);
        check(json!({"machine": machine()}), Some(239.5));
        check(json!({"machine": machine(), "time": "2026-03-05T14:03:00Z"}), Some(60.0));
        check(json!({"machine": machine(), "known": {"time": "2026-03-05T13:00:00Z"}}), Some(0.0));
        check(json!({"time": "2026-03-05T14:03:00Z"}), None);
    }

    #[test]
    fn only_what_nobody_touched_may_go() {
        let check = |with: Value, expected: bool| {
            let mut entry = json!({"lane": "machine", "machine": machine(), "incident": "i"});
            let fields = entry.as_object_mut().unwrap();
            fields.extend(with.as_object().unwrap().clone());
            assert_eq!(Entry::read("e", &entry).is_touched(), expected, "{with}");
        };
        check(json!({}), false);
        check(json!({"state": "candidate"}), false);
        check(json!({"state": "hidden"}), true);
        check(json!({"end": null}), true);
        check(json!({"tags": {"network": true}}), true);
        check(json!({"tags": {}}), false);
        check(json!({"text": "It was the pool."}), true);
        check(json!({"evidence": [{"source": "s1", "bytes": [1, 2]}]}), true);
    }
}
