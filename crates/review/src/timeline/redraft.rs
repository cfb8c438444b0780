//! What a new draft of the machine changes in a document: corrections, notes and picks stay on what was found again.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Lane, Review, machine_ids};

/// One change that a new draft makes. The machine's part is a whole: it replaces what was there.
#[derive(Debug, Clone, PartialEq)]
pub enum Redraft {
    /// A finding that was not there.
    Insert {
        /// Its id.
        id: String,
        /// The lane it stands in.
        lane: Lane,
        /// What the machine found.
        machine: Value,
    },
    /// A finding that is there, with other values; also one that is no longer found but was touched (`gone` is true).
    Update {
        /// Its id.
        id: String,
        /// What the machine finds now.
        machine: Value,
    },
    /// A finding that is no longer there, and that nobody touched.
    Remove {
        /// Its id.
        id: String,
    },
}

/// Compares the entries of one incident with a new draft: `drafted` are entries as in `postlude-timeline/1`, whose ids
/// count only within that draft. `stored` gives the machine's part of an entry as it is in the document.
///
/// Nothing is given for what did not change, so that drafting again without news writes nothing.
pub fn redraft<'a>(
    review: &Review,
    stored: impl Fn(&str) -> Option<&'a Value>,
    incident: &str,
    drafted: &[Value],
) -> Vec<Redraft> {
    let ids = machine_ids(incident, drafted);
    let by_draft: BTreeMap<&str, &str> = drafted
        .iter()
        .zip(&ids)
        .filter_map(|(value, id)| Some((value.get("id")?.as_str()?, id.as_str())))
        .collect();
    let found: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let spoken_of = review.spoken_of();
    let mut changes = Vec::new();
    for (value, id) in drafted.iter().zip(&ids) {
        let machine = part(value, incident, &by_draft);
        match stored(id) {
            None => changes.push(Redraft::Insert { id: id.clone(), lane: lane(value), machine }),
            Some(now) if !same(now, &machine) => changes.push(Redraft::Update { id: id.clone(), machine }),
            Some(_) => {}
        }
    }
    for entry in review.entries.iter().filter(|entry| entry.incident.as_deref() == Some(incident)) {
        let Some(machine) = &entry.machine else { continue };
        let id = entry.id.clone();
        if found.contains(id.as_str()) {
            continue;
        }
        if !entry.is_touched() && !spoken_of.contains(id.as_str()) {
            changes.push(Redraft::Remove { id });
        } else if let (false, Some(Value::Object(now))) = (machine.gone, stored(&id)) {
            let mut machine = now.clone();
            machine.insert("gone".to_owned(), Value::Bool(true));
            changes.push(Redraft::Update { id, machine: Value::Object(machine) });
        }
    }
    changes
}

/// A review in which nobody has done anything yet: the entries of one draft, as they would enter a document.
pub fn of_draft(incident: &str, drafted: &[Value]) -> Review {
    let nothing = Review::read(&json!({})).0;
    let inserted =
        redraft(&nothing, |_| None, incident, drafted).into_iter().filter_map(|change| match change {
            Redraft::Insert { id, lane, machine } => {
                Some((id, json!({"lane": lane, "machine": machine, "incident": incident})))
            }
            Redraft::Update { .. } | Redraft::Remove { .. } => None,
        });
    Review::read(&json!({"entries": inserted.collect::<serde_json::Map<_, _>>()})).0
}

/// The machine's part of an entry: what the draft says, with ids of the document and the incident in each citation.
fn part(drafted: &Value, incident: &str, by_draft: &BTreeMap<&str, &str>) -> Value {
    let Some(fields) = drafted.as_object() else { return json!({}) };
    let mut fields = fields.clone();
    fields.remove("id");
    if let Some(Value::Array(undecided)) = fields.get_mut("order_undecided_with") {
        undecided.retain_mut(|id| match id.as_str().and_then(|id| by_draft.get(id)) {
            Some(known) => {
                *id = Value::from(*known);
                true
            }
            None => false,
        });
    }
    cite(fields.get_mut("evidence"), incident);
    cite(fields.get_mut("known").and_then(|known| known.get_mut("evidence")), incident);
    Value::Object(fields)
}

fn cite(evidence: Option<&mut Value>, incident: &str) {
    for citation in evidence.and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(citation) = citation.as_object_mut() {
            citation.insert("incident".to_owned(), incident.into());
        }
    }
}

/// Whole numbers may have been written as `5` or `5.0`; a document does not tell them apart.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

fn lane(drafted: &Value) -> Lane {
    match drafted.get("kind").and_then(Value::as_str) {
        Some("change" | "alert") => Lane::Changes,
        Some("message") => Lane::People,
        _ => Lane::Machine,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(id: &str, title: &str) -> Value {
        json!({"id": id, "kind": "errors", "service": "orders", "title": title, "time": "2026-03-05T14:00:00Z",
            "time_error_s": 5.0, "evidence": [{"source": "s1", "bytes": [1, 9]}], "order_undecided_with": []})
    }

    /// A document in which this was drafted, with these fields added to the first entry, and this beside the entries.
    fn document(drafted: &[Value], with: Value, beside: Value) -> Value {
        let ids = machine_ids("i", drafted);
        let mut entries = serde_json::Map::new();
        for change in redraft(&Review::read(&json!({})).0, |_| None, "i", drafted) {
            let Redraft::Insert { id, lane, machine } = change else { panic!("all is new") };
            entries.insert(id, json!({"lane": lane, "machine": machine, "incident": "i"}));
        }
        let first = entries.get_mut(&ids[0]).unwrap().as_object_mut().unwrap();
        first.extend(with.as_object().unwrap().clone());
        let beside: Value = serde_json::from_str(&beside.to_string().replace("FIRST", &ids[0])).unwrap();
        json!({"entries": entries, "notes": beside})
    }

    /// What drafting `then` does to it, as words.
    fn check(document: &Value, then: &[Value], expected: &[&str]) {
        let review = Review::read(document).0;
        let stored = |id: &str| document["entries"].get(id)?.get("machine");
        let words = redraft(&review, stored, "i", then).into_iter().map(|change| match change {
            Redraft::Insert { machine, .. } => format!("insert {}", machine["title"].as_str().unwrap()),
            Redraft::Update { machine, .. } if machine.get("gone").is_some() => "gone".to_owned(),
            Redraft::Update { machine, .. } => format!("update {}", machine["title"].as_str().unwrap()),
            Redraft::Remove { .. } => "remove".to_owned(),
        });
        assert_eq!(words.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_finding_is_updated_in_place_and_goes_if_nobody_touched_it() {
        let first = [found("e1", "5 errors"), found("e2", "stopped")];
        let untouched = document(&first, json!({}), json!({}));
        check(&untouched, &first, &[]);
        check(&untouched, &[found("e9", "7 errors"), found("e2", "stopped")], &["update 7 errors"]);
        check(&untouched, &[found("e1", "stopped"), found("e2", "slow")], &["insert slow", "remove"]);
        check(&untouched, &[], &["remove", "remove"]);
    }

    #[test]
    fn what_somebody_touched_stays_and_says_that_it_is_gone() {
        let first = [found("e1", "5 errors")];
        check(&document(&first, json!({"state": "picked"}), json!({})), &[], &["gone"]);
        check(
            &document(&first, json!({}), json!({"n": {"on": "FIRST", "text": "I saw it"}})),
            &[],
            &["gone"],
        );
        let mut gone = document(&first, json!({"title": "Refused"}), json!({}));
        let id = machine_ids("i", &first).remove(0);
        gone["entries"][&id]["machine"]["gone"] = true.into();
        check(&gone, &[], &[]);
        check(&gone, &first, &["update 5 errors"]);
    }

    #[test]
    fn other_incidents_and_people_are_left_alone() {
        let document = json!({"entries": {
            "a": {"machine": {"title": "x"}, "incident": "other"},
            "b": {"title": "called support", "incident": "i", "by": "ann"},
        }});
        check(&document, &[], &[]);
    }

    #[test]
    fn ids_of_the_draft_become_ids_of_the_document() {
        let mut second = found("e2", "stopped");
        second["order_undecided_with"] = json!(["e1", "e77"]);
        let drafted = [found("e1", "5 errors"), second];
        let ids = machine_ids("i", &drafted);
        let document = document(&drafted, json!({}), json!({}));
        assert_eq!(document["entries"][&ids[1]]["machine"]["order_undecided_with"], json!([ids[0]]));
        assert_eq!(document["entries"][&ids[1]]["machine"]["evidence"][0]["incident"], "i");
    }
}
