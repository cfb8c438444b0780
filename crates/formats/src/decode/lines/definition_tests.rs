//! Every definition reads its own samples, and nobody else's.

use postlude_evidence::Text;

use super::catalog::Catalog;
use super::decoded::Decoded;
use super::defined::{self, RecordText, Scratch};
use super::definition::{Definition, Sample};
use super::grouped_regex::GroupedRegex;
use crate::time::{Layout, Resolver};
use crate::{Carry, Hints, definitions};

fn layout() -> Layout {
    Layout::learn(std::iter::empty())
}

/// The definitions that match a text, by their places in the catalog.
fn matching(catalog: &'static Catalog, record: RecordText<'_>) -> Vec<usize> {
    let mut scratch = Scratch::default();
    let first = record.line.as_bytes().first().copied().unwrap_or_default();
    let mut found: Vec<usize> = Vec::new();
    for candidate in catalog.candidates(first) {
        let definition = &catalog.definitions[candidate.definition];
        let pattern = &definition.patterns[candidate.pattern];
        if !found.contains(&candidate.definition)
            && defined::read(definition, pattern, record, &layout(), &mut scratch).is_some()
        {
            found.push(candidate.definition);
        }
    }
    found
}

fn read_by<'t>(definition: &'static Definition, record: RecordText<'t>) -> Option<(usize, Decoded<'t>)> {
    let mut scratch = Scratch::default();
    let read = |(place, pattern)| {
        Some((place, defined::read(definition, pattern, record, &layout(), &mut scratch)?))
    };
    definition.patterns.iter().enumerate().find_map(read)
}

/// What differs from what the sample expects, one line each.
fn differences(sample: &Sample, decoded: &Decoded<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |name: &str, expected: Option<String>, found: Option<String>| {
        if expected.is_some() && expected != found {
            wrong.push(format!("{name}: expected {expected:?}, found {found:?}"));
        }
    };
    let text = |text: &Option<Text<'_>>| text.as_ref().map(ToString::to_string);
    let log = &decoded.log;
    let level = log.severity.map_or("none", |severity| severity.name());
    check("time", sample.time.clone(), moment(sample, decoded));
    check("level", sample.level.clone(), Some(level.to_owned()));
    check("body", sample.body.clone(), Some(log.body.to_string()));
    check("service", sample.service.clone(), text(&log.origin.service));
    check("instance", sample.instance.clone(), text(&log.origin.instance));
    check("host", sample.host.clone(), text(&log.origin.host));
    check("trace_id", sample.trace_id.clone(), text(&log.trace_id));
    check("span_id", sample.span_id.clone(), text(&log.span_id));
    check("status", sample.status.map(|s| s.to_string()), log.status_code.map(|s| s.to_string()));
    check("duration_ns", sample.duration_ns.map(|d| d.to_string()), log.duration.map(|d| d.to_string()));
    for (name, value) in &sample.attributes {
        check(name, Some(value.clone()), log.origin.attribute(name).map(str::to_owned));
    }
    wrong
}

/// The moment in the way the sample writes it, so that any RFC 3339 form can be expected.
fn moment(sample: &Sample, decoded: &Decoded<'_>) -> Option<String> {
    let expected: jiff::Timestamp = sample.time.as_ref()?.parse().ok()?;
    let written = decoded.time.as_ref()?;
    let hints = Hints { year: sample.year, ..Hints::default() };
    let resolver = Resolver::new(&hints, &layout());
    let found = resolver.resolve(written, &mut Carry::default())?;
    if found.to_jiff() == expected { sample.time.clone() } else { Some(found.to_string()) }
}

#[test]
fn every_definition_loads_and_compiles() {
    let mut wrong = Vec::new();
    for (name, text) in definitions::ALL {
        match Definition::load(text) {
            Err(error) => wrong.push(format!("{name}: {error}")),
            Ok(definition) => {
                if definition.name != *name {
                    wrong.push(format!("{name}: is named {}", definition.name));
                }
                let patterns = definition.patterns.iter().map(|p| &p.regex).chain(&definition.continued_by);
                let errors = patterns
                    .chain(definition.fields.iter().map(|f| &f.regex))
                    .filter_map(GroupedRegex::error);
                wrong.extend(errors.map(|error| format!("{name}: {error}")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_definition_reads_its_samples() {
    let mut wrong = Vec::new();
    for definition in &Catalog::get().definitions {
        let mut unused: Vec<usize> = (0..definition.patterns.len()).collect();
        for sample in &definition.samples {
            let problems = match read_by(definition, RecordText::new(&sample.line)) {
                None => vec!["no pattern matches".to_owned()],
                Some((pattern, decoded)) => {
                    unused.retain(|place| *place != pattern);
                    differences(sample, &decoded)
                }
            };
            wrong.extend(problems.iter().map(|p| format!("{}: {p}\n    {}", definition.name, sample.line)));
        }
        wrong.extend(unused.iter().map(|p| format!("{}: pattern {} has no sample", definition.name, p + 1)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_sample_is_recognised_as_its_own_format() {
    let catalog = Catalog::get();
    let mut wrong = Vec::new();
    for (number, definition) in catalog.definitions.iter().enumerate().filter(|(_, d)| !d.inside_only) {
        for sample in &definition.samples {
            let found = matching(catalog, RecordText::new(&sample.line));
            let chosen = catalog.preferred(&found);
            if chosen != Some(number) {
                let names = found.iter().map(|d| catalog.definitions[*d].name.as_str()).collect::<Vec<_>>();
                let chosen = chosen.map_or("nothing", |d| catalog.definitions[d].name.as_str());
                let line = &sample.line;
                wrong.push(format!("{}: taken for {chosen} (of {names:?})\n    {line}", definition.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_name_a_definition_yields_to_exists() {
    let catalog = Catalog::get();
    for definition in &catalog.definitions {
        for name in &definition.yields_to {
            assert!(catalog.definitions.iter().any(|d| d.name == *name), "{}: {name}", definition.name);
        }
    }
}
