//! People who ask to be connected with a patient, as the clinic works them off. They are never told whether there is such a
//! patient, only whether they were connected.

use askama::Template;
use madrone_accounts::{account, on_file};
use madrone_authz::relation::Relation;
use madrone_authz::{Action, Area};
use madrone_db::Result as DbResult;
use madrone_fhir::ResourceType;
use madrone_kernel::new_id;
use madrone_web::components::{Choice, ErrorSummary, Fact, Field, FieldKind, Link, Row};
use madrone_web::{Cx, Failure, Form, List, PageResult, Path, Query, Shell, Sought, Worklist};

use super::ROLES;
use super::chart::{KINDS, decide, relationship_of, unfit};
use super::store::{self, Request};
use crate::invitation::ask::with_errors;
use crate::scope::Fields;
use crate::{CHANGED, grant, words};

const LIST: List = List {
    name: "proxies-list",
    path: "/clinic/proxies",
    said: &["connected", "refused"],
};

/// The number beside the place in the navigation.
pub(crate) fn badge(cx: &Cx) -> DbResult<u64> {
    Ok(u64::try_from(store::count_open(cx.tx())?).unwrap_or(0))
}

/// `GET /clinic/proxies`
pub(crate) fn index(cx: &mut Cx, Query(sought): Query<Sought>) -> PageResult {
    cx.only(ROLES)?;
    let all = store::requests(cx.tx(), !sought.is_settled())?;
    let rows = all.into_iter().map(|request| {
        let row = Row::new(format!("/clinic/proxies/{}", request.id), "user", request.name.clone())
            .line(words::relationship(cx, &request.relationship))
            .line(request.patient_name.clone())
            .line(cx.words().date_time(request.made));
        (format!("{} {}", request.name, request.patient_name), row)
    });
    let rows = rows.collect();
    cx.render(&Worklist::new(cx, LIST, &sought, rows))
}

#[derive(Template)]
#[template(path = "request.html")]
struct Page {
    shell: Shell,
    back: Link,
    heading: String,
    facts: Vec<Fact>,
    summary: Option<ErrorSummary>,
    action: String,
    fields: Vec<Field>,
    none: String,
    connect: String,
    refuse: String,
    is_open: bool,
    settled: String,
}

fn find(cx: &mut Cx, id: &str) -> Result<Request, Failure> {
    cx.only(ROLES)?;
    store::request_by_id(cx.tx(), id)?.ok_or(Failure::NotFound)
}

/// `GET /clinic/proxies/{id}`
pub(crate) fn show(cx: &mut Cx, Path(id): Path) -> PageResult {
    let request = find(cx, &id)?;
    let page = page(cx, &request, &Fields::default(), &[])?;
    cx.render(&page)
}

/// `POST /clinic/proxies/{id}`
pub(crate) fn take(cx: &mut Cx, Path(id): Path, form: Form<Fields>) -> PageResult {
    let request = find(cx, &id)?;
    let fields = form.0;
    if fields.has("refuse") {
        store::settle(cx.tx(), &id, "refused", cx.now())?;
        grant::tell_account(cx.app(), cx.tx(), (&request.account, &CHANGED), &id, cx.now())?;
        return cx.redirect("/clinic/proxies?said=refused");
    }
    let mut wrong = Vec::new();
    let kind = KINDS.into_iter().find(|kind| kind.name() == fields.text("kind"));
    let patient = fields.text("patient").to_owned();
    let account = account::by_id(cx.tx(), &request.account)?;
    let access = if patient.is_empty() {
        None
    } else {
        Some(cx.open_chart_of(&patient, Action::write(Area::Sharing))?)
    };
    let facts = match &access {
        Some(access) => madrone_authz::patient(cx.tx(), access)?,
        None => None,
    };
    match (&facts, &account) {
        (None, _) => wrong.push(("patient", "proxies-wrong-patient")),
        (Some(_), None) => wrong.push(("patient", "proxies-wrong-account")),
        (Some(facts), Some(account)) => {
            if store::is_excluded(cx.tx(), &facts.id, &account.email)? {
                wrong.push(("patient", "proxies-wrong-excluded"));
            }
            match kind.map(|kind| unfit(cx, facts, kind)) {
                None => wrong.push(("kind", "family-wrong-relationship")),
                Some(Some(why)) => wrong.push(("kind", why)),
                Some(None) => {}
            }
        }
    }
    if fields.text("evidence").is_empty() {
        wrong.push(("evidence", "proxies-wrong-evidence"));
    }
    let (Some(kind), Some(account), Some(access), true) = (kind, account, access, wrong.is_empty()) else {
        let page = page(cx, &request, &fields, &wrong)?;
        return cx.invalid(&page);
    };
    if !store::settle(cx.tx(), &id, "connected", cx.now())? {
        return cx.redirect("/clinic/proxies");
    }
    let holder = (account.id.as_str(), account.name.as_str());
    let relation = Relation::new(new_id(cx.now(), cx.random()), &patient, holder, kind, cx.now());
    let relation = grant::give(cx.tx(), &access, &grant::writer(cx), (relation, relationship_of(kind)))?;
    decide(cx, &patient, "connected", (&relation.holder, fields.text("evidence")))?;
    grant::tell_account(cx.app(), cx.tx(), (&relation.account, &CHANGED), &id, cx.now())?;
    grant::tell_patient(cx, &patient, &CHANGED, &id)?;
    cx.redirect("/clinic/proxies?said=connected")
}

/// The patients who were born on that day.
fn candidates(cx: &mut Cx, request: &Request) -> Result<Vec<Choice>, Failure> {
    let access = cx.open_all_charts(Action::view(Area::Demographics))?;
    let query = format!("birthdate={}&_count=20", request.birth_date);
    let found = madrone_chart::search_text(cx.tx(), &access, ResourceType::Patient, &query)?;
    let choices = found.matches.iter().map(|stored| {
        let patient = on_file::read(stored);
        Choice {
            hint: patient.postal_codes.join(", "),
            ..Choice::new(patient.chart, patient.name)
        }
    });
    Ok(choices.collect())
}

fn page(cx: &mut Cx, request: &Request, typed: &Fields, wrong: &[(&str, &'static str)]) -> Result<Page, Failure> {
    let mut patients = candidates(cx, request)?;
    for choice in &mut patients {
        choice.chosen = choice.value == typed.text("patient");
    }
    let born = request.birth_date.parse().map(|date| cx.words().date_long(date));
    let fact = |key: &str, value: String| Fact::new(cx.t(key), value);
    let mut kinds = vec![Choice::new("", cx.t("family-choose"))];
    kinds.extend(KINDS.map(|kind| Choice::new(kind.name(), cx.t(&format!("proxies-kind-{}", kind.name())))));
    let none = if patients.is_empty() {
        cx.t("proxies-no-candidates")
    } else {
        String::new()
    };
    let fields = vec![
        Field::new(FieldKind::Radio, "patient", cx.t("proxies-patient")).choices(patients),
        Field::new(FieldKind::Select, "kind", cx.t("proxies-kind"))
            .choices(kinds)
            .value(typed.text("kind")),
        Field::new(FieldKind::Text, "evidence", cx.t("proxies-evidence"))
            .hint(cx.t("proxies-evidence-of-request"))
            .value(typed.text("evidence"))
            .max_length(1000),
    ];
    let fields = with_errors(cx, fields, wrong);
    let is_open = request.state == "open";
    Ok(Page {
        shell: cx.shell(request.name.clone()),
        back: Link::new("/clinic/proxies", cx.t("proxies-list")),
        heading: request.name.clone(),
        facts: [
            fact("proxies-asks-for", request.patient_name.clone()),
            fact("proxies-born", born.unwrap_or_else(|_| request.birth_date.clone())),
            fact("proxies-is", words::relationship(cx, &request.relationship)),
            fact("proxies-note", request.note.clone()),
            fact("proxies-asked", cx.words().date_time(request.made)),
        ]
        .into_iter()
        .filter(|fact| fact.lines.iter().all(|line| !line.is_empty()))
        .collect(),
        summary: ErrorSummary::of(&cx.t("family-check"), &fields),
        action: format!("/clinic/proxies/{}", request.id),
        fields,
        none,
        connect: cx.t("proxies-connect"),
        refuse: cx.t("proxies-refuse"),
        is_open,
        settled: if is_open {
            String::new()
        } else {
            cx.t(&format!("proxies-state-{}", request.state))
        },
    })
}
