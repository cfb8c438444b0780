//! Who knew, as a role. The name of a person is never part of it.

use crate::input::MessageFact;
use crate::messages::is_notice;

/// Words in what a list of people says that somebody does, and the role they mean; the first that fits counts.
const TITLES: &[(&str, &str)] = &[
    ("on-call", "on-call"),
    ("on call", "on-call"),
    ("oncall", "on-call"),
    ("incident", "incident commander"),
    ("commander", "incident commander"),
    ("support", "support"),
    ("customer", "support"),
    ("help", "support"),
    ("service desk", "support"),
    ("database", "database engineer"),
    ("network", "network engineer"),
    ("security", "security"),
    ("product", "product"),
    ("develop", "developer"),
    ("software", "developer"),
    ("programmer", "developer"),
    ("reliability", "engineer"),
    ("sre", "engineer"),
    ("engineer", "engineer"),
    ("operations", "engineer"),
    ("operator", "engineer"),
    ("administrator", "engineer"),
    ("manager", "management"),
    ("lead", "management"),
    ("head", "management"),
];

/// Names under which programs tell of alerts.
const MONITORING: &[&str] = &[
    "alert",
    "pager",
    "monitor",
    "opsgenie",
    "grafana",
    "prometheus",
    "datadog",
    "nagios",
    "icinga",
    "zabbix",
    "sentry",
    "pingdom",
    "uptime",
    "newrelic",
    "dynatrace",
    "cloudwatch",
];

/// The role of the monitoring itself.
pub(super) const OF_MONITORING: &str = "monitoring";

/// The role of whoever takes pages.
pub(super) const OF_PAGES: &str = "on-call";

/// The role of who wrote a message; `responder` where the records do not tell.
pub(super) fn of(fact: &MessageFact) -> &'static str {
    let author = fact.author.as_deref().unwrap_or_default().to_lowercase();
    let tells_of_alerts = MONITORING.iter().any(|name| author.contains(name));
    if is_notice(&fact.text) || (fact.by_program && tells_of_alerts) {
        return OF_MONITORING;
    }
    if fact.by_program || author.ends_with("bot") {
        return "automation";
    }
    let title = fact.author_title.as_deref().unwrap_or_default().to_lowercase();
    TITLES.iter().find(|(word, _)| title.contains(word)).map_or("responder", |(_, role)| role)
}
