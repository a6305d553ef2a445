use std::sync::Arc;

use super::work::Failure;
use crate::app::App;
use crate::http::pages::feeds::origin;
use crate::http::statement_path;
use crate::mail::statement;
use crate::models::{Id, Site};
use crate::store::statements::{self, Mailed};
use crate::words;

/// Mails a statement of reasons to whom it restricts.
pub(super) async fn run(app: &Arc<App>, site: &Arc<Site>, id: Id) -> Result<(), Failure> {
    let (site_id, now) = (site.id, app.clock.now());
    let found = app.store.read(move |tx| statements::to_mail(tx, site_id, id, now)).await?;
    let Some((stated, account)) = found else { return Ok(()) };
    let Some(to) = &account.email else { return Ok(()) };
    let for_good = |error: String| Failure { error, for_good: true };
    let frozen = stated.frozen().map_err(|error| for_good(error.to_string()))?;
    let link = format!("{}{}", origin(app, site), statement_path(site, id));
    let letter = statement::stated(words::of(&[&frozen.lang]), site, to, &frozen, &link);
    let letter = letter.map_err(|error| for_good(error.to_string()))?;
    let sent = app.mail.send(letter).await;
    sent.map_err(|error| Failure { error: error.to_string(), for_good: error.is_for_good() })?;
    app.store.write(Mailed { site: site_id, id, now }).await?;
    Ok(())
}
