//! The manual and its files: every link of a chapter leads somewhere, every picture is shown, and none is heavy.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::run;

const PICTURES: &str = "docs/pictures";

/// Most bytes of a picture: the manual is read over slow lines too, and pictures stay in the history for good.
const HEAVIEST: u64 = 150_000;

/// What is wrong with the chapters.
pub fn breaches() -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    let mut shown = BTreeSet::new();
    for chapter in files("docs")?.into_iter().filter(|name| name.ends_with(".md")) {
        let text = fs::read_to_string(run::root().join("docs").join(&chapter))?;
        for target in links(&text) {
            if let Some(picture) = target.strip_prefix("pictures/") {
                shown.insert(picture.to_owned());
            }
            if !run::root().join("docs").join(target).exists() {
                breaches.push(format!("docs/{chapter}: {target} does not exist{}", hint(target)));
            }
        }
    }
    for picture in files(PICTURES)? {
        if !shown.contains(&picture) {
            breaches.push(format!("{PICTURES}/{picture}: no chapter shows it"));
        }
        let bytes = fs::metadata(run::root().join(PICTURES).join(&picture))?.len();
        if bytes > HEAVIEST {
            breaches.push(format!("{PICTURES}/{picture}: {bytes} bytes, {HEAVIEST} are the most"));
        }
    }
    Ok(breaches)
}

fn hint(target: &str) -> &'static str {
    if target.starts_with("pictures/") { "; `cargo xtask pictures` takes the pictures anew" } else { "" }
}

/// Names of the files in a folder, which need not be there.
fn files(folder: &str) -> Result<BTreeSet<String>> {
    let folder = run::root().join(folder);
    if !Path::new(&folder).exists() {
        return Ok(BTreeSet::new());
    }
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let files = entries.iter().filter(|entry| entry.path().is_file());
    Ok(files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

/// Where the links and pictures of a page lead, as far as they stay on this disk; without what follows a `#`.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let near = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
    near.map(|target| target.split_once('#').map_or(target, |(path, _)| path)).collect()
}

#[cfg(test)]
mod tests {
    use super::links;

    #[test]
    fn links_that_stay_here() {
        let check = |text: &str, expected: &[&str]| assert_eq!(links(text), expected, "{text}");
        check(
            "![The timeline](pictures/timeline.webp) and [clocks](clocks.md#repair)",
            &["pictures/timeline.webp", "clocks.md"],
        );
        check("[far](https://example.com/a), [below](#keys), [open](", &[]);
        check("[up](../README.md)\n[down](a.md)", &["../README.md", "a.md"]);
    }
}
