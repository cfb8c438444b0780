//! A document: prose, and fenced blocks with files of people, facts, deeds, and what must come out.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use postlude_base::{ByteSpan, EvidenceRef, SourceId, Timestamp};
use postlude_review::facilitator::{Affected, Class, Deed, Did, LookedAt, OwnWord, Said};

#[derive(Default)]
pub(super) struct Story {
    pub(super) files: Vec<(String, String)>,
    pub(super) window: Option<(Timestamp, Timestamp)>,
    pub(super) meeting: Option<(Date, Date)>,
    pub(super) affected: Vec<Affected>,
    pub(super) spoken_of: Vec<Affected>,
    pub(super) neighbours: Vec<String>,
    pub(super) organiser: Option<String>,
    pub(super) facilitated: Vec<(String, Date)>,
    pub(super) own_words: Vec<OwnWord>,
    pub(super) deeds: Vec<Deed>,
    pub(super) looked_at: LookedAt,
    pub(super) expected: Vec<String>,
    pub(super) proposal: Vec<String>,
    day: Option<Date>,
}

impl Story {
    pub(super) fn read(text: &str) -> Self {
        let mut story = Self::default();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let Some(fence) = line.strip_prefix("```") else { continue };
            let block: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            match fence.split_once(' ').unwrap_or((fence, "")) {
                ("people", name) => story.files.push((name.to_owned(), block.join("\n") + "\n")),
                ("facts", _) => block.iter().for_each(|line| story.fact(line)),
                ("deeds", _) => block.iter().for_each(|line| story.deed(line)),
                ("ledger", _) => story.expected.extend(block.iter().map(|line| (*line).to_owned())),
                ("proposal", _) => story.proposal.extend(block.iter().map(|line| (*line).to_owned())),
                _ => panic!("no block is called {fence}"),
            }
        }
        story
    }

    fn fact(&mut self, line: &str) {
        let (what, rest) = line.split_once(' ').unwrap();
        let names = || rest.split(", ").map(str::to_owned);
        match what {
            "window" => {
                let (from, to) = rest.split_once(" to ").unwrap();
                self.day = Some(from.split(' ').next().unwrap().parse().unwrap());
                self.window = Some((self.moment(from), self.moment(to)));
            }
            "meeting" => {
                let (from, to) = rest.split_once(" to ").unwrap();
                self.meeting = Some((from.parse().unwrap(), to.parse().unwrap()));
            }
            "affected" => self.affected.extend(names().map(|service| Affected { service, evidence: None })),
            "spoken-of" => {
                self.spoken_of.extend(names().map(|service| Affected { service, evidence: None }));
            }
            "neighbours" => self.neighbours.extend(names()),
            "organiser" => self.organiser = Some(rest.to_owned()),
            "facilitated" => {
                let (day, person) = rest.split_once(' ').unwrap();
                self.facilitated.push((person.to_owned(), day.parse().unwrap()));
            }
            "says" => self.own_word(rest),
            _ => panic!("no fact: {line}"),
        }
    }

    /// `ana@shop.example not acted: that was my colleague`, `... nearer periphery: words`, `... trained`.
    fn own_word(&mut self, text: &str) {
        let (person, rest) = text.split_once(' ').unwrap();
        let said = match rest.split_once(' ') {
            Some(("not", rest)) => {
                let (reason, words) = rest.split_once(": ").unwrap();
                Said::NotSo { reason: reason.to_owned(), words: words.to_owned() }
            }
            Some(("nearer", rest)) => {
                let (class, words) = rest.split_once(": ").unwrap();
                let class = if class == "involved" { Class::Involved } else { Class::Periphery };
                Said::Nearer { class, words: words.to_owned() }
            }
            _ => Said::Trained(true),
        };
        self.own_words.push(OwnWord { person: person.to_owned(), said, time: Timestamp(0) });
    }

    /// `14:05 noor acted orders: rolled it back`; the service may be left out, the day may stand before the time.
    fn deed(&mut self, line: &str) {
        let (head, words) = line.split_once(": ").unwrap();
        let mut parts: Vec<&str> = head.split(' ').collect();
        let dated = parts[0].contains('-');
        let time = self.moment(&parts.drain(..1 + usize::from(dated)).collect::<Vec<_>>().join(" "));
        let (at, did) = parts.iter().enumerate().find_map(|(at, word)| Some((at, did(word)?))).unwrap();
        let seen = &mut self.looked_at;
        match did {
            Did::Changed => seen.changes = true,
            Did::Reviewed => seen.reviews = true,
            Did::Paged | Did::Acknowledged => seen.pages = true,
            _ => seen.messages = true,
        }
        let from = self.deeds.len() as u64 * 100;
        self.deeds.push(Deed {
            who: vec![parts[..at].join(" ")],
            did,
            time: Some(time),
            service: parts.get(at + 1).map(|service| (*service).to_owned()),
            words: words.to_owned(),
            evidence: EvidenceRef { source: SourceId(1), span: ByteSpan::new(from, from + 99) },
            by_program: false,
        });
    }

    /// `14:05` on the day of the window, or `2026-03-05 14:05`; UTC.
    fn moment(&self, text: &str) -> Timestamp {
        let (day, time) = match text.split_once(' ') {
            Some((day, time)) => (day.parse().unwrap(), time),
            None => (self.day.expect("the window comes first"), text),
        };
        let time: Time = format!("{time}:00").parse().unwrap();
        let moment = DateTime::from_parts(day, time).to_zoned(TimeZone::UTC).unwrap().timestamp();
        Timestamp::from_jiff(moment).unwrap()
    }
}

fn did(word: &str) -> Option<Did> {
    Some(match word {
        "acted" => Did::Acted,
        "decided" => Did::Decided,
        "saw" => Did::Saw,
        "supposed" => Did::Supposed,
        "handed-over" => Did::HandedOver,
        "informed" => Did::Informed,
        "asked" => Did::Asked,
        "paged" => Did::Paged,
        "acknowledged" => Did::Acknowledged,
        "changed" => Did::Changed,
        "reviewed" => Did::Reviewed,
        "will-do" => Did::OwnsAction,
        "mentioned" => Did::Mentioned,
        "wrote" => Did::Wrote,
        _ => return None,
    })
}
