//! Containers made here, opened whole, cut short and damaged.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::*;

const LINES: &str = "2024-03-05 14:00:01 ready\n2024-03-05 14:00:02 on port 8080\n";
/// Two files of [`LINES`], `a.log` and `b/c.log`.
const SEVEN_ZIP: &[u8] = include_bytes!("../../../../corpus/containers/two.7z");
/// [`LINES`].
const XZ: &[u8] = include_bytes!("../../../../corpus/containers/one.xz");

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = tar::Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = tar::Header::new_gnu();
        // Written as it is: the library would refuse what an attacker writes.
        header.as_gnu_mut().unwrap().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mtime(1_709_647_200);
        header.set_cksum();
        out.append(&header, *bytes).unwrap();
    }
    out.into_inner().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let time = zip::DateTime::from_date_and_time(2024, 3, 5, 14, 0, 0).unwrap();
    for (path, bytes) in files {
        out.start_file(*path, SimpleFileOptions::default().last_modified_time(time)).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn opened_within(name: &str, bytes: &[u8], limits: &Limits) -> String {
    let Some(kind) = Kind::of(&bytes[..bytes.len().min(Kind::HEAD)]) else { return "plain".to_owned() };
    let (mut shown, mut troubles) = (String::new(), String::new());
    open(kind, &mut Cursor::new(bytes), name, None, limits, &mut |found| {
        match found {
            Found::Member(member) => {
                let mut content = Vec::new();
                member.content.read_to_end(&mut content).unwrap();
                let modified = member.modified.map_or(String::new(), |time| format!(" of {time}"));
                let content =
                    if content == LINES.as_bytes() { "all".to_owned() } else { content.len().to_string() };
                writeln!(shown, "{}: {content}{modified}", member.path).unwrap();
            }
            Found::Trouble(Trouble { path, problem }) => {
                writeln!(troubles, "{path}? {}", problem.code).unwrap();
            }
        }
        ControlFlow::Continue(())
    });
    shown + &troubles
}

#[track_caller]
fn check(name: &str, bytes: &[u8], expected: &str) {
    assert_eq!(opened_within(name, bytes, &Limits::default()), expected);
}

#[test]
fn opens_every_kind() {
    let lines = LINES.as_bytes();
    check("a.log.gz", &gzip(lines), "a.log: all\n");
    check("a.log.bz2", &bzip2(lines), "a.log: all\n");
    check("a.log.zst", &zstd(lines), "a.log: all\n");
    check("a.log.xz", XZ, "a.log: all\n");
    check("two.7z", SEVEN_ZIP, "a.log: all of 2024-03-05T14:00:00Z\nb/c.log: all of 2024-03-05T14:00:00Z\n");
    check(
        "x.tar",
        &tar(&[("a", lines), ("b/c", b"")]),
        "a: all of 2024-03-05T14:00:00Z\nb/c: 0 of 2024-03-05T14:00:00Z\n",
    );
    check(
        "x.zip",
        &zip(&[("a", lines), ("b/c", b"")]),
        "a: all of 2024-03-05T14:00:00Z\nb/c: 0 of 2024-03-05T14:00:00Z\n",
    );
    check("a.log", lines, "plain");
}

#[test]
fn opens_several_members_of_a_stream() {
    let (one, two) = LINES.as_bytes().split_at(30);
    check("a.gz", &[gzip(one), gzip(two)].concat(), "a: all\n");
    check("a.bz2", &[bzip2(one), bzip2(two)].concat(), "a: all\n");
    check("a.zst", &[zstd(one), zstd(two)].concat(), "a: all\n");
}

#[test]
fn opens_what_is_nested() {
    let lines = LINES.as_bytes();
    check("x.tgz", &gzip(&tar(&[("a", lines)])), "a: all of 2024-03-05T14:00:00Z\n");
    check("x.zip", &zip(&[("b/a.log.gz", &gzip(lines))]), "b/a.log.gz!a.log: all of 2024-03-05T14:00:00Z\n");
    let inner = zip(&[("a.log", lines)]);
    check("x.tar.zst", &zstd(&tar(&[("i.zip", &inner)])), "i.zip!a.log: all of 2024-03-05T14:00:00Z\n");
    check(
        "x.zip",
        &zip(&[("t.tar.bz2", &bzip2(&tar(&[("two.7z", SEVEN_ZIP)])))]),
        "t.tar.bz2!two.7z!a.log: all of 2024-03-05T14:00:00Z\nt.tar.bz2!two.7z!b/c.log: all of 2024-03-05T14:00:00Z\n",
    );
}

#[test]
fn keeps_what_can_be_read() {
    let long = LINES.repeat(50_000);
    let packed = gzip(long.as_bytes());
    let shown = opened_within("a.gz", &packed[..packed.len() / 2], &Limits::default());
    assert!(shown.ends_with("\na? truncated-archive\n") && !shown.starts_with("a: 0"), "{shown}");

    let whole = tar(&[("a", LINES.as_bytes()), ("b", long.as_bytes())]);
    check(
        "x.tar",
        &whole[..2000],
        "a: all of 2024-03-05T14:00:00Z\nb: 464 of 2024-03-05T14:00:00Z\nb? truncated-archive\n",
    );

    let whole = zip(&[("a", LINES.as_bytes()), ("b", long.as_bytes())]);
    let shown = opened_within("x.zip", &whole[..whole.len() / 2], &Limits::default());
    assert!(shown.starts_with("a: all of 2024-03-05T14:00:00Z\nb: "), "{shown}");
    assert!(shown.contains("\n? truncated-archive\n"), "{shown}");
}

#[test]
fn one_damaged_member_does_not_stop_the_others() {
    let lines = LINES.as_bytes();
    let mut whole = tar(&[("a", lines), ("b", lines), ("c", lines)]);
    whole[1024 + 5] ^= 1;
    check(
        "x.tar",
        &whole,
        "a: all of 2024-03-05T14:00:00Z\nc: all of 2024-03-05T14:00:00Z\n? damaged-archive\n",
    );

    let mut whole = zip(&[("a", lines), ("b", lines)]);
    whole[40] ^= 0x55;
    let shown = opened_within("x.zip", &whole, &Limits::default());
    assert!(shown.contains("b: all") && shown.contains("a? "), "{shown}");
}

#[test]
fn members_lead_nowhere_else() {
    let evil = tar(&[("../../etc/a", b"x"), ("/b", b"x")]);
    check(
        "x.tar",
        &evil,
        "etc/a: 1 of 2024-03-05T14:00:00Z\nb: 1 of 2024-03-05T14:00:00Z\netc/a? unsafe-path\nb? unsafe-path\n",
    );
    let mut out = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    out.append_link(&mut header, "l", "/etc/passwd").unwrap();
    check("x.tar", &out.into_inner().unwrap(), "l? link-not-followed\n");
}

#[test]
fn bombs_stay_cheap() {
    let few = Limits { always: 1000, ratio: 10, ..Limits::default() };
    let zeros = vec![0; 1 << 20];
    let shown = opened_within("a.gz", &gzip(&zeros), &few);
    assert!(shown.ends_with("a? archive-too-large\n"), "{shown}");
    let shown = opened_within("x.zip", &zip(&[("a", &zeros), ("b", &zeros)]), &few);
    assert!(shown.ends_with("a? archive-too-large\n") && !shown.contains("b:"), "{shown}");

    let mut wrapped = LINES.as_bytes().to_vec();
    for _ in 0..10 {
        wrapped = gzip(&wrapped);
    }
    let shown = opened_within("a.gz", &wrapped, &Limits::default());
    assert!(shown.contains("nested-too-deep"), "{shown}");

    let two = Limits { members: 2, ..Limits::default() };
    let shown = opened_within("x.tar", &tar(&[("a", b""), ("b", b""), ("c", b"")]), &two);
    assert!(shown.ends_with("? too-many-members\n") && !shown.contains("c:"), "{shown}");

    let small = Limits { spool: 100, ..Limits::default() };
    let shown = opened_within("x.tar", &tar(&[("a.zip", &zip(&[("a", b"x")])), ("b", b"")]), &small);
    assert!(shown.contains("b: 0") && shown.ends_with("a.zip? nested-archive-too-large\n"), "{shown}");
}

fn samples() -> Vec<Vec<u8>> {
    let lines = LINES.as_bytes();
    let both: &[(&str, &[u8])] = &[("a.log", lines), ("b/c.log.gz", &gzip(lines))];
    vec![
        gzip(lines),
        gzip(&tar(both)),
        bzip2(lines),
        zstd(&tar(both)),
        XZ.to_vec(),
        SEVEN_ZIP.to_vec(),
        tar(both),
        zip(both),
        zip(&[("i.zip", &zip(both)), ("two.7z", SEVEN_ZIP)]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn damage_is_never_a_panic(
        sample in 0..9usize,
        cut in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        truncate: bool,
    ) {
        let mut bytes = samples().swap_remove(sample);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if truncate {
            bytes.truncate(cut.index(bytes.len()));
        }
        let limits = Limits { always: 1 << 20, decoder_memory: 8 << 20, ..Limits::default() };
        opened_within("x.gz", &bytes, &limits);
    }
}
