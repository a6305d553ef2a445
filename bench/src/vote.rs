//! Voters: connections that vote on one comment, each in the name of accounts of its own, one after the other.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::outcome::Outcome;
use crate::request;

/// Vote on a comment over HTTP.
#[derive(Debug, Args)]
pub struct Load {
    /// The server
    #[arg(long)]
    to: SocketAddr,
    /// Identifier of the comment
    #[arg(long)]
    comment: String,
    /// `Cookie` headers of sessions, one a line, each of another account. A connection goes round through its own share,
    /// since one account may vote only a few times a second
    #[arg(long)]
    sessions: PathBuf,
    /// Voters at once
    #[arg(long, default_value_t = 64)]
    voters: usize,
    /// For how long
    #[arg(long)]
    seconds: f64,
}

impl Load {
    /// Votes, and prints one line of JSON.
    pub fn run(self) -> anyhow::Result<()> {
        let sessions = std::fs::read_to_string(&self.sessions)?;
        let sessions: Vec<&'static str> = sessions.leak().lines().collect();
        anyhow::ensure!(self.voters > 0 && sessions.len() >= self.voters, "fewer sessions than voters");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (outcome, elapsed) = runtime.block_on(self.all(sessions.leak()))?;
        outcome.print(elapsed);
        Ok(())
    }

    async fn all(&self, sessions: &'static [&'static str]) -> anyhow::Result<(Outcome, f64)> {
        let started = Instant::now();
        let end = started + Duration::from_secs_f64(self.seconds);
        let mut voters = tokio::task::JoinSet::new();
        for share in sessions.chunks_exact(sessions.len() / self.voters).take(self.voters) {
            let voter = Voter { to: self.to, comment: self.comment.clone(), sessions: share };
            voters.spawn(voter.vote(end));
        }
        let mut all = Outcome::default();
        while let Some(one) = voters.join_next().await {
            all.add(one??);
        }
        Ok((all, started.elapsed().as_secs_f64()))
    }
}

struct Voter {
    to: SocketAddr,
    comment: String,
    sessions: &'static [&'static str],
}

impl Voter {
    async fn vote(self, end: Instant) -> anyhow::Result<Outcome> {
        let mut stream = TcpStream::connect(self.to).await.context("the server does not answer")?;
        stream.set_nodelay(true)?;
        let mut outcome = Outcome::default();
        let (mut request, mut answer) = (String::new(), Vec::new());
        for n in 0.. {
            let began = Instant::now();
            if began >= end {
                break;
            }
            self.compose(n, &mut request);
            stream.write_all(request.as_bytes()).await?;
            match request::answer(&mut stream, &mut answer).await? {
                200 => outcome.done(began.elapsed()),
                _ => outcome.refused(&answer),
            }
        }
        Ok(outcome)
    }

    fn compose(&self, n: usize, out: &mut String) {
        let session = self.sessions[n % self.sessions.len()];
        let value = value(n / self.sessions.len());
        out.clear();
        let _ = write!(
            out,
            "POST /api/v1/comments/{}/votes HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
             Cookie: {session}\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 11\r\n\r\n{{\"value\":{value}}}",
            self.comment, self.to
        );
    }
}

/// What an account votes the `round`th time, from 0: for the comment, then neither, so that each vote changes something.
pub fn value(round: usize) -> i64 {
    1 - (round % 2) as i64
}
