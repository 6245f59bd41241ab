//! Who the record is about.

use jiff::civil::Date;
use madrone_fhir::view;
use madrone_i18n::PartialDate;
use madrone_web::components::Fact;
use serde_json::Value;

use crate::chart::Related;
use crate::page::{fact, fact_lines};
use crate::say::{self, Say};

/// "Maria Alvarez, born March 4, 1979"
pub(crate) fn who(patient: &Value, say: Say<'_>) -> String {
    let name = name(patient, say);
    match say.day_at(patient, &["birthDate"]) {
        Some(born) => say.words().t2("record-who-born", ("name", name), ("date", born)),
        None => name,
    }
}

/// The patient's name.
pub(crate) fn name(patient: &Value, say: Say<'_>) -> String {
    patient
        .get("name")
        .and_then(say::person)
        .unwrap_or_else(|| say.t("unnamed-person"))
}

/// Who the patient is, how to reach them, and whom to ask. What a clinic asks of everyone is named also where it is
/// missing.
pub(super) fn facts(patient: &Value, related: &Related, today: Date, say: Say<'_>) -> Vec<Fact> {
    let missing = |found: Option<String>| Some(found.unwrap_or_else(|| say.t("summary-not-recorded")));
    let reached_by = |system| or_missing(reached_by(patient, system), say);
    let mut facts = Vec::new();
    fact(
        &mut facts,
        say.code("element", "birthDate"),
        missing(born(patient, today, say)),
    );
    fact(
        &mut facts,
        say.code("element", "deceased"),
        say.day_at(patient, &["deceasedDateTime"]),
    );
    fact(
        &mut facts,
        say.code("element", "gender"),
        missing(say.code_at(patient, "gender", "status")),
    );
    fact(&mut facts, say.t("language"), missing(language(patient, say)));
    fact_lines(&mut facts, say.t("phone"), reached_by("phone"));
    fact_lines(&mut facts, say.t("email"), reached_by("email"));
    let addresses = view::all(patient, "address")
        .into_iter()
        .filter(|value| in_use(value))
        .filter_map(address)
        .collect();
    fact_lines(&mut facts, say.code("element", "address"), or_missing(addresses, say));
    fact_lines(
        &mut facts,
        say.code("element", "generalPractitioner"),
        related.names(patient, "generalPractitioner"),
    );
    fact_lines(&mut facts, say.t("contacts"), contacts(patient, say));
    facts
}

fn or_missing(lines: Vec<String>, say: Say<'_>) -> Vec<String> {
    if lines.is_empty() {
        vec![say.t("summary-not-recorded")]
    } else {
        lines
    }
}

/// "March 4, 1979 (47 years old)"; the age is left out of who has died.
fn born(patient: &Value, today: Date, say: Say<'_>) -> Option<String> {
    let text = view::text(patient, "birthDate")?;
    let day = say.day(text);
    let is_alive = patient.get("deceasedDateTime").is_none() && patient["deceasedBoolean"] != true;
    Some(match age(text, today).filter(|_| is_alive) {
        Some(Age::Years(years)) => format!("{day} ({})", say.t1("summary-years-old", "count", years)),
        Some(Age::Months(months)) => format!("{day} ({})", say.t1("summary-months-old", "count", months)),
        None => day,
    })
}

/// How old somebody is, as people say it: small children in months.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Age {
    Years(i32),
    Months(i32),
}

/// The age on `today`, if the whole day of birth is known and past.
fn age(birth_date: &str, today: Date) -> Option<Age> {
    let Some(PartialDate::Day(born)) = PartialDate::parse(birth_date) else {
        return None;
    };
    let months =
        (i32::from(today.year()) - i32::from(born.year())) * 12 + i32::from(today.month()) - i32::from(born.month());
    let months = months - i32::from(today.day() < born.day());
    match months {
        ..0 => None,
        0..24 => Some(Age::Months(months)),
        _ => Some(Age::Years(months / 12)),
    }
}

/// The number that the clinic knows the patient by (HL7 v2 table 0203, `MR`).
pub(crate) fn record_number(patient: &Value) -> Option<&str> {
    let is_record_number = |identifier: &&Value| {
        view::all(identifier, "type.coding.code")
            .iter()
            .any(|code| *code == "MR")
    };
    view::text(
        view::all(patient, "identifier").into_iter().find(is_record_number)?,
        "value",
    )
}

/// Whether a telephone or an address is not an earlier one.
fn in_use(value: &Value) -> bool {
    view::text(value, "use") != Some("old") && view::text(value, "period.end").is_none()
}

/// The current telephone numbers or e-mail addresses of a person.
fn reached_by(person: &Value, system: &str) -> Vec<String> {
    let points = view::all(person, "telecom")
        .into_iter()
        .filter(|value| in_use(value))
        .filter(|point| point["system"] == system);
    points
        .filter_map(|point| view::text(point, "value").map(str::to_owned))
        .collect()
}

/// An address in one line.
fn address(address: &Value) -> Option<String> {
    if let Some(text) = view::text(address, "text") {
        return Some(text.to_owned());
    }
    let texts = |path: &str| {
        view::all(address, path)
            .into_iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
    };
    let region = [texts("state"), texts("postalCode")].concat().join(" ");
    let parts = [
        texts("line").join(", "),
        texts("city").join(", "),
        region,
        texts("country").join(", "),
    ];
    let line = parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    (!line.is_empty()).then_some(line)
}

/// The language that the patient prefers, else the first.
fn language(patient: &Value, say: Say<'_>) -> Option<String> {
    let spoken = view::all(patient, "communication");
    let chosen = spoken
        .iter()
        .find(|one| one["preferred"] == true)
        .or_else(|| spoken.first())?;
    say.coded(chosen.get("language")?, "language")
}

/// People to call: "Ana Alvarez (emergency contact), 555-0101".
fn contacts(patient: &Value, say: Say<'_>) -> Vec<String> {
    let line = |person: &Value| {
        let name = person.get("name").and_then(say::person)?;
        let bond = view::get(person, "relationship").and_then(|bond| say.coded(bond, "relationship"));
        let bond = bond.map(|bond| format!(" ({})", bond.to_lowercase()));
        let phone = reached_by(person, "phone")
            .into_iter()
            .next()
            .map(|phone| format!(", {phone}"));
        Some([Some(name), bond, phone].into_iter().flatten().collect::<String>())
    };
    view::all(patient, "contact").into_iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    #[test]
    fn a_year_is_full_on_the_birthday() {
        assert_eq!(age("1979-03-04", date(2026, 3, 3)), Some(Age::Years(46)));
        assert_eq!(age("1979-03-04", date(2026, 3, 4)), Some(Age::Years(47)));
        assert_eq!(age("2024-02-29", date(2026, 2, 28)), Some(Age::Months(23)));
        assert_eq!(age("2026-11-20", date(2026, 11, 23)), Some(Age::Months(0)));
    }

    #[test]
    fn an_age_is_not_made_up() {
        for text in ["1979", "1979-03", "2027-01-01", "soon"] {
            assert_eq!(age(text, date(2026, 11, 23)), None, "{text}");
        }
    }

    #[test]
    fn who_has_died_has_no_age_and_what_is_missing_is_said() {
        let words = words();
        let patient = json!({"birthDate": "1930-05-01", "deceasedDateTime": "2020-01-02"});
        let facts = facts(&patient, &Related::default(), date(2026, 11, 23), Say::new(&words));
        let line = |at: usize| facts[at].lines.join("|").replace('\u{a0}', " ");
        assert_eq!((line(0).as_str(), line(1).as_str()), ("May 1, 1930", "January 2, 2020"));
        assert_eq!(facts.iter().filter(|fact| fact.lines == ["Not recorded"]).count(), 5);
    }

    #[test]
    fn the_person_is_named_with_the_day_of_birth() {
        let words = words();
        let patient = json!({"name": [{"given": ["Maria"], "family": "Alvarez"}], "birthDate": "1979-03-04"});
        assert_eq!(
            who(&patient, Say::new(&words)),
            "Maria Alvarez, born March\u{a0}4,\u{a0}1979"
        );
    }

    #[test]
    fn an_old_number_is_not_given_and_an_address_is_one_line() {
        let patient = json!({"telecom": [
            {"system": "phone", "value": "555-0100", "use": "old"},
            {"system": "phone", "value": "555-0199"},
            {"system": "email", "value": "ana@example.org"}]});
        assert_eq!(reached_by(&patient, "phone"), ["555-0199"]);
        let home = json!({"line": ["1 Main St", "Apt 2"], "city": "Bend", "state": "OR", "postalCode": "97701"});
        assert_eq!(address(&home).unwrap(), "1 Main St, Apt 2, Bend, OR 97701");
    }

    #[test]
    fn people_to_call_are_named_with_their_number() {
        let words = words();
        let patient = json!({"contact": [{
            "name": {"text": "Ana Roe"},
            "relationship": [{"coding": [{"code": "MTH"}]}],
            "telecom": [{"system": "phone", "value": "555-0101"}]}]});
        assert_eq!(contacts(&patient, Say::new(&words)), ["Ana Roe (mother), 555-0101"]);
    }

    #[test]
    fn the_record_number_is_not_just_any_number() {
        let patient = json!({"identifier": [
            {"type": {"coding": [{"code": "SS"}]}, "value": "999-12-3456"},
            {"type": {"coding": [{"code": "MR"}]}, "value": "R-1001"}]});
        assert_eq!(record_number(&patient), Some("R-1001"));
    }
}
