//! The web page: built into `web/build`, from where the program carries it.

use std::fs;

use anyhow::Result;

use crate::run;

/// Builds the page.
pub fn build() -> Result<()> {
    packages("web")?;
    npm("web", &["run", "--silent", "build", "--", "--logLevel", "error"])
}

/// Everything that must hold for the page by itself: types, lints, its own tests, and that it builds.
pub fn check() -> Result<()> {
    packages("web")?;
    npm("web", &["run", "check"])?;
    npm("web", &["test"])?;
    npm("web", &["run", "build"])
}

/// The page in real browsers, before the real program, which the tests have built.
pub fn browsers() -> Result<()> {
    packages("e2e")?;
    npm("e2e", &["run", "check"])?;
    with_program(&["test"])
}

/// A script of `e2e`, which is told where the program lies.
fn with_program(script: &[&str]) -> Result<()> {
    let program = format!("POSTLUDE_BIN={}", run::target_folder()?.join("debug/postlude").display());
    run::run("env", &[&[program.as_str(), "npm", "--prefix", "e2e"], script].concat())
}

/// Takes the pictures of the manual anew, by the tests that walk through the pages.
pub fn pictures() -> Result<()> {
    build()?;
    run::run("cargo", &["build", "--package", "postlude"])?;
    packages("e2e")?;
    with_program(&["run", "pictures"])
}

/// Installs what a folder's lock file names, if that is not what is installed.
fn packages(folder: &str) -> Result<()> {
    let folder_path = run::root().join(folder);
    let wanted = fs::read(folder_path.join("package-lock.json"))?;
    let stamp = folder_path.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    npm(folder, &["ci", "--no-audit", "--no-fund"])?;
    Ok(fs::write(stamp, wanted)?)
}

fn npm(folder: &str, arguments: &[&str]) -> Result<()> {
    let mut all = vec!["--prefix", folder];
    all.extend_from_slice(arguments);
    run::run("npm", &all)
}
