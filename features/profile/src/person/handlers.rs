//! Adding, changing and taking away whom to call.

use madrone_authz::{Action, Area, ChartAccess};
use madrone_chart::Stored;
use madrone_fhir::ResourceType;
use madrone_kernel::new_id;
use madrone_web::{Cx, Failure, Form, PageResult, Path};
use serde_json::json;

use super::view::Page;
use super::{MOST, Person, is_called};
use crate::change::{self, Change};
use crate::part::Part;
use crate::save;

const DONE: &str = "/settings/profile?saved=1#people";

pub(crate) fn show_new(cx: &mut Cx) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Demographics))?;
    room_for_one_more(cx, &access)?;
    let kept = cx.draft::<Person>()?;
    let page = Page::new(cx, None, &kept.clone().unwrap_or_default(), &[]);
    cx.render(&page.kept(cx, kept.is_some()))
}

pub(crate) fn take_new(cx: &mut Cx, form: Form<Person>) -> PageResult {
    let access = cx.open_chart(Action::write(Area::Demographics))?;
    room_for_one_more(cx, &access)?;
    let person = form.0.tidy();
    let wrong = person.wrong(&Person::default());
    if !wrong.is_empty() {
        return cx.invalid(&Page::new(cx, None, &person, &wrong));
    }
    let chart = access.patient_id().ok_or(Failure::NotFound)?;
    let stored = save::create(cx, &access, person.new_resource(chart))?;
    tell(cx, &access, (None, &stored))?;
    cx.redirect(DONE)
}

pub(crate) fn show(cx: &mut Cx, Path(id): Path) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Demographics))?;
    let stored = find(cx, &access, &id)?;
    let kept = cx.draft::<Person>()?;
    let person = kept.clone().unwrap_or_else(|| Person::of(&stored.json()));
    let page = Page::new(cx, Some(&id), &person, &[]);
    cx.render(&page.kept(cx, kept.is_some()))
}

pub(crate) fn take(cx: &mut Cx, Path(id): Path, form: Form<Person>) -> PageResult {
    let access = cx.open_chart(Action::write(Area::Demographics))?;
    let stored = find(cx, &access, &id)?;
    let mut resource = stored.json();
    let person = form.0.tidy();
    let wrong = person.wrong(&Person::of(&resource));
    if !wrong.is_empty() {
        return cx.invalid(&Page::new(cx, Some(&id), &person, &wrong));
    }
    person.put_into(&mut resource);
    if let Some(written) = save::write(cx, &access, &stored, resource)? {
        tell(cx, &access, (Some(stored.version), &written))?;
    }
    cx.redirect(DONE)
}

/// Takes somebody away: the `RelatedPerson` stays, no longer in use.
pub(crate) fn remove(cx: &mut Cx, Path(id): Path) -> PageResult {
    let access = cx.open_chart(Action::write(Area::Demographics))?;
    let stored = find(cx, &access, &id)?;
    let mut resource = stored.json();
    resource["active"] = json!(false);
    if let Some(written) = save::write(cx, &access, &stored, resource)? {
        tell(cx, &access, (Some(stored.version), &written))?;
    }
    cx.redirect(DONE)
}

/// Has the clinic told.
fn tell(cx: &Cx, access: &ChartAccess, versions: (Option<i64>, &Stored)) -> Result<(), Failure> {
    let saved = new_id(cx.now(), cx.random());
    change::add(cx, &Change::made(cx, access, (&saved, Part::Contact), versions))
}

fn find(cx: &Cx, access: &ChartAccess, id: &str) -> Result<Stored, Failure> {
    let found = madrone_chart::read(cx.tx(), access, ResourceType::RelatedPerson, id)?;
    found
        .filter(|stored| !stored.deleted && is_called(&stored.json()))
        .ok_or(Failure::NotFound)
}

fn room_for_one_more(cx: &Cx, access: &ChartAccess) -> Result<(), Failure> {
    if super::all(cx, access)?.len() < MOST {
        Ok(())
    } else {
        Err(Failure::NotFound)
    }
}
