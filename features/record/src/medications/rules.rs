//! Which medicines are current.

use madrone_fhir::ResourceType;
use madrone_fhir::view;

use crate::chart::Item;
use crate::say;

/// Where a medicine keeps its dates, the best first.
pub(crate) const DATES: &[&str] = &["authoredOn", "effectiveDateTime", "effectivePeriod", "dateAsserted"];

/// Whether a medicine is taken now, as far as its record says: on hold counts, a plan or a proposal does not.
pub(crate) fn is_current(item: &Item, now: madrone_kernel::Instant) -> bool {
    let ended = view::text(&item.json, "effectivePeriod.end").is_some()
        && say::moment(&item.json, &["effectivePeriod.end"]).is_some_and(|end| end < now);
    matches!(item.status(), "active" | "on-hold" | "intended" | "unknown") && !ended
}

/// Whether it is something that was asked for or taken at all.
pub(crate) fn is_a_medicine(item: &Item) -> bool {
    let intent = view::text(&item.json, "intent").unwrap_or("order");
    let real = item.kind != ResourceType::MedicationRequest || !matches!(intent, "proposal" | "option");
    real && !matches!(item.status(), "entered-in-error" | "draft")
}

#[cfg(test)]
mod tests {
    use madrone_kernel::Instant;
    use serde_json::{Value, json};

    use super::*;

    fn item(json: Value) -> Item {
        Item {
            kind: ResourceType::MedicationRequest,
            id: "m".into(),
            version: 1,
            updated: Instant::from_micros(0),
            json: json.into(),
        }
    }

    fn now() -> Instant {
        "2026-11-22T12:00:00Z".parse::<jiff::Timestamp>().unwrap().into()
    }

    #[test]
    fn a_medicine_is_current_until_it_is_stopped_or_its_time_is_over() {
        assert!(is_current(&item(json!({"status": "active"})), now()));
        assert!(is_current(&item(json!({"status": "on-hold"})), now()));
        assert!(!is_current(&item(json!({"status": "stopped"})), now()));
        assert!(!is_current(
            &item(json!({"status": "active", "effectivePeriod": {"end": "2026-01-01"}})),
            now()
        ));
        assert!(is_current(
            &item(json!({"status": "active", "effectivePeriod": {"end": "2027-01-01"}})),
            now()
        ));
    }

    #[test]
    fn proposals_and_mistakes_are_no_medicines() {
        assert!(!is_a_medicine(&item(json!({"status": "active", "intent": "proposal"}))));
        assert!(!is_a_medicine(&item(
            json!({"status": "entered-in-error", "intent": "order"})
        )));
        assert!(is_a_medicine(&item(json!({"status": "active", "intent": "plan"}))));
    }
}
