//! `attributes['http.request.method']`, `map_keys(attributes)` and what else SQL does inside a column.
//!
//! The SQL planner builds the package of these functions anyway, only without telling a session of them unless
//! another feature is on.

use std::sync::Arc;

use datafusion::common::Result;
use datafusion::execution::FunctionRegistry;
use datafusion::prelude::SessionContext;
use datafusion_functions_nested::planner::{FieldAccessPlanner, NestedFunctionPlanner};
use datafusion_functions_nested::register_all;

pub(super) fn register(context: &SessionContext) -> Result<()> {
    let state = context.state_ref();
    let mut state = state.write();
    register_all(&mut *state)?;
    state.register_expr_planner(Arc::new(NestedFunctionPlanner))?;
    state.register_expr_planner(Arc::new(FieldAccessPlanner))
}
