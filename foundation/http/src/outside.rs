//! Which addresses are outside: those that anybody on the Internet reaches.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Looks names up as usual, and knows nothing of what is not outside.
#[derive(Default, Debug)]
pub(crate) struct Outside(DefaultResolver);

impl Resolver for Outside {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut outside = self.empty();
        for address in &self.0.resolve(uri, config, timeout)? {
            if is_public(address.ip()) {
                outside.push(*address);
            }
        }
        if outside.is_empty() {
            return Err(ureq::Error::HostNotFound);
        }
        Ok(outside)
    }
}

/// Whether an address is one of the Internet's, by IANA's registries of special-purpose addresses (RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation();
    let reserved = match address.octets() {
        // This network, carriers' shared addresses, protocol assignments, 6to4 relays, benchmarks, the future.
        [0 | 240..=255, ..] | [100, 64..=127, ..] | [192, 0, 0, _] | [192, 88, 99, _] | [198, 18 | 19, ..] => true,
        _ => false,
    };
    !special && !reserved
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    match address.segments() {
        // The well-known prefix of NAT64 (RFC 6052) stands for an address of IPv4.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            is_public_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
        }
        // Of what is given out (2000::/3): neither protocol assignments nor documentation nor 6to4.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::time::Duration;

    use super::is_public;
    use crate::{Client, Unanswered};

    #[test]
    fn only_what_the_internet_reaches_is_outside() {
        let is_public = |text: &str| is_public(text.parse().expect("an address"));
        for outside in [
            "93.184.215.14",
            "1.1.1.1",
            "192.0.1.1",
            "100.128.0.1",
            "2606:4700::1111",
            "64:ff9b::101:101",
            "::ffff:1.1.1.1",
        ] {
            assert!(is_public(outside), "{outside}");
        }
        let inside = [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.18.0.1",
            "192.0.0.170",
            "192.0.2.1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::a00:1",
            "3fff::1",
        ];
        for inside in inside {
            assert!(!is_public(inside), "{inside}");
        }
    }

    #[test]
    fn a_stranger_leads_nobody_to_this_machine() {
        let here = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        here.set_nonblocking(true).expect("a socket that does not wait");
        let port = here.local_addr().expect("a bound listener has an address").port();
        let client = Client::outside(Duration::from_secs(5));
        for host in ["127.0.0.1", "localhost", "[::1]", "2130706433"] {
            let answer = client.post(&format!("https://{host}:{port}/"), &[], b"");
            assert!(matches!(answer, Err(Unanswered::Failed(_))), "{host}: {answer:?}");
        }
        assert!(here.accept().is_err(), "nobody knocked");
    }
}
