//! Comments as the templates show them.

use askama::Template;
use jiff::tz::TimeZone;

use crate::clock::Timestamp;
use crate::models::{CommentRow, Cursor, Id, Seen, Sort, State, Story, Viewer, seen};
use crate::store::threads::{Branch, Page};

/// Text that holds nothing a page could take for markup: identifiers and times, made here.
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

// Its makers are `From<Id>` and `Times::show`, which write letters, digits and `:,.- +`.
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

/// How times are shown: absolute, in the site's zone; the script makes them relative.
#[derive(Clone)]
pub struct Times(TimeZone);

impl Times {
    /// In a zone by its IANA name; UTC if there is none of that name.
    pub fn in_zone(name: &str) -> Self {
        Self(TimeZone::get(name).unwrap_or(TimeZone::UTC))
    }

    /// One time.
    pub fn show(&self, time: Timestamp) -> Time {
        let civil = time.civil();
        let text = self.0.to_datetime(civil).strftime("%-d %b %Y, %H:%M").to_string();
        Time { iso: Plain(time.rfc3339()), text: Plain(text) }
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
    pub tombstone: Option<&'static str>,
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
    /// Replies.
    pub children: Vec<CommentView<'a>>,
    /// Where the replies go on.
    pub more: Option<More>,
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
    /// The comment that the page is about.
    pub marked: Option<Id>,
}

impl<'a> Around<'a> {
    /// The comments of a page, as readers see them.
    pub fn comments(&self, page: &'a Page) -> Vec<CommentView<'a>> {
        page.comments.iter().filter_map(|branch| self.branch(branch)).collect()
    }

    /// One comment with what is below it.
    pub fn branch(&self, branch: &'a Branch) -> Option<CommentView<'a>> {
        let mut view = self.comment(&branch.comment, Viewer::Reader)?;
        view.children = branch.children.iter().filter_map(|child| self.branch(child)).collect();
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

    /// One comment alone.
    pub fn comment(&self, comment: &'a CommentRow, viewer: Viewer) -> Option<CommentView<'a>> {
        let whole = match seen(viewer, comment, self.story.state) {
            Seen::Nothing => return None,
            Seen::Tombstone => false,
            Seen::Whole => true,
        };
        let tombstone = if whole {
            comment.html.is_empty().then(|| State::Published.tombstone())
        } else {
            Some(comment.state.tombstone())
        };
        Some(CommentView {
            id: comment.id.into(),
            slug: &self.story.slug,
            tombstone,
            name: if whole { &comment.name } else { "" },
            html: &comment.html,
            lang: comment.lang.as_deref(),
            time: self.times.show(comment.created_at),
            edited: comment.edited_at.filter(|_| whole).map(|time| self.times.show(time)),
            waits: whole && comment.state == State::Held,
            marked: self.marked == Some(comment.id),
            editable: false,
            open: self.open && comment.state == State::Published && comment.depth < crate::store::comments::DEEPEST,
            children: Vec::new(),
            more: None,
        })
    }
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

/// Links to all orders.
pub fn sort_links(slug: &str, current: Sort) -> Vec<SortLink> {
    Sort::ALL
        .into_iter()
        .map(|sort| SortLink {
            href: format!("/stories/{slug}?sort={}#comments", sort.as_str()),
            text: match sort {
                Sort::Newest => "Newest",
                Sort::Oldest => "Oldest",
                Sort::Top => "Best liked",
            },
            current: sort == current,
        })
        .collect()
}
