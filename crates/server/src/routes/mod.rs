//! One file per family of routes; the doc comment of a handler is its chapter in the API's description.

#![allow(unused_qualifications, reason = "the macro of utoipa writes paths out that are in scope")]

pub mod attachments;
pub mod audit;
pub mod clocks;
pub mod coach;
pub mod documents;
pub mod export;
pub mod files;
mod filter;
pub mod history;
pub mod incidents;
pub mod invitations;
pub mod jobs;
pub mod lines;
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
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Error;

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
