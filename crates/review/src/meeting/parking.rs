//! Ideas that come up while people should be describing: set aside, never lost, and looked at when they have soaked.

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use postlude_base::Timestamp;
use serde_json::{Map, Value};

/// When a working day begins.
const MORNING: Time = Time::constant(9, 0, 0, 0);

/// A parked idea, as it is read from the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idea {
    /// Its id in the document.
    pub id: String,
    /// The words.
    pub text: String,
    /// Whose idea it is.
    pub by: Option<String>,
    /// When it was parked.
    pub at: Option<Timestamp>,
    /// In which meeting.
    pub meeting: Option<String>,
    /// `parked`, `taken_up` or `let_go`.
    pub state: String,
    /// When it has soaked.
    pub soaks_until: Option<Timestamp>,
}

impl Idea {
    /// All ideas of a document, the oldest first.
    pub fn all(document: &Value, zone: Option<&str>) -> Vec<Self> {
        let ideas = document.get("parking").and_then(Value::as_object).into_iter().flatten();
        let mut ideas: Vec<Self> =
            ideas.filter_map(|(id, idea)| Some(Self::read(id, idea.as_object()?, zone))).collect();
        ideas.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        ideas
    }

    fn read(id: &str, idea: &Map<String, Value>, zone: Option<&str>) -> Self {
        let text = |name: &str| idea.get(name).and_then(Value::as_str).map(str::to_owned);
        let moment = |name: &str| text(name)?.parse().ok().and_then(Timestamp::from_jiff);
        let at = moment("at");
        Self {
            id: id.to_owned(),
            text: text("text").unwrap_or_default(),
            by: text("by"),
            at,
            meeting: text("meeting"),
            state: text("state").unwrap_or_else(|| "parked".to_owned()),
            soaks_until: moment("soak").or_else(|| at.map(|at| soaks_until(at, zone))),
        }
    }
}

/// When an idea that was parked at this moment has soaked: one working day later at the same time of day, then the next morning of a working
/// day, which is one to two working days in all. Working days are Monday to Friday, as the zone tells them; UTC where it is unknown.
pub fn soaks_until(at: Timestamp, zone: Option<&str>) -> Timestamp {
    let zone = zone.and_then(|zone| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC);
    let parked = at.to_jiff().to_zoned(zone.clone());
    let (mut day, time) = if is_working(parked.date()) {
        (parked.date(), parked.time())
    } else {
        (working_day(parked.date()), Time::midnight())
    };
    day = working_day(next(day));
    if time > MORNING {
        day = working_day(next(day));
    }
    let morning = day.to_datetime(MORNING).to_zoned(zone).map(|zoned| zoned.timestamp());
    morning.ok().and_then(Timestamp::from_jiff).unwrap_or(at)
}

fn is_working(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// This day, or the next working day after it.
fn working_day(mut day: Date) -> Date {
    while !is_working(day) && day < Date::MAX {
        day = next(day);
    }
    day
}

fn next(day: Date) -> Date {
    day.saturating_add(1.day())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_idea_soaks_one_to_two_working_days() {
        let check = |at: &str, zone: Option<&str>, expected: &str| {
            let at = Timestamp::from_jiff(at.parse().unwrap()).unwrap();
            assert_eq!(soaks_until(at, zone).to_string(), expected, "{at}");
        };
        let berlin = Some("Europe/Berlin");
        // Tuesday afternoon, Thursday morning.
        check("2026-03-10T14:00:00Z", None, "2026-03-12T09:00:00Z");
        check("2026-03-10T08:00:00Z", None, "2026-03-11T09:00:00Z");
        // Over a weekend.
        check("2026-03-13T14:00:00Z", None, "2026-03-17T09:00:00Z");
        check("2026-03-14T14:00:00Z", None, "2026-03-17T09:00:00Z");
        // It is Saturday already where they are.
        check("2026-03-13T23:30:00Z", berlin, "2026-03-17T08:00:00Z");
        // The clocks change on the way.
        check("2026-03-27T12:00:00Z", berlin, "2026-03-31T07:00:00Z");
        check("2026-03-10T14:00:00Z", Some("Mars/Olympus"), "2026-03-12T09:00:00Z");
    }

    #[test]
    fn ideas_are_read_whoever_wrote_them() {
        let document = json!({"parking": {
            "b": {"text": "An alert", "at": "2026-03-10T14:00:00Z", "by": "ben", "state": "taken_up"},
            "a": {"text": "A test", "at": "2026-03-10T15:00:00Z", "soak": "2026-03-20T09:00:00Z"},
            "odd": 7, "bare": {},
        }});
        let told: Vec<String> = Idea::all(&document, None)
            .into_iter()
            .map(|idea| {
                format!("{} {} {:?}", idea.id, idea.state, idea.soaks_until.map(|time| time.to_string()))
            })
            .collect();
        assert_eq!(
            told,
            [
                "bare parked None",
                r#"b taken_up Some("2026-03-12T09:00:00Z")"#,
                r#"a parked Some("2026-03-20T09:00:00Z")"#
            ]
        );
    }
}
