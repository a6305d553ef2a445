//! What somebody follows: stories, branches, topics, people. How much of each is new is counted when they look.

use super::{Result, Tx, Write, accounts, stories, threads};
use crate::clock::Timestamp;
use crate::models::{Id, Refusal, topic_of};

/// Something that can be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A story: what is new is comments.
    Story(Id),
    /// A comment and what stands below it: what is new is answers.
    Branch(Id),
    /// A topic: what is new is stories.
    Topic(String),
    /// Somebody with an account: what is new is their comments, and stories whose byline names them.
    Author(Id),
}

impl Subject {
    fn words(&self) -> (&'static str, String) {
        match self {
            Self::Story(id) => ("story", id.to_string()),
            Self::Branch(id) => ("branch", id.to_string()),
            Self::Topic(topic) => ("topic", topic.clone()),
            Self::Author(id) => ("author", id.to_string()),
        }
    }

    /// As forms have it: `story:ID`, `branch:ID`, `topic:NAME`, `author:ID`.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, subject) = text.split_once(':')?;
        match kind {
            "story" => subject.parse().ok().map(Self::Story),
            "branch" => subject.parse().ok().map(Self::Branch),
            "topic" => Some(topic_of(subject)).filter(|topic| !topic.is_empty()).map(Self::Topic),
            "author" => subject.parse().ok().map(Self::Author),
            _ => None,
        }
    }
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (kind, subject) = self.words();
        write!(f, "{kind}:{subject}")
    }
}

/// Something that somebody follows, as it stands now.
#[derive(Clone, Debug)]
pub struct Followed {
    /// What.
    pub subject: Subject,
    /// What it is called, and where it stands.
    pub title: String,
    /// Its path on this server.
    pub href: String,
    /// How much has come since they last looked.
    pub new: i64,
}

/// What a subject is called, where it stands, and how much of it there is; nothing if nobody sees it.
fn look(tx: &mut Tx<'_>, site: Id, subject: &Subject) -> Result<Option<(String, String, i64)>> {
    let path = |slug: &str| format!("/stories/{slug}");
    Ok(match subject {
        Subject::Story(id) => stories::by_id(tx, site, *id)?
            .filter(crate::models::Story::is_shown)
            .map(|story| (story.title, path(&story.slug), story.comments)),
        Subject::Branch(id) => {
            let Some((story, comment)) = threads::find(tx, site, *id)? else { return Ok(None) };
            let story = stories::by_id(tx, site, story)?.filter(crate::models::Story::is_shown);
            let is_seen = comment.state == crate::models::State::Published;
            let below = if comment.parent == story.as_ref().map_or(Id::LAST, |story| story.id) {
                comment.descendants
            } else {
                comment.replies
            };
            story.filter(|_| is_seen).map(|story| {
                let start: String = understory_markup::plain_text(&comment.html).chars().take(60).collect();
                (format!("{}: {start}", comment.name), format!("{}/comments/{}", path(&story.slug), comment.id), below)
            })
        }
        Subject::Topic(topic) => {
            let found = tx.first(
                "SELECT max(name), count(*) FROM story_topic WHERE site_id = $1 AND topic = $2",
                &[&site, topic],
                |row| Ok((row.get::<Option<String>>(0)?, row.get::<i64>(1)?)),
            )?;
            found.and_then(|(name, count)| name.map(|name| (name, format!("/topics/{topic}"), count)))
        }
        Subject::Author(id) => match accounts::by_id(tx, site, *id, Timestamp(i64::MAX))? {
            Some(account) => {
                let comments: i64 = tx
                    .first(
                        "SELECT count(*) FROM comment c JOIN story s ON s.site_id = c.site_id AND s.id = c.story_id
                         WHERE c.site_id = $1 AND c.account_id = $2 AND c.state = 'published' AND s.state = 'published'",
                        &[&site, id],
                        |row| row.get(0),
                    )?
                    .unwrap_or(0);
                // Only the newsroom's bylines name accounts: a reader may have the same name.
                let stories = if account.is_staff() { stories::by_byline(tx, site, &account.name)? } else { 0 };
                Some((account.name, format!("/people/{id}"), comments + stories))
            }
            None => None,
        },
    })
}

/// How many things somebody may follow.
const MOST: i64 = 500;

/// Follows something, or does so no more.
#[derive(Clone, Debug)]
pub struct PutFollow {
    /// The site.
    pub site: Id,
    /// Who.
    pub account: Id,
    /// What.
    pub subject: Subject,
    /// Whether, from now on.
    pub follows: bool,
    /// When.
    pub now: Timestamp,
}

impl Write for PutFollow {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (kind, subject) = self.subject.words();
        if !self.follows {
            tx.execute(
                "DELETE FROM follow WHERE site_id = $1 AND account_id = $2 AND kind = $3 AND subject = $4",
                &[&self.site, &self.account, &kind, &subject],
            )?;
            return Ok(());
        }
        let Some((_, _, seen)) = look(tx, self.site, &self.subject)? else {
            return Err(Refusal::new(404, "follow_unknown", "There is nothing here to be followed.").into());
        };
        let count: i64 = tx
            .first(
                "SELECT count(*) FROM follow WHERE site_id = $1 AND account_id = $2",
                &[&self.site, &self.account],
                |row| row.get(0),
            )?
            .unwrap_or(0);
        if count >= MOST {
            let words = "You follow 500 things already. Stop following some first.";
            return Err(Refusal::new(409, "follows_too_many", words).into());
        }
        tx.execute(
            "INSERT INTO follow (site_id, account_id, kind, subject, seen, created_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING",
            &[&self.site, &self.account, &kind, &subject, &seen, &self.now],
        )?;
        Ok(())
    }
}

/// What somebody follows and can still be seen, the latest first.
pub fn of_account(tx: &mut Tx<'_>, site: Id, account: Id) -> Result<Vec<Followed>> {
    let rows = tx.query(
        "SELECT kind, subject, seen FROM follow WHERE site_id = $1 AND account_id = $2 ORDER BY created_at DESC LIMIT 500",
        &[&site, &account],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?)),
    )?;
    let mut followed = Vec::with_capacity(rows.len());
    for (kind, subject, seen) in rows {
        let Some(subject) = Subject::parse(&format!("{kind}:{subject}")) else { continue };
        if let Some((title, href, count)) = look(tx, site, &subject)? {
            followed.push(Followed { subject, title, href, new: (count - seen).max(0) });
        }
    }
    Ok(followed)
}

/// Writes down how much there is now of all that somebody follows.
pub(super) fn seen(tx: &mut Tx<'_>, site: Id, account: Id) -> Result<()> {
    for followed in of_account(tx, site, account)? {
        let (kind, subject) = followed.subject.words();
        tx.execute(
            "UPDATE follow SET seen = seen + $1 WHERE site_id = $2 AND account_id = $3 AND kind = $4 AND subject = $5",
            &[&followed.new, &site, &account, &kind, &subject],
        )?;
    }
    Ok(())
}
