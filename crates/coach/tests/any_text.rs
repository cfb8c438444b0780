//! Whatever the text is: no panic, and places inside of it.

use postlude_coach::{Coach, Moment};
use proptest::prelude::*;

fn check(coach: &Coach, text: &str) {
    for finding in coach.check(text, Moment::Any).into_iter().chain(coach.check_markdown(text, Moment::Any)) {
        assert!(
            text.get(finding.span.clone()).is_some_and(|part| !part.is_empty()),
            "{finding:?} in {text:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_text_is_read(text in r"(\PC|[\s\S]|why did you |should have |'|“|`|> |- |, right\?){0,60}") {
        check(&Coach::english(), &text);
    }
}

#[test]
fn evidence_is_left_alone() {
    let coach = Coach::english();
    let text = "> The developer was careless.\n\n```\nWho broke it?\n```\n\nShe said: \"He is an idiot\".\n\n<!-- coach: ignore -->\n\nWho broke it?\n\nWho dropped it?\n";
    let findings = coach.check_markdown(text, Moment::Any);
    let found: Vec<&str> = findings.iter().filter_map(|finding| text.get(finding.span.clone())).collect();
    assert_eq!(found, ["Who dropped"]);
}

#[test]
fn actions_are_judged_where_actions_are_written() {
    let coach = Coach::english();
    let rules = |moment| coach.check("We will be more careful.", moment).len();
    assert_eq!((rules(Moment::Telling), rules(Moment::Actions)), (0, 1));
}
