use super::*;
use crate::date::span;
use crate::param::param;
use crate::{IssueCode, ResourceType as R};

fn parsed(resource: R, name: &str, value: &str) -> Result<Query, Fault> {
    Query::parse(resource, &[(name.to_owned(), value.to_owned())], Handling::Strict)
}

fn condition(resource: R, name: &str, value: &str) -> Condition {
    let mut query = parsed(resource, name, value).unwrap();
    assert_eq!(query.all.len(), 1);
    query.all.remove(0)
}

fn matches(resource: R, name: &str, value: &str) -> Vec<Match> {
    match condition(resource, name, value) {
        Condition::Param(_, Test::Any(matches)) => matches,
        other => panic!("{other:?}"),
    }
}

fn refused(resource: R, name: &str, value: &str) -> Fault {
    let fault = parsed(resource, name, value).unwrap_err();
    assert!(fault.is_error() && fault.what.ends_with(['.', '?']), "{fault}");
    fault
}

fn token(system: System, code: &str) -> Match {
    Match::Token {
        system,
        code: (!code.is_empty()).then(|| code.to_owned()),
    }
}

#[test]
fn tokens_are_read_with_and_without_their_system() {
    let read = |value| matches(R::Observation, "code", value);
    assert_eq!(read("8480-6"), [token(System::Any, "8480-6")]);
    assert_eq!(
        read("http://loinc.org|8480-6"),
        [token(System::Is("http://loinc.org".into()), "8480-6")]
    );
    assert_eq!(read("|8480-6"), [token(System::Without, "8480-6")]);
    assert_eq!(
        read("http://loinc.org|"),
        [token(System::Is("http://loinc.org".into()), "")]
    );
    assert_eq!(read("a,b"), [token(System::Any, "a"), token(System::Any, "b")]);
    for bad in ["|", "a|b|c", "a,,b"] {
        refused(R::Observation, "code", bad);
    }
}

#[test]
fn separators_after_a_backslash_are_part_of_the_value() {
    assert_eq!(
        matches(R::Observation, "code", r"a\,b\|c\$d\\"),
        [token(System::Any, r"a,b|c$d\")]
    );
    assert_eq!(matches(R::Observation, "code", r"a\\,b").len(), 2);
}

#[test]
fn the_system_of_a_primitive_is_implied() {
    let status = "http://hl7.org/fhir/observation-status|final";
    assert_eq!(matches(R::Observation, "status", status), [token(System::Any, "final")]);
}

#[test]
fn phone_numbers_are_compared_by_their_digits() {
    assert_eq!(
        matches(R::Patient, "phone", "(555) 867-5309"),
        matches(R::Patient, "phone", "+15558675309")
    );
}

#[test]
fn not_is_a_test_of_its_own() {
    let Condition::Param(_, Test::None(none)) = condition(R::Observation, "status:not", "final,amended") else {
        panic!()
    };
    assert_eq!(none.len(), 2);
}

#[test]
fn missing_takes_true_or_false() {
    let missing = |value| condition(R::Patient, "birthdate:missing", value);
    let birthdate = param(R::Patient, "birthdate").unwrap();
    assert_eq!(missing("true"), Condition::Param(birthdate, Test::Missing(true)));
    assert_eq!(missing("false"), Condition::Param(birthdate, Test::Missing(false)));
    refused(R::Patient, "birthdate:missing", "maybe");
}

#[test]
fn strings_are_folded_unless_exact() {
    let text = |mode, value: &str| Match::Text {
        mode,
        value: value.to_owned(),
    };
    assert_eq!(
        matches(R::Patient, "family", "Núñez"),
        [text(TextMode::Starts, "nunez")]
    );
    assert_eq!(
        matches(R::Patient, "family:contains", " NEZ "),
        [text(TextMode::Contains, "nez")]
    );
    assert_eq!(
        matches(R::Patient, "family:exact", "Núñez"),
        [text(TextMode::Exact, "Núñez")]
    );
    refused(R::Patient, "family", " ");
}

#[test]
fn words_of_a_code_are_searched_where_they_are_indexed() {
    let text = Match::Text {
        mode: TextMode::Contains,
        value: "headache".into(),
    };
    assert_eq!(matches(R::Condition, "code:text", "Headache"), [text]);
    refused(R::Condition, "category:text", "problem");
}

#[test]
fn identifiers_are_found_by_their_type() {
    let system = System::Is("of-type:http://terminology.hl7.org/CodeSystem/v2-0203|MR".into());
    let value = "http://terminology.hl7.org/CodeSystem/v2-0203|MR|12345";
    assert_eq!(
        matches(R::Patient, "identifier:of-type", value),
        [token(system, "12345")]
    );
    refused(R::Patient, "identifier:of-type", "MR|12345");
    refused(R::Patient, "gender:of-type", "a|b|c");
}

#[test]
fn dates_become_spans_with_their_prefix() {
    let test = |compare, text| {
        let (from, until) = span(text).unwrap();
        Match::Date(DateTest { compare, from, until })
    };
    assert_eq!(
        matches(R::Observation, "date", "2020-02"),
        [test(Compare::Eq, "2020-02")]
    );
    assert_eq!(
        matches(R::Observation, "date", "ge2020-02-01T10:00:00-08:00"),
        [test(Compare::Ge, "2020-02-01T10:00:00-08:00")]
    );
    assert_eq!(
        matches(R::Observation, "date", "sa2020,eb2019"),
        [test(Compare::Sa, "2020"), test(Compare::Eb, "2019")]
    );
    for bad in ["2020-13", "xx2020", "2020-02-30", "today"] {
        assert_eq!(refused(R::Observation, "date", bad).path, "date");
    }
}

#[test]
fn references_are_read_by_id_by_type_and_by_url() {
    let local = |resource, id: &str| Match::Reference {
        resource,
        id: id.to_owned(),
    };
    assert_eq!(matches(R::Observation, "patient", "1"), [local(Some(R::Patient), "1")]);
    assert_eq!(matches(R::Observation, "subject", "1"), [local(None, "1")]);
    assert_eq!(
        matches(R::Observation, "subject:Patient", "1"),
        [local(Some(R::Patient), "1")]
    );
    assert_eq!(
        matches(R::Observation, "subject", "Group/1/_history/2"),
        [local(Some(R::Group), "1")]
    );
    assert_eq!(
        matches(R::Observation, "encounter", "1"),
        [local(Some(R::Encounter), "1")]
    );
    let url = "http://example.org/Questionnaire/a|1.0";
    assert_eq!(
        matches(R::QuestionnaireResponse, "questionnaire", url),
        [Match::Url(url.into())]
    );
    let identifier = token(System::Is("urn:mrn".into()), "7");
    assert_eq!(matches(R::Observation, "subject:identifier", "urn:mrn|7"), [identifier]);
    refused(R::Observation, "patient", "a b");
    refused(R::Observation, "subject:Coverage", "1");
    refused(R::Observation, "subject:Nobody", "1");
}

#[test]
fn quantities_are_compared_in_canonical_units_where_the_unit_is_ucum() {
    let quantity = |value: &str| match matches(R::Observation, "value-quantity", value).remove(0) {
        Match::Quantity { value, unit } => (value, unit),
        other => panic!("{other:?}"),
    };
    let (value, unit) = quantity("gt5.4|http://unitsofmeasure.org|mg");
    assert_eq!(
        (value.compare, value.value, value.low, value.high),
        (Compare::Gt, 0.0054, 0.00535, 0.00545)
    );
    assert_eq!(unit, UnitTest::Canonical("g".into()));
    assert_eq!(quantity("5.4").1, UnitTest::Any);
    assert_eq!(quantity("5.4||mg").1, UnitTest::Word("mg".into()));
    assert!(matches!(quantity("5.4|urn:other|mg").1, UnitTest::Coded { .. }));
    assert!(matches!(
        quantity("5.4|http://unitsofmeasure.org|lbs").1,
        UnitTest::Coded { .. }
    ));
    for bad in ["mg", "5.4|mg", "5.4|urn:x|"] {
        refused(R::Observation, "value-quantity", bad);
    }
}

#[test]
fn numbers_and_uris_are_read() {
    let Match::Number(test) = matches(R::RiskAssessment, "probability", "lt0.8").remove(0) else {
        panic!()
    };
    assert_eq!((test.compare, test.value), (Compare::Lt, 0.8));
    let below = Match::Uri {
        mode: UriMode::Below,
        value: "http://example.org/q".into(),
    };
    assert_eq!(matches(R::Questionnaire, "url:below", "http://example.org/q"), [below]);
}

#[test]
fn a_composite_of_single_parts_is_both_of_them() {
    let Condition::All(both) = condition(R::Observation, "code-value-quantity", "a|b$gt5") else {
        panic!()
    };
    assert_eq!(both[0], condition(R::Observation, "code", "a|b"));
    assert_eq!(both[1], condition(R::Observation, "value-quantity", "gt5"));
    let Condition::Any(pairs) = condition(R::Observation, "code-value-quantity", "a$1,b$2") else {
        panic!()
    };
    assert_eq!(pairs.len(), 2);
    refused(R::Observation, "code-value-quantity", "a");
    refused(R::Observation, "code-value-quantity:missing", "true");
}

#[test]
fn a_composite_of_components_is_one_row() {
    let pair = matches(
        R::Observation,
        "component-code-value-quantity",
        "http://loinc.org|8480-6$ge140",
    );
    let Match::Composite(parts) = &pair[0] else { panic!() };
    assert_eq!(parts[0], token(System::Is("http://loinc.org".into()), "8480-6"));
    assert!(matches!(parts[1], Match::Quantity { .. }));
}

#[test]
fn chains_are_followed_over_several_references() {
    let Condition::Chain {
        param,
        target,
        condition: inner,
    } = condition(R::Observation, "patient.family", "Ruiz")
    else {
        panic!()
    };
    assert_eq!((param.name, target), ("patient", R::Patient));
    assert_eq!(*inner, condition(R::Patient, "family", "Ruiz"));
    let name = "encounter:Encounter.service-provider.name:contains";
    let Condition::Chain { condition: inner, .. } = condition(R::Observation, name, "bend") else {
        panic!()
    };
    assert!(matches!(
        *inner,
        Condition::Chain {
            target: R::Organization,
            ..
        }
    ));
}

#[test]
fn a_chain_without_a_type_goes_to_every_target_that_knows_the_rest() {
    let Condition::Any(chains) = condition(R::DiagnosticReport, "subject.name", "x") else {
        panic!()
    };
    let targets: Vec<_> = chains
        .iter()
        .map(|chain| match chain {
            Condition::Chain { target, .. } => *target,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(targets.contains(&R::Patient) && targets.contains(&R::Location) && !targets.contains(&R::Device));
    assert!(matches!(
        condition(R::DiagnosticReport, "subject.birthdate", "2020"),
        Condition::Chain { .. }
    ));
    assert!(
        refused(R::DiagnosticReport, "subject.birthdate", "x")
            .what
            .contains("date")
    );
    refused(R::DiagnosticReport, "code.name", "x");
    refused(R::DiagnosticReport, "subject.nothing", "x");
}

#[test]
fn has_reads_what_refers_to_the_match() {
    let Condition::Has {
        param,
        condition: inner,
    } = condition(R::Patient, "_has:Observation:patient:code", "a")
    else {
        panic!()
    };
    assert_eq!((param.resource, param.name), (R::Observation, "patient"));
    assert_eq!(*inner, condition(R::Observation, "code", "a"));
    let nested = condition(
        R::Patient,
        "_has:Observation:patient:_has:Provenance:target:agent",
        "Practitioner/1",
    );
    let Condition::Has { condition: inner, .. } = nested else {
        panic!()
    };
    assert!(matches!(*inner, Condition::Has { .. }));
    refused(R::Practitioner, "_has:Observation:patient:code", "a");
    refused(R::Patient, "_has:Observation:code:code", "a");
    refused(R::Patient, "_has:Observation:patient", "a");
    refused(R::Patient, &("_has:Patient:link:".repeat(50) + "family"), "a");
}

#[test]
fn includes_name_a_reference() {
    let query = parsed(R::MedicationRequest, "_include", "MedicationRequest:medication").unwrap();
    assert_eq!(
        (query.includes[0].param.name, query.includes[0].iterate),
        ("medication", false)
    );
    let query = parsed(R::CareTeam, "_include:iterate", "PractitionerRole:practitioner").unwrap();
    assert!(query.includes[0].iterate);
    let query = parsed(R::CareTeam, "_include", "CareTeam:participant:Patient").unwrap();
    assert_eq!(query.includes[0].target, Some(R::Patient));
    let query = parsed(R::Observation, "_include", "Observation:patient").unwrap();
    assert_eq!(query.includes[0].target, Some(R::Patient));
    let query = parsed(R::Observation, "_revinclude", "Provenance:target").unwrap();
    assert_eq!(query.revincludes[0].param.name, "target");
    for bad in [
        "*",
        "Observation:*",
        "Observation:code",
        "Observation",
        "Nothing:x",
        "Encounter:patient",
    ] {
        refused(R::Observation, "_include", bad);
    }
    refused(R::Practitioner, "_revinclude", "Observation:patient");
}

#[test]
fn the_order_has_several_keys() {
    let query = parsed(R::Observation, "_sort", "-date,_id,_lastUpdated").unwrap();
    let date = SortKey::Param(param(R::Observation, "date").unwrap());
    assert_eq!(
        query.sort[0],
        Sort {
            key: date,
            descending: true
        }
    );
    assert_eq!(
        (query.sort[1].key.clone(), query.sort[2].key.clone()),
        (SortKey::Id, SortKey::LastUpdated)
    );
    refused(R::Observation, "_sort", "code-value-quantity");
    refused(R::Observation, "_sort", "nothing");
}

#[test]
fn what_comes_back_is_chosen() {
    let query = |name, value| parsed(R::Patient, name, value).unwrap();
    assert_eq!(query("_count", "20").count, Some(20));
    assert!(query("_count", "0").only_count && query("_summary", "count").only_count);
    assert!(!query("_summary", "false").only_count);
    assert_eq!(query("_total", "accurate").total, Total::Accurate);
    assert_eq!(query("_elements", "id,name").elements, ["id", "name"]);
    assert_eq!(query("_cursor", "a b").cursor.as_deref(), Some("a b"));
    assert_eq!(query("_format", "json"), query("_pretty", "true"));
    for (name, value) in [
        ("_count", "-1"),
        ("_summary", "data"),
        ("_summary", "x"),
        ("_total", "x"),
        ("_text", "x"),
    ] {
        assert_eq!(refused(R::Patient, name, value).path, name);
    }
}

#[test]
fn ids_and_times_of_writing_are_conditions() {
    assert_eq!(
        condition(R::Patient, "_id", "a,b"),
        Condition::Id(vec!["a".into(), "b".into()])
    );
    assert!(
        matches!(condition(R::Patient, "_lastUpdated", "ge2020"), Condition::LastUpdated(tests) if tests.len() == 1)
    );
    refused(R::Patient, "_id:not", "a");
    refused(R::Patient, "_lastUpdated", "soon");
}

#[test]
fn a_parameter_that_is_not_known_is_named_with_those_that_are_near() {
    let fault = refused(R::Condition, "onset", "2020");
    assert_eq!((fault.path.as_str(), fault.code), ("onset", IssueCode::NotSupported));
    assert!(fault.what.contains("onset-date"), "{}", fault.what);
    assert!(refused(R::Patient, "brithdate", "2020").what.contains("birthdate"));
}

#[test]
fn lenient_reading_leaves_out_what_is_not_known_and_refuses_what_is_wrong() {
    let parse = |name: &str, value: &str| {
        let pairs = [
            (name.to_owned(), value.to_owned()),
            ("family".to_owned(), "Ruiz".to_owned()),
        ];
        Query::parse(R::Patient, &pairs, Handling::Lenient)
    };
    for name in ["nothing", "_text", "_profile:below", "nothing.name"] {
        let query = parse(name, "x").unwrap();
        assert_eq!((query.all.len(), query.ignored.len()), (1, 1), "{name}");
        assert!(!query.ignored[0].is_error());
    }
    assert!(parse("birthdate", "x").is_err());
    assert!(parse("family:sounds-like", "x").is_err());
    assert!(
        parse("gender:in", "http://example.org/ValueSet/a")
            .unwrap_err()
            .what
            .contains("terminology")
    );
}

#[test]
fn a_parameter_without_value_is_left_out() {
    assert_eq!(parsed(R::Patient, "family", "").unwrap().all, []);
}

#[test]
fn odd_requests_are_refused_and_never_panic() {
    for name in [
        "",
        ":",
        ".",
        "_has:",
        "_has:a:b:",
        "é",
        "patient:",
        "subject:.",
        "subject.",
        "_include:x",
        "family:",
    ] {
        for value in ["é", "|", "$", "\\", ",", "é1|é|é", "1"] {
            let _ = parsed(R::Observation, name, value);
        }
    }
    for name in [
        "code",
        "date",
        "patient",
        "value-quantity",
        "code-value-quantity",
        "component-code-value-quantity",
    ] {
        for value in ["é", "|", "$", "\\", ",", "||", "a$", "é1|é|é", "€€"] {
            let _ = parsed(R::Observation, name, value);
        }
    }
}
