use crate::decode::testing::check;

#[test]
fn documents() {
    check("metrics/prometheus-matrix.json");
    check("metrics/prometheus-vector.json");
    check("metrics/victoriametrics.jsonl");
    check("metrics/cloudwatch-data.json");
    check("metrics/cloudwatch-statistics.json");
    check("metrics/datadog.json");
    check("metrics/grafana-frames.json");
}

#[test]
fn line_protocols() {
    check("metrics/scrape.prom");
    check("metrics/openmetrics.txt");
    check("metrics/influx.txt");
    check("metrics/graphite.txt");
    check("metrics/statsd.txt");
}
