use postlude_base::{Problem, Timestamp};
use postlude_evidence::{Record, Sink};
use proptest::prelude::*;

use crate::{Block, Carry, Head, Hints};

/// `time text` of each record, with the bytes it stands in when `cite` is set.
#[derive(Default)]
struct Entries(Vec<String>);

impl Sink for Entries {
    fn record(&mut self, record: &Record<'_>) {
        let Record::Message(message) = record else { return self.0.push(format!("{record:?}")) };
        let time = message.origin.time.map_or_else(|| "-".to_owned(), |time| time.to_string());
        let end = message.origin.attribute("end").map(|end| format!("..{end}")).unwrap_or_default();
        self.0.push(format!("{time}{end} {}", message.text));
    }

    fn problem(&mut self, _: Problem) {}
}

fn check_at(path: &str, text: &str, expected: &[&str]) {
    let hints = Hints { path, ..Hints::default() };
    let head = Head { bytes: text.as_bytes(), complete: true, hints: &hints };
    let found = super::sniff(&head).unwrap_or_else(|| panic!("not told as notes: {text}"));
    let mut entries = Entries::default();
    found.reader.read(&Block::whole(text.as_bytes()), &mut Carry::default(), &mut entries);
    assert_eq!(entries.0, expected, "{text}");
}

fn check(text: &str, expected: &[&str]) {
    check_at("notes.md", text, expected);
}

#[test]
fn a_date_in_a_heading_holds_below() {
    check(
        "# Incident of 5 March 2024\n\n14:02 UTC - rolled back\n14:10 it did not help\n",
        &[
            "- Incident of 5 March 2024",
            "2024-03-05T14:02:00Z rolled back",
            "2024-03-05T14:10:00Z it did not help",
        ],
    );
    check(
        "## 2024-03-05\n\n- 14:02: a b\n\n## 2024-03-06\n\n- 09:00: c d\n",
        &["2024-03-05T14:02:00Z a b", "2024-03-06T09:00:00Z c d"],
    );
}

#[test]
fn a_zone_named_once_holds_for_all() {
    check(
        "# 2024-03-05 (all times CET)\n14:02 rolled back\n14:10 UTC looked again\n",
        &[
            "- 2024-03-05 (all times CET)",
            "2024-03-05T13:02:00Z rolled back",
            "2024-03-05T14:10:00Z looked again",
        ],
    );
    check(
        "2024-03-05\n14:02 CET rolled back\n14:10 looked again\n",
        &["2024-03-05T13:02:00Z rolled back", "2024-03-05T13:10:00Z looked again"],
    );
    check(
        "| Time (UTC+2) | Event |\n|---|---|\n| 2024-03-05 14:02 | rolled back |\n",
        &["- Time (UTC+2) | Event", "2024-03-05T12:02:00Z rolled back"],
    );
}

#[test]
fn tables_lists_and_ranges() {
    check(
        "| 2024-03-05 | 14:02 | rolled back |\n| | 14:10 | gone up |\n",
        &["2024-03-05T14:02:00Z rolled back", "2024-03-05T14:10:00Z gone up"],
    );
    check(
        "2024-03-05\n* **14:02-14:10** errors rise\n* 14:12 – 14:20: errors fall\n",
        &[
            "2024-03-05T14:02:00Z..2024-03-05T14:10:00Z errors rise",
            "2024-03-05T14:12:00Z..2024-03-05T14:20:00Z errors fall",
        ],
    );
    check(
        "5 March 2024\n1. 2:02pm we saw it\n2. 2:10 PM PST we fixed it\n",
        &["2024-03-05T14:02:00Z we saw it", "2024-03-05T22:10:00Z we fixed it"],
    );
}

#[test]
fn midnight_comes_once() {
    check(
        "2024-03-05\n23:50 slow answers\n00:10 fixed it all\n00:05 forgotten until now\n",
        &[
            "2024-03-05T23:50:00Z slow answers",
            "2024-03-06T00:10:00Z fixed it all",
            "2024-03-06T00:05:00Z forgotten until now",
        ],
    );
}

#[test]
fn unusual_clocks() {
    check(
        "2024-03-05\n11.50 half way there\n1402 UTC rolled back\n14h30 all is well\n~15:00 done with it\n",
        &[
            "2024-03-05T11:50:00Z half way there",
            "2024-03-05T14:02:00Z rolled back",
            "2024-03-05T14:30:00Z all is well",
            "2024-03-05T15:00:00Z done with it",
        ],
    );
}

#[test]
fn labels_before_a_time() {
    check(
        "- First detected 2024-03-05 13:14\n- Repaired 13:40\n- We met at 14:00 to talk about what had happened\n",
        &[
            "2024-03-05T13:14:00Z First detected 2024-03-05 13:14",
            "2024-03-05T13:40:00Z Repaired 13:40",
            "- We met at 14:00 to talk about what had happened",
        ],
    );
}

#[test]
fn text_belongs_to_the_entry_it_follows() {
    check(
        "2024-03-05\n- 14:02 rolled back\n  - with the script\n  because of the alert\n- 14:10 next\n\nOther text\nin two lines.\n",
        &[
            "2024-03-05T14:02:00Z rolled back\n- with the script\nbecause of the alert",
            "2024-03-05T14:10:00Z next",
            "- Other text\nin two lines.",
        ],
    );
    check(
        "2024-03-05\n14:02 saw this:\n```\n2024-03-05T14:01:00Z ERROR x\n```\n14:10 fixed it\n",
        &[
            "2024-03-05T14:02:00Z saw this:\n```\n2024-03-05T14:01:00Z ERROR x\n```",
            "2024-03-05T14:10:00Z fixed it",
        ],
    );
}

#[test]
fn text_below_a_timed_heading_is_its_own() {
    check(
        "All times in CET\n\n### 2024-03-05 14:02\n\nErrors rise.\n\nAnd rise.\n\n### 14:10\n\nRolled back.\n\n## Lessons\n\nNone.\n",
        &[
            "- All times in CET",
            "2024-03-05T13:02:00Z Errors rise.\nAnd rise.",
            "2024-03-05T13:10:00Z Rolled back.",
            "- Lessons",
            "- None.",
        ],
    );
}

#[test]
fn the_name_of_the_file_gives_a_date() {
    check_at(
        "notes-2024-03-05.txt",
        "14:02 UTC - rolled back\n14:10 UTC - up again\n",
        &["2024-03-05T14:02:00Z rolled back", "2024-03-05T14:10:00Z up again"],
    );
    check_at(
        "notes.txt",
        "14:02 UTC - rolled back\n14:10 UTC - up again\n",
        &["- rolled back", "- up again"],
    );
}

#[test]
fn logs_are_not_notes() {
    let is_notes = |text: &str| {
        let hints = Hints { path: "app.log", ..Hints::default() };
        super::sniff(&Head { bytes: text.as_bytes(), complete: true, hints: &hints }).is_some()
    };
    assert!(!is_notes("14:02:11 INFO started the server\n14:02:12 ERROR could not bind\n"));
    assert!(!is_notes(
        "2024-03-05 14:02:11,123 a.b.C - went on to the next\n2024-03-05 14:02:12,001 a.b.C - and so on\n"
    ));
    assert!(!is_notes("14:02 user=ana status=200 path=/x\n14:02 user=bo status=500 path=/y\n"));
    assert!(!is_notes(
        "Mar  5 14:02:11 web sshd[71]: Accepted key\nMar  5 14:02:12 web sshd[72]: Closed now\n"
    ));
    assert!(!is_notes("no time at all\n"));
}

proptest! {
    #[test]
    fn any_text_gives_spans_in_order(text in "([#|*~>-]{0,2} ?([0-9]{1,4}[-:./ h]){0,4}[a-zé |\n]{0,8}){0,12}") {
        let hints = Hints { path: "x.md", modified: Some(Timestamp(0)), ..Hints::default() };
        let head = Head { bytes: text.as_bytes(), complete: true, hints: &hints };
        if let Some(found) = super::sniff(&head) {
            let mut spans = Spans::default();
            found.reader.read(&Block::whole(text.as_bytes()), &mut Carry::default(), &mut spans);
            prop_assert!(spans.0.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{:?}", spans.0);
            prop_assert!(spans.0.iter().all(|span| span.0 <= span.1 && span.1 <= text.len() as u64));
        }
    }
}

#[derive(Default)]
struct Spans(Vec<(u64, u64)>);

impl Sink for Spans {
    fn record(&mut self, record: &Record<'_>) {
        let span = record.origin().span;
        self.0.push((span.from, span.to));
    }

    fn problem(&mut self, _: Problem) {}
}
