//! One review as an open folder that anybody can read without this program, and back into a review.
//!
//! Reading order: `folder` (zip and folders), `collect` (what there is of a review), `markdown` (for people), `write`, `bring` (the way back).
//!
//! In the folder lie `README.md`, `review.md` (the picked timeline), `review.json` (all of it), `document.yjs` (the document itself, so that
//! nothing is lost), `history.jsonl`, `attachments/` and `evidence/<incident>/`. A folder that comes back is somebody's word: its document is
//! checked as a foreign update is, and its paths lead nowhere else.

mod bring;
mod collect;
mod folder;
mod markdown;
mod write;

use postlude_base::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

pub use bring::bring;
pub use folder::{pack, unpack};
pub use write::write;

/// What `review.json` calls the format.
const FORMAT: &str = "postlude-review/1";
/// Names in the folder.
const REVIEW: &str = "review.json";
const DOCUMENT: &str = "document.yjs";

/// `review.json`.
#[derive(Debug, Serialize, Deserialize)]
struct Exported {
    format: String,
    /// Version of the document's schema.
    schema: u64,
    review: Head,
    people: Vec<Named>,
    incidents: Vec<Happened>,
    attachments: Vec<Attached>,
    with_evidence: bool,
    /// The document as JSON, complete.
    document: Value,
}

/// What stands around the document.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    id: Uuid,
    title: String,
    visibility: String,
    phase: String,
    /// The phase with what is known in it, and the state of each step.
    process: Value,
    created: String,
    updated: String,
}

/// Somebody who takes part.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Named {
    id: String,
    name: String,
    role: Option<String>,
}

/// An incident.
#[derive(Debug, Serialize, Deserialize)]
struct Happened {
    id: Uuid,
    title: String,
    start: Option<String>,
    end: Option<String>,
    created: String,
}

/// An attached file.
#[derive(Debug, Serialize, Deserialize)]
struct Attached {
    id: Uuid,
    name: String,
    media_type: String,
    size: i64,
    blake3: String,
    by: Uuid,
    at: String,
    /// Where it lies in the folder.
    file: String,
}

/// A moment as it was written out.
fn moment(text: &str) -> Option<Timestamp> {
    Timestamp::from_jiff(text.parse().ok()?)
}
