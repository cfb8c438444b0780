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
            let code = database.code().unwrap_or_default().into_owned();
            by_code(&code, sentence)
        }
        _ => Failure::Broken(sentence),
    }
}

fn by_code(code: &str, sentence: String) -> Failure {
    if code == DISK_FULL {
        Failure::Full(sentence)
    } else if PASSING.iter().any(|start| code.starts_with(start)) {
        Failure::Away(sentence)
    } else {
        Failure::Broken(sentence)
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
            |code: &str, expected: &str| assert_eq!(by_code(code, String::new()).code(), expected, "{code}");
        check("53100", "disk-full");
        check("53300", "database-away"); // too many connections
        check("57P01", "database-away"); // it is being shut down
        check("57P03", "database-away"); // it is starting
        check("40P01", "database-away"); // a deadlock was resolved at our cost
        check("08006", "database-away"); // the connection broke
        check("25006", "database-away"); // it is a standby now
        check("42P01", "database-broken"); // a table is missing
        check("57014", "database-broken"); // somebody cancelled it
        check("", "database-broken");
    }
}
