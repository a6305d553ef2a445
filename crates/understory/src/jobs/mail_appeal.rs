use std::sync::Arc;

use super::work::Failure;
use crate::app::App;
use crate::http::pages::feeds::origin;
use crate::http::statement_path;
use crate::mail::statement;
use crate::models::{Id, Site};
use crate::store::{appeals, statements};
use crate::words;

/// Mails the answer to an appeal by which a decision stands; by any other the comment comes back, which is stated.
pub(super) async fn run(app: &Arc<App>, site: &Arc<Site>, id: Id) -> Result<(), Failure> {
    let (site_id, now) = (site.id, app.clock.now());
    let found = app
        .store
        .read(move |tx| {
            let to = statements::to_mail(tx, site_id, id, now)?;
            Ok(to.zip(appeals::by_id(tx, site_id, id)?))
        })
        .await?;
    let Some(((_, account), appeal)) = found else { return Ok(()) };
    let Some(to) = &account.email else { return Ok(()) };
    let w = words::of(&[&account.lang, &site.lang]);
    let link = format!("{}{}", origin(app, site), statement_path(site, id));
    let letter = statement::answered(w, site, to, &appeal.reason, &link);
    let letter = letter.map_err(|error| Failure { error: error.to_string(), for_good: true })?;
    app.mail.send(letter).await.map_err(|error| Failure { error: error.to_string(), for_good: error.is_for_good() })
}
