//! Who this site is to a browser: the relying party's id, and the origins that may speak for it.

/// The relying party (Web Authentication Level 3, section 4).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RelyingParty {
    id: String,
    origin: Origin,
    address: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Origin {
    Exactly(String),
    /// A portal on the machine in front of one, at whatever port.
    Localhost,
}

impl RelyingParty {
    /// The relying party of a site at `public_url`. A number is no name that a passkey can belong to, so that there is none
    /// for it; but the loopback's is known as `localhost` too.
    pub fn of(public_url: &str) -> Option<Self> {
        let (_, authority) = public_url.split_once("://")?;
        let host = match authority.strip_prefix('[') {
            Some(number) => number.split(']').next()?,
            None => authority.split(':').next()?,
        };
        if matches!(host, "127.0.0.1" | "::1" | "localhost") {
            return Some(Self {
                id: "localhost".into(),
                origin: Origin::Localhost,
                address: public_url
                    .replacen("127.0.0.1", "localhost", 1)
                    .replacen("[::1]", "localhost", 1),
            });
        }
        if host.parse::<std::net::IpAddr>().is_ok() {
            return None;
        }
        Some(Self {
            id: host.to_lowercase(),
            origin: Origin::Exactly(public_url.to_lowercase()),
            address: public_url.to_owned(),
        })
    }

    /// The domain that passkeys belong to.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The address to open for them to work: the site's, with the loopback by its name.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether a page of `origin` may speak for it.
    pub fn accepts(&self, origin: &str) -> bool {
        match &self.origin {
            Origin::Exactly(own) => own == origin,
            Origin::Localhost => origin
                .strip_prefix("http://localhost")
                .is_some_and(|port| port.is_empty() || port.starts_with(':')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_known_by_its_host_and_speaks_from_its_whole_origin() {
        let party = RelyingParty::of("https://portal.example.org:8443").unwrap();
        assert_eq!(party.id(), "portal.example.org");
        assert!(party.accepts("https://portal.example.org:8443"));
        for other in [
            "https://portal.example.org",
            "http://portal.example.org:8443",
            "https://evil.example",
            "",
        ] {
            assert!(!party.accepts(other), "{other}");
        }
    }

    #[test]
    fn the_loopback_is_localhost_at_any_port_and_other_numbers_are_nobody() {
        for (url, address) in [
            ("http://127.0.0.1:8080", "http://localhost:8080"),
            ("http://[::1]:8080", "http://localhost:8080"),
            ("http://localhost", "http://localhost"),
        ] {
            let party = RelyingParty::of(url).unwrap();
            assert_eq!(party.address(), address);
            assert_eq!(party.id(), "localhost");
            assert!(party.accepts("http://localhost:41017") && party.accepts("http://localhost"));
            assert!(!party.accepts("http://localhost.evil.example") && !party.accepts("https://localhost"));
        }
        assert_eq!(RelyingParty::of("http://10.0.0.7:8080"), None);
        assert_eq!(RelyingParty::of("nonsense"), None);
    }
}
