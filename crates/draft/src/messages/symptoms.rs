//! Words in which people and rules of alerting speak of trouble, and of which kind it is.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::phrase::Phrase;
use super::sentence::{Sentence, sentences};

/// A kind of trouble, the resource it is about, or its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Symptom {
    /// Failures.
    Errors,
    /// It takes long.
    Latency,
    /// More or fewer requests.
    Traffic,
    /// A process that began anew.
    Restart,
    /// Something that stopped or does not answer.
    Silence,
    /// Back to what it was.
    Recovery,
    /// A limit is reached; of what is not said.
    Limit,
    /// Processor.
    Processor,
    /// Memory.
    Memory,
    /// Disk space or throughput.
    Disk,
    /// Connections and pools of them.
    Connections,
    /// Locks.
    Locks,
    /// Queues, and how far behind something is.
    Queue,
    /// Threads and workers.
    Threads,
    /// Load of a machine.
    Load,
}

use Symptom::{
    Connections, Disk, Errors, Latency, Limit, Load, Locks, Memory, Processor, Queue, Recovery, Restart,
    Silence, Threads, Traffic,
};

impl Symptom {
    /// Whether it is a resource that may be short.
    pub(crate) fn is_resource(self) -> bool {
        matches!(self, Processor | Memory | Disk | Connections | Locks | Queue | Threads | Load)
    }
}

/// Words, or their beginnings before `*`, and the kinds they may speak of.
const WORDS: &[(&str, &[Symptom])] = &[
    (
        "error* errors fail* exception* reject* declined broken breaks invalid expired denied exceeded corrupt* duplicate* mismatch*",
        &[Errors],
    ),
    ("5xx 5xxs 4xx 500 500s 502 502s 503 503s 404 404s 403 401 fehler*", &[Errors]),
    ("429 429s", &[Errors, Limit]),
    ("504 504s timeout* timing timed", &[Errors, Latency]),
    ("refused unhealthy unavailable unreachable down dead blank", &[Errors, Silence]),
    ("crash* panic*", &[Errors, Restart]),
    ("oom*", &[Memory, Restart]),
    ("killed evicted restart* reboot* flapping", &[Restart]),
    ("slow* sluggish latenc* delay* p50 p90 p95 p99 spins spinning langsam*", &[Latency]),
    ("lag*", &[Latency, Queue]),
    ("hang* hung stuck", &[Latency, Silence]),
    ("full pegged exhausted saturat* voll", &[Limit]),
    ("cpu processor", &[Processor]),
    ("memory mem heap rss", &[Memory]),
    ("disk filesystem inode* space", &[Disk]),
    ("connections connection pool slots", &[Connections]),
    ("lock locks locked", &[Locks]),
    ("deadlock*", &[Locks, Errors]),
    ("queue* backlog", &[Queue]),
    ("threads workers", &[Threads]),
    ("load load1 load5", &[Load]),
    ("traffic", &[Traffic]),
    ("spike*", &[Traffic, Latency, Errors]),
    ("offline silent missing empty", &[Silence]),
    ("recover* healthy resolved green normal restored", &[Recovery]),
];

/// Parts of systems and what runs through them, each without the ending of many.
const THINGS: &str = "api app backend backup box branch broker browser bucket build cache canary cert certificate client \
    clock cluster commit config consumer container cron customer database db deploy deployment disk dns edge endpoint \
    event export firewall flag frontend gateway heartbeat host import index ingress instance job key leader limit \
    loadbalancer lock log login machine master message migration network node packet page partition pipeline pod pool \
    port primary process producer prod provider proxy query queue rate region release replica request role route row schema \
    server service session shard site socket stack staging standby storage switch table thread ticket token topic trace \
    traffic transaction upload user version volume web worker write zone";

static READ_THINGS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| THINGS.split(' ').collect());

/// Whether a lower case word is a part of a system.
pub(super) fn is_thing(word: &str) -> bool {
    let known = |word: &str| READ_THINGS.contains(word);
    // `worker-12` is a worker.
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    known(word)
        || word.strip_suffix('s').is_some_and(|one| known(one) || one.strip_suffix('e').is_some_and(known))
        || word.strip_suffix("ies").is_some_and(|stem| known(&format!("{stem}y")))
}

/// What no single word says.
const PHRASES: &[(&str, &[Symptom])] = &[
    ("take|takes|took|taking ~ <number>|long|longer|forever|ages|minutes|seconds", &[Latency]),
    ("not answer|answers|answering|respond|responding|reachable", &[Silence, Errors]),
    ("no answer|response|logs|metrics|data", &[Silence]),
    ("no|fewer|less requests|traffic|orders", &[Traffic, Silence]),
    ("last line|entry|record", &[Silence]),
    (
        "works|working|work|reachable|up|back|fine|available|serving|quick|fast|ok|there|open again",
        &[Recovery],
    ),
    ("paid|made|sent|delivered|accepted|taken|kept|arrive|arriving|answers|answering again", &[Recovery]),
    ("back to|at normal|usual", &[Recovery]),
    ("errors|alerts ~ ~ gone|zero", &[Recovery]),
];

static READ_PHRASES: LazyLock<Vec<(Phrase, &[Symptom])>> =
    LazyLock::new(|| PHRASES.iter().map(|(text, kinds)| (Phrase::new(text), *kinds)).collect());

/// Words that turn what follows into its contrary.
const NEGATIONS: [&str; 9] = ["not", "no", "never", "without", "nobody", "none", "neither", "nicht", "kein"];

/// How many words a negation reaches.
const REACH: usize = 3;

/// The kinds a lower case word speaks of; none if it speaks of no trouble.
pub(super) fn of_word(word: &str) -> Option<&'static [Symptom]> {
    let fits = |known: &str| match known.strip_suffix('*') {
        Some(start) => word.starts_with(start),
        None => word == known,
    };
    // `java.net.SocketTimeoutException`, `OperationalError`.
    if word.ends_with("exception") || word.ends_with("error") {
        return Some(&[Errors]);
    }
    WORDS.iter().find(|(known, _)| known.split(' ').any(fits)).map(|(_, kinds)| *kinds)
}

/// The kinds of trouble that a sentence says there are. What is denied is left out; who is not healthy fails.
pub(crate) fn of_sentence(sentence: &Sentence) -> Vec<Symptom> {
    let mut all = Vec::new();
    for (at, kinds) in sentence.symptoms.iter().enumerate() {
        let Some(kinds) = *kinds else { continue };
        let before = &sentence.words[at.saturating_sub(REACH)..at];
        let denied = before.iter().any(|word| NEGATIONS.contains(&word.as_str()));
        match (denied, kinds.contains(&Recovery)) {
            (false, _) => all.extend_from_slice(kinds),
            (true, true) => all.extend([Errors, Silence]),
            (true, false) => {}
        }
    }
    let said = READ_PHRASES.iter().filter(|(phrase, _)| phrase.occurs(sentence));
    all.extend(said.flat_map(|(_, kinds)| kinds.iter().copied()));
    all.sort_unstable();
    all.dedup();
    all
}

/// The kinds of trouble that the name of a metric or of an alert speaks of: `OrdersSlow`, `db_pool_in_use`.
pub(crate) fn of_name(name: &str) -> Vec<Symptom> {
    let mut words = String::new();
    let mut before = ' ';
    for c in name.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            words.push(' ');
        }
        words.extend(if c.is_alphanumeric() { c } else { ' ' }.to_lowercase());
        before = c;
    }
    sentences(&words).iter().flat_map(of_sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_speak_of_trouble() {
        let check = |text: &str, expected: &[Symptom]| {
            assert_eq!(of_sentence(&sentences(text)[0]), expected, "{text}");
        };
        check("orders is slow", &[Latency]);
        check("no errors on orders", &[]);
        check("orders-1 is not healthy", &[Errors, Silence]);
        check("the home page takes more than 4 s", &[Latency]);
        check("payment works again", &[Recovery]);
        check("nginx shows 504 on /checkout", &[Errors, Latency]);
        check("good morning", &[]);
    }

    #[test]
    fn names_speak_of_trouble() {
        let check = |name: &str, expected: &[Symptom]| assert_eq!(of_name(name), expected, "{name}");
        check("OrdersSlow", &[Latency]);
        check("db_pool_in_use", &[Connections]);
        check("HighErrorRate", &[Errors]);
        check("charges_total", &[]);
    }
}
