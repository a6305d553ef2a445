//! Letters about decisions: statements of reasons, and answers to appeals.

use askama::Template;

use super::Letter;
use crate::models::{Frozen, Said, Site};
use crate::words::Words;

#[derive(Template)]
#[template(path = "mail/statement.txt")]
struct StatedText<'a> {
    said: &'a [Said],
    link: &'a str,
    site: &'a str,
    w: &'static Words,
}

#[derive(Template)]
#[template(path = "mail/statement.html")]
struct StatedHtml<'a> {
    said: &'a [Said],
    link: &'a str,
    site: &'a str,
    w: &'static Words,
}

/// Sends a statement of reasons as it was frozen, and the link under which it stands.
///
/// # Errors
/// Those of the template.
pub fn stated(w: &'static Words, site: &Site, to: &str, frozen: &Frozen, link: &str) -> askama::Result<Letter> {
    let (said, title) = (frozen.said.as_slice(), frozen.site.as_str());
    Ok(Letter {
        to: to.to_owned(),
        subject: w.mail_statement_subject.with(&site.title),
        text: StatedText { said, link, site: title, w }.render()?,
        html: StatedHtml { said, link, site: title, w }.render()?,
    })
}

#[derive(Template)]
#[template(path = "mail/appeal.txt")]
struct AnsweredText<'a> {
    reason: &'a str,
    link: &'a str,
    site: &'a str,
    w: &'static Words,
}

#[derive(Template)]
#[template(path = "mail/appeal.html")]
struct AnsweredHtml<'a> {
    reason: &'a str,
    link: &'a str,
    site: &'a str,
    w: &'static Words,
}

/// Tells that an appeal was answered and the decision stands.
///
/// # Errors
/// Those of the template.
pub fn answered(w: &'static Words, site: &Site, to: &str, reason: &str, link: &str) -> askama::Result<Letter> {
    Ok(Letter {
        to: to.to_owned(),
        subject: w.mail_appeal_subject.with(&site.title),
        text: AnsweredText { reason, link, site: &site.title, w }.render()?,
        html: AnsweredHtml { reason, link, site: &site.title, w }.render()?,
    })
}
