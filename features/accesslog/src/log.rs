//! The page: visits by day, narrowed by who and when.

use askama::Template;
use madrone_authz::audit::{self, Written};
use madrone_authz::{Action, Area};
use madrone_web::components::{Badge, BadgeKind, EmptyState, Field, FieldKind, Link, Pager, Row, Tab};
use madrone_web::{Cx, Failure, PageResult, Query as Asked, Shell};

use crate::by::{Query, WHO};
use crate::visit::{Visit, visits};

/// Where the page is.
pub(crate) const PAGE: &str = "/access-log";

/// How many rows of the record a page is made of.
const ROWS: u32 = 200;

#[derive(Template)]
#[template(path = "log.html")]
struct Log {
    shell: Shell,
    heading: String,
    lede: String,
    tabs_label: String,
    tabs: Vec<Tab>,
    who: &'static str,
    from: Field,
    until: Field,
    narrow: String,
    days: Vec<(String, Vec<Row>)>,
    empty: Option<EmptyState>,
    pager: Pager,
    download: Link,
    about: String,
}

/// The rows of the record about the asking person's own chart.
pub(crate) fn entries(cx: &mut Cx, query: &Query, count: u32) -> Result<Vec<Written>, Failure> {
    let access = cx.open_chart(Action::view(Area::Sharing))?;
    let (actor, zone) = (cx.actor(), cx.site().zone.clone());
    Ok(audit::of_chart(
        cx.tx(),
        &access,
        query.looked(actor.id(), &zone),
        count,
    )?)
}

/// `GET /access-log`
pub(crate) fn show(cx: &mut Cx, Asked(query): Asked<Query>) -> PageResult {
    let entries = entries(cx, &query, ROWS)?;
    let oldest = entries.last().filter(|_| entries.len() == ROWS as usize);
    let all = visits(cx.words(), &entries, cx.actor().id());
    let heading = cx.t("accesslog-heading");
    let tab = |who: &'static str| Tab {
        href: query.address(PAGE, who, None),
        label: cx.t(&format!("accesslog-who-{who}")),
        count: None,
        current: who == query.who(),
    };
    let day = |name: &str, value: &str| {
        Field::new(FieldKind::Date, name, cx.t(&format!("accesslog-{name}")))
            .optional()
            .value(value)
    };
    let page = Log {
        shell: cx.shell(heading.clone()),
        heading,
        lede: cx.t("accesslog-lede"),
        tabs_label: cx.t("accesslog-who"),
        tabs: WHO.map(tab).into(),
        who: query.who(),
        from: day("from", &query.from),
        until: day("until", &query.until),
        narrow: cx.t("accesslog-narrow"),
        empty: all.is_empty().then(|| empty(cx, &query)),
        days: by_day(cx, all),
        pager: Pager {
            label: cx.t("accesslog-pages"),
            newer: (!query.before.is_empty())
                .then(|| Link::new(query.address(PAGE, query.who(), None), cx.t("accesslog-newest"))),
            older: oldest.map(|entry| {
                Link::new(
                    query.address(PAGE, query.who(), Some(entry.seq)),
                    cx.t("accesslog-older"),
                )
            }),
        },
        download: Link::new(
            query.address("/access-log/download", query.who(), None),
            cx.t("accesslog-download"),
        ),
        about: cx.t("accesslog-about"),
    };
    cx.render(&page)
}

fn empty(cx: &Cx, query: &Query) -> EmptyState {
    let (icon, title, why) = if query.narrows() {
        ("search-x", "accesslog-none-found", "accesslog-none-found-why")
    } else {
        ("shield-check", "accesslog-none", "accesslog-none-why")
    };
    EmptyState {
        icon,
        title: cx.t(title),
        why: cx.t(why),
        actions: Vec::new(),
    }
}

fn by_day(cx: &Cx, visits: Vec<Visit>) -> Vec<(String, Vec<Row>)> {
    let mut days: Vec<(String, Vec<Row>)> = Vec::new();
    for visit in visits {
        let day = cx.words().date_long(visit.day);
        let row = row(cx, visit);
        match days.last_mut() {
            Some((last, rows)) if *last == day => rows.push(row),
            _ => days.push((day, vec![row])),
        }
    }
    days
}

fn row(cx: &Cx, visit: Visit) -> Row {
    let words = cx.words();
    let (began, ended) = (words.time(visit.began), words.time(visit.ended));
    let when = if began == ended {
        began
    } else {
        words.t2("accesslog-span", ("from", began.as_str()), ("until", ended.as_str()))
    };
    let deeds: Vec<String> = visit.deeds.iter().map(|deed| deed.said(words)).collect();
    let about = visit.strange.map(|seq| format!("/access-log/entries/{seq}"));
    let row = Row::new(about.unwrap_or_default(), "user", visit.who)
        .line(visit.role)
        .line(deeds.join(" · "))
        .line(when);
    if visit.allowed {
        row
    } else {
        row.badge(Badge::new(BadgeKind::Due, cx.t("accesslog-refused")))
    }
}
