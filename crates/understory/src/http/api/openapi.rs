use axum::response::{IntoResponse, Response};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

/// The API as a document.
#[derive(OpenApi)]
#[openapi(
    info(title = "Understory", description = "Stories and the threaded discussions under them."),
    paths(
        super::stories::list, super::stories::create, super::stories::show, super::stories::change,
        super::stories::close, super::stories::reopen, super::stories::lookup, super::stories::counts,
        super::comments::list, super::comments::create, super::comments::show, super::comments::replies,
        super::comments::edit, super::comments::delete,
        super::decisions::waiting, super::decisions::decide, super::decisions::list,
    ),
    modifiers(&Keys)
)]
struct Document;

struct Keys;

impl utoipa::Modify for Keys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some("A key of the site, with its scope"))
                .build(),
        );
        document.components.get_or_insert_default().add_security_scheme("key", scheme);
    }
}

/// `GET /api/openapi.json`.
pub async fn document() -> Response {
    axum::Json(Document::openapi()).into_response()
}
