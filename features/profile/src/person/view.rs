//! The form of somebody to call.

use askama::Template;
use madrone_web::components::{Choice, ErrorSummary, Field, FieldKind, Link, Notice, NoticeKind};
use madrone_web::{Cx, Shell};

use super::{Person, RELATIONS};

/// What somebody is to the patient, in the reader's words.
pub(super) fn relation(cx: &Cx, said: &str) -> String {
    let key = format!("profile-relation-{said}");
    if RELATIONS.iter().any(|(word, ..)| *word == said) {
        cx.t(&key)
    } else {
        said.to_owned()
    }
}

#[derive(Template)]
#[template(path = "person.html")]
pub(super) struct Page {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    action: String,
    fields: Vec<Field>,
    button: String,
    /// The way to take them away, where they are on the list.
    remove: Option<Link>,
    remove_heading: String,
}

impl Page {
    /// The form for `person`, who has this id if they are on the list already.
    pub(super) fn new(cx: &Cx, id: Option<&str>, person: &Person, wrong: &[(&str, &'static str)]) -> Self {
        let text = |kind, name: &'static str, value: &str, most| {
            Field::new(kind, name, cx.t(&format!("profile-person-{name}")))
                .value(value)
                .max_length(most)
        };
        let mut relations: Vec<_> = RELATIONS
            .iter()
            .map(|(word, ..)| Choice::new(*word, relation(cx, word)))
            .collect();
        relations.insert(0, Choice::new("", cx.t("profile-person-choose")));
        if relations.iter().all(|choice| choice.value != person.relation) {
            relations.push(Choice::new(person.relation.as_str(), person.relation.as_str()));
        }
        let fields = [
            text(FieldKind::Text, "given", &person.given, 100),
            text(FieldKind::Text, "family", &person.family, 100).optional(),
            Field::new(FieldKind::Select, "relation", cx.t("profile-person-relation"))
                .choices(relations)
                .value(person.relation.as_str()),
            text(FieldKind::Phone, "phone", &person.phone, 30).hint(cx.t("profile-person-phone-hint")),
            text(FieldKind::Phone, "other", &person.other, 30).optional(),
            text(FieldKind::Email, "email", &person.email, 100).optional(),
        ];
        let fields: Vec<_> = fields
            .into_iter()
            .map(|field| {
                let found = wrong.iter().find(|(name, _)| *name == field.name);
                field.error(found.map(|(_, key)| cx.t(key)))
            })
            .collect();
        let heading = match id {
            Some(_) => person.name(),
            None => cx.t("profile-people-add"),
        };
        Self {
            shell: cx.shell(heading.clone()),
            back: Link::new("/settings/profile", cx.t("profile-title")),
            heading,
            lede: cx.t("profile-person-lede"),
            summary: ErrorSummary::of(&cx.t("profile-check"), &fields),
            action: format!("/settings/profile/people/{}", id.unwrap_or("new")),
            fields,
            button: cx.t("profile-save"),
            remove: id.map(|id| {
                Link::new(
                    format!("/settings/profile/people/{id}/remove"),
                    cx.t("profile-person-remove"),
                )
            }),
            remove_heading: cx.t("profile-person-remove-heading"),
        }
    }

    /// Says that the answers are not saved yet, where they were kept over a sign-in.
    pub(super) fn kept(mut self, cx: &Cx, is_kept: bool) -> Self {
        if is_kept {
            self.shell.notice = Some(Notice::new(NoticeKind::Warning, cx.t("web-draft-kept")));
        }
        self
    }
}
