//! Where the portal listens.

use std::net::{IpAddr, SocketAddr};

use crate::BaseUrl;
use crate::section::section;

section! {
    /// Where the portal listens and by what address people reach it.
    Server = "server" {
        /// The address and port to listen at. The portal speaks plain HTTP: put a proxy that speaks TLS before it, or
        /// keep it on the loopback address.
        listen: SocketAddr = "127.0.0.1:8080",
        /// The address that people type, as it begins in links in mail. Without one, `http://` and the listening
        /// address. Cookies are marked for HTTPS only when it begins with `https://`. Passkeys and passcodes need a name
        /// in it and do not work at a number; at the loopback address they do when it is opened as `localhost`.
        public_url: Option<BaseUrl> = "",
        /// The addresses of the proxies before the portal. Only from these is `X-Forwarded-For` believed, which the
        /// limits on signing in go by.
        trusted_proxies: Vec<IpAddr> = "",
    }
}
