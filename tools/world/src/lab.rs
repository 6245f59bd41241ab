//! The laboratory's catalogue: tests with their codes, units and reference ranges.

use serde_json::{Value, json};

use crate::build::number;
use crate::code::{Code, loinc};

/// What is usual.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Range {
    Under(&'static str),
    Over(&'static str),
    Between(&'static str, &'static str),
    /// The one usual answer of a test answered in words.
    Expected(&'static str),
    None,
}

/// A test.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Test {
    pub(crate) slug: &'static str,
    pub(crate) code: Code,
    /// Its name on the clinic's pages.
    pub(crate) name: &'static str,
    /// UCUM.
    pub(crate) unit: &'static str,
    pub(crate) range: Range,
    /// Below the first or above the second the laboratory calls the clinic.
    critical: Option<(f64, f64)>,
}

/// A panel of tests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    pub(crate) slug: &'static str,
    pub(crate) code: Code,
    pub(crate) name: &'static str,
}

impl Group {
    /// What is tested, in words.
    pub(crate) fn specimen(&self) -> &'static str {
        match self.slug {
            "urine-albumin" | "urinalysis" | "sti" | "pregnancy-test" => "Urine",
            "covid-test" => "Nasal swab",
            "strep" => "Throat swab",
            "lead" | "hemoglobin-alone" => "Blood from a fingertip",
            _ => "Blood",
        }
    }
}

impl Range {
    /// As a FHIR referenceRange.
    pub(crate) fn words(self, unit: &str) -> Option<Value> {
        let bound = |digits: &str| json!({ "value": number(digits), "unit": unit, "system": "http://unitsofmeasure.org", "code": unit });
        match self {
            Self::Under(high) => Some(json!({ "high": bound(high), "text": format!("under {high} {unit}") })),
            Self::Over(low) => Some(json!({ "low": bound(low), "text": format!("{low} {unit} or more") })),
            Self::Between(low, high) => {
                Some(json!({ "low": bound(low), "high": bound(high), "text": format!("{low} to {high} {unit}") }))
            }
            Self::Expected(words) => Some(json!({ "text": words })),
            Self::None => None,
        }
    }

    fn bounds(self) -> Option<(f64, f64)> {
        let parse = |digits: &str| digits.parse::<f64>().ok();
        match self {
            // What is at the bound is no longer under it.
            Self::Under(high) => Some((f64::NEG_INFINITY, parse(high)?.next_down())),
            Self::Over(low) => Some((parse(low)?, f64::INFINITY)),
            Self::Between(low, high) => Some((parse(low)?, parse(high)?)),
            Self::Expected(_) | Self::None => None,
        }
    }
}

impl Test {
    /// The HL7 interpretation of a value; none where there is no range.
    pub(crate) fn flag(&self, value: f64) -> Option<&'static str> {
        let (low, high) = self.range.bounds()?;
        let (panic_low, panic_high) = self.critical.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        Some(if value < panic_low {
            "LL"
        } else if value > panic_high {
            "HH"
        } else if value < low {
            "L"
        } else if value > high {
            "H"
        } else {
            "N"
        })
    }

    const fn critical(mut self, low: f64, high: f64) -> Self {
        self.critical = Some((low, high));
        self
    }
}

const fn test(slug: &'static str, code: Code, name: &'static str, unit: &'static str, range: Range) -> Test {
    Test {
        slug,
        code,
        name,
        unit,
        range,
        critical: None,
    }
}

const fn group(slug: &'static str, code: Code, name: &'static str) -> Group {
    Group { slug, code, name }
}

use Range::{Between, Expected, None as NoRange, Over, Under};

pub(crate) static LIPIDS: Group = group(
    "lipids",
    loinc("24331-1", "Lipid 1996 panel - Serum or Plasma"),
    "Lipid panel",
);
pub(crate) static LDL: Test = test(
    "ldl",
    loinc(
        "13457-7",
        "Cholesterol in LDL [Mass/volume] in Serum or Plasma by calculation",
    ),
    "LDL cholesterol",
    "mg/dL",
    Under("130"),
);
pub(crate) static HDL: Test = test(
    "hdl",
    loinc("2085-9", "Cholesterol in HDL [Mass/volume] in Serum or Plasma"),
    "HDL cholesterol",
    "mg/dL",
    Over("40"),
);
pub(crate) static TRIGLYCERIDES: Test = test(
    "triglycerides",
    loinc("2571-8", "Triglyceride [Mass/volume] in Serum or Plasma"),
    "Triglycerides",
    "mg/dL",
    Under("150"),
);
pub(crate) static CHOLESTEROL: Test = test(
    "cholesterol",
    loinc("2093-3", "Cholesterol [Mass/volume] in Serum or Plasma"),
    "Total cholesterol",
    "mg/dL",
    Under("200"),
);

pub(crate) static A1C_ALONE: Group = group(
    "a1c",
    loinc("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood"),
    "Hemoglobin A1c",
);
pub(crate) static A1C: Test = test(
    "a1c",
    loinc("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood"),
    "Hemoglobin A1c",
    "%",
    Between("4.0", "5.6"),
);

pub(crate) static CMP: Group = group(
    "cmp",
    loinc("24323-8", "Comprehensive metabolic 2000 panel - Serum or Plasma"),
    "Comprehensive metabolic panel",
);
pub(crate) static BMP: Group = group(
    "bmp",
    loinc("24321-2", "Basic metabolic 2000 panel - Serum or Plasma"),
    "Basic metabolic panel",
);
pub(crate) static GLUCOSE: Test = test(
    "glucose",
    loinc("2345-7", "Glucose [Mass/volume] in Serum or Plasma"),
    "Glucose",
    "mg/dL",
    Between("70", "99"),
)
.critical(50.0, 400.0);
pub(crate) static SODIUM: Test = test(
    "sodium",
    loinc("2951-2", "Sodium [Moles/volume] in Serum or Plasma"),
    "Sodium",
    "mmol/L",
    Between("135", "145"),
)
.critical(120.0, 160.0);
pub(crate) static POTASSIUM: Test = test(
    "potassium",
    loinc("2823-3", "Potassium [Moles/volume] in Serum or Plasma"),
    "Potassium",
    "mmol/L",
    Between("3.5", "5.1"),
)
.critical(2.8, 6.0);
pub(crate) static CHLORIDE: Test = test(
    "chloride",
    loinc("2075-0", "Chloride [Moles/volume] in Serum or Plasma"),
    "Chloride",
    "mmol/L",
    Between("98", "107"),
);
pub(crate) static BICARBONATE: Test = test(
    "bicarbonate",
    loinc("2028-9", "Carbon dioxide, total [Moles/volume] in Serum or Plasma"),
    "Carbon dioxide",
    "mmol/L",
    Between("22", "29"),
);
pub(crate) static UREA: Test = test(
    "bun",
    loinc("3094-0", "Urea nitrogen [Mass/volume] in Serum or Plasma"),
    "Urea nitrogen (BUN)",
    "mg/dL",
    Between("7", "20"),
);
pub(crate) static CREATININE: Test = test(
    "creatinine",
    loinc("2160-0", "Creatinine [Mass/volume] in Serum or Plasma"),
    "Creatinine",
    "mg/dL",
    Between("0.6", "1.2"),
);
pub(crate) static EGFR: Test = test(
    "egfr",
    loinc(
        "98979-8",
        "Glomerular filtration rate/1.73 sq M.predicted [Volume Rate/Area] in Serum, Plasma or Blood by Creatinine-based formula (CKD-EPI 2021)",
    ),
    "Kidney filtration (eGFR)",
    "mL/min/{1.73_m2}",
    Over("60"),
);
pub(crate) static CALCIUM: Test = test(
    "calcium",
    loinc("17861-6", "Calcium [Mass/volume] in Serum or Plasma"),
    "Calcium",
    "mg/dL",
    Between("8.6", "10.2"),
)
.critical(6.5, 13.0);
pub(crate) static PROTEIN: Test = test(
    "protein",
    loinc("2885-2", "Protein [Mass/volume] in Serum or Plasma"),
    "Total protein",
    "g/dL",
    Between("6.0", "8.3"),
);
pub(crate) static ALBUMIN: Test = test(
    "albumin",
    loinc("1751-7", "Albumin [Mass/volume] in Serum or Plasma"),
    "Albumin",
    "g/dL",
    Between("3.5", "5.0"),
);
pub(crate) static BILIRUBIN: Test = test(
    "bilirubin",
    loinc("1975-2", "Bilirubin.total [Mass/volume] in Serum or Plasma"),
    "Total bilirubin",
    "mg/dL",
    Between("0.1", "1.2"),
);
pub(crate) static ALP: Test = test(
    "alp",
    loinc(
        "6768-6",
        "Alkaline phosphatase [Enzymatic activity/volume] in Serum or Plasma",
    ),
    "Alkaline phosphatase",
    "U/L",
    Between("44", "147"),
);
pub(crate) static AST: Test = test(
    "ast",
    loinc(
        "1920-8",
        "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma",
    ),
    "AST",
    "U/L",
    Between("8", "40"),
);
pub(crate) static ALT: Test = test(
    "alt",
    loinc(
        "1742-6",
        "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma",
    ),
    "ALT",
    "U/L",
    Between("7", "40"),
);

pub(crate) static CBC: Group = group(
    "cbc",
    loinc("58410-2", "CBC panel - Blood by Automated count"),
    "Complete blood count",
);
pub(crate) static LEUKOCYTES: Test = test(
    "leukocytes",
    loinc("6690-2", "Leukocytes [#/volume] in Blood by Automated count"),
    "White blood cells",
    "10*3/uL",
    Between("4.0", "11.0"),
)
.critical(1.5, 30.0);
pub(crate) static ERYTHROCYTES: Test = test(
    "erythrocytes",
    loinc("789-8", "Erythrocytes [#/volume] in Blood by Automated count"),
    "Red blood cells",
    "10*6/uL",
    Between("3.90", "5.60"),
);
pub(crate) static HEMOGLOBIN: Test = test(
    "hemoglobin",
    loinc("718-7", "Hemoglobin [Mass/volume] in Blood"),
    "Hemoglobin",
    "g/dL",
    Between("12.0", "16.0"),
)
.critical(7.0, 20.0);
pub(crate) static CHILD_HEMOGLOBIN: Test = test(
    "hemoglobin",
    loinc("718-7", "Hemoglobin [Mass/volume] in Blood"),
    "Hemoglobin",
    "g/dL",
    Between("10.5", "13.5"),
);
pub(crate) static HEMOGLOBIN_ALONE: Group = group(
    "hemoglobin-alone",
    loinc("718-7", "Hemoglobin [Mass/volume] in Blood"),
    "Hemoglobin",
);
pub(crate) static PREGNANCY_ALONE: Group = group(
    "pregnancy-test",
    loinc("2106-3", "Choriogonadotropin (pregnancy test) [Presence] in Urine"),
    "Urine pregnancy test",
);
pub(crate) static PREGNANCY: Test = test(
    "pregnancy-test",
    loinc("2106-3", "Choriogonadotropin (pregnancy test) [Presence] in Urine"),
    "Urine pregnancy test",
    "",
    NoRange,
);
pub(crate) static HEMATOCRIT: Test = test(
    "hematocrit",
    loinc("4544-3", "Hematocrit [Volume Fraction] of Blood by Automated count"),
    "Hematocrit",
    "%",
    Between("36.0", "48.0"),
);
pub(crate) static MCV: Test = test(
    "mcv",
    loinc("787-2", "MCV [Entitic volume] by Automated count"),
    "Red cell size (MCV)",
    "fL",
    Between("80", "100"),
);
pub(crate) static PLATELETS: Test = test(
    "platelets",
    loinc("777-3", "Platelets [#/volume] in Blood by Automated count"),
    "Platelets",
    "10*3/uL",
    Between("150", "400"),
)
.critical(30.0, 1000.0);

pub(crate) static ACR_PANEL: Group = group(
    "urine-albumin",
    loinc("14959-1", "Microalbumin/Creatinine [Mass Ratio] in Urine"),
    "Urine albumin and creatinine",
);
pub(crate) static URINE_ALBUMIN: Test = test(
    "urine-albumin",
    loinc("14957-5", "Microalbumin [Mass/volume] in Urine"),
    "Urine albumin",
    "mg/L",
    Under("20"),
);
pub(crate) static URINE_CREATININE: Test = test(
    "urine-creatinine",
    loinc("2161-8", "Creatinine [Mass/volume] in Urine"),
    "Urine creatinine",
    "mg/dL",
    NoRange,
);
pub(crate) static ACR: Test = test(
    "acr",
    loinc("14959-1", "Microalbumin/Creatinine [Mass Ratio] in Urine"),
    "Urine albumin/creatinine ratio",
    "mg/g{creat}",
    Under("30"),
);

pub(crate) static URINALYSIS: Group = group(
    "urinalysis",
    loinc("24356-8", "Urinalysis complete panel - Urine"),
    "Urinalysis",
);
pub(crate) static URINE_PROTEIN: Test = test(
    "urine-protein",
    loinc("20454-5", "Protein [Presence] in Urine by Test strip"),
    "Urine protein",
    "",
    Expected("Negative"),
);
pub(crate) static URINE_GLUCOSE: Test = test(
    "urine-glucose",
    loinc("25428-4", "Glucose [Presence] in Urine by Test strip"),
    "Urine glucose",
    "",
    Expected("Negative"),
);
pub(crate) static URINE_LEUKOCYTES: Test = test(
    "urine-leukocytes",
    loinc("5799-2", "Leukocyte esterase [Presence] in Urine by Test strip"),
    "Urine white cells",
    "",
    Expected("Negative"),
);
pub(crate) static URINE_NITRITE: Test = test(
    "urine-nitrite",
    loinc("5802-4", "Nitrite [Presence] in Urine by Test strip"),
    "Urine nitrite",
    "",
    Expected("Negative"),
);
pub(crate) static URINE_PH: Test = test(
    "urine-ph",
    loinc("5803-2", "pH of Urine by Test strip"),
    "Urine pH",
    "[pH]",
    Between("5.0", "8.0"),
);

pub(crate) static TSH_ALONE: Group = group(
    "tsh",
    loinc("3016-3", "Thyrotropin [Units/volume] in Serum or Plasma"),
    "Thyroid-stimulating hormone",
);
pub(crate) static TSH: Test = test(
    "tsh",
    loinc("3016-3", "Thyrotropin [Units/volume] in Serum or Plasma"),
    "Thyroid-stimulating hormone",
    "m[IU]/L",
    Between("0.40", "4.50"),
);
pub(crate) static BNP_ALONE: Group = group(
    "bnp",
    loinc(
        "33762-6",
        "Natriuretic peptide.B prohormone N-Terminal [Mass/volume] in Serum or Plasma",
    ),
    "NT-proBNP",
);
pub(crate) static BNP: Test = test(
    "bnp",
    loinc(
        "33762-6",
        "Natriuretic peptide.B prohormone N-Terminal [Mass/volume] in Serum or Plasma",
    ),
    "NT-proBNP (heart strain)",
    "pg/mL",
    Under("450"),
);
pub(crate) static TROPONIN_ALONE: Group = group(
    "troponin",
    loinc(
        "67151-1",
        "Troponin T.cardiac [Mass/volume] in Serum or Plasma by High sensitivity method",
    ),
    "Troponin T",
);
pub(crate) static TROPONIN: Test = test(
    "troponin",
    loinc(
        "67151-1",
        "Troponin T.cardiac [Mass/volume] in Serum or Plasma by High sensitivity method",
    ),
    "Troponin T",
    "ng/L",
    Under("22"),
);
pub(crate) static CRP_ALONE: Group = group(
    "crp",
    loinc("1988-5", "C reactive protein [Mass/volume] in Serum or Plasma"),
    "C-reactive protein",
);
pub(crate) static CRP: Test = test(
    "crp",
    loinc("1988-5", "C reactive protein [Mass/volume] in Serum or Plasma"),
    "C-reactive protein",
    "mg/L",
    Under("5"),
);
pub(crate) static FERRITIN_ALONE: Group = group(
    "ferritin",
    loinc("2276-4", "Ferritin [Mass/volume] in Serum or Plasma"),
    "Ferritin",
);
pub(crate) static FERRITIN: Test = test(
    "ferritin",
    loinc("2276-4", "Ferritin [Mass/volume] in Serum or Plasma"),
    "Ferritin (iron stores)",
    "ng/mL",
    Between("15", "150"),
);
pub(crate) static LEAD_ALONE: Group = group(
    "lead",
    loinc("10368-9", "Lead [Mass/volume] in Capillary blood"),
    "Lead",
);
pub(crate) static LEAD: Test = test(
    "lead",
    loinc("10368-9", "Lead [Mass/volume] in Capillary blood"),
    "Lead",
    "ug/dL",
    Under("3.5"),
);
pub(crate) static VITAMIN_D_ALONE: Group = group(
    "vitamin-d",
    loinc("1989-3", "25-hydroxyvitamin D3 [Mass/volume] in Serum or Plasma"),
    "Vitamin D",
);
pub(crate) static VITAMIN_D: Test = test(
    "vitamin-d",
    loinc("1989-3", "25-hydroxyvitamin D3 [Mass/volume] in Serum or Plasma"),
    "Vitamin D",
    "ng/mL",
    Between("30", "100"),
);

pub(crate) static COVID_ALONE: Group = group(
    "covid-test",
    loinc(
        "94500-6",
        "SARS-CoV-2 (COVID-19) RNA [Presence] in Respiratory system specimen by NAA with probe detection",
    ),
    "COVID-19 test",
);
pub(crate) static COVID: Test = test(
    "covid-test",
    loinc(
        "94500-6",
        "SARS-CoV-2 (COVID-19) RNA [Presence] in Respiratory system specimen by NAA with probe detection",
    ),
    "COVID-19 virus",
    "",
    Expected("Not detected"),
);
pub(crate) static STREP_ALONE: Group = group(
    "strep",
    loinc(
        "78012-2",
        "Streptococcus pyogenes Ag [Presence] in Throat by Rapid immunoassay",
    ),
    "Rapid strep test",
);
pub(crate) static STREP: Test = test(
    "strep",
    loinc(
        "78012-2",
        "Streptococcus pyogenes Ag [Presence] in Throat by Rapid immunoassay",
    ),
    "Group A strep",
    "",
    Expected("Negative"),
);
pub(crate) static CHLAMYDIA_GROUP: Group = group(
    "sti",
    loinc(
        "45072-6",
        "Chlamydia trachomatis and Neisseria gonorrhoeae DNA [Identifier] in Specimen by Probe",
    ),
    "Chlamydia and gonorrhea screening",
);
pub(crate) static CHLAMYDIA: Test = test(
    "chlamydia",
    loinc(
        "43304-5",
        "Chlamydia trachomatis rRNA [Presence] in Specimen by NAA with probe detection",
    ),
    "Chlamydia",
    "",
    Expected("Not detected"),
);
pub(crate) static GONORRHEA: Test = test(
    "gonorrhea",
    loinc(
        "43305-2",
        "Neisseria gonorrhoeae rRNA [Presence] in Specimen by NAA with probe detection",
    ),
    "Gonorrhea",
    "",
    Expected("Not detected"),
);

pub(crate) static OB_PANEL: Group = group(
    "ob-panel",
    loinc("24364-2", "Obstetric 1996 panel - Serum and Blood"),
    "Prenatal blood tests",
);
pub(crate) static BLOOD_TYPE: Test = test(
    "blood-type",
    loinc("883-9", "ABO group [Type] in Blood"),
    "Blood type",
    "",
    NoRange,
);
pub(crate) static RH: Test = test("rh", loinc("10331-7", "Rh [Type] in Blood"), "Rh type", "", NoRange);
pub(crate) static ANTIBODIES: Test = test(
    "antibodies",
    loinc("890-4", "Blood group antibody screen [Presence] in Serum or Plasma"),
    "Antibody screen",
    "",
    Expected("Negative"),
);
pub(crate) static HEPATITIS_B: Test = test(
    "hepatitis-b",
    loinc("5195-3", "Hepatitis B virus surface Ag [Presence] in Serum"),
    "Hepatitis B surface antigen",
    "",
    Expected("Negative"),
);
pub(crate) static HIV: Test = test(
    "hiv",
    loinc(
        "56888-1",
        "HIV 1+2 Ab+HIV1 p24 Ag [Presence] in Serum or Plasma by Immunoassay",
    ),
    "HIV screening",
    "",
    Expected("Negative"),
);
pub(crate) static SYPHILIS: Test = test(
    "syphilis",
    loinc("20507-0", "Reagin Ab [Presence] in Serum by RPR"),
    "Syphilis screening (RPR)",
    "",
    Expected("Non-reactive"),
);
pub(crate) static RUBELLA: Test = test(
    "rubella",
    loinc(
        "5334-8",
        "Rubella virus IgG Ab [Units/volume] in Serum or Plasma by Immunoassay",
    ),
    "Rubella immunity",
    "[IU]/mL",
    Over("10"),
);
pub(crate) static GLUCOSE_1H_ALONE: Group = group(
    "glucose-1h",
    loinc(
        "1504-0",
        "Glucose [Mass/volume] in Serum or Plasma --1 hour post 50 g glucose PO",
    ),
    "1-hour glucose screening",
);
pub(crate) static GLUCOSE_1H: Test = test(
    "glucose-1h",
    loinc(
        "1504-0",
        "Glucose [Mass/volume] in Serum or Plasma --1 hour post 50 g glucose PO",
    ),
    "Glucose, 1 hour after 50 g",
    "mg/dL",
    Under("140"),
);
