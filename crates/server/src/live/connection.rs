//! One socket of the live channel.

use std::ops::ControlFlow::{self, Break, Continue};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use futures_util::SinkExt;
use postlude_collab::session::{Closing, LARGEST_MESSAGE, Session, notice};
use postlude_collab::{SCHEMA, Writer};
use postlude_review::people::{Act, ReviewRole};
use postlude_store::{Change, Scope};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};
use uuid::Uuid;

use super::budget::Budget;
use super::places::Place;
use super::room::{Inside, News, Room, Turn};
use crate::auth::caller::Caller;
use crate::auth::origin;
use crate::error::Error;
use crate::workbench::{Shared, standing};

/// Messages that may wait for a connection before it is dropped.
const WAITING: usize = 4_096;
/// Bytes read at once. This room is cleared before every look at a socket, and each connection holds it for as long as it lives.
const READ_AT_ONCE: usize = 4 << 10;
/// Between signs of life.
const HEARTBEAT: Duration = Duration::from_secs(25);
/// A socket that takes nothing for so long is gone.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long what a page still sends is read after it was shown out. A socket that is closed with something unread is reset, and the page
/// then never hears why.
const FAREWELL: Duration = Duration::from_secs(2);
/// The code of RFC 6455's registry for "come back in a moment".
const TRY_AGAIN: u16 = 1013;

/// What the page says of itself.
#[derive(Debug, Deserialize)]
pub struct Page {
    /// The schema it was made for; a program that says nothing is taken at its word.
    schema: Option<u64>,
}

/// Join the live channel of a review
///
/// A WebSocket; its messages are those of `SCHEMA.md`. Who may not join is let in and shown out with a code, because a browser does not
/// tell a page why a socket was refused.
#[utoipa::path(get, path = "/reviews/{review}/live", tag = "reviews", responses((status = 101)))]
pub async fn join(
    State(workbench): State<Shared>,
    caller: Result<Caller, Error>,
    Path(review): Path<Uuid>,
    Query(page): Query<Page>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Error> {
    origin::same_origin(&headers)?;
    // Somewhat more than is taken, so that what is too large is told so.
    let upgrade = upgrade
        .max_message_size(2 * LARGEST_MESSAGE)
        .max_frame_size(2 * LARGEST_MESSAGE)
        .read_buffer_size(READ_AT_ONCE);
    Ok(upgrade.on_upgrade(move |socket| async move {
        let mut socket = socket;
        let (code, reason) = match enter(&workbench, caller, review, page).await {
            Ok(mut member) => member.run(&mut socket).await,
            Err(out) => out,
        };
        let frame = CloseFrame { code, reason: reason.into() };
        let _ = timeout(PATIENCE, socket.send(Message::Close(Some(frame)))).await;
        let _ = timeout(FAREWELL, async { while let Some(Ok(_)) = socket.recv().await {} }).await;
    }))
}

/// Why a connection ends.
type Out = (u16, &'static str);

fn out(closing: Closing) -> Out {
    let reason = match closing {
        Closing::NotLoggedIn => "nobody is logged in",
        Closing::NotAllowed => "not allowed",
        Closing::NotFound => "no such review",
        Closing::Refused => "refused",
        Closing::TooLarge => "too large",
        Closing::OldPage => "the page is older than the document: reload",
        Closing::TooMany => "too many connections",
    };
    (closing.code(), reason)
}

/// A connection that was let in.
struct Member {
    workbench: Shared,
    caller: Caller,
    room: Arc<Room>,
    session: Session,
    role: ReviewRole,
    connection: u64,
    news: mpsc::Receiver<News>,
    budget: Budget,
    /// Nothing is read before: it sent too much. The socket fills up, and whoever sends waits.
    rests_until: Option<Instant>,
    _place: Place,
}

async fn enter(
    workbench: &Shared,
    caller: Result<Caller, Error>,
    review: Uuid,
    page: Page,
) -> Result<Member, Out> {
    if page.schema.is_some_and(|schema| schema != SCHEMA) {
        return Err(out(Closing::OldPage));
    }
    let caller = caller.map_err(|error| closing(&error))?;
    let role = role(workbench, &caller, review).await.map_err(|error| closing(&error))?;
    let most = workbench.settings.limits.connections;
    let mut place = workbench.rooms.places.take(caller.person.id, most);
    if place.is_none() {
        return Err(out(Closing::TooMany));
    }
    // A room that closes just now is entered anew.
    for _ in 0..3 {
        let room = workbench.rooms.enter(workbench, review).await.map_err(|error| closing(&error))?;
        let entered = room.inside().enter(WAITING);
        if let Some((connection, news)) = entered
            && let Some(place) = place.take()
        {
            let writer = Writer::person(caller.person.id.to_string(), role);
            let session = Session::new(connection, writer, caller.person.name.clone());
            return Ok(Member {
                workbench: workbench.clone(),
                caller,
                room,
                session,
                role,
                connection,
                news,
                budget: Budget::new(workbench.now()),
                rests_until: None,
                _place: place,
            });
        }
        workbench.rooms.forget(&room);
    }
    Err((TRY_AGAIN, "try again"))
}

async fn role(workbench: &Shared, caller: &Caller, review: Uuid) -> Result<ReviewRole, Error> {
    let seen = workbench.review(caller, review, Act::Read).await?;
    let role = standing(caller, &seen).role(seen.review.visibility);
    let role = role.ok_or_else(|| Error::not_found("review"))?;
    // A token that is good for reading reads, whoever it belongs to.
    Ok(if caller.has(Scope::Write).is_ok() { role } else { ReviewRole::Reader })
}

fn closing(error: &Error) -> Out {
    match error.status.as_u16() {
        401 => out(Closing::NotLoggedIn),
        403 => out(Closing::NotAllowed),
        404 | 410 => out(Closing::NotFound),
        _ => (TRY_AGAIN, "try again"),
    }
}

impl Member {
    /// Until one side goes.
    async fn run(&mut self, socket: &mut WebSocket) -> Out {
        let ended = self.talk(socket).await;
        let mut inside = self.room.inside();
        inside.leave(self.connection);
        if let Some(others) = self.session.leave(&mut inside.presence) {
            inside.tell_others(None, &News::Message(others.into()));
        }
        drop(inside);
        self.workbench.rooms.left(&self.workbench, self.room.clone());
        ended
    }

    async fn talk(&mut self, socket: &mut WebSocket) -> Out {
        let greeting = {
            let inside = self.room.inside();
            let (review, now) = (self.room.review.to_string(), self.workbench.now().to_string());
            self.session.greet(&review, &now, &inside.document, &inside.presence)
        };
        if send(socket, greeting.into_iter().map(Bytes::from)).await.is_break() {
            return (TRY_AGAIN, "gone");
        }
        let mut heartbeat = interval(HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        heartbeat.reset();
        let mut is_alive = true;
        loop {
            let rests = self.rests_until;
            let step = tokio::select! {
                message = socket.recv(), if rests.is_none() => {
                    is_alive = true;
                    self.heard(message, socket).await
                }
                () = sleep_until(rests.unwrap_or_else(Instant::now)), if rests.is_some() => {
                    self.rests_until = None;
                    // Signs of life wait behind what is not read yet.
                    is_alive = true;
                    Continue(())
                }
                news = self.news.recv() => self.told(news, socket).await,
                _ = heartbeat.tick() => {
                    if !std::mem::take(&mut is_alive) {
                        return (TRY_AGAIN, "silent");
                    }
                    self.beat(socket).await
                }
            };
            if let Break(ended) = step {
                return ended;
            }
        }
    }

    /// From the page.
    async fn heard(
        &mut self,
        message: Option<Result<Message, axum::Error>>,
        socket: &mut WebSocket,
    ) -> ControlFlow<Out> {
        let bytes = match message {
            Some(Ok(Message::Binary(bytes))) => bytes,
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Text(_))) => return Continue(()),
            Some(Ok(Message::Close(_))) | None => return Break((1000, "bye")),
            // A socket that broke hears nothing of it; one that still listens sent more than is read.
            Some(Err(_)) => return Break(out(Closing::TooLarge)),
        };
        let rest = self.budget.spend(bytes.len(), self.workbench.now());
        self.rests_until = (!rest.is_zero()).then(|| Instant::now() + rest);
        let (received, others) = self.take(&bytes)?;
        if let Some(bytes) = others {
            let presence = Change::Presence { review: self.room.review, bytes };
            // Lost presence comes again with the next move.
            let _ = self.workbench.store.announce(&presence).await;
        }
        let (replies, close) = received;
        if !replies.is_empty() {
            send(socket, replies.into_iter().map(Bytes::from)).await?;
        }
        close.map_or(Continue(()), |closing| Break(out(closing)))
    }

    /// Into the document, and on its way to the store, in one moment: what is kept later was applied later.
    #[expect(
        clippy::type_complexity,
        reason = "what is left of an answer when its parts have gone their ways"
    )]
    fn take(&mut self, bytes: &[u8]) -> ControlFlow<Out, ((Vec<Vec<u8>>, Option<Closing>), Option<Vec<u8>>)> {
        let mut inside = self.room.inside();
        let Inside { document, presence, .. } = &mut *inside;
        let received = self.session.receive(bytes, document, presence);
        if let Some(others) = &received.others {
            inside.tell_others(Some(self.connection), &News::Message(others.clone().into()));
        }
        let turn = Turn {
            update: received.keep,
            author: Some(self.caller.person.id),
            connection: Some(self.connection),
            answer: received.answer.map(Bytes::from),
            count: received.count,
            done: None,
        };
        let is_edit = turn.update.is_some();
        let waits = is_edit || turn.answer.is_some() || turn.count.is_some();
        if waits && !self.room.queue(turn) {
            if is_edit {
                // The document holds what will never be kept: it is opened anew.
                inside.close(&News::Away);
                self.workbench.rooms.forget(&self.room);
            }
            return Break((TRY_AGAIN, "the store is away"));
        }
        Continue(((received.replies, received.close), received.others))
    }

    /// From the room.
    async fn told(&mut self, news: Option<News>, socket: &mut WebSocket) -> ControlFlow<Out> {
        let mut next = news;
        let mut messages = Vec::new();
        // All that waits goes out together.
        loop {
            match next {
                Some(News::Message(bytes)) => messages.push(bytes),
                Some(News::LookAgain) => messages.extend(self.look_again().await?),
                Some(News::Close(closing)) => return Break(out(closing)),
                Some(News::Away) | None => return Break((TRY_AGAIN, "come back in a moment")),
            }
            match self.news.try_recv() {
                Ok(more) => next = Some(more),
                Err(_) => break,
            }
        }
        send(socket, messages.into_iter()).await
    }

    async fn beat(&mut self, socket: &mut WebSocket) -> ControlFlow<Out> {
        // A session that ran out, a person who was disabled on another server: nobody stays for longer than a heartbeat.
        let messages = self.look_again().await?;
        send(socket, messages.into_iter()).await?;
        sent(timeout(PATIENCE, socket.send(Message::Ping(Bytes::new()))).await)
    }

    /// Asks again who this is and what they may.
    async fn look_again(&mut self) -> ControlFlow<Out, Option<Bytes>> {
        let now = match self.caller.again(&self.workbench).await {
            Ok(caller) => role(&self.workbench, &caller, self.room.review).await.map(|role| (caller, role)),
            Err(error) => Err(error),
        };
        match now {
            Ok((caller, role)) => {
                self.caller = caller;
                if role == self.role {
                    return Continue(None);
                }
                self.role = role;
                self.session.set_writer(Writer::person(self.caller.person.id.to_string(), role));
                let may_write = role >= ReviewRole::Participant;
                let content = json!({"kind": "access", "may_write": may_write, "role": role.name()});
                Continue(Some(Bytes::from(notice(&content))))
            }
            // A store that is away does not throw people out; it takes no edit either.
            Err(error) if error.status.is_server_error() => Continue(None),
            Err(error) => Break(closing(&error)),
        }
    }
}

/// Sends messages together.
async fn send(socket: &mut WebSocket, messages: impl Iterator<Item = Bytes>) -> ControlFlow<Out> {
    let all = async {
        for message in messages {
            socket.feed(Message::Binary(message)).await?;
        }
        socket.flush().await
    };
    sent(timeout(PATIENCE, all).await)
}

fn sent<E>(result: Result<Result<(), axum::Error>, E>) -> ControlFlow<Out> {
    match result {
        Ok(Ok(())) => Continue(()),
        _ => Break((TRY_AGAIN, "gone")),
    }
}
