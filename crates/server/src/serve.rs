//! Opening the workbench and answering until somebody says stop.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use postlude_base::NANOSECONDS_PER_SECOND;
use postlude_store::Store;
use tokio::net::TcpListener;

use crate::auth::door::Door;
use crate::evidence::Evidence;
use crate::jobs;
use crate::live::Rooms;
use crate::outside::Outside;
use crate::past::Past;
use crate::router::router;
use crate::scratch;
use crate::settings::Settings;
use crate::workbench::{Shared, Workbench};

/// Seconds between looks at what may be swept away.
const SWEEP_S: u64 = 600;
/// How long requests may take to end when the server stops; a page that watches a job never does by itself.
const GRACE: std::time::Duration = std::time::Duration::from_secs(5);
/// Days that a review lies in the bin.
const BIN_DAYS: i64 = 30;

/// A workbench over a store.
pub fn open(store: Arc<dyn Store>, outside: Outside, settings: Settings) -> Shared {
    let evidence = Arc::new(Evidence::new(settings.data.join("incidents"), settings.limits));
    Arc::new(Workbench {
        store,
        outside,
        settings,
        evidence,
        door: Door::default(),
        rooms: Rooms::default(),
        past: Past::default(),
    })
}

/// Answers on this listener until `stop`; then closes what is open, with everything saved.
pub async fn serve(
    workbench: Shared,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    scratch::sweep(&workbench.settings);
    let working = tokio::spawn(jobs::work(workbench.clone()));
    let sweeper = tokio::spawn(sweep(workbench.clone()));
    let listening = tokio::spawn(crate::live::listen(workbench.clone()));
    let describing = tokio::spawn(crate::live::describe(workbench.clone()));
    let app = router(workbench.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let (told, stopping) = tokio::sync::oneshot::channel();
    let closing = {
        let workbench = workbench.clone();
        async move {
            stop.await;
            workbench.rooms.close();
            let _ = told.send(());
        }
    };
    let overdue = async {
        let _ = stopping.await;
        tokio::time::sleep(GRACE).await;
    };
    let served = tokio::select! {
        served = axum::serve(listener, app).with_graceful_shutdown(closing) => served,
        () = overdue => Ok(()),
    };
    working.abort();
    sweeper.abort();
    listening.abort();
    describing.abort();
    workbench.store.close().await;
    served
}

/// Removes what has run out.
async fn sweep(workbench: Shared) {
    let mut every = tokio::time::interval(std::time::Duration::from_secs(SWEEP_S));
    loop {
        every.tick().await;
        let now = workbench.now();
        let hour = 3_600 * NANOSECONDS_PER_SECOND;
        let swept = workbench.store.sweep(now, now.plus(-hour)).await;
        let purged = workbench.store.purge_reviews(now.plus(-BIN_DAYS * 24 * hour)).await;
        if let Err(failure) = swept.and(purged.map(drop)) {
            tracing::warn!(error = %failure, "could not sweep; tries again");
        }
    }
}
