//! Who may see and write which area of somebody else's chart: the site's rules, as data.
//!
//! The table stands for one question: may somebody who is *this* to the patient do *that* with *this* area? Ages and
//! relationships only choose the column. Sources are in docs/privacy.md.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use madrone_kernel::Instant;
use madrone_sensitivity::{Label, Labels};

use crate::relation::{Kind, Relation};
use crate::tier::{Ages, Tier};
use crate::{Area, Areas, PatientFacts};

/// What may be done with an area.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Cell {
    /// Nothing.
    None,
    /// Read what the holder took part in: the appointments they booked, the conversations they began.
    Own,
    /// Read.
    View,
    /// Read and write.
    Write,
}

impl Cell {
    /// As settings spell it.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "none" => Self::None,
            "own" => Self::Own,
            "view" => Self::View,
            "write" => Self::Write,
            _ => return None,
        })
    }
}

/// What somebody is to a patient today: a column of the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standing {
    /// The parent or guardian of a child.
    ParentOfChild,
    /// The parent or guardian of a teenager.
    ParentOfTeen,
    /// Somebody whom the patient lets in; the areas that they agreed to narrow it.
    Proxy,
    /// Somebody who stands in the patient's place by law: the legal guardian of an adult, the personal representative of
    /// somebody who died (45 CFR 164.502(g)).
    Representative,
}

impl Standing {
    /// Every column.
    pub const ALL: [Self; 4] = [
        Self::ParentOfChild,
        Self::ParentOfTeen,
        Self::Proxy,
        Self::Representative,
    ];
}

/// One row an area, one column a [`Standing`]: `w` read and write, `r` read, `o` read what one took part in, `-` nothing.
///
/// Sharing is the right to let others in, and nobody who was let in has it: there is no proxy of a proxy, and no loop.
#[rustfmt::skip]
const SEED: [(Area, &str); 13] = [
    //                      child teen proxy representative
    (Area::Demographics,  "w - r w"),
    (Area::Appointments,  "r o r r"),
    (Area::Results,       "r - r r"),
    (Area::Medications,   "r - r r"),
    (Area::Allergies,     "r - r r"),
    (Area::Conditions,    "r - r r"),
    (Area::Immunizations, "r r r r"),
    (Area::Visits,        "r - r r"),
    (Area::Documents,     "r - r r"),
    (Area::Messages,      "r o r r"),
    (Area::Billing,       "r r r r"),
    (Area::Other,         "r - r r"),
    (Area::Sharing,       "r - - r"),
];

/// The same columns for labels: `r` read, `s` read where the patient agreed to show what is sensitive, `-` not at all.
///
/// What a minor consented to alone is the minor's to tell (45 CFR 164.502(g)(3)), and a clinician may keep anybody from being
/// treated as the patient's representative (164.502(g)(5)).
#[rustfmt::skip]
const LABELS: [(Label, &str); 10] = [
    //                    child teen proxy representative
    (Label::Sexual,     "r - s r"),
    (Label::Mental,     "r - s r"),
    (Label::Substance,  "r - s r"),
    (Label::Violence,   "r - s r"),
    (Label::Hiv,        "r - s r"),
    (Label::Genetic,    "r - s r"),
    (Label::Other,      "r - s r"),
    (Label::Adolescent, "- - s r"),
    (Label::Held,       "- - - -"),
    (Label::Private,    "- - - r"),
];

/// The rules of a site by which families see each other's charts.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The clinic's time zone: a birthday begins at its midnight.
    pub zone: TimeZone,
    /// When children become teenagers, and teenagers adults.
    pub ages: Ages,
    cells: [[Cell; Area::ALL.len()]; Standing::ALL.len()],
    labels: [[Cell; Label::ALL.len()]; Standing::ALL.len()],
}

impl Default for Rules {
    fn default() -> Self {
        Self::new(TimeZone::UTC, Ages { teen: 12, adult: 18 })
    }
}

impl Rules {
    /// The seed table, for a clinic in `zone`.
    pub fn new(zone: TimeZone, ages: Ages) -> Self {
        let mut rules = Self {
            zone,
            ages,
            cells: [[Cell::None; Area::ALL.len()]; Standing::ALL.len()],
            labels: [[Cell::View; Label::ALL.len()]; Standing::ALL.len()],
        };
        for (label, row) in LABELS {
            for (standing, letter) in Standing::ALL.into_iter().zip(row.split(' ')) {
                let cell = match letter {
                    "r" => Cell::View,
                    "s" => Cell::Own,
                    _ => Cell::None,
                };
                rules.set_label(standing, label, cell);
            }
        }
        for (area, row) in SEED {
            for (standing, letter) in Standing::ALL.into_iter().zip(row.split(' ')) {
                let cell = match letter {
                    "w" => Cell::Write,
                    "r" => Cell::View,
                    "o" => Cell::Own,
                    _ => Cell::None,
                };
                rules.set(standing, area, cell);
            }
        }
        rules
    }

    /// One cell of the table.
    pub fn cell(&self, standing: Standing, area: Area) -> Cell {
        self.cells[standing as usize][area as usize]
    }

    /// Changes one cell.
    pub fn set(&mut self, standing: Standing, area: Area, cell: Cell) {
        self.cells[standing as usize][area as usize] = cell;
    }

    /// Changes whether items with a label are read; [`Cell::Own`] where the patient agreed to show what is sensitive.
    pub fn set_label(&mut self, standing: Standing, label: Label, cell: Cell) {
        self.labels[standing as usize][label as usize] = cell;
    }

    /// The labels of items that stay unread in a column, where the patient agreed to show what is `sensitive`, or did not.
    pub fn hidden(&self, standing: Standing, sensitive: bool) -> Labels {
        let least = if sensitive { Cell::Own } else { Cell::View };
        Label::ALL
            .into_iter()
            .filter(|label| self.labels[standing as usize][*label as usize] < least)
            .collect()
    }

    /// The clinic's day at `now`.
    pub fn today(&self, now: Instant) -> Date {
        now.timestamp().to_zoned(self.zone.clone()).date()
    }

    /// How old `patient` is to the rules on the day `today`. A minor whom a court or a marriage made an adult is one.
    pub fn tier(&self, patient: &PatientFacts, today: Date) -> Tier {
        if patient.emancipated {
            return Tier::Adult;
        }
        Tier::on(today, patient.birth_date.as_deref(), self.ages)
    }

    /// What the holder of `relation` is to `patient` at `now`; `None` when they are nothing any more, or not yet.
    pub fn standing(&self, relation: &Relation, patient: &PatientFacts, now: Instant) -> Option<Standing> {
        if !relation.is_in_force(now) {
            return None;
        }
        // When a patient dies, whoever the law lets speak for the dead is left.
        if patient.deceased {
            return (relation.kind == Kind::Representative).then_some(Standing::Representative);
        }
        match (relation.kind, self.tier(patient, self.today(now))) {
            (Kind::Parent, Tier::Child) => Some(Standing::ParentOfChild),
            (Kind::Parent, Tier::Teen) if relation.more => Some(Standing::Proxy),
            (Kind::Parent, Tier::Teen) => Some(Standing::ParentOfTeen),
            (Kind::Parent, Tier::Adult) | (Kind::Representative, _) => None,
            (Kind::Proxy | Kind::Delegate, _) => Some(Standing::Proxy),
            (Kind::Guardian, _) => Some(Standing::Representative),
        }
    }

    /// The areas of a column that allow at least `cell`.
    pub fn areas(&self, standing: Standing, least: Cell) -> Areas {
        Area::ALL
            .into_iter()
            .filter(|area| self.cell(standing, *area) >= least)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Standing as S;
    use super::*;

    fn shown(standing: Standing) -> String {
        let rules = Rules::default();
        let letter = |area| match rules.cell(standing, area) {
            Cell::None => '-',
            Cell::Own => 'o',
            Cell::View => 'r',
            Cell::Write => 'W',
        };
        Area::ALL.into_iter().map(letter).collect()
    }

    /// In the order of `Area::ALL`: demographics appointments results medications allergies conditions immunizations
    /// visits documents messages billing other sharing.
    #[test]
    fn every_cell_of_the_seed_is_as_agreed() {
        assert_eq!(shown(Standing::ParentOfChild), "Wrrrrrrrrrrrr");
        assert_eq!(shown(Standing::ParentOfTeen), "-o----r--or--");
        assert_eq!(shown(Standing::Proxy), "rrrrrrrrrrrr-");
        assert_eq!(shown(Standing::Representative), "Wrrrrrrrrrrrr");
    }

    /// In the order of `Label::ALL`: sexual mental substance violence hiv genetic other adolescent held private.
    #[test]
    fn every_cell_of_the_labels_is_as_agreed() {
        let shown = |standing| -> String {
            let rules = Rules::default();
            let (with, without) = (rules.hidden(standing, true), rules.hidden(standing, false));
            let letter = |label| match (without.holds(label), with.holds(label)) {
                (false, false) => 'r',
                (true, false) => 's',
                (true, true) => '-',
                (false, true) => '!',
            };
            Label::ALL.into_iter().skip(1).map(letter).collect()
        };
        assert_eq!(shown(Standing::ParentOfChild), "rrrrrrr---");
        assert_eq!(shown(Standing::ParentOfTeen), "----------");
        assert_eq!(shown(Standing::Proxy), "ssssssss--");
        assert_eq!(shown(Standing::Representative), "rrrrrrrr-r");
    }

    #[test]
    fn whoever_was_let_in_lets_nobody_in() {
        for standing in Standing::ALL {
            assert!(
                Rules::default().cell(standing, Area::Sharing) < Cell::Write,
                "{standing:?}"
            );
        }
    }

    const NOW: Instant = Instant::from_micros(1_795_339_800_000_000); // 2026-11-22
    const DAY: std::time::Duration = std::time::Duration::from_hours(24);

    fn relation(kind: Kind) -> Relation {
        Relation::new("r".into(), "p", ("a", "A"), kind, NOW)
    }

    fn born(date: &str) -> PatientFacts {
        PatientFacts {
            birth_date: Some(date.into()),
            ..PatientFacts::default()
        }
    }

    fn standing(relation: &Relation, patient: &PatientFacts) -> Option<Standing> {
        Rules::default().standing(relation, patient, NOW)
    }

    #[test]
    fn every_kind_at_every_age_stands_where_it_should() {
        let (child, teen, adult) = (born("2020-01-01"), born("2012-01-01"), born("1990-01-01"));
        let dead = PatientFacts {
            deceased: true,
            ..born("1940-01-01")
        };
        let table = [
            (
                Kind::Parent,
                [Some(S::ParentOfChild), Some(S::ParentOfTeen), None, None],
            ),
            (Kind::Proxy, [Some(S::Proxy), Some(S::Proxy), Some(S::Proxy), None]),
            (Kind::Delegate, [Some(S::Proxy), Some(S::Proxy), Some(S::Proxy), None]),
            (
                Kind::Guardian,
                [
                    Some(S::Representative),
                    Some(S::Representative),
                    Some(S::Representative),
                    None,
                ],
            ),
            (Kind::Representative, [None, None, None, Some(S::Representative)]),
        ];
        for (kind, expected) in table {
            let got = [&child, &teen, &adult, &dead].map(|patient| standing(&relation(kind), patient));
            assert_eq!(got, expected, "{kind:?}");
        }
    }

    #[test]
    fn a_teenager_may_let_a_parent_see_more_and_it_ends_with_the_teens() {
        let more = Relation {
            more: true,
            ..relation(Kind::Parent)
        };
        assert_eq!(standing(&more, &born("2012-01-01")), Some(Standing::Proxy));
        assert_eq!(standing(&more, &born("2008-11-22")), None);
    }

    #[test]
    fn an_emancipated_minor_is_an_adult() {
        let minor = PatientFacts {
            emancipated: true,
            ..born("2010-01-01")
        };
        assert_eq!(standing(&relation(Kind::Parent), &minor), None);
        assert_eq!(standing(&relation(Kind::Proxy), &minor), Some(Standing::Proxy));
    }

    #[test]
    fn what_has_not_begun_or_is_over_or_held_back_opens_nothing() {
        let child = born("2020-01-01");
        let changed = |change: fn(&mut Relation)| {
            let mut relation = relation(Kind::Parent);
            change(&mut relation);
            standing(&relation, &child)
        };
        assert_eq!(changed(|relation| relation.since = NOW.plus(DAY)), None);
        assert_eq!(changed(|relation| relation.until = Some(NOW)), None);
        assert_eq!(changed(|relation| relation.frozen = Some(NOW)), None);
        assert_eq!(changed(|relation| relation.ended = Some(NOW)), None);
        assert!(changed(|relation| relation.until = Some(NOW.plus(DAY))).is_some());
    }

    #[test]
    fn a_birthday_begins_at_midnight_of_the_clinic() {
        let zone = TimeZone::get("America/Los_Angeles").unwrap();
        let rules = Rules::new(zone, Ages { teen: 12, adult: 18 });
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
        let on = |text| {
            let now = Instant::from_micros(at(text).as_microsecond());
            let held = Relation {
                since: Instant::from_micros(0),
                ..relation(Kind::Parent)
            };
            rules.standing(&held, &born("2008-11-23"), now)
        };
        assert_eq!(on("2026-11-23T07:59:59Z"), Some(Standing::ParentOfTeen));
        assert_eq!(on("2026-11-23T08:00:00Z"), None);
    }
}
