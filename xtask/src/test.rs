//! Everything that must hold before a change lands.

use std::path::Path;

use anyhow::Result;

use crate::{run, score, tidy, web};

/// Runs all checks in the order in which they are cheapest to fail.
pub fn run() -> Result<()> {
    tools()?;
    run::run("cargo", &["fmt", "--all", "--check"])?;
    tidy::run()?;
    web::check()?;
    run::run("cargo", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    run::run("cargo", &["nextest", "run", "--workspace", "--no-fail-fast"])?;
    run::run("cargo", &["test", "--workspace", "--doc", "--quiet"])?;
    web::browsers()?;
    score::run(&[])
}

/// Programs of the tests, and the Debian package that brings each.
const PROGRAMS: &[(&str, &str)] =
    &[("/usr/lib/postgresql", "postgresql"), ("/usr/bin/chromium", "chromium"), ("/usr/bin/npm", "npm")];

/// Installs what cargo does not bring.
fn tools() -> Result<()> {
    let missing: Vec<&str> =
        PROGRAMS.iter().filter(|(path, _)| !Path::new(path).exists()).map(|(_, package)| *package).collect();
    if !missing.is_empty() {
        // A list that was never fetched knows no package.
        run::run("apt-get", &["update", "--quiet"])?;
        let mut install = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
        install.extend(missing);
        run::run("apt-get", &install)?;
    }
    if !run::exists("cargo", &["nextest", "--version"]) {
        run::run("cargo", &["install", "cargo-nextest", "--locked"])?;
    }
    Ok(())
}
