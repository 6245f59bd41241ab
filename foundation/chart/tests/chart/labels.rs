//! What is hidden for what its codes tell, and whatever would tell of it.

use madrone_authz::ChartAccess;
use madrone_chart::search_text;
use madrone_db::{Db, Tx};
use madrone_fhir::ResourceType as T;
use madrone_harness::both_engines;
use serde_json::{Value, json};

use crate::world::{World, chart_of, ids, system};

both_engines! {
    fn a_code_hides_its_item_and_what_refers_to_it(db: Db) {
        let world = World::new(db);
        world.patients(&["p"]);
        // In the order of an import that knows nothing of orders: what refers comes first.
        world.put(about("MedicationDispense", "dispense", &json!({ "status": "completed", "medicationCodeableConcept": { "text": "x" }, "authorizingPrescription": [to("MedicationRequest/pill")] })));
        world.put(about("MedicationRequest", "pill", &json!({ "status": "active", "intent": "order", "medicationCodeableConcept": { "text": "x" },
            "reasonReference": [to("Condition/reason")] })));
        assert_eq!(seen(&world), ["MedicationDispense/dispense", "MedicationRequest/pill"]);
        world.put(about("Condition", "reason", &json!({ "code": icd("Z30.09") })));
        world.put(about("Condition", "asthma", &json!({ "code": icd("J45.909") })));
        assert_eq!(seen(&world), ["Condition/asthma"]);
        // And when the code was a mistake, all of it is back.
        world.put(about("Condition", "reason", &json!({ "code": icd("Z00.00") })));
        assert_eq!(seen(&world), ["Condition/asthma", "Condition/reason", "MedicationDispense/dispense", "MedicationRequest/pill"]);
    }

    fn a_visit_hides_what_was_done_there_and_its_appointment_and_no_vaccine(db: Db) {
        let world = World::new(db);
        world.patients(&["p"]);
        world.put(about("Appointment", "booked", &json!({ "status": "fulfilled", "participant": [{ "actor": to("Patient/p"), "status": "accepted" }] })));
        world.put(about("Encounter", "visit", &json!({ "status": "finished", "class": { "code": "AMB" }, "reasonCode": [icd("F32.1")],
            "appointment": [to("Appointment/booked")] })));
        world.put(about("Observation", "pressure", &json!({ "status": "final", "code": { "text": "x" }, "encounter": to("Encounter/visit") })));
        world.put(about("Immunization", "flu", &json!({ "status": "completed", "vaccineCode": { "text": "x" }, "occurrenceDateTime": "2026-01-01",
            "encounter": to("Encounter/visit") })));
        assert_eq!(seen(&world), ["Immunization/flu"]);
        world.all(|tx, key, writer| madrone_chart::delete(tx, key, T::Encounter, "visit", writer).map(drop)).unwrap();
        assert_eq!(seen(&world), ["Appointment/booked", "Immunization/flu", "Observation/pressure"]);
    }

    fn a_panel_hides_its_results_and_a_result_its_panel_but_not_its_neighbours(db: Db) {
        let world = World::new(db);
        world.patients(&["p"]);
        let result = |id: &str, code: &str| about("Observation", id, &json!({ "status": "final", "code": { "coding": [{ "system": "http://loinc.org", "code": code }] } }));
        world.put(result("hiv", "56888-1"));
        world.put(result("sodium", "2951-2"));
        world.put(about("DiagnosticReport", "panel", &json!({ "status": "final", "code": { "text": "x" }, "result": [to("Observation/hiv"), to("Observation/sodium")] })));
        assert_eq!(seen(&world), ["Observation/sodium"]);
        world.put(result("score", "1-8"));
        world.put(about("DiagnosticReport", "questions", &json!({ "status": "final", "code": { "coding": [{ "system": "http://loinc.org", "code": "44249-1" }] },
            "result": [to("Observation/score")] })));
        assert_eq!(seen(&world), ["Observation/sodium"]);
    }

    fn a_consent_hides_the_items_it_names_until_it_is_withdrawn(db: Db) {
        let world = World::new(db);
        world.patients(&["p"]);
        world.put(about("Condition", "acne", &json!({ "code": icd("L70.0") })));
        let consent = |status: &str| json!({ "resourceType": "Consent", "id": "mine", "status": status, "patient": to("Patient/p"),
            "scope": { "coding": [{ "code": "patient-privacy" }] }, "category": [{ "text": "x" }], "performer": [to("Patient/p")],
            "policyRule": { "text": "x" },
            "provision": { "type": "deny", "data": [{ "meaning": "instance", "reference": to("Condition/acne") }] } });
        assert_eq!(seen(&world), ["Condition/acne"]);
        world.put(consent("active"));
        assert_eq!(seen(&world), [""; 0]);
        world.put(consent("inactive"));
        assert_eq!(seen(&world), ["Condition/acne"]);
    }

    fn other_rules_go_over_what_is_there(db: Db) {
        let world = World::new(db);
        world.patients(&["p"]);
        world.put(about("Condition", "reason", &json!({ "code": icd("Z30.09") })));
        world.put(about("MedicationRequest", "pill", &json!({ "status": "active", "intent": "order", "medicationCodeableConcept": { "text": "x" },
            "reasonReference": [to("Condition/reason")] })));
        // As they were under rules that knew nothing, and without the rows that labels follow.
        world.all(|tx, _, _| {
            tx.execute("DELETE FROM chart_label", &[])?;
            tx.execute("DELETE FROM chart_reference WHERE param = 0", &[])?;
            Ok(())
        }).unwrap();
        assert_eq!(seen(&world), ["Condition/reason", "MedicationRequest/pill"]);
        assert_eq!(world.all(|tx, _, _| madrone_chart::is_labelled_by_rules(tx)), Ok(false));
        while world.all(|tx, _, _| madrone_chart::relabel(tx)).unwrap() {}
        assert_eq!(world.all(|tx, _, _| madrone_chart::is_labelled_by_rules(tx)), Ok(true));
        assert_eq!(seen(&world), [""; 0]);
    }
}

fn to(reference: &str) -> Value {
    json!({ "reference": reference })
}

fn icd(code: &str) -> Value {
    json!({ "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code }] })
}

/// A resource about the patient p.
fn about(kind: &str, id: &str, members: &Value) -> Value {
    let mut resource = json!({ "resourceType": kind, "id": id });
    match kind {
        "Immunization" => resource["patient"] = to("Patient/p"),
        "Appointment" => {}
        _ => resource["subject"] = to("Patient/p"),
    }
    for (name, value) in members.as_object().unwrap() {
        resource[name] = value.clone();
    }
    resource
}

/// What a key sees that hides every label: each item by reading it, and not one more by counting.
fn seen(world: &World) -> Vec<String> {
    let key = |tx: &Tx| -> ChartAccess { chart_of(tx, &system(), "p").without_labelled() };
    world
        .with(key, |tx, key, _| {
            let mut all = Vec::new();
            for kind in [
                T::Appointment,
                T::Condition,
                T::DiagnosticReport,
                T::Encounter,
                T::Immunization,
                T::MedicationDispense,
                T::MedicationRequest,
                T::Observation,
            ] {
                let page = search_text(tx, key, kind, "_total=accurate")?;
                assert_eq!(page.total, i64::try_from(page.matches.len()).ok());
                all.extend(ids(&page).into_iter().map(|id| format!("{kind}/{id}")));
            }
            let counted: u64 = madrone_chart::counts_by_type(tx, key)?
                .into_iter()
                .filter(|(kind, _)| *kind != T::Patient && *kind != T::Consent)
                .map(|(_, count)| count)
                .sum();
            assert_eq!(counted, u64::try_from(all.len()).unwrap());
            all.sort();
            Ok(all)
        })
        .unwrap()
}
