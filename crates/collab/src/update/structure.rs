//! All items of an update, and whether each has a place in the document.

use std::collections::HashMap;

use super::content::Content;
use super::{Clocks, LAST_CLOCK};
use crate::Refusal;
use crate::schema::{bounds, root_named};

/// Client and clock.
type Id = (u64, u32);

/// Where an item belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Parent<'a> {
    /// In a root map.
    Root(&'a str),
    /// In a nested type.
    Inside(Id),
    /// Where its neighbour is.
    Like(Id),
    /// Nowhere: it is only remembered that it was.
    Nowhere,
}

/// One item, as read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) clock: u32,
    pub(super) length: u32,
    pub(super) parent: Parent<'a>,
    /// The neighbour to the right, if there is one to the left, too.
    pub(super) right: Option<Id>,
    pub(super) key: Option<&'a str>,
    pub(super) content: Content,
}

impl Item<'_> {
    pub(super) fn garbage(length: u32) -> Self {
        let (parent, content) = (Parent::Nowhere, Content::Deleted);
        Self { clock: 0, length, parent, right: None, key: None, content }
    }
}

/// The items of one client, and the clocks they cover.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) client: u64,
    pub(super) first: u32,
    pub(super) end: u32,
    items: std::ops::Range<usize>,
}

/// What a nested type of the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    Map,
    Writing,
    /// No longer there, or never a type.
    Gone,
}

/// What holds an item, and how deep that lies below the root maps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Holder {
    kind: HolderKind,
    depth: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HolderKind {
    Map,
    Writing,
    /// Only the document knows, or nobody.
    Unknown,
}

/// Maps and texts lie at most so deep: `entries/<id>/tags`.
const DEEPEST: u8 = 2;

#[derive(Debug, Default)]
pub(super) struct Structure<'a> {
    pub(super) clients: Vec<Client>,
    by_id: HashMap<u64, usize>,
    items: Vec<Item<'a>>,
}

impl<'a> Structure<'a> {
    pub(super) fn begin(&mut self, client: u64, first: u32) -> Result<(), Refusal> {
        if self.by_id.insert(client, self.clients.len()).is_some() {
            return Err(Refusal::Malformed("the same client twice"));
        }
        let at = self.items.len();
        self.clients.push(Client { client, first, end: first, items: at..at });
        Ok(())
    }

    pub(super) fn push(&mut self, mut item: Item<'a>) -> Result<(), Refusal> {
        let Some(client) = self.clients.last_mut() else { return Ok(()) };
        item.clock = client.end;
        let end = client.end.checked_add(item.length).filter(|end| *end <= LAST_CLOCK && item.length > 0);
        client.end = end.ok_or(Refusal::Malformed("a length that cannot be"))?;
        self.items.push(item);
        client.items.end = self.items.len();
        Ok(())
    }

    pub(super) fn end(&mut self) -> Result<(), Refusal> {
        match self.clients.last() {
            Some(client) if client.items.is_empty() => Err(Refusal::Malformed("a client without changes")),
            _ => Ok(()),
        }
    }

    pub(super) fn end_of(&self, client: u64) -> Option<u32> {
        self.client(client).map(|client| client.end)
    }

    fn client(&self, client: u64) -> Option<&Client> {
        self.by_id.get(&client).and_then(|at| self.clients.get(*at))
    }

    /// Checks that everything an item builds on is known, and that the item fits what holds it.
    pub(super) fn check(
        &self,
        clocks: &Clocks,
        kind_of: &impl Fn(u64, u32) -> Known,
        copies_place: &mut bool,
    ) -> Result<(), Refusal> {
        let mut holders = vec![None; self.items.len()];
        for (at, item) in self.items.iter().enumerate() {
            for (client, clock) in item.builds_on() {
                let known = clocks.get(&client).copied().unwrap_or(0).max(self.end_of(client).unwrap_or(0));
                if clock >= known {
                    return Err(Refusal::Missing);
                }
            }
            if item.parent == Parent::Nowhere {
                continue;
            }
            let holder = self.holder(at, kind_of, &mut holders)?;
            item.check(holder)?;
            *copies_place |= holder.kind == HolderKind::Unknown && item.content != Content::Text;
        }
        Ok(())
    }

    /// Refuses what would keep yrs busy for minutes: very many items, or many that compete for one place.
    pub(super) fn check_crowd(&self) -> Result<(), Refusal> {
        bounds::check("the number of changes in an update", self.items.len(), bounds::ITEMS)?;
        for client in &self.clients {
            let mut rivals = HashMap::new();
            let items = &self.items[client.items.clone()];
            for item in items.iter().filter(|item| item.parent != Parent::Nowhere) {
                let place = (item.parent, item.right, item.key);
                let rivals = rivals.entry(place).and_modify(|count| *count += 1).or_insert(1_usize);
                if *rivals > bounds::RIVALS {
                    return Err(Refusal::Malformed("changes that compete with each other"));
                }
            }
        }
        Ok(())
    }

    /// What holds an item: follows neighbours and parents within the update, each once.
    fn holder(
        &self,
        of: usize,
        kind_of: &impl Fn(u64, u32) -> Known,
        holders: &mut [Option<Holder>],
    ) -> Result<Holder, Refusal> {
        let mut path = Vec::new();
        let mut at = of;
        let mut holder = loop {
            if let Some(known) = holders[at] {
                break known;
            }
            if path.len() > self.items.len() {
                return Err(Refusal::Malformed("it goes round in circles"));
            }
            path.push(at);
            match self.items[at].parent {
                Parent::Root(_) => break Holder { kind: HolderKind::Map, depth: 0 },
                Parent::Nowhere => break Holder { kind: HolderKind::Unknown, depth: 0 },
                Parent::Like(id) => match self.find(id) {
                    Some(next) => at = next,
                    // It may be an object brought back by an undo: the rules see later what lies too deep.
                    None => break Holder { kind: HolderKind::Unknown, depth: 0 },
                },
                Parent::Inside(id) => match self.find(id) {
                    Some(next) => at = next,
                    None => break Holder { kind: kind_of(id.0, id.1).into(), depth: 1 },
                },
            }
        };
        // Backwards: each item is in the same holder as its neighbour, or in the type that its parent is.
        for at in path.iter().rev() {
            let inside = match self.items[*at].parent {
                Parent::Inside(id) => self.find(id).map(|parent| self.items[parent].content),
                _ => None,
            };
            if let Some(content) = inside {
                holder = Holder { kind: HolderKind::of(content)?, depth: holder.depth.saturating_add(1) };
                if holder.depth > DEEPEST {
                    return Err(Refusal::TooLarge {
                        what: "the nesting of maps",
                        at_most: usize::from(DEEPEST),
                    });
                }
            }
            holders[*at] = Some(holder);
        }
        Ok(holder)
    }

    fn find(&self, (client, clock): Id) -> Option<usize> {
        let client = self.client(client)?;
        if clock < client.first || clock >= client.end {
            return None;
        }
        let items = &self.items[client.items.clone()];
        let after = items.partition_point(|item| item.clock <= clock);
        Some(client.items.start + after.checked_sub(1)?)
    }
}

impl Item<'_> {
    fn builds_on(&self) -> impl Iterator<Item = Id> {
        let first = match self.parent {
            Parent::Inside(id) | Parent::Like(id) => Some(id),
            Parent::Root(_) | Parent::Nowhere => None,
        };
        first.into_iter().chain(self.right)
    }

    fn check(&self, holder: Holder) -> Result<(), Refusal> {
        let misplaced = || Refusal::Malformed("something in a place that reviews do not have");
        if let Parent::Root(name) = self.parent {
            root_named(name).ok_or_else(misplaced)?;
        }
        if let Some(key) = self.key {
            bounds::check("a key", key.len(), bounds::KEY)?;
        }
        let has_place = matches!(self.parent, Parent::Root(_) | Parent::Inside(_));
        let fits = match holder.kind {
            HolderKind::Map => {
                // Several values: those that were set one after the other, of which the last counts.
                self.content != Content::Text && (self.key.is_some() || !has_place)
            }
            HolderKind::Writing => {
                matches!(self.content, Content::Text | Content::Deleted) && self.key.is_none()
            }
            HolderKind::Unknown => true,
        };
        let is_type = matches!(self.content, Content::Map | Content::Writing);
        if !fits || is_type && holder.depth >= DEEPEST { Err(misplaced()) } else { Ok(()) }
    }
}

impl HolderKind {
    fn of(content: Content) -> Result<Self, Refusal> {
        match content {
            Content::Map => Ok(Self::Map),
            Content::Writing => Ok(Self::Writing),
            Content::Deleted => Ok(Self::Unknown),
            Content::Text | Content::Values => Err(Refusal::Malformed("a value that holds values")),
        }
    }
}

impl From<Known> for HolderKind {
    fn from(known: Known) -> Self {
        match known {
            Known::Map => Self::Map,
            Known::Writing => Self::Writing,
            Known::Gone => Self::Unknown,
        }
    }
}
