//! A patient's home page: a greeting, and the cards of the rooms.

use askama::Template;
use madrone_authz::{Action, Actor, Area, Areas};
use madrone_fhir::ResourceType;
use madrone_fhir::view::HumanName;
use madrone_web::components::Tile;
use madrone_web::{CardPlace, Cx, Failure, PageResult, Shell};

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    shell: Shell,
    greeting: String,
    lede: String,
    main: Vec<String>,
    tiles_heading: String,
    tiles: Vec<Tile>,
    aside: Vec<String>,
}

pub(crate) fn show(cx: &mut Cx) -> PageResult {
    let has_none = matches!(cx.actor(), Actor::Person { own_chart: None, .. });
    if has_none && cx.whose().is_none() && !cx.others().is_empty() {
        return cx.redirect("/family");
    }
    let access = cx.open_chart(Action::enter())?;
    let open = access.areas();
    let name = given_name(cx, &access)?;
    let main = cx.cards(CardPlace::Main, &access)?;
    let aside = cx.cards(CardPlace::Aside, &access)?;
    let words = cx.words();
    let tile = |href: &str, icon, key: &str| Tile {
        href: href.to_owned(),
        icon,
        label: words.t(key).into_owned(),
    };
    cx.render(&Home {
        shell: cx.shell(words.t("home-nav")),
        greeting: match cx.whose() {
            // Whoever reads it is not the one it is about.
            Some(_) => words.t1("web-record-of", "name", name.as_str()),
            None => words.greeting(&name, cx.now()),
        },
        lede: words.date_long(words.day_of(cx.now())),
        tiles_heading: words.t("home-i-want-to").into_owned(),
        tiles: tiles(open, tile),
        main,
        aside,
    })
}

/// The ways on, to what is open.
fn tiles(open: Areas, tile: impl Fn(&str, &'static str, &str) -> Tile) -> Vec<Tile> {
    let ways = [
        (Area::Results, tile("/results", "flask-conical", "home-want-results")),
        (Area::Medications, tile("/medications", "pill", "home-want-medicines")),
        (Area::Visits, tile("/visits", "calendar-days", "home-want-visits")),
        (
            Area::Immunizations,
            tile("/immunizations", "syringe", "home-want-immunizations"),
        ),
    ];
    let mut tiles: Vec<Tile> = ways
        .into_iter()
        .filter(|(area, _)| open.holds(*area))
        .map(|(_, tile)| tile)
        .take(3)
        .collect();
    tiles.push(tile("/summary", "file-text", "home-want-summary"));
    tiles
}

/// What the patient is called: the first given name of the name in use.
fn given_name(cx: &Cx, access: &madrone_authz::ChartAccess) -> Result<String, Failure> {
    let Some(id) = access.patient_id() else {
        return Ok(String::new());
    };
    if let Some(whose) = cx.whose() {
        return Ok(whose.acting.called.clone());
    }
    let stored = madrone_chart::read(cx.tx(), access, ResourceType::Patient, id)?;
    let patient = stored.map(|stored| stored.json()).unwrap_or_default();
    let name = HumanName::best(&patient["name"]);
    Ok(name
        .and_then(|name| name.given.first().map(|given| (*given).to_owned()))
        .unwrap_or_default())
}
