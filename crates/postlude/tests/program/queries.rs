use super::evidence::shop;
use super::run::{path, run};

#[test]
fn asks_a_lake_that_was_filled_before() {
    let folder = shop();
    let place = tempfile::TempDir::new().unwrap();
    let lake = place.path().join("lake");
    run(["ingest", path(folder.path()), "--lake", path(&lake)]).ok();
    // The evidence may go: the lake keeps what it needs.
    folder.close().unwrap();
    let ask = |sql: &str, form: &str| run(["query", "--lake", path(&lake), sql, "--format", form]);

    let out =
        ask("select service_name, count(*) as n from log where severity_number >= 17 group by 1", "jsonl")
            .ok();
    assert_eq!(out, "{\"service_name\":\"orders\",\"n\":51}\n");
    let out = ask("select 'a,b' as x, 1.5 as y, null as z, 'say \"c\"' as q", "csv").ok();
    assert_eq!(out, "x,y,z,q\r\n\"a,b\",1.5,,\"say \"\"c\"\"\"\r\n");
    let out = ask("select time, body from log where false", "csv").ok();
    assert_eq!(out, "time,body\r\n", "columns are known without rows");
    let out = ask("select count(*) as n from metric", "table").ok();
    assert_eq!(out, "n\n───\n240\n1 row\n");
    let out = ask("select body from log order by time, byte_from", "table").ok();
    assert!(out.ends_with("\n1,080 rows\n") && out.lines().count() == 1083, "{}", out.len());

    let wrong = |sql: &str, expected: &[&str]| {
        let err = ask(sql, "table").refused();
        assert!(expected.iter().all(|part| err.contains(part)), "{sql}: {err}");
    };
    wrong(
        "select tim from log",
        &["there is no column tim", "select tim from log", "^^^", "did you mean time"],
    );
    wrong("select * from logs", &["there is no table logs", "^^^^", "did you mean log?", "metric"]);
    wrong("select * form log", &["^"]);
    wrong("drop table log", &["error: "]);

    let out = run(["sources", "--lake", path(&lake), "--format", "csv"]).ok();
    assert_eq!(out.lines().count(), 7);
    let out = run(["timeline", "--lake", path(&lake)]).ok();
    assert!(out.contains("from 6 sources"), "{out}");
}
