use std::net::IpAddr;

/// A network: an address and how many of its first bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: u128,
    bits: u32,
}

/// IPv4 lies within IPv6 at `::ffff:0:0/96`, so that one comparison serves both.
fn wide(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

impl Network {
    /// Reads `192.0.2.1`, `10.0.0.0/8`, `2001:db8::/32`.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address.parse::<IpAddr>().ok()?, Some(bits.parse::<u32>().ok()?)),
            None => (text.parse::<IpAddr>().ok()?, None),
        };
        let (offset, most) = if address.is_ipv4() { (96, 32) } else { (0, 128) };
        let bits = bits.unwrap_or(most);
        (bits <= most).then(|| Self { address: wide(address), bits: bits + offset })
    }

    /// Whether the address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        let shift = 128 - self.bits;
        shift >= 128 || (wide(address) ^ self.address) >> shift == 0
    }
}

/// The part of an address that stands for one subscriber: all of IPv4, the first 64 bits of IPv6.
pub fn subscriber(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(_) => wide(address),
        IpAddr::V6(v6) => v6.to_bits() >> 64 << 64,
    }
}

/// The client's address: the peer's, or, if that is a trusted proxy, the last one in `X-Forwarded-For` that is not.
pub fn client_address(peer: IpAddr, forwarded: &[&str], trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(peer) {
        return peer;
    }
    let mut client = peer;
    for text in forwarded.iter().rev().flat_map(|header| header.split(',').rev()) {
        let text = text.trim();
        let parsed = text.parse().or_else(|_| text.parse::<std::net::SocketAddr>().map(|socket| socket.ip()));
        let Ok(address) = parsed.or_else(|_| text.trim_matches(['[', ']']).parse()) else { break };
        client = address;
        if !is_trusted(address) {
            break;
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forwarding_counts_only_from_trusted_proxies() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let trusted = [Network::parse("127.0.0.1").unwrap(), Network::parse("10.0.0.0/8").unwrap()];
        let table = [
            ("203.0.113.9", vec!["198.51.100.1"], "203.0.113.9"),
            ("127.0.0.1", vec!["198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", vec!["192.0.2.66, 198.51.100.1, 10.1.2.3"], "198.51.100.1"),
            ("127.0.0.1", vec!["192.0.2.66", "198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", vec!["192.0.2.66, nonsense"], "127.0.0.1"),
            ("127.0.0.1", vec![], "127.0.0.1"),
            ("127.0.0.1", vec!["[2001:db8::7]:4711"], "2001:db8::7"),
            ("::ffff:127.0.0.1", vec!["2001:db8::7"], "2001:db8::7"),
        ];
        for (peer, forwarded, want) in table {
            assert_eq!(client_address(ip(peer), &forwarded, &trusted), ip(want), "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn one_subscriber_has_a_whole_64() {
        let s = |text: &str| subscriber(text.parse().unwrap());
        assert_eq!(s("2001:db8:1:2::1"), s("2001:db8:1:2:ffff::9"));
        assert_ne!(s("2001:db8:1:2::1"), s("2001:db8:1:3::1"));
        assert_ne!(s("192.0.2.1"), s("192.0.2.2"));
        assert_eq!(s("192.0.2.1"), s("::ffff:192.0.2.1"));
    }

    #[test]
    fn networks_that_are_none_are_refused() {
        for text in ["", "10.0.0.0/33", "10.0.0/8", "::/129", "x"] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
        assert!(Network::parse("0.0.0.0/0").unwrap().contains("1.2.3.4".parse().unwrap()));
        assert!(!Network::parse("0.0.0.0/0").unwrap().contains("2001:db8::1".parse().unwrap()));
    }
}
