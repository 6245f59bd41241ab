//! What a session rests on, besides a password.

use madrone_authz::Role;

use crate::Limits;
use crate::factor::Way;

/// How somebody showed who they are when a session began.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Proof {
    /// By the second step.
    Step(Way),
    /// By the organisation's own sign-in, which asks for as many steps as the organisation wants.
    Provider,
    /// By a device that is trusted: no second step was shown.
    Device,
    /// By a device's key and the passcode on it.
    Passcode,
    /// By a code from the clinic, where somebody had seen who it is.
    Clinic,
}

impl Proof {
    /// Its name in the table.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Step(way) => way.name(),
            Self::Provider => "provider",
            Self::Device => "device",
            Self::Passcode => "passcode",
            Self::Clinic => "clinic",
        }
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        match name {
            "provider" => Some(Self::Provider),
            "device" => Some(Self::Device),
            "passcode" => Some(Self::Passcode),
            "clinic" => Some(Self::Clinic),
            way => Way::parse(way).map(Self::Step),
        }
    }

    /// Whether the session lets its account do nothing but set up a stronger second step.
    pub(super) fn only_lets_enrol(self, role: Option<Role>, limits: &Limits) -> bool {
        match self {
            Self::Step(way) => way.only_lets_enrol(role, limits),
            Self::Provider | Self::Device | Self::Passcode | Self::Clinic => false,
        }
    }

    /// Whether something was shown just now that is enough to change how the account signs in.
    pub(super) fn is_fresh(self) -> bool {
        !matches!(self, Self::Device | Self::Passcode)
    }
}

impl From<Way> for Proof {
    fn from(way: Way) -> Self {
        Self::Step(way)
    }
}

#[cfg(test)]
mod tests {
    use super::Proof;
    use crate::factor::Way;

    #[test]
    fn every_proof_is_read_as_it_was_written() {
        for proof in [
            Proof::Step(Way::Passkey),
            Proof::Step(Way::App),
            Proof::Step(Way::Sms),
            Proof::Step(Way::Call),
            Proof::Step(Way::Email),
            Proof::Step(Way::Recovery),
            Proof::Provider,
            Proof::Device,
            Proof::Passcode,
            Proof::Clinic,
        ] {
            assert_eq!(Proof::parse(proof.name()), Some(proof));
        }
        assert_eq!(Proof::parse("charm"), None);
    }
}
