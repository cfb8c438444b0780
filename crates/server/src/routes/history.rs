//! Who changed what in a document, and when.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use postlude_collab::Refusal;
use postlude_collab::history::{Changed, Logged, Replay, merged};
use postlude_review::people::Act;
use postlude_store::Update;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{List, words};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::evidence::blocking;
use crate::workbench::{Shared, Workbench};

/// Sittings in one answer.
const PAGE: usize = 50;
/// Updates that are told at first; twice as many each time that they do not fill a page, up to a bound of what is held in memory.
const WINDOW: u32 = 500;
const WIDEST: u32 = 8_000;

/// Which part.
#[derive(Debug, Clone, Deserialize, IntoParams)]
pub struct Asked {
    /// Only what was kept before this.
    before: Option<i64>,
    /// Only what changed this entry.
    entry: Option<String>,
    /// Only what changed these maps: `entries,notes`.
    maps: Option<String>,
}

impl Asked {
    fn wants(&self, change: &Changed) -> bool {
        let is_entry = |entry: &String| change.map == "entries" && &change.id == entry;
        let is_among = |maps: &String| maps.split(',').any(|map| map == change.map);
        self.entry.as_ref().is_none_or(is_entry) && self.maps.as_ref().is_none_or(is_among)
    }
}

/// What somebody changed in one sitting.
#[derive(Debug, Serialize, ToSchema)]
pub struct SittingView {
    /// The last update of it.
    seq: i64,
    time: String,
    /// None for the machine.
    person: Option<Uuid>,
    name: Option<String>,
    changes: Vec<ChangeView>,
}

/// What became of a field or an object.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    map: &'static str,
    id: String,
    /// None if the whole object came or went.
    field: Option<String>,
    #[schema(schema_with = words::change_kind)]
    what: postlude_collab::history::ChangeKind,
    before: Option<Value>,
    after: Option<Value>,
}

impl From<Changed> for ChangeView {
    fn from(changed: Changed) -> Self {
        let Changed { map, id, field, what, before, after } = changed;
        Self { map, id, field, what, before, after }
    }
}

/// What was changed in the document, the latest first
///
/// Updates of one person within a minute are told together.
#[utoipa::path(get, path = "/reviews/{review}/history", tag = "document", params(Asked),
    responses((status = 200, body = List<SittingView>), (status = 404)))]
pub async fn list(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Json<List<SittingView>>, Error> {
    workbench.review(&caller, review, Act::Read).await?;
    let people = workbench.store.people().await?;
    let names: BTreeMap<Uuid, String> = people.into_iter().map(|person| (person.id, person.name)).collect();
    let (sittings, next) = tell(&workbench, review, asked).await?;
    let items = sittings.into_iter().map(|sitting| view(sitting, &names)).collect();
    Ok(Json(List { items, next: next.map(|seq| seq.to_string()) }))
}

/// One sitting: its last line, the number of its first, and what it changed.
struct Sitting {
    line: Logged,
    first: i64,
    changes: Vec<Changed>,
}

/// A page of sittings, the latest first, and the number before which the next page begins. The log is read backwards, in windows.
async fn tell(
    workbench: &Workbench,
    review: Uuid,
    asked: Asked,
) -> Result<(Vec<Sitting>, Option<i64>), Error> {
    let (mut told, mut end, mut window) = (Vec::new(), asked.before, WINDOW);
    let is_begin = loop {
        let mut lines = workbench.store.history(review, end, window).await?;
        let is_begin = lines.len() < window as usize || lines.last().is_some_and(|first| first.seq == 1);
        let Some(first) = lines.last().map(|first| first.seq) else { break true };
        lines.reverse();
        let base = workbench.past.before(&*workbench.store, review, first).await?;
        let asked = asked.clone();
        let found = blocking(move || {
            let lines: Vec<Logged> = lines.into_iter().map(logged).collect();
            let told = sittings(&base, &lines, &asked);
            told.map_err(|refusal| Error::defect("telling the history of a document", &refusal))
        });
        told.extend(found.await?.into_iter().rev());
        if is_begin || told.len() >= PAGE {
            break is_begin;
        }
        (end, window) = (Some(first), (window * 2).min(WIDEST));
    };
    let is_all = is_begin && told.len() <= PAGE;
    told.truncate(PAGE);
    let next = told.last().filter(|_| !is_all).map(|sitting| sitting.first);
    Ok((told, next))
}

/// What these lines changed in a document.
fn sittings(base: &[u8], lines: &[Logged], asked: &Asked) -> Result<Vec<Sitting>, Refusal> {
    let mut replay = Replay::new((!base.is_empty()).then_some(base))?;
    let mut first = lines.first().map_or(0, |line| line.seq);
    let mut sittings = Vec::new();
    for line in merged(lines) {
        let mut changes = replay.next(&line.update)?;
        changes.retain(|change| asked.wants(change));
        let next = line.seq + 1;
        if !changes.is_empty() {
            sittings.push(Sitting { line, first, changes });
        }
        first = next;
    }
    Ok(sittings)
}

fn logged(update: Update) -> Logged {
    let author = update.author.map(|author| author.to_string());
    Logged { seq: update.seq, author, time: update.time.0, update: update.bytes }
}

fn view(sitting: Sitting, names: &BTreeMap<Uuid, String>) -> SittingView {
    let person = sitting.line.author.and_then(|author| author.parse().ok());
    SittingView {
        seq: sitting.line.seq,
        time: postlude_base::Timestamp(sitting.line.time).to_string(),
        person,
        name: person.and_then(|person| names.get(&person).cloned()),
        changes: sitting.changes.into_iter().map(Into::into).collect(),
    }
}
