//! The web page, carried inside the program. Unknown addresses outside the API give its one document, which routes by itself.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rust_embed::{Embed, EmbeddedFile};
use sha2::{Digest, Sha256};

#[derive(Embed)]
#[folder = "../../web/build"]
struct Page;

const DOCUMENT: &str = "index.html";

const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Postlude</title>\
<p>This program was built without its web page. Build it with <code>cargo xtask web</code>, then build the program again.";

/// Answers everything outside the API.
pub async fn page(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = Page::get(path).filter(|_| path != DOCUMENT) {
        return asset(path, file, &headers);
    }
    match Page::get(DOCUMENT) {
        // A file of the page that is not there is an old page asking after an update, not an address of ours.
        Some(_) if path.starts_with("_app/") => StatusCode::NOT_FOUND.into_response(),
        Some(file) => document(&file),
        None => ([(CONTENT_TYPE, "text/html; charset=utf-8")], NOT_BUILT).into_response(),
    }
}

fn asset(path: &str, file: EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", &STANDARD.encode(file.metadata.sha256_hash())[..16]);
    // Names below `immutable` change with their content.
    let keep = if path.contains("/immutable/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response();
    }
    let kind = file.metadata.mimetype().to_owned();
    let body = Body::from(file.data.into_owned());
    // What a worker may fetch follows from its own policy, not from that of the page which starts it.
    let policy = "default-src 'self'".to_owned();
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, keep.to_owned()),
        (ETAG, tag),
        (CONTENT_SECURITY_POLICY, policy),
    ];
    (headers, body).into_response()
}

fn document(file: &EmbeddedFile) -> Response {
    let text = String::from_utf8_lossy(&file.data).into_owned();
    let policy =
        HeaderValue::from_str(&policy(&text)).unwrap_or(HeaderValue::from_static("default-src 'self'"));
    let mut response =
        ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")], text).into_response();
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    response
}

/// What the document may load and run: our own files, and the very scripts that stand in it, by their hash.
/// Style attributes are allowed, because a timeline places its entries with them.
fn policy(document: &str) -> String {
    let scripts: String = inline_scripts(document)
        .map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script))))
        .collect();
    format!(
        "default-src 'self'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

fn inline_scripts(document: &str) -> impl Iterator<Item = &str> {
    document.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_in_the_document_are_named_by_hash() {
        let policy = policy("<script src=\"/a.js\"></script><script>\nstart()\n</script>");
        let hash = STANDARD.encode(Sha256::digest("\nstart()\n"));
        assert!(policy.contains(&format!("script-src 'self' 'sha256-{hash}';")), "{policy}");
    }
}
