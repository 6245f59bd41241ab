//! What staff see of a chart besides what is in a summary.

use madrone_fhir::ResourceType;
use madrone_fhir::view;
use madrone_web::Failure;
use madrone_web::components::{Cell, Table};

use crate::chart::Item;
use crate::health;
use crate::say;
use crate::summary::{Made, Part, Reader, SUMMARY};
use crate::visits;

/// So many appointments are shown.
const APPOINTMENTS: usize = 10;
/// So many coverages are read at most.
const COVERAGES: usize = 20;

const APPOINTMENTS_TO_COME: Part = Part {
    kind: ResourceType::Appointment,
    heading: "coming-visits",
    href: "/visits",
    make: appointments,
};
const INSURANCE: Part = Part {
    kind: ResourceType::Coverage,
    heading: "type-Coverage",
    href: "/health/Coverage",
    make: coverage,
};

/// The parts in order: what is next first, then the summary's, then who pays.
pub(super) fn all() -> impl Iterator<Item = &'static Part> {
    std::iter::once(&APPOINTMENTS_TO_COME)
        .chain(&SUMMARY)
        .chain([&INSURANCE])
}

fn appointments(reader: Reader<'_>) -> Result<Made, Failure> {
    let say = reader.say;
    let items = visits::patient::coming(reader.chart, reader.now, APPOINTMENTS)?;
    let related = reader.chart.related(&items)?;
    let row = |item: &Item| {
        let when = say::moment(&item.json, &["start"]).map(|start| say.words().day_time(start));
        let status = say.code_at(&item.json, "status", "visit-status").unwrap_or_default();
        vec![
            Cell::text(when.unwrap_or_else(|| say.t("date-unknown"))),
            Cell::text(visits::view::appointment_title(&item.json, &related, say)),
            Cell::text(status),
        ]
    };
    let table = Table {
        caption: say.t("staff-appointments-caption"),
        head: vec![say.t("when"), say.t("visit"), say.t("status")],
        rows: items.iter().map(row).collect(),
    };
    Ok(Made::table(table, "staff-no-appointments", items, say))
}

fn coverage(reader: Reader<'_>) -> Result<Made, Failure> {
    let say = reader.say;
    let mut items = reader.chart.list(ResourceType::Coverage, "", COVERAGES)?;
    items.retain(|item| item.status() != "entered-in-error");
    let related = reader.chart.related(&items)?;
    let row = |item: &Item| {
        let number = ["subscriberId", "identifier.value"]
            .into_iter()
            .find_map(|path| view::text(&item.json, path));
        let period = view::get(&item.json, "period").and_then(|period| say.period(period));
        let missing = || say.t("summary-not-recorded");
        vec![
            Cell::text(health::view::title(item, &related, say)),
            Cell::text(number.map_or_else(missing, str::to_owned)),
            Cell::text(period.unwrap_or_else(missing)),
            Cell::text(say.code_at(&item.json, "status", "status").unwrap_or_default()),
        ]
    };
    let table = Table {
        caption: say.t("staff-coverage-caption"),
        head: vec![
            say.t("staff-plan"),
            say.code("element", "subscriberId"),
            say.t("when"),
            say.t("status"),
        ],
        rows: items.iter().map(row).collect(),
    };
    Ok(Made::table(table, "staff-no-coverage", items, say))
}
