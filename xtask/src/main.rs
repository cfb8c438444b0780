//! The house's own tools: `cargo xtask demo|test|score|fuzz|web|pictures|tidy`.
//!
//! Everything a contributor or a build machine runs goes through here, so that the README needs two commands only.
//! This crate knows the workspace as files and commands; it links none of the product's crates.

mod demo;
mod fuzz;
mod manual;
mod run;
mod score;
mod test;
mod tidy;
mod web;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  demo [timeline] open the workbench on the shipped incident, or show it in the terminal
  test            everything: format, lints, house rules, tests, scores (installs what it needs)
  score [--keep]  measure against ../shared/eval where it exists; --keep writes bench/scores.json
  fuzz [TARGET ...] [SECONDS]
                  run every fuzz target, or these, so long (60)
  web             build the web page into web/build
  pictures        take the pictures of the manual anew, in a browser
  tidy            check the house rules: layers, file sizes, crate docs, words
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let done = match arguments.first().map(String::as_str) {
        Some("demo") => demo::run(rest),
        Some("test") => test::run(),
        Some("score") => score::run(rest),
        Some("fuzz") => fuzz::run(rest),
        Some("web") => web::build(),
        Some("pictures") => web::pictures(),
        Some("tidy") => tidy::run(),
        _ => {
            print!("{HELP}");
            return if arguments.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) };
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
