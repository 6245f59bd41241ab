//! The parts that a patient changes herself, each as the piece of FHIR that holds it. What changed is found by comparing
//! pieces, and undone by putting the old piece back: nothing beside it is touched.

use madrone_fhir::view::items;
use serde_json::{Value, json};

use crate::address::{home_place, temporary_place};
use crate::coded::Coded;
use crate::element::{drop_empty, list, put_extensions};
use crate::field::{Field, Section};
use crate::name::preferred_place;
use crate::telecom;

/// A part that is changed, looked at and undone by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// The name that she goes by.
    Preferred,
    Pronouns,
    Gender,
    /// The languages that she speaks.
    Language,
    Interpreter,
    Needs,
    /// The home address.
    Home,
    /// The temporary address.
    Temporary,
    Email,
    Mobile,
    HomePhone,
    WorkPhone,
    Race,
    Ethnicity,
    /// Somebody to call in an emergency: a whole `RelatedPerson`.
    Contact,
}

impl Part {
    /// Those of the Patient, in the order in which they are shown.
    pub(crate) const OF_PATIENT: [Self; 14] = [
        Self::Preferred,
        Self::Pronouns,
        Self::Gender,
        Self::Language,
        Self::Interpreter,
        Self::Needs,
        Self::Email,
        Self::Mobile,
        Self::HomePhone,
        Self::WorkPhone,
        Self::Home,
        Self::Temporary,
        Self::Race,
        Self::Ethnicity,
    ];

    /// The ways to reach her.
    pub(crate) const REACHED: [Self; 4] = [Self::Email, Self::Mobile, Self::HomePhone, Self::WorkPhone];

    /// Its name in the table, in addresses and in words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Preferred => "preferred",
            Self::Pronouns => "pronouns",
            Self::Gender => "gender",
            Self::Language => "language",
            Self::Interpreter => "interpreter",
            Self::Needs => "needs",
            Self::Home => "home",
            Self::Temporary => "temporary",
            Self::Email => "email",
            Self::Mobile => "mobile-phone",
            Self::HomePhone => "home-phone",
            Self::WorkPhone => "work-phone",
            Self::Race => "race",
            Self::Ethnicity => "ethnicity",
            Self::Contact => "contact",
        }
    }

    /// The part of this name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let all = Self::OF_PATIENT.into_iter().chain([Self::Contact]);
        all.into_iter().find(|part| part.name() == name)
    }

    /// The questions that it answers; none where it is not asked for by the forms of a [`Section`].
    pub(crate) fn fields(self) -> &'static [Field] {
        match self {
            Self::Preferred => &[Field::Preferred],
            Self::Pronouns => &[Field::Pronouns],
            Self::Gender => &[Field::Gender],
            Self::Language => &[Field::Language],
            Self::Interpreter => &[Field::Interpreter],
            Self::Needs => &[Field::Needs],
            Self::Race => &[Field::Race],
            Self::Ethnicity => &[Field::Ethnicity],
            Self::Home => Section::Home.fields(),
            Self::Temporary => Section::Temporary.fields(),
            Self::Email | Self::Mobile | Self::HomePhone | Self::WorkPhone | Self::Contact => &[],
        }
    }

    /// Where in a Patient it stands.
    fn place(self) -> Place {
        match self {
            Self::Preferred => Place::One("name", |_, patient| preferred_place(patient)),
            Self::Home => Place::One("address", |_, patient| home_place(patient)),
            Self::Temporary => Place::One("address", |_, patient| temporary_place(patient)),
            Self::Email | Self::Mobile | Self::HomePhone | Self::WorkPhone => Place::One("telecom", telecom::place),
            Self::Language => Place::All("communication"),
            Self::Contact => Place::Whole,
            Self::Pronouns | Self::Gender | Self::Interpreter | Self::Needs | Self::Race | Self::Ethnicity => {
                let coded = self.fields().first().and_then(|field| Coded::of(*field));
                Place::Extensions(coded.map_or("", |coded| coded.url))
            }
        }
    }

    /// The piece of `resource` that holds it; null where there is none.
    pub(crate) fn of(self, resource: &Value) -> Value {
        match self.place() {
            Place::One(name, place) => place(self, resource).map_or(Value::Null, |place| resource[name][place].clone()),
            Place::All(name) => resource[name].clone(),
            Place::Extensions(url) => {
                let extensions: Vec<_> = items(&resource["extension"])
                    .filter(|extension| extension["url"] == url)
                    .collect();
                if extensions.is_empty() {
                    Value::Null
                } else {
                    json!(extensions)
                }
            }
            Place::Whole => {
                let mut whole = resource.clone();
                if let Some(members) = whole.as_object_mut() {
                    members.remove("meta");
                }
                whole
            }
        }
    }

    /// Puts `piece` in the place of the one that `resource` has; null takes it away.
    pub(crate) fn put(self, resource: &mut Value, piece: &Value) {
        match self.place() {
            Place::One(name, place) => {
                let place = place(self, resource);
                let all = list(resource, name);
                match (place, piece.is_null()) {
                    (Some(place), true) => drop(all.remove(place)),
                    (Some(place), false) => all[place] = piece.clone(),
                    (None, true) => {}
                    // A name to use is looked for before the legal one.
                    (None, false) if name == "name" => all.insert(0, piece.clone()),
                    (None, false) => all.push(piece.clone()),
                }
                drop_empty(resource, name);
            }
            Place::All(name) => {
                *list(resource, name) = piece.as_array().cloned().unwrap_or_default();
                drop_empty(resource, name);
            }
            Place::Extensions(url) => {
                put_extensions(resource, url, piece.as_array().cloned().unwrap_or_default());
            }
            Place::Whole => *resource = piece.clone(),
        }
    }
}

/// Where a part stands.
enum Place {
    /// One item of a list of the Patient.
    One(&'static str, fn(Part, &Value) -> Option<usize>),
    /// A whole list.
    All(&'static str),
    /// The extensions with an address.
    Extensions(&'static str),
    /// All of a resource but its `meta`.
    Whole,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::about::About;

    fn maria() -> Value {
        json!({
            "extension": [{ "url": "http://example.com/kept", "valueDecimal": 1.50 }],
            "name": [{ "use": "official", "family": "Alvarez", "given": ["Maria"] }],
            "telecom": [{ "system": "email", "value": "maria@example.com" }],
            "address": [{ "use": "home", "line": ["1 Mill Road"], "city": "Riverbend", "state": "OR", "postalCode": "97321" }]
        })
    }

    #[test]
    fn every_part_that_was_changed_is_found_and_can_be_put_back() {
        let mut changed = maria();
        let mut about = About::of(&changed);
        for (field, answer) in [
            (Field::Preferred, "Mari"),
            (Field::Pronouns, "LA29519-8"),
            (Field::Gender, "446141000124107"),
            (Field::Language, "es"),
            (Field::Interpreter, "373066001"),
            (Field::Needs, "large-print\naudio"),
            (Field::Race, "2106-3"),
            (Field::Ethnicity, "2135-2"),
            (Field::Street, "2 Hill Road"),
            (Field::TemporaryCity, "Newport"),
        ] {
            answer.clone_into(&mut about[field]);
        }
        about.put_into(&mut changed);
        for part in Part::REACHED {
            let piece = telecom::piece(part, &part.of(&changed), "new");
            part.put(&mut changed, &piece);
        }
        let before = maria();
        let differ: Vec<_> = Part::OF_PATIENT
            .into_iter()
            .filter(|part| part.of(&before) != part.of(&changed))
            .collect();
        assert_eq!(differ, Part::OF_PATIENT);
        for part in Part::OF_PATIENT {
            part.put(&mut changed, &part.of(&before));
        }
        assert_eq!(changed, before);
    }

    #[test]
    fn parts_are_known_by_their_names() {
        for part in Part::OF_PATIENT.into_iter().chain([Part::Contact]) {
            assert_eq!(Part::parse(part.name()), Some(part));
        }
        assert_eq!(Part::parse("other"), None);
    }
}
