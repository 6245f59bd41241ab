//! What the page shows.

use askama::Template;
use jiff::civil::{Date, Time};
use madrone_notify::Preferences;
use madrone_web::components::{Choice, ErrorSummary, Field, FieldKind, Link, Notice, NoticeKind};
use madrone_web::{Channel, Cx, Failure, Shell, Topic};

use super::browsers::Browsers;
use super::rules::{Said, Wrong, tick, written};
use super::{Reach, Ways};

/// Where a number is set up and says yes to notices.
const PHONE: &str = "/account/security/phone";

/// A day without a change of clocks, for times of the day.
const ANY_DAY: Date = Date::constant(2026, 1, 15);

/// The hours at which a digest may come.
const DIGEST_HOURS: [i8; 5] = [7, 9, 12, 17, 19];

/// The zones of the United States, which are looked for most, before all others.
const FIRST_ZONES: [&str; 8] = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
];

#[derive(Template)]
#[template(path = "settings.html")]
pub(super) struct Settings {
    pub(super) shell: Shell,
    heading: String,
    lede: String,
    summary: Option<ErrorSummary>,
    what: String,
    caption: String,
    head: Vec<String>,
    rows: Vec<Row>,
    texts: Option<(String, Link)>,
    no_browser: Option<(String, Link)>,
    when: String,
    quiet: Field,
    hours: [Field; 2],
    quiet_note: String,
    digest: Field,
    zone: Field,
    button: String,
    browsers: Option<Browsers>,
}

/// A topic, and each way to be told of it.
struct Row {
    name: String,
    hint: String,
    cells: Vec<Cell>,
}

/// One way.
struct Cell {
    channel: String,
    /// What stands there instead of a checkbox.
    fixed: Option<String>,
    name: String,
    spoken: String,
    on: bool,
    off_for_now: bool,
}

impl Settings {
    pub(super) fn new(cx: &Cx, wishes: &Preferences, said: &Said, wrong: Wrong) -> Result<Self, Failure> {
        let ways = Ways::of(cx)?;
        let heading = cx.t("notifications-heading");
        let quiet = Field::new(FieldKind::Radio, "quiet", cx.t("notifications-quiet"))
            .choices(["no", "yes"].map(|one| choice(cx, one)).into())
            .value(&said.quiet);
        let hours_wrong = wrong.hours.then(|| cx.t("notifications-hours-wrong"));
        let hours = [
            half_hours(cx, "from", &said.from).error(hours_wrong.clone()),
            half_hours(cx, "until", &said.until).error(hours_wrong),
        ];
        let digest = digest(cx, said).error(wrong.digest.then(|| cx.t("notifications-digest-wrong")));
        let zone = zone(cx, said).error(wrong.zone.then(|| cx.t("notifications-zone-wrong")));
        let channels = channels(ways);
        Ok(Self {
            shell: cx.shell(heading.clone()),
            heading,
            lede: cx.t("notifications-lede"),
            summary: ErrorSummary::of(&cx.t("notifications-check"), [&hours[0], &hours[1], &digest, &zone]),
            what: cx.t("notifications-what"),
            caption: cx.t("notifications-caption"),
            head: channels.iter().map(|channel| channel_name(cx, *channel)).collect(),
            rows: cx
                .app()
                .topics()
                .iter()
                .map(|topic| Row::new(cx, wishes, topic, ways))
                .collect(),
            texts: (ways.texts == Reach::NotYet).then(|| {
                let link = Link::new(PHONE, cx.t("notifications-set-up-phone"));
                (cx.t("notifications-no-number"), link)
            }),
            no_browser: (ways.push == Reach::NotYet).then(|| {
                let link = Link::new("#browsers", cx.t("notifications-set-up-browser"));
                (cx.t("notifications-no-browser"), link)
            }),
            when: cx.t("notifications-when"),
            quiet,
            hours,
            quiet_note: cx.t("notifications-quiet-note"),
            digest,
            zone,
            button: cx.t("notifications-save"),
            browsers: Browsers::of(cx)?,
        })
    }

    /// Says what was done.
    pub(super) fn say(&mut self, cx: &Cx, done: &str) {
        self.shell.notice = Some(Notice::new(NoticeKind::Done, cx.t(done)));
    }
}

impl Row {
    fn new(cx: &Cx, wishes: &Preferences, topic: &Topic, ways: Ways) -> Self {
        let name = cx.t(&format!("{}-topic", topic.name));
        let cell = |channel: &Channel| {
            let on = wishes.wants(topic, *channel);
            let channel_name = channel_name(cx, *channel);
            let fixed = match channel {
                _ if on => "notifications-always",
                Channel::Push => "notifications-never",
                Channel::Email | Channel::Sms => "notifications-if-needed",
            };
            Cell {
                fixed: topic.locked.then(|| cx.t(fixed)),
                name: tick(topic, *channel),
                spoken: format!("{name}: {channel_name}"),
                on,
                off_for_now: ways.reach(*channel) == Reach::NotYet,
                channel: channel_name,
            }
        };
        Self {
            hint: cx.t(&format!("{}-topic-hint", topic.name)),
            cells: channels(ways).iter().map(cell).collect(),
            name,
        }
    }
}

/// The ways that the site has.
fn channels(ways: Ways) -> Vec<Channel> {
    let all = Channel::ALL.into_iter();
    all.filter(|channel| ways.reach(*channel) != Reach::Never).collect()
}

fn channel_name(cx: &Cx, channel: Channel) -> String {
    cx.t(&format!("notifications-{}", channel.name()))
}

fn choice(cx: &Cx, name: &str) -> Choice {
    Choice::new(name, cx.t(&format!("notifications-quiet-{name}")))
}

/// A time of the day as the reader's language writes it.
fn spoken(cx: &Cx, time: Time) -> String {
    let at = ANY_DAY.to_datetime(time).to_zoned(cx.words().zone().clone());
    at.map_or_else(|_| written(time), |at| cx.words().time(at.timestamp().into()))
}

fn half_hours(cx: &Cx, name: &str, value: &str) -> Field {
    let times = (0..48).filter_map(|half| Time::new(half / 2, half % 2 * 30, 0, 0).ok());
    let choices = times.map(|time| Choice::new(written(time), spoken(cx, time))).collect();
    Field::new(FieldKind::Select, name, cx.t(&format!("notifications-{name}")))
        .optional()
        .choices(choices)
        .value(value)
}

fn digest(cx: &Cx, said: &Said) -> Field {
    let mut choices = vec![Choice::new("", cx.t("notifications-digest-each"))];
    choices.extend(DIGEST_HOURS.into_iter().filter_map(|hour| {
        let time = spoken(cx, Time::new(hour, 0, 0, 0).ok()?);
        let label = cx.words().t1("notifications-digest-daily", "time", time.as_str());
        Some(Choice::new(hour.to_string(), label))
    }));
    Field::new(FieldKind::Select, "digest", cx.t("notifications-digest"))
        .hint(cx.t("notifications-digest-hint"))
        .optional()
        .choices(choices)
        .value(&said.digest)
}

fn zone(cx: &Cx, said: &Said) -> Field {
    let clinic = cx.site().zone.iana_name().unwrap_or_default();
    let usual = cx
        .words()
        .t1("notifications-zone-clinic", "zone", place(clinic).0.as_str());
    let mut choices = vec![Choice::new("", usual)];
    let named = |name: &str| {
        let (place, part) = place(name);
        Choice::new(name, format!("{place} ({part})"))
    };
    choices.extend(FIRST_ZONES.map(named));
    let others = jiff::tz::db().available().map(|name| name.to_string());
    let mut others: Vec<Choice> = others
        .filter(|name| is_of_a_place(name) && !FIRST_ZONES.contains(&name.as_str()))
        .map(|name| named(&name))
        .collect();
    others.sort_by(|one, other| one.label.cmp(&other.label));
    choices.extend(others);
    Field::new(FieldKind::Select, "zone", cx.t("notifications-zone"))
        .hint(cx.t("notifications-zone-hint"))
        .optional()
        .choices(choices)
        .value(&said.zone)
}

/// Whether a zone is named after a place on a continent or in an ocean, as all but old and technical ones are.
fn is_of_a_place(name: &str) -> bool {
    const PARTS: [&str; 9] = [
        "Africa",
        "America",
        "Antarctica",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];
    name.split_once('/').is_some_and(|(part, _)| PARTS.contains(&part))
}

/// The place that a zone is named after, and the part of the world: `Los Angeles` and `America`.
fn place(name: &str) -> (String, String) {
    let (part, place) = name.rsplit_once('/').unwrap_or(("", name));
    (place.replace('_', " "), part.replace('/', ", ").replace('_', " "))
}
