//! Any bytes at all: nothing panics, every citation lies in its source, the counts agree.

use postlude_lake::{Lake, Options};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::folder::{Evidence, number, session, shop_log};

/// Pieces of things that look like evidence, and of things that do not.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        (1..60usize).prop_map(|lines| shop_log("web", lines).into_bytes()),
        vec(any::<u8>(), 0..400),
        "[ -~\n\t]{0,300}".prop_map(String::into_bytes),
        Just(b"{\"ts\":\"2024-03-05T09:00:00Z\",\"msg\":\"x\"}\n".to_vec()),
        Just(b"2024-03-05T09:00:00Z ERROR \xff\xfe\n\tat line\r\n\r\n".to_vec()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn is_read_without_harm(files in vec(vec(piece(), 0..30), 1..5), block in 64usize..8000) {
        let mut evidence = Evidence::new();
        for (i, pieces) in files.iter().enumerate() {
            evidence = evidence.with(&format!("{i}.log"), pieces.concat());
        }
        let mut lake = Lake::temporary().unwrap();
        lake.ingest(evidence.path(), &Options { block, ..Options::default() }, &mut |_| {}).unwrap();
        let session = session(&lake);
        let outside = "SELECT count(*) FROM log JOIN source USING (source_id) WHERE byte_to > bytes OR byte_from > byte_to";
        prop_assert_eq!(number(&session, outside), 0);
        let counted: u64 = lake.sources().iter().map(|source| source.tally.total()).sum();
        let tables = ["log", "metric", "span", "alert", "change", "message", "dependency", "attachment"];
        let stored: u64 = tables.iter().map(|t| number(&session, &format!("SELECT count(*) FROM {t}"))).sum();
        prop_assert_eq!(counted, stored);
    }
}
