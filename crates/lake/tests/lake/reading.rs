//! What is read, and what comes out of it.

use crate::folder::{Evidence, answer, ingest, number, session, shop_log};
use postlude_lake::Lake;

#[test]
fn a_folder_becomes_rows() {
    let evidence =
        Evidence::new().with("web/app.log", shop_log("web", 300)).with("stock.log", shop_log("stock", 200));
    let mut lake = Lake::temporary().unwrap();
    let report = ingest(&mut lake, evidence.path());
    assert_eq!(report.sources.len(), 2);
    assert!(report.unreadable.is_empty());
    let session = session(&lake);
    assert_eq!(number(&session, "SELECT count(*) FROM log"), 500);
    assert_eq!(
        answer(&session, "SELECT path, records, undated FROM source ORDER BY source_id"),
        ["stock.log | 200 | 0", "web/app.log | 300 | 0"]
    );
    assert_eq!(
        answer(&session, "SELECT min(time), max(time) FROM log"),
        ["2024-03-05T09:00:00Z | 2024-03-05T09:04:59Z"]
    );
    assert_eq!(number(&session, "SELECT count(*) FROM log WHERE template LIKE '%took%'"), 500);
    assert_eq!(number(&session, "SELECT count(*) FROM log WHERE attributes['no such'] IS NULL"), 500);
}

#[test]
fn an_empty_folder_is_an_empty_lake() {
    let evidence = Evidence::new();
    let mut lake = Lake::temporary().unwrap();
    ingest(&mut lake, evidence.path());
    let session = session(&lake);
    for table in ["log", "metric", "span", "alert", "change", "message", "dependency", "attachment", "source"]
    {
        assert_eq!(number(&session, &format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
}
