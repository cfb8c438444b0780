//! What the evidence tells of somebody before an interview. Both in the room see the same.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State};
use postlude_lake::screens::Screens;
use postlude_review::interview::{Look, first_look, handles};
use postlude_store::Incident;
use serde_json::{Value, json};
use uuid::Uuid;

use super::enter;
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::{Shared, Workbench};

/// Messages that are shown of one incident.
const MESSAGES: usize = 200;
/// Signs of other kinds.
const SIGNS: usize = 50;
/// How long one question to the evidence may take.
const LONGEST: Duration = Duration::from_secs(20);

/// Their messages, their first look, whether they were on call
///
/// `handle` names them in the evidence, and may be given several times. Silence proves nothing.
#[utoipa::path(get, path = "/interviews/{interview}/dossier", tag = "interviews",
    params(("handle" = Option<String>, Query, description = "A name in the evidence; the person's name and e-mail name if none is given.")),
    responses((status = 200, body = Object), (status = 404)))]
pub async fn show(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(interview): Path<Uuid>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Error> {
    let (interview, _) = enter(&workbench, &caller, interview).await?;
    let person = workbench.store.person(interview.interviewee).await?;
    let person = person.ok_or_else(|| Error::not_found("person"))?;
    let given: Vec<String> =
        pairs.into_iter().filter(|(name, _)| name == "handle").map(|(_, value)| value).collect();
    let handles = handles(&given, &person.name, &person.email);
    let mut incidents = Vec::new();
    for incident in workbench.store.incidents_of(interview.review).await? {
        incidents.push(of(&workbench, &incident, &handles).await?);
    }
    Ok(Json(json!({"handles": handles, "incidents": incidents})))
}

async fn of(workbench: &Workbench, incident: &Incident, handles: &[String]) -> Result<Value, Error> {
    let opened = match workbench.evidence.opened(incident.id).await {
        Ok(opened) => opened,
        // Nothing was read yet: that is told, and no trouble.
        Err(error) if error.code == "not-read-yet" => {
            return Ok(
                json!({"incident": incident.id, "title": incident.title, "is_read": false, "first_look": null,
                "on_call": {"is_known": false, "signs": []}, "messages": [], "more": 0}),
            );
        }
        Err(error) => return Err(error),
    };
    let names = handles.iter().map(|handle| quoted(handle)).collect::<Vec<_>>().join(", ");
    let messages = messages(&opened.screens, &names).await?;
    let alerts = alerts(&opened.screens, handles).await?;
    let changes = changes(&opened.screens, &names).await?;
    let said = messages.iter().filter_map(|message| {
        let (time, text) = (message["time"].as_str()?, message["text"].as_str().unwrap_or_default());
        Some(Look { time: time.to_owned(), what: "message", text: text.to_owned() })
    });
    let signs: Vec<Look> = said.chain(alerts.iter().cloned()).chain(changes).collect();
    let first =
        first_look(&signs).map(|look| json!({"time": look.time, "what": look.what, "text": look.text}));
    let on_call: Vec<Value> =
        alerts.iter().map(|sign| json!({"time": sign.time, "text": sign.text})).collect();
    let more = messages.len().saturating_sub(MESSAGES);
    let shown: Vec<Value> = messages.into_iter().take(MESSAGES).collect();
    Ok(json!({"incident": incident.id, "title": incident.title, "is_read": true, "first_look": first,
        "on_call": {"is_known": !on_call.is_empty(), "signs": on_call}, "messages": shown, "more": more}))
}

async fn messages(screens: &Screens, names: &str) -> Result<Vec<Value>, Error> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT time, channel, author, text, source_id, byte_from, byte_to FROM message
        WHERE lower(author) IN ({names}) ORDER BY time, source_id, byte_from"
    );
    let answer = screens.query(&sql, MESSAGES * 10, LONGEST).await?;
    let message = |row: Vec<Value>| {
        let [time, channel, author, text, source, from, to] = <[Value; 7]>::try_from(row).ok()?;
        let source = source.as_u64().map(|source| format!("s{source}"));
        Some(json!({"time": time, "channel": channel, "author": author, "text": text,
            "citation": {"source": source, "bytes": [from, to]}}))
    };
    Ok(answer.rows.into_iter().filter_map(message).collect())
}

/// Alerts whose words name the person: who acknowledged one, or whom it was sent to.
async fn alerts(screens: &Screens, handles: &[String]) -> Result<Vec<Look>, Error> {
    let likes: Vec<String> = handles
        .iter()
        .filter(|handle| handle.len() > 2)
        .map(|handle| format!("strpos(lower(summary), {}) > 0", quoted(handle)))
        .collect();
    if likes.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT time, name, summary FROM alert WHERE {} ORDER BY time", likes.join(" OR "));
    looks(screens, &sql, "alert").await
}

async fn changes(screens: &Screens, names: &str) -> Result<Vec<Look>, Error> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT time, title, kind FROM change WHERE lower(actor) IN ({names}) ORDER BY time");
    looks(screens, &sql, "change").await
}

/// Rows of time and two texts.
async fn looks(screens: &Screens, sql: &str, what: &'static str) -> Result<Vec<Look>, Error> {
    let answer = screens.query(sql, SIGNS, LONGEST).await?;
    let look = |row: &Vec<Value>| {
        let text = |at: usize| row.get(at).and_then(Value::as_str).filter(|text| !text.is_empty());
        let words: Vec<&str> = [text(1), text(2)].into_iter().flatten().collect();
        Some(Look { time: text(0)?.to_owned(), what, text: words.join(": ") })
    };
    Ok(answer.rows.iter().filter_map(look).collect())
}

/// A text in SQL.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
