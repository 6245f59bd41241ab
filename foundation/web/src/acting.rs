//! Whose chart a page is about, when it is not one's own: `/as/{patient}/…` shows the pages of a chart to those who may see
//! it, and `/seen-by/{relationship}/…` shows patients their own chart as somebody sees it whom they let in.
//!
//! The address is all there is: nothing in a session says whose chart is open, so two windows may show two charts, and a
//! form that was opened for Leo goes to Leo's address whatever else is opened meanwhile.
//!
//! A handler knows nothing of this: it opens "the chart of this page", its links say `/results`, and here they are led to
//! the same chart. So no room can forget it, and a page of Leo's never leads to one of Sofia's.

use madrone_authz::Acting;

use crate::routes::Route;

/// By what address a chart was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Through {
    /// As whoever may open the chart of this Patient.
    As(String),
    /// One's own, as the holder of this relationship sees it.
    SeenBy(String),
}

/// The name of the part of an address that says whose chart it is.
pub(crate) const PLACE: &str = "whose";

const AS: &str = "/as/";
const SEEN_BY: &str = "/seen-by/";

impl Through {
    /// The beginnings under which the pages of charts stand too, as the router writes them.
    pub(crate) fn patterns() -> [String; 2] {
        [AS, SEEN_BY].map(|place| format!("{place}{{{PLACE}}}"))
    }

    /// What stands before the address of a page: `/as/leo-alvarez`.
    pub fn base(&self) -> String {
        match self {
            Self::As(patient) => format!("{AS}{patient}"),
            Self::SeenBy(relation) => format!("{SEEN_BY}{relation}"),
        }
    }

    /// Whose chart `path` asks for, and the address of the page there; `None` for an address of one's own.
    pub(crate) fn of(path: &str) -> Option<(Self, &str)> {
        let (make, rest): (fn(String) -> Self, _) = match (path.strip_prefix(AS), path.strip_prefix(SEEN_BY)) {
            (Some(rest), _) => (Self::As, rest),
            (_, Some(rest)) => (Self::SeenBy, rest),
            _ => return None,
        };
        let end = rest.find('/')?;
        Some((make(rest[..end].to_owned()), &rest[end..]))
    }
}

/// The chart of somebody else, or one's own through somebody else's eyes, that a page is about.
#[derive(Clone, Debug)]
pub struct Whose {
    /// By what address.
    pub through: Through,
    /// How the one whose eyes count stands to the chart.
    pub acting: Acting,
}

/// Leads every link of a page to the pages of charts into the chart at `base`: each value of an attribute that is an address
/// of one of `routes`. What people wrote cannot look like one, since quotation marks in it are escaped.
pub(crate) fn keep_links(html: &str, base: &str, routes: &[Route]) -> String {
    let mut out = String::with_capacity(html.len() + 1024);
    let mut rest = html;
    while let Some(at) = rest.find("=\"/") {
        let (before, value) = rest.split_at(at + 2);
        out.push_str(before);
        let end = value.find(['"', '?', '#']).unwrap_or(value.len());
        if is_of_a_chart(&value[..end], routes) {
            out.push_str(base);
        }
        out.push_str(&value[..end]);
        rest = &value[end..];
    }
    out.push_str(rest);
    out
}

/// Leads one address into the chart at `base`, if it is one of a page of charts.
pub(crate) fn keep(to: String, base: &str, routes: &[Route]) -> String {
    let end = to.find(['?', '#']).unwrap_or(to.len());
    if is_of_a_chart(&to[..end], routes) {
        format!("{base}{to}")
    } else {
        to
    }
}

pub(crate) fn is_of_a_chart(path: &str, routes: &[Route]) -> bool {
    routes.iter().any(|route| route.chart && fits(route.path, path))
}

fn fits(pattern: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    pattern.split('/').all(|wanted| {
        parts
            .next()
            .is_some_and(|part| part == wanted || wanted.starts_with('{'))
    }) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cx, PageResult, Routes};

    fn page(_: &mut Cx) -> PageResult {
        unreachable!("only the table is asked")
    }

    fn routes() -> Vec<Route> {
        let chart = Routes::chart().get("/home", page).get("/results/{id}", page);
        let own = Routes::person().get("/family", page);
        chart.into_routes().into_iter().chain(own.into_routes()).collect()
    }

    #[test]
    fn links_to_a_chart_stay_in_it_and_others_stay_as_they_are() {
        let html = r##"<a href="/results/7?a=/home">x</a><form action="/home"><a href="/family">y</a><img src="/assets/a.svg"><a href="#main">"##;
        let kept = keep_links(html, "/as/leo", &routes());
        assert_eq!(
            kept,
            r##"<a href="/as/leo/results/7?a=/home">x</a><form action="/as/leo/home"><a href="/family">y</a><img src="/assets/a.svg"><a href="#main">"##
        );
        assert_eq!(keep_links(&kept, "/as/leo", &routes()), kept);
    }

    #[test]
    fn where_a_form_leads_stays_in_the_chart_too() {
        assert_eq!(keep("/home?x=1#y".into(), "/as/leo", &routes()), "/as/leo/home?x=1#y");
        assert_eq!(keep("/family".into(), "/as/leo", &routes()), "/family");
        assert_eq!(keep("/results".into(), "/as/leo", &routes()), "/results");
    }

    #[test]
    fn an_address_says_whose_chart_it_is_about() {
        let leo = Through::As("leo".into());
        assert_eq!(Through::of("/as/leo/home"), Some((leo.clone(), "/home")));
        assert_eq!(leo.base(), "/as/leo");
        assert_eq!(
            Through::of("/seen-by/7/home"),
            Some((Through::SeenBy("7".into()), "/home"))
        );
        assert_eq!(Through::of("/as/leo"), None);
        assert_eq!(Through::of("/home"), None);
    }
}
