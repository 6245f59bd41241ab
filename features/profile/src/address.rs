//! The home address and the temporary one: as the United States write them, and plain for everywhere else.

use jiff::civil::Date;
use madrone_fhir::view::items;
use serde_json::{Map, Value, json};

use crate::about::About;
use crate::element::{drop_empty, list};
use crate::field::Field;

/// States, districts, territories and military places by the codes of the Postal Service.
const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC \
                      ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI AA AE AP";
/// Where a house stands on the map, which no longer holds when its street changes.
const GEOLOCATION: &str = "http://hl7.org/fhir/StructureDefinition/geolocation";

/// The questions of one address, and which of the Patient's addresses they are about.
#[derive(Debug)]
pub(crate) struct Questions {
    pub(crate) street: Field,
    pub(crate) unit: Field,
    pub(crate) city: Field,
    pub(crate) state: Field,
    pub(crate) postal: Field,
    pub(crate) country: Field,
    /// FHIR's code of what the address is for.
    usage: &'static str,
}

/// Where she lives.
pub(crate) static HOME: Questions = Questions {
    street: Field::Street,
    unit: Field::Unit,
    city: Field::City,
    state: Field::State,
    postal: Field::Postal,
    country: Field::Country,
    usage: "home",
};

/// Where she is for some time.
pub(crate) static TEMPORARY: Questions = Questions {
    street: Field::TemporaryStreet,
    unit: Field::TemporaryUnit,
    city: Field::TemporaryCity,
    state: Field::TemporaryState,
    postal: Field::TemporaryPostal,
    country: Field::TemporaryCountry,
    usage: "temp",
};

impl Questions {
    /// Where in the Patient the address stands.
    fn place(&self, patient: &Value) -> Option<usize> {
        if self.usage == TEMPORARY.usage {
            temporary_place(patient)
        } else {
            home_place(patient)
        }
    }

    /// The address in lines, as it is written on a letter.
    pub(crate) fn lines(&self, about: &About) -> Vec<String> {
        let place = [&about[self.state], &about[self.postal]].map(String::as_str).join(" ");
        let town = [about[self.city].as_str(), place.trim()];
        let town: Vec<_> = town.into_iter().filter(|part| !part.is_empty()).collect();
        let lines = [
            about[self.street].clone(),
            about[self.unit].clone(),
            town.join(", "),
            about[self.country].clone(),
        ];
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    fn all(&self) -> [Field; 6] {
        [self.street, self.unit, self.city, self.state, self.postal, self.country]
    }

    fn is_temporary(&self) -> bool {
        self.usage == TEMPORARY.usage
    }

    fn is_empty(&self, about: &About) -> bool {
        self.all().iter().all(|field| about[*field].is_empty())
    }
}

/// Whether a country is the one whose rules are known; the one that is meant where none is named.
pub(crate) fn is_here(country: &str) -> bool {
    ["", "us", "usa", "united states"].contains(&country.to_lowercase().as_str())
}

/// The place of the home address: the one said to be it, else the first in use.
pub(crate) fn home_place(patient: &Value) -> Option<usize> {
    let all = || items(&patient["address"]);
    let ended = |address: &Value| !address["period"]["end"].is_null();
    all()
        .position(|address| address["use"] == "home" && !ended(address))
        .or_else(|| all().position(|address| address.is_object() && address["use"].is_null() && !ended(address)))
}

/// The place of the temporary address, over or not: she takes it away herself.
pub(crate) fn temporary_place(patient: &Value) -> Option<usize> {
    items(&patient["address"]).position(|address| address["use"] == "temp")
}

/// Reads an address into `about`.
pub(crate) fn read(patient: &Value, at: &Questions, about: &mut About) {
    let Some(address) = at
        .place(patient)
        .and_then(|place| items(&patient["address"]).nth(place))
    else {
        return;
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    about[at.street] = text(&address["line"][0]);
    about[at.unit] = text(&address["line"][1]);
    about[at.city] = text(&address["city"]);
    about[at.state] = text(&address["state"]);
    about[at.postal] = text(&address["postalCode"]);
    about[at.country] = text(&address["country"]);
    if at.is_temporary() {
        about[Field::TemporaryFrom] = text(&address["period"]["start"]);
        about[Field::TemporaryUntil] = text(&address["period"]["end"]);
    }
}

/// Whether they are different addresses, or the same for another time.
pub(crate) fn differs(one: &About, other: &About, at: &Questions) -> bool {
    let days: &[Field] = if at.is_temporary() { &DAYS } else { &[] };
    at.all().iter().chain(days).any(|field| one[*field] != other[*field])
}

/// The days of the temporary address.
const DAYS: [Field; 2] = [Field::TemporaryFrom, Field::TemporaryUntil];

/// What is wrong with an address that is another than `before`; an empty one is none.
pub(crate) fn wrong(about: &About, before: &About, at: &Questions) -> Vec<(Field, &'static str)> {
    if at.is_empty(about) || !differs(about, before, at) {
        return Vec::new();
    }
    let is_here = is_here(&about[at.country]);
    let state = &about[at.state];
    let is_state = state.len() == 2 && STATES.split_whitespace().any(|known| known == state);
    [
        (about[at.street].is_empty(), (at.street, "profile-wrong-street")),
        (about[at.city].is_empty(), (at.city, "profile-wrong-city")),
        (is_here && !is_state, (at.state, "profile-wrong-state")),
        (
            is_here && !is_zip(&about[at.postal]),
            (at.postal, "profile-wrong-postal"),
        ),
    ]
    .into_iter()
    .filter_map(|(is_wrong, what)| is_wrong.then_some(what))
    .collect()
}

/// What is wrong with the days of the temporary address: each may be left out.
pub(crate) fn wrong_days(about: &About) -> Vec<(Field, &'static str)> {
    let day = |field: Field| (!about[field].is_empty()).then(|| about[field].parse::<Date>());
    let (from, until) = (day(Field::TemporaryFrom), day(Field::TemporaryUntil));
    let unread = [(Field::TemporaryFrom, &from), (Field::TemporaryUntil, &until)]
        .into_iter()
        .filter_map(|(field, day)| matches!(day, Some(Err(_))).then_some((field, "profile-wrong-day")));
    let mut wrong: Vec<_> = unread.collect();
    if let (Some(Ok(from)), Some(Ok(until))) = (from, until)
        && until < from
    {
        wrong.push((Field::TemporaryUntil, "profile-wrong-until"));
    }
    wrong
}

/// Five digits, or five and four.
fn is_zip(text: &str) -> bool {
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('-') {
        Some((zone, more)) => digits(zone, 5) && digits(more, 4),
        None => digits(text, 5),
    }
}

/// Writes an address; takes it away where it is empty.
pub(crate) fn put(patient: &mut Value, about: &About, at: &Questions) {
    let place = at.place(patient);
    let all = list(patient, "address");
    match place {
        Some(place) if at.is_empty(about) => drop(all.remove(place)),
        Some(place) => fill(&mut all[place], about, at),
        None if at.is_empty(about) => {}
        None => {
            let mut address = json!({ "use": at.usage });
            fill(&mut address, about, at);
            all.push(address);
        }
    }
    drop_empty(patient, "address");
}

fn fill(address: &mut Value, about: &About, at: &Questions) {
    // What said the old address in other ways would contradict the new one.
    if let Some(members) = address.as_object_mut() {
        for stale in ["text", "_line", "district"] {
            members.remove(stale);
        }
        if let Some(extensions) = members.get_mut("extension").and_then(Value::as_array_mut) {
            extensions.retain(|extension| extension["url"] != GEOLOCATION);
        }
        let lines: Vec<_> = [&about[at.street], &about[at.unit]]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect();
        let said = [
            ("city", &about[at.city]),
            ("state", &about[at.state]),
            ("postalCode", &about[at.postal]),
            ("country", &about[at.country]),
        ];
        members.insert("line".to_owned(), json!(lines));
        put_texts(members, said);
        if at.is_temporary() {
            let mut period = Map::new();
            let days = [("start", &about[DAYS[0]]), ("end", &about[DAYS[1]])];
            put_texts(&mut period, days);
            members.remove("period");
            if !period.is_empty() {
                members.insert("period".to_owned(), Value::Object(period));
            }
        }
    }
    drop_empty(address, "extension");
    drop_empty(address, "line");
}

/// Writes each text under its name; takes away what is empty.
fn put_texts<const N: usize>(members: &mut Map<String, Value>, said: [(&str, &String); N]) {
    for (name, value) in said {
        if value.is_empty() {
            members.remove(name);
        } else {
            members.insert(name.to_owned(), json!(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(answers: &[(Field, &str)]) -> About {
        let mut about = About::default();
        for (field, answer) in answers {
            (*answer).clone_into(&mut about[*field]);
        }
        about
    }

    fn address(state: &str, postal: &str, country: &str) -> About {
        about(&[
            (Field::Street, "1 Mill Road"),
            (Field::City, "Riverbend"),
            (Field::State, state),
            (Field::Postal, postal),
            (Field::Country, country),
        ])
    }

    fn faults(said: &About) -> usize {
        wrong(said, &About::default(), &HOME).len()
    }

    #[test]
    fn addresses_of_the_united_states_have_a_state_and_a_zip_code() {
        assert_eq!(faults(&address("OR", "97321", "")), 0);
        assert_eq!(faults(&address("OR", "97321-0044", "USA")), 0);
        assert_eq!(faults(&address("O", "9732", "")), 2);
        assert_eq!(faults(&address("", "1010", "Austria")), 0);
        assert_eq!(faults(&About::default()), 0);
    }

    #[test]
    fn who_had_no_address_gets_a_home() {
        let mut patient = json!({});
        put(&mut patient, &address("OR", "97321", ""), &HOME);
        assert_eq!(patient["address"][0]["use"], "home");
        put(&mut patient, &About::default(), &HOME);
        assert_eq!(patient, json!({}));
    }

    #[test]
    fn what_said_the_old_address_goes_and_the_rest_stays() {
        let mut patient = json!({ "address": [
            { "use": "temp", "city": "Bend" },
            { "use": "home", "text": "old", "line": ["Old Road"], "period": { "start": "2020" },
              "extension": [{ "url": GEOLOCATION }] }
        ] });
        put(&mut patient, &address("OR", "97321", ""), &HOME);
        let home = json!({ "use": "home", "line": ["1 Mill Road"], "period": { "start": "2020" }, "city": "Riverbend",
            "state": "OR", "postalCode": "97321" });
        assert_eq!(patient, json!({ "address": [{ "use": "temp", "city": "Bend" }, home] }));
    }

    #[test]
    fn a_temporary_address_has_its_days_and_leaves_the_home_alone() {
        let home = json!({ "use": "home", "city": "Riverbend" });
        let mut patient = json!({ "address": [home] });
        let away = about(&[
            (Field::TemporaryStreet, "5 Beach Road"),
            (Field::TemporaryCity, "Newport"),
            (Field::TemporaryFrom, "2026-12-01"),
            (Field::TemporaryUntil, "2027-02-28"),
        ]);
        put(&mut patient, &away, &TEMPORARY);
        assert_eq!(patient["address"][0], home);
        let period = json!({ "start": "2026-12-01", "end": "2027-02-28" });
        assert_eq!(patient["address"][1]["period"], period);
        let mut read_again = About::default();
        read(&patient, &TEMPORARY, &mut read_again);
        assert_eq!(read_again, away);
        put(&mut patient, &About::default(), &TEMPORARY);
        assert_eq!(patient, json!({ "address": [home] }));
    }

    #[test]
    fn nobody_leaves_before_they_come() {
        let days = |from, until| {
            let days = about(&[(Field::TemporaryFrom, from), (Field::TemporaryUntil, until)]);
            wrong_days(&days).into_iter().map(|(_, key)| key).collect::<Vec<_>>()
        };
        assert_eq!(days("", ""), [""; 0]);
        assert_eq!(days("2026-12-01", "2026-12-01"), [""; 0]);
        assert_eq!(days("2026-12-02", "2026-12-01"), ["profile-wrong-until"]);
        assert_eq!(days("tomorrow", ""), ["profile-wrong-day"]);
    }
}
