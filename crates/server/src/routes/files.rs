//! Files of evidence on their way to the server.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use futures_util::StreamExt;
use postlude_review::people::Act;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::auth::caller::Caller;
use crate::error::Error;
use crate::evidence::{Put, Stored, blocking};
use crate::workbench::Shared;

/// Bytes that are gathered before they go to the disk.
const PIECE: usize = 1 << 20;

/// Bytes of a pasted text.
const PASTE: usize = 16 << 20;

/// Which file.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Sent {
    /// Path below the folder that was dropped, `/` between names.
    path: String,
    /// Bytes that the server has already: the body goes on there.
    #[serde(default)]
    offset: u64,
    /// Bytes of the whole file. When it is given and not reached, more is to come.
    size: Option<u64>,
}

/// A file, or the rest of one. What arrives stays, also when the connection is cut: ask with HEAD for the offset and go on there.
#[utoipa::path(post, path = "/incidents/{id}/files", params(("id" = Uuid, Path), Sent),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = OK, body = Stored)))]
pub async fn send(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(sent): Query<Sent>,
    body: Body,
) -> Result<Json<Stored>, Error> {
    workbench.incident(&caller, id, Act::Gather).await?;
    let (evidence, path) = (workbench.evidence.clone(), sent.path);
    let put = blocking(move || evidence.put(id, &path, sent.offset)).await?;
    let put = receive(&workbench, id, put, body).await?;
    let whole = sent.size.is_none_or(|size| put.size() >= size);
    blocking(move || if whole { put.complete() } else { put.pause() }).await.map(Json)
}

async fn receive(workbench: &Shared, id: Uuid, mut put: Put, body: Body) -> Result<Put, Error> {
    let mut body = body.into_data_stream();
    let mut piece: Vec<u8> = Vec::with_capacity(PIECE);
    loop {
        let next = body.next().await;
        if let Some(Ok(bytes)) = &next {
            piece.extend_from_slice(bytes);
        }
        let is_last = !matches!(next, Some(Ok(_)));
        if piece.len() >= PIECE || (is_last && !piece.is_empty()) {
            let evidence = workbench.evidence.clone();
            (put, piece) = blocking(move || {
                put.write(&piece)?;
                evidence.received(id, piece.len() as u64);
                piece.clear();
                Ok((put, piece))
            })
            .await?;
        }
        match next {
            None => return Ok(put),
            Some(Err(error)) => {
                return Err(Error::new(
                    StatusCode::BAD_REQUEST,
                    "cut-off",
                    format!("the file was cut off after {} bytes: {error}", put.size()),
                )
                .hint("ask with HEAD where to go on"));
            }
            Some(Ok(_)) => {}
        }
    }
}

/// How much of a file is here: `Upload-Offset` in bytes, `Upload-Complete` `?1` or `?0`.
#[utoipa::path(head, path = "/incidents/{id}/files", params(("id" = Uuid, Path), Sent), responses((status = OK), (status = NOT_FOUND)))]
pub async fn stored(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(sent): Query<Sent>,
) -> Result<impl IntoResponse, Error> {
    workbench.incident(&caller, id, Act::Gather).await?;
    let evidence = workbench.evidence.clone();
    let stored = blocking(move || evidence.stored(id, &sent.path)).await?;
    let stored = stored.ok_or_else(|| Error::not_found("file"))?;
    let mut headers = HeaderMap::new();
    headers.insert("upload-offset", stored.size.into());
    headers.insert(
        "upload-complete",
        axum::http::HeaderValue::from_static(if stored.complete { "?1" } else { "?0" }),
    );
    Ok(headers)
}

/// A text that somebody pastes.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Paste {
    /// Name of the file that it becomes.
    name: String,
    text: String,
}

/// A pasted text becomes a file of evidence.
#[utoipa::path(post, path = "/incidents/{id}/paste", params(("id" = Uuid, Path)), request_body = Paste, responses((status = OK, body = Stored)))]
pub async fn paste(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Json(paste): Json<Paste>,
) -> Result<Json<Stored>, Error> {
    workbench.incident(&caller, id, Act::Gather).await?;
    if paste.text.len() > PASTE {
        return Err(Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "this is too much to be pasted")
            .hint("send it as a file"));
    }
    let evidence = workbench.evidence.clone();
    let stored = blocking(move || {
        let mut put = evidence.put(id, &format!("pasted/{}", paste.name), 0)?;
        put.write(paste.text.as_bytes())?;
        evidence.received(id, paste.text.len() as u64);
        put.complete()
    });
    stored.await.map(Json)
}
