//! Transcripts of meetings: WebVTT and SubRip.
//!
//! Cues count from the beginning of the recording. When that was stands in the head of the file (a `NOTE` or the
//! line of the title) or in the name of the file (`GMT20240305-140211_Recording.transcript.vtt`); if in neither, the
//! messages are undated and keep their offset.

use postlude_base::{NANOSECONDS_PER_SECOND, Problem, Timestamp};
use postlude_evidence::{Message, Record, Sink};

use super::file_date::date_in_path;
use super::paths::unescaped;
use crate::decode::event::text::{Entry, TextFormat, TextReader, head_lines, is_text};
use crate::decode::event::when;
use crate::{Carry, Detection, Head, Order, time};

/// A first line `WEBVTT`, or a number and a line of two times with an arrow.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    if !is_text(head) {
        return None;
    }
    let lines = head_lines(head, 200);
    let is_vtt = lines.first()?.starts_with("WEBVTT");
    let cues = lines.iter().filter(|line| cue(line).is_some()).count();
    let first_cue = lines.iter().position(|line| cue(line).is_some())?;
    if !is_vtt && (first_cue > 1 || cues * 8 < lines.len()) {
        return None;
    }
    let zone = &head.hints.zone;
    let written = lines[..first_cue].iter().find_map(|line| {
        let (_, written) = time::find(line.as_bytes(), 200)?;
        when::moment(&written, None, zone)
    });
    let start = written.or_else(|| start_in_path(head.hints.path, zone));
    let mut problems = Vec::new();
    if start.is_none() {
        problems.push(
            Problem::new(
                "relative-times",
                "the transcript counts from its beginning, and nothing says when that was",
            )
            .hint("put the start into the name of the file, as in `meeting-2024-03-05T14-00.vtt`"),
        );
    }
    Some(Detection {
        format: if is_vtt { "webvtt" } else { "subrip" }.to_owned(),
        confidence: 95,
        reasons: vec![format!("{cues} cues in the first {} lines", lines.len())],
        problems,
        reader: Box::new(TextReader(Transcript { start, meeting: meeting(head.hints.path) })),
    })
}

struct Transcript {
    /// When the recording began.
    start: Option<Timestamp>,
    /// Name of the source without its ending.
    meeting: String,
}

impl TextFormat for Transcript {
    fn order(&self) -> Order {
        Order::Any
    }

    fn begins(&self, line: &str) -> bool {
        cue(line).is_some()
    }

    fn read(&self, entry: &Entry<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        let Some((from, to)) = cue(entry.first_line()) else { return };
        // Below the blank line stands the number of the next cue.
        let end = entry.text.find("\n\n").or_else(|| entry.text.find("\n\r\n")).unwrap_or(entry.text.len());
        let text = entry.text[..end].split_once('\n').map_or("", |(_, text)| text).trim();
        let (author, said) = speaker(text);
        let mut origin = entry.origin();
        origin.span.to = origin.span.to.min(origin.span.from + end as u64);
        origin.time = self.start.map(|start| start.plus(from));
        origin.attributes.push(("offset_seconds".into(), seconds(from).into()));
        origin.attributes.push(("duration_seconds".into(), seconds(to.saturating_sub(from)).into()));
        sink.record(&Record::Message(Message {
            origin,
            author: author.map(Into::into),
            channel: Some(self.meeting.as_str().into()),
            text: said.into(),
            thread: None,
        }));
    }
}

fn seconds(nanoseconds: i64) -> String {
    format!("{}", nanoseconds as f64 / NANOSECONDS_PER_SECOND as f64)
}

/// Beginning and end of `00:01:12.500 --> 00:01:15.000 position:50%`, in nanoseconds.
fn cue(line: &str) -> Option<(i64, i64)> {
    let (from, to) = line.trim().split_once("-->")?;
    Some((offset(from.trim())?, offset(to.trim_start().split(' ').next()?)?))
}

/// `01:12.500` or `00:01:12,500` in nanoseconds.
fn offset(text: &str) -> Option<i64> {
    let (clock, fraction) = text.split_once(['.', ','])?;
    if fraction.len() != 3 || !(4..=9).contains(&clock.len()) {
        return None;
    }
    let milliseconds: i64 = fraction.parse().ok().filter(|_| fraction.bytes().all(|b| b.is_ascii_digit()))?;
    let mut sum = 0i64;
    for part in clock.split(':') {
        let number: u16 = part.parse().ok()?;
        sum = sum * 60 + i64::from(number);
    }
    clock.contains(':').then_some(sum * NANOSECONDS_PER_SECOND + milliseconds * 1_000_000)
}

/// Who speaks: `<v Ana Lima>text</v>` or `Ana Lima: text`.
fn speaker(text: &str) -> (Option<&str>, String) {
    let voice = text.strip_prefix("<v").and_then(|rest| rest.split_once('>'));
    if let Some((name, said)) = voice {
        let name = name.trim_start_matches(|c: char| c != ' ').trim();
        return (Some(name).filter(|name| !name.is_empty()), plain(said));
    }
    let named = text.split_once(": ").filter(|(name, _)| is_name(name));
    match named {
        Some((name, said)) => (Some(name.trim_start_matches(['-', ' ', '>'])), plain(said)),
        None => (None, plain(text)),
    }
}

/// At most four words in capitals, as people write their names.
pub(super) fn is_name(text: &str) -> bool {
    let text = text.trim_start_matches(['-', ' ', '>']);
    let is_part = |word: &str| word.chars().next().is_some_and(|c| c.is_uppercase() || c == '(' || c == '@');
    let words = text.split_whitespace().count();
    text.len() <= 48 && (1..=4).contains(&words) && text.split_whitespace().all(is_part)
}

/// Without the tags of voices, classes and emphasis, on one line.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        match after.split_once('>') {
            Some((_, after)) => rest = after,
            None => {
                out.push('<');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    unescaped(&out.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A date with a clock in the name: `20240305-140211`, `2024-03-05T14-00`, `2024-03-05_1400`. Zoom's `GMT` means UTC.
fn start_in_path(path: &str, zone: &jiff::tz::TimeZone) -> Option<Timestamp> {
    let name = path.rsplit('/').next()?;
    let date = date_in_path(name)?;
    let (compact, dashed) = (date.strftime("%Y%m%d").to_string(), date.to_string());
    let (at, length) =
        [compact, dashed].iter().find_map(|text| Some((name.find(text.as_str())?, text.len())))?;
    let after = name[at + length..].trim_start_matches(['-', '_', 'T', ' ', '.']);
    let digits: String = after
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | ':' | '.' | 'h' | '_'))
        .filter(char::is_ascii_digit)
        .take(6)
        .collect();
    let part = |at: usize| digits.get(at..at + 2)?.parse::<i8>().ok();
    let clock = jiff::civil::Time::new(part(0)?, part(2)?, part(4).unwrap_or(0), 0).ok()?;
    let utc = name[..at].ends_with("GMT")
        || after.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').starts_with('Z');
    let zone = if utc { jiff::tz::TimeZone::UTC } else { zone.clone() };
    when::at(date.to_datetime(clock), &zone)
}

fn meeting(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or("");
    name.split('.').next().unwrap_or("").to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    #[test]
    fn cues_and_offsets() {
        let check = |line: &str, milliseconds: Option<(i64, i64)>| {
            assert_eq!(cue(line), milliseconds.map(|(a, b)| (a * 1_000_000, b * 1_000_000)), "{line}");
        };
        check("00:01:12.500 --> 00:01:15.000", Some((72_500, 75_000)));
        check("01:12.500 --> 01:15.000 align:start", Some((72_500, 75_000)));
        check("00:01:12,500 --> 00:01:15,000", Some((72_500, 75_000)));
        check("a --> b", None);
        check("12.500 --> 13.500", None);
        check("99999:00.000 --> 1:00.000", None);
        check("", None);
    }

    #[test]
    fn speakers() {
        let check = |text: &str, author: Option<&str>, said: &str| {
            assert_eq!(speaker(text), (author, said.to_owned()), "{text}");
        };
        check("<v Ana Lima>I roll\nback</v>", Some("Ana Lima"), "I roll back");
        check("Ana Lima: I roll back", Some("Ana Lima"), "I roll back");
        check("so: that was it", None, "so: that was it");
        check("<b>now</b> &amp; then", None, "now & then");
        check("a < b", None, "a < b");
    }

    #[test]
    fn beginnings_in_names() {
        let check = |path: &str, start: Option<&str>| {
            let found = start_in_path(path, &TimeZone::UTC).map(|time| time.to_string());
            assert_eq!(found.as_deref(), start, "{path}");
        };
        check("a/GMT20240305-140211_Recording.transcript.vtt", Some("2024-03-05T14:02:11Z"));
        check("call-2024-03-05T14-00.vtt", Some("2024-03-05T14:00:00Z"));
        check("call 2024-03-05 1400.srt", Some("2024-03-05T14:00:00Z"));
        check("call-2024-03-05.srt", None);
        check("call.srt", None);
    }
}
