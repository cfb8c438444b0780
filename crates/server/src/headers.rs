//! Headers that every answer carries.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::auth::origin;
use crate::settings::Entrance;
use crate::workbench::Workbench;

const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
];

/// For answers that are no page: nothing in them may run, whatever somebody attached.
const INERT: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Adds them; in single-user mode answers this machine only.
pub async fn guard(State(workbench): State<Arc<Workbench>>, request: Request, next: Next) -> Response {
    let is_elsewhere = workbench.settings.entrance == Entrance::Single
        && origin::on_this_machine(request.headers()).is_err();
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = if is_elsewhere {
        origin::on_this_machine(request.headers()).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if workbench.settings.is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(INERT));
    if is_api {
        // What a person may see is kept by no cache between.
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}
