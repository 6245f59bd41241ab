//! The table of decisions. Who may see and write which area of a chart, before relationships and labels narrow it.

use madrone_sensitivity::{Label, Labels};

use crate::{Actor, Area, Areas, Role};

/// What is done with an area.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verb {
    /// Read.
    View,
    /// Add, change or take away.
    Write,
}

impl Verb {
    /// As the audit spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Write => "write",
        }
    }
}

/// One row an area; one column an actor: `rw` both, `r` view only, `-` neither. The minimum necessary for each role
/// (45 CFR 164.502(b)): patients say themselves who they are and where they live; the front desk books and files but reads
/// no results; billing reads what a claim is made of; administrators run the portal and open no chart.
#[rustfmt::skip]
const TABLE: [(Area, [&str; 9]); 13] = [
    // area                self  clinician nurse desk  billing records pharmacist admin system
    (Area::Demographics,  ["rw", "rw",     "rw", "rw", "r",    "rw",   "r",       "-",  "rw"]),
    (Area::Appointments,  ["r",  "rw",     "rw", "rw", "r",    "r",    "r",       "-",  "rw"]),
    (Area::Results,       ["r",  "rw",     "rw", "-",  "-",    "r",    "r",       "-",  "rw"]),
    (Area::Medications,   ["r",  "rw",     "rw", "-",  "-",    "r",    "rw",      "-",  "rw"]),
    (Area::Allergies,     ["r",  "rw",     "rw", "-",  "-",    "r",    "rw",      "-",  "rw"]),
    (Area::Conditions,    ["r",  "rw",     "rw", "-",  "r",    "r",    "r",       "-",  "rw"]),
    (Area::Immunizations, ["r",  "rw",     "rw", "r",  "-",    "r",    "rw",      "-",  "rw"]),
    (Area::Visits,        ["r",  "rw",     "rw", "r",  "r",    "r",    "r",       "-",  "rw"]),
    (Area::Documents,     ["r",  "rw",     "rw", "-",  "-",    "rw",   "-",       "-",  "rw"]),
    (Area::Messages,      ["r",  "rw",     "rw", "rw", "rw",   "r",    "rw",      "-",  "rw"]),
    (Area::Billing,       ["r",  "r",      "r",  "r",  "rw",   "r",    "-",       "-",  "rw"]),
    (Area::Other,         ["r",  "rw",     "rw", "-",  "-",    "r",    "r",       "-",  "rw"]),
    (Area::Sharing,       ["rw", "rw",     "rw", "rw", "-",    "rw",   "-",       "-",  "rw"]),
];

/// The column of an actor towards a patient; `None` for whoever has no business with that chart.
fn column(actor: &Actor, patient: Option<&str>) -> Option<usize> {
    match actor {
        Actor::Anonymous => None,
        Actor::Person { .. } => patient.is_some_and(|patient| actor.is_self(patient)).then_some(0),
        Actor::Staff { role, .. } => Some(match role {
            Role::Clinician => 1,
            Role::Nurse => 2,
            Role::FrontDesk => 3,
            Role::Billing => 4,
            Role::Records => 5,
            Role::Pharmacist => 6,
            Role::Administrator => 7,
        }),
        Actor::System { .. } => Some(8),
    }
}

/// The areas that `actor` may see (or write) of the chart of `patient`; of any chart when `patient` is `None`.
pub fn allowed(actor: &Actor, patient: Option<&str>, verb: Verb) -> Areas {
    let Some(column) = column(actor, patient) else {
        return Areas::NONE;
    };
    let letter = match verb {
        Verb::View => 'r',
        Verb::Write => 'w',
    };
    TABLE
        .iter()
        .filter(|(_, row)| row[column].contains(letter))
        .map(|(area, _)| *area)
        .collect()
}

/// The labels that leave an item unread by `actor`: what a sender marked (HL7 v3 `InformationSensitivityPolicy`) is read by
/// those who treat, and those who answer for the record. The patient and the system always may. What its codes tell keeps no
/// staff from their work.
pub(crate) fn hidden(actor: &Actor) -> Labels {
    match actor {
        Actor::Anonymous => Labels::ALL,
        Actor::Person { .. } | Actor::System { .. } => Labels::NONE,
        Actor::Staff { role, .. } => match role {
            Role::Clinician | Role::Nurse | Role::Records => Labels::NONE,
            _ => Labels::of(Label::Restricted),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(role: Role) -> Actor {
        Actor::Staff {
            account: "s".into(),
            name: "S".into(),
            role,
        }
    }

    fn person(own: Option<&str>) -> Actor {
        Actor::Person {
            account: "p".into(),
            name: "P".into(),
            own_chart: own.map(str::to_owned),
        }
    }

    fn shown(actor: &Actor) -> String {
        Area::ALL
            .iter()
            .map(|area| {
                let may = |verb| allowed(actor, Some("maria"), verb).holds(*area);
                match (may(Verb::View), may(Verb::Write)) {
                    (true, true) => 'W',
                    (true, false) => 'r',
                    (false, false) => '-',
                    (false, true) => '!',
                }
            })
            .collect()
    }

    /// In the order of `Area::ALL`: demographics appointments results medications allergies conditions immunizations
    /// visits documents messages billing other sharing.
    #[test]
    fn every_cell_of_the_table_is_as_agreed() {
        let cells = [
            (person(Some("maria")), "WrrrrrrrrrrrW"),
            (person(Some("walter")), "-------------"),
            (person(None), "-------------"),
            (Actor::Anonymous, "-------------"),
            (staff(Role::Clinician), "WWWWWWWWWWrWW"),
            (staff(Role::Nurse), "WWWWWWWWWWrWW"),
            (staff(Role::FrontDesk), "WW----rr-Wr-W"),
            (staff(Role::Billing), "rr---r-r-WW--"),
            (staff(Role::Records), "WrrrrrrrWrrrW"),
            (staff(Role::Pharmacist), "rrrWWrWr-W-r-"),
            (staff(Role::Administrator), "-------------"),
            (Actor::System { part: "test" }, "WWWWWWWWWWWWW"),
        ];
        for (actor, expected) in cells {
            assert_eq!(shown(&actor), expected, "{actor:?}");
        }
    }

    #[test]
    fn a_person_has_no_business_with_charts_at_large() {
        assert_eq!(allowed(&person(Some("maria")), None, Verb::View), Areas::NONE);
    }

    #[test]
    fn the_front_desk_billing_and_pharmacy_do_not_see_labelled_items() {
        let seen: Vec<_> = Role::ALL
            .into_iter()
            .filter(|role| hidden(&staff(*role)).is_empty())
            .collect();
        assert_eq!(seen, [Role::Clinician, Role::Nurse, Role::Records]);
    }
}
