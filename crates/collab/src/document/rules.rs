//! Who may change what: old value against new value, by the tables of the schema.

use std::collections::BTreeMap;

use yrs::Any;

use super::change::{Change, Size, What, size_of};
use super::facts::{Fact, Facts};
use crate::schema::{Root, Shape, Value, Words, bounds, field};
use crate::writer::Writer;
use crate::{Refusal, ReviewRole};

/// Checks all changes of one update.
pub(super) fn check(changes: &[Change], facts: &Facts, writer: &Writer) -> Result<(), Refusal> {
    facts.check_room(changes)?;
    changes.iter().try_for_each(|change| {
        let fact = facts.get(change.root, &change.id).cloned().unwrap_or_default();
        Rule { change, fact, writer }.check()
    })
}

struct Rule<'a> {
    change: &'a Change,
    /// What the object was before.
    fact: Fact,
    writer: &'a Writer,
}

impl Rule<'_> {
    fn check(&self) -> Result<(), Refusal> {
        match &self.change.what {
            What::Stray => Err(Refusal::Shape { place: self.change.place() }),
            What::Object { before, after } => self.object(before.as_ref(), after.as_ref()),
            What::Field { field, before, after, object } => {
                self.size(*object)?;
                self.field(field, before.as_ref(), after.as_ref(), false)
            }
            What::Flag { field: name, key, after } => {
                let shape = self.shape(name)?;
                let value = after.clone().unwrap_or(Value::Plain(Any::Bool(true)));
                shape.check_flag(key, &value).map_err(|misfit| misfit.at(|| self.change.place()))?;
                self.vote(shape, key)
            }
            What::Writing { field: name, length } => {
                let known = field(self.change.root, name);
                if known.is_some_and(|known| known.shape != Shape::Writing) {
                    return Err(Refusal::Shape { place: self.change.place() });
                }
                let at_most = if known.is_some() { bounds::TEXT } else { bounds::UNKNOWN };
                bounds::check("a text", *length, at_most)?;
                self.words(known.map_or(Words::Shared, |known| known.words), false)
            }
        }
    }

    fn object(&self, before: Option<&Value>, after: Option<&Value>) -> Result<(), Refusal> {
        if let (Some(Value::Plain(Any::Map(before))), Some(Value::Plain(Any::Map(after)))) = (before, after) {
            return self.replaced(before, after);
        }
        if before.is_some() {
            self.removal()?;
        }
        match after {
            None => Ok(()),
            Some(Value::Map(fields)) => {
                self.made(fields.iter().map(|(name, value)| (name.as_str(), value.clone())).collect())
            }
            Some(Value::Plain(Any::Map(fields))) if self.change.root == Root::Notes => {
                self.made(fields.iter().map(|(name, any)| (name.as_str(), plain(any))).collect())
            }
            Some(_) => Err(Refusal::Shape { place: self.change.place() }),
        }
    }

    /// A plain object is replaced as a whole; what counts is which fields differ.
    fn replaced(
        &self,
        before: &std::collections::HashMap<String, Any>,
        after: &std::collections::HashMap<String, Any>,
    ) -> Result<(), Refusal> {
        let fields: BTreeMap<&str, Value> =
            after.iter().map(|(name, any)| (name.as_str(), plain(any))).collect();
        self.size(self.measure(&fields))?;
        let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
        names.sort();
        names.dedup();
        for name in names {
            let (old, new) = (before.get(name), after.get(name));
            if old != new {
                self.field(name, old.map(plain).as_ref(), new.map(plain).as_ref(), false)?;
            }
        }
        Ok(())
    }

    fn made(&self, fields: BTreeMap<&str, Value>) -> Result<(), Refusal> {
        if self.change.root == Root::People && !self.writer.is_server() {
            return Err(self.refused("who takes part is said beside the document"));
        }
        if self.change.id.is_empty() || self.change.id.len() > bounds::KEY {
            return Err(Refusal::Shape { place: self.change.place() });
        }
        self.size(self.measure(&fields))?;
        fields.iter().try_for_each(|(name, value)| self.field(name, None, Some(value), true))
    }

    fn removal(&self) -> Result<(), Refusal> {
        let Writer::Person { id, role } = self.writer else { return Ok(()) };
        if self.change.root == Root::People {
            return Err(self.refused("who takes part is said beside the document"));
        }
        if self.change.root == Root::Parking {
            return Err(self.refused("a parked idea can be let go, not removed"));
        }
        if self.fact.machine {
            return Err(self.refused("what the machine found can be hidden, not removed"));
        }
        let own = self.fact.by.as_deref().is_none_or(|by| by == id);
        if own || *role >= ReviewRole::Facilitator {
            return Ok(());
        }
        Err(self.refused("only its author, the facilitator or the organiser may remove it"))
    }

    fn field(
        &self,
        name: &str,
        before: Option<&Value>,
        after: Option<&Value>,
        made: bool,
    ) -> Result<(), Refusal> {
        let known = field(self.change.root, name);
        if let (Some(known), Some(value)) = (known, after) {
            known.shape.check(value).map_err(|misfit| misfit.at(|| self.place(name)))?;
        }
        self.words(known.map_or(Words::Shared, |known| known.words), made)?;
        let Writer::Person { id, .. } = self.writer else { return Ok(()) };
        if name == "by" {
            return self.author(id, after, made);
        }
        let machines = self.fact.machine || after.and_then(Value::text) == Some("machine");
        if name == "lane" && machines && before != after {
            return Err(self.refused("only the machine writes into its lane"));
        }
        match (known.map(|known| known.shape), after) {
            (Some(shape @ Shape::Votes), Some(Value::Map(votes))) => {
                votes.iter().try_for_each(|(key, _)| self.vote(shape, key))
            }
            _ => Ok(()),
        }
    }

    /// The author is who writes it first, and stays it.
    fn author(&self, writer: &str, after: Option<&Value>, made: bool) -> Result<(), Refusal> {
        let by = after.and_then(Value::text);
        let fits = match (&self.fact.by, made) {
            (Some(author), false) => by == Some(author),
            (None, false) => by.is_none() || by == Some(writer) && !self.fact.machine,
            (_, true) => by.is_none_or(|by| by == writer),
        };
        if fits { Ok(()) } else { Err(self.refused("nobody writes in the name of somebody else")) }
    }

    fn words(&self, words: Words, made: bool) -> Result<(), Refusal> {
        let Writer::Person { id, role } = self.writer else { return Ok(()) };
        match words {
            Words::Shared => Ok(()),
            Words::Server => Err(self.refused("only the server writes that")),
            Words::Facilitator if *role < ReviewRole::Facilitator => {
                Err(self.refused("only the facilitator and the organiser change that"))
            }
            Words::Own if self.fact.machine => Err(self.refused("only the server writes that")),
            Words::Own if !made && self.fact.by.as_deref().is_some_and(|by| by != id) => {
                Err(self.refused("these are another person's words"))
            }
            Words::Facilitator | Words::Own => Ok(()),
        }
    }

    fn vote(&self, shape: Shape, key: &str) -> Result<(), Refusal> {
        match self.writer {
            Writer::Person { id, .. } if shape == Shape::Votes && key != id => {
                Err(self.refused("nobody votes in the name of somebody else"))
            }
            _ => Ok(()),
        }
    }

    fn shape(&self, name: &str) -> Result<Shape, Refusal> {
        let known = field(self.change.root, name);
        known.map(|known| known.shape).ok_or_else(|| Refusal::Shape { place: self.place(name) })
    }

    fn measure(&self, fields: &BTreeMap<&str, Value>) -> Size {
        let unknown = fields.iter().filter(|(name, _)| field(self.change.root, name).is_none());
        let unknown = unknown.map(|(name, value)| name.len() + size_of(value)).sum();
        Size { fields: fields.len(), unknown }
    }

    fn size(&self, size: Size) -> Result<(), Refusal> {
        bounds::check("the number of fields", size.fields, bounds::FIELDS)?;
        bounds::check("what this version does not know of an object", size.unknown, bounds::UNKNOWN)
    }

    fn place(&self, name: &str) -> String {
        match &self.change.what {
            What::Object { .. } => format!("{}/{name}", self.change.place()),
            _ => self.change.place(),
        }
    }

    fn refused(&self, rule: &'static str) -> Refusal {
        Refusal::NotAllowed { place: self.change.place(), rule }
    }
}

fn plain(any: &Any) -> Value {
    Value::Plain(any.clone())
}
