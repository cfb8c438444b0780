//! House rules as checks: layers, file sizes, crate docs, words. Each finding is one line with a place.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};

use crate::{manual, run};

/// What a crate of the house may depend on, within the house. The order is the order of the layers.
const LAYERS: &[(&str, &[&str])] = &[
    ("postlude-base", &[]),
    ("postlude-evidence", &["postlude-base"]),
    ("postlude-formats", &["postlude-base", "postlude-evidence"]),
    ("postlude-mining", &["postlude-base"]),
    ("postlude-signals", &["postlude-base", "postlude-evidence"]),
    ("postlude-draft", &["postlude-base", "postlude-evidence", "postlude-signals"]),
    (
        "postlude-lake",
        &[
            "postlude-base",
            "postlude-evidence",
            "postlude-formats",
            "postlude-mining",
            "postlude-signals",
            "postlude-draft",
        ],
    ),
    ("postlude-directory", &["postlude-base"]),
    ("postlude-review", &["postlude-base", "postlude-directory"]),
    ("postlude-coach", &[]),
    ("postlude-collab", &["postlude-base", "postlude-review"]),
    ("postlude-store", &["postlude-base", "postlude-review"]),
    ("postlude-store-story", &["postlude-base", "postlude-review", "postlude-store"]),
    ("postlude-store-sqlite", &["postlude-base", "postlude-review", "postlude-store"]),
    ("postlude-store-postgres", &["postlude-base", "postlude-review", "postlude-store"]),
    (
        "postlude-server",
        &[
            "postlude-base",
            "postlude-evidence",
            "postlude-formats",
            "postlude-draft",
            "postlude-lake",
            "postlude-review",
            "postlude-coach",
            "postlude-collab",
            "postlude-store",
            "postlude-store-sqlite",
            "postlude-store-postgres",
        ],
    ),
    (
        "postlude",
        &[
            "postlude-server",
            "postlude-base",
            "postlude-coach",
            "postlude-evidence",
            "postlude-formats",
            "postlude-mining",
            "postlude-signals",
            "postlude-draft",
            "postlude-lake",
            "postlude-directory",
            "postlude-review",
        ],
    ),
    ("xtask", &[]),
];

/// Crates that do no I/O, and what they must therefore not name.
const PURE: &[&str] = &[
    "postlude-base",
    "postlude-evidence",
    "postlude-formats",
    "postlude-mining",
    "postlude-signals",
    "postlude-draft",
    "postlude-directory",
    "postlude-review",
    "postlude-coach",
    "postlude-collab",
];
const IMPURE: &[&str] =
    &["tokio", "sqlx", "axum", "datafusion", "parquet", "object_store", "typst", "reqwest", "rand"];

/// Longest file, in lines.
const LONGEST: usize = 600;

/// Files that may be longer, and why.
const LONGER: &[(&str, &str)] = &[("web/src/lib/api/openapi.ts", "made from the description of the API")];

/// Words of other processes that are not ours, spelled apart so that this file passes its own check.
const WORDS: &[(&str, &str)] = &[("root", "cause"), ("post", "mortem")];

/// Checks all rules and lists every breach.
pub fn run() -> Result<()> {
    let mut breaches = layers()?;
    for path in run::output("git", &["ls-files", "--cached", "--others", "--exclude-standard"])?.lines() {
        let Ok(text) = fs::read_to_string(run::root().join(path)) else { continue };
        breaches.extend(file(path, &text));
    }
    breaches.extend(manual::breaches()?);
    for breach in &breaches {
        eprintln!("tidy: {breach}");
    }
    if !breaches.is_empty() {
        bail!("{} house rules broken", breaches.len());
    }
    eprintln!("tidy: the house is in order");
    Ok(())
}

fn layers() -> Result<Vec<String>> {
    let metadata = run::output("cargo", &["metadata", "--format-version", "1", "--no-deps"])?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let allowed: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    let mut breaches = Vec::new();
    for package in metadata["packages"].as_array().context("cargo metadata lists no packages")? {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(allowed) = allowed.get(name) else {
            breaches.push(format!(
                "{name}: a crate without a layer; add it to xtask/src/tidy.rs and ARCHITECTURE.md"
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let on = dependency["name"].as_str().unwrap_or_default();
            let for_tests = dependency["kind"] == "dev";
            if on.starts_with("postlude") && !allowed.contains(&on) && !for_tests {
                breaches.push(format!("{name} must not depend on {on}: arrows go one way"));
            }
            if PURE.contains(&name) && IMPURE.contains(&on) {
                breaches.push(format!("{name} is pure and must not depend on {on}"));
            }
        }
    }
    Ok(breaches)
}

fn file(path: &str, text: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    let is_code = [".rs", ".ts", ".svelte", ".py", ".js", ".mjs"].iter().any(|end| path.ends_with(end));
    let lines = text.lines().count();
    if is_code && lines > LONGEST && !LONGER.iter().any(|(file, _)| *file == path) {
        breaches.push(format!("{path}: {lines} lines; what is the second thing in it?"));
    }
    let is_crate_root = path.ends_with("src/lib.rs") || path.ends_with("src/main.rs");
    if is_crate_root && !text.starts_with("//!") {
        breaches.push(format!("{path}: a crate begins with what it is for, and what it must never know"));
    }
    if path.starts_with("crates/") && path.contains("/src/") && path.ends_with(".rs") {
        // A rule of the coach is called after the habit that it points at.
        let lower = text.to_lowercase().replace("single-root-cause", "");
        for (first, second) in WORDS {
            for word in [format!("{first} {second}"), format!("{first}-{second}"), format!("{first}{second}")]
            {
                if lower.contains(&word) {
                    breaches.push(format!("{path}: the product does not say \"{word}\""));
                }
            }
        }
    }
    breaches
}
