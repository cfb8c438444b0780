//! What screens ask, of the incident that is shipped and of evidence written for it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use postlude_base::{ByteSpan, EvidenceRef, SourceId, Timestamp};
use postlude_evidence::Severity;
use postlude_lake::screens::{Filter, Plotted, Record, Screens};
use postlude_lake::{Failure, Lake};
use tokio::runtime::Runtime;

use crate::folder::{Evidence, ingest, shop_log};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

fn wait<T>(asked: impl Future<Output = Result<T, Failure>>) -> T {
    RUNTIME.block_on(asked).unwrap()
}

/// The lake must outlive what is asked of it.
struct Asked {
    lake: Lake,
    screens: Screens,
}

fn asked_with(evidence: &Path, given: &BTreeMap<SourceId, i64>) -> Asked {
    let mut lake = Lake::temporary().unwrap();
    ingest(&mut lake, evidence);
    let sources = lake.sources();
    let repaired = lake.repaired(&sources, given).unwrap();
    let screens = lake.screens(repaired, &sources);
    Asked { lake, screens }
}

fn asked(evidence: &Path) -> Asked {
    asked_with(evidence, &BTreeMap::new())
}

static DEMO: LazyLock<Asked> =
    LazyLock::new(|| asked(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo/incident"))));

/// All records of a filter, page by page.
fn all(screens: &Screens, filter: &Filter, limit: u64) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    loop {
        let page = wait(screens.page(filter, records.len() as u64, limit));
        if page.items.is_empty() {
            assert_eq!(records.len() as u64, page.total);
            return records;
        }
        records.extend(page.items);
    }
}

fn at(text: &str) -> Timestamp {
    Timestamp::from_jiff(text.parse().unwrap()).unwrap()
}

fn text(text: &str) -> Filter {
    Filter { text: Some(text.to_owned()), ..Filter::default() }
}

#[test]
fn ranks_are_the_order_of_time() {
    let records = all(&DEMO.screens, &Filter::default(), 1000);
    let session = DEMO.screens.session();
    let count = "SELECT (SELECT count(*) FROM log) + (SELECT count(*) FROM alert) + (SELECT count(*) FROM change) \
                 + (SELECT count(*) FROM message)";
    assert_eq!(records.len() as u64, crate::folder::number(session, count));
    assert!(records.iter().zip(0..).all(|(record, rank)| record.rank == rank));
    let times: Vec<Timestamp> = records.iter().filter_map(|record| record.time.as_deref()).map(at).collect();
    assert!(times.is_sorted());
    let places: BTreeSet<(u32, u64, &str)> =
        records.iter().map(|record| (record.source, record.bytes[0], record.kind.as_str())).collect();
    assert_eq!(places.len(), records.len(), "no record twice");
    // Any page is the same part of the whole.
    for (from, limit) in [(0, 3), (137, 50), (1999, 1), (4000, 77)] {
        let page = wait(DEMO.screens.page(&Filter::default(), from, limit)).items;
        let end = (from + limit).min(records.len() as u64) as usize;
        assert_eq!(page, records[from as usize..end]);
    }
}

#[test]
fn filters_agree_with_facets_and_histograms() {
    let screens = &DEMO.screens;
    let facets = wait(screens.facets(&Filter::default()));
    assert!(facets.services.len() > 3 && facets.templates.len() > 10, "{facets:?}");
    let check = |filter: &Filter, expected: u64| {
        let histogram = wait(screens.histogram(filter, 50));
        assert_eq!(histogram.total + histogram.undated, expected, "{filter:?}");
        let counted: u64 = histogram.counts.iter().flatten().sum();
        assert_eq!(counted, histogram.total);
        assert!(histogram.counts.len() <= 50);
        assert_eq!(wait(screens.page(filter, 0, 1)).total, expected);
    };
    let service = facets.services.iter().find(|service| service.name.is_some()).unwrap();
    let services = service.name.iter().cloned().collect();
    check(&Filter { services, ..Filter::default() }, service.records);
    for severity in &facets.severities {
        let severities = vec![Severity::from_word(severity.name)];
        check(&Filter { severities, ..Filter::default() }, severity.records);
    }
    for template in facets.templates.iter().take(3) {
        let templates = vec![u64::from_str_radix(&template.id, 16).unwrap()];
        check(&Filter { templates, ..Filter::default() }, template.records);
    }
    let source = &facets.sources[0];
    check(&Filter { sources: vec![SourceId(source.id)], ..Filter::default() }, source.records);
    check(&Filter { kinds: vec!["nothing".to_owned()], ..Filter::default() }, 0);
}

#[test]
fn a_window_cuts_exactly() {
    let screens = &DEMO.screens;
    let records = all(screens, &Filter::default(), 1000);
    let dated: Vec<&Record> = records.iter().filter(|record| record.time.is_some()).collect();
    let middle = dated[dated.len() / 2].time.as_deref().map(at).unwrap();
    let (first, last) = (dated[0].time.as_deref().map(at).unwrap(), Timestamp(i64::MAX));
    let within = |from: Timestamp, to: Timestamp| {
        let filter = Filter { from: Some(from), to: Some(to), ..Filter::default() };
        wait(screens.page(&filter, 0, 1)).total as usize
    };
    let before = dated.iter().filter(|record| record.time.as_deref().map(at).unwrap() < middle).count();
    assert_eq!(within(first, middle), before);
    assert_eq!(within(middle, last), dated.len() - before);
    assert_eq!(within(middle, middle), 0);
    assert_eq!(wait(screens.rank_at(&Filter::default(), middle)), before as u64);
    assert_eq!(wait(screens.rank_at(&Filter::default(), Timestamp(0))), 0);
    assert_eq!(wait(screens.rank_at(&Filter::default(), last)), dated.len() as u64 - 1);
}

#[test]
fn text_is_found_whatever_its_case() {
    let evidence = Evidence::new().with(
        "app.log",
        "2024-03-05T09:00:00Z INFO 100% of Orders_x done\n2024-03-05T09:00:01Z INFO 100 of orders-x done\n",
    );
    let Asked { screens, .. } = &asked(evidence.path());
    let check = |wanted: &str, expected: usize| {
        assert_eq!(all(screens, &text(wanted), 10).len(), expected, "{wanted}");
    };
    check("ORDERS", 2);
    check("100%", 1);
    check("orders_X", 1);
    check("' OR 1=1", 0);
    check(r"\", 0);
}

#[test]
fn many_records_of_one_moment_have_ranks_too() {
    let line = |i: usize| format!("2024-03-05T09:00:00Z INFO cart: order {i} in the crowd\n");
    let crowd: String = (0..40_000).map(line).collect();
    let evidence = Evidence::new().with("a.log", shop_log("cart", 50)).with("b.log", crowd);
    let Asked { screens, .. } = &asked(evidence.path());
    let page = wait(screens.page(&Filter::default(), 30_000, 3));
    assert_eq!(page.total, 40_050);
    let lines: Vec<(u64, u64)> = page.items.iter().map(|record| (record.rank, record.line)).collect();
    // The first line of a.log is of the same second and source number 0.
    assert_eq!(lines, [(30_000, 30_000), (30_001, 30_001), (30_002, 30_002)]);
    let after = wait(screens.page(&Filter::default(), 40_001, 2)).items;
    assert_eq!(after.iter().map(|record| record.path.as_str()).collect::<Vec<_>>(), ["a.log", "a.log"]);
    assert_eq!(all(screens, &Filter::default(), 1000).len(), 40_050);
}

#[test]
fn records_without_a_time_come_last_in_their_order() {
    let plain: String = (0..3000).map(|i| format!("plain line number {i} says nothing of time\n")).collect();
    let evidence = Evidence::new().with("a.log", shop_log("cart", 20)).with("plain.log", plain);
    let Asked { screens, .. } = &asked(evidence.path());
    let records = all(screens, &Filter::default(), 700);
    let (dated, undated): (Vec<&Record>, Vec<&Record>) =
        records.iter().partition(|record| record.time.is_some());
    assert_eq!((dated.len(), undated.len()), (20, 3000));
    assert!(records[20..].is_sorted_by_key(|record| record.line));
    assert_eq!(wait(screens.histogram(&Filter::default(), 10)).undated, 3000);
}

#[test]
fn repaired_clocks_move_ranks() {
    let evidence = Evidence::new().with("a.log", shop_log("cart", 60)).with("b.log", shop_log("stock", 60));
    let given = BTreeMap::from([(SourceId(1), -3_600_000_000_000)]);
    let Asked { screens, .. } = &asked_with(evidence.path(), &given);
    let records = all(screens, &Filter::default(), 7);
    assert!(records[..60].iter().all(|record| record.source == 1));
    assert_eq!(records[0].time.as_deref(), Some("2024-03-05T08:00:00Z"));
    let filter = Filter {
        from: Some(at("2024-03-05T08:00:10Z")),
        to: Some(at("2024-03-05T08:00:20Z")),
        ..Filter::default()
    };
    assert_eq!(all(screens, &filter, 100).len(), 10);
}

#[test]
fn measures_are_thinned_without_losing_peaks() {
    let screens = &DEMO.screens;
    let measures = wait(screens.measures(None));
    assert!(!measures.is_empty());
    let measure = measures.iter().max_by_key(|measure| measure.values).unwrap();
    let plotted = |points| Plotted {
        name: measure.name.clone(),
        service: measure.service.clone(),
        points,
        ..Plotted::default()
    };
    let (fine, coarse) = (wait(screens.lines(&plotted(5000))), wait(screens.lines(&plotted(10))));
    assert_eq!(fine.lines.len() + fine.left_out, measure.lines as usize);
    assert!(coarse.lines.iter().all(|line| line.points.len() <= 11), "{:?}", coarse.lines[0].points.len());
    let peak = |lines: &postlude_lake::screens::Lines| {
        lines.lines.iter().flat_map(|line| &line.points).map(|point| point.3).fold(f64::MIN, f64::max)
    };
    assert!((peak(&fine) - peak(&coarse)).abs() < 1e-9);
    assert!(fine.lines.iter().all(|line| line.points.is_sorted_by_key(|point| point.0)));
    assert!(
        wait(screens.lines(&Plotted { name: "no such".to_owned(), ..Plotted::default() })).lines.is_empty()
    );
}

#[test]
fn traces_open_into_spans() {
    let traces = wait(DEMO.screens.traces(&Filter::default(), false));
    assert!(!traces.is_empty());
    assert!(traces.is_sorted_by(|a, b| a.duration_s >= b.duration_s));
    let spans = wait(DEMO.screens.trace(&traces[0].trace_id));
    assert_eq!(spans.len() as u64, traces[0].spans);
    let failed = wait(DEMO.screens.traces(&Filter::default(), true));
    assert!(failed.iter().all(|trace| trace.failed > 0));
    assert!(wait(DEMO.screens.trace("no such")).is_empty());
}

#[test]
fn queries_are_bounded() {
    let query =
        |sql: &str, most: usize| RUNTIME.block_on(DEMO.screens.query(sql, most, Duration::from_secs(20)));
    let answer = query("SELECT time, body, severity_number, template_id FROM log", 5).unwrap();
    assert_eq!((answer.rows.len(), answer.truncated), (5, true));
    let kinds: Vec<&str> = answer.columns.iter().map(|column| column.kind).collect();
    assert_eq!(kinds, ["moment", "text", "number", "number"]);
    assert!(answer.rows[0][3].is_string(), "an id is more than a browser holds as a number");
    assert!(!query("SELECT 1", 1).unwrap().truncated);
    for wrong in ["DROP TABLE log", "SELECT * FROM '/etc/passwd'", "COPY log TO 'x'", "nonsense"] {
        assert!(matches!(query(wrong, 5), Err(Failure::Query { .. })), "{wrong}");
    }
    let endless =
        "SELECT count(*) FROM generate_series(1, 9000000000) a(x), generate_series(1, 9000000000) b(y)";
    let late = RUNTIME.block_on(DEMO.screens.query(endless, 5, Duration::from_millis(50)));
    assert!(late.is_err());
}

#[test]
fn an_excerpt_has_the_lines_around() {
    let evidence =
        Evidence::new().with("a.log", shop_log("cart", 30)).with("b.bin", b"\x00\x01\x02\x03".repeat(40));
    let Asked { lake, screens } = &asked(evidence.path());
    let record = &wait(screens.page(&text("order 10 "), 0, 1)).items[0];
    let cite = |source: u32, from: u64, to: u64| EvidenceRef {
        source: SourceId(source),
        span: ByteSpan::new(from, to),
    };
    let excerpt = lake.excerpt(cite(record.source, record.bytes[0], record.bytes[1]), 2).unwrap();
    assert!(excerpt.text.contains("order 10 ") && !excerpt.binary, "{excerpt:?}");
    assert!(excerpt.before[1].contains("order 9 ") && excerpt.after[0].contains("order 11 "), "{excerpt:?}");
    assert_eq!((excerpt.before.len(), excerpt.after.len()), (2, 2));
    let start = lake.excerpt(cite(0, 0, 5), 3).unwrap();
    assert!(start.before.is_empty());
    assert!(lake.excerpt(cite(1, 4, 8), 3).unwrap().binary);
    assert!(lake.excerpt(cite(0, 1 << 40, 1 << 41), 3).unwrap().text.is_empty());
    assert!(matches!(lake.excerpt(cite(99, 0, 1), 3), Err(Failure::NoSource { number: 99 })));
}

#[test]
fn clocks_judged_before_are_not_judged_again() {
    let evidence = Evidence::new().with("a.log", shop_log("cart", 5)).with("b.log", shop_log("stock", 5));
    let mut lake = Lake::temporary().unwrap();
    ingest(&mut lake, evidence.path());
    let given = BTreeMap::from([(SourceId(0), 5_000_000_000)]);
    let first = lake.repaired(&lake.sources(), &given).unwrap();
    let kept = lake.repaired_as(&lake.sources(), first.clocks.clone()).unwrap();
    assert_eq!(kept.choice.offsets, first.choice.offsets);
    assert_eq!(
        crate::folder::answer(&kept.session, "SELECT min(time) FROM log WHERE source_id = 0"),
        ["2024-03-05T09:00:05Z"]
    );
}
