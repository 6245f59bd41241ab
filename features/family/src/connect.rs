//! "Ask the clinic to connect us": whom somebody cares for, what they are to them, and how they can show it. The answer is
//! the same whether there is such a patient or not.

use jiff::civil::Date;
use madrone_authz::Actor;
use madrone_kernel::new_id;
use madrone_web::components::{Choice, ErrorSummary, Field, FieldKind, Link};
use madrone_web::{Cx, Failure, Form, PageResult};

use crate::clinic::store::{self, Request};
use crate::grant::RELATIONSHIPS;
use crate::invitation::ask::{Page, show_kept, with_errors};
use crate::scope::Fields;
use crate::words;

/// So many of somebody's requests wait at most.
const MOST: usize = 5;

/// `GET /family/connect`
pub(crate) fn show(cx: &mut Cx) -> PageResult {
    show_kept(cx, page)
}

/// `POST /family/connect`
pub(crate) fn take(cx: &mut Cx, form: Form<Fields>) -> PageResult {
    let fields = form.0;
    let Actor::Person { account, name, .. } = cx.actor() else {
        return Err(Failure::NotFound);
    };
    let mut wrong = Vec::new();
    let born = fields.text("birth_date").parse::<Date>();
    if fields.text("patient_name").is_empty() || fields.text("patient_name").chars().count() > 100 {
        wrong.push(("patient_name", "family-wrong-name"));
    }
    if born.is_err() {
        wrong.push(("birth_date", "family-wrong-date"));
    }
    let relationship = RELATIONSHIPS
        .iter()
        .find(|(known, _)| *known == fields.text("relationship"));
    if relationship.is_none() {
        wrong.push(("relationship", "family-wrong-relationship"));
    }
    let waiting = store::requests_of(cx.tx(), &account)?;
    if waiting.iter().filter(|one| one.state == "open").count() >= MOST {
        wrong.push(("patient_name", "family-connect-many"));
    }
    let (Some((relationship, _)), Ok(born), true) = (relationship, born, wrong.is_empty()) else {
        return cx.invalid(&page(cx, &fields, &wrong));
    };
    let request = Request {
        id: new_id(cx.now(), cx.random()),
        account,
        name,
        patient_name: fields.text("patient_name").to_owned(),
        birth_date: born.to_string(),
        relationship: (*relationship).to_owned(),
        note: fields.text("note").chars().take(1000).collect(),
        made: cx.now(),
        state: "open".to_owned(),
    };
    store::ask(cx.tx(), &request)?;
    cx.redirect("/family?said=asked")
}

fn page(cx: &Cx, typed: &Fields, wrong: &[(&str, &'static str)]) -> Page {
    let mut relationships = vec![Choice::new("", cx.t("family-choose"))];
    relationships.extend(RELATIONSHIPS.iter().map(|(name, _)| {
        let label = if *name == "child" || *name == "parent" {
            cx.t(&format!("family-connect-{name}"))
        } else {
            words::relationship(cx, name)
        };
        Choice::new(*name, label)
    }));
    let fields = vec![
        Field::new(FieldKind::Text, "patient_name", cx.t("family-connect-name"))
            .value(typed.text("patient_name"))
            .max_length(100),
        Field::new(FieldKind::Date, "birth_date", cx.t("family-birth-date")).value(typed.text("birth_date")),
        Field::new(FieldKind::Select, "relationship", cx.t("family-connect-relationship"))
            .choices(relationships)
            .value(typed.text("relationship")),
        Field::new(FieldKind::Long, "note", cx.t("family-connect-note"))
            .optional()
            .hint(cx.t("family-connect-note-hint"))
            .value(typed.text("note"))
            .max_length(1000),
    ];
    let fields = with_errors(cx, fields, wrong);
    let heading = cx.t("family-connect");
    Page {
        shell: cx.shell(heading.clone()),
        back: Link::new("/family", cx.t("family-heading")),
        heading,
        lede: cx.t("family-connect-lede"),
        lines: Vec::new(),
        summary: ErrorSummary::of(&cx.t("family-check"), &fields),
        action: "/family/connect".to_owned(),
        hidden: None,
        fields,
        button: cx.t("family-connect-button"),
        other: None,
        ways: Vec::new(),
    }
}
