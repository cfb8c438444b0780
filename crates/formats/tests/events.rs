//! Alerts, changes and messages: each sample of the corpus, and beside it the records that come out.

use std::fmt::Write as _;
use std::path::Path;

use jiff::tz::TimeZone;
use postlude_base::{Problem, Timestamp};
use postlude_evidence::{Record, Sink};
use postlude_formats::{Block, Carry, Head, Hints, Reader, detect};
use proptest::prelude::*;

/// When the samples were written, for those that count back from it: 2024-03-05T15:00:00Z.
const MODIFIED: Timestamp = Timestamp(1_709_650_800_000_000_000);

struct Lines<'a> {
    bytes: &'a [u8],
    text: String,
}

impl Sink for Lines<'_> {
    fn record(&mut self, record: &Record<'_>) {
        let origin = record.origin();
        let time = origin.time.map_or_else(|| "undated".to_owned(), |time| time.to_string());
        let end = |end: Option<Timestamp>| end.map(|end| format!(" until {end}")).unwrap_or_default();
        let (kind, what) = match record {
            Record::Alert(a) => {
                let state = a.state.as_deref().unwrap_or("-");
                let severity = a.severity.map_or("-", |severity| severity.name());
                let same = a.fingerprint.as_deref().unwrap_or("-");
                ("alert", format!("{} | {} | {severity} {state}{} | {same}", a.name, a.summary, end(a.end)))
            }
            Record::Change(c) => {
                let parts = [c.actor.as_deref(), c.version.as_deref(), c.outcome.as_deref()];
                let parts = parts.map(|part| part.unwrap_or("-")).join(" | ");
                ("change", format!("{} | {}{} | {parts}", c.kind, c.title, end(c.end)))
            }
            Record::Message(m) => {
                let parts = [m.author.as_deref(), m.channel.as_deref(), m.thread.as_deref()];
                ("message", format!("{} | {}", parts.map(|part| part.unwrap_or("-")).join(" | "), m.text))
            }
            Record::Log(l) => {
                ("log", format!("{} | {}", l.severity.map_or("-", |severity| severity.name()), l.body))
            }
            other => ("other", format!("{other:?}")),
        };
        writeln!(self.text, "{time} {kind} | {}", what.replace('\n', "\\n")).unwrap();
        let (from, to) = (origin.span.from as usize, origin.span.to as usize);
        let cited = String::from_utf8_lossy(&self.bytes[from..to]).replace('\n', "\\n");
        let (first, last): (String, String) = (
            cited.chars().take(24).collect(),
            cited.chars().skip(cited.chars().count().saturating_sub(12)).collect(),
        );
        let names = [("service", &origin.service), ("instance", &origin.instance), ("host", &origin.host)];
        let names = names.iter().filter_map(|(name, value)| Some(format!(" {name}={}", value.as_deref()?)));
        writeln!(self.text, "    line {} `{first}`..`{last}`{}", origin.line, names.collect::<String>())
            .unwrap();
        for (key, value) in &origin.attributes {
            writeln!(self.text, "    {key}: {}", value.replace('\n', "\\n")).unwrap();
        }
    }

    fn problem(&mut self, problem: Problem) {
        writeln!(self.text, "problem {}: {}", problem.code, problem.message).unwrap();
    }
}

/// Reads a sample, checks the format and compares the records with the file `<sample>.snap` beside it.
fn check(path: &str, format: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let bytes = std::fs::read(root.join(path)).unwrap();
    let hints = Hints { path, modified: Some(MODIFIED), zone: TimeZone::UTC, ..Hints::default() };
    let head = Head { bytes: &bytes, complete: true, hints: &hints };
    let found = detect(&head).expect(path);
    assert_eq!(found.format, format, "{path}: {:?}", found.reasons);
    let mut lines = Lines { bytes: &bytes, text: String::new() };
    for problem in found.problems {
        lines.problem(problem);
    }
    found.reader.read(&Block::whole(&bytes), &mut Carry::default(), &mut lines);
    let (folder, name) = path.rsplit_once('/').unwrap();
    insta::with_settings!({
        snapshot_path => root.join(folder),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, lines.text);
    });
}

/// One test per line: the sample and the format it must be told as.
macro_rules! samples {
    ($($test:ident: $path:literal is $format:literal;)*) => {
        $(#[test] fn $test() { check($path, $format); })*
        /// The paths of all samples.
        const SAMPLES: &[&str] = &[$($path),*];
    };
}

samples! {
    alertmanager: "alertmanager/alerts.json" is "alertmanager alerts";
    alertmanager_webhook: "alertmanager/webhook.json" is "alertmanager webhook";
    prometheus: "prometheus-alerts/alerts.json" is "prometheus alerts";
    pagerduty: "pagerduty/incidents.json" is "pagerduty incidents";
    pagerduty_log: "pagerduty/log_entries.json" is "pagerduty log entries";
    pagerduty_webhook: "pagerduty/webhooks.jsonl" is "pagerduty webhook";
    opsgenie: "opsgenie/alerts.json" is "opsgenie alerts";
    grafana_legacy: "grafana/legacy.json" is "grafana webhook";
    grafana_annotations: "grafana/annotations.json" is "grafana annotations";
    datadog: "datadog/events.json" is "datadog events";
    datadog_webhook: "datadog/webhook.jsonl" is "datadog webhook";
    dynatrace: "dynatrace/problems.json" is "dynatrace problems";
    cloudwatch: "cloudwatch/alarms.json" is "cloudwatch alarms";
    cloudwatch_history: "cloudwatch/history.json" is "cloudwatch alarm history";
    cloudwatch_sns: "cloudwatch/sns.json" is "cloudwatch notification";
    cloudwatch_event: "cloudwatch/eventbridge.json" is "cloudwatch event";
    newrelic: "newrelic/issue.json" is "new relic issues";
    sentry: "sentry/issues.json" is "sentry issues";
    zabbix: "zabbix/problems.json" is "zabbix problems";
    azure: "azure/alert.json" is "azure monitor alert";
    gcp: "gcp/incident.json" is "gcp monitoring incident";
    pingdom: "pingdom/webhook.json" is "pingdom";
    statuspage: "statuspage/incidents.json" is "statuspage incidents";
    nagios: "nagios/nagios.log" is "nagios log";
    platforms: "monitoring-platforms/webhooks.jsonl" is "axiom";
    any_alerts: "alerts/generic.jsonl" is "alerts";

    git_default: "git-log/default.txt" is "git log";
    git_fuller: "git-log/fuller.txt" is "git log";
    git_pipes: "git-log/pipes.txt" is "git log lines";
    git_oneline: "git-log/oneline.txt" is "git log lines";
    github: "github/webhooks.jsonl" is "github deployment status";
    github_runs: "github/runs.json" is "github workflow runs";
    gitlab: "gitlab/deployments.json" is "gitlab deployments";
    gitlab_events: "gitlab/events.json" is "gitlab events";
    argo_application: "argocd/application.json" is "argo cd applications";
    argo_history: "argocd/cart-history.txt" is "argo cd history";
    helm_table: "helm/history.txt" is "helm history";
    helm_json: "helm/history.json" is "helm history";
    kubernetes_events: "kubernetes/events.json" is "kubernetes events";
    kubernetes_events_yaml: "kubernetes/events.yaml" is "kubernetes events in yaml";
    kubectl_events: "kubernetes/events.txt" is "kubectl events";
    kubectl_rollout: "kubernetes/rollout.txt" is "kubectl rollout history";
    kubernetes_objects: "kubernetes/objects.json" is "kubernetes pods";
    cloudtrail: "cloudtrail/trail.json" is "aws cloudtrail";
    codedeploy: "codedeploy/deployments.json" is "aws codedeploy";
    jenkins: "jenkins/job.json" is "jenkins builds";
    terraform: "terraform/apply.jsonl" is "terraform apply";
    launchdarkly: "feature-flags/launchdarkly.json" is "launchdarkly audit log";
    unleash: "feature-flags/unleash.json" is "unleash events";
    any_changes: "change-events/deploys.jsonl" is "change events";

    slack: "slack/incident-41/2024-03-05.json" is "slack messages";
    slack_users: "slack/users.json" is "slack users";
    slack_history: "slack/history.json" is "slack messages";
    mattermost: "mattermost/export.jsonl" is "mattermost export";
    mattermost_posts: "mattermost/posts.json" is "mattermost posts";
    teams: "teams/messages.json" is "teams messages";
    matrix: "matrix/export.json" is "matrix events";
    discord: "discord/export.json" is "discord messages";
    telegram: "telegram/result.json" is "telegram messages";
    google_chat: "google-chat/messages.json" is "google chat messages";
    github_comments: "github/comments.json" is "github issue comments";
    irc_irssi: "irc/irssi-#shop.log" is "irc log";
    irc_weechat: "irc/shop.weechatlog" is "irc log";
    irc_hexchat: "irc/hexchat.txt" is "irc log";
    irc_znc: "irc/2024-03-05.log" is "irc log";
    notes_markdown: "notes/incident.md" is "notes";
    notes_text: "notes/2024-03-05-call.txt" is "notes";
    webvtt: "transcript/GMT20240305-140211_call.vtt" is "webvtt";
    subrip: "transcript/call.srt" is "subrip";
    whatsapp: "chat-text/whatsapp.txt" is "chat text";
    pasted_chat: "chat-text/pasted.txt" is "chat text";
    pasted_telegram: "chat-text/telegram.txt" is "chat text";
    bracketed_chat: "chat-text/2024-03-05-bracket.txt" is "chat text";
    mbox: "mail/list.mbox" is "mbox";
    any_messages: "chat/generic.jsonl" is "messages";
}

/// Spans of records, and the records as text without what depends on the carry of a whole source.
#[derive(Default)]
struct Spans {
    places: Vec<(u64, u64)>,
    records: Vec<String>,
}

impl Sink for Spans {
    fn record(&mut self, record: &Record<'_>) {
        let span = record.origin().span;
        self.places.push((span.from, span.to));
        self.records.push(format!("{record:?}"));
    }

    fn problem(&mut self, _: Problem) {}
}

fn sample(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(path)).unwrap()
}

/// Reads a source in blocks of about so many bytes, as an ingest does.
fn in_blocks(reader: &dyn Reader, bytes: &[u8], size: usize, sink: &mut Spans) {
    let mut carry = Carry::default();
    let (mut from, mut line) = (0, 1);
    while from < bytes.len() {
        let mut wanted = size;
        let block = loop {
            let to = (from + wanted).min(bytes.len());
            let block = Block {
                bytes: &bytes[from..to],
                offset: from as u64,
                line,
                first: from == 0,
                last: to == bytes.len(),
            };
            match reader.cut(&block) {
                0 => wanted += size,
                cut => {
                    break Block {
                        bytes: &bytes[from..from + cut],
                        last: from + cut == bytes.len(),
                        ..block
                    };
                }
            }
        };
        reader.read(&block, &mut carry, sink);
        line += block.bytes.iter().filter(|&&b| b == b'\n').count() as u64;
        from += block.bytes.len();
    }
}

/// So many cases of each property, or as many as `PROPTEST_CASES` asks for.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(120)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// Damaged samples: whatever they are told as, nothing panics, no record stands outside the source, and blocks
    /// give the records of the whole.
    #[test]
    fn damage_is_no_panic(
        which in 0..SAMPLES.len(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..3), 0..6),
        cut in any::<prop::sample::Index>(),
        size in 20usize..400,
    ) {
        let mut bytes = sample(SAMPLES[which]);
        for (at, byte, how) in damage {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.drain(at..(at + usize::from(byte)).min(bytes.len()))),
            }
            if bytes.is_empty() {
                return Ok(());
            }
        }
        bytes.truncate(cut.index(bytes.len() * 4).min(bytes.len()));
        let hints = Hints { path: SAMPLES[which], modified: Some(MODIFIED), ..Hints::default() };
        if let Some(found) = detect(&Head { bytes: &bytes, complete: true, hints: &hints }) {
            let mut spans = Spans::default();
            found.reader.read(&Block::whole(&bytes), &mut Carry::default(), &mut spans);
            prop_assert!(spans.places.iter().all(|(from, to)| from <= to && *to <= bytes.len() as u64));
            prop_assert!(spans.places.windows(2).all(|pair| pair[0].0 <= pair[1].0));
            let mut parts = Spans::default();
            in_blocks(&*found.reader, &bytes, size, &mut parts);
            prop_assert_eq!(spans.records, parts.records, "{} cut at {}", found.format, size);
        }
    }

    /// A source that is cut into blocks gives the records of the whole.
    #[test]
    fn blocks_give_the_same_records(which in 0..SAMPLES.len(), size in 20usize..400) {
        let bytes = sample(SAMPLES[which]);
        let hints = Hints { path: SAMPLES[which], modified: Some(MODIFIED), ..Hints::default() };
        let found = detect(&Head { bytes: &bytes, complete: true, hints: &hints }).unwrap();
        let (mut whole, mut parts) = (Spans::default(), Spans::default());
        found.reader.read(&Block::whole(&bytes), &mut Carry::default(), &mut whole);
        in_blocks(&*found.reader, &bytes, size, &mut parts);
        prop_assert_eq!(whole.records, parts.records);
    }
}
