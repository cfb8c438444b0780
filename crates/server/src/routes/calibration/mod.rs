//! Calibration: links to people's own moments, and what they say of them before anybody else reads it.
//!
//! Reading order: here what the facilitator does, `holder` (who opens a link), `own` (what its person does), `release`.

pub mod holder;
pub mod own;
pub mod release;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use postlude_base::NANOSECONDS_PER_SECOND;
use postlude_review::calibration::{Because, Moment, Refusal, Who, moments};
use postlude_review::people::{AccountRole, Act, ReviewRole};
use postlude_review::timeline::Review;
use postlude_store::{Calibration, Conflict, Failure, Invitation, NewPerson};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::people::name_of;
use super::{List, document, open_review};
use crate::auth::caller::Caller;
use crate::auth::key::Key;
use crate::error::Error;
use crate::settings::Entrance;
use crate::workbench::{Shared, Workbench};

/// Moments that a facilitator may name for one person.
const CHOSEN_AT_MOST: usize = 200;

/// To whom a link leads.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewLink {
    /// A person of the review.
    person: Option<Uuid>,
    /// In single-user mode: somebody without an account, by name.
    name: Option<String>,
    /// Entries to ask about; those in which the person appears if not given.
    moments: Option<Vec<String>>,
}

/// Whose moments.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Whose {
    /// A person of the review.
    person: Option<Uuid>,
    /// In single-user mode: somebody without an account, by name.
    name: Option<String>,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let error = match refusal {
            Refusal::NoSuchMoment => Self::new(StatusCode::NOT_FOUND, refusal.code(), refusal.to_string()),
            Refusal::Released => Self::refused(refusal.code(), refusal.to_string()),
            _ => Self::asked(refusal.code(), refusal.to_string()),
        };
        error.hint(refusal.hint())
    }
}

/// The links of a review, and how many moments were looked at
///
/// The numbers are of all people together: nobody learns who has answered how much.
#[utoipa::path(get, path = "/reviews/{review}/calibration", tag = "calibration",
    responses((status = 200, body = Object), (status = 403), (status = 404)))]
pub async fn links(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
) -> Result<Json<Value>, Error> {
    workbench.review(&caller, review, Act::Run).await?;
    let mut links = Vec::new();
    for link in workbench.store.calibrations(review).await? {
        let name = workbench.name(link.person).await?;
        links.push(json!({"person": link.person, "name": name, "sent": link.sent.to_string(), "moments": link.asked}));
    }
    let coverage = workbench.store.calibration_coverage(review).await?;
    Ok(Json(json!({"links": links, "coverage":
        {"people": coverage.people, "moments": coverage.asked, "looked_at": coverage.looked_at}})))
}

/// Entries in which somebody appears
#[utoipa::path(get, path = "/reviews/{review}/calibration/moments", tag = "calibration", params(Whose),
    responses((status = 200, body = List<Object>), (status = 403), (status = 404), (status = 422)))]
pub async fn suggested(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Query(whose): Query<Whose>,
) -> Result<Json<List<Value>>, Error> {
    workbench.review(&caller, review, Act::Run).await?;
    let (id, name) = match (whose.person, whose.name) {
        (Some(person), _) => (person.to_string(), workbench.name(person).await?),
        (None, Some(name)) => (String::new(), name_of(&name)?),
        (None, None) => return Err(nobody()),
    };
    let (read, _) = Review::read(&document(&workbench, review).await?);
    let found = moments(&read, Who { id: &id, name: &name });
    let shown = found.iter().filter_map(|moment| {
        let entry = read.entry(&moment.entry)?;
        Some(json!({"entry": entry.id, "time": entry.time(), "service": entry.service(), "title": entry.title(),
            "because": moment.because.words()}))
    });
    Ok(List::of(shown))
}

/// Make a link to somebody's moments
///
/// Making it again makes the earlier link useless; what the person said so far stays theirs.
#[utoipa::path(post, path = "/reviews/{review}/calibration", tag = "calibration", request_body = NewLink,
    responses((status = 201, body = Object), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn send(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Json(new): Json<NewLink>,
) -> Result<(StatusCode, Json<Value>), Error> {
    open_review(&workbench, &caller, review, Act::Run).await?;
    let person = match (new.person, new.name) {
        (Some(person), _) => person,
        (None, Some(name)) => named(&workbench, &caller, review, &name_of(&name)?).await?,
        (None, None) => return Err(nobody()),
    };
    let people = workbench.store.participations(review).await?;
    let name = people.into_iter().find(|one| one.person == person).map(|one| one.name).ok_or_else(|| {
        Error::asked("not-named", "this person takes no part in the review")
            .hint("name them in the review first")
    })?;
    let (read, _) = Review::read(&document(&workbench, review).await?);
    let moments = match new.moments {
        Some(chosen) => choose(&read, chosen)?,
        None => moments(&read, Who { id: &person.to_string(), name: &name }),
    };
    if moments.is_empty() {
        return Err(Error::asked("no-moments", "this person appears in no entry of the timeline")
            .hint("choose the entries to ask about"));
    }
    let key = Key::new(&workbench.outside);
    let link = Calibration {
        id: workbench.outside.id(),
        review,
        person,
        asked: i64::try_from(moments.len()).unwrap_or(i64::MAX),
        moments: json!(moments),
        sent: workbench.now(),
    };
    match workbench.store.add_calibration(&link, &key.hash()).await {
        Err(Failure::Conflict(Conflict::Exists)) => {
            workbench.store.renew_calibration(&link, &key.hash()).await?;
        }
        other => other?,
    }
    workbench.note(&caller, "calibration.sent", Some(review), json!({"person": person})).await?;
    let kept = workbench.store.calibration_with_key(&key.hash()).await?;
    let id = kept.ok_or_else(|| Error::not_found("calibration"))?.id;
    let url = format!("{}/calibration#{}", workbench.settings.address(), key.reveal());
    let view = json!({"id": id, "person": person, "name": name, "moments": link.asked, "sent": link.sent.to_string(), "url": url});
    Ok((StatusCode::CREATED, Json(view)))
}

/// Take a link back
///
/// What was not released is deleted, unread.
#[utoipa::path(delete, path = "/reviews/{review}/calibration/{person}", tag = "calibration",
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn take_back(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, person)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Error> {
    workbench.review(&caller, review, Act::Run).await?;
    if !workbench.store.remove_calibration(review, person).await? {
        return Err(Error::not_found("link"));
    }
    workbench.note(&caller, "calibration.taken_back", Some(review), json!({"person": person})).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn nobody() -> Error {
    Error::asked("nobody", "say whose moments these are").hint("`person`, or in single-user mode `name`")
}

fn choose(review: &Review, chosen: Vec<String>) -> Result<Vec<Moment>, Error> {
    if chosen.len() > CHOSEN_AT_MOST {
        return Err(Error::asked("too-many", format!("ask about {CHOSEN_AT_MOST} entries at most")));
    }
    let mut moments: Vec<Moment> = Vec::new();
    for entry in chosen {
        if review.entry(&entry).is_none() {
            return Err(Error::asked("no-such-entry", format!("there is no entry {entry}")));
        }
        if !moments.iter().any(|moment| moment.entry == entry) {
            moments.push(Moment { entry, because: Because::Chosen });
        }
    }
    Ok(moments)
}

/// Somebody of the review by name; where one person works alone, somebody new, who cannot log in and gets in by links only.
async fn named(workbench: &Workbench, caller: &Caller, review: Uuid, name: &str) -> Result<Uuid, Error> {
    if workbench.settings.entrance != Entrance::Single {
        return Err(Error::asked("nobody", "a person with an account is named by id"));
    }
    let people = workbench.store.participations(review).await?;
    if let Some(known) = people.iter().find(|one| one.name == name) {
        return Ok(known.person);
    }
    let (now, key, id) = (workbench.now(), Key::new(&workbench.outside), workbench.outside.id());
    let invitation = Invitation {
        id: workbench.outside.id(),
        email: None,
        role: AccountRole::Member,
        invited_by: caller.person.id,
        created: now,
        expires: now.plus(60 * NANOSECONDS_PER_SECOND),
    };
    workbench.store.invite(&invitation, &key.hash()).await?;
    // An address that cannot exist: RFC 2606.
    let email = format!("{id}@nowhere.invalid");
    let new = NewPerson { id, name: name.to_owned(), email, password_hash: None, created: now };
    workbench.store.accept_invitation(&key.hash(), &new).await?;
    workbench.store.set_participation(review, id, ReviewRole::Participant, now).await?;
    Ok(id)
}
