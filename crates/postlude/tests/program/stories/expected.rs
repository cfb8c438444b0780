use jiff::civil::Date;

use super::super::timeline::{Entry, Lead, Timeline};
use super::document::{duration, moment};

/// Holds a timeline against the lines of a story; gives back those that it does not keep.
///
/// * `14:07:10 ±30s errors|new_log payment: words` is an entry of one of these kinds of this service (`-`: of none, `*`: of any)
///   which cites these words. The words may be left out.
/// * `never errors payment` is no such entry at any time.
/// * `at most 12 entries`.
pub(super) fn broken_timeline_lines<'a>(lines: &'a [String], day: Date, found: &Timeline) -> Vec<&'a str> {
    lines.iter().map(String::as_str).filter(|line| !holds(line, day, found)).collect()
}

fn holds(line: &str, day: Date, found: &Timeline) -> bool {
    let (head, words) = line.split_once(": ").unwrap_or((line, ""));
    match head.split_whitespace().collect::<Vec<_>>()[..] {
        ["at", "most", count, "entries"] => found.entries.len() <= count.parse().unwrap(),
        ["never", kinds, service] => !found.entries.iter().any(|entry| fits(entry, kinds, service, words)),
        [time, within, kinds, service] => {
            let within = duration(within.strip_prefix('±').expect("how far off")).as_secs_f64();
            found.entries.iter().any(|entry| {
                entry.seconds_from(moment(day, time)) <= within && fits(entry, kinds, service, words)
            })
        }
        _ => panic!("not a line of a timeline: {line}"),
    }
}

fn fits(entry: &Entry, kinds: &str, service: &str, words: &str) -> bool {
    let service_fits = match service {
        "*" => true,
        "-" => entry.service.is_none(),
        name => entry.service.as_deref() == Some(name),
    };
    (kinds == "*" || entry.is(&kinds.split('|').collect::<Vec<_>>())) && service_fits && entry.cites(words)
}

/// The same for leads: `payment first`, `payment first, after words` (the change that the lead is about cites them),
/// `payment first, no change`, `payment among` (at any place, with any score), `none worth looking at first`.
/// A service `*` is any.
pub(super) fn broken_lead_lines<'a>(lines: &'a [String], found: &Timeline) -> Vec<&'a str> {
    lines.iter().map(String::as_str).filter(|line| !lead_holds(line, found)).collect()
}

fn lead_holds(line: &str, found: &Timeline) -> bool {
    if line == "none worth looking at first" {
        return found.leads.iter().all(|lead| lead.score < 0.5);
    }
    let (place, about) = line.split_once(", ").unwrap_or((line, ""));
    let fits = |lead: &Lead, service: &str| {
        (service == "*" || lead.service.as_deref() == Some(service)) && is_about(lead, about, found)
    };
    match place.split_once(' ') {
        Some((service, "first")) => {
            found.leads.first().is_some_and(|lead| lead.score >= 0.5 && fits(lead, service))
        }
        Some((service, "among")) => found.leads.iter().any(|lead| fits(lead, service)),
        _ => panic!("not a line of leads: {line}"),
    }
}

fn is_about(lead: &Lead, about: &str, found: &Timeline) -> bool {
    match (about, about.strip_prefix("after ")) {
        ("", _) => true,
        ("no change", _) => lead.change.is_none(),
        (_, Some(words)) => found.change_of(lead).is_some_and(|change| change.cites(words)),
        _ => panic!("not what a lead can be about: {about}"),
    }
}

/// Two entries, a lead about the first of them, and another about nothing that was changed.
fn example() -> Timeline {
    let entry = |id: &str, time: &str, kind: &str, text: &str| Entry {
        id: id.to_owned(),
        time: time.parse().unwrap(),
        kind: kind.to_owned(),
        service: Some("payment".to_owned()),
        title: "a title does not count".to_owned(),
        cited: vec![("app.log".to_owned(), text.to_owned())],
    };
    let entries = vec![
        entry("e1", "2026-03-02T14:00:00Z", "change", "payment 4.1.0 is out"),
        entry("e2", "2026-03-02T14:07:10Z", "errors", "charge refused"),
    ];
    let lead = |service: &str, change: Option<&str>, score: f64| Lead {
        service: Some(service.to_owned()),
        change: change.map(str::to_owned),
        score,
    };
    Timeline { entries, leads: vec![lead("payment", Some("e1"), 0.7), lead("stock", None, 0.2)] }
}

fn check(line: &str, expected: bool) {
    let day = "2026-03-02".parse().unwrap();
    assert_eq!(broken_timeline_lines(&[line.to_owned()], day, &example()).is_empty(), expected, "{line}");
}

fn check_lead(line: &str, expected: bool) {
    assert_eq!(broken_lead_lines(&[line.to_owned()], &example()).is_empty(), expected, "{line}");
}

#[test]
fn an_entry_is_near_its_moment() {
    check("14:07:00 ±30s errors payment", true);
    check("14:07:50 ±30s errors payment", false);
}

#[test]
fn an_entry_is_of_its_kind_and_service() {
    check("14:07:10 ±1s new_log|errors payment", true);
    check("14:07:10 ±1s new_log payment", false);
    check("14:07:10 ±1s errors *", true);
    check("14:07:10 ±1s errors orders", false);
    check("14:07:10 ±1s errors -", false);
}

#[test]
fn words_are_looked_for_in_the_evidence() {
    check("14:07:10 ±1s errors payment: charge refused", true);
    check("14:07:10 ±1s errors payment: a title", false);
}

#[test]
fn what_must_not_be_there() {
    check("never silence payment", true);
    check("never errors payment", false);
    check("at most 2 entries", true);
    check("at most 1 entries", false);
}

#[test]
fn the_first_lead() {
    check_lead("payment first, after 4.1.0", true);
    check_lead("payment first, after 4.0.9", false);
    check_lead("payment first, no change", false);
    check_lead("orders first", false);
    check_lead("* first, after 4.1.0", true);
    check_lead("stock first", false);
    check_lead("none worth looking at first", false);
}

#[test]
fn a_lead_among_others() {
    check_lead("stock among, no change", true);
    check_lead("payment among, after 4.1.0", true);
    check_lead("stock among, after 4.1.0", false);
    check_lead("orders among", false);
}
