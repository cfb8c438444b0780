//! What the readers of alerts, changes and messages share.
//!
//! Such sources are small and made of few, rich records, so decoding here may build a tree per record.
//! `json` finds vendors' objects in documents of any nesting, one [`shape::Shape`] per object, and `yaml` in YAML; `text` frames
//! records that begin at a telling line; `fields` reads values out of an object; `when` reads times;
//! `owner` tells whose a record is from its labels.
//!
//! Nothing here knows a vendor.

pub(crate) mod json;
pub(crate) mod object;
pub(crate) mod owner;
pub(crate) mod shape;
pub(crate) mod text;
pub(crate) mod when;
pub(crate) mod yaml;
