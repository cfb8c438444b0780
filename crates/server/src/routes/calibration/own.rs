//! What a person does with their own moments. Nobody else gets here.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use postlude_review::calibration::{Answer, Answers, Moment, Said};
use postlude_review::timeline::Review;
use postlude_store::CalibrationOwn;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::{List, document};
use super::holder::Holder;
use crate::auth::caller::Caller;
use crate::auth::key::{self, Key};
use crate::auth::origin;
use crate::error::Error;
use crate::settings::Entrance;
use crate::workbench::{Shared, Workbench};

/// What a link carries behind its #.
#[derive(Deserialize, ToSchema)]
pub struct LinkKey {
    /// The key.
    key: String,
}

/// Open a link
///
/// It opens for the person it was made for and nobody else. In single-user mode the key opens once, and the answer has the one that follows it.
#[utoipa::path(post, path = "/calibrations/open", tag = "calibration", request_body = LinkKey,
    responses((status = 200, body = Object), (status = 401), (status = 403), (status = 410)))]
pub async fn open(
    State(workbench): State<Shared>,
    headers: HeaderMap,
    caller: Result<Caller, Error>,
    Json(shown): Json<LinkKey>,
) -> Result<Json<Value>, Error> {
    let from = key::hash(&shown.key);
    if workbench.settings.entrance == Entrance::Single {
        origin::check(&axum::http::Method::POST, &headers)?;
        let next = Key::new(&workbench.outside);
        let link = workbench.store.calibration_with_key(&from).await?.ok_or_else(gone)?;
        if !workbench.store.exchange_calibration_key(&from, &next.hash()).await? {
            return Err(gone());
        }
        let own = own(&workbench, link.person, link.id).await?;
        let mut view = view(&workbench, &own).await?;
        view["key"] = json!(next.reveal());
        return Ok(Json(view));
    }
    let caller = caller?;
    let link = workbench.store.calibration_with_key(&from).await?.ok_or_else(gone)?;
    if link.person != caller.person.id {
        return Err(Error::new(
            StatusCode::FORBIDDEN,
            "link-of-another",
            "this link was sent to somebody else",
        )
        .hint("ask the facilitator for a link of your own; nobody else opens this one"));
    }
    Ok(Json(view(&workbench, &own(&workbench, link.person, link.id).await?).await?))
}

/// Your calibrations
#[utoipa::path(get, path = "/calibrations", tag = "calibration", responses((status = 200, body = List<Object>)))]
pub async fn list(State(workbench): State<Shared>, caller: Caller) -> Result<Json<List<Value>>, Error> {
    let mut views = Vec::new();
    for own in workbench.store.calibrations_of(caller.person.id).await? {
        views.push(view(&workbench, &own).await?);
    }
    Ok(List::of(views))
}

/// Your moments, and what you said of them
#[utoipa::path(get, path = "/calibrations/{calibration}", tag = "calibration",
    responses((status = 200, body = Object), (status = 404)))]
pub async fn show(
    State(workbench): State<Shared>,
    holder: Holder,
    Path(calibration): Path<Uuid>,
) -> Result<Json<Value>, Error> {
    let own = held(&workbench, &holder, calibration).await?;
    Ok(Json(view(&workbench, &own).await?))
}

/// Confirm a moment, correct it, or add one
///
/// Nobody else reads it until it is released.
#[utoipa::path(put, path = "/calibrations/{calibration}/answers/{answer}", tag = "calibration", request_body = Object,
    responses((status = 204), (status = 404), (status = 409), (status = 422)))]
pub async fn answer(
    State(workbench): State<Shared>,
    holder: Holder,
    Path((calibration, answer)): Path<(Uuid, String)>,
    Json(said): Json<Value>,
) -> Result<StatusCode, Error> {
    let said: Said = serde_json::from_value(said).map_err(|error| {
        Error::asked("answer", format!("this is not an answer: {error}"))
            .hint("`answer` is confirmed, corrected or added")
    })?;
    let id = workbench.outside.id().to_string();
    alter(&workbench, &holder, calibration, |answers, moments| {
        Ok(answers.give(moments, &answer, said.clone(), &id)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take an answer back
#[utoipa::path(delete, path = "/calibrations/{calibration}/answers/{answer}", tag = "calibration",
    responses((status = 204), (status = 404), (status = 409)))]
pub async fn take_back(
    State(workbench): State<Shared>,
    holder: Holder,
    Path((calibration, answer)): Path<(Uuid, String)>,
) -> Result<StatusCode, Error> {
    let had = alter(&workbench, &holder, calibration, |answers, _| Ok(answers.take_back(&answer)?)).await?;
    if had { Ok(StatusCode::NO_CONTENT) } else { Err(Error::not_found("answer")) }
}

/// Delete what you said, and the link
///
/// What was released stays in the review, and is changed there.
#[utoipa::path(delete, path = "/calibrations/{calibration}", tag = "calibration",
    responses((status = 204), (status = 404)))]
pub async fn remove(
    State(workbench): State<Shared>,
    holder: Holder,
    Path(calibration): Path<Uuid>,
) -> Result<StatusCode, Error> {
    let own = held(&workbench, &holder, calibration).await?.calibration;
    workbench.store.remove_calibration(own.review, own.person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A link that opens no more.
pub fn gone() -> Error {
    Error::new(StatusCode::GONE, "link-gone", "this link is not good any more")
        .hint("it was opened, renewed or taken back: ask the facilitator for another")
}

/// The holder's own calibration.
pub async fn held(workbench: &Workbench, holder: &Holder, id: Uuid) -> Result<CalibrationOwn, Error> {
    holder.check(id)?;
    own(workbench, holder.caller.person.id, id).await
}

async fn own(workbench: &Workbench, person: Uuid, id: Uuid) -> Result<CalibrationOwn, Error> {
    let own = workbench.store.calibration_own(person, id).await?;
    own.ok_or_else(|| Error::not_found("calibration"))
}

/// Reads, changes and keeps the answers; two tabs of one person do not overwrite each other.
pub async fn alter<T>(
    workbench: &Workbench,
    holder: &Holder,
    id: Uuid,
    mut change: impl FnMut(&mut Answers, &[Moment]) -> Result<T, Error>,
) -> Result<T, Error> {
    loop {
        let own = held(workbench, holder, id).await?;
        let (moments, mut answers) = parts(&own)?;
        let done = change(&mut answers, &moments)?;
        let looked_at = i64::try_from(answers.looked_at(&moments)).unwrap_or(i64::MAX);
        match workbench.store.change_answers(id, own.version, &json!(answers), looked_at).await {
            Ok(true) => return Ok(done),
            Ok(false) => return Err(Error::not_found("calibration")),
            Err(failure) if failure.conflict() == Some(postlude_store::Conflict::Changed) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
}

/// What is kept, as types.
pub fn parts(own: &CalibrationOwn) -> Result<(Vec<Moment>, Answers), Error> {
    Ok((read(&own.calibration.moments)?, read(&own.answers)?))
}

fn read<T: DeserializeOwned>(kept: &Value) -> Result<T, Error> {
    T::deserialize(kept).map_err(|error| Error::defect("reading a calibration", &error))
}

async fn view(workbench: &Shared, own: &CalibrationOwn) -> Result<Value, Error> {
    let (asked, answers) = parts(own)?;
    let link = &own.calibration;
    let kept = workbench.store.review(link.review).await?.ok_or_else(|| Error::not_found("review"))?;
    let (review, _) = Review::read(&document(workbench, link.review).await?);
    let moments: Vec<Value> = asked
        .iter()
        .map(|moment| {
            let entry = review.entry(&moment.entry);
            json!({"entry": moment.entry, "because": moment.because.words(), "is_gone": entry.is_none(),
                "time": entry.and_then(|entry| entry.time()), "service": entry.and_then(|entry| entry.service()),
                "title": entry.map_or("", |entry| entry.title()), "text": entry.map_or("", |entry| &entry.text),
                "answer": answers.get(&moment.entry).map(shown)})
        })
        .collect();
    let added = answers.iter().filter(|(key, _)| !asked.iter().any(|moment| moment.entry == **key));
    let added: Vec<Value> = added
        .map(|(key, answer)| {
            let mut view = shown(answer);
            view["id"] = json!(key);
            view
        })
        .collect();
    Ok(json!({"id": link.id, "review": {"id": link.review, "title": kept.title, "zone": review.zone},
        "person": {"id": link.person, "name": workbench.name(link.person).await?},
        "moments": moments, "added": added, "looked_at": answers.looked_at(&asked), "is_closed": kept.phase == "closed"}))
}

fn shown(answer: &Answer) -> Value {
    match answer {
        Answer::Private { said, .. } => {
            let mut view = json!(said);
            view["released"] = Value::Null;
            view
        }
        Answer::Released { time, is_added } => {
            json!({"answer": if *is_added { "added" } else { "released" }, "released": time.to_string()})
        }
    }
}
