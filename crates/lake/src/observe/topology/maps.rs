//! Calls that service maps state.

use postlude_signals::{KnownFrom, Sighting, Topology};

use super::super::names::Names;
use super::super::rows;
use crate::{Failure, Session};

pub(super) fn calls(session: &Session, names: &Names, topology: &mut Topology) -> Result<(), Failure> {
    let query = "select caller, callee, count(*) n from dependency group by 1, 2 order by 1, 2";
    for row in rows::of(&session.sql(query)?)? {
        if let (Some(caller), Some(callee)) = (row.text("caller"), row.text("callee")) {
            let times = row.integer("n").unwrap_or(0).unsigned_abs();
            let seen = Sighting { times, record: None };
            topology.add_call(names.used(caller), names.used(callee), KnownFrom::ServiceMap, seen);
        }
    }
    Ok(())
}
