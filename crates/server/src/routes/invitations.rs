//! Ways in for people who have no account yet.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum_extra::extract::CookieJar;
use postlude_base::NANOSECONDS_PER_SECOND;
use postlude_review::people::AccountRole;
use postlude_store::{Invitation, NewPerson};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::people::name_of;
use super::session::enter;
use super::{List, words};
use crate::auth::address::Address;
use crate::auth::caller::Caller;
use crate::auth::key::{self, Key};
use crate::auth::{origin, password};
use crate::error::Error;
use crate::settings::Entrance;
use crate::workbench::Shared;

/// Days that an invitation is good for.
const DAYS: i64 = 7;

/// Who is invited.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewInvitation {
    /// For whom it is meant; only shown.
    email: Option<String>,
    #[schema(schema_with = words::account_role)]
    role: String,
}

/// An invitation that nobody has used.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationView {
    id: Uuid,
    email: Option<String>,
    #[schema(schema_with = words::account_role)]
    role: &'static str,
    created: String,
    expires: String,
    /// The link to hand on; only in the answer that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// The account to be made.
#[derive(Deserialize, ToSchema)]
pub struct Acceptance {
    /// The key in the link.
    key: String,
    name: String,
    email: String,
    password: String,
}

impl InvitationView {
    fn of(invitation: Invitation, url: Option<String>) -> Self {
        Self {
            id: invitation.id,
            email: invitation.email,
            role: invitation.role.name(),
            created: invitation.created.to_string(),
            expires: invitation.expires.to_string(),
            url,
        }
    }
}

/// Invite somebody
#[utoipa::path(post, path = "/invitations", tag = "people", request_body = NewInvitation,
    responses((status = 201, body = InvitationView), (status = 403)))]
pub async fn invite(
    State(workbench): State<Shared>,
    caller: Caller,
    Json(new): Json<NewInvitation>,
) -> Result<(StatusCode, Json<InvitationView>), Error> {
    caller.administers()?;
    let role = AccountRole::named(&new.role).ok_or_else(|| Error::asked("no-such-role", "no such role"))?;
    let key = Key::new(&workbench.outside);
    let now = workbench.now();
    let invitation = Invitation {
        id: workbench.outside.id(),
        email: new.email.filter(|email| !email.trim().is_empty()),
        role,
        invited_by: caller.person.id,
        created: now,
        expires: now.plus(DAYS * 86_400 * NANOSECONDS_PER_SECOND),
    };
    workbench.store.invite(&invitation, &key.hash()).await?;
    workbench.note(&caller, "person.invited", Some(invitation.id), json!({"role": role.name()})).await?;
    // Behind the hash, so that the key is in no server's log.
    let url = format!("{}/invitation#{}", workbench.settings.address(), key.reveal());
    Ok((StatusCode::CREATED, Json(InvitationView::of(invitation, Some(url)))))
}

/// Invitations that nobody has used
#[utoipa::path(get, path = "/invitations", tag = "people", responses((status = 200, body = List<InvitationView>)))]
pub async fn list(
    State(workbench): State<Shared>,
    caller: Caller,
) -> Result<Json<List<InvitationView>>, Error> {
    caller.administers()?;
    let invitations = workbench.store.invitations().await?;
    Ok(List::of(invitations.into_iter().map(|invitation| InvitationView::of(invitation, None))))
}

/// Take an invitation back
#[utoipa::path(delete, path = "/invitations/{invitation}", tag = "people", responses((status = 204), (status = 404)))]
pub async fn withdraw(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(invitation): Path<Uuid>,
) -> Result<StatusCode, Error> {
    caller.administers()?;
    if !workbench.store.withdraw_invitation(invitation).await? {
        return Err(Error::not_found("invitation"));
    }
    workbench.note(&caller, "invitation.withdrawn", Some(invitation), json!({})).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Accept an invitation
///
/// Makes the account and logs in. The link that a server without accounts prints at its start makes the first administrator.
#[utoipa::path(post, path = "/invitations/accept", tag = "people", request_body = Acceptance,
    responses((status = 204), (status = 409), (status = 410), (status = 422)))]
pub async fn accept(
    State(workbench): State<Shared>,
    Address(address): Address,
    headers: HeaderMap,
    Json(given): Json<Acceptance>,
) -> Result<(StatusCode, CookieJar), Error> {
    origin::same_origin(&headers)?;
    let key = key::hash(&given.key);
    let gone = || {
        Error::new(StatusCode::GONE, "invitation-used", "this invitation is not good any more")
            .hint("ask for a new one")
    };
    // Before the slow part, so that nobody makes the server hash passwords without an invitation.
    let is_invited = workbench.store.invitation(&key, workbench.now()).await?.is_some();
    let is_first = !is_invited
        && workbench.settings.entrance == Entrance::Accounts
        && workbench.store.people().await?.is_empty()
        && workbench.door.fits(&given.key);
    if !is_invited && !is_first {
        return Err(gone());
    }
    if !given.email.contains('@') || given.email.len() > 200 || given.email.contains('\0') {
        return Err(Error::asked("email", "this is not an e-mail address"));
    }
    let new = NewPerson {
        id: workbench.outside.id(),
        name: name_of(&given.name)?,
        email: given.email.trim().to_owned(),
        password_hash: Some(password::hash(given.password, &workbench.outside).await?),
        created: workbench.now(),
    };
    let person = if is_first {
        workbench.store.create_first_administrator(&new).await?
    } else {
        workbench.store.accept_invitation(&key, &new).await?.ok_or_else(gone)?
    };
    Ok((StatusCode::NO_CONTENT, enter(&workbench, person.id, &headers, &address).await?))
}
