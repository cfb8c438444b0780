//! Passwords as argon2id, with the parameters that RFC 9106 names second (64 MiB would let a handful of log-ins fill a small
//! machine; OWASP's 19 MiB and two passes are the library's default).

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::error::Error;
use crate::outside::Outside;

/// Fewest characters of a password. NIST SP 800-63B asks for eight and for no rules on kinds of characters.
pub const SHORTEST: usize = 10;
const LONGEST: usize = 1_000;

/// Each hash takes 19 MiB and some thirty milliseconds: so many at once, the others wait.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Refuses what is too short to be a password.
pub fn check(password: &str) -> Result<(), Error> {
    let length = password.chars().count();
    if (SHORTEST..=LONGEST).contains(&length) {
        return Ok(());
    }
    Err(Error::asked("password-length", format!("a password has {SHORTEST} to {LONGEST} characters"))
        .hint("several words in a row are easy to remember and hard to guess"))
}

/// The text to store for a password.
pub async fn hash(password: String, outside: &Outside) -> Result<String, Error> {
    check(&password)?;
    let salt: [u8; 16] = outside.bytes();
    slowly(move || {
        let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash| hash.to_string()).map_err(|error| Error::defect("hashing a password", &error))
    })
    .await?
}

/// Whether this is the password. Without a stored text it takes as long and says no, so that time does not tell who has an
/// account.
pub async fn is_right(password: String, stored: Option<String>) -> Result<bool, Error> {
    slowly(move || {
        let Some(stored) = stored else {
            let _ = Argon2::default().hash_password_with_salt(password.as_bytes(), &[0; 16]);
            return false;
        };
        Argon2::default().verify_password(password.as_bytes(), stored.as_str()).is_ok()
    })
    .await
}

async fn slowly<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let _turn = AT_ONCE.acquire().await.map_err(|error| Error::defect("waiting for a turn", &error))?;
    spawn_blocking(work).await.map_err(|error| Error::defect("a task", &error))
}
