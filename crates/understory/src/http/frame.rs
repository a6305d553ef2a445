//! What surrounds every route: the site by its host, headers that every answer carries, the form of errors, numbers.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, LazyLock};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::Problem;
use super::{client_address, pages};
use crate::app::App;
use crate::models::{Refusal, Site};
use crate::telemetry::{RefusalLabels, RequestLabels};

/// Who asks, of which site. Put into every request by the frame.
#[derive(Clone)]
pub struct Asked {
    /// The site.
    pub site: Arc<Site>,
    /// The client's address, proxies that are believed taken off.
    pub client: IpAddr,
    /// What the request said of where it comes from.
    pub same_origin: Origin,
}

/// Where a request comes from, as far as the browser says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Our own pages.
    Own,
    /// A page of a neighbour on the same site that is listed: it may have comments written, and nothing else.
    Listed,
    /// Another origin, or one that the browser would not name.
    Foreign,
    /// No browser of this decade: neither `Sec-Fetch-Site` nor `Origin` was sent.
    Unsaid,
}

/// The address of the peer, put into every request by the server.
#[derive(Clone, Copy)]
pub struct Peer(pub IpAddr);

/// For pages: nothing but our own style, script and pictures; HTML enters by one policy.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types understory";

/// For everything that is no page.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const FIXED: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// Routes by their pattern, so that numbers are counted under words that are known beforehand.
static ROUTES: LazyLock<HashMap<&'static str, &'static str>> =
    LazyLock::new(|| super::routes::PATTERNS.iter().map(|pattern| (*pattern, *pattern)).collect());

/// Runs around every route.
pub async fn frame(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let started = app.clock.instant();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .and_then(|path| ROUTES.get(path.as_str()).copied())
        .unwrap_or("unknown");
    let path = request.uri().path();
    // Programs read these, and want their problems as JSON.
    let path_is_api = path.starts_with("/api/") || path == "/oembed";
    let wants = Wants {
        api: path_is_api,
        fragment: request.headers().contains_key(FRAGMENT),
        head: request.method() == Method::HEAD,
    };
    let operations = matches!(route, "/healthz" | "/readyz" | "/metrics");
    let site = match host_of(&request) {
        Some(host) => app.sites().by_host(host).cloned(),
        None => None,
    };
    let response = match site.clone() {
        Some(site) => {
            let same_origin = origin_of(&app, &site, request.headers());
            let client = client_of(&app, &request);
            request.extensions_mut().insert(Asked { site, client, same_origin });
            next.run(request).await
        }
        None if operations => next.run(request).await,
        None => problem_response(Refusal::new(
            421,
            "unknown_host",
            "No publication is served under this host name. Add it with 'understory site add-origin'.",
        )),
    };
    let mut response = finish(&app, site.as_deref(), response, wants);
    let class = match response.status().as_u16() {
        0..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    };
    app.metrics.requests.get_or_create(&RequestLabels { route, status: class }).inc();
    app.metrics.latency.observe(started.elapsed().as_secs_f64());
    tracing::debug!(route, status = response.status().as_u16(), "answered");
    let unchanged = response.status() == StatusCode::NOT_MODIFIED;
    add_headers(&app, response.headers_mut(), unchanged);
    if route.contains("/statements/") {
        keep_to_itself(response.headers_mut());
    }
    response
}

/// The header by which our own script asks for a piece of a page.
pub const FRAGMENT: HeaderName = HeaderName::from_static("understory-fragment");

#[derive(Clone, Copy)]
struct Wants {
    api: bool,
    fragment: bool,
    head: bool,
}

fn problem_response(refusal: Refusal) -> Response {
    super::Error::Refused(refusal).into_response()
}

/// Gives an error its form: JSON for programs, a fragment for the script, a page for people.
fn finish(app: &App, site: Option<&Site>, response: Response, wants: Wants) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let formed = response.headers().contains_key(header::CONTENT_TYPE)
        && response.headers().get(header::CONTENT_TYPE) != Some(&HeaderValue::from_static("text/plain; charset=utf-8"));
    let problem = match response.extensions().get::<Problem>() {
        Some(problem) => problem.clone(),
        None if formed => return response,
        None => Problem::of(plain_refusal(status)),
    };
    let labels = RefusalLabels { code: code_label(&problem.code) };
    app.metrics.refusals.get_or_create(&labels).inc();
    let mut out = if wants.api { problem.json() } else { pages::error(site, &problem, wants.fragment) };
    if let Some(seconds) = problem.retry_after {
        out.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(allow) = response.headers().get(header::ALLOW) {
        out.headers_mut().insert(header::ALLOW, allow.clone());
    }
    out.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if wants.head {
        *out.body_mut() = axum::body::Body::empty();
    }
    out
}

/// Metrics count under words of the program only; a code is one of these by construction, but it is text here.
fn code_label(code: &str) -> &'static str {
    static SEEN: LazyLock<std::sync::Mutex<HashMap<String, &'static str>>> = LazyLock::new(Default::default);
    let mut seen = SEEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(label) = seen.get(code) {
        return label;
    }
    // Codes are constants of this program: there are a few dozen.
    let label: &'static str = Box::leak(code.to_owned().into_boxed_str());
    seen.insert(code.to_owned(), label);
    label
}

fn plain_refusal(status: StatusCode) -> Refusal {
    match status.as_u16() {
        404 => Refusal::new(404, "not_found", "Nothing is at this address."),
        405 => Refusal::new(405, "method_not_allowed", "This address does not take that kind of request."),
        414 => Refusal::new(414, "address_too_long", "The address is too long."),
        other => Refusal::new(other, "bad_request", "The request could not be understood."),
    }
}

fn add_headers(app: &App, headers: &mut HeaderMap, unchanged: bool) {
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Pictures and films are named in feeds and quotations, which other sites show.
    let kind = headers.get(header::CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    if [&b"image/jpeg"[..], b"image/png", b"video/"].iter().any(|start| kind.starts_with(start)) {
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    }
    // "Not modified" has no type, and its headers replace those that a browser keeps with the page (RFC 9111, section
    // 4.3.4): the policy for data would take the page's own style and script away. The kept policy stands.
    if !unchanged {
        let is_page = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        let policy = if is_page { PAGE_POLICY } else { DATA_POLICY };
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
    if app.config.server.public_url.as_deref().is_some_and(|url| url.starts_with("https://")) {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
}

/// What an address opens by itself is told to nobody: not to where its page leads, not to an index, not to a memory.
fn keep_to_itself(headers: &mut HeaderMap) {
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

fn host_of(request: &Request) -> Option<&str> {
    // The request line's own authority (absolute form) outranks the header, RFC 9112 section 3.2.2.
    match request.uri().authority() {
        Some(authority) => Some(authority.as_str()),
        None => {
            let mut hosts = request.headers().get_all(header::HOST).iter();
            let host = hosts.next()?.to_str().ok();
            // Two are none: a proxy in front may believe the other one.
            hosts.next().is_none().then_some(host)?
        }
    }
}

fn client_of(app: &App, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.0);
    if app.proxies.is_empty() {
        return peer;
    }
    let forwarded: Vec<&str> =
        request.headers().get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
    client_address(peer, &forwarded, &app.proxies)
}

/// Whether a request comes from our own pages. `Sec-Fetch-Site` cannot be set by a page; `Origin` is for browsers that do
/// not send it.
fn origin_of(app: &App, site: &Site, headers: &HeaderMap) -> Origin {
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
        Some(b"same-origin") => return Origin::Own,
        Some(b"same-site") => {
            let listed = origin.is_some_and(|origin| site.origins.iter().any(|known| known.origin == origin));
            return if listed { Origin::Listed } else { Origin::Foreign };
        }
        Some(_) => return Origin::Foreign,
        None => {}
    }
    let Some(origin) = origin else {
        return if headers.contains_key(header::ORIGIN) { Origin::Foreign } else { Origin::Unsaid };
    };
    let configured = app.config.server.public_url.is_some() || site.origins.iter().any(|known| known.serves);
    let own = if configured {
        origin == app.config.origin() || site.origins.iter().any(|known| known.serves && known.origin == origin)
    } else {
        // Nothing says what we are called: the host that was asked for must do.
        let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
        host.is_some() && crate::models::host_of(origin).as_deref() == host
    };
    if own { Origin::Own } else { Origin::Foreign }
}
