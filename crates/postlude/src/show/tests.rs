//! Each form of output over one timeline written for it: a release, a slow database, a service that fails, a day that
//! ends, and texts that try to break out.

use jiff::tz::TimeZone;
use postlude_base::{ByteSpan, EvidenceRef, NANOSECONDS_PER_SECOND, SourceId, Timestamp};
use postlude_draft::{Argument, Draft, Entry, Kind, Known, Lead, MessageKind, Plot};

use postlude_lake::SourceLine;

use super::{Cited, Look, Timeline};

fn at(text: &str) -> Timestamp {
    Timestamp::from_jiff(text.parse().unwrap()).unwrap()
}

fn look(width: usize) -> Look {
    Look { zone: TimeZone::UTC, width, legend: true }
}

fn entry(id: &str, time: &str, kind: Kind, service: Option<&str>, title: &str) -> Entry {
    Entry {
        id: id.to_owned(),
        time: at(time),
        end: None,
        time_error: 0,
        order_undecided_with: Vec::new(),
        kind,
        service: service.map(str::to_owned),
        title: title.to_owned(),
        score: 0.8,
        evidence: vec![EvidenceRef { source: SourceId(1), span: ByteSpan::new(120, 190) }],
        reason: "as recorded".to_owned(),
        plot: None,
        message_kind: None,
        known: None,
    }
}

fn timeline() -> Timeline {
    let second = NANOSECONDS_PER_SECOND;
    let values = (0..60).map(|at| Some(if (24..50).contains(&at) { 3.5 } else { 0.2 })).collect();
    let step = 60 * second;
    let plot =
        Plot { label: "latency of orders, s".to_owned(), start: at("2024-03-05T23:20:00Z"), step, values };
    let entries = vec![
        entry(
            "e1",
            "2024-03-05T23:40:02.5Z",
            Kind::Change,
            Some("orders"),
            "orders: release 2.4 with a new index (success)",
        ),
        Entry {
            end: Some(at("2024-03-06T00:10:00Z")),
            time_error: 30 * second,
            score: 0.93,
            reason:
                "latency 3.5 s instead of 0.2 s (26 values against 34 others); 2 other series moved with it"
                    .to_owned(),
            plot: Some(plot),
            known: Some(Known {
                time: at("2024-03-05T23:48:00Z"),
                lag: 240 * second,
                by: "on-call",
                how: "a message tells of orders: slowness".to_owned(),
                evidence: vec![EvidenceRef { source: SourceId(2), span: ByteSpan::new(0, 42) }],
            }),
            ..entry(
                "e2",
                "2024-03-05T23:44:00Z",
                Kind::Latency,
                Some("orders"),
                "orders: latency 3.5 s instead of 0.2 s (26 values against 34 others)",
            )
        },
        entry("e3", "2024-03-05T23:50:41Z", Kind::Errors, Some("shop"), "gateway → shop: 12 % fail"),
        Entry {
            reason: "written in #incident".to_owned(),
            message_kind: Some(MessageKind::ActionTaken),
            ..entry(
                "e4",
                "2024-03-06T00:01:00Z",
                Kind::Message,
                None,
                "<b>rolling back</b> \u{1b}[31m| `orders` *now*",
            )
        },
        entry("e5", "2024-03-06T00:10:00Z", Kind::Recovery, Some("orders"), "orders: back to usual"),
    ];
    let argument = |text: &str, weight: f64| Argument { sign: "own_time", text: text.to_owned(), weight };
    let lead = |service: Option<&str>, score: f64, entries: &[&str]| Lead {
        service: service.map(str::to_owned),
        change: None,
        since: at("2024-03-05T23:44:00Z"),
        score,
        entries: entries.iter().map(|id| (*id).to_owned()).collect(),
        reason: "slower itself, not only its callees; a release ended four minutes before".to_owned(),
        supports: vec![
            argument("own time 2.4 s instead of 0.2 s", 9.3),
            argument("a change shortly before: orders: release 2.4", 4.0),
        ],
        against: vec![argument(
            "stock, which it calls, shows trouble of its own that may explain this",
            -2.1,
        )],
        missing: vec!["no traces through it".to_owned()],
    };
    let source = |number: u32, path: &str, member: Option<&str>, problems: &[&str]| SourceLine {
        source: SourceId(number),
        path: path.to_owned(),
        member: member.map(str::to_owned),
        format: "json lines".to_owned(),
        records: 1200,
        clock: None,
        problems: problems.iter().map(|text| (*text).to_owned()).collect(),
    };
    Timeline {
        draft: Draft {
            window: Some((at("2024-03-05T23:20:00Z"), at("2024-03-06T00:20:00Z"))),
            entries,
            leads: vec![lead(Some("orders"), 0.9, &["e1", "e2"]), lead(Some("shop"), 0.3, &["e3"])],
        },
        sources: vec![
            source(1, "logs/orders.log", None, &[]),
            source(2, "old.zip", Some("chat/<i>.txt"), &["two lines without a time", "odd", "odder"]),
        ],
        bytes: 123_456,
        records: 2400,
        undated: 2,
        seconds: 0.25,
        left_out: 0,
    }
}

fn cite(_: &EvidenceRef, most: u64) -> anyhow::Result<Cited> {
    let text = "{\"level\":\"error\",\"msg\":\"<slow> & \u{1b}[2J\"}\n\tat orders\n".to_owned();
    assert!(most >= text.len() as u64);
    Ok(Cited { line: Some(17), text, left: 3000 })
}

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

fn check_width(width: usize) -> String {
    let text = plain(&super::terminal(&timeline(), &look(width)));
    for line in text.lines() {
        assert!(super::words::width(line) <= width, "{width}: {line}");
    }
    text
}

#[test]
fn terminal() {
    insta::assert_snapshot!("terminal-80", check_width(80));
    insta::assert_snapshot!("terminal-110", check_width(110));
    check_width(60);
    check_width(160);
    check_width(250);
}

#[test]
fn terminal_in_another_zone() {
    let zone = TimeZone::get("Asia/Kolkata").unwrap();
    let text = plain(&super::terminal(&timeline(), &Look { zone, ..look(110) }));
    assert!(text.contains("Wednesday 6 March 2024, IST"), "{text}");
    assert!(text.contains("05:10:02.5"), "{text}");
}

#[test]
fn terminal_without_entries() {
    let mut timeline = timeline();
    timeline.draft.entries.clear();
    timeline.draft.leads.clear();
    assert!(super::terminal(&timeline, &look(80)).contains("Nothing stands out"));
    timeline.left_out = 3;
    assert!(super::terminal(&timeline, &look(80)).contains("No entry is left"));
    timeline.left_out = 0;
    timeline.draft.window = None;
    assert!(super::terminal(&timeline, &look(80)).contains("Without times there is no timeline"));
}

#[test]
fn colours_are_the_only_escapes() {
    let text = super::terminal(&timeline(), &look(110));
    assert!(!text.contains("\u{1b}[31m|"), "the escape of a message must not reach the screen");
    assert!(text.contains("·[31m|"));
}

#[test]
fn explain() {
    let timeline = timeline();
    let entry = &timeline.draft.entries[1];
    insta::assert_snapshot!(
        "explain-entry",
        plain(&super::explain(&timeline, entry, &look(90), &mut cite).unwrap())
    );
    let lead = &timeline.draft.leads[0];
    let text = plain(&super::explain_lead(&timeline, 1, lead, &look(90), &mut cite).unwrap());
    assert!(text.starts_with("lead1 orders\n"), "{text}");
    assert!(text.contains("\ne1 ◆ orders: release 2.4"), "{text}");
}

#[test]
fn reasoning() {
    insta::assert_snapshot!(plain(&super::reasoning(&timeline(), &look(80))));
    let mut quiet = timeline();
    quiet.draft.leads.clear();
    assert!(super::reasoning(&quiet, &look(80)).starts_with("No leads"));
}

#[test]
fn markdown() {
    insta::assert_snapshot!(super::markdown(&timeline(), &look(110), &|_| Some(17)));
}

#[test]
fn csv() {
    insta::assert_snapshot!(super::csv(&timeline()).replace("\r\n", "\n"));
}

#[test]
fn json() {
    insta::assert_snapshot!(super::json(&timeline()));
}

#[test]
fn timesketch() {
    insta::assert_snapshot!(super::timesketch(&timeline()));
}

#[test]
fn html() {
    let page = super::html(&timeline(), &look(110), &mut cite).unwrap();
    let (_, body) = page.split_once("</head>").unwrap();
    let (_, main) = body.split_once("</svg>").unwrap();
    insta::assert_snapshot!(main);
    let outside = ["<script", "http://", "https://", "src=", "@import", "url("];
    assert!(outside.iter().all(|text| !page.contains(text)), "the page must stand alone");
    let anchors = ["e1", "e2", "e3", "e4", "e5", "lead1", "sources"];
    assert!(anchors.iter().all(|id| page.contains(&format!("id=\"{id}\""))));
}

#[test]
fn an_entry_far_away_does_not_press_the_map_together() {
    let mut timeline = timeline();
    let near = timeline.draft.entries.clone();
    for at in 0..2 {
        timeline
            .draft
            .entries
            .extend(near.iter().map(|entry| Entry { id: format!("{}{at}", entry.id), ..entry.clone() }));
    }
    timeline.draft.entries.sort_by_key(|entry| entry.time);
    timeline.draft.entries.push(entry("e99", "2024-03-09T10:00:00Z", Kind::Alert, Some("shop"), "late"));
    let text = plain(&super::terminal(&timeline, &look(80)));
    assert!(text.contains("└23:40"), "{text}");
    assert!(text.lines().any(|line| line.starts_with(" shop ") && line.ends_with('›')), "{text}");
    assert!(super::html(&timeline, &look(80), &mut cite).unwrap().contains("›<title>e99"));
}
