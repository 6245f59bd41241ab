//! The route walk: every address of the house as everybody who might come. A new address fails this test until it is
//! said here who may have it: do not skip that.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use madrone_authz::Role;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use madrone_web::{Gate, Method};

use crate::browser::Browser;
use crate::expectations;
use crate::portal::Portal;

/// Who comes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Who {
    Anonymous,
    /// The patient whose records the addresses name.
    Maria,
    /// Another patient.
    Walter,
    Staff(Role),
}

/// What they get.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Gets {
    /// The page, or what taking the form leads to.
    Served,
    /// Their own page of that address, with nothing of Maria's.
    Own,
    /// "Not here", as for an address that does not exist.
    NotFound,
    /// To the door.
    SignIn,
}

fn everybody() -> Vec<Who> {
    let mut all = vec![Who::Anonymous, Who::Maria, Who::Walter];
    all.extend(Role::ALL.map(Who::Staff));
    all
}

/// The icons that a page uses and the sprite does not draw.
fn missing_icons(browser: &mut Browser<'_>, page: &str) -> Vec<String> {
    let used = page
        .split("<use href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let used: BTreeSet<&str> = used.collect();
    used.into_iter()
        .filter(|icon| {
            let (sprite, name) = icon.split_once('#').unwrap_or((icon, ""));
            !browser.get(sprite).shows(&format!(r#"<symbol id="{name}""#))
        })
        .map(str::to_owned)
        .collect()
}

both_engines! {
    fn every_address_gives_everybody_what_is_theirs_and_no_more(test: TestDb) {
        let portal = Portal::with(test, &[("MADRONE_BROWSER_NOTICES__CONTACT", "mailto:it@riverbend.example")]);
        expectations::furnish(&portal);
        for role in Role::ALL {
            portal.staff(role);
        }
        let mut browsers: BTreeMap<Who, Browser<'_>> = BTreeMap::new();
        for who in everybody() {
            let mut browser = portal.browser();
            match who {
                Who::Anonymous => {}
                Who::Maria => drop(browser.sign_in("/sign-in", "maria")),
                Who::Walter => drop(browser.sign_in("/sign-in", "walter")),
                Who::Staff(role) => drop(browser.sign_in("/clinic/sign-in", role.name())),
            }
            browsers.insert(who, browser);
        }
        let mut unsaid = Vec::new();
        for route in portal.house.app.routes() {
            let Some(address) = expectations::address(route.method, route.path) else {
                unsaid.push(format!("{:?} {}", route.method, route.path));
                continue;
            };
            for (who, browser) in &mut browsers {
                // Signing out would end the walk for whoever does it.
                if route.path == "/sign-out" && *who != Who::Anonymous {
                    continue;
                }
                let expected = expectations::expected(route.path, route.gate, *who);
                let answer = match route.method {
                    Method::Get => browser.get(&address),
                    Method::Post => {
                        browser.get(if *who == Who::Anonymous { "/sign-up" } else { "/menu" });
                        browser.post(&address, &[])
                    }
                };
                let heading = answer.text().split("<h1").nth(1).unwrap_or_default().chars().take(80).collect::<String>();
                let what =
                    format!("{:?} {address} as {who:?}: {} {} {heading}", route.method, answer.status, answer.location());
                match expected {
                    Gets::SignIn => {
                        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}");
                        assert!(answer.location().contains("/sign-in"), "{what}");
                    }
                    Gets::NotFound => assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}"),
                    // A form without answers comes back.
                    Gets::Served | Gets::Own => assert!(
                        answer.status.is_success() || answer.status.is_redirection() || answer.status == StatusCode::UNPROCESSABLE_ENTITY,
                        "{what}"
                    ),
                }
                let missing = missing_icons(browser, &answer.text());
                assert!(missing.is_empty(), "{what} names icons that foundation/assets/icons.txt lacks: {missing:?}");
                let may_read = expected == Gets::Served && *who != Who::Anonymous && *who != Who::Walter;
                assert!(may_read || !answer.shows(expectations::SECRET), "{what} shows what is Maria's");
            }
        }
        assert!(unsaid.is_empty(), "say in expectations.rs who may have: {}", unsaid.join(", "));
    }

    fn a_gate_is_never_wider_than_its_address_says(test: TestDb) {
        let portal = Portal::new(test);
        for route in portal.house.app.routes() {
            if route.path.starts_with("/clinic") && !route.path.starts_with("/clinic/sign-in") {
                assert_eq!(route.gate, Gate::Staff, "{}", route.path);
            }
        }
    }
}
