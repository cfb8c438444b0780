//! Tells the troubles of SQLite apart, by its own codes: <https://www.sqlite.org/rescode.html>.

use postlude_store::{Conflict, Failure};
use sqlx::Error;
use sqlx::migrate::MigrateError;

/// Primary codes are the low byte of the extended ones.
const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const READ_ONLY: u32 = 8;
const INPUT_OUTPUT: u32 = 10;
const FULL: u32 = 13;
const CANNOT_OPEN: u32 = 14;

pub(crate) fn failure(error: Error) -> Failure {
    let sentence = error.to_string();
    match error {
        Error::PoolTimedOut | Error::PoolClosed | Error::WorkerCrashed | Error::Io(_) => {
            Failure::Away(sentence)
        }
        Error::Database(database) if database.is_unique_violation() => Conflict::Exists.into(),
        Error::Database(database) if database.is_foreign_key_violation() => Conflict::Missing.into(),
        Error::Database(database) => {
            let code: u32 = database.code().and_then(|code| code.parse().ok()).unwrap_or_default();
            by_code(code, sentence)
        }
        _ => Failure::Broken(sentence),
    }
}

fn by_code(code: u32, sentence: String) -> Failure {
    match code & 0xff {
        FULL => Failure::Full(sentence),
        BUSY | LOCKED | READ_ONLY | INPUT_OUTPUT | CANNOT_OPEN => Failure::Away(sentence),
        _ => Failure::Broken(sentence),
    }
}

pub(crate) fn migration_failure(error: MigrateError) -> Failure {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => failure(error),
        MigrateError::VersionMissing(version) => Failure::Broken(format!(
            "its tables are those of a newer program (step {version} is unknown here): use that one"
        )),
        other => Failure::Broken(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_told_apart() {
        let check =
            |code: u32, expected: &str| assert_eq!(by_code(code, String::new()).code(), expected, "{code}");
        check(13, "disk-full");
        check(5, "database-away");
        check(261, "database-away"); // busy, while another process recovers the log
        check(778, "database-away"); // a write failed
        check(11, "database-broken"); // a damaged file
        check(1, "database-broken");
    }
}
