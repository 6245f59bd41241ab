//! The command line, as scripts use it.

use std::process::{Command, Output};

use madrone_harness::ScratchFolder;

fn madrone(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_madrone"))
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn every_command_explains_itself() {
    let commands: [&[&str]; 11] = [
        &[],
        &["demo"],
        &["serve"],
        &["import"],
        &["migrate"],
        &["check-config"],
        &["verify-audit"],
        &["account"],
        &["keys", "rotate"],
        &["account", "invite"],
        &["staff", "add"],
    ];
    for command in commands {
        let mut arguments = command.to_vec();
        arguments.push("--help");
        let output = madrone(&arguments);
        assert_eq!(output.status.code(), Some(0), "{command:?}");
        assert!(said(&output).contains("Usage:"), "{command:?}");
    }
}

#[test]
fn bad_usage_ends_with_2_and_failure_with_1() {
    assert_eq!(madrone(&["dance"]).status.code(), Some(2));
    assert_eq!(madrone(&["import"]).status.code(), Some(2));
    let output = madrone(&["migrate", "--database", "mysql://nowhere"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("sqlite:") && said(&output).contains("postgres://"),
        "{}",
        said(&output)
    );
}

#[test]
fn an_import_ends_with_its_summary_and_says_where_and_why_something_failed() {
    let folder = ScratchFolder::new("cli-import");
    let database = format!("sqlite:{}", folder.join("test.db").display());
    let good = folder.join("good.json");
    let bad = folder.join("bad.json");
    std::fs::write(
        &good,
        r#"{"resourceType":"Patient","id":"maria","birthDate":"1979-04-12"}"#,
    )
    .unwrap();
    std::fs::write(
        &bad,
        r#"{"resourceType":"Patient","id":"walter","birthDate":"the twelfth"}"#,
    )
    .unwrap();
    let (good, bad) = (good.display().to_string(), bad.display().to_string());

    let output = madrone(&["import", "--database", &database, &good]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let last = String::from_utf8_lossy(&output.stdout)
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned();
    assert!(
        last.starts_with("imported 1 resources in ") && last.ends_with(" s, 0 failed"),
        "{last}"
    );

    let output = madrone(&["import", "--database", &database, &good, &bad]);
    assert_eq!(output.status.code(), Some(1));
    let text = said(&output);
    assert!(text.contains("bad.json: Patient.birthDate: "), "{text}");
    assert!(text.contains(", 1 failed"), "{text}");
}

#[test]
fn settings_that_are_misspelt_are_refused_with_the_right_name() {
    let folder = ScratchFolder::new("cli-config");
    let file = folder.join("madrone.toml");
    std::fs::write(&file, "[server]\nlistn = \"127.0.0.1:8080\"\n").unwrap();
    let output = madrone(&["check-config", "--config", &file.display().to_string()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("listen"), "{}", said(&output));
}

#[test]
fn staff_get_an_account_once_and_only_in_a_role_that_exists() {
    let folder = ScratchFolder::new("cli-staff");
    let database = format!("sqlite:{}", folder.join("test.db").display());
    let add = |role: &str| {
        madrone(&[
            "staff",
            "add",
            "--database",
            &database,
            "--username",
            "lee",
            "--role",
            role,
            "--email",
            "lee@example.com",
        ])
    };
    assert_eq!(add("captain").status.code(), Some(2));
    let output = add("front-desk");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let output = add("front-desk");
    assert!(
        output.status.code() == Some(1) && said(&output).contains("taken"),
        "{}",
        said(&output)
    );
}

#[test]
fn inviting_somebody_who_is_not_a_patient_fails_with_a_sentence() {
    let folder = ScratchFolder::new("cli-invite");
    let database = format!("sqlite:{}", folder.join("test.db").display());
    let output = madrone(&["account", "invite", "--database", &database, "--patient", "nobody"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("no patient with the id nobody"),
        "{}",
        said(&output)
    );
}

#[test]
fn the_record_of_who_did_what_is_verified_and_anchored() {
    let folder = ScratchFolder::new("cli verify");
    let database = format!("sqlite:{}", folder.join("madrone.db").display());
    let anchors = folder.join("anchors").display().to_string();
    let file = folder.join("patient.ndjson");
    std::fs::write(
        &file,
        r#"{"resourceType":"Patient","id":"maria","name":[{"family":"Alvarez"}]}"#,
    )
    .unwrap();
    let import = |file: &std::path::Path| madrone(&["import", "--database", &database, &file.display().to_string()]);
    assert_eq!(import(&file).status.code(), Some(0));
    let verify = || madrone(&["verify-audit", "--database", &database, "--anchors", &anchors]);
    let output = verify();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("nothing changed"), "{}", said(&output));
    assert_eq!(std::fs::read_to_string(&anchors).unwrap().lines().count(), 1);

    let sql = rusqlite::Connection::open(folder.join("madrone.db")).unwrap();
    sql.execute("UPDATE authz_audit SET actor_name = 'nobody' WHERE seq = 1", [])
        .unwrap();
    let output = verify();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("entry 1, ") && said(&output).contains("was changed"),
        "{}",
        said(&output)
    );

    sql.execute("DELETE FROM authz_audit", []).unwrap();
    sql.execute("DELETE FROM authz_link", []).unwrap();
    let output = verify();
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("cut off"), "{}", said(&output));
}
