//! The page of the family: whose records somebody may open, and who may open theirs.

use askama::Template;
use madrone_authz::relation::{self, Kind, Relation};
use madrone_authz::tier::Tier;
use madrone_authz::{Acting, Action, Actor, Area, ChartAccess};
use madrone_web::components::{Badge, BadgeKind, EmptyState, Link, Notice, NoticeKind, Row};
use madrone_web::{Cx, Failure, PageResult, Query, Shell};
use serde::Deserialize;

use crate::clinic::store::requests_of;
use crate::invitation::{LIVES, store};
use crate::{grant, words};

/// What was just done.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    said: String,
}

/// What can have been said: the messages `family-said-…`.
const SAID: [&str; 6] = ["invited", "cancelled", "changed", "removed", "left", "asked"];

/// Nobody needs to read of invitations that are older.
const SHOWN: std::time::Duration = std::time::Duration::from_hours(30 * 24);

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    shell: Shell,
    back: Option<Link>,
    heading: String,
    lede: String,
    records_heading: String,
    records: Vec<Record>,
    no_records: Option<EmptyState>,
    people: Option<People>,
    connect: Link,
    asked: Vec<Row>,
}

/// A record that somebody may open.
struct Record {
    row: Row,
    open: Link,
    birthday: Option<Link>,
    leave: Option<Link>,
}

/// Who may open one's own.
struct People {
    heading: String,
    lede: String,
    rows: Vec<Row>,
    none: Option<EmptyState>,
    waiting_heading: String,
    waiting: Vec<(Row, Option<Link>)>,
    invite: Option<Link>,
}

/// A few words with the ways on.
#[derive(Template)]
#[template(path = "message.html")]
pub(crate) struct Message {
    shell: Shell,
    heading: String,
    lines: Vec<String>,
    ways: Vec<Link>,
}

impl Message {
    pub(crate) fn new(cx: &Cx, heading: &str, lines: Vec<String>, ways: Vec<Link>) -> Self {
        let heading = cx.t(heading);
        Self {
            shell: cx.shell(heading.clone()),
            heading,
            lines,
            ways,
        }
    }
}

pub(crate) fn message(cx: &Cx, heading: &str, lines: Vec<String>, ways: Vec<Link>) -> PageResult {
    cx.render(&Message::new(cx, heading, lines, ways))
}

/// `GET /sharing`
pub(crate) fn sharing(cx: &mut Cx) -> PageResult {
    let minor = is_minor(cx)?;
    let row = |href: &str, icon, key: &str| Row::new(href, icon, cx.t(key)).line(cx.t(&format!("{key}-hint")));
    let mut rows = vec![
        row("/family", "users", "family-heading"),
        row("/sharing/items", "lock", "family-kept"),
        row("/access-log", "eye", "family-access-log"),
    ];
    if minor {
        rows.push(row("/birthday", "calendar-days", "family-birthday-link"));
    }
    let heading = cx.t("family-sharing-heading");
    cx.render(&Sharing {
        shell: cx.shell(heading.clone()),
        heading,
        lede: cx.t("family-sharing-lede"),
        rows,
        back: None,
        none: None,
    })
}

/// Whether the person who reads has a record of her own and is a minor.
fn is_minor(cx: &mut Cx) -> Result<bool, Failure> {
    if !matches!(cx.actor(), Actor::Person { own_chart: Some(_), .. }) {
        return Ok(false);
    }
    let access = cx.open_chart(Action::view(Area::Sharing))?;
    let rules = &cx.app().rules;
    let facts = madrone_authz::patient(cx.tx(), &access)?;
    Ok(facts.is_some_and(|facts| rules.tier(&facts, rules.today(cx.now())) < Tier::Adult))
}

#[derive(Template)]
#[template(path = "sharing.html")]
pub(crate) struct Sharing {
    pub(crate) shell: Shell,
    pub(crate) back: Option<Link>,
    pub(crate) heading: String,
    pub(crate) lede: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) none: Option<EmptyState>,
}

/// `GET /family`
pub(crate) fn show(cx: &mut Cx, Query(asked): Query<Said>) -> PageResult {
    let has_own = matches!(cx.actor(), Actor::Person { own_chart: Some(_), .. });
    let people = if has_own { Some(people(cx)?) } else { None };
    let records: Vec<Record> = cx.others().iter().map(|acting| record(cx, acting)).collect();
    let requests = requests_of(cx.tx(), cx.actor().id())?;
    let requests = requests.into_iter().map(|one| {
        Row::new("", "clock", one.patient_name)
            .line(cx.words().date_time(one.made))
            .badge(Badge::new(
                BadgeKind::Plain,
                cx.t(&format!("family-asked-{}", one.state)),
            ))
    });
    let requests = requests.collect();
    let heading = cx.t("family-heading");
    let mut shell = cx.shell(heading.clone());
    if SAID.contains(&asked.said.as_str()) {
        let said = cx.t(&format!("family-said-{}", asked.said));
        shell.notice = Some(Notice::new(NoticeKind::Done, said));
    }
    cx.render(&Overview {
        shell,
        back: has_own.then(|| Link::new("/sharing", cx.t("family-sharing-heading"))),
        heading,
        lede: cx.t("family-lede"),
        records_heading: cx.t("family-records"),
        no_records: records.is_empty().then(|| EmptyState {
            icon: "users",
            title: cx.t("family-no-records"),
            why: cx.t("family-no-records-why"),
            actions: Vec::new(),
        }),
        records,
        people,
        connect: Link::new("/family/connect", cx.t("family-connect")),
        asked: requests,
    })
}

fn record(cx: &Cx, acting: &Acting) -> Record {
    let home = format!("/as/{}/home", acting.patient);
    let seen = words::areas_of(cx, acting);
    let all = seen.len() == crate::scope::CHOICES.len();
    Record {
        row: Row::new("", "user", acting.name.clone())
            .line(cx.t(&format!("family-standing-{}", standing(acting))))
            .line(if all { cx.t("family-sees-all") } else { seen.join(", ") }),
        open: Link::new(home, cx.words().t1("family-open", "name", acting.called.as_str())),
        birthday: matches!(standing(acting), "child" | "teen").then(|| {
            let about = cx
                .words()
                .t1("family-birthday-heading-of", "name", acting.called.as_str());
            Link::new(format!("/as/{}/birthday", acting.patient), about)
        }),
        leave: (standing(acting) == "proxy").then(|| {
            Link::new(
                format!("/family/records/{}/leave", acting.relation),
                cx.words().t1("family-leave", "name", acting.called.as_str()),
            )
        }),
    }
}

fn standing(acting: &Acting) -> &'static str {
    use madrone_authz::family::Standing;
    match acting.standing {
        Standing::ParentOfChild => "child",
        Standing::ParentOfTeen => "teen",
        Standing::Proxy => "proxy",
        Standing::Representative => "representative",
    }
}

fn people(cx: &mut Cx) -> Result<People, Failure> {
    let access = cx.open_chart(Action::view(Area::Sharing))?;
    let chart = access.patient_id().unwrap_or_default().to_owned();
    let facts = madrone_authz::patient(cx.tx(), &access)?.ok_or(Failure::NotFound)?;
    let rules = &cx.app().rules;
    let adult = rules.tier(&facts, rules.today(cx.now())) == Tier::Adult;
    let mut rows = Vec::new();
    for relation in relation::of_chart(cx.tx(), &access)? {
        if rules.standing(&relation, &facts, cx.now()).is_some() {
            rows.push(person(cx, &access, &relation)?);
        }
    }
    let invited = store::of_patient(cx.tx(), &chart, cx.now().minus(SHOWN))?;
    let waiting = invited
        .into_iter()
        .filter(|one| one.standing(cx.now()) != "accepted" && one.standing(cx.now()) != "cancelled")
        .map(|one| {
            let state = one.standing(cx.now());
            let kind = if state == "pending" {
                BadgeKind::Due
            } else {
                BadgeKind::Plain
            };
            let last = cx.words().day_of(one.made.plus(LIVES));
            let row = Row::new("", "mail", one.name.clone())
                .line(one.email.clone())
                .line(if state == "pending" {
                    cx.words().t1("family-pending-until", "day", cx.words().date_long(last))
                } else {
                    String::new()
                })
                .badge(Badge::new(kind, cx.t(&format!("family-state-{state}"))));
            let cancel = (state == "pending").then(|| {
                Link::new(
                    format!("/family/invitations/{}/cancel", one.id),
                    cx.words().t1("family-cancel", "name", one.name.as_str()),
                )
            });
            (row, cancel)
        })
        .collect();
    Ok(People {
        heading: cx.t("family-people"),
        lede: cx.t(if adult {
            "family-people-lede"
        } else {
            "family-people-teen"
        }),
        none: rows.is_empty().then(|| EmptyState {
            icon: "lock",
            title: cx.t("family-no-people"),
            why: cx.t("family-no-people-why"),
            actions: Vec::new(),
        }),
        rows,
        waiting_heading: cx.t("family-waiting"),
        waiting,
        invite: adult.then(|| Link::new("/family/invite", cx.t("family-invite"))),
    })
}

fn person(cx: &Cx, access: &ChartAccess, relation: &Relation) -> Result<Row, Failure> {
    let said = grant::person_of(cx, access, &relation.id)?;
    let what = said.map_or("other", |person| grant::relationship_of(&person.json()));
    let mut row = Row::new(
        format!("/family/people/{}", relation.id),
        "user",
        relation.holder.clone(),
    )
    .line(words::relationship(cx, what))
    .line(words::what(cx, relation))
    .line(words::until(cx, relation.until));
    if relation.sensitive && matches!(relation.kind, Kind::Proxy | Kind::Delegate) {
        row = row.line(cx.t("family-sees-sensitive"));
    }
    Ok(row)
}
