//! The page on which a patient says how to speak with her.

use madrone_authz::{Action, Area};
use madrone_web::{Cx, Form, PageResult, Query};
use serde::Deserialize;

use crate::about::About;
use crate::save;
use crate::view::{Problem, Profile};

/// What the page was opened with.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    saved: String,
}

/// The form: the answers, and the version of the Patient that they were written over.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    version: String,
    #[serde(flatten)]
    about: About,
}

/// `GET /settings/profile`
pub(crate) fn show(cx: &mut Cx, wish: Query<Wish>) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Demographics))?;
    let stored = save::patient(cx, &access)?;
    let patient = stored.json();
    let mut page = match cx.draft::<Said>()? {
        Some(kept) => Profile::kept(cx, &stored, &patient, (&kept.about.tidy(), &kept.version)),
        None => Profile::new(cx, &stored, &patient, &About::of(&patient), &Problem::None),
    };
    if wish.0.saved == "1" {
        page.say_saved(cx);
    }
    cx.render(&page)
}

/// `POST /settings/profile`
pub(crate) fn take(cx: &mut Cx, form: Form<Said>) -> PageResult {
    let access = cx.open_chart(Action::write(Area::Demographics))?;
    let stored = save::patient(cx, &access)?;
    let patient = stored.json();
    let before = About::of(&patient);
    let about = form.0.about.tidy();
    // Somebody else wrote in between: she sees both, and nothing is written until she has.
    if form.0.version != stored.version.to_string() {
        return cx.invalid(&Profile::new(
            cx,
            &stored,
            &patient,
            &about,
            &Problem::Changed(Box::new(before)),
        ));
    }
    let wrong = about.wrong(&before);
    if !wrong.is_empty() {
        return cx.invalid(&Profile::new(cx, &stored, &patient, &about, &Problem::Wrong(wrong)));
    }
    save::save(cx, &access, &stored, &about)?;
    cx.redirect("/settings/profile?saved=1")
}
