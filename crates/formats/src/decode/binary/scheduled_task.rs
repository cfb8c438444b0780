//! Tasks of the Windows Task Scheduler before version 2: `.job` files.
//!
//! Source: Microsoft, [MS-TSCH] 2.4. One record for the task, at its last run, and one for each trigger, at its
//! beginning. Times have no zone.

use jiff::civil::DateTime;
use postlude_base::{Problem, Timestamp};
use postlude_evidence::{Log, Origin, Record, Sink, Text};

use super::{array_at, utf16_text};
use crate::{Block, Carry, Detection, Head, Order, Reader};

/// Where the name of the program stands, behind the fixed fields and a count.
const PROGRAM: u16 = 70;
const TRIGGER: usize = 48;

/// Windows NT 4, 2000, XP and 2003, Vista to 8.1, 10.
const PRODUCTS: [u16; 8] = [0x0400, 0x0500, 0x0501, 0x0600, 0x0601, 0x0602, 0x0603, 0x0a00];

/// What the fields of the triggers' types mean.
const TRIGGER_KINDS: [&str; 8] =
    ["once", "daily", "weekly", "monthly by date", "monthly by day", "when idle", "at start", "at logon"];

/// Does it begin as a task does?
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    let product = u16_at(head.bytes, 0)?;
    let program = u16_at(head.bytes, 20)?;
    let triggers = u16_at(head.bytes, 22)?;
    let begins = PRODUCTS.contains(&product) && u16_at(head.bytes, 2)? == 1 && program == PROGRAM;
    if !begins || triggers <= program || (head.complete && usize::from(triggers) > head.bytes.len()) {
        return None;
    }
    Some(Detection {
        format: "windows task".to_owned(),
        confidence: 92,
        reasons: vec![format!("it begins as a task of the Task Scheduler, product {product:#06x}")],
        problems: Vec::new(),
        reader: Box::new(TaskReader { zone: head.hints.zone.clone() }),
    })
}

struct TaskReader {
    zone: jiff::tz::TimeZone,
}

impl Reader for TaskReader {
    fn order(&self) -> Order {
        Order::Any
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        // Its parts point at each other, and it is small.
        if block.last { block.bytes.len() } else { 0 }
    }

    fn read(&self, block: &Block<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        if self.task(block, sink).is_none() {
            let span = block.span(0, block.bytes.len());
            sink.problem(Problem::new("truncated-record", "a task that was read in part").at(span));
        }
    }
}

impl TaskReader {
    /// Reads all there is; none where it ends early.
    fn task(&self, block: &Block<'_>, sink: &mut dyn Sink) -> Option<()> {
        let bytes = block.bytes;
        let mut at = usize::from(PROGRAM);
        let mut attributes = Vec::new();
        let mut whole = Some(());
        for name in
            ["process.executable.path", "process.command_args", "working_directory", "user.name", "comment"]
        {
            let Some((value, next)) = counted(bytes, at) else {
                whole = None;
                break;
            };
            if !value.is_empty() {
                attributes.push((Text::Borrowed(name), Text::Owned(value)));
            }
            at = next;
        }
        let triggers = usize::from(u16_at(bytes, 22)?).min(bytes.len());
        let mut origin = Origin::at(block.span(0, triggers), 1);
        origin.attributes.clone_from(&attributes);
        origin.time = array_at(bytes, 52).and_then(|time| self.moment(time));
        let program = origin.attribute("process.executable.path").unwrap_or("a task").to_owned();
        if let Some(code) = array_at(bytes, 40).map(u32::from_le_bytes) {
            origin.attributes.push((Text::Borrowed("process.exit_code"), Text::Owned(code.to_string())));
        }
        sink.record(&Record::Log(Log::new(origin, Text::Owned(format!("last run of {program}")))));
        let count = u64::from(u16_at(bytes, triggers)?);
        let list = bytes.get(triggers + 2..)?;
        for (trigger, number) in list.chunks_exact(TRIGGER).zip(2..=count.saturating_add(1)) {
            let from = triggers + 2 + (number as usize - 2) * TRIGGER;
            let mut origin = Origin::at(block.span(from, from + TRIGGER), number);
            origin.time = self.beginning(trigger);
            origin.attributes.clone_from(&attributes);
            let kind =
                array_at(trigger, 32).map(u32::from_le_bytes).and_then(|kind| usize::try_from(kind).ok());
            let kind = kind.and_then(|kind| TRIGGER_KINDS.get(kind)).copied().unwrap_or("unknown");
            origin.attributes.push((Text::Borrowed("trigger"), Text::Borrowed(kind)));
            let body = format!("trigger of {program}: {kind}");
            sink.record(&Record::Log(Log::new(origin, Text::Owned(body))));
        }
        whole
    }

    /// A SYSTEMTIME: year, month, day of the week, day, hour, minute, second, milliseconds.
    fn moment(&self, bytes: [u8; 16]) -> Option<Timestamp> {
        let field = |index: usize| u16_at(&bytes, 2 * index);
        self.resolve([field(0)?, field(1)?, field(3)?, field(4)?, field(5)?, field(6)?], field(7)?)
    }

    fn beginning(&self, trigger: &[u8]) -> Option<Timestamp> {
        let field = |at: usize| u16_at(trigger, at);
        self.resolve([field(4)?, field(6)?, field(8)?, field(16)?, field(18)?, 0], 0)
    }

    fn resolve(&self, fields: [u16; 6], milliseconds: u16) -> Option<Timestamp> {
        let [year, month, day, hour, minute, second] = fields.map(i16::try_from);
        let small = |value: Result<i16, _>| value.ok().and_then(|value| i8::try_from(value).ok());
        let civil = DateTime::new(
            year.ok()?,
            small(month)?,
            small(day)?,
            small(hour)?,
            small(minute)?,
            small(second)?,
            i32::from(milliseconds.min(999)) * 1_000_000,
        );
        Timestamp::from_jiff(civil.ok()?.to_zoned(self.zone.clone()).ok()?.timestamp())
    }
}

/// A text behind its length in characters, and where the next begins.
fn counted(bytes: &[u8], at: usize) -> Option<(String, usize)> {
    let next = at + 2 + 2 * usize::from(u16_at(bytes, at)?);
    Some((utf16_text(bytes.get(at + 2..next)?), next))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    array_at(bytes, at).map(u16::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::testing::shown;
    use proptest::prelude::*;

    fn sample() -> Vec<u8> {
        let mut bytes = vec![0; usize::from(PROGRAM)];
        let mut put = |at: usize, value: u16| bytes[at..at + 2].copy_from_slice(&value.to_le_bytes());
        put(0, 0x0601);
        put(2, 1);
        put(20, PROGRAM);
        for (index, value) in [2024, 3, 2, 5, 14, 0, 1, 250].into_iter().enumerate() {
            put(52 + 2 * index, value);
        }
        for text in ["C:\\jobs\\rotate.exe", "/all", "", "maria", "rotates logs"] {
            let units: Vec<u16> = text.encode_utf16().chain([0]).collect();
            bytes.extend((units.len() as u16).to_le_bytes());
            bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        }
        let triggers = bytes.len() as u16;
        bytes[22..24].copy_from_slice(&triggers.to_le_bytes());
        bytes.extend(1u16.to_le_bytes());
        let mut trigger = [0; TRIGGER];
        for (at, value) in [(0, 48u16), (4, 2024), (6, 3), (8, 1), (16, 2), (18, 30), (32, 1)] {
            trigger[at..at + 2].copy_from_slice(&value.to_le_bytes());
        }
        bytes.extend(trigger);
        bytes
    }

    #[test]
    fn reads_task_and_triggers() {
        let shown = shown("rotate.job", &sample());
        assert!(shown.contains("2024-03-05T14:00:01.250Z") && shown.contains("last run of C:"), "{shown}");
        assert!(shown.contains("2024-03-01T02:30:00Z") && shown.contains(".exe: daily"), "{shown}");
        assert!(shown.contains("\"+user.name\":\"maria\"") && !shown.contains("problem"), "{shown}");
    }

    proptest! {
        #[test]
        fn damage_is_never_a_panic(at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>()) {
            let mut bytes = sample();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            shown("x.job", &bytes);
            bytes.truncate(cut.index(bytes.len()));
            shown("x.job", &bytes);
        }
    }
}
