//! Writers: connections that post one comment after the other, each with a text and an `Idempotency-Key` of its own.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::draw::{Draw, person};
use crate::outcome::Outcome;
use crate::request;

/// Post comments over HTTP.
#[derive(Debug, Args)]
pub struct Load {
    /// The server
    #[arg(long)]
    to: SocketAddr,
    /// Identifiers of the stories to write under, one a line
    #[arg(long)]
    stories: PathBuf,
    /// Writers at once
    #[arg(long, default_value_t = 64)]
    writers: usize,
    /// For how long
    #[arg(long)]
    seconds: f64,
    /// Comments a second of all writers together; as many as they can if not said
    #[arg(long)]
    rate: Option<f64>,
}

impl Load {
    /// Posts, and prints one line of JSON.
    pub fn run(self) -> anyhow::Result<()> {
        let stories = std::fs::read_to_string(&self.stories)?;
        let stories: Vec<&'static str> = stories.leak().lines().collect();
        anyhow::ensure!(!stories.is_empty(), "no stories");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (outcome, elapsed) = runtime.block_on(self.all(stories.leak()))?;
        outcome.print(elapsed);
        Ok(())
    }

    async fn all(&self, stories: &'static [&'static str]) -> anyhow::Result<(Outcome, f64)> {
        let mut draw = Draw::anew();
        let run = draw.next();
        let started = Instant::now();
        let end = started + Duration::from_secs_f64(self.seconds);
        let pause = self.rate.map(|rate| Duration::from_secs_f64(self.writers as f64 / rate));
        let mut writers = tokio::task::JoinSet::new();
        for number in 0..self.writers {
            // Paced writers begin one after the other.
            let first =
                started + pause.map_or(Duration::ZERO, |pause| pause.mul_f64(number as f64 / self.writers as f64));
            let writer =
                Writer { to: self.to, stories, draw: Draw::new(draw.next()), name: format!("{run:x}-{number}") };
            writers.spawn(writer.write(first, end, pause));
        }
        let mut all = Outcome::default();
        while let Some(one) = writers.join_next().await {
            all.add(one??);
        }
        Ok((all, started.elapsed().as_secs_f64()))
    }
}

struct Writer {
    to: SocketAddr,
    stories: &'static [&'static str],
    draw: Draw,
    name: String,
}

impl Writer {
    async fn write(mut self, first: Instant, end: Instant, pause: Option<Duration>) -> anyhow::Result<Outcome> {
        let mut stream = TcpStream::connect(self.to).await.context("the server does not answer")?;
        stream.set_nodelay(true)?;
        let mut outcome = Outcome::default();
        let mut next = first;
        let (mut request, mut answer) = (String::new(), Vec::new());
        for n in 0_u64.. {
            tokio::time::sleep_until(next.into()).await;
            let began = Instant::now();
            if began >= end {
                break;
            }
            self.compose(n, &mut request);
            stream.write_all(request.as_bytes()).await?;
            match request::answer(&mut stream, &mut answer).await? {
                201 => outcome.done(began.elapsed()),
                _ => outcome.refused(&answer),
            }
            next = pause.map_or(next, |pause| next + pause);
        }
        Ok(outcome)
    }

    fn compose(&mut self, n: u64, out: &mut String) {
        let story = self.stories[self.draw.below(self.stories.len())];
        let text = self.draw.text(&format!("{}-{n}", self.name));
        let name = person(self.draw.next());
        let key = (self.draw.next(), self.draw.next());
        // No character of these needs escaping in JSON.
        let length = text.len() + name.len() + r#"{"body":"","name":""}"#.len();
        out.clear();
        let _ = write!(
            out,
            "POST /api/v1/stories/{story}/comments HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
             Idempotency-Key: {:016x}{:016x}\r\nContent-Length: {length}\r\n\r\n{{\"body\":\"{text}\",\"name\":\"{name}\"}}",
            self.to, key.0, key.1
        );
    }
}
