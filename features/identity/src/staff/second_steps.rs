//! What somebody who works here has set up as a second step, as administrators see it: its names and when each was last
//! used, so that they know before helping whether there is still a way in. Nothing here leads to a secret.

use std::collections::HashMap;

use madrone_db::{Result, Tx};
use madrone_kernel::Instant;
use madrone_web::Cx;
use madrone_web::components::{Badge, BadgeKind, Cell, Fact};

use crate::{factor, passkey};
use madrone_accounts::Member;

/// One of them.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Step {
    /// A passkey, by the name that its owner gave it.
    Passkey(String),
    /// An authenticator app.
    App,
}

/// One account's second steps beyond its e-mail address.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct SecondSteps {
    /// Each, and when it was last used; the passkeys first.
    steps: Vec<(Step, Option<Instant>)>,
    /// Recovery codes that are not used yet.
    codes: i64,
}

impl SecondSteps {
    pub(super) fn of(tx: &Tx, account: &str) -> Result<Self> {
        let passkeys = passkey::store::all(tx, account)?.into_iter();
        let app = factor::store::app(tx, account)?.map(|app| (Step::App, app.used));
        Ok(Self {
            steps: passkeys
                .map(|one| (Step::Passkey(one.name), one.used))
                .chain(app)
                .collect(),
            codes: factor::store::codes_left(tx, account)?,
        })
    }

    /// A line for each; a sentence where there is none.
    pub(super) fn fact(&self, cx: &Cx) -> Fact {
        let words = cx.words();
        let codes = (self.codes > 0).then(|| words.t1("admin-second-codes", "left", self.codes));
        let steps = self.steps.iter().map(|(step, used)| line(cx, step, *used));
        let mut lines: Vec<String> = steps.chain(codes).collect();
        if lines.is_empty() {
            lines.push(cx.t("admin-second-none"));
        }
        Fact {
            term: cx.t("security-second-heading"),
            lines,
        }
    }
}

/// The second steps of many accounts, as the list counts them.
#[derive(Debug, Default)]
pub(super) struct Counted(HashMap<String, (i64, bool)>);

impl Counted {
    /// Of `members`, by one query for all of them.
    pub(super) fn of(tx: &Tx, members: &[Member]) -> Result<Self> {
        let accounts: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
        let mut counted: HashMap<String, (i64, bool)> = HashMap::new();
        for (account, passkeys, apps) in factor::store::steps_of(tx, &accounts)? {
            let steps = counted.entry(account).or_default();
            steps.0 += passkeys;
            steps.1 |= apps > 0;
        }
        Ok(Self(counted))
    }

    /// What one of them has. Nothing is a warning, except where the organisation's own sign-in sees to it.
    pub(super) fn cell(&self, cx: &Cx, member: &Member) -> Cell {
        let (passkeys, app) = self.0.get(&member.id).copied().unwrap_or_default();
        let passkeys = (passkeys > 0).then(|| cx.words().t1("admin-second-passkeys", "count", passkeys));
        let steps: Vec<String> = passkeys.into_iter().chain(app.then(|| cx.t("security-app"))).collect();
        match (steps.is_empty(), member.vouched) {
            (false, _) => Cell::text(steps.join(", ")),
            (true, true) => Cell::text(cx.t("admin-second-vouched")),
            (true, false) => Cell::text("").badge(Badge::new(BadgeKind::Due, cx.t("admin-second-none"))),
        }
    }
}

fn line(cx: &Cx, step: &Step, used: Option<Instant>) -> String {
    let words = cx.words();
    let name = match step {
        Step::Passkey(name) => words.t1("admin-second-passkey", "name", name.as_str()),
        Step::App => cx.t("security-app"),
    };
    let used = match used {
        Some(at) => words.t1("passkey-used", "when", words.day_time(at).as_str()),
        None => cx.t("passkey-never-used"),
    };
    format!("{name} · {used}")
}
