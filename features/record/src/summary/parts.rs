//! The parts of a summary: one section for each part of a chart, made of tables, so that a page, a printed page and a
//! PDF say the same. Each says plainly when there is nothing in it.

use madrone_fhir::ResourceType;
use madrone_fhir::view;
use madrone_kernel::Instant;
use madrone_web::Failure;
use madrone_web::components::{Cell, Table};

use super::recent::newest_of_each;
use crate::chart::{Chart, Item, encoded};
use crate::page::Block;
use crate::say::{self, Say};
use crate::{allergies, conditions, immunizations, medications, results, visits};

/// So many tests are shown, and as many vital signs at most.
const TESTS: usize = 15;
/// So many results are looked through for them.
const LOOKED_THROUGH: usize = 200;
/// So many visits are shown.
const VISITS: usize = 30;

/// Whose chart is read, in which words, and when.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) chart: Chart<'a>,
    pub(crate) say: Say<'a>,
    pub(crate) now: Instant,
}

/// A kind of part.
pub(crate) struct Part {
    /// The type it is about; whoever may not see that does not get the part.
    pub(crate) kind: ResourceType,
    /// The key of its heading.
    pub(crate) heading: &'static str,
    /// The patient's page with all of it.
    pub(crate) href: &'static str,
    pub(crate) make: fn(Reader<'_>) -> Result<Made, Failure>,
}

/// The content of a part, and what it was made of.
pub(crate) struct Made {
    pub(crate) blocks: Vec<Block>,
    pub(crate) items: Vec<Item>,
}

impl Made {
    /// A table; without rows, the words `record-{none}`.
    pub(crate) fn table(table: Table, none: &str, items: Vec<Item>, say: Say<'_>) -> Self {
        let block = if table.rows.is_empty() {
            Block::Paragraph(say.t(none))
        } else {
            Block::Table(table)
        };
        Self {
            blocks: vec![block],
            items,
        }
    }
}

const fn part(
    kind: ResourceType,
    heading: &'static str,
    href: &'static str,
    make: fn(Reader<'_>) -> Result<Made, Failure>,
) -> Part {
    Part {
        kind,
        heading,
        href,
        make,
    }
}

/// The parts of a summary in order.
pub(crate) const SUMMARY: [Part; 8] = {
    use ResourceType as T;
    [
        part(T::Condition, "conditions", "/conditions", issues),
        part(T::MedicationRequest, "medicines", "/medications", medicines),
        part(T::AllergyIntolerance, "allergies", "/allergies", allergy_list),
        part(T::Immunization, "immunizations", "/immunizations", vaccines),
        part(T::Observation, "summary-results", "/results", latest_results),
        part(T::Observation, "vitals", "/results?kind=vitals", vital_signs),
        part(T::CareTeam, "care-team", "/health/CareTeam", care_team),
        part(T::Encounter, "summary-visits", "/visits", recent_visits),
    ]
};

fn issues(reader: Reader<'_>) -> Result<Made, Failure> {
    let say = reader.say;
    let mut items = conditions::patient::load(reader.chart)?;
    items.retain(conditions::view::is_current);
    let row = |item: &Item| {
        let clinical = view::get(&item.json, "code")
            .and_then(say::clinical_name)
            .unwrap_or_else(|| "–".to_owned());
        let day = say.day_at(&item.json, &["onsetDateTime", "onsetPeriod"]);
        let onset = day.or_else(|| conditions::view::onset(&item.json, say));
        let onset = onset.unwrap_or_else(|| say.t("summary-not-recorded"));
        vec![
            Cell::text(conditions::view::name(item, say)),
            Cell::text(clinical),
            Cell::text(onset),
        ]
    };
    let table = Table {
        caption: say.t("current-conditions"),
        head: vec![say.t("issue"), say.t("clinical-name"), say.t("since-when")],
        rows: items.iter().map(row).collect(),
    };
    Ok(Made::table(table, "no-conditions-title", items, say))
}

fn medicines(reader: Reader<'_>) -> Result<Made, Failure> {
    let say = reader.say;
    let medicines = medications::patient::load(reader.chart, reader.now)?;
    let mut table = medications::patient::table(&medicines, say);
    table.caption = say.t("summary-medicines-caption");
    for cell in table.rows.iter_mut().flatten().filter(|cell| cell.text.is_empty()) {
        cell.text = say.t("summary-not-recorded");
    }
    Ok(Made::table(table, "no-current-medicines-title", medicines.current, say))
}

fn allergy_list(reader: Reader<'_>) -> Result<Made, Failure> {
    let say = reader.say;
    let items = allergies::patient::active(reader.chart)?;
    // That none is known is a sentence, and no allergy without a reaction.
    let nones: Vec<String> = items
        .iter()
        .filter_map(|item| allergies::view::none_known(&item.json, say))
        .collect();
    let is_allergy = |item: &&Item| allergies::view::none_known(&item.json, say).is_none();
    let row = |item: &Item| {
        let reactions = allergies::view::reactions(&item.json, say).join("; ");
        let reactions = if reactions.is_empty() {
            say.t("no-reaction")
        } else {
            reactions
        };
        let criticality = match view::text(&item.json, "criticality") {
            Some("high") => say.t("criticality-high"),
            Some(other) => say.code("criticality", other),
            None => say.t("summary-not-recorded"),
        };
        vec![
            Cell::text(allergies::view::name(item, say)),
            Cell::text(reactions),
            Cell::text(criticality),
        ]
    };
    let table = Table {
        caption: say.t("current-allergies"),
        head: vec![say.t("allergy"), say.t("reactions"), say.t("how-serious")],
        rows: items.iter().filter(is_allergy).map(row).collect(),
    };
    let mut blocks: Vec<Block> = nones.into_iter().map(Block::Paragraph).collect();
    if !table.rows.is_empty() {
        blocks.insert(0, Block::Table(table));
    }
    if blocks.is_empty() {
        blocks.push(Block::Paragraph(say.t("summary-no-allergies")));
    }
    Ok(Made { blocks, items })
}

fn vaccines(reader: Reader<'_>) -> Result<Made, Failure> {
    let say = reader.say;
    let mut items = immunizations::patient::load(reader.chart)?;
    items.retain(|item| item.status() != "not-done");
    let groups = immunizations::view::by_vaccine(items, say);
    let row = |(vaccine, doses): &(String, Vec<Item>)| {
        let latest = doses
            .first()
            .and_then(|dose| say.day_at(&dose.json, immunizations::view::DATES));
        let latest = latest.unwrap_or_else(|| say.t("date-unknown"));
        vec![
            Cell::text(vaccine),
            Cell::text(latest),
            Cell::number(doses.len().to_string()),
        ]
    };
    let table = Table {
        caption: say.t("summary-vaccines-caption"),
        head: vec![say.t("vaccine"), say.t("last-dose"), say.t("doses")],
        rows: groups.iter().map(row).collect(),
    };
    let items = groups.into_iter().flat_map(|(_, doses)| doses).collect();
    Ok(Made::table(table, "no-immunizations-title", items, say))
}

fn latest_results(reader: Reader<'_>) -> Result<Made, Failure> {
    let mut made = measured(reader, "laboratory", "summary-no-results")?;
    if made.items.len() == TESTS {
        made.blocks
            .push(Block::Small(reader.say.t1("summary-newest-only", "count", TESTS)));
    }
    Ok(made)
}

fn vital_signs(reader: Reader<'_>) -> Result<Made, Failure> {
    measured(reader, "vital-signs", "summary-no-vitals")
}

/// The newest of each test of a category. Where no test has a usual range, as with vital signs, there is no column for
/// it.
fn measured(reader: Reader<'_>, category: &str, none: &str) -> Result<Made, Failure> {
    let say = reader.say;
    let query = format!("category={category}&_sort=-date");
    let found = reader.chart.list(ResourceType::Observation, &query, LOOKED_THROUGH)?;
    let items = newest_of_each(found, TESTS);
    let person = results::patient::person(reader.chart)?;
    let ranges: Vec<Option<String>> = items
        .iter()
        .map(|item| Some(results::usual(&item.json, &item.json, &person, say)?.words))
        .collect();
    let has_ranges = ranges.iter().any(Option::is_some);
    let row = |(item, range): (&Item, Option<String>)| {
        let drawn = results::observation_row(item, &person, say);
        let value = results::value::in_one_line(&item.json, say);
        let value = if value.is_empty() {
            say.t("summary-no-value")
        } else {
            value
        };
        let range = has_ranges.then(|| Cell::text(range.unwrap_or_else(|| say.t("summary-not-given"))));
        let day = say
            .day_at(&item.json, results::DATES)
            .unwrap_or_else(|| say.t("date-unknown"));
        let value = Cell {
            badge: drawn.badges.into_iter().next(),
            ..Cell::text(value)
        };
        [Cell::text(drawn.title), value]
            .into_iter()
            .chain(range)
            .chain([Cell::text(day)])
            .collect()
    };
    let range = has_ranges.then(|| say.t("usual-head"));
    let table = Table {
        caption: say.t("summary-results-caption"),
        head: [say.t("test"), say.t("result")]
            .into_iter()
            .chain(range)
            .chain([say.t("date")])
            .collect(),
        rows: items.iter().zip(ranges).map(row).collect(),
    };
    Ok(Made::table(table, none, items, say))
}

fn care_team(reader: Reader<'_>) -> Result<Made, Failure> {
    let say = reader.say;
    let items = reader.chart.list(ResourceType::CareTeam, "status=active", 50)?;
    let related = reader.chart.related(&items)?;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for team in &items {
        for one in view::all(&team.json, "participant") {
            let is_patient = view::text(one, "member.reference").is_some_and(|member| member.starts_with("Patient/"));
            let name = one.get("member").and_then(|member| related.name(&team.json, member));
            let Some(name) = name.filter(|_| !is_patient) else {
                continue;
            };
            let role = view::get(one, "role")
                .and_then(|role| say.named(role))
                .unwrap_or_else(|| say.t("team-member"));
            let row = vec![Cell::text(name), Cell::text(role)];
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    let head = vec![say.code("element", "name"), say.code("element", "role")];
    Ok(Made::table(
        Table {
            caption: say.t("summary-care-team-caption"),
            head,
            rows,
        },
        "summary-no-care-team",
        items,
        say,
    ))
}

fn recent_visits(reader: Reader<'_>) -> Result<Made, Failure> {
    let say = reader.say;
    let today = say.words().day_of(reader.now);
    let since = today.saturating_sub(jiff::Span::new().years(1)).to_string();
    let query = format!("date=ge{}&_sort=-date", encoded(&since));
    let mut items = reader.chart.list(ResourceType::Encounter, &query, VISITS)?;
    items.retain(|item| !matches!(item.status(), "entered-in-error" | "cancelled" | "planned"));
    let related = reader.chart.related(&items)?;
    let row = |item: &Item| {
        let people = visits::view::clinicians(&item.json, &related).join(", ");
        let people = if people.is_empty() {
            say.t("summary-not-recorded")
        } else {
            people
        };
        vec![
            Cell::text(visits::view::when(&item.json, say)),
            Cell::text(visits::view::title(&item.json, say)),
            Cell::name(people),
        ]
    };
    let table = Table {
        caption: say.t("summary-visits-caption"),
        head: vec![say.t("date"), say.t("visit"), say.t("summary-with")],
        rows: items.iter().map(row).collect(),
    };
    Ok(Made::table(table, "summary-no-visits", items, say))
}
