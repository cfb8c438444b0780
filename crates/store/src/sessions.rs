//! How people get in: sessions of browsers, tokens of programs, and how often somebody tries.

use async_trait::async_trait;
use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp};
use uuid::Uuid;

use crate::{Person, Result};

/// The hash of a secret that only its owner has. The store never sees the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyHash(pub [u8; 32]);

/// A browser that is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub person: Uuid,
    /// When they logged in.
    pub created: Timestamp,
    /// When it was last used, to a minute.
    pub seen: Timestamp,
    /// From when on it is no longer good.
    pub expires: Timestamp,
    /// What the browser calls itself.
    pub agent: String,
}

/// How old `seen` may be before it is written again: reading must not cost a write each time.
pub const SEEN_AGAIN_AFTER: i64 = 60 * NANOSECONDS_PER_SECOND;

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// To read what its owner may read without being an administrator.
    Read,
    /// To change what its owner may change without being an administrator.
    Write,
    /// To administer, where its owner may, and to see and change what only an administrator does.
    Admin,
}

impl Scope {
    /// The scope with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Read, Self::Write, Self::Admin].into_iter().find(|scope| scope.name() == name)
    }

    /// The name that the API and the store use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }
}

/// A way in for a program, in the name of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Names it in lists.
    pub id: Uuid,
    /// In whose name.
    pub person: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// What it is good for, in order.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created: Timestamp,
    /// From when on it is no longer good.
    pub expires: Option<Timestamp>,
    /// When it was last used, to a minute.
    pub used: Option<Timestamp>,
}

/// The verbs for getting in.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Keeps a session.
    async fn open_session(&self, key: &KeyHash, session: &Session) -> Result<()>;
    /// The session with this key and whose it is, if it is good and its person may enter; notes that it was seen.
    async fn session(&self, key: &KeyHash, now: Timestamp) -> Result<Option<(Session, Person)>>;
    /// Ends one.
    async fn close_session(&self, key: &KeyHash) -> Result<bool>;
    /// Ends all of a person but the one named; tells how many.
    async fn close_sessions(&self, person: Uuid, keep: Option<&KeyHash>) -> Result<u64>;

    /// Keeps a token.
    async fn add_token(&self, token: &Token, key: &KeyHash) -> Result<()>;
    /// The token with this key and whose it is, if it is good and its person may enter; notes that it was used.
    async fn token(&self, key: &KeyHash, now: Timestamp) -> Result<Option<(Token, Person)>>;
    /// All tokens of a person, the oldest first.
    async fn tokens(&self, person: Uuid) -> Result<Vec<Token>>;
    /// Ends one, if it belongs to this person.
    async fn remove_token(&self, person: Uuid, id: Uuid) -> Result<bool>;

    /// Notes a try of `subject` (an address, a network) and tells how many there were since `since`, this one included.
    /// All servers on one database count together.
    async fn count_attempt(&self, subject: &str, now: Timestamp, since: Timestamp) -> Result<u64>;
    /// Starts counting anew, after a try that was right.
    async fn forget_attempts(&self, subject: &str) -> Result<()>;
    /// Removes sessions and invitations that are no longer good, and tries from before `attempts_before`.
    async fn sweep(&self, now: Timestamp, attempts_before: Timestamp) -> Result<()>;
}
