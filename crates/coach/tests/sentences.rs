//! Sentences with the rules that they break: `tests/sentences/*.md`, written apart from the rules.
#![expect(clippy::print_stderr, reason = "a test that shows its score")]

use std::collections::BTreeSet;

use postlude_coach::{Coach, Moment};

const DOCUMENTS: [&str; 2] =
    [include_str!("sentences/questions.md"), include_str!("sentences/statements.md")];

#[test]
fn the_coach_is_precise_first() {
    let coach = Coach::english();
    let (mut right, mut wrong, mut missed, mut fine, mut disturbed) = (0, 0, 0, 0, 0);
    for line in DOCUMENTS.iter().flat_map(|document| document.lines()) {
        let Some((rules, text)) = line.strip_prefix("- [").and_then(|line| line.split_once("] ")) else {
            continue;
        };
        let wanted: BTreeSet<&str> = rules.split(", ").filter(|rule| !rule.is_empty()).collect();
        let found: BTreeSet<&str> =
            coach.check(text, Moment::Any).iter().map(|finding| finding.rule).collect();
        right += wanted.intersection(&found).count();
        wrong += found.difference(&wanted).count();
        missed += wanted.difference(&found).count();
        fine += usize::from(wanted.is_empty());
        disturbed += usize::from(wanted.is_empty() && !found.is_empty());
        if wanted != found {
            eprintln!("{text}\n    wanted {wanted:?}, found {found:?}");
        }
    }
    eprintln!(
        "{right} right, {wrong} wrong, {missed} missed; {disturbed} of {fine} fine sentences disturbed"
    );
    assert!(right + missed > 130 && fine > 90, "the documents were not read");
    assert!(right * 100 >= (right + wrong) * 90, "precision");
    assert!(right * 100 >= (right + missed) * 85, "recall");
    assert!(disturbed * 100 <= fine * 5, "fine sentences");
}
