//! An event as binary XML in a chunk: tokens, names shared within the chunk, templates filled with values.

use super::fields::Fields;
use super::value::{self, ARRAY, BINARY_XML, NULL, STRING};
use crate::decode::binary::{array_at, utf16_text};

/// Templates within values within templates.
const DEEPEST: usize = 16;

/// Tokens of one event: templates that name each other cannot make one event endless.
const MOST_TOKENS: usize = 50_000;

/// A value that stands in for a substitution: its type and its place in the chunk.
#[derive(Debug, Clone, Copy)]
struct Value {
    kind: u8,
    from: usize,
    to: usize,
}

/// Reads one event.
pub(super) struct Decoder<'c> {
    chunk: &'c [u8],
    tokens: usize,
    fields: Fields,
    /// The attribute whose value is being read.
    attribute: Option<(String, String)>,
}

/// A run of tokens and what is known about it.
#[derive(Clone, Copy)]
struct Scope<'v> {
    values: &'v [Value],
    /// Whether it is the definition of a template, where elements carry one number more.
    is_template: bool,
    depth: usize,
}

/// The fields of the event between two places of a chunk, and whether it could be read to its end.
pub(super) fn read(chunk: &[u8], from: usize, to: usize) -> (Fields, bool) {
    let mut decoder = Decoder { chunk, tokens: 0, fields: Fields::default(), attribute: None };
    let scope = Scope { values: &[], is_template: false, depth: 0 };
    let whole = decoder.fragment(from, to, scope).is_some();
    decoder.end_attribute();
    (decoder.fields, whole)
}

impl<'c> Decoder<'c> {
    /// Reads tokens up to the end mark or `to`; none where they are damaged.
    fn fragment(&mut self, mut at: usize, to: usize, scope: Scope<'_>) -> Option<()> {
        if scope.depth > DEEPEST || to > self.chunk.len() {
            return None;
        }
        while at < to {
            self.tokens += 1;
            let token = *self.chunk.get(at)?;
            if self.tokens > MOST_TOKENS {
                return None;
            }
            at += 1;
            at = match token & 0x3f {
                0 => break,
                1 => self.element(at, token, scope)?,
                2 => {
                    self.end_attribute();
                    at
                }
                3 | 4 => {
                    self.end_attribute();
                    self.fields.close();
                    at
                }
                5 => self.constant(at)?,
                6 => {
                    self.end_attribute();
                    let (name, next) = self.name(at)?;
                    self.attribute = Some((name, String::new()));
                    next
                }
                7 => self.counted_text(at)?,
                8 => {
                    let unit = u32::from(self.u16(at)?);
                    self.text(
                        char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut [0; 4]),
                    );
                    at + 2
                }
                9 => {
                    let (name, next) = self.name(at)?;
                    self.text(entity(&name));
                    next
                }
                0x0a => self.name(at)?.1,
                0x0b => at + 2 + 2 * usize::from(self.u16(at)?),
                0x0c => self.template(at, scope)?,
                0x0d | 0x0e => {
                    let value = *scope.values.get(usize::from(self.u16(at)?))?;
                    self.substitute(value, scope)?;
                    at + 3
                }
                0x0f => at + 3,
                _ => return None,
            };
        }
        Some(())
    }

    fn element(&mut self, mut at: usize, token: u8, scope: Scope<'_>) -> Option<usize> {
        if scope.is_template {
            at += 2;
        }
        let (name, next) = self.name(at + 4)?;
        self.fields.open(&name);
        Some(if token & 0x40 != 0 { next + 4 } else { next })
    }

    /// A value that stands in the tokens themselves.
    fn constant(&mut self, at: usize) -> Option<usize> {
        // Nothing but strings is written so.
        if *self.chunk.get(at)? != STRING {
            return None;
        }
        self.counted_text(at + 1)
    }

    fn counted_text(&mut self, at: usize) -> Option<usize> {
        let end = at + 2 + 2 * usize::from(self.u16(at)?);
        let text = utf16_text(self.chunk.get(at + 2..end)?);
        self.text(&text);
        Some(end)
    }

    fn template(&mut self, at: usize, scope: Scope<'_>) -> Option<usize> {
        let definition = usize::try_from(self.u32(at + 5)?).ok()?;
        let size = usize::try_from(self.u32(definition.checked_add(20)?)?).ok()?;
        let mut next = at + 9;
        if definition == next {
            next = next.checked_add(24)?.checked_add(size)?;
        }
        let count = usize::try_from(self.u32(next)?).ok()?;
        let mut descriptor = next + 4;
        let mut from = descriptor.checked_add(count.checked_mul(4)?)?;
        if from > self.chunk.len() {
            return None;
        }
        let mut values = Vec::with_capacity(count);
        for _ in 0..count {
            let to = from + usize::from(self.u16(descriptor)?);
            let kind = *self.chunk.get(descriptor + 2)?;
            values.push(Value { kind, from, to });
            descriptor += 4;
            from = to;
        }
        let inner = Scope { values: &values, is_template: true, depth: scope.depth + 1 };
        self.fragment(definition + 24, definition.checked_add(24)?.checked_add(size)?, inner)?;
        Some(from)
    }

    fn substitute(&mut self, value: Value, scope: Scope<'_>) -> Option<()> {
        let bytes = self.chunk.get(value.from..value.to)?;
        match value.kind {
            NULL => {}
            BINARY_XML if bytes.is_empty() => {}
            BINARY_XML => {
                let inner = Scope { values: &[], is_template: false, depth: scope.depth + 1 };
                self.fragment(value.from, value.to, inner)?;
            }
            kind if kind & ARRAY != 0 => self.array(kind & !ARRAY, bytes),
            kind => {
                let text = value::text(kind, bytes).unwrap_or_default();
                self.text(&text);
            }
        }
        Some(())
    }

    fn array(&mut self, kind: u8, bytes: &[u8]) {
        let texts: Vec<String> = if kind == STRING {
            let (units, _) = bytes.as_chunks::<2>();
            let units = units.strip_suffix(&[[0, 0]]).unwrap_or(units);
            units.split(|unit| *unit == [0, 0]).map(|text| utf16_text(text.as_flattened())).collect()
        } else {
            let Some(size) = value::size(kind) else { return };
            bytes.chunks_exact(size).filter_map(|bytes| value::text(kind, bytes)).collect()
        };
        for (index, text) in texts.iter().enumerate() {
            if index > 0 && self.attribute.is_none() {
                self.fields.next_value();
            }
            self.text(text);
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.attribute {
            Some((_, value)) => value.push_str(text),
            None => self.fields.text(text),
        }
    }

    fn end_attribute(&mut self) {
        if let Some((name, value)) = self.attribute.take() {
            self.fields.attribute(&name, &value);
        }
    }

    /// The name whose place stands at `at`, and where the next token begins: a name used for the first time
    /// stands there itself.
    fn name(&self, at: usize) -> Option<(String, usize)> {
        let place = usize::try_from(self.u32(at)?).ok()?;
        let count = usize::from(self.u16(place.checked_add(6)?)?);
        let from = place + 8;
        let text = utf16_text(self.chunk.get(from..from + 2 * count)?);
        let next = at + 4;
        Some((text, if place == next { from + 2 * count + 2 } else { next }))
    }

    fn u16(&self, at: usize) -> Option<u16> {
        array_at(self.chunk, at).map(u16::from_le_bytes)
    }

    fn u32(&self, at: usize) -> Option<u32> {
        array_at(self.chunk, at).map(u32::from_le_bytes)
    }
}

fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}
