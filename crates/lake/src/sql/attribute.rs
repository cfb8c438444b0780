//! `attributes['name']` in SQL.
//!
//! The engine plans this with its package of nested functions, which costs minutes of building for this one use.

use datafusion::common::{DFSchema, Result};
use datafusion::functions::core::expr_fn::get_field;
use datafusion::logical_expr::GetFieldAccess;
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawFieldAccessExpr};
use datafusion::logical_expr::registry::FunctionRegistry;
use datafusion::prelude::SessionContext;
use std::sync::Arc;

#[derive(Debug)]
struct Attribute;

impl ExprPlanner for Attribute {
    fn plan_field_access(
        &self,
        access: RawFieldAccessExpr,
        _schema: &DFSchema,
    ) -> Result<PlannerResult<RawFieldAccessExpr>> {
        match access.field_access {
            GetFieldAccess::NamedStructField { name } => {
                Ok(PlannerResult::Planned(get_field(access.expr, name)))
            }
            field_access => Ok(PlannerResult::Original(RawFieldAccessExpr { field_access, ..access })),
        }
    }
}

pub(super) fn register(context: &SessionContext) -> Result<()> {
    let state = context.state_ref();
    let mut state = state.write();
    state.register_expr_planner(Arc::new(Attribute))
}
