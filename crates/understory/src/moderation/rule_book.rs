//! The rule lists of sites, made ready once and kept until one of them changes.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use understory_rules::{Entry, List, Lists, TooMuch, Verdict};

use crate::clock::Timestamp;
use crate::models::{Id, Place, Refusal, RuleList, RulePlace, Site, State};
use crate::store::{self, Store, rules};

/// Lists made ready.
#[derive(Debug, Default)]
pub struct SiteRules {
    lists: Lists,
    /// Name and place of each.
    of: Vec<(String, RulePlace)>,
    has_patterns: bool,
}

/// An entry that a text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The list.
    pub list: String,
    /// The number of its line, from 1.
    pub line: usize,
    /// As the line has it.
    pub entry: String,
    /// What it does.
    pub verdict: Verdict,
    /// What the writer is told.
    pub reason: Arc<str>,
    /// Where, in bytes of the text.
    pub spans: Vec<Place>,
}

/// The lists of a site could not be made ready, or not be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unlisted;

/// From this length on, in bytes, a text is compared where nobody else waits; and any text where there are patterns.
const LONG: usize = 2_000;

impl SiteRules {
    /// Makes lists ready.
    ///
    /// # Errors
    /// When their patterns are too many together.
    pub fn new(lists: Vec<(String, RulePlace, List)>) -> Result<Self, TooMuch> {
        let (mut of, mut all) = (Vec::new(), Vec::new());
        for (name, place, list) in lists {
            of.push((name, place));
            all.push(list);
        }
        let has_patterns = all.iter().flat_map(|list| &list.entries).any(|entry| entry.term.starts_with('/'));
        Ok(Self { lists: Lists::new(all)?, of, has_patterns })
    }

    fn of(lists: &[RuleList]) -> Result<Self, Refusal> {
        let mut read = Vec::new();
        for list in lists.iter().filter(|list| list.is_on) {
            read.push((list.name.clone(), list.place.clone(), RuleList::read(&list.text)?));
        }
        Self::new(read).map_err(|_| too_much())
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// Whether it matters which topics a story has.
    pub fn asks_for_topics(&self) -> bool {
        self.of.iter().any(|(_, place)| matches!(place, RulePlace::Topic(_)))
    }

    /// What of the lists that apply there is in a text.
    pub fn find(&self, story: Id, topics: &[String], text: &str) -> Vec<Listed> {
        self.found(text, |place| place.holds(story, topics))
    }

    /// What of all lists is in a text, wherever they apply.
    pub fn find_anywhere(&self, text: &str) -> Vec<Listed> {
        self.found(text, |_| true)
    }

    fn found(&self, text: &str, holds: impl Fn(&RulePlace) -> bool) -> Vec<Listed> {
        let spans =
            |places: &[Range<usize>]| places.iter().map(|place| Place { start: place.start, end: place.end }).collect();
        let matches = self.lists.find(text).into_iter().filter(|found| holds(&self.of[found.list].1));
        matches
            .map(|found| {
                let Entry { line, term, verdict, reason, .. } = self.lists.entry(&found);
                Listed {
                    list: self.of[found.list].0.clone(),
                    line: *line,
                    entry: term.clone(),
                    verdict: *verdict,
                    reason: reason.clone(),
                    spans: spans(&found.places),
                }
            })
            .collect()
    }

    /// The same as [`SiteRules::find`], without keeping anybody waiting for a dear text.
    ///
    /// # Errors
    /// When the comparison failed.
    pub async fn compare(self: &Arc<Self>, story: Id, topics: &[String], text: &str) -> Result<Vec<Listed>, Unlisted> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        if text.len() <= LONG && !self.has_patterns {
            return Ok(self.find(story, topics, text));
        }
        let (rules, topics, text) = (self.clone(), topics.to_vec(), text.to_owned());
        let compared = tokio::task::spawn_blocking(move || rules.find(story, &topics, &text)).await;
        compared.map_err(|error| {
            tracing::error!(%error, "a text could not be compared with the site's lists");
            Unlisted
        })
    }
}

/// What becomes of a comment by an entry.
pub fn state_by(verdict: Verdict) -> State {
    match verdict {
        Verdict::Hold => State::Held,
        Verdict::Reject => State::Removed,
    }
}

fn too_much() -> Refusal {
    let text = "The patterns of all lists together are too large. Take some out, or turn a list off.";
    Refusal::field("list_too_much", "text", text)
}

/// Refuses a list that cannot be compared with every comment beside those that are on; `lists` are all of the site, before it.
///
/// # Errors
/// The refusal.
pub fn fits(mut lists: Vec<RuleList>, list: RuleList) -> Result<(), Refusal> {
    lists.retain(|other| other.name != list.name);
    RuleList::check_name(&list.name)?;
    RuleList::read(&list.text)?;
    lists.push(list);
    SiteRules::of(&lists).map(drop)
}

/// A list's name, version and last change.
type Key = (String, i64, Timestamp);

struct Kept {
    site_version: i64,
    keys: Vec<Key>,
    rules: Result<Arc<SiteRules>, Unlisted>,
}

/// The lists of all sites.
#[derive(Default)]
pub struct RuleBook {
    kept: Mutex<HashMap<Id, Kept>>,
    /// Of many who find them outdated, one reads.
    reading: tokio::sync::Mutex<()>,
    /// How often reading failed: who waited for one that did waits for no other.
    failed: AtomicU64,
}

impl RuleBook {
    /// The lists of a site that are on, as they were when this version of the site was made, or newer.
    ///
    /// # Errors
    /// When the database does not answer. Within: when they cannot be made ready, which the log tells.
    pub async fn of(&self, store: &Store, site: &Site) -> store::Result<Result<Arc<SiteRules>, Unlisted>> {
        if let Some(rules) = self.known(site) {
            return Ok(rules);
        }
        let failed = self.failed.load(Ordering::Acquire);
        let _turn = self.reading.lock().await;
        if let Some(rules) = self.known(site) {
            return Ok(rules);
        }
        if self.failed.load(Ordering::Acquire) != failed {
            return Err(store::Error::Unavailable("the site's lists could not be read".into()));
        }
        let id = site.id;
        let mut lists = store.read(move |tx| rules::all(tx, id)).await.inspect_err(|_| {
            self.failed.fetch_add(1, Ordering::Release);
        })?;
        lists.retain(|list| list.is_on);
        let keys: Vec<Key> = lists.iter().map(|list| (list.name.clone(), list.version, list.changed_at)).collect();
        let same = self.change(|kept| {
            let same = kept.get_mut(&id).filter(|kept| kept.keys == keys)?;
            same.site_version = site.version;
            Some(same.rules.clone())
        });
        if let Some(rules) = same {
            return Ok(rules);
        }
        let name = site.name.clone();
        let made = tokio::task::spawn_blocking(move || SiteRules::of(&lists)).await;
        let rules = match made {
            Ok(Ok(rules)) => Ok(Arc::new(rules)),
            Ok(Err(refusal)) => {
                tracing::error!(site = name, "the site's lists cannot be used: {}", refusal.text);
                Err(Unlisted)
            }
            Err(error) => {
                tracing::error!(%error, site = name, "the site's lists cannot be used");
                Err(Unlisted)
            }
        };
        self.change(|kept| {
            kept.insert(id, Kept { site_version: site.version, keys, rules: rules.clone() });
        });
        Ok(rules)
    }

    fn known(&self, site: &Site) -> Option<Result<Arc<SiteRules>, Unlisted>> {
        // A request that began before a change may hold an older version of the site than what is kept.
        self.change(|kept| {
            kept.get(&site.id).filter(|kept| kept.site_version >= site.version).map(|kept| kept.rules.clone())
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut HashMap<Id, Kept>) -> T) -> T {
        change(&mut self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}
