//! The trail of what was done with rights and files.

use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::List;
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::Shared;

/// Lines in one answer.
const PAGE: u32 = 200;

/// Where the page ends.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Before {
    /// Only lines before this one.
    before: Option<i64>,
}

/// Something that was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeedView {
    seq: i64,
    time: String,
    person: Option<Uuid>,
    act: String,
    subject: Option<Uuid>,
    address: String,
    #[schema(value_type = Object)]
    detail: serde_json::Value,
}

/// What was done, the latest first
#[utoipa::path(get, path = "/audit", tag = "people", params(Before),
    responses((status = 200, body = List<DeedView>), (status = 403)))]
pub async fn list(
    State(workbench): State<Shared>,
    caller: Caller,
    Query(asked): Query<Before>,
) -> Result<Json<List<DeedView>>, Error> {
    caller.administers()?;
    let lines = workbench.store.audit(asked.before, PAGE).await?;
    let next =
        (lines.len() == PAGE as usize).then(|| lines.last().map(|line| line.seq.to_string())).flatten();
    let items = lines.into_iter().map(|line| DeedView {
        seq: line.seq,
        time: line.deed.time.to_string(),
        person: line.deed.person,
        act: line.deed.act,
        subject: line.deed.subject,
        address: line.deed.address,
        detail: line.deed.detail,
    });
    Ok(Json(List { items: items.collect(), next }))
}
