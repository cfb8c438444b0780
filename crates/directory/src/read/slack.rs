//! `users.json` of a Slack export, or the answer of `users.list`.

use super::{Element, Reading, first_text, text_at, truth_at};
use crate::row::Row;

pub(super) fn knows(element: &Element) -> bool {
    let value = &element.value;
    let is_slack_id = text_at(value, &["id"]).is_some_and(|id| id.starts_with(['U', 'W', 'B']));
    is_slack_id && value.get("profile").is_some()
}

pub(super) fn read(reading: &mut Reading, file: &str, element: &Element) {
    let value = &element.value;
    let mut row = Row::at(file, element.line);
    for path in [&["id"][..], &["name"]] {
        text_at(value, path).iter().for_each(|name| row.handle("slack", name));
    }
    let name = first_text(value, &[&["profile", "real_name"], &["real_name"]]);
    name.iter().for_each(|name| row.named(name));
    text_at(value, &["profile", "display_name"]).iter().for_each(|name| row.nickname(name));
    text_at(value, &["profile", "email"]).iter().for_each(|email| row.email(email));
    row.role = text_at(value, &["profile", "title"]);
    row.zone = text_at(value, &["tz"]);
    row.is_bot = truth_at(value, &["is_bot"])
        .map(|is_bot| is_bot || text_at(value, &["id"]).as_deref() == Some("USLACKBOT"));
    row.is_gone = truth_at(value, &["deleted"]);
    // Guests of a workspace are people of other companies.
    row.is_contractor = truth_at(value, &["is_restricted"]).filter(|guest| *guest);
    reading.rows.push(row);
}
