//! The pages of getting back in.

use askama::Template;
use madrone_web::components::{Choice as FieldChoice, ErrorSummary, Field, FieldKind, Link, Row};
use madrone_web::{Cx, Shell};

use super::{Lost, from_door, in_person, name_of};
use crate::Limits;
use crate::account::Account;
use crate::factor::Way;
use crate::message::Message;
use crate::password::Weak;
use crate::sign_in::Door;

/// Which of the two is lost.
#[derive(Template)]
#[template(path = "recovery/choice.html")]
pub(super) struct Choice {
    shell: Shell,
    heading: String,
    lede: String,
    rows: Vec<Row>,
    call: String,
    sign_in: Link,
}

impl Choice {
    pub(super) fn new(cx: &Cx, door: Door) -> Self {
        let heading = cx.t("recovery-heading");
        let row = |lost: Lost, icon| {
            let title = cx.t(&format!("recovery-lost-{}", lost.name()));
            let hint = cx.t(&format!("recovery-lost-{}-hint", lost.name()));
            Row::new(from_door(lost.path(), door), icon, title).line(hint)
        };
        // Administrators help staff.
        let with_code = (door == Door::Patient)
            .then(|| Row::new(in_person::PATH, "building-2", cx.t("desk-code-row")).line(cx.t("desk-code-row-hint")));
        Self {
            shell: cx.shell(heading.clone()),
            heading,
            lede: cx.t("recovery-lede"),
            rows: [row(Lost::Password, "shield-check"), row(Lost::Username, "user")]
                .into_iter()
                .chain(with_code)
                .collect(),
            call: call(cx, door),
            sign_in: back(cx, door),
        }
    }
}

/// The username, or the e-mail address.
#[derive(Template)]
#[template(path = "recovery/ask.html")]
pub(super) struct Ask {
    shell: Shell,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    action: &'static str,
    door: &'static str,
    who: Field,
    /// How the link is wanted, where there is a choice.
    by: Option<Field>,
    button: String,
    other: Link,
    sign_in: Link,
}

impl Ask {
    /// `wrong` is what was typed that cannot be an answer.
    pub(super) fn new(cx: &Cx, lost: Lost, door: Door, wrong: Option<&str>) -> Self {
        let texts = door == Door::Patient && cx.app().setting::<Limits>().texts;
        let key = |part: &str| {
            let name = format!("recovery-{}-{part}", lost.name());
            // What is said otherwise where the site sends text messages.
            let with_texts = format!("{name}-or-phone");
            cx.t(if texts && cx.words().has(&with_texts) {
                &with_texts
            } else {
                &name
            })
        };
        let heading = key("heading");
        let who = match lost {
            Lost::Password => Field::new(FieldKind::Text, "who", key("field"))
                .autocomplete("username")
                .max_length(80),
            Lost::Username if texts => Field::new(FieldKind::Text, "who", key("field"))
                .autocomplete("email")
                .max_length(254),
            Lost::Username => Field::new(FieldKind::Email, "who", key("field"))
                .autocomplete("email")
                .max_length(254),
        };
        let who = who
            .hint(key("hint"))
            .value(wrong.unwrap_or_default())
            .error(wrong.map(|_| key("wrong")));
        let by = (texts && lost == Lost::Password).then(|| {
            let choice = |way: Way| FieldChoice::new(way.name(), cx.t(&format!("recovery-by-{}", way.name())));
            Field::new(FieldKind::Radio, "by", cx.t("recovery-by"))
                .choices(vec![choice(Way::Email), choice(Way::Sms)])
                .value(Way::Email.name())
        });
        let other = match lost {
            Lost::Password => Lost::Username,
            Lost::Username => Lost::Password,
        };
        Self {
            shell: cx.shell(heading.clone()),
            heading,
            lede: key("lede"),
            summary: ErrorSummary::of(&cx.t("web-problem"), [&who]),
            action: lost.path(),
            door: name_of(door),
            who,
            by,
            button: key("button"),
            other: Link::new(
                from_door(other.path(), door),
                cx.t(&format!("recovery-lost-{}", other.name())),
            ),
            sign_in: back(cx, door),
        }
    }
}

/// The new password.
#[derive(Template)]
#[template(path = "recovery/new_password.html")]
pub(super) struct NewPassword {
    shell: Shell,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    /// Where the form goes.
    action: &'static str,
    code: String,
    door: &'static str,
    username: String,
    password: Field,
    button: String,
    after: String,
}

impl NewPassword {
    pub(super) fn new(cx: &Cx, code: &str, account: &Account, wrong: Option<Weak>) -> Self {
        let heading = cx.t("recovery-new-heading");
        let password = Field::new(FieldKind::Password, "password", cx.t("recovery-new-password"))
            .hint(cx.t("identity-new-password-hint"))
            .autocomplete("new-password")
            .reveal(cx.t("identity-show"), cx.t("identity-hide"))
            .error(wrong.map(|weak| cx.t(weak.key())));
        Self {
            shell: cx.shell(heading.clone()),
            heading,
            lede: cx
                .words()
                .t1("recovery-new-lede", "username", account.username.as_str()),
            summary: ErrorSummary::of(&cx.t("web-problem"), [&password]),
            action: "/recover/new-password",
            code: code.to_owned(),
            door: name_of(Door::of(account.role)),
            username: account.username.clone(),
            password,
            button: cx.t("recovery-new-button"),
            after: cx.t("recovery-new-after"),
        }
    }

    /// For a code that the clinic handed over.
    pub(super) fn in_person(cx: &Cx, code: &str, account: &Account, wrong: Option<Weak>) -> Self {
        Self {
            action: in_person::PATH,
            after: cx.t("desk-code-after"),
            ..Self::new(cx, code, account, wrong)
        }
    }
}

/// The code that the clinic handed over.
#[derive(Template)]
#[template(path = "recovery/code.html")]
pub(super) struct AskCode {
    shell: Shell,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    code: Field,
    button: String,
    sign_in: Link,
}

impl AskCode {
    pub(super) fn new(cx: &Cx, typed: &str, is_wrong: bool) -> Self {
        let code = Field::new(FieldKind::Text, "code", cx.t("desk-code"))
            .hint(cx.t("desk-code-hint"))
            .value(typed)
            .autocomplete("one-time-code")
            .max_length(40)
            .error(is_wrong.then(|| cx.t("desk-code-wrong")));
        Self {
            shell: cx.shell(cx.t("desk-code-heading")),
            heading: cx.t("desk-code-heading"),
            lede: cx.t("desk-code-lede"),
            summary: ErrorSummary::of(&cx.t("web-problem"), [&code]),
            code,
            button: cx.t("desk-code-button"),
            sign_in: back(cx, Door::Patient),
        }
    }
}

/// A mail is on its way, if there is anybody to send it to.
pub(super) fn sent(cx: &Cx, lost: Lost, door: Door) -> Message {
    let name = lost.name();
    let next = format!("recovery-sent-{name}-next");
    let lede = cx.t(&format!("recovery-sent-{name}-lede"));
    let texts = door == Door::Patient && cx.app().setting::<Limits>().texts;
    let (lede, next) = if texts {
        (
            cx.t(&format!("recovery-sent-{name}-lede-or-phone")),
            format!("{next}-or-phone"),
        )
    } else {
        (lede, next)
    };
    let lines = [next.as_str(), "recovery-sent-spam", "recovery-sent-again"].map(|line| cx.t(line));
    let heading = cx.t(if texts {
        "recovery-sent-heading-or-phone"
    } else {
        "recovery-sent-heading"
    });
    Message::new(cx, heading, lede, lines.into(), back(cx, door))
        .or(Link::new(from_door(lost.path(), door), cx.t("recovery-ask-again")))
        .in_outline()
        .ending(call(cx, door))
}

/// The link was used, or is too old, or was never one of ours.
pub(super) fn gone(cx: &Cx, door: Door) -> Message {
    let lines = ["recovery-gone-used", "recovery-gone-newest"].map(|line| cx.t(line));
    let again = Link::new(from_door(Lost::Password.path(), door), cx.t("recovery-gone-button"));
    Message::new(
        cx,
        cx.t("recovery-gone-heading"),
        cx.t("recovery-gone-lede"),
        lines.into(),
        again,
    )
    .or(back(cx, door))
    .ending(call(cx, door))
}

/// The new password is set.
pub(super) fn done(cx: &Cx, door: Door) -> Message {
    let lines = ["recovery-done-out", "recovery-done-told", "recovery-done-next"].map(|line| cx.t(line));
    let sign_in = Link::new(door.path(), cx.t("identity-sign-in"));
    Message::new(
        cx,
        cx.t("recovery-done-heading"),
        cx.t("recovery-done-lede"),
        lines.into(),
        sign_in,
    )
}

fn back(cx: &Cx, door: Door) -> Link {
    Link::new(door.path(), cx.t("recovery-back"))
}

/// Who helps when none of this does: the clinic for patients, its administrators for those who work there.
fn call(cx: &Cx, door: Door) -> String {
    match (door, cx.site().phone.as_str()) {
        (Door::Clinic, _) => cx.t("recovery-call-staff"),
        (Door::Patient, "") => cx.t("recovery-call"),
        (Door::Patient, phone) => cx.words().t1("recovery-call-at", "phone", phone),
    }
}
