//! The pages of what patients changed.

use askama::Template;
use madrone_web::components::{Badge, BadgeKind, Fact, Link, Notice, NoticeKind, Row};
use madrone_web::{Cx, List, Shell, Sought, Worklist};
use serde_json::Value;

use crate::change::Change;
use crate::say;

/// A change beside the chart.
pub(super) struct Seen {
    pub(super) change: Change,
    pub(super) was: Value,
    pub(super) became: Value,
    /// Whether what was made of it still stands there.
    pub(super) is_newest: bool,
    pub(super) can_be_undone: bool,
    /// Whether there is somebody to be told.
    pub(super) has_account: bool,
}

const LIST: List = List {
    name: "profile-changes",
    path: "/clinic/profile-changes",
    said: &["accepted"],
};

/// The list.
pub(super) fn list(cx: &Cx, sought: &Sought, all: &[Change]) -> Worklist {
    let saves = all.chunk_by(|one, other| one.saved == other.saved);
    let rows = saves.map(|save| (save[0].name.clone(), row(cx, save))).collect();
    Worklist::new(cx, LIST, sought, rows)
}

fn row(cx: &Cx, save: &[Change]) -> Row {
    let first = &save[0];
    let parts: Vec<_> = save
        .iter()
        .map(|change| cx.t(&format!("profile-part-{}", change.part.name())))
        .collect();
    let row = Row::new(
        format!("/clinic/profile-changes/{}", first.saved),
        "user",
        first.name.as_str(),
    )
    .line(parts.join(", "))
    .line(
        cx.words()
            .t1("profile-changes-at", "at", cx.words().date_time(first.at)),
    );
    match &first.outcome {
        None if save.iter().any(|change| change.number.is_some()) => {
            row.badge(Badge::new(BadgeKind::Due, cx.t("profile-changes-call")))
        }
        None => row,
        Some((outcome, ..)) => row.badge(Badge::new(
            BadgeKind::Plain,
            cx.t(&format!("profile-outcome-{}", outcome.name())),
        )),
    }
}

/// What one patient saved at once.
#[derive(Template)]
#[template(path = "change.html")]
pub(super) struct Show {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    chart: Link,
    /// Says that there is nobody any more to be told.
    nobody: Option<Notice>,
    changes: Vec<OneChange>,
    undo: String,
    accept: Option<Link>,
    accept_text: String,
}

/// One part: before and after, and what can be done.
struct OneChange {
    heading: String,
    /// Before, after, and what became of it.
    facts: Vec<Fact>,
    part: &'static str,
    can_be_undone: bool,
    undo_label: String,
    notices: Vec<Notice>,
}

impl Show {
    pub(super) fn new(cx: &Cx, all: &[Seen]) -> Self {
        let first = &all[0].change;
        let is_open = all.iter().any(|seen| seen.change.outcome.is_none());
        let to_call = all.iter().any(|seen| seen.change.number.is_some());
        let (accept, text) = if to_call {
            ("profile-changes-accept-call", "profile-changes-accept-call-text")
        } else {
            ("profile-changes-accept", "profile-changes-accept-text")
        };
        Self {
            shell: cx.shell(first.name.clone()),
            back: Link::new("/clinic/profile-changes", cx.t("profile-changes")),
            heading: first.name.clone(),
            lede: cx
                .words()
                .t1("profile-changes-at", "at", cx.words().date_time(first.at)),
            chart: Link::new(
                format!("/clinic/patients/{}", first.chart),
                cx.t("profile-changes-chart"),
            ),
            nobody: (is_open && !all[0].has_account)
                .then(|| Notice::new(NoticeKind::Warning, cx.t("profile-changes-nobody"))),
            changes: all.iter().map(|seen| OneChange::new(cx, seen)).collect(),
            undo: format!("/clinic/profile-changes/{}/undo", first.saved),
            accept: is_open.then(|| Link::new(format!("/clinic/profile-changes/{}/accept", first.saved), cx.t(accept))),
            accept_text: if is_open { cx.t(text) } else { String::new() },
        }
    }
}

impl OneChange {
    fn new(cx: &Cx, seen: &Seen) -> Self {
        let change = &seen.change;
        let heading = cx.t(&format!("profile-part-{}", change.part.name()));
        let fact = |key: &str, piece: &Value| {
            let mut lines = say::piece(cx, change.part, piece);
            if piece["active"] == false {
                lines = vec![cx.t("profile-changes-removed")];
            } else if lines.is_empty() {
                lines = vec![cx.t("profile-not-said")];
            }
            Fact {
                lines,
                ..Fact::new(cx.t(key), "")
            }
        };
        let mut notices = Vec::new();
        if change.number.is_some() && change.outcome.is_none() {
            notices.push(Notice::new(NoticeKind::Info, cx.t("profile-changes-call-text")));
        }
        if !seen.is_newest && change.outcome.is_none() {
            notices.push(Notice::new(NoticeKind::Info, cx.t("profile-changes-newer")));
        }
        let mut facts = vec![
            fact("profile-changes-before", &seen.was),
            fact("profile-changes-after", &seen.became),
        ];
        facts.extend(change.outcome.as_ref().map(|(outcome, at, name)| {
            let said = cx.words().t2(
                "profile-changes-by",
                ("name", name.as_str()),
                ("at", cx.words().date_time(*at)),
            );
            Fact::new(cx.t(&format!("profile-outcome-{}", outcome.name())), said)
        }));
        let undo_label = if change.number.is_some() {
            "profile-changes-drop"
        } else {
            "profile-changes-undo"
        };
        Self {
            undo_label: cx.words().t1(undo_label, "what", heading.as_str()),
            heading,
            part: change.part.name(),
            can_be_undone: seen.can_be_undone,
            notices,
            facts,
        }
    }
}
