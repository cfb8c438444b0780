//! How large things may be, in bytes unless a name says otherwise.

use crate::Refusal;

/// One update.
pub const UPDATE: usize = 1 << 20;
/// The answer to the server's first step: all that was written offline, and all that was ever deleted.
pub const CATCH_UP: usize = 4 << 20;
/// Items of one update. yrs compares items that compete for one place with each other, so that time grows with the square.
pub(crate) const ITEMS: usize = 20_000;
/// Items of one client in one update that name the same neighbours. An honest page names its own last one.
pub(crate) const RIVALS: usize = 64;
/// One string.
pub(crate) const STRING: usize = 64 << 10;
/// One text that is edited by character.
pub(crate) const TEXT: usize = 256 << 10;
/// A title, in characters.
pub(crate) const TITLE: usize = 500;
/// A tag, in characters.
pub(crate) const TAG: usize = 60;
/// A key of a map.
pub(crate) const KEY: usize = 200;
/// The depth of a plain value.
pub(crate) const DEPTH: usize = 8;
/// All fields of one object that the schema does not know, together.
pub(crate) const UNKNOWN: usize = 4 << 10;
/// Fields of one object.
pub(crate) const FIELDS: usize = 64;
/// Votes or tags of one object, mentions of one comment.
pub(crate) const MEMBERS: usize = 1_000;
/// One plain object or list of a known field, such as the evidence of an entry.
pub(crate) const PLAIN: usize = 64 << 10;
/// The whole document.
pub const DOCUMENT: usize = 64 << 20;

pub(crate) fn check(what: &'static str, size: usize, at_most: usize) -> Result<(), Refusal> {
    if size > at_most { Err(Refusal::TooLarge { what, at_most }) } else { Ok(()) }
}
