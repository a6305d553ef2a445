//! Comments as the templates show them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::clock::Timestamp;
use crate::models::{Badge, Badges, CommentRow, Cursor, Id, Seen, Site, Sort, State, Story, Viewer, Votes, seen};
use crate::store::threads::{Branch, Page};
use crate::words::{self, Dates, Words};

/// Text that holds nothing a page could take for markup: identifiers and times, made here.
#[derive(Clone, Debug)]
pub struct Plain(String);

impl std::fmt::Display for Plain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::FastWritable for Plain {
    fn write_into(&self, out: &mut dyn std::fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(out.write_str(&self.0)?)
    }
}

// Its makers are `From<Id>` and `Times::show`: digits, signs, and the words of ICU and of our own files.
impl askama::filters::HtmlSafe for Plain {}

impl From<Id> for Plain {
    fn from(id: Id) -> Self {
        Self(id.to_string())
    }
}

/// A time for people and for programs.
pub struct Time {
    /// RFC 3339.
    pub iso: Plain,
    /// In the site's zone.
    pub text: Plain,
}

/// How times are shown: absolute, in the site's zone, as the language writes them; the script makes them relative.
pub struct Times {
    zone: TimeZone,
    dates: Arc<Dates>,
    glue: &'static str,
    /// Days and minutes that were written before: the comments of a page share most of theirs.
    days: RefCell<HashMap<Date, String>>,
    minutes: RefCell<HashMap<(i8, i8), String>>,
}

impl Times {
    /// In the site's zone, UTC if there is none of that name, and in a language.
    pub fn new(site: &Site, words: &Words) -> Self {
        // The site's own tag says more, such as which English, where it is the same language.
        let lang = if site.lang.split('-').next() == Some(words.lang) { &site.lang } else { words.lang };
        Self {
            zone: TimeZone::get(&site.zone).unwrap_or(TimeZone::UTC),
            dates: words::dates(lang),
            glue: words::of(&[words.lang]).date_glue.as_str(),
            days: RefCell::default(),
            minutes: RefCell::default(),
        }
    }

    /// One time, such as `5 Nov 2026, 14:03`.
    pub fn show(&self, time: Timestamp) -> Time {
        let civil = self.zone.to_datetime(time.civil());
        let (mut days, mut minutes) = (self.days.borrow_mut(), self.minutes.borrow_mut());
        let day = days.entry(civil.date()).or_insert_with(|| self.dates.day(civil));
        let minute = minutes.entry((civil.hour(), civil.minute())).or_insert_with(|| self.dates.clock(civil));
        Time { iso: Plain(time.rfc3339()), text: Plain([day, self.glue, minute].concat()) }
    }

    /// A day for programs, and with its name for people.
    pub fn today(&self, time: Timestamp) -> (String, String) {
        let civil = self.zone.to_datetime(time.civil());
        (civil.date().to_string(), self.dates.weekday(civil))
    }
}

/// A comment or its tombstone, with what is below.
#[derive(Template)]
#[template(path = "fragments/comment.html")]
pub struct CommentView<'a> {
    /// Its identifier.
    pub id: Plain,
    /// The story's slug, for links.
    pub slug: &'a str,
    /// What the tombstone says; nothing for a comment that can be seen.
    pub tombstone: Option<&'a str>,
    /// The writer's name.
    pub name: &'a str,
    /// The text.
    pub html: &'a str,
    /// Its language, if known.
    pub lang: Option<&'a str>,
    /// When it was written.
    pub time: Time,
    /// When it was last changed by its writer.
    pub edited: Option<Time>,
    /// Whether it waits: shown to its writer alone.
    pub waits: bool,
    /// Whether this is the one that the page is about.
    pub marked: bool,
    /// Whether its writer, who is looking, may still change it.
    pub editable: bool,
    /// Whether it can be answered.
    pub open: bool,
    /// The comment that it answers, where that stands on the same page: its identifier and its writer's name.
    pub above: Option<(Plain, &'a str)>,
    /// The next comment that answers the same, where one stands on the same page.
    pub next: Option<Plain>,
    /// What the newsroom vouches for about its writer.
    pub marks: Badges,
    /// Votes for and against it, as far as the site has such.
    pub votes: Counted,
    /// Whether readers may flag it.
    pub flags: bool,
    /// The account of its writer, if there is one.
    pub account: Option<Plain>,
    /// Whether it is so long that it is folded.
    pub long: bool,
    /// Replies.
    pub children: Vec<CommentView<'a>>,
    /// How many comments can be seen directly below.
    pub shown_below: i64,
    /// The words of the page.
    pub w: &'static Words,
    /// Where the replies go on.
    pub more: Option<More>,
}

impl CommentView<'_> {
    fn can_vote(&self) -> bool {
        self.votes.kind != Votes::Off
    }

    fn can_vote_down(&self) -> bool {
        self.votes.kind == Votes::Both
    }

    fn is_by_author(&self) -> bool {
        self.marks.has(Badge::Author)
    }

    fn badges(&self) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        badge_words(self.marks, self.w)
    }
}

/// Badges for people: a class, a word, and a sentence that says what it means.
pub fn badge_words(
    marks: Badges,
    w: &'static Words,
) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    // Most comments have none.
    let all = if marks == Badges::NONE { &[][..] } else { &Badge::ALL[..] };
    all.iter().filter(move |badge| marks.has(**badge)).map(move |badge| {
        let (word, meaning) = match badge {
            Badge::Author => (&w.author_badge, &w.by_author),
            Badge::Staff => (&w.badge_staff, &w.badge_staff_means),
            Badge::Expert => (&w.badge_expert, &w.badge_expert_means),
            Badge::Subscriber => (&w.badge_subscriber, &w.badge_subscriber_means),
            Badge::New => (&w.badge_new, &w.badge_new_means),
        };
        (badge.as_str(), word.as_str(), meaning.as_str())
    })
}

/// Votes on a comment, as they are shown.
#[derive(Clone, Copy)]
pub struct Counted {
    /// How readers vote.
    pub kind: Votes,
    /// For it.
    pub up: i64,
    /// Against it.
    pub down: i64,
}

/// A link to what did not fit.
pub struct More {
    /// Where to.
    pub href: String,
    /// How many replies are there, if known.
    pub count: i64,
}

/// What all comments of a page share.
pub struct Around<'a> {
    /// The story.
    pub story: &'a Story,
    /// How times are shown.
    pub times: &'a Times,
    /// Whether new comments are taken.
    pub open: bool,
    /// How readers vote.
    pub votes: Votes,
    /// Whether readers may flag.
    pub flags: bool,
    /// The comment that the page is about.
    pub marked: Option<Id>,
    /// The words of the page.
    pub w: &'static Words,
}

/// From how many bytes of HTML a comment is folded: some 250 words.
const LONG: usize = 1_700;

impl<'a> Around<'a> {
    /// The comments of a page, as readers see them.
    pub fn comments(&self, page: &'a Page) -> Vec<CommentView<'a>> {
        one_after_another(page.comments.iter().filter_map(|branch| self.branch(branch, None)))
    }

    /// One comment with what is below it.
    fn branch(&self, branch: &'a Branch, above: Option<&'a CommentRow>) -> Option<CommentView<'a>> {
        let mut view = self.comment(&branch.comment, Viewer::Reader)?;
        view.above = above.map(|above| (above.id.into(), above.name.as_str()));
        // Whose comment cannot be seen is not named.
        let above = view.tombstone.is_none().then_some(&branch.comment);
        view.children = one_after_another(branch.children.iter().filter_map(|child| self.branch(child, above)));
        view.more = branch.more.map(|cursor| self.more(&branch.comment, branch.children.len(), cursor));
        Some(view)
    }

    fn more(&self, comment: &CommentRow, shown: usize, cursor: Cursor) -> More {
        let query = if shown == 0 { String::new() } else { format!("?after={cursor}") };
        More {
            href: format!("/stories/{}/comments/{}{query}#replies", self.story.slug, comment.id),
            count: comment.branches - i64::try_from(shown).unwrap_or(0),
        }
    }

    /// The language of texts that do not say theirs, where the page speaks another: the story's, most likely.
    fn other_lang(&self) -> Option<&'a str> {
        let base = self.story.lang.split('-').next().unwrap_or_default();
        (!base.eq_ignore_ascii_case(self.w.lang)).then_some(self.story.lang.as_str())
    }

    /// One comment alone.
    pub fn comment(&self, comment: &'a CommentRow, viewer: Viewer) -> Option<CommentView<'a>> {
        let whole = match seen(viewer, comment, self.story.state) {
            Seen::Nothing => return None,
            Seen::Tombstone => false,
            Seen::Whole => true,
        };
        let tombstone = if whole {
            comment.html.is_empty().then_some(self.w.tombstone_empty.as_str())
        } else {
            Some(match comment.state {
                State::Published => self.w.tombstone_empty.as_str(),
                State::Held => self.w.tombstone_held.as_str(),
                State::Removed => self.w.tombstone_removed.as_str(),
                State::Deleted => self.w.tombstone_deleted.as_str(),
            })
        };
        Some(CommentView {
            id: comment.id.into(),
            slug: &self.story.slug,
            tombstone,
            name: if whole { &comment.name } else { "" },
            html: &comment.html,
            lang: comment.lang.as_deref().or_else(|| self.other_lang()),
            time: self.times.show(comment.created_at),
            edited: comment.edited_at.filter(|_| whole).map(|time| self.times.show(time)),
            waits: whole && comment.state == State::Held,
            marked: self.marked == Some(comment.id),
            editable: false,
            open: self.open && comment.state == State::Published && comment.depth < crate::store::comments::DEEPEST,
            above: None,
            next: None,
            marks: if whole { comment.badges } else { Badges::NONE },
            votes: Counted {
                kind: if whole && comment.state == State::Published { self.votes } else { Votes::Off },
                up: comment.up,
                down: comment.down,
            },
            flags: self.flags && whole && comment.state == State::Published,
            account: comment.account.filter(|_| whole).map(Plain::from),
            long: comment.html.len() > LONG && self.marked != Some(comment.id),
            children: Vec::new(),
            // Where only tombstones stand below, they are what is counted.
            shown_below: if comment.replies > 0 { comment.replies } else { comment.branches },
            w: self.w,
            more: None,
        })
    }
}

/// Comments that answer the same, each with a way to the next.
fn one_after_another<'a>(comments: impl Iterator<Item = CommentView<'a>>) -> Vec<CommentView<'a>> {
    let mut comments: Vec<CommentView<'a>> = comments.collect();
    for n in 1..comments.len() {
        comments[n - 1].next = Some(comments[n].id.clone());
    }
    comments
}

/// A link to the thread in another order.
pub struct SortLink {
    /// Where to.
    pub href: String,
    /// What it says.
    pub text: &'static str,
    /// Whether the page is in this order.
    pub current: bool,
}

/// Links to all orders; `carried` is the further part of their queries.
pub fn sort_links(slug: &str, current: Sort, carried: &str, w: &'static Words) -> Vec<SortLink> {
    Sort::ALL
        .into_iter()
        .map(|sort| SortLink {
            href: format!("/stories/{slug}?sort={}{carried}#comments", sort.as_str()),
            text: match sort {
                Sort::Newest => &w.newest,
                Sort::Oldest => &w.oldest,
                Sort::Top => &w.best_liked,
            },
            current: sort == current,
        })
        .collect()
}
