//! Events exported as XML: `<Event>` elements, alone or within `<Events>`, on any number of lines.

use memchr::memmem;
use postlude_base::Problem;
use postlude_evidence::{Record, Sink};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader as Xml, XmlVersion};

use super::fields::Fields;
use super::log;
use crate::time::{Layout, Resolver};
use crate::{Block, Carry, Detection, Head, Order, Reader};

const SCHEMA: &[u8] = b"schemas.microsoft.com/win/2004/08/events/event";
const BEGIN: &[u8] = b"<Event";
const END: &[u8] = b"</Event>";

/// Does an `<Event>` of Windows' schema stand near its beginning?
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    let start = head.bytes.get(..head.bytes.len().min(4096))?;
    if !start.trim_ascii_start().starts_with(b"<") || memmem::find(start, SCHEMA).is_none() {
        return None;
    }
    begin(start, 0)?;
    let resolver = Resolver::new(head.hints, &Layout::learn(std::iter::empty()));
    Some(Detection {
        format: "windows event xml".to_owned(),
        confidence: 95,
        reasons: vec!["it holds <Event> elements of Windows' schema".to_owned()],
        problems: Vec::new(),
        reader: Box::new(EventReader { resolver }),
    })
}

/// Where the next `<Event>` begins; `<Events>`, `<EventID>` and `<EventData>` are others.
fn begin(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    memmem::find_iter(rest, BEGIN)
        .find(|at| matches!(rest.get(at + BEGIN.len()), Some(b' ' | b'>' | b'\t' | b'\r' | b'\n')))
        .map(|at| from + at)
}

struct EventReader {
    resolver: Resolver,
}

impl Reader for EventReader {
    fn order(&self) -> Order {
        Order::Any
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        if block.last {
            return block.bytes.len();
        }
        memmem::rfind(block.bytes, END).map_or(0, |at| at + END.len())
    }

    fn read(&self, block: &Block<'_>, carry: &mut Carry, sink: &mut dyn Sink) {
        let (mut at, mut line, mut counted) = (0, block.line, 0);
        while let Some(from) = begin(block.bytes, at) {
            let rest = block.bytes.get(from..).unwrap_or_default();
            let end = memmem::find(rest, END).map(|found| from + found + END.len());
            let to = end.unwrap_or(block.bytes.len());
            let bytes = block.bytes.get(from..to).unwrap_or_default();
            let between = block.bytes.get(counted..from).unwrap_or_default();
            line += memchr::memchr_iter(b'\n', between).count() as u64;
            counted = from;
            let span = block.span(from, to);
            let (fields, whole) = fields(&String::from_utf8_lossy(bytes));
            if end.is_none() || !whole {
                let problem = Problem::new("damaged-record", "an event that was read in part").at(span);
                sink.problem(problem);
            }
            let log = log::record(fields.finish(), (span, line), None, &self.resolver, carry);
            sink.record(&Record::Log(log));
            at = to;
        }
    }
}

/// The fields of an element, and whether it could be read to its end.
fn fields(text: &str) -> (Fields, bool) {
    let mut fields = Fields::default();
    let mut xml = Xml::from_str(text);
    loop {
        match xml.read_event() {
            Ok(Event::Start(start)) => element(&mut fields, &start),
            Ok(Event::Empty(start)) => {
                element(&mut fields, &start);
                fields.close();
            }
            Ok(Event::End(_)) => fields.close(),
            Ok(Event::Text(text)) => fields.text(&text.xml10_content()),
            Ok(Event::CData(text)) => fields.text(&text.xml10_content()),
            Ok(Event::GeneralRef(name)) => match name.resolve_char_ref() {
                Ok(Some(character)) => fields.text(character.encode_utf8(&mut [0; 4])),
                _ => fields.text(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default()),
            },
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Ok(Event::Eof) => return (fields, true),
            Err(_) => return (fields, false),
        }
    }
}

fn element(fields: &mut Fields, start: &BytesStart<'_>) {
    fields.open(start.local_name().into_inner());
    for attribute in start.attributes().with_checks(false).flatten() {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default();
        fields.attribute(attribute.key.local_name().into_inner(), &value);
    }
}
