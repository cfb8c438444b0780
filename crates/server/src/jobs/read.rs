//! Reads the files of an incident into its lake, then drafts its timeline.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use postlude_base::Timestamp;
use postlude_lake::{Failure, Lake, Options};

use super::{Handle, Phase};
use crate::error::Error;
use crate::evidence::{Drafted, Evidence, Kept, Place, blocking, read_json};
use crate::outside::Outside;

/// Does the work; what was complete when it was stopped or killed is not done again.
pub(super) async fn work(
    evidence: &Evidence,
    handle: &Arc<Handle>,
    began: Timestamp,
    outside: &Outside,
) -> Result<(), Error> {
    let incident = handle.job().incident;
    let (place, work, outside) = (evidence.place(incident), Arc::clone(handle), outside.clone());
    let drafted = blocking(move || {
        let mut drafted = read(&place, &work)?;
        // Whoever stops the drafting gets no draft.
        if work.stop.load(Ordering::Relaxed) {
            return Err(Failure::Stopped.into());
        }
        let seconds = outside.now().since(began) as f64 / 1e9;
        drafted.timeline["stats"]["seconds"] = seconds.into();
        drafted.keep(&place)?;
        Ok(drafted)
    })
    .await?;
    evidence.replace(incident, Arc::new(drafted.opened));
    Ok(())
}

fn read(place: &Place, handle: &Handle) -> Result<Drafted, Error> {
    let options = Options { stop: Arc::clone(&handle.stop), ..Options::default() };
    let mut lake = Lake::open(place.lake())?;
    let report =
        lake.ingest(&place.upload(), &options, &mut |event| handle.change(|job| job.take(&event)))?;
    handle.change(|job| job.settle(&lake.sources(), &report.unreadable));
    drop(lake);
    if handle.stop.load(Ordering::Relaxed) {
        return Err(Failure::Stopped.into());
    }
    handle.change(|job| job.progress.phase = Phase::Drafting);
    let given = read_json::<Kept>(&place.kept()).unwrap_or_default().given;
    Drafted::new(place, given, report.unreadable)
}
