//! `DeShawn` Carter, 34: joined last week. One visit, one set of vital signs, and nothing else yet.

use jiff::ToSpan;
use jiff::civil::{Date, time};
use madrone_kernel::Random;

use crate::Chart;
use crate::build::{Kind, Person, Story, Visit, Vitals};
use crate::clinic::ORTIZ;

pub(super) fn chart(today: Date, random: &Random) -> Chart {
    let person = Person {
        slug: "deshawn",
        id: "deshawn-carter",
        given: &["DeShawn", "Marcus"],
        family: "Carter",
        gender: "male",
        age: 34.years().months(2).days(9),
        mrn: "RB-104417",
        phone: "541-555-0165",
        email: Some("deshawn@example.com"),
        street: "31 Sawmill Court",
        language: ("en", "English"),
        race: ("2054-5", "Black or African American"),
        hispanic: false,
        doctor: ORTIZ,
    };
    let mut story = Story::about(&person, today, random);
    let visit = story.visit(&Visit {
        date: story.ago(7.days()),
        time: time(15, 40, 0, 0),
        minutes: 40,
        kind: Kind::Office,
        reason: "New patient visit",
        by: ORTIZ,
    });
    story.vitals(
        &visit,
        Vitals {
            pressure: (122, 78),
            pulse: 68,
            breaths: 14,
            temperature: 367,
            oxygen: 99,
            weight: 842,
            height: 1803,
        },
    );
    story.end()
}
