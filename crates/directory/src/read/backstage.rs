//! A catalogue of Backstage: users, groups, and who owns components, APIs, resources and systems.

use serde_json::Value;

use super::{Element, Reading, list_at, text_at, truth_at};
use crate::row::{Place, Row, TeamRow};

const OWNED: [&str; 4] = ["Component", "API", "Resource", "System"];
/// Kinds that a catalogue may hold and that say nothing of people.
const OTHER: [&str; 4] = ["Domain", "Location", "Template", "Type"];

fn kind(value: &Value) -> Option<String> {
    text_at(value, &["metadata", "name"]).or_else(|| text_at(value, &["spec", "type"]))?;
    text_at(value, &["kind"])
}

pub(super) fn knows(element: &Element) -> bool {
    let known =
        |kind: &str| ["User", "Group"].contains(&kind) || OWNED.contains(&kind) || OTHER.contains(&kind);
    kind(&element.value).is_some_and(|kind| known(&kind)) && element.value.get("apiVersion").is_some()
}

pub(super) fn read(reading: &mut Reading, file: &str, element: &Element) {
    let value = &element.value;
    let Some(name) = text_at(value, &["metadata", "name"]) else { return };
    match kind(value).as_deref() {
        Some("User") => reading.rows.push(user(file, element, &name)),
        Some("Group") => group(reading, file, element, &name),
        Some(kind) if OWNED.contains(&kind) => owned(reading, file, element, name),
        _ => {}
    }
}

fn user(file: &str, element: &Element, name: &str) -> Row {
    let value = &element.value;
    let mut row = Row::at(file, element.line);
    row.handle("backstage", name);
    text_at(value, &["spec", "profile", "displayName"]).iter().for_each(|name| row.named(name));
    text_at(value, &["spec", "profile", "email"]).iter().for_each(|email| row.email(email));
    for annotation in ["github.com/user-login", "gitlab.com/user-login"] {
        text_at(value, &["metadata", "annotations", annotation])
            .iter()
            .for_each(|login| row.handle("code", login));
    }
    let spec = value.get("spec").unwrap_or(&Value::Null);
    row.teams = list_at(spec, "memberOf")
        .iter()
        .filter_map(Value::as_str)
        .map(|team| reference(team, "").1)
        .collect();
    row.is_bot = truth_at(value, &["spec", "bot"]);
    row
}

fn group(reading: &mut Reading, file: &str, element: &Element, name: &str) {
    let spec = element.value.get("spec").unwrap_or(&Value::Null);
    for member in list_at(spec, "members").iter().filter_map(Value::as_str) {
        let mut row = Row::at(file, element.line);
        row.handle("backstage", &reference(member, "").1);
        row.teams.push(name.to_owned());
        reading.rows.push(row);
    }
    let place = Place { file: file.to_owned(), line: element.line };
    reading.teams.push(TeamRow { place, name: name.to_owned(), owns: Vec::new() });
}

fn owned(reading: &mut Reading, file: &str, element: &Element, name: String) {
    let Some(owner) = text_at(&element.value, &["spec", "owner"]) else { return };
    match reference(&owner, "group") {
        (kind, owner) if kind == "user" => {
            let mut row = Row::at(file, element.line);
            row.handle("backstage", &owner);
            row.owns.push(name);
            reading.rows.push(row);
        }
        (_, owner) => {
            let place = Place { file: file.to_owned(), line: element.line };
            reading.teams.push(TeamRow { place, name: owner, owns: vec![name] });
        }
    }
}

/// Kind and name of `[kind:][namespace/]name`.
fn reference(text: &str, usual: &str) -> (String, String) {
    let (kind, rest) = text.split_once(':').unwrap_or((usual, text));
    let name = rest.rsplit_once('/').map_or(rest, |(_, name)| name);
    (kind.trim().to_lowercase(), name.trim().to_owned())
}
