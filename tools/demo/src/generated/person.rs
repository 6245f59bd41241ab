//! Who a chart is about.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::dice::Dice;
use super::name::{ANCESTRIES, Ancestry, STREETS, TOWNS};
use crate::build::profile;
use crate::code::us_core;

/// As recorded at birth; here also the gender.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sex {
    Female,
    Male,
}

/// Someone, before anything happened.
pub(super) struct Person {
    pub(super) sex: Sex,
    pub(super) born: Date,
    /// Days since birth, today.
    pub(super) days: i64,
    /// Years since birth, today.
    pub(super) age: i64,
    /// First and last name.
    pub(super) name: String,
    /// Of height, against the usual for age and sex.
    pub(super) stature: i64,
    /// Tenths of kg/m², as an adult; for children what it is above or under 220 scales their weight.
    pub(super) mass_index: i64,
    /// First day of the last period before a pregnancy that goes on today.
    pub(super) pregnant_since: Option<Date>,
    given: &'static str,
    middle: &'static str,
    family: &'static str,
    ancestry: &'static Ancestry,
}

impl Person {
    /// Someone from ten weeks to 95 years old.
    pub(super) fn draw(today: Date, dice: &mut Dice) -> Self {
        let sex = if dice.chance(510) { Sex::Female } else { Sex::Male };
        // A fifth are children; the very old are fewer.
        let days = match dice.between(0, 99) {
            0..=3 => dice.between(75, 729),
            4..=21 => dice.between(730, 6573),
            22..=54 => dice.between(6574, 16_800),
            55..=81 => dice.between(16_800, 23_700),
            82..=96 => dice.between(23_700, 29_900),
            _ => dice.between(29_900, 34_900),
        };
        let born = today - days.days();
        let age = years(born, today);
        let ancestry = descent(dice);
        let names = if sex == Sex::Female {
            ancestry.women
        } else {
            ancestry.men
        };
        let (given, middle) = (*dice.pick(names), *dice.pick(names));
        let family = dice.pick(ancestry.families);
        let expecting = sex == Sex::Female && (20..=42).contains(&age) && dice.chance(80);
        Self {
            sex,
            born,
            days,
            age,
            name: format!("{given} {family}"),
            stature: dice.around(920, 1080),
            mass_index: dice.around(185, 295),
            pregnant_since: expecting.then(|| today - dice.between(70, 250).days()),
            given,
            middle,
            family,
            ancestry,
        }
    }

    /// Whole years lived on `date`.
    pub(super) fn age_on(&self, date: Date) -> i64 {
        years(self.born, date)
    }

    /// Position in tables by sex: women first.
    pub(super) fn column(&self) -> usize {
        usize::from(self.sex == Sex::Male)
    }

    /// "woman", "boy".
    pub(super) fn noun_on(&self, date: Date) -> &'static str {
        match (self.sex, self.age_on(date) >= 18) {
            (Sex::Female, true) => "woman",
            (Sex::Female, false) => "girl",
            (Sex::Male, true) => "man",
            (Sex::Male, false) => "boy",
        }
    }

    /// The Patient, without what refers elsewhere.
    pub(super) fn patient(&self, id: &str, dice: &mut Dice) -> Value {
        let (race, race_name) = self.ancestry.race;
        let (ethnicity, ethnicity_name) = if self.ancestry.hispanic {
            ("2135-2", "Hispanic or Latino")
        } else {
            ("2186-5", "Not Hispanic or Latino")
        };
        let (gender, birth_sex) = match self.sex {
            Sex::Female => ("female", "F"),
            Sex::Male => ("male", "M"),
        };
        let given = if self.middle == self.given || dice.chance(300) {
            json!([self.given])
        } else {
            json!([self.given, self.middle])
        };
        let (town, zip) = dice.pick(&TOWNS);
        let (tag, language, permille) = self.ancestry.language;
        let (tag, language) = if dice.chance(permille) {
            (tag, language)
        } else {
            ("en", "English")
        };
        json!({
            "resourceType": "Patient",
            "id": id,
            "meta": profile("us-core-patient"),
            "extension": [
                omb("us-core-race", race, race_name),
                omb("us-core-ethnicity", ethnicity, ethnicity_name),
                { "url": us_core("us-core-birthsex"), "valueCode": birth_sex },
            ],
            "identifier": [{
                "use": "usual",
                "type": { "coding": [{
                    "system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR", "display": "Medical record number",
                }] },
                "system": "https://riverbend.example.com/mrn",
                // From the id: as unique as that is.
                "value": format!("G{}", id[..13].replace('-', "").to_uppercase()),
            }],
            "active": true,
            "name": [{ "use": "official", "family": self.family, "given": given }],
            "telecom": self.telecom(id, dice),
            "gender": gender,
            "birthDate": self.born.to_string(),
            "address": [{
                "use": "home",
                "line": [format!("{} {}", dice.between(10, 9899), dice.pick(&STREETS))],
                "city": town,
                "state": "OR",
                "postalCode": zip,
                "country": "US",
            }],
            "communication": [{
                "language": {
                    "coding": [{ "system": "urn:ietf:bcp:47", "code": tag, "display": language }],
                    "text": language,
                },
                "preferred": true,
            }],
        })
    }

    /// Numbers and addresses that are nobody's: 555-01xx, example.com.
    fn telecom(&self, id: &str, dice: &mut Dice) -> Value {
        let area = dice.pick(&["541", "503", "971", "458"]);
        let phone = json!({
            "system": "phone",
            "value": format!("{area}-555-01{:02}", dice.between(0, 99)),
            "use": if self.age < 14 { "home" } else { "mobile" },
        });
        if self.age < 14 || dice.chance(250) {
            return json!([phone]);
        }
        json!([phone, { "system": "email", "value": format!("p.{}@example.com", &id[..13]) }])
    }
}

fn descent(dice: &mut Dice) -> &'static Ancestry {
    let mut left = dice.between(0, 999);
    for ancestry in &ANCESTRIES {
        left -= ancestry.permille;
        if left < 0 {
            return ancestry;
        }
    }
    &ANCESTRIES[0]
}

fn years(from: Date, to: Date) -> i64 {
    let before_birthday = (to.month(), to.day()) < (from.month(), from.day());
    i64::from(to.year()) - i64::from(from.year()) - i64::from(before_birthday)
}

fn omb(extension: &str, code: &str, name: &str) -> Value {
    json!({
        "url": us_core(extension),
        "extension": [
            {
                "url": "ombCategory",
                "valueCoding": { "system": "urn:oid:2.16.840.1.113883.6.238", "code": code, "display": name },
            },
            { "url": "text", "valueString": name },
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_of_descent_make_a_whole() {
        assert_eq!(ANCESTRIES.iter().map(|ancestry| ancestry.permille).sum::<i64>(), 1000);
    }

    #[test]
    fn a_birthday_counts_from_its_morning() {
        let born = jiff::civil::date(2000, 3, 10);
        assert_eq!(years(born, jiff::civil::date(2018, 3, 9)), 17);
        assert_eq!(years(born, jiff::civil::date(2018, 3, 10)), 18);
    }
}
