//! A patient's home page: a greeting, and the cards of the rooms.

use askama::Template;
use madrone_authz::{Action, Area};
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
    let access = cx.open_chart(Action::view(Area::Demographics))?;
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
        greeting: words.greeting(&name, cx.now()),
        lede: words.date_long(words.day_of(cx.now())),
        tiles_heading: words.t("home-i-want-to").into_owned(),
        tiles: vec![
            tile("/results", "flask-conical", "home-want-results"),
            tile("/medications", "pill", "home-want-medicines"),
            tile("/visits", "calendar-days", "home-want-visits"),
            tile("/summary", "file-text", "home-want-summary"),
        ],
        main,
        aside,
    })
}

/// What the patient is called: the first given name of the name in use.
fn given_name(cx: &Cx, access: &madrone_authz::ChartAccess) -> Result<String, Failure> {
    let Some(id) = access.patient_id() else {
        return Ok(String::new());
    };
    let stored = madrone_chart::read(cx.tx(), access, ResourceType::Patient, id)?;
    let patient = stored.map(|stored| stored.json()).unwrap_or_default();
    let name = HumanName::best(&patient["name"]);
    Ok(name
        .and_then(|name| name.given.first().map(|given| (*given).to_owned()))
        .unwrap_or_default())
}
