//! Personal tokens: ways in for programs, in the name of a person.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use postlude_base::Timestamp;
use postlude_store::{Scope, Token};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::people::name_of;
use super::{List, words};
use crate::auth::caller::Caller;
use crate::auth::key::Key;
use crate::error::Error;
use crate::workbench::Shared;

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewToken {
    name: String,
    #[schema(schema_with = words::scopes)]
    scopes: Vec<String>,
    /// From when on it is no longer good.
    expires: Option<String>,
}

/// A personal token.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenView {
    id: Uuid,
    name: String,
    #[schema(schema_with = words::scopes)]
    scopes: Vec<&'static str>,
    created: String,
    expires: Option<String>,
    used: Option<String>,
    /// The token itself; only in the answer that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

impl TokenView {
    fn of(token: Token, secret: Option<String>) -> Self {
        Self {
            id: token.id,
            name: token.name,
            scopes: token.scopes.into_iter().map(Scope::name).collect(),
            created: token.created.to_string(),
            expires: token.expires.map(|time| time.to_string()),
            used: token.used.map(|time| time.to_string()),
            token: secret,
        }
    }
}

/// Your tokens
#[utoipa::path(get, path = "/tokens", tag = "session", responses((status = 200, body = List<TokenView>)))]
pub async fn list(State(workbench): State<Shared>, caller: Caller) -> Result<Json<List<TokenView>>, Error> {
    let tokens = workbench.store.tokens(caller.person.id).await?;
    Ok(List::of(tokens.into_iter().map(|token| TokenView::of(token, None))))
}

/// Make a token
#[utoipa::path(post, path = "/tokens", tag = "session", request_body = NewToken,
    responses((status = 201, body = TokenView), (status = 422)))]
pub async fn add(
    State(workbench): State<Shared>,
    caller: Caller,
    Json(new): Json<NewToken>,
) -> Result<(StatusCode, Json<TokenView>), Error> {
    caller.session()?;
    let scopes: Option<Vec<Scope>> = new.scopes.iter().map(|name| Scope::named(name)).collect();
    let mut scopes = scopes
        .filter(|scopes| !scopes.is_empty())
        .ok_or_else(|| Error::asked("no-such-scope", "scopes are of read, write, admin; at least one"))?;
    scopes.sort_unstable();
    scopes.dedup();
    if scopes.contains(&Scope::Admin) {
        caller.administers()?;
    }
    let expires = new.expires.as_deref().map(super::moment).transpose()?;
    if expires.is_some_and(|expires: Timestamp| expires <= workbench.now()) {
        return Err(Error::asked("expired", "this moment has passed"));
    }
    let key = Key::token(&workbench.outside);
    let token = Token {
        id: workbench.outside.id(),
        person: caller.person.id,
        name: name_of(&new.name)?,
        scopes,
        created: workbench.now(),
        expires,
        used: None,
    };
    workbench.store.add_token(&token, &key.hash()).await?;
    workbench.note(&caller, "token.added", Some(token.id), json!({"scopes": new.scopes})).await?;
    Ok((StatusCode::CREATED, Json(TokenView::of(token, Some(key.reveal().to_owned())))))
}

/// End a token
#[utoipa::path(delete, path = "/tokens/{token}", tag = "session", responses((status = 204), (status = 404)))]
pub async fn remove(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(token): Path<Uuid>,
) -> Result<StatusCode, Error> {
    if !workbench.store.remove_token(caller.person.id, token).await? {
        return Err(Error::not_found("token"));
    }
    workbench.note(&caller, "token.removed", Some(token), json!({})).await?;
    workbench.rooms.look_again();
    Ok(StatusCode::NO_CONTENT)
}
