use std::fmt;

use jiff::civil::Date;
use postlude_base::{Problem, Timestamp};
use serde::{Deserialize, Serialize};

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Place {
    /// The file, as it was named when it was read.
    pub file: String,
    /// From 1.
    pub line: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// What somebody is called in one system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Handle {
    /// `slack`, `mattermost`, `code`, ...; empty where the file does not say.
    pub system: String,
    /// Without `@`, as it is written there.
    pub name: String,
}

impl Handle {
    /// A handle, without blanks and `@` around it; none if nothing is left.
    pub fn new(system: &str, name: &str) -> Option<Self> {
        let name = name.trim().trim_start_matches('@').trim();
        (!name.is_empty()).then(|| Self { system: system.to_owned(), name: name.to_owned() })
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.system.is_empty() {
            return f.write_str(&self.name);
        }
        write!(f, "{}:{}", self.system, self.name)
    }
}

/// Days on which somebody is not there, both included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Absence {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// In the words of the file.
    pub why: Option<String>,
}

/// A time on call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duty {
    /// Name of the schedule.
    pub schedule: String,
    /// From this moment.
    pub from: Timestamp,
    /// To this one, not included.
    pub to: Timestamp,
}

/// What one place says of one person. None everywhere means that the place does not tell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Where it stands.
    pub place: Place,
    /// Full name.
    pub name: Option<String>,
    /// Further names by which chats show the person; not unique anywhere.
    pub nicknames: Vec<String>,
    /// What systems call the person.
    pub handles: Vec<Handle>,
    /// Lower case.
    pub emails: Vec<String>,
    /// Teams and groups.
    pub teams: Vec<String>,
    /// Whom the person reports to: an address, a handle, an id or a name.
    pub manager: Option<String>,
    /// What the person does.
    pub role: Option<String>,
    /// IANA name.
    pub zone: Option<String>,
    /// First day at work.
    pub start: Option<Date>,
    /// Whether the person was trained to facilitate.
    pub is_trained: Option<bool>,
    /// Whether it is a program.
    pub is_bot: Option<bool>,
    /// Whether somebody else employs the person.
    pub is_contractor: Option<bool>,
    /// Whether the account is closed.
    pub is_gone: Option<bool>,
    /// Days off.
    pub absences: Vec<Absence>,
    /// Times on call.
    pub duties: Vec<Duty>,
    /// Services, or folders of code.
    pub owns: Vec<String>,
}

impl Row {
    /// A row that says nothing yet.
    pub fn at(file: &str, line: u64) -> Self {
        Self { place: Place { file: file.to_owned(), line }, ..Self::default() }
    }

    /// Adds an address; one that a code host makes up holds a handle instead.
    pub fn email(&mut self, text: &str) {
        let text = text.trim().trim_start_matches("mailto:").trim_matches(['<', '>']).to_lowercase();
        if let Some(user) = text.strip_suffix("@users.noreply.github.com") {
            let user = user.split_once('+').map_or(user, |(_, user)| user);
            return self.handle("code", user);
        }
        let is_address =
            text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty());
        if is_address && !text.contains(char::is_whitespace) && !self.emails.contains(&text) {
            self.emails.push(text);
        }
    }

    /// Adds a handle.
    pub fn handle(&mut self, system: &str, name: &str) {
        self.handles.extend(Handle::new(system, name).filter(|handle| !self.handles.contains(handle)));
    }

    /// Sets the name unless it is empty; the first one counts.
    pub fn named(&mut self, name: &str) {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.is_empty() && self.name.is_none() {
            self.name = Some(name);
        }
    }

    /// Adds a nickname.
    pub fn nickname(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty() && !self.nicknames.iter().any(|known| known == name) {
            self.nicknames.push(name.to_owned());
        }
    }

    /// What tells this person from others in a sentence.
    pub fn told(&self) -> String {
        let first = self.name.clone().or_else(|| self.emails.first().cloned());
        first
            .or_else(|| self.handles.first().map(ToString::to_string))
            .unwrap_or_else(|| "somebody".to_owned())
    }
}

/// What one place says of a team.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TeamRow {
    /// Where it stands.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// Services, or folders of code.
    pub owns: Vec<String>,
}

/// What a person decided about who is who.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Both are one person.
    Join,
    /// They are two people, whatever else says.
    Apart,
}

/// A correction: it wins over everything that is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Where it stands.
    pub place: Place,
    /// What was decided.
    pub verdict: Verdict,
    /// An address, `system:handle`, or `file:line`.
    pub one: String,
    /// The same of the other.
    pub other: String,
    /// Why, in the words of who decided.
    pub why: Option<String>,
}

/// A problem and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The line.
    pub place: Place,
    /// What is odd.
    pub problem: Problem,
}

impl Told {
    /// A problem at a place.
    pub fn new(place: Place, problem: Problem) -> Self {
        Self { place, problem }
    }
}
