//! One result: its value first, then what was said about it, its course, and where it comes from.

use madrone_fhir::view;
use madrone_web::components::{Badge, Cell, Fact, Notice, NoticeKind, RangeLabels, Table, range_bar};
use serde_json::Value;

use super::DATES;
use super::reading::{Limits, Person, Reading, Usual, reading, usual};
use super::row::{is_void, reading_of, status_badge};
use super::value::{self, Measured, measured};
use crate::chart::{Item, Related};
use crate::page::{Block, KeyResult, fact, fact_lines};
use crate::say::{self, Say};

/// What one result's parts are read with.
#[derive(Clone, Copy)]
pub(crate) struct Lens<'a> {
    pub(crate) say: Say<'a>,
    pub(crate) person: &'a Person,
    pub(crate) related: &'a Related,
}

/// A value with everything that is said of it.
pub(crate) struct Told {
    pub(crate) measured: Measured,
    pub(crate) usual: Option<Usual>,
    pub(crate) reading: Reading,
}

/// Reads `part` (an Observation or a component) of `whole`.
pub(crate) fn told(part: &Value, whole: &Value, lens: Lens<'_>) -> Option<Told> {
    let measured = measured(part, lens.say)?;
    let usual = usual(part, whole, lens.person, lens.say);
    let limits = usual.as_ref().map(|usual| usual.limits);
    let reading = reading(part, measured.number.as_ref(), limits, lens.say);
    Some(Told {
        measured,
        usual,
        reading,
    })
}

/// The card that the page is about: value, unit, flag, range.
pub(crate) fn key(observation: &Value, lens: Lens<'_>) -> Option<Block> {
    let say = lens.say;
    let told = told(observation, observation, lens)?;
    let mut badges: Vec<Badge> = told.reading.badge(say).into_iter().collect();
    badges.extend(status_badge(observation, say));
    let bar = told.usual.as_ref().and_then(|usual| bar(&told, usual, say));
    let mut below = Vec::new();
    if let Some(usual) = told.usual.as_ref().filter(|_| bar.is_none()) {
        below.push(say.t1("usual", "range", usual.words.as_str()));
    }
    if told.usual.is_none() && told.measured.number.is_some() {
        below.push(say.t("no-range"));
    }
    let is_words = told.measured.number.is_none();
    Some(Block::Key(KeyResult {
        label: say.t("your-result"),
        value: told.measured.text,
        unit: told.measured.unit,
        is_words,
        badges,
        bar,
        below,
    }))
}

fn bar(told: &Told, usual: &Usual, say: Say<'_>) -> Option<madrone_web::components::RangeBar> {
    let number = told
        .measured
        .number
        .as_ref()
        .filter(|number| number.comparator.is_empty())?;
    let labels = RangeLabels {
        below: say.t1("bar-below", "end", usual.low_words.as_str()),
        usual: say.t1("usual", "range", usual.words.as_str()),
        above: say.t1("bar-above", "end", usual.high_words.as_str()),
        spoken: say.words().t2(
            "record-bar-spoken",
            ("value", told.measured.whole()),
            ("range", usual.words.as_str()),
        ),
    };
    let Limits { low, high } = usual.limits;
    range_bar(number.value, low, high, told.reading.flag(), labels)
}

/// What must be known before the value is read: that it is not final, was corrected, or must not be relied on.
pub(crate) fn notices(result: &Value, phone: &str, critical: bool, say: Say<'_>) -> Vec<Block> {
    let mut notices = Vec::new();
    let mut add = |kind, key: &str| notices.push(Block::Notice(Notice::new(kind, say.t(key))));
    match view::text(result, "status") {
        Some("registered") => add(NoticeKind::Info, "notice-registered"),
        Some("partial") => add(NoticeKind::Info, "notice-partial"),
        Some("preliminary") => add(NoticeKind::Info, "notice-preliminary"),
        Some("amended" | "corrected") => add(NoticeKind::Warning, "notice-corrected"),
        Some("appended") => add(NoticeKind::Info, "notice-appended"),
        Some("cancelled") => add(NoticeKind::Warning, "notice-cancelled"),
        Some("entered-in-error") => add(NoticeKind::Warning, "notice-entered-in-error"),
        _ => {}
    }
    if critical && !is_void(result) {
        let text = if phone.is_empty() {
            say.t("notice-critical")
        } else {
            say.t1("notice-critical-call", "phone", phone)
        };
        notices.push(Block::Notice(Notice::new(NoticeKind::Critical, text)));
    }
    notices
}

/// What an earlier version said, where the value was another: "Before November 3: 131 mg/dL".
pub(crate) fn earlier(current: &Value, versions: &[Item], say: Say<'_>) -> Vec<String> {
    let mut last = comparable(current, say);
    let mut lines = Vec::new();
    let mut replaced = versions.first().map(|version| version.updated);
    for version in versions.iter().skip(1) {
        let value = comparable(&version.json, say);
        if !value.is_empty() && value != last && view::text(&version.json, "status") != Some("entered-in-error") {
            let until = replaced.map(|at| say.day_of(at)).unwrap_or_default();
            lines.push(
                say.words()
                    .t2("record-earlier-value", ("value", value.as_str()), ("date", until)),
            );
            last = value;
        }
        replaced = Some(version.updated);
    }
    lines
}

fn comparable(result: &Value, say: Say<'_>) -> String {
    let line = value::in_one_line(result, say);
    if line.is_empty() {
        view::text(result, "conclusion").unwrap_or_default().to_owned()
    } else {
        line
    }
}

/// Components, or the members of a panel, as a table.
pub(crate) fn table<'v>(
    parts: impl IntoIterator<Item = (&'v Value, &'v Value, Option<String>)>,
    lens: Lens<'_>,
) -> Option<Block> {
    let say = lens.say;
    let mut rows: Vec<Vec<Cell>> = parts
        .into_iter()
        .map(|(part, whole, href)| {
            let name = super::row::title(part, say);
            let told = told(part, whole, lens);
            let shown = match &told {
                _ if is_void(part) => String::new(),
                Some(told) => told.measured.whole(),
                None => value::in_one_line(part, say),
            };
            let mut value = Cell::text(shown);
            value.number = told.as_ref().is_some_and(|told| told.measured.number.is_some());
            let reading = if part == whole {
                reading_of(part, lens.person, say)
            } else {
                told.as_ref().map(|told| told.reading.clone()).unwrap_or_default()
            };
            let badge = status_badge(part, say).or_else(|| reading.badge(say));
            let state = Cell {
                badge,
                ..Cell::default()
            };
            let range = told
                .and_then(|told| told.usual)
                .map(|usual| usual.words)
                .unwrap_or_default();
            vec![
                href.map_or_else(|| Cell::text(&name), |href| Cell::link(href, &name)),
                value,
                Cell::text(range),
                state,
            ]
        })
        .collect();
    let mut head = vec![
        say.t("test"),
        say.t("result"),
        say.t("usual-head"),
        say.t("how-it-lies"),
    ];
    // A column in which no row says anything is left out; in others, what is not known is said.
    for column in [3, 2] {
        let is_silent = |cell: &Cell| cell.text.is_empty() && cell.badge.is_none();
        if rows.iter().all(|cells| is_silent(&cells[column])) {
            head.remove(column);
            for cells in &mut rows {
                cells.remove(column);
            }
        } else {
            for cell in rows
                .iter_mut()
                .map(|cells| &mut cells[column])
                .filter(|cell| is_silent(cell))
            {
                "–".clone_into(&mut cell.text);
            }
        }
    }
    let caption = say.t1("result-count", "count", rows.len());
    (!rows.is_empty()).then_some(Block::Table(Table { caption, head, rows }))
}

/// Notes on a result, each with who wrote it and when.
pub(crate) fn notes(result: &Value, lens: Lens<'_>) -> Vec<Block> {
    view::all(result, "note")
        .into_iter()
        .filter_map(|note| {
            let text = view::text(note, "text")
                .filter(|text| !text.trim().is_empty())?
                .to_owned();
            let author = view::text(note, "authorString").map(str::to_owned).or_else(|| {
                note.get("authorReference")
                    .and_then(|who| lens.related.name(result, who))
            });
            let heading = match &author {
                Some(author) => lens.say.t1("note-from", "who", author),
                None => lens.say.t("note-with-result"),
            };
            let by = lens.say.day_at(note, &["time"]).unwrap_or_default();
            Some(Block::Note { heading, text, by })
        })
        .collect()
}

/// Where a result comes from: specimen, method, who ordered and did it, when.
pub(crate) fn facts(result: &Value, orderer: Option<String>, lens: Lens<'_>) -> Vec<Fact> {
    let (say, related) = (lens.say, lens.related);
    let mut facts = Vec::new();
    fact(
        &mut facts,
        say.t("clinical-name"),
        view::get(result, "code").and_then(say::clinical_name),
    );
    fact(&mut facts, say.t("status"), say.code_at(result, "status", "status"));
    fact(&mut facts, say.t("collected"), say.time_at(result, &DATES[..3]));
    fact(&mut facts, say.t("released"), say.time_at(result, &["issued"]));
    fact(&mut facts, say.t("ordered-by"), orderer);
    fact_lines(&mut facts, say.t("performed-by"), related.names(result, "performer"));
    fact_lines(
        &mut facts,
        say.t("interpreted-by"),
        related.names(result, "resultsInterpreter"),
    );
    fact_lines(&mut facts, say.t("specimen"), related.names(result, "specimen"));
    fact(
        &mut facts,
        say.t("body-site"),
        view::get(result, "bodySite").and_then(say::name),
    );
    fact(
        &mut facts,
        say.t("method"),
        view::get(result, "method").and_then(say::name),
    );
    let codes: Vec<String> = view::all(result, "code.coding")
        .into_iter()
        .filter(|coding| coding["system"] == "http://loinc.org")
        .filter_map(|coding| Some(format!("LOINC {}", view::text(coding, "code")?)))
        .collect();
    fact_lines(&mut facts, say.t("code"), codes);
    facts
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::words;

    fn version(number: i64, value: f64, updated: &str) -> Item {
        Item {
            kind: madrone_fhir::ResourceType::Observation,
            id: "o".into(),
            version: number,
            updated: updated.parse::<jiff::Timestamp>().unwrap().into(),
            json: json!({"status": "corrected", "valueQuantity": {"value": value, "unit": "mg/dL"}}).into(),
        }
    }

    #[test]
    fn a_correction_shows_the_earlier_value_and_until_when_it_stood() {
        let words = words();
        let versions = [
            version(3, 121.0, "2026-11-05T12:00:00Z"),
            version(2, 131.0, "2026-11-03T12:00:00Z"),
            version(1, 131.0, "2026-11-01T12:00:00Z"),
        ];
        let lines = earlier(&versions[0].json, &versions, Say::new(&words));
        assert_eq!(lines.len(), 1);
        assert!(lines[0].contains("131") && lines[0].contains('5'), "{lines:?}");
        let same = [
            version(2, 121.0, "2026-11-03T12:00:00Z"),
            version(1, 121.0, "2026-11-01T12:00:00Z"),
        ];
        assert!(earlier(&same[0].json, &same, Say::new(&words)).is_empty());
    }

    #[test]
    fn a_column_in_which_no_row_says_anything_is_left_out() {
        let words = words();
        let (person, related) = (Person::default(), Related::default());
        let lens = Lens {
            say: Say::new(&words),
            person: &person,
            related: &related,
        };
        let columns = |results: &[Value]| match table(results.iter().map(|result| (result, result, None)), lens) {
            Some(Block::Table(table)) => (table.head.len(), table.rows.last().map(|cells| cells[2..].to_vec())),
            _ => (0, None),
        };
        let plain = json!({"code": {"text": "Mood"}, "valueString": "calm"});
        let ranged = json!({"code": {"text": "Sodium"}, "valueQuantity": {"value": 140}, "referenceRange": [{"high": {"value": 145}}]});
        assert_eq!(columns(std::slice::from_ref(&plain)).0, 2);
        let (head, cells) = columns(&[ranged, plain]);
        assert_eq!(head, 4);
        assert!(
            cells.unwrap().iter().all(|cell| cell.text == "–"),
            "what others have is said to be unknown"
        );
    }

    #[test]
    fn a_result_that_must_not_be_relied_on_never_alarms() {
        let words = words();
        let say = Say::new(&words);
        let critical = |status: &str| notices(&json!({"status": status}), "", true, say).len();
        assert_eq!(critical("final"), 1);
        assert_eq!(critical("entered-in-error"), 1);
        assert!(matches!(
            &notices(&json!({"status": "entered-in-error"}), "", true, say)[0],
            Block::Notice(notice) if notice.kind == NoticeKind::Warning
        ));
    }
}
