//! "What changes on her birthday": what parents see of a minor's record now, and from which day on they see less.

use askama::Template;
use jiff::civil::Date;
use madrone_authz::family::{Cell, Standing};
use madrone_authz::tier::{Tier, birthday};
use madrone_authz::{Action, Areas, Rules};
use madrone_web::components::Link;
use madrone_web::{Cx, Failure, PageResult, Shell};

use crate::words;

#[derive(Template)]
#[template(path = "birthday.html")]
struct Page {
    shell: Shell,
    back: Link,
    heading: String,
    lede: String,
    steps: Vec<Step>,
    outside: String,
}

/// What holds from a day on.
struct Step {
    heading: String,
    /// Lists under a heading each; those with nothing in them are left out.
    lists: Vec<(String, Vec<String>)>,
    note: String,
}

/// `GET /birthday`
pub(crate) fn show(cx: &mut Cx) -> PageResult {
    let access = cx.open_chart(Action::enter())?;
    let facts = madrone_authz::patient(cx.tx(), &access)?.ok_or(Failure::NotFound)?;
    let rules = cx.app().rules.clone();
    let tier = rules.tier(&facts, rules.today(cx.now()));
    if tier == Tier::Adult || facts.deceased {
        return Err(Failure::NotFound);
    }
    let day = |years| birthday(facts.birth_date.as_deref(), years).ok_or(Failure::NotFound);
    let mut steps = vec![now(cx, &rules, tier)];
    if tier == Tier::Child {
        steps.push(teen(cx, &rules, day(rules.ages.teen)?));
    }
    let adult = day(rules.ages.adult)?;
    steps.push(Step {
        heading: from(cx, rules.ages.adult, adult),
        lists: Vec::new(),
        note: cx.t("family-birthday-adult"),
    });
    let name = facts.called.as_str();
    let heading = if cx.whose().is_some() {
        cx.words().t1("family-birthday-heading-of", "name", name)
    } else {
        cx.t("family-birthday-heading")
    };
    cx.render(&Page {
        shell: cx.shell(heading.clone()),
        back: Link::new("/family", cx.t("family-heading")),
        heading,
        lede: cx.t("family-birthday-lede"),
        steps,
        outside: cx.t("family-birthday-outside"),
    })
}

fn now(cx: &Cx, rules: &Rules, tier: Tier) -> Step {
    let standing = if tier == Tier::Child {
        Standing::ParentOfChild
    } else {
        Standing::ParentOfTeen
    };
    Step {
        heading: cx.t("family-birthday-now"),
        lists: seen(cx, rules, standing),
        note: String::new(),
    }
}

fn teen(cx: &Cx, rules: &Rules, day: Date) -> Step {
    let all = |standing, least| rules.areas(standing, least);
    let gone: Areas = all(Standing::ParentOfChild, Cell::Own).without(all(Standing::ParentOfTeen, Cell::Own));
    let mut lists = seen(cx, rules, Standing::ParentOfTeen);
    lists.push((cx.t("family-birthday-gone"), words::areas(cx, gone)));
    lists.retain(|(_, areas)| !areas.is_empty());
    Step {
        heading: from(cx, rules.ages.teen, day),
        lists,
        note: cx.t("family-birthday-teen"),
    }
}

fn seen(cx: &Cx, rules: &Rules, standing: Standing) -> Vec<(String, Vec<String>)> {
    let whole = rules.areas(standing, Cell::View);
    let own = rules.areas(standing, Cell::Own).without(whole);
    let mut areas = words::areas(cx, whole);
    areas.extend(
        words::areas(cx, own)
            .into_iter()
            .map(|area| cx.words().t1("family-own", "area", area)),
    );
    vec![(cx.t("family-birthday-seen"), areas)]
}

/// "From their 12th birthday, March 1, 2027".
fn from(cx: &Cx, years: i16, day: Date) -> String {
    let day = cx.words().date_long(day);
    cx.words()
        .t2("family-birthday-from", ("age", years.to_string()), ("day", day))
}
