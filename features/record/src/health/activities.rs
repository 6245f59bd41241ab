//! What a care plan says will be done: one entry for each activity, called by what is done and not by the elements that
//! it is written in.

use madrone_fhir::view;
use serde_json::Value;

use super::elements::{self, Lens};
use crate::page::{Block, Entry, Section, plain_badge};
use crate::say::{self, Say};

/// Elements of an activity's detail that its entry says in other ways than as a fact.
const SAID: [&str; 7] = [
    "code",
    "description",
    "status",
    "doNotPerform",
    "scheduledTiming",
    "scheduledPeriod",
    "scheduledString",
];

/// The activities of `plan`; nothing if it has none.
pub(super) fn section(plan: &Value, lens: Lens<'_>) -> Option<Section> {
    let entries: Vec<Entry> = view::all(plan, "activity")
        .into_iter()
        .map(|activity| entry(activity, lens))
        .collect();
    let blocks = if entries.is_empty() {
        Vec::new()
    } else {
        vec![Block::Entries(entries)]
    };
    Section::unless_empty(lens.say.code("element", "activity"), blocks)
}

fn entry(activity: &Value, lens: Lens<'_>) -> Entry {
    let say = lens.say;
    let detail = activity.get("detail").unwrap_or(&Value::Null);
    let kind = detail.get("code").and_then(say::name);
    let described = view::text(detail, "description").map(say::sentence);
    let planned = || {
        activity
            .get("reference")
            .and_then(|to| elements::lines(to, lens).into_iter().next())
    };
    let (title, more) = match (kind, described) {
        (Some(kind), described) => (kind, described),
        (None, Some(described)) => (described, None),
        (None, None) => (planned().unwrap_or_else(|| say.t("unnamed-activity")), None),
    };
    let schedule = ["scheduledTiming", "scheduledPeriod", "scheduledString"]
        .into_iter()
        .filter_map(|name| detail.get(name));
    let schedule = schedule.flat_map(|value| elements::lines(value, lens));
    let details = [
        elements::facts(detail, &SAID, lens),
        elements::facts(activity, &["detail"], lens),
    ]
    .concat();
    Entry {
        title,
        badges: badges(detail, say),
        lines: more.into_iter().chain(schedule).collect(),
        details,
        show_details: say.t("details"),
        ..Entry::default()
    }
}

fn badges(detail: &Value, say: Say<'_>) -> Vec<madrone_web::components::Badge> {
    let not_to_be_done = detail["doNotPerform"] == true;
    let forbidden = not_to_be_done.then(|| say.code("element", "doNotPerform"));
    let status = say.code_at(detail, "status", "status");
    forbidden.into_iter().chain(status).map(plain_badge).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;

    use super::*;
    use crate::chart::Related;
    use crate::testing::words;

    fn entries(plan: &Value) -> Vec<Entry> {
        let (words, related, titles) = (
            words(),
            Related::default(),
            HashMap::from([("ServiceRequest/eye".to_owned(), "Eye exam".to_owned())]),
        );
        let lens = Lens {
            say: Say::new(&words),
            related: &related,
            titles: &titles,
            owner: plan,
        };
        let blocks = section(plan, lens).map(|section| section.blocks).unwrap_or_default();
        blocks
            .into_iter()
            .flat_map(|block| match block {
                Block::Entries(entries) => entries,
                _ => Vec::new(),
            })
            .collect()
    }

    #[test]
    fn an_activity_is_called_by_what_is_done() {
        let plan = json!({"activity": [
            {"detail": {"status": "in-progress", "description": "walk 30 minutes on 4 days a week"}},
            {"detail": {"status": "completed", "code": {"text": "diabetes education"}, "description": "Two classes",
                "scheduledString": "in May", "location": {"display": "Main Street"}}},
            {"reference": {"reference": "ServiceRequest/eye"}},
            {"detail": {"status": "not-started", "doNotPerform": true, "code": {"text": "Fasting"}}},
        ]});
        let entries = entries(&plan);
        let badges = |at: usize| {
            entries[at]
                .badges
                .iter()
                .map(|badge| badge.text.as_str())
                .collect::<Vec<_>>()
        };
        let titles: Vec<&str> = entries.iter().map(|entry| entry.title.as_str()).collect();
        assert_eq!(
            titles,
            [
                "Walk 30 minutes on 4 days a week",
                "Diabetes education",
                "Eye exam",
                "Fasting"
            ]
        );
        assert_eq!(badges(0), ["Under way"]);
        assert!(entries[0].lines.is_empty() && entries[0].details.is_empty());
        assert_eq!(entries[1].lines, ["Two classes", "in May"]);
        assert_eq!(entries[1].details[0].lines, ["Main Street"]);
        assert_eq!(badges(3), ["Not to be done", "Not started"]);
    }

    #[test]
    fn a_plan_without_activities_has_no_place_for_them() {
        assert!(entries(&json!({"title": "Rest"})).is_empty());
    }
}
