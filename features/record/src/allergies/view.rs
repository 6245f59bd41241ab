//! An allergy as it is shown.

use madrone_fhir::view;
use madrone_web::components::{Badge, BadgeKind};
use serde_json::Value;

use crate::chart::{Item, Related};
use crate::entries;
use crate::page::{Entry, fact, fact_lines, plain_badge};
use crate::say::{self, Say};

/// What the allergy is to; also what says that there is none ("No known allergy").
pub(crate) fn name(item: &Item, say: Say<'_>) -> String {
    if let Some(none) = none_known(&item.json, say) {
        return none;
    }
    let concept = view::get(&item.json, "code").or_else(|| view::get(&item.json, "reaction.substance"));
    concept.and_then(say::name).unwrap_or_else(|| say.t("unnamed-allergy"))
}

/// That there is no allergy, of any kind or of one, in our words; `None` for an allergy.
pub(crate) fn none_known(allergy: &Value, say: Say<'_>) -> Option<String> {
    let codes = view::all(allergy, "code.coding.code");
    codes
        .into_iter()
        .find_map(|code| say.known("no-allergy", code.as_str()?))
}

/// Whether it still counts: not refuted, not resolved, not a mistake.
pub(crate) fn is_active(item: &Item) -> bool {
    let clinical = view::text(&item.json, "clinicalStatus.coding.code").unwrap_or("active");
    clinical == "active" && !is_void(item)
}

/// Whether it was entered by mistake.
pub(crate) fn is_void(item: &Item) -> bool {
    matches!(
        view::text(&item.json, "verificationStatus.coding.code"),
        Some("entered-in-error")
    )
}

/// The reactions in words: "Hives, trouble breathing (severe)".
pub(crate) fn reactions(allergy: &Value, say: Say<'_>) -> Vec<String> {
    let reaction = |reaction: &&Value| {
        let names: Vec<String> = view::all(reaction, "manifestation")
            .into_iter()
            .filter_map(say::name)
            .collect();
        let names = if names.is_empty() {
            view::text(reaction, "description")?.to_owned()
        } else {
            names.join(", ")
        };
        Some(match say.code_at(reaction, "severity", "severity") {
            Some(severity) => format!("{names} ({})", severity.to_lowercase()),
            None => names,
        })
    };
    view::all(allergy, "reaction").iter().filter_map(reaction).collect()
}

/// An allergy with its details in place.
pub(crate) fn entry(item: &Item, related: &Related, say: Say<'_>) -> Entry {
    let json = &item.json;
    let mut badges: Vec<Badge> = Vec::new();
    match view::text(json, "criticality") {
        Some("high") => badges.push(Badge::new(BadgeKind::Due, say.t("criticality-high"))),
        Some(other) => badges.push(plain_badge(say.code("criticality", other))),
        None => {}
    }
    badges.extend(entries::doubt(json, say));
    let reactions = reactions(json, say);
    let lines = if none_known(json, say).is_some() {
        Vec::new()
    } else if reactions.is_empty() {
        vec![say.t("no-reaction")]
    } else {
        vec![say.t1("reaction", "what", reactions.join("; "))]
    };
    let mut details = Vec::new();
    fact(
        &mut details,
        say.t("clinical-name"),
        view::get(json, "code").and_then(say::clinical_name),
    );
    fact(&mut details, say.t("kind"), say.code_at(json, "type", "allergy-type"));
    let categories = view::all(json, "category")
        .into_iter()
        .filter_map(|code| Some(say.code("allergy-category", code.as_str()?)));
    fact_lines(&mut details, say.t("category"), categories.collect());
    fact(
        &mut details,
        say.t("state"),
        view::get(json, "clinicalStatus").and_then(|status| say.coded(status, "clinical-status")),
    );
    let onset = say
        .day_at(json, &["onsetDateTime", "onsetPeriod"])
        .or_else(|| view::text(json, "onsetString").map(str::to_owned));
    fact(&mut details, say.t("since-when"), onset);
    fact(
        &mut details,
        say.t("last-reaction"),
        say.day_at(json, &["lastOccurrence"]),
    );
    entries::recorded(&mut details, json, related, say);
    Entry {
        id: item.id.clone(),
        title: name(item, say),
        badges,
        lines,
        details,
        show_details: say.t("details"),
        ..Entry::default()
    }
}

#[cfg(test)]
mod tests {
    use madrone_fhir::ResourceType;
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    fn item(json: Value) -> Item {
        let updated = madrone_kernel::Instant::from_micros(0);
        Item {
            kind: ResourceType::AllergyIntolerance,
            id: "a".into(),
            version: 1,
            updated,
            json: json.into(),
        }
    }

    #[test]
    fn resolved_and_mistaken_allergies_do_not_count() {
        let with = |clinical: &str, verified: &str| {
            item(
                json!({"clinicalStatus": {"coding": [{"code": clinical}]}, "verificationStatus": {"coding": [{"code": verified}]}}),
            )
        };
        assert!(is_active(&with("active", "confirmed")));
        assert!(!is_active(&with("resolved", "confirmed")));
        assert!(!is_active(&with("active", "entered-in-error")));
        assert!(is_active(&item(json!({}))));
    }

    #[test]
    fn reactions_say_what_happened_and_how_bad_it_was() {
        let words = words();
        let allergy =
            json!({"reaction": [{"manifestation": [{"text": "hives"}, {"text": "wheezing"}], "severity": "severe"}]});
        assert_eq!(reactions(&allergy, Say::new(&words)), ["Hives, Wheezing (severe)"]);
    }
}
