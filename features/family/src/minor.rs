//! From what age on a minor consents to care alone, by its kind: data that a site changes.

use std::fmt::Write;

/// A kind of care that laws on minors know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Care {
    /// Contraception, pregnancy, infections that are passed on by sex.
    Sexual,
    /// Outpatient care of mental health.
    Mental,
    /// Outpatient care of dependence on substances.
    Substance,
    /// Medical and dental care of any kind.
    Medical,
}

impl Care {
    /// Every kind.
    pub(crate) const ALL: [Self; 4] = [Self::Sexual, Self::Mental, Self::Substance, Self::Medical];

    /// As settings, forms and Consents spell it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sexual => "sexual",
            Self::Mental => "mental",
            Self::Substance => "substance",
            Self::Medical => "medical",
        }
    }

    /// The kind called `name`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|care| care.name() == name)
    }
}

/// The ages of a site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MinorConsent(Vec<(Care, i16)>);

impl Default for MinorConsent {
    /// Oregon's: care of reproductive health at any age (ORS 109.610, 109.640), mental health and substance use from 14 on
    /// (109.675), medical and dental care from 15 on (109.640).
    fn default() -> Self {
        Self(vec![
            (Care::Sexual, 0),
            (Care::Mental, 14),
            (Care::Substance, 14),
            (Care::Medical, 15),
        ])
    }
}

impl MinorConsent {
    /// Reads `sexual=0 mental=14 …` over the default; `none` takes a kind away.
    ///
    /// # Errors
    /// What is wrong, in a sentence that names the word.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut ages = Self::default();
        for said in text.split_whitespace() {
            let read = said.split_once('=').and_then(|(care, age)| {
                let age = if age == "none" {
                    None
                } else {
                    Some(age.parse::<u8>().ok()?)
                };
                Some((Care::parse(care)?, age))
            });
            let Some((care, age)) = read else {
                let mut known = String::new();
                for care in Care::ALL {
                    let _ = write!(known, " {}", care.name());
                }
                return Err(format!(
                    "\"{said}\" is no kind of care with an age; write `kind=14` or `kind=none` with one of:{known}"
                ));
            };
            ages.0.retain(|(other, _)| *other != care);
            ages.0.extend(age.map(|age| (care, i16::from(age))));
        }
        Ok(ages)
    }

    /// The kinds of care to which somebody of this age consents alone.
    pub(crate) fn at(&self, age: i16) -> impl Iterator<Item = Care> {
        Care::ALL
            .into_iter()
            .filter(move |care| self.0.iter().any(|(one, from)| one == care && *from <= age))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, age: i16) -> Vec<&'static str> {
        MinorConsent::read(text).unwrap().at(age).map(Care::name).collect()
    }

    #[test]
    fn the_default_is_the_law_of_oregon() {
        assert_eq!(at("", 12), ["sexual"]);
        assert_eq!(at("", 13), ["sexual"]);
        assert_eq!(at("", 14), ["sexual", "mental", "substance"]);
        assert_eq!(at("", 15), ["sexual", "mental", "substance", "medical"]);
    }

    #[test]
    fn a_site_says_other_ages() {
        assert_eq!(at("sexual=14 mental=12 medical=none", 13), ["mental"]);
        assert_eq!(
            at("sexual=14 mental=12 medical=none", 17),
            ["sexual", "mental", "substance"]
        );
        for wrong in ["dental=12", "mental", "mental=old", "mental=-1"] {
            assert!(MinorConsent::read(wrong).unwrap_err().contains(wrong), "{wrong}");
        }
    }
}
