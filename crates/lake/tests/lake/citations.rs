//! A citation gives back the exact bytes of the original.

use std::fs;

use datafusion::arrow::array::cast::AsArray;
use datafusion::arrow::datatypes::{UInt32Type, UInt64Type};
use postlude_base::{ByteSpan, EvidenceRef, SourceId};
use postlude_lake::{Failure, Lake, Options};
use tempfile::TempDir;

use crate::folder::{Evidence, session, shop_log};

fn evidence() -> Evidence {
    Evidence::new()
        .with("a/web.log", shop_log("web", 900))
        .with("b.log", shop_log("stock", 40))
        .with("c.jsonl", "{\"ts\":\"2024-03-05T09:00:00Z\",\"level\":\"warn\",\"msg\":\"low stock\"}\n")
        .with("d.log", "2024-03-05 10:00:00 no newline at the end")
        .with(
            "e.txt",
            "2024-03-05T10:00:00Z WARN caf\u{e9} closed\n\tat line two\n2024-03-05T10:00:01Z INFO x\n",
        )
}

fn citations(lake: &Lake) -> Vec<EvidenceRef> {
    let mut citations = Vec::new();
    for batch in session(lake).sql("SELECT source_id, byte_from, byte_to FROM log").unwrap() {
        let sources = batch.column(0).as_primitive::<UInt32Type>();
        let from = batch.column(1).as_primitive::<UInt64Type>();
        let to = batch.column(2).as_primitive::<UInt64Type>();
        for row in 0..batch.num_rows() {
            let span = ByteSpan::new(from.value(row), to.value(row));
            citations.push(EvidenceRef { source: SourceId(sources.value(row)), span });
        }
    }
    citations
}

fn check(lake: &mut Lake) {
    let evidence = evidence();
    let options = Options { block: 16 << 10, ..Options::default() };
    lake.ingest(evidence.path(), &options, &mut |_| {}).unwrap();
    let citations = citations(lake);
    assert_eq!(citations.len(), 900 + 40 + 1 + 1 + 2);
    for citation in citations {
        let path = &lake.source(citation.source).unwrap().paths[0];
        let whole = fs::read(evidence.file(path)).unwrap();
        let meant = &whole[citation.span.from as usize..citation.span.to as usize];
        assert_eq!(lake.original(citation).unwrap(), meant, "{path} {:?}", citation.span);
        assert!(!meant.is_empty());
    }
}

#[test]
fn from_a_lake_that_keeps_originals() {
    let folder = TempDir::new().unwrap();
    check(&mut Lake::open(folder.path()).unwrap());
}

#[test]
fn from_the_files_themselves() {
    check(&mut Lake::temporary().unwrap());
}

#[test]
fn kept_originals_survive_the_evidence() {
    let folder = TempDir::new().unwrap();
    let mut lake = Lake::open(folder.path()).unwrap();
    let bytes = shop_log("web", 3);
    let gone = Evidence::new().with("web.log", &bytes);
    lake.ingest(gone.path(), &Options::default(), &mut |_| {}).unwrap();
    drop(gone);
    let lake = Lake::open(folder.path()).unwrap();
    let span = ByteSpan::new(0, bytes.len() as u64);
    assert_eq!(lake.original(EvidenceRef { source: SourceId(0), span }).unwrap(), bytes.as_bytes());
}

#[test]
fn what_cannot_be_given_back_is_said() {
    let mut lake = Lake::temporary().unwrap();
    let evidence = Evidence::new().with("web.log", shop_log("web", 3));
    lake.ingest(evidence.path(), &Options::default(), &mut |_| {}).unwrap();
    let cite = |source| EvidenceRef { source: SourceId(source), span: ByteSpan::new(0, 10) };
    assert!(matches!(lake.original(cite(9)), Err(Failure::NoSource { number: 9 })));
    fs::write(evidence.file("web.log"), "short").unwrap();
    assert!(matches!(lake.original(cite(0)), Err(Failure::OriginalChanged { .. })));
}
