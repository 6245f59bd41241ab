//! The list of those who have an account, who had one, and who are invited.

use askama::Template;
use madrone_authz::Role;
use madrone_fhir::fold;
use madrone_web::components::{
    Badge, BadgeKind, Cell, Choice, EmptyState, Field, FieldKind, Link, Notice, NoticeKind, Pager, Tab, Table,
};
use madrone_web::{Cx, Failure, Shell};
use serde::Deserialize;

use super::LIVES;
use super::second_steps::Counted;
use super::store::Invitation;
use super::view::role_name;
use madrone_accounts::Member;

/// So many people are on one page.
const ROWS: usize = 50;

/// Which list, and who is looked for.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    pub(super) q: String,
    pub(super) role: String,
    pub(super) show: String,
    pub(super) page: String,
    pub(super) done: String,
}

/// The lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum List {
    Active,
    Disabled,
    Invited,
}

impl List {
    const ALL: [Self; 3] = [Self::Active, Self::Disabled, Self::Invited];

    fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Invited => "invited",
        }
    }

    fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|list| list.name() == name)
            .unwrap_or(Self::Active)
    }
}

/// The page of the lists.
#[derive(Template)]
#[template(path = "staff/index.html")]
pub(super) struct Index {
    shell: Shell,
    heading: String,
    lede: String,
    invite: Link,
    tabs_label: String,
    tabs: Vec<Tab>,
    search: Option<Search>,
    table: Option<Table>,
    invited: Vec<Invited>,
    empty: Option<EmptyState>,
    pager: Pager,
}

struct Search {
    label: String,
    value: String,
    submit: String,
    clear: Option<Link>,
    show: &'static str,
    role: Field,
}

/// Somebody who is invited.
struct Invited {
    name: String,
    lines: Vec<String>,
    actions: [Action; 2],
}

/// A button, what it says aloud, and where it leads.
struct Action {
    path: String,
    label: String,
    spoken: String,
}

impl Index {
    pub(super) fn new(cx: &Cx, wish: &Wish, members: Vec<Member>, invitations: &[Invitation]) -> Result<Self, Failure> {
        let words = cx.words();
        let list = List::named(&wish.show);
        let role = Role::parse(&wish.role);
        let sought = |member: &Member| role.is_none_or(|role| member.role == role) && member.matches(&wish.q);
        let (on, off): (Vec<Member>, Vec<Member>) = members.into_iter().filter(sought).partition(Member::is_enabled);
        let count = |list| match list {
            List::Active => on.len(),
            List::Disabled => off.len(),
            List::Invited => invitations.len(),
        };
        let tabs = List::ALL.map(|one| Tab {
            href: address(one, wish, 0),
            label: cx.t(&format!("admin-list-{}", one.name())),
            count: Some(count(one).to_string()),
            current: one == list,
        });
        let page = wish.page.parse::<usize>().unwrap_or(0);
        let pager = pager(cx, wish, list, (page, count(list)));
        let mut shown = match list {
            List::Active => on,
            List::Disabled => off,
            List::Invited => Vec::new(),
        };
        shown.sort_by_cached_key(|member| (fold(&member.name), member.username.clone()));
        let shown: Vec<Member> = shown.into_iter().skip(page * ROWS).take(ROWS).collect();
        let counted = Counted::of(cx.tx(), &shown)?;
        let invited: Vec<Invited> = match list {
            List::Invited => invitations.iter().map(|one| Invited::new(cx, one)).collect(),
            _ => Vec::new(),
        };
        let heading = cx.t("admin-heading");
        let mut shell = cx.shell(heading.clone());
        shell.notice = match wish.done.as_str() {
            done @ ("invited" | "withdrawn") => {
                Some(Notice::new(NoticeKind::Done, words.t(&format!("admin-done-{done}"))))
            }
            _ => None,
        };
        Ok(Self {
            shell,
            heading,
            lede: cx.t("admin-lede"),
            invite: Link::new("/clinic/admin/accounts/invite", cx.t("admin-invite")),
            tabs_label: cx.t("admin-lists"),
            tabs: tabs.into(),
            search: (list != List::Invited).then(|| Search::new(cx, wish, list, role)),
            empty: (shown.is_empty() && invited.is_empty()).then(|| empty(cx, wish, list)),
            table: (!shown.is_empty()).then(|| table(cx, list, (&shown, &counted))),
            invited,
            pager,
        })
    }
}

impl Search {
    fn new(cx: &Cx, wish: &Wish, list: List, role: Option<Role>) -> Self {
        let any = Choice::new("", cx.t("admin-any-role"));
        let roles = Role::ALL.map(|role| Choice::new(role.name(), role_name(cx, role)));
        let field = Field::new(FieldKind::Select, "role", cx.t("admin-role"))
            .optional()
            .choices([any].into_iter().chain(roles).collect())
            .value(role.map_or("", Role::name));
        let is_narrowed = !wish.q.is_empty() || role.is_some();
        let clear = Link::new(
            format!("/clinic/admin/accounts?show={}", list.name()),
            cx.t("admin-clear"),
        );
        Self {
            label: cx.t("admin-find"),
            value: wish.q.clone(),
            submit: cx.t("admin-search"),
            clear: is_narrowed.then_some(clear),
            show: list.name(),
            role: field,
        }
    }
}

impl Invited {
    fn new(cx: &Cx, invitation: &Invitation) -> Self {
        let words = cx.words();
        let action = |name: &str| Action {
            path: format!("/clinic/admin/invitations/{}/{name}", invitation.id),
            label: cx.t(&format!("admin-{name}")),
            spoken: words.t1(&format!("admin-{name}-whose"), "name", invitation.name.as_str()),
        };
        let ends = words.date_time(invitation.created.plus(LIVES));
        Self {
            name: invitation.name.clone(),
            lines: vec![
                format!("{} · {}", role_name(cx, invitation.role), invitation.email),
                words.t1("admin-invited-by", "name", invitation.inviter.as_str()),
                words.t1("admin-invited-until", "when", ends.as_str()),
            ],
            actions: ["resend", "withdraw"].map(action),
        }
    }
}

fn table(cx: &Cx, list: List, (members, counted): (&[Member], &Counted)) -> Table {
    let words = cx.words();
    let row = |member: &Member| {
        let came = member
            .signed_in
            .map_or_else(|| cx.t("admin-never"), |at| words.date_time_short(at));
        let name = Cell::link(format!("/clinic/admin/accounts/{}", member.id), &member.name);
        let mut cells = vec![
            name,
            Cell::text(&member.username),
            Cell::text(role_name(cx, member.role)),
            counted.cell(cx, member),
            Cell::text(came),
        ];
        if let Some(since) = member.disabled {
            cells.push(Cell::text(words.date_time_short(since)).badge(state(cx, member)));
        }
        cells
    };
    let mut head = vec![
        "admin-name",
        "admin-username",
        "admin-role",
        "security-second-heading",
        "admin-last",
    ];
    if list == List::Disabled {
        head.push("admin-off-since");
    }
    Table {
        caption: cx.t(&format!("admin-list-{}", list.name())),
        head: head.into_iter().map(|key| cx.t(key)).collect(),
        rows: members.iter().map(row).collect(),
    }
}

/// Whether an account can be used, as a badge.
pub(super) fn state(cx: &Cx, member: &Member) -> Badge {
    if member.is_enabled() {
        Badge::new(BadgeKind::InRange, cx.t("admin-state-on"))
    } else {
        Badge::new(BadgeKind::Due, cx.t("admin-state-off"))
    }
}

fn empty(cx: &Cx, wish: &Wish, list: List) -> EmptyState {
    let narrowed = list != List::Invited && !(wish.q.is_empty() && wish.role.is_empty());
    let name = if narrowed { "found" } else { list.name() };
    EmptyState {
        icon: if narrowed { "search-x" } else { "users" },
        title: cx.t(&format!("admin-none-{name}")),
        why: cx.t(&format!("admin-none-{name}-why")),
        actions: Vec::new(),
    }
}

fn pager(cx: &Cx, wish: &Wish, list: List, (page, count): (usize, usize)) -> Pager {
    Pager {
        label: cx.t("admin-pages"),
        newer: (page > 0).then(|| Link::new(address(list, wish, page - 1), cx.t("admin-page-before"))),
        older: ((page + 1) * ROWS < count && list != List::Invited)
            .then(|| Link::new(address(list, wish, page + 1), cx.t("admin-page-after"))),
    }
}

fn address(list: List, wish: &Wish, page: usize) -> String {
    let mut pairs = vec![("show", list.name().to_owned())];
    if list != List::Invited {
        pairs.extend([("q", wish.q.clone()), ("role", wish.role.clone())]);
    }
    if page > 0 {
        pairs.push(("page", page.to_string()));
    }
    pairs.retain(|(_, value)| !value.is_empty());
    let said = serde_urlencoded::to_string(&pairs).unwrap_or_default();
    format!("/clinic/admin/accounts?{said}")
}
