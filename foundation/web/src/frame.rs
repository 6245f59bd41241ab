//! Fills the [`Shell`] of a page from the request, the session and the rooms.

use std::sync::Arc;

use madrone_authz::{Actor, ChartAccess};
use madrone_i18n::{Locale, Words};

use crate::acting::{self, Through};
use crate::components::Link;
use crate::cx::Request;
use crate::room::{NavBadge, NavEntry};
use crate::routes::Method;
use crate::session::{SignedIn, lasting};
use crate::shell::{
    ActingFor, Count, LanguageSwitch, NavItem, PageKind, Person, SessionLimit, Shell, ShellWords, initials,
};
use crate::{App, Cx, csrf};

/// The language of a page: what was chosen in this browser, else the account's, else what the browser asks for, else
/// the clinic's.
pub(crate) fn locale(app: &App, request: &Request, session: Option<&SignedIn>) -> Locale {
    let client = &request.client;
    client
        .chosen
        .or_else(|| session?.locale)
        .or(client.asked)
        .unwrap_or(app.site.locale)
}

/// What forms are bound to: what lasts of the session's token, or the visitor's cookie where there is no session.
pub(crate) fn binding<'r>(request: &'r Request, session: Option<&SignedIn>) -> &'r str {
    match (session, &request.client.token) {
        (Some(_), Some(token)) => lasting(token),
        _ => &request.client.visitor,
    }
}

pub(crate) fn build(app: &Arc<App>, request: &Request, session: Option<&SignedIn>, words: &Words) -> Shell {
    let kind = session.map_or(PageKind::Plain, |session| {
        if session.is_staff() {
            PageKind::Clinic
        } else {
            PageKind::Patient
        }
    });
    let (nav, bottom) = session.map_or_else(Default::default, |session| {
        navigation(app, request, &session.actor, words)
    });
    Shell {
        lang: words.locale().tag().to_owned(),
        clinic: app.site.clinic.clone(),
        start: match kind {
            PageKind::Patient => "/home",
            PageKind::Clinic => "/clinic",
            PageKind::Plain => "/",
        }
        .to_owned(),
        kind,
        nav,
        bottom,
        person: session.map(|session| Person {
            name: session.actor.name().to_owned(),
            initials: initials(session.actor.name()),
            links: person_links(&session.actor, words),
            sign_out: "/sign-out".to_owned(),
        }),
        limit: session.map(|session| limit(session, request, words)),
        other_languages: other_languages(request, words.locale()),
        csrf: csrf::token(&app.key, binding(request, session), &app.random),
        assets: app.asset_urls.clone(),
        words: ShellWords {
            skip: words.t("web-skip").into_owned(),
            description: words.t("web-description").into_owned(),
            navigation: words.t("web-navigation").into_owned(),
            all_pages: words.t("web-all-pages").into_owned(),
            account: words.t("web-account").into_owned(),
            sign_out: words.t("web-sign-out").into_owned(),
            read_in: words.t("web-read-in").into_owned(),
        },
        ..Shell::default()
    }
}

fn limit(session: &SignedIn, request: &Request, words: &Words) -> SessionLimit {
    let key = |name: &str| words.t(name).into_owned();
    let moves = session.end.moves;
    SessionLimit {
        seconds: session.end.seconds_from(request.now),
        heading: key(if moves {
            "web-limit-heading"
        } else {
            "web-limit-last-heading"
        }),
        text: key(if moves { "web-limit-text" } else { "web-limit-last-text" }),
        left: key("web-limit-left"),
        stay: moves.then(|| key("web-limit-stay")),
        back: key("web-limit-back"),
        failed: key("web-limit-failed"),
    }
}

fn person_links(actor: &Actor, words: &Words) -> Vec<Link> {
    let start = match actor {
        Actor::Person { .. } => "/home",
        Actor::Staff { .. } => "/clinic",
        Actor::Anonymous | Actor::System { .. } => return Vec::new(),
    };
    let mut links = vec![Link::new(start, words.t("web-home"))];
    if let Actor::Person { own_chart, .. } = actor {
        // Personal information and sharing are of one's own record.
        let own = |href: &str, key: &str| own_chart.is_some().then(|| Link::new(href, words.t(key)));
        links.extend(own("/settings/profile", "web-profile"));
        links.push(Link::new("/settings/notifications", words.t("web-notifications")));
        links.extend(own("/sharing", "web-sharing"));
        links.extend(own("/access-log", "web-access-log"));
    }
    links.push(Link::new("/account/security", words.t("web-security")));
    links.push(Link::new("/account/devices", words.t("web-devices")));
    links
}

fn navigation(app: &App, request: &Request, actor: &Actor, words: &Words) -> (Vec<NavItem>, Vec<NavItem>) {
    let item = |entry: &NavEntry, label: &str| NavItem {
        href: entry.href.to_owned(),
        label: words.t(label).into_owned(),
        icon: entry.icon,
        current: is_current(entry, &request.path),
        badge: None,
    };
    let entries = || app.nav.iter().filter(|entry| entry.audience.has(actor));
    let side = entries().map(|entry| item(entry, entry.label)).collect();
    let mut low: Vec<_> = entries()
        .filter_map(|entry| entry.bottom.map(|(order, label)| (order, entry, label)))
        .collect();
    low.sort_by_key(|(order, ..)| *order);
    let mut bottom: Vec<NavItem> = low
        .into_iter()
        .take(4)
        .map(|(_, entry, label)| item(entry, label))
        .collect();
    if !bottom.is_empty() {
        bottom.push(NavItem {
            href: "/menu".to_owned(),
            label: words.t("web-menu").into_owned(),
            icon: "menu",
            current: request.path == "/menu",
            badge: None,
        });
    }
    (side, bottom)
}

fn is_current(entry: &NavEntry, path: &str) -> bool {
    let under = |place: &str| {
        path.strip_prefix(place)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    // `/clinic` is home for staff, and everything of theirs is below it.
    path == entry.href || (entry.href != "/clinic" && under(entry.href)) || entry.also.iter().any(|place| under(place))
}

/// So many records of others stand in the person's menu; the page of all of them has the rest.
const OTHERS: usize = 6;

/// Says whose record is open, leads to the other records, and leaves out of the navigation what is shut in this one.
pub(crate) fn others(shell: &mut Shell, cx: &Cx) {
    let Some(Actor::Person { own_chart, .. }) = cx.session().map(|session| &session.actor) else {
        return;
    };
    let words = cx.words();
    if own_chart.is_none() && cx.whose().is_none() {
        // Who has no chart of their own begins with those of others.
        let is_theirs = |item: &NavItem| !acting::is_of_a_chart(&item.href, &cx.app().routes);
        shell.nav.retain(is_theirs);
        shell.bottom.retain(is_theirs);
        "/family".clone_into(&mut shell.start);
        if let Some(person) = &mut shell.person {
            person
                .links
                .retain(|link| !acting::is_of_a_chart(&link.href, &cx.app().routes));
        }
    }
    if let Some(whose) = cx.whose() {
        let acting = &whose.acting;
        let (text, name, back) = match (&whose.through, own_chart) {
            (Through::As(_), Some(own)) => {
                let back = Link::new(format!("/as/{own}/home"), words.t("web-acting-back"));
                ("web-acting-for", &acting.called, back)
            }
            (Through::As(_), None) => (
                "web-acting-for",
                &acting.called,
                Link::new("/family", words.t("web-all-records")),
            ),
            (Through::SeenBy(relation), _) => (
                "web-acting-seen-by",
                &acting.holder,
                Link::new(format!("/family/people/{relation}"), words.t("web-acting-seen-back")),
            ),
        };
        shell.acting_for = Some(ActingFor {
            text: words.t1(text, "name", name.as_str()),
            back,
        });
        let base = whose.through.base();
        shell.start = format!("{base}/home");
        let shut: Vec<&str> = cx
            .app()
            .nav
            .iter()
            .filter(|entry| !entry.areas.is_empty() && !entry.areas.iter().any(|area| acting.areas.holds(*area)))
            .map(|entry| entry.href)
            .collect();
        let open = |item: &NavItem| !shut.contains(&item.href.as_str());
        shell.nav.retain(open);
        shell.bottom.retain(open);
    }
    let Some(person) = shell.person.as_mut().filter(|_| !cx.others().is_empty()) else {
        return;
    };
    let here = cx.whose().map(|whose| whose.acting.patient.as_str());
    let mut records: Vec<Link> = Vec::new();
    if let (Some(own), Some(_)) = (own_chart, here) {
        records.push(Link::new(format!("/as/{own}/home"), words.t("web-my-record")));
    }
    let others = cx
        .others()
        .iter()
        .filter(|acting| Some(acting.patient.as_str()) != here);
    for acting in others.take(OTHERS) {
        records.push(Link::new(
            format!("/as/{}/home", acting.patient),
            words.t1("web-record-of", "name", acting.called.as_str()),
        ));
    }
    if cx.others().len() > OTHERS {
        records.push(Link::new("/family", words.t("web-all-records")));
    }
    person.links.splice(0..0, records);
}

/// The most that a badge of a chart says exactly: somebody who sees `9+` opens the list, whatever the number.
pub const CHART_BADGE_MOST: usize = 9;
/// The most that a badge of the clinic says exactly: a queue is planned by its length.
const CLINIC_BADGE_MOST: usize = 99;

/// Puts the numbers of what is new into the navigation: of the chart `opened`, if one is, and of the clinic. A number that
/// cannot be had is left out.
pub(crate) fn badges(shell: &mut Shell, cx: &Cx, opened: Option<&ChartAccess>) {
    let Some(session) = cx.session() else { return };
    for entry in cx.app().nav.iter().filter(|entry| entry.audience.has(&session.actor)) {
        let (count, most) = match (entry.badge, opened) {
            (Some(NavBadge::Chart(count)), Some(access)) => (count(cx, access), CHART_BADGE_MOST),
            (Some(NavBadge::Clinic(count)), _) => (count(cx), CLINIC_BADGE_MOST),
            _ => continue,
        };
        let count = match count {
            Ok(0) => continue,
            Ok(count) => count,
            Err(error) => {
                tracing::warn!(%error, place = entry.href, "a number in the navigation could not be had");
                return;
            }
        };
        let words = cx.words();
        let (shown, spoken) = if count > most as u64 {
            (format!("{most}+"), words.t1("web-new-count-more", "count", most))
        } else {
            (
                count.to_string(),
                words.t1("web-new-count", "count", usize::try_from(count).unwrap_or(most)),
            )
        };
        for item in shell
            .nav
            .iter_mut()
            .chain(&mut shell.bottom)
            .filter(|item| item.href == entry.href)
        {
            item.badge = Some(Count {
                shown: shown.clone(),
                spoken: spoken.clone(),
            });
        }
    }
}

fn other_languages(request: &Request, current: Locale) -> Vec<LanguageSwitch> {
    let others = Locale::all().filter(|locale| *locale != current);
    others.map(|other| switch_to(request, other)).collect()
}

fn switch_to(request: &Request, other: Locale) -> LanguageSwitch {
    let mut href = request.whole_path();
    href.push('?');
    if request.method == Method::Get {
        let kept = request
            .query
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
        for pair in kept {
            href.push_str(pair);
            href.push('&');
        }
    }
    href.push_str("lang=");
    href.push_str(other.tag());
    LanguageSwitch {
        label: other.own_name().to_owned(),
        href,
        lang: other.tag().to_owned(),
    }
}
