//! Known to people: the first message that speaks of an entry.

use postlude_base::Timestamp;

use super::KnownDraft;
use super::said::{Said, SentenceSaid};
use super::subject::Subject;
use crate::messages::{MessageKind, kind_of_sentence};
use crate::timeline::Kind;

/// One way in which a message may speak of an entry, with what is to be said of it.
type Way = fn(&Subject<'_>, &Said<'_>) -> Option<String>;

/// The most telling first.
const WAYS: [Way; 7] = [alert, change, quotation, metric, trouble, moment, dashboard];

/// The first message that speaks of it.
pub(super) fn first(subject: &Subject<'_>, messages: &[Said<'_>]) -> Option<KnownDraft> {
    messages
        .iter()
        .skip_while(|said| said.time() < subject.from)
        .take_while(|said| said.time() <= subject.until)
        .find_map(|said| {
            let how = WAYS.iter().find_map(|way| way(subject, said))?;
            let records = vec![said.fact.record];
            Some(KnownDraft { time: said.time(), by: said.role(), how, records })
        })
}

/// The name of the alert.
fn alert(subject: &Subject<'_>, said: &Said<'_>) -> Option<String> {
    let name = subject.entry.about.alert.as_deref()?;
    // A single everyday word is no name.
    let telling = name.len() > 5 && (name.contains(' ') || name.chars().skip(1).any(|c| !c.is_lowercase()));
    (telling && said.has(name)).then(|| "a message names the alert".to_owned())
}

/// The version of a change, or, once it has begun, its service together with a word for changing something.
fn change(subject: &Subject<'_>, said: &Said<'_>) -> Option<String> {
    const CHANGES: [&str; 10] =
        ["deploy", "releas", "roll", "migrat", "upgrad", "updat", "config", "chang", "scal", "revert"];
    if subject.entry.kind != Kind::Change {
        return None;
    }
    let announces = |kind: Option<MessageKind>| {
        matches!(kind, Some(MessageKind::Decision | MessageKind::ActionTaken | MessageKind::StatusUpdate))
    };
    let begun = said.time() >= subject.entry.time.plus(-subject.entry.time_error);
    let announced = || said.sentences.iter().any(|said| announces(kind_of_sentence(&said.sentence)));
    if !begun && !announced() {
        return None;
    }
    let service = subject.service().filter(|service| said.names(service));
    let telling = |version: &&String| {
        let marks = version.matches('.').count();
        let is_revision = version.len() >= 7 && version.chars().all(|c| c.is_ascii_hexdigit());
        said.has(version) && (service.is_some() || marks >= 2 || is_revision)
    };
    if let Some(version) = subject.entry.about.versions.iter().find(telling) {
        return Some(match service {
            Some(service) => format!("a message names {service} {version}"),
            None => format!("a message names version {version}"),
        });
    }
    let service = service.filter(|_| begun)?;
    let changes = |one: &SentenceSaid<'_>| {
        let words = &one.sentence.words;
        one.services.contains(service)
            && words.iter().any(|word| CHANGES.iter().any(|start| word.starts_with(start)))
    };
    said.sentences.iter().any(changes).then(|| format!("a message names the change of {service}"))
}

/// A run of words of the log line.
fn quotation(subject: &Subject<'_>, said: &Said<'_>) -> Option<String> {
    let quoted = subject.runs.iter().any(|run| said.plain.contains(run.as_str()));
    quoted.then(|| "a message quotes the log line".to_owned())
}

/// The name of the metric, if it is no everyday word.
fn metric(subject: &Subject<'_>, said: &Said<'_>) -> Option<String> {
    let names = subject.entry.about.metrics.iter().map(|name| name.split('{').next().unwrap_or(name));
    let mut telling = names.filter(|name| name.len() > 7 && name.contains(['_', '.', ':']));
    telling.find(|name| said.has(name)).map(|name| format!("a message names {name}"))
}

/// The service, or the route, in one sentence with the kind of trouble.
fn trouble(subject: &Subject<'_>, said: &Said<'_>) -> Option<String> {
    if subject.symptoms.is_empty() || said.is_notice {
        return None;
    }
    let route = |one: &SentenceSaid<'_>| {
        let named = |operation: &&String| is_named(operation, &one.sentence.words);
        subject.entry.about.operations.iter().find(named).cloned()
    };
    said.sentences.iter().find_map(|one| {
        let service = subject.service().filter(|service| one.services.contains(service)).map(str::to_owned);
        let named = service.or_else(|| route(one).filter(|_| one.services.is_empty()))?;
        subject
            .shows(&one.symptoms())
            .then(|| format!("a message tells of {named}: {}", trouble_word(subject)))
    })
}

fn trouble_word(subject: &Subject<'_>) -> &'static str {
    match subject.entry.kind {
        Kind::Errors | Kind::NewLog => "failures",
        Kind::Latency => "slowness",
        Kind::Traffic => "traffic",
        Kind::Restart => "a restart",
        Kind::Silence => "silence",
        Kind::Recovery => "recovery",
        _ => "the resource",
    }
}

/// Whether the last part of a route is among the words: `checkout` of `POST /checkout`.
fn is_named(operation: &str, words: &[String]) -> bool {
    let path = operation.split(' ').find(|part| part.starts_with('/'));
    let last = path.and_then(|path| path.split(['/', '?']).rfind(|part| !part.is_empty()));
    last.is_some_and(|last| last.len() > 5 && words.iter().any(|word| word == last))
}

/// The moment when it began, in one sentence with the kind of trouble and no other service.
fn moment(subject: &Subject<'_>, said: &Said<'_>) -> Option<String> {
    const NEAREST: i64 = 60 * 1_000_000_000;
    const FARTHEST: i64 = 90 * 1_000_000_000;
    if subject.symptoms.is_empty() || said.is_notice {
        return None;
    }
    let near = subject.entry.time_error.clamp(NEAREST, FARTHEST);
    said.sentences.iter().find_map(|one| {
        let other = subject
            .service()
            .is_some_and(|service| !one.services.is_empty() && !one.services.contains(service));
        let times = one.sentence.words.windows(2).filter(|pair| SINCE.contains(&pair[0].as_str()));
        let mut times = times.filter_map(|pair| Some((&pair[1], clock(&pair[1], said.time())?)));
        let (word, _) = times.find(|(_, time)| time.since(subject.entry.time).abs() <= near)?;
        (!other && subject.shows(&one.symptoms()))
            .then(|| format!("a message tells of {} since {word}", trouble_word(subject)))
    })
}

/// Words in front of the moment when something began.
const SINCE: [&str; 9] = ["since", "around", "about", "from", "at", "~", "after", "seit", "um"];

/// `14:02` as the latest such moment, UTC, before the message.
fn clock(word: &str, said: Timestamp) -> Option<Timestamp> {
    const DAY: i64 = 86_400 * 1_000_000_000;
    let mut parts = word.split(':').map(|part| part.parse::<i64>().ok().filter(|_| part.len() == 2));
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match parts.next() {
        Some(second) => second?,
        None => 0,
    };
    if hour > 23 || minute > 59 || second > 59 || parts.next().is_some() {
        return None;
    }
    let of_day = ((hour * 60 + minute) * 60 + second) * 1_000_000_000;
    let today = Timestamp(said.0.div_euclid(DAY).checked_mul(DAY)?.checked_add(of_day)?);
    Some(if today > said { today.plus(-DAY) } else { today })
}

/// A link to a dashboard or a trace whose address names the service or the metric, while the trouble lasts.
fn dashboard(subject: &Subject<'_>, said: &Said<'_>) -> Option<String> {
    const PAGES: [&str; 10] = [
        "grafana",
        "dashboard",
        "/d/",
        "kibana",
        "datadog",
        "graph?",
        "explore",
        "jaeger",
        "newrelic",
        "dynatrace",
    ];
    let lasting = subject.entry.end.is_none_or(|end| said.time() <= end) && said.time() >= subject.entry.time;
    let measured = !subject.entry.about.metrics.is_empty() && subject.entry.kind != Kind::Recovery;
    if !lasting || !measured {
        return None;
    }
    let service = subject.service().filter(|service| service.len() > 3).map(str::to_lowercase);
    let metrics =
        subject.entry.about.metrics.iter().map(|name| name.split('{').next().unwrap_or(name).to_lowercase());
    let names: Vec<String> = metrics.filter(|name| name.len() > 7).chain(service).collect();
    let pages = said.links.iter().filter(|link| PAGES.iter().any(|page| link.contains(page)));
    let mut named = pages.filter_map(|link| {
        let path =
            link.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        names.iter().find(|name| has_word(path, name))
    });
    named.next().map(|name| format!("a message links to a dashboard of {name}"))
}

/// Whether a name stands in an address with no letter or digit beside it.
fn has_word(text: &str, name: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(name).any(|(at, found)| {
        let (before, after) = (text.get(..at).unwrap_or(""), text.get(at + found.len()..).unwrap_or(""));
        !inside(before.chars().next_back()) && !inside(after.chars().next())
    })
}
