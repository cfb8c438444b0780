//! What server, API and command line do with a document, as verbs. Pages write into their own copy instead.

mod edit;
mod parking;
mod question;
mod text;
mod undo;

use postlude_review::questions::{Answer, Question, Reference, State as QuestionState};
use postlude_review::timeline::{Lane, NoteKind, Redraft, State};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use crate::schema::Root;

pub(crate) use edit::Edit;
pub use undo::{Done, Undo, Undone};

/// One thing that somebody does. Times are RFC 3339 in UTC; ids of new objects are given by the caller.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are those of the schema")]
pub enum Operation {
    /// Writes the schema, the title and an empty summary: the first operation of every document, by the server.
    Begin { title: String, zone: Option<String> },
    /// Calls the review otherwise.
    Title { title: String },
    /// Says in which zone the incident is told.
    Zone { zone: String },
    /// Says who takes part, by the server.
    Person { id: String, name: String, role: String, joined: String },
    /// Says that somebody no longer takes part, by the server.
    RemovePerson { id: String },
    /// Adds an entry of people: fields as in the schema; who and when are added.
    AddEntry { id: String, fields: Map<String, Json>, text: Option<String> },
    /// Corrects fields of any entry; null says that there is none.
    EditEntry { id: String, fields: Map<String, Json> },
    /// Takes corrections back.
    Uncorrect { id: String, fields: Vec<String> },
    /// Writes the longer telling of an entry anew, changing only what differs.
    EntryText { id: String, text: String },
    /// Picks, hides, or neither.
    Decide { id: String, state: State },
    /// Lets another entry tell this one.
    Merge { id: String, into: String },
    /// Lets it tell itself again.
    Unmerge { id: String },
    /// Puts a tag on an entry, or takes it off.
    Tag { id: String, tag: String, on: bool },
    /// Removes an entry of people.
    RemoveEntry { id: String },
    /// Writes a note; fields as in the schema.
    AddNote { id: String, kind: NoteKind, text: String, fields: Map<String, Json> },
    /// Writes a note anew.
    NoteText { id: String, text: String },
    /// Moves a note on the board.
    MoveNote { id: String, x: f64, y: f64 },
    /// Puts a note into a group, or out of any.
    GroupNote { id: String, group: Option<String> },
    /// Votes for a note, or takes the vote back.
    Vote { id: String, on: bool },
    /// Removes a note.
    RemoveNote { id: String },
    /// Makes a group of notes.
    AddGroup { id: String, title: String, x: f64, y: f64 },
    /// Removes a group; its notes stay.
    RemoveGroup { id: String },
    /// Says something about an entry or a note.
    AddComment { id: String, map: String, on: String, text: String, mentions: Vec<String> },
    /// Settles a comment, or opens it again.
    Resolve { id: String, resolved: bool },
    /// Removes a comment.
    RemoveComment { id: String },
    /// Decides about a question that the machine proposed: from now on it stands in the document, in this state.
    DecideQuestion { question: Box<Question>, state: QuestionState },
    /// Asks a question of one's own.
    AddQuestion { id: String, text: String, raised_by: Vec<Reference>, time: String },
    /// Decides anew about a question that stands in the document.
    MoveQuestion { id: String, state: QuestionState },
    /// Says a question in other words.
    QuestionText { id: String, text: String },
    /// Answers a question: makes the entry or note that holds the answer, `on` the entry that raised the question or at its `time`.
    AnswerQuestion { id: String, answer: Answer, on: Option<String>, time: Option<String> },
    /// Removes a question; the machine may propose it again.
    RemoveQuestion { id: String },
    /// Parks an idea; fields as in the schema.
    Park { id: String, text: String, fields: Map<String, Json> },
    /// Writes a parked idea anew.
    ParkText { id: String, text: String },
    /// Sets fields of a parked idea: its state, when it has soaked.
    EditParked { id: String, fields: Map<String, Json> },
    /// Brings a new draft of the machine, by the server.
    #[serde(skip)]
    Redraft { incident: String, changes: Vec<Redraft> },
}

/// In whose name, and when.
pub(crate) struct Stamp<'a> {
    pub(crate) person: Option<&'a str>,
    pub(crate) at: &'a str,
}

impl Operation {
    /// The edits that it comes to.
    pub(crate) fn edits(&self, stamp: &Stamp<'_>) -> Vec<Edit> {
        match self {
            Self::Begin { .. } | Self::Title { .. } | Self::Zone { .. } => self.meta(),
            Self::Person { id, name, role, joined } => {
                vec![make(Root::People, id, json!({"name": name, "role": role, "joined": joined}))]
            }
            Self::RemovePerson { id } => vec![remove(Root::People, id)],
            Self::AddNote { .. }
            | Self::NoteText { .. }
            | Self::MoveNote { .. }
            | Self::GroupNote { .. }
            | Self::Vote { .. }
            | Self::RemoveNote { .. } => self.note(stamp),
            Self::AddGroup { id, title, x, y } => {
                vec![make(Root::Groups, id, json!({"title": title, "x": x, "y": y}))]
            }
            Self::RemoveGroup { id } => vec![remove(Root::Groups, id)],
            Self::AddComment { id, map, on, text, mentions } => {
                let fields = json!({"on": {"map": map, "id": on}, "text": text, "mentions": mentions, "resolved": false});
                vec![make(Root::Comments, id, stamped(fields, stamp))]
            }
            Self::Resolve { id, resolved } => vec![set(Root::Comments, id, "resolved", json!(resolved))],
            Self::RemoveComment { id } => vec![remove(Root::Comments, id)],
            Self::DecideQuestion { .. }
            | Self::AddQuestion { .. }
            | Self::MoveQuestion { .. }
            | Self::QuestionText { .. }
            | Self::AnswerQuestion { .. }
            | Self::RemoveQuestion { .. } => question::edits(self, stamp),
            Self::Park { .. } | Self::ParkText { .. } | Self::EditParked { .. } => {
                parking::edits(self, stamp)
            }
            Self::Redraft { incident, changes } => changes.iter().map(|one| redraft(incident, one)).collect(),
            _ => self.entry(stamp),
        }
    }

    fn meta(&self) -> Vec<Edit> {
        let set = |field: &str, value: Json| set(Root::Meta, "", field, value);
        match self {
            Self::Begin { title, zone } => {
                let text = Edit::Rewrite {
                    root: Root::Meta,
                    id: String::new(),
                    field: "summary".into(),
                    text: "".into(),
                };
                let mut edits = vec![set("schema", json!(crate::SCHEMA)), set("title", json!(title)), text];
                edits.extend(zone.iter().map(|zone| set("zone", json!(zone))));
                edits
            }
            Self::Title { title } => vec![set("title", json!(title))],
            Self::Zone { zone } => vec![set("zone", json!(zone))],
            _ => Vec::new(),
        }
    }

    fn entry(&self, stamp: &Stamp<'_>) -> Vec<Edit> {
        let root = Root::Entries;
        match self {
            Self::AddEntry { id, fields, text } => {
                let mut all = json!({"lane": Lane::People, "state": State::Picked});
                extend(&mut all, fields);
                if let Some(text) = text {
                    all["text"] = json!(text);
                }
                vec![make(root, id, stamped(all, stamp))]
            }
            Self::EditEntry { id, fields } => {
                fields.iter().map(|(name, value)| set(root, id, name, value.clone())).collect()
            }
            Self::Uncorrect { id, fields } => fields.iter().map(|name| unset(root, id, name)).collect(),
            Self::EntryText { id, text } => vec![rewrite(root, id, text)],
            Self::Decide { id, state } => vec![set(root, id, "state", json!(state))],
            Self::Merge { id, into } => vec![set(root, id, "merged_into", json!(into))],
            Self::Unmerge { id } => vec![unset(root, id, "merged_into")],
            Self::Tag { id, tag, on } => vec![flag(root, id, "tags", tag, *on)],
            Self::RemoveEntry { id } => vec![remove(root, id)],
            _ => Vec::new(),
        }
    }

    fn note(&self, stamp: &Stamp<'_>) -> Vec<Edit> {
        let root = Root::Notes;
        match self {
            Self::AddNote { id, kind, text, fields } => {
                let mut all = json!({"kind": kind, "text": text, "votes": {}});
                extend(&mut all, fields);
                vec![make(root, id, stamped(all, stamp))]
            }
            Self::NoteText { id, text } => vec![rewrite(root, id, text)],
            Self::MoveNote { id, x, y } => {
                vec![set(root, id, "x", json!(x)), set(root, id, "y", json!(y))]
            }
            Self::GroupNote { id, group: Some(group) } => vec![set(root, id, "group", json!(group))],
            Self::GroupNote { id, group: None } => vec![unset(root, id, "group")],
            Self::Vote { id, on } => {
                stamp.person.map(|person| flag(root, id, "votes", person, *on)).into_iter().collect()
            }
            Self::RemoveNote { id } => vec![remove(root, id)],
            _ => Vec::new(),
        }
    }
}

fn redraft(incident: &str, change: &Redraft) -> Edit {
    match change {
        Redraft::Insert { id, lane, machine } => {
            make(Root::Entries, id, json!({"lane": lane, "incident": incident, "machine": machine}))
        }
        Redraft::Update { id, machine } => set(Root::Entries, id, "machine", machine.clone()),
        Redraft::Remove { id } => remove(Root::Entries, id),
    }
}

fn make(root: Root, id: &str, fields: Json) -> Edit {
    let Json::Object(fields) = fields else { unreachable!("objects are made of objects") };
    Edit::Make { root, id: id.to_owned(), fields }
}

fn remove(root: Root, id: &str) -> Edit {
    Edit::Remove { root, id: id.to_owned() }
}

fn set(root: Root, id: &str, field: &str, value: Json) -> Edit {
    Edit::Set { root, id: id.to_owned(), field: field.to_owned(), value: Some(value) }
}

fn unset(root: Root, id: &str, field: &str) -> Edit {
    Edit::Set { root, id: id.to_owned(), field: field.to_owned(), value: None }
}

fn flag(root: Root, id: &str, field: &str, key: &str, on: bool) -> Edit {
    Edit::Flag { root, id: id.to_owned(), field: field.to_owned(), key: key.to_owned(), on }
}

fn rewrite(root: Root, id: &str, text: &str) -> Edit {
    Edit::Rewrite { root, id: id.to_owned(), field: "text".to_owned(), text: text.to_owned() }
}

fn extend(all: &mut Json, fields: &Map<String, Json>) {
    if let Json::Object(all) = all {
        all.extend(fields.iter().map(|(name, value)| (name.clone(), value.clone())));
    }
}

fn stamped(mut fields: Json, stamp: &Stamp<'_>) -> Json {
    if let Some(person) = stamp.person {
        fields["by"] = json!(person);
    }
    fields["at"] = json!(stamp.at);
    fields
}
