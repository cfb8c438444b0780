//! The reader of documents made of shapes: where their list is, and what stands around it.

use std::collections::BTreeMap;

use postlude_base::Problem;
use postlude_evidence::{Record, Sink};
use serde_json::Value;

use super::object::{Object, Setting};
use super::shape::{Shape, read_unknown, shape_of};
use crate::frame::json::{Element, Elements, JsonReader, Outline};
use crate::{Block, Detection, Head};

/// Where vendors put the list of objects: a key of the document, or the document itself. The deeper ones come
/// later, because an object around others says more.
const PLACES: [&[&str]; 34] = [
    &[],
    &["alerts"],
    &["incidents"],
    &["messages"],
    &["items"],
    &["value"],
    &["data"],
    &["results"],
    &["result"],
    &["events"],
    &["records"],
    &["Records"],
    &["Events"],
    &["problems"],
    &["issues"],
    &["entries"],
    &["log_entries"],
    &["MetricAlarms"],
    &["CompositeAlarms"],
    &["AlarmHistoryItems"],
    &["deployments"],
    &["deploymentsInfo"],
    &["releases"],
    &["commits"],
    &["workflow_runs"],
    &["pipelines"],
    &["builds"],
    &["history"],
    &["chunk"],
    &["notifications"],
    &["checks"],
    &["data", "alerts"],
    &["data", "groups"],
    &["status", "history"],
];

/// How many objects of the head are asked.
const ASKED: usize = 60;

/// Asks every shape about the objects at every place where a list can stand.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    let outline = Outline::of(head.bytes)?;
    let setting = setting_of(head);
    let mut best: Option<Finding> = None;
    for place in PLACES {
        if !place.is_empty() && !is_list(&outline, &place.join(".")) {
            continue;
        }
        if let Some(finding) = ask(head, place, &setting)
            && best.as_ref().is_none_or(|best| finding.confidence > best.confidence)
        {
            best = Some(finding);
        }
    }
    best.map(|finding| finding.into_detection(setting))
}

/// Whether outline paths run through a list at the path, in any document.
fn is_list(outline: &Outline, path: &str) -> bool {
    let inside = format!("{path}[]");
    outline.paths().any(|seen| seen.trim_start_matches("[].").starts_with(&inside))
}

struct Finding {
    place: &'static [&'static str],
    /// The shapes found, with how many objects each.
    shapes: BTreeMap<&'static str, usize>,
    asked: usize,
    confidence: u8,
}

fn ask(head: &Head<'_>, place: &'static [&'static str], setting: &Setting) -> Option<Finding> {
    let mut asked = 0;
    let mut shapes: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut sum = 0;
    let block = Block { last: true, ..Block::whole(head.bytes) };
    elements_at(place).read(&block, &mut Nothing, &mut |element, sink| {
        if asked >= ASKED {
            return;
        }
        asked += 1;
        if let Some((shape, _)) = Object::of(element, setting, sink).and_then(|object| shape_of(object).ok())
        {
            *shapes.entry(shape.name).or_default() += 1;
            sum += usize::from(shape.confidence);
        }
    });
    let known: usize = shapes.values().sum();
    if known == 0 || known * 2 < asked {
        return None;
    }
    // What is not known lowers the average: a few unknown objects do little, half of them much.
    let confidence = u8::try_from((sum + (asked - known) * 40) / asked).unwrap_or(0);
    Some(Finding { place, shapes, asked, confidence })
}

impl Finding {
    fn into_detection(self, setting: Setting) -> Detection {
        let mut names: Vec<_> = self.shapes.iter().collect();
        names.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let known: usize = self.shapes.values().sum();
        let parts: Vec<_> = names.iter().map(|(name, count)| format!("{count} {name}")).collect();
        let reason = format!("{known} of the first {} objects are known: {}", self.asked, parts.join(", "));
        Detection {
            format: names.first().map_or_else(String::new, |(name, _)| (**name).to_owned()),
            confidence: self.confidence,
            reasons: vec![reason],
            problems: Vec::new(),
            reader: JsonReader::boxed(elements_at(self.place), move |element, sink| {
                decode(element, &setting, sink);
            }),
        }
    }
}

fn elements_at(place: &[&'static str]) -> Elements {
    if place.is_empty() { Elements::items() } else { Elements::at(place) }
}

/// Hands on the records of one object, whatever shape it has.
pub(super) fn decode(element: &Element<'_>, setting: &Setting, sink: &mut dyn Sink) {
    let Some(object) = Object::of(element, setting, sink) else { return };
    if !object.value().is_object() {
        sink.problem(
            Problem::new("not-an-object", "a bare value among objects is not read").at(object.span()),
        );
        return;
    }
    match shape_of(object) {
        Ok((Shape { read, .. }, object)) => read(&object, sink),
        Err(object) => read_unknown(&object, sink),
    }
}

/// What stands around the list: all of the document that the head shows, cut where the head ends.
fn setting_of(head: &Head<'_>) -> Setting {
    let mut around = Value::Null;
    let block = Block { last: true, ..Block::whole(head.bytes) };
    Elements::documents().read(&block, &mut Nothing, &mut |element, _| {
        if around.is_null() && element.text().starts_with('{') {
            around = serde_json::from_str(element.text()).unwrap_or_default();
        }
    });
    let names = names_in(&around);
    if let Value::Object(members) = &mut around {
        members.retain(|_, value| !value.is_array());
    }
    Setting { names, ..setting_around(head, around) }
}

/// What is known of a source from its place, with what stands around its objects.
pub(super) fn setting_around(head: &Head<'_>, around: Value) -> Setting {
    let (folder, name) = head.hints.path.rsplit_once('/').unwrap_or(("", head.hints.path));
    let folder = folder.rsplit('/').next().unwrap_or("").to_owned();
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem).to_owned();
    Setting { zone: head.hints.zone.clone(), around, folder, stem, names: BTreeMap::new() }
}

/// Names by id out of the lists of people that chat exports put beside the messages.
fn names_in(around: &Value) -> BTreeMap<String, String> {
    let lists = ["users", "members", "participants"].iter().filter_map(|key| around.get(key)?.as_array());
    let name = |user: &Value| -> Option<(String, String)> {
        let id = user.get("id")?.as_str()?;
        let paths = ["/profile/display_name", "/real_name", "/profile/real_name", "/name", "/username"];
        let names = paths.iter().filter_map(|path| user.pointer(path)?.as_str());
        Some((id.to_owned(), names.into_iter().find(|name| !name.is_empty())?.to_owned()))
    };
    lists.flatten().filter_map(name).collect()
}

/// Takes records and problems that nobody asked for.
pub(super) struct Nothing;

impl Sink for Nothing {
    fn record(&mut self, _: &Record<'_>) {}
    fn problem(&mut self, _: Problem) {}
}
