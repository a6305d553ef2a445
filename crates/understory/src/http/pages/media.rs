//! Pictures and videos of stories: named by their content, so that they may be kept for ever.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use crate::app::App;
use crate::http::error::{Error, Result};
use crate::http::extract::Asked;
use crate::store::media;

/// `GET /media/{file}`, whole or in part, as players ask (RFC 9110, section 14).
pub async fn file(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let nothing = || Error::not_found("There is no such file here.");
    let hash = crate::media::hash_in(&name).ok_or_else(nothing)?;
    let site = asked.site.id;
    let (kind, bytes) = app.store.read(move |tx| media::file(tx, site, &hash)).await?.ok_or_else(nothing)?;
    let bytes = Bytes::from(bytes);
    let length = bytes.len();
    let mut response = match headers.get(header::RANGE).and_then(|value| part(value, length)) {
        Some(Ok((first, last))) => {
            let mut response = (StatusCode::PARTIAL_CONTENT, bytes.slice(first..=last)).into_response();
            set(&mut response, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{length}"));
            response
        }
        Some(Err(())) => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            set(&mut response, header::CONTENT_RANGE, &format!("bytes */{length}"));
            return Ok(response);
        }
        None => bytes.into_response(),
    };
    set(&mut response, header::CONTENT_TYPE, &kind);
    set(&mut response, header::ACCEPT_RANGES, "bytes");
    set(&mut response, header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    Ok(response)
}

fn set(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}

/// The first and last byte that are wanted of so many; nothing where the request is to be read as one for the whole, as
/// several parts at once may be.
fn part(range: &HeaderValue, length: usize) -> Option<std::result::Result<(usize, usize), ()>> {
    let (first, last) = range.to_str().ok()?.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.trim().parse::<usize>();
    let part = match (number(first), number(last)) {
        (Ok(first), Ok(last)) if first <= last => (first, last.min(length.saturating_sub(1))),
        (Ok(first), Err(_)) if last.trim().is_empty() => (first, length.saturating_sub(1)),
        (Err(_), Ok(last)) if first.trim().is_empty() && last > 0 => {
            (length.saturating_sub(last), length.saturating_sub(1))
        }
        _ => return None,
    };
    Some(if part.0 < length { Ok(part) } else { Err(()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_as_the_standard_says() {
        let part = |text| part(&HeaderValue::from_static(text), 100);
        assert_eq!(part("bytes=0-9"), Some(Ok((0, 9))));
        assert_eq!(part("bytes=90-"), Some(Ok((90, 99))));
        assert_eq!(part("bytes=-10"), Some(Ok((90, 99))));
        assert_eq!(part("bytes=50-500"), Some(Ok((50, 99))));
        assert_eq!(part("bytes=100-"), Some(Err(())));
        for whole in ["bytes=9-0", "bytes=a-b", "lines=0-1", "bytes=0-1,5-6", "bytes=-", "bytes=-0"] {
            assert_eq!(part(whole), None, "{whole}");
        }
    }
}
