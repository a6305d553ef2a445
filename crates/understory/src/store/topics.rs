//! Topics: which stories stand under one, and which there are.

use super::{Result, Tx};
use crate::clock::Timestamp;
use crate::models::{Id, Story, StoryState, topic_of};

/// A topic and how much there is under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The last part of its address.
    pub topic: String,
    /// Its name, as the newest story has it.
    pub name: String,
    /// How many stories are shown under it.
    pub stories: i64,
}

/// Puts a story under its topics, and under no other; one that is not shown under none.
pub(super) fn put(tx: &mut Tx<'_>, site: Id, id: Id, story: &Story) -> Result<()> {
    tx.execute("DELETE FROM story_topic WHERE site_id = $1 AND story_id = $2", &[&site, &id])?;
    if story.state != StoryState::Published {
        return Ok(());
    }
    let mut put = Vec::new();
    for name in &story.topics {
        let topic = topic_of(name);
        if topic.is_empty() || put.contains(&topic) {
            continue;
        }
        tx.execute(
            "INSERT INTO story_topic (site_id, topic, published_at, story_id, name) VALUES ($1, $2, $3, $4, $5)",
            &[&site, &topic, &story.published_at, &id, name],
        )?;
        put.push(topic);
    }
    Ok(())
}

/// The identifiers of stories under a topic, newest first, after the given one, with the topic's name there.
pub fn stories(
    tx: &mut Tx<'_>,
    site: Id,
    topic: &str,
    after: Option<(Timestamp, Id)>,
    limit: usize,
) -> Result<Vec<(Id, String)>> {
    let (time, id) = after.unwrap_or((Timestamp(i64::MAX), Id::LAST));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    tx.query(
        "SELECT story_id, name FROM story_topic
         WHERE site_id = $1 AND topic = $2 AND (published_at, story_id) < ($3, $4)
         ORDER BY published_at DESC, story_id DESC LIMIT $5",
        &[&site, &topic, &time, &id, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The topics with the most stories since a time, most first.
pub fn most_used(tx: &mut Tx<'_>, site: Id, since: Timestamp, limit: i64) -> Result<Vec<Topic>> {
    tx.query(
        "SELECT topic, MAX(name), COUNT(*) FROM story_topic WHERE site_id = $1 AND published_at >= $2
         GROUP BY topic ORDER BY COUNT(*) DESC, topic LIMIT $3",
        &[&site, &since, &limit],
        |row| Ok(Topic { topic: row.get(0)?, name: row.get(1)?, stories: row.get(2)? }),
    )
}
