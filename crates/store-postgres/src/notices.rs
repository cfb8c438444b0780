//! What servers on one database tell each other, by LISTEN/NOTIFY: <https://www.postgresql.org/docs/current/sql-notify.html>.
//!
//! A notice is a line of words: the server that tells, the kind, an id, and what the kind adds. A newer server's kinds are passed over.

use std::time::Duration;

use postlude_store::{Change, Result};
use sqlx::postgres::{PgConnection, PgListener, PgPool};
use sqlx::{Executor as _, query};
use tokio::sync::broadcast;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::sql;

const CHANNEL: &str = "postlude";
/// PostgreSQL takes less than 8,000 bytes.
const LONGEST: usize = 7_900;
/// How long a silent connection is believed to be alive, and how long it may take to say so.
const SILENCE: Duration = Duration::from_secs(30);
/// How long to wait before asking a database again that was away.
const PAUSE: Duration = Duration::from_millis(500);

/// Tells other servers, when and if the transaction commits.
pub(crate) async fn tell(on: &mut PgConnection, server: Uuid, changes: &[Change]) -> Result<()> {
    let notices: Vec<String> = changes
        .iter()
        .filter_map(|change| write(server, change))
        .filter(|line| line.len() < LONGEST)
        .collect();
    if notices.is_empty() {
        return Ok(());
    }
    let told = query("SELECT pg_notify($1, line) FROM unnest($2::text[]) AS line");
    sql::change(on, told.bind(CHANNEL).bind(notices)).await.map(drop)
}

/// A connection that listens.
pub(crate) async fn listen(pool: &PgPool) -> sqlx::Result<PgListener> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Passes on what other servers tell, until the store is closed. What was told while the connection was lost is lost too, so whoever reads is then
/// told to look at everything again.
pub(crate) async fn pass_on(
    mut listener: PgListener,
    pool: PgPool,
    server: Uuid,
    changes: broadcast::Sender<Change>,
) {
    while !pool.is_closed() {
        while let Some(line) = next(&mut listener).await {
            if let Some(change) = read(server, &line) {
                // Nobody may be reading, which is fine.
                drop(changes.send(change));
            }
        }
        listener = loop {
            if pool.is_closed() {
                return;
            }
            match listen(&pool).await {
                Ok(listener) => break listener,
                Err(_) => sleep(PAUSE).await,
            }
        };
        drop(changes.send(Change::LookAgain));
    }
}

/// The next notice; none when the connection is lost. A connection that is silent is asked whether it lives: a network that swallows all packets
/// gives no other sign.
async fn next(listener: &mut PgListener) -> Option<String> {
    loop {
        match timeout(SILENCE, listener.try_recv()).await {
            Ok(received) => return received.ok()?.map(|notice| notice.payload().to_owned()),
            Err(_) => match timeout(SILENCE, listener.execute("SELECT 1")).await {
                Ok(Ok(_)) => {}
                _ => return None,
            },
        }
    }
}

fn write(server: Uuid, change: &Change) -> Option<String> {
    let rest = match change {
        Change::Updates { review, first, last } => format!("updates {review} {first} {last}"),
        Change::Review(id) => format!("review {id}"),
        Change::Participations(id) => format!("participations {id}"),
        Change::Person(id) => format!("person {id}"),
        Change::Incident(id) => format!("incident {id}"),
        Change::Job(id) => format!("job {id}"),
        Change::Meeting { review, meeting } => format!("meeting {review} {meeting}"),
        Change::Presence { review, bytes } => format!("presence {review} {}", text_of(bytes)),
        Change::LookAgain => return None,
    };
    Some(format!("{server} {rest}"))
}

/// The change in a notice, unless this server told it.
fn read(server: Uuid, line: &str) -> Option<Change> {
    let mut words = line.split(' ');
    if Uuid::parse_str(words.next()?).ok()? == server {
        return None;
    }
    let kind = words.next()?;
    let id = Uuid::parse_str(words.next()?).ok()?;
    Some(match kind {
        "updates" => Change::Updates {
            review: id,
            first: words.next()?.parse().ok()?,
            last: words.next()?.parse().ok()?,
        },
        "review" => Change::Review(id),
        "participations" => Change::Participations(id),
        "person" => Change::Person(id),
        "incident" => Change::Incident(id),
        "job" => Change::Job(id),
        "meeting" => Change::Meeting { review: id, meeting: Uuid::parse_str(words.next()?).ok()? },
        "presence" => Change::Presence { review: id, bytes: bytes_of(words.next()?)? },
        _ => return None,
    })
}

/// Bytes as text that is at most as long again: most of presence is JSON, so bytes stand for themselves where they are printable, other than `%`
/// and the space, and as `%` with two digits elsewhere.
fn text_of(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len()), |mut text, byte| {
        if byte.is_ascii_graphic() && *byte != b'%' {
            text.push(char::from(*byte));
        } else {
            let _ = write!(text, "%{byte:02x}");
        }
        text
    })
}

fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let (digits, after) = after.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_comes_back_at_another_server_only() {
        let [here, there, id] = [1, 2, 7].map(Uuid::from_u128);
        let check = |change: Change| {
            let line = write(here, &change).expect("it is told");
            assert_eq!(read(here, &line), None);
            assert_eq!(read(there, &line), Some(change));
        };
        check(Change::Updates { review: id, first: 1, last: i64::MAX });
        check(Change::Review(id));
        check(Change::Participations(id));
        check(Change::Person(id));
        check(Change::Incident(id));
        check(Change::Job(id));
        check(Change::Meeting { review: id, meeting: there });
        check(Change::Presence { review: id, bytes: (0..=255).collect() });
        check(Change::Presence { review: id, bytes: Vec::new() });
    }

    #[test]
    fn what_is_not_a_notice_is_passed_over() {
        let there = Uuid::from_u128(2);
        let check =
            |rest: &str| assert_eq!(read(there, &format!("{} {rest}", Uuid::from_u128(1))), None, "{rest}");
        check("");
        check("review");
        check("review 12");
        check("weather 00000000-0000-0000-0000-000000000007");
        check("updates 00000000-0000-0000-0000-000000000007 1");
        check("presence 00000000-0000-0000-0000-000000000007 %f");
        check("presence 00000000-0000-0000-0000-000000000007 %éé");
        assert_eq!(read(there, "hello"), None);
    }
}
