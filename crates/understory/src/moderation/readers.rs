//! The threads that read texts: few, with a bounded queue before them, so that a crowd cannot take the server's breath.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock, mpsc};
use std::time::{Duration, Instant};

use anyhow::Context;
use tokio::sync::oneshot;
use understory_encoder::Encoder;
use understory_triage::Triage;

use crate::config;
use crate::telemetry::TriageMetrics;

/// Texts that may wait for each thread. The fast tier reads one in some ten microseconds, the encoder in some milliseconds.
const WAITING: usize = 256;

/// A text of so many bytes is short: the fast tier reads it in some ten microseconds.
const SHORT: usize = 2_000;

/// A text that has waited for this part of the time it may take is read by the fast tier alone.
const HURRIED: u32 = 4;

/// Why a text was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// More texts wait than can be read soon.
    #[error("more texts wait than can be read soon")]
    Busy,
    /// It took longer than it may.
    #[error("reading took longer than it may")]
    Slow,
    /// The reader failed on it.
    #[error("the reader failed")]
    Failed,
}

type Work = Box<dyn FnOnce(&Triage) + Send>;

/// The readers of this process.
#[derive(Debug)]
pub struct Readers {
    queue: mpsc::SyncSender<(Instant, Work)>,
    limit: Duration,
    metrics: TriageMetrics,
    triage: Arc<RwLock<Arc<Triage>>>,
    /// Encoders' files, until they are loaded.
    encoders: Mutex<Vec<PathBuf>>,
}

impl Readers {
    /// Starts the threads. The fast tier reads at once; encoders join it by [`Readers::load_encoders`].
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(found: Found, settings: &config::Triage, metrics: TriageMetrics) -> std::io::Result<Self> {
        let fast = Arc::new(found.fast);
        let triage = Arc::new(RwLock::new(fast.clone()));
        let limit = Duration::from_millis(settings.milliseconds);
        let (queue, work) = mpsc::sync_channel::<(Instant, Work)>(WAITING * settings.threads.max(1));
        let work = Arc::new(Mutex::new(work));
        for number in 0..settings.threads.max(1) {
            let (triage, fast, work, metrics) = (triage.clone(), fast.clone(), work.clone(), metrics.clone());
            let name = format!("triage-{number}");
            std::thread::Builder::new().name(name).spawn(move || {
                loop {
                    let Ok(next) = work.lock().map(|work| work.recv()) else { return };
                    let Ok((asked, run)) = next else { return };
                    // Nobody waits for what took too long.
                    if asked.elapsed() > limit {
                        continue;
                    }
                    let mut now = triage.read().unwrap_or_else(PoisonError::into_inner).clone();
                    // A crowd writes faster than an encoder reads: then the fast tier alone reads until the queue is gone, rather
                    // than nobody.
                    if asked.elapsed() > limit / HURRIED && !now.is_fast() {
                        now = fast.clone();
                        metrics.hurried();
                    }
                    // A text that brings the reader down must not take the thread with it: whoever waits hears that the
                    // other end is gone.
                    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&now)));
                }
            })?;
        }
        Ok(Self { queue, limit, metrics, triage, encoders: Mutex::new(found.encoders) })
    }

    /// Has the encoders of these languages, or all if none is named, loaded on a thread of its own: to be called when the server
    /// answers. Where one cannot be used the log says why, and the others read.
    pub fn load_encoders(&self, languages: Vec<String>) {
        let files = std::mem::take(&mut *self.encoders.lock().unwrap_or_else(PoisonError::into_inner));
        if files.is_empty() {
            return;
        }
        let triage = self.triage.clone();
        let load = move || {
            for file in files {
                let before = triage.read().unwrap_or_else(PoisonError::into_inner).clone();
                match add_encoder(before.as_ref().clone(), &file, &languages) {
                    Ok(more) if more.version() == before.version() => {
                        tracing::info!(
                            "triage leaves {} alone: it reads none of {}",
                            file.display(),
                            languages.join(", ")
                        );
                    }
                    Ok(more) => {
                        tracing::info!(model = more.version(), "triage reads with {}", file.display());
                        *triage.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(more);
                    }
                    Err(error) => tracing::error!("triage reads without {}: {error:#}", file.display()),
                }
            }
        };
        if let Err(error) = std::thread::Builder::new().name("triage-load".to_owned()).spawn(load) {
            tracing::error!(%error, "triage reads without encoders: no thread can be started");
        }
    }

    /// Readers that are asked nothing: whoever asks is told that they are busy.
    pub fn idle(metrics: TriageMetrics) -> Self {
        let (queue, _) = mpsc::sync_channel(0);
        let triage = Arc::new(RwLock::new(Arc::new(Triage::lists_only())));
        Self { queue, limit: Duration::ZERO, metrics, triage, encoders: Mutex::default() }
    }

    /// What reads now, for work that nobody waits for: it goes past the queue, so that no comment stands behind it.
    pub fn triage(&self) -> Arc<Triage> {
        self.triage.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What scores name now; it changes once, when an encoder joins.
    pub fn version(&self) -> String {
        self.triage().version().to_owned()
    }

    /// As [`Readers::with`], but at once, here, where only the fast tier reads and the text is short: to hand it to a
    /// thread and wait would cost as much as to read it.
    ///
    /// # Errors
    /// As [`Readers::with`].
    pub async fn with_text<T: Send + 'static>(
        &self,
        bytes: usize,
        read: impl FnOnce(&Triage) -> T + Send + 'static,
    ) -> Result<T, Unread> {
        let triage = self.triage();
        if bytes > SHORT || !triage.is_fast() {
            return self.with(read).await;
        }
        let begun = Instant::now();
        let result =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(&triage))).map_err(|_| Unread::Failed);
        self.metrics.read(begun.elapsed(), result.as_ref().err().copied());
        result
    }

    /// Has `read` done on one of the threads.
    ///
    /// # Errors
    /// When too many wait, when it takes too long, or when it panics.
    pub async fn with<T: Send + 'static>(&self, read: impl FnOnce(&Triage) -> T + Send + 'static) -> Result<T, Unread> {
        let begun = Instant::now();
        let result = self.ask(read).await;
        self.metrics.read(begun.elapsed(), result.as_ref().err().copied());
        result
    }

    /// As [`Readers::with`], for what a text that was read may be without: it is not counted.
    ///
    /// # Errors
    /// As [`Readers::with`].
    pub async fn ask<T: Send + 'static>(&self, read: impl FnOnce(&Triage) -> T + Send + 'static) -> Result<T, Unread> {
        let begun = Instant::now();
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |triage| {
            let _ = answer.send(read(triage));
        });
        match self.queue.try_send((begun, work)) {
            Err(_) => Err(Unread::Busy),
            Ok(()) => match tokio::time::timeout(self.limit, answered).await {
                Ok(Ok(answer)) => Ok(answer),
                Ok(Err(_)) => Err(Unread::Failed),
                Err(_) => Err(Unread::Slow),
            },
        }
    }
}

/// The fast tier's file, in whatever folder.
const MODEL: &str = "fast.model";

/// How encoders' files end.
const ENCODER: &str = "encoder";

/// What there is to read with: the fast tier, ready, and the files of encoders beside it, which take a moment to load.
#[derive(Clone)]
pub struct Found {
    /// Reads at once.
    fast: Triage,
    /// In the order of their names.
    encoders: Vec<PathBuf>,
    /// The languages that were asked for; none: all.
    languages: Vec<String>,
}

impl Found {
    /// With all encoders, loaded now.
    ///
    /// # Errors
    /// In words, when one cannot be used.
    pub fn whole(self) -> anyhow::Result<Triage> {
        self.encoders.iter().try_fold(self.fast, |triage, file| add_encoder(triage, file, &self.languages))
    }

    /// The fast tier alone.
    pub fn fast(self) -> Triage {
        self.fast
    }
}

/// Looks for models: in the folder that is configured, else in `models/` beside the program or in this folder, else in
/// the program itself. Their absence is told and not fatal; a damaged fast tier is.
///
/// # Errors
/// In words, when there is a fast tier that cannot be used, or none in the folder that was named.
pub fn load(settings: &config::Triage) -> anyhow::Result<Found> {
    if let Some(folder) = &settings.models {
        return found_in(folder, settings);
    }
    let beside = std::env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned));
    let places = [
        beside.as_ref().map(|folder| folder.join("models")),
        beside.as_ref().and_then(|folder| folder.parent()).map(|folder| folder.join("share/understory/models")),
        Some(PathBuf::from("models")),
    ];
    if let Some(folder) = places.into_iter().flatten().find(|folder| folder.join(MODEL).exists()) {
        return found_in(&folder, settings);
    }
    #[cfg(feature = "embedded-model")]
    return Ok(Found { fast: Triage::embedded()?, encoders: Vec::new(), languages: Vec::new() });
    #[cfg(not(feature = "embedded-model"))]
    {
        tracing::warn!(
            "triage has no model: comments are read with lists of words alone. Put models/ beside the program, or name it in triage.models"
        );
        Ok(Found { fast: Triage::lists_only(), encoders: Vec::new(), languages: Vec::new() })
    }
}

fn found_in(folder: &Path, settings: &config::Triage) -> anyhow::Result<Found> {
    let file = folder.join(MODEL);
    let (bytes, hash) = with_hash(&file)?;
    let fast = Triage::from_file(&bytes, &hash).with_context(|| file.display().to_string())?;
    let mut encoders = Vec::new();
    if settings.encoder {
        for entry in std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == ENCODER) {
                encoders.push(path);
            }
        }
        encoders.sort();
    }
    Ok(Found { fast, encoders, languages: settings.languages.clone() })
}

/// Adds an encoder, if it reads one of the languages; all do if none is named.
fn add_encoder(triage: Triage, file: &Path, languages: &[String]) -> anyhow::Result<Triage> {
    let (bytes, hash) = with_hash(file)?;
    let parts = understory_encoder::File::read(&bytes, &hash).with_context(|| file.display().to_string())?;
    drop(bytes);
    if !languages.is_empty() && !parts.header.languages.iter().any(|language| languages.contains(&language.code)) {
        return Ok(triage);
    }
    let encoder = Arc::new(Encoder::new(parts).with_context(|| file.display().to_string())?);
    let readers = encoder.readers().into_iter();
    Ok(readers.fold(triage, |triage, reader| triage.with_reader(reader, encoder.version())))
}

/// A file, and the text of the hash file beside it.
fn with_hash(file: &Path) -> anyhow::Result<(Vec<u8>, String)> {
    let beside = PathBuf::from(format!("{}.sha256", file.display()));
    let bytes = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let hash = std::fs::read_to_string(&beside).with_context(|| format!("{} cannot be read", beside.display()))?;
    Ok((bytes, hash))
}
