//! Riverbend Clinic: its people, its places, and who works with it.

use serde_json::{Value, json};

use crate::build::profile;
use crate::code::snomed;

/// Someone or something that acts in a chart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Actor {
    reference: &'static str,
    pub(crate) name: &'static str,
}

impl Actor {
    /// As a FHIR Reference.
    pub(crate) fn reference(self) -> Value {
        json!({ "reference": self.reference, "display": self.name })
    }
}

const fn actor(reference: &'static str, name: &'static str) -> Actor {
    Actor { reference, name }
}

pub(crate) const CLINIC: Actor = actor("Organization/riverbend-clinic", "Riverbend Clinic");
pub(crate) const LAB: Actor = actor("Organization/cascade-lab", "Cascade Pathology and Laboratory");
pub(crate) const PHARMACY: Actor = actor("Organization/mill-street-pharmacy", "Mill Street Pharmacy");
pub(crate) const HOSPITAL: Actor = actor("Organization/three-sisters-hospital", "Three Sisters Hospital");
pub(crate) const MAIN_STREET: Actor = actor("Location/riverbend-main", "Riverbend Clinic, Main Street");
pub(crate) const WARD: Actor = actor("Location/three-sisters-cardiac", "Three Sisters Hospital, cardiac unit");

pub(crate) const ORTIZ: Actor = actor("Practitioner/lena-ortiz", "Dr. Lena Ortiz");
pub(crate) const KIM: Actor = actor("Practitioner/hana-kim", "Hana Kim, RN");
pub(crate) const PATEL: Actor = actor("Practitioner/ravi-patel", "Ravi Patel, PharmD");
pub(crate) const OKAFOR: Actor = actor("Practitioner/chidi-okafor", "Dr. Chidi Okafor");
pub(crate) const BRANDT: Actor = actor("Practitioner/ruth-brandt", "Dr. Ruth Brandt");
pub(crate) const NAKAMURA: Actor = actor("Practitioner/ken-nakamura", "Dr. Ken Nakamura");

/// Everything that belongs to no chart.
pub(crate) fn resources() -> Vec<Value> {
    let mut all = vec![
        organization(
            "riverbend-clinic",
            "Riverbend Clinic",
            "541-555-0100",
            "400 Main Street",
            "1316002214",
        ),
        organization("cascade-lab", LAB.name, "541-555-0120", "12 Foundry Road", "1427002217"),
        organization(
            "mill-street-pharmacy",
            PHARMACY.name,
            "541-555-0130",
            "85 Mill Street",
            "1538002210",
        ),
        organization(
            "three-sisters-hospital",
            HOSPITAL.name,
            "541-555-0140",
            "1 Hospital Drive",
            "1649002213",
        ),
        location(
            "riverbend-main",
            MAIN_STREET.name,
            "541-555-0100",
            "400 Main Street",
            CLINIC,
        ),
        location(
            "three-sisters-cardiac",
            WARD.name,
            "541-555-0141",
            "1 Hospital Drive",
            HOSPITAL,
        ),
    ];
    for member in &STAFF {
        all.push(member.practitioner());
        all.push(member.role());
    }
    all
}

/// Someone who works at the clinic or with it.
struct Member {
    id: &'static str,
    given: &'static str,
    family: &'static str,
    prefix: Option<&'static str>,
    degree: Option<&'static str>,
    gender: &'static str,
    npi: &'static str,
    at: Actor,
    /// SNOMED CT code and name of the occupation.
    role: (&'static str, &'static str),
    phone: &'static str,
    languages: &'static [(&'static str, &'static str)],
}

const EN: (&str, &str) = ("en", "English");
const ES: (&str, &str) = ("es", "Spanish");

const STAFF: [Member; 11] = [
    Member {
        id: "lena-ortiz",
        given: "Lena",
        family: "Ortiz",
        prefix: Some("Dr."),
        degree: Some("MD"),
        gender: "female",
        npi: "1750300015",
        at: CLINIC,
        role: ("59058001", "General physician"),
        phone: "541-555-0101",
        languages: &[EN, ES],
    },
    Member {
        id: "hana-kim",
        given: "Hana",
        family: "Kim",
        prefix: None,
        degree: Some("RN"),
        gender: "female",
        npi: "1750300023",
        at: CLINIC,
        role: ("106292003", "Professional nurse"),
        phone: "541-555-0102",
        languages: &[EN],
    },
    Member {
        id: "jordan-lee",
        given: "Jordan",
        family: "Lee",
        prefix: None,
        degree: None,
        gender: "other",
        npi: "1750300031",
        at: CLINIC,
        role: ("224608005", "Administrative healthcare staff"),
        phone: "541-555-0103",
        languages: &[EN, ES],
    },
    Member {
        id: "min-cho",
        given: "Min",
        family: "Cho",
        prefix: None,
        degree: None,
        gender: "male",
        npi: "1750300049",
        at: CLINIC,
        role: ("224608005", "Administrative healthcare staff"),
        phone: "541-555-0104",
        languages: &[EN],
    },
    Member {
        id: "ana-ruiz",
        given: "Ana",
        family: "Ruiz",
        prefix: None,
        degree: Some("RHIT"),
        gender: "female",
        npi: "1750300056",
        at: CLINIC,
        role: ("224608005", "Administrative healthcare staff"),
        phone: "541-555-0105",
        languages: &[EN, ES],
    },
    Member {
        id: "ravi-patel",
        given: "Ravi",
        family: "Patel",
        prefix: None,
        degree: Some("PharmD"),
        gender: "male",
        npi: "1750300064",
        at: CLINIC,
        role: ("46255001", "Pharmacist"),
        phone: "541-555-0106",
        languages: &[EN],
    },
    Member {
        id: "sam-whitfield",
        given: "Sam",
        family: "Whitfield",
        prefix: None,
        degree: None,
        gender: "male",
        npi: "1750300072",
        at: CLINIC,
        role: ("224608005", "Administrative healthcare staff"),
        phone: "541-555-0107",
        languages: &[EN],
    },
    Member {
        id: "chidi-okafor",
        given: "Chidi",
        family: "Okafor",
        prefix: Some("Dr."),
        degree: Some("MD"),
        gender: "male",
        npi: "1750300080",
        at: HOSPITAL,
        role: ("17561000", "Cardiologist"),
        phone: "541-555-0142",
        languages: &[EN],
    },
    Member {
        id: "ruth-brandt",
        given: "Ruth",
        family: "Brandt",
        prefix: Some("Dr."),
        degree: Some("MD"),
        gender: "female",
        npi: "1750300098",
        at: CLINIC,
        role: ("11935004", "Obstetrician"),
        phone: "541-555-0108",
        languages: &[EN],
    },
    Member {
        id: "ken-nakamura",
        given: "Ken",
        family: "Nakamura",
        prefix: Some("Dr."),
        degree: Some("MD"),
        gender: "male",
        npi: "1750300106",
        at: HOSPITAL,
        role: ("66862007", "Radiologist"),
        phone: "541-555-0143",
        languages: &[EN],
    },
    Member {
        id: "elise-moreau",
        given: "Elise",
        family: "Moreau",
        prefix: Some("Dr."),
        degree: Some("MD"),
        gender: "female",
        npi: "1750300114",
        at: LAB,
        role: ("81464008", "Clinical pathologist"),
        phone: "541-555-0121",
        languages: &[EN],
    },
];

impl Member {
    fn practitioner(&self) -> Value {
        let mut name = json!({ "use": "official", "family": self.family, "given": [self.given] });
        if let Some(prefix) = self.prefix {
            name["prefix"] = json!([prefix]);
        }
        if let Some(degree) = self.degree {
            name["suffix"] = json!([degree]);
        }
        let languages: Vec<Value> = (self.languages.iter())
            .map(|(tag, name)| json!({ "coding": [{ "system": "urn:ietf:bcp:47", "code": tag, "display": name }] }))
            .collect();
        json!({
            "resourceType": "Practitioner",
            "id": self.id,
            "meta": profile("us-core-practitioner"),
            "identifier": [{ "system": "http://hl7.org/fhir/sid/us-npi", "value": self.npi }],
            "active": true,
            "name": [name],
            "telecom": [{ "system": "phone", "value": self.phone, "use": "work" }],
            "gender": self.gender,
            "communication": languages,
        })
    }

    fn role(&self) -> Value {
        let (code, display) = self.role;
        json!({
            "resourceType": "PractitionerRole",
            "id": format!("{}-role", self.id),
            "meta": profile("us-core-practitionerrole"),
            "active": true,
            "practitioner": {
                "reference": format!("Practitioner/{}", self.id),
                "display": format!("{} {}", self.given, self.family),
            },
            "organization": self.at.reference(),
            "code": [{ "coding": [{ "system": "http://snomed.info/sct", "code": code, "display": display }], "text": display }],
            "telecom": [{ "system": "phone", "value": self.phone, "use": "work" }],
        })
    }
}

fn address(street: &str) -> Value {
    json!({ "line": [street], "city": "Riverbend", "state": "OR", "postalCode": "97499", "country": "US" })
}

fn organization(id: &str, name: &str, phone: &str, street: &str, npi: &str) -> Value {
    json!({
        "resourceType": "Organization",
        "id": id,
        "meta": profile("us-core-organization"),
        "identifier": [{ "system": "http://hl7.org/fhir/sid/us-npi", "value": npi }],
        "active": true,
        "type": [{ "coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/organization-type",
            "code": "prov",
            "display": "Healthcare Provider",
        }] }],
        "name": name,
        "telecom": [{ "system": "phone", "value": phone, "use": "work" }],
        "address": [address(street)],
    })
}

fn location(id: &str, name: &str, phone: &str, street: &str, of: Actor) -> Value {
    json!({
        "resourceType": "Location",
        "id": id,
        "meta": profile("us-core-location"),
        "status": "active",
        "name": name,
        "mode": "instance",
        "type": [snomed("257585005", "Clinic").concept()],
        "telecom": [{ "system": "phone", "value": phone, "use": "work" }],
        "address": address(street),
        "managingOrganization": of.reference(),
    })
}
