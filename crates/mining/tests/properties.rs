//! What holds for any bodies.

use std::collections::BTreeMap;

use postlude_mining::{Masker, PATTERNS_OF_BLOCK, Patterns, parameters, templates};
use proptest::prelude::*;

fn body() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        5 => prop::sample::select(vec![
            "order", "paid", "user", "for", "root", "ada", "ben", "12", "0x1f", "/a/b", "eth0", "true", "KB", "ms", "-", "****",
            "a=b", "k=", "k=v", "k=\"v w\"", "(", ")", "()", "[1, 2]", "{x", "}", ":", "a:b", "<*>", "<3", "'q'", "Jul", "é", "..",
            "x...", "\u{2028}", "1:2:3", "http://a.b/c", "C:\\x", "\n", "java.io.IOException: x", "GET", "/a?b", "\t", "..a",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
    ];
    prop_oneof![
        6 => prop::collection::vec(word, 0..10).prop_map(|words| words.join(" ")),
        1 => any::<String>(),
        1 => "[a-f0-9:./<>=\"' -]{0,40}",
    ]
}

fn table(bodies: &[String], limit: usize) -> Patterns {
    let mut patterns = Patterns::new(limit);
    for body in bodies {
        patterns.observe(body);
    }
    patterns
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_pattern_is_its_own_pattern_s_name(body in body()) {
        let mut masker = Masker::default();
        let id = masker.pattern(&body);
        let text = masker.text().to_owned();
        prop_assert_eq!(masker.pattern(&body), id);
        prop_assert!(!text.starts_with(' ') && !text.ends_with(' '), "{:?}", text);
        prop_assert!(!text.contains("  "), "{:?}", text);
    }

    #[test]
    fn every_pattern_belongs_to_one_template(bodies in prop::collection::vec(body(), 0..40)) {
        let patterns = table(&bodies, PATTERNS_OF_BLOCK).into_sorted();
        let all = templates(&patterns);
        let mut owners: BTreeMap<u64, usize> = BTreeMap::new();
        let mut names = BTreeMap::new();
        for template in &all {
            prop_assert!(names.insert(template.id, &template.text).is_none(), "two templates are called {:?}", template.text);
            for id in &template.patterns {
                *owners.entry(*id).or_default() += 1;
            }
        }
        prop_assert_eq!(owners.len(), patterns.len());
        prop_assert!(owners.values().all(|count| *count == 1));
        prop_assert_eq!(all.iter().map(|template| template.count).sum::<u64>(), bodies.len() as u64);
    }

    #[test]
    fn order_and_blocks_do_not_matter(bodies in prop::collection::vec(body(), 0..40), cut in 0_usize..40) {
        let whole = templates(&table(&bodies, PATTERNS_OF_BLOCK).into_sorted());
        let cut = cut.min(bodies.len());
        let mut merged = table(&bodies[cut..], PATTERNS_OF_BLOCK);
        merged.merge(table(&bodies[..cut], PATTERNS_OF_BLOCK));
        prop_assert_eq!(whole, templates(&merged.into_sorted()));
    }

    #[test]
    fn a_table_stays_bounded(bodies in prop::collection::vec(body(), 0..60), limit in 0_usize..8) {
        let patterns = table(&bodies, limit);
        prop_assert!(patterns.len() <= 2 * limit + 1);
        let count: u64 = patterns.into_sorted().iter().map(|(_, pattern)| pattern.count).sum();
        prop_assert_eq!(count, bodies.len() as u64);
    }

    #[test]
    fn values_put_back_give_the_body(body in body(), template in body()) {
        for template in [&template, &body.replace("12", "<*>")] {
            let values = parameters(&body, template);
            let holes = template.matches("<*>").count();
            prop_assert!(values.is_empty() || values.len() == holes);
            if !values.is_empty() {
                let mut parts = template.split("<*>");
                let mut again = parts.next().unwrap_or_default().to_owned();
                for (part, value) in parts.zip(&values) {
                    again.push_str(value);
                    again.push_str(part);
                }
                let squeeze = |text: &str| text.chars().filter(|c| !c.is_ascii_whitespace() && !c.is_ascii_control()).collect::<String>();
                prop_assert_eq!(squeeze(&again), squeeze(&body));
            }
        }
    }
}
