//! What `components.html` makes of the data, as a browser gets it.

use askama::Template;

use super::{
    Badge, BadgeKind, Cell, ErrorSummary, Field, FieldKind, Flag, RangeBar, RangeLabels, Row, Table, range_bar,
};
use crate::shell::{AssetUrls, Shell};

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components.html" as c %}{{ c::error_summary(summary) }}{% for one in fields %}{{ c::field(one) }}{% endfor %}"#
)]
struct Questions {
    shell: Shell,
    summary: Option<ErrorSummary>,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% import "components.html" as c %}{{ c::rows(rows) }}{{ c::range_bar(bar) }}{{ c::table(table) }}"#
)]
struct Record {
    shell: Shell,
    rows: Vec<Row>,
    bar: RangeBar,
    table: Table,
}

fn shell() -> Shell {
    Shell {
        assets: AssetUrls {
            icons: "/icons.svg".into(),
            ..AssetUrls::default()
        },
        ..Shell::default()
    }
}

fn questions(fields: Vec<Field>) -> String {
    let summary = ErrorSummary::of("Check what you entered", &fields);
    Questions {
        shell: shell(),
        summary,
        fields,
    }
    .render()
    .expect("writing to a string does not fail")
}

fn record(rows: Vec<Row>) -> String {
    let bar = range_bar(142.0, None, Some(130.0), Flag::Above, RangeLabels::default()).expect("one end is known");
    let row = vec![Cell::link("/results/1", "Glucose"), Cell::number("104 mg/dL")];
    let table = Table {
        caption: "Panel".into(),
        head: vec!["Test".into(), "Result".into()],
        rows: vec![row],
    };
    Record {
        shell: shell(),
        rows,
        bar,
        table,
    }
    .render()
    .expect("writing to a string does not fail")
}

#[test]
fn an_answer_so_far_is_text_and_a_password_is_never_given_back() {
    let username = Field::new(FieldKind::Text, "username", "Username").value("\"><script>");
    let password = Field::new(FieldKind::Password, "password", "Password").value("correct horse");
    let html = questions(vec![username, password]);
    assert!(!html.contains("<script>"), "{html}");
    assert!(!html.contains("correct horse"), "{html}");
}

#[test]
fn a_wrong_answer_is_said_in_the_summary_and_at_the_field() {
    let code = Field::new(FieldKind::Code, "code", "Security code").error(Some("Enter the 6 digits".into()));
    let html = questions(vec![code]);
    assert!(html.contains(r##"<a href="#code">Enter the 6 digits</a>"##), "{html}");
    assert!(
        html.contains(r#"aria-invalid="true" aria-describedby="code-error""#),
        "{html}"
    );
    assert!(html.contains(r#"tabindex="-1" autofocus"#), "{html}");
}

#[test]
fn every_control_has_its_label() {
    let kinds = [
        FieldKind::Text,
        FieldKind::Password,
        FieldKind::Code,
        FieldKind::Long,
        FieldKind::Select,
    ];
    for kind in kinds {
        let html = questions(vec![Field::new(kind, "answer", "Question")]);
        assert!(
            html.contains(r#"<label class="label" for="answer">Question</label>"#),
            "{kind:?}: {html}"
        );
        assert!(html.contains(r#"id="answer" name="answer""#), "{kind:?}: {html}");
    }
}

#[test]
fn a_row_leads_by_its_title_and_one_without_an_address_leads_nowhere() {
    let leading = record(vec![Row::new("/results/1", "flask-conical", "LDL <cholesterol>")]);
    assert!(
        leading.contains(r#"<a class="row-title" href="/results/1">LDL &#60;cholesterol&#62;</a>"#),
        "{leading}"
    );
    assert!(
        leading.contains(r#"<use href="/icons.svg#flask-conical"/>"#),
        "{leading}"
    );
    let still = record(vec![Row::new("", "", "Stopped")]);
    assert!(still.contains(r#"<span class="row-title">Stopped</span>"#), "{still}");
}

#[test]
fn out_of_range_is_said_by_a_shape_and_words_and_not_by_colour_alone() {
    let row = |badge: Badge| record(vec![Row::new("", "", "LDL").badge(badge)]);
    let above = row(Flag::Above.badge("Above range"));
    assert!(
        above.contains("badge-shape") && above.contains("Above range"),
        "{above}"
    );
    assert!(!row(Badge::new(BadgeKind::New, "New")).contains("badge-shape"));
}

#[test]
fn a_cell_says_its_column_where_the_table_is_narrow() {
    let html = record(Vec::new());
    assert!(html.contains(r#"data-label="Result"><span>104 mg/dL</span>"#), "{html}");
}

#[test]
fn nothing_drawn_needs_what_the_content_security_policy_refuses() {
    let templates = [
        include_str!("../../templates/base.html"),
        include_str!("../../templates/components.html"),
        include_str!("../../templates/error.html"),
        include_str!("../../templates/shell/menu.html"),
        include_str!("../../templates/shell/top_bar.html"),
    ];
    for template in templates {
        for refused in [
            " style=",
            " onclick=",
            " onload=",
            "<style",
            "<script>",
            "javascript:",
            "hx-on",
            "js:",
        ] {
            assert!(!template.contains(refused), "{refused} in {template}");
        }
    }
}
