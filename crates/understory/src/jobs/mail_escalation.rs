use std::sync::Arc;

use super::work::Failure;
use crate::app::App;
use crate::http::pages::feeds::origin;
use crate::mail::escalation;
use crate::models::{Id, Site};
use crate::store::accounts;
use crate::store::escalations::{self, Mailed};
use crate::words;

/// Tells an editor, or the duty's own address, that a comment was escalated.
pub(super) async fn run(app: &Arc<App>, site: &Arc<Site>, id: Id) -> Result<(), Failure> {
    let (site_id, now) = (site.id, app.clock.now());
    let found = app
        .store
        .read(move |tx| {
            let Some((escalation, account, mailed)) = escalations::told(tx, site_id, id)? else { return Ok(None) };
            let known = match account {
                Some(account) => accounts::by_id(tx, site_id, account, now)?,
                None => None,
            };
            Ok(Some((escalation, account, known, mailed)))
        })
        .await?;
    let Some((escalation, account, known, None)) = found else { return Ok(()) };
    let (to, lang) = match (account, known) {
        (Some(_), Some(known)) => (known.email, known.lang),
        // Whose account is deleted meanwhile is no editor any more.
        (Some(_), None) => (None, site.lang.clone()),
        (None, _) => (Some(site.settings.duty_mail.clone()).filter(|to| !to.is_empty()), site.lang.clone()),
    };
    let Some(to) = to else { return Ok(()) };
    let w = words::of(&[&lang, &site.lang]);
    let letter = escalation::told(w, site, &to, &format!("{}/desk/escalations/{escalation}", origin(app, site)));
    let letter = letter.map_err(|error| Failure { error: error.to_string(), for_good: true })?;
    let sent = app.mail.send(letter).await;
    sent.map_err(|error| Failure { error: error.to_string(), for_good: error.is_for_good() })?;
    app.store.write(Mailed { site: site.id, id, now: app.clock.now() }).await?;
    Ok(())
}
