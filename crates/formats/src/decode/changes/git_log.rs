//! `git log` in its blocks: the formats short, medium, full, fuller and raw, with `--graph`, `--stat` or `-p`.

use jiff::tz::TimeZone;
use postlude_evidence::{Change, Record, Sink, Text};

use crate::decode::event::text::{Entry, TextFormat, TextReader, head_lines, is_text};
use crate::decode::event::when;
use crate::{Carry, Detection, Head, Order};

/// A `commit <hash>` line followed by `Author:` says it all.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    if !is_text(head) {
        return None;
    }
    let lines = head_lines(head, 400);
    let is_author =
        |line: &str| ungraphed(line).starts_with("Author:") || ungraphed(line).starts_with("author ");
    let begins = lines.iter().position(|line| hash_of(line).is_some())?;
    let confirmed = lines[begins..].iter().take(8).any(|line| is_author(line));
    if begins > 3 || !confirmed {
        return None;
    }
    let commits = lines.iter().filter(|line| hash_of(line).is_some()).count();
    Some(Detection {
        format: "git log".to_owned(),
        confidence: 95,
        reasons: vec![format!("{commits} of the first {} lines begin a commit", lines.len())],
        problems: Vec::new(),
        reader: Box::new(TextReader(GitLog { zone: head.hints.zone.clone() })),
    })
}

struct GitLog {
    zone: TimeZone,
}

impl TextFormat for GitLog {
    fn order(&self) -> Order {
        Order::Any
    }

    fn begins(&self, line: &str) -> bool {
        hash_of(line).is_some()
    }

    fn read(&self, entry: &Entry<'_>, _carry: &mut Carry, sink: &mut dyn Sink) {
        let mut lines = entry.text.lines();
        let Some((hash, refs)) = lines.next().and_then(hash_of) else {
            sink.problem(entry.problem("text-before-commit", "lines before the first commit are not read"));
            return;
        };
        let commit = Commit::read(lines, &self.zone);
        let mut origin = entry.origin();
        origin.time = commit.committed.or(commit.written);
        if commit.committed.is_some() && commit.written.is_some() && commit.committed != commit.written {
            let written = commit.written.map(|time| time.to_string()).unwrap_or_default();
            origin.attributes.push(("git.author.time".into(), written.into()));
        }
        if let Some(refs) = refs {
            origin.attributes.push(("git.refs".into(), refs.into()));
        }
        for (key, value) in &commit.attributes {
            origin.attributes.push((Text::Borrowed(key), Text::Borrowed(value)));
        }
        if origin.time.is_none() {
            sink.problem(entry.problem("undated-commit", "this commit has no date that can be read"));
        }
        let merged = commit.is_merge;
        origin.service = commit.service().map(Text::Borrowed);
        sink.record(&Record::Change(Change {
            origin,
            kind: if merged { "merge" } else { "commit" }.into(),
            title: commit.subject.unwrap_or(hash).into(),
            end: None,
            actor: commit.author.map(Text::Borrowed),
            version: Some(hash.into()),
            outcome: None,
        }));
    }
}

/// What the lines below `commit <hash>` say.
#[derive(Default)]
struct Commit<'a> {
    author: Option<&'a str>,
    written: Option<postlude_base::Timestamp>,
    committed: Option<postlude_base::Timestamp>,
    is_merge: bool,
    subject: Option<&'a str>,
    /// The first folder of every changed file, as `--stat` and `--name-status` list them.
    folders: Vec<&'a str>,
    attributes: Vec<(&'static str, &'a str)>,
}

impl<'a> Commit<'a> {
    fn read(lines: impl Iterator<Item = &'a str>, zone: &TimeZone) -> Self {
        let mut commit = Self::default();
        let mut in_headers = true;
        for line in lines {
            let text = ungraphed(line);
            if in_headers && commit.header(text, zone) {
                continue;
            }
            in_headers = in_headers && text.trim().is_empty();
            if text.trim().is_empty() {
                continue;
            }
            commit.body(text);
        }
        commit
    }

    /// Takes a header line; false when the message has begun.
    fn header(&mut self, line: &'a str, zone: &TimeZone) -> bool {
        // `--graph` indents the headers of the last commit by two, messages are indented by four.
        if line.starts_with("    ") {
            return false;
        }
        let line = line.trim_start();
        let Some((key, value)) = line.split_once([':', ' ']) else { return false };
        let value = value.trim();
        match key {
            "Author" => self.author = Some(name_of(value)),
            "author" => {
                self.author = Some(name_of(value));
                self.written = raw_date(value);
            }
            "committer" => self.committed = raw_date(value),
            "Date" | "AuthorDate" => self.written = when::whole(value, zone),
            "CommitDate" => self.committed = when::whole(value, zone),
            "Commit" => self.attributes.push(("git.committer", name_of(value))),
            "Merge" => self.is_merge = true,
            "tree" | "parent" | "Reflog" | "Reflog message" | "gpgsig" | "encoding" => {}
            _ => return false,
        }
        true
    }

    /// Takes a line of the message, of the statistics or of the patch.
    fn body(&mut self, line: &'a str) {
        let text = line.trim();
        if self.subject.is_none() {
            self.subject = Some(text);
            self.is_merge |= text.starts_with("Merge pull request ") || text.starts_with("Merge branch ");
        } else if text.contains(" changed, ") && text.contains("(+)") | text.contains("(-)") {
            self.attributes.push(("git.stat", text));
        } else if let Some(folder) = folder_of(line) {
            self.folders.push(folder);
        }
    }

    /// The part of a repository of many services that the commit is about, if the subject names it
    /// (`cart: ...`, `fix(cart): ...`) and all changed files lie below a folder of that name.
    fn service(&self) -> Option<&'a str> {
        let (scope, _) = self.subject?.split_once(": ")?;
        let scope = scope.trim_end_matches('!');
        let scope = scope.split_once('(').map_or(scope, |(_, scope)| scope.trim_end_matches(')'));
        // "orders 1.8.0: ..." names the release as well.
        let scope = scope.split(' ').next().unwrap_or(scope);
        let agreed = !self.folders.is_empty() && self.folders.iter().all(|folder| *folder == scope);
        agreed.then_some(scope)
    }
}

/// `cart` of ` cart/lock.go | 12 +++---` or of `M\tcart/lock.go`.
fn folder_of(line: &str) -> Option<&str> {
    let path = match line.split_once('\t') {
        Some((status, path)) if status.len() <= 4 && !status.contains(' ') => path,
        _ => line.strip_prefix(' ')?.split_once(" | ")?.0,
    };
    let path = path.trim();
    Some(path.split_once('/').map_or(path, |(folder, _)| folder))
}

/// Hash and refs of a line `commit 1a2b3c4 (HEAD -> main)`.
fn hash_of(line: &str) -> Option<(&str, Option<&str>)> {
    let rest = ungraphed(line).strip_prefix("commit ")?;
    let (hash, refs) = rest.split_once(' ').map_or((rest, None), |(hash, refs)| (hash, Some(refs)));
    is_hash(hash).then(|| (hash, refs.map(|refs| refs.trim_matches(['(', ')', ' ']))))
}

/// A line without the tree that `--graph` draws before it.
fn ungraphed(line: &str) -> &str {
    if line.starts_with(['*', '|']) { line.trim_start_matches(['*', '|', '/', '\\', '_', ' ']) } else { line }
}

/// Whether a word can be an abbreviated or full commit id.
pub(super) fn is_hash(word: &str) -> bool {
    (7..=64).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase())
}

/// `Ana Lima` of `Ana Lima <ana@shop.example> 1709647200 +0100`.
pub(super) fn name_of(value: &str) -> &str {
    value.split_once('<').map_or(value, |(name, _)| name).trim()
}

/// The seconds after the address in the raw format.
fn raw_date(value: &str) -> Option<postlude_base::Timestamp> {
    let (_, date) = value.rsplit_once("> ")?;
    let seconds = date.split(' ').next()?.parse().ok()?;
    postlude_base::Timestamp::from_seconds(seconds, 0)
}
