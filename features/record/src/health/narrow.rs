//! Finding something in a long list of one kind: by its name, where records of that kind can be searched by a name, else by
//! the year.

use std::ops::RangeInclusive;

use madrone_fhir::{Kind, ResourceType, param};
use madrone_web::components::{Choice, EmptyState, Field, FieldKind, Link};
use serde::Deserialize;

use super::patient::{LAST_CHANGE, date_of};
use crate::chart::{encoded, searched};
use crate::page::Search;
use crate::say::Say;

/// What the reader asked for, and where the page begins.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    q: String,
    year: String,
    pub(super) cursor: String,
}

impl Wish {
    /// Whether anything is left out by the reader's wish.
    pub(super) fn is_narrowed(&self) -> bool {
        !self.q.trim().is_empty() || self.year().is_some()
    }

    /// The year, if it is one.
    fn year(&self) -> Option<i16> {
        self.year.parse().ok().filter(|year| (1001..=9998).contains(year))
    }

    /// The search parameters for it, up to the next one.
    pub(super) fn wanted(&self, kind: ResourceType, say: Say<'_>) -> String {
        let name = by_name(kind).filter(|_| !self.q.trim().is_empty());
        let name = name.map(|name| match name {
            "device-name" => format!("{name}:contains={}&", searched(&self.q)),
            _ => format!("{}&", say.sought(name, &self.q)),
        });
        let year = by_year(kind).zip(self.year());
        // What began in the year; a period without an end lies in none.
        let year = year.map(|(search, year)| format!("{search}=sa{}&{search}=lt{}&", year - 1, year + 1));
        name.into_iter().chain(year).collect()
    }

    /// The address of the list's first page.
    pub(super) fn here(&self, kind: ResourceType) -> String {
        if self.is_narrowed() {
            format!("/health/{kind}?q={}&year={}", encoded(&self.q), encoded(&self.year))
        } else {
            format!("/health/{kind}")
        }
    }
}

/// The search parameter that finds resources of a type by words of their name.
fn by_name(kind: ResourceType) -> Option<&'static str> {
    let is_indexed = |name: &&str| param(kind, name).is_some_and(|found| found.has_text || found.kind == Kind::String);
    ["code", "type", "vaccine-code", "device-name"]
        .into_iter()
        .find(is_indexed)
}

/// The search parameter of the date by which resources of a type are told apart, where they have one.
fn by_year(kind: ResourceType) -> Option<&'static str> {
    Some(date_of(kind)).filter(|date| *date != LAST_CHANGE && by_name(kind).is_none())
}

/// The form above the list; `years` are those that the list spans. None for a kind that has neither names nor dates.
pub(super) fn search(wish: &Wish, kind: ResourceType, years: RangeInclusive<i16>, say: Say<'_>) -> Option<Search> {
    let here = format!("/health/{kind}");
    let form = Search {
        clear: wish
            .is_narrowed()
            .then(|| Link::new(here.as_str(), say.t("clear-search"))),
        action: here,
        label: String::new(),
        value: wish.q.clone(),
        submit: say.t("search"),
        hidden: Vec::new(),
        filters: Vec::new(),
    };
    if by_name(kind).is_some() {
        let label = say.t("search-by-name");
        return Some(Search { label, ..form });
    }
    by_year(kind)?;
    let every = Choice::new("", say.t("every-year"));
    let years = years.rev().map(|year| Choice::new(year.to_string(), year.to_string()));
    let field = Field::new(FieldKind::Select, "year", say.t("year"))
        .optional()
        .choices([every].into_iter().chain(years).collect());
    let filters = vec![field.value(wish.year.clone())];
    Some(Search { filters, ..form })
}

/// Why nothing is shown: the reader's own wish, or that there is nothing.
pub(super) fn empty(wish: &Wish, kind: ResourceType, say: Say<'_>) -> EmptyState {
    let (key, icon, way) = if wish.is_narrowed() {
        let all = Link::new(format!("/health/{kind}"), say.t("clear-search"));
        ("none-found", "search-x", all)
    } else {
        ("none-of-type", "folder", Link::new("/health", say.t("see-health")))
    };
    EmptyState {
        icon,
        title: say.t(&format!("{key}-title")),
        why: say.t(&format!("{key}-why")),
        actions: vec![way],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::words;

    fn wish(q: &str, year: &str) -> Wish {
        Wish {
            q: q.into(),
            year: year.into(),
            cursor: String::new(),
        }
    }

    #[test]
    fn a_kind_is_searched_by_its_name_or_else_by_the_year() {
        use ResourceType as T;
        let words = words();
        let say = Say::new(&words);
        let wanted = |kind| wish("knee, left", "2024").wanted(kind, say);
        assert_eq!(wanted(T::Procedure), "code:text=knee%5C%2C%20left&");
        assert_eq!(wanted(T::Immunization), "vaccine-code:text=knee%5C%2C%20left&");
        assert_eq!(wanted(T::Claim), "created=sa2023&created=lt2025&");
        assert_eq!(wanted(T::RelatedPerson), "");
        assert_eq!(wish(" ", "").wanted(T::Procedure, say), "");
        assert_eq!(wish("", "the year 2024").wanted(T::Claim, say), "");
    }

    #[test]
    fn the_form_asks_for_what_the_search_can_answer() {
        let words = words();
        let form = |kind| search(&wish("", "2024"), kind, 2023..=2026, Say::new(&words));
        assert_eq!(form(ResourceType::Procedure).unwrap().label, "Search by name");
        let years = form(ResourceType::Claim).unwrap();
        assert!(years.label.is_empty() && years.clear.is_some());
        assert_eq!(years.filters.len(), 1);
        assert!(form(ResourceType::RelatedPerson).is_none());
    }

    #[test]
    fn the_next_page_is_of_the_same_wish() {
        assert_eq!(wish("", "").here(ResourceType::Claim), "/health/Claim");
        assert_eq!(wish("", "2024").here(ResourceType::Claim), "/health/Claim?q=&year=2024");
    }
}
