//! Getting in and out.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Redirect;
use axum_extra::extract::CookieJar;
use postlude_base::NANOSECONDS_PER_SECOND;
use postlude_store::{Deed, Person, Session};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::words;
use crate::auth::address::Address;
use crate::auth::caller::Caller;
use crate::auth::key::Key;
use crate::auth::{cookie, origin, password};
use crate::error::Error;
use crate::settings::Entrance;
use crate::workbench::{Shared, Workbench};

/// How long tries to log in are remembered, in seconds.
const ATTEMPTS_S: i64 = 15 * 60;

/// Who is logged in, and how people get in here.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    #[schema(schema_with = words::entrance)]
    mode: &'static str,
    /// Nobody if not logged in.
    person: Option<PersonView>,
    /// The version of the program.
    version: &'static str,
}

/// Somebody with an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    id: Uuid,
    name: String,
    email: String,
    #[schema(schema_with = words::account_role)]
    role: &'static str,
    /// When the account was made.
    created: String,
    /// Whether they may no longer enter.
    disabled: bool,
}

impl From<Person> for PersonView {
    fn from(person: Person) -> Self {
        Self {
            id: person.id,
            name: person.name,
            email: person.email,
            role: person.role.name(),
            created: person.created.to_string(),
            disabled: person.disabled.is_some(),
        }
    }
}

/// E-mail address and password.
#[derive(Deserialize, ToSchema)]
pub struct LogIn {
    email: String,
    password: String,
}

/// Who is logged in
///
/// Answers also when nobody is.
#[utoipa::path(get, path = "/session", tag = "session", responses((status = 200, body = SessionView)))]
pub async fn show(State(workbench): State<Shared>, caller: Result<Caller, Error>) -> Json<SessionView> {
    Json(SessionView {
        mode: workbench.settings.entrance.name(),
        person: caller.ok().map(|caller| caller.person.into()),
        version: env!("CARGO_PKG_VERSION"),
    })
}

/// Log in
#[utoipa::path(post, path = "/session", tag = "session", request_body = LogIn,
    responses((status = 204), (status = 401), (status = 429)))]
pub async fn log_in(
    State(workbench): State<Shared>,
    Address(address): Address,
    headers: HeaderMap,
    Json(given): Json<LogIn>,
) -> Result<(StatusCode, CookieJar), Error> {
    origin::same_origin(&headers)?;
    // Many people share a network, one address is one person's.
    let subjects = [(by_email(&given.email), 1), (format!("address {address}"), 10)];
    slow_down(&workbench, &subjects).await?;
    let account = workbench.store.account_with_email(&given.email).await?;
    let stored = account.as_ref().and_then(|account| account.password_hash.clone());
    let is_right = password::is_right(given.password, stored).await?;
    let person = account.map(|account| account.person).filter(|person| is_right && person.disabled.is_none());
    let Some(person) = person else {
        record(&workbench, None, "session.refused", &address).await?;
        return Err(Error::new(StatusCode::UNAUTHORIZED, "wrong-password", "address or password is wrong"));
    };
    workbench.store.forget_attempts(&by_email(&given.email)).await?;
    Ok((StatusCode::NO_CONTENT, enter(&workbench, person.id, &headers, &address).await?))
}

/// Log out
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204)))]
pub async fn log_out(
    State(workbench): State<Shared>,
    caller: Caller,
) -> Result<(StatusCode, CookieJar), Error> {
    workbench.store.close_session(caller.session()?).await?;
    workbench.note(&caller, "session.closed", None, json!({})).await?;
    workbench.rooms.look_again();
    Ok((StatusCode::NO_CONTENT, CookieJar::new().add(cookie::clear(&workbench.settings))))
}

/// The key of a one-time link.
#[derive(Deserialize)]
pub struct Opened {
    key: String,
}

/// Opens the one-time link of single-user mode, and leads home.
pub async fn open(
    State(workbench): State<Shared>,
    Address(address): Address,
    headers: HeaderMap,
    caller: Result<Caller, Error>,
    method: Method,
    Query(opened): Query<Opened>,
) -> Result<(CookieJar, Redirect), Error> {
    // What only looks ahead, as a chat does for its preview, uses nothing up.
    if method == Method::HEAD {
        return Err(Error::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "not-allowed",
            "this link is opened, not looked at",
        ));
    }
    if caller.is_ok() {
        return Ok((CookieJar::new(), Redirect::to("/")));
    }
    let person = workbench.store.people().await?.into_iter().next();
    let is_single = workbench.settings.entrance == Entrance::Single;
    match person {
        Some(person) if is_single && workbench.door.opens(&opened.key) => {
            Ok((enter(&workbench, person.id, &headers, &address).await?, Redirect::to("/")))
        }
        // A person is told by the page how to get in.
        _ if wants_page(&headers) => Ok((CookieJar::new(), Redirect::to("/login"))),
        _ => Err(Error::new(StatusCode::UNAUTHORIZED, "link-used", "this link opens nothing any more")
            .hint("start the server again: it prints a new one")),
    }
}

/// Whether a browser asks, for somebody to look at the answer.
fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT).and_then(|accepted| accepted.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

/// Opens a session for somebody, and hands over its cookie.
pub async fn enter(
    workbench: &Workbench,
    person: Uuid,
    headers: &HeaderMap,
    address: &str,
) -> Result<CookieJar, Error> {
    let key = Key::new(&workbench.outside);
    let now = workbench.now();
    let agent = headers.get("user-agent").and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let session = Session {
        person,
        created: now,
        seen: now,
        expires: now.plus(cookie::LASTS_S * NANOSECONDS_PER_SECOND),
        agent: agent.chars().take(200).collect(),
    };
    workbench.store.open_session(&key.hash(), &session).await?;
    record(workbench, Some(person), "session.opened", address).await?;
    Ok(CookieJar::new().add(cookie::set(&key, &workbench.settings)))
}

/// Refuses who tried too often, by address, by network, by account: each may try so many times what one may.
pub async fn slow_down(workbench: &Workbench, subjects: &[(String, u64)]) -> Result<(), Error> {
    let now = workbench.now();
    let since = now.plus(-ATTEMPTS_S * NANOSECONDS_PER_SECOND);
    for (subject, most) in subjects {
        if workbench.store.count_attempt(subject, now, since).await?
            > workbench.settings.limits.attempts * most
        {
            return Err(Error::new(StatusCode::TOO_MANY_REQUESTS, "too-many-attempts", "too many tries")
                .hint("wait a quarter of an hour"));
        }
    }
    Ok(())
}

fn by_email(email: &str) -> String {
    format!("email {}", postlude_store::email_key(&email.chars().take(200).collect::<String>()))
}

async fn record(workbench: &Workbench, person: Option<Uuid>, act: &str, address: &str) -> Result<(), Error> {
    let deed = Deed {
        time: workbench.now(),
        person,
        act: act.to_owned(),
        subject: person,
        address: address.to_owned(),
        detail: json!({}),
    };
    Ok(workbench.store.append_audit(&deed).await?)
}
