//! Everything that must hold before a change lands.

use anyhow::Result;

use crate::{run, score, tidy};

/// Runs all checks in the order in which they are cheapest to fail.
pub fn run() -> Result<()> {
    tools()?;
    run::run("cargo", &["fmt", "--all", "--check"])?;
    tidy::run()?;
    run::run("cargo", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    run::run("cargo", &["nextest", "run", "--workspace", "--no-fail-fast"])?;
    run::run("cargo", &["test", "--workspace", "--doc", "--quiet"])?;
    score::run(&[])
}

/// Installs the one tool that cargo does not bring.
fn tools() -> Result<()> {
    if !run::exists("cargo", &["nextest", "--version"]) {
        run::run("cargo", &["install", "cargo-nextest", "--locked"])?;
    }
    Ok(())
}
