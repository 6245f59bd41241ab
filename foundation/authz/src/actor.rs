//! Who acts.

use std::fmt;

/// A person or program that asks for something, as far as decisions need to know it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Actor {
    /// Nobody has signed in.
    Anonymous,
    /// A person with an account in the portal. It may have a chart of its own; parents and carers may have none.
    Person {
        /// The account.
        account: String,
        /// The person's name, as the audit shows it.
        name: String,
        /// The id of the Patient that is this person.
        own_chart: Option<String>,
    },
    /// Someone who works for the clinic.
    Staff {
        /// The account.
        account: String,
        /// The person's name, as the audit shows it.
        name: String,
        /// What they do there.
        role: Role,
    },
    /// Madrone itself: imports, jobs, the command line.
    System {
        /// Which part of it.
        part: &'static str,
    },
}

impl Actor {
    /// The kind, as the audit keeps it: `anonymous`, `person`, `system`, or the role.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Person { .. } => "person",
            Self::Staff { role, .. } => role.name(),
            Self::System { .. } => "system",
        }
    }

    /// The account, or the part of the system.
    pub fn id(&self) -> &str {
        match self {
            Self::Anonymous => "",
            Self::Person { account, .. } | Self::Staff { account, .. } => account,
            Self::System { part } => part,
        }
    }

    /// The name that the audit shows.
    pub fn name(&self) -> &str {
        match self {
            Self::Anonymous => "",
            Self::Person { name, .. } | Self::Staff { name, .. } => name,
            Self::System { part } => part,
        }
    }

    /// Whether `patient` is this person.
    pub fn is_self(&self, patient: &str) -> bool {
        matches!(self, Self::Person { own_chart: Some(own), .. } if own == patient)
    }
}

/// What someone does at the clinic; one per account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Diagnoses and treats.
    Clinician,
    /// Nurses and medical assistants.
    Nurse,
    /// Front desk.
    FrontDesk,
    /// Billing.
    Billing,
    /// Health records and privacy.
    Records,
    /// Pharmacist.
    Pharmacist,
    /// Runs the portal; sees no charts.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] = [
        Self::Clinician,
        Self::Nurse,
        Self::FrontDesk,
        Self::Billing,
        Self::Records,
        Self::Pharmacist,
        Self::Administrator,
    ];

    /// As the command line, the database and the audit spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clinician => "clinician",
            Self::Nurse => "nurse",
            Self::FrontDesk => "front-desk",
            Self::Billing => "billing",
            Self::Records => "records",
            Self::Pharmacist => "pharmacist",
            Self::Administrator => "administrator",
        }
    }

    /// The role called `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
