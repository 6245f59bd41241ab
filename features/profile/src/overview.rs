//! The page with all that a patient says of herself, and the ways to change each part.

use askama::Template;
use madrone_accounts::account;
use madrone_authz::{Action, Area};
use madrone_web::components::{Fact, Link, Notice, NoticeKind, Row};
use madrone_web::{Cx, Failure, PageResult, Query, Shell};
use serde::Deserialize;
use serde_json::Value;

use crate::about::About;
use crate::address::HOME;
use crate::change::{self, Change};
use crate::field::{Field, Section};
use crate::part::Part;
use crate::person::{self, Person};
use crate::{name, save, say, telecom};

/// What the page was opened with.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    saved: String,
}

/// What the page may say of what was just done, by the words' names.
const SAID: [(&str, &str); 4] = [
    ("1", "profile-saved"),
    ("email", "profile-saved-email"),
    ("phone", "profile-saved-phone"),
    ("call", "profile-saved-call"),
];

#[derive(Template)]
#[template(path = "overview.html")]
struct Overview {
    shell: Shell,
    heading: String,
    lede: String,
    legal: Vec<Fact>,
    legal_why: String,
    about: Group,
    reach_heading: String,
    reach: Vec<Row>,
    home: Group,
    temporary: Group,
    people_heading: String,
    people_lede: String,
    people: Vec<Row>,
    add: Option<Link>,
    background: Group,
}

/// A section with the way to change it.
struct Group {
    heading: String,
    change: Link,
    facts: Vec<Fact>,
    /// What is said without a name of its own.
    lines: Vec<String>,
}

/// `GET /settings/profile`
pub(crate) fn show(cx: &mut Cx, wish: Query<Wish>) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Demographics))?;
    let patient = save::patient(cx, &access)?.json();
    let calls = change::to_be_called(cx.tx(), access.patient_id().unwrap_or_default())?;
    let people = person::all(cx, &access)?;
    let page = Overview::new(cx, &patient, &calls, (&people, &wish.0.saved))?;
    cx.render(&page)
}

impl Overview {
    fn new(
        cx: &Cx,
        patient: &Value,
        calls: &[Change],
        (people, saved): (&[(String, Person)], &str),
    ) -> Result<Self, Failure> {
        let key = |name: &str| cx.t(name);
        let heading = key("profile-title");
        let mut shell = cx.shell(heading.clone());
        let said = SAID.iter().find(|(name, _)| *name == saved);
        shell.notice = said.map(|(_, key)| Notice::new(NoticeKind::Done, cx.t(key)));
        let about = About::of(patient);
        Ok(Self {
            shell,
            heading,
            lede: key("profile-lede"),
            legal: vec![Fact::new(
                key("profile-legal"),
                name::legal(patient).unwrap_or_default(),
            )],
            legal_why: match cx.site().phone.as_str() {
                "" => key("profile-legal-why"),
                phone => cx.words().t1("profile-legal-why-at", "phone", phone),
            },
            about: group(cx, Section::About, &about),
            reach_heading: key("profile-reach"),
            reach: reach(cx, patient, calls)?,
            home: group_of(cx, Section::Home, HOME.lines(&about)),
            temporary: group_of(cx, Section::Temporary, say::temporary(cx, &about)),
            people_heading: key("profile-people"),
            people_lede: key(if people.is_empty() {
                "profile-people-none"
            } else {
                "profile-people-lede"
            }),
            people: people.iter().map(|(id, person)| person_row(cx, id, person)).collect(),
            add: (people.len() < person::MOST)
                .then(|| Link::new("/settings/profile/people/new", key("profile-people-add"))),
            background: group(cx, Section::Background, &about),
        })
    }
}

/// A section with an answer to each of its questions.
fn group(cx: &Cx, section: Section, about: &About) -> Group {
    let fact = |field: &Field| {
        let mut lines = say::answers(cx, about, *field);
        if lines.is_empty() {
            lines.push(cx.t("profile-not-said"));
        }
        Fact {
            lines,
            ..Fact::new(cx.t(&format!("profile-clinic-{}", field.name())), "")
        }
    };
    Group {
        facts: section.fields().iter().map(fact).collect(),
        lines: Vec::new(),
        ..group_of(cx, section, Vec::new())
    }
}

/// A section that says one thing.
fn group_of(cx: &Cx, section: Section, lines: Vec<String>) -> Group {
    Group {
        heading: cx.t(&format!("profile-section-{}", section.name())),
        change: Link::new(section.path(), cx.t(&format!("profile-change-{}", section.name()))),
        facts: Vec::new(),
        lines: if lines.is_empty() {
            vec![cx.t("profile-not-said")]
        } else {
            lines
        },
    }
}

/// The ways to reach her, each with what waits for the clinic's call.
fn reach(cx: &Cx, patient: &Value, calls: &[Change]) -> Result<Vec<Row>, Failure> {
    let account = account::by_id(cx.tx(), cx.actor().id())?.ok_or(Failure::NotFound)?;
    let row = |part: Part| {
        let value = match part {
            Part::Email => account.email.clone(),
            part => telecom::read(part, patient),
        };
        let icon = if part == Part::Email { "mail" } else { "phone" };
        let shown = if value.is_empty() {
            cx.t("profile-not-said")
        } else {
            value
        };
        let row = Row::new(
            format!("/settings/profile/contact/{}", part.name()),
            icon,
            cx.t(&format!("profile-part-{}", part.name())),
        )
        .line(shown);
        let call = calls.iter().find(|call| call.part == part);
        match call.and_then(|call| call.number.as_deref()) {
            Some(number) => row.line(cx.words().t1("profile-waits-for-call", "number", number)),
            None => row,
        }
    };
    Ok(Part::REACHED.into_iter().map(row).collect())
}

fn person_row(cx: &Cx, id: &str, person: &Person) -> Row {
    let mut lines = person.lines(cx).into_iter();
    let title = lines.next().unwrap_or_default();
    let row = Row::new(format!("/settings/profile/people/{id}"), "user", title);
    lines.fold(row, Row::line)
}
