//! Files that people attach to a review: screenshots, exports, a photograph of a whiteboard.

use std::path::PathBuf;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::IntoResponse;
use futures_util::StreamExt;
use postlude_review::people::Act;
use postlude_store::Attachment;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::fs;
use tokio::io::AsyncWriteExt;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::List;
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::scratch::Scratch;
use crate::workbench::{Shared, Workbench};

/// How it is called.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Named {
    name: String,
}

/// An attached file.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttachmentView {
    id: Uuid,
    name: String,
    media_type: String,
    /// Bytes.
    size: i64,
    /// By whom.
    by: Uuid,
    at: String,
}

impl From<Attachment> for AttachmentView {
    fn from(kept: Attachment) -> Self {
        Self {
            id: kept.id,
            name: kept.name,
            media_type: kept.media_type,
            size: kept.size,
            by: kept.created_by,
            at: kept.created.to_string(),
        }
    }
}

/// Attach a file
#[utoipa::path(post, path = "/reviews/{review}/attachments", tag = "document", params(Named),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = AttachmentView), (status = 403), (status = 404), (status = 413)))]
pub async fn add(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Query(named): Query<Named>,
    body: Body,
) -> Result<(StatusCode, Json<AttachmentView>), Error> {
    workbench.review(&caller, review, Act::Write).await?;
    let id = workbench.outside.id();
    let scratch = Scratch::new(&workbench.settings, id)?;
    let incoming = scratch.path().join("attached");
    let (hash, size, head) = receive(&workbench, &incoming, body).await?;
    fs::rename(&incoming, place(&workbench, &hash)).await.map_err(|error| disk(&error))?;
    let attachment = Attachment {
        id,
        review,
        name: file_name(&named.name),
        media_type: media_type(&head).to_owned(),
        size,
        hash,
        created_by: caller.person.id,
        created: workbench.now(),
    };
    workbench.store.add_attachment(&attachment).await?;
    workbench.note(&caller, "attachment.added", Some(review), json!({"attachment": id})).await?;
    Ok((StatusCode::CREATED, Json(attachment.into())))
}

/// The files of a review
#[utoipa::path(get, path = "/reviews/{review}/attachments", tag = "document",
    responses((status = 200, body = List<AttachmentView>), (status = 404)))]
pub async fn list(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
) -> Result<Json<List<AttachmentView>>, Error> {
    workbench.review(&caller, review, Act::Read).await?;
    let kept = workbench.store.attachments(review).await?;
    Ok(List::of(kept.into_iter().map(AttachmentView::from)))
}

/// An attached file
///
/// Pictures are shown, everything else is saved: nothing that somebody attached runs here.
#[utoipa::path(get, path = "/reviews/{review}/attachments/{attachment}", tag = "document",
    responses((status = 200), (status = 404)))]
pub async fn show(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, attachment)): Path<(Uuid, Uuid)>,
) -> Result<impl IntoResponse, Error> {
    workbench.review(&caller, review, Act::Read).await?;
    let kept = workbench.store.attachment(review, attachment).await?;
    let kept = kept.ok_or_else(|| Error::not_found("attachment"))?;
    let bytes = fs::read(place(&workbench, &kept.hash)).await.map_err(|error| disk(&error))?;
    let how = if kept.media_type.starts_with("image/") { "inline" } else { "attachment" };
    let name: String = kept
        .name
        .chars()
        .map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' { c } else { '_' })
        .collect();
    let how = HeaderValue::from_str(&format!("{how}; filename=\"{name}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_str(&kept.media_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, how)], bytes))
}

fn place(workbench: &Workbench, hash: &str) -> PathBuf {
    workbench.settings.attachments().join(hash)
}

/// Streams to the disk; gives the hash, the size and the first bytes.
async fn receive(
    workbench: &Workbench,
    path: &std::path::Path,
    body: Body,
) -> Result<(String, i64, Vec<u8>), Error> {
    let most = workbench.settings.limits.attachment;
    fs::create_dir_all(workbench.settings.attachments()).await.map_err(|error| disk(&error))?;
    let mut file = fs::File::create(path).await.map_err(|error| disk(&error))?;
    let (mut hasher, mut size, mut head) = (blake3::Hasher::new(), 0_u64, Vec::new());
    let mut body = body.into_data_stream();
    while let Some(piece) = body.next().await {
        let piece: Bytes =
            piece.map_err(|error| Error::asked("cut-off", format!("the file was cut off: {error}")))?;
        size += piece.len() as u64;
        if size > most {
            return Err(Error::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                format!("an attachment has {} MiB at most", most >> 20),
            )
            .hint("larger files are evidence: add them there"));
        }
        hasher.update(&piece);
        if head.len() < 16 {
            head.extend_from_slice(&piece[..piece.len().min(16)]);
        }
        file.write_all(&piece).await.map_err(|error| disk(&error))?;
    }
    file.sync_all().await.map_err(|error| disk(&error))?;
    Ok((hasher.finalize().to_hex().to_string(), i64::try_from(size).unwrap_or(i64::MAX), head))
}

fn disk(error: &std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return Error::new(
            StatusCode::INSUFFICIENT_STORAGE,
            "disk-full",
            "there is no room left on the server's disk",
        );
    }
    Error::defect("reading or writing an attachment", error)
}

/// A name that can be shown.
pub fn file_name(given: &str) -> String {
    let name: String = given.chars().filter(|c| !c.is_control()).take(200).collect();
    if name.trim().is_empty() { "file".to_owned() } else { name }
}

/// Of pictures that a browser shows safely; told by their first bytes, never by what somebody says.
pub fn media_type(head: &[u8]) -> &'static str {
    match head {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_is_only_bytes() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n"), "image/png");
        assert_eq!(media_type(b"<svg onload=alert(1)>"), "application/octet-stream");
        assert_eq!(media_type(b"<html>"), "application/octet-stream");
        assert_eq!(media_type(b""), "application/octet-stream");
    }
}
