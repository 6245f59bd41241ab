//! The forms on which a patient says how to speak with her and where she lives: one a section.

use askama::Template;
use madrone_authz::{Action, Area};
use madrone_chart::Stored;
use madrone_web::components::{Choice, ErrorSummary, Field as Asked, FieldKind, Link, Notice, NoticeKind};
use madrone_web::{Cx, Failure, Form, PageResult, Path, Shell};

use crate::about::{About, LONGEST};
use crate::coded::Coded;
use crate::field::{Field, Section};
use crate::{language, save, say};

/// The form as it is posted: the answers, and the version of the Patient that they were written over.
type Posted = Vec<(String, String)>;

fn version_of(form: &Posted) -> &str {
    let version = form.iter().find(|(name, _)| name == "version");
    version.map_or("", |(_, version)| version)
}

fn section(name: &str) -> Result<Section, Failure> {
    Section::parse(name).ok_or(Failure::NotFound)
}

/// `GET /settings/profile/{section}`
pub(crate) fn show(cx: &mut Cx, Path(name): Path) -> PageResult {
    let section = section(&name)?;
    let access = cx.open_chart(Action::view(Area::Demographics))?;
    let stored = save::patient(cx, &access)?;
    let about = About::of(&stored.json());
    let page = match cx.draft::<Posted>()? {
        Some(kept) => Page::kept(
            cx,
            section,
            &stored,
            (&about.answered(section, &kept), version_of(&kept)),
        ),
        None => Page::new(cx, section, &stored, &about, &Problem::None),
    };
    cx.render(&page)
}

/// `POST /settings/profile/{section}`
pub(crate) fn take(cx: &mut Cx, Path(name): Path, form: Form<Posted>) -> PageResult {
    let section = section(&name)?;
    let access = cx.open_chart(Action::write(Area::Demographics))?;
    let stored = save::patient(cx, &access)?;
    let mut patient = stored.json();
    let before = About::of(&patient);
    let about = before.answered(section, &form.0);
    // Somebody else wrote in between: she sees both, and nothing is written until she has.
    if version_of(&form.0) != stored.version.to_string() {
        return cx.invalid(&Page::new(
            cx,
            section,
            &stored,
            &about,
            &Problem::Changed(Box::new(before)),
        ));
    }
    let wrong = about.wrong(section, &before);
    if !wrong.is_empty() {
        return cx.invalid(&Page::new(cx, section, &stored, &about, &Problem::Wrong(wrong)));
    }
    about.put_into(&mut patient);
    save::save(cx, &access, (&stored, patient), None)?;
    cx.redirect("/settings/profile?saved=1")
}

/// Why the form is shown again.
enum Problem {
    /// It is not.
    None,
    /// Answers that cannot be taken: the field and the key of what to do.
    Wrong(Vec<(Field, &'static str)>),
    /// The record has changed since the page was opened; it says this now.
    Changed(Box<About>),
}

#[derive(Template)]
#[template(path = "edit.html")]
struct Page {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    action: String,
    version: i64,
    fields: Vec<Asked>,
    button: String,
}

impl Page {
    fn new(cx: &Cx, section: Section, stored: &Stored, said: &About, problem: &Problem) -> Self {
        let fields: Vec<_> = section
            .fields()
            .iter()
            .map(|field| asked(cx, *field, &said[*field]).error(error(cx, *field, &said[*field], problem)))
            .collect();
        let summary = match problem {
            Problem::None => None,
            Problem::Wrong(_) => ErrorSummary::of(&cx.t("profile-check"), &fields),
            Problem::Changed(_) => {
                let mut summary = ErrorSummary::general(&cx.t("profile-changed-title"), cx.t("profile-changed"));
                summary.fields = ErrorSummary::of("", &fields).map_or_else(Vec::new, |wrong| wrong.fields);
                Some(summary)
            }
        };
        let heading = cx.t(&format!("profile-section-{}", section.name()));
        Self {
            shell: cx.shell(heading.clone()),
            back: Link::new("/settings/profile", cx.t("profile-title")),
            heading,
            lede: cx.t(&format!("profile-lede-{}", section.name())),
            summary,
            action: section.path(),
            version: stored.version,
            fields,
            button: cx.t("profile-save"),
        }
    }

    /// With answers that could not be sent, over the version of the record that they were written over.
    fn kept(cx: &Cx, section: Section, stored: &Stored, (said, version): (&About, &str)) -> Self {
        let mut page = Self::new(cx, section, stored, said, &Problem::None);
        page.shell.notice = Some(Notice::new(NoticeKind::Warning, cx.t("web-draft-kept")));
        page.version = version.parse().unwrap_or(page.version);
        page
    }
}

/// What stands beside a field.
fn error(cx: &Cx, field: Field, value: &str, problem: &Problem) -> Option<String> {
    match problem {
        Problem::None => None,
        Problem::Wrong(wrong) => wrong
            .iter()
            .find(|(wrong, _)| *wrong == field)
            .map(|(_, key)| cx.t(key)),
        Problem::Changed(now) => {
            let said = if now[field].is_empty() {
                cx.t("profile-not-said")
            } else {
                say::answers(cx, now, field).join(", ")
            };
            (now[field] != value).then(|| cx.words().t1("profile-now", "value", said))
        }
    }
}

fn asked(cx: &Cx, field: Field, value: &str) -> Asked {
    let (kind, known): (_, Vec<&str>) = match (field, Coded::of(field)) {
        (Field::Language, _) => (FieldKind::Select, language::KNOWN.to_vec()),
        (Field::TemporaryFrom | Field::TemporaryUntil, _) => (FieldKind::Date, Vec::new()),
        (_, Some(coded)) => {
            let several = field.takes_several();
            let kind = if several { FieldKind::Checkbox } else { FieldKind::Radio };
            (kind, coded.known.iter().map(|(code, _)| *code).collect())
        }
        _ => (FieldKind::Text, Vec::new()),
    };
    let choice = |line: &str| Choice {
        chosen: value.lines().any(|said| said == line),
        ..Choice::new(line, say::answer(cx, field, line))
    };
    let mut choices: Vec<_> = known.iter().map(|line| choice(line)).collect();
    // What the clinic has written down stays a choice of its own.
    choices.extend(value.lines().filter(|line| !known.contains(line)).map(choice));
    if matches!(kind, FieldKind::Radio | FieldKind::Select) {
        let nothing = Choice {
            chosen: value.is_empty(),
            ..Choice::new("", cx.t("profile-not-said"))
        };
        choices.insert(0, nothing);
    }
    let hint = format!("profile-hint-{}", field.name());
    let asked = Asked::new(kind, field.name(), cx.t(&format!("profile-field-{}", field.name()))).optional();
    let asked = match kind {
        FieldKind::Text => asked
            .value(value)
            .max_length(u32::try_from(LONGEST).unwrap_or(u32::MAX)),
        FieldKind::Date => asked.value(value),
        _ => asked.choices(choices),
    };
    let asked = if cx.words().has(&hint) {
        asked.hint(cx.t(&hint))
    } else {
        asked
    };
    asked.autocomplete(match field {
        Field::Preferred => "nickname",
        Field::Street => "address-line1",
        Field::Unit => "address-line2",
        Field::City => "address-level2",
        Field::State => "address-level1",
        Field::Postal => "postal-code",
        Field::Country => "country-name",
        _ => "",
    })
}
