//! Answers in the reader's words.

use madrone_fhir::view::HumanName;
use madrone_web::Cx;
use serde_json::{Value, json};

use crate::about::About;
use crate::address::{HOME, TEMPORARY};
use crate::field::Field;
use crate::part::Part;
use crate::person::Person;
use crate::telecom;

/// One answer.
pub(crate) fn answer(cx: &Cx, field: Field, line: &str) -> String {
    let key = format!("profile-{}-{line}", field.name());
    if is_chosen(field) && cx.words().has(&key) {
        cx.t(&key)
    } else {
        line.to_owned()
    }
}

/// Whether it is answered by choosing.
fn is_chosen(field: Field) -> bool {
    use Field as F;
    matches!(
        field,
        F::Pronouns | F::Gender | F::Language | F::Interpreter | F::Needs | F::Race | F::Ethnicity
    )
}

/// All answers to a question, each in a line.
pub(crate) fn answers(cx: &Cx, about: &About, field: Field) -> Vec<String> {
    about[field].lines().map(|line| answer(cx, field, line)).collect()
}

/// The temporary address with its days.
pub(crate) fn temporary(cx: &Cx, about: &About) -> Vec<String> {
    let mut lines = TEMPORARY.lines(about);
    for field in [Field::TemporaryFrom, Field::TemporaryUntil] {
        let said = &about[field];
        if !said.is_empty() {
            let day = said.parse().map_or_else(|_| said.clone(), |day| cx.words().date(day));
            lines.push(cx.words().t1(&format!("profile-{}-day", field.name()), "day", day));
        }
    }
    lines
}

/// What a piece of FHIR says of a part, in lines; none where it is null.
pub(crate) fn piece(cx: &Cx, part: Part, piece: &Value) -> Vec<String> {
    if piece.is_null() {
        return Vec::new();
    }
    let about = || {
        let mut patient = json!({});
        part.put(&mut patient, piece);
        About::of(&patient)
    };
    match part {
        Part::Preferred => vec![HumanName::of(piece).given_or_full()],
        Part::Home => HOME.lines(&about()),
        Part::Temporary => temporary(cx, &about()),
        Part::Contact => Person::of(piece).lines(cx),
        Part::Email | Part::Mobile | Part::HomePhone | Part::WorkPhone => {
            vec![telecom::said(piece)]
        }
        part => {
            let about = about();
            let fields = part.fields().iter();
            fields.flat_map(|field| answers(cx, &about, *field)).collect()
        }
    }
}
