//! One entry, a few alerts and messages around it, and when it is known. Times are seconds after the entry began.

use postlude_base::{SourceId, Timestamp};
use postlude_signals::{Observations, RecordKey, RecordTable};

use super::of;
use crate::candidates::{About, Candidate};
use crate::input::{AlertFact, Input, MessageFact};
use crate::timeline::Kind;

const SECOND: i64 = 1_000_000_000;

/// The entry begins at 14:00:00 UTC.
const BEGAN: i64 = 1_709_647_200 * SECOND;

fn moment(second: i64) -> Timestamp {
    Timestamp(BEGAN + second * SECOND)
}

fn record(table: RecordTable, second: i64) -> RecordKey {
    RecordKey { table, source: SourceId(0), byte_from: (second + 10_000).unsigned_abs() }
}

fn entry(kind: Kind, about: About) -> Candidate {
    Candidate {
        time: moment(0),
        end: None,
        time_error: 5 * SECOND,
        kind,
        service: Some("orders".to_owned()),
        title: String::new(),
        score: 0.5,
        records: vec![record(RecordTable::Alert, 0)],
        reason: String::new(),
        plot: None,
        about,
    }
}

fn alert(second: i64, service: &str, name: &str) -> AlertFact {
    AlertFact {
        time: moment(second),
        end: None,
        service: Some(service.to_owned()),
        name: name.to_owned(),
        summary: String::new(),
        severity: None,
        fingerprint: None,
        state: Some("firing".to_owned()),
        acknowledged: None,
        record: record(RecordTable::Alert, second),
    }
}

fn message(second: i64, text: &str) -> MessageFact {
    MessageFact {
        time: moment(second),
        channel: None,
        text: text.to_owned(),
        author: Some("ana".to_owned()),
        author_title: Some("On-call engineer".to_owned()),
        by_program: false,
        record: record(RecordTable::Message, second),
    }
}

/// `40 on-call: a message tells of ...`, or `unknown`.
#[track_caller]
fn check(entry: &Candidate, alerts: &[AlertFact], messages: &[(i64, &str)], expected: &str) {
    check_among(std::slice::from_ref(entry), alerts, messages, expected);
}

/// The first of several entries.
#[track_caller]
fn check_among(entries: &[Candidate], alerts: &[AlertFact], messages: &[(i64, &str)], expected: &str) {
    let calls = |caller: &str, callee: &str| (caller.to_owned(), callee.to_owned());
    let input = Input {
        observations: Observations {
            dependencies: vec![calls("shop", "orders"), calls("orders", "payment")],
            ..Observations::default()
        },
        changes: Vec::new(),
        alerts: alerts.to_vec(),
        messages: messages.iter().map(|(second, text)| message(*second, text)).collect(),
        ..Input::default()
    };
    let known = of(&input, entries).remove(0);
    let told = known.map_or("unknown".to_owned(), |known| {
        let lag = known.lag_behind(entries[0].time, entries[0].time_error) / SECOND;
        format!("{lag} {}: {}", known.by, known.how)
    });
    assert_eq!(told, expected, "{messages:?}");
}

fn slow() -> Candidate {
    let about = About {
        metrics: vec!["http_request_seconds{job=\"orders\"}".to_owned()],
        operations: vec!["POST /checkout".to_owned()],
        ..About::default()
    };
    entry(Kind::Latency, about)
}

#[test]
fn messages_tell_of_trouble() {
    let tells = "a message tells of orders: slowness";
    check(&slow(), &[], &[(60, "orders is really slow")], &format!("60 on-call: {tells}"));
    check(&slow(), &[], &[(60, "ok"), (90, "p99 of orders-2 is 4s")], &format!("90 on-call: {tells}"));
    check(
        &slow(),
        &[],
        &[(60, "http_request_seconds jumped")],
        "60 on-call: a message names http_request_seconds",
    );
    let route = "60 on-call: a message tells of POST /checkout: slowness";
    check(&slow(), &[], &[(60, "/checkout takes 12 s for me")], route);
    let since = "60 on-call: a message tells of slowness since 14:00";
    check(&slow(), &[], &[(60, "everything hangs since 14:00")], since);
    let page = "60 on-call: a message links to a dashboard of orders";
    check(&slow(), &[], &[(60, "https://grafana.example/d/orders/overview?from=now-1h")], page);
}

#[test]
fn what_is_no_knowledge() {
    for text in [
        "ok",
        "orders?",
        "is orders slow?",
        "maybe orders is slow",
        "payment is slow",
        "orders has errors",
        "orders is not slow",
        "let us wait until orders is slow",
        "slow",
        "orders-db is slow",
        "https://wiki.example/orders",
        "everything hangs since 13:20",
        "payment hangs since 14:00",
    ] {
        check(&slow(), &[], &[(60, text)], "unknown");
    }
    // Too early, and long after.
    check(&slow(), &[], &[(-300, "orders is slow")], "unknown");
    check(&slow(), &[], &[(2 * 3600, "orders is slow")], "unknown");
}

#[test]
fn somebody_may_see_it_before_the_machine_does() {
    let tells = "on-call: a message tells of orders: slowness";
    check(&slow(), &[], &[(-4, "orders is slow")], &format!("0 {tells}"));
    check(&slow(), &[], &[(-40, "orders is slow")], &format!("-40 {tells}"));
    // What is said while the trouble before it lasts is about that.
    let before = Candidate { time: moment(-600), end: Some(moment(-20)), ..slow() };
    check_among(&[slow(), before], &[], &[(-40, "orders is slow")], "unknown");
}

#[test]
fn alerts_tell_of_trouble() {
    let fired = "monitoring: alert OrdersSlow fired";
    check(&slow(), &[alert(90, "orders", "OrdersSlow")], &[], &format!("90 {fired}"));
    let delivered = format!("100 {fired}, delivered after 10 s");
    check(&slow(), &[alert(90, "orders", "OrdersSlow")], &[(100, "[FIRING] OrdersSlow")], &delivered);
    check(&slow(), &[alert(90, "shop", "ShopSlow")], &[], "90 monitoring: alert ShopSlow fired");
    for other in [
        alert(90, "payment", "PaymentSlow"),
        alert(90, "orders", "OrdersErrors"),
        alert(-60, "orders", "OrdersSlow"),
        alert(3600, "orders", "OrdersSlow"),
    ] {
        check(&slow(), &[other], &[], "unknown");
    }
    // Who comes first.
    let both = "60 on-call: a message tells of orders: slowness";
    check(&slow(), &[alert(90, "orders", "OrdersSlow")], &[(60, "orders is slow")], both);
}

#[test]
fn a_full_resource_is_known_by_its_name() {
    let pool =
        entry(Kind::Saturation, About { metrics: vec!["db_pool_in_use".to_owned()], ..About::default() });
    let tells = "60 on-call: a message tells of orders: the resource";
    check(&pool, &[], &[(60, "all connections of orders are taken")], tells);
    check(&pool, &[], &[(60, "the disk of orders is full")], "unknown");
    check(&pool, &[], &[(60, "connections of orders are back to normal")], "unknown");
    let alerted = "9 monitoring: alert OrdersConnectionsHigh fired";
    check(&pool, &[alert(9, "orders", "OrdersConnectionsHigh")], &[], alerted);
    // A caller does not run full with it.
    check(&pool, &[alert(9, "shop", "ShopConnectionsHigh")], &[], "unknown");
}

#[test]
fn a_log_line_is_known_by_its_words() {
    let template = "<*> cannot open relation \"lines\" for writing: <*>".to_owned();
    let line = entry(Kind::NewLog, About { templates: vec![template], ..About::default() });
    let quotes = "60 on-call: a message quotes the log line";
    check(&line, &[], &[(60, "now this: `cannot open relation \"lines\" for writing`")], quotes);
    check(&line, &[], &[(60, "I see\n```\n14:01 ERROR cannot open relation \"lines\"\n```")], quotes);
    check(&line, &[], &[(60, "orders has errors")], "unknown");
    check(&line, &[], &[(60, "cannot open it")], "unknown");
    // Lines that tell of failures are known with the first of them.
    let about = || About { templates: vec!["booking <*> failed".to_owned()], ..About::default() };
    let tells = "60 on-call: a message tells of orders: failures";
    check(&entry(Kind::NewLog, about()), &[], &[(60, "orders fails for everybody")], tells);
    let before = Candidate { time: moment(-60), ..entry(Kind::Errors, About::default()) };
    check_among(
        &[entry(Kind::NewLog, about()), before],
        &[],
        &[(60, "orders fails for everybody")],
        "unknown",
    );
}

#[test]
fn a_change_is_known_by_its_version_or_its_service() {
    let change = entry(Kind::Change, About { versions: vec!["1.8.0".to_owned()], ..About::default() });
    check(
        &change,
        &[],
        &[(-90, "rolling out orders 1.8.0 in a minute")],
        "-90 on-call: a message names orders 1.8.0",
    );
    check(&change, &[], &[(30, "is 1.8.0 out?")], "30 on-call: a message names version 1.8.0");
    check(
        &change,
        &[],
        &[(30, "who did the orders deploy?")],
        "30 on-call: a message names the change of orders",
    );
    check(&change, &[], &[(-90, "what is in orders 1.8.0?")], "unknown");
    check(&change, &[], &[(30, "orders 1.8.1 is tagged"), (40, "the payment deploy")], "unknown");
    // Announced before the change before it: that was meant.
    let before = Candidate { time: moment(-60), ..change.clone() };
    check_among(&[change, before], &[], &[(-90, "rolling out orders 1.8.0")], "unknown");
}

#[test]
fn an_alert_is_known_when_it_reaches_somebody() {
    let fired = entry(Kind::Alert, About { alert: Some("OrdersSlow".to_owned()), ..About::default() });
    let own = alert(0, "orders", "OrdersSlow");
    check(&fired, std::slice::from_ref(&own), &[], "unknown");
    let delivered = "12 monitoring: alert OrdersSlow fired, delivered after 12 s";
    check(&fired, std::slice::from_ref(&own), &[(12, "[FIRING] OrdersSlow"), (40, "on it")], delivered);
    check(&fired, std::slice::from_ref(&own), &[(40, "On it")], "40 on-call: a message answers the page");
    check(&fired, std::slice::from_ref(&own), &[(40, "one sec")], "unknown");
    check(
        &fired,
        std::slice::from_ref(&own),
        &[(50, "OrdersSlow again")],
        "50 on-call: a message names the alert",
    );
    let seen = AlertFact { acknowledged: Some(moment(75)), ..own.clone() };
    check(&fired, &[seen], &[], "75 on-call: alert OrdersSlow was acknowledged");
    let page = "40 on-call: a message speaks of the page";
    check(&fired, std::slice::from_ref(&own), &[(40, "page for orders. it works for me")], page);
    check(&fired, std::slice::from_ref(&own), &[(40, "page for payment. it works for me")], "unknown");
    // Two alerts: which of them is answered?
    check(&fired, &[own, alert(9, "shop", "ShopErrors")], &[(40, "on it")], "unknown");
}

#[test]
fn a_recovery_is_told_by_people_or_by_the_end_of_an_alert() {
    let back = entry(Kind::Recovery, About::default());
    check(&back, &[], &[(20, "orders is healthy again")], "20 on-call: a message tells of orders: recovery");
    check(&back, &[], &[(20, "orders is not healthy")], "unknown");
    let ended = |end: i64| AlertFact { end: Some(moment(end)), ..alert(-600, "orders", "OrdersSlow") };
    check(&back, &[ended(30)], &[], "30 monitoring: alert OrdersSlow ended");
    check(&back, &[ended(-300)], &[], "unknown");
    check(&back, &[AlertFact { time: moment(10), ..ended(30) }], &[], "unknown");
}
