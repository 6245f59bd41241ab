//! The home address: as the United States write it, and plain for everywhere else.

use madrone_fhir::view::items;
use serde_json::{Value, json};

use crate::about::About;
use crate::element::{drop_empty, list};

/// States, districts, territories and military places by the codes of the Postal Service.
const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC \
                      ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI AA AE AP";
/// Where a house stands on the map, which no longer holds when its street changes.
const GEOLOCATION: &str = "http://hl7.org/fhir/StructureDefinition/geolocation";

/// Whether a country is the one whose rules are known; the one that is meant where none is named.
pub(crate) fn is_here(country: &str) -> bool {
    ["", "us", "usa", "united states"].contains(&country.to_lowercase().as_str())
}

/// The place of the home address: the one said to be it, else the first in use.
fn place(patient: &Value) -> Option<usize> {
    let all = || items(&patient["address"]);
    let ended = |address: &Value| !address["period"]["end"].is_null();
    all()
        .position(|address| address["use"] == "home" && !ended(address))
        .or_else(|| all().position(|address| address.is_object() && address["use"].is_null() && !ended(address)))
}

/// Reads the home address into `about`.
pub(crate) fn read(patient: &Value, about: &mut About) {
    let Some(address) = place(patient).and_then(|place| items(&patient["address"]).nth(place)) else {
        return;
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    about.street = text(&address["line"][0]);
    about.unit = text(&address["line"][1]);
    about.city = text(&address["city"]);
    about.state = text(&address["state"]);
    about.postal = text(&address["postalCode"]);
    about.country = text(&address["country"]);
}

/// Whether they are different addresses.
pub(crate) fn differs(one: &About, other: &About) -> bool {
    parts(one) != parts(other)
}

fn parts(about: &About) -> [&str; 6] {
    [
        &about.street,
        &about.unit,
        &about.city,
        &about.state,
        &about.postal,
        &about.country,
    ]
}

fn is_empty(about: &About) -> bool {
    parts(about).iter().all(|part| part.is_empty())
}

/// What is wrong with an address; an empty one is none.
pub(crate) fn wrong(about: &About) -> Vec<(&'static str, &'static str)> {
    if is_empty(about) {
        return Vec::new();
    }
    let is_here = is_here(&about.country);
    let is_state = about.state.len() == 2 && STATES.split_whitespace().any(|state| state == about.state);
    [
        (about.street.is_empty(), ("street", "profile-wrong-street")),
        (about.city.is_empty(), ("city", "profile-wrong-city")),
        (is_here && !is_state, ("state", "profile-wrong-state")),
        (is_here && !is_zip(&about.postal), ("postal", "profile-wrong-postal")),
    ]
    .into_iter()
    .filter_map(|(is_wrong, what)| is_wrong.then_some(what))
    .collect()
}

/// Five digits, or five and four.
fn is_zip(text: &str) -> bool {
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('-') {
        Some((zone, more)) => digits(zone, 5) && digits(more, 4),
        None => digits(text, 5),
    }
}

/// Writes the home address; takes it away where it is empty.
pub(crate) fn put(patient: &mut Value, about: &About) {
    let place = place(patient);
    let all = list(patient, "address");
    match place {
        Some(place) if is_empty(about) => drop(all.remove(place)),
        Some(place) => fill(&mut all[place], about),
        None => {
            let mut address = json!({ "use": "home" });
            fill(&mut address, about);
            all.push(address);
        }
    }
    drop_empty(patient, "address");
}

fn fill(address: &mut Value, about: &About) {
    // What said the old address in other ways would contradict the new one.
    if let Some(members) = address.as_object_mut() {
        for stale in ["text", "_line", "district"] {
            members.remove(stale);
        }
        if let Some(extensions) = members.get_mut("extension").and_then(Value::as_array_mut) {
            extensions.retain(|extension| extension["url"] != GEOLOCATION);
        }
        let lines: Vec<_> = [&about.street, &about.unit]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect();
        let said = [
            ("city", &about.city),
            ("state", &about.state),
            ("postalCode", &about.postal),
            ("country", &about.country),
        ];
        members.insert("line".to_owned(), json!(lines));
        for (name, value) in said {
            if value.is_empty() {
                members.remove(name);
            } else {
                members.insert(name.to_owned(), json!(value));
            }
        }
    }
    drop_empty(address, "extension");
    drop_empty(address, "line");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(state: &str, postal: &str, country: &str) -> About {
        About {
            street: "1 Mill Road".into(),
            city: "Riverbend".into(),
            state: state.into(),
            postal: postal.into(),
            country: country.into(),
            ..About::default()
        }
    }

    #[test]
    fn addresses_of_the_united_states_have_a_state_and_a_zip_code() {
        assert_eq!(wrong(&address("OR", "97321", "")), []);
        assert_eq!(wrong(&address("OR", "97321-0044", "USA")), []);
        assert_eq!(wrong(&address("O", "9732", "")).len(), 2);
        assert_eq!(wrong(&address("", "1010", "Austria")), []);
        assert_eq!(wrong(&About::default()), []);
    }

    #[test]
    fn who_had_no_address_gets_a_home() {
        let mut patient = json!({});
        put(&mut patient, &address("OR", "97321", ""));
        assert_eq!(patient["address"][0]["use"], "home");
        put(&mut patient, &About::default());
        assert_eq!(patient, json!({}));
    }

    #[test]
    fn what_said_the_old_address_goes_and_the_rest_stays() {
        let mut patient = json!({ "address": [
            { "use": "temp", "city": "Bend" },
            { "use": "home", "text": "old", "line": ["Old Road"], "period": { "start": "2020" },
              "extension": [{ "url": GEOLOCATION }] }
        ] });
        put(&mut patient, &address("OR", "97321", ""));
        let home = json!({ "use": "home", "line": ["1 Mill Road"], "period": { "start": "2020" }, "city": "Riverbend",
            "state": "OR", "postalCode": "97321" });
        assert_eq!(patient, json!({ "address": [{ "use": "temp", "city": "Bend" }, home] }));
    }
}
