//! What stays with a person: conditions, allergies, vaccines, procedures, plans, the people around them.

use jiff::civil::{Date, Time};
use serde_json::{Value, json};

use super::visit::Seen;
use super::{Story, at, compact, number, profile, refer};
use crate::clinic::{Actor, CLINIC, KIM, MAIN_STREET};
use crate::code::{Code, concept, hl7, snomed};

/// A diagnosis to tell.
pub(crate) struct Issue {
    pub(crate) slug: &'static str,
    /// SNOMED CT and ICD-10-CM.
    pub(crate) codes: [Code; 2],
    pub(crate) name: &'static str,
    pub(crate) onset: Date,
    pub(crate) resolved: Option<Date>,
}

/// A vaccination to tell.
pub(crate) struct Vaccine {
    pub(crate) slug: &'static str,
    pub(crate) code: Code,
    pub(crate) maker: &'static str,
    pub(crate) site: Site,
    /// Millilitres.
    pub(crate) dose: &'static str,
    /// Number of the dose in its series.
    pub(crate) number: Option<u32>,
}

/// Where a vaccine went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Site {
    LeftArm,
    RightArm,
    LeftThigh,
    RightThigh,
    Mouth,
}

impl Site {
    fn concepts(self) -> (Option<Value>, Value) {
        let intramuscular = || hl7("v3-RouteOfAdministration", "IM", "Injection, intramuscular");
        let site = |code: &str, words: &str| Some(hl7("v3-ActSite", code, words));
        match self {
            Self::LeftArm => (site("LA", "left arm"), intramuscular()),
            Self::RightArm => (site("RA", "right arm"), intramuscular()),
            Self::LeftThigh => (site("LT", "left thigh"), intramuscular()),
            Self::RightThigh => (site("RT", "right thigh"), intramuscular()),
            Self::Mouth => (None, hl7("v3-RouteOfAdministration", "PO", "Swallow, oral")),
        }
    }
}

impl Story<'_> {
    /// Adds a diagnosis made at a visit to the problem list.
    pub(crate) fn issue(&mut self, seen: Option<&Seen>, by: Actor, issue: &Issue) -> String {
        let (status, words) = if issue.resolved.is_some() {
            ("resolved", "Resolved")
        } else {
            ("active", "Active")
        };
        self.add(
            issue.slug,
            "subject",
            compact(json!({
                "resourceType": "Condition",
                "meta": profile("us-core-condition-problems-health-concerns"),
                "clinicalStatus": hl7("condition-clinical", status, words),
                "verificationStatus": hl7("condition-ver-status", "confirmed", "Confirmed"),
                "category": [hl7("condition-category", "problem-list-item", "Problem List Item")],
                "code": concept(&issue.codes, issue.name),
                "encounter": seen.map(|seen| refer(&seen.encounter)),
                "onsetDateTime": issue.onset.to_string(),
                "abatementDateTime": issue.resolved.map(|date| date.to_string()),
                "recordedDate": seen.map_or(issue.onset, |seen| seen.date).to_string(),
                "recorder": by.reference(),
            })),
        )
    }

    /// Adds an allergy: its substance, the reaction it gave with words, and how bad that was.
    pub(crate) fn allergy(
        &mut self,
        substance: Code,
        reaction: (Code, &str),
        severity: &str,
        recorded: Date,
    ) -> String {
        self.add(
            "allergy",
            "patient",
            json!({
                "resourceType": "AllergyIntolerance",
                "meta": profile("us-core-allergyintolerance"),
                "clinicalStatus": hl7("allergyintolerance-clinical", "active", "Active"),
                "verificationStatus": hl7("allergyintolerance-verification", "confirmed", "Confirmed"),
                "type": "allergy",
                "category": ["medication"],
                "criticality": if severity == "severe" { "high" } else { "low" },
                "code": substance.concept(),
                "recordedDate": recorded.to_string(),
                "recorder": KIM.reference(),
                "reaction": [{
                    "manifestation": [reaction.0.concept()],
                    "description": reaction.1,
                    "severity": severity,
                }],
            }),
        )
    }

    /// Adds that the person was asked and has no allergies.
    pub(crate) fn no_allergies(&mut self, recorded: Date) {
        self.add(
            "allergy",
            "patient",
            json!({
                "resourceType": "AllergyIntolerance",
                "meta": profile("us-core-allergyintolerance"),
                "clinicalStatus": hl7("allergyintolerance-clinical", "active", "Active"),
                "verificationStatus": hl7("allergyintolerance-verification", "confirmed", "Confirmed"),
                "code": snomed("716186003", "No known allergy").called("No known allergies"),
                "recordedDate": recorded.to_string(),
                "recorder": KIM.reference(),
            }),
        );
    }

    /// Adds a vaccine given at a visit, or on a day of its own at the clinic.
    pub(crate) fn vaccinate(&mut self, date: Date, seen: Option<&Seen>, vaccine: &Vaccine) -> String {
        let (site, route) = vaccine.site.concepts();
        let letter = char::from(b'A' + u8::try_from(self.some(26)).unwrap_or(0));
        let lot = format!("{letter}{:05}", self.some(100_000));
        self.add(
            vaccine.slug,
            "patient",
            compact(json!({
                "resourceType": "Immunization",
                "meta": profile("us-core-immunization"),
                "status": "completed",
                "vaccineCode": vaccine.code.concept(),
                "encounter": seen.map(|seen| refer(&seen.encounter)),
                "occurrenceDateTime": seen.map_or_else(|| at(date, Time::constant(10, 0, 0, 0)), |seen| seen.after(25)),
                "primarySource": true,
                "location": MAIN_STREET.reference(),
                "manufacturer": { "display": vaccine.maker },
                "lotNumber": lot,
                "site": site,
                "route": route,
                "doseQuantity": {
                    "value": number(vaccine.dose), "unit": "mL", "system": "http://unitsofmeasure.org", "code": "mL",
                },
                "performer": [{ "function": hl7("v2-0443", "AP", "Administering Provider"), "actor": KIM.reference() }],
                "protocolApplied": vaccine.number.map(|number| json!([{ "doseNumberPositiveInt": number }])),
            })),
        )
    }

    /// Adds something done to the person.
    pub(crate) fn procedure(&mut self, slug: &str, code: Code, date: Date, seen: Option<&Seen>, by: Actor) -> String {
        self.add(
            slug,
            "subject",
            compact(json!({
                "resourceType": "Procedure",
                "meta": profile("us-core-procedure"),
                "status": "completed",
                "code": code.concept(),
                "encounter": seen.map(|seen| refer(&seen.encounter)),
                "performedDateTime": at(date, Time::constant(9, 30, 0, 0)),
                "performer": [{ "actor": by.reference() }],
            })),
        )
    }

    /// Adds who takes care of the person, each with the words of what they do.
    pub(crate) fn care_team(&mut self, members: &[(Actor, Code)]) -> String {
        let participants: Vec<Value> = (members.iter())
            .map(|(member, role)| json!({ "role": [role.concept()], "member": member.reference() }))
            .collect();
        self.add(
            "care-team",
            "subject",
            json!({
                "resourceType": "CareTeam",
                "meta": profile("us-core-careteam"),
                "status": "active",
                "name": "Care team",
                "participant": participants,
                "managingOrganization": [CLINIC.reference()],
            }),
        )
    }

    /// Adds a goal for a condition, with the day it should be met; a future day is a due date.
    pub(crate) fn goal(&mut self, words: &str, condition: &str, start: Date, due: Date) -> String {
        self.add(
            "goal",
            "subject",
            json!({
                "resourceType": "Goal",
                "meta": profile("us-core-goal"),
                "lifecycleStatus": "active",
                "achievementStatus": hl7("goal-achievement", "in-progress", "In Progress"),
                "description": { "text": words },
                "startDate": start.to_string(),
                "target": [{ "detailString": words, "dueDate": due.to_string() }],
                "expressedBy": self.subject(),
                "addresses": [refer(condition)],
            }),
        )
    }

    /// Adds a plan: its title, what it is about, its goals, and what will be done.
    pub(crate) fn plan(&mut self, title: &str, start: Date, about: (&[&str], &[&str]), steps: &[&str]) -> String {
        let (conditions, goals) = about;
        let references = |all: &[&str]| all.iter().map(|one| refer(one)).collect::<Vec<Value>>();
        let activities: Vec<Value> = (steps.iter())
            .map(|step| json!({ "detail": { "status": "in-progress", "description": step } }))
            .collect();
        let listed = steps.join("</li><li>");
        self.add(
            "plan",
            "subject",
            json!({
                "resourceType": "CarePlan",
                "meta": profile("us-core-careplan"),
                "text": {
                    "status": "generated",
                    "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{title}</p><ul><li>{listed}</li></ul></div>"),
                },
                "status": "active",
                "intent": "plan",
                "category": [{ "coding": [{
                    "system": "http://hl7.org/fhir/us/core/CodeSystem/careplan-category",
                    "code": "assess-plan",
                    "display": "Assessment and Plan of Treatment",
                }] }],
                "title": title,
                "period": { "start": start.to_string() },
                "addresses": references(conditions),
                "goal": references(goals),
                "activity": activities,
            }),
        )
    }

    /// Adds an appointment to come.
    pub(crate) fn appointment(
        &mut self,
        date: Date,
        time: Time,
        minutes: i64,
        by: Actor,
        what: (&str, &str),
    ) -> String {
        let (kind, reason) = what;
        let video = kind.starts_with("Video");
        let mut participants = vec![
            json!({ "actor": self.subject(), "required": "required", "status": "accepted" }),
            json!({ "actor": by.reference(), "required": "required", "status": "accepted" }),
        ];
        if !video {
            participants
                .push(json!({ "actor": MAIN_STREET.reference(), "required": "required", "status": "accepted" }));
        }
        let end = time.wrapping_add(jiff::Span::new().minutes(minutes));
        let class = if video {
            ("VR", "virtual")
        } else {
            ("AMB", "ambulatory")
        };
        let appointment = self.add(
            "appointment",
            "subject",
            json!({
                "resourceType": "Appointment",
                "status": "booked",
                "serviceType": [{
                    "coding": [{
                        "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": class.0, "display": class.1,
                    }],
                    "text": kind,
                }],
                "appointmentType": hl7("v2-0276", "FOLLOWUP", "A follow up visit from a previous appointment"),
                "reasonCode": [{ "text": reason }],
                "description": reason,
                "start": at(date, time),
                "end": at(date, end),
                "minutesDuration": minutes,
                "participant": participants,
            }),
        );
        // An Appointment names the patient only as a participant.
        self.change(&appointment, |appointment| {
            if let Some(members) = appointment.as_object_mut() {
                members.shift_remove("subject");
            }
        });
        appointment
    }

    /// Adds someone close to the person, to be called in an emergency: given and family name, HL7 role code and its words,
    /// phone.
    pub(crate) fn relative(&mut self, name: (&str, &str), role: (&str, &str), phone: &str) -> String {
        self.add(
            "relative",
            "patient",
            json!({
                "resourceType": "RelatedPerson",
                "meta": profile("us-core-relatedperson"),
                "active": true,
                "relationship": [hl7("v3-RoleCode", role.0, role.1), hl7("v2-0131", "C", "Emergency Contact")],
                "name": [{ "family": name.1, "given": [name.0] }],
                "telecom": [{ "system": "phone", "value": phone, "use": "mobile" }],
            }),
        )
    }

    /// Adds an illness of a relative: HL7 role code and its words, and the illness.
    pub(crate) fn family_history(&mut self, role: (&str, &str), illness: Code, date: Date) {
        self.add(
            "family-history",
            "patient",
            json!({
                "resourceType": "FamilyMemberHistory",
                "status": "completed",
                "date": date.to_string(),
                "relationship": hl7("v3-RoleCode", role.0, role.1),
                "condition": [{ "code": illness.concept() }],
            }),
        );
    }
}
