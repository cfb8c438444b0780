//! The language coach, for whoever is typing: nothing of it is stored, logged or told to anybody else.

use std::sync::LazyLock;

use axum::Json;
use axum::http::StatusCode;
use postlude_coach::{Coach, Finding, Moment};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;
use utoipa::ToSchema;

use super::{List, words};
use crate::auth::caller::Caller;
use crate::error::Error;

/// Bytes of one text; nobody writes more between two pauses, and pages send what is in one field.
const LARGEST: usize = 64 << 10;

static ENGLISH: LazyLock<Coach> = LazyLock::new(Coach::english);

/// What is being written.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Written {
    text: String,
    /// What is being done; some rules matter only then. Every rule if not given.
    #[schema(schema_with = words::coach_moment)]
    moment: Option<String>,
    /// Whether block quotes and code are left alone, as in Markdown.
    #[serde(default)]
    markdown: bool,
}

/// One habit of speech at one place.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingView {
    /// The name of the rule.
    rule: &'static str,
    /// Where it begins in the text, in units of UTF-16, as browsers count.
    from: usize,
    /// Where it ends.
    to: usize,
    /// Why, in one line.
    message: String,
    /// Another wording.
    suggestion: String,
}

/// What could be said otherwise
///
/// For the person who types. The text is neither stored nor logged, and nobody else is told of the answer.
#[utoipa::path(post, path = "/coach", tag = "coach", request_body = Written,
    responses((status = 200, body = List<FindingView>), (status = 401), (status = 413), (status = 422)))]
pub async fn read(_caller: Caller, Json(written): Json<Written>) -> Result<Json<List<FindingView>>, Error> {
    if written.text.len() > LARGEST {
        return Err(Error::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "this text is too long to be read",
        )
        .hint(format!("send {LARGEST} bytes at most, a few paragraphs at a time")));
    }
    let moment = moment(written.moment.as_deref())?;
    let work = move || findings(&written.text, moment, written.markdown);
    let found = spawn_blocking(work).await.map_err(|error| Error::defect("the coach", &error))?;
    Ok(List::of(found))
}

/// What may be said of the moment, in the words of the API.
pub const MOMENTS: [(&str, Moment); 5] = [
    ("any", Moment::Any),
    ("telling", Moment::Telling),
    ("factors", Moment::Factors),
    ("actions", Moment::Actions),
    ("writing", Moment::Writing),
];

fn moment(asked: Option<&str>) -> Result<Moment, Error> {
    let Some(asked) = asked else { return Ok(Moment::Any) };
    let known = MOMENTS.into_iter().find(|(name, _)| *name == asked);
    known.map(|(_, moment)| moment).ok_or_else(|| {
        Error::asked("coach-moment", format!("\"{asked}\" is nothing that the coach knows to be written"))
            .hint("any, telling, factors, actions or writing")
    })
}

fn findings(text: &str, moment: Moment, markdown: bool) -> Vec<FindingView> {
    let found = if markdown { ENGLISH.check_markdown(text, moment) } else { ENGLISH.check(text, moment) };
    found.into_iter().map(|finding| view(text, finding)).collect()
}

fn view(text: &str, finding: Finding) -> FindingView {
    let units = |at: usize| text.get(..at).unwrap_or(text).encode_utf16().count();
    FindingView {
        rule: finding.rule,
        from: units(finding.span.start),
        to: units(finding.span.end),
        message: finding.message,
        suggestion: finding.suggestion,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, markdown: bool, expected: &[&str]) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let found = findings(text, Moment::Telling, markdown);
        let marked: Vec<String> =
            found.iter().map(|one| String::from_utf16_lossy(&units[one.from..one.to])).collect();
        assert_eq!(marked, expected, "{text}");
    }

    #[test]
    fn places_are_those_of_a_browser() {
        check("Nothing to remark.", true, &[]);
        check("They should have looked.", true, &["should have looked"]);
        check("😀 é They should have looked.", true, &["should have looked"]);
        check("> They should have looked.\n\nWe waited.", true, &[]);
        check("It said “they should have looked”.", true, &[]);
    }

    #[test]
    fn a_moment_is_known_or_refused() {
        for (name, expected) in MOMENTS {
            assert_eq!(moment(Some(name)).unwrap(), expected);
        }
        assert_eq!(moment(Some("dreaming")).unwrap_err().code, "coach-moment");
    }
}
