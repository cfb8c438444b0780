//! Every field that the schema knows, with the shape of its value and who may set it.

use super::{Root, Shape};

/// Who may set a field, beyond the rule that readers set nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    /// Everybody who takes part.
    Shared,
    /// Only the person in the `by` of the object.
    Own,
    /// Facilitator and organiser.
    Facilitator,
    /// Only the server.
    Server,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) words: Words,
}

const fn shared(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, words: Words::Shared }
}

const fn own(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, words: Words::Own }
}

const fn server(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, words: Words::Server }
}

const fn facilitator(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, words: Words::Facilitator }
}

const META: &[Field] = &[
    server("schema", Shape::Number),
    facilitator("title", Shape::Title),
    shared("summary", Shape::Writing),
    facilitator("zone", Shape::Name),
];

const PEOPLE: &[Field] =
    &[server("name", Shape::Name), server("role", Shape::Name), server("joined", Shape::Moment)];

const ENTRIES: &[Field] = &[
    shared("lane", Shape::OneOf(&["machine", "changes", "people", "notes"])),
    server("machine", Shape::Plain),
    shared("incident", Shape::Name),
    shared("time", Shape::Moment),
    shared("end", Shape::Moment),
    shared("time_error_s", Shape::Number),
    shared("service", Shape::Name),
    shared("title", Shape::Title),
    shared("text", Shape::Writing),
    shared("state", Shape::OneOf(&["candidate", "picked", "hidden"])),
    shared("merged_into", Shape::Name),
    shared("known", Shape::Plain),
    shared("tags", Shape::Flags),
    shared("evidence", Shape::Plain),
    shared("attachments", Shape::Plain),
    own("by", Shape::Name),
    own("at", Shape::Moment),
    own("role", Shape::Name),
];

const NOTES: &[Field] = &[
    own("kind", Shape::OneOf(&["saw", "did", "thought", "surprised", "question"])),
    own("text", Shape::Writing),
    own("by", Shape::Name),
    own("at", Shape::Moment),
    shared("on", Shape::Name),
    shared("from", Shape::Moment),
    shared("to", Shape::Moment),
    shared("x", Shape::Number),
    shared("y", Shape::Number),
    shared("group", Shape::Name),
    shared("votes", Shape::Votes),
    shared("color", Shape::Name),
    shared("meeting", Shape::Name),
];

const GROUPS: &[Field] = &[
    shared("title", Shape::Title),
    shared("x", Shape::Number),
    shared("y", Shape::Number),
    shared("color", Shape::Name),
];

const COMMENTS: &[Field] = &[
    own("on", Shape::Plain),
    own("text", Shape::Text),
    own("by", Shape::Name),
    own("at", Shape::Moment),
    own("mentions", Shape::Names),
    shared("resolved", Shape::Yes),
];

/// A question that the machine proposed has no author and is everybody's; one that somebody wrote keeps their words.
const QUESTIONS: &[Field] = &[
    shared("rule", Shape::Name),
    shared("moment", Shape::Title),
    own("text", Shape::Writing),
    shared("because", Shape::Text),
    shared("time", Shape::Moment),
    shared("service", Shape::Name),
    shared("raised_by", Shape::Plain),
    shared("state", Shape::OneOf(&["kept", "dismissed", "assigned", "answered"])),
    shared("to", Shape::Plain),
    shared("answer", Shape::Plain),
    own("by", Shape::Name),
    own("at", Shape::Moment),
];

const PARKING: &[Field] = &[
    own("text", Shape::Writing),
    own("by", Shape::Name),
    own("at", Shape::Moment),
    shared("meeting", Shape::Name),
    shared("item", Shape::Name),
    shared("soak", Shape::Moment),
    shared("state", Shape::OneOf(&["parked", "taken_up", "let_go"])),
];

/// The field of this name, or none if the schema does not know it.
pub(crate) fn field(root: Root, name: &str) -> Option<&'static Field> {
    let fields = match root {
        Root::Meta => META,
        Root::People => PEOPLE,
        Root::Entries => ENTRIES,
        Root::Notes => NOTES,
        Root::Groups => GROUPS,
        Root::Comments => COMMENTS,
        Root::Questions => QUESTIONS,
        Root::Parking => PARKING,
    };
    fields.iter().find(|field| field.name == name)
}
