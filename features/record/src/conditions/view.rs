//! A health issue as it is shown.

use madrone_fhir::view;
use serde_json::Value;

use crate::chart::{Item, Related};
use crate::entries;
use crate::page::{Entry, fact, fact_lines, plain_badge};
use crate::say::{self, Say};

/// Where an issue keeps its beginning, the best first.
pub(crate) const ONSET: &[&str] = &["onsetDateTime", "onsetPeriod", "recordedDate"];

/// What the issue is called.
pub(crate) fn name(item: &Item, say: Say<'_>) -> String {
    view::get(&item.json, "code")
        .and_then(say::name)
        .unwrap_or_else(|| say.t("unnamed-condition"))
}

/// Whether it is an issue now. One that does not say so is, unless it has ended.
pub(crate) fn is_current(item: &Item) -> bool {
    match view::text(&item.json, "clinicalStatus.coding.code") {
        Some(status) => matches!(status, "active" | "recurrence" | "relapse"),
        None => ended(&item.json).is_none(),
    }
}

/// Whether it was entered by mistake or ruled out.
pub(crate) fn is_void(item: &Item) -> bool {
    matches!(
        view::text(&item.json, "verificationStatus.coding.code"),
        Some("entered-in-error" | "refuted")
    )
}

fn ended(condition: &Value) -> Option<&str> {
    view::text(condition, "abatementDateTime").or_else(|| view::text(condition, "abatementPeriod.end"))
}

/// "Since March 2019", or an age, or the words of whoever recorded it.
pub(crate) fn onset(condition: &Value, say: Say<'_>) -> Option<String> {
    if let Some(day) = say.day_at(condition, &["onsetDateTime", "onsetPeriod"]) {
        return Some(say.t1("since", "date", day));
    }
    let age = condition.get("onsetAge").and_then(|age| view::number(age, "value"));
    age.map(|age| say.t1("since-age", "age", age))
        .or_else(|| condition.get("onsetRange").and_then(|range| say.range(range)))
        .or_else(|| view::text(condition, "onsetString").map(str::to_owned))
}

/// An issue with its details in place.
pub(crate) fn entry(item: &Item, related: &Related, say: Say<'_>) -> Entry {
    let json = &item.json;
    let mut badges = Vec::new();
    if let Some(severity) = view::get(json, "severity").and_then(|severity| say.coded(severity, "severity")) {
        badges.push(plain_badge(severity));
    }
    badges.extend(entries::doubt(json, say));
    let clinical = view::get(json, "code").and_then(say::clinical_name);
    let mut lines: Vec<String> = clinical
        .into_iter()
        .map(|name| say.t1("clinically", "name", name))
        .collect();
    lines.extend(onset(json, say));
    if !is_current(item) {
        lines.extend(ended(json).map(|date| say.t1("ended-on", "date", say.day(date))));
    }
    let mut details = Vec::new();
    let state = view::get(json, "clinicalStatus").and_then(|status| say.coded(status, "clinical-status"));
    fact(&mut details, say.t("state"), state);
    let categories = view::all(json, "category")
        .into_iter()
        .filter_map(|concept| say.coded(concept, "condition-category"));
    fact_lines(&mut details, say.t("kind"), categories.collect());
    let places = view::all(json, "bodySite").into_iter().filter_map(say::name);
    fact_lines(&mut details, say.t("body-site"), places.collect());
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
            kind: ResourceType::Condition,
            id: "c".into(),
            version: 1,
            updated,
            json: json.into(),
        }
    }

    #[test]
    fn an_issue_is_current_until_it_ends() {
        let with = |status: &str| item(json!({"clinicalStatus": {"coding": [{"code": status}]}}));
        assert!(is_current(&with("active")) && is_current(&with("relapse")));
        assert!(!is_current(&with("resolved")) && !is_current(&with("remission")));
        assert!(is_current(&item(json!({}))));
        assert!(!is_current(&item(json!({"abatementDateTime": "2020"}))));
    }

    #[test]
    fn the_beginning_is_a_date_an_age_or_words() {
        let words = words();
        let say = Say::new(&words);
        assert_eq!(
            onset(&json!({"onsetDateTime": "2019-03"}), say).unwrap(),
            "Since March\u{a0}2019"
        );
        assert_eq!(onset(&json!({"onsetAge": {"value": 40}}), say).unwrap(), "Since age 40");
        assert_eq!(
            onset(&json!({"onsetString": "in childhood"}), say).unwrap(),
            "in childhood"
        );
    }
}
