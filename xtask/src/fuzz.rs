//! Every decoder on hostile input, for a while each.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::run;

/// Runs every fuzz target for so many seconds (60 if not told), or only the one that is named.
pub fn run(arguments: &[String]) -> Result<()> {
    let (names, seconds): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|argument| argument.parse::<u32>().is_err());
    let seconds = seconds.first().map_or("60", |text| text.as_str());
    if !run::exists("cargo", &["fuzz", "--version"]) {
        run::run("cargo", &["install", "cargo-fuzz", "--locked"])?;
    }
    let targets = run::output("cargo", &["fuzz", "list", "--fuzz-dir", "fuzz"])?;
    let targets: Vec<&str> = targets
        .lines()
        .filter(|target| !target.is_empty() && (names.is_empty() || names.iter().any(|name| name == target)))
        .collect();
    if targets.is_empty() {
        bail!("no fuzz target of that name; `cargo fuzz list --fuzz-dir fuzz` names them");
    }
    // All at once: one build instead of one per target.
    // Without a sanitizer it builds with the stable compiler; panics and endless loops are found all the same.
    run::run("cargo", &["fuzz", "build", "--fuzz-dir", "fuzz", "--sanitizer", "none"])?;
    let broken: Vec<&str> = targets.into_iter().filter(|target| fuzz(target, seconds).is_err()).collect();
    if !broken.is_empty() {
        bail!("broken by what lies in fuzz/artifacts: {}", broken.join(", "));
    }
    Ok(())
}

/// Begins with what was found in earlier runs and with every sample of the house, whatever its format.
fn fuzz(target: &str, seconds: &str) -> Result<()> {
    let root = run::root();
    let found = root.join("fuzz/corpus").join(target);
    fs::create_dir_all(&found).with_context(|| format!("cannot create {}", found.display()))?;
    let samples = root.join("corpus");
    let time = format!("-max_total_time={seconds}");
    run::run(
        "cargo",
        &[
            "fuzz",
            "run",
            "--fuzz-dir",
            "fuzz",
            "--sanitizer",
            "none",
            target,
            &found.to_string_lossy(),
            &samples.to_string_lossy(),
            "--",
            &time,
            "-timeout=10",
            "-rss_limit_mb=2048",
            "-print_final_stats=0",
        ],
    )
}
