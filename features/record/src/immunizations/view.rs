//! Immunizations by vaccine.

use madrone_fhir::view;
use madrone_web::components::{Cell, Table};
use serde_json::Value;

use crate::chart::{Item, Related};
use crate::page::plain_badge;
use crate::say::{self, Say};

/// Where an immunization keeps its date.
pub(crate) const DATES: &[&str] = &["occurrenceDateTime", "recorded"];

/// What the vaccine is called.
pub(crate) fn name(item: &Item, say: Say<'_>) -> String {
    view::get(&item.json, "vaccineCode")
        .and_then(say::name)
        .unwrap_or_else(|| say.t("unnamed-vaccine"))
}

/// Immunizations with the same vaccine: its name, and its doses with the newest first. Vaccines stand by their newest
/// dose.
pub(crate) fn by_vaccine(items: Vec<Item>, say: Say<'_>) -> Vec<(String, Vec<Item>)> {
    let mut groups: Vec<(String, Vec<Item>)> = Vec::new();
    for item in items {
        let name = name(&item, say);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, doses)) => doses.push(item),
            None => groups.push((name, vec![item])),
        }
    }
    groups
}

/// The doses of one vaccine: when, which lot, where and by whom.
pub(crate) fn table(doses: &[Item], related: &Related, say: Say<'_>) -> Table {
    let row = |item: &Item| {
        let json = &item.json;
        let day = say
            .day_at(json, DATES)
            .or_else(|| view::text(json, "occurrenceString").map(str::to_owned));
        let href = format!("/health/Immunization/{}", item.id);
        let mut when = Cell::link(href, day.unwrap_or_else(|| say.t("date-unknown")));
        if item.status() == "not-done" {
            let reason = view::get(json, "statusReason").and_then(say::name);
            let words = reason.map_or_else(
                || say.t("not-given"),
                |reason| say.t1("not-given-because", "reason", reason),
            );
            when = when.badge(plain_badge(words));
        } else if json["isSubpotent"] == true {
            when = when.badge(plain_badge(say.t("subpotent")));
        }
        let place = related
            .name_at(json, &["location", "performer.actor"])
            .unwrap_or_default();
        vec![
            when,
            Cell::text(dose(json, say)),
            Cell::text(lot(json, related)),
            Cell::text(place),
        ]
    };
    Table {
        caption: say.t1("dose-count", "count", doses.len()),
        head: vec![say.t("date"), say.t("dose"), say.t("lot"), say.t("where")],
        rows: doses.iter().map(row).collect(),
    }
}

/// "2 of 3, 0.5 mL", "Dose 2"
fn dose(json: &Value, say: Say<'_>) -> String {
    let protocol = view::get(json, "protocolApplied");
    let text = |name: &str| {
        let value = protocol?.get(name)?;
        Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    let number = text("doseNumberPositiveInt").or_else(|| text("doseNumberString"));
    let of = text("seriesDosesPositiveInt").or_else(|| text("seriesDosesString"));
    let place = match (number, of) {
        (Some(number), Some(of)) => Some(say.words().t2("record-dose-of", ("number", number), ("all", of))),
        (Some(number), None) => Some(say.t1("dose-number", "number", number)),
        _ => None,
    };
    let amount = json.get("doseQuantity").and_then(|quantity| say.quantity(quantity));
    place.into_iter().chain(amount).collect::<Vec<_>>().join(", ")
}

fn lot(json: &Value, related: &Related) -> String {
    let maker = related.name_at(json, &["manufacturer"]);
    let lot = view::text(json, "lotNumber").map(str::to_owned);
    [lot, maker].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use madrone_fhir::ResourceType;
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    fn shot(vaccine: &str, date: &str) -> Item {
        let json = json!({"status": "completed", "vaccineCode": {"text": vaccine}, "occurrenceDateTime": date});
        let updated = madrone_kernel::Instant::from_micros(0);
        Item {
            kind: ResourceType::Immunization,
            id: date.into(),
            version: 1,
            updated,
            json: json.into(),
        }
    }

    #[test]
    fn doses_stand_with_their_vaccine() {
        let words = words();
        let groups = by_vaccine(
            vec![shot("Flu", "2026"), shot("Tdap", "2025"), shot("Flu", "2024")],
            Say::new(&words),
        );
        let counts: Vec<_> = groups
            .iter()
            .map(|(name, doses)| (name.as_str(), doses.len()))
            .collect();
        assert_eq!(counts, [("Flu", 2), ("Tdap", 1)]);
    }

    #[test]
    fn a_dose_that_was_not_given_says_so() {
        let words = words();
        let mut item = shot("Flu", "2026");
        std::sync::Arc::make_mut(&mut item.json)["status"] = json!("not-done");
        std::sync::Arc::make_mut(&mut item.json)["statusReason"] = json!({"text": "egg allergy"});
        let table = table(&[item], &Related::default(), Say::new(&words));
        assert_eq!(table.rows[0][0].badge.as_ref().unwrap().text, "Not given: Egg allergy");
    }
}
