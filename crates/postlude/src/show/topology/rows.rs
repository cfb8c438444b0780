//! The forms for programs: JSON and CSV. The shape of the JSON is `postlude-topology/1`; fields may be added, never taken
//! away.

use std::collections::{BTreeMap, BTreeSet};

use postlude_signals::{Call, Sighting};
use serde_json::{Value, json};

use super::{Shown, code, word};
use crate::show::csv::quoted;

/// One object with calls, services and what is shared.
pub(crate) fn json(shown: &Shown<'_>) -> String {
    let topology = shown.topology;
    let shared = |what: &str, all: BTreeMap<&str, BTreeSet<&str>>, who: &str| -> Vec<Value> {
        let about =
            all.into_iter().filter(|(_, services)| services.iter().any(|service| shown.is_about(service)));
        about.map(|(name, services)| json!({what: name, who: services})).collect()
    };
    let object = json!({
        "format": "postlude-topology/1",
        "calls": shown.calls().map(|call| one_call(shown, call)).collect::<Vec<_>>(),
        "services": services(shown),
        "shared_databases": shared("service", topology.shared_databases(), "callers"),
        "shared_hosts": shared("host", topology.shared_hosts(), "services"),
    });
    format!("{object:#}\n")
}

fn one_call(shown: &Shown<'_>, call: &Call) -> Value {
    let known_from = call.known_from.iter().map(
        |(from, seen)| json!({"kind": code(*from), "times": seen.times, "evidence": evidence(shown, seen)}),
    );
    json!({"caller": call.caller, "callee": call.callee, "known_from": known_from.collect::<Vec<_>>()})
}

fn evidence(shown: &Shown<'_>, seen: &Sighting) -> Value {
    let cited = seen.record.and_then(|record| shown.cited.get(&record));
    cited.map_or(Value::Null, |cited| json!({"path": cited.path, "bytes": [cited.span.from, cited.span.to]}))
}

fn services(shown: &Shown<'_>) -> Vec<Value> {
    let topology = shown.topology;
    let mut all = topology.services();
    all.extend(topology.instances().keys().chain(topology.runs_on().keys()).map(String::as_str));
    let about = all.into_iter().filter(|service| shown.is_about(service));
    let one = |service: &str| {
        json!({
            "name": service,
            "purpose": topology.purpose(service).map(word),
            "instances": topology.instances().get(service).cloned().unwrap_or_default(),
            "hosts": topology.runs_on().get(service).cloned().unwrap_or_default(),
            "shares_host_with": topology.shares_host_with(service),
            "shares_database_with": topology.shares_database_with(service),
        })
    };
    about.map(one).collect()
}

/// A header row and one row for each call and kind of evidence (RFC 4180).
pub(crate) fn csv(shown: &Shown<'_>) -> String {
    let mut text = String::from("caller,callee,known_from,times,evidence\r\n");
    for call in shown.calls() {
        for (from, seen) in &call.known_from {
            let cited = seen.record.and_then(|record| shown.cited.get(&record));
            let place = cited.map(|cited| format!("{}[{}..{}]", cited.path, cited.span.from, cited.span.to));
            let times = seen.times.to_string();
            let cells = [&call.caller, &call.callee, code(*from), &times, &place.unwrap_or_default()];
            text.push_str(&cells.map(quoted).join(","));
            text.push_str("\r\n");
        }
    }
    text
}
