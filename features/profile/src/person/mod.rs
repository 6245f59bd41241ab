//! Whom to call in an emergency: each a `RelatedPerson` (US Core) with the relationship "emergency contact" beside what
//! they are to the patient.

mod handlers;
mod view;

use madrone_authz::ChartAccess;
use madrone_chart::search_text;
use madrone_fhir::ResourceType;
use madrone_fhir::view::{HumanName, items};
use madrone_phone::Number;
use madrone_web::{Cx, Failure, Routes};
use serde_json::{Value, json};

use crate::element::{drop_empty, list};

/// The most that a patient names.
pub(crate) const MOST: usize = 10;

const ROLES: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
const CONTACTS: &str = "http://terminology.hl7.org/CodeSystem/v2-0131";

/// What somebody can be to a patient: our word, and HL7's system, code and display (the value set
/// `relatedperson-relationshiptype`).
const RELATIONS: [(&str, &str, &str, &str); 10] = [
    ("spouse", ROLES, "SPS", "spouse"),
    ("partner", ROLES, "DOMPART", "domestic partner"),
    ("parent", ROLES, "PRN", "parent"),
    ("child", ROLES, "CHILD", "child"),
    ("sibling", ROLES, "SIB", "sibling"),
    ("grandparent", ROLES, "GRPRN", "grandparent"),
    ("relative", ROLES, "EXT", "extended family member"),
    ("friend", ROLES, "FRND", "unrelated friend"),
    ("neighbor", ROLES, "NBOR", "neighbor"),
    ("other", CONTACTS, "O", "Other"),
];

/// The pages of the people to call.
pub(crate) fn routes() -> Routes {
    Routes::person()
        .confirmed()
        .get("/settings/profile/people/new", handlers::show_new)
        .post("/settings/profile/people/new", handlers::take_new)
        .get("/settings/profile/people/{id}", handlers::show)
        .post("/settings/profile/people/{id}", handlers::take)
        .post("/settings/profile/people/{id}/remove", handlers::remove)
}

/// Somebody to call, as the form has it; an empty text is "not said".
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Person {
    given: String,
    family: String,
    /// What they are to the patient: a word of [`RELATIONS`], else as others wrote it.
    relation: String,
    phone: String,
    /// Another number, for when nobody answers.
    other: String,
    email: String,
}

impl Person {
    /// Reads a `RelatedPerson`.
    pub(crate) fn of(resource: &Value) -> Self {
        let name = HumanName::best(&resource["name"]);
        let reach = |system: &'static str| {
            items(&resource["telecom"])
                .filter(move |contact| contact["system"] == system && contact["use"] != "old")
                .map(crate::telecom::said)
                .filter(|said| !said.is_empty())
        };
        let mut phones = reach("phone");
        let given = name.as_ref().map(|name| name.given.join(" ")).unwrap_or_default();
        let family = name.as_ref().and_then(|name| name.family);
        let full = || name.as_ref().map(HumanName::full).unwrap_or_default();
        Self {
            // A name that others wrote as one text stands in the first field.
            given: if given.is_empty() && family.is_none() {
                full()
            } else {
                given
            },
            family: family.unwrap_or_default().to_owned(),
            relation: relation(resource),
            phone: phones.next().unwrap_or_default(),
            other: phones.next().unwrap_or_default(),
            email: reach("email").next().unwrap_or_default(),
        }
    }

    /// What they are called.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.given, self.family).trim().to_owned()
    }

    /// In lines: the name, what they are to the patient, and how to reach them.
    pub(crate) fn lines(&self, cx: &Cx) -> Vec<String> {
        let lines = [
            self.name(),
            view::relation(cx, &self.relation),
            self.phone.clone(),
            self.other.clone(),
            self.email.clone(),
        ];
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// As it is kept: without space around answers, numbers as they are written here.
    fn tidy(&self) -> Self {
        let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let number = |text: &str| Number::parse(text).map_or_else(|| tidy(text), |number| number.to_string());
        Self {
            given: tidy(&self.given),
            family: tidy(&self.family),
            relation: tidy(&self.relation),
            phone: number(&self.phone),
            other: number(&self.other),
            email: tidy(&self.email),
        }
    }

    /// What is wrong: the field and the key of what to do. What stood there `before` is not found fault with.
    fn wrong(&self, before: &Self) -> Vec<(&'static str, &'static str)> {
        let is_number = |text: &str| Number::parse(text).is_some();
        let is_known = RELATIONS.iter().any(|(word, ..)| *word == self.relation);
        let is_email = madrone_accounts::account::is_email(&self.email);
        let texts = [&self.given, &self.family, &self.phone, &self.other, &self.email];
        let long = texts.iter().any(|text| text.chars().count() > crate::about::LONGEST);
        [
            (long, ("given", "profile-wrong-long")),
            (self.given.is_empty(), ("given", "profile-wrong-given")),
            (
                !is_known && (self.relation.is_empty() || self.relation != before.relation),
                ("relation", "profile-wrong-relation"),
            ),
            (
                !is_number(&self.phone) && (self.phone.is_empty() || self.phone != before.phone),
                ("phone", "profile-wrong-phone"),
            ),
            (
                !self.other.is_empty() && !is_number(&self.other) && self.other != before.other,
                ("other", "profile-wrong-phone"),
            ),
            (
                !self.email.is_empty() && !is_email && self.email != before.email,
                ("email", "profile-wrong-email"),
            ),
        ]
        .into_iter()
        .filter_map(|(is_wrong, what)| is_wrong.then_some(what))
        .collect()
    }

    /// A `RelatedPerson` of the Patient `chart`.
    fn new_resource(&self, chart: &str) -> Value {
        let mut resource = json!({
            "resourceType": "RelatedPerson",
            "meta": { "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-relatedperson"] },
            "active": true,
            "patient": { "reference": format!("Patient/{chart}") },
            "relationship": [
                { "coding": [{ "system": CONTACTS, "code": "C", "display": "Emergency Contact" }] },
            ],
        });
        self.put_into(&mut resource);
        resource
    }

    /// Puts what differs from the `RelatedPerson` into it; everything else stays as it is.
    fn put_into(&self, resource: &mut Value) {
        let before = Self::of(resource);
        if (&self.given, &self.family) != (&before.given, &before.family) {
            let mut name = json!({ "given": [self.given] });
            if !self.family.is_empty() {
                name["family"] = json!(self.family);
            }
            resource["name"] = json!([name]);
        }
        if self.relation != before.relation {
            let known = RELATIONS.iter().find(|(word, ..)| *word == self.relation);
            let place = relation_place(resource);
            let all = list(resource, "relationship");
            if let Some(place) = place {
                all.remove(place);
            }
            if let Some((_, system, code, display)) = known {
                let concept = json!({ "coding": [{ "system": system, "code": code, "display": display }] });
                all.insert(place.unwrap_or(all.len()), concept);
            }
        }
        if [&self.phone, &self.other, &self.email] != [&before.phone, &before.other, &before.email] {
            let all = list(resource, "telecom");
            all.retain(|contact| contact["system"] != "phone" && contact["system"] != "email");
            for (system, value, rank) in [("phone", &self.phone, 1), ("phone", &self.other, 2)] {
                if !value.is_empty() {
                    all.push(json!({ "system": system, "value": value, "rank": rank }));
                }
            }
            if !self.email.is_empty() {
                all.push(json!({ "system": "email", "value": self.email }));
            }
            drop_empty(resource, "telecom");
        }
    }
}

/// Whether a relationship says that somebody is to be called in an emergency.
fn is_emergency(relationship: &Value) -> bool {
    items(&relationship["coding"]).any(|coding| coding["system"] == CONTACTS && coding["code"] == "C")
}

/// Closer codes of the same roles, as others write them.
const CLOSER: [(&str, &[&str]); 6] = [
    ("spouse", &["HUSB", "WIFE"]),
    ("parent", &["MTH", "FTH", "NMTH", "NFTH"]),
    ("child", &["DAU", "DAUC", "SON", "SONC", "NCHILD"]),
    ("sibling", &["SIS", "BRO", "NSIB"]),
    ("grandparent", &["GRMTH", "GRFTH"]),
    ("relative", &["AUNT", "UNCLE", "COUSN", "NIECE", "NEPHEW", "FAMMEMB"]),
];

/// Which of the relationships says what somebody is to the patient, besides being called.
fn relation_place(resource: &Value) -> Option<usize> {
    items(&resource["relationship"]).position(|one| !is_emergency(one))
}

/// What somebody is to the patient: our word for it, else as others wrote it.
fn relation(resource: &Value) -> String {
    let Some(place) = relation_place(resource) else {
        return String::new();
    };
    let concept = &resource["relationship"][place];
    let has = |system: &str, codes: &[&str]| {
        let fits = |coding: &Value| coding["code"].as_str().is_some_and(|code| codes.contains(&code));
        items(&concept["coding"]).any(|coding| coding["system"] == system && fits(coding))
    };
    let known = RELATIONS.iter().find(|(_, system, code, _)| has(system, &[code]));
    let closer = || {
        CLOSER
            .iter()
            .find(|(_, codes)| has(ROLES, codes))
            .map(|(word, _)| *word)
    };
    if let Some(word) = known.map(|(word, ..)| *word).or_else(closer) {
        return word.to_owned();
    }
    let said = [&concept["text"], &concept["coding"][0]["display"]];
    said.into_iter().find_map(Value::as_str).unwrap_or_default().to_owned()
}

/// Whether a `RelatedPerson` is somebody to call now.
fn is_called(resource: &Value) -> bool {
    resource["active"] != false && items(&resource["relationship"]).any(is_emergency)
}

/// Those to call, by name, with their ids.
pub(crate) fn all(cx: &Cx, access: &ChartAccess) -> Result<Vec<(String, Person)>, Failure> {
    let found = search_text(cx.tx(), access, ResourceType::RelatedPerson, "_count=100")?;
    let mut people: Vec<_> = found
        .matches
        .iter()
        .map(|stored| (stored.id.clone(), stored.json()))
        .filter(|(_, resource)| is_called(resource))
        .map(|(id, resource)| (id, Person::of(&resource)))
        .collect();
    people.sort_by_key(|(id, person)| (person.name(), id.clone()));
    Ok(people)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diego() -> Person {
        Person {
            given: "Diego".into(),
            family: "Alvarez".into(),
            relation: "spouse".into(),
            phone: "(541) 555-0162".into(),
            other: String::new(),
            email: "diego@example.com".into(),
        }
    }

    #[test]
    fn what_was_said_is_what_is_read() {
        let resource = diego().new_resource("maria");
        assert_eq!(Person::of(&resource), diego());
        assert!(is_called(&resource));
        assert_eq!(resource["patient"]["reference"], "Patient/maria");
    }

    #[test]
    fn a_change_leaves_what_others_wrote() {
        let mut resource = diego().new_resource("maria");
        resource["birthDate"] = json!("1975-02-03");
        resource["telecom"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "system": "fax", "value": "1" }));
        let person = Person {
            phone: "(541) 555-0170".into(),
            ..diego()
        };
        person.put_into(&mut resource);
        assert_eq!(Person::of(&resource), person);
        assert_eq!(resource["birthDate"], "1975-02-03");
        assert_eq!(resource["telecom"][0]["system"], "fax");
        let before = resource.clone();
        person.put_into(&mut resource);
        assert_eq!(resource, before);
    }

    #[test]
    fn who_is_to_be_called_has_a_name_a_number_and_is_something_to_her() {
        let nobody = Person::default();
        let wrong = |person: &Person| {
            person
                .tidy()
                .wrong(&nobody)
                .into_iter()
                .map(|(field, _)| field)
                .collect::<Vec<_>>()
        };
        assert_eq!(wrong(&nobody), ["given", "relation", "phone"]);
        assert_eq!(wrong(&diego()), [""; 0]);
        let person = Person {
            other: "12".into(),
            email: "diego".into(),
            ..diego()
        };
        assert_eq!(wrong(&person), ["other", "email"]);
        assert_eq!(person.wrong(&person), [], "what stands there is left alone");
    }

    #[test]
    fn what_else_somebody_is_stays_when_the_relation_changes() {
        let mut resource = diego().new_resource("maria");
        let daughter = json!({ "coding": [{ "system": ROLES, "code": "DAUC" }] });
        let agent = json!({ "coding": [{ "system": ROLES, "code": "HPOWATT" }] });
        resource["relationship"] = json!([daughter, resource["relationship"][0], agent]);
        assert_eq!(Person::of(&resource).relation, "child");
        let person = Person {
            relation: "friend".into(),
            ..Person::of(&resource)
        };
        person.put_into(&mut resource);
        let codes: Vec<_> = items(&resource["relationship"])
            .map(|one| one["coding"][0]["code"].clone())
            .collect();
        assert_eq!(codes, ["FRND", "C", "HPOWATT"]);
        assert_eq!(Person::of(&resource), person);
    }

    #[test]
    fn a_number_is_kept_as_it_is_written_here() {
        let person = Person {
            phone: " 541 555.0162 ".into(),
            ..diego()
        };
        assert_eq!(person.tidy().phone, "(541) 555-0162");
    }
}
