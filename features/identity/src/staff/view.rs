//! The pages of one account, of inviting, and of taking an invitation.

use askama::Template;
use madrone_authz::Role;
use madrone_web::components::{Badge, Choice, ErrorSummary, Fact, Field, FieldKind, Link, Notice, NoticeKind};
use madrone_web::{Cx, Shell};
use serde::Deserialize;

use super::index::state;
use super::join::Typed;
use super::second_steps::SecondSteps;
use super::store::Invitation;
use crate::message::Message;
use madrone_accounts::Member;

/// What somebody does at the clinic, in the reader's words.
pub(super) fn role_name(cx: &Cx, role: Role) -> String {
    cx.t(&format!("web-role-{role}"))
}

/// A select of the roles.
fn role_field(cx: &Cx, chosen: Option<Role>) -> Field {
    let choice = |role: Role| Choice::new(role.name(), role_name(cx, role));
    let none = chosen.is_none().then(|| Choice::new("", cx.t("admin-choose-role")));
    Field::new(FieldKind::Select, "role", cx.t("admin-role"))
        .hint(cx.t("admin-role-hint"))
        .choices(none.into_iter().chain(Role::ALL.map(choice)).collect())
        .value(chosen.map_or("", Role::name))
}

/// One account.
#[derive(Template)]
#[template(path = "staff/member.html")]
pub(super) struct MemberPage {
    shell: Shell,
    back: Link,
    name: String,
    badges: Vec<Badge>,
    summary: Option<ErrorSummary>,
    facts: Vec<Fact>,
    is_own: bool,
    own: String,
    /// Said in the place of what only accounts with a password here have.
    vouched: Option<String>,
    role: Field,
    role_heading: String,
    save: String,
    save_to: String,
    help_heading: String,
    help_text: String,
    help: Link,
    state_heading: String,
    state_text: String,
    disable: Option<Link>,
    enable: String,
    enable_at: String,
}

impl MemberPage {
    pub(super) fn new(cx: &Cx, (member, steps): (&Member, &SecondSteps), is_own: bool, error: Option<String>) -> Self {
        let words = cx.words();
        let place = format!("/clinic/admin/accounts/{}", member.id);
        let key = |name: &str| words.t(name).into_owned();
        let state_name = if member.is_enabled() { "on" } else { "off" };
        Self {
            shell: cx.shell(member.name.clone()),
            back: Link::new("/clinic/admin/accounts", key("admin-heading")),
            name: member.name.clone(),
            badges: vec![state(cx, member)],
            summary: error.map(|error| ErrorSummary::general(&key("admin-problem"), error)),
            facts: facts(cx, member, steps),
            is_own,
            own: key("admin-forbidden-own"),
            vouched: member.vouched.then(|| key("admin-forbidden-vouched")),
            role: role_field(cx, Some(member.role)),
            role_heading: key("admin-role-heading"),
            save: key("admin-save-role"),
            save_to: format!("{place}/role"),
            help_heading: key("admin-help-heading"),
            help_text: key("admin-help-text"),
            help: Link::new(format!("{place}/reset"), key("admin-help")),
            state_heading: key(&format!("admin-{state_name}-heading")),
            state_text: key(&format!("admin-{state_name}-text")),
            disable: member
                .is_enabled()
                .then(|| Link::new(format!("{place}/disable"), key("admin-disable"))),
            enable: key("admin-enable"),
            enable_at: format!("{place}/enable"),
        }
    }

    /// With a sentence about what the last request did.
    pub(super) fn done(mut self, cx: &Cx, done: &str) -> Self {
        if matches!(done, "role" | "disabled" | "enabled" | "reset") {
            let text = cx.words().t1(&format!("admin-done-{done}"), "name", self.name.as_str());
            self.shell.notice = Some(Notice::new(NoticeKind::Done, text));
        }
        self
    }
}

fn facts(cx: &Cx, member: &Member, steps: &SecondSteps) -> Vec<Fact> {
    let words = cx.words();
    let came = member
        .signed_in
        .map_or_else(|| cx.t("admin-never"), |at| words.date_time(at));
    let mut facts = vec![
        Fact::new(cx.t("admin-username"), &member.username),
        Fact::new(cx.t("admin-role"), role_name(cx, member.role)),
        Fact::new(cx.t("admin-email"), &member.email),
        Fact::new(cx.t("admin-last"), came),
        Fact::new(cx.t("admin-made"), words.date_time(member.created)),
    ];
    // Who signs in at the organisation shows the second step there.
    if !member.vouched {
        facts.push(steps.fact(cx));
    }
    if let Some(since) = member.disabled {
        facts.push(Fact::new(cx.t("admin-off-since"), words.date_time(since)));
    }
    facts
}

/// What is asked before it is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Asked {
    /// Switching an account off.
    Disable,
    /// Signing it out everywhere, and helping its person back in.
    Reset,
}

/// "Are you sure?", with what will happen.
#[derive(Template)]
#[template(path = "staff/confirm.html")]
pub(super) struct Confirm {
    shell: Shell,
    heading: String,
    steps: Vec<String>,
    action: String,
    button: String,
    cancel: Link,
}

impl Confirm {
    pub(super) fn new(cx: &Cx, member: &Member, asked: Asked) -> Self {
        let name = match asked {
            Asked::Disable => "disable",
            Asked::Reset => "reset",
        };
        let words = cx.words();
        let place = format!("/clinic/admin/accounts/{}", member.id);
        let heading = words.t1(&format!("admin-{name}-heading"), "name", member.name.as_str());
        let steps = (1..=3).map(|step| cx.t(&format!("admin-{name}-step-{step}")));
        Self {
            shell: cx.shell(heading.clone()),
            heading,
            steps: steps.collect(),
            action: format!("{place}/{name}"),
            button: cx.t(&format!("admin-{name}-button")),
            cancel: Link::new(place, cx.t("admin-cancel")),
        }
    }
}

/// The form that invites.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct InviteForm {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) role: String,
}

/// What is wrong with it.
#[derive(Clone, Copy, Default)]
pub(super) struct Wrong {
    pub(super) name: bool,
    pub(super) email: bool,
    pub(super) role: bool,
}

impl Wrong {
    pub(super) fn any(self) -> bool {
        self.name || self.email || self.role
    }
}

/// The page of that form.
#[derive(Template)]
#[template(path = "staff/invite.html")]
pub(super) struct Invite {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    fields: [Field; 3],
    button: String,
}

impl Invite {
    pub(super) fn new(cx: &Cx, typed: &InviteForm, wrong: Wrong) -> Self {
        let key = |name: &str| cx.t(name);
        let error = |is_wrong: bool, name: &str| is_wrong.then(|| key(name));
        let fields = [
            Field::new(FieldKind::Text, "name", key("admin-full-name"))
                .value(&typed.name)
                .max_length(100)
                .error(error(wrong.name, "admin-name-wrong")),
            Field::new(FieldKind::Email, "email", key("admin-email"))
                .hint(key("admin-email-hint"))
                .value(&typed.email)
                .max_length(254)
                .error(error(wrong.email, "admin-email-wrong")),
            role_field(cx, Role::parse(&typed.role)).error(error(wrong.role, "admin-role-wrong")),
        ];
        Self {
            shell: cx.shell(key("admin-invite")),
            back: Link::new("/clinic/admin/accounts", key("admin-heading")),
            heading: key("admin-invite"),
            lede: key("admin-invite-lede"),
            summary: ErrorSummary::of(&key("admin-problem"), &fields),
            fields,
            button: key("admin-send-invitation"),
        }
    }

    /// With the word that what was typed was kept and is not sent.
    pub(super) fn kept(mut self, cx: &Cx) -> Self {
        self.shell.notice = Some(Notice::new(NoticeKind::Warning, cx.t("web-draft-kept")));
        self
    }
}

/// What is wrong with a username and password: the keys of the words.
#[derive(Clone, Copy, Default)]
pub(super) struct JoinWrong {
    pub(super) username: Option<&'static str>,
    pub(super) password: Option<&'static str>,
}

impl JoinWrong {
    pub(super) fn any(self) -> bool {
        self.username.is_some() || self.password.is_some()
    }
}

/// The page where an invitation is taken.
#[derive(Template)]
#[template(path = "staff/join.html")]
pub(super) struct Join {
    shell: Shell,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    code: String,
    username: Field,
    password: Field,
    button: String,
}

impl Join {
    pub(super) fn new(cx: &Cx, invitation: &Invitation, typed: &Typed, wrong: JoinWrong) -> Self {
        let words = cx.words();
        let key = |name: &str| words.t(name).into_owned();
        let username = Field::new(FieldKind::Text, "username", key("identity-new-username"))
            .hint(key("identity-new-username-hint"))
            .value(&typed.username)
            .autocomplete("username")
            .max_length(40)
            .error(wrong.username.map(key));
        let password = Field::new(FieldKind::Password, "password", key("identity-new-password"))
            .hint(key("identity-new-password-hint"))
            .autocomplete("new-password")
            .max_length(256)
            .reveal(key("identity-show"), key("identity-hide"))
            .error(wrong.password.map(key));
        let role = role_name(cx, invitation.role);
        Self {
            shell: cx.shell(key("admin-join-heading")),
            heading: key("admin-join-heading"),
            lede: words.with(
                "admin-join-lede",
                &[
                    ("name", invitation.name.as_str().into()),
                    ("clinic", cx.site().clinic.as_str().into()),
                    ("role", role.as_str().into()),
                ],
            ),
            summary: ErrorSummary::of(&key("web-problem"), [&username, &password]),
            code: typed.code.clone(),
            username,
            password,
            button: key("identity-make-account"),
        }
    }
}

/// The page of a link that does not open.
pub(super) fn gone(cx: &Cx) -> Message {
    let lines = ["admin-gone-used", "admin-gone-next"].map(|line| cx.t(line));
    let sign_in = Link::new("/clinic/sign-in", cx.t("identity-clinic-sign-in-heading"));
    Message::new(
        cx,
        cx.t("admin-gone-heading"),
        cx.t("admin-gone-lede"),
        lines.into(),
        sign_in,
    )
    .in_outline()
}
