//! A service name for a source whose records name none: told from the path.

use std::collections::BTreeMap;

use super::mentions::Rank;

/// Names that say what a file or a folder is, where or when it was made, or who collected it; not whose it is.
const GENERAL: &[&str] = &[
    // What a file is.
    "access",
    "error",
    "errors",
    "log",
    "logs",
    "output",
    "stdout",
    "stderr",
    "messages",
    "syslog",
    "console",
    "current",
    "out",
    "err",
    "combined",
    "trace",
    "debug",
    "info",
    "warn",
    "warning",
    "slow",
    "query",
    "events",
    "metrics",
    "traces",
    "kern",
    "kernel",
    "dmesg",
    "journal",
    "audit",
    "daemon",
    // What everybody has.
    "app",
    "apps",
    "application",
    "server",
    "servers",
    "service",
    "services",
    "main",
    "default",
    "all",
    "other",
    "misc",
    "new",
    "old",
    "host",
    "hosts",
    "node",
    "nodes",
    "machine",
    "vm",
    "ip",
    "instance",
    "instances",
    "container",
    "containers",
    "docker",
    "pod",
    "pods",
    "namespace",
    "cluster",
    "kubernetes",
    "k8s",
    "system",
    "www",
    // Where it lies.
    "var",
    "opt",
    "srv",
    "home",
    "root",
    "usr",
    "lib",
    "tmp",
    "data",
    "files",
    "share",
    "mnt",
    // Which of several installations.
    "prod",
    "production",
    "staging",
    "stage",
    "test",
    "dev",
    "live",
    "env",
    "region",
    "zone",
    "eu",
    "us",
    "ap",
    "north",
    "south",
    "east",
    "west",
    "central",
    "europe",
    "asia",
    // Why and by what it was collected.
    "incident",
    "inc",
    "outage",
    "ticket",
    "case",
    "review",
    "evidence",
    "export",
    "exports",
    "dump",
    "dumps",
    "backup",
    "archive",
    "archives",
    "download",
    "downloads",
    "collected",
    "raw",
    "support",
    "bundle",
    "kibana",
    "loki",
    "splunk",
    "datadog",
    "cloudwatch",
    "graylog",
    "journald",
    "rsyslog",
    "logstash",
    "fluentd",
    "fluentbit",
    "filebeat",
    "vector",
    // When.
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "utc",
    "today",
    "yesterday",
    "before",
    "after",
    "during",
    "normal",
    "baseline",
];

/// The service that the last telling part of a path speaks of: one that is known by other evidence, if it names one
/// (`unified` leads from other names to the one in use), else the words that are neither general nor a date nor a number.
pub(super) fn of_path(
    path: &str,
    known: &BTreeMap<String, Rank>,
    unified: &BTreeMap<String, String>,
) -> String {
    let parts = path.split(['/', '!']).rev();
    for stem in parts.map(|part| part.split('.').next().unwrap_or(part)) {
        if known.contains_key(stem) || unified.contains_key(stem) {
            return unified.get(stem).map_or(stem, String::as_str).to_owned();
        }
        if let Some(words) = telling(stem) {
            return known_alike(&words, known).unwrap_or(words);
        }
    }
    path.to_owned()
}

/// The only known name that consists of the same telling words.
pub(super) fn known_alike(words: &str, known: &BTreeMap<String, Rank>) -> Option<String> {
    let mut alike = known.keys().filter(|name| telling(name).as_deref() == Some(words));
    alike.next().filter(|_| alike.next().is_none()).cloned()
}

/// The words of a name that say whose it is.
pub(super) fn telling(stem: &str) -> Option<String> {
    let stem = postlude_base::service_of_instance(stem);
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_'));
    let tells = |word: &&str| !is_general(word) && word.chars().any(char::is_alphabetic);
    let words: Vec<&str> = stem.split(['-', '_']).filter(tells).collect();
    (!words.is_empty()).then(|| words.join("-"))
}

/// Whether a word is a general one.
pub(super) fn is_general(word: &str) -> bool {
    GENERAL.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_part_that_names_somebody() {
        let check = |path: &str, known: &[&str], expected: &str| {
            let known = known.iter().map(|name| ((*name).to_owned(), Rank::Span)).collect();
            let unified = BTreeMap::from([("orders-1".to_owned(), "orders".to_owned())]);
            assert_eq!(of_path(path, &known, &unified), expected, "{path}");
        };
        check("logs/orders.log", &[], "orders");
        check("nginx/access.log", &[], "nginx");
        check("logs.zip!payment-service/app-2024-03-05.log.1", &[], "payment");
        check("logs.zip!payment-service/app-2024-03-05.log.1", &["payment-service"], "payment-service");
        check("08_43_log.csv", &[], "08_43_log.csv");
        check("var/log/syslog", &[], "var/log/syslog");
        check("cart-64469b5b48-25zj6.log", &[], "cart");
        check("logs/orders-1.log", &["orders"], "orders");
        check("carts-db.log", &["carts"], "carts-db");
        check("pay.log", &["pay-app", "pay-service"], "pay");
    }
}
