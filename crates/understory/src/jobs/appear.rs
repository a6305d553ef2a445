use std::sync::Arc;

use super::work::Failure;
use crate::app::App;
use crate::models::{Id, Site};
use crate::store::accounts::Appear;

/// Puts an account's name and badges on all that it wrote, a portion at a time.
pub(super) async fn run(app: &Arc<App>, site: &Arc<Site>, account: Id) -> Result<(), Failure> {
    while app.store.write(Appear { site: site.id, id: account, now: app.clock.now() }).await? {}
    Ok(())
}
