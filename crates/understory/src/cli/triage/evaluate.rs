use std::io::{IsTerminal, Read};
use std::num::NonZero;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use understory_triage::evaluation::{Line, figures, means, read};
use understory_triage::labelled::{Row, Source, Split};

use crate::cli::{Common, Done, output};

/// Measure on labelled texts.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// Files of labelled texts, plain or gzip: a header, tabs between columns; LANG_SOURCE.tsv names language and source
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Which part of each
    #[arg(long, value_enum, default_value_t = Part::Test)]
    split: Part,
    /// Draw the figures into this SVG file
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    /// Samples drawn for each interval
    #[arg(long, default_value_t = 1_000)]
    rounds: usize,
    #[command(flatten)]
    models: super::Models,
}

/// Which part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    Train,
    Dev,
    Test,
    All,
}

/// The largest file that is read, unpacked, in bytes.
const LARGEST: u64 = 2 << 30;

impl Evaluate {
    pub fn run(self, common: &Common) -> anyhow::Result<Done> {
        let triage = self.models.open(common)?;
        let sources = self.files.iter().map(|file| open(file)).collect::<anyhow::Result<Vec<Source>>>()?;
        let rows: usize = sources.iter().map(|source| source.rows.len()).sum();
        let progress = ProgressBar::new(rows as u64);
        let mut lines: Vec<Line> = Vec::new();
        for source in &sources {
            let chosen = source.rows.iter().filter(|row| match self.split {
                Part::Train => row.split == Split::Train,
                Part::Dev => row.split == Split::Dev,
                Part::Test => row.split == Split::Test,
                Part::All => true,
            });
            let chosen: Vec<&Row> = chosen.collect();
            // On all cores; the order stays.
            let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
            let parts = chosen.chunks(chosen.len().div_ceil(cores).max(1));
            let read = std::thread::scope(|scope| {
                let (triage, progress) = (&triage, &progress);
                let threads: Vec<_> = parts
                    .map(|part| scope.spawn(move || read(triage, source, part.iter().copied(), || progress.inc(1))))
                    .collect();
                threads
                    .into_iter()
                    .map(|thread| thread.join().map_err(|_| anyhow::anyhow!("a text brought the reader down")))
                    .collect::<anyhow::Result<Vec<_>>>()
            })?;
            let read: Vec<_> = read.into_iter().flatten().collect();
            lines.extend(figures(source, &read, self.rounds));
        }
        progress.finish_and_clear();
        if lines.is_empty() {
            anyhow::bail!("none of these files has a judged text in that part; --split all takes every line");
        }
        if let Some(file) = &self.plot {
            std::fs::write(file, super::plot::draw(&lines))
                .with_context(|| format!("{} cannot be written", file.display()))?;
        }
        let means = means(&lines);
        if common.json {
            let means: Vec<_> = means
                .iter()
                .map(|(category, auc, sources)| serde_json::json!({"category": category, "auc": auc, "sources": sources}))
                .collect();
            output::say_json(&serde_json::json!({ "model": triage.version(), "figures": lines, "means": means }))?;
            return Ok(Done::Whole);
        }
        table(&lines);
        output::say("\nmean AUC, sources averaged");
        for (category, auc, sources) in means {
            output::say(format!("  {category:10} {auc:.3}  over {sources}"));
        }
        if std::io::stdout().is_terminal() {
            output::say("\n~ after a figure: word lists or links alone, no probability");
        }
        Ok(Done::Whole)
    }
}

fn table(lines: &[Line]) {
    output::say(format!(
        "{:22} {:10} {:>7} {:>6}  {:<22} {:>9} {:>7} {:>8} {:>6}",
        "source", "category", "texts", "cases", "AUC", "precision", "recall", "macro-F1", "ECE"
    ));
    let figure = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"));
    for line in lines {
        let auc = match (line.auc, line.interval) {
            (Some(auc), Some((low, high))) => format!("{auc:.3} ({low:.3} to {high:.3})"),
            (auc, _) => figure(auc),
        };
        output::say(format!(
            "{:22} {:10} {:>7} {:>6}  {:<22} {:>9} {:>7} {:>8} {:>6}{}",
            output::plain(&line.source),
            line.category,
            line.texts,
            line.cases,
            auc,
            figure(line.precision),
            figure(line.recall),
            figure(line.macro_f1),
            figure(line.calibration_error),
            if line.measured { "" } else { " ~" }
        ));
    }
}

fn open(file: &Path) -> anyhow::Result<Source> {
    let bytes = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut text = String::new();
    let unreadable = || format!("{} is not UTF-8", file.display());
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let unpacked = flate2::read::MultiGzDecoder::new(bytes.as_slice());
        unpacked.take(LARGEST).read_to_string(&mut text).with_context(unreadable)?;
    } else {
        text = String::from_utf8(bytes).with_context(unreadable)?;
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Source::parse(&name, &text).map_err(|error| anyhow::anyhow!(error))
}
