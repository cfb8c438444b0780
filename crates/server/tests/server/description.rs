//! The description of the API is a file that the page's types are made from.

use std::fs;
use std::path::Path;

/// Set it to write the file anew.
const WRITE: &str = "POSTLUDE_WRITE_DESCRIPTION";

#[test]
fn the_description_is_fresh() {
    let file = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/src/lib/api/openapi.json"));
    let description = postlude_server::description() + "\n";
    if std::env::var_os(WRITE).is_some() {
        fs::write(file, &description).unwrap();
    }
    let kept = fs::read_to_string(file).unwrap_or_default();
    assert!(kept == description, "{} is old: run this test once with {WRITE}=1", file.display());
}

/// The routes with their answers, as a page to be looked at when one changes.
#[test]
fn the_routes() {
    let description: serde_json::Value = serde_json::from_str(&postlude_server::description()).unwrap();
    let mut lines = String::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let answers: Vec<_> = operation["responses"].as_object().unwrap().keys().cloned().collect();
            lines += &format!("{:6} {path} {}\n", method.to_uppercase(), answers.join(" "));
        }
    }
    insta::assert_snapshot!(lines);
}
