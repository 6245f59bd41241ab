//! Signing in: a password, then a code.

pub(crate) mod handlers;
pub(crate) mod store;
mod view;

use madrone_authz::Role;

pub(crate) use handlers::STEP;

/// Which door somebody came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Door {
    /// Patients and those who care for them.
    Patient,
    /// The clinic's staff.
    Clinic,
}

impl Door {
    /// The door that an account with this role comes in by.
    pub(crate) fn of(role: Option<Role>) -> Self {
        if role.is_some() { Self::Clinic } else { Self::Patient }
    }

    /// Where it is.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Patient => "/sign-in",
            Self::Clinic => "/clinic/sign-in",
        }
    }

    /// Where it leads.
    pub(crate) fn home(self) -> &'static str {
        match self {
            Self::Patient => "/home",
            Self::Clinic => "/clinic",
        }
    }

    /// Whether an account with this role comes in here.
    pub(crate) fn admits(self, role: Option<Role>) -> bool {
        Self::of(role) == self
    }
}

/// Where to go after signing in: a page of ours that was asked for, else home.
pub(crate) fn safe_next(next: &str, door: Door) -> String {
    let ours =
        next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') && !next.contains(char::is_control);
    let at_this_door = next.starts_with("/account/") || next.starts_with("/clinic") == (door == Door::Clinic);
    if ours && at_this_door {
        next.to_owned()
    } else {
        door.home().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site_after_signing_in() {
        for elsewhere in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "",
            "/\nx",
        ] {
            assert_eq!(safe_next(elsewhere, Door::Patient), "/home", "{elsewhere}");
        }
        assert_eq!(safe_next("/results/1", Door::Patient), "/results/1");
    }

    #[test]
    fn each_door_leads_to_its_own_side() {
        assert_eq!(safe_next("/clinic/patients", Door::Patient), "/home");
        assert_eq!(safe_next("/results", Door::Clinic), "/clinic");
        assert_eq!(
            safe_next("/account/devices", Door::Clinic),
            "/account/devices",
            "everybody has one"
        );
        assert!(Door::Clinic.admits(Some(Role::Nurse)) && !Door::Clinic.admits(None));
        assert!(Door::Patient.admits(None) && !Door::Patient.admits(Some(Role::Nurse)));
    }
}
