//! Measures an ingest: `ingest FOLDER [LAKE]`, then answers the queries on standard input, one per line.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program for measuring")]

use std::io::stdin;
use std::path::Path;
use std::time::Instant;

use datafusion::arrow::util::pretty::pretty_format_batches;
use postlude_lake::{Choice, Event, Lake, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: ingest FOLDER [LAKE]")?;
    let mut lake = match arguments.next() {
        Some(path) => Lake::open(path)?,
        None => Lake::temporary()?,
    };
    let begin = Instant::now();
    let mut bytes = 0;
    lake.ingest(Path::new(&folder), &Options::default(), &mut |event| {
        if let Event::Advanced { bytes: more, .. } = event {
            bytes += more;
        }
    })?;
    let seconds = begin.elapsed().as_secs_f64();
    println!("{bytes} bytes in {seconds:.2} s: {:.1} MB/s", bytes as f64 / 1e6 / seconds);
    let begin = Instant::now();
    let session = lake.session(&Choice::default())?;
    println!("session {:.3} s", begin.elapsed().as_secs_f64());
    for query in stdin().lines() {
        let begin = Instant::now();
        match session.sql(&query?) {
            Ok(batches) => println!("{}", pretty_format_batches(&batches)?),
            Err(failure) => println!("{failure:?}"),
        }
        println!("{:.3} s", begin.elapsed().as_secs_f64());
    }
    Ok(())
}
