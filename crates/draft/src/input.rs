use postlude_base::Timestamp;
use postlude_evidence::Severity;
use postlude_signals::{Observations, RecordKey};
use serde::{Deserialize, Serialize};

/// A deliberate change, as its source tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangeFact {
    /// When it began.
    pub time: Timestamp,
    /// When it was finished.
    pub end: Option<Timestamp>,
    /// The service it is made to.
    pub service: Option<String>,
    /// `deploy`, `rollback`, `commit`, ... as in the change table.
    pub kind: String,
    /// In the words of the source.
    pub title: String,
    /// What it brings.
    pub version: Option<String>,
    /// How it went.
    pub outcome: Option<String>,
    /// Instances that it brings, as far as the source names them.
    #[serde(default)]
    pub instances: Vec<String>,
    /// Where it stands.
    pub record: RecordKey,
}

/// An alert of the team's own monitoring.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlertFact {
    /// When it began.
    pub time: Timestamp,
    /// When it ended.
    pub end: Option<Timestamp>,
    /// The service it names.
    pub service: Option<String>,
    /// Name of the rule.
    pub name: String,
    /// What it says.
    pub summary: String,
    /// How bad.
    pub severity: Option<Severity>,
    /// The same for all notifications about one alert.
    pub fingerprint: Option<String>,
    /// `firing`, `resolved`, `acknowledged` or `suppressed`.
    #[serde(default)]
    pub state: Option<String>,
    /// When somebody said that it was seen.
    #[serde(default)]
    pub acknowledged: Option<Timestamp>,
    /// Where it stands.
    pub record: RecordKey,
}

/// Something a person, or a program that writes into a chat, wrote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageFact {
    /// When.
    pub time: Timestamp,
    /// Where.
    pub channel: Option<String>,
    /// What.
    pub text: String,
    /// Who, as the chat names them. Never shown: people are roles.
    #[serde(default)]
    pub author: Option<String>,
    /// What the chat's list of people says that the author does.
    #[serde(default)]
    pub author_title: Option<String>,
    /// Whether a program wrote it.
    #[serde(default)]
    pub by_program: bool,
    /// Where it stands.
    pub record: RecordKey,
}

/// A line that tells that a part of a machine gave way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BreakdownFact {
    /// When.
    pub time: Timestamp,
    /// Whose log tells it.
    pub service: String,
    /// The line.
    pub text: String,
    /// The text of its template.
    pub template: String,
    /// Where it stands.
    pub record: RecordKey,
}

/// All that a timeline is drafted from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Input {
    /// Series of numbers.
    pub observations: Observations,
    /// In order of time.
    pub changes: Vec<ChangeFact>,
    /// In order of time.
    pub alerts: Vec<AlertFact>,
    /// In order of time.
    pub messages: Vec<MessageFact>,
    /// In order of time.
    #[serde(default)]
    pub breakdowns: Vec<BreakdownFact>,
    /// What quiet recordings of the same system show; none when there are none.
    #[serde(default)]
    pub normal: Vec<Observations>,
}
