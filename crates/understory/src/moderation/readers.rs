//! The threads that read texts: few, with a bounded queue before them, so that a crowd cannot take the server's breath.

use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use understory_triage::Triage;

use crate::config;
use crate::telemetry::TriageMetrics;

/// Texts that may wait for each thread. The fast tier reads one in some ten microseconds.
const WAITING: usize = 256;

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
    version: String,
    has_model: bool,
}

impl Readers {
    /// Starts the threads.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(triage: Triage, settings: &config::Triage, metrics: TriageMetrics) -> std::io::Result<Self> {
        let triage = Arc::new(triage);
        let (queue, work) = mpsc::sync_channel::<(Instant, Work)>(WAITING * settings.threads.max(1));
        let work = Arc::new(std::sync::Mutex::new(work));
        for number in 0..settings.threads.max(1) {
            let (triage, work) = (triage.clone(), work.clone());
            let name = format!("triage-{number}");
            std::thread::Builder::new().name(name).spawn(move || {
                loop {
                    let Ok(next) = work.lock().map(|work| work.recv()) else { return };
                    let Ok((_, run)) = next else { return };
                    // A text that brings the reader down must not take the thread with it: whoever waits hears that the
                    // other end is gone.
                    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&triage)));
                }
            })?;
        }
        Ok(Self {
            queue,
            limit: Duration::from_millis(settings.milliseconds),
            metrics,
            version: triage.version().to_owned(),
            has_model: triage.has_model(),
        })
    }

    /// Readers that are asked nothing: whoever asks is told that they are busy.
    pub fn idle(metrics: TriageMetrics) -> Self {
        let (queue, _) = mpsc::sync_channel(0);
        Self { queue, limit: Duration::ZERO, metrics, version: String::new(), has_model: false }
    }

    /// What scores name.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether there is a model, or lists of words alone.
    pub fn has_model(&self) -> bool {
        self.has_model
    }

    /// Has `read` done on one of the threads.
    ///
    /// # Errors
    /// When too many wait, when it takes too long, or when it panics.
    pub async fn with<T: Send + 'static>(&self, read: impl FnOnce(&Triage) -> T + Send + 'static) -> Result<T, Unread> {
        let begun = Instant::now();
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |triage| {
            let _ = answer.send(read(triage));
        });
        let result = match self.queue.try_send((begun, work)) {
            Err(_) => Err(Unread::Busy),
            Ok(()) => match tokio::time::timeout(self.limit, answered).await {
                Ok(Ok(answer)) => Ok(answer),
                Ok(Err(_)) => Err(Unread::Failed),
                Err(_) => Err(Unread::Slow),
            },
        };
        self.metrics.read(begun.elapsed(), result.as_ref().err().copied());
        result
    }
}

/// The file's name, in whatever folder.
const MODEL: &str = "fast.model";

/// Loads the model: from the folder that is configured, else from `models/` beside the program or in this folder, else
/// from the program itself. Its absence is told and not fatal; a damaged one is.
///
/// # Errors
/// In words, when there is a model that cannot be used, or none in the folder that was named.
pub fn load(settings: &config::Triage) -> anyhow::Result<Triage> {
    if let Some(folder) = &settings.models {
        return read_model(&folder.join(MODEL));
    }
    let beside = std::env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned));
    let places = [
        beside.as_ref().map(|folder| folder.join("models")),
        beside.as_ref().and_then(|folder| folder.parent()).map(|folder| folder.join("share/understory/models")),
        Some(PathBuf::from("models")),
    ];
    if let Some(file) = places.into_iter().flatten().map(|folder| folder.join(MODEL)).find(|file| file.exists()) {
        return read_model(&file);
    }
    #[cfg(feature = "embedded-model")]
    return Ok(Triage::embedded()?);
    #[cfg(not(feature = "embedded-model"))]
    {
        tracing::warn!(
            "triage has no model: comments are read with lists of words alone. Put models/ beside the program, or name it in triage.models"
        );
        Ok(Triage::lists_only())
    }
}

fn read_model(file: &Path) -> anyhow::Result<Triage> {
    use anyhow::Context;
    let hash_file = file.with_extension("model.sha256");
    let bytes = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let hash =
        std::fs::read_to_string(&hash_file).with_context(|| format!("{} cannot be read", hash_file.display()))?;
    Triage::from_file(&bytes, &hash).with_context(|| file.display().to_string())
}
