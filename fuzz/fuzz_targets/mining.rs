//! Log bodies to patterns to templates: `crates/mining`.
#![no_main]

use postlude_mining::{PATTERNS_OF_BLOCK, Patterns, Template, parameters, templates};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let found = mine(text.lines());
    assert_eq!(found, mine(text.lines().rev()), "the order of bodies does not matter");
    let mut texts: Vec<&str> = found.iter().map(|template| template.text.as_str()).collect();
    texts.sort_unstable();
    assert!(texts.windows(2).all(|pair| pair[0] != pair[1]), "two templates of one text");
    for (line, template) in text.lines().zip(&found) {
        parameters(line, &template.text);
    }
});

fn mine<'a>(bodies: impl Iterator<Item = &'a str>) -> Vec<Template> {
    let mut patterns = Patterns::new(PATTERNS_OF_BLOCK);
    let mut count = 0;
    for body in bodies {
        patterns.observe(body);
        count += 1;
    }
    let patterns = patterns.into_sorted();
    let found = templates(&patterns);
    let mut ids: Vec<u64> = patterns.iter().map(|(id, _)| *id).collect();
    let mut in_templates: Vec<u64> = found.iter().flat_map(|template| template.patterns.clone()).collect();
    ids.sort_unstable();
    in_templates.sort_unstable();
    assert_eq!(ids, in_templates, "every pattern belongs to exactly one template");
    assert_eq!(found.iter().map(|template| template.count).sum::<u64>(), count, "every body is counted once");
    found
}
