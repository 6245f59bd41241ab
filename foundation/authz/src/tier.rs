//! How old a patient is to the rules of a family: computed at each decision, so that a birthday needs no job.

use jiff::civil::Date;

/// The part of a life that the rules of a family know.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Tier {
    /// Parents act for the child.
    Child,
    /// Parents act for the teenager in little; the teenager has an account.
    Teen,
    /// Nobody acts for an adult unless the adult, or a court, says so.
    Adult,
}

/// At what ages one tier follows another. The day of the birthday belongs to the later tier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ages {
    /// The age from which somebody is a [`Tier::Teen`].
    pub teen: i16,
    /// The age from which somebody is an [`Tier::Adult`].
    pub adult: i16,
}

impl Tier {
    /// The tier on the day `today` of somebody born on `birth_date`, as FHIR writes it. Where only a year or a month is
    /// known, its first day counts, and where nothing is known the patient is an adult: what is not known opens no chart.
    pub fn on(today: Date, birth_date: Option<&str>, ages: Ages) -> Self {
        match birth_date.and_then(earliest).map(|born| age(born, today)) {
            Some(age) if age < ages.teen => Self::Child,
            Some(age) if age < ages.adult => Self::Teen,
            _ => Self::Adult,
        }
    }
}

/// The age in whole years of somebody born on `born`. Born on February 29, one is a year older on March 1.
pub fn age(born: Date, today: Date) -> i16 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i16::from(!had_birthday)
}

/// The day on which somebody born on `birth_date`, as FHIR writes it, is `years` old, as [`Tier::on`] counts; `None` where no
/// birth date is known.
pub fn birthday(birth_date: Option<&str>, years: i16) -> Option<Date> {
    let born = birth_date.and_then(earliest)?;
    let year = born.year().checked_add(years)?;
    // Born on February 29, on March 1 of a year without one.
    Date::new(year, born.month(), born.day())
        .or_else(|_| Date::new(year, 3, 1))
        .ok()
}

/// The first day that a FHIR date may mean (<http://hl7.org/fhir/R4/datatypes.html#date>).
fn earliest(date: &str) -> Option<Date> {
    match date.len() {
        4 => format!("{date}-01-01").parse().ok(),
        7 => format!("{date}-01").parse().ok(),
        _ => date.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const AGES: Ages = Ages { teen: 12, adult: 18 };

    fn on(year: i16, month: i8, day: i8, born: &str) -> Tier {
        Tier::on(date(year, month, day), Some(born), AGES)
    }

    #[test]
    fn the_tier_changes_on_the_birthday_itself() {
        assert_eq!(on(2026, 5, 3, "2014-05-04"), Tier::Child);
        assert_eq!(on(2026, 5, 4, "2014-05-04"), Tier::Teen);
        assert_eq!(on(2032, 5, 3, "2014-05-04"), Tier::Teen);
        assert_eq!(on(2032, 5, 4, "2014-05-04"), Tier::Adult);
    }

    #[test]
    fn who_was_born_on_a_leap_day_is_older_on_the_first_of_march() {
        assert_eq!(on(2022, 2, 28, "2004-02-29"), Tier::Teen);
        assert_eq!(on(2022, 3, 1, "2004-02-29"), Tier::Adult);
        assert_eq!(on(2016, 2, 28, "2004-02-29"), Tier::Child);
        assert_eq!(on(2016, 2, 29, "2004-02-29"), Tier::Teen);
    }

    #[test]
    fn what_is_not_known_of_a_birth_date_counts_as_older() {
        assert_eq!(on(2026, 1, 1, "2014"), Tier::Teen);
        assert_eq!(on(2026, 5, 1, "2014-05"), Tier::Teen);
        assert_eq!(on(2026, 4, 30, "2014-05"), Tier::Child);
        assert_eq!(Tier::on(date(2026, 1, 1), None, AGES), Tier::Adult);
        assert_eq!(on(2026, 1, 1, "soon"), Tier::Adult);
    }

    #[test]
    fn the_birthday_is_the_first_day_of_the_tier() {
        for born in ["2012-02-29", "2014-05-04", "2014-05", "2014"] {
            for (years, tier) in [(12, Tier::Teen), (18, Tier::Adult)] {
                let day = birthday(Some(born), years).unwrap();
                assert_eq!(Tier::on(day, Some(born), AGES), tier, "{born}");
                assert!(Tier::on(day.yesterday().unwrap(), Some(born), AGES) < tier, "{born}");
            }
        }
        assert_eq!(birthday(None, 12), None);
    }

    proptest! {
        #[test]
        fn nobody_grows_younger(born in 0..20_000i32, days in 0..20_000i32) {
            let day = |days: i32| date(1990, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let text = day(born).to_string();
            let tier = |days| Tier::on(day(days), Some(&text), AGES);
            prop_assert!(tier(days) <= tier(days + 1));
        }
    }
}
