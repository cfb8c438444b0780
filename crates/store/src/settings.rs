//! Settings of the house by name.

use async_trait::async_trait;
use serde_json::Value;

use crate::Result;

/// The verbs for settings.
#[async_trait]
pub trait Settings: Send + Sync {
    /// What was set.
    async fn setting(&self, name: &str) -> Result<Option<Value>>;
    /// Sets it; none removes it.
    async fn set_setting(&self, name: &str, value: Option<&Value>) -> Result<()>;
}
