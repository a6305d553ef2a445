//! One comment, with all that is needed to decide about it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::list::{ListView, ViewLink, list, views};
use super::{AtDesk, View, did, wants_fragment};
use crate::app::App;
use crate::http::api::comments::read_query;
use crate::http::api::escalations::may_read;
use crate::http::caller::is_there;
use crate::http::error::Result;
use crate::http::extract::{Asked, id_in};
use crate::http::pages::flags::flag_words;
use crate::http::pages::view::{Plain, Time, Times};
use crate::http::pages::{Layout, encoded, html, no_store};
use crate::models::{Grant, Id, Piece, Reason, Refusal, Spot, State as CommentState, comment_unknown, may};
use crate::store::decisions;
use crate::store::queue::{self, Card};
use crate::store::writers::WriterAct;
use crate::words::Words;

/// Why a comment waits, for a moderator.
struct ReasonView {
    text: String,
    /// How sure the machine is, in words, and the score.
    sure: Option<(&'static str, String)>,
}

/// A reader's flag on a card.
struct FlagView {
    what: &'static str,
    text: String,
    weight: i64,
    time: Time,
}

/// A decision on a card.
struct DecisionView {
    what: &'static str,
    who: String,
    rule: Option<String>,
    reason: String,
    time: Time,
}

/// What was done about a writer, on a card.
struct WriterActView {
    id: Id,
    what: String,
    who: String,
    reason: String,
    time: Time,
    /// Whether it was taken back.
    is_over: bool,
    can_undo: bool,
}

/// What can be done about a writer: its word, its title, the key, the identifier of what is done, and whether it is for a time.
struct WriterForm {
    act: WriterAct,
    title: &'static str,
    key: &'static str,
    id: Id,
}

impl WriterForm {
    fn is(&self, act: &str) -> bool {
        self.act.as_str() == act
    }
}

/// How long suspensions are that are offered, in days.
const DAYS: [i64; 5] = [1, 3, 7, 30, 90];

/// A rule to be chosen: its key, its title, and the digit that chooses it.
pub(super) struct RuleView {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) digit: Option<usize>,
    pub(super) chosen: bool,
}

/// A card.
#[derive(Template)]
#[template(path = "fragments/desk_card.html")]
pub(super) struct CardView {
    id: Id,
    view: &'static str,
    story: (String, String),
    name: String,
    parent: Option<(String, String)>,
    time: Time,
    state: CommentState,
    /// The text as typed, with the words marked that caused its reasons.
    pieces: Vec<Piece>,
    marked: bool,
    html: String,
    lang: Option<String>,
    /// Whether it is so hard to read that it is opened first.
    hard: bool,
    reasons: Vec<ReasonView>,
    flags: Vec<FlagView>,
    account: Option<Plain>,
    since: Option<Time>,
    history: Option<queue::History>,
    decisions: Vec<DecisionView>,
    /// How many decisions there are: what comes meanwhile is not decided over.
    seen: usize,
    undo: Option<Id>,
    /// The escalation that is open, and whether they may read it.
    escalation: Option<(Id, bool)>,
    /// A colleague who has it in hand, and until when.
    other_hand: Option<(String, Time)>,
    my_hand: Option<Time>,
    can_act: bool,
    rules: Vec<RuleView>,
    colleagues: Vec<(Id, String)>,
    /// What was done about the writer.
    writer_acts: Vec<WriterActView>,
    /// What can be.
    writer_forms: Vec<WriterForm>,
    days: Vec<(i64, String)>,
    error: Option<String>,
    typed: String,
    w: &'static Words,
}

impl CardView {
    /// The same, to be looked at alone.
    pub(super) fn only_shown(mut self) -> Self {
        (self.can_act, self.undo, self.other_hand) = (false, None, None);
        self
    }

    fn has_flags(&self) -> bool {
        !self.flags.is_empty()
    }

    fn is(&self, state: &str) -> bool {
        self.state.as_str() == state
    }

    fn state_word(&self) -> &'static str {
        match self.state {
            CommentState::Published => &self.w.desk_did_approve,
            CommentState::Held => &self.w.waits_mark,
            CommentState::Removed => &self.w.desk_did_remove,
            CommentState::Deleted => &self.w.tombstone_deleted,
        }
    }
}

/// From which score on a text is covered until it is opened: whoever reads hundreds a night chooses when.
const HARD: f64 = 0.8;

fn is_hard(reasons: &[Reason]) -> bool {
    let facts = reasons.iter().filter_map(|reason| reason.facts.as_ref());
    facts.into_iter().any(|f| f.score >= HARD && matches!(f.category.as_str(), "threat" | "hate" | "sexual"))
}

/// A text in pieces, those marked that caused a reason. The places are those of the text as it was read: what was edited
/// since may have none there.
fn marked(text: &str, reasons: &[Reason]) -> Vec<Piece> {
    let mut places: Vec<_> = reasons
        .iter()
        .flat_map(|reason| &reason.spans)
        .filter(|place| place.start < place.end && text.get(place.start..place.end).is_some())
        .map(|place| (place.start, place.end))
        .collect();
    places.sort_unstable();
    let (mut pieces, mut at) = (Vec::new(), 0);
    for (start, end) in places {
        let start = start.max(at);
        if start >= end {
            continue;
        }
        if at < start {
            pieces.push(Piece { text: text[at..start].to_owned(), hit: false });
        }
        pieces.push(Piece { text: text[start..end].to_owned(), hit: true });
        at = end;
    }
    if at < text.len() {
        pieces.push(Piece { text: text[at..].to_owned(), hit: false });
    }
    pieces
}

/// What was refused about a card, and what was typed.
pub(super) struct Refused<'a> {
    pub(super) refusal: &'a Refusal,
    pub(super) typed: &'a str,
}

/// The card of a comment, for somebody who may see it.
pub(super) async fn load(app: &App, asked: &Asked, at: &AtDesk, id: Id) -> Result<Card> {
    let (site, now) = (asked.site.id, app.clock.now());
    let card = app.store.read(move |tx| queue::card(tx, site, id, now)).await?.ok_or_else(comment_unknown)?;
    if !is_there(app, asked, &at.caller, Grant::SeeHidden, card.story.id).await? {
        return Err(comment_unknown().into());
    }
    Ok(card)
}

/// The same as it is shown.
pub(super) async fn show(
    app: &App,
    asked: &Asked,
    at: &AtDesk,
    view: View,
    id: Id,
    refused: Option<Refused<'_>>,
) -> Result<CardView> {
    let card = load(app, asked, at, id).await?;
    let can_act = is_there(app, asked, &at.caller, Grant::Decide, card.story.id).await?;
    let escalation = card.escalation.as_ref().map(|one| (one.id, may_read(&at.caller, asked, one)));
    let w = at.words(asked);
    let times = Times::new(&asked.site, w);
    let me = at.account().id;
    let langs = [w.lang, &asked.site.lang];
    let is_gone = card.comment.state == CommentState::Deleted;
    let undo = card.undoable().map(|decision| decision.id);
    let may_silence = may(&at.caller, Grant::Decide, &asked.site, Spot::default()).is_ok();
    let pieces = marked(&card.body, &card.reasons);
    let until = |is_mine: bool| card.hand.as_ref().filter(|hand| (hand.account == me) == is_mine);
    let decisions: Vec<DecisionView> = card
        .decisions
        .iter()
        .map(|(decision, who, rule)| DecisionView {
            what: did(decision, w),
            who: if decision.decided_by == "automatic" { w.desk_machine.clone() } else { who.clone() },
            rule: match rule {
                Some(rule) => Some(format!("{} ({})", rule.said(&langs).title, rule.version)),
                None => decision.rule.clone().filter(|_| decision.decided_by != "automatic"),
            },
            reason: if decision.decided_by == "automatic" { String::new() } else { decision.reason.clone() },
            time: times.show(decision.created_at),
        })
        .collect();
    let rule = |(n, rule): (usize, &crate::models::PolicyRule)| RuleView {
        key: rule.draft.key.clone(),
        title: rule.said(&langs).title.clone(),
        digit: (n < 9).then_some(n + 1),
        chosen: false,
    };
    Ok(CardView {
        id,
        view: view.as_str(),
        story: (format!("/stories/{}", encoded(&card.story.slug)), card.story.title.clone()),
        parent: card.parent.as_ref().filter(|parent| parent.state != CommentState::Deleted).map(|parent| {
            (parent.name.clone(), understory_markup::plain_text(&parent.html).chars().take(300).collect())
        }),
        time: times.show(card.comment.created_at),
        state: card.comment.state,
        marked: pieces.iter().any(|piece| piece.hit),
        pieces,
        html: if is_gone { String::new() } else { card.comment.html.clone() },
        lang: card.comment.lang.clone().or_else(|| Some(card.story.lang.clone())).filter(|lang| !lang.is_empty()),
        hard: is_hard(&card.reasons),
        reasons: if is_gone { Vec::new() } else { card.reasons.iter().map(|reason| reason_view(reason, w)).collect() },
        flags: card
            .flags
            .into_iter()
            .filter(|_| !is_gone)
            .map(|flag| FlagView {
                what: flag_words(flag.reason, w),
                text: flag.text,
                weight: flag.weight,
                time: times.show(flag.created_at),
            })
            .collect(),
        account: card.comment.account.map(Plain::from),
        since: card.since.map(|since| times.show(since)),
        history: card.history,
        seen: decisions.len(),
        decisions,
        undo: undo.filter(|_| can_act),
        escalation,
        other_hand: until(false).map(|hand| (hand.name.clone(), times.show(hand.until))),
        my_hand: until(true).map(|hand| times.show(hand.until)),
        can_act: can_act && !is_gone,
        rules: card.rules.iter().enumerate().map(rule).collect(),
        writer_acts: card
            .writer_acts
            .into_iter()
            .map(|(done, who)| WriterActView {
                id: done.id,
                what: match (done.act, done.until) {
                    (WriterAct::Note, _) => w.writer_did_note.clone(),
                    (WriterAct::Warn, _) => w.writer_did_warn.clone(),
                    (WriterAct::Suspend, Some(until)) => w.writer_did_suspend.with(&times.show(until).text.to_string()),
                    (WriterAct::Suspend | WriterAct::Ban, _) => w.writer_did_ban.clone(),
                },
                who,
                time: times.show(done.created_at),
                is_over: done.reversed_at.is_some(),
                can_undo: can_act && done.reversed_at.is_none() && (may_silence || !done.act.silences()),
                reason: done.reason,
            })
            .collect(),
        writer_forms: writer_forms(app, w, can_act && card.has_writer, may_silence),
        days: DAYS.into_iter().map(|days| (days, w.writer_days(days).into_owned())).collect(),
        colleagues: card.colleagues.into_iter().filter(|(id, _)| *id != me).collect(),
        // Who and when is said on the card, and in English by the refusal itself.
        error: refused.as_ref().map(|refused| {
            let refusal = refused.refusal;
            w.refused(refusal.code, &refusal.numbers, &refusal.text)
        }),
        typed: refused.map(|refused| refused.typed.to_owned()).unwrap_or_default(),
        name: card.comment.name,
        w,
    })
}

/// The forms for acts about a writer, for who may do them.
fn writer_forms(app: &App, w: &'static Words, can_act: bool, may_silence: bool) -> Vec<WriterForm> {
    let all: [(WriterAct, &'static str, &'static str); 4] = [
        (WriterAct::Note, &w.writer_note, "m"),
        (WriterAct::Warn, &w.writer_warn, "w"),
        (WriterAct::Suspend, &w.writer_suspend, "s"),
        (WriterAct::Ban, &w.writer_ban, "b"),
    ];
    all.into_iter()
        .filter(|(act, ..)| can_act && (may_silence || !act.silences()))
        .map(|(act, title, key)| WriterForm { act, title, key, id: app.clock.new_id() })
        .collect()
}

fn reason_view(reason: &Reason, w: &'static Words) -> ReasonView {
    let sure = reason.facts.as_ref().map(|facts| {
        let word = match facts.score {
            score if score >= 0.9 => &w.desk_very_sure,
            score if score >= 0.7 => &w.desk_sure,
            _ => &w.desk_unsure,
        };
        (word.as_str(), format!("{:.2}", facts.score))
    });
    ReasonView { text: w.reason(&reason.for_writer()), sure }
}

/// What was just done, and how it is taken back.
#[derive(Template)]
#[template(path = "fragments/desk_done.html")]
pub(super) struct DoneView {
    what: String,
    undo: Option<Id>,
    view: &'static str,
    w: &'static Words,
}

/// Says what somebody's own decision did.
pub(super) async fn done(app: &App, asked: &Asked, at: &AtDesk, view: View, id: Id) -> Result<Option<DoneView>> {
    let site = asked.site.id;
    let found = app
        .store
        .read(move |tx| {
            let Some(decision) = decisions::by_id(tx, site, id)? else { return Ok(None) };
            let Some(comment) = decisions::comment_of(tx, site, id)? else { return Ok(None) };
            Ok(crate::store::threads::find(tx, site, comment)?.map(|(_, comment)| (decision, comment.name)))
        })
        .await?;
    let Some((decision, name)) = found.filter(|(decision, _)| decision.decided_by == at.caller.record()) else {
        return Ok(None);
    };
    let w = at.words(asked);
    let what = format!("\u{2068}{name}\u{2069}: {}", did(&decision, w));
    let undo = decision.reverses.is_none().then_some(decision.id);
    Ok(Some(DoneView { what, undo, view: view.as_str(), w }))
}

#[derive(Template)]
#[template(path = "pages/desk_card.html")]
struct CardPage<'a> {
    layout: Layout<'a>,
    view: &'static str,
    views: Vec<ViewLink>,
    done: Option<DoneView>,
    card: CardView,
    list: ListView,
    acts: bool,
}

/// How one came to a card.
#[derive(Debug, Deserialize)]
pub struct CardQuery {
    view: Option<String>,
    done: Option<String>,
}

/// `GET /desk/comments/{id}`: looking takes nothing in hand.
pub async fn card_page(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    Path(id): Path<String>,
    headers: HeaderMap,
    query: std::result::Result<Query<CardQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let query = read_query(query)?;
    let view = View::of(query.view.as_deref().unwrap_or_default());
    let card = show(&app, &asked, &at, view, id_in(&id)?, None).await?;
    if wants_fragment(&headers) {
        return Ok(no_store(html(StatusCode::OK, &card)?));
    }
    let done = query.done.and_then(|id| id.parse().ok());
    page(&app, &asked, &at, view, card, done, StatusCode::OK).await
}

/// How many of the next ones stand beside a card.
const BESIDE: usize = 8;

/// A card as a page, with what comes next beside it.
pub(super) async fn page(
    app: &App,
    asked: &Asked,
    at: &AtDesk,
    view: View,
    card: CardView,
    said: Option<Id>,
    status: StatusCode,
) -> Result<Response> {
    let done = match said {
        Some(id) => done(app, asked, at, view, id).await?,
        None => None,
    };
    let mut layout = Layout::new(&asked.site, at.words(asked).desk_heading.clone()).private();
    layout.w = at.words(asked);
    let views = views(app, asked, at, view).await?;
    let list = list(app, asked, at, view, None, BESIDE).await?;
    let page = CardPage { layout, view: view.as_str(), views, done, card, list, acts: at.acts() };
    Ok(no_store(html(status, &page)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Place;

    #[test]
    fn words_are_marked_where_they_stand_and_what_lies_elsewhere_is_left() {
        let place = |start, end| Place { start, end };
        let reason = |spans| Reason { spans, ..Reason::new("reads_as_insult", "") };
        let text = "Ünd you fool, you fool.";
        let reasons = [
            reason(vec![place(9, 13), place(1, 3), place(500, 600)]),
            reason(vec![place(5, 13), place(11, 13), place(13, 13)]),
        ];
        let pieces: Vec<(String, bool)> = marked(text, &reasons).into_iter().map(|p| (p.text, p.hit)).collect();
        assert_eq!(
            pieces,
            [("Ünd ".to_owned(), false), ("you fool".to_owned(), true), (", you fool.".to_owned(), false)]
        );
        assert_eq!(marked(text, &[]), [Piece { text: text.to_owned(), hit: false }]);
    }
}
