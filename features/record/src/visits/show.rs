//! One visit with everything that belongs to it.

use madrone_fhir::ResourceType;
use madrone_fhir::view as fhir;
use madrone_web::components::{Cell, Fact, Link, Row, Table};
use madrone_web::{Cx, Failure, PageResult};

use super::view;
use crate::chart::{Chart, Item, Related};
use crate::documents;
use crate::page::{Article, Block, Section, fact, fact_lines};
use crate::results;
use crate::say::{self, Say};
use crate::sources;
use crate::{conditions, health, medications};

/// So much of each kind is read of one visit.
const MOST: usize = 200;

/// Everything that names the visit.
struct Parts {
    conditions: Vec<Item>,
    documents: Vec<Item>,
    compositions: Vec<Item>,
    reports: Vec<Item>,
    /// The results of the reports.
    members: Vec<Item>,
    vitals: Vec<Item>,
    procedures: Vec<Item>,
    orders: Vec<Item>,
    medicines: Vec<Item>,
    other: Vec<Item>,
}

impl Parts {
    fn load(chart: Chart<'_>, encounter: &Item) -> Result<Self, Failure> {
        use ResourceType as T;
        let of = |kind, more: &str| chart.list(kind, &format!("encounter=Encounter/{}{more}", encounter.id), MOST);
        let mut other = of(T::CarePlan, "")?;
        other.extend(of(T::CareTeam, "")?);
        let reports = format!(
            "encounter=Encounter/{}&_include=DiagnosticReport:result&_sort=-date&_count={MOST}",
            encounter.id
        );
        let reports = chart.search(T::DiagnosticReport, &reports)?;
        Ok(Self {
            conditions: of(T::Condition, "")?,
            documents: of(T::DocumentReference, "")?,
            compositions: of(T::Composition, "")?,
            reports: reports.items,
            members: reports.included,
            vitals: of(T::Observation, "&category=vital-signs")?,
            procedures: of(T::Procedure, "")?,
            orders: of(T::ServiceRequest, "")?,
            medicines: of(T::MedicationRequest, "")?,
            other,
        })
    }

    fn all(&self) -> impl Iterator<Item = &Item> {
        [
            &self.conditions,
            &self.documents,
            &self.compositions,
            &self.reports,
            &self.vitals,
            &self.procedures,
            &self.orders,
            &self.medicines,
            &self.other,
        ]
        .into_iter()
        .flatten()
    }
}

pub(super) fn page(cx: &Cx, chart: Chart<'_>, encounter: &Item) -> PageResult {
    let words = cx.words().clone();
    let say = Say::new(&words);
    let parts = Parts::load(chart, encounter)?;
    let related = chart.related(parts.all().chain([encounter]))?;
    let person = results::patient::person(chart)?;
    let json = &encounter.json;

    let mut main = vec![Section::new("", vec![Block::Facts(facts(encounter, &related, say))])];
    main.extend(notes(chart, &parts, &related, say)?);
    let diagnoses = parts.conditions.iter().map(|item| {
        let row = Row::new(
            format!("/conditions#{}", item.id),
            "stethoscope",
            conditions::view::name(item, say),
        );
        row.line(
            fhir::get(&item.json, "code")
                .and_then(say::clinical_name)
                .unwrap_or_default(),
        )
    });
    main.extend(rows("diagnoses", diagnoses.collect(), say));
    main.extend(vitals(&parts.vitals, &person, say));
    let members = parts
        .members
        .iter()
        .map(|item| (item.reference(), &*item.json))
        .collect();
    let reports = parts
        .reports
        .iter()
        .filter(|item| !documents::view::is_note(&item.json));
    main.extend(rows(
        "results",
        reports
            .map(|item| results::report_row(item, &members, &person, say))
            .collect(),
        say,
    ));
    main.extend(rows(
        "orders",
        parts
            .orders
            .iter()
            .map(|item| health::view::row(item, &related, say))
            .collect(),
        say,
    ));
    let procedures = parts
        .procedures
        .iter()
        .map(|item| health::view::row(item, &related, say));
    main.extend(rows("procedures", procedures.collect(), say));
    let medicines = parts.medicines.iter().map(|item| {
        let name = medications::view::name(&item.json, &related, say);
        let how = medications::dosage::instructions(&item.json, say).join(" ");
        Row::new(format!("/health/{}/{}", item.kind, item.id), "pill", name).line(how)
    });
    main.extend(rows("medicines", medicines.collect(), say));
    main.extend(rows(
        "care-plans-and-teams",
        parts
            .other
            .iter()
            .map(|item| health::view::row(item, &related, say))
            .collect(),
        say,
    ));
    if main.len() == 1 {
        main.push(Section::new("", vec![Block::Paragraph(say.t("visit-has-no-more"))]));
    }

    let title = view::title(json, say);
    let who = view::clinicians(json, &related).into_iter().next();
    let lede = who.map_or_else(String::new, |who| say.t1("seen-by", "who", who));
    let all: Vec<Item> = parts.all().chain([encounter]).cloned().collect();
    cx.render(&Article {
        shell: cx.shell(&title),
        back: Some(Link::new("/visits", say.t("all-visits"))),
        title,
        lede: format!("{}. {lede}", view::when(json, say)).trim_end().to_owned(),
        badges: view::status(json, "finished", say).into_iter().collect(),
        ways: sources::who_sees(cx, encounter).into_iter().collect(),
        print: say.t("print"),
        main,
        sources: sources::line(cx, &all),
        ..Article::default()
    })
}

/// What is known of the visit itself, also of a stay in hospital.
fn facts(encounter: &Item, related: &Related, say: Say<'_>) -> Vec<Fact> {
    let json = &encounter.json;
    let mut facts = Vec::new();
    fact(&mut facts, say.t("when"), Some(view::when(json, say)));
    fact_lines(&mut facts, say.t("reason"), view::reasons(json, related));
    fact_lines(&mut facts, say.t("care-team"), view::clinicians(json, related));
    let mut places = related.names(json, "location.location");
    places.extend(
        related
            .names(json, "serviceProvider")
            .into_iter()
            .filter(|name| !places.contains(name))
            .collect::<Vec<_>>(),
    );
    fact_lines(&mut facts, say.t("where"), places);
    fact(
        &mut facts,
        say.t("kind"),
        fhir::text(json, "class.code").and_then(|code| say.known("class", code)),
    );
    if let Some(stay) = json.get("hospitalization") {
        fact(
            &mut facts,
            say.t("came-from"),
            fhir::get(stay, "admitSource").and_then(say::name),
        );
        fact(
            &mut facts,
            say.t("left-to"),
            fhir::get(stay, "dischargeDisposition").and_then(say::name),
        );
        fact(
            &mut facts,
            say.t("left-for"),
            related.name_at(json, &["hospitalization.destination"]),
        );
    }
    facts
}

/// Notes and summaries of the visit: texts that are here are read in place, others are linked.
fn notes(chart: Chart<'_>, parts: &Parts, related: &Related, say: Say<'_>) -> Result<Option<Section>, Failure> {
    let mut blocks = Vec::new();
    let mut linked = Vec::new();
    for item in &parts.documents {
        match documents::view::texts(chart, &item.json)?.into_iter().next() {
            Some(text) => blocks.push(documents::view::note(item, text, related, say)),
            None => linked.push(documents::view::row(item, related, say)),
        }
    }
    for report in parts.reports.iter().filter(|item| documents::view::is_note(&item.json)) {
        // The same text often stands in a DocumentReference as well.
        let texts = fhir::all(&report.json, "presentedForm")
            .into_iter()
            .filter_map(crate::files::text);
        for text in texts {
            let known = blocks
                .iter()
                .any(|block| matches!(block, Block::Note { text: other, .. } if *other == text));
            if !known {
                blocks.push(Block::Note {
                    heading: documents::view::title(&report.json, say),
                    text,
                    by: String::new(),
                });
            }
        }
    }
    linked.extend(
        parts
            .compositions
            .iter()
            .map(|item| documents::view::row(item, related, say)),
    );
    if !linked.is_empty() {
        blocks.push(Block::Rows(linked));
    }
    Ok(Section::unless_empty(say.t("notes"), blocks))
}

/// The vital signs of the visit, all in one table.
fn vitals(items: &[Item], person: &results::Person, say: Say<'_>) -> Option<Section> {
    let row = |item: &Item| {
        let row = results::observation_row(item, person, say);
        let value = Cell {
            badge: row.badges.into_iter().next(),
            ..Cell::text(results::value::in_one_line(&item.json, say))
        };
        vec![Cell::link(row.href, row.title), value]
    };
    let table = Table {
        caption: say.t1("result-count", "count", items.len()),
        head: vec![say.t("measure"), say.t("result")],
        rows: items.iter().map(row).collect(),
    };
    (!items.is_empty()).then(|| Section::new(say.t("vitals"), vec![Block::Table(table)]))
}

fn rows(key: &str, rows: Vec<Row>, say: Say<'_>) -> Option<Section> {
    (!rows.is_empty()).then(|| Section::new(say.t(key), vec![Block::Rows(rows)]))
}
