use futures_util::{TryStreamExt, stream};

use crate::app::App;
use crate::models::{Id, Site};
use crate::store;
use crate::store::bulk::{Next, open};

/// Comments decided about beside one another: they share the writer's transactions, and leave room in them for readers.
const AT_ONCE: usize = 16;

/// Comments read at a time.
const PORTION: i64 = 100;

/// Decides about the comments of an act that are still open, until none is.
///
/// # Errors
/// When the database does not answer.
pub async fn run(app: &App, site: &Site, bulk: Id) -> store::Result<()> {
    let id = site.id;
    loop {
        let numbers = app.store.read(move |tx| open(tx, id, bulk, PORTION)).await?;
        if numbers.is_empty() {
            return Ok(());
        }
        stream::iter(numbers.into_iter().map(Ok::<_, store::Error>))
            .try_for_each_concurrent(AT_ONCE, |number| async move {
                let (decision, now) = (app.clock.new_id(), app.clock.now());
                app.store.write(Next { site: id, lang: site.lang.clone(), bulk, number, decision, now }).await
            })
            .await?;
    }
}
