//! Letters about passwords.

use askama::Template;

use super::Letter;
use crate::models::Site;
use crate::words::Words;

#[derive(Template)]
#[template(path = "mail/password.txt")]
struct ChangedText<'a> {
    link: &'a str,
    site: &'a str,
    w: &'static Words,
}

#[derive(Template)]
#[template(path = "mail/password.html")]
struct ChangedHtml<'a> {
    link: &'a str,
    site: &'a str,
    w: &'static Words,
}

/// Tells that an account has another password, and what to do if that was somebody else.
///
/// # Errors
/// Those of the template.
pub fn changed(w: &'static Words, site: &Site, to: &str, link: &str) -> askama::Result<Letter> {
    Ok(Letter {
        to: to.to_owned(),
        subject: w.mail_password_subject.with(&site.title),
        text: ChangedText { link, site: &site.title, w }.render()?,
        html: ChangedHtml { link, site: &site.title, w }.render()?,
    })
}
