//! Tells the troubles of PostgreSQL apart, by its own codes: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.

use postlude_store::{Conflict, Failure};
use sqlx::Error;
use sqlx::migrate::MigrateError;

/// The disk is full.
const DISK_FULL: &str = "53100";
/// Classes and codes of what passes: connection, resources, rolled back for another's sake, operator, input and output; a server that became
/// a standby.
const PASSING: &[&str] = &["08", "53", "40", "57P", "58030", "25006", "55P03"];

pub(crate) fn failure(error: Error) -> Failure {
    let sentence = error.to_string();
    match error {
        Error::PoolTimedOut | Error::PoolClosed | Error::WorkerCrashed | Error::Io(_) | Error::Tls(_) => {
            Failure::Away(sentence)
        }
        Error::Database(database) if database.is_unique_violation() => Conflict::Exists.into(),
        Error::Database(database) if database.is_foreign_key_violation() => Conflict::Missing.into(),
        Error::Database(database) => {
            let code = database.code().unwrap_or_default();
            if code == DISK_FULL {
                Failure::Full(sentence)
            } else if PASSING.iter().any(|start| code.starts_with(start)) {
                Failure::Away(sentence)
            } else {
                Failure::Broken(sentence)
            }
        }
        _ => Failure::Broken(sentence),
    }
}

pub(crate) fn migration_failure(error: MigrateError) -> Failure {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => failure(error),
        other => Failure::Broken(other.to_string()),
    }
}
