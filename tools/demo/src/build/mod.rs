//! Builders of one person's chart, so that the stories in `people` read like stories.
//!
//! A [`Story`] collects resources in the order they are told. Ids are the person's name, what it is, and its number in
//! the telling (`maria-ldl-6`): the same whatever the day.

mod health;
mod medicine;
mod pdf;
mod report;
mod result;
mod visit;

use std::collections::BTreeMap;

use jiff::civil::{Date, Time, Weekday, date};
use jiff::{Span, ToSpan};
use madrone_kernel::Random;
use serde_json::{Value, json};

pub(crate) use health::{Issue, Site, Vaccine};
pub(crate) use medicine::{INHALED, ORAL, Prescription, TOPICAL, fills};
pub(crate) use pdf::pdf;
pub(crate) use report::{Attached, Report};
pub(crate) use result::{Panel, Reading, Status, Told};
pub(crate) use visit::{Kind, Seen, Visit, Vitals};

use crate::Chart;
use crate::clinic::Actor;
use crate::code::us_core;

/// Where the clinic's clock is.
pub(crate) const ZONE: &str = "America/Los_Angeles";

/// Who a chart is about.
pub(crate) struct Person {
    /// First word of every id in the chart.
    pub(crate) slug: &'static str,
    pub(crate) id: &'static str,
    pub(crate) given: &'static [&'static str],
    pub(crate) family: &'static str,
    pub(crate) gender: &'static str,
    /// How long before today the person was born.
    pub(crate) age: Span,
    pub(crate) mrn: &'static str,
    pub(crate) phone: &'static str,
    pub(crate) email: Option<&'static str>,
    pub(crate) street: &'static str,
    /// BCP 47 tag and name of the language spoken.
    pub(crate) language: (&'static str, &'static str),
    /// Codes and names of OMB race categories.
    pub(crate) race: (&'static str, &'static str),
    pub(crate) hispanic: bool,
    pub(crate) doctor: Actor,
}

/// A chart while it is written.
pub(crate) struct Story<'a> {
    pub(crate) today: Date,
    pub(crate) born: Date,
    slug: &'static str,
    subject: Value,
    random: &'a Random,
    counts: BTreeMap<String, u32>,
    earlier: Vec<Value>,
    resources: Vec<Value>,
}

impl<'a> Story<'a> {
    /// A chart with the person's Patient in it.
    pub(crate) fn about(person: &Person, today: Date, random: &'a Random) -> Self {
        let born = today - person.age;
        let name = format!("{} {}", person.given[0], person.family);
        let mut story = Self {
            today,
            born,
            slug: person.slug,
            subject: json!({ "reference": format!("Patient/{}", person.id), "display": name }),
            random,
            counts: BTreeMap::new(),
            earlier: Vec::new(),
            resources: Vec::new(),
        };
        story.resources.push(patient(person, born));
        story
    }

    /// The chart, complete.
    pub(crate) fn end(self) -> Chart {
        let patient_id = self.resources[0]["id"]
            .as_str()
            .expect("the Patient comes first and has an id");
        Chart {
            patient_id: patient_id.to_owned(),
            earlier: self.earlier,
            resources: self.resources,
        }
    }

    /// A working day about `span` before today: weekends become the Friday before.
    pub(crate) fn ago(&self, span: Span) -> Date {
        workday(self.today - span)
    }

    /// A working day about `span` after birth, never later than yesterday.
    pub(crate) fn at_age(&self, span: Span) -> Date {
        workday((self.born + span).min(self.today - 1.day()))
    }

    /// The day of the yearly flu vaccine, that many years before the latest one.
    pub(crate) fn flu_day(&self, years: i64) -> Date {
        mid_october(self.today - 1.day() - years.years())
    }

    /// The next such weekday after today.
    pub(crate) fn next(&self, weekday: Weekday) -> Date {
        self.today
            .nth_weekday(1, weekday)
            .expect("today is far from the end of the calendar")
    }

    /// Whose chart it is, as a Reference.
    pub(crate) fn subject(&self) -> Value {
        self.subject.clone()
    }

    /// A number below `bound`, by the seed.
    pub(crate) fn some(&self, bound: u64) -> u64 {
        self.random.below(bound)
    }

    /// Adds a resource of the chart under the next id for `what`; gives its reference. The subject is put in `under`
    /// (`subject`, `patient`, `for`).
    pub(crate) fn add(&mut self, what: &str, under: &str, mut resource: Value) -> String {
        let kind = resource["resourceType"]
            .as_str()
            .expect("builders name the type")
            .to_owned();
        let count = self.counts.entry(format!("{kind}/{what}")).or_insert(0);
        *count += 1;
        let id = format!("{}-{what}-{count}", self.slug);
        resource["id"] = json!(id);
        resource[under] = self.subject();
        self.resources.push(resource);
        format!("{kind}/{id}")
    }

    /// Marks a visit and everything told of it as sensitive: a code of HL7's `ActCode` such as `SEX`.
    pub(crate) fn keep_confidential(&mut self, seen: &Seen, code: &str, display: &str) {
        let system = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
        let label = json!({ "system": system, "code": code, "display": display });
        let visit = refer(&seen.encounter);
        for resource in &mut self.resources {
            let is_visit = seen
                .encounter
                .strip_prefix("Encounter/")
                .is_some_and(|id| resource["id"] == id);
            if is_visit || resource["encounter"] == visit || resource["context"]["encounter"][0] == visit {
                resource["meta"]["security"] = json!([label]);
            }
        }
    }

    /// Changes a resource told before.
    pub(crate) fn change(&mut self, reference: &str, how: impl FnOnce(&mut Value)) {
        how(self.find(reference));
    }

    /// Changes a resource told before, and keeps what it was as its earlier version.
    pub(crate) fn amend(&mut self, reference: &str, first: impl FnOnce(&mut Value)) {
        let mut version = self.find(reference).clone();
        first(&mut version);
        self.earlier.push(version);
    }

    fn find(&mut self, reference: &str) -> &mut Value {
        let is_it = |resource: &&mut Value| {
            reference
                .split_once('/')
                .is_some_and(|(kind, id)| resource["resourceType"] == kind && resource["id"] == id)
        };
        self.resources
            .iter_mut()
            .find(is_it)
            .expect("a story refers to what it has told")
    }
}

/// `date` and `time` at the clinic as a FHIR dateTime or instant.
pub(crate) fn at(date: Date, time: Time) -> String {
    let zoned = date
        .to_datetime(time)
        .in_tz(ZONE)
        .expect("the clinic's zone is in every time zone database");
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A FHIR Reference.
pub(crate) fn refer(reference: &str) -> Value {
    json!({ "reference": reference })
}

/// `meta` naming a US Core profile.
pub(crate) fn profile(name: &str) -> Value {
    json!({ "profile": [us_core(name)] })
}

/// A JSON number with the digits as written.
pub(crate) fn number(digits: &str) -> Value {
    serde_json::from_str(digits).expect("stories write numbers as JSON does")
}

/// Removes members that are null: optional elements of a builder.
pub(crate) fn compact(mut resource: Value) -> Value {
    if let Some(members) = resource.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    resource
}

/// `date`, or the Friday before when it is on a weekend.
fn workday(date: Date) -> Date {
    match date.weekday() {
        Weekday::Saturday => date - 1.day(),
        Weekday::Sunday => date - 2.days(),
        _ => date,
    }
}

/// The most recent middle of October on or before `day`, on a working day.
fn mid_october(day: Date) -> Date {
    let middle = date(day.year(), 10, 15);
    workday(if middle <= day { middle } else { middle - 1.year() })
}

fn patient(person: &Person, born: Date) -> Value {
    let (race, race_name) = person.race;
    let (ethnicity, ethnicity_name) = if person.hispanic {
        ("2135-2", "Hispanic or Latino")
    } else {
        ("2186-5", "Not Hispanic or Latino")
    };
    let mut telecom = vec![json!({ "system": "phone", "value": person.phone, "use": "mobile" })];
    if let Some(email) = person.email {
        telecom.push(json!({ "system": "email", "value": email }));
    }
    json!({
        "resourceType": "Patient",
        "id": person.id,
        "meta": profile("us-core-patient"),
        "extension": [
            omb("us-core-race", race, race_name),
            omb("us-core-ethnicity", ethnicity, ethnicity_name),
            { "url": us_core("us-core-birthsex"), "valueCode": if person.gender == "female" { "F" } else { "M" } },
        ],
        "identifier": [{
            "use": "usual",
            "type": { "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR", "display": "Medical record number" }] },
            "system": "https://riverbend.example.com/mrn",
            "value": person.mrn,
        }],
        "active": true,
        "name": [{ "use": "official", "family": person.family, "given": person.given }],
        "telecom": telecom,
        "gender": person.gender,
        "birthDate": born.to_string(),
        "address": [{
            "use": "home", "line": [person.street], "city": "Riverbend", "state": "OR", "postalCode": "97499", "country": "US",
        }],
        "communication": [{
            "language": { "coding": [{ "system": "urn:ietf:bcp:47", "code": person.language.0, "display": person.language.1 }] },
            "preferred": true,
        }],
        "generalPractitioner": [person.doctor.reference()],
        "managingOrganization": { "reference": "Organization/riverbend-clinic", "display": "Riverbend Clinic" },
    })
}

fn omb(extension: &str, code: &str, name: &str) -> Value {
    json!({
        "url": us_core(extension),
        "extension": [
            { "url": "ombCategory", "valueCoding": { "system": "urn:oid:2.16.840.1.113883.6.238", "code": code, "display": name } },
            { "url": "text", "valueString": name },
        ],
    })
}
