use super::*;

fn load(toml: &str, environment: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let mut given = Given::default();
    given.add_file("madrone.toml", toml);
    given.add_environment(
        environment
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned())),
    );
    let config = Config::read(&mut given);
    let outcome = if given.problems.is_empty() {
        config.unwrap().agree()
    } else {
        Err(given.problems)
    };
    outcome.map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

fn problems(toml: &str, environment: &[(&str, &str)]) -> Vec<String> {
    load(toml, environment).unwrap_err()
}

#[test]
fn what_is_not_set_has_its_default() {
    let config = Config::default();
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.public_url(), "http://127.0.0.1:8080");
    assert_eq!(config.database.url.reveal(), "sqlite:madrone.db");
    assert_eq!(config.mail.url, None);
    assert_eq!(config.security.idle_minutes.duration().as_secs(), 15 * 60);
    assert_eq!(config.site.time_zone.iana_name(), Some("America/Los_Angeles"));
}

#[test]
fn the_file_sets_and_the_environment_wins() {
    let toml =
        "[server]\nlisten = \"0.0.0.0:80\"\ntrusted_proxies = [\"10.0.0.1\", \"::1\"]\n[security]\nidle_minutes = 30\n";
    let config = load(toml, &[("MADRONE_SECURITY__IDLE_MINUTES", "5"), ("PATH", "/bin")]).unwrap();
    assert_eq!(config.server.listen.port(), 80);
    assert_eq!(config.server.trusted_proxies.len(), 2);
    assert_eq!(config.security.idle_minutes.duration().as_secs(), 300);
}

#[test]
fn a_misspelt_name_is_refused_with_its_line_and_the_nearest_name() {
    assert_eq!(
        problems("[server]\n\nlisen = \"x\"\n[sever]\n", &[]),
        [
            "madrone.toml, line 3: there is no setting `lisen`; did you mean `listen`?",
            "madrone.toml, line 4: there is no section `sever`; did you mean `server`?",
        ]
    );
    assert_eq!(
        problems("", &[("MADRONE_LOG__LEVLE", "info")]),
        ["MADRONE_LOG__LEVLE: there is no setting `levle`; did you mean `level`?"]
    );
    assert_eq!(
        problems("[log]\nzzz = 1\n", &[]),
        ["madrone.toml, line 2: there is no setting `zzz`; there are format, level"]
    );
}

#[test]
fn a_variable_with_one_underscore_too_few_is_told_so_and_a_strangers_is_left_alone() {
    assert_eq!(
        problems(
            "",
            &[("MADRONE_DATABASE_URL", "sqlite:x"), ("MADRONE_TEST_POSTGRES", "y")]
        ),
        ["MADRONE_DATABASE_URL: write MADRONE_DATABASE__URL, with two underscores after the section"]
    );
}

#[test]
fn every_wrong_value_is_told_at_once_with_what_would_be_right() {
    assert_eq!(
        problems(
            "[server]\nlisten = \"here\"\npublic_url = \"portal.example.org/x\"\n[site]\nbrand = \"#12345g\"\n",
            &[
                ("MADRONE_SITE__TIME_ZONE", "Mars/Olympus"),
                ("MADRONE_SECURITY__IDLE_MINUTES", "0")
            ]
        ),
        [
            "madrone.toml, line 2: server.listen must be an address and port, as `127.0.0.1:8080` or `[::1]:8080`",
            "madrone.toml, line 3: server.public_url must be an address without a path, as `https://portal.example.org`",
            "MADRONE_SITE__TIME_ZONE: site.time_zone must be a time zone's name, as `America/Chicago`",
            "madrone.toml, line 5: site.brand must be a colour, as `#0d5357`",
            "MADRONE_SECURITY__IDLE_MINUTES: security.idle_minutes must be minutes, from 1 to 65535",
        ]
    );
}

#[test]
fn a_file_that_is_no_toml_is_told_with_its_line() {
    let found = problems("[server]\nlisten = \n", &[]);
    assert!(found[0].starts_with("madrone.toml, line 2: is not TOML"), "{found:?}");
}

#[test]
fn a_file_that_is_not_there_is_a_problem() {
    let found = Config::load(Some(Path::new("/nowhere/madrone.toml")), std::iter::empty()).unwrap_err();
    assert!(
        found[0]
            .to_string()
            .starts_with("/nowhere/madrone.toml: cannot be read"),
        "{found:?}"
    );
}

#[test]
fn settings_that_contradict_each_other_are_refused() {
    assert_eq!(
        problems(
            "[mail]\nurl = \"smtps://u:p@mail.example.org\"\n[security]\nidle_minutes = 90\nabsolute_hours = 1\n",
            &[]
        ),
        [
            "mail.from: is needed when mail.url is set: the address that mail comes from",
            "security.idle_minutes: is longer than security.absolute_hours, so it would never apply",
        ]
    );
}

#[test]
fn a_public_address_is_kept_without_its_last_slash() {
    let config = load("[server]\npublic_url = \"https://portal.example.org/\"\n", &[]).unwrap();
    assert_eq!(config.public_url(), "https://portal.example.org");
    assert!(config.server.public_url.unwrap().is_https());
}

#[test]
fn secrets_are_in_no_debug_text_and_no_problem() {
    let hidden = "hunter2";
    let url = format!("postgres://madrone:{hidden}@db/madrone");
    let config = load(
        "",
        &[("MADRONE_DATABASE__URL", &url), ("MADRONE_MAIL__FROM", "a@b.example")],
    )
    .unwrap();
    assert_eq!(config.database.url.reveal(), url);
    assert!(!format!("{config:?}").contains(hidden));
    let wrong = problems(&format!("[database]\nurl = {{ password = \"{hidden}\" }}\n"), &[]);
    assert!(!wrong.concat().contains(hidden), "{wrong:?}");
}

#[test]
fn the_committed_reference_is_the_one_that_the_definitions_give() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
    let text = std::fs::read_to_string(committed).unwrap();
    assert!(
        text == reference(),
        "run `cargo run -p madrone-config --example reference > docs/configuration.md`"
    );
}

#[test]
fn a_sign_in_of_the_organisation_needs_a_name_there_and_somebody_to_let_in() {
    let toml = "[staff_sign_in]\nissuer = \"https://login.example.org\"\n";
    assert_eq!(problems(toml, &[]).len(), 2);
    let toml = "[staff_sign_in]\nissuer = \"https://login.example.org\"\nclient_id = \"portal\"\n\
                nurse = \"CN=Nurses,OU=Clinic; assistants\"\nclinician = \"doctors\"\n";
    let roles = load(toml, &[]).unwrap().staff_sign_in.roles();
    let expected = [
        ("doctors", "clinician"),
        ("CN=Nurses,OU=Clinic", "nurse"),
        ("assistants", "nurse"),
    ];
    assert_eq!(roles, expected.map(|(value, role)| (value.to_owned(), role)));
}
