//! Walter's medicines: what changed over the years, and the twelve he takes now.

use jiff::civil::Date;

use super::Problems;
use crate::build::{INHALED, ORAL, Prescription, Seen, Story, fills};
use crate::code::{Code, rxnorm};

/// One tablet a day, ninety at a time.
pub(super) fn once_a_day<'a>(
    slug: &'static str,
    drug: Code,
    label: &'static str,
    reason: &'a str,
    handed_over: &'a [Date],
) -> Prescription<'a> {
    Prescription {
        slug,
        drug,
        label,
        daily: (1, "1"),
        when: None,
        unit: "{tbl}",
        route: ORAL,
        fill: (90, 90, 3),
        reason: Some(reason),
        handed_over,
    }
}

/// 5 mg or, from age 80, 2.5 mg twice a day.
pub(super) fn apixaban<'a>(milligrams: &str, reason: &'a str, handed_over: &'a [Date]) -> Prescription<'a> {
    let drug = if milligrams == "5" {
        rxnorm("1364445", "apixaban 5 MG Oral Tablet")
    } else {
        rxnorm("1364435", "apixaban 2.5 MG Oral Tablet")
    };
    let label = "Take 1 tablet by mouth twice a day. Do not skip or stop without asking us.";
    Prescription {
        daily: (2, "1"),
        fill: (180, 90, 3),
        ..once_a_day("apixaban", drug, label, reason, handed_over)
    }
}

/// 50 or 100 mg once a day.
pub(super) fn metoprolol<'a>(milligrams: &str, reason: &'a str, handed_over: &'a [Date]) -> Prescription<'a> {
    let drug = if milligrams == "50" {
        rxnorm(
            "866436",
            "24 HR metoprolol succinate 50 MG Extended Release Oral Tablet",
        )
    } else {
        rxnorm(
            "866412",
            "24 HR metoprolol succinate 100 MG Extended Release Oral Tablet",
        )
    };
    let label = "Take 1 tablet by mouth once a day. Do not crush or chew.";
    once_a_day("metoprolol", drug, label, reason, handed_over)
}

/// 5, 10 or 20 mg once a day.
pub(super) fn lisinopril<'a>(milligrams: &str, reason: &'a str, handed_over: &'a [Date]) -> Prescription<'a> {
    let drug = match milligrams {
        "5" => rxnorm("311354", "lisinopril 5 MG Oral Tablet"),
        "10" => rxnorm("314076", "lisinopril 10 MG Oral Tablet"),
        _ => rxnorm("314077", "lisinopril 20 MG Oral Tablet"),
    };
    let label = "Take 1 tablet by mouth once a day, in the morning.";
    once_a_day("lisinopril", drug, label, reason, handed_over)
}

/// 20 or 40 mg in the morning.
pub(super) fn furosemide<'a>(milligrams: &str, reason: &'a str, handed_over: &'a [Date]) -> Prescription<'a> {
    let drug = if milligrams == "20" {
        rxnorm("310429", "furosemide 20 MG Oral Tablet")
    } else {
        rxnorm("313988", "furosemide 40 MG Oral Tablet")
    };
    let label = "Take 1 tablet by mouth once a day, in the morning.";
    Prescription {
        when: Some("MORN"),
        ..once_a_day("furosemide", drug, label, reason, handed_over)
    }
}

/// 500 mg twice a day for a week.
pub(super) fn cephalexin<'a>(reason: &'a str, handed_over: &'a [Date]) -> Prescription<'a> {
    let drug = rxnorm("309114", "cephalexin 500 MG Oral Capsule");
    let label = "Take 1 capsule by mouth twice a day for 7 days.";
    Prescription {
        daily: (2, "1"),
        unit: "{capsule}",
        fill: (14, 7, 0),
        ..once_a_day("cephalexin", drug, label, reason, handed_over)
    }
}

/// 40 mg a day for five days, taken to the end.
pub(super) fn prednisone(story: &mut Story<'_>, seen: &Seen, reason: &str) {
    let drug = rxnorm("312615", "prednisone 20 MG Oral Tablet");
    let label = "Take 2 tablets by mouth once a day, in the morning, with food, for 5 days.";
    let order = story.prescribe(
        seen,
        &Prescription {
            daily: (1, "2"),
            when: Some("MORN"),
            fill: (10, 5, 0),
            ..once_a_day("prednisone", drug, label, reason, &[seen.date])
        },
    );
    story.complete(&order);
}

/// The inhalers he came with, since renewed.
pub(super) fn inhalers(story: &mut Story<'_>, seen: &Seen, copd: &str) {
    for inhaler in [tiotropium(copd, &[seen.date]), albuterol(copd, &[seen.date])] {
        let order = story.prescribe(seen, &inhaler);
        story.complete(&order);
    }
}

fn tiotropium<'a>(reason: &'a str, handed_over: &'a [Date]) -> Prescription<'a> {
    let drug = rxnorm("69120", "tiotropium");
    let label = "Tiotropium 2.5 micrograms a puff: inhale 2 puffs once a day, every day.";
    Prescription {
        daily: (1, "2"),
        unit: "{puff}",
        route: INHALED,
        fill: (60, 30, 11),
        ..once_a_day("tiotropium", drug, label, reason, handed_over)
    }
}

fn albuterol<'a>(reason: &'a str, handed_over: &'a [Date]) -> Prescription<'a> {
    let drug = rxnorm("745679", "200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler");
    let label = "Inhale 2 puffs every 4 to 6 hours if you wheeze or are short of breath.";
    Prescription {
        daily: (0, "2"),
        unit: "{puff}",
        route: INHALED,
        fill: (200, 90, 3),
        ..once_a_day("albuterol", drug, label, reason, handed_over)
    }
}

/// What he takes now, renewed at a visit and filled since.
pub(super) fn current(story: &mut Story<'_>, seen: &Seen, problems: &Problems) {
    let today = story.today;
    let since = |days, times, last| -> Vec<Date> {
        let all = fills(today, days, times, last);
        all.into_iter().filter(|date| *date >= seen.date).collect()
    };
    let quarterly = since(90, 2, 24);
    let monthly = since(30, 4, 17);
    let once = since(90, 1, 61);
    for prescription in for_the_heart(problems, &quarterly) {
        story.prescribe(seen, &prescription);
    }
    for inhaler in [tiotropium(&problems.copd, &monthly), albuterol(&problems.copd, &once)] {
        story.prescribe(seen, &inhaler);
    }
    for prescription in for_the_rest(problems, &quarterly, &once) {
        story.prescribe(seen, &prescription);
    }
}

fn for_the_heart<'a>(problems: &'a Problems, quarterly: &'a [Date]) -> [Prescription<'a>; 6] {
    let dapagliflozin = "Dapagliflozin 10 mg: take 1 tablet by mouth once a day, in the morning. \
                         Pause it on days you cannot eat or drink.";
    [
        apixaban("2.5", &problems.fibrillation, quarterly),
        metoprolol("100", &problems.failure, quarterly),
        lisinopril("5", &problems.failure, quarterly),
        furosemide("40", &problems.failure, quarterly),
        once_a_day(
            "dapagliflozin",
            rxnorm("1488564", "dapagliflozin"),
            dapagliflozin,
            &problems.failure,
            quarterly,
        ),
        Prescription {
            when: Some("EVE"),
            ..once_a_day(
                "atorvastatin",
                rxnorm("617311", "atorvastatin 40 MG Oral Tablet"),
                "Take 1 tablet by mouth every evening.",
                &problems.cholesterol,
                quarterly,
            )
        },
    ]
}

fn for_the_rest<'a>(problems: &'a Problems, quarterly: &'a [Date], once: &'a [Date]) -> [Prescription<'a>; 4] {
    [
        Prescription {
            unit: "{capsule}",
            when: Some("HS"),
            ..once_a_day(
                "tamsulosin",
                rxnorm("863669", "tamsulosin hydrochloride 0.4 MG Oral Capsule"),
                "Take 1 capsule by mouth at bedtime. Stand up slowly.",
                &problems.prostate,
                quarterly,
            )
        },
        Prescription {
            when: Some("MORN"),
            ..once_a_day(
                "levothyroxine",
                rxnorm("966247", "levothyroxine sodium 0.05 MG Oral Tablet"),
                "Take 1 tablet by mouth every morning on an empty stomach, 30 minutes before breakfast.",
                &problems.thyroid,
                quarterly,
            )
        },
        Prescription {
            daily: (0, "1"),
            fill: (100, 25, 3),
            ..once_a_day(
                "acetaminophen",
                rxnorm("198440", "acetaminophen 500 MG Oral Tablet"),
                "Take 1 tablet by mouth every 6 hours if your knees hurt, at most 4 a day. No ibuprofen or naproxen.",
                &problems.knees,
                once,
            )
        },
        once_a_day(
            "vitamin-d",
            rxnorm("2418", "cholecalciferol"),
            "Vitamin D3 1000 units: take 1 tablet by mouth once a day.",
            &problems.kidney,
            quarterly,
        ),
    ]
}
