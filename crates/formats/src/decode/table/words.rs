//! Names of columns and files as words: case, underscores and camel case do not matter.

/// The words of a name in lower case: `PodLatencyP90` and `pod_latency_p90` are `pod latency p90`.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let chars: Vec<char> = name.chars().take(400).collect();
    for (i, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        let before = i.checked_sub(1).and_then(|i| chars.get(i));
        let after = chars.get(i + 1);
        let begins = c.is_uppercase()
            && before.is_some_and(|b| {
                b.is_lowercase()
                    || b.is_numeric()
                    || (b.is_uppercase() && after.is_some_and(|a| a.is_lowercase()))
            });
        if begins {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        word.extend(c.to_lowercase());
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// Words that say what is measured, or how.
const MEASURES: &[&str] = &[
    "availability",
    "avg",
    "average",
    "bandwidth",
    "byte",
    "bytes",
    "conn",
    "connection",
    "connections",
    "count",
    "cpu",
    "delay",
    "disk",
    "drop",
    "dropped",
    "duration",
    "elapsed",
    "err",
    "error",
    "errors",
    "fail",
    "failed",
    "failure",
    "failures",
    "free",
    "fs",
    "gc",
    "heap",
    "http",
    "io",
    "iops",
    "lag",
    "lat",
    "latency",
    "load",
    "max",
    "mean",
    "median",
    "mem",
    "memory",
    "min",
    "net",
    "network",
    "ops",
    "packets",
    "pct",
    "percent",
    "percentile",
    "qps",
    "queue",
    "rate",
    "ratio",
    "read",
    "receive",
    "received",
    "req",
    "reqs",
    "request",
    "requests",
    "response",
    "restarts",
    "rps",
    "rss",
    "rt",
    "rx",
    "saturation",
    "socket",
    "status",
    "success",
    "swap",
    "tcp",
    "temperature",
    "thread",
    "threads",
    "throughput",
    "time",
    "timeout",
    "timeouts",
    "total",
    "tps",
    "transmit",
    "tx",
    "usage",
    "used",
    "util",
    "utilisation",
    "utilization",
    "value",
    "workload",
    "write",
    "p50",
    "p75",
    "p90",
    "p95",
    "p99",
    "p999",
    "up",
];

/// Whether a word says what is measured, or how.
pub fn is_measure(word: &str) -> bool {
    MEASURES.contains(&word)
}

/// Words in front of a measure that do not name a service.
const LAYERS: &[&str] = &[
    "app",
    "application",
    "client",
    "cluster",
    "container",
    "destination",
    "docker",
    "envoy",
    "go",
    "host",
    "http",
    "istio",
    "jvm",
    "k8s",
    "kube",
    "kubelet",
    "kubernetes",
    "machine",
    "node",
    "pod",
    "process",
    "server",
    "service",
    "source",
    "sum",
    "system",
    "vm",
    "in",
    "out",
    "mem",
    "cpu",
];

/// Whether a word names a layer of any system instead of a service.
pub fn is_layer(word: &str) -> bool {
    LAYERS.contains(&word)
}

/// Words of file names that say what kind of file it is.
const FILE_WORDS: &[&str] = &[
    "csv",
    "data",
    "export",
    "kpi",
    "kpis",
    "log",
    "logs",
    "metric",
    "metrics",
    "monitor",
    "monitoring",
    "series",
    "stat",
    "stats",
    "timeseries",
];

/// Whether a word of a file name says only what kind of file it is.
pub fn is_file_word(word: &str) -> bool {
    FILE_WORDS.contains(&word) || word.bytes().all(|b| b.is_ascii_digit())
}

/// A name without the unit at its end, and the unit (UCUM where it is known, else as it stands):
/// `Latency(ms)`, `memory [MiB]`, `read_bytes`, `wait_seconds_total`.
pub fn unit_of(name: &str) -> (&str, Option<&str>) {
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some((bare, unit)) = name.strip_suffix(close).and_then(|rest| rest.rsplit_once(open))
            && !bare.trim().is_empty()
            && unit.len() <= 12
        {
            return (bare.trim_end(), (!unit.is_empty()).then(|| ucum(unit.trim())));
        }
    }
    let all = words(name);
    let last = all.iter().rev().find(|word| *word != "total");
    (name, last.and_then(|word| unit_of_word(word)))
}

/// The unit that a word at the end of a name means (UCUM).
pub fn unit_of_word(word: &str) -> Option<&'static str> {
    Some(match word {
        "seconds" | "second" | "secs" | "sec" => "s",
        "milliseconds" | "millis" | "millisecond" | "ms" | "msec" => "ms",
        "microseconds" | "micros" | "us" | "usec" => "us",
        "nanoseconds" | "nanos" | "ns" | "nano" => "ns",
        "bytes" => "By",
        "kb" | "kib" => "KiBy",
        "mb" | "mib" => "MiBy",
        "gb" | "gib" => "GiBy",
        "percent" | "pct" | "percentage" => "%",
        "ratio" => "1",
        "celsius" => "Cel",
        _ => return None,
    })
}

fn ucum(unit: &str) -> &str {
    match unit.to_ascii_lowercase().as_str() {
        "%" => "%",
        "b" | "byte" => "By",
        "k" | "ki" => "KiBy",
        "mi" => "MiBy",
        "gi" => "GiBy",
        word => unit_of_word(word).unwrap_or(unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words() {
        let check = |name: &str, expected: &str| assert_eq!(words(name).join(" "), expected, "{name}");
        check("PodLatencyP90(s)", "pod latency p90 s");
        check("TraceID", "trace id");
        check("HTTPStatusCode", "http status code");
        check("start_time.unix-nano", "start time unix nano");
        check("", "");
    }

    #[test]
    fn units_of_names() {
        let check =
            |name: &str, bare: &str, unit: Option<&str>| assert_eq!(unit_of(name), (bare, unit), "{name}");
        check("Latency(ms)", "Latency", Some("ms"));
        check("MemoryUsage (Mi)", "MemoryUsage", Some("MiBy"));
        check("CpuRate(%)", "CpuRate", Some("%"));
        check("read_bytes_total", "read_bytes_total", Some("By"));
        check("carts_cpu", "carts_cpu", None);
    }
}
