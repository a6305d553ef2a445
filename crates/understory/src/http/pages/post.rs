//! Posting and editing, by whatever way they come: review, render, one write.

use std::sync::Arc;

use understory_markup::{Format, render};

use super::stating::{Rejected, of_rejected};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::error::{Error, Result};
use crate::http::extract::{Asked, attempt, id_in};
use crate::http::subscriber;
use crate::models::{
    Account, Badge, Badges, Caught, CommentRow, Guests, Id, Look, Reason, Refusal, Signed, Site, State, TriageRule,
    Writer, clean_name,
};
use crate::moderation::{Copies, Draft, Readings, Verdict, door, judge, length};
use crate::store::comments::{EditComment, NewComment, Posted};
use crate::store::idempotency::Attempt;
use crate::store::own::{Own, not_yours, writer_of};
use crate::store::signatures::Told;
use crate::store::{accounts, comments, statements, stories, threads, writers};

/// A comment as it came in.
pub struct Post<'a> {
    /// Its story.
    pub story: Id,
    /// The comment that it answers, as given.
    pub parent: Option<&'a str>,
    /// The writer's name, as typed.
    pub name: &'a str,
    /// The text, as typed.
    pub body: &'a str,
    /// The language, if said.
    pub lang: Option<&'a str>,
    /// The field that people do not see.
    pub trap: &'a str,
    /// Work that was done for it, if any was wanted.
    pub proof: &'a str,
    /// Who writes.
    pub writer: By,
    /// Whether the writer was here before.
    pub known: bool,
    /// Whether a program posts on behalf of its own people.
    pub by_key: bool,
    /// What the newsroom vouches for about the writer.
    pub badges: Badges,
    /// Whether the writer can be told before it is posted that it would wait.
    pub notice: Notice,
    /// Who asks under which key for what.
    pub attempt: Attempt,
}

/// Who writes a comment.
#[derive(Clone, Debug)]
pub enum By {
    /// A guest, by the hash of their secret.
    Guest(Vec<u8>),
    /// Somebody who is signed in.
    Account(Arc<Signed>),
}

/// Whether a writer is told that a text would wait, and what they made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The page has no way to ask.
    None,
    /// The page can show it; `again` if it has shown one before.
    Wanted {
        /// Whether this is what became of the text after a notice.
        again: bool,
    },
    /// It was shown, and the writer posts all the same.
    Overruled,
}

/// Posts a comment.
///
/// # Errors
/// The refusal that tells what is wrong with it, or that of the database.
pub async fn post(app: &App, asked: &Asked, post: Post<'_>) -> Result<Posted> {
    let site = &asked.site;
    length(site, post.body)?;
    if let By::Guest(guest) = &post.writer
        && post.known
    {
        unblocked(app, site.id, guest).await?;
    }
    let parent = post.parent.map(parent_id).transpose()?;
    let lang = post.lang.map(checked_lang).transpose()?.flatten();
    let body = post.body.replace('\0', "");
    let html = render(&body, Format::Markdown);
    let story = post.story;
    let signed = match &post.writer {
        By::Account(signed) => Some(signed),
        By::Guest(_) => None,
    };
    // Nobody chooses another name for a comment than that of their account.
    let name = signed.map_or_else(|| clean_name(post.name), |signed| Some(signed.account.name.clone()));
    // Whom the newsroom let speak for it, has the name it gave.
    let is_staff = signed.is_some_and(|signed| signed.account.is_staff());
    // A name that is longer than any that is let in is not looked at.
    let longest = 4 * site.settings.name_length as usize;
    let look = name.as_deref().filter(|name| !post.by_key && !is_staff && name.len() <= longest).map(Look::of);
    let draft = Draft {
        site,
        story,
        name: name.as_deref(),
        look: look.as_ref(),
        body: &body,
        html: &html,
        trap: post.trap,
        proof: post.proof,
        attempt: &post.attempt,
        address: subscriber(asked.client),
        known: post.known,
        by_key: post.by_key,
        by_account: signed.is_some(),
        by_newsroom: is_staff || post.badges.has(Badge::Staff) || post.badges.has(Badge::Author),
        editing: false,
    };
    door(&app.gate, &draft)?;
    let writer = match &post.writer {
        By::Guest(hash) => Writer::Guest(hash.clone()),
        By::Account(signed) => Writer::Account(signed.account.id),
    };
    let (id, hint) = (app.clock.new_id(), lang.as_deref());
    let nameless = post.by_key || signed.is_some();
    let (readings, told) = read(app, &draft, id, &writer, hint, name.as_deref().filter(|_| !nameless)).await?;
    let verdict = judge(&draft, &readings);
    // Nothing was stored: the same text may come again.
    notice(app, site, post.notice, &verdict).inspect_err(|_| app.gate.forget(&draft))?;
    let now = app.clock.now();
    let statement = match verdict.state {
        State::Removed => {
            let account = signed.map(|signed| signed.account.clone());
            stated(app, site, (story, id, now), &verdict, lang.clone(), account, now).await?
        }
        State::Published | State::Held | State::Deleted => None,
    };
    let write = NewComment {
        site: site.id,
        story,
        id,
        parent,
        writer,
        signed: signed.cloned(),
        name: name.clone().unwrap_or_default(),
        look: look.clone(),
        body: body.clone(),
        html: html.clone(),
        lang,
        state: verdict.state,
        reasons: verdict.reasons,
        badges: post.badges,
        statement,
        settings: site.settings.clone(),
        now,
        attempt: post.attempt.clone(),
    };
    let result = app.watch(app.store.write(write).await);
    match (&result, told) {
        (Err(_), _) => app.gate.forget(&draft),
        (Ok(posted), Some(told)) if !posted.again => app.copies.keep(told),
        _ => {}
    }
    Ok(result?)
}

/// Refuses a guest of whose browser the desk takes nothing any more, or nothing for a time. A guest who is new cannot be one.
///
/// # Errors
/// 403 with until when; and when the database does not answer.
pub async fn unblocked(app: &App, site: Id, guest: &[u8]) -> Result<()> {
    let (guest, now) = (guest.to_vec(), app.clock.now());
    let until = match app.store.read(move |tx| writers::blocked(tx, site, &guest, now)).await? {
        None => return Ok(()),
        Some(Some(until)) => format!("until {until}"),
        Some(None) => "any more".to_owned(),
    };
    let words = format!("The newsroom takes nothing from this browser {until}. What you wrote here says why.");
    Err(Refusal::new(403, "writer_blocked", words).into())
}

/// What is stated to the writer of a comment that the pipeline removes. Nothing where there is no such story, which is refused
/// later.
async fn stated(
    app: &App,
    site: &Site,
    (story, comment, written_at): (Id, Id, Timestamp),
    verdict: &Verdict,
    lang: Option<String>,
    account: Option<Account>,
    now: Timestamp,
) -> Result<Option<statements::Draft>> {
    let site_id = site.id;
    let Some(story) = app.store.read(move |tx| stories::by_id(tx, site_id, story)).await? else { return Ok(None) };
    let rejected = Rejected { story, comment, written_at, lang, reasons: verdict.reasons.clone(), account };
    Ok(Some(of_rejected(app, site, rejected, now)?))
}

/// Has a text read, in its story's language and by the rules for its topics; compared with the site's lists; and counted among
/// those that say nearly the same. Gives what it is told by, to be kept once it is stored.
async fn read(
    app: &App,
    draft: &Draft<'_>,
    comment: Id,
    writer: &Writer,
    lang: Option<&str>,
    name: Option<&str>,
) -> Result<(Readings, Option<Told>)> {
    let (site, story, body) = (draft.site, draft.story, draft.body);
    let lists = app.rule_book.of(&app.store, site).await?;
    let is_read = TriageRule::any_acts(&site.settings.triage);
    let setting = match is_read || lists.as_ref().is_ok_and(|lists| lists.asks_for_topics()) {
        true => app.setting(site, story).await?,
        false => Arc::default(),
    };
    let mut readings = Readings::default();
    if is_read {
        let hint = lang.unwrap_or(&setting.lang);
        readings = Readings::take(&app.readers, site, &setting.topics, hint, body, name).await;
    }
    readings.listed = match lists {
        Ok(lists) => lists.compare(story, &setting.topics, body).await,
        Err(unlisted) => Err(unlisted),
    };
    if site.settings.near_copies == Caught::Off || draft.by_newsroom {
        return Ok((readings, None));
    }
    let told = Copies::told(site.id, comment, writer.bytes(), body, app.clock.now());
    readings.copies = told.as_ref().map_or(0, |told| app.copies.count(site, told));
    Ok((readings, told))
}

/// Counts what is held, and tells a writer who may still change the text that it would be.
fn notice(app: &App, site: &Site, notice: Notice, verdict: &Verdict) -> Result<()> {
    let by_triage = verdict.reasons.iter().any(|reason| reason.code.starts_with("reads_as_"));
    let would_wait = verdict.state == State::Held && by_triage;
    match notice {
        Notice::Wanted { .. } if would_wait && site.settings.triage_notice => {
            app.metrics.triage.noticed("shown");
            let mut refusal = Refusal::field(
                "would_be_held",
                "body",
                "A moderator would read this first. Change it, or post it all the same.",
            );
            refusal.reasons = verdict.reasons.clone().into();
            return Err(refusal.into());
        }
        Notice::Wanted { again: true } if !would_wait => app.metrics.triage.noticed("changed"),
        Notice::Overruled => app.metrics.triage.noticed("posted"),
        _ => {}
    }
    for reason in &verdict.reasons {
        if let Some(facts) = &reason.facts {
            app.metrics.triage.held(&facts.category);
        }
    }
    Ok(())
}

fn parent_id(text: &str) -> Result<Id> {
    id_in(text).map_err(|_| Refusal::field("parent_unknown", "parent", "The comment you answer does not exist.").into())
}

fn checked_lang(lang: &str) -> Result<Option<String>> {
    if lang.is_empty() {
        return Ok(None);
    }
    if lang.len() <= 35 && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Ok(Some(lang.to_owned()));
    }
    Err(Refusal::field("lang_invalid", "lang", "A language is a tag such as 'en' or 'pt-BR'.").into())
}

/// Changes a comment's text.
///
/// # Errors
/// The refusal that tells what is wrong with it, or that of the database.
pub async fn edit(app: &App, asked: &Asked, own: Own, body: &str) -> Result<Edited> {
    let site = &asked.site;
    length(site, body)?;
    if let Writer::Guest(guest) = &own.writer {
        unblocked(app, site.id, guest).await?;
    }
    let body = body.replace('\0', "");
    let html = render(&body, Format::Markdown);
    let comment = own.comment;
    let site_id = site.id;
    let found = app
        .store
        .read(move |tx| {
            let Some((story, row)) = threads::find(tx, site_id, comment)? else { return Ok(None) };
            Ok(Some((story, row.name, row.state, row.lang, row.created_at)))
        })
        .await?;
    let (story, name, state, lang, written_at) =
        found.ok_or_else(|| Error::not_found("There is no such comment here."))?;
    let attempt = attempt(site, Some(own.writer.bytes()), &app.clock.new_id().to_string(), &[b"edit"]);
    let draft = Draft {
        site,
        story,
        name: Some(if state == State::Deleted { "deleted" } else { &name }),
        look: None,
        body: &body,
        html: &html,
        trap: "",
        proof: "",
        attempt: &attempt,
        address: subscriber(asked.client),
        known: true,
        by_key: false,
        by_account: own.writer.account().is_some(),
        by_newsroom: own.writer.account().is_some_and(|account| site.staff.iter().any(|staff| staff.id == account)),
        editing: true,
    };
    door(&app.gate, &draft)?;
    let (readings, told) = read(app, &draft, comment, &own.writer, lang.as_deref(), None).await?;
    let mut verdict = judge(&draft, &readings);
    if site.settings.guests == Guests::Held
        && own.writer.guest().is_some()
        && state == State::Published
        && verdict.state != State::Removed
    {
        // A moderator has approved what it said before, not what it says now: it waits again.
        verdict.state = State::Held;
    }
    let statement = match verdict.state {
        State::Removed => {
            let (writer, now) = (own.writer.account(), own.now);
            let account = app.store.read(move |tx| match writer {
                Some(writer) => accounts::by_id(tx, site_id, writer, now),
                None => Ok(None),
            });
            stated(app, site, (story, comment, written_at), &verdict, lang, account.await?, now).await?
        }
        State::Published | State::Held | State::Deleted => None,
    };
    let stated = statement.as_ref().map(|draft| draft.id);
    let write = EditComment {
        own,
        statement,
        body: body.clone(),
        html: html.clone(),
        state: verdict.state,
        reasons: verdict.reasons.clone(),
    };
    let (story, row) = app.watch(app.store.write(write).await)?;
    if let Some(told) = told {
        app.copies.keep(told);
    }
    let reasons = if row.state == State::Published { Vec::new() } else { verdict.reasons };
    let statement = stated.filter(|_| row.state == State::Removed);
    Ok(Edited { story, comment: row, reasons, statement })
}

/// What became of a comment that was changed.
#[derive(Debug)]
pub struct Edited {
    /// Its story.
    pub story: Id,
    /// The comment.
    pub comment: CommentRow,
    /// Why it does not appear, if it does not.
    pub reasons: Vec<Reason>,
    /// The statement of reasons that goes with it.
    pub statement: Option<Id>,
}

/// What a writer needs in order to change a comment: its text, if it is theirs.
///
/// # Errors
/// 404 when there is no such comment, 403 when it is another's.
pub async fn own_text(app: &App, site: Id, comment: Id, writer: &Writer) -> Result<(CommentRow, String)> {
    let writer = writer.clone();
    let found = app
        .store
        .read(move |tx| {
            let Some((story, row)) = threads::find(tx, site, comment)? else { return Ok(None) };
            let mine = writer_of(tx, site, story, comment)?.is_some_and(|theirs| theirs == writer);
            let text = comments::source_text(tx, site, story, comment)?.unwrap_or_default();
            Ok(Some((row, mine, text)))
        })
        .await?;
    match found {
        None => Err(Error::not_found("There is no such comment here.")),
        Some((_, false, _)) => Err(not_yours().into()),
        Some((row, true, text)) => Ok((row, text)),
    }
}
