//! YAML with the line of each document. Nesting is bounded, and what an alias stands for is left out: a catalogue of people needs neither.

use postlude_base::Problem;
use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};
use serde_json::{Map, Value};

use super::{Element, Parsed};

/// Deeper than this nothing of a catalogue lies.
const DEEPEST: usize = 64;

/// Whether a text is a document of keys, as a catalogue is.
pub(super) fn looks_like(text: &str) -> bool {
    let keys = ["apiVersion", "kind", "metadata", "spec"];
    let is_key = |line: &str| {
        line.split_once(':').is_some_and(|(key, _)| keys.contains(&key.trim_start_matches("- ").trim()))
    };
    text.lines().take(200).filter(|line| is_key(line)).count() >= 2
}

/// One element per document; of a list, one per item.
pub(super) fn elements(text: &str) -> Parsed {
    let mut parser = Parser::new_from_str(text);
    let mut elements = Vec::new();
    let mut trouble = None;
    let mut line = 1;
    loop {
        match parser.next_event() {
            None => break,
            Some(Ok((Event::StreamEnd, _))) => break,
            Some(Ok((
                Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing,
                _,
            ))) => {}
            Some(Ok((event, span))) => {
                line = span.start.line() as u64;
                match node(&mut parser, event, 0) {
                    Ok(Value::Array(items)) => {
                        elements.extend(items.into_iter().map(|value| Element {
                            line,
                            key: String::new(),
                            value,
                        }));
                    }
                    Ok(value) => elements.push(Element { line, key: String::new(), value }),
                    Err(error) => trouble = Some(error),
                }
            }
            Some(Err(error)) => trouble = Some(broken(error.marker().line(), error.info())),
        }
        if trouble.is_some() {
            break;
        }
    }
    let trouble = trouble.map(|(at, problem): (u64, Problem)| (at.max(line), problem));
    Parsed { elements, trouble }
}

fn broken(line: usize, message: &str) -> (u64, Problem) {
    let problem = Problem::new("broken-yaml", format!("this is no YAML: {message}"))
        .hint("what stands before it was read");
    (line as u64, problem)
}

fn node<'a>(
    parser: &mut Parser<'a, StrInput<'a>>,
    event: Event<'_>,
    depth: usize,
) -> Result<Value, (u64, Problem)> {
    match event {
        Event::Scalar(text, style, ..) => Ok(scalar(&text, style)),
        Event::SequenceStart(..) => {
            let mut items = Vec::new();
            while let Some(event) = inner(parser, depth)? {
                items.push(node(parser, event, depth + 1)?);
            }
            Ok(Value::Array(items))
        }
        Event::MappingStart(..) => {
            let mut map = Map::new();
            while let Some(key) = inner(parser, depth)? {
                let key = node(parser, key, depth + 1)?;
                let Some(value) = inner(parser, depth)? else { break };
                let value = node(parser, value, depth + 1)?;
                if let Value::String(key) = key {
                    map.insert(key, value);
                }
            }
            Ok(Value::Object(map))
        }
        _ => Ok(Value::Null),
    }
}

/// The next event within a list or a mapping; none at its end.
fn inner<'a>(
    parser: &mut Parser<'a, StrInput<'a>>,
    depth: usize,
) -> Result<Option<Event<'a>>, (u64, Problem)> {
    match parser.next_event() {
        None | Some(Ok((Event::SequenceEnd | Event::MappingEnd | Event::StreamEnd, _))) => Ok(None),
        Some(Ok((_, span))) if depth >= DEEPEST => Err(broken(span.start.line(), "it is nested too deep")),
        Some(Ok((event, _))) => Ok(Some(event)),
        Some(Err(error)) => Err(broken(error.marker().line(), error.info())),
    }
}

/// Names are what counts: a handle of digits stays a text.
fn scalar(text: &str, style: ScalarStyle) -> Value {
    match (style, text) {
        (ScalarStyle::Plain, "" | "~" | "null") => Value::Null,
        (ScalarStyle::Plain, "true") => Value::Bool(true),
        (ScalarStyle::Plain, "false") => Value::Bool(false),
        _ => Value::String(text.to_owned()),
    }
}
