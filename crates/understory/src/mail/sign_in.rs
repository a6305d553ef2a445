//! Letters about signing in.

use askama::Template;

use super::Letter;
use crate::models::Site;
use crate::words::Words;

#[derive(Template)]
#[template(path = "mail/sign_in.txt")]
struct CodeText<'a> {
    code: &'a str,
    link: &'a str,
    site: &'a str,
    w: &'static Words,
}

#[derive(Template)]
#[template(path = "mail/sign_in.html")]
struct CodeHtml<'a> {
    code: &'a str,
    link: &'a str,
    site: &'a str,
    w: &'static Words,
}

/// Tells the code and the link.
///
/// # Errors
/// Those of the template.
pub fn code(w: &'static Words, site: &Site, to: &str, code: &str, link: &str) -> askama::Result<Letter> {
    Ok(Letter {
        to: to.to_owned(),
        subject: w.mail_code_subject.with(&site.title),
        text: CodeText { code, link, site: &site.title, w }.render()?,
        html: CodeHtml { code, link, site: &site.title, w }.render()?,
    })
}

#[derive(Template)]
#[template(path = "mail/no_account.txt")]
struct NoAccountText<'a> {
    site: &'a str,
    w: &'static Words,
}

#[derive(Template)]
#[template(path = "mail/no_account.html")]
struct NoAccountHtml<'a> {
    site: &'a str,
    w: &'static Words,
}

/// Tells that there is no account with this address, where only the newsroom makes one.
///
/// # Errors
/// Those of the template.
pub fn no_account(w: &'static Words, site: &Site, to: &str) -> askama::Result<Letter> {
    Ok(Letter {
        to: to.to_owned(),
        subject: w.mail_code_subject.with(&site.title),
        text: NoAccountText { site: &site.title, w }.render()?,
        html: NoAccountHtml { site: &site.title, w }.render()?,
    })
}
