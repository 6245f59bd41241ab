//! Browsers: what they are called, and the token by which each is known from one sign-in to the next, in a cookie that
//! outlives its sessions. Only its hash is kept.

use madrone_authn::agent::Agent;
use madrone_i18n::Words;
use madrone_web::Cx;

use crate::code;

/// The cookie that holds the token.
pub const COOKIE: &str = "madrone-device";

/// What the token of the asking browser is kept as; `None` where it has none.
pub fn asking(cx: &Cx) -> Option<String> {
    cx.cookie(COOKIE).map(code::hashed)
}

/// What a browser that calls itself `agent` is called: "Chrome on Android".
pub fn name(words: &Words, agent: &str) -> String {
    let Agent { browser, system, .. } = Agent::read(agent);
    match (browser, system) {
        (Some(browser), Some(system)) => words.t2("web-browser-name", ("browser", browser), ("system", system)),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => words.t1("web-browser-name-system", "system", system),
        (None, None) => words.t("web-browser-name-unknown").into_owned(),
    }
}
