//! The rule, as a table.

use jiff::civil::date;
use serde_json::{Value, json};

use super::*;

const TODAY: Date = date(2026, 11, 26);

fn claim() -> Claim {
    Claim {
        given: "Maria".into(),
        family: "Alvarez".into(),
        birth_date: date(1979, 4, 12),
        sex: "female".into(),
        postal_code: "97301".into(),
        contact: "maria@example.com".into(),
    }
}

fn patient() -> Value {
    json!({
        "name": [
            { "use": "official", "family": "Álvarez", "given": ["María", "Elena"] },
            { "use": "maiden", "family": "Gómez Ruiz", "given": ["María"] }
        ],
        "birthDate": "1979-04-12",
        "gender": "female",
        "address": [{ "postalCode": "97301-4455" }, { "use": "old", "postalCode": "10001" }],
        "telecom": [
            { "system": "phone", "value": "(541) 555-0142" },
            { "system": "email", "value": "Maria@Example.com" }
        ]
    })
}

fn on_file() -> OnFile {
    OnFile::of("maria", &patient())
}

fn with(change: impl FnOnce(&mut Value)) -> OnFile {
    let mut patient = patient();
    change(&mut patient);
    OnFile::of("maria", &patient)
}

fn matched(claim: &Claim, on_file: OnFile) -> Result<String, Why> {
    only_match(claim, &[on_file], TODAY).map(|on_file| on_file.chart.clone())
}

#[test]
fn family_names_are_compared_as_people_write_them() {
    for (typed, on_file, expected) in [
        ("ALVAREZ", "Álvarez", Same),
        ("Alvarez ", "Alvarez-Gomez", Same),
        ("Alvarez Gómez", "Álvarez", Same),
        ("Gomez", "Álvarez Gómez", Same),
        ("OBrien", "O'Brien", Same),
        ("O’Brien", "O Brien", Same),
        ("de la Cruz", "Delacruz", Same),
        ("Cruz", "de la Cruz", Same),
        ("Smith Jones", "Smith-Jones", Same),
        ("Nuñez", "Nunez", Same),
        ("Strasse", "Straße", Same),
        ("Alvares", "Alvarez", Near),
        ("Avlarez", "Alvarez", Near),
        ("Alvarz", "Alvarez", Near),
        ("Lee", "Leo", Differs),
        ("de la", "de la Cruz", Differs),
        ("Jensen", "Alvarez", Differs),
        ("", "Alvarez", Unknown),
        ("Alvarez", "", Unknown),
        ("李", "李", Same),
    ] {
        assert_eq!(family(typed, on_file), expected, "{typed} / {on_file}");
    }
}

#[test]
fn given_names_are_called_by_any_of_them_or_for_short() {
    for (typed, on_file, expected) in [
        ("Maria", &["María", "Elena"][..], Same),
        ("Elena", &["María", "Elena"], Same),
        ("maria elena", &["Maria"], Same),
        ("Mary Ann", &["Maryann"], Same),
        ("Mary-Ann", &["Mary", "Ann"], Same),
        ("Bob", &["Robert"], Same),
        ("Robert", &["Bobby"], Same),
        ("Bill", &["Will"], Same),
        ("Pepe", &["José"], Same),
        ("Lupita", &["Guadalupe"], Same),
        ("D'Andre", &["Dandre"], Same),
        ("M.", &["Maria"], Near),
        ("Marla", &["Maria"], Near),
        ("Bob", &["William"], Differs),
        ("Sofia", &["Maria"], Differs),
        ("", &["Maria"], Unknown),
        ("Maria", &[], Unknown),
    ] {
        let on_file: Vec<String> = on_file.iter().map(|given| (*given).to_owned()).collect();
        assert_eq!(given(typed, &on_file), expected, "{typed} / {on_file:?}");
    }
}

#[test]
fn a_birth_date_is_near_when_one_part_is_wrong_or_two_are_swapped() {
    let own = Some(date(1979, 4, 12));
    for (typed, expected) in [
        (date(1979, 4, 12), Same),
        (date(1979, 12, 4), Near),
        (date(1979, 4, 21), Near),
        (date(1978, 4, 12), Near),
        (date(1979, 5, 12), Near),
        (date(1978, 5, 12), Differs),
        (date(2000, 1, 1), Differs),
    ] {
        assert_eq!(birth_date(typed, own), expected, "{typed}");
    }
    assert_eq!(birth_date(date(1979, 4, 12), None), Unknown);
}

#[test]
fn contacts_are_compared_by_digits_and_without_case() {
    for (typed, expected) in [
        ("maria@example.com", Same),
        (" MARIA@example.com ", Same),
        ("541-555-0142", Same),
        ("+1 541 555 0142", Same),
        ("541-555-0143", Near),
        ("541-555-0124", Near),
        ("mara@example.com", Near),
        ("541-555-9999", Differs),
        ("nobody@example.com", Differs),
        ("", Differs),
    ] {
        assert_eq!(contact(typed, &on_file()), expected, "{typed}");
    }
    assert_eq!(contact("541-555-0142", &OnFile::default()), Unknown);
}

#[test]
fn postal_codes_are_compared_by_where_mail_goes() {
    for (typed, expected) in [
        ("97301", Same),
        ("97301-0001", Same),
        ("97310", Near),
        ("10001", Differs),
    ] {
        assert_eq!(postal_code(typed, &on_file().postal_codes), expected, "{typed}");
    }
    assert_eq!(postal_code("97301", &[]), Unknown);
}

#[test]
fn a_match_takes_everything_that_was_asked() {
    assert_eq!(matched(&claim(), on_file()), Ok("maria".into()));
    let by = |change: fn(&mut Claim)| {
        let mut claim = claim();
        change(&mut claim);
        matched(&claim, on_file())
    };
    assert!(by(|claim| claim.contact = "541.555.0142".into()).is_ok());
    assert!(
        by(|claim| claim.family = "Gomez-Ruiz".into()).is_ok(),
        "the name before the wedding"
    );
    assert!(by(|claim| claim.given = "Mari".into()).is_ok());
    assert!(
        by(|claim| claim.sex = String::new()).is_ok(),
        "who would rather not say"
    );
    for nearly in [
        by(|claim| claim.birth_date = date(1979, 12, 4)),
        by(|claim| claim.contact = "541-555-0143".into()),
        by(|claim| claim.contact = "new@example.com".into()),
        by(|claim| claim.family = "Alvares".into()),
        by(|claim| claim.given = "Elenna".into()),
        by(|claim| claim.sex = "male".into()),
        by(|claim| claim.postal_code = "97302".into()),
    ] {
        assert_eq!(nearly, Err(Why::Nobody));
    }
}

#[test]
fn what_the_chart_does_not_know_stands_against_nobody_unless_it_is_what_counts() {
    assert!(matched(&claim(), with(|patient| patient["gender"] = json!("unknown"))).is_ok());
    assert!(matched(&claim(), with(|patient| patient["address"] = json!([]))).is_ok());
    for patient in [
        with(|patient| patient["name"] = json!([])),
        with(|patient| patient["birthDate"] = json!("1979")),
        with(|patient| patient["telecom"] = json!([])),
        with(|patient| patient["telecom"][1]["use"] = json!("old")),
        with(|patient| patient["deceasedBoolean"] = json!(true)),
        with(|patient| patient["active"] = json!(false)),
    ] {
        assert_eq!(matched(&claim(), patient), Err(Why::Nobody));
    }
}

#[test]
fn two_that_agree_are_one_too_many() {
    let twice = [
        on_file(),
        OnFile {
            chart: "double".into(),
            ..on_file()
        },
    ];
    assert_eq!(only_match(&claim(), &twice, TODAY), Err(Why::Several));
}

#[test]
fn nobody_under_eighteen_is_matched() {
    for (born, matches) in [
        ("2008-11-26", true),
        ("2008-11-27", false),
        ("2014-01-01", false),
        ("2026-01-01", false),
    ] {
        let patient = with(|patient| patient["birthDate"] = json!(born));
        let claim = Claim {
            birth_date: born.parse().unwrap(),
            ..claim()
        };
        let expected = if matches { Ok("maria".into()) } else { Err(Why::Young) };
        assert_eq!(matched(&claim, patient), expected, "{born}");
    }
}

#[test]
fn a_code_goes_to_a_chart_whose_contacts_are_its_own_and_settled() {
    let standing = Standing::default();
    assert_eq!(may_send(standing), Ok(()));
    assert_eq!(may_send(Standing { sent: 2, ..standing }), Ok(()));
    for (standing, why) in [
        (
            Standing {
                has_account: true,
                ..standing
            },
            Why::HasAccount,
        ),
        (
            Standing {
                is_shared: true,
                ..standing
            },
            Why::Shared,
        ),
        (
            Standing {
                is_fresh: true,
                ..standing
            },
            Why::Fresh,
        ),
        (Standing { sent: 3, ..standing }, Why::Often),
    ] {
        assert_eq!(may_send(standing), Err(why));
    }
}

#[test]
fn the_code_goes_to_the_typed_address_if_it_is_on_file_else_to_the_first() {
    let two = with(|patient| {
        patient["telecom"] = json!([
            { "system": "email", "value": "first@example.com" }, { "system": "email", "value": "Maria@Example.com" }
        ]);
    });
    assert_eq!(address(&claim(), &two), Some("Maria@Example.com"));
    let by_phone = Claim {
        contact: "541-555-0142".into(),
        ..claim()
    };
    assert_eq!(address(&by_phone, &two), Some("first@example.com"));
    assert_eq!(
        address(&by_phone, &with(|patient| patient["telecom"] = json!([]))),
        None
    );
}

#[test]
fn more_agreement_weighs_more() {
    let weight = |on_file: &OnFile| Compared::of(&claim(), on_file).weight();
    let other_day = with(|patient| patient["birthDate"] = json!("1979-12-04"));
    let other_name = with(|patient| patient["name"] = json!([{ "family": "Jensen", "given": ["Walter"] }]));
    assert!(weight(&on_file()) > weight(&other_day) && weight(&other_day) > weight(&other_name));
}
