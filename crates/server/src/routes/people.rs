//! People with an account.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use postlude_review::people::AccountRole;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::session::{PersonView, slow_down};
use super::{List, words};
use crate::auth::caller::Caller;
use crate::auth::password;
use crate::error::Error;
use crate::workbench::Shared;

/// What an administrator changes of a person.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PersonChange {
    name: Option<String>,
    #[schema(schema_with = words::account_role_or_none)]
    role: Option<String>,
    /// Keeps them out, or lets them in again.
    disabled: Option<bool>,
}

/// What people change of themselves.
#[derive(Deserialize, ToSchema)]
pub struct OwnChange {
    name: Option<String>,
    /// The new password.
    password: Option<String>,
    /// The password until now; needed to change it.
    old_password: Option<String>,
}

/// Everybody with an account
///
/// Members need it to name people in a review and to mention them.
#[utoipa::path(get, path = "/people", tag = "people", responses((status = 200, body = List<PersonView>)))]
pub async fn list(State(workbench): State<Shared>, _: Caller) -> Result<Json<List<PersonView>>, Error> {
    let people = workbench.store.people().await?;
    Ok(List::of(people.into_iter().map(PersonView::from)))
}

/// Change a person's account
#[utoipa::path(patch, path = "/people/{person}", tag = "people", request_body = PersonChange,
    responses((status = 204), (status = 403), (status = 404), (status = 409)))]
pub async fn change(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(person): Path<Uuid>,
    Json(change): Json<PersonChange>,
) -> Result<StatusCode, Error> {
    caller.administers()?;
    workbench.store.person(person).await?.ok_or_else(|| Error::not_found("person"))?;
    let store = &workbench.store;
    if let Some(name) = &change.name {
        store.rename_person(person, &name_of(name)?).await?;
    }
    if let Some(role) = &change.role {
        let role = AccountRole::named(role).ok_or_else(|| Error::asked("no-such-role", "no such role"))?;
        store.change_role(person, role).await?;
    }
    match change.disabled {
        Some(true) => store.disable_person(person, workbench.now()).await?,
        Some(false) => store.enable_person(person).await?,
        None => false,
    };
    let detail = json!({"name": change.name, "role": change.role, "disabled": change.disabled});
    workbench.note(&caller, "person.changed", Some(person), detail).await?;
    workbench.rooms.look_again();
    Ok(StatusCode::NO_CONTENT)
}

/// Change your own name or password
///
/// A new password ends all your other sessions.
#[utoipa::path(patch, path = "/people/me", tag = "people", request_body = OwnChange,
    responses((status = 204), (status = 401), (status = 422), (status = 429)))]
pub async fn change_own(
    State(workbench): State<Shared>,
    caller: Caller,
    Json(change): Json<OwnChange>,
) -> Result<StatusCode, Error> {
    if let Some(name) = &change.name {
        workbench.store.rename_person(caller.person.id, &name_of(name)?).await?;
    }
    if let Some(new) = change.password {
        let session = *caller.session()?;
        let account = workbench.store.account(caller.person.id).await?;
        let stored = account.and_then(|account| account.password_hash);
        let old = change.old_password.unwrap_or_default();
        // Whoever got hold of an open browser does not guess the password there.
        slow_down(&workbench, &[(format!("password {}", caller.person.id), 1)]).await?;
        if stored.is_some() && !password::is_right(old, stored).await? {
            return Err(Error::asked("wrong-password", "the password until now is not right"));
        }
        let hash = password::hash(new, &workbench.outside).await?;
        workbench.store.forget_attempts(&format!("password {}", caller.person.id)).await?;
        workbench.store.change_password(caller.person.id, &hash, Some(&session)).await?;
        workbench.note(&caller, "password.changed", Some(caller.person.id), json!({})).await?;
        workbench.rooms.look_again();
    }
    Ok(StatusCode::NO_CONTENT)
}

/// A name that can be shown.
pub fn name_of(given: &str) -> Result<String, Error> {
    let name: String = given.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > 100 || name.contains('\0') {
        return Err(Error::asked("name-length", "a name has 1 to 100 characters"));
    }
    Ok(name)
}
