//! A review as an open folder, packed as a zip archive, and back.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use futures_util::{StreamExt, stream};
use postlude_review::people::Act;
use serde::Deserialize;
use serde_json::json;
use tokio::fs;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use utoipa::IntoParams;
use uuid::Uuid;

use super::reviews::ReviewView;
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::evidence::{blocking, disk};
use crate::export;
use crate::scratch::Scratch;
use crate::workbench::Shared;

/// Bytes handed to a browser at once.
const PIECE: usize = 256 << 10;

/// What goes along.
#[derive(Debug, Deserialize, IntoParams)]
pub struct With {
    /// Whether the evidence goes along; it does if nothing is said.
    evidence: Option<bool>,
}

/// A review as an open folder, packed as a zip archive
#[utoipa::path(get, path = "/reviews/{review}/export", tag = "reviews", params(With),
    responses((status = 200, content_type = "application/zip"), (status = 404)))]
pub async fn write(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Query(with): Query<With>,
) -> Result<impl IntoResponse, Error> {
    let seen = workbench.review(&caller, review, Act::Read).await?;
    let with_evidence = with.evidence.unwrap_or(true);
    let scratch = Scratch::new(&workbench.settings, workbench.outside.id())?;
    let path = scratch.path().join("review.zip");
    export::write(&workbench, seen, with_evidence, &path).await?;
    // An open file goes away with its last reader.
    let file = fs::File::open(&path).await.map_err(|error| disk(&error))?;
    drop(scratch);
    workbench.note(&caller, "review.exported", Some(review), json!({"evidence": with_evidence})).await?;
    let pieces = stream::unfold(file, |mut file| async move {
        let mut piece = vec![0; PIECE];
        match file.read(&mut piece).await {
            Ok(0) => None,
            Ok(length) => {
                piece.truncate(length);
                Some((Ok(Bytes::from(piece)), file))
            }
            Err(error) => Some((Err(error), file)),
        }
    });
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"review-{review}.zip\"")),
    ];
    Ok((headers, Body::from_stream(pieces)))
}

/// Make a new review of an exported folder, packed as a zip archive
#[utoipa::path(post, path = "/reviews/import", tag = "reviews",
    request_body(content = Vec<u8>, content_type = "application/zip"),
    responses((status = 201, body = ReviewView), (status = 403), (status = 413), (status = 422)))]
pub async fn bring(
    State(workbench): State<Shared>,
    caller: Caller,
    body: Body,
) -> Result<(StatusCode, Json<ReviewView>), Error> {
    caller.is_member()?;
    let scratch = Arc::new(Scratch::new(&workbench.settings, workbench.outside.id())?);
    let most = workbench.settings.limits.evidence;
    receive(&scratch.path().join("archive.zip"), body, most).await?;
    // The folder stays as long as somebody works in it, also when the browser has gone meanwhile.
    let unpacking = Arc::clone(&scratch);
    blocking(move || {
        let folder = unpacking.path();
        export::unpack(&folder.join("archive.zip"), &folder.join("unpacked"), most)
    })
    .await?;
    let bringing = tokio::spawn({
        let (workbench, caller) = (workbench.clone(), caller.clone());
        async move { export::bring(&workbench, &caller, &scratch.path().join("unpacked")).await }
    });
    let id = bringing.await.map_err(|error| Error::defect("importing a review", &error))??;
    workbench.note(&caller, "review.imported", Some(id), json!({})).await?;
    let seen = workbench.review(&caller, id, Act::Read).await?;
    Ok((StatusCode::CREATED, Json(ReviewView::of(&workbench, &caller, seen).await?)))
}

async fn receive(path: &std::path::Path, body: Body, most: u64) -> Result<(), Error> {
    let mut file = fs::File::create(path).await.map_err(|error| disk(&error))?;
    let (mut body, mut size) = (body.into_data_stream(), 0_u64);
    while let Some(piece) = body.next().await {
        let piece =
            piece.map_err(|error| Error::asked("cut-off", format!("the archive was cut off: {error}")))?;
        size += piece.len() as u64;
        if size > most {
            return Err(Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "this archive is too large"));
        }
        file.write_all(&piece).await.map_err(|error| disk(&error))?;
    }
    file.flush().await.map_err(|error| disk(&error))
}
