//! What opens a statement of reasons without signing in: a key that follows from the statement and the site's secret
//! (HMAC-SHA-256), so that none is kept anywhere.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::caller::is_same;
use crate::models::{Id, Site};

/// How many bytes of the code are the key: 144 bits, which nobody guesses.
const BYTES: usize = 18;

/// The key of a statement.
pub fn statement_key(site: &Site, statement: Id) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&site.secret) else { unreachable!("any key will do") };
    mac.update(b"statement");
    mac.update(site.id.bytes());
    mac.update(statement.bytes());
    URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..BYTES])
}

/// Whether a key opens a statement. Takes as long for a wrong one as for the right one.
pub fn opens(site: &Site, statement: Id, given: &str) -> bool {
    is_same(statement_key(site, statement).as_bytes(), given.as_bytes())
}

/// The path of a statement's page, with its key.
pub fn statement_path(site: &Site, statement: Id) -> String {
    format!("/statements/{statement}?key={}", statement_key(site, statement))
}
