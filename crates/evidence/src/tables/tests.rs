use arrow_array::cast::AsArray;
use arrow_array::types::{TimestampNanosecondType, UInt64Type};
use postlude_base::{ByteSpan, SourceId, Timestamp};

use super::{Filled, Table, Tables};
use crate::{Alert, Attachment, Change, Dependency, Log, Message, Metric, Origin, Record, Severity, Span};

fn origin(from: u64, time: Option<i64>) -> Origin<'static> {
    Origin { time: time.map(Timestamp), ..Origin::at(ByteSpan::new(from, from + 10), from / 10 + 1) }
}

fn log(from: u64, time: Option<i64>) -> Record<'static> {
    Record::Log(Log::new(origin(from, time), "queue is full".into()))
}

fn one_of_each() -> Vec<Record<'static>> {
    let o = || origin(0, Some(5));
    let end = Some(Timestamp(9));
    vec![
        log(0, Some(5)),
        Record::Metric(Metric { origin: o(), name: "cpu".into(), unit: None, value: 0.5, caller: None }),
        Record::Span(Span {
            origin: o(),
            trace_id: "7f".into(),
            span_id: "01".into(),
            parent_span_id: None,
            name: "GET /stock".into(),
            kind: Some("server".into()),
            duration: Some(70),
            failed: Some(true),
            status_message: None,
        }),
        Record::Alert(Alert {
            origin: o(),
            name: "SlowStock".into(),
            summary: "stock is slow".into(),
            severity: Some(Severity::Error),
            end,
            state: Some("resolved".into()),
            fingerprint: None,
        }),
        Record::Change(Change {
            origin: o(),
            kind: "deploy".into(),
            title: "stock 1.4".into(),
            end,
            actor: None,
            version: Some("1.4".into()),
            outcome: None,
        }),
        Record::Message(Message {
            origin: o(),
            author: None,
            channel: Some("ops".into()),
            text: "looking".into(),
            thread: None,
        }),
        Record::Dependency(Dependency {
            origin: o(),
            caller: "web".into(),
            callee: "stock".into(),
            weight: None,
        }),
        Record::Attachment(Attachment {
            origin: o(),
            media_type: "image/png".into(),
            title: "board.png".into(),
        }),
    ]
}

#[test]
fn every_kind_of_record_becomes_a_row_of_its_table() {
    let mut tables = Tables::default();
    for record in one_of_each() {
        tables.push(SourceId(3), &record, 1);
    }
    let filled = tables.take();
    assert_eq!(filled.iter().map(|f| f.table).collect::<Vec<_>>(), Table::ALL);
    for Filled { table, rows, sorted } in &filled {
        assert_eq!((rows.num_rows(), *sorted), (1, true), "{}", table.name());
        assert_eq!(rows.schema(), table.schema());
        let time = rows.column_by_name("time").unwrap().as_primitive::<TimestampNanosecondType>();
        assert_eq!(time.value(0), 5);
    }
    assert!(tables.take().is_empty());
}

#[test]
fn order_of_time_is_noticed() {
    let check = |times: &[Option<i64>], expected: bool| {
        let mut tables = Tables::default();
        for (place, time) in times.iter().enumerate() {
            tables.push(SourceId(0), &log(place as u64 * 10, *time), 0);
        }
        assert_eq!(tables.take()[0].sorted, expected, "{times:?}");
        tables.push(SourceId(0), &log(0, Some(0)), 0);
        assert!(tables.take()[0].sorted, "a new batch begins afresh");
    };
    check(&[Some(1), Some(1), Some(2)], true);
    check(&[Some(2), Some(1)], false);
    check(&[Some(1), None, None], true);
    check(&[None, Some(1)], false);
}

#[test]
fn attributes_stay_with_their_row() {
    let mut tables = Tables::default();
    for (row, pairs) in
        [vec![("pid", "7"), ("user", "mo")], vec![], vec![("pid", "8")]].into_iter().enumerate()
    {
        let attributes = pairs.into_iter().map(|(k, v)| (k.into(), v.into())).collect();
        let origin = Origin { attributes, ..origin(row as u64 * 10, None) };
        tables.push(SourceId(0), &Record::Log(Log::new(origin, "x".into())), 0);
    }
    let filled = tables.take();
    let rows = &filled[0].rows;
    let map = rows.column_by_name("attributes").unwrap().as_map();
    let sizes: Vec<_> = (0..3).map(|row| map.value_length(row)).collect();
    assert_eq!(sizes, [2, 0, 1]);
    assert_eq!(map.values().as_string::<i32>().value(2), "8");
    let from = rows.column_by_name("byte_from").unwrap().as_primitive::<UInt64Type>();
    assert_eq!(from.values(), &[0, 10, 20]);
}

#[test]
fn bytes_follow_what_is_pushed() {
    let mut tables = Tables::default();
    assert_eq!(tables.bytes(), 0);
    let body = "y".repeat(100_000);
    tables.push(SourceId(0), &Record::Log(Log::new(origin(0, None), body.as_str().into())), 0);
    assert!((100_000..110_000).contains(&tables.bytes()));
    tables.take();
    assert_eq!(tables.bytes(), 0);
}
