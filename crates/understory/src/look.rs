//! How a publication looks and speaks where it is not as it comes: a folder with a style sheet, words and other files of
//! its own. Read once, at the start. docs/look.md says what may be in it.

use std::path::Path;
use std::sync::OnceLock;

use axum::http::HeaderValue;
use sha2::{Digest, Sha256};

use crate::http::Ready;
use crate::words;

/// The largest file, and all of them, in bytes: they are kept in memory.
const LARGEST: u64 = 1 << 20;
const ALL: u64 = 8 << 20;

/// What files may be, by their endings.
const KINDS: [(&str, &str); 9] = [
    ("css", "text/css; charset=utf-8"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
];

/// The folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the look of the pages cannot be read: {0}")]
pub struct LookError(String);

/// A file that pages or the style sheet name.
#[derive(Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// Its content.
    pub ready: Ready,
}

/// A publication's own look.
#[derive(Debug)]
pub struct Look {
    /// Changes with every file.
    pub version: String,
    /// Its files.
    pub files: Vec<File>,
    /// Its words: the language, and messages in Fluent.
    pub words: Vec<(&'static str, String)>,
}

impl Look {
    /// Reads a folder.
    ///
    /// # Errors
    /// A sentence that names the file and what is wrong with it.
    pub fn read(folder: &Path) -> Result<Self, LookError> {
        let wrong = |path: &Path, what: String| LookError(format!("{}: {what}", path.display()));
        let entries = std::fs::read_dir(folder).map_err(|error| wrong(folder, error.to_string()))?;
        let mut paths: Vec<_> = entries
            .map(|entry| Ok(entry?.path()))
            .collect::<std::io::Result<_>>()
            .map_err(|error| wrong(folder, error.to_string()))?;
        paths.sort();
        let mut look = Self { version: String::new(), files: Vec::new(), words: Vec::new() };
        let (mut hash, mut all) = (Sha256::new(), 0);
        for path in paths.into_iter().filter(|path| path.is_file()) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if name.is_empty() || name.starts_with('.') {
                continue;
            }
            let bytes = std::fs::read(&path).map_err(|error| wrong(&path, error.to_string()))?;
            all += bytes.len() as u64;
            if bytes.len() as u64 > LARGEST || all > ALL {
                let most = format!("a file has {LARGEST} bytes at most, all together {ALL}");
                return Err(wrong(&path, most));
            }
            hash.update((name.len() as u64).to_be_bytes());
            hash.update(&name);
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(&bytes);
            let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
            if ending == "ftl" {
                let text = String::from_utf8(bytes).map_err(|error| wrong(&path, error.to_string()))?;
                let lang = words::overridden(stem, &text).map_err(|error| wrong(&path, error))?;
                look.words.push((lang, text));
            } else if let Some((_, kind)) = KINDS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)) {
                let etag = HeaderValue::from_static("W/\"0\"");
                let compressible = kind.starts_with("text/") || kind.ends_with("xml");
                let ready = match String::from_utf8(bytes) {
                    Ok(text) if compressible => Ready::plain(text, etag).compress(),
                    Ok(text) => Ready::plain(text, etag),
                    Err(error) => Ready { plain: error.into_bytes().into(), ..Ready::plain(String::new(), etag) },
                };
                look.files.push(File { name, kind, ready });
            } else {
                let known: Vec<&str> = KINDS.iter().map(|(ending, _)| *ending).collect();
                return Err(wrong(&path, format!("a file here is one of ftl, {}", known.join(", "))));
            }
        }
        look.version = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let etag =
            HeaderValue::try_from(format!("W/\"{}\"", look.version)).unwrap_or(HeaderValue::from_static("W/\"0\""));
        look.files.iter_mut().for_each(|file| file.ready.etag = etag.clone());
        Ok(look)
    }

    /// The file of that name.
    pub fn file(&self, name: &str) -> Option<&File> {
        self.files.iter().find(|file| file.name == name)
    }
}

static WORN: OnceLock<Look> = OnceLock::new();

/// Gives all pages of this process this look; the first counts, and it must come before the first page.
pub fn wear(look: Look) {
    let _ = WORN.set(look);
}

/// The look of this process, if it has one of its own.
pub fn worn() -> Option<&'static Look> {
    WORN.get()
}
