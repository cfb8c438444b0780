//! Every decoder on hostile input, for a while each.

use anyhow::{Context, Result, bail};

use crate::run;

/// Runs every fuzz target for so many seconds (60 if not told).
pub fn run(arguments: &[String]) -> Result<()> {
    let seconds: u32 = match arguments.first() {
        Some(text) => text.parse().context("how many seconds?")?,
        None => 60,
    };
    if !run::exists("cargo", &["fuzz", "--version"]) {
        run::run("cargo", &["install", "cargo-fuzz", "--locked"])?;
    }
    let targets = run::output("cargo", &["fuzz", "list", "--fuzz-dir", "fuzz"])?;
    let targets: Vec<&str> = targets.lines().filter(|line| !line.is_empty()).collect();
    if targets.is_empty() {
        bail!("no fuzz target");
    }
    for target in targets {
        // Without a sanitizer it builds with the stable compiler; panics and endless loops are found all the same.
        let time = format!("-max_total_time={seconds}");
        let arguments = ["fuzz", "run", "--fuzz-dir", "fuzz", "--sanitizer", "none", target, "--"];
        run::run("cargo", &[&arguments[..], &[&time, "-timeout=10", "-rss_limit_mb=2048"]].concat())?;
    }
    Ok(())
}
