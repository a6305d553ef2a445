//! Pictures and videos by program: taken once, then named by stories.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::caller::Publisher;
use crate::http::error::{Error, Problem, Result};
use crate::http::extract::{Asked, MEDIA_BYTES, body};
use crate::http::pages;
use crate::media;
use crate::models::{Medium, Refusal};
use crate::store::media::PutFiles;

/// A file that is kept, as a story names it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MediaOut {
    /// To be put among a story's `x_media` (or `media`, to change one): with `alt`, which a picture needs, and, where
    /// wanted, with `caption`, `credit`, and `name`, by which the text shows it as `![…](name)`. A video elsewhere needs no
    /// file of ours: `{"picture":…,"video":{"elsewhere":{"url":"https://…","length":"2:48"}},"alt":…}`, the picture being its still.
    #[schema(value_type = Object)]
    media: Medium,
}

/// Keeps a picture (JPEG, PNG or WebP, made anew in up to three sizes without a camera's notes) or a short video (WebM or
/// MP4). The body is the file itself. Needs the scope `stories`.
#[utoipa::path(post, path = "/api/v1/media", tag = "stories", security(("key" = [])),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = MediaOut), (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    State(app): State<Arc<App>>,
    asked: Asked,
    _: Publisher,
    headers: HeaderMap,
    stream: Body,
) -> Result<Response> {
    let bytes = body(&app, &headers, stream, MEDIA_BYTES).await?;
    if bytes.is_empty() {
        return Err(Refusal::field("media_invalid", "media", "Send the file as the body of the request.").into());
    }
    let failed = |error: &dyn std::fmt::Display| Error::Internal(error.to_string());
    let turn = app.pictures.clone().acquire_owned().await.map_err(|error| failed(&error))?;
    // Whoever sent it may go away; the work goes on, and so does its turn.
    let read = tokio::task::spawn_blocking(move || {
        let read = media::medium(bytes.to_vec());
        drop(turn);
        read
    });
    let (media, files) = read.await.map_err(|error| failed(&error))??;
    app.watch(app.store.write(PutFiles { site: asked.site.id, files, now: app.clock.now() }).await)?;
    Ok((StatusCode::CREATED, pages::no_store(axum::Json(MediaOut { media }))).into_response())
}
