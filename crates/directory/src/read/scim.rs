//! SCIM 2.0 (RFC 7643): users with the enterprise extension, and groups.

use serde_json::Value;

use super::{Element, Reading, first_text, list_at, text_at, truth_at};
use crate::row::{Place, Row, TeamRow};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

fn has_schema(value: &Value, end: &str) -> bool {
    list_at(value, "schemas").iter().filter_map(Value::as_str).any(|schema| {
        schema.starts_with("urn:") && schema.contains("scim:schemas:core") && schema.ends_with(end)
    })
}

fn is_group(value: &Value) -> bool {
    has_schema(value, ":Group") || text_at(value, &["meta", "resourceType"]).as_deref() == Some("Group")
}

pub(super) fn knows(element: &Element) -> bool {
    let value = &element.value;
    let is_user = has_schema(value, ":User") || value.get("userName").is_some();
    is_user || is_group(value)
}

pub(super) fn read(reading: &mut Reading, file: &str, element: &Element) {
    let value = &element.value;
    if is_group(value) {
        group(reading, file, element);
    } else {
        reading.rows.push(user(file, element.line, value));
    }
}

fn user(file: &str, line: u64, value: &Value) -> Row {
    let mut row = Row::at(file, line);
    text_at(value, &["id"]).iter().for_each(|id| row.handle("scim", id));
    if let Some(name) = text_at(value, &["userName"]) {
        if name.contains('@') { row.email(&name) } else { row.handle("", &name) }
    }
    let part = |key: &str| text_at(value, &["name", key]).unwrap_or_default();
    row.named(&format!("{} {}", part("givenName"), part("familyName")));
    first_text(value, &[&["displayName"], &["name", "formatted"]]).iter().for_each(|name| row.named(name));
    text_at(value, &["nickName"]).iter().for_each(|name| row.nickname(name));
    for email in list_at(value, "emails") {
        email
            .as_str()
            .map(str::to_owned)
            .or_else(|| text_at(email, &["value"]))
            .iter()
            .for_each(|email| row.email(email));
    }
    row.role = text_at(value, &["title"]);
    row.zone = text_at(value, &["timezone"]);
    let groups =
        list_at(value, "groups").iter().filter_map(|group| first_text(group, &[&["display"], &["value"]]));
    row.teams = groups.collect();
    row.teams.extend(text_at(value, &[ENTERPRISE, "department"]));
    row.manager = first_text(
        value,
        &[
            &[ENTERPRISE, "manager", "value"],
            &[ENTERPRISE, "manager", "displayName"],
            &[ENTERPRISE, "manager"],
        ],
    );
    row.is_gone = truth_at(value, &["active"]).map(|is_active| !is_active);
    row.is_contractor = text_at(value, &["userType"]).map(|kind| is_contractor(&kind));
    row
}

/// Whether a word for a kind of employment says that somebody else employs the person.
pub(super) fn is_contractor(kind: &str) -> bool {
    let kind = kind.to_lowercase();
    ["contract", "external", "extern", "freelance", "vendor", "consultant", "agency", "guest", "partner"]
        .iter()
        .any(|word| kind.contains(word))
}

fn group(reading: &mut Reading, file: &str, element: &Element) {
    let value = &element.value;
    let Some(name) = first_text(value, &[&["displayName"], &["id"]]) else { return };
    for member in list_at(value, "members") {
        let Some(id) = text_at(member, &["value"]) else { continue };
        let mut row = Row::at(file, element.line);
        row.handle("scim", &id);
        row.teams.push(name.clone());
        reading.rows.push(row);
    }
    reading.teams.push(TeamRow {
        place: Place { file: file.to_owned(), line: element.line },
        name,
        owns: Vec::new(),
    });
}
