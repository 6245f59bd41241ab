//! Illnesses that pass: why people come when they are sick.

use jiff::ToSpan;
use jiff::civil::Date;

use super::chart::{Chart, Visit};
use super::drug::{self, Drug};
use super::illness::codes;
use super::person::Sex;
use crate::code::Code;

/// An illness that passes.
pub(super) struct Ailment {
    codes: [Code; 2],
    pub(super) name: &'static str,
    /// What the person complains of.
    pub(super) complaint: &'static str,
    /// First and last age in years.
    ages: (i64, i64),
    only: Option<Sex>,
    drug: Option<&'static Drug>,
}

const fn ailment(
    codes: [Code; 2],
    name: &'static str,
    complaint: &'static str,
    ages: (i64, i64),
    drug: Option<&'static Drug>,
) -> Ailment {
    Ailment {
        codes,
        name,
        complaint,
        ages,
        only: None,
        drug,
    }
}

static AILMENTS: [Ailment; 10] = [
    ailment(
        codes("54150009", "J06.9", "Upper respiratory infection"),
        "Common cold",
        "runny nose, cough and a sore throat for three days",
        (0, 99),
        None,
    ),
    ailment(
        codes("3110003", "H66.90", "Acute otitis media"),
        "Ear infection",
        "ear pain and fever since last night",
        (1, 8),
        Some(&drug::AMOXICILLIN_LIQUID),
    ),
    ailment(
        codes("43878008", "J02.0", "Streptococcal sore throat"),
        "Strep throat",
        "sore throat, painful swallowing and fever",
        (4, 11),
        Some(&drug::AMOXICILLIN_LIQUID),
    ),
    ailment(
        codes("43878008", "J02.0", "Streptococcal sore throat"),
        "Strep throat",
        "sore throat, painful swallowing and fever",
        (12, 45),
        Some(&drug::AMOXICILLIN),
    ),
    ailment(
        codes("15805002", "J01.90", "Acute sinusitis"),
        "Sinus infection",
        "facial pressure and a stuffed nose for twelve days",
        (18, 85),
        Some(&drug::AMOXICILLIN),
    ),
    ailment(
        codes("10509002", "J20.9", "Acute bronchitis"),
        "Acute bronchitis",
        "cough with phlegm for a week",
        (18, 99),
        None,
    ),
    ailment(
        codes("279039007", "M54.50", "Low back pain"),
        "Low back pain",
        "low back pain after lifting, no numbness",
        (20, 90),
        Some(&drug::NAPROXEN),
    ),
    Ailment {
        only: Some(Sex::Female),
        ..ailment(
            codes("68566005", "N39.0", "Urinary tract infectious disease"),
            "Urinary tract infection",
            "burning with urination and frequency for two days",
            (18, 85),
            Some(&drug::NITROFURANTOIN),
        )
    },
    ailment(
        codes("44465007", "S93.409A", "Sprain of ankle"),
        "Ankle sprain",
        "ankle pain and swelling after a misstep",
        (12, 70),
        Some(&drug::IBUPROFEN),
    ),
    ailment(
        codes("25374005", "K52.9", "Gastroenteritis"),
        "Stomach flu",
        "vomiting and loose stools since yesterday",
        (1, 90),
        None,
    ),
];

impl Chart<'_> {
    /// Something that passes and fits the person's age on `date`.
    pub(super) fn ailment(&mut self, date: Date) -> &'static Ailment {
        let (age, sex) = (self.person.age_on(date), self.person.sex);
        loop {
            let ailment = self.dice.pick(&AILMENTS);
            let (from, to) = ailment.ages;
            if (from..=to).contains(&age) && ailment.only.is_none_or(|only| only == sex) {
                return ailment;
            }
        }
    }

    /// Diagnoses and treats at a visit something that passes.
    pub(super) fn treat(&mut self, ailment: &Ailment, visit: &Visit) {
        let began = visit.date - 2.days();
        let over = visit.date + self.dice.between(7, 18).days();
        let over = (over < self.today).then_some(over);
        let condition = self.condition(&ailment.codes, ailment.name, visit, (began.max(self.person.born), over));
        if let Some(drug) = ailment.drug {
            self.prescribe(drug, visit, &condition, false);
        }
    }
}
