//! The content of one item: only the kinds that our documents hold.

use super::LAST_CLOCK;
use crate::Refusal;
use crate::bytes::{Malformed, Reader};
use crate::schema::bounds;

/// What an item holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Nothing any more.
    Deleted,
    /// A run of text.
    Text,
    /// Plain values.
    Values,
    /// A map that is edited by key.
    Map,
    /// A text that is edited by character.
    Writing,
}

/// Reads the content of this kind; gives its length as Yjs counts it.
pub(super) fn content(reader: &mut Reader<'_>, kind: u8) -> Result<(u32, Content), Refusal> {
    let read = match kind {
        1 => (reader.number_u32()?, Content::Deleted),
        4 => {
            let text = reader.string()?;
            bounds::check("a text", text.len(), bounds::TEXT)?;
            (u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX), Content::Text)
        }
        7 => match reader.byte()? {
            1 => (1, Content::Map),
            2 => (1, Content::Writing),
            _ => return Err(Refusal::Malformed("a type that reviews do not use")),
        },
        8 => {
            let count = reader.number_u32()?;
            if count as usize > reader.left() {
                return Err(Malformed.into());
            }
            for _ in 0..count {
                value(reader, 0)?;
            }
            (count, Content::Values)
        }
        _ => return Err(Refusal::Malformed("a kind of content that reviews do not use")),
    };
    if read.0 == 0 || read.0 > LAST_CLOCK { Err(Malformed.into()) } else { Ok(read) }
}

/// Skips one plain value, however it is nested, up to the bound.
fn value(reader: &mut Reader<'_>, depth: usize) -> Result<(), Refusal> {
    bounds::check("the nesting of a value", depth, bounds::DEPTH)?;
    match reader.byte()? {
        120 | 121 | 126 | 127 => {}
        125 => integer(reader)?,
        124 => drop(reader.take(4)?),
        122 | 123 => drop(reader.take(8)?),
        119 => bounds::check("a string", reader.string()?.len(), bounds::STRING)?,
        118 => {
            for _ in 0..members(reader)? {
                bounds::check("a key", reader.string()?.len(), bounds::KEY)?;
                value(reader, depth + 1)?;
            }
        }
        117 => {
            for _ in 0..members(reader)? {
                value(reader, depth + 1)?;
            }
        }
        _ => return Err(Refusal::Malformed("a kind of value that reviews do not use")),
    }
    Ok(())
}

fn members(reader: &mut Reader<'_>) -> Result<usize, Refusal> {
    let count = usize::try_from(reader.number()?).map_err(|_| Malformed)?;
    if count > reader.left() { Err(Malformed.into()) } else { Ok(count) }
}

/// A signed number: 6 bits and a sign in the first byte, then 7 bits a byte.
fn integer(reader: &mut Reader<'_>) -> Result<(), Refusal> {
    for _ in 0..9 {
        if reader.byte()? < 0x80 {
            return Ok(());
        }
    }
    Err(Malformed.into())
}
