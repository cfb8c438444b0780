//! JSON documents: what shape is it, where does each element of the list that matters end?
//!
//! Reading order: [`Outline`] (which keys does the head of a source have), [`Elements`] (frames the
//! elements of the array at one path, across blocks), [`Element`] (one of them: parse it, place its inner
//! parts), [`JsonReader`] (a format that decodes element by element), [`Scalar`] and [`flatten`] (values as
//! texts).
//!
//! A source may be one document, an array, or documents one after the other (JSON lines or simply
//! concatenated); all three are walked in the same way. No tree of a whole document is ever built: memory
//! is that of one element, at most as long as the block it stands in.
//!
//! What a key means is not known here.

mod element;
mod elements;
mod outline;
mod reader;
mod scalar;
mod scan;

pub use element::Element;
pub use elements::Elements;
pub use outline::Outline;
pub use reader::JsonReader;
pub(crate) use scalar::Members;
pub use scalar::{Scalar, flatten};
