use serde_json::{Value, json};

use super::{Unknown, check};
use crate::{Fault, IssueCode, Severity};

/// The paths of the faults that a strict check finds.
fn paths(resource: &Value) -> Vec<String> {
    check(resource, Unknown::Refuse)
        .into_iter()
        .map(|fault| fault.path)
        .collect()
}

fn only_fault(resource: &Value) -> Fault {
    let mut faults = check(resource, Unknown::Refuse);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

fn assert_clean(resource: &Value) {
    assert_eq!(check(resource, Unknown::Refuse), [], "{resource}");
}

/// A good observation with `members` in place of or besides its own.
fn observation(members: Value) -> Value {
    let mut resource = json!({ "resourceType": "Observation", "status": "final", "code": { "text": "Weight" } });
    let (Some(all), Value::Object(members)) = (resource.as_object_mut(), members) else {
        unreachable!()
    };
    all.extend(members);
    resource
}

#[test]
fn a_resource_is_an_object_of_a_known_type() {
    assert_eq!(only_fault(&json!([])).code, IssueCode::Structure);
    assert_eq!(only_fault(&json!({ "id": "1" })).code, IssueCode::Structure);
    assert_eq!(only_fault(&json!({ "resourceType": "Patientt" })).path, "Patientt");
    assert_eq!(only_fault(&json!({ "resourceType": 1 })).code, IssueCode::Structure);
    assert_clean(&json!({ "resourceType": "Patient" }));
}

#[test]
fn an_unknown_element_is_refused_or_kept_with_a_warning() {
    let resource = observation(json!({ "valueQuantity": { "value": 1, "units": "kg" } }));
    let fault = only_fault(&resource);
    assert_eq!(
        (fault.path.as_str(), fault.severity),
        ("Observation.valueQuantity.units", Severity::Error)
    );
    let kept = check(&resource, Unknown::Keep);
    assert_eq!((kept.len(), kept[0].severity), (1, Severity::Warning));
    assert_eq!(
        paths(&observation(
            json!({ "component": [{ "resourceType": "x", "code": { "text": "a" } }] })
        )),
        ["Observation.component[0].resourceType"]
    );
}

#[test]
fn a_missing_required_element_is_named() {
    let fault = only_fault(&json!({ "resourceType": "Observation", "status": "final" }));
    assert_eq!(
        (fault.path.as_str(), fault.code),
        ("Observation.code", IssueCode::Required)
    );
    assert_eq!(
        paths(
            &json!({ "resourceType": "MedicationRequest", "status": "active", "intent": "order",
        "subject": { "reference": "Patient/1" } })
        ),
        ["MedicationRequest.medication"]
    );
    assert_eq!(
        paths(&observation(json!({ "component": [{ "valueString": "a" }] }))),
        ["Observation.component[0].code"]
    );
}

#[test]
fn a_required_primitive_may_have_only_extensions() {
    let absent = json!({ "extension": [{ "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
        "valueCode": "unknown" }] });
    assert_clean(&json!({ "resourceType": "Observation", "_status": absent, "code": { "text": "a" } }));
}

#[test]
fn only_one_type_of_a_choice_may_be_given() {
    let fault = only_fault(&observation(json!({ "valueString": "a", "valueInteger": 1 })));
    assert_eq!(fault.path, "Observation.valueInteger");
    assert_eq!(
        paths(&observation(
            json!({ "valueString": "a", "_valueInteger": { "id": "x", "extension":
        [{ "url": "urn:x", "valueCode": "a" }] } })
        ))
        .len(),
        0,
        "a companion alone is seen only with its own value"
    );
    assert_clean(&observation(
        json!({ "_valueString": { "extension": [{ "url": "urn:x", "valueCode": "a" }] },
        "valueString": "a" }),
    ));
    assert_eq!(
        paths(&observation(json!({ "valueMoney": { "value": 1 } }))),
        ["Observation.valueMoney"]
    );
}

#[test]
fn lists_are_arrays_and_single_elements_are_not() {
    assert_eq!(
        paths(&json!({ "resourceType": "Patient", "name": { "family": "A" } })),
        ["Patient.name"]
    );
    assert_eq!(
        paths(&json!({ "resourceType": "Patient", "gender": ["male"] })),
        ["Patient.gender"]
    );
    assert_eq!(
        paths(&json!({ "resourceType": "Patient", "name": ["A"] })),
        ["Patient.name[0]"]
    );
    assert_eq!(
        paths(&json!({ "resourceType": "Patient", "maritalStatus": "M" })),
        ["Patient.maritalStatus"]
    );
    assert_eq!(
        paths(&json!({ "resourceType": "Patient", "gender": { "value": "male" } })),
        ["Patient.gender"]
    );
}

#[test]
fn nothing_is_empty() {
    assert_eq!(
        paths(&json!({ "resourceType": "Patient", "name": [] })),
        ["Patient.name"]
    );
    assert_eq!(
        paths(&json!({ "resourceType": "Patient", "name": [{}] })),
        ["Patient.name[0]"]
    );
    assert_eq!(
        paths(&json!({ "resourceType": "Patient", "name": [{ "family": "" }] })),
        ["Patient.name[0].family"]
    );
    assert_eq!(
        paths(&json!({ "resourceType": "Patient", "name": null })),
        ["Patient.name"]
    );
    assert_eq!(
        paths(&json!({ "resourceType": "Patient", "birthDate": null })),
        ["Patient.birthDate"]
    );
    assert_eq!(
        paths(&json!({ "resourceType": "Patient", "name": [{ "id": "a" }] })),
        ["Patient.name[0]"]
    );
}

#[test]
fn primitives_have_their_formats() {
    let fault = only_fault(&observation(json!({ "component": [
        { "code": { "text": "a" } }, { "code": { "text": "b" }, "valueQuantity": { "value": "5" } }] })));
    assert_eq!(
        (fault.path.as_str(), fault.code),
        ("Observation.component[1].valueQuantity.value", IssueCode::Value)
    );
    assert!(fault.what.contains("without quotes"), "{}", fault.what);
    assert_eq!(
        paths(&observation(json!({ "effectiveDateTime": "2021-02-29" }))),
        ["Observation.effectiveDateTime"]
    );
    assert_eq!(
        paths(&observation(json!({ "issued": "2021-02-28" }))),
        ["Observation.issued"]
    );
    assert_eq!(paths(&observation(json!({ "id": "a_b" }))), ["Observation.id"]);
    assert_eq!(
        paths(&json!({ "resourceType": "Patient", "active": "true" })),
        ["Patient.active"]
    );
    assert_eq!(
        paths(&json!({ "resourceType": "Patient", "multipleBirthInteger": 1.5 })),
        ["Patient.multipleBirthInteger"]
    );
}

#[test]
fn nulls_only_fill_a_list_of_primitives_where_its_companion_has_something() {
    let extension = json!({ "extension": [{ "url": "urn:x", "valueCode": "a" }] });
    let name = |name: Value| json!({ "resourceType": "Patient", "name": [name] });
    assert_clean(&name(json!({ "given": ["A", null], "_given": [null, extension] })));
    assert_clean(&name(json!({ "_given": [extension] })));
    assert_eq!(
        paths(&name(json!({ "given": ["A", null] }))),
        ["Patient.name[0].given[1]"]
    );
    assert_eq!(
        paths(&name(json!({ "given": ["A", null], "_given": [extension, null] }))),
        ["Patient.name[0].given[1]"]
    );
    assert_eq!(
        paths(&name(json!({ "given": ["A"], "_given": [null, extension] }))),
        ["Patient.name[0]._given"]
    );
    assert_eq!(
        paths(&name(json!({ "given": ["A"], "_given": [null] }))),
        ["Patient.name[0]._given"]
    );
    assert_eq!(
        paths(&name(json!({ "given": ["A"], "_given": extension }))),
        ["Patient.name[0]._given"]
    );
    assert_eq!(
        paths(&name(json!({ "family": "A", "_family": [extension] }))),
        ["Patient.name[0]._family"]
    );
    assert_eq!(
        paths(&name(json!({ "family": "A", "_period": {} }))),
        ["Patient.name[0]._period"]
    );
}

#[test]
fn an_extension_has_a_url_and_either_a_value_or_extensions() {
    let patient = |extension: Value| json!({ "resourceType": "Patient", "extension": [extension] });
    assert_clean(&patient(json!({ "url": "urn:x", "valueString": "a" })));
    assert_clean(&patient(
        json!({ "url": "urn:x", "extension": [{ "url": "y", "valueBoolean": false }] }),
    ));
    assert_eq!(
        paths(&patient(json!({ "valueString": "a" }))),
        ["Patient.extension[0].url"]
    );
    assert_eq!(paths(&patient(json!({ "url": "urn:x" }))), ["Patient.extension[0]"]);
    let both = json!({ "url": "urn:x", "valueString": "a", "extension": [{ "url": "y", "valueCode": "b" }] });
    assert_eq!(only_fault(&patient(both)).code, IssueCode::Invariant);
    assert_eq!(
        paths(&patient(json!({ "url": "urn:x", "valueString": 1 }))),
        ["Patient.extension[0].valueString"]
    );
}

#[test]
fn contained_resources_are_checked_and_contain_nothing_themselves() {
    let with = |inner: Value| observation(json!({ "contained": [inner] }));
    assert_clean(&with(json!({ "resourceType": "Patient", "id": "p" })));
    assert_eq!(
        paths(&with(json!({ "resourceType": "Patient" }))),
        ["Observation.contained[0].id"]
    );
    assert_eq!(
        paths(&with(json!({ "resourceType": "Patient", "id": "p", "gender": 1 }))),
        ["Observation.contained[0].gender"]
    );
    let nested =
        json!({ "resourceType": "Patient", "id": "p", "contained": [{ "resourceType": "Patient", "id": "q" }] });
    assert_eq!(only_fault(&with(nested)).code, IssueCode::Invariant);
}

#[test]
fn references_have_one_of_the_forms() {
    let subject = |reference: &str| observation(json!({ "subject": { "reference": reference } }));
    for good in [
        "Patient/1",
        "Patient/1/_history/2",
        "https://example.org/fhir/Patient/1",
        "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
        "urn:oid:1.2.3",
        "Patient?identifier=a|b",
    ] {
        assert_clean(&subject(good));
    }
    for bad in [
        "Patient",
        "Patient/",
        "Nobody/1",
        "1",
        "urn:uuid:1",
        "Patient/1/2",
        "Nobody?a=b",
        "Patient?",
        "a b:c d",
    ] {
        let fault = only_fault(&subject(bad));
        assert_eq!(
            (fault.path.as_str(), fault.code),
            ("Observation.subject.reference", IssueCode::Value),
            "{bad}"
        );
    }
}

#[test]
fn a_local_reference_leads_to_something_contained_in_the_outermost_resource() {
    let inner = json!({ "resourceType": "Specimen", "id": "s", "subject": { "reference": "#p" } });
    let patient = json!({ "resourceType": "Patient", "id": "p" });
    let resource = |contained: Value| observation(json!({ "contained": contained, "specimen": { "reference": "#s" } }));
    assert_clean(&resource(json!([inner, patient])));
    assert_eq!(
        paths(&resource(json!([inner]))),
        ["Observation.contained[0].subject.reference"]
    );
    assert_eq!(paths(&resource(json!([patient]))), ["Observation.specimen.reference"]);
}

#[test]
fn a_reference_to_an_unexpected_type_is_a_warning() {
    let fault = only_fault(&observation(json!({ "subject": { "reference": "Coverage/1" } })));
    assert_eq!(
        (fault.severity, fault.path.as_str()),
        (Severity::Warning, "Observation.subject.reference")
    );
}

#[test]
fn resources_in_a_bundle_are_checked_each_with_its_own_contained_ones() {
    let entry = |resource: Value| json!({ "resource": resource });
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": [
        entry(observation(json!({ "contained": [{ "resourceType": "Patient", "id": "p" }] }))),
        entry(observation(json!({ "subject": { "reference": "#p" } }))),
        entry(json!({ "resourceType": "Patient", "birthDate": "1980-02-30" })),
    ] });
    assert_eq!(
        paths(&bundle),
        [
            "Bundle.entry[1].resource.subject.reference",
            "Bundle.entry[2].resource.birthDate"
        ]
    );
}

#[test]
fn upper_limits_of_lists_hold() {
    let position = json!({ "resourceType": "Observation", "status": "final", "code": { "text": "a" },
        "valueSampledData": { "origin": { "value": 0 }, "period": 1, "dimensions": 0 } });
    assert_eq!(paths(&position), ["Observation.valueSampledData.dimensions"]);
}

#[test]
fn long_values_are_not_repeated_in_full() {
    let fault = only_fault(&observation(json!({ "effectiveDateTime": "x".repeat(500) })));
    assert!(fault.what.len() < 300, "{}", fault.what);
}
