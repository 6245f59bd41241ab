//! Who may have which address: read by the route walk.

use madrone_authz::Role;
use madrone_web::{Gate, Method};

use crate::portal::Portal;
use crate::record;
use crate::routes::{Gets, Who};

/// A word that stands in Maria's chart and nowhere else.
pub(crate) const SECRET: &str = "Xylophonia";

/// The account that administrators' addresses name: nobody walks as it.
const SPARE: &str = "spare-account";

/// Puts what the addresses name into the house.
pub(crate) fn furnish(portal: &Portal) {
    portal.patient("maria");
    portal.patient("walter");
    portal.put(record::chart("maria", SECRET));
    portal.account_with_id(SPARE, "spare", Some(Role::Billing), None);
}

/// A real address for a pattern; `None` for patterns that nobody has thought about.
pub(crate) fn address(method: Method, path: &str) -> Option<String> {
    let as_it_is = [
        "/access-log",
        "/account/confirm",
        "/family/accept",
        "/family/connect",
        "/family/invite",
        "/family/join",
        "/account/password",
        "/account/security",
        "/hooks/text-messages",
        "/session",
        "/settings/notifications",
        "/sign-in/passcode",
        "/sign-in/passkey",
    ];
    let known = match (method, path) {
        (
            Method::Get,
            "/" | "/home" | "/family" | "/sharing" | "/birthday" | "/clinic" | "/menu" | "/account/devices"
            | "/settings/security",
        )
        | (_, "/sign-in" | "/clinic/sign-in" | "/sign-in/verify" | "/sign-up" | "/terms")
        | (Method::Post, "/sign-in/resend" | "/sign-out" | "/account/devices/sign-out-others") => path,
        (_, path) if path.starts_with("/family/") && path.contains("{id}") => {
            return Some(path.replace("{id}", "nobodys"));
        }
        (Method::Get, "/sharing/items" | "/clinic/access-reports") => path,
        (_, "/sharing/items/{kind}/{id}") => {
            return of_the_record("/health/{kind}/{id}").map(|item| item.replace("/health", "/sharing/items"));
        }
        (_, "/access-log/entries/{id}") => "/access-log/entries/0",
        (_, "/clinic/access-reports/{id}") => "/clinic/access-reports/nobodys",
        (_, "/account/devices/trusted/{id}/revoke") => "/account/devices/trusted/nobodys/revoke",
        (_, "/account/security/passkeys/{id}/remove") => "/account/security/passkeys/nobodys/remove",
        (_, "/account/security/passcode/{id}/remove") => "/account/security/passcode/nobodys/remove",
        (_, path) if as_it_is.iter().any(|page| path.starts_with(page)) => path,
        (Method::Post, "/account/devices/{id}/sign-out") => "/account/devices/nobodys/sign-out",
        (_, path) if path.starts_with("/clinic/sign-in/") => path,
        (_, "/clinic/patients/{id}/held/{kind}/{item}") => "/clinic/patients/maria/held/Encounter/nobodys",
        (_, path) if path.starts_with("/clinic/patients/{id}/") => return Some(path.replace("{id}", "maria")),
        (
            _,
            "/join"
            | "/clinic/admin/patients"
            | "/clinic/admin"
            | "/clinic/admin/accounts"
            | "/clinic/admin/accounts/invite",
        ) => path,
        (_, path) if path.starts_with("/clinic/admin/accounts/{id}") => return Some(path.replace("{id}", SPARE)),
        (Method::Post, path) if path.starts_with("/clinic/admin/invitations/{id}/") => {
            return Some(path.replace("{id}", "nobodys"));
        }
        (Method::Get, "/clinic/admin/queue") => path,
        (_, path) if path.starts_with("/clinic/admin/queue/{kind}/") => return Some(path.replace("{kind}", "no-such")),
        (_, path) if path.starts_with("/sign-up/") => path,
        (Method::Get, "/clinic/signups") => path,
        (_, path) if path.starts_with("/clinic/signups/{id}") => return Some(path.replace("{id}", "nobodys")),
        (_, "/clinic/proxies/{id}") => "/clinic/proxies/nobodys",
        (Method::Get, "/clinic/profile-changes" | "/clinic/proxies") => path,
        (_, path) if path.starts_with("/clinic/profile-changes/{id}") => return Some(path.replace("{id}", "nobodys")),
        (_, "/settings/profile" | "/settings/profile/people/new") => path,
        (_, "/settings/profile/{section}") => "/settings/profile/about",
        (_, path) if path.starts_with("/settings/profile/contact/{part}") => {
            return Some(path.replace("{part}", "home-phone"));
        }
        (_, path) if path.starts_with("/settings/profile/people/{id}") => return Some(path.replace("{id}", "nobodys")),
        (_, path) if path == "/recover" || path.starts_with("/recover/") => path,
        (Method::Get, path) => return of_the_record(path),
        _ => return None,
    };
    Some(known.to_owned())
}

/// The addresses of the record, with what [`furnish`] put there.
fn of_the_record(path: &str) -> Option<String> {
    let plain = [
        "/results",
        "/medications",
        "/medications/list",
        "/allergies",
        "/conditions",
        "/immunizations",
        "/visits",
        "/documents",
        "/summary",
        "/summary.pdf",
        "/health",
        "/clinic/patients",
    ];
    if plain.contains(&path) {
        return Some(path.to_owned());
    }
    Some(
        match path {
            "/results/{id}" => "/results/maria-lipids",
            "/results/Observation/{id}" => "/results/Observation/maria-ldl",
            "/results/{id}/file/{n}" => "/results/maria-xray/file/0",
            "/visits/{id}" => "/visits/maria-visit",
            "/documents/{id}" => "/documents/maria-note",
            "/documents/{id}/file/{n}" => "/documents/maria-note/file/0",
            "/health/{kind}" => "/health/Goal",
            "/health/{kind}/{id}" => "/health/Goal/maria-walk",
            "/clinic/patients/{id}" => "/clinic/patients/maria",
            _ => return None,
        }
        .to_owned(),
    )
}

/// What `who` gets at an address.
pub(crate) fn expected(path: &str, gate: Gate, who: Who) -> Gets {
    let staff = matches!(who, Who::Staff(_));
    match (gate, who) {
        // The house that is walked has no sign-in of an organisation, and no walker signs as a provider does.
        (Gate::Program, _) => Gets::NotFound,
        (Gate::Public, _) if path.starts_with("/clinic/sign-in/") => Gets::NotFound,
        (Gate::Public, _) => Gets::Served,
        (_, Who::Anonymous) => Gets::SignIn,
        // Of adults; family goes through minors. And there is no entry at that place; access_log.rs asks about some.
        _ if path == "/birthday" || path == "/access-log/entries/{id}" => Gets::NotFound,
        (Gate::SignedIn, _) if path.contains("{id}") => Gets::NotFound,
        (Gate::Person, _) if path.starts_with("/account/") && path.contains("{id}") => Gets::NotFound,
        (Gate::Person, _) if staff => Gets::NotFound,
        (Gate::Person, _) if path.starts_with("/family/") && path.contains("{id}") => Gets::NotFound,
        (Gate::Staff, _) if !staff => Gets::NotFound,
        (Gate::Staff, Who::Staff(role)) => at_the_clinic(path, role),
        (Gate::Person, _) if path.starts_with("/settings/profile/people/{id}") => Gets::NotFound,
        (Gate::Person, _) if path.starts_with("/settings/notifications/browsers/{id}") => Gets::NotFound,
        // Forms, and a kind of resource, of which everybody has their own.
        (_, Who::Walter) if path.starts_with("/settings/profile/") => Gets::Own,
        (_, Who::Walter) if path == "/health/{kind}" => Gets::Own,
        (_, Who::Walter) if path.contains('{') => Gets::NotFound,
        (_, Who::Walter) => Gets::Own,
        _ => Gets::Served,
    }
}

/// What the pages of the clinic give each role: administrators run the portal and open no chart.
fn at_the_clinic(path: &str, role: Role) -> Gets {
    let runs_the_portal = role == Role::Administrator;
    let is_theirs = match path {
        // Nothing was given up; notices.rs goes through what was.
        path if path.starts_with("/clinic/admin/queue/{kind}/") => false,
        path if path.starts_with("/clinic/admin/invitations/{id}/") => false,
        path if path.starts_with("/clinic/admin") => runs_the_portal,
        // There is no such request or item; family/ goes through those that there are.
        "/clinic/proxies/{id}" | "/clinic/access-reports/{id}" | "/clinic/patients/{id}/held/{kind}/{item}" => false,
        "/clinic/patients/{id}/family" | "/clinic/patients/{id}/family/change" => {
            !matches!(role, Role::Billing | Role::Pharmacist | Role::Administrator)
        }
        "/clinic/access-reports" => role == Role::Records,
        "/clinic/patients/{id}/held" => matches!(role, Role::Clinician | Role::Records),
        "/clinic/profile-changes" | "/clinic/proxies" => matches!(role, Role::FrontDesk | Role::Records),
        // There is no such change; profile.rs goes through those that there are.
        path if path.starts_with("/clinic/profile-changes/{id}") => false,
        "/clinic/signups" => matches!(role, Role::FrontDesk | Role::Records | Role::Administrator),
        // There is no such request; sign_up_queue.rs goes through those that there are.
        path if path.starts_with("/clinic/signups/{id}") => false,
        "/clinic/patients/{id}/portal" => {
            matches!(role, Role::Clinician | Role::Nurse | Role::FrontDesk | Role::Records)
        }
        "/clinic/patients/{id}/sign-in-help" => matches!(role, Role::FrontDesk | Role::Administrator),
        path => !(path.starts_with("/clinic/patients") && runs_the_portal),
    };
    if is_theirs { Gets::Served } else { Gets::NotFound }
}
