//! What somebody sees who has not signed in, and the menu of a phone.

use askama::Template;
use madrone_web::{Cx, PageResult, Shell};

#[derive(Template)]
#[template(path = "welcome.html")]
struct Welcome {
    shell: Shell,
    heading: String,
    lede: String,
    sign_in: String,
    sign_up: String,
    points_heading: String,
    points: Vec<(&'static str, String)>,
    emergency: String,
    staff: String,
}

pub(crate) fn show(cx: &mut Cx) -> PageResult {
    if let Some(session) = cx.session() {
        return cx.redirect(if session.is_staff() { "/clinic" } else { "/home" });
    }
    let words = cx.words();
    let key = |name: &str| words.t(name).into_owned();
    cx.render(&Welcome {
        shell: cx.shell(key("home-welcome-title")),
        heading: words.t1("home-welcome-heading", "clinic", cx.site().clinic.as_str()),
        lede: key("home-welcome-lede"),
        sign_in: key("home-sign-in"),
        sign_up: key("home-sign-up"),
        points_heading: key("home-points-heading"),
        points: vec![
            ("flask-conical", key("home-point-results")),
            ("pill", key("home-point-medicines")),
            ("calendar-days", key("home-point-visits")),
            ("file-text", key("home-point-summary")),
        ],
        emergency: key("home-emergency"),
        staff: key("home-staff"),
    })
}

#[derive(Template)]
#[template(path = "menu.html")]
struct Menu {
    shell: Shell,
    heading: String,
}

pub(crate) fn menu(cx: &mut Cx) -> PageResult {
    let heading = cx.t("home-menu");
    cx.render(&Menu {
        shell: cx.shell(heading.clone()),
        heading,
    })
}
