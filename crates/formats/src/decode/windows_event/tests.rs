//! A file put together here byte by byte, and the same event as XML.

use proptest::prelude::*;

use crate::decode::testing::shown;

const SYSTEM_TIME: u64 = 133_541_208_012_500_000;
const XML: &str = "<Events>\n<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\
    <Provider Name='Depot &amp; Sons'/><EventID>41</EventID><Level>2</Level>\
    <TimeCreated SystemTime='2024-03-05T14:00:01.2500000Z'/><Computer>shop-7</Computer></System>\
    <EventData><Data Name='Reason'>no &lt;space&gt;</Data><Data>C:</Data><Data>D:</Data></EventData>\
    </Event>\n</Events>\n";

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Writes binary XML into a chunk.
struct Writer(Vec<u8>);

impl Writer {
    fn name(&mut self, name: &str) {
        let place = self.0.len() as u32 + 4;
        self.0.extend(place.to_le_bytes());
        self.0.extend([0; 6]);
        self.0.extend((name.len() as u16).to_le_bytes());
        self.0.extend(utf16(name));
        self.0.extend([0; 2]);
    }

    fn open(&mut self, name: &str, has_attributes: bool) {
        self.0.push(if has_attributes { 0x41 } else { 1 });
        self.0.extend([0xff, 0xff, 0, 0, 0, 0]);
        self.name(name);
        if has_attributes {
            self.0.extend([0; 4]);
        }
    }

    fn attribute(&mut self, name: &str) {
        self.0.push(6);
        self.name(name);
    }

    fn string(&mut self, text: &str) {
        self.0.extend([5, 1]);
        self.0.extend((text.len() as u16).to_le_bytes());
        self.0.extend(utf16(text));
    }

    fn substitution(&mut self, index: u8, kind: u8) {
        self.0.extend([0x0e, index, 0, kind]);
    }

    fn leaf(&mut self, name: &str, index: u8, kind: u8) {
        self.open(name, false);
        self.0.push(2);
        self.substitution(index, kind);
        self.0.push(4);
    }

    fn definition(&mut self) {
        self.0.extend([0x0f, 1, 1, 0]);
        self.open("Event", false);
        self.0.push(2);
        self.open("System", false);
        self.0.push(2);
        self.open("Provider", true);
        self.attribute("Name");
        self.string("Depot ");
        self.0.extend([9]);
        self.name("amp");
        self.string(" Sons");
        self.0.push(3);
        self.leaf("EventID", 0, 6);
        self.leaf("Level", 1, 4);
        self.open("TimeCreated", true);
        self.attribute("SystemTime");
        self.substitution(2, 17);
        self.0.push(3);
        self.leaf("Computer", 3, 1);
        self.0.push(4);
        self.open("EventData", false);
        self.0.push(2);
        self.open("Data", true);
        self.attribute("Name");
        self.string("Reason");
        self.0.push(2);
        self.substitution(4, 1);
        self.0.push(4);
        self.leaf("Data", 5, 0x81);
        self.0.extend([4, 4, 0]);
    }
}

fn chunk() -> Vec<u8> {
    let mut writer = Writer(vec![0; 512 + 24]);
    writer.0.extend([0x0f, 1, 1, 0, 0x0c, 1, 0, 0, 0, 0]);
    let definition = writer.0.len() as u32 + 4;
    writer.0.extend(definition.to_le_bytes());
    let header = writer.0.len();
    writer.0.extend([0; 24]);
    writer.definition();
    let size = (writer.0.len() - header - 24) as u32;
    writer.0[header + 20..header + 24].copy_from_slice(&size.to_le_bytes());
    let values: [(u8, Vec<u8>); 6] = [
        (6, 41u16.to_le_bytes().to_vec()),
        (4, vec![2]),
        (17, SYSTEM_TIME.to_le_bytes().to_vec()),
        (1, utf16("shop-7")),
        (1, utf16("no <space>")),
        (0x81, utf16("C:\0D:\0")),
    ];
    writer.0.extend((values.len() as u32).to_le_bytes());
    for (kind, value) in &values {
        writer.0.extend((value.len() as u16).to_le_bytes());
        writer.0.extend([*kind, 0]);
    }
    values.iter().for_each(|(_, value)| writer.0.extend(value));
    writer.0.push(0);
    let Writer(mut bytes) = writer;
    let length = (bytes.len() - 512 + 4) as u32;
    bytes.extend(length.to_le_bytes());
    bytes[512..516].copy_from_slice(&[0x2a, 0x2a, 0, 0]);
    bytes[516..520].copy_from_slice(&length.to_le_bytes());
    bytes[528..536].copy_from_slice(&SYSTEM_TIME.to_le_bytes());
    bytes[..8].copy_from_slice(b"ElfChnk\0");
    let free = bytes.len() as u32;
    bytes[48..52].copy_from_slice(&free.to_le_bytes());
    bytes.resize(64 << 10, 0);
    bytes
}

fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"ElfFile\0".to_vec();
    bytes.resize(4096, 0);
    bytes[40..42].copy_from_slice(&4096u16.to_le_bytes());
    [bytes, chunks.concat()].concat()
}

/// What a record says, without its place.
fn said(shown: &str) -> Vec<String> {
    let records = shown.lines().filter(|line| line.starts_with("log "));
    records
        .map(|line| {
            let mut record: serde_json::Value = serde_json::from_str(&line[4..]).unwrap();
            record.as_object_mut().unwrap().remove("at");
            record.to_string()
        })
        .collect()
}

#[test]
fn both_forms_say_the_same() {
    let binary = shown("x.evtx", &file(&[chunk()]));
    let xml = shown("x.xml", XML.as_bytes());
    assert_eq!(said(&binary), said(&xml), "{binary}{xml}");
    insta::assert_snapshot!(xml, @r#"
    windows event xml: it holds <Event> elements of Windows' schema
    log {"+EventID":"41","+Reason":"no <space>","+param1":"C:","+param2":"D:","at":"2:9-354 <Event xmlns='http:/","body":"Depot & Sons 41: no <space>, C:, D:","host":"shop-7","level":"error","service":"Depot & Sons","time":"2024-03-05T14:00:01.250Z"}
    "#);
}

#[test]
fn damaged_chunks_do_not_stop_the_others() {
    let mut bad = chunk();
    bad[0] = b'x';
    bad[700] ^= 0xff;
    let shown = shown("x.evtx", &file(&[bad, vec![0; 64 << 10], chunk()]));
    assert!(shown.contains("problem damaged-chunk"), "{shown}");
    assert!(shown.contains(&format!("2:{}-", 4096 + 2 * (64 << 10) + 512)), "{shown}");
}

#[test]
fn numbers_of_lines_and_places_of_elements() {
    let text = XML.replace("</Events>\n", "") + &XML["<Events>\n".len()..];
    let shown = shown("x.xml", text.as_bytes());
    let second = text.rfind("<Event ").unwrap();
    assert!(shown.contains("\"at\":\"2:9-") && shown.contains(&format!("\"at\":\"3:{second}-")), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn damage_is_never_a_panic(changes in prop::collection::vec((0..1600usize, any::<u8>()), 1..8), cut in 0..3000usize) {
        let mut bytes = chunk();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        let mut bytes = file(&[bytes]);
        shown("x.evtx", &bytes);
        bytes.truncate(4096 + cut);
        shown("x.evtx", &bytes);
        let cut = XML.floor_char_boundary(cut % XML.len());
        shown("x.xml", &XML.as_bytes()[..cut]);
    }
}
