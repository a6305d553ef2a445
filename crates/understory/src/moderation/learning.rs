//! Learning from what a site's desk decided: which texts, read by which models, and what is kept of it.

use std::sync::Arc;

use understory_triage::{Correction, Example, Learnt, TooFew, Triage};

use crate::app::App;
use crate::models::{Site, TriageRule, topic_of};
use crate::store::{self, corrections};

/// How many decisions are learnt from at most, the newest, and how many comments that stood are looked at beside them.
const MOST: i64 = 4_000;
const MOST_STOOD: i64 = 2_000;

/// A comment that nobody objected to for a day stood.
const STOOD: i64 = 24 * 3_600;

/// What a site can teach.
#[derive(Clone, Debug)]
pub struct Lessons(Vec<corrections::Lesson>);

impl Lessons {
    /// Reads the decisions of a site.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(app: &App, site: &Site) -> store::Result<Self> {
        let (id, before) = (site.id, app.clock.now().plus_seconds(-STOOD));
        let lessons = app
            .store
            .read(move |tx| {
                let mut lessons = corrections::decided(tx, id, MOST)?;
                let beside = MOST_STOOD.min(lessons.len() as i64);
                lessons.extend(corrections::stood(tx, id, before, beside)?);
                Ok(lessons)
            })
            .await?;
        Ok(Self(lessons))
    }

    /// How many texts there are to read.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Has the texts read, and learns. `read` is told of each text. It takes a core for as long as reading the texts takes: not on a thread that others wait
/// for.
///
/// # Errors
/// When there are too few decisions.
pub fn learn(triage: &Triage, site: &Site, lessons: Lessons, mut read: impl FnMut()) -> Result<Learnt, TooFew> {
    let decided = lessons.0.iter().filter(|lesson| lesson.decided).count();
    if decided < understory_triage::FEWEST {
        // Nothing need be read to know that.
        return Err(TooFew::Decisions { found: decided });
    }
    let examples = lessons.0.into_iter().map(|lesson| {
        read();
        let hint = if lesson.lang.is_empty() { &site.lang } else { &lesson.lang };
        let reading = triage.read(&lesson.text, Some(hint));
        let topics: Vec<String> = lesson.topics.iter().map(|topic| topic_of(topic)).collect();
        let policy = TriageRule::policy(&site.settings.triage, &topics, &reading.language);
        Example { text: lesson.text, reading, policy, waits: lesson.waits, decided: lesson.decided }
    });
    Correction::learn(examples.collect(), site.correction.as_ref().map(|learnt| &learnt.correction))
}

/// Keeps what was learnt beside the models of that version, and puts it to use. Gives its number.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(app: &App, site: &Arc<Site>, learnt: &Learnt, model: String) -> anyhow::Result<i64> {
    let report = serde_json::json!({
        "learnt_from": learnt.learnt_from, "held_back": learnt.held_back,
        "without": learnt.without, "with_current": learnt.with_current, "with": learnt.with,
    });
    let write = corrections::NewCorrection {
        site: site.id,
        model,
        report: report.to_string(),
        body: serde_json::to_string(&learnt.correction)?,
        now: app.clock.now(),
    };
    Ok(app.store.write(write).await?)
}
