//! Login records of Unix: utmp, wtmp and btmp as the GNU C library lays them out.
//!
//! Source: utmp(5) and bits/utmp.h. With 32-bit times a record has 384 bytes (also on x86_64), with 64-bit times 400;
//! the byte order is the machine's.

use std::net::{Ipv4Addr, Ipv6Addr};

use postlude_base::{Problem, Timestamp};
use postlude_evidence::{Log, Origin, Record, Sink, Text};

use super::array_at;
use crate::{Block, Carry, Detection, Head, Order, Reader};

/// Records of the head that are looked at.
const LOOKED_AT: usize = 64;

const KINDS: [&str; 10] = [
    "EMPTY",
    "RUN_LVL",
    "BOOT_TIME",
    "NEW_TIME",
    "OLD_TIME",
    "INIT_PROCESS",
    "LOGIN_PROCESS",
    "USER_PROCESS",
    "DEAD_PROCESS",
    "ACCOUNTING",
];

/// 1990 and 2100 in seconds since 1970.
const PLAUSIBLE: std::ops::Range<i64> = 631_152_000..4_102_444_800;

/// How one machine lays records out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Layout {
    wide: bool,
    big: bool,
}

/// Are these login records in one of the layouts?
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    let layouts = [(false, false), (true, false), (false, true), (true, true)];
    let layout = layouts.into_iter().map(|(wide, big)| Layout { wide, big }).find(|layout| {
        let whole = !head.complete || head.bytes.len().is_multiple_of(layout.size());
        let records = || head.bytes.chunks_exact(layout.size()).take(LOOKED_AT);
        let dated = records().filter(|bytes| layout.read(bytes).is_some_and(|entry| entry.time.is_some()));
        whole && records().all(|bytes| layout.read(bytes).is_some()) && dated.count() * 2 > records().count()
    })?;
    let order = if layout.big { "big-endian" } else { "little-endian" };
    Some(Detection {
        format: "utmp".to_owned(),
        confidence: 92,
        reasons: vec![format!("it is made of login records of {} bytes, {order}", layout.size())],
        problems: Vec::new(),
        reader: Box::new(LoginReader { layout }),
    })
}

struct Entry<'a> {
    kind: usize,
    process: i32,
    line: &'a str,
    id: &'a str,
    user: &'a str,
    host: &'a str,
    termination: i16,
    exit: i16,
    time: Option<Timestamp>,
    address: Option<String>,
}

impl Layout {
    fn size(self) -> usize {
        if self.wide { 400 } else { 384 }
    }

    /// A record; none where these bytes cannot be one.
    fn read(self, bytes: &[u8]) -> Option<Entry<'_>> {
        let (seconds, microseconds) = if self.wide {
            (self.i64(bytes, 344)?, self.i64(bytes, 352)?)
        } else {
            (i64::from(self.i32(bytes, 340)?), i64::from(self.i32(bytes, 344)?))
        };
        let kind = usize::try_from(self.i16(bytes, 0)?).ok().filter(|kind| *kind < KINDS.len())?;
        if !(0..1_000_000).contains(&microseconds) || !(seconds == 0 || PLAUSIBLE.contains(&seconds)) {
            return None;
        }
        let nanoseconds = u32::try_from(microseconds * 1000).ok()?;
        Some(Entry {
            kind,
            process: self.i32(bytes, 4)?,
            line: text(bytes.get(8..40)?)?,
            id: text(bytes.get(40..44)?).unwrap_or_default(),
            user: text(bytes.get(44..76)?)?,
            host: text(bytes.get(76..332)?)?,
            termination: self.i16(bytes, 332)?,
            exit: self.i16(bytes, 334)?,
            time: Timestamp::from_seconds(seconds, nanoseconds).filter(|_| seconds != 0),
            address: address(array_at(bytes, if self.wide { 360 } else { 348 })?),
        })
    }

    fn i16(self, bytes: &[u8], at: usize) -> Option<i16> {
        array_at(bytes, at).map(if self.big { i16::from_be_bytes } else { i16::from_le_bytes })
    }

    fn i32(self, bytes: &[u8], at: usize) -> Option<i32> {
        array_at(bytes, at).map(if self.big { i32::from_be_bytes } else { i32::from_le_bytes })
    }

    fn i64(self, bytes: &[u8], at: usize) -> Option<i64> {
        array_at(bytes, at).map(if self.big { i64::from_be_bytes } else { i64::from_le_bytes })
    }
}

/// A text that ends with a NUL or with its field; none for what nobody would name so.
fn text(bytes: &[u8]) -> Option<&str> {
    let bytes = bytes.split(|byte| *byte == 0).next()?;
    std::str::from_utf8(bytes).ok().filter(|text| !text.contains(char::is_control))
}

/// In network order; an IPv4 address has the first four bytes alone.
fn address(bytes: [u8; 16]) -> Option<String> {
    match bytes {
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] => None,
        [a, b, c, d, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] => Some(Ipv4Addr::new(a, b, c, d).to_string()),
        _ => Some(Ipv6Addr::from(bytes).to_string()),
    }
}

struct LoginReader {
    layout: Layout,
}

impl Reader for LoginReader {
    fn order(&self) -> Order {
        Order::Any
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        let size = self.layout.size();
        if block.last { block.bytes.len() } else { block.bytes.len() / size * size }
    }

    fn read(&self, block: &Block<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        let size = self.layout.size();
        for (index, bytes) in block.bytes.chunks(size).enumerate() {
            let span = block.span(index * size, index * size + bytes.len());
            let number = span.from / size as u64 + 1;
            if bytes.len() == size && bytes.iter().all(|byte| *byte == 0) {
                // A place that nobody has used yet.
                continue;
            }
            match self.layout.read(bytes).filter(|_| bytes.len() == size) {
                Some(entry) => sink.record(&Record::Log(log(&entry, Origin::at(span, number)))),
                None => {
                    let problem = Problem::new("damaged-record", "bytes that are no login record");
                    sink.problem(problem.at(span));
                }
            }
        }
    }
}

fn log<'a>(entry: &Entry<'a>, mut origin: Origin<'a>) -> Log<'a> {
    let kind = KINDS.get(entry.kind).copied().unwrap_or_default();
    origin.time = entry.time;
    let mut body = kind.to_owned();
    for (before, text) in [("", entry.user), ("on ", entry.line), ("from ", entry.host)] {
        if !text.is_empty() {
            body.push(' ');
            body.push_str(before);
            body.push_str(text);
        }
    }
    let mut add = |name: &'static str, value: Text<'a>| {
        if !value.is_empty() {
            origin.attributes.push((Text::Borrowed(name), value));
        }
    };
    add("type", Text::Borrowed(kind));
    add("user.name", Text::Borrowed(entry.user));
    add("terminal", Text::Borrowed(entry.line));
    add("terminal.id", Text::Borrowed(entry.id));
    add("client.host", Text::Borrowed(entry.host));
    add("client.address", Text::Owned(entry.address.clone().unwrap_or_default()));
    add("process.pid", Text::Owned(entry.process.to_string()));
    if (entry.termination, entry.exit) != (0, 0) {
        add("process.exit_code", Text::Owned(entry.exit.to_string()));
        add("process.signal", Text::Owned(entry.termination.to_string()));
    }
    Log::new(origin, Text::Owned(body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::testing::shown;
    use proptest::prelude::*;

    fn record(layout: Layout, kind: i16, user: &str, seconds: i64) -> Vec<u8> {
        let mut bytes = vec![0; layout.size()];
        let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
        let order = |value: i64, size: usize| match layout.big {
            true => value.to_be_bytes()[8 - size..].to_vec(),
            false => value.to_le_bytes()[..size].to_vec(),
        };
        put(0, &order(i64::from(kind), 2));
        put(4, &order(4242, 4));
        put(8, b"pts/3");
        put(40, b"ts/3");
        put(44, user.as_bytes());
        put(76, b"192.0.2.7");
        let time = if layout.wide { (344, 352, 360, 8) } else { (340, 344, 348, 4) };
        put(time.0, &order(seconds, time.3));
        put(time.1, &order(250_000, time.3));
        put(time.2, &[192, 0, 2, 7]);
        bytes
    }

    #[test]
    fn reads_every_layout() {
        for (wide, big) in [(false, false), (true, false), (false, true), (true, true)] {
            let layout = Layout { wide, big };
            let bytes =
                [record(layout, 7, "maria", 1_709_647_200), record(layout, 8, "", 1_709_647_260)].concat();
            let shown = shown("wtmp", &bytes);
            let end = layout.size() * 2;
            assert!(shown.starts_with("utmp: "), "{shown}");
            for text in [
                "USER_PROCESS maria on pts/3 from 192.0.2.7",
                "\"time\":\"2024-03-05T14:00:00.250Z\"",
                "\"+process.pid\":\"4242\"",
                "\"+client.address\":\"192.0.2.7\"",
                &format!("2:{}-{end}", end / 2),
            ] {
                assert!(shown.contains(text), "{text}: {shown}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..1500), wide: bool, big: bool) {
            let reader = LoginReader { layout: Layout { wide, big } };
            shown("wtmp", &bytes);
            let block = Block { last: false, ..Block::whole(&bytes) };
            prop_assert!(reader.cut(&block) <= bytes.len());
        }
    }
}
