use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::models::Refusal;

/// What a story has beside headline and text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Matter {
    /// A sentence or two below the headline; empty for none.
    pub standfirst: String,
    /// What the readers are asked, above the form; empty for none.
    pub question: String,
    /// Pictures and videos; the first leads the story.
    pub media: Vec<Medium>,
    /// What was put right, the earliest first.
    pub corrections: Vec<Correction>,
}

/// Something that was wrong and has been put right, in words for readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// When.
    pub at: Timestamp,
    /// What it said and what is right.
    pub text: String,
}

/// A picture or a video.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Medium {
    /// The name by which the text shows it, such as `crane.jpg`; empty where only the list does.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The picture, or the still of a video.
    pub picture: Option<Picture>,
    /// The video, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video: Option<Video>,
    /// What one sees, for those who do not.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// What stands below it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub caption: String,
    /// Who made it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub credit: String,
}

/// A picture in the sizes that are kept, the smallest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The sizes.
    pub sizes: Vec<Size>,
}

/// One size of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// The name of its file under `/media/`: the SHA-256 of its bytes in hexadecimal digits, and the type's ending.
    pub file: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// A moving picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Video {
    /// At another host: nothing is fetched from there until the reader asks.
    Elsewhere {
        /// Its page or file.
        url: String,
        /// How long it is, such as `2:48`; empty if not said.
        length: String,
    },
    /// Kept here, and played in the page.
    Here {
        /// The name of its file under `/media/`.
        file: String,
        /// How long it is.
        length: String,
        /// Whether it has no sound.
        silent: bool,
    },
}

impl Medium {
    /// Whether all files that it names are named as we name them, in as many sizes as we make, and its words are short.
    fn is_kept_here(&self) -> bool {
        let pictured = self.picture.as_ref().is_none_or(|picture| {
            (1..=3).contains(&picture.sizes.len())
                && picture.sizes.iter().all(|size| {
                    is_file(&size.file, &["jpg", "png"]) && (1..=16_000).contains(&size.width) && size.height >= 1
                })
        });
        let played = match &self.video {
            Some(Video::Here { file, .. }) => is_file(file, &["webm", "mp4"]),
            Some(Video::Elsewhere { .. }) | None => true,
        };
        let length = self.video.as_ref().map_or(0, |video| video.length().chars().count());
        pictured && played && length <= 20 && self.name.chars().count() <= 2_000
    }
}

/// Whether a name is that of a file kept here: the hash of its bytes and an ending.
fn is_file(name: &str, endings: &[&str]) -> bool {
    name.split_once('.').is_some_and(|(hash, ending)| {
        hash.len() == 64
            && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
            && endings.contains(&ending)
    })
}

impl Video {
    /// The name of the host that it comes from, where that is not ours.
    pub fn host(&self) -> Option<String> {
        match self {
            Self::Elsewhere { url, .. } => url::Url::parse(url).ok()?.host_str().map(str::to_owned),
            Self::Here { .. } => None,
        }
    }

    /// How long it is.
    pub fn length(&self) -> &str {
        match self {
            Self::Elsewhere { length, .. } | Self::Here { length, .. } => length,
        }
    }
}

impl Picture {
    /// The largest.
    pub fn largest(&self) -> Option<&Size> {
        self.sizes.last()
    }

    /// For `srcset`: every file with its width.
    pub fn srcset(&self) -> String {
        let one = |size: &Size| format!("/media/{} {}w", size.file, size.width);
        self.sizes.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// What a browser without `srcset` loads: the middle one.
    pub fn src(&self) -> String {
        self.sizes.get(self.sizes.len() / 2).map(|size| format!("/media/{}", size.file)).unwrap_or_default()
    }
}

impl Matter {
    /// Checks what an editor gives.
    ///
    /// # Errors
    /// The refusal of the first part that is not valid.
    pub fn check(&self) -> Result<(), Refusal> {
        let long = |text: &str, most: usize| text.chars().count() > most;
        if long(&self.standfirst, 1_000) {
            return Err(Refusal::field(
                "standfirst_invalid",
                "standfirst",
                "A standfirst has 1,000 characters at most.",
            ));
        }
        if long(&self.question, 500) {
            return Err(Refusal::field("question_invalid", "question", "A question has 500 characters at most."));
        }
        if self.corrections.len() > 50
            || self.corrections.iter().any(|c| c.text.trim().is_empty() || long(&c.text, 2_000))
        {
            return Err(Refusal::field(
                "corrections_invalid",
                "corrections",
                "A story has 50 corrections at most, each with a text of 1 to 2,000 characters.",
            ));
        }
        let words =
            |medium: &Medium| [&medium.alt, &medium.caption, &medium.credit].into_iter().any(|t| long(t, 1_000));
        if self.media.len() > 50 || self.media.iter().any(words) {
            return Err(Refusal::field(
                "media_invalid",
                "media",
                "A story has 50 pictures and videos at most, with texts of at most 1,000 characters.",
            ));
        }
        if self.media.iter().any(|m| m.picture.is_some() && m.alt.trim().is_empty()) {
            return Err(Refusal::field(
                "alt_missing",
                "media",
                "Say in 'alt' what one sees in every picture, for readers who do not see it.",
            ));
        }
        if self.media.iter().any(|medium| !medium.is_kept_here()) {
            return Err(Refusal::field(
                "media_invalid",
                "media",
                "A picture or a video names a file that is not one of this server's. Send it to '/api/v1/media', or publish it with 'understory story add'.",
            ));
        }
        for medium in &self.media {
            if let Some(Video::Elsewhere { url, .. }) = &medium.video
                && (url.len() > 2_000
                    || !url::Url::parse(url)
                        .is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host()))
            {
                return Err(Refusal::field(
                    "video_invalid",
                    "media",
                    format!("'{url}' is no address of a video: it begins with https:// or http://."),
                ));
            }
        }
        Ok(())
    }
}
