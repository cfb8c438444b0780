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

/// A span as Zipkin writes it, in traces of their own for each `trace`.
fn span(trace: u32, id: u32, parent: u32, service: &str, kind: &str, tags: Value) -> Value {
    let hexadecimal = |number: u32| format!("{:016x}", trace * 100 + number);
    json!({
        "traceId": hexadecimal(0),
        "id": hexadecimal(id),
        "parentId": (parent > 0).then(|| hexadecimal(parent)),
        "name": "a call",
        "kind": kind,
        "timestamp": 1_709_647_331_000_000_u64 + u64::from(trace) * 1_000_000,
        "duration": 4_000,
        "localEndpoint": {"serviceName": service},
        "tags": tags,
    })
}

#[test]
fn spans_name_balancers_databases_queues_and_outer_services() {
    let folder = TempDir::new().unwrap();
    let of_trace = |trace: u32| {
        [
            span(trace, 1, 0, "web", "SERVER", json!({"http.target": "/"})),
            span(trace, 2, 1, "web", "CLIENT", json!({"net.peer.ip": "192.0.2.40", "net.peer.port": "80"})),
            span(trace, 3, 2, "orders", "SERVER", json!({"http.target": "/"})),
            span(
                trace,
                4,
                3,
                "orders",
                "CLIENT",
                json!({"db.system": "mysql", "server.address": "orders-db.shop.svc.cluster.local"}),
            ),
            span(trace, 5, 1, "web", "CLIENT", json!({"http.url": "https://api.provider.example/v1/x?y=1"})),
            span(
                trace,
                6,
                1,
                "web",
                "PRODUCER",
                json!({"messaging.system": "kafka", "messaging.destination.name": "placed"}),
            ),
            span(
                trace,
                7,
                0,
                "mail",
                "CONSUMER",
                json!({"messaging.system": "kafka", "messaging.destination.name": "placed"}),
            ),
        ]
    };
    let spans: Vec<Value> = (1..=5).flat_map(of_trace).collect();
    put(folder.path(), "spans.json", Value::from(spans).to_string().as_bytes());
    let printed = check(
        folder.path(),
        &[
            "mail kafka/placed: peer_of_spans",
            "orders orders-db: peer_of_spans",
            "web api.provider.example: peer_of_spans",
            "web kafka/placed: peer_of_spans",
            "web orders: spans peer_of_spans",
        ],
    );
    assert_eq!(printed["shared_databases"], json!([{"service": "kafka/placed", "callers": ["mail", "web"]}]));
}

#[test]
fn proxies_databases_and_the_scheduler_tell_who_is_meant() {
    let folder = TempDir::new().unwrap();
    let put = |path: &str, text: &str| put(folder.path(), path, text.as_bytes());
    put(
        "balancer/balancer.log",
        "203.0.113.9:51022 [05/Mar/2024:14:02:11.406] public~ shop/web-2 0/0/3/841/844 503 212 - - sHVN 41/40/3/1/+2 0/0 \"GET /cart HTTP/1.1\"\n",
    );
    put(
        "mesh/access.log",
        "[2024-03-05T14:02:11.406Z] \"GET /reviews HTTP/1.1\" 503 UF,URX via_upstream - \"-\" 0 91 25 - \"-\" \"curl/8.5.0\" \"c1f0b6a4\" \"cart:9080\" \"192.0.2.31:9080\" outbound|9080||cart.shop.svc.cluster.local 192.0.2.5:41234 192.0.2.40:9080 192.0.2.5:50112 - default\n",
    );
    put(
        "database/log",
        "2024-03-05 14:02:11 UTC [2211]: [4-1] user=shop,db=shop,app=cart-1,client=192.0.2.4 LOG:  duration: 1204.512 ms  statement: select 1\n",
    );
    let assigned = |pod: &str, node: &str| {
        json!({
            "kind": "Event",
            "metadata": {"name": "x", "namespace": "shop"},
            "involvedObject": {"kind": "Pod", "name": pod, "namespace": "shop"},
            "reason": "Scheduled",
            "message": format!("Successfully assigned shop/{pod} to {node}"),
            "type": "Normal",
            "firstTimestamp": "2024-03-05T14:02:11Z",
            "lastTimestamp": "2024-03-05T14:02:11Z",
        })
    };
    let items = [
        assigned("cart-64469b5b48-25zj6", "node-3"),
        assigned("web-7bb89585b4-5mpwz", "node-3"),
        assigned("mail-7bb89585b4-5mpw2", "node-4"),
    ];
    put("events.json", &json!({"kind": "List", "apiVersion": "v1", "items": items}).to_string());
    let printed = check(
        folder.path(),
        &["cart postgresql: database_log", "envoy cart: proxy_log", "haproxy web: proxy_log"],
    );
    assert_eq!(printed["shared_hosts"], json!([{"host": "node-3", "services": ["cart", "web"]}]));
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
