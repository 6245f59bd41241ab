//! Tests of blood.

use super::Range::{Between, Over, Under};
use super::{Group, Test, alone, group, test};
use crate::code::loinc;

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
pub(crate) static A1C_ALONE: Group = alone(&A1C);
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
pub(crate) static TSH_ALONE: Group = alone(&TSH);
pub(crate) static TSH: Test = test(
    "tsh",
    loinc("3016-3", "Thyrotropin [Units/volume] in Serum or Plasma"),
    "Thyroid-stimulating hormone",
    "m[IU]/L",
    Between("0.40", "4.50"),
);
pub(crate) static BNP_ALONE: Group = alone(&BNP);
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
pub(crate) static TROPONIN_ALONE: Group = alone(&TROPONIN);
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
pub(crate) static CRP_ALONE: Group = alone(&CRP);
pub(crate) static CRP: Test = test(
    "crp",
    loinc("1988-5", "C reactive protein [Mass/volume] in Serum or Plasma"),
    "C-reactive protein",
    "mg/L",
    Under("5"),
);
pub(crate) static FERRITIN_ALONE: Group = alone(&FERRITIN);
pub(crate) static FERRITIN: Test = test(
    "ferritin",
    loinc("2276-4", "Ferritin [Mass/volume] in Serum or Plasma"),
    "Ferritin (iron stores)",
    "ng/mL",
    Between("15", "150"),
);
pub(crate) static LEAD_ALONE: Group = alone(&LEAD);
pub(crate) static LEAD: Test = test(
    "lead",
    loinc("10368-9", "Lead [Mass/volume] in Capillary blood"),
    "Lead",
    "ug/dL",
    Under("3.5"),
);
pub(crate) static VITAMIN_D_ALONE: Group = alone(&VITAMIN_D);
pub(crate) static VITAMIN_D: Test = test(
    "vitamin-d",
    loinc("1989-3", "25-hydroxyvitamin D3 [Mass/volume] in Serum or Plasma"),
    "Vitamin D",
    "ng/mL",
    Between("30", "100"),
);
