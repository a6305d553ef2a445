use url::Url;

/// Parameters that say how a reader came, not what the page is.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "twclid",
    "ttclid",
    "li_fat_id",
    "yclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_ga",
    "_gl",
    "vero_id",
    "wickedid",
    "oly_anon_id",
    "oly_enc_id",
    "rb_clickid",
    "s_cid",
    "ref_src",
    "ref_url",
    "cmpid",
    "ito",
    "smid",
    "smtyp",
    "xtor",
    "at_medium",
    "at_campaign",
];

/// The form under which a page's address is kept and looked up: no scheme, no `www.`, no default port, no trailing
/// slash, no fragment, no tracking parameters, the others sorted. `None` for what is not an http(s) address.
pub fn normalise_address(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = url.host_str()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut out = host.to_owned();
    if let Some(port) = url.port() {
        out.push(':');
        out.push_str(&port.to_string());
    }
    out.push_str(url.path().trim_end_matches('/'));
    let mut pairs: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !name.starts_with("utm_") && !TRACKING.contains(&&**name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if !pairs.is_empty() {
        pairs.sort();
        out.push('?');
        out.push_str(&url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish());
    }
    Some(out)
}

/// The host, with its port where that is not the scheme's own, in lower case: what a `Host` header says.
pub fn host_of(origin: &str) -> Option<String> {
    let url = Url::parse(origin).ok()?;
    let host = url.host_str()?;
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::normalise_address as n;

    #[test]
    fn addresses_of_one_page_are_one() {
        let want = Some("paper.example/a/b".to_owned());
        for same in [
            "https://paper.example/a/b",
            "http://www.paper.example/a/b/",
            "HTTPS://WWW.Paper.Example:443/a/b#comments",
            "https://paper.example/a/b?utm_source=x&fbclid=1",
            " https://paper.example/a/./b/ ",
        ] {
            assert_eq!(n(same), want, "{same}");
        }
        assert_eq!(n("https://paper.example/?b=2&a=1&utm_x=3"), Some("paper.example?a=1&b=2".to_owned()));
        assert_eq!(n("https://paper.example/a%20b"), n("https://paper.example/a b"));
        assert_ne!(n("https://paper.example/a"), n("https://paper.example/A"));
        assert_ne!(n("https://paper.example:8080/a"), n("https://paper.example/a"));
        for no in ["", "paper.example/a", "javascript:alert(1)", "ftp://paper.example/", "https://"] {
            assert_eq!(n(no), None, "{no}");
        }
    }
}
