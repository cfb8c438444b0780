//! Users of Mattermost: answers of its API, or the lines of a bulk export.

use serde_json::Value;

use super::{Element, Reading, first_text, list_at, text_at, truth_at};
use crate::row::Row;

/// The user, which a bulk export wraps.
fn user(element: &Element) -> &Value {
    element.value.get("user").unwrap_or(&element.value)
}

pub(super) fn knows(element: &Element) -> bool {
    let user = user(element);
    let has = |key: &str| user.get(key).is_some();
    has("username") && (has("nickname") || has("first_name") || has("delete_at")) && !has("schemas")
}

pub(super) fn read(reading: &mut Reading, file: &str, element: &Element) {
    let user = user(element);
    let mut row = Row::at(file, element.line);
    for path in [&["id"][..], &["username"]] {
        text_at(user, path).iter().for_each(|name| row.handle("mattermost", name));
    }
    let part = |key: &str| text_at(user, &[key]).unwrap_or_default();
    row.named(&format!("{} {}", part("first_name"), part("last_name")));
    text_at(user, &["nickname"]).iter().for_each(|name| row.nickname(name));
    text_at(user, &["email"]).iter().for_each(|email| row.email(email));
    row.role = text_at(user, &["position"]);
    row.zone = first_text(user, &[&["timezone", "manualTimezone"], &["timezone", "automaticTimezone"]]);
    row.teams = list_at(user, "teams").iter().filter_map(|team| text_at(team, &["name"])).collect();
    row.is_bot = truth_at(user, &["is_bot"]);
    row.is_gone = user.get("delete_at").and_then(Value::as_i64).map(|at| at > 0);
    row.is_contractor = text_at(user, &["roles"]).filter(|roles| roles.contains("guest")).map(|_| true);
    reading.rows.push(row);
}
