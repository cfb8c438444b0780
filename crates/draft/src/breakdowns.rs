//! Lines by which a machine or a platform tells that a part of it gave way: a link, a disk, memory. They stand in a log once or a
//! few times, so that no count shows them, and each of them is worth an entry of its own.

use crate::candidates::{About, Candidate};
use crate::input::BreakdownFact;
use crate::log_words::Words;
use crate::timeline::Kind;
use crate::words::one_line;

/// What gave way, in the words of kernels and of what runs processes.
const TOLD: &[&str] = &[
    // Networks.
    "link is down",
    "link down",
    "lost carrier",
    "link status definitely down",
    "table full dropping packet*",
    "neighbour|neighbor table overflow",
    "possible syn flooding",
    // Disks.
    "i o error",
    "medium error",
    "controller is down",
    "remounting|remounted ~ filesystem|filesystems read-only",
    "mounted ~ read-only",
    "ext4-fs|xfs|btrfs error|corruption",
    "disk failure|failed",
    // Memory and processors.
    "out of memory",
    "oom-kill*|oomkilled|oomkilling|oom-killer",
    "killed process",
    "soft|hard lockup",
    "hung_task*",
    "blocked for more than",
    "machine check",
    "hardware error",
    "segfault at",
    "general protection fault",
    "kernel panic",
    "temperature above threshold",
    "watchdog ~ hard|soft",
];

/// Longest title, in characters.
const LONGEST: usize = 140;

/// What is told within so many nanoseconds is one breakdown.
const ONE: i64 = 2 * 60 * 1_000_000_000;

/// What it is worth on a timeline: less than what is clearly failing, more than what is merely new.
const SCORE: f64 = 0.6;

/// Whether a line, or a template of lines, tells that a part of a machine gave way.
///
/// ```
/// # use postlude_draft::is_breakdown;
/// assert!(is_breakdown("igb 0000:01:00.0 eth0: igb: eth0 NIC Link is Down"));
/// assert!(!is_breakdown("eth0: link is up at 1000 Mbps"));
/// ```
pub fn is_breakdown(text: &str) -> bool {
    Words::of(text).has(TOLD)
}

/// Entries for breakdowns that no other entry tells of.
pub(crate) fn candidates(facts: &[BreakdownFact], others: &[Candidate]) -> Vec<Candidate> {
    let mut together: Vec<Vec<&BreakdownFact>> = Vec::new();
    for fact in facts {
        let same = |group: &&mut Vec<&BreakdownFact>| {
            group.iter().any(|known| known.service == fact.service && fact.time.since(known.time) <= ONE)
        };
        match together.iter_mut().rev().find(same) {
            Some(group) => group.push(fact),
            None => together.push(vec![fact]),
        }
    }
    let is_new = |group: &&Vec<&BreakdownFact>| {
        let is_told = |other: &Candidate| {
            let away = group[0].time.since(other.time).abs();
            other.service.as_ref() == Some(&group[0].service)
                && away <= other.time_error.max(ONE)
                && group.iter().any(|fact| other.about.templates.contains(&fact.template))
        };
        !others.iter().any(is_told)
    };
    together.iter().filter(is_new).map(|group| candidate(group)).collect()
}

fn candidate(group: &[&BreakdownFact]) -> Candidate {
    let first = group[0];
    let mut templates: Vec<String> = group.iter().map(|fact| fact.template.clone()).collect();
    templates.sort_unstable();
    templates.dedup();
    Candidate {
        time: first.time,
        end: None,
        time_error: 1_000_000_000,
        kind: Kind::NewLog,
        service: Some(first.service.clone()),
        title: one_line(&format!("{}: {}", first.service, first.text), LONGEST),
        score: SCORE,
        records: group.iter().map(|fact| fact.record).take(4).collect(),
        reason: match group.len() {
            1 => "a part of a machine gave way, as its log tells".to_owned(),
            n => format!("a part of a machine gave way; {n} lines tell of it"),
        },
        plot: None,
        about: About { templates, ..About::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postlude_base::{SourceId, Timestamp};
    use postlude_signals::{RecordKey, RecordTable};

    #[test]
    fn what_gave_way_is_told_from_what_works() {
        let check = |text: &str, expected: bool| assert_eq!(is_breakdown(text), expected, "{text}");
        check("blk_update_request: I/O error, dev sdb, sector 8812", true);
        check("EXT4-fs (sda1): Remounting filesystem read-only", true);
        check("OOMKilling: Memory cgroup out of memory: Killed process 8812 (cart)", true);
        check("md/raid1:md0: Disk failure on sdb1, disabling device.", true);
        check("INFO: task jbd2/sda1-8 blocked for more than 120 seconds.", true);
        check("perf: interrupt took too long (2511 > 2500)", false);
        check("Link is Up 10 Gbps", false);
        check("memory usage 40 %", false);
    }

    #[test]
    fn what_follows_at_once_is_one_entry() {
        let check = |seconds: &[i64], told: bool, expected: usize| {
            let facts: Vec<BreakdownFact> = seconds
                .iter()
                .map(|second| BreakdownFact {
                    time: Timestamp(second * 1_000_000_000),
                    service: "cart".to_owned(),
                    text: "Link is Down".to_owned(),
                    template: "Link is Down".to_owned(),
                    record: RecordKey { table: RecordTable::Log, source: SourceId(0), byte_from: 0 },
                })
                .collect();
            let others: Vec<Candidate> =
                facts.first().filter(|_| told).map(|one| candidate(&[one])).into_iter().collect();
            assert_eq!(candidates(&facts, &others).len(), expected, "{seconds:?}");
        };
        check(&[], false, 0);
        check(&[10, 20, 30], false, 1);
        check(&[10, 20, 3000], false, 2);
        check(&[10, 20, 3000], true, 1);
    }
}
