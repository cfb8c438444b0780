//! Who is named in a review.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use postlude_review::people::{Act, ReviewRole};
use postlude_store::Participation;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::words;
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::Shared;

/// Somebody named in a review.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParticipantView {
    person: Uuid,
    name: String,
    #[schema(schema_with = words::review_role)]
    role: &'static str,
    joined: String,
}

/// As what somebody is named.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Role {
    #[schema(schema_with = words::review_role)]
    role: String,
}

impl From<Participation> for ParticipantView {
    fn from(named: Participation) -> Self {
        Self {
            person: named.person,
            name: named.name,
            role: named.role.name(),
            joined: named.joined.to_string(),
        }
    }
}

/// Name somebody in a review, or give them another role
#[utoipa::path(put, path = "/reviews/{review}/people/{person}", tag = "reviews", request_body = Role,
    responses((status = 204), (status = 403), (status = 404), (status = 409)))]
pub async fn name(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, person)): Path<(Uuid, Uuid)>,
    Json(given): Json<Role>,
) -> Result<StatusCode, Error> {
    let role = ReviewRole::named(&given.role).ok_or_else(|| Error::asked("no-such-role", "no such role"))?;
    workbench.review(&caller, review, Act::Run).await?;
    let now = workbench.store.participations(review).await?;
    let was_organiser = now.iter().any(|named| named.person == person && named.role == ReviewRole::Organiser);
    if role == ReviewRole::Organiser || was_organiser {
        workbench.review(&caller, review, Act::Administer).await?;
    }
    workbench.store.person(person).await?.ok_or_else(|| Error::not_found("person"))?;
    workbench.store.set_participation(review, person, role, workbench.now()).await?;
    workbench
        .note(&caller, "participant.named", Some(review), json!({"person": person, "role": role.name()}))
        .await?;
    workbench.rooms.look_again();
    Ok(StatusCode::NO_CONTENT)
}

/// Take somebody out of a review
///
/// What they wrote stays. Everybody may take themselves out.
#[utoipa::path(delete, path = "/reviews/{review}/people/{person}", tag = "reviews",
    responses((status = 204), (status = 403), (status = 404), (status = 409)))]
pub async fn remove(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, person)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Error> {
    let act = if person == caller.person.id { Act::Read } else { Act::Administer };
    workbench.review(&caller, review, act).await?;
    if !workbench.store.remove_participation(review, person).await? {
        return Err(Error::not_found("person in this review"));
    }
    workbench.note(&caller, "participant.removed", Some(review), json!({"person": person})).await?;
    workbench.rooms.look_again();
    Ok(StatusCode::NO_CONTENT)
}
