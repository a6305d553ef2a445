//! The static reference: `axum::serve` with ready bytes, the same as our server's answers, with the same headers.

use std::io::Write;
use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::ACCEPT_ENCODING;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use axum::routing::get;
use axum::serve::ListenerExt;
use bytes::Bytes;
use clap::Args;

use crate::request;

/// Serve another server's answers from memory.
#[derive(Debug, Args)]
pub struct Replay {
    /// The server whose answers these are
    #[arg(long)]
    from: SocketAddr,
    /// Addresses to answer, as they are asked for; what follows a `?` is ignored when they are asked for here
    #[arg(required = true)]
    paths: Vec<String>,
}

/// What a browser sends.
const ENCODINGS: &str = "Accept-Encoding: gzip, deflate, br\r\n";

/// Headers that the connection makes, here as there.
const OF_THE_CONNECTION: [&str; 4] = ["date", "content-length", "connection", "keep-alive"];

#[derive(Clone)]
struct Ready {
    headers: HeaderMap,
    body: Bytes,
}

/// The answers of one address.
#[derive(Clone)]
struct Known {
    plain: Ready,
    compressed: Ready,
}

impl Replay {
    /// Serves until it is ended.
    pub fn run(self) -> anyhow::Result<()> {
        let mut router = Router::new();
        for path in &self.paths {
            let known: &'static Known = Box::leak(Box::new(Known {
                plain: fetch(self.from, path, "")?,
                compressed: fetch(self.from, path, ENCODINGS)?,
            }));
            let route = path.split('?').next().unwrap_or_default();
            router = router.route(route, get(answer).with_state(known));
        }
        // As many threads as cores are allowed: one, when it is pinned to one.
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
            let address = listener.local_addr()?;
            writeln!(std::io::stdout(), "Serving on http://{address}")?;
            let listener = listener.tap_io(|stream| {
                let _ = stream.set_nodelay(true);
            });
            axum::serve(listener, router).await?;
            Ok(())
        })
    }
}

fn fetch(from: SocketAddr, path: &str, headers: &str) -> anyhow::Result<Ready> {
    let answer = request::get(from, path, headers)?;
    anyhow::ensure!(answer.status == 200, "{path} was answered {}", answer.status);
    let mut headers = HeaderMap::new();
    for (name, value) in answer.headers {
        if !OF_THE_CONNECTION.contains(&&*name) {
            // For ever, so that an answer copies no text.
            let value: &'static str = value.leak();
            headers.insert(HeaderName::try_from(name)?, HeaderValue::from_static(value));
        }
    }
    Ok(Ready { headers, body: Bytes::from_static(answer.body.leak()) })
}

async fn answer(State(known): State<&'static Known>, asked: HeaderMap) -> Response {
    let ready = if asked.contains_key(ACCEPT_ENCODING) { &known.compressed } else { &known.plain };
    let mut response = Response::new(Body::from(ready.body.clone()));
    *response.headers_mut() = ready.headers.clone();
    response
}
