//! Connections: built by hand, so that header, body and write time-outs really fire.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use hyper::body::{Body as _, Frame, Incoming, SizeHint};
use hyper::header::{CONNECTION, HeaderValue};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, Sleep};
use tower::ServiceExt;

use super::frame::Peer;
use crate::config;
use crate::telemetry::Metrics;

/// Headers of a request may have this many bytes together, and be this many.
const HEADER_BYTES: usize = 32 * 1024;
const HEADERS: usize = 100;

/// How long, and for how many bytes, a client whose body is not wanted may go on sending before the connection is cut: a socket
/// that is closed with bytes unread resets the connection, and the answer that is on its way may be lost with it.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 1024 * 1024;

/// How long bytes that have reached this machine may take to reach us, when the server stops.
const HEARING: Duration = Duration::from_millis(50);

/// How long requests that have begun may take to end when the server stops.
const FAREWELL: Duration = Duration::from_secs(8);

/// A server that answers.
pub struct Running {
    /// Where.
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    done: JoinHandle<()>,
}

impl Running {
    /// Takes no new connections, lets requests that have begun end, and returns.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.done.await;
    }
}

/// Listens and serves until stopped.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn start(server: &config::Server, metrics: &Arc<Metrics>, router: Router) -> io::Result<Running> {
    let listener = bind(server.listen)?;
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    let done = tokio::spawn(accept(server.clone(), metrics.clone(), router, listener, stopped));
    Ok(Running { address, stop, done })
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = socket2::Socket::new(
        socket2::Domain::for_address(address),
        socket2::Type::STREAM,
        Some(socket2::Protocol::TCP),
    )?;
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    // A crowd arrives at once when a story breaks; the kernel caps this by net.core.somaxconn.
    socket.listen(4096)?;
    TcpListener::from_std(socket.into())
}

async fn accept(
    server: config::Server,
    metrics: Arc<Metrics>,
    router: Router,
    listener: TcpListener,
    mut stopped: watch::Receiver<bool>,
) {
    let graceful = GracefulShutdown::new();
    let slots = Arc::new(Semaphore::new(server.connections));
    let serve = |stream, peer, slot| {
        let connection = graceful.watch(connection(&server, router.clone(), stream, peer));
        let metrics = metrics.clone();
        metrics.connections.inc();
        tokio::spawn(async move {
            // Readers hang up as they like: that is no news.
            let _ = connection.await;
            metrics.connections.dec();
            drop(slot);
        });
    };
    loop {
        let slot = tokio::select! {
            slot = slots.clone().acquire_owned() => slot.ok(),
            _ = stopped.changed() => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, say: it passes when others leave.
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        serve(stream, peer, slot);
    }
    // Who came before we were asked to end is served: first those who stand at the door. Hyper drops a connection that
    // has said nothing yet, so what was said must have the time to arrive.
    if let Ok(door) = listener.into_std() {
        while let (Ok((stream, peer)), Ok(slot)) = (door.accept(), slots.clone().try_acquire_owned()) {
            if let Ok(stream) = stream.set_nonblocking(true).and_then(|()| TcpStream::from_std(stream)) {
                serve(stream, peer, Some(slot));
            }
        }
    }
    tokio::time::sleep(HEARING).await;
    if tokio::time::timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time and were cut off");
    }
}

type Io = TokioIo<Stalling>;

fn connection(
    server: &config::Server,
    router: Router,
    stream: TcpStream,
    peer: SocketAddr,
) -> hyper::server::conn::http1::Connection<
    Io,
    impl hyper::service::HttpService<Incoming, ResBody = axum::body::Body, Error = std::convert::Infallible, Future: Send>
    + Send
    + 'static,
> {
    let _ = stream.set_nodelay(true);
    let unread = Arc::new(AtomicBool::new(false));
    let io = TokioIo::new(Stalling::new(stream, Duration::from_secs(server.stalled_seconds), unread.clone()));
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        unread.store(!request.body().is_end_stream(), Ordering::Relaxed);
        let unread = unread.clone();
        let mut request = request.map(|body| Sent { body, unread: unread.clone() });
        request.extensions_mut().insert(Peer(peer.ip()));
        let answer = router.clone().oneshot(request);
        async move {
            let mut answer = answer.await?;
            if unread.load(Ordering::Relaxed) {
                // Hyper will close it: the client must know, or it sends its next request in vain.
                answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            Ok(answer)
        }
    });
    hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(server.header_seconds))
        .max_buf_size(HEADER_BYTES)
        .max_headers(HEADERS)
        .half_close(false)
        .serve_connection(io, service)
}

/// A request's body, which tells when it was read to its end.
struct Sent {
    body: Incoming,
    unread: Arc<AtomicBool>,
}

impl hyper::body::Body for Sent {
    type Data = bytes::Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<hyper::Result<Frame<bytes::Bytes>>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        self.unread.store(frame.is_some() && !self.body.is_end_stream(), Ordering::Relaxed);
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A stream that fails once its peer has taken nothing for a while: a reader who stops reading must not hold memory.
struct Stalling {
    stream: TcpStream,
    limit: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
    /// Whether the last request has a body that was not read to its end.
    unread: Arc<AtomicBool>,
    lingering: Option<(Pin<Box<Sleep>>, usize)>,
}

impl Stalling {
    fn new(stream: TcpStream, limit: Duration, unread: Arc<AtomicBool>) -> Self {
        Self { stream, limit, waiting: None, unread, lingering: None }
    }

    fn watched<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let limit = self.limit;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(Instant::now() + limit)));
        match waiting.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Stalling {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stalling {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watched(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.watched(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.lingering.is_none() {
            let shut = ready!(Pin::new(&mut this.stream).poll_shutdown(cx));
            if shut.is_err() || !this.unread.load(Ordering::Relaxed) {
                return Poll::Ready(shut);
            }
        }
        let (until, rest) = this.lingering.get_or_insert_with(|| (Box::pin(tokio::time::sleep(LINGER)), LINGER_BYTES));
        let mut sink = [0; 4096];
        while *rest > 0 && until.as_mut().poll(cx).is_pending() {
            let mut buffer = ReadBuf::new(&mut sink);
            match ready!(Pin::new(&mut this.stream).poll_read(cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => *rest = rest.saturating_sub(buffer.filled().len()),
                _ => break,
            }
        }
        Poll::Ready(Ok(()))
    }
}
