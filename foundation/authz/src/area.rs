//! The parts of a chart that are opened or closed as one.

use madrone_fhir::ResourceType;

/// A part of a chart, as people who share it understand it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Area {
    /// Who the patient is: name and contacts.
    Demographics,
    /// Appointments and the schedule around them.
    Appointments,
    /// Test results and vital signs.
    Results,
    /// Medicines.
    Medications,
    /// Allergies.
    Allergies,
    /// Health issues.
    Conditions,
    /// Immunizations.
    Immunizations,
    /// Visits, procedures, plans of care: what was and will be done.
    Visits,
    /// Documents and notes.
    Documents,
    /// Messages.
    Messages,
    /// Coverage, bills and payments.
    Billing,
    /// Everything else that is about a patient.
    Other,
    /// Who else may see the chart, what they agreed to, and who looked.
    Sharing,
}

impl Area {
    /// Every area.
    pub const ALL: [Self; 13] = [
        Self::Demographics,
        Self::Appointments,
        Self::Results,
        Self::Medications,
        Self::Allergies,
        Self::Conditions,
        Self::Immunizations,
        Self::Visits,
        Self::Documents,
        Self::Messages,
        Self::Billing,
        Self::Other,
        Self::Sharing,
    ];

    /// As the audit and the sharing of areas spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Demographics => "demographics",
            Self::Appointments => "appointments",
            Self::Results => "results",
            Self::Medications => "medications",
            Self::Allergies => "allergies",
            Self::Conditions => "conditions",
            Self::Immunizations => "immunizations",
            Self::Visits => "visits",
            Self::Documents => "documents",
            Self::Messages => "messages",
            Self::Billing => "billing",
            Self::Other => "other",
            Self::Sharing => "sharing",
        }
    }

    /// The area called `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|area| area.name() == name)
    }

    /// The area that resources of a type belong to.
    pub fn of(kind: ResourceType) -> Self {
        use ResourceType as T;
        match kind {
            T::Patient | T::Person => Self::Demographics,
            T::Appointment | T::AppointmentResponse | T::Schedule | T::Slot => Self::Appointments,
            T::Observation | T::DiagnosticReport | T::Specimen | T::ImagingStudy | T::Media => Self::Results,
            T::Medication
            | T::MedicationRequest
            | T::MedicationStatement
            | T::MedicationDispense
            | T::MedicationAdministration => Self::Medications,
            T::AllergyIntolerance => Self::Allergies,
            T::Condition => Self::Conditions,
            T::Immunization | T::ImmunizationEvaluation | T::ImmunizationRecommendation => Self::Immunizations,
            T::Encounter
            | T::EpisodeOfCare
            | T::Procedure
            | T::CarePlan
            | T::CareTeam
            | T::Goal
            | T::ServiceRequest => Self::Visits,
            T::DocumentReference | T::DocumentManifest | T::Composition | T::Binary => Self::Documents,
            T::Consent | T::RelatedPerson => Self::Sharing,
            T::Communication | T::CommunicationRequest => Self::Messages,
            T::Account
            | T::ChargeItem
            | T::Claim
            | T::ClaimResponse
            | T::Coverage
            | T::CoverageEligibilityRequest
            | T::CoverageEligibilityResponse
            | T::ExplanationOfBenefit
            | T::Invoice
            | T::PaymentNotice
            | T::PaymentReconciliation => Self::Billing,
            _ => Self::Other,
        }
    }
}

/// A set of areas.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Areas(u16);

impl Areas {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// Whether `area` is one of them.
    pub fn holds(self, area: Area) -> bool {
        self.0 & (1 << area as u8) != 0
    }

    /// One of them.
    pub const fn of(area: Area) -> Self {
        Self(1 << area as u8)
    }

    /// The one that there is; `None` of none and of several.
    pub fn only(self) -> Option<Area> {
        Area::ALL.into_iter().find(|area| self == Self::of(*area))
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those of the first that are not in the second.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl FromIterator<Area> for Areas {
    fn from_iter<I: IntoIterator<Item = Area>>(areas: I) -> Self {
        Self(areas.into_iter().fold(0, |set, area| set | 1 << area as u8))
    }
}
