//! What a caller is told when a request cannot be done: a status, a code for programs, a sentence and a hint for people.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// An answer that says no.
#[derive(Debug)]
pub struct Error {
    /// Status of the answer.
    pub status: StatusCode,
    /// Short, stable, kebab-case.
    pub code: &'static str,
    /// One sentence.
    pub message: String,
    /// What can be done about it.
    pub hint: Option<String>,
}

/// The body of an answer that says no.
#[derive(Debug, Serialize, ToSchema)]
pub struct Trouble {
    code: &'static str,
    message: String,
    hint: Option<String>,
}

impl Error {
    /// An error of a kind.
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), hint: None }
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// What was asked for does not exist, or may not be known to exist.
    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", format!("there is no such {what}"))
    }

    /// The request itself is wrong.
    pub fn asked(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message)
    }

    /// A rule of the process, or the state of things, says no.
    pub fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    /// A bug of ours.
    pub fn defect(what: &str, _inside: &dyn std::fmt::Display) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "defect", format!("{what} failed unexpectedly"))
            .hint("this is a bug of Postlude: please report it with the server's log")
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let body = Trouble { code: self.code, message: self.message, hint: self.hint };
        (self.status, Json(body)).into_response()
    }
}

impl From<postlude_lake::Failure> for Error {
    fn from(failure: postlude_lake::Failure) -> Self {
        use postlude_lake::Failure;
        let status = match &failure {
            Failure::Query { .. } | Failure::NoSource { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Failure::DiskFull { .. } => StatusCode::INSUFFICIENT_STORAGE,
            Failure::Locked { .. } | Failure::OriginalChanged { .. } | Failure::Stopped => {
                StatusCode::CONFLICT
            }
            Failure::Evidence { .. } | Failure::Lake { .. } | Failure::Defect => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        let hint = failure.hint().map(Into::into);
        Self { status, code: failure.code(), message: failure.to_string(), hint }
    }
}
