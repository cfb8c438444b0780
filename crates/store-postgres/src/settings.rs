//! Settings by name.

use async_trait::async_trait;
use postlude_store::{Result, Settings, plain_text};
use serde_json::Value;
use sqlx::query;

use crate::PostgresStore;
use crate::sql;

#[async_trait]
impl Settings for PostgresStore {
    async fn setting(&self, name: &str) -> Result<Option<Value>> {
        let kept = query("SELECT value FROM setting WHERE name = $1").bind(plain_text(name));
        sql::one(&self.pool, kept, |row| sql::json(row, "value")).await
    }

    async fn set_setting(&self, name: &str, value: Option<&Value>) -> Result<()> {
        let set = match value {
            None => query("DELETE FROM setting WHERE name = $1").bind(plain_text(name)),
            Some(value) => query(
                "INSERT INTO setting (name, value) VALUES ($1, $2)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )
            .bind(plain_text(name))
            .bind(value.to_string()),
        };
        sql::change(&self.pool, set).await.map(drop)
    }
}
