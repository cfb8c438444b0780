//! A foreign update, read from its bytes before yrs sees them.
//!
//! yrs decodes values by recursion, reserves what the bytes declare, and keeps what it cannot place yet. A hostile
//! update could so end the process. Therefore every update is first read here without allocation by declared
//! lengths: kinds of content, depth, sizes, and whether everything it builds on is known.
//! The layout is that of the first version of the update encoding of Yjs.

mod content;
mod structure;

use std::collections::HashMap;

use crate::Refusal;
use crate::bytes::{Malformed, Reader};
use content::content;
use structure::{Item, Known, Parent, Structure};

/// Clocks by client, as far as the document knows them without a gap.
pub(crate) type Clocks = HashMap<u64, u32>;

/// Clocks end here: yrs counts with 32 bits and signs.
const LAST_CLOCK: u32 = i32::MAX as u32;
/// Clients have 53 bits, because they are numbers in JavaScript.
const LAST_CLIENT: u64 = (1 << 53) - 1;

const HAS_ORIGIN: u8 = 0x80;
const HAS_RIGHT_ORIGIN: u8 = 0x40;
const HAS_KEY: u8 = 0x20;
const GARBAGE: u8 = 0;
const SKIP: u8 = 10;

/// What an update would do, as far as its bytes tell.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// The clocks that it leads to, for clients of which it brings something new.
    pub(crate) clocks: Vec<(u64, u32)>,
    /// Ranges that it deletes; they may be deleted already.
    pub(crate) deletions: usize,
    /// Whether it brings things that are known already, too.
    pub(crate) repeats: bool,
    /// Whether something other than text copies its place from the document, so that only yrs knows where it goes.
    pub(crate) copies_place: bool,
}

/// Reads an update against what is known. `is_trusted` spares the bounds that keep people from keeping the server busy.
/// `kind_of` tells what a nested type of the document is, if it is one.
pub(crate) fn outline(
    bytes: &[u8],
    clocks: &Clocks,
    is_trusted: bool,
    kind_of: impl Fn(u64, u32) -> Known,
) -> Result<Outline, Refusal> {
    let mut reader = Reader::new(bytes);
    let structure = structure(&mut reader)?;
    if !is_trusted {
        structure.check_crowd()?;
    }
    let mut outline = Outline::default();
    for client in &structure.clients {
        let known = clocks.get(&client.client).copied().unwrap_or(0);
        if client.first > known {
            return Err(Refusal::Missing);
        }
        if client.end > known {
            outline.clocks.push((client.client, client.end));
        }
        outline.repeats |= client.first < known;
    }
    structure.check(clocks, &kind_of, &mut outline.copies_place)?;
    outline.deletions = deletions(&mut reader, &structure, clocks)?;
    if !reader.is_empty() {
        return Err(Refusal::Malformed("bytes after its end"));
    }
    Ok(outline)
}

/// Whether an update cannot be read here, be it for a hole in it.
pub(crate) fn has_hole(bytes: &[u8]) -> bool {
    structure(&mut Reader::new(bytes)).is_err()
}

fn structure<'a>(reader: &mut Reader<'a>) -> Result<Structure<'a>, Refusal> {
    let mut structure = Structure::default();
    for _ in 0..count(reader, 3)? {
        let blocks = count(reader, 2)?;
        let client = client_id(reader)?;
        let first = reader.number_u32()?;
        structure.begin(client, first)?;
        for _ in 0..blocks {
            let item = item(reader)?;
            structure.push(item)?;
        }
        structure.end()?;
    }
    Ok(structure)
}

fn item<'a>(reader: &mut Reader<'a>) -> Result<Item<'a>, Refusal> {
    let info = reader.byte()?;
    match info {
        GARBAGE => return Ok(Item::garbage(reader.number_u32()?)),
        SKIP => return Err(Refusal::Missing),
        _ => {}
    }
    let origin = if info & HAS_ORIGIN != 0 { Some(id(reader)?) } else { None };
    let right = if info & HAS_RIGHT_ORIGIN != 0 { Some(id(reader)?) } else { None };
    let (parent, key) = match origin.or(right) {
        Some(like) => (Parent::Like(like), None),
        None => {
            let parent = if reader.number()? == 1 {
                Parent::Root(reader.string()?)
            } else {
                let (client, clock) = id(reader)?;
                Parent::Inside((client, clock))
            };
            let key = if info & HAS_KEY != 0 { Some(reader.string()?) } else { None };
            (parent, key)
        }
    };
    let (length, content) = content(reader, info & 0x0f)?;
    Ok(Item { clock: 0, length, parent, right: origin.and(right), key, content })
}

/// Reads and checks the ranges that are deleted; gives how many.
fn deletions(reader: &mut Reader<'_>, structure: &Structure<'_>, clocks: &Clocks) -> Result<usize, Refusal> {
    let mut total = 0;
    for _ in 0..count(reader, 2)? {
        let client = client_id(reader)?;
        let end = structure.end_of(client).unwrap_or(0).max(clocks.get(&client).copied().unwrap_or(0));
        for _ in 0..count(reader, 2)? {
            let (clock, length) = (reader.number_u32()?, reader.number_u32()?);
            let to = clock.checked_add(length).filter(|to| *to <= LAST_CLOCK);
            if to.ok_or(Refusal::Malformed("a clock that is too large"))? > end {
                return Err(Refusal::Missing);
            }
            total += 1;
        }
    }
    Ok(total)
}

/// How many parts follow, of which each takes at least so many bytes.
fn count(reader: &mut Reader<'_>, bytes_each: usize) -> Result<usize, Refusal> {
    let count = usize::try_from(reader.number()?).map_err(|_| Malformed)?;
    if count > reader.left() / bytes_each {
        return Err(Malformed.into());
    }
    Ok(count)
}

fn client_id(reader: &mut Reader<'_>) -> Result<u64, Refusal> {
    let client = reader.number()?;
    if client > LAST_CLIENT { Err(Refusal::Malformed("a client that is too large")) } else { Ok(client) }
}

fn id(reader: &mut Reader<'_>) -> Result<(u64, u32), Refusal> {
    Ok((client_id(reader)?, reader.number_u32()?))
}

impl From<Malformed> for Refusal {
    fn from(_: Malformed) -> Self {
        Self::Malformed("it ends early or is damaged")
    }
}

pub(crate) use structure::Known as KnownType;
