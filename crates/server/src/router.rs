//! Every route, on one page.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::Error;
use crate::routes::{
    asks, attachments, audit, calibration, clocks, coach, documents, export, files, history, incidents,
    interviews, invitations, jobs, lines, meetings, participants, people, process, questions, records,
    reviews, search, series, session, tokens, traces,
};
use crate::workbench::Shared;
use crate::{headers, live, pages};

#[derive(OpenApi)]
#[openapi(info(
    title = "Postlude",
    description = "The incident review workbench. Answers that say no have `code`, `message` and `hint`. \
                   A browser sends its cookie and, with every change, the header `X-Postlude: 1`; a program sends \
                   `Authorization: Bearer` with a personal token."
))]
struct Description;

/// The API: its routes and its description.
pub fn api() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(session::show, session::log_in, session::log_out))
        .routes(routes!(people::list))
        .routes(routes!(people::change))
        .routes(routes!(people::change_own))
        .routes(routes!(invitations::list, invitations::invite))
        .routes(routes!(invitations::withdraw))
        .routes(routes!(invitations::accept))
        .routes(routes!(tokens::list, tokens::add))
        .routes(routes!(tokens::remove))
        .routes(routes!(audit::list))
        .routes(routes!(reviews::list, reviews::add))
        .routes(routes!(reviews::show, reviews::change, reviews::bin))
        .routes(routes!(reviews::restore))
        .routes(routes!(reviews::join))
        .routes(routes!(export::write))
        .routes(routes!(export::bring))
        .routes(routes!(reviews::attach))
        .routes(routes!(reviews::detach))
        .routes(routes!(participants::name, participants::remove))
        .routes(routes!(process::phase))
        .routes(routes!(process::step))
        .routes(routes!(calibration::links, calibration::send))
        .routes(routes!(calibration::suggested))
        .routes(routes!(calibration::take_back))
        .routes(routes!(calibration::own::open))
        .routes(routes!(calibration::own::list))
        .routes(routes!(calibration::own::show, calibration::own::remove))
        .routes(routes!(calibration::own::answer, calibration::own::take_back))
        .routes(routes!(calibration::release::release))
        .routes(routes!(interviews::ask))
        .routes(routes!(interviews::list))
        .routes(routes!(interviews::show, interviews::change, interviews::remove))
        .routes(routes!(interviews::consent))
        .routes(routes!(interviews::record))
        .routes(routes!(interviews::dossier::show))
        .routes(routes!(interviews::notes::add))
        .routes(routes!(interviews::notes::change, interviews::notes::strike))
        .routes(routes!(interviews::notes::release))
        .routes(routes!(meetings::list, meetings::plan))
        .routes(routes!(meetings::show, meetings::change, meetings::remove))
        .routes(routes!(meetings::run::timer))
        .routes(routes!(meetings::run::item))
        .routes(routes!(meetings::run::hand))
        .routes(routes!(meetings::run::survey, meetings::run::answer))
        .routes(routes!(meetings::invitation::file))
        .routes(routes!(meetings::parking::list, meetings::parking::park))
        .routes(routes!(meetings::parking::change))
        .routes(routes!(asks::of_review, asks::add))
        .routes(routes!(asks::take_back))
        .routes(routes!(asks::own))
        .routes(routes!(asks::claim))
        .routes(routes!(asks::decline))
        .routes(routes!(live::connection::join))
        .routes(routes!(documents::show))
        .routes(routes!(documents::bytes))
        .routes(routes!(documents::operate))
        .routes(routes!(documents::undo))
        .routes(routes!(history::list))
        .routes(routes!(questions::list))
        .routes(routes!(coach::read))
        .routes(routes!(lines::read))
        .routes(routes!(attachments::list, attachments::add))
        .routes(routes!(attachments::show))
        .routes(routes!(search::find))
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

/// The description of the API as JSON.
pub fn description() -> String {
    let (_, mut description) = OpenApiRouter::new().nest("/api/v1", api()).split_for_parts();
    for item in description.paths.paths.values_mut() {
        let all =
            [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete, &mut item.head];
        for operation in all.into_iter().flatten() {
            // Names of our functions, which need to be unique in their file only; an operation is its method and path.
            operation.operation_id = None;
        }
    }
    description.to_pretty_json().unwrap_or_default()
}

/// All that the server answers.
pub fn router(workbench: Shared) -> Router {
    let (api, _) = OpenApiRouter::new().nest("/api/v1", api()).split_for_parts();
    let squeezed = DefaultPredicate::new().and(NotForContentType::new("text/event-stream"));
    api.route("/open", get(session::open))
        .route("/api/{*unknown}", get(unknown).post(unknown).put(unknown).patch(unknown).delete(unknown))
        .fallback(get(pages::page))
        .layer(CompressionLayer::new().compress_when(squeezed))
        .layer(from_fn_with_state(workbench.clone(), headers::guard))
        .with_state(workbench)
}

async fn unknown() -> Error {
    Error::not_found("route")
}
