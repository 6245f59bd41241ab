//! A medicine as it is shown.

use madrone_fhir::ResourceType;
use madrone_fhir::view;
use madrone_web::components::{Fact, Link};
use serde_json::Value;

use super::dosage;
use super::rules::DATES;
use crate::chart::{Item, Related};
use crate::entries;
use crate::page::{Entry, fact, plain_badge};
use crate::say::{self, Say};

/// The name of a medicine: from its code, or from the Medication that it refers to, also a contained one.
pub(crate) fn name(resource: &Value, related: &Related, say: Say<'_>) -> String {
    let own = view::get(resource, "medicationCodeableConcept").and_then(say::name);
    let other = || related.name(resource, resource.get("medicationReference")?);
    own.or_else(other).unwrap_or_else(|| say.t("unnamed-medicine"))
}

/// Prescriptions of the same medicine with the same instructions, in the order of their newest.
pub(crate) fn same_medicine<'i>(items: &'i [Item], related: &Related, say: Say<'_>) -> Vec<Vec<&'i Item>> {
    let mut groups: Vec<(String, Vec<&Item>)> = Vec::new();
    for item in items {
        let key = format!(
            "{}|{}",
            name(&item.json, related, say),
            dosage::instructions(&item.json, say).join("|")
        );
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(item),
            None => groups.push((key, vec![item])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// A medicine with its details in place, and the way to its other prescriptions.
pub(crate) fn entry(group: &[&Item], related: &Related, say: Say<'_>) -> Entry {
    let (item, others) = group.split_first().expect("a group has at least one prescription");
    let json = &item.json;
    let mut lines = dosage::instructions(json, say);
    if lines.is_empty() {
        lines.push(say.t("no-instructions"));
    }
    let reasons = reasons(json, related);
    if !reasons.is_empty() {
        lines.push(say.t1("taken-for", "reason", reasons.join(", ")));
    }
    let mut badges = Vec::new();
    if item.status() != "active" {
        badges.extend(say.code_at(json, "status", "medicine-status").map(plain_badge));
    }
    if item.kind == ResourceType::MedicationStatement || json["reportedBoolean"] == true {
        badges.push(plain_badge(say.t("reported")));
    }
    Entry {
        id: item.id.clone(),
        title: name(json, related, say),
        badges,
        lines,
        details: facts(item, related, say),
        show_details: say.t("details"),
        more: if others.is_empty() {
            String::new()
        } else {
            say.t("other-prescriptions")
        },
        links: others.iter().map(|other| link(other, say)).collect(),
    }
}

fn link(item: &Item, say: Say<'_>) -> Link {
    let day = say.day_at(&item.json, DATES).unwrap_or_else(|| say.t("date-unknown"));
    Link::new(format!("/health/{}/{}", item.kind, item.id), day)
}

fn reasons(json: &Value, related: &Related) -> Vec<String> {
    let mut reasons: Vec<String> = view::all(json, "reasonCode")
        .into_iter()
        .filter_map(say::name)
        .collect();
    for reason in related.names(json, "reasonReference") {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

fn facts(item: &Item, related: &Related, say: Say<'_>) -> Vec<Fact> {
    let json = &item.json;
    let mut facts = Vec::new();
    let clinical = view::get(json, "medicationCodeableConcept").and_then(say::clinical_name);
    fact(&mut facts, say.t("clinical-name"), clinical);
    fact(&mut facts, say.t("started"), say.day_at(json, DATES));
    let stopped = say.day_at(json, &["effectivePeriod.end", "dispenseRequest.validityPeriod.end"]);
    let stopped = stopped.filter(|_| matches!(item.status(), "completed" | "stopped" | "cancelled"));
    fact(&mut facts, say.t("stopped"), stopped);
    fact(
        &mut facts,
        say.t("why-stopped"),
        view::get(json, "statusReason").and_then(say::name),
    );
    fact(
        &mut facts,
        say.t("prescribed-by"),
        related.name_at(json, &["requester", "informationSource"]),
    );
    fact(
        &mut facts,
        say.t("pharmacy"),
        related.name_at(json, &["dispenseRequest.performer"]),
    );
    let refills =
        view::number(json, "dispenseRequest.numberOfRepeatsAllowed").and_then(|count| count.parse::<i64>().ok());
    fact(
        &mut facts,
        say.t("refills"),
        refills.map(|count| say.t1("refills-allowed", "count", count)),
    );
    let supply = view::get(json, "dispenseRequest.quantity").and_then(|quantity| say.quantity(quantity));
    fact(&mut facts, say.t("supply"), supply);
    entries::notes(&mut facts, json, say);
    facts
}

#[cfg(test)]
mod tests {
    use madrone_kernel::Instant;
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    #[test]
    fn prescriptions_of_the_same_medicine_stand_together_unless_they_are_taken_differently() {
        let words = words();
        let item = |id: &str, medicine: &str, how: &str| Item {
            kind: ResourceType::MedicationRequest,
            id: id.into(),
            version: 1,
            updated: Instant::from_micros(0),
            json: json!({"medicationCodeableConcept": {"text": medicine}, "dosageInstruction": [{"text": how}]}).into(),
        };
        let items = [
            item("1", "A", "daily"),
            item("2", "B", "daily"),
            item("3", "A", "daily"),
            item("4", "A", "weekly"),
        ];
        let groups = same_medicine(&items, &Related::default(), Say::new(&words));
        let ids: Vec<Vec<&str>> = groups
            .iter()
            .map(|group| group.iter().map(|item| item.id.as_str()).collect())
            .collect();
        assert_eq!(ids, [vec!["1", "3"], vec!["2"], vec!["4"]]);
    }
}
