//! Codes of the terminologies that records in the United States use.

use serde_json::{Value, json};

/// A code, the system it comes from, and its name there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Code {
    system: &'static str,
    symbol: &'static str,
    display: &'static str,
}

impl Code {
    pub(crate) const fn new(system: &'static str, symbol: &'static str, display: &'static str) -> Self {
        Self {
            system,
            symbol,
            display,
        }
    }

    /// Its name in its system.
    pub(crate) const fn display(self) -> &'static str {
        self.display
    }

    /// As a FHIR Coding.
    pub(crate) fn coding(self) -> Value {
        json!({ "system": self.system, "code": self.symbol, "display": self.display })
    }

    /// As a FHIR `CodeableConcept` whose text is the code's name.
    pub(crate) fn concept(self) -> Value {
        self.called(self.display)
    }

    /// As a FHIR `CodeableConcept` with the words the clinic uses.
    pub(crate) fn called(self, text: &str) -> Value {
        json!({ "coding": [self.coding()], "text": text })
    }
}

/// A `CodeableConcept` of several codes for the same thing.
pub(crate) fn concept(codes: &[Code], text: &str) -> Value {
    let codings: Vec<Value> = codes.iter().map(|code| code.coding()).collect();
    json!({ "coding": codings, "text": text })
}

/// LOINC: tests, panels, documents, vital signs.
pub(crate) const fn loinc(code: &'static str, display: &'static str) -> Code {
    Code::new("http://loinc.org", code, display)
}

/// SNOMED CT: findings, procedures, body sites, organisms.
pub(crate) const fn snomed(code: &'static str, display: &'static str) -> Code {
    Code::new("http://snomed.info/sct", code, display)
}

/// ICD-10-CM: diagnoses as they are billed.
pub(crate) const fn icd10(code: &'static str, display: &'static str) -> Code {
    Code::new("http://hl7.org/fhir/sid/icd-10-cm", code, display)
}

/// RxNorm: medicines.
pub(crate) const fn rxnorm(code: &'static str, display: &'static str) -> Code {
    Code::new("http://www.nlm.nih.gov/research/umls/rxnorm", code, display)
}

/// CVX: vaccines.
pub(crate) const fn cvx(code: &'static str, display: &'static str) -> Code {
    Code::new("http://hl7.org/fhir/sid/cvx", code, display)
}

/// A concept of the HL7 code system of the last path segment `system` at terminology.hl7.org.
pub(crate) fn hl7(system: &str, code: &str, display: &str) -> Value {
    let system = format!("http://terminology.hl7.org/CodeSystem/{system}");
    json!({ "coding": [{ "system": system, "code": code, "display": display }] })
}

/// The canonical address of a US Core profile.
pub(crate) fn us_core(profile: &str) -> String {
    format!("http://hl7.org/fhir/us/core/StructureDefinition/{profile}")
}
