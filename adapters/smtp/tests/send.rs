//! Mail sent over the wire to a real, if small, mail server.

use std::time::Duration;

use madrone_harness::smtp::{Manner, SmtpServer};
use madrone_kernel::{Clock, Instant, Random};
use madrone_ports::{Mail, Mailer as _, SendError};
use madrone_smtp::{SetupError, SmtpMailer};

const FROM: &str = "Clínica Río <no-reply@clinic.example>";

fn mailer(url: &str) -> SmtpMailer {
    let clock = Clock::frozen(Instant::from_micros(1_790_000_000_000_000));
    SmtpMailer::new(url, FROM, Duration::from_secs(20), clock, Random::seeded(1)).unwrap()
}

fn mail() -> Mail {
    Mail {
        to: "maria@example.org".to_owned(),
        subject: "Su código de seguridad".to_owned(),
        text: "Señora Álvarez:\n\n.Su código es 123456.\n\nClínica Río".to_owned(),
        html: None,
    }
}

#[test]
fn a_mail_arrives_as_it_was_written() {
    let server = SmtpServer::start(Manner::Willing);
    mailer(&server.url()).send(&mail()).unwrap();
    let received = server.next();
    assert_eq!(received.from, "no-reply@clinic.example");
    assert_eq!(received.to, ["maria@example.org"]);
    assert_eq!(received.subject(), mail().subject);
    assert_eq!(received.text().trim_end(), mail().text);
    assert_eq!(received.header("Date").unwrap(), "Mon, 21 Sep 2026 14:13:20 +0000");
    assert!(received.header("Message-ID").unwrap().ends_with("@clinic.example>"));
    assert_eq!(received.header("Auto-Submitted").unwrap(), "auto-generated");
}

#[test]
fn a_page_travels_beside_its_text() {
    let server = SmtpServer::start(Manner::Willing);
    let page = Mail {
        html: Some("<p>Su código es <b>123456</b></p>".to_owned()),
        ..mail()
    };
    mailer(&server.url()).send(&page).unwrap();
    let received = server.next();
    assert_eq!(received.text().trim_end(), mail().text);
    assert!(
        received
            .header("Content-Type")
            .unwrap()
            .starts_with("multipart/alternative")
    );
}

#[test]
fn a_subject_cannot_add_headers() {
    let server = SmtpServer::start(Manner::Willing);
    let sly = Mail {
        subject: "Hello\r\nBcc: everyone@example.org".to_owned(),
        ..mail()
    };
    mailer(&server.url()).send(&sly).unwrap();
    let received = server.next();
    assert_eq!(received.header("Bcc"), None);
    assert_eq!(received.to, ["maria@example.org"]);
}

#[test]
fn an_unknown_recipient_is_given_up_and_a_busy_server_tried_again() {
    let refused = SmtpServer::start(Manner::UnknownRecipient);
    assert_eq!(
        mailer(&refused.url()).send(&mail()),
        Err(SendError::Permanent("the mail server answered 550".to_owned()))
    );
    let busy = SmtpServer::start(Manner::Busy);
    assert_eq!(
        mailer(&busy.url()).send(&mail()),
        Err(SendError::Retry("the mail server answered 451".to_owned()))
    );
}

#[test]
fn an_address_that_is_none_is_given_up_without_a_word_to_the_server() {
    let server = SmtpServer::start(Manner::Willing);
    let outcome = mailer(&server.url()).send(&Mail {
        to: "maria".to_owned(),
        ..mail()
    });
    assert!(matches!(outcome, Err(SendError::Permanent(_))));
}

#[test]
fn a_wrong_password_is_the_clinics_to_set_right_so_the_mail_waits() {
    let server = SmtpServer::start(Manner::WrongPassword);
    let url = server.url().replace("smtp://", "smtp://portal:hunter2@");
    let outcome = mailer(&url).send(&mail());
    assert_eq!(
        outcome,
        Err(SendError::Retry("the mail server answered 535".to_owned()))
    );
}

#[test]
fn where_encryption_is_required_and_not_to_be_had_nothing_is_sent() {
    let server = SmtpServer::start(Manner::Willing);
    let outcome = mailer(&format!("{}?tls=required", server.url())).send(&mail());
    assert!(matches!(outcome, Err(SendError::Retry(_))), "{outcome:?}");
    assert!(server.poll().is_none());
}

#[test]
fn a_server_that_never_answers_is_left_after_the_timeout() {
    let server = SmtpServer::start(Manner::Silent);
    let timeout = Duration::from_millis(50);
    let mailer = SmtpMailer::new(&server.url(), FROM, timeout, Clock::system(), Random::system()).unwrap();
    assert_eq!(
        mailer.send(&mail()),
        Err(SendError::Retry("the mail server did not answer in time".to_owned()))
    );
}

#[test]
fn a_server_that_is_not_there_is_tried_again() {
    let outcome = mailer("smtp://127.0.0.1:1").send(&mail());
    assert_eq!(
        outcome,
        Err(SendError::Retry("the mail server could not be reached".to_owned()))
    );
}

#[test]
fn a_server_elsewhere_is_never_spoken_to_in_the_clear() {
    let set_up = |url: &str, from: &str| {
        SmtpMailer::new(url, from, Duration::from_secs(1), Clock::system(), Random::system()).err()
    };
    assert_eq!(set_up("smtp://mail.example.org", FROM), Some(SetupError::InTheClear));
    assert_eq!(set_up("smtp://10.0.0.1:25", FROM), Some(SetupError::InTheClear));
    assert_eq!(set_up("smtp://localhost:25", FROM), None);
    assert_eq!(set_up("smtp://[::1]:25", FROM), None);
    assert_eq!(set_up("smtps://u:p@mail.example.org", FROM), None);
    assert_eq!(set_up("smtp://u:p@mail.example.org?tls=required", FROM), None);
    assert_eq!(set_up("smtp://mail.example.org?tls=no", FROM), Some(SetupError::Url));
    assert_eq!(set_up("mail.example.org", FROM), Some(SetupError::Url));
    assert_eq!(set_up("smtps://mail.example.org", "the clinic"), Some(SetupError::From));
}
