//! What the audit trail says of a story that was made or changed.

use serde_json::{Value, json};

use super::{Error, Result, Tx, audit, stories};
use crate::clock::Timestamp;
use crate::models::{AuditAct, Id, Story, digest, hex};

/// Writes down what of a story is not as before; nothing where nothing is.
pub(super) fn changed(
    tx: &mut Tx<'_>,
    site: Id,
    by: &str,
    now: Timestamp,
    id: Id,
    before: Option<&Story>,
) -> Result<()> {
    let Some(after) = stories::by_id(tx, site, id)? else { return Ok(()) };
    let object = format!("story {id}");
    let acted = match before {
        None => audit::Acted {
            act: AuditAct::MakeStory,
            object,
            about: None,
            before: Value::Null,
            after: json!({ "title": after.title, "slug": after.slug, "state": after.state.as_str() }),
        },
        Some(before) => {
            let (before, after) = audit::difference(state(before)?, state(&after)?);
            if before == after {
                return Ok(());
            }
            audit::Acted { act: AuditAct::ChangeStory, object, about: None, before, after }
        }
    };
    audit::record(tx, site, by, now, &acted)
}

/// All that people change of a story; of its text, which may be long, the hash.
fn state(story: &Story) -> Result<Value> {
    Ok(json!({
        "title": story.title, "slug": story.slug, "url": story.url, "author": story.author, "lang": story.lang,
        "topics": story.topics, "state": story.state.as_str(), "published_at": story.published_at,
        "close_at": story.close_at, "body_sha256": hex(&digest(&[story.body.as_bytes()])), "extra": story.extra,
        "matter": serde_json::to_value(&story.matter).map_err(Error::corrupt)?,
    }))
}
