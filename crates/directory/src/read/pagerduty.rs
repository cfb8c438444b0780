//! PagerDuty: users, teams, schedules with their rendered entries, overrides, and who is on call.

use jiff::Timestamp as Moment;
use postlude_base::{Problem, Timestamp};
use serde_json::Value;

use super::{Element, Reading, first_text, list_at, text_at};
use crate::row::{Duty, Place, Row, TeamRow};

pub(super) fn knows(element: &Element) -> bool {
    let value = &element.value;
    let has = |key: &str| value.get(key).is_some();
    let kind = text_at(value, &["type"]).unwrap_or_default();
    let is_schedule = has("schedule_layers") || has("final_schedule") || kind.starts_with("schedule");
    let is_user = (has("email") && (has("time_zone") || has("job_title"))) || kind.starts_with("user");
    let is_on_call = has("user") && (has("escalation_level") || (has("start") && has("end")));
    is_user || is_schedule || is_on_call || (element.key == "teams" && has("name"))
}

pub(super) fn read(reading: &mut Reading, file: &str, element: &Element) {
    let value = &element.value;
    let has = |key: &str| value.get(key).is_some();
    if element.key == "teams" {
        let place = Place { file: file.to_owned(), line: element.line };
        let name = first_text(value, &[&["summary"], &["name"]]).unwrap_or_default();
        reading.teams.push(TeamRow { place, name, owns: Vec::new() });
    } else if has("schedule_layers")
        || has("final_schedule")
        || text_at(value, &["type"]).is_some_and(|kind| kind.starts_with("schedule"))
    {
        schedule(reading, file, element);
    } else if has("user") {
        let schedule = first_text(value, &[&["schedule", "summary"], &["escalation_policy", "summary"]]);
        duty(reading, file, element.line, value, &schedule.unwrap_or_else(|| "on call".to_owned()));
    } else {
        reading.rows.push(user(file, element.line, value));
    }
}

fn user(file: &str, line: u64, value: &Value) -> Row {
    let mut row = Row::at(file, line);
    text_at(value, &["id"]).iter().for_each(|id| row.handle("pagerduty", id));
    first_text(value, &[&["name"], &["summary"]]).iter().for_each(|name| row.named(name));
    text_at(value, &["email"]).iter().for_each(|email| row.email(email));
    row.role = text_at(value, &["job_title"]);
    row.zone = text_at(value, &["time_zone"]);
    row.teams = list_at(value, "teams")
        .iter()
        .filter_map(|team| first_text(team, &[&["summary"], &["name"]]))
        .collect();
    row
}

fn schedule(reading: &mut Reading, file: &str, element: &Element) {
    let value = &element.value;
    let name = first_text(value, &[&["name"], &["summary"]]).unwrap_or_else(|| "on call".to_owned());
    let entries =
        value.get("final_schedule").map_or(&[][..], |last| list_at(last, "rendered_schedule_entries"));
    for entry in entries {
        duty(reading, file, element.line, entry, &name);
    }
    for known in list_at(value, "users") {
        reading.rows.push(user(file, element.line, known));
    }
}

fn duty(reading: &mut Reading, file: &str, line: u64, value: &Value, schedule: &str) {
    let Some(person) = value.get("user") else { return };
    let mut row = user(file, line, person);
    match (moment(value, "start"), moment(value, "end")) {
        (Some(from), Some(to)) if from < to => {
            row.duties.push(Duty { schedule: schedule.to_owned(), from, to });
        }
        // Whoever is on call for good has no beginning and no end.
        (None, None) => {}
        _ => {
            let message = format!("a time on call of {} has no beginning before its end", row.told());
            reading.odd(file, line, Problem::new("broken-duty", message).hint("it was left out"));
        }
    }
    reading.rows.push(row);
}

/// A moment with a zone.
pub(super) fn moment(value: &Value, key: &str) -> Option<Timestamp> {
    text_at(value, &[key])?.parse::<Moment>().ok().and_then(Timestamp::from_jiff)
}
