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

    /// Nobody is logged in.
    pub fn not_logged_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not-logged-in", "nobody is logged in")
            .hint("log in, or send a personal token as `Authorization: Bearer`")
    }

    /// The caller may see this, and may not do that.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", message)
    }

    /// The request itself is wrong.
    pub fn asked(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message)
    }

    /// A rule of the process, or the state of things, says no.
    pub fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    /// A bug of ours; told once in the log, without its inside in the answer.
    pub fn defect(what: &str, inside: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %inside, "{what}");
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
                tracing::error!(error = %failure, code = failure.code(), "the lake failed");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        Self {
            status,
            code: failure.code(),
            message: failure.to_string(),
            hint: failure.hint().map(Into::into),
        }
    }
}

impl From<postlude_store::Failure> for Error {
    fn from(failure: postlude_store::Failure) -> Self {
        use postlude_store::Failure;
        let (status, hint) = match &failure {
            Failure::Away(_) => {
                (StatusCode::SERVICE_UNAVAILABLE, "try again in a moment; what was saved is safe")
            }
            Failure::Full(_) => {
                (StatusCode::INSUFFICIENT_STORAGE, "make room on the server's disk; what was saved is safe")
            }
            Failure::Conflict(_) => (StatusCode::CONFLICT, ""),
            Failure::Broken(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "please report it with the server's log")
            }
        };
        if status.is_server_error() {
            tracing::error!(error = %failure, code = failure.code(), "the store failed");
        }
        let hint = (!hint.is_empty()).then(|| hint.to_owned());
        Self { status, code: failure.code(), message: failure.to_string(), hint }
    }
}
