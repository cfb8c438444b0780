//! The main job on the shipped incident.

use anyhow::Result;

use crate::{run, web};

/// Builds the program and its page, and opens the workbench on `demo/incident`; `timeline` and further arguments show the same in the
/// terminal. Nobody else is in the review: open a second tab to see two write at once.
pub fn run(arguments: &[String]) -> Result<()> {
    // Unoptimised: it builds in a third of the time, and reads the incident in seconds all the same.
    let mut all = vec!["run", "--quiet", "--package", "postlude", "--"];
    let data = run::target_folder()?.join("demo-data");
    let data = data.to_string_lossy();
    if arguments.first().is_some_and(|verb| verb == "timeline") {
        all.extend(["timeline", "demo/incident"]);
        all.extend(arguments.iter().skip(1).map(String::as_str));
    } else {
        web::build()?;
        all.extend(["serve", "demo/incident", "--data", &*data]);
        all.extend(arguments.iter().map(String::as_str));
    }
    eprintln!(
        "Building the program; the first time takes a while. Then it prints a link: open it in a browser of this machine."
    );
    run::run("cargo", &all)
}
