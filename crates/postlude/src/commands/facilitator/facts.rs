//! From rows of the engine to facts of the ledger.

use std::collections::BTreeMap;

use postlude_base::{ByteSpan, EvidenceRef, SourceId, Timestamp};
use postlude_directory::{Directory, Found as Who};
use postlude_draft::{MessageKind, kind_of_message};
use postlude_lake::{Asked, Lake, Session, Source};
use postlude_review::facilitator::{Affected, Deed, Did, LookedAt};

use super::mentions::mentions;
use super::people_in::{named_in, touched_by};
use super::record::rows;
use super::trouble::{affected, neighbours, spoken_of, window};
use crate::command_error::CommandError;
use crate::commands::citations::Citations;

/// Bytes of a record that are looked through for names.
const READ: u64 = 256 << 10;

/// What the evidence tells of people.
pub(super) struct Gathered {
    pub(super) window: Option<(Timestamp, Timestamp)>,
    pub(super) deeds: Vec<Deed>,
    pub(super) affected: Vec<Affected>,
    pub(super) spoken_of: Vec<Affected>,
    pub(super) neighbours: Vec<String>,
    pub(super) looked_at: LookedAt,
    /// Path and line of each citation.
    pub(super) cited: BTreeMap<EvidenceRef, (String, Option<u64>)>,
}

/// Drafts the timeline, and gathers who did what.
pub(super) fn gather(
    lake: &Lake,
    sources: &[&Source],
    given: &BTreeMap<SourceId, i64>,
    directory: &Directory,
) -> Result<Gathered, CommandError> {
    let repaired = lake.repaired(sources, given)?;
    let timeline = repaired.timeline(Asked { sources, unreadable: &[], normal: Vec::new() })?;
    let session = &repaired.session;
    let mut found =
        Found { lake, session, deeds: Vec::new(), lines: BTreeMap::new(), looked_at: LookedAt::default() };
    found.messages(directory)?;
    found.records("change", "kind <> 'status'")?;
    found.records("alert", "true")?;
    found.records("log", "source_id in (select source_id from source where format like 'pagerduty%')")?;
    let affected = affected(&timeline.draft);
    let lines = Citations::of(&timeline.draft.entries, lake, session)?;
    let path = |source: SourceId| {
        sources
            .iter()
            .find(|known| known.id == source)
            .and_then(|source| source.paths.first().cloned())
            .unwrap_or_default()
    };
    let mut cited: BTreeMap<EvidenceRef, (String, Option<u64>)> = found
        .lines
        .iter()
        .map(|(evidence, line)| (*evidence, (path(evidence.source), Some(*line))))
        .collect();
    for evidence in affected.iter().filter_map(|affected| affected.evidence) {
        cited.entry(evidence).or_insert_with(|| (path(evidence.source), lines.line(&evidence)));
    }
    let window = window(&timeline.draft);
    Ok(Gathered {
        window,
        spoken_of: spoken_of(directory, &affected, &found.deeds, window),
        neighbours: neighbours(&affected, &session.topology(sources)?),
        affected,
        deeds: found.deeds,
        looked_at: found.looked_at,
        cited,
    })
}

/// Author and words of a note that begins with somebody's name: `Ana Lima: orders is slow`.
fn signed(text: &str, directory: &Directory) -> Option<(String, String)> {
    let (name, words) = text.split_once(": ")?;
    let is_known = matches!(directory.find(&[name]), Who::Sure(_) | Who::ByName(_) | Who::Several(_));
    is_known.then(|| (name.to_owned(), words.to_owned()))
}

struct Found<'a> {
    lake: &'a Lake,
    session: &'a Session,
    deeds: Vec<Deed>,
    lines: BTreeMap<EvidenceRef, u64>,
    looked_at: LookedAt,
}

impl Found<'_> {
    fn add(&mut self, deed: Deed, line: u64) {
        self.lines.insert(deed.evidence, line);
        self.deeds.push(deed);
    }

    fn messages(&mut self, directory: &Directory) -> Result<(), CommandError> {
        let columns = "author, attributes['user'], text, \
             coalesce(attributes['bot_id'], case when attributes['subtype'] = 'bot_message' then 'bot' end)";
        for row in rows(self.session, "message", columns, "true")? {
            let [author, id, text, program] = [0, 1, 2, 3].map(|at| row.cells.get(at).cloned().flatten());
            let Some(text) = text else { continue };
            let Some((author, text)) =
                author.map(|author| (author, text.clone())).or_else(|| signed(&text, directory))
            else {
                continue;
            };
            let by_program = program.is_some();
            let who: Vec<String> = id.into_iter().chain([author]).collect();
            let did = if by_program { Did::Informed } else { did(kind_of_message(&text)) };
            self.looked_at.messages |= !by_program;
            if !by_program {
                for name in mentions(&text, &who, directory) {
                    self.add(row.deed(vec![name], Did::Mentioned, &text, false), row.line);
                }
            }
            self.add(row.deed(who, did, &text, by_program), row.line);
        }
        Ok(())
    }

    /// Changes, alerts and steps of alerting: who is named stands in the records themselves, in many places.
    fn records(&mut self, table: &str, condition: &str) -> Result<(), CommandError> {
        let columns = match table {
            "change" => "title, actor",
            "alert" => "name, cast(null as varchar)",
            _ => "body, cast(null as varchar)",
        };
        for row in rows(self.session, table, columns, condition)? {
            let [title, actor] = [0, 1].map(|at| row.cells.get(at).cloned().flatten());
            let title = title.unwrap_or_default();
            let span = ByteSpan::new(
                row.evidence.span.from,
                row.evidence.span.to.min(row.evidence.span.from + READ),
            );
            let original = self.lake.original(EvidenceRef { span, ..row.evidence }).unwrap_or_default();
            for named in named_in(&original, table == "change", actor) {
                match named.did {
                    Did::Reviewed => self.looked_at.reviews = true,
                    Did::Paged | Did::Acknowledged => self.looked_at.pages = true,
                    _ => self.looked_at.changes = true,
                }
                let by_program = named.who.last().is_some_and(|name| touched_by(name));
                self.add(row.deed(named.who, named.did, &title, by_program), row.line);
            }
        }
        Ok(())
    }
}

/// What writing a message of this kind says of its author.
fn did(kind: Option<MessageKind>) -> Did {
    match kind {
        Some(MessageKind::Observation) => Did::Saw,
        Some(MessageKind::Hypothesis) => Did::Supposed,
        Some(MessageKind::Decision) => Did::Decided,
        Some(MessageKind::ActionTaken) => Did::Acted,
        Some(MessageKind::HandOver) => Did::HandedOver,
        Some(MessageKind::Question) => Did::Asked,
        Some(MessageKind::StatusUpdate) => Did::Informed,
        None => Did::Wrote,
    }
}
