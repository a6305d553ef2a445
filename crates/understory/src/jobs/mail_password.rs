use std::sync::Arc;

use super::work::Failure;
use crate::app::App;
use crate::http::pages::feeds::origin;
use crate::mail::password;
use crate::models::{Id, Site};
use crate::store::accounts;
use crate::words;

/// Tells an account's owner that it has another password.
pub(super) async fn run(app: &Arc<App>, site: &Arc<Site>, account: Id) -> Result<(), Failure> {
    let (site_id, now) = (site.id, app.clock.now());
    let found = app.store.read(move |tx| accounts::by_id(tx, site_id, account, now)).await?;
    let Some(account) = found else { return Ok(()) };
    let Some(to) = &account.email else { return Ok(()) };
    let w = words::of(&[&account.lang, &site.lang]);
    let letter = password::changed(w, site, to, &format!("{}/sign-in", origin(app, site)));
    let letter = letter.map_err(|error| Failure { error: error.to_string(), for_good: true })?;
    app.mail.send(letter).await.map_err(|error| Failure { error: error.to_string(), for_good: error.is_for_good() })
}
