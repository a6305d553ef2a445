//! Every address of the server.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, patch, post};

use super::api::{
    self, appeals, audit, bulk, comments, decisions, escalations, flags, media, search, stories, votes, writers,
};
use super::pages::feeds;
use super::{assets, desk, frame, pages, perspective};
use crate::app::App;

/// The patterns under which requests are counted: all of them. A test compares this list with the router.
pub const PATTERNS: &[&str] = &[
    "/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/favicon.ico",
    "/static/{file}",
    "/look/{file}",
    "/look/{version}/{file}",
    "/media/{file}",
    "/search",
    "/topics/{topic}",
    "/topics/{topic}/feed.atom",
    "/topics/{topic}/feed.json",
    "/feed.atom",
    "/feed.json",
    "/sitemap.xml",
    "/robots.txt",
    "/oembed",
    "/stories/{slug}/comments.atom",
    "/stories/{slug}",
    "/stories/{slug}/own",
    "/stories/{slug}/me",
    "/stories/{slug}/comments",
    "/stories/{slug}/comments/new",
    "/stories/{slug}/comments/{id}",
    "/stories/{slug}/comments/{id}/edit",
    "/stories/{slug}/comments/{id}/delete",
    "/stories/{slug}/comments/{id}/restore",
    "/stories/{slug}/comments/{id}/votes",
    "/stories/{slug}/comments/{id}/flags",
    "/people/{id}",
    "/people/{id}/ignore",
    "/people/{id}/picture",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/password",
    "/sign-in/link/{token}",
    "/sign-up",
    "/sign-out",
    "/account",
    "/account/name",
    "/account/news",
    "/account/follows",
    "/account/password",
    "/account/profile",
    "/account/picture",
    "/account/claims",
    "/account/sessions/{id}/end",
    "/desk",
    "/desk/counts",
    "/desk/hand",
    "/desk/comments/{id}",
    "/desk/comments/{id}/hand",
    "/desk/comments/{id}/decisions",
    "/desk/decisions/{id}/undo",
    "/desk/bulk",
    "/desk/bulk/found",
    "/desk/bulk/{id}",
    "/desk/bulk/{id}/undo",
    "/desk/comments/{id}/writer",
    "/desk/writer-acts/{id}/undo",
    "/desk/appeals/{id}",
    "/desk/appeals/{id}/decision",
    "/statements/{id}",
    "/statements/{id}/appeal",
    "/desk/audit",
    "/desk/comments/{id}/escalation",
    "/desk/escalations",
    "/desk/escalations/{id}",
    "/api/openapi.json",
    "/api/v1/stories",
    "/api/v1/stories/{id}",
    "/api/v1/stories/{id}/closure",
    "/api/v1/stories/{id}/comments",
    "/api/v1/media",
    "/api/v1/lookup",
    "/api/v1/counts",
    "/api/v1/search/stories",
    "/api/v1/search/comments",
    "/api/v1/comments",
    "/api/v1/comments/{id}",
    "/api/v1/comments/{id}/deletion",
    "/api/v1/comments/{id}/replies",
    "/api/v1/comments/{id}/decisions",
    "/api/v1/comments/{id}/votes",
    "/api/v1/comments/{id}/flags",
    "/api/v1/decisions/{id}",
    "/api/v1/bulk",
    "/api/v1/bulk/{id}",
    "/api/v1/comments/{id}/writer",
    "/api/v1/writer-acts/{id}",
    "/api/v1/statements/{id}",
    "/api/v1/statements/{id}/appeal",
    "/api/v1/appeals",
    "/api/v1/appeals/{id}/decision",
    "/api/v1/audit",
    "/api/v1/comments/{id}/escalation",
    "/api/v1/escalations",
    "/api/v1/escalations/{id}",
    "/api/v1/escalations/{id}/entries",
    "/api/perspective/v1alpha1/comments:analyze",
    "/api/perspective/v1alpha1/comments:suggestscore",
    "/api/perspective/$discovery/rest",
];

/// The whole server, from request to answer.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(pages::front))
        .route("/healthz", get(pages::healthz))
        .route("/readyz", get(pages::readyz))
        .route("/metrics", get(pages::metrics))
        .route("/favicon.ico", get(assets::favicon))
        .route("/static/{file}", get(assets::serve))
        .route("/look/{file}", get(assets::look_now))
        .route("/look/{version}/{file}", get(assets::look))
        .route("/media/{file}", get(pages::file))
        .route("/search", get(pages::search))
        .route("/topics/{topic}", get(pages::topic))
        .route("/topics/{topic}/feed.atom", get(feeds::topic_atom))
        .route("/topics/{topic}/feed.json", get(feeds::topic_json))
        .route("/feed.atom", get(feeds::atom))
        .route("/feed.json", get(feeds::json))
        .route("/sitemap.xml", get(feeds::sitemap))
        .route("/robots.txt", get(feeds::robots))
        .route("/oembed", get(pages::oembed))
        .route("/stories/{slug}/comments.atom", get(feeds::comments))
        .route("/stories/{slug}", get(pages::story))
        .route("/stories/{slug}/me", get(pages::me))
        .route("/stories/{slug}/own", get(pages::own_list))
        .route("/stories/{slug}/comments", post(pages::new_post))
        .route("/stories/{slug}/comments/new", get(pages::new_form))
        .route("/stories/{slug}/comments/{id}", get(pages::conversation))
        .route("/stories/{slug}/comments/{id}/edit", get(pages::edit_form).post(pages::edit_post))
        .route("/stories/{slug}/comments/{id}/delete", post(pages::delete_post))
        .route("/stories/{slug}/comments/{id}/restore", post(pages::restore_post))
        .route("/sign-in", get(pages::sign_in_form).post(pages::sign_in_post))
        .route("/sign-in/code", get(pages::code_form).post(pages::code_post))
        .route("/sign-in/password", post(pages::password_post))
        .route("/sign-in/link/{token}", get(pages::link_form).post(pages::link_post))
        .route("/sign-up", post(pages::sign_up_post))
        .route("/sign-out", post(pages::sign_out))
        .route("/account", get(pages::account))
        .route("/account/name", post(pages::name_post))
        .route("/account/password", post(pages::set_password))
        .route("/account/profile", post(pages::profile_post))
        .route(
            "/account/picture",
            post(pages::face_post).layer(axum::extract::DefaultBodyLimit::max(pages::LARGEST_FACE)),
        )
        .route("/account/news", get(pages::news_page).post(pages::news_seen))
        .route("/account/follows", post(pages::follow_post))
        .route("/account/claims", post(pages::claim_post))
        .route("/account/sessions/{id}/end", post(pages::end_session))
        .route("/stories/{slug}/comments/{id}/votes", post(pages::vote_post))
        .route("/stories/{slug}/comments/{id}/flags", get(pages::flags::flag_form).post(pages::flags::flag_post))
        .route("/people/{id}", get(pages::person_page))
        .route("/people/{id}/picture", get(pages::face))
        .route("/people/{id}/ignore", post(pages::ignore_post))
        .route("/desk", get(desk::desk))
        .route("/desk/counts", get(desk::counts))
        .route("/desk/hand", post(desk::next_in_hand))
        .route("/desk/comments/{id}", get(desk::card_page))
        .route("/desk/comments/{id}/hand", post(desk::hand_post))
        .route("/desk/comments/{id}/decisions", post(desk::decide))
        .route("/desk/decisions/{id}/undo", post(desk::undo))
        .route("/desk/bulk", post(desk::bulk::bulk))
        .route("/desk/bulk/found", post(desk::bulk_of_found))
        .route("/desk/bulk/{id}", get(desk::bulk::progress))
        .route("/desk/bulk/{id}/undo", post(desk::bulk::undo))
        .route("/desk/comments/{id}/writer", post(desk::writer::post))
        .route("/desk/writer-acts/{id}/undo", post(desk::writer::undo))
        .route("/desk/appeals/{id}", get(desk::appeal_page))
        .route("/desk/appeals/{id}/decision", post(desk::answer))
        .route("/statements/{id}", get(pages::statements::statement_page))
        .route("/statements/{id}/appeal", post(pages::statements::appeal_post))
        .route("/desk/audit", get(desk::audit_page))
        .route("/desk/comments/{id}/escalation", get(desk::escalate_form).post(desk::escalate_post))
        .route("/desk/escalations", get(desk::escalations_page))
        .route("/desk/escalations/{id}", get(desk::escalation_page).post(desk::escalation_post))
        .route("/api/openapi.json", get(api::document))
        .route("/api/v1/stories", get(stories::list).post(stories::create))
        .route("/api/v1/stories/{id}", get(stories::show).patch(stories::change))
        .route("/api/v1/stories/{id}/closure", post(stories::close).delete(stories::reopen))
        .route("/api/v1/stories/{id}/comments", get(comments::list).post(comments::create))
        .route("/api/v1/media", post(media::create))
        .route("/api/v1/lookup", get(stories::lookup))
        .route("/api/v1/counts", get(stories::counts))
        .route("/api/v1/search/stories", get(search::stories))
        .route("/api/v1/search/comments", get(search::comments))
        .route("/api/v1/comments", get(decisions::waiting))
        .route("/api/v1/comments/{id}", get(comments::show).merge(patch(comments::edit).delete(comments::delete)))
        .route("/api/v1/comments/{id}/deletion", delete(comments::restore))
        .route("/api/v1/comments/{id}/replies", get(comments::replies))
        .route("/api/v1/comments/{id}/votes", post(votes::put))
        .route("/api/v1/comments/{id}/flags", get(flags::list).post(flags::create))
        .route("/api/v1/comments/{id}/decisions", get(decisions::list).post(decisions::decide))
        .route("/api/v1/decisions/{id}", delete(decisions::undo))
        .route("/api/v1/bulk", post(bulk::create))
        .route("/api/v1/bulk/{id}", get(bulk::show).delete(bulk::undo))
        .route("/api/v1/comments/{id}/writer", get(writers::list).post(writers::create))
        .route("/api/v1/writer-acts/{id}", delete(writers::undo))
        .route("/api/v1/statements/{id}", get(appeals::statement))
        .route("/api/v1/statements/{id}/appeal", post(appeals::create))
        .route("/api/v1/appeals", get(appeals::list))
        .route("/api/v1/appeals/{id}/decision", post(appeals::decide))
        .route("/api/v1/audit", get(audit::list))
        .route("/api/v1/comments/{id}/escalation", post(escalations::create))
        .route("/api/v1/escalations", get(escalations::list))
        .route("/api/v1/escalations/{id}", get(escalations::show))
        .route("/api/v1/escalations/{id}/entries", post(escalations::enter))
        .route("/api/perspective/v1alpha1/comments:analyze", post(perspective::analyze).options(perspective::preflight))
        .route(
            "/api/perspective/v1alpha1/comments:suggestscore",
            post(perspective::suggest).options(perspective::preflight),
        )
        .route("/api/perspective/$discovery/rest", get(perspective::discover).options(perspective::preflight))
        .fallback(nothing)
        .method_not_allowed_fallback(not_that_way)
        .layer(from_fn_with_state(app.clone(), frame::frame))
        .with_state(app)
}

async fn nothing() -> super::Error {
    super::Error::not_found("Nothing is at this address.")
}

async fn not_that_way() -> super::Error {
    super::Error::Refused(crate::models::Refusal::new(
        405,
        "method_not_allowed",
        "This address does not take that kind of request.",
    ))
}
