//! Tables that `kubectl` prints: `get events` (any width) and `rollout history`.
//!
//! Ages ("2m13s") count back from the moment of printing, which is at the latest when the file was written.

use postlude_base::{NANOSECONDS_PER_SECOND, Problem, Timestamp};
use postlude_evidence::{Change, Record, Sink};

use super::kubernetes::{emit, set_owner};
use crate::decode::event::text::{Entry, TextFormat, TextReader, head_lines, is_text};
use crate::decode::event::when;
use crate::{Carry, Detection, Head, Order};

/// `LAST SEEN  TYPE  REASON  OBJECT  MESSAGE`, perhaps with a namespace before and more columns between.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    if !is_text(head) {
        return None;
    }
    let lines = head_lines(head, 50);
    let header = lines.first()?;
    let columns = columns_of(header);
    let has = |title: &str| columns.iter().any(|(_, name)| name == title);
    if !(has("LAST SEEN") && has("REASON") && has("OBJECT") && has("MESSAGE")) {
        return None;
    }
    let mut problems = Vec::new();
    if head.hints.modified.is_none() {
        problems.push(
            Problem::new(
                "relative-times",
                "the events carry ages only, and when they were printed is not known",
            )
            .hint("export them with `kubectl get events -o json`"),
        );
    } else {
        problems.push(
            Problem::new(
                "relative-times",
                "the events carry ages: times count back from the time of the file",
            )
            .hint("export them with `kubectl get events -o json`"),
        );
    }
    Some(Detection {
        format: "kubectl events".to_owned(),
        confidence: 96,
        reasons: vec!["the header row is that of `kubectl get events`".to_owned()],
        problems,
        reader: Box::new(TextReader(Events { columns, printed: head.hints.modified })),
    })
}

struct Events {
    columns: Vec<(usize, String)>,
    printed: Option<Timestamp>,
}

impl TextFormat for Events {
    fn order(&self) -> Order {
        Order::Any
    }

    fn begins(&self, line: &str) -> bool {
        !line.trim().is_empty()
    }

    fn read(&self, entry: &Entry<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        let cell = |title: &str| cell_of(&entry.text, &self.columns, title);
        let seen = cell("LAST SEEN");
        if seen == "LAST SEEN" {
            return;
        }
        let mut origin = entry.origin();
        origin.time =
            when::whole(seen, &jiff::tz::TimeZone::UTC).or_else(|| Some(self.printed?.plus(-age_of(seen)?)));
        let object = cell("OBJECT");
        let (kind, name) = object.split_once('/').unwrap_or(("", object));
        set_owner(&mut origin, kind, name);
        let named = [
            ("k8s.event.reason", cell("REASON")),
            ("k8s.object.kind", kind),
            ("k8s.object.name", name),
            ("metadata.namespace", cell("NAMESPACE")),
            ("count", cell("COUNT")),
        ];
        let filled = named.into_iter().filter(|(_, value)| !value.is_empty());
        origin.attributes.extend(filled.map(|(key, value)| (key.into(), value.to_owned().into())));
        emit(origin, cell("REASON"), Some(cell("TYPE")), cell("MESSAGE").into(), sink);
    }
}

/// Where each column begins, with its title: titles are separated by two blanks and more.
fn columns_of(header: &str) -> Vec<(usize, String)> {
    let mut columns = Vec::new();
    let mut at = 0;
    for cell in header.split("  ") {
        let blanks = cell.len() - cell.trim_start().len();
        if !cell.trim().is_empty() {
            columns.push((at + blanks, cell.trim().to_owned()));
        }
        at += cell.len() + 2;
    }
    columns
}

/// The cell below a title. `kubectl` pads by characters, so the places are characters.
fn cell_of<'r>(row: &'r str, columns: &[(usize, String)], title: &str) -> &'r str {
    let Some(at) = columns.iter().position(|(_, name)| name == title) else { return "" };
    let byte = |character: usize| row.char_indices().nth(character).map_or(row.len(), |(byte, _)| byte);
    let from = byte(columns[at].0);
    let to = columns.get(at + 1).map_or(row.len(), |(next, _)| byte(*next));
    row[from..to].trim()
}

/// Nanoseconds of `5d`, `3h12m`, `2m13s (x4 over 10m)`, `<unknown>`.
fn age_of(text: &str) -> Option<i64> {
    let text = text.split_whitespace().next()?;
    let (mut sum, mut number) = (0i64, None::<i64>);
    for byte in text.bytes() {
        let unit = match byte {
            b'0'..=b'9' => {
                let digit = i64::from(byte - b'0');
                number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
                continue;
            }
            b's' => 1,
            b'm' => 60,
            b'h' => 3600,
            b'd' => 86_400,
            b'y' => 31_536_000,
            _ => return None,
        };
        sum = sum.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    if number.is_some() { None } else { sum.checked_mul(NANOSECONDS_PER_SECOND) }
}

/// `deployment.apps/cart` above `REVISION  CHANGE-CAUSE`: revisions without times.
pub(crate) fn sniff_rollout(head: &Head<'_>) -> Option<Detection> {
    if !is_text(head) {
        return None;
    }
    let lines = head_lines(head, 6);
    let header =
        lines.iter().position(|line| line.starts_with("REVISION") && line.contains("CHANGE-CAUSE"))?;
    let above = header.checked_sub(1).and_then(|at| lines.get(at)).map_or("", |line| line.trim());
    let service = above.rsplit('/').next().unwrap_or("").split(' ').next().unwrap_or("").to_owned();
    Some(Detection {
        format: "kubectl rollout history".to_owned(),
        confidence: 96,
        reasons: vec!["the header row is REVISION, CHANGE-CAUSE".to_owned()],
        problems: vec![
            Problem::new("undated-changes", "a rollout history lists revisions without times")
                .hint("export the replica sets with `kubectl get rs -o json`: they carry the times"),
        ],
        reader: Box::new(TextReader(Rollout { service })),
    })
}

struct Rollout {
    service: String,
}

impl TextFormat for Rollout {
    fn order(&self) -> Order {
        Order::Any
    }

    fn begins(&self, line: &str) -> bool {
        !line.trim().is_empty()
    }

    fn read(&self, entry: &Entry<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        let (revision, cause) =
            entry.text.trim().split_once(char::is_whitespace).unwrap_or((entry.text.trim(), ""));
        if revision.is_empty() || !revision.bytes().all(|b| b.is_ascii_digit()) {
            return;
        }
        let mut origin = entry.origin();
        origin.service = Some(self.service.as_str().into())
            .filter(|service: &postlude_evidence::Text<'_>| !service.is_empty());
        sink.record(&Record::Change(Change {
            origin,
            kind: "deploy".into(),
            title: format!("revision {revision}: {}", cause.trim()).into(),
            end: None,
            actor: None,
            version: Some(revision.into()),
            outcome: None,
        }));
    }
}
