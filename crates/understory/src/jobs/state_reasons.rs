use std::sync::Arc;

use super::work::Failure;
use crate::app::App;
use crate::http::pages::stating;
use crate::models::{Id, Site};
use crate::store::statements::{self, PutStatement};

/// States the reasons of a decision to whom it restricts, if it still stands.
pub(super) async fn run(app: &Arc<App>, site: &Arc<Site>, decision: Id) -> Result<(), Failure> {
    let (site_id, now) = (site.id, app.clock.now());
    let Some(cause) = app.store.read(move |tx| statements::due(tx, site_id, decision, now)).await? else {
        return Ok(());
    };
    let draft = stating::draft(app, site, &cause, now);
    let draft = draft.map_err(|error| Failure { error: error.to_string(), for_good: true })?;
    app.watch(app.store.write(PutStatement { site: site_id, story: cause.story.id, decision, draft }).await)?;
    Ok(())
}
