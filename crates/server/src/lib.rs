//! The workbench as an HTTP server: `router.rs` lists every route, `routes/<noun>.rs` answers them, `live.rs` is the channel of a review.
//!
//! It converts between the engine (lake, draft) and the review (review, collab, store), which never know each other.
