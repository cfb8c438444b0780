//! Who is asking: a browser with a cookie, or a program with a token.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use postlude_review::people::AccountRole;
use postlude_store::{KeyHash, Person, Scope, Viewer};

use super::address::Address;
use super::{cookie, key, origin};
use crate::error::Error;
use crate::workbench::Workbench;

/// Somebody who is known.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub person: Person,
    /// How they got in.
    pub way: Way,
    /// From where.
    pub address: String,
}

/// How somebody got in.
#[derive(Debug, Clone)]
pub enum Way {
    /// A browser with a session.
    Session(KeyHash),
    /// A program with a token that is good for so much.
    Token(KeyHash, Vec<Scope>),
}

impl Caller {
    /// Refuses who does not administer the house.
    pub fn administers(&self) -> Result<(), Error> {
        if self.person.role != AccountRole::Administrator {
            return Err(Error::forbidden("only an administrator does this"));
        }
        self.has(Scope::Admin)
    }

    /// As what they act in reviews: a token that is not good for administering makes nobody an organiser everywhere, nor shows what is
    /// restricted to others.
    pub fn account(&self) -> AccountRole {
        match self.person.role {
            AccountRole::Administrator if self.has(Scope::Admin).is_err() => AccountRole::Member,
            role => role,
        }
    }

    /// Who asks the store.
    pub fn viewer(&self) -> Viewer {
        Viewer { person: self.person.id, administers: self.account() == AccountRole::Administrator }
    }

    /// Refuses who may only read in the house.
    pub fn is_member(&self) -> Result<(), Error> {
        if self.person.role < AccountRole::Member {
            return Err(Error::forbidden("a reader of the house does not do this"));
        }
        Ok(())
    }

    /// The session, for what only a person at a browser may do.
    pub fn session(&self) -> Result<&KeyHash, Error> {
        match &self.way {
            Way::Session(key) => Ok(key),
            Way::Token(..) => Err(Error::forbidden("a token does not do this: log in with a browser")),
        }
    }

    /// Refuses a token that is not good for this.
    pub fn has(&self, scope: Scope) -> Result<(), Error> {
        match &self.way {
            Way::Token(_, scopes) if !scopes.contains(&scope) => {
                Err(Error::forbidden(format!("this token is not good for \"{}\"", scope.name())))
            }
            _ => Ok(()),
        }
    }

    /// Whether the session or token is still good, and the person the same: for connections that last.
    pub async fn again(&self, workbench: &Workbench) -> Result<Self, Error> {
        let person = match &self.way {
            Way::Session(key) => {
                workbench.store.session(key, workbench.now()).await?.map(|(_, person)| person)
            }
            Way::Token(key, _) => {
                workbench.store.token(key, workbench.now()).await?.map(|(_, person)| person)
            }
        };
        Ok(Self { person: person.ok_or_else(Error::not_logged_in)?, ..self.clone() })
    }
}

impl FromRequestParts<Arc<Workbench>> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, workbench: &Arc<Workbench>) -> Result<Self, Error> {
        let Ok(Address(address)) = Address::from_request_parts(parts, workbench).await;
        if let Some(shown) = bearer(&parts.headers) {
            let key = key::hash(shown);
            let (token, person) =
                workbench.store.token(&key, workbench.now()).await?.ok_or_else(Error::not_logged_in)?;
            let caller = Self { person, way: Way::Token(key, token.scopes), address };
            caller.has(if parts.method.is_safe() { Scope::Read } else { Scope::Write })?;
            return Ok(caller);
        }
        let shown = cookie::shown(&parts.headers, &workbench.settings).ok_or_else(Error::not_logged_in)?;
        let key = key::hash(&shown);
        let (_, person) =
            workbench.store.session(&key, workbench.now()).await?.ok_or_else(Error::not_logged_in)?;
        origin::check(&parts.method, &parts.headers)?;
        Ok(Self { person, way: Way::Session(key), address })
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}
