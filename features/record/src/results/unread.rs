//! What is new: results of the last weeks that the account has not opened, and those that were corrected since.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use madrone_chart::Head;
use madrone_fhir::{ResourceType, view};
use madrone_kernel::Instant;
use madrone_sensitivity::Labels;
use madrone_web::{CHART_BADGE_MOST, Cx, Failure};
use quick_cache::sync::Cache;

use super::{DATES, store};
use crate::chart::{Chart, Item};
use crate::say;

/// What results are.
const KINDS: [ResourceType; 2] = [ResourceType::DiagnosticReport, ResourceType::Observation];
/// A result is new for this long. Without an end, somebody who has just joined would have years of news.
const NEW_FOR: Duration = Duration::from_hours(24 * 90);
/// As many of one kind are looked at: somebody who has opened nearly all of a hundred finds the rest in the list.
const MOST: usize = 100;
/// As many are looked at first: most people have opened few of the latest or nearly all of them.
const STEP: usize = 20;
/// Microseconds in an hour.
const HOUR: i64 = 3_600_000_000;
/// As many are found of each kind: the badge counts no further, and the card shows fewer.
const ENOUGH: usize = CHART_BADGE_MOST + 1;

/// Reports that are results, and not the notes of a visit (LOINC's codes for kinds of notes, as US Core uses them).
pub(crate) const REPORTS: &str = "category:not=34117-2,51847-2,11506-3,18842-5,28570-0,34133-9";
/// Observations that are results, and not vital signs, answers or habits.
pub(crate) const OBSERVATIONS: &str = "category=laboratory,imaging,procedure,exam,clinical-test";
/// By what a result belongs to a panel.
pub(crate) const PANELS: [(ResourceType, &str); 2] = [
    (ResourceType::DiagnosticReport, "result"),
    (ResourceType::Observation, "has-member"),
];

/// Whether `item` is new to somebody who has opened `opened` of it.
pub(crate) fn is_new(item: &Item, opened: Option<i64>, now: Instant) -> bool {
    let recent = say::moment(&item.json, DATES).is_some_and(|came| came > now.minus(NEW_FOR));
    match opened {
        _ if !recent || !is_a_result(item) || matches!(item.status(), "entered-in-error" | "registered") => false,
        None => true,
        Some(version) => is_new_again(item, version),
    }
}

/// Whether `item` is of those that [`REPORTS`] and [`OBSERVATIONS`] find: nobody waits for the news of a vital sign.
fn is_a_result(item: &Item) -> bool {
    let codes = view::all(&item.json, "category.coding.code");
    let is_one_of = |list: &str| codes.iter().any(|code| list.split(',').any(|one| *code == one));
    match item.kind {
        ResourceType::DiagnosticReport => !is_one_of(REPORTS.trim_start_matches("category:not=")),
        _ => is_one_of(OBSERVATIONS.trim_start_matches("category=")),
    }
}

/// Whether what was opened in `version` has changed in a way that the reader must know of.
fn is_new_again(item: &Item, version: i64) -> bool {
    item.version > version && matches!(item.status(), "amended" | "corrected" | "appended")
}

/// The query parameters that leave out what is too old to be new.
pub(crate) fn since(now: Instant) -> String {
    format!("date=sa{}", now.minus(NEW_FOR).timestamp())
}

/// The recent results of a chart, whoever has opened them: panels and what stands alone, each newest first.
#[derive(Debug)]
struct Recent {
    /// When the chart's results last changed, and the hour in which this was found out.
    of: (Option<Instant>, i64),
    reports: Vec<Head>,
    alone: Vec<Head>,
}

impl Recent {
    fn find(chart: Chart<'_>, of: (Option<Instant>, i64), now: Instant) -> Result<Self, Failure> {
        let recent = format!(
            "{}&status:not=entered-in-error,registered&_sort=-date&_count={MOST}",
            since(now)
        );
        let (reports, _) = chart.heads(ResourceType::DiagnosticReport, &format!("{REPORTS}&{recent}"))?;
        let (observations, _) = chart.heads(ResourceType::Observation, &format!("{OBSERVATIONS}&{recent}"))?;
        Ok(Self {
            of,
            reports,
            alone: chart.unreferred(observations, &PANELS)?,
        })
    }
}

/// The recent results of the charts that were opened last, so that a page does not look for them in a large chart again
/// while nothing has come. Each is good for the same eyes as long as the newest change of the chart is the one that it was
/// found after.
#[derive(Clone)]
pub struct RecentResults(Arc<Cache<Eyes, Arc<Recent>>>);

/// A chart, and what may be seen there: reports, observations, the labels of what may not be.
type Eyes = (i64, [bool; 2], Labels);

/// As many charts are remembered: some megabytes, and forty where each has all that is looked at.
const CHARTS: usize = 2048;

/// A change as young as this may be followed by one that began before it.
const SETTLED: Duration = Duration::from_secs(30);

impl Default for RecentResults {
    fn default() -> Self {
        Self(Arc::new(Cache::new(CHARTS)))
    }
}

impl std::fmt::Debug for RecentResults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RecentResults").finish_non_exhaustive()
    }
}

impl RecentResults {
    fn recent(&self, chart: Chart<'_>, now: Instant) -> Result<Arc<Recent>, Failure> {
        let changed = chart.last_change(&KINDS)?;
        let of = (changed, now.micros() / HOUR);
        let [reports, observations] = KINDS.map(|kind| chart.access.sees(kind));
        let hidden = chart.access.hides();
        // Where only one's own is open, what was found for others is not to be seen.
        let alike = chart.access.only_own().is_none();
        let key = chart
            .access
            .patient_rid()
            .filter(|_| alike)
            .map(|rid| (rid, [reports, observations], hidden));
        if let Some(known) = key.and_then(|key| self.0.get(&key)).filter(|known| known.of == of) {
            return Ok(known);
        }
        let found = Arc::new(Recent::find(chart, of, now)?);
        if let Some(key) = key
            && changed.is_none_or(|changed| changed < now.minus(SETTLED))
        {
            self.0.insert(key, Arc::clone(&found));
        }
        Ok(found)
    }
}

/// The new results of a chart.
#[derive(Clone)]
pub(crate) struct News {
    /// Panels and what stands alone, each newest first, without their texts.
    reports: Arc<[Head]>,
    alone: Arc<[Head]>,
}

impl News {
    /// What is new to whoever asks; found out once in a request.
    pub(crate) fn of(cx: &Cx, chart: Chart<'_>) -> Result<Self, Failure> {
        cx.once(|| Self::find(cx, chart))
    }

    fn find(cx: &Cx, chart: Chart<'_>) -> Result<Self, Failure> {
        let recent = cx.app().setting::<RecentResults>().recent(chart, cx.now())?;
        let actor = cx.actor();
        let account = actor.id();
        let new = |heads: &[Head]| {
            let (first, others) = heads.split_at(heads.len().min(STEP));
            let mut new = unopened(chart, account, first.to_vec())?;
            if new.len() < ENOUGH {
                new.extend(unopened(chart, account, others.to_vec())?);
            }
            Ok::<_, Failure>(new.into())
        };
        Ok(Self {
            reports: new(&recent.reports)?,
            alone: new(&recent.alone)?,
        })
    }

    /// How many there are, as far as the badge counts.
    pub(crate) fn count(&self) -> usize {
        self.reports.len() + self.alone.len()
    }

    /// The newest of them.
    pub(crate) fn newest(&self, chart: Chart<'_>, most: usize) -> Result<Vec<Item>, Failure> {
        let first = |heads: &[Head]| heads[..heads.len().min(most)].to_vec();
        let mut items = chart.texts(&[first(&self.reports), first(&self.alone)].concat())?;
        items.sort_by_key(|item| std::cmp::Reverse(say::moment(&item.json, DATES)));
        items.truncate(most);
        Ok(items)
    }
}

/// Those of `heads` that the account has not opened, or not since they were corrected.
fn unopened(chart: Chart<'_>, account: &str, mut heads: Vec<Head>) -> Result<Vec<Head>, Failure> {
    let targets: Vec<String> = heads.iter().map(Head::reference).collect();
    let opened = store::read_versions(chart.tx, account, &targets)?;
    let changed = |head: &&Head| {
        opened
            .get(&head.reference())
            .is_some_and(|version| head.version > *version)
    };
    let changed: Vec<Head> = heads.iter().filter(changed).cloned().collect();
    let again: HashSet<String> = chart
        .texts(&changed)?
        .iter()
        .filter(|item| is_new_again(item, opened[&item.reference()]))
        .map(Item::reference)
        .collect();
    heads.retain(|head| {
        let reference = head.reference();
        !opened.contains_key(&reference) || again.contains(&reference)
    });
    Ok(heads)
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
        of_category("laboratory", json, version)
    }

    fn of_category(category: &str, mut json: serde_json::Value, version: i64) -> Item {
        json["category"] = json!([{ "coding": [{ "code": category }] }]);
        let updated = Instant::from_micros(0);
        Item {
            kind: ResourceType::Observation,
            id: "o".into(),
            version,
            updated,
            json: json.into(),
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
    fn a_vital_sign_is_not_news() {
        let pulse = json!({"status": "final", "effectiveDateTime": "2026-11-20"});
        assert!(!is_new(&of_category("vital-signs", pulse, 1), None, now()));
    }

    #[test]
    fn an_old_result_is_not_news_to_somebody_who_has_just_joined() {
        assert!(!is_new(
            &item(json!({"status": "final", "effectiveDateTime": "2021-05-01"}), 1),
            None,
            now()
        ));
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
