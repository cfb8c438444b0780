//! Small systems with one trouble each: the first lead must be the service in which it sits.

use postlude_base::{Purpose, SourceId, Timestamp};
use postlude_evidence::Severity;
use postlude_signals::{
    KnownFrom, Measure, Observations, Point, RecordKey, RecordTable, Series, Sighting, Subject, TemplateInfo,
};

use crate::input::{AlertFact, ChangeFact, Input};
use crate::{Draft, draft};

const STEP: i64 = 60_000_000_000;

fn key(table: RecordTable) -> RecordKey {
    RecordKey { table, source: SourceId(1), byte_from: 0 }
}

/// A series with one value a minute; `calm` for the first twenty, then `after`.
fn series(subject: Subject, measure: Measure, name: &str, calm: f64, after: f64) -> Series {
    let value = |minute: i64| {
        let wobble = 1.0 + 0.02 * ((minute * 7 % 5) as f64 - 2.0);
        if minute < 20 { calm * wobble } else { after * wobble }
    };
    let point = |minute: i64| Point {
        time: Timestamp(minute * STEP),
        value: value(minute),
        weight: 1.0,
        record: Some(key(RecordTable::Metric)),
    };
    Series {
        subject,
        measure,
        name: name.to_owned(),
        part: None,
        step: STEP,
        points: (0..30).map(point).collect(),
    }
}

fn service(name: &str) -> Subject {
    Subject { service: Some(name.to_owned()), ..Subject::default() }
}

fn call(caller: &str, callee: &str) -> Subject {
    Subject { caller: Some(caller.to_owned()), ..service(callee) }
}

fn instance(name: &str, instance: &str) -> Subject {
    Subject { instance: Some(instance.to_owned()), ..service(name) }
}

fn input(series: Vec<Series>, calls: &[(&str, &str)]) -> Input {
    let dependencies = calls.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let window = Some((Timestamp(0), Timestamp(29 * STEP)));
    Input {
        observations: Observations { window, step: STEP, series, dependencies, ..Observations::default() },
        ..Input::default()
    }
}

fn drafted(input: Input) -> Draft {
    draft(input, &mut |keys| {
        let place = |key: &RecordKey| postlude_base::EvidenceRef {
            source: key.source,
            span: postlude_base::ByteSpan::new(0, 1),
        };
        keys.iter().map(|key| Some(place(key))).collect()
    })
}

#[track_caller]
fn check(input: Input, expected: &str) {
    let draft = drafted(input);
    let told: Vec<_> = draft.leads.iter().map(|lead| (&lead.service, lead.score, &lead.reason)).collect();
    assert_eq!(draft.leads.first().and_then(|lead| lead.service.as_deref()), Some(expected), "{told:#?}");
}

#[test]
fn a_service_whose_every_way_in_is_slow() {
    let ways =
        [("shop", "cart", 2.0), ("orders", "cart", 2.0), ("shop", "orders", 0.003), ("shop", "stock", 0.003)];
    let series = ways.map(|(caller, callee, after)| {
        series(call(caller, callee), Measure::Gap, "time on the way", 0.003, after)
    });
    check(input(series.to_vec(), &[("shop", "cart"), ("orders", "cart"), ("shop", "orders")]), "cart");
}

#[test]
fn a_service_that_spoils_all_that_it_sends() {
    let calls = [
        ("orders", "cart", 70.0),
        ("orders", "stock", 72.0),
        ("shop", "cart", 100.0),
        ("shop", "stock", 100.0),
    ];
    let series = calls.map(|(caller, callee, after)| {
        series(call(caller, callee), Measure::Success, "success_rate", 100.0, after)
    });
    check(
        input(
            series.to_vec(),
            &[("orders", "cart"), ("orders", "stock"), ("shop", "cart"), ("shop", "stock")],
        ),
        "orders",
    );
}

#[test]
fn what_is_passed_on_is_the_callees() {
    let names = [("shop", 0.5, 2.5), ("orders", 0.3, 2.3), ("payment", 0.1, 2.1)];
    let mut all: Vec<Series> = names
        .iter()
        .map(|(name, calm, after)| series(service(name), Measure::Latency, "latency_average", *calm, *after))
        .collect();
    all.extend(
        names.iter().map(|(name, ..)| series(service(name), Measure::Calls, "requests", 100.0, 100.0)),
    );
    let alert = AlertFact {
        time: Timestamp(21 * STEP),
        end: None,
        service: Some("shop".to_owned()),
        name: "SlowShop".to_owned(),
        summary: "latency of the shop".to_owned(),
        severity: Some(Severity::Error),
        fingerprint: None,
        state: None,
        acknowledged: None,
        record: key(RecordTable::Alert),
    };
    let input = Input { alerts: vec![alert], ..input(all, &[("shop", "orders"), ("orders", "payment")]) };
    check(input, "payment");
}

/// The same calls with a database behind the last callee, and a line of error of each service from the twentieth minute on.
fn failing_above_a_database(lines: &[(&str, &str)]) -> Input {
    let calls = [("shop", "orders"), ("orders", "stock"), ("stock", "postgres")];
    let template = |at: usize| Subject { operation: Some(format!("t{at}")), ..service(lines[at].0) };
    let all = (0..lines.len()).map(|at| series(template(at), Measure::Template, "lines", 0.0, 5.0));
    let mut input = input(all.collect(), &[]);
    for (at, (_, text)) in lines.iter().enumerate() {
        let info = TemplateInfo { text: (*text).to_owned(), severity_number: 17 };
        input.observations.templates.insert(format!("t{at}"), info);
    }
    let topology = &mut input.observations.topology;
    for (caller, callee) in calls {
        topology.add_call(caller, callee, KnownFrom::PeerOfSpans, Sighting { times: 1, record: None });
    }
    topology.set_purpose("postgres", Purpose::Database);
    input
}

#[test]
fn trouble_is_followed_to_whom_errors_name() {
    let lines = [
        ("shop", "call of orders failed: status 500"),
        ("orders", "stock: answered 503"),
        ("stock", "database not available"),
    ];
    check(failing_above_a_database(&lines), "postgres");
    // Who names nobody further down is where it ends.
    check(failing_above_a_database(&lines[..2]), "stock");
    check(failing_above_a_database(&[lines[0], ("orders", "KeyError in place_order")]), "orders");
}

#[test]
fn a_new_instance_that_never_reports() {
    let series =
        ["cart-1", "cart-2"].map(|name| series(instance("cart", name), Measure::Cpu, "cpu", 0.2, 0.2));
    let change = ChangeFact {
        time: Timestamp(18 * STEP),
        end: None,
        service: Some("cart".to_owned()),
        kind: "deploy".to_owned(),
        title: "cart 2 is rolled out".to_owned(),
        version: Some("2".to_owned()),
        outcome: None,
        instances: vec!["cart-3".to_owned()],
        record: key(RecordTable::Change),
    };
    let draft = drafted(Input { changes: vec![change], ..input(series.to_vec(), &[]) });
    let lead = draft.leads.first().expect("a lead");
    assert_eq!(lead.service.as_deref(), Some("cart"));
    assert!(lead.change.is_some() && lead.reason.contains("cart-3 never reports"), "{lead:?}");
}

#[test]
fn a_quiet_system_has_no_lead_worth_looking_at() {
    let series =
        ["shop", "orders", "cart"].map(|name| series(service(name), Measure::Latency, "latency", 0.2, 0.2));
    let draft = drafted(input(series.to_vec(), &[("shop", "orders"), ("orders", "cart")]));
    assert!(draft.leads.iter().all(|lead| lead.score < 0.5), "{:?}", draft.leads);
}
