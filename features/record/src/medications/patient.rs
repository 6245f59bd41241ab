//! The pages about medicines.

use madrone_authz::{Action, Area, ChartAccess};
use madrone_fhir::ResourceType;
use madrone_web::components::Cell;
use madrone_web::components::{EmptyState, Link, Row, Table};
use madrone_web::{Cx, Failure, PageResult};

use super::rules::{DATES, is_a_medicine, is_current};
use super::{dosage, view};
use crate::card;
use crate::chart::{Chart, Item, Related};
use crate::page::{Article, Block, Section};
use crate::say::{self, Say};
use crate::sources;

/// So many medicines are read at most, of each kind.
const MOST: usize = 500;

/// Medicines, the newest first, with what they refer to.
pub(crate) struct Medicines {
    pub(crate) current: Vec<Item>,
    pub(crate) past: Vec<Item>,
    pub(crate) related: Related,
}

/// All medicines of the chart.
pub(crate) fn load(chart: Chart<'_>, now: madrone_kernel::Instant) -> Result<Medicines, Failure> {
    let mut items = chart.list(ResourceType::MedicationRequest, "", MOST)?;
    items.extend(chart.list(ResourceType::MedicationStatement, "", MOST)?);
    items.retain(is_a_medicine);
    items.sort_by_key(|item| std::cmp::Reverse(say::moment(&item.json, DATES)));
    let related = chart.related(&items)?;
    let (current, past) = items.into_iter().partition(|item| is_current(item, now));
    Ok(Medicines { current, past, related })
}

/// `GET /medications`
pub(crate) fn index(cx: &mut Cx) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Medications))?;
    let medicines = load(Chart::new(cx.tx(), &access), cx.now())?;
    let words = cx.words().clone();
    let say = Say::new(&words);
    let entries = |items: &[Item]| {
        let groups = view::same_medicine(items, &medicines.related, say);
        Block::Entries(
            groups
                .iter()
                .map(|group| view::entry(group, &medicines.related, say))
                .collect(),
        )
    };
    let mut main = Vec::new();
    let nothing = medicines.current.is_empty() && medicines.past.is_empty();
    if medicines.current.is_empty() {
        let key = if nothing {
            "no-medicines"
        } else {
            "no-current-medicines"
        };
        main.push(Section::nothing(EmptyState {
            icon: "pill",
            title: say.t(&format!("{key}-title")),
            why: say.t(&format!("{key}-why")),
            actions: vec![Link::new("/visits", say.t("see-visits"))],
        }));
    } else {
        main.push(Section::new(
            say.t("current-medicines"),
            vec![entries(&medicines.current)],
        ));
    }
    if !medicines.past.is_empty() {
        main.push(Section::new(say.t("past-medicines"), vec![entries(&medicines.past)]));
    }
    let all: Vec<Item> = medicines.current.into_iter().chain(medicines.past).collect();
    let ways = if nothing {
        Vec::new()
    } else {
        vec![Link::new("/medications/list", say.t("medicine-list"))]
    };
    cx.render(&Article {
        shell: cx.shell(say.t("medicines")),
        title: say.t("medicines"),
        lede: say.t("medicines-lede"),
        ways,
        main,
        sources: sources::of_list(cx, &all, sources::oldest_of(&all, DATES, say)),
        ..Article::default()
    })
}

/// `GET /medications/list`: a list to print and carry.
pub(crate) fn wallet(cx: &mut Cx) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Medications))?;
    let chart = Chart::new(cx.tx(), &access);
    let medicines = load(chart, cx.now())?;
    let allergies = crate::allergies::patient::active(chart)?;
    let words = cx.words().clone();
    let say = Say::new(&words);
    let mut blocks = Vec::new();
    if medicines.current.is_empty() {
        blocks.push(Block::Paragraph(say.t("no-current-medicines-title")));
    } else {
        blocks.push(Block::Table(table(&medicines, say)));
    }
    let names: Vec<String> = allergies
        .iter()
        .map(|item| crate::allergies::view::name(item, say))
        .collect();
    let allergies = if names.is_empty() {
        say.t("no-allergies-recorded")
    } else {
        names.join(", ")
    };
    let who = chart
        .patient()?
        .map(|patient| crate::summary::who(&patient.json, say))
        .unwrap_or_default();
    cx.render(&Article {
        shell: cx.shell(say.t("medicine-list")),
        back: Some(Link::new("/medications", say.t("medicines"))),
        title: say.t("medicine-list"),
        lede: who,
        print: say.t("print"),
        main: vec![
            Section::new("", blocks),
            Section::new(say.t("allergies"), vec![Block::Paragraph(allergies)]),
            Section::new(
                "",
                vec![Block::Small(say.t1("printed", "when", words.date_time(cx.now())))],
            ),
        ],
        sources: sources::line(cx, &medicines.current),
        ..Article::default()
    })
}

/// Current medicines: name, how to take, what for.
pub(crate) fn table(medicines: &Medicines, say: Say<'_>) -> Table {
    let row = |item: &Item| {
        vec![
            Cell::text(view::name(&item.json, &medicines.related, say)),
            Cell::text(dosage::instructions(&item.json, say).join(" ")),
            Cell::name(
                medicines
                    .related
                    .name_at(&item.json, &["requester", "informationSource"])
                    .unwrap_or_default(),
            ),
        ]
    };
    Table {
        caption: say.t("current-medicines"),
        head: vec![say.t("medicine"), say.t("how-to-take"), say.t("prescribed-by")],
        rows: medicines.current.iter().map(row).collect(),
    }
}

/// The home page's card: what is taken now.
pub(crate) fn draw_card(cx: &mut Cx, access: &ChartAccess) -> Result<Option<String>, Failure> {
    let chart = Chart::new(cx.tx(), access);
    let (taken, more) = chart.heads(
        ResourceType::MedicationRequest,
        "status=active&intent:not=proposal,option&_sort=-authoredon&_count=20",
    )?;
    if taken.is_empty() {
        return Ok(None);
    }
    let words = cx.words().clone();
    let say = Say::new(&words);
    let all = match more {
        Some(_) => say.t("all-medicines"),
        None => say.t1("all-count", "count", taken.len()),
    };
    let items = chart.texts(&taken[..taken.len().min(3)])?;
    let related = chart.related(&items)?;
    let rows = items.iter().map(|item| {
        Row::new(
            format!("/medications#{}", item.id),
            "pill",
            view::name(&item.json, &related, say),
        )
        .line(dosage::instructions(&item.json, say).join(" "))
    });
    let section = Section::new(say.t("medicines"), vec![Block::Rows(rows.collect())]);
    card::draw(cx, section.link(Link::new("/medications", all)))
}
