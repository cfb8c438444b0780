//! Where a request comes from, for the audit trail and for counting tries.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use crate::workbench::Workbench;

/// A network address as text.
#[derive(Debug, Clone)]
pub struct Address(pub String);

impl FromRequestParts<Arc<Workbench>> for Address {
    type Rejection = Infallible;

    /// Behind a proxy of ours the last hop that it wrote down; else nobody's word but that of the connection counts.
    async fn from_request_parts(parts: &mut Parts, workbench: &Arc<Workbench>) -> Result<Self, Infallible> {
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        if let (Some(_), Some(forwarded)) = (&workbench.settings.public, forwarded)
            && let Some(last) = forwarded.rsplit(',').next()
        {
            return Ok(Self(last.trim().chars().take(64).collect()));
        }
        let connection = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(connection.map(|ConnectInfo(address)| address.ip().to_string()).unwrap_or_default()))
    }
}
