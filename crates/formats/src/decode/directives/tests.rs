use postlude_base::Problem;
use postlude_evidence::{Record, Sink};
use proptest::prelude::*;

use crate::{Block, Carry, Head, Hints, detect};

/// One line for each record: time, status, body, attributes.
#[derive(Default)]
struct Lines(Vec<String>);

impl Sink for Lines {
    fn record(&mut self, record: &Record<'_>) {
        let Record::Log(log) = record else { panic!("only logs are written here") };
        let time = log.origin.time.map_or("-".to_owned(), |time| time.to_string());
        let attributes: Vec<String> =
            log.origin.attributes.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let status = log.status_code.map_or("-".to_owned(), |status| status.to_string());
        let duration = log.duration.map_or("-".to_owned(), |duration| format!("{}ms", duration / 1_000_000));
        self.0.push(format!(
            "{} {time} | {status} {duration} | {} | {}",
            log.origin.line,
            log.body,
            attributes.join(" ")
        ));
    }

    fn problem(&mut self, _: Problem) {}
}

fn read(source: &[u8], cut_at: Option<usize>) -> Option<Vec<String>> {
    let hints = Hints::default();
    let found = super::sniff(&Head { bytes: source, complete: true, hints: &hints })?;
    let (mut lines, mut carry) = (Lines::default(), Carry::default());
    let mut whole = Block::whole(source);
    if let Some(at) = cut_at {
        let first = Block { bytes: &source[..at], last: false, ..whole };
        let cut = found.reader.cut(&first);
        found.reader.read(&Block { bytes: &source[..cut], ..first }, &mut carry, &mut lines);
        let line = 1 + source[..cut].iter().filter(|byte| **byte == b'\n').count() as u64;
        whole = Block { bytes: &source[cut..], offset: cut as u64, line, first: false, last: true };
    }
    found.reader.read(&whole, &mut carry, &mut lines);
    Some(lines.0)
}

#[track_caller]
fn check(source: &str, format: &str, expected: &[&str]) {
    let hints = Hints::default();
    let head = Head { bytes: source.as_bytes(), complete: true, hints: &hints };
    assert_eq!(detect(&head).map(|found| found.format).as_deref(), Some(format));
    assert_eq!(read(source.as_bytes(), None).unwrap_or_default(), expected);
}

#[test]
fn iis_with_columns_that_change() {
    check(
        "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2024-03-05 14:00:00\r\n\
         #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query c-ip sc-status time-taken\r\n\
         2024-03-05 14:02:11 192.0.2.8 GET /cart id=88 203.0.113.9 500 1204\r\n\
         #Fields: time c-ip cs-method cs-uri-stem sc-status\r\n\
         14:02:12 203.0.113.9 GET /a 200\r\n",
        "iis",
        &[
            "5 2024-03-05T14:02:11Z | 500 1204ms | GET /cart?id=88 | server.address=192.0.2.8 \
             client.address=203.0.113.9 http.request.method=GET url.path=/cart url.query=id=88",
            "7 2024-03-05T14:02:12Z | 200 - | GET /a | client.address=203.0.113.9 http.request.method=GET url.path=/a",
        ],
    );
}

#[test]
fn a_clock_takes_its_date_from_the_directive_before() {
    check(
        "#Version: 1.0\n#Date: 12-Jan-2024 00:00:00\n#Fields: time cs-method cs-uri\n00:34:23 GET /foo/bar.html?a=1\n",
        "w3c extended log",
        &[
            "4 2024-01-12T00:34:23Z | - - | GET /foo/bar.html?a=1 | http.request.method=GET url.path=/foo/bar.html url.query=a=1",
        ],
    );
}

#[test]
fn quotes_keep_blanks_together() {
    check(
        "#Fields: date time cs(User-Agent) x-note\n2024-03-05 14:02:11 \"check 2 \"\"beta\"\"\" -\n",
        "w3c extended log",
        &[
            "2 2024-03-05T14:02:11Z | - - | \"check 2 \"\"beta\"\"\" - | user_agent.original=check 2 \"\"beta\"\"",
        ],
    );
}

#[test]
fn commas_between_names_stand_between_values_too() {
    check(
        "#Software: Microsoft Exchange Server\n#Fields: date-time,client-ip,message-subject,event-id\n\
         2024-03-05T14:02:11.406Z,203.0.113.9,\"hello, all\",SEND\n",
        "w3c extended log",
        &["3 2024-03-05T14:02:11.406Z | - - | 203.0.113.9,\"hello, all\",SEND | client.address=203.0.113.9 \
           message-subject=hello, all event-id=SEND"],
    );
}

#[test]
fn windows_firewall() {
    check(
        "#Version: 1.5\n#Software: Microsoft Windows Firewall\n#Time Format: Local\n\
         #Fields: date time action protocol src-ip dst-ip src-port dst-port\n\n\
         2024-03-05 14:02:11 DROP TCP 203.0.113.9 192.0.2.8 51022 3389\n",
        "windows-firewall",
        &[
            "6 2024-03-05T14:02:11Z | - - | DROP TCP 203.0.113.9 192.0.2.8 51022 3389 | action=DROP network.transport=TCP \
           source.address=203.0.113.9 destination.address=192.0.2.8 source.port=51022 destination.port=3389",
        ],
    );
}

#[test]
fn zeek() {
    check(
        "#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.resp_p\tduration\n\
         #types\ttime\tstring\taddr\tport\tinterval\n1709647331.406195\tC1x\t203.0.113.9\t22\t1.5\n",
        "zeek",
        &[
            "5 2024-03-05T14:02:11.406195Z | - 1500ms | C1x\t203.0.113.9\t22\t1.5 | uid=C1x client.address=203.0.113.9 \
           server.port=22",
        ],
    );
}

#[test]
fn a_comment_is_no_header() {
    let hints = Hints::default();
    let head = Head { bytes: b"# fields of barley\n1 2 3\n", complete: true, hints: &hints };
    assert!(super::sniff(&head).is_none());
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read(&[b"#Fields: date time cs(User-Agent) sc-status time-taken\n", bytes.as_slice()].concat(), None);
    }

    #[test]
    fn a_cut_changes_nothing(rows in prop::collection::vec("(#Fields: time x|#Date: 2024-03-05|[0-9:\" a]{0,20})\n", 0..12), at in 0_usize..200) {
        let source = ["#Fields: date time\n".to_owned(), rows.concat()].concat();
        let at = at.min(source.len());
        prop_assert_eq!(read(source.as_bytes(), Some(at)), read(source.as_bytes(), None));
    }
}
