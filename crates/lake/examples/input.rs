//! Writes what a timeline is drafted from as JSON, so that drafting can be tried again and again without reading the
//! evidence each time: `input FOLDER > case.json`, then `cargo run -p postlude-draft --example leads case.json`.

use std::path::Path;

use postlude_draft::clocks::judge;
use postlude_lake::{Choice, Lake, Options, Source};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let mut lake = Lake::temporary()?;
    let report = lake.ingest(Path::new(&folder), &Options::default(), &mut |_| {})?;
    let sources: Vec<&Source> = lake.sources();
    let mut choice = Choice { sources: Some(report.sources.clone()), ..Choice::default() };
    let mut session = lake.session(&choice)?;
    let evidence = session.clock_evidence(&sources)?;
    let clocks = judge(&evidence.sources, &evidence.anchors);
    choice.offsets =
        clocks.iter().filter_map(|clock| Some((clock.source, clock.applied()?.clone()))).collect();
    lake.repair(&mut session, &choice)?;
    let input = session.input(&sources)?;
    serde_json::to_writer(std::io::stdout().lock(), &input)?;
    Ok(())
}
