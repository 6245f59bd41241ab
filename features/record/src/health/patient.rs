//! The index of the record, and the pages of what has no page of its own.

use madrone_authz::{Action, Area};
use madrone_fhir::view as fhir;
use madrone_fhir::{ResourceType, references};
use madrone_web::components::{Link, Row};
use madrone_web::{Cx, Failure, FromRequest, Incoming, PageResult, Query};

use super::elements::{self, Lens};
use super::narrow::{self, Wish};
use super::{activities, view};
use crate::chart::{Chart, Item, Related, encoded};
use crate::page::{self, Article, Block, Section, fact};
use crate::plain;
use crate::say::{self, Say};
use crate::sources;

/// How many resources a page has.
const ROWS: usize = 30;

/// A list of no more than so many has no need of a search.
const SHORT: usize = 20;

/// To so many other resources a page leads at most.
const LINKS: usize = 60;

/// The pages of the record and the types that they show.
const PAGES: [(&str, &str, &str, &[ResourceType]); 8] = {
    use ResourceType as T;
    [
        ("/summary", "summary", "heart-pulse", &[]),
        (
            "/results",
            "results",
            "flask-conical",
            &[T::DiagnosticReport, T::Observation],
        ),
        (
            "/medications",
            "medicines",
            "pill",
            &[T::MedicationRequest, T::MedicationStatement],
        ),
        ("/allergies", "allergies", "wheat-off", &[T::AllergyIntolerance]),
        ("/conditions", "conditions", "stethoscope", &[T::Condition]),
        ("/immunizations", "immunizations", "syringe", &[T::Immunization]),
        ("/visits", "visits", "calendar-days", &[T::Encounter]),
        ("/documents", "documents", "folder", &[T::DocumentReference]),
    ]
};

/// What a chart may hold and people may read here, in the order of the index. Definitions and the directory are in
/// nobody's chart; who looked at a chart has a page of its own.
fn kinds() -> impl Iterator<Item = ResourceType> {
    use ResourceType as T;
    const FIRST: [T; 12] = [
        T::Procedure,
        T::CarePlan,
        T::Goal,
        T::CareTeam,
        T::ServiceRequest,
        T::ImagingStudy,
        T::FamilyMemberHistory,
        T::Device,
        T::Appointment,
        T::Coverage,
        T::Claim,
        T::ExplanationOfBenefit,
    ];
    let rest = ResourceType::all()
        .iter()
        .copied()
        .filter(|kind| !FIRST.contains(kind) && is_of_a_patient(*kind));
    FIRST.into_iter().chain(rest)
}

/// Whether resources of this type are about a patient: neither the directory and definitions, which are in nobody's
/// chart, nor what is only read through others (Binary) or has a page of another room (AuditEvent).
pub(crate) fn is_of_a_patient(kind: ResourceType) -> bool {
    use ResourceType as T;
    let name = kind.name();
    let defines = [
        "Definition",
        "Statement",
        "Evidence",
        "EffectEvidenceSynthesis",
        "Set",
        "System",
        "Map",
        "Guide",
        "Measure",
        "MedicinalProduct",
        "Substance",
        "Test",
    ];
    let is_definition = kind != T::MedicationStatement
        && defines.iter().any(|word| {
            name.ends_with(word)
                || name.starts_with("Evidence")
                || name.starts_with("MedicinalProduct")
                || name.starts_with("Substance")
                || name.starts_with("Test")
        });
    let is_directory = matches!(
        kind,
        T::Endpoint
            | T::HealthcareService
            | T::InsurancePlan
            | T::Library
            | T::Location
            | T::Medication
            | T::MedicationKnowledge
            | T::Organization
            | T::OrganizationAffiliation
            | T::Practitioner
            | T::PractitionerRole
            | T::Questionnaire
            | T::ResearchStudy
            | T::Schedule
            | T::Slot
            | T::SearchParameter
            | T::Subscription
    );
    let is_hidden = matches!(
        kind,
        T::AuditEvent | T::Binary | T::Bundle | T::Parameters | T::OperationOutcome
    );
    !(is_definition || is_directory || is_hidden)
}

/// Whether resources of this type have a page: what is about a patient, and those of the directory that charts refer to.
fn has_page(kind: ResourceType) -> bool {
    use ResourceType as T;
    let is_referred_to = matches!(
        kind,
        T::HealthcareService | T::Location | T::Medication | T::Organization | T::Practitioner | T::PractitionerRole
    );
    is_referred_to || is_of_a_patient(kind)
}

/// `GET /health`
pub(crate) fn index(cx: &mut Cx) -> PageResult {
    let access = cx.open_chart(Action::enter())?;
    let counts = Chart::new(cx.tx(), &access).counts()?;
    let words = cx.words().clone();
    let say = Say::new(&words);
    let count = |kind: ResourceType| counts.get(&kind).copied().unwrap_or_default();
    let open = PAGES
        .into_iter()
        .filter(|(.., kinds)| kinds.is_empty() || kinds.iter().any(|kind| access.sees(*kind)));
    let pages = open.map(|(href, key, icon, kinds)| {
        let row = Row::new(href, icon, say.t(key));
        match kinds {
            [] => row.line(say.t("summary-lede")),
            kinds => row.line(said_count(kinds.iter().map(|kind| count(*kind)).sum(), say)),
        }
    });
    let list_of = |kind: ResourceType| {
        let name = elements::kind_name(kind, say);
        Row::new(format!("/health/{kind}"), view::icon(kind), name).line(said_count(count(kind), say))
    };
    let is_paged = |kind: &ResourceType| PAGES.iter().any(|(.., kinds)| kinds.contains(kind));
    let (paged, others): (Vec<_>, Vec<_>) = kinds().filter(|kind| count(*kind) > 0).partition(is_paged);
    let rows = |kinds: Vec<ResourceType>| Block::Rows(kinds.into_iter().map(list_of).collect());
    let mut main = vec![Section::new("", vec![Block::Rows(pages.collect())])];
    if !others.is_empty() {
        main.push(Section::new(say.t("more-of-the-record"), vec![rows(others)]));
    }
    // The pages above leave out what is no test result, or was a mistake; these leave out nothing.
    if !paged.is_empty() {
        let why = Block::Paragraph(say.t("complete-lists-why"));
        main.push(Section::new(say.t("complete-lists"), vec![why, rows(paged)]));
    }
    cx.render(&Article {
        shell: cx.shell(say.t("health")),
        title: say.t("health"),
        lede: say.t("health-lede"),
        main,
        sources: sources::line(cx, &[]),
        ..Article::default()
    })
}

fn said_count(count: u64, say: Say<'_>) -> String {
    if count == 0 {
        say.t("none-recorded")
    } else {
        say.t1("entries", "count", count)
    }
}

/// `/health/{kind}` or `/health/{kind}/{id}`: a type that charts hold or refer to.
#[derive(Clone, Debug)]
pub(crate) struct KindPath {
    kind: ResourceType,
    id: String,
}

impl FromRequest for KindPath {
    fn from_request(from: &Incoming) -> Result<Self, Failure> {
        let kind = from.path.get("kind").and_then(|name| ResourceType::parse(name));
        let kind = kind.filter(|kind| has_page(*kind)).ok_or(Failure::NotFound)?;
        Ok(Self {
            kind,
            id: from.path.get("id").cloned().unwrap_or_default(),
        })
    }
}

/// The search parameter for the last change of any resource, which is no date that people know it by.
pub(super) const LAST_CHANGE: &str = "_lastUpdated";

/// The search parameter for the date that people know resources of a type by, else that of their last change.
pub(super) fn date_of(kind: ResourceType) -> &'static str {
    const DATES: [&str; 15] = [
        "date",
        "whenhandedover",
        "effective-time",
        "authored",
        "authored-on",
        "authoredon",
        "datetime",
        "started",
        "start-date",
        "collected",
        "sent",
        "recorded",
        "recorded-date",
        "created",
        "period",
    ];
    let is_date =
        |name: &&str| madrone_fhir::param(kind, name).is_some_and(|param| param.kind == madrone_fhir::Kind::Date);
    DATES.into_iter().find(is_date).unwrap_or(LAST_CHANGE)
}

/// `GET /health/{kind}`
pub(crate) fn list(cx: &mut Cx, at: KindPath, Query(wish): Query<Wish>) -> PageResult {
    if !is_of_a_patient(at.kind) {
        return Err(Failure::NotFound);
    }
    let access = cx.open_chart(Action::view(Area::of(at.kind)))?;
    let chart = Chart::new(cx.tx(), &access);
    let words = cx.words().clone();
    let say = Say::new(&words);
    let mut query = format!("{}_sort=-{}&_count={ROWS}", wish.wanted(at.kind, say), date_of(at.kind));
    if !wish.cursor.is_empty() {
        query = format!("{query}&_cursor={}", encoded(&wish.cursor));
    }
    let found = chart.search(at.kind, &query)?;
    let related = chart.related(&found.items)?;
    let name = elements::kind_name(at.kind, say);
    let rows: Vec<Row> = found.items.iter().map(|item| view::row(item, &related, say)).collect();
    let block = if rows.is_empty() {
        Block::Empty(narrow::empty(&wish, at.kind, say))
    } else {
        Block::Rows(rows)
    };
    let oldest = match date_of(at.kind) {
        LAST_CHANGE => Vec::new(),
        date => chart.search(at.kind, &format!("_sort={date}&_count=1"))?.items,
    };
    let year = |at| words.day_of(at).year();
    let first_year = oldest
        .first()
        .and_then(|item| say::moment(&item.json, view::DATES))
        .map(year);
    let years = first_year.unwrap_or_else(|| year(cx.now()))..=year(cx.now());
    let is_long = found.items.len() > SHORT || found.next.is_some() || !wish.cursor.is_empty();
    let here = wish.here(at.kind);
    cx.render(&Article {
        shell: cx.shell(&name),
        back: Some(Link::new("/health", say.t("health"))),
        title: name,
        search: narrow::search(&wish, at.kind, years, say).filter(|_| is_long || wish.is_narrowed()),
        main: vec![Section::new("", vec![block])],
        pager: Some(page::pager(&here, wish.cursor.is_empty(), found.next.as_deref(), say)),
        sources: sources::of_list(cx, &found.items, sources::oldest_of(&oldest, view::DATES, say)),
        ..Article::default()
    })
}

/// `GET /health/{kind}/{id}`
pub(crate) fn show(cx: &mut Cx, at: KindPath) -> PageResult {
    let access = cx.open_chart(Action::view(Area::of(at.kind)))?;
    let chart = Chart::new(cx.tx(), &access);
    let item = chart.read(at.kind, &at.id)?.ok_or(Failure::NotFound)?;
    let words = cx.words().clone();
    let say = Say::new(&words);
    let others = referred_to(chart, &item)?;
    let related = chart.related(others.iter().chain([&item]))?;
    let titles = others
        .iter()
        .map(|other| (other.reference(), view::title(other, &related, say)))
        .collect();
    let json = &item.json;
    let title = view::title(&item, &related, say);
    let name = elements::kind_name(at.kind, say);

    let lens = Lens {
        say,
        related: &related,
        titles: &titles,
        owner: json,
    };
    let activities = activities::section(json, lens);
    let mut facts = elements::facts(json, &["activity"], lens);
    // The heading says it.
    facts.retain(|fact| fact.lines != [title.as_str()]);
    fact(
        &mut facts,
        say.t("clinical-name"),
        fhir::get(json, "code").and_then(say::clinical_name),
    );
    let mut main = vec![Section::new("", vec![Block::Facts(facts)])];
    // A narrative that is generated says what the elements say, and no more.
    let is_generated = fhir::text(json, "text.status") == Some("generated");
    let is_said = is_generated && activities.is_some();
    main.extend(activities);
    for inner in fhir::all(json, "contained") {
        let kind = ResourceType::of(inner).map_or_else(|| say.t("part"), |kind| elements::kind_name(kind, say));
        let facts = elements::facts(inner, &[], lens);
        main.extend((!facts.is_empty()).then(|| Section::new(kind, vec![Block::Facts(facts)])));
    }
    if let Some(text) = fhir::text(json, "text.div")
        .map(plain::text_of)
        .filter(|text| !text.is_empty() && !is_said)
    {
        let note = Block::Note {
            heading: String::new(),
            text,
            by: String::new(),
        };
        main.push(Section::new(say.t("in-its-own-words"), vec![note]));
    }
    main.extend(linked(&others, &related, say));
    cx.render(&Article {
        shell: cx.shell(&title),
        back: Some(if is_of_a_patient(at.kind) {
            Link::new(format!("/health/{}", at.kind), name.clone())
        } else {
            Link::new("/health", say.t("health"))
        }),
        lede: if name == title { String::new() } else { name },
        title,
        ways: sources::who_sees(cx, &item)
            .into_iter()
            .filter(|_| is_of_a_patient(at.kind))
            .collect(),
        print: say.t("print"),
        main,
        sources: sources::line(cx, std::slice::from_ref(&item)),
        ..Article::default()
    })
}

/// The resources with a page that this one refers to.
fn referred_to(chart: Chart<'_>, item: &Item) -> Result<Vec<Item>, Failure> {
    let mut wanted = Vec::new();
    references(&item.json, &mut |reference| {
        let local = fhir::Reference {
            reference: Some(reference),
            display: None,
        }
        .local();
        if let Some((kind, id)) = local.filter(|(kind, _)| has_page(*kind) && *kind != ResourceType::Patient) {
            let reference = format!("{kind}/{id}");
            if !wanted.contains(&reference) {
                wanted.push(reference);
            }
        }
    });
    wanted.truncate(LINKS);
    let mut found = chart.resolve(&wanted)?;
    found.sort_by_cached_key(|other| wanted.iter().position(|reference| *reference == other.reference()));
    Ok(found)
}

/// The ways to what a resource refers to, in its order.
fn linked(others: &[Item], related: &Related, say: Say<'_>) -> Option<Section> {
    let row = |other: &Item| {
        let row = view::row(other, related, say);
        let kind = elements::kind_name(other.kind, say);
        if kind == row.title { row } else { row.line(kind) }
    };
    let rows: Vec<Row> = others.iter().map(row).collect();
    (!rows.is_empty()).then(|| Section::new(say.t("belongs-with"), vec![Block::Rows(rows)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_holds_what_is_about_patients_and_nothing_else() {
        use ResourceType as T;
        for kind in [
            T::Procedure,
            T::Goal,
            T::CareTeam,
            T::Coverage,
            T::ExplanationOfBenefit,
            T::Provenance,
            T::Task,
            T::Device,
            T::Media,
            T::Patient,
            T::MedicationStatement,
        ] {
            assert!(is_of_a_patient(kind), "{kind}");
        }
        for kind in [
            T::Practitioner,
            T::Organization,
            T::ValueSet,
            T::AuditEvent,
            T::Location,
        ] {
            assert!(!is_of_a_patient(kind), "{kind}");
        }
    }

    #[test]
    fn people_and_places_that_charts_refer_to_have_a_page_and_nothing_else_of_the_directory_has() {
        use ResourceType as T;
        for kind in [
            T::Practitioner,
            T::PractitionerRole,
            T::Organization,
            T::Location,
            T::Medication,
        ] {
            assert!(has_page(kind), "{kind}");
        }
        for kind in [T::ValueSet, T::AuditEvent, T::Endpoint, T::Subscription] {
            assert!(!has_page(kind), "{kind}");
        }
    }

    #[test]
    fn lists_stand_by_the_date_that_people_know() {
        use ResourceType as T;
        assert_eq!(date_of(T::Procedure), "date");
        assert_eq!(date_of(T::MedicationDispense), "whenhandedover");
        assert_eq!(date_of(T::ServiceRequest), "authored");
        assert_eq!(date_of(T::Goal), "start-date");
        assert_eq!(date_of(T::Claim), "created");
        assert_eq!(date_of(T::Condition), "recorded-date");
        assert_eq!(date_of(T::RelatedPerson), LAST_CHANGE);
    }

    #[test]
    fn no_kind_stands_in_the_index_twice() {
        let all: Vec<_> = kinds().collect();
        let mut once = all.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(all.len(), once.len());
    }
}
