//! Pasted lines with times, as a preview: the page then writes the entries itself.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use postlude_formats::decode::messages::notes::told;
use postlude_review::people::Act;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::List;
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::Shared;

/// Bytes of one paste.
const LARGEST: usize = 1 << 20;

/// What was pasted.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Pasted {
    text: String,
    /// IANA name; for times that name no zone. UTC if not given.
    zone: Option<String>,
    /// `2026-03-05`; for clocks without a date.
    date: Option<String>,
}

/// A line that becomes an entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineView {
    /// Number of its first line in the text, from 1.
    line: u64,
    time: Option<String>,
    end: Option<String>,
    text: String,
    /// Why it has no time.
    problem: Option<String>,
}

/// Read pasted lines with their times
#[utoipa::path(post, path = "/reviews/{review}/lines", tag = "document", request_body = Pasted,
    responses((status = 200, body = List<LineView>), (status = 404), (status = 422)))]
pub async fn read(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Json(pasted): Json<Pasted>,
) -> Result<Json<List<LineView>>, Error> {
    workbench.review(&caller, review, Act::Read).await?;
    if pasted.text.len() > LARGEST {
        return Err(Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "this is too much to be pasted")
            .hint("add it to the evidence as a file"));
    }
    let zone = pasted.zone.as_deref().unwrap_or("UTC");
    let zone = TimeZone::get(zone).map_err(|_| {
        Error::asked("zone", format!("there is no zone \"{zone}\"")).hint("Europe/Berlin, UTC")
    })?;
    let date =
        pasted.date.as_deref().filter(|date| !date.is_empty()).map(|date| {
            date.parse::<Date>().map_err(|_| Error::asked("date", "write the date like 2026-03-05"))
        });
    let lines = told(&pasted.text, &zone, date.transpose()?).into_iter().map(|line| LineView {
        line: line.line,
        time: line.time.map(|time| time.to_string()),
        end: line.end.map(|time| time.to_string()),
        problem: match (line.time, line.clock) {
            (Some(_), _) => None,
            (None, Some(clock)) => Some(format!("{clock}: on which day?")),
            (None, None) => Some("no time in this line".to_owned()),
        },
        text: line.text,
    });
    Ok(List::of(lines))
}
