//! What a room brings to the house.

use madrone_authz::{Actor, Area, ChartAccess, Role};
use madrone_db::Result;
use madrone_i18n::Locale;

use crate::notices::{Event, Topic};
use crate::{Cx, Failure, Routes};

/// One feature: everything the rest of the house needs to know of it.
#[derive(Default)]
pub struct Room {
    /// Its addresses.
    pub routes: Vec<Routes>,
    /// Its places in the navigation.
    pub nav: Vec<NavEntry>,
    /// What it shows on the home page and beside charts.
    pub cards: Vec<Card>,
    /// Its words: one Fluent text a language.
    pub words: Vec<(Locale, &'static str, &'static str)>,
    /// What people choose how to be told of.
    pub topics: Vec<&'static Topic>,
    /// What they are told of through `notify`.
    pub events: Vec<&'static Event>,
}

/// Whose navigation an entry is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience {
    /// Patients and those who act for them.
    Patient,
    /// The clinic's staff.
    Staff,
    /// Those of the staff who do one of these.
    Only(&'static [Role]),
}

impl Audience {
    /// Whether `actor` belongs to it.
    pub(crate) fn has(self, actor: &Actor) -> bool {
        match (self, actor) {
            (Self::Patient, Actor::Person { .. }) | (Self::Staff, Actor::Staff { .. }) => true,
            (Self::Only(roles), Actor::Staff { role, .. }) => roles.contains(role),
            _ => false,
        }
    }
}

/// A place in the navigation.
#[derive(Clone, Copy)]
pub struct NavEntry {
    /// Whose.
    pub audience: Audience,
    /// Where it leads.
    pub href: &'static str,
    /// The key of its name.
    pub label: &'static str,
    /// The sprite's name of its icon.
    pub icon: &'static str,
    /// Its place in the side list; smaller stands higher.
    pub order: u16,
    /// Its place and the key of its short name in a phone's bottom bar, if it has one there.
    pub bottom: Option<(u16, &'static str)>,
    /// Other addresses that belong to it: the entry is current there too.
    pub also: &'static [&'static str],
    /// How much is new there.
    pub badge: Option<NavBadge>,
    /// The areas of a chart that it shows: in the chart of somebody else it is there if one of them is open. Empty where it
    /// shows whatever is open.
    pub areas: &'static [Area],
}

/// How the number beside a place is found.
#[derive(Clone, Copy)]
pub enum NavBadge {
    /// Of the chart that is open; asked only on pages that have opened one.
    Chart(fn(&Cx, &ChartAccess) -> Result<u64>),
    /// Of the clinic; asked on every page of those who have the place, so it must be cheap.
    Clinic(fn(&Cx) -> Result<u64>),
}

/// Where a card stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CardPlace {
    /// In the wide column of the home page.
    Main,
    /// Beside it; below it on a phone.
    Aside,
    /// Beside the chart of a patient, on the clinic's page of it.
    Chart,
}

/// A piece of a page that another room brings.
#[derive(Clone, Copy)]
pub struct Card {
    /// Which column.
    pub place: CardPlace,
    /// Smaller stands higher.
    pub order: u16,
    /// Draws it as HTML; `None` when there is nothing to show.
    pub draw: fn(&mut Cx, &ChartAccess) -> Result<Option<String>, Failure>,
}
