//! A chart while it is written, and the visits in it.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::Clinic;
use super::dice::Dice;
use super::illness::Suffering;
use super::person::Person;
use crate::build::refer;

/// What all charts share.
pub(super) struct Setting<'a> {
    pub(super) today: Date,
    pub(super) zone: TimeZone,
    pub(super) clinic: &'a Clinic,
}

/// One person's chart.
pub(super) struct Chart<'a> {
    pub(super) today: Date,
    pub(super) setting: &'a Setting<'a>,
    pub(super) dice: Dice,
    pub(super) person: Person,
    pub(super) sufferings: Vec<Suffering>,
    pub(super) penicillin_allergy: bool,
    /// References to the patient and to their doctor.
    pub(super) subject: Value,
    pub(super) doctor: Value,
    resources: Vec<Value>,
}

/// A visit that took place.
pub(super) struct Visit {
    pub(super) date: Date,
    /// Reference to the Encounter.
    pub(super) encounter: Value,
    /// Minutes since midnight when it began.
    begin: i64,
    /// Of the clinic's clock on that day, from UTC, in hours.
    offset: i32,
}

impl Visit {
    /// `minutes` after it began, as a FHIR dateTime.
    pub(super) fn time(&self, minutes: i64) -> String {
        let clock = self.begin + minutes;
        format!(
            "{}T{:02}:{:02}:00{:+03}:00",
            self.date,
            clock / 60,
            clock % 60,
            self.offset
        )
    }
}

impl<'a> Chart<'a> {
    /// A chart with a Patient in it.
    pub(super) fn open(setting: &'a Setting<'a>, mut dice: Dice) -> Self {
        let person = Person::draw(setting.today, &mut dice);
        let id = dice.id();
        let doctor = dice.pick(&setting.clinic.practitioners).clone();
        let mut patient = person.patient(&id, &mut dice);
        patient["generalPractitioner"] = json!([doctor]);
        patient["managingOrganization"] = setting.clinic.organization.clone();
        Self {
            today: setting.today,
            setting,
            dice,
            subject: json!({ "reference": format!("Patient/{id}"), "display": person.name }),
            person,
            sufferings: Vec::new(),
            penicillin_allergy: false,
            doctor,
            resources: vec![patient],
        }
    }

    /// The chart, complete: the Patient first.
    pub(super) fn close(self) -> Vec<Value> {
        self.resources
    }

    pub(super) fn days_ago(&self, date: Date) -> i64 {
        days_between(date, self.today)
    }

    /// Adds a copy of `prototype` with a new id and the rest filled in; gives its reference. A prototype has null for
    /// its id and for the element that says whose it is.
    pub(super) fn add(&mut self, prototype: &Value, fill: impl FnOnce(&mut Value)) -> String {
        let id = self.dice.id();
        let mut resource = prototype.clone();
        let kind = resource["resourceType"].as_str().unwrap_or_default();
        let reference = format!("{kind}/{id}");
        resource["id"] = Value::String(id);
        let owner = if resource.get("subject").is_some() {
            "subject"
        } else {
            "patient"
        };
        resource[owner] = self.subject.clone();
        fill(&mut resource);
        self.resources.push(resource);
        reference
    }

    /// Adds a visit of the kind that `prototype` is, within the clinic's hours.
    pub(super) fn visit(&mut self, date: Date, prototype: &Value, reason: &str) -> Visit {
        let begin = 8 * 60 + 15 * self.dice.between(0, 33);
        let minutes = self.dice.between(15, 45);
        let offset = self
            .setting
            .zone
            .to_ambiguous_timestamp(date.to_datetime(Time::midnight()));
        let offset = match offset.offset() {
            jiff::tz::AmbiguousOffset::Unambiguous { offset } => offset,
            jiff::tz::AmbiguousOffset::Gap { after, .. } | jiff::tz::AmbiguousOffset::Fold { after, .. } => after,
        };
        let mut visit = Visit {
            date,
            encounter: Value::Null,
            begin,
            offset: offset.seconds() / 3600,
        };
        let (clinic, doctor) = (self.setting.clinic, self.doctor.clone());
        let reference = self.add(prototype, |encounter| {
            encounter["participant"][0]["individual"] = doctor;
            encounter["period"] = json!({ "start": visit.time(0), "end": visit.time(minutes) });
            encounter["reasonCode"] = json!([{ "text": reason }]);
            encounter["location"] = json!([{ "location": clinic.location }]);
            encounter["serviceProvider"] = clinic.organization.clone();
        });
        visit.encounter = refer(&reference);
        visit
    }
}

/// Days from `from` to `to`.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}
