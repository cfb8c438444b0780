//! Sessions, tokens, and tries to log in.

use async_trait::async_trait;
use postlude_base::Timestamp;
use postlude_store::{
    Change, KeyHash, Person, Result, SEEN_AGAIN_AFTER, Scope, Session, Sessions, Token, plain_text,
};
use sqlx::{Row as _, query};
use uuid::Uuid;

use crate::PostgresStore;
use crate::accounts::person;
use crate::failure::failure;
use crate::sql::{self, Row};

#[async_trait]
impl Sessions for PostgresStore {
    async fn open_session(&self, key: &KeyHash, session: &Session) -> Result<()> {
        let kept = query(
            "INSERT INTO session (key, person, created, seen, expires, agent) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(key.0.to_vec())
        .bind(session.person)
        .bind(session.created.0)
        .bind(session.seen.0)
        .bind(session.expires.0)
        .bind(plain_text(&session.agent));
        sql::change(&self.pool, kept).await.map(drop)
    }

    async fn session(&self, key: &KeyHash, now: Timestamp) -> Result<Option<(Session, Person)>> {
        let good = query(
            "SELECT person.*, session.created AS opened, seen, expires, agent
            FROM session JOIN person ON person.id = session.person
            WHERE session.key = $1 AND session.expires > $2 AND person.disabled IS NULL",
        );
        let read = |row: &Row| Ok((session(row)?, person(row)?));
        let found = sql::one(&self.pool, good.bind(key.0.to_vec()).bind(now.0), read).await?;
        if found.as_ref().is_some_and(|(session, _)| now.since(session.seen) > SEEN_AGAIN_AFTER) {
            let seen = query("UPDATE session SET seen = $2 WHERE key = $1 AND seen < $2");
            sql::change(&self.pool, seen.bind(key.0.to_vec()).bind(now.0)).await?;
        }
        Ok(found)
    }

    async fn close_session(&self, key: &KeyHash) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let closed = query("DELETE FROM session WHERE key = $1 RETURNING person").bind(key.0.to_vec());
        let person = sql::one(&mut *transaction, closed, |row| row.try_get("person")).await?;
        let Some(person) = person else { return Ok(false) };
        self.commit(transaction, Change::Person(person)).await?;
        Ok(true)
    }

    async fn close_sessions(&self, person: Uuid, keep: Option<&KeyHash>) -> Result<u64> {
        let closed = query("DELETE FROM session WHERE person = $1 AND ($2::bytea IS NULL OR key <> $2)");
        let closed = closed.bind(person).bind(keep.map(|key| key.0.to_vec()));
        self.change(closed, Change::Person(person)).await
    }

    async fn add_token(&self, token: &Token, key: &KeyHash) -> Result<()> {
        let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.name()).collect();
        let kept = query(
            "INSERT INTO token (id, key, person, name, scopes, created, expires, used)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(token.id)
        .bind(key.0.to_vec())
        .bind(token.person)
        .bind(plain_text(&token.name))
        .bind(scopes.join(" "))
        .bind(token.created.0)
        .bind(token.expires.map(|time| time.0))
        .bind(token.used.map(|time| time.0));
        sql::change(&self.pool, kept).await.map(drop)
    }

    async fn token(&self, key: &KeyHash, now: Timestamp) -> Result<Option<(Token, Person)>> {
        let good = query(
            "SELECT person.*, token.id AS token, token.name AS token_name, token.created AS made, scopes, expires, used
            FROM token JOIN person ON person.id = token.person
            WHERE token.key = $1 AND (token.expires IS NULL OR token.expires > $2) AND person.disabled IS NULL",
        );
        let read = |row: &Row| {
            let person = person(row)?;
            Ok((token(row, person.id, "token", "token_name", "made")?, person))
        };
        let found = sql::one(&self.pool, good.bind(key.0.to_vec()).bind(now.0), read).await?;
        let is_stale = |used: Option<Timestamp>| used.is_none_or(|used| now.since(used) > SEEN_AGAIN_AFTER);
        if let Some((token, _)) = found.as_ref().filter(|(token, _)| is_stale(token.used)) {
            let used = query("UPDATE token SET used = $2 WHERE id = $1").bind(token.id).bind(now.0);
            sql::change(&self.pool, used).await?;
        }
        Ok(found)
    }

    async fn tokens(&self, person: Uuid) -> Result<Vec<Token>> {
        let all = query("SELECT * FROM token WHERE person = $1 ORDER BY created, id").bind(person);
        sql::all(&self.pool, all, |row| token(row, person, "id", "name", "created")).await
    }

    async fn remove_token(&self, person: Uuid, id: Uuid) -> Result<bool> {
        let removed = query("DELETE FROM token WHERE id = $1 AND person = $2").bind(id).bind(person);
        Ok(sql::change(&self.pool, removed).await? > 0)
    }

    async fn count_attempt(&self, subject: &str, now: Timestamp, since: Timestamp) -> Result<u64> {
        let mut transaction = self.begin().await?;
        let noted = query("INSERT INTO attempt (subject, time) VALUES ($1, $2)");
        sql::change(&mut *transaction, noted.bind(plain_text(subject)).bind(now.0)).await?;
        let counted = query("SELECT count(*) AS attempts FROM attempt WHERE subject = $1 AND time >= $2");
        let counted = counted.bind(plain_text(subject)).bind(since.0);
        let attempts = sql::one(&mut *transaction, counted, |row| row.try_get::<i64, _>("attempts")).await?;
        transaction.commit().await.map_err(failure)?;
        Ok(attempts.unwrap_or_default().unsigned_abs())
    }

    async fn forget_attempts(&self, subject: &str) -> Result<()> {
        let forgotten = query("DELETE FROM attempt WHERE subject = $1").bind(plain_text(subject));
        sql::change(&self.pool, forgotten).await.map(drop)
    }

    async fn sweep(&self, now: Timestamp, attempts_before: Timestamp) -> Result<()> {
        let mut transaction = self.begin().await?;
        let sessions = query("DELETE FROM session WHERE expires <= $1").bind(now.0);
        sql::change(&mut *transaction, sessions).await?;
        let invitations = query("DELETE FROM invitation WHERE expires <= $1").bind(now.0);
        sql::change(&mut *transaction, invitations).await?;
        let attempts = query("DELETE FROM attempt WHERE time < $1").bind(attempts_before.0);
        sql::change(&mut *transaction, attempts).await?;
        transaction.commit().await.map_err(failure)
    }
}

fn session(row: &Row) -> sqlx::Result<Session> {
    Ok(Session {
        person: row.try_get("id")?,
        created: sql::time(row, "opened")?,
        seen: sql::time(row, "seen")?,
        expires: sql::time(row, "expires")?,
        agent: row.try_get("agent")?,
    })
}

/// The columns are named because a token may stand in one row with its person.
fn token(row: &Row, person: Uuid, id: &str, name: &str, created: &str) -> sqlx::Result<Token> {
    let scopes: &str = row.try_get("scopes")?;
    Ok(Token {
        id: row.try_get(id)?,
        person,
        name: row.try_get(name)?,
        scopes: scopes.split(' ').filter_map(Scope::named).collect(),
        created: sql::time(row, created)?,
        expires: sql::optional_time(row, "expires")?,
        used: sql::optional_time(row, "used")?,
    })
}
