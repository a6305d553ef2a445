//! Story files: Markdown with front matter, and the pictures and videos beside it.

use anyhow::{Context, bail};
use serde::Deserialize;
use understory_import::StoryRecord;

use super::story_of;
use crate::app::App;
use crate::media;
use crate::models::{COMMAND_LINE, Correction, Medium, Site, Story, Video};
use crate::store::media::PutFiles;
use crate::store::stories::{self, Put, Shown};

/// What stands between the `---` lines at the head of a story file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FrontMatter {
    title: Option<String>,
    standfirst: String,
    slug: Option<String>,
    url: Option<String>,
    author: Option<String>,
    published: Option<String>,
    topics: Listed<String>,
    lang: Option<String>,
    question: String,
    draft: bool,
    corrections: Vec<CorrectionEntry>,
    media: Listed<MediaEntry>,
}

/// One or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Listed<T> {
    One(T),
    Several(Vec<T>),
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl<T> From<Listed<T>> for Vec<T> {
    fn from(listed: Listed<T>) -> Self {
        match listed {
            Listed::One(one) => vec![one],
            Listed::Several(several) => several,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CorrectionEntry {
    at: String,
    text: String,
}

/// A picture or a video: by itself the file's name or the address, or with words.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum MediaEntry {
    Bare(String),
    Said(MediaFields),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MediaFields {
    image: Option<String>,
    video: Option<String>,
    still: Option<String>,
    alt: String,
    caption: String,
    credit: String,
    length: String,
    silent: bool,
}

impl From<MediaEntry> for MediaFields {
    fn from(entry: MediaEntry) -> Self {
        match entry {
            MediaEntry::Said(fields) => fields,
            MediaEntry::Bare(name) if is_address(&name) || name.ends_with(".webm") || name.ends_with(".mp4") => {
                Self { video: Some(name), ..Self::default() }
            }
            MediaEntry::Bare(name) => Self { image: Some(name), ..Self::default() },
        }
    }
}

impl MediaFields {
    fn shows(&self, other: &Self) -> bool {
        other.image.is_some() && (self.image == other.image || self.still == other.image)
    }
}

/// The pictures that a text shows by name.
fn shown_in(body: &str) -> Vec<MediaFields> {
    let shown = std::cell::RefCell::new(Vec::new());
    understory_markup::article(body, &|figure| {
        let (image, alt, caption) = (Some(figure.source.to_owned()), figure.alt.to_owned(), figure.caption.to_owned());
        shown.borrow_mut().push(MediaFields { image, alt, caption, ..MediaFields::default() });
        Some(String::new())
    });
    shown.into_inner()
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// A story as its file has it.
#[derive(Debug)]
pub struct StoryFile {
    /// Headline, text and all that is words.
    pub record: StoryRecord,
    media: Vec<MediaFields>,
}

impl StoryFile {
    /// Reads a file of this name: front matter between `---` lines, then Markdown. The same slug, address or else name is the
    /// same story.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str, name: &str) -> anyhow::Result<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
        let (head, body) = match text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) {
            Some((head, body)) => {
                (serde_saphyr::from_str::<FrontMatter>(head).context("front matter")?, body.trim_start())
            }
            None => (FrontMatter::default(), text.as_str()),
        };
        let (title, body) = match (head.title, body.strip_prefix("# ")) {
            (Some(title), _) => (title, body.to_owned()),
            (None, Some(rest)) => {
                let (title, body) = rest.split_once('\n').unwrap_or((rest, ""));
                (title.trim().to_owned(), body.trim_start().to_owned())
            }
            (None, None) => bail!("there is no title: write 'title: …' between '---' lines at the head of the file"),
        };
        let published_at = head.published.as_deref().map(|text| time("published", text)).transpose()?;
        let mut extra = std::collections::BTreeMap::new();
        if let Some(lang) = head.lang {
            extra.insert("x_lang".to_owned(), lang.into());
        }
        for (name, value) in [("x_standfirst", head.standfirst), ("x_question", head.question)] {
            if !value.trim().is_empty() {
                extra.insert(name.to_owned(), value.trim().into());
            }
        }
        let corrections = head.corrections.into_iter().map(|entry| {
            Ok(Correction { at: time("corrections", &entry.at)?.into(), text: entry.text.trim().to_owned() })
        });
        let corrections = corrections.collect::<anyhow::Result<Vec<_>>>()?;
        if !corrections.is_empty() {
            extra.insert("x_corrections".to_owned(), serde_json::to_value(corrections)?);
        }
        let entries: Vec<MediaEntry> = head.media.into();
        let mut media: Vec<MediaFields> = entries.into_iter().map(MediaFields::from).collect();
        for shown in shown_in(&body) {
            if !is_address(shown.image.as_deref().unwrap_or("")) && !media.iter().any(|one| one.shows(&shown)) {
                media.push(shown);
            }
        }
        let record = StoryRecord {
            id: head.slug.clone().or(head.url.clone()).unwrap_or_else(|| name.to_owned()),
            title,
            url: head.url,
            slug: head.slug,
            body: Some(body),
            author: head.author,
            published_at,
            topics: head.topics.into(),
            state: head.draft.then(|| "draft".to_owned()),
            extra,
        };
        Ok(Self { record, media })
    }

    /// Takes the story's own files in, which `read` gives by their names, and publishes it as one of this source.
    ///
    /// # Errors
    /// What is wrong with it, or with the database.
    pub async fn publish(
        mut self,
        app: &App,
        site: &Site,
        source: &str,
        read: &(dyn Fn(&str) -> anyhow::Result<Vec<u8>> + Sync),
    ) -> anyhow::Result<(Put, Story)> {
        let mut kept = Vec::new();
        let mut files = Vec::new();
        for fields in self.media {
            kept.push(take_in(fields, read, &mut files)?);
        }
        if !kept.is_empty() {
            self.record.extra.insert("x_media".to_owned(), serde_json::to_value(kept)?);
        }
        let now = app.clock.now();
        let id = app.clock.id_at(self.record.published_at.map_or(now, Into::into));
        let from = Some((source.to_owned(), self.record.id.clone()));
        let (story, aliases) =
            story_of(&self.record, id, from, site, now).map_err(|refusal| anyhow::anyhow!(refusal.text))?;
        app.store.write(PutFiles { site: site.id, files, now }).await?;
        let shown = if self.record.state.is_some() { Shown::AsGiven } else { Shown::UnlessTakenBack };
        let put = app
            .store
            .write(stories::PutStory {
                site: site.id,
                story: story.clone(),
                aliases,
                shown,
                by: COMMAND_LINE.to_owned(),
                attempt: None,
            })
            .await?;
        Ok((put, story))
    }
}

fn take_in(
    fields: MediaFields,
    read: &(dyn Fn(&str) -> anyhow::Result<Vec<u8>> + Sync),
    files: &mut Vec<crate::store::media::File>,
) -> anyhow::Result<Medium> {
    let refused = |name: &str, refusal: crate::models::Refusal| anyhow::anyhow!("media: {name}: {}", refusal.text);
    let still = fields.image.or(fields.still);
    let mut medium = Medium { alt: fields.alt, caption: fields.caption, credit: fields.credit, ..Medium::default() };
    if let Some(name) = &still {
        let (picture, sizes) = media::picture(&read(name)?).map_err(|refusal| refused(name, refusal))?;
        medium.picture = Some(picture);
        files.extend(sizes);
    }
    medium.name = still.or_else(|| fields.video.clone()).context("media: give 'image' or 'video'")?;
    if let Some(video) = fields.video {
        medium.video = Some(if is_address(&video) {
            Video::Elsewhere { url: video, length: fields.length }
        } else {
            let (file, bytes) = media::video(read(&video)?).map_err(|refusal| refused(&video, refusal))?;
            files.push(bytes);
            Video::Here { file, length: fields.length, silent: fields.silent }
        });
    }
    Ok(medium)
}

/// `2026-11-22`, or a whole time with its zone.
fn time(field: &str, text: &str) -> anyhow::Result<jiff::Timestamp> {
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Ok(time);
    }
    let date: jiff::civil::Date = text
        .parse()
        .with_context(|| format!("{field}: '{text}' is no time; write 2026-11-22 or 2026-11-22T18:00:00Z"))?;
    Ok(date.to_zoned(jiff::tz::TimeZone::UTC)?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn story_files_are_read() {
        let text = "---\ntitle: \"The bridge: open\"\nslug: bridge\nauthor: Ana Lima\npublished: 2026-11-20\n\
                    topics: [Town, Traffic]\n---\n\nFirst paragraph.\n";
        let story = StoryFile::read(text, "bridge.md").unwrap().record;
        assert_eq!(story.title, "The bridge: open");
        assert_eq!(story.id, "bridge");
        assert_eq!(story.topics, ["Town", "Traffic"]);
        assert_eq!(story.body.as_deref(), Some("First paragraph.\n"));
        assert_eq!(story.published_at.unwrap().to_string(), "2026-11-20T00:00:00Z");
        let listed = StoryFile::read("---\ntitle: T\ntopics:\n  - One\n  - Two\n---\nx", "t.md").unwrap().record;
        assert_eq!((listed.topics, listed.id), (vec!["One".to_owned(), "Two".to_owned()], "t.md".to_owned()));
        assert_eq!(StoryFile::read("# Only a heading\n\nText", "h.md").unwrap().record.title, "Only a heading");
        let text = "---\ntitle: T\ntopics: One\nstandfirst: >\n  Folded\n  lines.\ncorrections:\n  - at: 2026-11-20T10:00:00Z\n    \
                    text: It is nine.\nmedia:\n  - a.jpg\n  - {video: \"https://v.example.org/1\", still: b.jpg, alt: A}\n---\nx";
        let StoryFile { record: told, media } = StoryFile::read(text, "m.md").unwrap();
        assert_eq!(told.topics, ["One"]);
        assert_eq!(told.extra["x_standfirst"], "Folded lines.");
        assert_eq!(told.extra["x_corrections"][0]["text"], "It is nine.");
        assert_eq!((media[0].image.as_deref(), media[1].still.as_deref()), (Some("a.jpg"), Some("b.jpg")));
        for bad in ["no title at all", "---\ntitle: T\ncolour: red\n---\nx", "---\ntitle: T\npublished: soon\n---\nx"] {
            assert!(StoryFile::read(bad, "b.md").is_err(), "{bad}");
        }
    }
}
