use jiff::civil::Date;
use postlude_base::{EvidenceRef, Timestamp};
use postlude_directory::Directory;

use super::own_word::OwnWord;

/// What somebody did, as far as it says how near they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Did {
    /// Acted on the system.
    Acted,
    /// Decided what was done.
    Decided,
    /// Told what they saw.
    Saw,
    /// Supposed how it came about.
    Supposed,
    /// Passed responsibility on, or took it.
    HandedOver,
    /// Told others how things stood.
    Informed,
    /// Asked, or reported it by asking.
    Asked,
    /// Was paged, or assigned.
    Paged,
    /// Acknowledged or closed an alert.
    Acknowledged,
    /// Made a change: wrote it, merged it, deployed it.
    Changed,
    /// Looked through a change and let it pass.
    Reviewed,
    /// Owns what will probably be done about it.
    OwnsAction,
    /// Was spoken of.
    Mentioned,
    /// Wrote something that says nothing of the incident.
    Wrote,
}

/// One thing that somebody did, with what shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Deed {
    /// What the evidence calls them: an id, an address, a handle, a name; the surest first.
    pub who: Vec<String>,
    /// What they did.
    pub did: Did,
    /// When.
    pub time: Option<Timestamp>,
    /// To which service.
    pub service: Option<String>,
    /// A few words of the evidence: what was written, the title of the change, the name of the alert.
    pub words: String,
    /// Where it stands.
    pub evidence: EvidenceRef,
    /// Whether the evidence itself says that a program did it.
    pub by_program: bool,
}

/// A service that was in trouble.
#[derive(Debug, Clone, PartialEq)]
pub struct Affected {
    /// Its name.
    pub service: String,
    /// What shows that.
    pub evidence: Option<EvidenceRef>,
}

/// Which kinds of evidence there were at all: who is not named in what was never gathered is not neutral for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LookedAt {
    /// Messages of people.
    pub messages: bool,
    /// Changes with who made them.
    pub changes: bool,
    /// Who reviewed changes.
    pub reviews: bool,
    /// Who was paged, or took an alert.
    pub pages: bool,
}

/// All that the ledger is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts<'a> {
    /// Everybody.
    pub directory: &'a Directory,
    /// First and last moment of the trouble.
    pub window: Option<(Timestamp, Timestamp)>,
    /// What people did, in any order.
    pub deeds: Vec<Deed>,
    /// Services in trouble.
    pub affected: Vec<Affected>,
    /// Services that people spoke of meanwhile, whether or not they were in trouble.
    pub spoken_of: Vec<Affected>,
    /// Services that call these or are called by them: who knows them understands what is spoken of.
    pub neighbours: Vec<String>,
    /// What there was to look at.
    pub looked_at: LookedAt,
    /// Id of who organises the review.
    pub organiser: Option<String>,
    /// First and last day on which the facilitator is needed.
    pub meeting: (Date, Date),
    /// Ids of those who facilitated lately, with the day; once for each time.
    pub facilitated: Vec<(String, Date)>,
    /// What people said of their own rows.
    pub own_words: Vec<OwnWord>,
}
