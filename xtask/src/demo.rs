//! The main job on the shipped incident.

use anyhow::Result;

use crate::run;

/// Builds the program and prints the timeline of `demo/incident`; further arguments go to the program.
pub fn run(arguments: &[String]) -> Result<()> {
    let mut all = vec![
        "run",
        "--quiet",
        "--profile",
        "demo",
        "--package",
        "postlude",
        "--",
        "timeline",
        "demo/incident",
    ];
    all.extend(arguments.iter().map(String::as_str));
    eprintln!("Building the program; the first time takes a while. Then: postlude timeline demo/incident");
    run::run("cargo", &all)
}
