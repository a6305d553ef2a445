use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use understory_triage::{Basis, Category, Policy, Triage, Verdict};

use crate::cli::{Common, Done};

/// Read texts, one a line, and write what each reads like.
#[derive(Debug, Args)]
pub struct Lines {
    /// Where the texts are; without, standard input
    file: Option<PathBuf>,
    /// The lines are JSON objects; the text is their "text" or "body"
    #[arg(long)]
    jsonl: bool,
    /// The language of the page the texts stand on, such as en
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    #[command(flatten)]
    models: super::Models,
}

/// Lines that are read together, by all cores: by the fast tier, and by an encoder, which takes a thousand times as long.
const TOGETHER: usize = 4_096;
const TOGETHER_SLOWLY: usize = 256;

/// Lines that a core takes at a time.
const AT_A_TIME: usize = 4;

/// The longest line, in bytes: what is longer is cut there, and said so.
const LONGEST: u64 = 1 << 20;

/// What a text reads like, as it is written out.
#[derive(Debug, Serialize)]
struct Out {
    scores: Scores,
    verdict: Verdict,
    reasons: Vec<ReasonOut>,
    spans: Vec<SpanOut>,
    model: String,
    lang: String,
    /// Categories whose score is an order and no probability.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    uncalibrated: Vec<Category>,
    /// Categories that nothing reads in this language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread: Vec<Category>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    disguised: bool,
}

#[derive(Debug, Serialize)]
struct Scores {
    toxic: f64,
    hate: f64,
    threat: f64,
    insult: f64,
    sexual: f64,
    profanity: f64,
    spam: f64,
}

#[derive(Debug, Serialize)]
struct ReasonOut {
    code: String,
    category: Category,
    score: f64,
}

#[derive(Debug, Serialize)]
struct SpanOut {
    start: usize,
    end: usize,
    category: Category,
}

impl Lines {
    pub fn run(self, common: &Common) -> anyhow::Result<Done> {
        let triage = self.models.open(common)?;
        let (input, bytes): (Box<dyn Read>, Option<u64>) = match &self.file {
            Some(file) => {
                let opened = std::fs::File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
                let length = opened.metadata().ok().map(|about| about.len());
                (Box::new(opened), length)
            }
            None => (Box::new(std::io::stdin()), None),
        };
        let progress = progress(bytes);
        let mut input = BufReader::with_capacity(1 << 20, input);
        let mut out = BufWriter::new(std::io::stdout().lock());
        let (mut number, mut bad) = (0_usize, 0_usize);
        let together = if triage.is_fast() { TOGETHER } else { TOGETHER_SLOWLY };
        loop {
            let mut lines: Vec<Vec<u8>> = Vec::new();
            while lines.len() < together {
                let Some((line, taken)) = next_line(&mut input)? else { break };
                progress.inc(taken);
                lines.push(line);
            }
            if lines.is_empty() {
                break;
            }
            for answer in self.read(&triage, &lines) {
                number += 1;
                match answer {
                    Ok(answer) => self.say(&mut out, common.json, &answer)?,
                    Err(why) => {
                        bad += 1;
                        // A line for a line: what follows stays beside what it belongs to.
                        let told = serde_json::json!({ "error": why, "line": number });
                        if common.json { writeln!(out, "{told}")? } else { writeln!(out, "line {number}: {why}")? }
                    }
                }
            }
        }
        out.flush()?;
        progress.finish_and_clear();
        Ok(if bad == 0 { Done::Whole } else { Done::Partly })
    }

    /// Reads lines on all cores; the answers are in the lines' order.
    fn read(&self, triage: &Triage, lines: &[Vec<u8>]) -> Vec<Result<Out, String>> {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        // Whoever is done takes the next few: a long text keeps one core busy, not the others waiting.
        let next = AtomicUsize::new(0);
        let take = || {
            let mut answers = Vec::new();
            loop {
                let begin = next.fetch_add(AT_A_TIME, Ordering::Relaxed);
                let Some(part) = lines.get(begin..lines.len().min(begin + AT_A_TIME)).filter(|part| !part.is_empty())
                else {
                    return answers;
                };
                answers.extend(part.iter().enumerate().map(|(at, line)| (begin + at, self.one(triage, line))));
            }
        };
        let mut answers: Vec<(usize, Result<Out, String>)> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..cores).map(|_| scope.spawn(take)).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
        });
        answers.sort_by_key(|(at, _)| *at);
        answers.into_iter().map(|(_, answer)| answer).collect()
    }

    fn one(&self, triage: &Triage, line: &[u8]) -> Result<Out, String> {
        let text = std::str::from_utf8(line)
            .map_err(|error| format!("the line is not UTF-8 after byte {}: save it as UTF-8", error.valid_up_to()))?;
        if !self.jsonl {
            return Ok(out(triage, text, self.lang.as_deref()));
        }
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|error| format!("the line is no JSON: {error}"))?;
        let text = ["text", "body"].iter().find_map(|name| value.get(name)).and_then(serde_json::Value::as_str);
        let text = text.ok_or("the object has no text \"text\" or \"body\"")?;
        let lang = value.get("lang").and_then(serde_json::Value::as_str).or(self.lang.as_deref());
        Ok(out(triage, text, lang))
    }

    fn say(&self, to: &mut impl Write, json: bool, answer: &Out) -> anyhow::Result<()> {
        if json {
            serde_json::to_writer(&mut *to, answer)?;
            return Ok(writeln!(to)?);
        }
        let s = &answer.scores;
        let verdict = match answer.verdict {
            Verdict::Publish => "publish",
            Verdict::Hold => "hold",
            Verdict::Reject => "reject",
        };
        writeln!(
            to,
            "{verdict:8} {}  toxic {:.3}  hate {:.3}  threat {:.3}  insult {:.3}  sexual {:.3}  profanity {:.3}  spam {:.3}",
            answer.lang, s.toxic, s.hate, s.threat, s.insult, s.sexual, s.profanity, s.spam
        )?;
        Ok(())
    }
}

/// What a text reads like, with the verdict that a new site would come to.
fn out(triage: &Triage, text: &str, lang: Option<&str>) -> Out {
    let reading = triage.read(text, lang);
    let (verdict, causes) = Policy::default().verdict(&reading);
    let spans = if causes.is_empty() { Vec::new() } else { triage.spans(text, &reading, &causes) };
    let score = |category: Category| (f64::from(reading.score(category)) * 10_000.0).round() / 10_000.0;
    let with = |basis: Basis| Category::ALL.into_iter().filter(|c| reading.basis[c.index()] == basis).collect();
    Out {
        scores: Scores {
            toxic: score(Category::Toxic),
            hate: score(Category::Hate),
            threat: score(Category::Threat),
            insult: score(Category::Insult),
            sexual: score(Category::Sexual),
            profanity: score(Category::Profanity),
            spam: score(Category::Spam),
        },
        verdict,
        reasons: causes
            .iter()
            .map(|category| ReasonOut {
                code: format!("reads_as_{category}"),
                category: *category,
                score: score(*category),
            })
            .collect(),
        spans: spans
            .into_iter()
            .map(|span| SpanOut { start: span.place.start, end: span.place.end, category: span.category })
            .collect(),
        model: triage.version().to_owned(),
        uncalibrated: with(Basis::Uncalibrated),
        unread: with(Basis::Unread),
        disguised: reading.disguised,
        lang: reading.language,
    }
}

/// The next line without its end, and how many bytes it took; nothing at the end of the input.
fn next_line(input: &mut impl BufRead) -> anyhow::Result<Option<(Vec<u8>, u64)>> {
    let mut line = Vec::new();
    let mut taken = input.by_ref().take(LONGEST).read_until(b'\n', &mut line)? as u64;
    if taken == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
    } else if taken == LONGEST {
        // The rest of a line that never ends is passed over, and what is left ends on a whole character.
        taken += input.skip_until(b'\n')? as u64;
        if let Err(error) = std::str::from_utf8(&line)
            && error.error_len().is_none()
        {
            line.truncate(error.valid_up_to());
        }
    }
    Ok(Some((line, taken)))
}

fn progress(bytes: Option<u64>) -> ProgressBar {
    let bar = match bytes {
        Some(bytes) => ProgressBar::new(bytes),
        None => ProgressBar::new_spinner(),
    };
    let template = if bytes.is_some() {
        "{bar:30} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left"
    } else {
        "{bytes} {bytes_per_sec}"
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
