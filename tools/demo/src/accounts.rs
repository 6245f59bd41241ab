//! Who can sign in. The passwords are for a demonstration: printed when it starts, long, distinct, easy to type.

use crate::{Account, Chart};

/// Accounts of the patients that have one, and of the clinic's staff.
pub(crate) fn accounts(charts: &[Chart]) -> Vec<Account> {
    let patients =
        PATIENTS.map(|(username, password, chart, language)| patient(username, password, language, chart, charts));
    let staff = STAFF.map(|(username, password, role, name)| Account {
        username: username.to_owned(),
        password: password.to_owned(),
        role,
        name: name.to_owned(),
        email: format!("{username}@example.com"),
        language: "en",
        chart: None,
        birth_date: None,
    });
    let relatives = RELATIVES.map(|(username, password, name)| Account {
        username: username.to_owned(),
        password: password.to_owned(),
        role: "proxy",
        name: name.to_owned(),
        email: format!("{username}@example.com"),
        language: "en",
        chart: None,
        birth_date: None,
    });
    patients.into_iter().chain(relatives).chain(staff).collect()
}

/// Whose charts some of them open besides their own: username, id of the Patient, kind of relationship, and what they are to
/// the patient.
pub const RELATIONS: [(&str, &str, &str, &str); 3] = [
    ("maria", "sofia-alvarez", "parent", "parent"),
    ("maria", "leo-alvarez", "parent", "parent"),
    ("karen", "walter-jensen", "proxy", "child"),
];

/// Who is no patient here and acts for one: username, password, name.
const RELATIVES: [(&str, &str, &str); 1] = [("karen", "gentle-harvest-beacon-74", "Karen Jensen")];

/// Username, password, id of the Patient, language.
const PATIENTS: [(&str, &str, &str, &str); 5] = [
    ("maria", "quiet-river-lantern-42", "maria-alvarez", "en"),
    ("sofia", "copper-kite-meadow-17", "sofia-alvarez", "en"),
    ("walter", "steady-oak-harbor-58", "walter-jensen", "en"),
    ("grace", "morning-fern-orchard-63", "grace-thompson", "en"),
    ("deshawn", "silver-trail-compass-29", "deshawn-carter", "en"),
];

/// Username, password, role, name.
const STAFF: [(&str, &str, &str, &str); 7] = [
    ("dr.ortiz", "granite-heron-window-71", "clinician", "Lena Ortiz"),
    ("nurse.kim", "amber-willow-station-36", "nurse", "Hana Kim"),
    ("desk.lee", "velvet-maple-anchor-84", "front-desk", "Jordan Lee"),
    ("billing.cho", "humble-cedar-ledger-95", "billing", "Min Cho"),
    ("records.ruiz", "paper-canyon-sparrow-23", "records", "Ana Ruiz"),
    ("rx.patel", "bright-thistle-mortar-47", "pharmacist", "Ravi Patel"),
    ("admin", "northern-basalt-kettle-88", "administrator", "Sam Whitfield"),
];

fn patient(username: &str, password: &str, language: &'static str, chart: &str, charts: &[Chart]) -> Account {
    let record = charts
        .iter()
        .find(|other| other.patient_id == chart)
        .expect("who has an account has a chart");
    let patient = &record.resources[0];
    let words = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    Account {
        username: username.to_owned(),
        password: password.to_owned(),
        role: "patient",
        name: format!(
            "{} {}",
            words(&patient["name"][0]["given"][0]),
            words(&patient["name"][0]["family"])
        ),
        email: format!("{username}@example.com"),
        language,
        chart: Some(chart.to_owned()),
        birth_date: Some(words(&patient["birthDate"])),
    }
}
