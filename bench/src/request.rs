//! HTTP/1.1 by hand: no more work for the load generator's core than needed.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use anyhow::{Context, bail};
use tokio::io::AsyncReadExt;

/// An answer.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers, as they came.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
}

/// Asks for one address, on a connection of its own.
pub fn get(to: SocketAddr, path: &str, headers: &str) -> anyhow::Result<Answer> {
    let mut stream = TcpStream::connect(to).with_context(|| format!("{to}"))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n{headers}\r\n")?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let Some(head) = head(&bytes)? else { bail!("{path}: the answer has no end of headers") };
    let text = std::str::from_utf8(&bytes[..head.bytes]).context("headers are text")?;
    let headers: Vec<(String, String)> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    if headers.iter().any(|(name, _)| name == "transfer-encoding") {
        bail!("{path}: a chunked answer cannot be replayed");
    }
    Ok(Answer { status: head.status, headers, body: bytes[head.bytes..].to_vec() })
}

/// Reads one answer whole, and says its status; the answer's bytes stay in `bytes`.
pub async fn answer(stream: &mut tokio::net::TcpStream, bytes: &mut Vec<u8>) -> anyhow::Result<u16> {
    bytes.clear();
    loop {
        if stream.read_buf(bytes).await? == 0 {
            bail!("the server hung up after {:?}", String::from_utf8_lossy(bytes));
        }
        if let Some(head) = head(bytes)?
            && bytes.len() >= head.bytes + head.body
        {
            return Ok(head.status);
        }
    }
}

/// What the first bytes of an answer say.
pub struct Head {
    /// The status.
    pub status: u16,
    /// Length of status line and headers, the empty line included.
    pub bytes: usize,
    /// Length of the body.
    pub body: usize,
}

/// Reads the head of an answer; nothing if it is not whole yet.
pub fn head(bytes: &[u8]) -> anyhow::Result<Option<Head>> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&bytes[..end]).context("headers are text")?;
    let status = text.split(' ').nth(1).and_then(|word| word.parse().ok()).context("a status")?;
    let body = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(Ok(0), |(_, value)| value.trim().parse())
        .context("a length")?;
    Ok(Some(Head { status, bytes: end + 4, body }))
}
