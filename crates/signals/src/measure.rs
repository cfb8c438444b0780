//! What a series measures, told from its name: which way is bad, how it is compared, what it is called.

use serde::{Deserialize, Serialize};

/// What a series measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// Calls, requests, messages per bucket or second.
    Calls,
    /// Failed calls per bucket, or their share.
    Failures,
    /// Share of calls that succeed.
    Success,
    /// How long calls take, as seen by who is measured.
    Latency,
    /// How long the way between caller and callee takes: the caller's view minus the callee's own.
    Gap,
    /// Time spent in the service itself, callees taken off.
    OwnTime,
    /// Processor use.
    Cpu,
    /// Memory use.
    Memory,
    /// Disk use or throughput.
    Disk,
    /// Network throughput.
    Network,
    /// Pools, queues, threads, connections, locks, load.
    Saturation,
    /// Number of restarts, or uptime.
    Restarts,
    /// Log lines of one template.
    Template,
    /// Log lines of a source.
    Lines,
    /// Share of the traces with an operation in which it has a part: a call, a line.
    Share,
    /// Anything else.
    Other,
}

/// Which way of moving speaks of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More is worse.
    Up,
    /// Less is worse.
    Down,
    /// Either may be.
    Either,
}

/// How values are brought to a scale on which noise is about the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Durations, sizes, rates: differences are ratios.
    Log,
    /// Counts: Anscombe's square root, which makes Poisson noise even.
    SquareRoot,
    /// Shares and percentages.
    Linear,
}

impl Measure {
    /// What a metric of this name measures. Words decide, in the order below; units and node-wide names count too.
    pub fn of_metric(name: &str) -> Self {
        let words = words(name);
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        let says = |part: &str| words.concat().contains(part);
        if has(&["restart", "restarts", "uptime"]) {
            Self::Restarts
        } else if has(&["availability", "success", "successful", "succeeded", "up", "healthy"])
            || says("successrate")
        {
            Self::Success
        } else if has(&[
            "error",
            "errors",
            "fail",
            "failed",
            "failure",
            "failures",
            "fault",
            "faults",
            "exception",
            "exceptions",
            "5xx",
            "timeout",
            "timeouts",
            "rejected",
            "dropped",
        ]) {
            Self::Failures
        } else if has(&["latency", "duration", "lat", "rtt", "delay", "elapsed"])
            || says("responsetime")
            || says("requesttime")
            || is_quantile_between_two(&words)
            || has(&["request", "requests", "call", "calls"]) && has(&["seconds", "milliseconds", "ms"])
        {
            Self::Latency
        } else if has(&["cpu", "processor"]) {
            Self::Cpu
        } else if has(&["mem", "memory", "rss", "heap", "swap", "oom"]) {
            Self::Memory
        } else if has(&[
            "pool",
            "queue",
            "queued",
            "thread",
            "threads",
            "connection",
            "connections",
            "lock",
            "locks",
            "waiting",
            "pending",
            "backlog",
            "saturation",
            "inflight",
            "lod",
            "load",
            "load1",
            "load5",
        ]) {
            Self::Saturation
        } else if has(&["disk", "filesystem", "fs", "io", "iops", "inode", "inodes", "blk"]) {
            Self::Disk
        } else if has(&["network", "net", "receive", "transmit", "received", "transmitted", "packets", "tcp"])
        {
            Self::Network
        } else if has(&[
            "request",
            "requests",
            "calls",
            "ops",
            "qps",
            "rps",
            "rate",
            "throughput",
            "workload",
            "hits",
            "invocations",
            "traffic",
        ]) {
            Self::Calls
        } else {
            Self::Other
        }
    }

    /// Which way is bad.
    pub fn bad(self) -> Direction {
        match self {
            Self::Failures
            | Self::Latency
            | Self::Gap
            | Self::OwnTime
            | Self::Saturation
            | Self::Restarts => Direction::Up,
            Self::Success => Direction::Down,
            Self::Cpu | Self::Memory | Self::Disk => Direction::Up,
            Self::Calls | Self::Network | Self::Template | Self::Lines | Self::Share | Self::Other => {
                Direction::Either
            }
        }
    }

    /// The scale on which it is compared.
    pub fn scale(self) -> Scale {
        match self {
            Self::Template | Self::Lines | Self::Failures => Scale::SquareRoot,
            Self::Success | Self::Share => Scale::Linear,
            _ => Scale::Log,
        }
    }

    /// The noun used in titles.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Calls => "requests",
            Self::Failures => "failures",
            Self::Success => "success rate",
            Self::Latency => "latency",
            Self::Gap => "time on the way",
            Self::OwnTime => "own time",
            Self::Cpu => "CPU use",
            Self::Memory => "memory use",
            Self::Disk => "disk use",
            Self::Network => "network traffic",
            Self::Saturation => "load",
            Self::Restarts => "restarts",
            Self::Template | Self::Lines => "log lines",
            Self::Share => "share of traces",
            Self::Other => "value",
        }
    }
}

/// Whether the words name one side of a call and a quantile: what has quantiles and two sides is how long calls take.
fn is_quantile_between_two(words: &[String]) -> bool {
    let quantile = |word: &String| {
        matches!(word.trim_start_matches('p'), "50" | "75" | "90" | "95" | "99" | "999") || word == "quantile"
    };
    words.iter().any(|word| side_of_word(word).is_some()) && words.iter().any(quantile)
}

/// The side on which calls between two services are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// By the one who calls: the way there and back is in it.
    Caller,
    /// By the one who is called.
    Callee,
}

fn side_of_word(word: &str) -> Option<Side> {
    match word {
        "source" | "client" | "outbound" | "caller" | "upstream" => Some(Side::Caller),
        "destination" | "server" | "inbound" | "callee" => Some(Side::Callee),
        _ => None,
    }
}

/// The side from which a metric about calls between two services is seen, and its name without the word that says so.
pub fn side(name: &str) -> Option<(Side, String)> {
    let words = words(name);
    let found = words.iter().find_map(|word| side_of_word(word))?;
    Some((found, words.into_iter().filter(|word| side_of_word(word).is_none()).collect::<Vec<_>>().join(" ")))
}

/// Whether a metric speaks of a whole machine rather than of one service on it.
pub fn is_of_a_machine(name: &str) -> bool {
    words(name).first().is_some_and(|word| matches!(word.as_str(), "node" | "host" | "instance" | "machine"))
}

/// Whether a metric is seen from the client's side: then it tells of the services that are called.
pub fn is_of_a_client(name: &str) -> bool {
    words(name).iter().any(|word| word == "client" || word == "outbound" || word == "upstream")
}

/// The words of a name, lower case: split at everything that is no letter or digit, and between `aB` and `AAb`.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, &c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map_or(' ', |k| letters[k]);
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        let begins =
            c.is_uppercase() && (before.is_lowercase() || (before.is_uppercase() && next.is_lowercase()));
        if begins || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words.last_mut().expect("never empty").extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_measure_from_the_words_of_a_name() {
        for (name, expected) in [
            ("CPUUsageRate(%)", Measure::Cpu),
            ("container_memory_working_set_bytes", Measure::Memory),
            ("http_request_duration_seconds p99", Measure::Latency),
            ("http_requests_total", Measure::Calls),
            ("http_requests_per_second", Measure::Calls),
            ("http_request_seconds mean", Measure::Latency),
            ("process_cpu_seconds_total", Measure::Cpu),
            ("SuccessRate", Measure::Success),
            ("db_pool_connections_in_use", Measure::Saturation),
            ("lat_99", Measure::Latency),
            ("availability Average", Measure::Success),
            ("errors_total", Measure::Failures),
            ("kube_pod_container_status_restarts_total", Measure::Restarts),
            ("temperature", Measure::Other),
            ("destination_50", Measure::Latency),
            ("source_ip", Measure::Other),
        ] {
            assert_eq!(Measure::of_metric(name), expected, "{name}");
        }
    }

    #[test]
    fn tells_the_sides_of_a_call() {
        assert_eq!(side("source_50"), Some((Side::Caller, "50".to_owned())));
        assert_eq!(
            side("duration_seconds{reporter=\"destination\"}"),
            Some((Side::Callee, "duration seconds reporter".to_owned()))
        );
        assert_eq!(side("duration_seconds"), None);
    }

    #[test]
    fn tells_machines_from_services() {
        assert!(is_of_a_machine("NodeCpuUsageRate(%)"));
        assert!(is_of_a_machine("node_load1"));
        assert!(!is_of_a_machine("CPUUsageRate(%)"));
    }
}
