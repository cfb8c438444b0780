//! Opsgenie: users, teams with members, timelines of schedules, and who is on call.

use serde_json::Value;

use super::pagerduty::moment;
use super::{Element, Reading, first_text, list_at, text_at, truth_at};
use crate::row::{Duty, Place, Row, TeamRow};

pub(super) fn knows(element: &Element) -> bool {
    let value = &element.value;
    let has = |key: &str| value.get(key).is_some();
    let is_user = has("username") && has("fullName");
    let is_schedule =
        has("finalTimeline") || has("rotations") || has("onCallParticipants") || has("onCallRecipients");
    is_user || is_schedule || (has("members") && has("name") && element.key == "data")
}

pub(super) fn read(reading: &mut Reading, file: &str, element: &Element) {
    let value = &element.value;
    if value.get("fullName").is_some() {
        reading.rows.push(user(file, element.line, value));
    } else if value.get("members").is_some() {
        team(reading, file, element);
    } else {
        schedule(reading, file, element);
    }
}

fn user(file: &str, line: u64, value: &Value) -> Row {
    let mut row = Row::at(file, line);
    text_at(value, &["id"]).iter().for_each(|id| row.handle("opsgenie", id));
    text_at(value, &["username"]).iter().for_each(|name| called(&mut row, name));
    text_at(value, &["fullName"]).iter().for_each(|name| row.named(name));
    row.zone = text_at(value, &["timeZone"]);
    row.role = text_at(value, &["userProperties", "title"]).or_else(|| text_at(value, &["title"]));
    row.is_gone = truth_at(value, &["blocked"]);
    row
}

/// Opsgenie calls people by their addresses.
fn called(row: &mut Row, name: &str) {
    if name.contains('@') { row.email(name) } else { row.handle("opsgenie", name) }
}

fn team(reading: &mut Reading, file: &str, element: &Element) {
    let Some(name) = text_at(&element.value, &["name"]) else { return };
    for member in list_at(&element.value, "members") {
        let Some(user) = member.get("user") else { continue };
        let mut row = self::user(file, element.line, user);
        row.teams.push(name.clone());
        reading.rows.push(row);
    }
    reading.teams.push(TeamRow {
        place: Place { file: file.to_owned(), line: element.line },
        name,
        owns: Vec::new(),
    });
}

fn schedule(reading: &mut Reading, file: &str, element: &Element) {
    let value = &element.value;
    let name = first_text(value, &[&["_parent", "name"], &["name"]]).unwrap_or_else(|| "on call".to_owned());
    let rotations = value.get("finalTimeline").map_or(&[][..], |timeline| list_at(timeline, "rotations"));
    for period in rotations.iter().flat_map(|rotation| list_at(rotation, "periods")) {
        let Some(recipient) = period.get("recipient") else { continue };
        let mut row = recipient_row(file, element.line, recipient);
        if let (Some(from), Some(to)) = (moment(period, "startDate"), moment(period, "endDate")) {
            row.duties.push(Duty { schedule: name.clone(), from, to });
        }
        reading.rows.push(row);
    }
    let participants =
        list_at(value, "rotations").iter().flat_map(|rotation| list_at(rotation, "participants"));
    for person in participants.chain(list_at(value, "onCallParticipants")) {
        if text_at(person, &["type"]).as_deref() == Some("user") {
            reading.rows.push(recipient_row(file, element.line, person));
        }
    }
    for person in list_at(value, "onCallRecipients").iter().filter_map(Value::as_str) {
        let mut row = Row::at(file, element.line);
        called(&mut row, person);
        reading.rows.push(row);
    }
}

fn recipient_row(file: &str, line: u64, value: &Value) -> Row {
    let mut row = Row::at(file, line);
    text_at(value, &["id"]).iter().for_each(|id| row.handle("opsgenie", id));
    first_text(value, &[&["username"], &["name"]]).iter().for_each(|name| called(&mut row, name));
    row
}
