//! A life at the clinic: which visits there were, and what happened at each.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::ailment::Ailment;
use super::chart::{Chart, Setting, Visit, days_between};
use super::dice::Dice;
use super::illness::Effect;
use super::vaccine::{Dose, WELL_CHILD};
use crate::build::profile;
use crate::code::{Code, hl7, snomed};

/// Visits of one child that are told; what was before counts as elsewhere.
const CHILD_VISITS: i64 = 5;
/// Years of age up to which somebody has a child's chart.
const CHILD: i64 = 19;
/// Of the last visits: they have notes.
const NOTES: usize = 3;

/// Why somebody comes.
#[derive(Clone, Copy)]
enum Cause {
    WellChild(&'static [Dose]),
    /// All usual blood tests are done when told, else those that an illness asks for.
    Preventive(bool),
    FollowUp,
    Prenatal,
    Sick,
}

/// A visit that will be told.
#[derive(Clone, Copy)]
struct Planned {
    date: Date,
    cause: Cause,
}

static PROTOTYPES: LazyLock<[Value; 5]> = LazyLock::new(|| {
    [
        encounter(snomed("410620009", "Well child visit (procedure)"), "Well-child visit"),
        encounter(
            snomed("162673000", "General examination of patient (procedure)"),
            "Preventive visit",
        ),
        encounter(
            snomed("390906007", "Follow-up encounter (procedure)"),
            "Follow-up visit",
        ),
        encounter(snomed("424619006", "Prenatal visit (regime/therapy)"), "Prenatal visit"),
        encounter(snomed("185345009", "Encounter for symptom (procedure)"), "Office visit"),
    ]
});

/// Tells one person's chart.
pub(super) fn tell(setting: &Setting<'_>, dice: Dice) -> Vec<Value> {
    let mut chart = Chart::open(setting, dice);
    chart.fall_ill(setting.today - 1.day());
    let plan = chart.plan();
    let with_notes = plan.len().saturating_sub(NOTES);
    for (index, planned) in plan.iter().enumerate() {
        chart.attend(*planned, index == 0, index >= with_notes);
    }
    chart.flu_shots();
    if chart.person.age >= 18 {
        chart.adult_vaccines();
    }
    chart.close()
}

impl Chart<'_> {
    /// The visits, oldest first, no two on a day, all before today.
    fn plan(&mut self) -> Vec<Planned> {
        let child = self.person.age < CHILD;
        let mut plan = if child { self.childhood() } else { self.adulthood() };
        let oldest = plan.iter().map(|planned| planned.date).min().unwrap_or(self.today);
        let window = self.days_ago(oldest);
        for _ in 0..self.dice.between(0, 2) {
            plan.push(Planned {
                date: self.today - self.dice.between(1, window.max(1)).days(),
                cause: Cause::Sick,
            });
        }
        plan.sort_by_key(|planned| planned.date);
        // The sort is stable: of two on one day, the one with a purpose was planned first.
        plan.dedup_by_key(|planned| planned.date);
        plan
    }

    /// The last well-child visits; vaccines from before them are told at once.
    fn childhood(&mut self) -> Vec<Planned> {
        let mut visits = Vec::with_capacity(WELL_CHILD.len());
        for (days, doses) in WELL_CHILD {
            let date = self.person.born + (days + if days == 0 { 0 } else { self.dice.between(0, 6) }).days();
            if date < self.today {
                visits.push((days, doses, date));
            }
        }
        let here = usize::try_from(self.dice.between(2, CHILD_VISITS)).unwrap_or(2);
        let elsewhere = visits.len().saturating_sub(here).max(1);
        for (_, doses, date) in &visits[..elsewhere] {
            self.vaccinate(doses, *date, None);
        }
        let planned = |(_, doses, date): &(i64, &'static [Dose], Date)| Planned {
            date: *date,
            cause: Cause::WellChild(doses),
        };
        visits[elsewhere..].iter().map(planned).collect()
    }

    /// A preventive visit in each of the last years, follow-ups between them where something lasts, and prenatal care.
    fn adulthood(&mut self) -> Vec<Planned> {
        let mut plan = Vec::new();
        let mut ago = self.dice.between(1, 330);
        // Most charts are short; one in six belongs to somebody well known here.
        let years = if self.dice.chance(160) {
            3
        } else {
            self.dice.between(1, 2)
        };
        for year in 0..years {
            let date = self.today - ago.days();
            if self.person.age_on(date) >= 18 {
                plan.push(Planned {
                    date,
                    cause: Cause::Preventive(year == 0),
                });
                let between = date + self.dice.between(150, 210).days();
                if !self.sufferings.is_empty() && between < self.today {
                    plan.push(Planned {
                        date: between,
                        cause: Cause::FollowUp,
                    });
                }
            }
            ago += self.dice.between(345, 390);
        }
        if let Some(since) = self.person.pregnant_since {
            let mut date = since + 56.days();
            while date < self.today {
                plan.push(Planned {
                    date,
                    cause: Cause::Prenatal,
                });
                date += 28.days();
            }
        }
        plan
    }

    /// Tells a visit and all that happens at it.
    fn attend(&mut self, planned: Planned, first: bool, with_note: bool) {
        let Planned { date, cause } = planned;
        let ailment = matches!(cause, Cause::Sick).then(|| self.ailment(date));
        let reason = cause.reason(ailment);
        let visit = self.visit(date, &PROTOTYPES[cause.position()], reason);
        if first {
            self.ask_about_allergies(&visit);
        }
        let fully = matches!(cause, Cause::WellChild(_) | Cause::Preventive(_));
        let fever = ailment.is_some() && self.dice.chance(300);
        let measured = self.measure(&visit, fully, fever);
        let found = self.diagnose(&visit);
        match cause {
            Cause::WellChild(doses) => self.vaccinate(doses, date, Some(&visit)),
            Cause::Preventive(all) => {
                self.ask_about_smoking(&visit);
                self.draw_blood(&visit, all);
            }
            Cause::FollowUp => self.a1c(&visit),
            Cause::Prenatal => self.look_after_pregnancy(&visit),
            Cause::Sick => {}
        }
        if let Some(ailment) = ailment {
            self.treat(ailment, &visit);
        }
        if with_note {
            let plan = match (ailment, found.is_empty()) {
                (Some(ailment), _) => format!(
                    "{}. Rest, fluids; call if it does not get better in a week.",
                    ailment.name
                ),
                (None, true) => cause.advice().to_owned(),
                (None, false) => format!(
                    "New on the problem list: {}. Treatment as prescribed.",
                    found.join(", ")
                ),
            };
            self.note(&visit, reason, &measured, &plan);
        }
    }

    /// Tests what is usual for the age, or only what an illness asks for.
    fn draw_blood(&mut self, visit: &Visit, all: bool) {
        let asks = |effect| self.suffers(effect, visit.date);
        let (lipids, anemia) = (asks(Effect::Lipids), asks(Effect::Anemia));
        if all {
            self.metabolic_panel(visit);
        }
        if lipids || all && self.person.age_on(visit.date) >= 40 {
            self.lipid_panel(visit);
        }
        if anemia || all && self.dice.chance(250) {
            self.blood_count(visit);
        }
        self.a1c(visit);
    }

    /// The first prenatal visit notes the pregnancy and counts blood cells.
    fn look_after_pregnancy(&mut self, visit: &Visit) {
        let Some(since) = self.person.pregnant_since else {
            return;
        };
        if days_between(since, visit.date) == 56 {
            self.expect(since, visit);
            self.blood_count(visit);
        }
    }
}

impl Cause {
    fn position(self) -> usize {
        match self {
            Self::WellChild(_) => 0,
            Self::Preventive(_) => 1,
            Self::FollowUp => 2,
            Self::Prenatal => 3,
            Self::Sick => 4,
        }
    }

    fn reason(self, ailment: Option<&Ailment>) -> &'static str {
        match self {
            Self::WellChild(_) => "Well-child check",
            Self::Preventive(_) => "Yearly preventive visit",
            Self::FollowUp => "Follow-up of lasting conditions",
            Self::Prenatal => "Prenatal check",
            Self::Sick => ailment.map_or("Feeling unwell", |ailment| ailment.complaint),
        }
    }

    fn advice(self) -> &'static str {
        match self {
            Self::WellChild(_) => "Growing well. Vaccines as due. Next visit as on the schedule.",
            Self::Preventive(_) => "Screening as due for age. Exercise on most days, back in a year.",
            Self::FollowUp => "Stable. Same medicines, back in six months.",
            Self::Prenatal => "Pregnancy goes as it should. Back in four weeks.",
            Self::Sick => "Rest, fluids; call if it does not get better in a week.",
        }
    }
}

fn encounter(code: Code, name: &str) -> Value {
    json!({
        "resourceType": "Encounter",
        "id": null,
        "meta": profile("us-core-encounter"),
        "status": "finished",
        "class": { "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB", "display": "ambulatory" },
        "type": [code.called(name)],
        "subject": null,
        "participant": [{ "type": [hl7("v3-ParticipationType", "PPRF", "primary performer")], "individual": null }],
    })
}
