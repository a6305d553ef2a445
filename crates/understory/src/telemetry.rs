//! What the operator can see: numbers at `/metrics`, and the log.

use std::time::Duration;

use crate::moderation::Unread;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Bounds of latencies, in seconds: from a cache hit to a time-out.
const LATENCIES: [f64; 12] = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0, 10.0];

fn latencies() -> Histogram {
    Histogram::new(LATENCIES)
}

/// Numbers of the grouping writer.
#[derive(Clone, Debug)]
pub struct StoreMetrics {
    groups: Histogram,
    commits: Histogram,
    retries: Counter,
}

impl Default for StoreMetrics {
    fn default() -> Self {
        Self {
            groups: Histogram::new([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]),
            commits: latencies(),
            retries: Counter::default(),
        }
    }
}

impl StoreMetrics {
    pub(crate) fn group_started(&self, size: usize) {
        self.groups.observe(size as f64);
    }

    pub(crate) fn committed(&self, _worked: Duration, whole: Duration) {
        self.commits.observe(whole.as_secs_f64());
    }

    pub(crate) fn retried(&self) {
        self.retries.inc();
    }
}

/// Numbers of those who read texts.
#[derive(Clone, Debug)]
pub struct TriageMetrics {
    took: Histogram,
    unread: Family<UnreadLabels, Counter>,
    hurried: Counter,
    notices: Family<NoticeLabels, Counter>,
    held: Family<CategoryLabels, Counter>,
}

/// What a notice before posting is counted under.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct NoticeLabels {
    /// `shown`, `changed` (the text that came next would not wait) or `posted` (all the same).
    pub chosen: &'static str,
}

/// What a comment that waits because of triage is counted under.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct CategoryLabels {
    /// The category.
    pub category: String,
}

/// What a text that was not read is counted under.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct UnreadLabels {
    /// `busy`, `slow` or `failed`.
    pub why: &'static str,
}

impl Default for TriageMetrics {
    fn default() -> Self {
        Self {
            took: latencies(),
            unread: Family::default(),
            hurried: Counter::default(),
            notices: Family::default(),
            held: Family::default(),
        }
    }
}

impl TriageMetrics {
    pub(crate) fn noticed(&self, chosen: &'static str) {
        self.notices.get_or_create(&NoticeLabels { chosen }).inc();
    }

    pub(crate) fn hurried(&self) {
        self.hurried.inc();
    }

    pub(crate) fn held(&self, category: &str) {
        self.held.get_or_create(&CategoryLabels { category: category.to_owned() }).inc();
    }

    pub(crate) fn read(&self, took: Duration, unread: Option<Unread>) {
        self.took.observe(took.as_secs_f64());
        if let Some(unread) = unread {
            let why = match unread {
                Unread::Busy => "busy",
                Unread::Slow => "slow",
                Unread::Failed => "failed",
            };
            self.unread.get_or_create(&UnreadLabels { why }).inc();
        }
    }
}

/// What a request is counted under.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestLabels {
    /// The route's pattern, never the address itself.
    pub route: &'static str,
    /// The class of the status: `2xx` and so on.
    pub status: &'static str,
}

/// All numbers of this process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    /// Of the writer.
    pub store: StoreMetrics,
    /// Of those who read texts.
    pub triage: TriageMetrics,
    /// Requests by route and status class.
    pub requests: Family<RequestLabels, Counter>,
    /// How long requests took.
    pub latency: Histogram,
    /// Pages served from memory.
    pub cache_hits: Counter,
    /// Pages that had to be rendered.
    pub cache_misses: Counter,
    /// Bytes of rendered pages in memory.
    pub cache_bytes: Gauge,
    /// Writes that wait.
    pub writes_waiting: Gauge,
    /// Reads that wait or run.
    pub reads_waiting: Gauge,
    /// Open connections.
    pub connections: Gauge,
    /// Comments that came in, by what became of them, are requests by status; refusals are counted here.
    pub refusals: Family<RefusalLabels, Counter>,
    /// 0 while writes work, 1 after one failed because the disk could not be written.
    pub read_only: Gauge,
    /// Jobs that were given up.
    pub jobs_failed: Gauge,
    /// Sites whose audit trail was found broken.
    pub audit_faults: Gauge,
}

/// What a refusal is counted under.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RefusalLabels {
    /// The stable word.
    pub code: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("understory");
        let metrics = Self {
            store: StoreMetrics::default(),
            triage: TriageMetrics::default(),
            requests: Family::default(),
            latency: latencies(),
            cache_hits: Counter::default(),
            cache_misses: Counter::default(),
            cache_bytes: Gauge::default(),
            writes_waiting: Gauge::default(),
            reads_waiting: Gauge::default(),
            connections: Gauge::default(),
            refusals: Family::default(),
            read_only: Gauge::default(),
            jobs_failed: Gauge::default(),
            audit_faults: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests by route and status", metrics.requests.clone());
        registry.register_with_unit("request", "Time from request to answer", Unit::Seconds, metrics.latency.clone());
        registry.register("cache_hits", "Pages served from memory", metrics.cache_hits.clone());
        registry.register("cache_misses", "Pages rendered", metrics.cache_misses.clone());
        registry.register_with_unit("cache", "Rendered pages in memory", Unit::Bytes, metrics.cache_bytes.clone());
        registry.register("writes_waiting", "Writes in the queue", metrics.writes_waiting.clone());
        registry.register("reads_waiting", "Reads waiting or running", metrics.reads_waiting.clone());
        registry.register("connections", "Open connections", metrics.connections.clone());
        registry.register("refusals", "Requests refused by a rule", metrics.refusals.clone());
        registry.register("jobs_failed", "Jobs that were given up", metrics.jobs_failed.clone());
        registry.register("audit_faults", "Sites whose audit trail was found broken", metrics.audit_faults.clone());
        registry.register("read_only", "1 while the database cannot be written", metrics.read_only.clone());
        registry.register("group_size", "Writes in one transaction", metrics.store.groups.clone());
        registry.register_with_unit(
            "commit",
            "Time from begin to commit of a group",
            Unit::Seconds,
            metrics.store.commits.clone(),
        );
        registry.register_with_unit(
            "triage",
            "Time in which a text was read",
            Unit::Seconds,
            metrics.triage.took.clone(),
        );
        registry.register(
            "triage_held",
            "Comments that wait because of triage, by category",
            metrics.triage.held.clone(),
        );
        registry.register(
            "triage_notices",
            "Notices before posting, by what was chosen",
            metrics.triage.notices.clone(),
        );
        registry.register(
            "triage_hurried",
            "Texts that the fast tier read alone, because too many waited for an encoder",
            metrics.triage.hurried.clone(),
        );
        registry.register("triage_unread", "Texts that were not read, by why", metrics.triage.unread.clone());
        registry.register("write_retries", "Groups run again", metrics.store.retries.clone());
        Self { registry, ..metrics }
    }
}

impl Metrics {
    /// The text that Prometheus reads.
    pub fn text(&self) -> String {
        let mut out = String::new();
        // Writing to a string does not fail.
        let _ = prometheus_client::encoding::text::encode(&mut out, &self.registry);
        out
    }
}

/// Starts the log on standard error; `UNDERSTORY_LOG` filters it, else `otherwise` does.
pub fn start_log(otherwise: &str) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("UNDERSTORY_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(otherwise));
    // A log that cannot be written, on a full disk say, must not end the request that it tells of.
    let log = tracing_subscriber::fmt().log_internal_errors(false).with_env_filter(filter);
    // Colours are for eyes: in a file or a pipe they are noise, and hide a forged one.
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let _ = log.with_writer(std::io::stderr).with_ansi(colours).with_target(false).try_init();
}
