use crate::decode::testing::check;

#[test]
fn samples() {
    check("otlp/traces.jsonl");
    check("otlp/metrics.json");
    check("otlp/logs.jsonl");
}
