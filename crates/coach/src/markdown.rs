//! Which parts of a Markdown document are the writer's own prose.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// A paragraph, heading or item: prose of the writer.
#[derive(Debug)]
pub(crate) struct Passage {
    /// Its first byte in the document.
    pub(crate) from: usize,
    /// As long as the original; code and marks are blanked, so that places stay.
    pub(crate) masked: String,
    ignored: Option<Vec<String>>,
}

impl Passage {
    /// Whether a comment before it asks to leave a rule alone.
    pub(crate) fn ignores(&self, rule: &str) -> bool {
        self.ignored.as_ref().is_some_and(|rules| rules.is_empty() || rules.iter().any(|name| name == rule))
    }
}

/// The passages of a document, in order.
pub(crate) fn passages(text: &str) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut own: Vec<Range<usize>> = Vec::new();
    let mut apart = 0_usize;
    let mut ignored = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::CodeBlock(_)) => apart += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::CodeBlock) => apart = apart.saturating_sub(1),
            Event::Html(html) | Event::InlineHtml(html) => ignored = comment(&html).or(ignored),
            Event::Text(_) if apart == 0 => own.push(range),
            Event::Code(_) if apart == 0 => own.push(range),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) if !own.is_empty() => {
                passages.extend(passage(text, &own, ignored.take()));
                own.clear();
            }
            Event::Start(Tag::Item | Tag::List(_)) if !own.is_empty() => {
                passages.extend(passage(text, &own, ignored.take()));
                own.clear();
            }
            _ => {}
        }
    }
    passages.extend(passage(text, &own, ignored));
    passages
}

fn passage(text: &str, own: &[Range<usize>], ignored: Option<Vec<String>>) -> Option<Passage> {
    let (from, to) = (own.first()?.start, own.last()?.end);
    let mut masked = vec![b' '; to.checked_sub(from)?];
    for range in own {
        let bytes = text.as_bytes().get(range.clone())?;
        masked.get_mut(range.start.checked_sub(from)?..range.end - from)?.copy_from_slice(bytes);
    }
    Some(Passage { from, masked: String::from_utf8(masked).ok()?, ignored })
}

fn comment(html: &str) -> Option<Vec<String>> {
    let inside = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    let rules = inside.strip_prefix("coach:")?.trim().strip_prefix("ignore")?;
    Some(rules.split([' ', ',']).filter(|rule| !rule.is_empty()).map(str::to_owned).collect())
}
