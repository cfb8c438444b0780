//! People with an account, and invitations.

use async_trait::async_trait;
use postlude_base::Timestamp;
use postlude_review::people::AccountRole;
use postlude_store::{
    Account, Accounts, Conflict, Failure, Invitation, KeyHash, NewPerson, Person, Result, email_key,
    plain_text,
};
use sqlx::{Row as _, SqliteConnection, query};
use uuid::Uuid;

use crate::SqliteStore;
use crate::failure::failure;
use crate::sql::{self, Row};

#[async_trait]
impl Accounts for SqliteStore {
    async fn create_first_administrator(&self, new: &NewPerson) -> Result<Person> {
        let mut transaction = self.begin().await?;
        let anybody = sql::one(&mut *transaction, query("SELECT 1 FROM person LIMIT 1"), |_| Ok(())).await?;
        if anybody.is_some() {
            return Err(Conflict::NotFirst.into());
        }
        let person = insert(&mut transaction, new, AccountRole::Administrator).await?;
        transaction.commit().await.map_err(failure)?;
        Ok(person)
    }

    async fn person(&self, id: Uuid) -> Result<Option<Person>> {
        sql::one(&self.readers, query("SELECT * FROM person WHERE id = $1").bind(id), person).await
    }

    async fn account(&self, id: Uuid) -> Result<Option<Account>> {
        sql::one(&self.readers, query("SELECT * FROM person WHERE id = $1").bind(id), account).await
    }

    async fn account_with_email(&self, email: &str) -> Result<Option<Account>> {
        let found = query("SELECT * FROM person WHERE email_key = $1").bind(email_key(email));
        sql::one(&self.readers, found, account).await
    }

    async fn people(&self) -> Result<Vec<Person>> {
        sql::all(&self.readers, query("SELECT * FROM person ORDER BY created, id"), person).await
    }

    async fn rename_person(&self, id: Uuid, name: &str) -> Result<bool> {
        let renamed = query("UPDATE person SET name = $2 WHERE id = $1").bind(id).bind(plain_text(name));
        Ok(sql::change(self.writer(), renamed).await? > 0)
    }

    async fn change_role(&self, id: Uuid, role: AccountRole) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let changed = query("UPDATE person SET role = $2 WHERE id = $1").bind(id).bind(role.name());
        let is_changed = sql::change(&mut *transaction, changed).await? > 0;
        somebody_administers(&mut transaction).await?;
        transaction.commit().await.map_err(failure)?;
        Ok(is_changed)
    }

    async fn disable_person(&self, id: Uuid, now: Timestamp) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let disabled = query("UPDATE person SET disabled = $2 WHERE id = $1 AND disabled IS NULL");
        let is_changed = sql::change(&mut *transaction, disabled.bind(id).bind(now.0)).await? > 0;
        somebody_administers(&mut transaction).await?;
        sql::change(&mut *transaction, query("DELETE FROM session WHERE person = $1").bind(id)).await?;
        transaction.commit().await.map_err(failure)?;
        Ok(is_changed)
    }

    async fn enable_person(&self, id: Uuid) -> Result<bool> {
        let enabled =
            query("UPDATE person SET disabled = NULL WHERE id = $1 AND disabled IS NOT NULL").bind(id);
        Ok(sql::change(self.writer(), enabled).await? > 0)
    }

    async fn change_password(&self, id: Uuid, password_hash: &str, keep: Option<&KeyHash>) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let changed = query("UPDATE person SET password_hash = $2 WHERE id = $1");
        let is_changed =
            sql::change(&mut *transaction, changed.bind(id).bind(plain_text(password_hash))).await? > 0;
        let closed = query("DELETE FROM session WHERE person = $1 AND ($2 IS NULL OR key <> $2)");
        sql::change(&mut *transaction, closed.bind(id).bind(keep.map(|key| key.0.to_vec()))).await?;
        transaction.commit().await.map_err(failure)?;
        Ok(is_changed)
    }

    async fn invite(&self, invitation: &Invitation, key: &KeyHash) -> Result<()> {
        let kept = query(
            "INSERT INTO invitation (id, key, email, role, invited_by, created, expires)
            VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(invitation.id)
        .bind(key.0.to_vec())
        .bind(invitation.email.as_deref().map(plain_text))
        .bind(invitation.role.name())
        .bind(invitation.invited_by)
        .bind(invitation.created.0)
        .bind(invitation.expires.0);
        sql::change(self.writer(), kept).await.map(drop)
    }

    async fn invitations(&self) -> Result<Vec<Invitation>> {
        sql::all(&self.readers, query("SELECT * FROM invitation ORDER BY created, id"), invitation).await
    }

    async fn invitation(&self, key: &KeyHash, now: Timestamp) -> Result<Option<Invitation>> {
        let good = query("SELECT * FROM invitation WHERE key = $1 AND expires > $2");
        sql::one(&self.readers, good.bind(key.0.to_vec()).bind(now.0), invitation).await
    }

    async fn withdraw_invitation(&self, id: Uuid) -> Result<bool> {
        let withdrawn = query("DELETE FROM invitation WHERE id = $1").bind(id);
        Ok(sql::change(self.writer(), withdrawn).await? > 0)
    }

    async fn accept_invitation(&self, key: &KeyHash, new: &NewPerson) -> Result<Option<Person>> {
        let mut transaction = self.begin().await?;
        let used = query("DELETE FROM invitation WHERE key = $1 AND expires > $2 RETURNING *");
        let used = used.bind(key.0.to_vec()).bind(new.created.0);
        let Some(invitation) = sql::one(&mut *transaction, used, invitation).await? else { return Ok(None) };
        let person = insert(&mut transaction, new, invitation.role).await?;
        transaction.commit().await.map_err(failure)?;
        Ok(Some(person))
    }
}

async fn insert(on: &mut SqliteConnection, new: &NewPerson, role: AccountRole) -> Result<Person> {
    let kept = query(
        "INSERT INTO person (id, name, email, email_key, role, password_hash, created)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (email_key) DO NOTHING RETURNING *",
    )
    .bind(new.id)
    .bind(plain_text(&new.name))
    .bind(plain_text(&new.email))
    .bind(email_key(&new.email))
    .bind(role.name())
    .bind(new.password_hash.as_deref().map(plain_text))
    .bind(new.created.0);
    sql::one(on, kept, person).await?.ok_or(Failure::Conflict(Conflict::EmailTaken))
}

/// Whoever takes rights away in this transaction must leave somebody who can give them back.
async fn somebody_administers(on: &mut SqliteConnection) -> Result<()> {
    let administrator =
        query("SELECT 1 FROM person WHERE role = 'administrator' AND disabled IS NULL LIMIT 1");
    sql::one(on, administrator, |_| Ok(())).await?.ok_or(Failure::Conflict(Conflict::LastAdministrator))
}

pub(crate) fn person(row: &Row) -> sqlx::Result<Person> {
    Ok(Person {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        email: row.try_get("email")?,
        role: sql::named(row, "role", AccountRole::named)?,
        created: sql::time(row, "created")?,
        disabled: sql::optional_time(row, "disabled")?,
    })
}

fn account(row: &Row) -> sqlx::Result<Account> {
    Ok(Account { person: person(row)?, password_hash: row.try_get("password_hash")? })
}

fn invitation(row: &Row) -> sqlx::Result<Invitation> {
    Ok(Invitation {
        id: row.try_get("id")?,
        email: row.try_get("email")?,
        role: sql::named(row, "role", AccountRole::named)?,
        invited_by: row.try_get("invited_by")?,
        created: sql::time(row, "created")?,
        expires: sql::time(row, "expires")?,
    })
}
