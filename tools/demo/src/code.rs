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

    /// As a FHIR `CodeableConcept` of a medicine, with the words on its bottle: RxNorm's names are not made to be read.
    pub(crate) fn medicine(self) -> Value {
        let words = match self.symbol {
            "745679" | "2123111" => "albuterol inhaler, 90 micrograms a puff".to_owned(),
            "866412" => "metoprolol succinate ER 100 mg tablet".to_owned(),
            "866436" => "metoprolol succinate ER 50 mg tablet".to_owned(),
            "1418" => "benzoyl peroxide 5 % wash".to_owned(),
            "2418" => "vitamin D3 1000 units tablet".to_owned(),
            "60223" => "adapalene 0.1 % gel".to_owned(),
            "69120" => "tiotropium inhaler".to_owned(),
            "1488564" => "dapagliflozin 10 mg tablet".to_owned(),
            "1648755" => "nitrofurantoin 100 mg capsule".to_owned(),
            _ => on_the_bottle(self.display),
        };
        self.called(&words)
    }

    /// As a FHIR `CodeableConcept` with the words the clinic uses.
    pub(crate) fn called(self, text: &str) -> Value {
        json!({ "coding": [self.coding()], "text": text })
    }
}

/// "metformin hydrochloride 500 MG Oral Tablet" as a pharmacy writes it: "metformin 500 mg tablet".
fn on_the_bottle(name: &str) -> String {
    const SHORTER: [(&str, &str); 7] = [
        (" hydrochloride", ""),
        (" sodium", ""),
        (" MG/ML", " mg/mL"),
        (" MG", " mg"),
        (" Oral Tablet", " tablet"),
        (" Oral Capsule", " capsule"),
        (" Oral Suspension", " liquid"),
    ];
    SHORTER
        .iter()
        .fold(name.to_owned(), |name, (long, short)| name.replace(long, short))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medicines_are_called_as_on_their_bottles() {
        let called = |code, name| rxnorm(code, name).medicine()["text"].clone();
        let metformin = called("861007", "metformin hydrochloride 500 MG Oral Tablet");
        assert_eq!(metformin, "metformin 500 mg tablet");
        let metoprolol = called(
            "866412",
            "24 HR metoprolol succinate 100 MG Extended Release Oral Tablet",
        );
        assert_eq!(metoprolol, "metoprolol succinate ER 100 mg tablet");
    }
}
