//! The main job on the shipped incident.

use anyhow::Result;

use crate::run;

/// Builds the program and prints the timeline of `demo/incident`; further arguments go to the program.
pub fn run(arguments: &[String]) -> Result<()> {
    // Unoptimised: it builds in a third of the time, and reads the incident in seconds all the same.
    let mut all = vec!["run", "--quiet", "--package", "postlude", "--", "timeline", "demo/incident"];
    all.extend(arguments.iter().map(String::as_str));
    eprintln!("Building the program; the first time takes a while. Then: postlude timeline demo/incident");
    run::run("cargo", &all)
}
