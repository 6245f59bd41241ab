//! What is new: results of the last weeks that the account has not opened, and those that were corrected since.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use madrone_fhir::ResourceType;
use madrone_fhir::view;
use madrone_kernel::Instant;
use madrone_web::Failure;

use super::{DATES, store};
use crate::chart::{Chart, Item};
use crate::say;

/// A result is new for this long. Without an end, somebody who has just joined would have years of news.
const NEW_FOR: Duration = Duration::from_hours(24 * 90);

/// Reports that are results, and not the notes of a visit (LOINC's codes for kinds of notes, as US Core uses them).
pub(crate) const REPORTS: &str = "category:not=34117-2,51847-2,11506-3,18842-5,28570-0,34133-9";
/// Observations that are results, and not vital signs, answers or habits.
pub(crate) const OBSERVATIONS: &str = "category=laboratory,imaging,procedure,exam,clinical-test";
/// What an Observation belongs to.
pub(crate) const PANELS: &str = "_revinclude=DiagnosticReport:result&_revinclude=Observation:has-member";

/// Whether `item` is new to somebody who has opened `opened` of it.
pub(crate) fn is_new(item: &Item, opened: Option<i64>, now: Instant) -> bool {
    let came = say::moment(&item.json, &["issued"]).or_else(|| say::moment(&item.json, DATES));
    let recent = came.is_some_and(|came| came > now.minus(NEW_FOR));
    match opened {
        _ if !recent || matches!(item.status(), "entered-in-error" | "registered") => false,
        None => true,
        Some(version) => item.version > version && matches!(item.status(), "amended" | "corrected" | "appended"),
    }
}

/// The `Type/id` of everything that one of `panels` holds.
pub(crate) fn members(panels: &[Item]) -> HashSet<String> {
    let references = panels.iter().flat_map(|panel| {
        view::all(&panel.json, "result.reference")
            .into_iter()
            .chain(view::all(&panel.json, "hasMember.reference"))
    });
    references
        .filter_map(|reference| reference.as_str().map(str::to_owned))
        .collect()
}

/// The query parameter that leaves out what is too old to be new; a day wider than the rule itself.
pub(crate) fn since(now: Instant) -> String {
    let day = now
        .minus(NEW_FOR + Duration::from_hours(24))
        .timestamp()
        .strftime("%Y-%m-%d")
        .to_string();
    format!("date=ge{day}")
}

/// The new results of the chart, newest first: panels and what is in no panel.
pub(crate) fn new_results(chart: Chart<'_>, account: &str, now: Instant) -> Result<Vec<Item>, Failure> {
    let since = since(now);
    let reports = chart.search(
        ResourceType::DiagnosticReport,
        &format!("{since}&{REPORTS}&_sort=-date&_count=100"),
    )?;
    let observations = chart.search(
        ResourceType::Observation,
        &format!("{since}&{OBSERVATIONS}&{PANELS}&_sort=-date&_count=100"),
    )?;
    let inside = members(&observations.included);
    let mut candidates = reports.items;
    candidates.extend(
        observations
            .items
            .into_iter()
            .filter(|item| !inside.contains(&item.reference())),
    );
    let opened = opened(chart, account, &candidates)?;
    candidates.retain(|item| is_new(item, opened.get(&item.reference()).copied(), now));
    candidates.sort_by_key(|item| std::cmp::Reverse(say::moment(&item.json, DATES)));
    Ok(candidates)
}

/// What the account has opened of `items`.
pub(crate) fn opened(chart: Chart<'_>, account: &str, items: &[Item]) -> Result<HashMap<String, i64>, Failure> {
    let targets: Vec<String> = items.iter().map(Item::reference).collect();
    Ok(store::read_versions(chart.tx, account, &targets)?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn item(json: serde_json::Value, version: i64) -> Item {
        let updated = Instant::from_micros(0);
        Item {
            kind: ResourceType::Observation,
            id: "o".into(),
            version,
            updated,
            json,
        }
    }

    fn now() -> Instant {
        "2026-11-22T12:00:00Z".parse::<jiff::Timestamp>().unwrap().into()
    }

    #[test]
    fn a_recent_result_is_new_until_it_is_opened() {
        let result = item(json!({"status": "final", "effectiveDateTime": "2026-11-20"}), 1);
        assert!(is_new(&result, None, now()));
        assert!(!is_new(&result, Some(1), now()));
    }

    #[test]
    fn an_old_result_is_not_news_to_somebody_who_has_just_joined() {
        assert!(!is_new(
            &item(json!({"status": "final", "effectiveDateTime": "2021-05-01"}), 1),
            None,
            now()
        ));
        let late = json!({"status": "final", "effectiveDateTime": "2026-06-01", "issued": "2026-11-01T10:00:00Z"});
        assert!(is_new(&item(late, 1), None, now()));
    }

    #[test]
    fn a_correction_is_new_again_and_another_version_is_not() {
        let dated = |status: &str| json!({"status": status, "effectiveDateTime": "2026-11-20"});
        assert!(is_new(&item(dated("corrected"), 2), Some(1), now()));
        assert!(!is_new(&item(dated("corrected"), 2), Some(2), now()));
        assert!(!is_new(&item(dated("final"), 2), Some(1), now()));
        assert!(!is_new(&item(dated("entered-in-error"), 2), None, now()));
    }
}
