//! The routes, a file per noun.

#![allow(unused_qualifications, reason = "the macro of utoipa writes paths out that are in scope")]

mod clocks;
mod files;
mod filter;
mod incidents;
mod jobs;
mod records;
mod series;
mod traces;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::workbench::Shared;

/// The routes about evidence, below `/api/v1`.
pub fn evidence() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(incidents::incident))
        .routes(routes!(incidents::sources))
        .routes(routes!(incidents::timeline))
        .routes(routes!(incidents::topology))
        .routes(routes!(files::send, files::stored))
        .routes(routes!(files::paste))
        .routes(routes!(jobs::read))
        .routes(routes!(jobs::job, jobs::cancel))
        .routes(routes!(jobs::events))
        .routes(routes!(records::histogram))
        .routes(routes!(records::records))
        .routes(routes!(records::facets))
        .routes(routes!(records::original))
        .routes(routes!(records::query))
        .routes(routes!(series::series))
        .routes(routes!(traces::traces))
        .routes(routes!(traces::trace))
        .routes(routes!(clocks::clocks, clocks::set))
}
