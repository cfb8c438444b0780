//! Measures what screens ask: `screens FOLDER [LAKE]`. Each question is asked cold, then again.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program for measuring")]

use std::path::Path;
use std::time::{Duration, Instant};

use postlude_base::Timestamp;
use postlude_evidence::Severity;
use postlude_lake::screens::{Filter, Plotted, Screens};
use postlude_lake::{Failure, Lake, Options};
use tokio::runtime::Runtime;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: screens FOLDER [LAKE]")?;
    let mut lake = match arguments.next() {
        Some(path) => Lake::open(path)?,
        None => Lake::temporary()?,
    };
    let runtime = Runtime::new()?;
    let begin = Instant::now();
    lake.ingest(Path::new(&folder), &Options::default(), &mut |_| {})?;
    println!("{:<44} {:>9.1} ms", "ingest", milliseconds(begin));
    let sources = lake.sources();
    let begin = Instant::now();
    let repaired = lake.repaired(&sources, &Default::default())?;
    println!("{:<44} {:>9.1} ms", "session and clocks", milliseconds(begin));
    let begin = Instant::now();
    let clocks = repaired.clocks.clone();
    drop(repaired);
    let screens = lake.screens(lake.repaired_as(&sources, clocks)?, &sources);
    println!("{:<44} {:>9.1} ms", "session, clocks known", milliseconds(begin));
    runtime.block_on(measure(&screens))?;
    Ok(())
}

fn milliseconds(begin: Instant) -> f64 {
    begin.elapsed().as_secs_f64() * 1e3
}

async fn measure(screens: &Screens) -> Result<(), Failure> {
    let everything = Filter::default();
    histogram(screens, "histogram, everything", &everything).await?;
    let total = screens.page(&everything, 0, 1).await?.total;
    println!("{total} records");
    pages(screens, "everything", &everything).await?;
    facets(screens, "facets, everything", &everything).await?;
    let window = screens.histogram(&everything, 10).await?;
    if let Some(from) = window.from.and_then(|from| from.parse().ok()).and_then(Timestamp::from_jiff) {
        let step = (window.step_s * 1e9) as i64;
        let middle = from.plus(step * (window.counts.len() as i64 / 2));
        let tenth = Filter { from: Some(middle), to: Some(middle.plus(step)), ..Filter::default() };
        histogram(screens, "histogram, a tenth of the time", &tenth).await?;
        facets(screens, "facets, a tenth of the time", &tenth).await?;
        for round in ["cold", "warm"] {
            let begin = Instant::now();
            screens.rank_at(&everything, middle).await?;
            println!("{:<44} {:>9.1} ms", format!("rank of a moment, {round}"), milliseconds(begin));
        }
    }
    let bad = Filter { severities: vec![Some(Severity::Error), Some(Severity::Fatal)], ..Filter::default() };
    histogram(screens, "histogram, errors", &bad).await?;
    pages(screens, "errors", &bad).await?;
    let facets = screens.facets(&everything).await?;
    if let Some(service) = facets.services.first() {
        let services = service.name.iter().cloned().collect();
        histogram(screens, "histogram, one service", &Filter { services, ..Filter::default() }).await?;
    }
    if let Some(template) = facets.templates.last() {
        let templates = u64::from_str_radix(&template.id, 16).into_iter().collect();
        let rare = Filter { templates, ..Filter::default() };
        histogram(screens, "histogram, the rarest template", &rare).await?;
        pages(screens, "the rarest template", &rare).await?;
    }
    let text = Filter { text: Some("Timeout".to_owned()), ..Filter::default() };
    histogram(screens, "histogram, text", &text).await?;
    pages(screens, "text", &text).await?;
    others(screens).await
}

async fn others(screens: &Screens) -> Result<(), Failure> {
    for round in ["cold", "warm"] {
        let begin = Instant::now();
        let measures = screens.measures(None).await?;
        println!("{:<44} {:>9.1} ms", format!("{} measures, {round}", measures.len()), milliseconds(begin));
        if let Some(most) = measures.iter().max_by_key(|measure| measure.values) {
            let plotted = Plotted { name: most.name.clone(), points: 600, ..Plotted::default() };
            let begin = Instant::now();
            screens.lines(&plotted).await?;
            println!("{:<44} {:>9.1} ms", format!("lines of {}, {round}", most.name), milliseconds(begin));
        }
        let begin = Instant::now();
        let traces = screens.traces(&Filter::default(), false).await?;
        println!("{:<44} {:>9.1} ms", format!("{} traces, {round}", traces.len()), milliseconds(begin));
        if let Some(trace) = traces.first() {
            let begin = Instant::now();
            screens.trace(&trace.trace_id).await?;
            println!("{:<44} {:>9.1} ms", format!("one trace, {round}"), milliseconds(begin));
        }
        let begin = Instant::now();
        let sql = "select service_name, count(*) from log group by 1 order by 2 desc";
        screens.query(sql, 1000, Duration::from_secs(60)).await?;
        println!("{:<44} {:>9.1} ms", format!("a query, {round}"), milliseconds(begin));
    }
    Ok(())
}

async fn histogram(screens: &Screens, what: &str, filter: &Filter) -> Result<(), Failure> {
    for round in ["cold", "warm"] {
        let begin = Instant::now();
        screens.histogram(filter, 200).await?;
        println!("{:<44} {:>9.1} ms", format!("{what}, {round}"), milliseconds(begin));
    }
    Ok(())
}

async fn facets(screens: &Screens, what: &str, filter: &Filter) -> Result<(), Failure> {
    for round in ["cold", "warm"] {
        let begin = Instant::now();
        screens.facets(filter).await?;
        println!("{:<44} {:>9.1} ms", format!("{what}, {round}"), milliseconds(begin));
    }
    Ok(())
}

/// Pages all over the records of a filter, as somebody who drags the scroll bar asks for them.
async fn pages(screens: &Screens, what: &str, filter: &Filter) -> Result<(), Failure> {
    let total = screens.page(filter, 0, 1).await?.total;
    let mut taken = Vec::new();
    for part in 0..40 {
        let at = total.saturating_sub(200) * (part * 17 % 40) / 40;
        let begin = Instant::now();
        screens.page(filter, at, 200).await?;
        taken.push(milliseconds(begin));
    }
    taken.sort_by(f64::total_cmp);
    println!(
        "{:<44} {:>9.1} ms median, {:.1} ms at most, of {total}",
        format!("pages of 200 anywhere, {what}"),
        taken[taken.len() / 2],
        taken[taken.len() - 1]
    );
    Ok(())
}
