use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fields::Fields;

/// A place in the evidence, as text: the document outlives the lake that numbered the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The incident whose lake holds the source; none where the entry says it.
    pub incident: Option<String>,
    /// The id of the source.
    pub source: String,
    /// The path of the source when it was cited.
    pub path: Option<String>,
    /// First byte, and one past the last.
    pub bytes: (u64, u64),
    /// The line, counted from 1, if the source has lines.
    pub line: Option<u64>,
}

/// A file that people attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id in the store.
    pub id: String,
    /// The name it had.
    pub name: String,
    /// Such as `image/png`.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
}

impl Citation {
    pub(super) fn read(value: &Value) -> Option<Self> {
        let fields = Fields::of(value);
        let bytes = fields.list("bytes");
        let byte = |at: usize| bytes.get(at).and_then(Value::as_u64);
        Some(Self {
            incident: fields.text("incident"),
            source: fields.text("source")?,
            path: fields.text("path"),
            bytes: (byte(0)?, byte(1)?.max(byte(0)?)),
            line: fields.get("line").and_then(Value::as_u64),
        })
    }
}

impl Attachment {
    pub(super) fn read(value: &Value) -> Option<Self> {
        let fields = Fields::of(value);
        Some(Self {
            id: fields.text("id")?,
            name: fields.text("name").unwrap_or_default(),
            media_type: fields.text("media_type").unwrap_or_else(|| "application/octet-stream".to_owned()),
            size: fields.get("size").and_then(Value::as_u64).unwrap_or(0),
        })
    }
}
