//! Where staff begin: who they are here, and where their work is.

use askama::Template;
use madrone_authz::Actor;
use madrone_web::{Cx, NavItem, PageResult, Shell};

#[derive(Template)]
#[template(path = "clinic.html")]
struct Start {
    shell: Shell,
    heading: String,
    lede: String,
    work_heading: String,
    places: Vec<NavItem>,
}

pub(crate) fn show(cx: &mut Cx) -> PageResult {
    let words = cx.words();
    let actor = cx.actor();
    let role = match &actor {
        Actor::Staff { role, .. } => words.t(&format!("web-role-{role}")).into_owned(),
        _ => String::new(),
    };
    let shell = cx.shell(words.t("home-clinic-nav"));
    let places = shell.nav.iter().filter(|item| !item.current).cloned().collect();
    cx.render(&Start {
        heading: words.greeting(actor.name(), cx.now()),
        lede: role,
        work_heading: words.t("home-clinic-work").into_owned(),
        places,
        shell,
    })
}
