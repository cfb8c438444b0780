//! Windows events: EVTX files and their export as XML.
//!
//! Reading order: `fields` (an event as named values, however it was written), `log` (the record made of them), `xml`
//! (documents of `<Event>` elements), `evtx` (the file: chunks and records), `binary_xml` (an event in a chunk),
//! `value` (values in it as text).
//!
//! Sources: Microsoft, [MS-EVEN6] 2.2.12 (BinXml); J. Metz, "Windows XML Event Log (EVTX) format"; Microsoft,
//! schema http://schemas.microsoft.com/win/2004/08/events/event.
//!
//! The message that Windows shows for an event stands in the resources of its provider, not in the file: the body
//! is put together from provider, number and values unless an export has rendered it.

mod binary_xml;
pub(crate) mod evtx;
mod fields;
mod log;
#[cfg(test)]
mod tests;
mod value;
pub(crate) mod xml;
