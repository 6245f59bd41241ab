//! Vaccines by age, about as the CDC's schedules have them.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::chart::{Chart, Visit};
use crate::build::profile;
use crate::code::{Code, cvx, hl7};

/// How a vaccine is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    /// Into the muscle.
    Shot,
    /// Under the skin.
    Skin,
    Drops,
}

/// A vaccine.
pub(super) struct Vaccine {
    code: Code,
    way: Way,
}

const fn shot(code: &'static str, name: &'static str) -> Vaccine {
    Vaccine {
        code: cvx(code, name),
        way: Way::Shot,
    }
}

static HEPATITIS_B: Vaccine = shot("08", "Hep B, adolescent or pediatric");
static DTAP: Vaccine = shot("20", "DTaP");
static POLIO: Vaccine = shot("10", "IPV");
static HIB: Vaccine = shot("48", "Hib (PRP-T)");
static PNEUMOCOCCAL_13: Vaccine = shot("133", "Pneumococcal conjugate PCV 13");
static PNEUMOCOCCAL_20: Vaccine = shot(
    "216",
    "Pneumococcal conjugate PCV20, polysaccharide CRM197 conjugate, adjuvant, PF",
);
static ROTAVIRUS: Vaccine = Vaccine {
    code: cvx("116", "rotavirus, pentavalent"),
    way: Way::Drops,
};
static MMR: Vaccine = Vaccine {
    code: cvx("03", "MMR"),
    way: Way::Skin,
};
static VARICELLA: Vaccine = Vaccine {
    code: cvx("21", "varicella"),
    way: Way::Skin,
};
static HEPATITIS_A: Vaccine = shot("83", "Hep A, ped/adol, 2 dose");
static TDAP: Vaccine = shot("115", "Tdap");
static MENINGOCOCCAL: Vaccine = shot("136", "Meningococcal MCV4O");
static HPV: Vaccine = shot("165", "HPV9");
static FLU_QUADRIVALENT: Vaccine = shot("150", "Influenza, split virus, quadrivalent, preservative free");
static FLU_TRIVALENT: Vaccine = shot("140", "Influenza, split virus, trivalent, preservative free");
static COVID_2021: Vaccine = shot("208", "COVID-19, mRNA, LNP-S, PF, 30 mcg/0.3 mL dose");
static COVID_2023: Vaccine = shot("309", "COVID-19, mRNA, LNP-S, PF, tris-sucrose, 30 mcg/0.3 mL");
static ZOSTER: Vaccine = shot("187", "zoster recombinant");

/// A vaccine and the number of the dose.
pub(super) type Dose = (&'static Vaccine, i64);

/// Well-child visits: days of age, and the vaccines then. The first is the day of birth, in hospital.
pub(super) static WELL_CHILD: [(i64, &[Dose]); 28] = [
    (0, &[(&HEPATITIS_B, 1)]),
    (4, &[]),
    (30, &[]),
    (
        61,
        &[
            (&HEPATITIS_B, 2),
            (&DTAP, 1),
            (&POLIO, 1),
            (&HIB, 1),
            (&PNEUMOCOCCAL_13, 1),
            (&ROTAVIRUS, 1),
        ],
    ),
    (
        122,
        &[
            (&DTAP, 2),
            (&POLIO, 2),
            (&HIB, 2),
            (&PNEUMOCOCCAL_13, 2),
            (&ROTAVIRUS, 2),
        ],
    ),
    (
        183,
        &[
            (&HEPATITIS_B, 3),
            (&DTAP, 3),
            (&POLIO, 3),
            (&HIB, 3),
            (&PNEUMOCOCCAL_13, 3),
            (&ROTAVIRUS, 3),
        ],
    ),
    (275, &[]),
    (367, &[(&MMR, 1), (&VARICELLA, 1), (&HEPATITIS_A, 1)]),
    (458, &[(&DTAP, 4), (&HIB, 4), (&PNEUMOCOCCAL_13, 4)]),
    (550, &[(&HEPATITIS_A, 2)]),
    (732, &[]),
    (914, &[]),
    (1097, &[]),
    (1463, &[(&DTAP, 5), (&POLIO, 4), (&MMR, 2), (&VARICELLA, 2)]),
    (1828, &[]),
    (2193, &[]),
    (2559, &[]),
    (2924, &[]),
    (3289, &[]),
    (3654, &[]),
    (4020, &[(&TDAP, 1), (&MENINGOCOCCAL, 1), (&HPV, 1)]),
    (4385, &[(&HPV, 2)]),
    (4750, &[]),
    (5115, &[]),
    (5481, &[]),
    (5846, &[(&MENINGOCOCCAL, 2)]),
    (6211, &[]),
    (6560, &[]),
];

impl Chart<'_> {
    /// Gives what is due at a visit, or tells what others gave on that day.
    pub(super) fn vaccinate(&mut self, doses: &[Dose], date: Date, visit: Option<&Visit>) {
        for (vaccine, number) in doses {
            // The wider pneumococcal vaccine took the place of the older for children in 2023.
            let replaced = vaccine.code.display() == PNEUMOCOCCAL_13.code.display() && date.year() >= 2023;
            let vaccine = if replaced { &PNEUMOCOCCAL_20 } else { vaccine };
            self.immunization(vaccine, Some(*number), date, visit);
        }
    }

    /// Flu shots of the last three autumns, by people who want them.
    pub(super) fn flu_shots(&mut self) {
        if self.dice.chance(350) {
            return;
        }
        for year in (self.today.year() - 3)..=self.today.year() {
            let given = date(year, 9, 10) + self.dice.between(0, 75).days();
            if given < self.today && given > self.person.born + 190.days() && self.dice.chance(800) {
                let vaccine = if year < 2024 { &FLU_QUADRIVALENT } else { &FLU_TRIVALENT };
                self.immunization(vaccine, None, given, None);
            }
        }
    }

    /// What adults get besides: Tdap, COVID-19, zoster from 50, pneumococcal from 65.
    pub(super) fn adult_vaccines(&mut self) {
        let tdap = self.today - self.dice.between(30, 3500).days();
        if self.person.age_on(tdap) >= 11 && self.dice.chance(850) {
            self.immunization(&TDAP, None, tdap, None);
        }
        if self.dice.chance(750) {
            let first = date(2021, 4, 1) + self.dice.between(0, 120).days();
            self.adult(&COVID_2021, Some(1), first, 16);
            self.adult(&COVID_2021, Some(2), first + 21.days(), 16);
            let later = date(2023, 10, 1) + self.dice.between(0, 90).days();
            self.adult(&COVID_2023, None, later, 18);
        }
        if self.dice.chance(550) {
            let fifty = self.person.born + 50.years();
            let first = fifty.max(date(2018, 3, 1)) + self.dice.between(10, 900).days();
            self.adult(&ZOSTER, Some(1), first, 50);
            let second = first + self.dice.between(61, 180).days();
            self.adult(&ZOSTER, Some(2), second, 50);
        }
        if self.dice.chance(700) {
            let retired = self.person.born + 65.years();
            let given = retired.max(date(2022, 3, 1)) + self.dice.between(5, 500).days();
            self.adult(&PNEUMOCOCCAL_20, Some(1), given, 65);
        }
    }

    /// Given on that day, unless the day is yet to come or the person was too young.
    fn adult(&mut self, vaccine: &Vaccine, number: Option<i64>, given: Date, from: i64) {
        if given < self.today && self.person.age_on(given) >= from {
            self.immunization(vaccine, number, given, None);
        }
    }

    /// Adds an immunization: by the clinic at a visit, else as told by others.
    fn immunization(&mut self, vaccine: &Vaccine, number: Option<i64>, date: Date, visit: Option<&Visit>) {
        let lot = format!(
            "{}{:05}",
            self.dice.pick(&["A", "EK", "H", "M", "T", "UJ", "W"]),
            self.dice.between(0, 99_999)
        );
        let small = self.person.age_on(date) < 2;
        let clinic = self.setting.clinic;
        let doctor = self.doctor.clone();
        self.add(&vaccine.prototype(small), |immunization| {
            immunization["primarySource"] = json!(visit.is_some());
            immunization["occurrenceDateTime"] = json!(visit.map_or_else(|| date.to_string(), |visit| visit.time(25)));
            if let Some(number) = number {
                immunization["protocolApplied"] = json!([{ "doseNumberPositiveInt": number }]);
            }
            let Some(visit) = visit else {
                immunization["reportOrigin"] = hl7("immunization-origin", "record", "Written Record");
                return;
            };
            immunization["encounter"] = visit.encounter.clone();
            immunization["location"] = clinic.location.clone();
            immunization["lotNumber"] = json!(lot);
            immunization["performer"] = json!([{ "actor": doctor }]);
        });
    }
}

impl Vaccine {
    /// As given to a `small` child or to others.
    fn prototype(&self, small: bool) -> Value {
        let (route, words) = match self.way {
            Way::Shot => ("IM", "Injection, intramuscular"),
            Way::Skin => ("SQ", "Injection, subcutaneous"),
            Way::Drops => ("PO", "Swallow, oral"),
        };
        let mut prototype = json!({
            "resourceType": "Immunization",
            "id": null,
            "meta": profile("us-core-immunization"),
            "status": "completed",
            "vaccineCode": self.code.concept(),
            "patient": null,
            "route": hl7("v3-RouteOfAdministration", route, words),
        });
        if self.way != Way::Drops {
            let (site, words) = if small {
                ("LT", "left thigh")
            } else {
                ("LA", "left arm")
            };
            prototype["site"] = hl7("v3-ActSite", site, words);
        }
        prototype
    }
}
