//! A visit or an appointment as it is shown.

use madrone_fhir::view;
use madrone_i18n::{PartialDate, Words};
use madrone_kernel::Instant;
use madrone_web::components::{Badge, BadgeKind, DateTile, Link, Row};
use serde_json::Value;

use crate::chart::{Item, Related};
use crate::page::{NextVisit, plain_badge};
use crate::say::{self, Say};

/// Appointments that are still to come.
pub(crate) const COMING: &str = "status=booked,pending,proposed,waitlist,arrived,checked-in";

/// What kind of visit an Encounter was: its type, else its class in words.
pub(crate) fn title(encounter: &Value, say: Say<'_>) -> String {
    let kind = view::get(encounter, "type").and_then(|kind| say.named(kind));
    let class = || {
        view::get(encounter, "class").and_then(|class| {
            let code = view::text(class, "code");
            let known = code.and_then(|code| say.known("class", code));
            known.or_else(|| view::text(class, "display").map(say::sentence))
        })
    };
    kind.or_else(class).unwrap_or_else(|| say.t("visit"))
}

/// Whether the person stayed: inpatient, observation, or admitted from the emergency department.
pub(crate) fn is_stay(encounter: &Value) -> bool {
    let class = view::text(encounter, "class.code").unwrap_or_default();
    matches!(class, "IMP" | "ACUTE" | "NONAC" | "OBSENC" | "SS") || encounter.get("hospitalization").is_some()
}

/// When it was: one day, or from when to when.
pub(crate) fn when(encounter: &Value, say: Say<'_>) -> String {
    view::get(encounter, "period")
        .and_then(|period| say.period(period))
        .unwrap_or_else(|| say.t("date-unknown"))
}

/// The clinicians of a visit, the one in charge first.
pub(crate) fn clinicians(encounter: &Value, related: &Related) -> Vec<String> {
    let mut people: Vec<&Value> = view::all(encounter, "participant");
    let is_lead = |person: &Value| {
        view::all(person, "type.coding.code")
            .iter()
            .any(|code| *code == "PPRF" || *code == "ATND")
    };
    people.sort_by_key(|person| !is_lead(person));
    let mut names = Vec::new();
    for person in people {
        if let Some(name) = person.get("individual").and_then(|who| related.name(encounter, who))
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// Why the visit was.
pub(crate) fn reasons(encounter: &Value, related: &Related) -> Vec<String> {
    let mut reasons: Vec<String> = view::all(encounter, "reasonCode")
        .into_iter()
        .filter_map(say::name)
        .collect();
    reasons.extend(related.names(encounter, "reasonReference"));
    reasons
}

/// A visit as a row.
pub(crate) fn row(item: &Item, related: &Related, say: Say<'_>) -> Row {
    let json = &item.json;
    let who = clinicians(json, related).into_iter().next();
    let place = related.name_at(json, &["serviceProvider", "location.location"]);
    let icon = if is_stay(json) { "building-2" } else { "stethoscope" };
    let mut row = Row::new(format!("/visits/{}", item.id), icon, title(json, say))
        .line(when(json, say))
        .line([who, place].into_iter().flatten().collect::<Vec<_>>().join(", "))
        .line(reasons(json, related).join(", "));
    if is_stay(json) {
        row.badges.push(plain_badge(say.t("hospital-stay")));
    }
    row.badges.extend(status(json, "finished", say));
    row
}

/// The badge of a status, unless it is the expected one.
pub(crate) fn status(resource: &Value, expected: &str, say: Say<'_>) -> Option<Badge> {
    let status = view::text(resource, "status").filter(|status| *status != expected && *status != "unknown")?;
    let kind = match status {
        "cancelled" | "noshow" | "entered-in-error" => BadgeKind::Due,
        _ => BadgeKind::Plain,
    };
    Some(Badge::new(kind, say.code("visit-status", status)))
}

/// An appointment with its day's leaf.
pub(crate) fn appointment(item: &Item, related: &Related, ways: Vec<Link>, say: Say<'_>) -> NextVisit {
    let json = &item.json;
    let start = say::moment(json, &["start"]);
    let mut lines = Vec::new();
    lines.extend(start.map(|start| say.words().day_time(start)));
    let reasons: Vec<String> = view::all(json, "reasonCode")
        .into_iter()
        .filter_map(say::name)
        .collect();
    let text = view::text(json, "description")
        .map(str::to_owned)
        .or_else(|| reasons.first().cloned());
    lines.extend(text);
    lines.extend(minutes(json).map(|minutes| say.t1("about-minutes", "count", minutes)));
    lines.extend(places(json, related));
    lines.extend(view::text(json, "patientInstruction").map(str::to_owned));
    NextVisit {
        tile: start.map(|start| tile(start, say.words())).unwrap_or_default(),
        title: appointment_title(json, related, say),
        lines,
        ways,
    }
}

/// "Office visit with Dr. Lena Ortiz"
pub(crate) fn appointment_title(json: &Value, related: &Related, say: Say<'_>) -> String {
    let concept = ["appointmentType", "serviceType", "serviceCategory"]
        .into_iter()
        .find_map(|path| view::get(json, path));
    let kind = concept
        .and_then(|concept| say.coded(concept, "appointment-type"))
        .unwrap_or_else(|| say.t("visit"));
    match people(json, related, true).into_iter().next() {
        Some(who) => say.words().t2("record-visit-with", ("kind", kind), ("who", who)),
        None => kind,
    }
}

/// The names of people (or else of places) who take part.
fn people(json: &Value, related: &Related, persons: bool) -> Vec<String> {
    let actors = view::all(json, "participant.actor").into_iter().filter(|actor| {
        let reference = view::text(actor, "reference").unwrap_or_default();
        let is_person = reference.starts_with("Practitioner");
        let is_patient = reference.starts_with("Patient") || reference.starts_with("RelatedPerson");
        !is_patient && is_person == persons
    });
    actors.filter_map(|actor| related.name(json, actor)).collect()
}

fn places(json: &Value, related: &Related) -> Option<String> {
    let places = people(json, related, false);
    (!places.is_empty()).then(|| places.join(", "))
}

fn minutes(json: &Value) -> Option<i64> {
    if let Some(minutes) = json.get("minutesDuration").and_then(Value::as_i64) {
        return Some(minutes);
    }
    let (start, end) = (say::moment(json, &["start"])?, say::moment(json, &["end"])?);
    i64::try_from(end.since(start).as_secs() / 60)
        .ok()
        .filter(|minutes| *minutes > 0)
}

/// A day as a leaf of a calendar.
pub(crate) fn tile(at: Instant, words: &Words) -> DateTile {
    let day = words.day_of(at);
    // Both languages write "Nov 26, 2026" with one word among numbers, and the weekday first in the long form.
    let short = words.date_short(day);
    let month = short
        .split('\u{a0}')
        .find(|part| part.chars().all(char::is_alphabetic))
        .unwrap_or_default();
    DateTile {
        month: month.to_owned(),
        day: day.day().to_string(),
        weekday: words.date_long(day).chars().take(3).collect(),
    }
}

/// Whether an appointment's time is still to come.
pub(crate) fn is_coming(appointment: &Value, now: Instant) -> bool {
    match view::text(appointment, "start").and_then(PartialDate::parse) {
        Some(PartialDate::Instant(_)) => say::moment(appointment, &["end", "start"]).is_some_and(|end| end > now),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    #[test]
    fn a_visit_is_called_by_its_type_or_else_its_class() {
        let words = words();
        let say = Say::new(&words);
        assert_eq!(
            title(
                &json!({"type": [{"text": "annual checkup"}], "class": {"code": "AMB"}}),
                say
            ),
            "Annual checkup"
        );
        assert_eq!(title(&json!({"class": {"code": "IMP"}}), say), "Hospital stay");
        assert_eq!(
            title(&json!({"class": {"code": "XYZ", "display": "field work"}}), say),
            "Field work"
        );
        assert_eq!(title(&json!({}), say), "Visit");
    }

    #[test]
    fn the_clinician_in_charge_is_named_first() {
        let encounter = json!({"participant": [
            {"individual": {"display": "Nurse Kim"}},
            {"type": [{"coding": [{"code": "PPRF"}]}], "individual": {"display": "Dr. Ortiz"}}]});
        assert_eq!(clinicians(&encounter, &Related::default()), ["Dr. Ortiz", "Nurse Kim"]);
    }

    #[test]
    fn a_leaf_of_the_calendar_is_short_in_both_languages() {
        let words = words();
        let at = "2026-11-26T18:20:00Z".parse::<jiff::Timestamp>().unwrap().into();
        let leaf = tile(at, &words);
        assert_eq!(
            (leaf.month.as_str(), leaf.day.as_str(), leaf.weekday.as_str()),
            ("Nov", "26", "Thu")
        );
        let leaf = tile(at, &words.in_locale(madrone_i18n::Locale::Es));
        assert_eq!((leaf.month.as_str(), leaf.weekday.as_str()), ("nov", "jue"));
    }

    #[test]
    fn an_appointment_is_coming_until_it_is_over() {
        let now = "2026-11-26T18:20:00Z".parse::<jiff::Timestamp>().unwrap().into();
        assert!(is_coming(
            &json!({"start": "2026-11-26T18:00:00Z", "end": "2026-11-26T18:30:00Z"}),
            now
        ));
        assert!(!is_coming(
            &json!({"start": "2026-11-26T17:00:00Z", "end": "2026-11-26T17:30:00Z"}),
            now
        ));
    }
}
