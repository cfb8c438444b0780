//! Measured values.

use axum::Json;
use axum::extract::{Path, Query, State};
use postlude_lake::screens::{Lines, MeasureName, Plotted};
use postlude_review::people::Act;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::filter::moment;
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::Shared;

/// Which values.
#[derive(Debug, Deserialize, IntoParams)]
pub struct SeriesAsked {
    /// Of this service only.
    service: Option<String>,
    /// The measure to be plotted; without it all names are listed.
    name: Option<String>,
    /// From this moment on, RFC 3339.
    from: Option<String>,
    /// Before this moment.
    to: Option<String>,
    /// Points of a line, about; 600.
    points: Option<u32>,
}

/// Names, or the lines of one name.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum SeriesAnswer {
    /// What can be plotted.
    Names {
        /// In the order of service and name.
        items: Vec<MeasureName>,
    },
    /// A plot.
    Lines(Lines),
}

/// The names of all measures; with `name` the lines of one, thinned without losing peaks.
#[utoipa::path(get, path = "/incidents/{id}/series", params(("id" = Uuid, Path), SeriesAsked), responses((status = OK, body = SeriesAnswer)))]
pub async fn series(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(asked): Query<SeriesAsked>,
) -> Result<Json<SeriesAnswer>, Error> {
    workbench.incident(&caller, id, Act::Read).await?;
    let opened = workbench.evidence.opened(id).await?;
    let Some(name) = asked.name else {
        let items = opened.screens.measures(asked.service.as_deref()).await?;
        return Ok(Json(SeriesAnswer::Names { items }));
    };
    let read =
        |parameter: &str, value: Option<String>| value.map(|value| moment(parameter, &value)).transpose();
    let plotted = Plotted {
        name,
        service: asked.service,
        from: read("from", asked.from)?,
        to: read("to", asked.to)?,
        points: asked.points.unwrap_or(600),
    };
    Ok(Json(SeriesAnswer::Lines(opened.screens.lines(&plotted).await?)))
}
