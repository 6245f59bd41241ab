//! The pages of the queue.

use askama::Template;
use madrone_jobs::{GivenUp, Reason, Waiting};
use madrone_web::components::{Cell, EmptyState, Link, Notice, NoticeKind, Table};
use madrone_web::{Cx, Shell};

use super::PAGE;

/// What was given up and what waits.
#[derive(Template)]
#[template(path = "queue.html")]
pub(super) struct Queue {
    shell: Shell,
    heading: String,
    lede: String,
    given_up_heading: String,
    groups: Vec<Group>,
    again: String,
    drop: String,
    none: Option<EmptyState>,
    waiting_heading: String,
    waiting: Option<Table>,
    nothing_waits: String,
}

/// Jobs of one kind that were given up for one reason.
struct Group {
    name: String,
    lines: Vec<String>,
    reason: &'static str,
    again_at: String,
    again_spoken: String,
    drop_at: String,
    drop_spoken: String,
}

impl Queue {
    pub(super) fn new(cx: &Cx, given_up: &[GivenUp], waiting: &[Waiting], done: &str) -> Self {
        let heading = cx.t("queue-heading");
        let mut shell = cx.shell(heading.clone());
        if let "again" | "dropped" = done {
            shell.notice = Some(Notice::new(NoticeKind::Done, cx.t(&format!("queue-done-{done}"))));
        }
        Self {
            shell,
            heading,
            lede: cx.t("queue-lede"),
            given_up_heading: cx.t("queue-given-up"),
            groups: given_up.iter().map(|group| Group::new(cx, group)).collect(),
            again: cx.t("queue-again"),
            drop: cx.t("queue-drop"),
            none: given_up.is_empty().then(|| EmptyState {
                icon: "circle-check",
                title: cx.t("queue-none"),
                why: cx.t("queue-none-why"),
                actions: Vec::new(),
            }),
            waiting_heading: cx.t("queue-waiting"),
            waiting: (!waiting.is_empty()).then(|| table(cx, waiting)),
            nothing_waits: cx.t("queue-nothing-waits"),
        }
    }
}

impl Group {
    fn new(cx: &Cx, group: &GivenUp) -> Self {
        let words = cx.words();
        let (name, reason) = (kind_name(cx, &group.kind), group.reason.name());
        let last = words.date_time(group.last);
        let said = if group.error.is_empty() || group.reason == Reason::Unknown {
            String::new()
        } else {
            words.t1("queue-said", "error", group.error.as_str())
        };
        let lines = [
            words.t2("queue-count-last", ("count", group.count), ("when", last.as_str())),
            cx.t(&format!("queue-reason-{reason}")),
            said,
        ];
        let address = |action: &str| format!("{PAGE}/{}/{action}", group.kind);
        Self {
            lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
            reason,
            again_at: address("again"),
            again_spoken: words.t1("queue-again-which", "name", name.as_str()),
            drop_at: format!("{}?reason={reason}", address("drop")),
            drop_spoken: words.t1("queue-drop-which", "name", name.as_str()),
            name,
        }
    }
}

fn table(cx: &Cx, waiting: &[Waiting]) -> Table {
    let row = |one: &Waiting| {
        let next = if one.next <= cx.now() {
            cx.t("queue-now")
        } else {
            cx.words().date_time_short(one.next)
        };
        vec![
            Cell::text(kind_name(cx, &one.kind)),
            Cell::text(one.count.to_string()),
            Cell::text(one.failing.to_string()),
            Cell::text(next),
        ]
    };
    Table {
        caption: cx.t("queue-waiting-caption"),
        head: ["queue-what", "queue-count", "queue-failing", "queue-next"]
            .map(|key| cx.t(key))
            .into(),
        rows: waiting.iter().map(row).collect(),
    }
}

/// What a kind of job is called: the words `KIND-job` of the room that does it.
fn kind_name(cx: &Cx, kind: &str) -> String {
    let key = format!("{kind}-job");
    if cx.words().has(&key) {
        cx.t(&key)
    } else {
        kind.to_owned()
    }
}

/// Asks before jobs are dropped.
#[derive(Template)]
#[template(path = "drop.html")]
pub(super) struct AskDrop {
    shell: Shell,
    heading: String,
    steps: Vec<String>,
    action: String,
    reason: &'static str,
    button: String,
    cancel: Link,
}

impl AskDrop {
    pub(super) fn new(cx: &Cx, group: &GivenUp) -> Self {
        let name = kind_name(cx, &group.kind);
        let heading = cx.words().t1("queue-drop-which", "name", name.as_str());
        Self {
            shell: cx.shell(heading.clone()),
            heading,
            steps: vec![
                cx.words().t1("queue-drop-how-many", "count", group.count),
                cx.t("queue-drop-for-good"),
            ],
            action: format!("{PAGE}/{}/drop", group.kind),
            reason: group.reason.name(),
            button: cx.t("queue-drop"),
            cancel: Link::new(PAGE, cx.t("queue-keep")),
        }
    }
}
