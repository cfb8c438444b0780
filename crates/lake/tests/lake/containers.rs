//! Evidence in archives: its members are sources, and citations give their bytes back.

use std::io::Write as _;

use crate::folder::{Evidence, answer, ingest, number, session, shop_log};
use postlude_base::{ByteSpan, EvidenceRef};
use postlude_lake::Lake;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = tar::Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mtime(1_709_647_200);
        out.append_data(&mut header, path, *bytes).unwrap();
    }
    out.into_inner().unwrap()
}

/// The bytes that a lake gives back for the whole of each source, by path.
fn originals(lake: &Lake) -> Vec<(String, Vec<u8>)> {
    let sources = lake.sources().into_iter().map(|source| {
        let span = ByteSpan::new(0, source.size);
        let bytes = lake.original(EvidenceRef { source: source.id, span }).unwrap();
        (source.paths[0].clone(), bytes)
    });
    let mut sources: Vec<_> = sources.collect();
    sources.sort();
    sources
}

#[test]
fn members_are_sources() {
    let (web, stock) = (shop_log("web", 300), shop_log("stock", 50_000));
    let logs = gzip(&tar(&[("web/app.log", web.as_bytes()), ("stock.log.gz", &gzip(stock.as_bytes()))]));
    let expected = [
        ("logs.tgz!stock.log.gz!stock.log".to_owned(), stock.into_bytes()),
        ("logs.tgz!web/app.log".to_owned(), web.into_bytes()),
        ("plain.log".to_owned(), shop_log("plain", 10).into_bytes()),
    ];
    let evidence = Evidence::new().with("logs.tgz", logs).with("plain.log", &expected[2].1);
    let home = tempfile::tempdir().unwrap();
    for mut lake in [Lake::temporary().unwrap(), Lake::open(home.path()).unwrap()] {
        let report = ingest(&mut lake, evidence.path());
        assert!(report.unreadable.is_empty(), "{report:?}");
        let session = session(&lake);
        assert_eq!(number(&session, "SELECT count(*) FROM log"), 50_310);
        assert!(originals(&lake) == expected);
    }
}

#[test]
fn damage_is_told_where_it_is() {
    let log = shop_log("web", 5000);
    let packed = gzip(log.as_bytes());
    let evidence = Evidence::new()
        .with("cut.log.gz", &packed[..packed.len() / 2])
        .with("empty.zip", [b"PK\x05\x06".as_slice(), &[0; 18]].concat())
        .with("bad.gz", b"\x1f\x8b\x08\x00garbage that is no deflate stream");
    let mut lake = Lake::temporary().unwrap();
    let report = ingest(&mut lake, evidence.path());
    let codes: Vec<_> =
        report.unreadable.iter().map(|one| (one.path.as_str(), one.problem.code.as_ref())).collect();
    assert_eq!(codes, [("empty.zip", "empty-archive")]);
    let told =
        lake.sources().into_iter().map(|source| source.tally.problems.counts.clone().into_keys().collect());
    let told: Vec<Vec<String>> = told.collect();
    assert_eq!(told, [vec!["damaged-archive", "empty-file"], vec!["truncated-archive"]]);
    let session = session(&lake);
    assert!(number(&session, "SELECT count(*) FROM log") > 1000);
    assert_eq!(
        answer(&session, "SELECT path FROM source ORDER BY path"),
        ["bad.gz!bad", "cut.log.gz!cut.log"]
    );
}
