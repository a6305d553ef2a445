//! Pictures of people: what they sent, made anew, or one that is drawn.

use std::sync::Arc;

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};

use super::account::{Refused, show};
use super::no_store;
use super::sign_in::{subject, too_often};
use crate::app::App;
use crate::http::caller::Person;
use crate::http::error::{Error, Result};
use crate::http::extract::{Asked, id_in, own_only};
use crate::media;
use crate::models::{Id, Refusal, Standing};
use crate::store::accounts;
use crate::store::attempts::{Count, Limit};
use crate::store::faces::{self, PutFace};

/// Browsers ask again after this long, in seconds: another picture is seen by then.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=600");

/// `GET /people/{id}/picture`
pub async fn face(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let (site, id, now) = (asked.site.id, id_in(&id)?, app.clock.now());
    let found = app
        .store
        .read(move |tx| accounts::by_id(tx, site, id, now)?.map(|_| faces::of_account(tx, site, id)).transpose())
        .await?;
    let found = found.ok_or_else(|| Error::not_found("There is nobody here with this address."))?;
    let (kind, bytes) = found.unwrap_or_else(|| ("image/svg+xml".to_owned(), drawn(id).into_bytes()));
    let hash: String = Sha256::digest(&bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let etag = format!("\"{hash}\"");
    let mut response = if headers.get(header::IF_NONE_MATCH).is_some_and(|tag| tag.as_bytes() == etag.as_bytes()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        bytes.into_response()
    };
    for (name, value) in [(header::CONTENT_TYPE, &kind), (header::ETAG, &etag)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(header::CACHE_CONTROL, KEPT);
    Ok(response)
}

/// A picture that follows from an identifier: five by five squares, the same on both sides, in one of the hues.
fn drawn(id: Id) -> String {
    let hash = Sha256::digest(id.bytes());
    let hue = u32::from(hash[0]) * 360 / 256;
    let mut squares = String::new();
    for (n, bit) in (0..15).map(|n| (n, hash[1 + n / 8] >> (n % 8) & 1 == 1)) {
        let (x, y) = (n / 5, n % 5);
        if bit {
            squares.push_str(&format!("M{x} {y}h1v1h-1zM{} {y}h1v1h-1z", 4 - x));
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-1 -1 7 7\"><path fill=\"hsl({hue} 30% 90%)\" d=\"M-1-1h7v7h-7z\"/><path fill=\"hsl({hue} 45% 38%)\" d=\"{squares}\"/></svg>"
    )
}

/// The largest file that is taken, in bytes.
pub const LARGEST: usize = 8 << 20;

/// How many pictures somebody sends: each is some work.
const SENT: Limit = Limit { times: 20, seconds: 3_600 };

/// `POST /account/picture`: the file in a form, or nothing to take the picture away.
pub async fn face_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Person(signed): Person,
    headers: HeaderMap,
    form: std::result::Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    own_only(&asked)?;
    if signed.account.standing != Standing::Good {
        return Err(crate::models::is_suspended().into());
    }
    let now = app.clock.now();
    let subjects = vec![(subject(&asked, "pictures of", signed.account.id.bytes()), SENT)];
    if let Some(seconds) = app.watch(app.store.write(Count { site: asked.site.id, subjects, now }).await)? {
        return Err(too_often(seconds).into());
    }
    let form = form.map_err(|_| Refusal::new(415, "form_expected", "Send multipart/form-data."))?;
    match take(&app, form).await {
        Ok(file) => {
            let (site, account, now) = (asked.site.id, signed.account.id, app.clock.now());
            app.watch(app.store.write(PutFace { site, account, file, now }).await)?;
            Ok(no_store(Redirect::to("/account")))
        }
        Err(error) => {
            let refused = Refused { field: "picture", typed: "", refusal: error.into_refusal() };
            show(&app, &asked, &signed, &headers, None, Some(refused)).await
        }
    }
}

async fn take(app: &App, mut form: Multipart) -> Result<Option<crate::store::media::File>> {
    let broken = || {
        Refusal::field(
            "media_invalid",
            "picture",
            "The file did not arrive whole, or is larger than 8 MB. Send a smaller one.",
        )
    };
    let mut bytes = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        // What it was called on somebody's disk is nobody's business.
        if field.name() == Some("picture") {
            bytes = field.bytes().await.map_err(|_| broken())?.to_vec();
        }
    }
    if bytes.is_empty() {
        return Ok(None);
    }
    let failed = |error: &dyn std::fmt::Display| Error::Internal(error.to_string());
    let turn = app.pictures.clone().acquire_owned().await.map_err(|error| failed(&error))?;
    // Whoever sent it may go away; the work goes on, and so does its turn.
    let make = move || {
        let made = media::face(&bytes);
        drop(turn);
        made
    };
    let made = tokio::task::spawn_blocking(make).await.map_err(|error| failed(&error))?;
    Ok(Some(made?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawn_pictures_are_the_same_for_the_same_and_differ_for_others() {
        assert_eq!(drawn(Id::FIRST), drawn(Id::FIRST));
        assert_ne!(drawn(Id::FIRST), drawn(Id::LAST));
        assert!(drawn(Id::LAST).len() < 1_000);
    }
}
