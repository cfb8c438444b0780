//! Timelines in a few lines, and what each rule finds in them.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::*;
use crate::timeline::of_draft;

/// An entry of the draft as `14:00-14:20 errors orders: requests fail`, a message as `14:05 decision: we wait`, each optionally with when it was
/// known at the end: `| known 14:04 monitoring`. A service `-` is none.
fn drafted(line: &str) -> Value {
    let (line, known) = line.split_once(" | known ").unwrap_or((line, ""));
    let (head, title) = line.split_once(": ").unwrap();
    let parts: Vec<&str> = head.split(' ').collect();
    let (from, to) = parts[0].split_once('-').unwrap_or((parts[0], ""));
    let moment = |time: &str| (!time.is_empty()).then(|| format!("2026-03-05T{time}:00Z"));
    let message = !parts[1].is_empty() && parts.len() == 2;
    let service = parts.get(2).filter(|name| **name != "-").copied();
    let known =
        known.split_once(' ').map(|(time, by)| json!({"time": moment(time), "by": by, "how": "it was seen"}));
    json!({
        "kind": if message { "message" } else { parts[1] }, "message_kind": message.then_some(parts[1]), "time": moment(from),
        "end": moment(to), "service": service, "title": match service { Some(name) => format!("{name}: {title}"), None => title.to_owned() },
        "score": 0.8, "time_error_s": 1.0, "known": known, "evidence": [{"source": "s", "bytes": [0, 1]}],
    })
}

fn review(lines: &[&str]) -> Review {
    of_draft("i", &lines.iter().map(|line| drafted(line)).collect::<Vec<_>>())
}

fn clock() -> wording::Clock {
    wording::Clock::of(&TimeZone::UTC, std::iter::empty())
}

/// The entries that a rule asks about, by their words.
fn asked(review: &Review, rule: &str) -> Vec<String> {
    let scene = scene::Scene::of(review);
    let one = rules::all().iter().find(|one| one.name == rule).unwrap();
    let sentences = wording::Sentences::read(one.name, one.sentences);
    let asked = (one.find)(&scene).into_iter().filter_map(|finding| {
        // Every wording that fits can be filled; a finding that no wording fits asks nothing.
        let question = question::of(one.name, &sentences, &finding, &clock())?;
        let title = review.entry(question.raised_by[0].id()).map(|entry| entry.title().to_owned());
        title.or_else(|| review.notes.first().map(|note| note.text.clone()))
    });
    asked.collect()
}

fn check(rule: &str, lines: &[&str], expected: &[&str]) {
    assert_eq!(asked(&review(lines), rule), expected, "{rule}: {lines:#?}");
}

const FAILS: &str = "14:00-14:30 errors orders: requests fail";

#[test]
fn how_it_began() {
    check("change_before", &["13:58 change orders: 1.8.0", FAILS], &["orders: 1.8.0"]);
    check("change_before", &["13:40 change orders: 1.8.0", FAILS], &[]);
    check("change_before", &["14:10 change orders: 1.8.0", FAILS], &[]);
    check(
        "although",
        &["13:50-14:10 alert host: load is high", "13:58 change orders: 1.8.0"],
        &["orders: 1.8.0"],
    );
    check("although", &["13:50-13:55 alert host: load is high", "13:58 change orders: 1.8.0"], &[]);
    check(
        "although",
        &["13:50-14:10 alert host: load is high", "13:58 change orders: rollback to 1.7.0"],
        &[],
    );
    check(
        "stopped",
        &["14:00-14:20 silence orders: no longer logged: order kept"],
        &["orders: no longer logged: order kept"],
    );
    check("stopped", &["14:00-14:01 silence orders: no longer logged: order kept"], &[]);
}

#[test]
fn the_order_of_a_change_and_the_trouble() {
    let both = |undecided: bool| {
        let mut entries: Vec<Value> = [FAILS, "14:00 change orders: 1.8.0"].map(drafted).into();
        entries[0]["id"] = json!("e1");
        entries[1]["id"] = json!("e2");
        entries[1]["order_undecided_with"] = if undecided { json!(["e1"]) } else { json!([]) };
        asked(&of_draft("i", &entries), "order")
    };
    assert_eq!(both(true), ["orders: 1.8.0"]);
    assert_eq!(both(false), Vec::<String>::new());
}

#[test]
fn how_it_came_to_be_known() {
    let known = |time: &str| format!("{FAILS} | known {time} monitoring");
    check("late_known", &[&known("14:09")], &["orders: requests fail"]);
    check("late_known", &[&known("14:01")], &[]);
    check("late_known", &[&known("13:20")], &[]);
    check("unseen", &[FAILS], &["orders: requests fail"]);
    check("unseen", &[&known("14:09")], &[]);
    check(
        "fast",
        &["14:00-14:30 errors orders: requests fail | known 14:01 on-call"],
        &["orders: requests fail"],
    );
    check("fast", &[&known("14:01")], &[]);
    check("alert_late", &[FAILS, "14:06 alert orders: OrdersFail"], &["orders: OrdersFail"]);
    check("alert_late", &[FAILS, "14:01 alert orders: OrdersFail"], &[]);
    check("no_alert", &[FAILS], &["orders: requests fail"]);
    check("no_alert", &[FAILS, "14:06 alert -: OrdersFail"], &[]);
    check("no_alert", &["14:00-14:03 errors orders: requests fail"], &[]);
    check(
        "alert_alone",
        &["13:00 alert host: HostLoad: high", "13:20 alert host: HostLoad: high", FAILS],
        &["host: HostLoad: high"],
    );
    check("alert_alone", &[FAILS, "14:06 alert -: OrdersFail"], &[]);
    check(
        "first_look",
        &[FAILS, "14:04 observation: orders are slow", "14:06 decision: we wait"],
        &["orders are slow"],
    );
    check(
        "first_look",
        &[FAILS, "14:02 action_taken: mails go out now", "14:04 observation: orders are slow"],
        &["orders are slow"],
    );
    check("no_words", &[FAILS], &["orders: requests fail"]);
    check("no_words", &[FAILS, "14:04 observation: orders are slow"], &[]);
}

#[test]
fn what_stayed_silent() {
    check(
        "page_silence",
        &[FAILS, "14:02 alert orders: OrdersFail", "14:15 observation: awake"],
        &["orders: OrdersFail"],
    );
    check("page_silence", &[FAILS, "14:02 alert orders: OrdersFail", "14:04 observation: awake"], &[]);
    check(
        "page_silence",
        &[FAILS, "14:02 alert orders: OrdersFail | known 14:03 on-call", "14:15 observation: awake"],
        &[],
    );
    check(
        "unanswered",
        &[FAILS, "14:05 question: whose is it?", "14:15 observation: awake"],
        &["whose is it?"],
    );
    check("unanswered", &[FAILS, "14:05 question: whose is it?", "14:06 observation: ours"], &[]);
    check("gap", &[FAILS, "14:05 observation: it waits", "14:20 observation: it still waits"], &["it waits"]);
    check("gap", &[FAILS, "14:05 observation: it waits", "14:08 observation: it still waits"], &[]);
    check("gap", &[FAILS, "14:31 observation: it is over", "14:50 observation: it stays so"], &[]);
}

#[test]
fn what_people_made_of_it() {
    let with = |line: &'static str| vec![FAILS, "14:02 observation: orders fail", line];
    let once = |rule: &str, line: &'static str| check(rule, &with(line), &[line.split_once(": ").unwrap().1]);
    let never = |rule: &str, line: &'static str| check(rule, &with(line), &[]);
    once("surprise", "14:10 observation: hm, the step takes longer than on the copy");
    never("surprise", "14:10 observation: the step takes as much time as on the copy");
    once("contradiction", "14:10 status_update: orders is green on all dashboards");
    never("contradiction", "14:10 status_update: stock is not fine");
    never("contradiction", "14:40 status_update: orders is fine");
    once("found", "14:10 observation: only orders-2 waits");
    never("found", "14:40 observation: only orders-2 waits");
    once("idea", "14:10 hypothesis: maybe the pool is full");
    once("idea", "14:10 question: 1.8.0 went out at 13:58, should we roll back?");
    never("idea", "14:10 question: whose is it?");
    once("knowledge", "14:10 action_taken: that was us at 13:58, putting it back");
    once("knowledge", "14:10 observation: the standby has the old password since 13:05");
    never("knowledge", "14:10 action_taken: the page is mine");
    never("knowledge", "14:10 question: what happened at 13:58?");
    once("workaround", "14:10 decision: we offer the code by mail until they are back");
    never("workaround", "14:10 decision: do not restart by hand");
    once("hand_over", "14:10 hand_over: I take command");
    once("decision", "14:10 decision: we wait");
    once("practice", "14:10 decision: Standard procedure: roll back");
    never("practice", "14:10 decision: roll back");
    let found = propose(
        &review(&with(
            "14:10 decision: Only orders changed. Standard procedure: back to 1.7.0. Ines, please",
        )),
        &BTreeSet::new(),
        &TimeZone::UTC,
        MOST,
    );
    assert!(
        found.iter().any(|question| question.text.contains("“Standard procedure: back to 1.7.0”")),
        "{found:#?}"
    );
}

#[test]
fn what_was_done_and_how_it_ended() {
    let back = "14:30 recovery orders: back to usual";
    let restart = "14:10 change orders: restart";
    check("worse", &[FAILS, restart, "14:11-14:20 errors stock: no connection"], &["orders: restart"]);
    check("worse", &[FAILS, restart, "14:18-14:20 errors stock: no connection"], &[]);
    check(
        "helped",
        &[FAILS, "14:27 decision: we turn it off", "14:28 action_taken: it is off", back],
        &["we turn it off"],
    );
    check("helped", &[FAILS, "14:10 action_taken: it is off", back], &[]);
    check("alone", &[FAILS, "14:10 action_taken: it is off", back], &["orders: back to usual"]);
    check("alone", &[FAILS, "14:28 action_taken: it is off", back], &[]);
    check("over", &[FAILS, back, "14:35 status_update: orders are kept again"], &["orders are kept again"]);
    check("over", &[FAILS, back, "15:35 status_update: orders are kept again"], &[]);
}

/// A document with one entry of the machine, one of a person and one note.
fn told(machine: &str, fields: Value, account: Value, note: Value) -> Review {
    let id = machine_id(machine);
    let mut first = json!({"machine": drafted(machine)});
    first.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let entries: Map<String, Value> =
        [(id.clone(), first), ("told".to_owned(), account)].into_iter().collect();
    let note: Value = serde_json::from_str(&note.to_string().replace("FIRST", &id)).unwrap();
    Review::read(&json!({"entries": entries, "notes": {"n": note}})).0
}

fn machine_id(line: &str) -> String {
    crate::timeline::machine_ids("i", &[drafted(line)]).remove(0)
}

#[test]
fn accounts_of_people() {
    let saw = json!({"kind": "saw", "text": "it was slow", "on": "FIRST"});
    let surprised = json!({"kind": "surprised", "text": "nobody was paged", "on": "FIRST"});
    let nothing = json!({"title": "something else", "time": "2026-03-05T14:00:00Z"});
    let same = json!({"title": "restarted the orders pods", "time": "2026-03-05T14:20:00Z"});
    let restarted = "14:10 action_taken: restarted orders pods";
    let check =
        |rule: &str, review: Review, expected: &[&str]| assert_eq!(asked(&review, rule), expected, "{rule}");
    check("surprised_note", told(FAILS, json!({}), nothing.clone(), surprised), &["nobody was paged"]);
    check("surprised_note", told(FAILS, json!({}), nothing.clone(), saw.clone()), &[]);
    let later = json!({"time": "2026-03-05T14:09:00Z"});
    check("times_differ", told(FAILS, later, nothing.clone(), saw.clone()), &["orders: requests fail"]);
    check("times_differ", told(restarted, json!({}), same, saw.clone()), &["restarted the orders pods"]);
    check("times_differ", told(restarted, json!({}), nothing, saw), &[]);
}

#[test]
fn what_was_decided_is_not_asked_again_when_the_machine_drafts_again() {
    let lines = [FAILS, "14:05 decision: we wait"];
    let first = propose(&review(&lines), &BTreeSet::new(), &TimeZone::UTC, MOST);
    let dismissed = first.iter().find(|question| question.rule == "decision").unwrap();
    let again = review(&[
        "14:00-14:31 errors orders: requests fail",
        "13:50 change stock: 2.0",
        "14:05 decision: we wait",
    ]);
    let decided = BTreeSet::from([dismissed.id.as_str()]);
    let asked = |decided: &BTreeSet<&str>| {
        propose(&again, decided, &TimeZone::UTC, MOST).iter().any(|question| question.id == dismissed.id)
    };
    assert!(asked(&BTreeSet::new()));
    assert!(!asked(&decided));
}

#[test]
fn questions_are_few_and_of_many_kinds() {
    let mut lines = vec!["14:00-15:50 errors orders: requests fail".to_owned()];
    lines
        .extend((10..60).map(|minute| format!("14:{minute} decision: we try number {}", "x".repeat(minute))));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let found = propose(&review(&lines), &BTreeSet::new(), &TimeZone::UTC, 100);
    let decisions = found.iter().filter(|question| question.rule == "decision").count();
    assert!(found.len() <= MOST && (1..=4).contains(&decisions), "{decisions} of {}", found.len());
    assert_eq!(propose(&review(&lines), &BTreeSet::new(), &TimeZone::UTC, 3).len(), 3);
}

#[test]
fn every_rule_has_sentences_of_its_own() {
    let slots = finding::Slots {
        entry: Some("“an entry”".to_owned()),
        other: Some("“another”".to_owned()),
        service: Some("orders".to_owned()),
        time: Some(postlude_base::Timestamp(0)),
        until: Some(postlude_base::Timestamp(600 * postlude_base::NANOSECONDS_PER_SECOND)),
    };
    let mut names = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for rule in rules::all() {
        let sentences = wording::Sentences::read(rule.name, rule.sentences);
        assert!(names.insert(rule.name), "{} stands twice", rule.name);
        assert!(
            sentences.worth > 0.0 && sentences.worth <= 1.0 && sentences.wordings.len() >= 2,
            "{}",
            rule.name
        );
        assert!(sentences.because(&slots, &clock()).is_some(), "{}", rule.name);
        for at in 0..sentences.wordings.len() as u64 {
            let text = sentences.question(&slots, &clock(), at).unwrap();
            let open =
                ["What ", "How ", "Why ", "Tell us ", "Take us "].iter().any(|begin| text.starts_with(begin));
            let one = text.matches('?').count() + usize::from(text.ends_with('.')) == 1;
            assert!(open && one, "{}: {text}", rule.name);
            seen.insert(text);
        }
    }
    insta::assert_snapshot!(seen.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn times_of_several_days_have_dates() {
    let check = |lines: &[&str], zone: &str, expected: &str| {
        let zone = TimeZone::get(zone).unwrap();
        let found = propose(&review(lines), &BTreeSet::new(), &zone, MOST);
        let silent = found.iter().find(|question| question.rule == "no_words").unwrap();
        assert!(silent.because.ends_with(expected), "{}", silent.because);
    };
    check(&["21:50-22:20 errors orders: requests fail"], "UTC", ", 21:50 to 22:20");
    check(&["21:50-22:20 errors orders: requests fail"], "Asia/Kolkata", ", 03:20 to 03:50");
    check(
        &["21:50-22:20 errors orders: requests fail", "23:30 change stock: 2.0"],
        "Europe/Berlin",
        ", 2026-03-05 22:50 to 2026-03-05 23:20",
    );
}

#[test]
fn odd_documents_do_no_harm() {
    let ends = ["1677-09-21T00:12:44Z", "2262-04-11T23:47:16Z", "2026-03-05T14:00:00Z"];
    let kinds = ["errors", "change", "alert", "recovery", "silence", "message", "gap", ""];
    let mut entries = Map::new();
    for (at, kind) in kinds.iter().cycle().take(72).enumerate() {
        let class = ["decision", "question", "observation", "action_taken", "status_update", "x"][at % 6];
        entries.insert(format!("e{at}"), json!({
            "machine": {"kind": kind, "message_kind": class, "time": ends[at % 3], "end": ends[at / 3 % 3], "time_error_s": 1e300,
                "service": if at % 2 == 0 { "注文\u{202e}" } else { "" }, "score": f64::MAX, "title": "“{entry}” \u{0}注 at 14:00, orders is green??".repeat(at % 9),
                "known": {"time": ends[at / 9 % 3], "by": "", "how": ""}},
            "time": ends[at / 2 % 3],
        }));
    }
    entries.insert("told".to_owned(), json!({"title": "a".repeat(5_000), "time": ends[2]}));
    let notes = json!({"n": {"kind": "surprised", "text": "", "on": "e1"}, "m": {"kind": "did", "text": "x", "from": ends[0]}});
    let review = Review::read(&json!({"entries": entries, "notes": notes})).0;
    let found = propose(&review, &BTreeSet::new(), &TimeZone::UTC, MOST);
    assert!(!found.is_empty());
    assert!(
        found
            .iter()
            .all(|question| question.text.chars().all(|letter| !letter.is_control() && letter != '\u{202e}')),
        "{found:#?}"
    );
    assert!(themes(&review, &found.iter().collect::<Vec<_>>(), &TimeZone::UTC).len() <= 6);
}
