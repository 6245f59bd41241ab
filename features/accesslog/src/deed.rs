//! What was done to which part of a chart, in words.

use madrone_authz::Area;
use madrone_authz::audit::Written;
use madrone_i18n::Words;

/// What is done to a chart, by its names in the record and in words.
const DEEDS: [&str; 6] = ["view", "write", "create", "update", "delete", "verify-in-person"];

/// What was done, and to which parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Deed {
    /// One of [`DEEDS`]; `None` for what has no words of its own.
    name: Option<&'static str>,
    areas: Vec<Area>,
}

impl Deed {
    pub(crate) fn of(entry: &Written) -> Self {
        let area = Area::ALL.into_iter().find(|area| area.name() == entry.area);
        Self {
            name: DEEDS.into_iter().find(|name| *name == entry.action),
            areas: area.into_iter().collect(),
        }
    }

    /// Takes the parts of `other` in, if the same was done to them; else gives it back.
    pub(crate) fn join(&mut self, other: Self) -> Option<Self> {
        if self.name != other.name {
            return Some(other);
        }
        for area in other.areas {
            if !self.areas.contains(&area) {
                self.areas.push(area);
            }
        }
        None
    }

    /// "Looked at: test results, medicines".
    pub(crate) fn said(&self, words: &Words) -> String {
        let area = |area: &Area| words.t(&format!("accesslog-area-{}", area.name())).into_owned();
        let areas: Vec<String> = self.areas.iter().map(area).collect();
        match self.name {
            Some("verify-in-person") => words.t("accesslog-verify-in-person").into_owned(),
            Some(name) if !areas.is_empty() => {
                words.t1(&format!("accesslog-{name}"), "area", areas.join(", ").as_str())
            }
            _ => words.t("accesslog-other").into_owned(),
        }
    }
}

/// Who it was, for the person of `account`: "You", the name of somebody at the clinic, the portal, somebody unknown.
pub(crate) fn who(words: &Words, entry: &Written, account: &str) -> String {
    match entry.actor_kind.as_str() {
        "system" => words.t("accesslog-portal").into_owned(),
        "anonymous" => words.t("accesslog-nobody").into_owned(),
        "person" if entry.actor_id == account => words.t("accesslog-you").into_owned(),
        _ => entry.actor_name.clone(),
    }
}

/// What they are: "Nurse at the clinic". Empty where the name says it.
pub(crate) fn role(words: &Words, entry: &Written, account: &str) -> String {
    match entry.actor_kind.as_str() {
        "system" => words.t("accesslog-portal-why").into_owned(),
        "anonymous" => String::new(),
        "person" if entry.actor_id == account => String::new(),
        kind => words.t(&format!("accesslog-role-{kind}")).into_owned(),
    }
}
