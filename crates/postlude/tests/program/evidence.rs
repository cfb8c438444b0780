//! A folder of evidence in several formats: an hour of a small shop in which a release makes orders slow and failing.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// Minute of the hour in which the release goes out.
const RELEASE: u32 = 30;

pub(crate) fn shop() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: String| put(folder.path(), name, text.as_bytes());
    write("logs/orders.jsonl", orders());
    write("logs/access.log", access());
    write("metrics.csv", metrics());
    write("alerts.json", alerts());
    write("deploys.jsonl", deploys());
    write(
        "notes.txt",
        "2024-05-14 09:36 UTC - rolling orders back\n2024-05-14 09:50 UTC - orders are fine again\n"
            .to_owned(),
    );
    folder
}

pub(crate) fn put(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn broken(minute: u32) -> bool {
    (RELEASE + 1..RELEASE + 18).contains(&minute)
}

fn orders() -> String {
    let mut text = String::new();
    for minute in 0..60 {
        for second in (0..60).step_by(10) {
            let (level, message) = match broken(minute) && second % 20 == 0 {
                true => ("error", "could not take the lock on table baskets"),
                false => ("info", "order taken"),
            };
            let _ = writeln!(
                text,
                r#"{{"time":"2024-05-14T09:{minute:02}:{second:02}.250Z","level":"{level}","service":"orders","msg":"{message}","basket":{}}}"#,
                1000 + minute * 60 + second
            );
        }
    }
    text
}

fn access() -> String {
    let mut text = String::new();
    for minute in 0..60 {
        for second in (0..60).step_by(5) {
            let status = if broken(minute) && second % 10 == 0 { 502 } else { 200 };
            let _ = writeln!(
                text,
                r#"192.0.2.{} - - [14/May/2024:09:{minute:02}:{second:02} +0000] "POST /orders HTTP/1.1" {status} 512 "-" "shop-app/3""#,
                second + 7
            );
        }
    }
    text
}

fn metrics() -> String {
    let mut text = "time,service,latency_ms,cpu_percent\n".to_owned();
    for minute in 0..60 {
        let latency = if broken(minute) { 2400 + minute } else { 40 + minute % 5 };
        let _ = writeln!(text, "2024-05-14T09:{minute:02}:00Z,orders,{latency},{}", 20 + minute % 3);
        let _ =
            writeln!(text, "2024-05-14T09:{minute:02}:00Z,payment,{},{}", 30 + minute % 4, 10 + minute % 3);
    }
    text
}

fn alerts() -> String {
    r#"[{"annotations":{"summary":"orders answers slowly"},"startsAt":"2024-05-14T09:33:00.000Z","endsAt":"2024-05-14T09:49:00.000Z","updatedAt":"2024-05-14T09:49:00.000Z","fingerprint":"9f3a11c2","receivers":[{"name":"pager"}],"status":{"inhibitedBy":[],"silencedBy":[],"state":"active"},"generatorURL":"","labels":{"alertname":"OrdersSlow","service":"orders","severity":"critical"}}]"#.to_owned()
}

fn deploys() -> String {
    format!(
        "{{\"time\":\"2024-05-14T09:{RELEASE}:00Z\",\"event\":\"deploy.finished\",\"service\":\"orders\",\"version\":\"7.2.0\",\"outcome\":\"success\"}}\n\
         {{\"time\":\"2024-05-14T09:47:30Z\",\"event\":\"rollback.finished\",\"service\":\"orders\",\"version\":\"7.1.3\",\"outcome\":\"success\"}}\n"
    )
}
