//! Who calls whom, from service maps, from metrics about calls and from spans.

use super::rows;
use crate::{Failure, Session};

pub(super) fn all(session: &Session) -> Result<Vec<(String, String)>, Failure> {
    let query = "select distinct caller, callee from (\
         select caller, callee from dependency \
         union all select caller_name caller, service_name callee from metric where caller_name is not null \
         union all select p.service_name caller, c.service_name callee from span c \
           join span p on c.trace_id = p.trace_id and c.parent_span_id = p.span_id where c.service_name <> p.service_name) \
         where caller is not null and callee is not null order by 1, 2";
    let rows = rows::of(&session.sql(query)?)?;
    Ok(rows.filter_map(|row| Some((row.owned("caller")?, row.owned("callee")?))).collect())
}
