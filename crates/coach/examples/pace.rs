//! Time per sentence: one sentence on each line of standard input; rules found to standard output, times to standard error.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for people who measure")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::io::BufRead as _;
use std::time::Instant;

use postlude_coach::{Coach, Moment};

fn main() -> std::io::Result<()> {
    let coach = Coach::english();
    let mut times = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let before = Instant::now();
        let findings = coach.check(&line, Moment::Any);
        times.push(before.elapsed());
        let rules = findings.iter().map(|f| format!("{}:{}:{}", f.rule, f.span.start, f.span.end));
        println!("{}", rules.collect::<Vec<_>>().join(" "));
    }
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    eprintln!("{} sentences: p50 {:?}, p99 {:?}", times.len(), at(50), at(99));
    Ok(())
}
