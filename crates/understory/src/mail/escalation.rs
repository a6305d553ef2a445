//! Letters about threats to life: without a word of what was said.

use askama::Template;

use super::Letter;
use crate::models::Site;
use crate::words::Words;

#[derive(Template)]
#[template(path = "mail/escalation.txt")]
struct ToldText<'a> {
    link: &'a str,
    site: &'a str,
    w: &'static Words,
}

#[derive(Template)]
#[template(path = "mail/escalation.html")]
struct ToldHtml<'a> {
    link: &'a str,
    site: &'a str,
    w: &'static Words,
}

/// Tells that a comment was escalated, and where the report is.
///
/// # Errors
/// Those of the template.
pub fn told(w: &'static Words, site: &Site, to: &str, link: &str) -> askama::Result<Letter> {
    Ok(Letter {
        to: to.to_owned(),
        subject: w.mail_escalation_subject.with(&site.title),
        text: ToldText { link, site: &site.title, w }.render()?,
        html: ToldHtml { link, site: &site.title, w }.render()?,
    })
}
