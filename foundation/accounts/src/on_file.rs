//! What a chart says of the person it is about: what signing up compares with, and where it sends codes and notices.

use jiff::civil::Date;
pub use madrone_authz::tier::age;
use madrone_authz::{Action, Actor, Area, ChartAccess, Rules, audit};
use madrone_chart::{Refused, Stored};
use madrone_db::{Error, Result, Tx};
use madrone_fhir::ResourceType;
use madrone_fhir::view::HumanName;
use madrone_i18n::Locale;
use madrone_kernel::Instant;
use serde_json::Value;

/// From this age on, the contacts on file are the patient's own and not the parents'.
pub const GROWN_UP: i16 = 18;

/// One of the names of a chart.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Name {
    /// The given names, in order.
    pub given: Vec<String>,
    /// The family name; empty where there is none.
    pub family: String,
}

/// A Patient, as far as accounts need to know it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OnFile {
    /// The id of the Patient.
    pub chart: String,
    /// The legal name: what the papers say that are looked at.
    pub name: String,
    /// Every name, old ones too.
    pub names: Vec<Name>,
    /// The whole day; `None` where the chart knows less.
    pub birth_date: Option<Date>,
    /// FHIR's administrative gender; empty where it is not recorded.
    pub sex: String,
    /// Those of addresses in use.
    pub postal_codes: Vec<String>,
    /// The telephone numbers in use, the chart's first choice first.
    pub phones: Vec<String>,
    /// The e-mail addresses in use, the chart's first choice first.
    pub emails: Vec<String>,
    /// The language to write in.
    pub locale: Option<Locale>,
    /// Whether there is nobody any more to sign up: the patient died, or the chart was merged into another.
    pub is_over: bool,
}

impl OnFile {
    /// Reads a Patient.
    pub fn of(chart: &str, patient: &Value) -> Self {
        let dies = |name: &str| !patient[name].is_null() && patient[name] != false;
        Self {
            chart: chart.to_owned(),
            name: HumanName::legal(&patient["name"])
                .map(|name| name.full())
                .unwrap_or_default(),
            names: items(&patient["name"]).map(name).collect(),
            birth_date: patient["birthDate"]
                .as_str()
                .filter(|text| text.len() == 10)
                .and_then(|text| text.parse().ok()),
            sex: patient["gender"].as_str().unwrap_or_default().to_owned(),
            postal_codes: items(&patient["address"])
                .filter(|address| address["use"] != "old")
                .filter_map(|address| address["postalCode"].as_str().map(str::to_owned))
                .collect(),
            phones: contacts(patient, &["phone", "sms"]),
            emails: contacts(patient, &["email"]),
            locale: language(patient),
            is_over: patient["active"] == false || dies("deceasedBoolean") || dies("deceasedDateTime"),
        }
    }

    /// The age in whole years; `None` where the birth date is not known.
    pub fn age(&self, today: Date) -> Option<i16> {
        self.birth_date.map(|born| age(born, today))
    }
}

/// The Patient that `access` opens, as far as it is there.
pub fn load(tx: &Tx, access: &ChartAccess) -> Result<Option<OnFile>> {
    let Some(chart) = access.patient_id() else {
        return Ok(None);
    };
    let stored = madrone_chart::read(tx, access, ResourceType::Patient, chart).map_err(failed)?;
    Ok(stored.filter(|stored| !stored.deleted).map(|stored| read(&stored)))
}

/// Reads a Patient as it is stored.
pub fn read(stored: &Stored) -> OnFile {
    OnFile::of(&stored.id, &stored.json())
}

/// Opens the chart of a Patient as this part of the system, on the audit's record; `None` when there is none.
pub fn open_as(tx: &Tx, part: &'static str, chart: &str, now: Instant) -> Result<Option<ChartAccess>> {
    // What the system may do rests on no rule of a family.
    let action = Action::view(Area::Demographics);
    let (opened, entry) = madrone_authz::open(
        tx,
        &Rules::default(),
        &Actor::System { part },
        chart,
        action,
        ("", part, now),
    )?;
    audit::keep(tx, entry);
    Ok(opened.ok())
}

/// Reads who the Patient `chart` is, as this part of the system.
pub fn load_as(tx: &Tx, part: &'static str, chart: &str, now: Instant) -> Result<Option<OnFile>> {
    match open_as(tx, part, chart, now)? {
        Some(access) => load(tx, &access),
        None => Ok(None),
    }
}

/// What the chart turns down of what this room asks for is a failure: it asks for nothing that could be refused.
pub fn failed(refused: Refused) -> Error {
    match refused {
        Refused::Database(error) => error,
        other => Error::Engine(other.to_string()),
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn name(value: &Value) -> Name {
    let name = HumanName::of(value);
    Name {
        given: name.given.iter().map(|given| (*given).to_owned()).collect(),
        family: name.family.unwrap_or_default().to_owned(),
    }
}

/// The contacts of these systems that are in use, by `rank`.
fn contacts(patient: &Value, systems: &[&str]) -> Vec<String> {
    let mut ranked: Vec<(i64, &str)> = items(&patient["telecom"])
        .filter(|contact| contact["use"] != "old")
        .filter(|contact| {
            contact["system"]
                .as_str()
                .is_some_and(|system| systems.contains(&system))
        })
        .filter_map(|contact| {
            let value = contact["value"].as_str()?.trim();
            (!value.is_empty()).then(|| (contact["rank"].as_i64().unwrap_or(i64::MAX), value))
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, value)| value.to_owned()).collect()
}

/// The preferred language, else the first that we speak.
fn language(patient: &Value) -> Option<Locale> {
    let all = || items(&patient["communication"]);
    let tag = |communication: &Value| {
        items(&communication["language"]["coding"]).find_map(|coding| Locale::parse(coding["code"].as_str()?))
    };
    all()
        .filter(|one| one["preferred"] == true)
        .find_map(tag)
        .or_else(|| all().find_map(tag))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    #[test]
    fn contacts_come_by_rank_and_old_ones_do_not_come() {
        let patient = json!({ "telecom": [
            { "system": "email", "value": "second@example.com", "rank": 2 },
            { "system": "email", "value": "first@example.com", "rank": 1 },
            { "system": "email", "value": "old@example.com", "use": "old" },
            { "system": "phone", "value": " 541-555-0142 " }, { "system": "fax", "value": "541-555-0199" },
            { "system": "email" }
        ] });
        let on_file = OnFile::of("maria", &patient);
        assert_eq!(on_file.emails, ["first@example.com", "second@example.com"]);
        assert_eq!(on_file.phones, ["541-555-0142"]);
    }

    #[test]
    fn a_birth_date_that_is_not_a_day_is_not_known() {
        for (text, known) in [
            ("1979-04-12", true),
            ("1979-04", false),
            ("1979", false),
            ("1979-13-40", false),
        ] {
            assert_eq!(
                OnFile::of("m", &json!({ "birthDate": text })).birth_date.is_some(),
                known,
                "{text}"
            );
        }
    }

    #[test]
    fn whoever_died_or_was_merged_into_another_chart_is_over() {
        for (patient, over) in [
            (json!({ "deceasedBoolean": true }), true),
            (json!({ "deceasedBoolean": false }), false),
            (json!({ "deceasedDateTime": "2020-01-01" }), true),
            (json!({ "active": false }), true),
            (json!({ "active": true }), false),
        ] {
            assert_eq!(OnFile::of("m", &patient).is_over, over, "{patient}");
        }
    }

    #[test]
    fn a_year_is_full_on_the_birthday() {
        let born = date(2012, 11, 27);
        assert_eq!((age(born, date(2026, 11, 26)), age(born, date(2026, 11, 27))), (13, 14));
        assert_eq!(age(date(2008, 2, 29), date(2026, 2, 28)), 17);
        assert_eq!(age(date(2008, 2, 29), date(2026, 3, 1)), 18);
    }
}
