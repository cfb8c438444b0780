//! Sources that are not plain UTF-8: they are read as UTF-8, and every place is given back in their own bytes.
//!
//! Reading order: `kind` (which encoding, by mark or by shape), `transcoded` (the text and where it came
//! from), `reader` (the adapter around the format's own reader).
//!
//! A line that is not valid UTF-8 in a source that is otherwise: that is the line engine's to read (as
//! Windows-1252). Lines of UTF-16 are counted by bytes 0x0A where a source is cut into blocks, so that numbers of
//! lines can be too high behind rare characters such as U+010A; places of bytes are exact.

mod kind;
mod reader;
mod transcoded;

use crate::sniff::{Detection, Head};

pub use kind::Encoding;

use reader::Transcoding;
use transcoded::Transcoded;

/// What `recognise` finds in the head as UTF-8, with a reader for the source as it is.
pub(crate) fn detect(
    encoding: Encoding,
    head: &Head<'_>,
    recognise: impl Fn(&Head<'_>) -> Option<Detection>,
) -> Option<Detection> {
    let text = Transcoded::new(encoding, head.bytes, 0, head.complete);
    let mut found = recognise(&Head { bytes: text.bytes(), ..*head })?;
    for span in found.problems.iter_mut().filter_map(|problem| problem.span.as_mut()) {
        *span = text.original(*span, 0);
    }
    found.reasons.push(format!("its text is {}", encoding.name()));
    found.reader = Box::new(Transcoding { encoding, inner: found.reader });
    Some(found)
}
