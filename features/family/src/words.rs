//! How relationships are said.

use madrone_authz::relation::{Kind, Relation};
use madrone_authz::{Acting, Areas};
use madrone_kernel::Instant;
use madrone_web::Cx;

use crate::scope::CHOICES;

/// Areas in the reader's words, in the order of the form.
pub(crate) fn areas(cx: &Cx, areas: Areas) -> Vec<String> {
    let open = CHOICES.into_iter().filter(|area| areas.holds(*area));
    open.map(|area| cx.t(&format!("family-area-{}", area.name()))).collect()
}

/// The same, with a word on those of which one sees only what one took part in.
pub(crate) fn areas_of(cx: &Cx, acting: &Acting) -> Vec<String> {
    let mut said = areas(cx, acting.areas.without(acting.own));
    let own = areas(cx, acting.own).into_iter();
    said.extend(own.map(|area| cx.words().t1("family-own", "area", area)));
    said
}

/// What somebody may see by `relation`, in one line.
pub(crate) fn what(cx: &Cx, relation: &Relation) -> String {
    match relation.kind {
        Kind::Delegate => areas(cx, relation.areas).join(", "),
        Kind::Parent if relation.more => cx.t("family-sees-parent-more"),
        kind => cx.t(&format!("family-sees-{}", kind.name())),
    }
}

/// Until when it holds, where it has an end.
pub(crate) fn until(cx: &Cx, until: Option<Instant>) -> String {
    let Some(until) = until else { return String::new() };
    // It ends at the midnight after its last day.
    let words = cx.words();
    let last = words.day_of(until.minus(std::time::Duration::from_secs(1)));
    words.t1("family-until", "day", words.date_long(last))
}

/// What somebody is to the patient.
pub(crate) fn relationship(cx: &Cx, name: &str) -> String {
    cx.t(&format!("family-relationship-{name}"))
}
