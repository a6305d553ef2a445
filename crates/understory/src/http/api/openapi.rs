use axum::response::{IntoResponse, Response};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, ResponseBuilder};

/// The API as a document.
#[derive(OpenApi)]
#[openapi(
    info(title = "Understory", description = "Stories and the threaded discussions under them."),
    paths(
        super::stories::list, super::stories::create, super::stories::show, super::stories::change,
        super::stories::close, super::stories::reopen, super::stories::lookup, super::stories::counts,
        super::comments::list, super::comments::create, super::comments::show, super::comments::replies,
        super::comments::edit, super::comments::delete, super::comments::restore,
        super::media::create,
        super::search::stories, super::search::comments,
        super::decisions::waiting, super::decisions::decide, super::decisions::list, super::decisions::undo,
        super::bulk::create, super::bulk::show, super::bulk::undo,
        super::writers::create, super::writers::list, super::writers::undo,
        super::votes::put,
        super::flags::create,
        super::flags::list,
        super::appeals::statement, super::appeals::create, super::appeals::list, super::appeals::decide,
        super::audit::list,
        super::escalations::create, super::escalations::list, super::escalations::show, super::escalations::enter,
    ),
    modifiers(&Keys, &Refusals)
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

/// What every operation may answer, beside what it says of itself.
struct Refusals;

impl utoipa::Modify for Refusals {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let problem = |description: &str| {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
            ResponseBuilder::new().description(description).content("application/problem+json", content).build()
        };
        for item in document.paths.paths.values_mut() {
            let all = [&mut item.get, &mut item.post, &mut item.patch, &mut item.delete];
            for operation in all.into_iter().flatten() {
                let responses = &mut operation.responses.responses;
                let refused = || problem("Refused: `code` says why.").into();
                responses.entry("4XX".to_owned()).or_insert_with(refused);
                let late = || problem("The database does not answer, or cannot be written: try again later.").into();
                responses.entry("503".to_owned()).or_insert_with(late);
            }
        }
    }
}

/// `GET /api/openapi.json`.
pub async fn document() -> Response {
    axum::Json(Document::openapi()).into_response()
}
