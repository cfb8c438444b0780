//! Calls that service maps state.
//!
//! A map names services by name. An address among them is a machine that a service runs on, drawn into the same map.

use std::net::IpAddr;

use postlude_signals::{KnownFrom, Sighting, Topology};

use super::super::names::Names;
use super::super::rows;
use crate::{Failure, Session};

pub(super) fn calls(session: &Session, names: &Names, topology: &mut Topology) -> Result<(), Failure> {
    let query = "select caller, callee, count(*) n from dependency group by 1, 2 order by 1, 2";
    for row in rows::of(&session.sql(query)?)? {
        if let (Some(caller), Some(callee)) = (row.text("caller"), row.text("callee")) {
            if callee.parse::<IpAddr>().is_ok() {
                topology.add_host(names.used(caller), callee);
                continue;
            }
            let times = row.integer("n").unwrap_or(0).unsigned_abs();
            let seen = Sighting { times, record: None };
            topology.add_call(names.used(caller), names.used(callee), KnownFrom::ServiceMap, seen);
        }
    }
    Ok(())
}
