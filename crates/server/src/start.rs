//! The first moments: the store, the person of single-user mode, and the link to get in.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::sync::Arc;

use postlude_base::NANOSECONDS_PER_SECOND;
use postlude_review::people::AccountRole;
use postlude_store::{NewPerson, Scope, Store, Token};
use postlude_store_postgres::PostgresStore;
use postlude_store_sqlite::SqliteStore;

use uuid::Uuid;

use crate::auth::key::Key;
use crate::settings::Entrance;
use crate::workbench::Workbench;

/// Seconds that a key is lent for.
const LENT_S: i64 = 3_600;

/// Opens the database: the one at this address, or else a file in the data folder. `server` tells this server from others on the database.
pub async fn open_store(
    data: &Path,
    database_url: Option<&str>,
    server: Uuid,
) -> Result<Arc<dyn Store>, postlude_store::Failure> {
    Ok(match database_url {
        Some(address) => Arc::new(PostgresStore::connect(address, server).await?),
        None => Arc::new(SqliteStore::open(&data.join("postlude.sqlite")).await?),
    })
}

/// Makes the data folder and holds it while the file lives: two servers on one file would not see each other's edits.
pub fn hold(data: &Path) -> std::io::Result<Option<File>> {
    fs::create_dir_all(data)?;
    let file = File::options().create(true).truncate(false).write(true).open(data.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The address to open first: the one-time link of single-user mode; where accounts are used and there is none yet, the link
/// that makes the first administrator; else the front door.
pub async fn address(workbench: &Workbench, name: &str) -> Result<String, postlude_store::Failure> {
    let people = workbench.store.people().await?;
    let home = workbench.settings.address();
    Ok(match workbench.settings.entrance {
        Entrance::Single => {
            if people.is_empty() {
                let new = NewPerson {
                    id: workbench.outside.id(),
                    name: name.to_owned(),
                    email: "you@this-machine".to_owned(),
                    password_hash: None,
                    created: workbench.now(),
                };
                workbench.store.create_first_administrator(&new).await?;
            }
            format!("{home}/open?key={}", workbench.door.key(&workbench.outside).reveal())
        }
        Entrance::Accounts if people.is_empty() => {
            format!("{home}/invitation#{}", workbench.door.key(&workbench.outside).reveal())
        }
        Entrance::Accounts => home,
    })
}

/// A key for a program on this machine, which may do what the first administrator may; good for an hour, or until it is handed back.
/// Who holds the data folder could do as much without.
pub async fn lend_key(workbench: &Workbench, name: &str) -> Result<Option<Lent>, postlude_store::Failure> {
    address(workbench, name).await?;
    let people = workbench.store.people().await?;
    let is_one = |person: &&postlude_store::Person| {
        person.disabled.is_none() && person.role == AccountRole::Administrator
    };
    let Some(person) = people.iter().find(is_one) else { return Ok(None) };
    let key = Key::token(&workbench.outside);
    let (created, id) = (workbench.now(), workbench.outside.id());
    let token = Token {
        id,
        person: person.id,
        name: "postlude review".to_owned(),
        scopes: vec![Scope::Read, Scope::Write, Scope::Admin],
        created,
        expires: Some(created.plus(LENT_S * NANOSECONDS_PER_SECOND)),
        used: None,
    };
    workbench.store.add_token(&token, &key.hash()).await?;
    Ok(Some(Lent { key, person: person.id, id }))
}

/// A key that is lent to a program.
#[derive(Debug)]
pub struct Lent {
    /// To be shown as a bearer.
    pub key: Key,
    person: Uuid,
    id: Uuid,
}

impl Lent {
    /// Hands it back.
    pub async fn give_back(self, workbench: &Workbench) -> Result<bool, postlude_store::Failure> {
        workbench.store.remove_token(self.person, self.id).await
    }
}
