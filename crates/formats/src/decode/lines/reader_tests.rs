use postlude_base::Problem;
use postlude_evidence::{Record, Severity, Sink};
use proptest::prelude::*;

use super::sniff::sniff;
use crate::{Block, Carry, Detection, Head, Hints, Order};

/// What a record says, in one line.
#[derive(Default)]
struct Written {
    records: Vec<String>,
    spans: Vec<(u64, u64)>,
    problems: Vec<String>,
}

impl Sink for Written {
    fn record(&mut self, record: &Record<'_>) {
        let Record::Log(log) = record else { return };
        let origin = &log.origin;
        self.spans.push((origin.span.from, origin.span.to));
        let mut parts = vec![
            origin.line.to_string(),
            origin.time.map_or("-".to_owned(), |time| time.to_string()),
            log.severity.map_or("-", Severity::name).to_owned(),
        ];
        parts.extend(origin.service.as_ref().map(|service| format!("service={service}")));
        parts.push(format!("{:?}", log.body));
        self.records.push(parts.join(" "));
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem.code.into_owned());
    }
}

fn detection(bytes: &[u8]) -> Option<Detection> {
    let hints = Hints { year: Some(2024), ..Hints::default() };
    sniff(&Head { bytes, complete: true, hints: &hints })
}

fn read(bytes: &[u8]) -> Written {
    let mut written = Written::default();
    if let Some(found) = detection(bytes) {
        found.reader.read(&Block::whole(bytes), &mut Carry::default(), &mut written);
    }
    written
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(read(text.as_bytes()).records, expected, "{text}");
}

#[test]
fn lines_in_no_format_continue_the_record_before() {
    check(
        "2024-03-05 14:02:11 ERROR lost\njava.io.IOException: gone\n\tat org.example.Cart.add(Cart.java:7)\n\n  caused by x\n\
         2024-03-05 14:02:12 INFO back\n",
        &[
            "1 2024-03-05T14:02:11Z error \"lost\\njava.io.IOException: gone\\n\\tat org.example.Cart.add(Cart.java:7)\\n\\n  caused by x\"",
            "6 2024-03-05T14:02:12Z info \"back\"",
        ],
    );
}

#[test]
fn lines_before_the_first_header_stand_alone() {
    check(
        "Starting\nup\n2024-03-05 14:02:11 INFO ready\n",
        &["1 - - \"Starting\"", "2 - - \"up\"", "3 2024-03-05T14:02:11Z info \"ready\""],
    );
}

#[test]
fn without_headers_each_line_is_a_record() {
    check("one\n\ntwo\n  three", &["1 - - \"one\"", "3 - - \"two\"", "4 - - \"  three\""]);
}

#[test]
fn formats_may_change_with_every_line() {
    check(
        "2024/03/05 14:02:11 [error] 31#31: *7 refused\n\
         {\"time\":\"2024-03-05T14:02:12Z\",\"level\":\"warn\",\"msg\":\"slow\"}\n\
         Mar  5 14:02:13 box7 sshd[811]: Connection closed\n\
         time=2024-03-05T14:02:14Z level=info msg=\"ready now\"\n",
        &[
            "1 2024-03-05T14:02:11Z error service=nginx \"refused\"",
            "2 2024-03-05T14:02:12Z warn \"slow\"",
            "3 2024-03-05T14:02:13Z - service=sshd \"Connection closed\"",
            "4 2024-03-05T14:02:14Z info \"ready now\"",
        ],
    );
}

#[test]
fn any_line_end() {
    let expected = &["1 2024-03-05T14:02:11Z info \"a\"", "2 2024-03-05T14:02:12Z info \"b\""];
    check("2024-03-05 14:02:11 INFO a\r\n2024-03-05 14:02:12 INFO b\r\n", expected);
    check("2024-03-05 14:02:11 INFO a\r2024-03-05 14:02:12 INFO b\r", expected);
    check("\u{feff}2024-03-05 14:02:11 INFO a\n2024-03-05 14:02:12 INFO b", expected);
    check(&format!("2024-03-05 14:02:11 INFO a\n{}2024-03-05 14:02:12 INFO b", "\0".repeat(500)), expected);
}

#[test]
fn lines_are_counted_by_the_end_that_they_have() {
    for (text, expected) in
        [("2024-03-05 14:02:11 INFO a\nb\n", 2), ("2024-03-05 14:02:11 INFO a\rb\rc\r", 3)]
    {
        let found = detection(text.as_bytes()).expect("lines");
        assert_eq!(found.reader.lines(text.as_bytes()), expected, "{text:?}");
    }
}

#[test]
fn containers_wrap_lines() {
    check(
        "{\"log\":\"[warn] low\\n\",\"stream\":\"stderr\",\"time\":\"2024-03-05T14:02:11.5Z\"}\n\
         {\"log\":\"{\\\"level\\\":\\\"error\\\",\\\"msg\\\":\\\"gone\\\"}\\n\",\"stream\":\"stdout\",\"time\":\"2024-03-05T14:02:12Z\"}\n",
        &["1 2024-03-05T14:02:11.500Z warn \"low\"", "2 2024-03-05T14:02:12Z error \"gone\""],
    );
}

#[test]
fn a_container_writes_long_lines_in_parts() {
    check(
        "2024-03-05T14:02:11.5Z stdout P {\"level\":\"error\",\n\
         2024-03-05T14:02:11.5Z stdout F \"msg\":\"gone\"}\n\
         2024-03-05T14:02:12Z stdout F ready\n",
        &["1 2024-03-05T14:02:11.500Z error \"gone\"", "3 2024-03-05T14:02:12Z - \"ready\""],
    );
}

#[test]
fn collectors_wrap_lines() {
    check(
        "{\"__REALTIME_TIMESTAMP\":\"1709647331250000\",\"PRIORITY\":\"6\",\"SYSLOG_IDENTIFIER\":\"proxy\",\
         \"MESSAGE\":\"2024/03/05 14:02:11 [error] 31#31: *7 refused\"}\n",
        &["1 2024-03-05T14:02:11.250Z error service=proxy \"refused\""],
    );
    check(
        "basket-1  | 2024-03-05T14:02:11Z ERROR gone\n",
        &["1 2024-03-05T14:02:11Z error service=basket \"gone\""],
    );
}

#[test]
fn colours_and_old_encodings_are_read() {
    let bytes = b"2024-03-05 14:02:11 \x1b[31mERROR\x1b[0m gr\xfcn\n2024-03-05 14:02:12 INFO x\n";
    assert_eq!(read(bytes).records[0], "1 2024-03-05T14:02:11Z error \"grün\"");
}

#[test]
fn a_long_record_is_cut_and_said() {
    let text = format!("2024-03-05 14:02:11 INFO {}\n2024-03-05 14:02:12 INFO b\n", "x".repeat(3 << 20));
    let written = read(text.as_bytes());
    assert_eq!(written.records.len(), 2);
    assert_eq!(written.problems, ["long-record"]);
    assert_eq!(written.spans[0], (0, 25 + (3 << 20)));
}

#[test]
fn binary_garbage_is_not_taken() {
    assert!(detection(&[0, 1, 2, 3, 0, 0, 250, 7, 0, 3]).is_none());
    assert!(detection(b"").is_none());
}

#[test]
fn detection_says_why() {
    let found = detection(b"2024/03/05 14:02:11 [error] 31#31: *7 refused\n").expect("it is a log");
    assert_eq!((found.format.as_str(), found.confidence), ("nginx-error", 89));
    assert_eq!(found.reasons, ["1 of 1 lines match nginx-error (nginx error log)"]);
}

/// Lines of many formats, some broken, for the properties.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("2024-03-05 14:02:11 ERROR lost"),
        Just("\tat org.example.Cart"),
        Just("{\"time\":\"2024-03-05T14:02:12Z\",\"msg\":\"a"),
        Just("{\"time\":\"2024-03-05T14:02:12Z\",\"msg\":\"a\"}"),
        Just("2024-03-05T14:02:11.5Z stdout P part"),
        Just("2024-03-05T14:02:11.5Z stdout F whole"),
        Just("plain text"),
        Just("level=info msg=x"),
        Just("   "),
        Just("\r"),
        Just(""),
    ]
    .prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_give_spans_in_order(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut at = 0;
        for (from, to) in read(&bytes).spans {
            prop_assert!(at <= from && from < to && to <= bytes.len() as u64);
            at = to;
        }
    }

    #[test]
    fn records_cover_all_that_is_not_blank(lines in prop::collection::vec(line(), 1..20)) {
        let text = lines.join("\n");
        let mut left = text.clone().into_bytes();
        for (from, to) in read(text.as_bytes()).spans {
            left[from as usize..to as usize].fill(b' ');
        }
        prop_assert!(left.iter().all(u8::is_ascii_whitespace), "{:?}", String::from_utf8_lossy(&left));
    }

    #[test]
    fn cut_anywhere_gives_the_same_records(lines in prop::collection::vec(line(), 1..20), step in 1_usize..120) {
        let text = lines.join("\n");
        let Some(found) = detection(text.as_bytes()) else { return Ok(()) };
        prop_assume!(found.reader.order() == Order::Any);
        let mut pieces = Written::default();
        let (mut from, mut to, mut line) = (0, 0, 1);
        while from < text.len() {
            to = (to + step).min(text.len());
            let bytes = &text.as_bytes()[from..to];
            let mut block = Block { bytes, offset: from as u64, line, first: from == 0, last: to == text.len() };
            let cut = found.reader.cut(&block);
            prop_assert!(cut <= bytes.len());
            block.bytes = &bytes[..cut];
            found.reader.read(&block, &mut Carry::default(), &mut pieces);
            line += block.bytes.iter().filter(|b| **b == b'\n').count() as u64;
            from += cut;
        }
        let whole = read(text.as_bytes());
        prop_assert_eq!(pieces.records, whole.records);
        prop_assert_eq!(pieces.spans, whole.spans);
    }
}
