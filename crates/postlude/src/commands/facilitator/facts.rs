//! From rows of the engine to facts of the ledger.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use postlude_base::{ByteSpan, EvidenceRef, SourceId, Timestamp};
use postlude_directory::{Directory, Found as Who};
use postlude_draft::{Draft, Kind, MessageKind, kind_of_message};
use postlude_lake::{Asked, Lake, Session, Source};
use postlude_review::facilitator::{Affected, Deed, Did, LookedAt};

use super::mentions::mentions;
use super::people_in::{named_in, touched_by};
use crate::command_error::CommandError;
use crate::commands::citations::Citations;

/// Records of one table that are looked at.
const MOST: usize = 20_000;
/// Bytes of a record that are looked through for names.
const READ: u64 = 256 << 10;
/// From this score on a lead says what was in trouble.
const WORTH_LOOKING: f64 = 0.5;

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

/// Whether an entry is a sign of trouble.
fn is_trouble(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Alert | Kind::Errors | Kind::Latency | Kind::Saturation | Kind::Silence | Kind::Restart
    )
}

/// Services that alerts or entries of trouble name, and those that leads point to.
fn affected(draft: &Draft) -> Vec<Affected> {
    let mut affected: BTreeMap<&str, Option<EvidenceRef>> = BTreeMap::new();
    for entry in draft.entries.iter().filter(|entry| is_trouble(entry.kind)) {
        if let Some(service) = &entry.service {
            affected.entry(service).or_insert_with(|| entry.evidence.first().copied());
        }
    }
    for service in draft
        .leads
        .iter()
        .filter(|lead| lead.score >= WORTH_LOOKING)
        .filter_map(|lead| lead.service.as_deref())
    {
        affected.entry(service).or_insert(None);
    }
    affected
        .into_iter()
        .map(|(service, evidence)| Affected { service: service.to_owned(), evidence })
        .collect()
}

/// From the beginning of what is to be explained to the last sign of it.
fn window(draft: &Draft) -> Option<(Timestamp, Timestamp)> {
    let signs =
        || draft.entries.iter().filter(|entry| is_trouble(entry.kind) || entry.kind == Kind::Recovery);
    let lead = draft.leads.iter().filter(|lead| lead.score >= WORTH_LOOKING).map(|lead| lead.since).min();
    let start =
        lead.or_else(|| signs().map(|entry| entry.time).min()).or(draft.window.map(|(start, _)| start))?;
    let end =
        signs().map(|entry| entry.end.unwrap_or(entry.time)).max().or(draft.window.map(|(_, end)| end))?;
    Some((start, end.max(start)))
}

fn neighbours(affected: &[Affected], topology: &postlude_signals::Topology) -> Vec<String> {
    let is_affected = |name: &str| affected.iter().any(|affected| affected.service == name);
    let mut near = BTreeSet::new();
    for call in topology.calls() {
        let (caller, callee) = (&*call.caller, &*call.callee);
        for (one, other) in [(caller, callee), (callee, caller)] {
            if is_affected(one) && !is_affected(other) {
                near.insert(other.to_owned());
            }
        }
    }
    near.into_iter().collect()
}

/// Services with owners that people named meanwhile: in code quotes, or by a name that is no word of everyday talk.
fn spoken_of(
    directory: &Directory,
    affected: &[Affected],
    deeds: &[Deed],
    window: Option<(Timestamp, Timestamp)>,
) -> Vec<Affected> {
    let by_person = directory.people.iter().flat_map(|person| &person.owns);
    let owned =
        by_person.chain(directory.teams.iter().flat_map(|team| &team.owns)).map(|(owned, _)| owned.as_str());
    let names: BTreeSet<&str> = owned.map(|owned| owned.rsplit('/').next().unwrap_or(owned)).collect();
    let is_meanwhile = |deed: &&Deed| match (window, deed.time) {
        (Some((start, end)), Some(time)) => time >= start && time <= end,
        _ => true,
    };
    let said = || deeds.iter().filter(|deed| is_message(deed.did) && !deed.by_program).filter(is_meanwhile);
    let unknown = names.into_iter().filter(|name| !affected.iter().any(|affected| affected.service == *name));
    unknown
        .filter_map(|name| {
            let deed = said().find(|deed| names_service(&deed.words, name))?;
            Some(Affected { service: name.to_owned(), evidence: Some(deed.evidence) })
        })
        .collect()
}

fn is_message(did: Did) -> bool {
    !matches!(
        did,
        Did::Paged | Did::Acknowledged | Did::Changed | Did::Reviewed | Did::OwnsAction | Did::Mentioned
    )
}

/// Whether a text names a service as a whole word; a name without a sign in it only in code quotes.
fn names_service(text: &str, name: &str) -> bool {
    let is_plain = !name.contains(['-', '_']);
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
        let quoted = before == Some('`') && after == Some('`');
        quoted || (!is_plain && !before.is_some_and(is_word) && !after.is_some_and(is_word))
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
        for row in self.rows("message", columns, "true")? {
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
        for row in self.rows(table, columns, condition)? {
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

    fn rows(&self, table: &str, columns: &str, condition: &str) -> Result<Vec<Row>, CommandError> {
        let query = format!(
            "select cast(time as bigint), source_id, byte_from, byte_to, line, service_name, {columns} from {table} \
             where {condition} order by source_id, byte_from limit {MOST}"
        );
        let mut rows = Vec::new();
        for batch in self.session.sql(&query)? {
            rows.extend((0..batch.num_rows()).filter_map(|at| Row::of(&batch, at)));
        }
        Ok(rows)
    }
}

/// A record with its place.
struct Row {
    time: Option<Timestamp>,
    evidence: EvidenceRef,
    line: u64,
    service: Option<String>,
    cells: Vec<Option<String>>,
}

impl Row {
    fn of(batch: &RecordBatch, at: usize) -> Option<Self> {
        let options = FormatOptions::new();
        let cells: Vec<Option<String>> = batch
            .columns()
            .iter()
            .map(|column| {
                let text = ArrayFormatter::try_new(column, &options).ok()?.value(at).try_to_string().ok()?;
                (!column.is_null(at)).then_some(text)
            })
            .collect();
        let number = |at: usize| cells.get(at)?.as_deref()?.parse::<u64>().ok();
        let source = SourceId(u32::try_from(number(1)?).ok()?);
        Some(Self {
            time: cells.first()?.as_deref().and_then(|text| text.parse().ok()).map(Timestamp),
            evidence: EvidenceRef { source, span: ByteSpan::new(number(2)?, number(3)?) },
            line: number(4)?,
            service: cells.get(5)?.clone(),
            cells: cells.get(6..)?.to_vec(),
        })
    }

    fn deed(&self, who: Vec<String>, did: Did, words: &str, by_program: bool) -> Deed {
        let service = self.service.clone();
        Deed {
            who,
            did,
            time: self.time,
            service,
            words: words.to_owned(),
            evidence: self.evidence,
            by_program,
        }
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
