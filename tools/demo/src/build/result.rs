//! Laboratory results: tests, panels of tests, and what became of them.

use serde_json::{Value, json};

use super::visit::{Seen, quantity};
use super::{Story, compact, number, profile, refer};
use crate::clinic::{Actor, LAB};
use crate::code::{Code, hl7, snomed};
use crate::lab::{Group, Range, Test};

/// What a test said.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reading {
    /// A number in the test's unit, with the digits as reported.
    Number(&'static str),
    /// Under what the instrument can tell apart.
    LessThan(&'static str),
    /// Words, such as a grade ("Trace").
    Words(&'static str),
    /// A coded finding, and whether it is abnormal.
    Finding(Code, bool),
    /// Nothing, with a code and the words of why (data-absent-reason).
    Absent(&'static str, &'static str),
}

/// How far along a result is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Status {
    Preliminary,
    Final,
    Corrected,
    Cancelled,
    EnteredInError,
}

impl Status {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Preliminary => "preliminary",
            Self::Final => "final",
            Self::Corrected => "corrected",
            Self::Cancelled => "cancelled",
            Self::EnteredInError => "entered-in-error",
        }
    }
}

/// A panel to tell: what one tube of blood said.
pub(crate) struct Panel<'a> {
    pub(crate) group: &'static Group,
    pub(crate) status: Status,
    pub(crate) results: &'a [(&'static Test, Reading)],
    /// What the clinician wrote about it.
    pub(crate) conclusion: Option<&'static str>,
}

/// References of a panel told.
pub(crate) struct Told {
    pub(crate) report: String,
    pub(crate) results: Vec<String>,
}

impl Story<'_> {
    /// Adds a panel drawn at a visit: its tests, the observation that groups them, and the report.
    pub(crate) fn panel(&mut self, seen: &Seen, panel: &Panel<'_>) -> Told {
        let Group { slug, code, name } = *panel.group;
        let order = self.add(
            slug,
            "subject",
            json!({
                "resourceType": "ServiceRequest",
                "meta": profile("us-core-servicerequest"),
                "status": "completed",
                "intent": "order",
                "category": [snomed("108252007", "Laboratory procedure").concept()],
                "code": code.called(name),
                "encounter": refer(&seen.encounter),
                "occurrenceDateTime": seen.after(15),
                "authoredOn": seen.after(10),
                "requester": seen.by.reference(),
            }),
        );
        let results: Vec<String> = panel
            .results
            .iter()
            .map(|(test, reading)| self.test(seen, test, *reading, panel.status))
            .collect();
        let members: Vec<Value> = results.iter().map(|result| refer(result)).collect();
        let mut listed = members.clone();
        if members.len() > 1 {
            let grouping = self.add(
                slug,
                "subject",
                json!({
                    "resourceType": "Observation",
                    "meta": profile("us-core-observation-lab"),
                    "status": panel.status.code(),
                    "category": [hl7("observation-category", "laboratory", "Laboratory")],
                    "code": code.called(name),
                    "encounter": refer(&seen.encounter),
                    "effectiveDateTime": seen.after(15),
                    "issued": seen.after(300),
                    "performer": [LAB.reference()],
                    "hasMember": members,
                }),
            );
            listed.insert(0, refer(&grouping));
        }
        let mut report = json!({
            "resourceType": "DiagnosticReport",
            "meta": profile("us-core-diagnosticreport-lab"),
            "basedOn": [refer(&order)],
            "status": panel.status.code(),
            "category": [hl7("v2-0074", "LAB", "Laboratory")],
            "code": code.called(name),
            "encounter": refer(&seen.encounter),
            "effectiveDateTime": seen.after(15),
            "issued": seen.after(300),
            "performer": [LAB.reference()],
            "resultsInterpreter": [seen.by.reference()],
            "specimen": [{ "display": panel.group.specimen() }],
            "result": listed,
        });
        if let Some(conclusion) = panel.conclusion {
            report["conclusion"] = json!(conclusion);
        }
        Told {
            report: self.add(slug, "subject", report),
            results,
        }
    }

    /// Adds one test drawn at a visit; gives its reference.
    pub(crate) fn test(&mut self, seen: &Seen, test: &Test, reading: Reading, status: Status) -> String {
        let mut observation = json!({
            "resourceType": "Observation",
            "meta": profile("us-core-observation-lab"),
            "status": status.code(),
            "category": [hl7("observation-category", "laboratory", "Laboratory")],
            "code": test.code.called(test.name),
            "encounter": refer(&seen.encounter),
            "effectiveDateTime": seen.after(15),
            "issued": seen.after(300),
            "performer": [LAB.reference()],
            "referenceRange": test.range.words(test.unit).map(|range| json!([range])),
        });
        let flag = match reading {
            Reading::Number(digits) => {
                observation["valueQuantity"] = quantity(number(digits), test.unit);
                test.flag(digits.parse().expect("stories write numbers as Rust does"))
            }
            Reading::LessThan(digits) => {
                observation["valueQuantity"] = quantity(number(digits), test.unit);
                observation["valueQuantity"]["comparator"] = json!("<");
                Some("N")
            }
            Reading::Words(words) => {
                observation["valueString"] = json!(words);
                match test.range {
                    Range::Expected(usual) => Some(if usual == words { "N" } else { "A" }),
                    _ => None,
                }
            }
            Reading::Finding(code, abnormal) => {
                observation["valueCodeableConcept"] = code.concept();
                Some(if abnormal { "A" } else { "N" })
            }
            Reading::Absent(code, words) => {
                let mut reason = hl7("data-absent-reason", code, words);
                reason["text"] = json!(words);
                observation["dataAbsentReason"] = reason;
                None
            }
        };
        if let Some(flag) = flag {
            observation["interpretation"] = json!([interpretation(flag)]);
        }
        self.add(test.slug, "subject", compact(observation))
    }

    /// Adds what someone said about a result.
    pub(crate) fn remark(&mut self, reference: &str, by: Actor, time: &str, words: &str) {
        let note = json!({ "authorReference": by.reference(), "time": time, "text": words });
        self.change(reference, |resource| resource["note"] = json!([note]));
    }

    /// Says that a test of a final panel was first reported as `first`, and why that was wrong; the panel stands corrected.
    pub(crate) fn correct(&mut self, told: &Told, index: usize, test: &Test, first: &str, why: &str, when: &str) {
        let result = &told.results[index];
        let value = quantity(number(first), test.unit);
        let flag = test.flag(first.parse().expect("stories write numbers as Rust does"));
        self.amend(result, |version| {
            version["valueQuantity"] = value;
            if let Some(flag) = flag {
                version["interpretation"] = json!([interpretation(flag)]);
            }
        });
        self.amend(&told.report, |_| ());
        for reference in [result, &told.report] {
            self.change(reference, |resource| {
                resource["status"] = json!(Status::Corrected.code());
                resource["issued"] = json!(when);
            });
        }
        self.remark(result, LAB, when, why);
    }
}

/// An interpretation as HL7 codes it.
fn interpretation(flag: &str) -> Value {
    let words = match flag {
        "HH" => "Critical high",
        "LL" => "Critical low",
        "H" => "High",
        "L" => "Low",
        "A" => "Abnormal",
        _ => "Normal",
    };
    hl7("v3-ObservationInterpretation", flag, words)
}
