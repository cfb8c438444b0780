//! One file per family of routes; the doc comment of a handler is its chapter in the API's description.

#![allow(unused_qualifications, reason = "the macro of utoipa writes paths out that are in scope")]

pub mod asks;
pub mod attachments;
pub mod audit;
pub mod calibration;
pub mod clocks;
pub mod coach;
pub mod documents;
pub mod export;
pub mod files;
mod filter;
pub mod history;
pub mod incidents;
pub mod interviews;
pub mod invitations;
pub mod jobs;
pub mod lines;
pub mod meetings;
pub mod participants;
pub mod people;
pub mod process;
pub mod questions;
pub mod records;
pub mod reviews;
pub mod search;
pub mod series;
pub mod session;
pub mod tokens;
pub mod traces;
mod words;

use axum::Json;
use postlude_base::Timestamp;
use postlude_collab::Document;
use postlude_review::people::Act;
use postlude_store::ReviewSeen;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::auth::caller::Caller;
use crate::error::Error;
use crate::live::operate;
use crate::workbench::{Shared, Workbench};

/// A part of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next part begins, if there is one.
    pub next: Option<String>,
}

impl<T> List<T> {
    /// A list in one part.
    pub fn of(items: impl IntoIterator<Item = T>) -> Json<Self> {
        Json(Self { items: items.into_iter().collect(), next: None })
    }
}

/// A moment that a caller gave.
pub fn moment(text: &str) -> Result<Timestamp, Error> {
    let moment = text.parse().ok().and_then(Timestamp::from_jiff);
    moment.ok_or_else(|| {
        Error::asked("moment", format!("\"{text}\" is not a moment"))
            .hint("write it like 2026-03-05T14:09:41Z")
    })
}

/// The document of a review as JSON, with all that is kept by now and nothing that is not.
pub async fn document(workbench: &Shared, review: Uuid) -> Result<Value, Error> {
    operate::read(workbench, review, Document::json).await
}

/// The review, if the caller may do this with it and it is not closed: what a room begins or writes belongs to a review that goes on.
pub async fn open_review(
    workbench: &Workbench,
    caller: &Caller,
    review: Uuid,
    act: Act,
) -> Result<ReviewSeen, Error> {
    let seen = workbench.review(caller, review, act).await?;
    if seen.review.phase == "closed" {
        return Err(
            Error::refused("review-closed", "the review is closed").hint("go back to an open phase first")
        );
    }
    Ok(seen)
}
