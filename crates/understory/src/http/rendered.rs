//! Rendered pages in memory: made once for every sequence number and many waiters, dropped by the event that outdates
//! them, bounded in bytes.

use std::hash::{BuildHasher, RandomState};
use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::http::HeaderValue;
use bytes::Bytes;
use quick_cache::sync::Cache;
use quick_cache::{DefaultHashBuilder, Weighter};

use super::Error;
use crate::models::{Cursor, Id, Sort};
use crate::store::Note;
use crate::store::stories::Counted;
use crate::telemetry::Metrics;

/// Which page of which thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PageKey {
    /// The site.
    pub site: Id,
    /// The site's version.
    pub version: i64,
    /// The story.
    pub story: Id,
    /// The story's number.
    pub seq: i64,
    /// What is shown of it.
    pub view: View,
}

/// What is shown of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// The story's page, in a language if one was asked for.
    Page(Sort, Option<Cursor>, Option<&'static str>),
    /// A comment in its conversation, likewise.
    Conversation(Id, Option<Cursor>, Option<&'static str>),
    /// A page of the thread as JSON.
    Json(Sort, Option<Cursor>, u16),
    /// The site's first page, likewise; the number is a stretch of two seconds.
    Front(Option<Cursor>, Option<&'static str>),
    /// A feed or the site map, by a hash of what it is, likewise.
    Feed([u8; 16]),
    /// The newest comments of a story, as a feed.
    CommentFeed,
    /// A topic's page, by a hash of its name, likewise.
    Topic([u8; 16], Option<Cursor>, Option<&'static str>),
    /// Replies to a comment as JSON.
    Replies(Id, Option<Cursor>, u16),
}

/// A finished answer in every encoding that is kept.
#[derive(Clone, Debug)]
pub struct Ready {
    /// As it is.
    pub plain: Bytes,
    /// Compressed for those who take it; empty if not made.
    pub gzip: Bytes,
    /// Compressed for those who take it; empty if not made.
    pub brotli: Bytes,
    /// Weak, the same for all encodings.
    pub etag: HeaderValue,
}

impl Ready {
    /// An answer in its plain form only.
    pub fn plain(body: String, etag: HeaderValue) -> Self {
        Self { plain: body.into(), gzip: Bytes::new(), brotli: Bytes::new(), etag }
    }

    /// The same answer in all encodings.
    #[must_use]
    pub fn compress(self) -> Self {
        // What is kept takes the room that it needs and no more: the budget counts lengths, not what a buffer could hold.
        let exactly = |bytes: Vec<u8>| Bytes::from(bytes.into_boxed_slice());
        let (gzip, brotli) = (exactly(gzip(&self.plain)), exactly(brotli(&self.plain)));
        Self { plain: exactly(self.plain.into()), gzip, brotli, ..self }
    }
}

/// Level 6: beyond it a page shrinks by less than one part in a hundred.
fn gzip(body: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 4), flate2::Compression::new(6));
    // Writing to memory does not fail; if it did, the empty result means "not made".
    out.write_all(body).and_then(|()| out.finish()).unwrap_or_default()
}

/// Quality 5: as quick as gzip's 6 and an eighth smaller on a page of comments.
fn brotli(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4);
    {
        let mut writer = brotli::CompressorWriter::new(&mut out, 16 * 1024, 5, 20);
        if writer.write_all(body).and_then(|()| writer.flush()).is_err() {
            return Vec::new();
        }
    }
    out
}

#[derive(Clone)]
struct Weigh;

impl Weighter<PageKey, Arc<Ready>> for Weigh {
    fn weight(&self, _: &PageKey, page: &Arc<Ready>) -> u64 {
        // About 300 bytes for the entry itself.
        (page.plain.len() + page.gzip.len() + page.brotli.len() + 300) as u64
    }
}

/// Spellings of addresses remembered, and the longest of them in bytes: together at most some six megabytes, whatever
/// readers ask for.
const ADDRESSES: usize = 20_000;
const ADDRESS_LENGTH: usize = 250;

/// A slug or an address looked up without copying it.
#[derive(Hash)]
struct TextRef<'a>(Id, &'a str);

impl quick_cache::Equivalent<(Id, Box<str>)> for TextRef<'_> {
    fn equivalent(&self, key: &(Id, Box<str>)) -> bool {
        self.0 == key.0 && *self.1 == *key.1
    }
}

/// Counters that change whenever a story of their share of all stories does; a power of two.
const MARKS: usize = 1024;

/// Stories whose number is remembered; about 60 bytes each.
const NUMBERS: usize = 65_536;

/// See the module's words.
pub struct Rendered {
    pages: Option<Cache<PageKey, Arc<Ready>, Weigh>>,
    /// The last number of a story, as far as known.
    numbers: Cache<(Id, Id), i64>,
    /// Where a slug leads, and the story's number when it did.
    slugs: Cache<(Id, Box<str>), (Id, i64)>,
    /// The story under an address, in the spelling that was asked for.
    addresses: Cache<(Id, Box<str>), Id>,
    /// How many comments could be seen when the story had this number.
    counts: Cache<(Id, Id), (i64, i64)>,
    /// Raised by everything that is committed.
    changes: AtomicU64,
    marks: Vec<AtomicU64>,
    hasher: RandomState,
    publishing: Mutex<()>,
    metrics: Arc<Metrics>,
}

/// What was known before a page was read; see [`Rendered::remember`].
#[derive(Clone, Copy, Debug)]
pub struct Mark(u64);

impl Rendered {
    /// With a budget in bytes; 0 keeps no pages.
    pub fn new(budget: u64, metrics: Arc<Metrics>) -> Self {
        let pages = (budget > 0).then(|| {
            let expected = (budget / 20_000).clamp(64, 100_000) as usize;
            Cache::with(expected, budget, Weigh, DefaultHashBuilder::default(), Default::default())
        });
        Self {
            pages,
            numbers: Cache::new(NUMBERS),
            slugs: Cache::new(NUMBERS),
            addresses: Cache::new(ADDRESSES),
            counts: Cache::new(NUMBERS),
            changes: AtomicU64::new(0),
            marks: (0..MARKS).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::new(),
            publishing: Mutex::new(()),
            metrics,
        }
    }

    /// Whether pages are kept at all, and so worth compressing.
    pub fn keeps(&self) -> bool {
        self.pages.is_some()
    }

    fn mark_of(&self, site: Id, story: Id) -> &AtomicU64 {
        let hash = self.hasher.hash_one((site, story));
        &self.marks[hash as usize % MARKS]
    }

    /// Takes note of what was committed. After this no page of an older number is served.
    pub fn follow(&self, notes: &[Note]) {
        let _one_at_a_time = self.publishing.lock();
        self.changes.fetch_add(1, Ordering::SeqCst);
        for note in notes {
            match *note {
                Note::Story { site, story, seq } => {
                    self.mark_of(site, story).fetch_add(1, Ordering::SeqCst);
                    if let Some(known) = self.numbers.get(&(site, story))
                        && known < seq
                    {
                        self.numbers.insert((site, story), seq);
                    }
                }
                Note::Site | Note::Account { .. } | Note::Person { .. } => {}
                Note::Everything => {
                    for mark in &self.marks {
                        mark.fetch_add(1, Ordering::SeqCst);
                    }
                    self.numbers.clear();
                    self.slugs.clear();
                    self.addresses.clear();
                    if let Some(pages) = &self.pages {
                        pages.clear();
                    }
                }
            }
        }
    }

    /// How many bytes the pages in memory take.
    pub fn bytes(&self) -> u64 {
        self.pages.as_ref().map_or(0, |pages| pages.weight())
    }

    /// Call before reading a story; what is read may be remembered only if the mark is still the same afterwards.
    pub fn mark(&self, site: Id, story: Id) -> Mark {
        Mark(self.mark_of(site, story).load(Ordering::SeqCst))
    }

    /// Remembers the number that was read, unless the story changed meanwhile.
    pub fn remember(&self, site: Id, story: Id, seq: i64, mark: Mark) {
        self.numbers.insert((site, story), seq);
        // A commit raises the mark before it looks whether the number is here: one of the two sees the other.
        if self.mark_of(site, story).load(Ordering::SeqCst) != mark.0 {
            self.numbers.remove(&(site, story));
        }
    }

    /// The number of a story, if it is known for sure.
    pub fn number(&self, site: Id, story: Id) -> Option<i64> {
        self.numbers.get(&(site, story))
    }

    /// Every story whose number is remembered, with it.
    pub fn numbers(&self) -> Vec<((Id, Id), i64)> {
        self.numbers.iter().collect()
    }

    /// The story that a slug leads to, if known. A story that has changed since may have another.
    pub fn slug(&self, site: Id, slug: &str) -> Option<Id> {
        let (story, seq) = self.slugs.get(&TextRef(site, slug))?;
        self.number(site, story).is_none_or(|number| number <= seq).then_some(story)
    }

    /// Remembers where a slug leads while the story has this number.
    pub fn remember_slug(&self, site: Id, slug: &str, story: Id, seq: i64) {
        self.slugs.insert((site, Box::from(slug)), (story, seq));
    }

    /// The story under an address and how many of its comments can be seen, if both are known for sure.
    pub fn count(&self, site: Id, address: &str) -> Option<i64> {
        let story = self.addresses.get(&TextRef(site, address))?;
        let (seq, count) = self.counts.get(&(site, story))?;
        (self.number(site, story)? == seq).then_some(count)
    }

    /// Call before counting; see [`Rendered::remember_counts`].
    pub fn changes(&self) -> Mark {
        Mark(self.changes.load(Ordering::SeqCst))
    }

    /// Remembers what was counted under addresses, unless anything changed meanwhile. What is under no address is not
    /// remembered: a story may come there.
    pub fn remember_counts(&self, site: Id, counted: &[(String, Counted)], mark: Mark) {
        for (address, counted) in counted {
            let key = (site, counted.story);
            if address.len() <= ADDRESS_LENGTH {
                self.addresses.insert((site, Box::from(address.as_str())), counted.story);
            }
            self.counts.insert(key, (counted.seq, counted.comments));
            self.numbers.insert(key, counted.seq);
            // As in `remember`.
            if self.changes.load(Ordering::SeqCst) != mark.0 {
                self.numbers.remove(&key);
            }
        }
    }

    /// A page that is kept.
    pub fn get(&self, key: &PageKey) -> Option<Arc<Ready>> {
        let page = self.pages.as_ref()?.get(key);
        if page.is_some() {
            self.metrics.cache_hits.inc();
        }
        page
    }

    /// A page that is kept, or made now: once, however many wait for it.
    pub async fn get_or_make<F>(&self, key: &PageKey, make: F) -> Result<Arc<Ready>, Error>
    where
        F: Future<Output = Result<Arc<Ready>, Error>>,
    {
        match &self.pages {
            Some(pages) => {
                pages
                    .get_or_insert_async(key, async {
                        self.metrics.cache_misses.inc();
                        make.await
                    })
                    .await
            }
            None => {
                self.metrics.cache_misses.inc();
                make.await
            }
        }
    }
}
