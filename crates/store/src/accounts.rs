//! People with an account, and invitations to get one.

use async_trait::async_trait;
use postlude_base::Timestamp;
use postlude_review::people::AccountRole;
use uuid::Uuid;

use crate::{KeyHash, Result, plain_text};

/// Somebody with an account. People are never deleted, so that history keeps its authors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Names them everywhere.
    pub id: Uuid,
    /// As they are called.
    pub name: String,
    /// As they wrote it; two addresses that differ only in case are one.
    pub email: String,
    /// What they may do in the house.
    pub role: AccountRole,
    /// When the account was made.
    pub created: Timestamp,
    /// Since when they may no longer enter.
    pub disabled: Option<Timestamp>,
}

/// An account to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// Names them everywhere.
    pub id: Uuid,
    /// As they are called.
    pub name: String,
    /// Where they are reached, and what they log in with.
    pub email: String,
    /// The hashed password in its own notation; none where nobody logs in with one.
    pub password_hash: Option<String>,
    /// Now.
    pub created: Timestamp,
}

/// What is needed to check a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose it is.
    pub person: Person,
    /// The hashed password in its own notation.
    pub password_hash: Option<String>,
}

/// A way in for somebody who has no account yet; good for one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Names it in lists.
    pub id: Uuid,
    /// For whom it is meant, if it was said.
    pub email: Option<String>,
    /// What the new account may do.
    pub role: AccountRole,
    /// Who invites.
    pub invited_by: Uuid,
    /// When.
    pub created: Timestamp,
    /// From when on it is no longer good.
    pub expires: Timestamp,
}

/// The verbs for people and invitations.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Makes the account that all others come from. Conflicts with any account that exists (`NotFirst`), also one made at the same moment.
    async fn create_first_administrator(&self, new: &NewPerson) -> Result<Person>;
    /// The person with this id.
    async fn person(&self, id: Uuid) -> Result<Option<Person>>;
    /// The account with this id.
    async fn account(&self, id: Uuid) -> Result<Option<Account>>;
    /// The account with this address, whatever its case.
    async fn account_with_email(&self, email: &str) -> Result<Option<Account>>;
    /// All people, the oldest account first, disabled ones too.
    async fn people(&self) -> Result<Vec<Person>>;
    /// Calls them by another name.
    async fn rename_person(&self, id: Uuid, name: &str) -> Result<bool>;
    /// Lets them do more or less. Conflicts if nobody could administer then.
    async fn change_role(&self, id: Uuid, role: AccountRole) -> Result<bool>;
    /// Keeps them out from now on and closes their sessions. Conflicts if nobody could administer then.
    async fn disable_person(&self, id: Uuid, now: Timestamp) -> Result<bool>;
    /// Lets them in again.
    async fn enable_person(&self, id: Uuid) -> Result<bool>;
    /// Keeps another password, and closes all sessions but the one named.
    async fn change_password(&self, id: Uuid, password_hash: &str, keep: Option<&KeyHash>) -> Result<bool>;

    /// Keeps an invitation.
    async fn invite(&self, invitation: &Invitation, key: &KeyHash) -> Result<()>;
    /// All invitations that nobody has used, the oldest first, expired ones too.
    async fn invitations(&self) -> Result<Vec<Invitation>>;
    /// The invitation with this key, if it is still good.
    async fn invitation(&self, key: &KeyHash, now: Timestamp) -> Result<Option<Invitation>>;
    /// Takes it back.
    async fn withdraw_invitation(&self, id: Uuid) -> Result<bool>;
    /// Makes the account and uses the invitation up, both or nothing; none if it is no longer good.
    async fn accept_invitation(&self, key: &KeyHash, new: &NewPerson) -> Result<Option<Person>>;
}

/// What two spellings of one address have in common.
pub fn email_key(email: &str) -> String {
    plain_text(email.trim()).to_lowercase()
}
