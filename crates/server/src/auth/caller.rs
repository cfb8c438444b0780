//! Who is asking.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::error::Error;
use crate::workbench::Workbench;

/// Somebody who is known.
#[derive(Debug, Clone)]
pub struct Caller;

impl FromRequestParts<Arc<Workbench>> for Caller {
    type Rejection = Error;

    async fn from_request_parts(_parts: &mut Parts, _workbench: &Arc<Workbench>) -> Result<Self, Error> {
        Ok(Self)
    }
}
