//! A meeting for calendars.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use postlude_review::meeting::{Guest, Invitation};
use postlude_review::people::{Act, ReviewRole};
use postlude_review::timeline::Review;
use uuid::Uuid;

use super::super::document;
use super::{find, read};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::Shared;

/// The meeting as an iCalendar file
///
/// Invited is who takes part in the review and who wrote on its timeline. A changed meeting has the same UID and a higher SEQUENCE.
#[utoipa::path(get, path = "/reviews/{review}/meetings/{meeting}/invitation.ics", tag = "meeting",
    responses((status = 200, content_type = "text/calendar"), (status = 404)))]
pub async fn file(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, meeting)): Path<(Uuid, Uuid)>,
) -> Result<impl IntoResponse, Error> {
    workbench.review(&caller, review, Act::Read).await?;
    let meeting = find(&workbench, review, meeting).await?;
    let plan = read(&meeting)?;
    let (told, _) = Review::read(&document(&workbench, review).await?);
    let named = workbench.store.participations(review).await?;
    let organiser = named.iter().find(|one| one.role == ReviewRole::Organiser).map(|one| one.person);
    let wrote = told.entries.iter().filter_map(|entry| entry.by.as_deref()?.parse().ok());
    let takers = plan.note_takers.iter().filter_map(|id| id.parse().ok());
    let mut ids: Vec<Uuid> = named.iter().map(|one| one.person).collect();
    let known: BTreeSet<Uuid> = ids.iter().copied().collect();
    let others: BTreeSet<Uuid> = wrote.chain(takers).filter(|id| !known.contains(id)).collect();
    ids.extend(others);
    let (mut guests, mut host) = (Vec::new(), None);
    for id in ids {
        let Some(person) = workbench.store.person(id).await? else { continue };
        // Who has no address, or is no longer here, is reached by nobody's calendar.
        if person.disabled.is_some() || person.email.ends_with(".invalid") {
            continue;
        }
        let guest = Guest { name: person.name, email: person.email };
        if Some(id) == organiser {
            host = Some(guest.clone());
        }
        guests.push(guest);
    }
    let url = format!("{}/reviews/{review}/meeting", workbench.settings.address());
    let id = meeting.id.to_string();
    let now = workbench.now();
    let invitation =
        Invitation { id: &id, plan: &plan, url: &url, organiser: host.as_ref(), guests: &guests, now };
    let headers = [
        (CONTENT_TYPE, "text/calendar; charset=utf-8; method=REQUEST"),
        (CONTENT_DISPOSITION, "attachment; filename=\"invitation.ics\""),
    ];
    Ok((headers, invitation.write()))
}
