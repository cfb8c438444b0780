//! The recorded incident of `demo/` against the truth that its recorder wrote down.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::timeline::{Entry, Lead, Timeline};

/// How far from the truth an entry may be.
const NEAR_S: f64 = 60.0;

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo")
}

/// The moments of the truth by name and, where there is one, version: `deploy_started orders 1.8.0`. The same again has `again`.
fn truth() -> BTreeMap<String, Timestamp> {
    let text = fs::read_to_string(demo().join("truth.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let mut moments = BTreeMap::new();
    for moment in table["moment"].as_array().unwrap() {
        let words = ["name", "service", "version"].iter().filter_map(|key| moment.get(*key)?.as_str());
        let name = words.collect::<Vec<_>>().join(" ");
        let time = moment["time"].as_datetime().unwrap().to_string().parse().unwrap();
        let name = if moments.contains_key(&name) { name + " again" } else { name };
        moments.insert(name, time);
    }
    moments
}

/// What has to be there: near which moment, of which kinds, of which services, citing which words.
struct Expected {
    moment: &'static str,
    kinds: &'static [&'static str],
    services: &'static [&'static str],
    words: &'static str,
}

/// Its exporter calls it `postgres`, its own log `postgresql`: the name that the team gave stands for both.
const DATABASE: &[&str] = &["postgres"];
const ORDERS: &[&str] = &["orders"];
const NOBODY: &[&str] = &[];

const fn expect(
    moment: &'static str,
    kinds: &'static [&'static str],
    services: &'static [&'static str],
    words: &'static str,
) -> Expected {
    Expected { moment, kinds, services, words }
}

const EXPECTED: [Expected; 10] = [
    expect(
        "deploy_started orders 1.8.0",
        &["change"],
        ORDERS,
        r#""event": "deploy.started", "id": "deploy-1042", "service": "orders", "version": "1.8.0""#,
    ),
    expect("lock_wait_began", &["new_log", "latency", "saturation"], DATABASE, "Process holding the lock"),
    expect("lock_wait_began", &["latency", "saturation", "errors"], ORDERS, ""),
    expect(
        "rollback_started orders 1.7.0",
        &["change"],
        ORDERS,
        r#""event": "rollback.started", "id": "rollback-1043", "service": "orders", "version": "1.7.0""#,
    ),
    expect(
        "connections_exhausted",
        &["errors", "new_log"],
        DATABASE,
        "remaining connection slots are reserved",
    ),
    expect("report_terminated", &["message"], NOBODY, "nobody waits for a lock any more"),
    expect("recovered", &["recovery"], ORDERS, ""),
    expect("orders_1_7_0_serving 1.7.0", &["errors", "new_log"], ORDERS, "UndefinedColumn"),
    expect(
        "deploy_started orders 1.8.0 again",
        &["change"],
        ORDERS,
        r#""id": "deploy-1044", "service": "orders", "version": "1.8.0""#,
    ),
    expect("recovered", &["recovery"], &["storefront"], ""),
];

impl Expected {
    fn is_met_by(&self, entry: &Entry, moment: Timestamp) -> bool {
        let service_fits = match &entry.service {
            Some(service) => self.services.contains(&service.as_str()),
            None => self.services.is_empty(),
        };
        service_fits
            && entry.is(self.kinds)
            && entry.seconds_from(moment) <= NEAR_S
            && entry.cites(self.words)
    }
}

/// One test, because the program takes seconds for this folder.
#[test]
fn recorded_incident() {
    let truth = truth();
    let found = Timeline::of(&demo().join("incident"));
    let listing = found.listing();
    assert!(found.entries.len() <= 60, "{} entries are too many to read:\n{listing}", found.entries.len());
    for expected in &EXPECTED {
        let Expected { moment: name, words, kinds, .. } = expected;
        let moment = truth[*name];
        let met = found.entries.iter().any(|entry| expected.is_met_by(entry, moment));
        assert!(met, "no {kinds:?} near {name} ({moment}) cites {words:?}:\n{listing}");
    }
    let packed = found.entries.iter().flat_map(|entry| &entry.cited).any(|(path, _)| path.ends_with(".gz"));
    assert!(packed, "nothing is cited from inside a packed file");
    let change = truth["deploy_started orders 1.8.0"];
    assert!(found.leads.iter().any(|lead| is_the_lead(&found, lead, change)), "{listing}");
}

/// The first place belongs to the service whose change it was, not to those that wait for it.
#[test]
fn the_first_lead_of_the_recorded_incident() {
    let found = Timeline::of(&demo().join("incident"));
    let first = found.leads.first().expect("a lead");
    assert!(is_the_lead(&found, first, truth()["deploy_started orders 1.8.0"]), "{}", found.listing());
}

/// Whether a lead is about orders and its change at this moment.
fn is_the_lead(found: &Timeline, lead: &Lead, change: Timestamp) -> bool {
    lead.service.as_deref() == Some("orders")
        && found.change_of(lead).is_some_and(|entry| entry.seconds_from(change) <= NEAR_S)
}
