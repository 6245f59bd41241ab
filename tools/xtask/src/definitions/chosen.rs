//! Which search parameters the portal indexes: those of the US Core 6.1.0 and 7.0.0 servers, and those its features
//! ask for. Each costs index rows at every write; add one when something asks for it.

/// Parameters of every type, from `meta`.
pub(super) const COMMON: &[&str] = &["_security", "_tag"];

/// Parameters that R4 does not define: type, name, kind, expression.
pub(super) const OWN: &[(&str, &str, &str, &str)] = &[("Communication", "topic", "token", "Communication.topic")];

/// Token parameters whose words are indexed too, for `:text`.
pub(super) const WITH_TEXT: &[(&str, &str)] = &[
    ("AllergyIntolerance", "code"),
    ("Condition", "code"),
    ("DiagnosticReport", "code"),
    ("DocumentReference", "type"),
    ("Immunization", "vaccine-code"),
    ("Medication", "code"),
    ("MedicationAdministration", "code"),
    ("MedicationDispense", "code"),
    ("MedicationRequest", "code"),
    ("MedicationStatement", "code"),
    ("Observation", "code"),
    ("Procedure", "code"),
    ("ServiceRequest", "code"),
];

/// The parameters of each type.
pub(super) const CHOSEN: &[(&str, &str)] = &[
    ("Account", "identifier name owner patient period status subject type"),
    (
        "AllergyIntolerance",
        "category clinical-status code criticality date identifier patient type verification-status",
    ),
    (
        "Appointment",
        "actor appointment-type based-on date identifier location part-status patient practitioner reason-code \
         service-category service-type slot specialty status",
    ),
    (
        "AppointmentResponse",
        "actor appointment identifier location part-status patient practitioner",
    ),
    (
        "AuditEvent",
        "action agent date entity outcome patient source subtype type",
    ),
    ("Basic", "author code created identifier patient subject"),
    ("Binary", ""),
    (
        "CarePlan",
        "activity-reference based-on care-team category condition date encounter goal identifier intent part-of patient \
         status subject",
    ),
    (
        "CareTeam",
        "category date encounter identifier participant patient role status subject",
    ),
    (
        "ChargeItem",
        "account code context entered-date identifier occurrence patient service subject",
    ),
    (
        "Claim",
        "created encounter identifier insurer patient provider status use",
    ),
    (
        "ClaimResponse",
        "created identifier insurer outcome patient request status use",
    ),
    (
        "Communication",
        "based-on category encounter identifier medium part-of patient received recipient sender sent status subject \
         topic",
    ),
    (
        "CommunicationRequest",
        "authored based-on category identifier occurrence patient priority recipient requester sender status subject",
    ),
    (
        "Composition",
        "author category date encounter identifier patient period status subject title type",
    ),
    (
        "Condition",
        "abatement-date asserted-date asserter category clinical-status code encounter identifier onset-date patient \
         recorded-date severity subject verification-status",
    ),
    (
        "Consent",
        "action actor category consentor date identifier organization patient period scope source-reference status",
    ),
    (
        "Coverage",
        "beneficiary identifier patient payor policy-holder status subscriber type",
    ),
    (
        "CoverageEligibilityResponse",
        "created identifier insurer outcome patient request status",
    ),
    (
        "Device",
        "device-name identifier location manufacturer model organization patient status type udi-di",
    ),
    ("DeviceUseStatement", "device identifier patient subject"),
    (
        "DiagnosticReport",
        "based-on category code conclusion date encounter identifier issued patient performer result \
         results-interpreter specimen status subject",
    ),
    (
        "DocumentReference",
        "author category contenttype custodian date description encounter identifier patient period related relatesto \
         security-label status subject type",
    ),
    (
        "Encounter",
        "appointment based-on class date diagnosis discharge-disposition episode-of-care identifier location part-of \
         participant patient practitioner reason-code service-provider status subject type",
    ),
    ("Endpoint", "connection-type identifier name organization status"),
    (
        "EpisodeOfCare",
        "care-manager condition date identifier organization patient status type",
    ),
    (
        "ExplanationOfBenefit",
        "care-team claim coverage created encounter identifier patient provider status",
    ),
    (
        "FamilyMemberHistory",
        "code date identifier patient relationship status",
    ),
    ("Flag", "author date encounter identifier patient subject"),
    (
        "Goal",
        "achievement-status category description identifier lifecycle-status patient start-date subject target-date",
    ),
    (
        "Group",
        "actual characteristic code identifier managing-entity member type value",
    ),
    (
        "HealthcareService",
        "active identifier location name organization service-category service-type specialty",
    ),
    (
        "ImagingStudy",
        "basedon bodysite encounter identifier modality patient started status subject",
    ),
    (
        "Immunization",
        "date identifier location lot-number patient performer status status-reason target-disease vaccine-code",
    ),
    (
        "ImmunizationRecommendation",
        "date identifier patient status target-disease vaccine-type",
    ),
    ("InsurancePlan", "administered-by identifier name owned-by status type"),
    (
        "Invoice",
        "account date identifier issuer participant patient recipient status subject totalgross totalnet type",
    ),
    ("Library", "date identifier name status title type url version"),
    (
        "List",
        "code date encounter identifier item patient source status subject title",
    ),
    (
        "Location",
        "address address-city address-postalcode address-state identifier name organization partof status type",
    ),
    ("Measure", "identifier name status title url version"),
    (
        "MeasureReport",
        "date identifier measure patient period reporter status subject",
    ),
    (
        "Media",
        "based-on created encounter identifier modality patient status subject type",
    ),
    ("Medication", "code form identifier ingredient-code lot-number status"),
    (
        "MedicationAdministration",
        "code context effective-time identifier medication patient performer request status subject",
    ),
    (
        "MedicationDispense",
        "code context destination identifier medication patient performer prescription receiver status subject type \
         whenhandedover whenprepared",
    ),
    (
        "MedicationRequest",
        "authoredon category code encounter identifier intended-dispenser intent medication patient priority requester \
         status subject",
    ),
    (
        "MedicationStatement",
        "category code context effective identifier medication part-of patient source status subject",
    ),
    (
        "NutritionOrder",
        "datetime encounter identifier patient provider status",
    ),
    (
        "Observation",
        "based-on category code code-value-quantity combo-code component-code component-code-value-quantity date \
         derived-from device encounter has-member identifier part-of patient performer specimen status subject \
         value-concept value-quantity",
    ),
    (
        "Organization",
        "active address address-city address-postalcode address-state endpoint identifier name partof type",
    ),
    (
        "Patient",
        "active address address-city address-country address-postalcode address-state birthdate death-date deceased \
         email ethnicity family gender gender-identity general-practitioner given identifier language link name \
         organization phone race telecom",
    ),
    (
        "PaymentNotice",
        "created identifier payment-status provider request status",
    ),
    (
        "PaymentReconciliation",
        "created identifier outcome payment-issuer request requestor status",
    ),
    (
        "Person",
        "address-postalcode birthdate email gender identifier link name organization patient phone telecom",
    ),
    (
        "Practitioner",
        "active address address-city address-postalcode address-state communication email family gender given \
         identifier name phone telecom",
    ),
    (
        "PractitionerRole",
        "active date email endpoint identifier location organization phone practitioner role service specialty telecom",
    ),
    (
        "Procedure",
        "based-on category code date encounter identifier location part-of patient performer reason-code \
         reason-reference status subject",
    ),
    ("Provenance", "agent agent-type entity patient recorded target"),
    (
        "Questionnaire",
        "code date identifier name publisher status subject-type title url version",
    ),
    (
        "QuestionnaireResponse",
        "author authored based-on encounter identifier part-of patient questionnaire source status subject",
    ),
    (
        "RelatedPerson",
        "active birthdate email gender identifier name patient phone relationship telecom",
    ),
    (
        "RiskAssessment",
        "condition date encounter identifier method patient performer probability risk subject",
    ),
    (
        "Schedule",
        "active actor date identifier service-category service-type specialty",
    ),
    (
        "ServiceRequest",
        "authored based-on category code encounter identifier intent occurrence patient performer priority replaces \
         requester requisition specimen status subject",
    ),
    (
        "Slot",
        "appointment-type identifier schedule service-category service-type specialty start status",
    ),
    (
        "Specimen",
        "accession collected collector identifier parent patient status subject type",
    ),
    ("Subscription", "criteria status type url"),
    ("SupplyDelivery", "identifier patient receiver status supplier"),
    (
        "SupplyRequest",
        "category date identifier requester status subject supplier",
    ),
    (
        "Task",
        "authored-on based-on business-status code encounter focus group-identifier identifier intent modified owner \
         part-of patient performer period priority requester status subject",
    ),
    ("ValueSet", "date identifier name status title url version"),
    (
        "VisionPrescription",
        "datewritten encounter identifier patient prescriber status",
    ),
];
