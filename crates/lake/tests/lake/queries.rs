//! SQL over the tables.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::SourceId;
use postlude_draft::clocks::Course;
use postlude_lake::{Choice, Failure, Lake};

use crate::folder::{Evidence, answer, ingest, number, session, shop_log};

fn lake() -> Lake {
    let evidence = Evidence::new()
        .with("cart.log", shop_log("cart", 60))
        .with("stock.log", shop_log("stock", 30))
        .with("z.jsonl", "{\"ts\":\"2024-03-05T09:00:00Z\",\"msg\":\"low\",\"shelf\":\"B7\"}\n");
    let mut lake = Lake::temporary().unwrap();
    ingest(&mut lake, evidence.path());
    lake
}

#[test]
fn templates_are_columns_and_a_table() {
    let lake = lake();
    let session = session(&lake);
    let query =
        "SELECT count(*), count(DISTINCT template_id) FROM log WHERE template LIKE '%order <*> took%'";
    assert_eq!(answer(&session, query).len(), 1);
    assert_eq!(number(&session, "SELECT sum(records) FROM template"), 91);
    assert_eq!(number(&session, "SELECT count(*) FROM log WHERE template IS NULL OR template_id IS NULL"), 0);
    let joined =
        "SELECT count(*) FROM log JOIN template USING (pattern) WHERE log.template = template.template";
    assert_eq!(number(&session, joined), 91);
}

#[test]
fn attributes_are_read_by_name() {
    let lake = lake();
    let query = "SELECT attributes['shelf'] FROM log WHERE attributes['shelf'] IS NOT NULL";
    assert_eq!(answer(&session(&lake), query), ["B7"]);
    let query = "SELECT count(*) FROM log WHERE array_has(map_keys(attributes), 'shelf')";
    assert_eq!(number(&session(&lake), query), 1);
}

#[test]
fn a_session_sees_the_chosen_sources_only() {
    let lake = lake();
    let choice = Choice { sources: Some(BTreeSet::from([SourceId(1)])), ..Choice::default() };
    let session = lake.session(&choice).unwrap();
    assert_eq!(number(&session, "SELECT count(*) FROM log"), 30);
    assert_eq!(number(&session, "SELECT sum(records) FROM template"), 30);
    assert_eq!(answer(&session, "SELECT path FROM source"), ["stock.log"]);
}

#[test]
fn a_wrong_clock_is_repaired_in_time_only() {
    let lake = lake();
    let offsets = BTreeMap::from([(SourceId(1), Course::constant(-3_600_000_000_000))]);
    let session = lake.session(&Choice { offsets, ..Choice::default() }).unwrap();
    assert_eq!(
        answer(
            &session,
            "SELECT source_id, min(time), min(time_original) FROM log GROUP BY 1 ORDER BY 1 LIMIT 2"
        ),
        [
            "0 | 2024-03-05T09:00:00Z | 2024-03-05T09:00:00Z",
            "1 | 2024-03-05T08:00:00Z | 2024-03-05T09:00:00Z"
        ]
    );
    let early = "SELECT count(*) FROM log WHERE time < TIMESTAMP '2024-03-05T08:30:00Z'";
    assert_eq!(number(&session, early), 30);
}

#[test]
fn a_clock_that_was_set_is_repaired_from_there_on() {
    let lake = lake();
    let bytes = number(&session(&lake), "SELECT min(byte_from) FROM log WHERE source_id = 1 AND line = 11");
    let jump = Course::jumping(0, bytes, 7_200_000_000_000);
    let choice = Choice { offsets: BTreeMap::from([(SourceId(1), jump)]), ..Choice::default() };
    let late = "SELECT count(*) FROM log WHERE time > time_original AND source_id = 1";
    assert_eq!(number(&lake.session(&choice).unwrap(), late), 20);
}

#[test]
fn a_wrong_query_is_told_with_its_place() {
    let lake = lake();
    let session = session(&lake);
    let place = |query: &str| match session.sql(query) {
        Err(Failure::Query { place, message }) => {
            assert!(!message.is_empty());
            place
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(place("SELECT * FRM log"), Some((1, 10)));
    assert!(place("SELECT nothing FROM log").is_none_or(|(line, _)| line == 1));
    place("SELECT * FROM nowhere");
    place("");
}

#[test]
fn nothing_can_be_changed() {
    let lake = lake();
    let session = session(&lake);
    for query in ["DROP TABLE log", "CREATE TABLE x AS SELECT 1", "SET x = 1", "COPY log TO '/tmp/x.csv'"] {
        assert!(session.sql(query).is_err(), "{query}");
    }
}

#[test]
fn a_stream_ends_when_nobody_wants_more() {
    let lake = lake();
    let mut pieces = 0;
    let schema = session(&lake).stream("SELECT line, body FROM log", &mut |_| {
        pieces += 1;
        false
    });
    assert_eq!(pieces, 1);
    assert_eq!(schema.unwrap().fields().len(), 2);
}
