//! Any line with a time in it: the header is cut by shape, since no definition knows it.

use std::ops::Range;

use postlude_evidence::{Severity, Text};

use super::decoded::Decoded;
use super::defined::RecordText;
use super::{generic_fields, level};
use crate::time::{Layout, Precision, Written};

/// No header is made of more parts than this.
const MOST_PARTS: usize = 7;

/// The record by its time, which must begin within the first `limit` bytes of its line.
pub(super) fn read<'t>(record: RecordText<'t>, limit: usize, layout: &Layout) -> Option<Decoded<'t>> {
    let found = layout.find(record.line.as_bytes(), limit).or_else(|| clock(record.line, layout));
    let (range, written) = found?;
    let prefix = record.line.get(..range.start)?;
    let rest = record.all.get(range.end..)?;
    let mut header = Header { decoded: Decoded::plain(rest), prefix_is_prose: false };
    header.decoded.time = Some(written);
    header.prefix(prefix);
    let body = header.parts(rest);
    let Header { mut decoded, prefix_is_prose } = header;
    decoded.log.body = Text::Borrowed(if prefix_is_prose || body.is_empty() { record.all } else { body });
    Some(decoded)
}

/// A clock time to the second, without a date, at the beginning of a line.
fn clock(line: &str, layout: &Layout) -> Option<(Range<usize>, Written)> {
    let from = usize::from(line.starts_with(['[', '(']));
    let (written, length) = layout.read(line.as_bytes().get(from..)?)?;
    let next = line.as_bytes().get(from + length);
    let ends =
        next.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b']' | b')' | b'|' | b',' | b';' | b':'));
    (written.precision > Precision::Minute && ends).then_some((from..from + length, written))
}

/// Adds the level and the fields that a message shows by itself.
pub(super) fn complete(decoded: &mut Decoded<'_>) {
    if decoded.log.severity.is_none() {
        decoded.log.severity = level::near_beginning(&decoded.log.body, 64);
    }
    generic_fields::add(&mut decoded.log);
}

/// Syslog's facilities (RFC 5424, 6.2.1), which small systems write before the level: `daemon.err`.
const FACILITIES: [&str; 19] = [
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "local0",
    "local1", "local2", "local3", "local4", "local5", "local6", "local7",
];

struct Header<'t> {
    decoded: Decoded<'t>,
    /// Whether what stands before the time is more than a name: then it belongs to the message.
    prefix_is_prose: bool,
}

impl<'t> Header<'t> {
    /// What stands before the time: levels, addresses, one name.
    fn prefix(&mut self, prefix: &'t str) {
        let mut unknown = Vec::new();
        for word in prefix.split([' ', '\t', '[', ']', '(', ')', '|', '"', '<', '>', ',', ';']) {
            let word = word.trim_matches([':', '-', '=', '*', '#']);
            if word.is_empty() {
                continue;
            }
            if let Some(severity) = level::of_field(word).filter(|_| word.len() > 1) {
                self.level(severity);
            } else {
                unknown.push(word);
            }
        }
        match unknown.as_slice() {
            [] => {}
            [address] if address.parse::<std::net::IpAddr>().is_ok() => {
                self.attribute("client.address", address);
            }
            [name] => self.attribute("prefix", name),
            _ => self.prefix_is_prose = true,
        }
    }

    fn level(&mut self, severity: Severity) {
        self.decoded.log.severity.get_or_insert(severity);
    }

    fn attribute(&mut self, name: &'static str, value: &'t str) {
        let attributes = &mut self.decoded.log.origin.attributes;
        if !attributes.iter().any(|(key, _)| key == name) {
            attributes.push((Text::Borrowed(name), Text::Borrowed(value)));
        }
    }

    /// Takes the parts of the header behind the time; gives the message.
    fn parts(&mut self, rest: &'t str) -> &'t str {
        let mut rest = skip_separators(rest);
        for _ in 0..MOST_PARTS {
            let Some(after) = self.part(rest) else { break };
            let after = skip_separators(after);
            if after.is_empty() {
                break;
            }
            rest = after;
        }
        rest
    }

    /// What follows the part of a header at the beginning of the text; none if there is the message.
    fn part(&mut self, text: &'t str) -> Option<&'t str> {
        if let Some((severity, length)) = level::at_beginning(text) {
            self.level(severity);
            return text.get(length..);
        }
        match text.as_bytes().first()? {
            b'[' => self.bracket(text, ']'),
            b'(' => self.bracket(text, ')'),
            _ => self.word(text),
        }
    }

    /// `[main]`, `[4711]`, `[client 192.0.2.7]`.
    fn bracket(&mut self, text: &'t str, close: char) -> Option<&'t str> {
        let inside = text.get(1..)?;
        let end = inside.bytes().take(80).position(|b| b == close as u8)?;
        let (inside, after) = (inside.get(..end)?.trim(), inside.get(end + 1..)?);
        if inside.split_whitespace().count() > 3 {
            return None;
        }
        if let Some(address) = inside.strip_prefix("client ") {
            self.attribute("client.address", address);
        } else if let Some(severity) = Severity::from_word(inside) {
            self.level(severity);
        } else if !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_digit()) {
            self.attribute("process.pid", inside);
        } else if inside.contains('=') {
            return None;
        } else if self.decoded.log.origin.attribute("thread.name").is_none() {
            self.attribute("thread.name", inside);
        } else {
            self.attribute("logger", inside);
        }
        Some(after)
    }

    /// A level as one letter, a process id, `name[12]:`, `logger:`, `logger - `.
    fn word(&mut self, text: &'t str) -> Option<&'t str> {
        let end = text.find([' ', '\t', '[', '|']).unwrap_or(text.len());
        let (word, after) = text.split_at(end);
        if word.len() == 1 {
            let severity = level::of_field(word).filter(|_| word.bytes().all(|b| b.is_ascii_uppercase()))?;
            self.level(severity);
            return Some(after);
        }
        if let Some((facility, level)) = word.split_once('.')
            && FACILITIES.contains(&facility)
            && let Some(severity) = Severity::from_word(level)
        {
            self.level(severity);
            self.attribute("syslog.facility", facility);
            return Some(after);
        }
        if word.len() <= 7 && word.bytes().all(|b| b.is_ascii_digit()) {
            let next = skip_separators(after);
            let goes_on = level::at_beginning(next).is_some() || next.starts_with(['[', '(']);
            return goes_on.then(|| {
                self.attribute("process.pid", word);
                after
            });
        }
        if let Some(inside) = after.strip_prefix('[')
            && let Some((id, tail)) = inside.split_once(']')
            && is_name(word)
            && !id.is_empty()
            && id.len() <= 10
            && id.bytes().all(|b| b.is_ascii_digit())
        {
            self.decoded.log.origin.service.get_or_insert(Text::Borrowed(word));
            self.attribute("process.pid", id);
            return Some(tail);
        }
        let name = word.strip_suffix(':').or_else(|| after.starts_with(" - ").then_some(word))?;
        let told = self.decoded.log.severity.is_some() || name.contains(['.', '_', '/', '$', ':']);
        let is_logger = told && is_name(name) && self.decoded.log.origin.attribute("logger").is_none();
        is_logger.then(|| {
            self.attribute("logger", name);
            after
        })
    }
}

fn is_name(word: &str) -> bool {
    let name =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'/' | b'$' | b':' | b'@');
    (2..=100).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.bytes().all(name)
}

fn skip_separators(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', ']', ')', '|', ',', ';', '"', '>', ':'])
        .strip_prefix("- ")
        .map_or_else(
            || text.trim_start_matches([' ', '\t', ']', ')', '|', ',', ';', '"', '>', ':']),
            str::trim_start,
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(line: &str) -> Option<String> {
        let layout = Layout::learn(std::iter::once(line.as_bytes()));
        let mut decoded = read(RecordText::new(line), 200, &layout)?;
        complete(&mut decoded);
        let log = decoded.log;
        let mut out = vec![log.severity.map_or("-", Severity::name).to_owned(), log.body.into_owned()];
        out.extend(log.origin.service.map(|service| format!("service={service}")));
        out.extend(log.origin.attributes.iter().map(|(key, value)| format!("{key}={value}")));
        Some(out.join(" | "))
    }

    fn check(line: &str, expected: &str) {
        assert_eq!(found(line).as_deref(), Some(expected), "{line}");
    }

    #[test]
    fn cuts_the_header() {
        check(
            "2024-03-05 14:02:11,250 [main] WARN  org.example.Cart - slow",
            "warn | slow | thread.name=main | logger=org.example.Cart",
        );
        check("[2024-03-05 14:02:11] shop[71]: ready", "- | ready | service=shop | process.pid=71");
        check("2024-03-05T14:02:11Z | ERROR | no stock", "error | no stock");
        check("INFO 2024-03-05 14:02:11 ready", "info | ready");
        check(
            "Tue Mar  5 14:02:11 2024 daemon.err shop[71]: no",
            "error | no | service=shop | syslog.facility=daemon | process.pid=71",
        );
        check("web7 [2024-03-05 14:02:11] ready", "- | ready | prefix=web7");
        check("2024-03-05 14:02:11 31 INFO basket: added", "info | added | process.pid=31 | logger=basket");
    }

    #[test]
    fn keeps_what_is_no_header() {
        check("2024-03-05 14:02:11 Connection: closed", "- | Connection: closed");
        check(
            "the job ended on 2024-03-05 14:02:11 at last",
            "- | the job ended on 2024-03-05 14:02:11 at last",
        );
        check("2024-03-05 14:02:11", "- | 2024-03-05 14:02:11");
        check("2024-03-05 14:02:11 ERROR", "error | ERROR");
        check("14:02:11.250 ready", "- | ready");
        assert_eq!(found("no time here"), None);
        assert_eq!(found("14:02 noon"), None);
    }

    #[test]
    fn keeps_the_lines_that_follow() {
        check("2024-03-05 14:02:11 ERROR lost\n  at x\n", "error | lost\n  at x");
    }

    proptest! {
        #[test]
        fn never_panics(line in r"(2024-03-05 14:02:11|\[|\]|é|ERROR|x: | - |[a-z0-9 ]|:){0,16}") {
            found(&line);
        }
    }
}
