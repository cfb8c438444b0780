//! Reads log bodies from standard input, one per line, and prints `template id <tab> template` for each.
//! With `--bench`, prints how many bytes and records a second the masking takes instead.

#![expect(clippy::print_stdout, reason = "an example prints")]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Read, Write};
use std::time::Instant;

use postlude_mining::{PATTERNS_IN_ALL, Patterns, templates};

fn main() -> io::Result<()> {
    let mut input = Vec::new();
    io::stdin().lock().read_to_end(&mut input)?;
    let text = String::from_utf8_lossy(&input);
    let bodies: Vec<&str> = text.lines().collect();
    if std::env::args().any(|argument| argument == "--bench") {
        bench(&bodies);
        return Ok(());
    }
    let mut patterns = Patterns::new(PATTERNS_IN_ALL);
    let ids: Vec<u64> = bodies.iter().map(|body| patterns.observe(body)).collect();
    let all = templates(&patterns.into_sorted());
    let mut of_pattern = BTreeMap::new();
    for template in &all {
        for id in &template.patterns {
            of_pattern.insert(*id, template);
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    for id in ids {
        let template = of_pattern[&id];
        writeln!(out, "{:016x}\t{}", template.id, template.text)?;
    }
    out.flush()
}

fn bench(bodies: &[&str]) {
    let bytes: usize = bodies.iter().map(|body| body.len()).sum();
    let rounds = (200_000_000 / bytes.max(1)).max(1);
    let mut patterns = Patterns::new(PATTERNS_IN_ALL);
    let start = Instant::now();
    for _ in 0..rounds {
        for body in bodies {
            patterns.observe(body);
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let records = (rounds * bodies.len()) as f64;
    println!(
        "{:.0} MB/s, {:.0} ns per record of {:.0} bytes, {} patterns",
        (rounds * bytes) as f64 / seconds / 1e6,
        seconds * 1e9 / records,
        bytes as f64 / bodies.len().max(1) as f64,
        patterns.len()
    );
    let start = Instant::now();
    let made = templates(&patterns.into_sorted()).len();
    println!("{made} templates in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
}
