//! The measuring scripts beside the project, where they exist, and the numbers kept from the last time.
//!
//! The kept file holds one number per figure. A figure that falls fails; one that rises is written down with `--keep`.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::run;

const KEPT: &str = "bench/scores.json";

/// The scripts, and which of their figures are kept (higher is better).
const SCRIPTS: &[(&str, &[&str])] = &[
    (
        "score_records.py",
        &[
            "time right",
            "level right",
            "GA",
            "FGA",
            "key fields found",
            "dated",
            "that time right",
            "files that ran",
            "count within 2 %",
            "spot time right",
        ],
    ),
    (
        "score_timeline.py",
        &["AS@1", "AS@3", "MRR", "HR@1", "HR@3", "symptom found", "entry at the time", "specificity"],
    ),
];

/// A fall smaller than this is one case in thirty, which a change elsewhere may turn by chance.
const TOLERANCE: f64 = 0.04;

/// Runs the scripts and compares; says so and succeeds where they are missing.
pub fn run(arguments: &[String]) -> Result<()> {
    let keep = arguments.iter().any(|argument| argument == "--keep");
    let scripts = run::root().join("../shared/eval");
    if !scripts.is_dir() {
        eprintln!("score: no measuring scripts beside the project; nothing measured");
        return Ok(());
    }
    run::run("cargo", &["build", "--package", "postlude"])?;
    let mut figures = BTreeMap::new();
    for (script, kept) in SCRIPTS {
        measure(&scripts.join(script), kept, &mut figures)?;
    }
    compare(&figures, keep)
}

fn measure(script: &PathBuf, kept: &[&str], figures: &mut BTreeMap<String, f64>) -> Result<()> {
    let target = run::target_folder()?;
    let program = target.join("debug/postlude");
    let out = target.join("score.json");
    let work = target.join("eval");
    let text = |path: &PathBuf| path.to_string_lossy().into_owned();
    run::run(
        "python3",
        &[
            &text(script),
            "--bin",
            &text(&program),
            "--work",
            &text(&work),
            "--json",
            &text(&out),
            "--timeout",
            "120",
        ],
    )?;
    let results: Value = serde_json::from_str(&fs::read_to_string(&out)?)?;
    for (set, result) in results.as_object().context("the script wrote no object")? {
        collect(set, &result["summary"], kept, figures);
    }
    Ok(())
}

fn collect(prefix: &str, summary: &Value, kept: &[&str], figures: &mut BTreeMap<String, f64>) {
    for (name, value) in summary.as_object().into_iter().flatten() {
        let key = format!("{prefix}: {name}");
        match value {
            Value::Object(_) if matches!(name.as_str(), "text" | "binary") => {
                collect(&key, value, kept, figures)
            }
            _ if kept.contains(&name.as_str()) => {
                figures.extend(value.as_f64().map(|value| (key, (value * 1e4).round() / 1e4)));
            }
            _ => {}
        }
    }
}

fn compare(figures: &BTreeMap<String, f64>, keep: bool) -> Result<()> {
    let path = run::root().join(KEPT);
    let known: BTreeMap<String, f64> = fs::read_to_string(&path)
        .ok()
        .map(|text| serde_json::from_str(&text))
        .transpose()?
        .unwrap_or_default();
    let mut fallen = Vec::new();
    for (name, value) in figures {
        match known.get(name) {
            Some(before) if value + TOLERANCE < *before => {
                fallen.push(format!("{name}: {before} -> {value}"))
            }
            Some(before) if *value > before + TOLERANCE => {
                eprintln!("score: {name} rose from {before} to {value}")
            }
            Some(_) => {}
            None => eprintln!("score: {name} is {value}, not kept before"),
        }
    }
    fallen.extend(
        known.keys().filter(|name| !figures.contains_key(*name)).map(|name| format!("{name}: not measured")),
    );
    if keep {
        fs::create_dir_all(path.parent().expect("a file in a folder"))?;
        fs::write(&path, serde_json::to_string_pretty(figures)? + "\n")?;
        eprintln!("score: {} figures kept in {KEPT}", figures.len());
    } else if !fallen.is_empty() {
        bail!("scores fell:\n  {}", fallen.join("\n  "));
    }
    Ok(())
}
