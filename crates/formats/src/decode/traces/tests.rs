use crate::decode::testing::check;

#[test]
fn samples() {
    check("traces/jaeger.json");
    check("traces/zipkin-v2.json");
    check("traces/zipkin-traces.json");
    check("traces/dependencies.json");
    check("traces/kiali.json");
}
