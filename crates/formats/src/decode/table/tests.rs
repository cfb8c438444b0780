use proptest::prelude::*;

use crate::decode::testing::{check, shown};

#[test]
fn spans() {
    check("tables/spans.csv");
    check("tables/spans-without-end.tsv");
}

#[test]
fn metrics() {
    check("tables/till-7c9d6b5f48-x2k9q_metrics.csv");
    check("tables/services.csv");
    check("tables/source_p95.csv");
    check("tables/layers.csv");
    check("tables/long.csv");
    check("tables/grafana.csv");
}

#[test]
fn call_graphs() {
    check("tables/calls.csv");
    check("tables/matrix.csv");
}

#[test]
fn events() {
    check("tables/changes.csv");
    check("tables/alerts.csv");
    check("tables/chat.csv");
}

#[test]
fn logs_and_anything() {
    check("tables/logs.csv");
    check("tables/container-logs.csv");
    check("tables/rows.csv");
}

#[test]
fn odd_tables() {
    check("tables/index-without-name.csv");
    check("tables/ragged.csv");
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("1709647200".to_owned()),
        Just("2024-03-05 14:00:00".to_owned()),
        Just("\"a \"\"b\"\"\n, c\"".to_owned()),
        Just("\"".to_owned()),
        Just("NaN".to_owned()),
        "[a-z0-9.é-]{0,6}",
    ]
}

proptest! {
    #[test]
    fn any_table_is_read(
        names in prop::collection::vec(prop::sample::select(vec![
            "time", "trace_id", "span_id", "duration", "end", "service", "pod", "message", "level", "value", "metric",
            "source", "target", "alert", "status", "author", "what", "version", "till_cpu", "x{y=\"z", "", "a_b", "b_c",
        ]), 2..8),
        rows in prop::collection::vec(prop::collection::vec(cell(), 1..9), 0..8),
    ) {
        let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        let text = format!("{}\n{}\n", names.join(","), rows.join("\n"));
        shown("t.csv", text.as_bytes());
    }
}
