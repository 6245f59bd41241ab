use serde_json::{Value, json};

use super::extract;
use crate::ResourceType;
use crate::date::{OPEN_END, OPEN_START, span};
use crate::index::IndexValue;

/// The rows of one parameter, in short.
fn rows(resource: &Value, name: &str) -> Vec<String> {
    let kind = ResourceType::of(resource).unwrap();
    let entries = extract(kind, resource);
    entries
        .iter()
        .filter(|entry| entry.param.name == name)
        .map(|entry| short(&entry.value))
        .collect()
}

fn short(value: &IndexValue) -> String {
    match value {
        IndexValue::Token { system, code } => format!("{}|{code}", system.as_deref().unwrap_or("")),
        IndexValue::Text { folded, exact } => format!("{folded} = {exact}"),
        IndexValue::Date { from, until } => format!("{from}..{until}"),
        IndexValue::Reference { resource, id, version } => format!("{resource}/{id} {version:?}"),
        IndexValue::Url(url) => format!("url {url}"),
        IndexValue::Uri(uri) => format!("uri {uri}"),
        IndexValue::Number { low, high } => format!("{low}..={high}"),
        IndexValue::Quantity(quantity) => {
            let canonical = quantity
                .canonical
                .as_ref()
                .map(|at| format!("{}..={} {}", at.low, at.high, at.dimension));
            let code = quantity.code.as_deref().or(quantity.unit.as_deref()).unwrap_or("");
            format!(
                "{}..={} {code} {}",
                quantity.low,
                quantity.high,
                canonical.unwrap_or_default()
            )
        }
        IndexValue::Composite(parts) => format!("{} $ {}", short(&parts[0]), short(&parts[1])),
    }
}

fn observation(members: Value) -> Value {
    let mut resource = json!({ "resourceType": "Observation", "status": "final", "code": { "text": "Weight" } });
    let (Some(all), Value::Object(members)) = (resource.as_object_mut(), members) else {
        unreachable!()
    };
    all.extend(members);
    resource
}

fn days(from: &str, until: &str) -> String {
    format!("{}..{}", span(from).unwrap().0, span(until).unwrap().1)
}

#[test]
fn every_coding_of_a_concept_is_a_token_and_its_words_a_text() {
    let resource = observation(json!({ "code": { "text": "Körpergewicht", "coding": [
        { "system": "http://loinc.org", "code": "29463-7", "display": "Body weight" },
        { "system": "http://snomed.info/sct", "code": "27113001", "display": "BODY  weight" },
        { "code": "W" } ] } }));
    assert_eq!(
        rows(&resource, "code"),
        [
            "http://loinc.org|29463-7",
            "http://snomed.info/sct|27113001",
            "|W",
            "korpergewicht = Körpergewicht",
            "body weight = Body weight",
            "body weight = BODY  weight",
        ]
    );
}

#[test]
fn a_concept_of_words_only_is_there_all_the_same() {
    assert_eq!(rows(&observation(json!({})), "code"), ["|", "weight = Weight"]);
}

#[test]
fn primitives_are_tokens_without_system() {
    assert_eq!(rows(&observation(json!({})), "status"), ["|final"]);
    let patient = json!({ "resourceType": "Patient", "active": false, "deceasedDateTime": "2020" });
    assert_eq!(rows(&patient, "active"), ["|false"]);
    assert_eq!(rows(&patient, "deceased"), ["|true"]);
    assert_eq!(rows(&json!({ "resourceType": "Patient" }), "deceased"), ["|false"]);
}

#[test]
fn an_identifier_is_found_by_system_and_by_type() {
    let patient = json!({ "resourceType": "Patient", "identifier": [
        { "system": "urn:mrn", "value": "7", "type": { "coding": [{ "system": "urn:types", "code": "MR" }] } },
        { "value": "8" } ] });
    assert_eq!(
        rows(&patient, "identifier"),
        ["urn:mrn|7", "of-type:urn:types|MR|7", "|8"]
    );
}

#[test]
fn contacts_are_folded_and_kept_apart_by_kind() {
    let patient = json!({ "resourceType": "Patient", "telecom": [
        { "system": "phone", "value": "+1 (555) 867-5309" }, { "system": "email", "value": "Maria@Example.org" },
        { "system": "phone" } ] });
    assert_eq!(rows(&patient, "phone"), ["|5558675309"]);
    assert_eq!(rows(&patient, "email"), ["|maria@example.org"]);
    assert_eq!(rows(&patient, "telecom").len(), 2);
}

#[test]
fn a_name_is_found_by_each_part_and_as_a_whole() {
    let patient = json!({ "resourceType": "Patient", "name": [{ "family": "López", "given": ["María", "Inés"] }] });
    assert_eq!(
        rows(&patient, "name"),
        [
            "lopez = López",
            "maria = María",
            "ines = Inés",
            "maria ines lopez = María Inés López",
        ]
    );
    assert_eq!(rows(&patient, "given"), ["maria = María", "ines = Inés"]);
}

#[test]
fn an_address_is_found_by_each_part() {
    let patient = json!({ "resourceType": "Patient", "address": [{ "line": ["1 Main St", "Apt 2"], "city": "Bend",
        "state": "OR", "postalCode": "97701", "use": "home" }] });
    assert_eq!(rows(&patient, "address").len(), 5);
    assert_eq!(rows(&patient, "address-postalcode"), ["97701 = 97701"]);
}

#[test]
fn dates_are_spans_and_periods_may_be_open() {
    let with = |members| rows(&observation(members), "date");
    assert_eq!(
        with(json!({ "effectiveDateTime": "2020-02" })),
        [days("2020-02", "2020-02")]
    );
    assert_eq!(
        with(json!({ "effectiveInstant": "2020-02-01T10:00:00.5Z" })),
        [days("2020-02-01T10:00:00.5Z", "2020-02-01T10:00:00.5Z")]
    );
    assert_eq!(
        with(json!({ "effectivePeriod": { "start": "2020-01-05", "end": "2020-02" } })),
        [days("2020-01-05", "2020-02")]
    );
    let start = span("2020").unwrap().0;
    assert_eq!(
        with(json!({ "effectivePeriod": { "start": "2020" } })),
        [format!("{start}..{OPEN_END}")]
    );
    let end = span("2020").unwrap().1;
    assert_eq!(
        with(json!({ "effectivePeriod": { "end": "2020" } })),
        [format!("{OPEN_START}..{end}")]
    );
    assert_eq!(
        with(json!({ "effectiveTiming": { "event": ["2020-03", "2020-01"] } })),
        [days("2020-01", "2020-03")]
    );
    assert_eq!(
        with(json!({ "effectiveTiming": { "repeat": { "boundsPeriod": { "start": "2020", "end": "2021" } } } })),
        [days("2020", "2021")]
    );
    assert_eq!(
        with(json!({ "effectiveTiming": { "code": { "text": "BID" } } })),
        [] as [&str; 0]
    );
    assert_eq!(with(json!({ "effectiveDateTime": "2020-99" })), [] as [&str; 0]);
}

#[test]
fn references_are_kept_by_type_and_id_or_by_url() {
    let subject = |reference: &str| {
        rows(
            &observation(json!({ "subject": { "reference": reference } })),
            "subject",
        )
    };
    assert_eq!(subject("Patient/1"), ["Patient/1 None"]);
    assert_eq!(subject("Patient/1/_history/2"), ["Patient/1 Some(\"2\")"]);
    assert_eq!(
        subject("https://example.org/Patient/1"),
        ["url https://example.org/Patient/1"]
    );
    assert_eq!(subject("urn:uuid:1"), ["url urn:uuid:1"]);
    assert_eq!(subject("#p"), [] as [&str; 0]);
    assert_eq!(subject("Patient?identifier=urn:a|b"), [] as [&str; 0]);
    let by_identifier = observation(json!({ "subject": { "identifier": { "system": "urn:mrn", "value": "7" } } }));
    assert_eq!(rows(&by_identifier, "subject"), ["urn:mrn|7"]);
}

#[test]
fn a_patient_parameter_adds_no_rows_to_those_of_subject() {
    let resource = observation(json!({ "subject": { "reference": "Patient/1" } }));
    assert_eq!(rows(&resource, "patient"), [] as [&str; 0]);
}

#[test]
fn a_canonical_is_found_with_and_without_its_version() {
    let response =
        json!({ "resourceType": "QuestionnaireResponse", "questionnaire": "http://a/Questionnaire/phq9|1.0" });
    assert_eq!(
        rows(&response, "questionnaire"),
        ["url http://a/Questionnaire/phq9|1.0", "url http://a/Questionnaire/phq9"]
    );
}

#[test]
fn quantities_are_kept_as_given_and_in_canonical_units() {
    let with = |value: Value| rows(&observation(json!({ "valueQuantity": value })), "value-quantity");
    let mg =
        |value: Value| json!({ "value": value, "system": "http://unitsofmeasure.org", "code": "mg", "unit": "mg" });
    assert_eq!(with(mg(json!(5.4))), ["5.4..=5.4 mg 0.0054..=0.0054 g"]);
    assert_eq!(with(json!({ "value": 5.4, "unit": "mg" })), ["5.4..=5.4 mg "]);
    assert_eq!(
        with(json!({ "value": 1, "system": "http://unitsofmeasure.org", "code": "lbs" })),
        ["1..=1 lbs "]
    );
    assert_eq!(
        with(json!({ "value": 98.6, "system": "http://unitsofmeasure.org", "code": "[degF]" })).len(),
        1
    );
    assert_eq!(with(json!({ "unit": "mg" })), [] as [&str; 0]);
}

#[test]
fn a_comparator_or_range_leaves_an_end_open() {
    let below = observation(json!({ "valueQuantity": { "value": 5, "comparator": "<", "unit": "mg" } }));
    assert_eq!(rows(&below, "value-quantity"), [format!("{}..=5 mg ", f64::MIN)]);
    let assessment = json!({ "resourceType": "RiskAssessment", "prediction": [
        { "probabilityDecimal": 0.2 }, { "probabilityRange": { "low": { "value": 0.3 }, "high": { "value": 0.4 } } },
        { "probabilityRange": { "low": { "value": 0.5 } } } ] });
    assert_eq!(
        rows(&assessment, "probability"),
        [
            "0.2..=0.2".to_owned(),
            "0.3..=0.4".to_owned(),
            format!("0.5..={}", f64::MAX)
        ]
    );
}

#[test]
fn money_is_a_quantity_in_its_currency() {
    let invoice = json!({ "resourceType": "Invoice", "totalGross": { "value": 120.50, "currency": "USD" } });
    assert_eq!(rows(&invoice, "totalgross"), ["120.5..=120.5 USD "]);
}

#[test]
fn the_values_of_a_component_stay_with_its_code() {
    let component = |code: &str, value: f64| {
        json!({ "code": { "coding": [{ "system": "http://loinc.org", "code": code }] },
        "valueQuantity": { "value": value, "unit": "mmHg" } })
    };
    let pressure = observation(json!({ "component": [component("8480-6", 120.0), component("8462-4", 80.0)] }));
    assert_eq!(
        rows(&pressure, "component-code-value-quantity"),
        [
            "http://loinc.org|8480-6 $ 120..=120 mmHg ",
            "http://loinc.org|8462-4 $ 80..=80 mmHg "
        ]
    );
    assert_eq!(rows(&pressure, "component-code").len(), 2);
    assert_eq!(rows(&pressure, "value-quantity"), [] as [&str; 0]);
}

#[test]
fn extensions_of_us_core_are_found() {
    let patient = json!({ "resourceType": "Patient", "extension": [
        { "url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race", "extension": [
            { "url": "ombCategory", "valueCoding": { "system": "urn:oid:2.16.840.1.113883.6.238", "code": "2106-3" } },
            { "url": "text", "valueString": "White" } ] } ] });
    assert_eq!(rows(&patient, "race"), ["|2106-3"]);
    let condition = json!({ "resourceType": "Condition", "extension": [
        { "url": "http://hl7.org/fhir/StructureDefinition/condition-assertedDate", "valueDateTime": "2020" }] });
    assert_eq!(rows(&condition, "asserted-date"), [days("2020", "2020")]);
}

#[test]
fn tags_and_security_labels_are_tokens_of_every_type() {
    let binary = json!({ "resourceType": "Binary", "contentType": "text/plain", "meta": {
        "tag": [{ "system": "urn:t", "code": "a" }], "security": [{ "system": "urn:s", "code": "R" }] } });
    assert_eq!(
        (rows(&binary, "_tag"), rows(&binary, "_security")),
        (vec!["urn:t|a".into()], vec!["urn:s|R".into()])
    );
}

#[test]
fn no_row_stands_twice() {
    let twice = json!({ "coding": [{ "code": "a" }, { "code": "a" }] });
    assert_eq!(
        rows(&observation(json!({ "category": [twice, twice] })), "category"),
        ["|a"]
    );
}

#[test]
fn what_the_check_refuses_gives_no_rows_and_no_panic() {
    for value in [
        json!(null),
        json!(1),
        json!("a"),
        json!([]),
        json!([null]),
        json!({}),
        json!([{ "coding": 1 }]),
    ] {
        let resource = json!({ "resourceType": "Observation", "status": value, "code": value, "category": value,
            "subject": value, "effectivePeriod": value, "valueQuantity": value, "component": value, "meta": value });
        let _ = extract(ResourceType::Observation, &resource);
    }
}
