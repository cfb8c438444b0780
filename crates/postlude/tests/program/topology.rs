//! What calls what, as the program prints it: of the recorded incident, and of small folders in which one kind of evidence
//! tells.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::evidence::put;
use super::run::{path, run};

/// `caller callee: kinds of evidence`, a line each.
fn calls(printed: &Value) -> BTreeSet<String> {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let call = |call: &Value| {
        let kinds: Vec<String> =
            call["known_from"].as_array().unwrap().iter().map(|known| word(&known["kind"])).collect();
        format!("{} {}: {}", word(&call["caller"]), word(&call["callee"]), kinds.join(" "))
    };
    printed["calls"].as_array().unwrap().iter().map(call).collect()
}

/// What is printed for a folder, with exactly these calls.
fn check(folder: &Path, expected: &[&str]) -> Value {
    let printed = run(["topology", path(folder), "--format", "json"]).json();
    let found = calls(&printed);
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(found, expected);
    printed
}

/// The picture in `demo/record/README.md`, and what the recording did besides: a report and a migration.
#[test]
fn the_recorded_incident() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/incident");
    let printed = check(
        &demo,
        &[
            "cart catalogue: spans peer_of_spans metrics",
            "catalogue postgres: peer_of_spans",
            "finance-report postgres: database_log",
            "nginx orders: proxy_log",
            "nginx storefront: proxy_log",
            "orders cart: spans peer_of_spans metrics",
            "orders payment: spans peer_of_spans metrics",
            "orders postgres: peer_of_spans database_log",
            "orders stock: spans peer_of_spans metrics",
            "orders-migrate postgres: database_log",
            "stock postgres: peer_of_spans",
            "storefront cart: spans peer_of_spans metrics",
            "storefront catalogue: spans peer_of_spans metrics",
            "storefront orders: spans peer_of_spans metrics",
            "storefront stock: spans peer_of_spans metrics",
        ],
    );
    let shared = json!([{
        "service": "postgres",
        "callers": ["catalogue", "finance-report", "orders", "orders-migrate", "stock"],
    }]);
    assert_eq!(printed["shared_databases"], shared);
    let services = printed["services"].as_array().unwrap();
    let orders = services.iter().find(|service| service["name"] == "orders").unwrap();
    assert_eq!(orders["instances"], json!(["orders-1", "orders-2"]));
    assert_eq!(
        orders["shares_database_with"],
        json!(["catalogue", "finance-report", "orders-migrate", "stock"])
    );
}

#[test]
fn a_proxy_that_knows_addresses_and_metrics_that_know_the_names() {
    let folder = TempDir::new().unwrap();
    let series = |job: &str, instance: &str| {
        format!(
            r#"{{"metric":{{"__name__":"up","job":"{job}","instance":"{instance}"}},"values":[[1709647200,"1"],[1709647260,"1"]]}}"#
        )
    };
    let jobs = [
        series("orders", "192.0.2.7:8080"),
        series("orders", "192.0.2.8:8080"),
        series("cart", "192.0.2.9:8080"),
        series("node", "app-1:9100"),
        series("mail", "app-1:8025"),
    ];
    let answer =
        format!(r#"{{"status":"success","data":{{"resultType":"matrix","result":[{}]}}}}"#, jobs.join(","));
    put(folder.path(), "metrics/up.json", answer.as_bytes());
    let mut lines = String::new();
    for (second, upstream) in ["192.0.2.7:8080", "192.0.2.9:8080", "192.0.2.66:8080"].iter().enumerate() {
        lines += &format!(
            "203.0.113.9 - - [05/Mar/2024:14:02:1{second} +0000] \"GET /a HTTP/1.1\" 200 12 \"-\" \"app/1\" 0.004 \"{upstream}\" \"0.003\"\n"
        );
    }
    put(folder.path(), "edge/access.log", lines.as_bytes());
    let printed = check(folder.path(), &["edge cart: proxy_log", "edge orders: proxy_log"]);
    assert_eq!(printed["shared_hosts"][0]["host"], "app-1");
    assert_eq!(printed["shared_hosts"][0]["services"], json!(["mail", "node"]));
    let first = &printed["calls"][0]["known_from"][0]["evidence"];
    assert_eq!(
        (first["path"].as_str(), first["bytes"][0].as_u64() > Some(0)),
        (Some("edge/access.log"), true)
    );
}

#[test]
fn a_service_that_was_asked_for_must_be_there() {
    let folder = TempDir::new().unwrap();
    put(
        folder.path(),
        "map.csv",
        b"Source,Target,Weight\nweb,orders,1\norders,orders-db,1\nweb,cart,1\nweb,192.0.2.7,1\n",
    );
    check(
        folder.path(),
        &["orders orders-db: service_map", "web cart: service_map", "web orders: service_map"],
    );
    let out = run(["topology", path(folder.path()), "--service", "Orders", "--format", "csv"]).ok();
    assert_eq!(out.lines().count(), 3, "{out}");
    let err = run(["topology", path(folder.path()), "--service", "order"]).refused();
    assert!(err.contains("did you mean orders or orders-db?"), "{err}");
}
