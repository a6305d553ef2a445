//! What others say that a text should have been scored: for the desk, and for the next training.

use super::{Result, Tx, Write};
use crate::clock::Timestamp;
use crate::models::Id;

/// Keeps a suggestion.
#[derive(Clone, Debug)]
pub struct NewSuggestion {
    /// The site.
    pub site: Id,
    /// Its identifier.
    pub id: Id,
    /// The text.
    pub text: String,
    /// The scores by attribute, as JSON.
    pub scores: String,
    /// Languages, divided by spaces.
    pub languages: String,
    /// Whose community it is.
    pub community: String,
    /// When.
    pub now: Timestamp,
}

/// How many are kept of a site, and a few more: the oldest go.
const KEPT: i64 = 10_000;

impl Write for NewSuggestion {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "INSERT INTO score_suggestion (site_id, id, text, scores, languages, community, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[&self.site, &self.id, &self.text, &self.scores, &self.languages, &self.community, &self.now],
        )?;
        // Walking through what is kept is not worth every write's while.
        if self.id.bytes()[15].is_multiple_of(64) {
            tx.execute(
                // PostgreSQL knows no least of identifiers before version 18.
                "DELETE FROM score_suggestion WHERE site_id = $1 AND id < (SELECT id FROM (
                   SELECT id FROM score_suggestion WHERE site_id = $1 ORDER BY id DESC LIMIT $2) AS kept
                   ORDER BY id LIMIT 1)",
                &[&self.site, &KEPT],
            )?;
        }
        Ok(())
    }
}

/// The suggestions of a site, newest first: text and scores.
pub fn newest(tx: &mut Tx<'_>, site: Id, limit: i64) -> Result<Vec<(String, String)>> {
    let limit = limit.min(KEPT);
    tx.query(
        "SELECT text, scores FROM score_suggestion WHERE site_id = $1 ORDER BY id DESC LIMIT $2",
        &[&site, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
