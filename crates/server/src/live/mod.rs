//! The live channel of a review.

use postlude_store::Change;
use serde_json::Value;
use uuid::Uuid;

use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::{Shared, Workbench};

/// The documents that are open.
#[derive(Debug, Default)]
pub struct Rooms;

impl Rooms {
    pub async fn begin(&self, _: &Workbench, _: &Caller, _: Uuid, _: &str) -> Result<(), Error> { Ok(()) }
    pub async fn rename(&self, _: &Workbench, _: &Caller, _: Uuid, _: &str) -> Result<(), Error> { Ok(()) }
    pub async fn look_again(&self, _: &Workbench) {}
    pub fn tell(&self, _: Uuid, _: &Value) {}
    pub async fn close(&self) {}
}

pub async fn listen(workbench: Shared) {
    let mut changes = workbench.store.changes();
    loop { if let Change::LookAgain = changes.next().await { workbench.rooms.look_again(&workbench).await; } }
}
