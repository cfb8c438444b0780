//! Commits of one line each: `git log --oneline`, or a `--pretty=format` whose parts are separated by a
//! character (`%h|%an|%aI|%s`) or by blanks (`%h %ad %s`, `%h - %s (%ai) <%an>`).
//!
//! The parts are told by what they look like: a hash, a time, a mail address or name, and the subject.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use postlude_base::{Problem, Timestamp};
use postlude_evidence::{Change, Record, Sink};

use super::git_log::{is_hash, name_of};
use crate::decode::event::text::{Entry, TextFormat, TextReader, head_lines, is_text};
use crate::decode::event::when;
use crate::{Carry, Detection, Head, Order};

/// Lines that begin with a hash, or hold one as a part of their own, each another one.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    if !is_text(head) {
        return None;
    }
    let lines = head_lines(head, 200);
    let separator = separator_of(&lines);
    let zone = &head.hints.zone;
    let commits: Vec<_> = lines.iter().filter_map(|line| Commit::read(line, separator, zone)).collect();
    let first = Commit::read(lines.first()?, separator, zone).is_some();
    let others = lines.iter().filter(|line| !is_continuation(line)).count();
    let hashes: BTreeSet<_> = commits.iter().map(|commit| commit.hash).collect();
    let mixed = hashes.iter().filter(|hash| is_mixed(hash)).count();
    let plausible = first
        && commits.len() * 10 >= others * 8
        && hashes.len() * 10 >= commits.len() * 9
        && mixed * 10 >= hashes.len() * 8
        && hashes.iter().all(|hash| hash.len().abs_diff(commits[0].hash.len()) <= 3);
    if !plausible {
        return None;
    }
    let dated = commits.iter().filter(|commit| commit.time.is_some()).count();
    let path = head.hints.path.to_ascii_lowercase();
    let named = ["git", "commit", "change", "history"].iter().any(|word| path.contains(word));
    // A list of hashes without dates is as good as none: it may be anything.
    let confidence = if dated * 10 >= commits.len() * 9 { 78 } else { 42 } + if named { 12 } else { 0 };
    let mut problems = Vec::new();
    if dated == 0 {
        problems.push(
            Problem::new("undated-commits", "the commits are listed without absolute dates")
                .hint("export them with `git log --date=iso`"),
        );
    }
    Some(Detection {
        format: "git log lines".to_owned(),
        confidence,
        reasons: vec![format!("{} of {others} lines hold a commit id, {dated} with a date", commits.len())],
        problems,
        reader: Box::new(TextReader(GitLines { zone: zone.clone(), separator })),
    })
}

struct GitLines {
    zone: TimeZone,
    separator: Option<char>,
}

impl TextFormat for GitLines {
    fn order(&self) -> Order {
        Order::Any
    }

    fn begins(&self, line: &str) -> bool {
        Commit::read(line, self.separator, &self.zone).is_some()
    }

    fn read(&self, entry: &Entry<'_>, _carry: &mut Carry, sink: &mut dyn Sink) {
        let Some(commit) = Commit::read(entry.first_line(), self.separator, &self.zone) else {
            sink.problem(entry.problem("not-a-commit", "lines that belong to no commit are not read"));
            return;
        };
        let mut origin = entry.origin();
        origin.time = commit.time;
        if let Some(refs) = commit.refs {
            origin.attributes.push(("git.refs".into(), refs.into()));
        }
        let merge = commit.subject.starts_with("Merge ");
        sink.record(&Record::Change(Change {
            origin,
            kind: if merge { "merge" } else { "commit" }.into(),
            title: if commit.subject.is_empty() { commit.hash } else { commit.subject }.into(),
            end: None,
            actor: commit.author.map(Into::into),
            version: Some(commit.hash.into()),
            outcome: None,
        }));
    }
}

/// The parts of one line.
#[derive(Default)]
struct Commit<'a> {
    hash: &'a str,
    time: Option<Timestamp>,
    author: Option<&'a str>,
    refs: Option<&'a str>,
    subject: &'a str,
}

impl<'a> Commit<'a> {
    fn read(line: &'a str, separator: Option<char>, zone: &TimeZone) -> Option<Self> {
        if line.starts_with([' ', '\t']) {
            return None;
        }
        let line = line.trim_start_matches(['*', '|', '/', '\\', '_', ' ']).trim_end().trim_matches('"');
        match separator {
            Some(separator) => Self::from_parts(line, separator, zone),
            None => Self::from_words(line, zone),
        }
    }

    /// Parts between separators, in any order; of the texts the first is the author, the rest the subject.
    fn from_parts(line: &'a str, separator: char, zone: &TimeZone) -> Option<Self> {
        let mut commit = Self::default();
        let mut texts = Vec::new();
        let line_start = line.as_ptr() as usize;
        for part in line.split(separator).map(str::trim) {
            if commit.hash.is_empty() && is_hash(part) && is_mixed(part) {
                commit.hash = part;
            } else if commit.time.is_none()
                && let Some(time) = when::whole(part, zone)
            {
                commit.time = Some(time);
            } else if commit.hash.is_empty() || !is_hash(part) {
                texts.push(part);
            }
        }
        let is_refs = |part: &&str| part.starts_with('(') && part.ends_with(')') && part.len() > 2;
        commit.refs = texts.iter().find(|part| is_refs(part)).map(|part| &part[1..part.len() - 1]);
        let is_address = |part: &str| part.contains('@') && !part.contains(' ');
        texts.retain(|part| !is_refs(part) && !is_address(part));
        if texts.len() > 1 {
            commit.author = Some(name_of(texts.remove(0))).filter(|name| !name.is_empty());
        }
        // A subject may hold the separator: it reaches from its first part to its last.
        if let (Some(first), Some(last)) = (texts.first(), texts.last()) {
            let from = first.as_ptr() as usize - line_start;
            let to = last.as_ptr() as usize - line_start + last.len();
            commit.subject = line.get(from..to).unwrap_or(last);
        }
        // More parts than a format has make a table of something else; commas are frequent in subjects.
        let parts = if separator == ',' { 0 } else { texts.len() };
        (!commit.hash.is_empty() && parts <= 8).then_some(commit)
    }

    /// `[time] hash [-] [(refs)] [time] subject [(time)] [<author>]`
    fn from_words(line: &'a str, zone: &TimeZone) -> Option<Self> {
        let mut commit = Self::default();
        let mut rest = line;
        commit.take_time(&mut rest, zone);
        let (hash, after) = rest.split_once(' ').unwrap_or((rest, ""));
        if !is_hash(hash) {
            return None;
        }
        commit.hash = hash;
        rest = after.trim_start_matches(['-', ' ']);
        commit.take_time(&mut rest, zone);
        while let Some((inside, after)) = rest.strip_prefix('(').and_then(|text| text.split_once(')')) {
            match when::whole(inside, zone) {
                Some(time) if commit.time.is_none() => commit.time = Some(time),
                _ => commit.refs = Some(inside),
            }
            rest = after.trim_start_matches(['-', ':', ' ']);
        }
        commit.take_time(&mut rest, zone);
        commit.take_end(&mut rest, zone);
        commit.subject = rest;
        Some(commit)
    }

    fn take_time(&mut self, rest: &mut &'a str, zone: &TimeZone) {
        let text = rest.trim_start_matches(['[', ' ']);
        if self.time.is_none()
            && let Some((time, length)) = when::prefix(text, zone)
        {
            self.time = Some(time);
            *rest = text[length..].trim_start_matches([']', ' ', '-', ',', ':']);
        }
    }

    /// A time in brackets and a name in `<>` at the end of the line, in either order.
    fn take_end(&mut self, rest: &mut &'a str, zone: &TimeZone) {
        for _ in 0..3 {
            let text = rest.trim_end();
            let opening = match text.chars().next_back() {
                Some(')') => '(',
                Some(']') => '[',
                Some('>') => '<',
                _ => return,
            };
            let Some(at) = text.rfind(opening) else { return };
            let inside = &text[at + 1..text.len() - 1];
            if self.time.is_none()
                && let Some(time) = when::whole(inside, zone)
            {
                self.time = Some(time);
            } else if opening == '<' || opening == '[' {
                self.author = Some(inside);
            } else {
                return;
            }
            *rest = text[..at].trim_end();
        }
    }
}

/// The character between the parts: the one that most lines have equally often beside a hash.
fn separator_of(lines: &[std::borrow::Cow<'_, str>]) -> Option<char> {
    ['\t', '|', ';', ','].into_iter().find(|&separator| {
        let with_hash = |line: &&std::borrow::Cow<'_, str>| {
            line.trim_start_matches(['*', ' ', '"'])
                .split(separator)
                .any(|part| is_hash(part.trim()) && part.len() < line.len())
        };
        let heads = lines.iter().filter(|line| !is_continuation(line)).count();
        heads > 0 && lines.iter().filter(with_hash).count() * 10 >= heads * 8
    })
}

/// Lines that `--stat`, `--name-status` or `-p` put below a commit.
fn is_continuation(line: &str) -> bool {
    let status = line.split_once('\t').is_some_and(|(status, _)| {
        matches!(status.as_bytes(), [b'A' | b'M' | b'D' | b'T'] | [b'R' | b'C', b'0'..=b'9', ..])
    });
    status
        || line.starts_with([' ', '+', '-', '@', '|'])
        || line.starts_with("diff --git ")
        || line.starts_with("index ")
}

/// A hash with digits and letters: neither a number nor a word.
fn is_mixed(hash: &str) -> bool {
    hash.bytes().any(|b| b.is_ascii_digit()) && hash.bytes().any(|b| b.is_ascii_alphabetic())
}
