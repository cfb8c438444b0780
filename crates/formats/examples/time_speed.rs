//! Nanoseconds for reading and resolving one time, by layout. Run it with `--release`.

#![expect(clippy::print_stdout, reason = "a measurement is for reading")]

use std::hint::black_box;
use std::time::Instant;

use jiff::tz::TimeZone;
use postlude_formats::time::{Layout, Resolver};
use postlude_formats::{Carry, Hints};

const LINES: &[(&str, &str)] = &[
    ("iso", "2024-01-02 03:04:05,678 INFO [main] store: ready"),
    ("rfc 3339", "2024-01-02T03:04:05.678901Z web store[7]: ready"),
    ("common log", "02/Jan/2024:03:04:05 +0000] \"GET / HTTP/1.1\" 200 7"),
    ("syslog", "Jan  2 03:04:05 web sshd[7]: ready"),
    ("nginx error", "2024/01/02 03:04:05 [error] 7#7: x"),
    ("short date", "24/01/02 03:04:05 INFO store: ready"),
    ("digits", "240102 030405 148 INFO store: ready"),
    ("epoch", "1701234567.123    180 192.0.2.7 TCP_MISS/200"),
    ("ctime", "Tue Jan  2 03:04:05.123456 2024] [error] x"),
];

/// The best of many short runs, so that a busy machine does not blur it.
#[expect(clippy::disallowed_methods, reason = "an example that measures reads the clock")]
fn measure(mut run: impl FnMut()) -> f64 {
    const TIMES: u32 = 2_000;
    let once = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        (0..TIMES).for_each(|_| run());
        start.elapsed().as_secs_f64() * 1e9 / f64::from(TIMES)
    };
    (0..300).map(|_| once(&mut run)).fold(f64::INFINITY, f64::min)
}

fn main() {
    println!("{:12} {:>8} {:>8} {:>8} {:>8}", "layout", "read", "+utc", "+zone", "find");
    for (name, line) in LINES {
        let bytes = line.as_bytes();
        let layout = Layout::learn([bytes].into_iter());
        let local = Hints { zone: TimeZone::get("Europe/Berlin").expect("bundled"), ..Hints::default() };
        let utc = Resolver::new(&Hints::default(), &layout);
        let berlin = Resolver::new(&local, &layout);
        let mut carry = Carry::default();
        let mut resolve = |resolver: &Resolver| {
            measure(|| {
                let (written, length) = layout.read(black_box(bytes)).expect("a time");
                black_box((resolver.resolve(&written, &mut carry), length));
            })
        };
        let (utc, berlin) = (resolve(&utc), resolve(&berlin));
        let read = measure(|| {
            black_box(layout.read(black_box(bytes)));
        });
        let behind = format!("[worker-7] {line}");
        let find = measure(|| {
            black_box(layout.find(black_box(behind.as_bytes()), 200));
        });
        println!("{name:12} {read:8.1} {utc:8.1} {berlin:8.1} {find:8.1}");
    }
}
