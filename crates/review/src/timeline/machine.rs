use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fields::Fields;
use super::{Citation, Known};

/// What the machine found: written by the server, edited by nobody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MachinePart {
    /// Such as `errors`, `latency`, `change`.
    pub kind: String,
    /// When it began.
    pub time: Option<String>,
    /// When it ended.
    pub end: Option<String>,
    /// How far off `time` may be.
    pub time_error_s: f64,
    /// The service it is about.
    pub service: Option<String>,
    /// What happened, in a line.
    pub title: String,
    /// Why it is here.
    pub reason: String,
    /// How much it belongs here, 0 to 1.
    pub score: f64,
    /// The records it was made from.
    pub evidence: Vec<Citation>,
    /// When it became known.
    pub known: Option<Known>,
    /// What a message mainly is.
    pub message_kind: Option<String>,
    /// Entries whose order against this one nobody can tell.
    pub order_undecided_with: Vec<String>,
    /// The latest draft no longer has it; it is here because somebody touched it.
    pub gone: bool,
}

impl MachinePart {
    pub(super) fn read(value: &Value) -> Self {
        let fields = Fields::of(value);
        Self {
            kind: fields.text("kind").unwrap_or_default(),
            time: fields.text("time"),
            end: fields.text("end"),
            time_error_s: fields.number("time_error_s").unwrap_or(0.0),
            service: fields.text("service"),
            title: fields.text("title").unwrap_or_default(),
            reason: fields.text("reason").unwrap_or_default(),
            score: fields.number("score").unwrap_or(0.0),
            evidence: fields.list("evidence").iter().filter_map(Citation::read).collect(),
            known: fields.get("known").and_then(Known::read),
            message_kind: fields.text("message_kind"),
            order_undecided_with: fields.texts("order_undecided_with"),
            gone: fields.yes("gone"),
        }
    }
}

/// Ids for the entries of one draft, in the order of the draft.
///
/// An id is a UUID (version 8) made from incident, kind, service and the title without its numbers, so that the same
/// finding has the same id in the next draft although its values differ. Twins are numbered in order.
pub fn machine_ids(incident: &str, drafted: &[Value]) -> Vec<String> {
    let mut seen = std::collections::HashMap::new();
    let mut id = |value: &Value| {
        let fields = Fields::of(value);
        let text = |name: &str| fields.text(name).unwrap_or_default();
        let key = [incident, &text("kind"), &text("service"), &without_numbers(&text("title"))].join("\u{0}");
        let twin = *seen.entry(key.clone()).and_modify(|twin| *twin += 1).or_insert(0u32);
        lasting_id(&key, twin)
    };
    drafted.iter().map(&mut id).collect()
}

/// A UUID (version 8) that follows from what it names.
pub(crate) fn lasting_id(key: &str, twin: u32) -> String {
    uuid::Builder::from_custom_bytes(hash(key, twin).to_be_bytes()).into_uuid().to_string()
}

/// A title in which each run of digits, with the points and commas inside it, is one sign.
fn without_numbers(title: &str) -> String {
    let mut masked = String::with_capacity(title.len());
    let mut in_number = false;
    for letter in title.chars() {
        let goes_on = letter.is_ascii_digit() || in_number && matches!(letter, '.' | ',' | ':');
        match (goes_on, in_number) {
            (true, false) => masked.push('#'),
            (true, true) => {}
            (false, _) => masked.push(letter),
        }
        in_number = goes_on;
    }
    masked
}

/// FNV-1a with 128 bits. Nobody gains from a collision: the titles are the machine's.
fn hash(key: &str, twin: u32) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let bytes = key.bytes().chain(twin.to_be_bytes());
    bytes.fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ids(incident: &str, titles: &[&str]) -> Vec<String> {
        let drafted: Vec<Value> = titles
            .iter()
            .map(|title| json!({"kind": "latency", "service": "orders", "title": title}))
            .collect();
        machine_ids(incident, &drafted)
    }

    #[test]
    fn the_same_finding_keeps_its_id_when_its_numbers_change() {
        assert_eq!(ids("i", &["takes 0.9 s instead of 0.02 s"]), ids("i", &["takes 1,1 s instead of 12 s"]));
        assert_ne!(ids("i", &["takes 0.9 s"]), ids("j", &["takes 0.9 s"]));
        assert_ne!(ids("i", &["takes 0.9 s"]), ids("i", &["takes 0.9 ms"]));
        assert_eq!(ids("i", &["takes 0.9 s"])[0].len(), 36);
    }

    #[test]
    fn twins_are_numbered_in_order() {
        let two = ids("i", &["stopped", "stopped"]);
        assert_ne!(two[0], two[1]);
        assert_eq!(two[0], ids("i", &["stopped"])[0]);
    }

    #[test]
    fn numbers_are_one_sign() {
        let check = |title: &str, expected: &str| assert_eq!(without_numbers(title), expected);
        check("takes 0.9 s instead of 0.02 s", "takes # s instead of # s");
        check("v1.2.3: 5xx", "v# #xx");
        check("no numbers", "no numbers");
    }
}
