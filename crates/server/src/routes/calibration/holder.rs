//! Who opens a link: somebody who is logged in, or, where one person works alone, whoever holds its key.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use postlude_store::Scope;
use uuid::Uuid;

use crate::auth::address::Address;
use crate::auth::caller::{Caller, Way};
use crate::auth::{key, origin};
use crate::error::Error;
use crate::settings::Entrance;
use crate::workbench::Workbench;

/// The header that carries the key.
const LINK: &str = "x-postlude-link";

/// Somebody and, if a link let them in, the one calibration that it is good for.
#[derive(Debug)]
pub struct Holder {
    /// Who.
    pub caller: Caller,
    link: Option<Uuid>,
}

impl Holder {
    /// Refuses another calibration than that of the link.
    pub fn check(&self, id: Uuid) -> Result<(), Error> {
        match self.link {
            Some(link) if link != id => Err(Error::not_found("calibration")),
            _ => Ok(()),
        }
    }
}

impl FromRequestParts<Arc<Workbench>> for Holder {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, workbench: &Arc<Workbench>) -> Result<Self, Error> {
        let shown = parts.headers.get(LINK).and_then(|key| key.to_str().ok()).map(key::hash);
        let Some(key) = shown.filter(|_| workbench.settings.entrance == Entrance::Single) else {
            return Ok(Self { caller: Caller::from_request_parts(parts, workbench).await?, link: None });
        };
        origin::check(&parts.method, &parts.headers)?;
        let Ok(Address(address)) = Address::from_request_parts(parts, workbench).await;
        let link = workbench.store.calibration_with_key(&key).await?.ok_or_else(super::own::gone)?;
        let person = workbench.store.person(link.person).await?.filter(|person| person.disabled.is_none());
        let person = person.ok_or_else(super::own::gone)?;
        let way = Way::Token(key, vec![Scope::Read, Scope::Write]);
        Ok(Self { caller: Caller { person, way, address }, link: Some(link.id) })
    }
}
