//! Notices of birthdays that change what parents see: ahead of them, and to the patient on the day of becoming an adult.
//! They change nothing themselves: how old somebody is, is computed whenever a chart is opened.

use jiff::{Span, civil::Date};
use madrone_accounts::account;
use madrone_authz::relation::parents_at_birthday;
use madrone_authz::{Action, Actor, Area, ChartAccess, audit};
use madrone_db::{Result, Tx};
use madrone_jobs::Days;
use madrone_notify::{Notice, tell};
use madrone_web::{App, Event};

use crate::{ADULT, BIRTHDAY};

/// So many days ahead people are told; once for each, however long the portal was off.
const AHEAD: [i32; 2] = [30, 7];

/// Somebody who is told, of what, and where to read on.
type Told = (String, &'static Event, &'static str, String);

/// Tells everybody whom a birthday concerns that came near on one of `days`.
pub(crate) fn tell_of_birthdays(app: &App, tx: &Tx, days: Days) -> Result<()> {
    let now = app.clock.now();
    let actor = Actor::System { part: "family" };
    let about = ("", "family-birthdays", now);
    let (opened, entry) = madrone_authz::open_all(&actor, Action::view(Area::Sharing), about);
    audit::write(tx, &[entry])?;
    let Ok(access) = opened else { return Ok(()) };
    let ages = app.rules.ages;
    let mut told = Vec::new();
    for years in [ages.teen, ages.adult] {
        for (from, until, ahead) in windows(days) {
            told.extend(concerned(tx, &access, years, (from, until), ahead)?);
        }
    }
    let on_the_day = (first(days), days.today);
    for (day, held) in parents_at_birthday(tx, &access, ages.adult, on_the_day)? {
        let own = account::by_chart(tx, &held.patient.id)?;
        told.extend(own.map(|own| (own.id, &ADULT, "/sharing", day.to_string())));
    }
    for (account, event, path, occasion) in told {
        let notice = Notice {
            account: &account,
            event,
            occasion: &occasion,
            path,
        };
        tell(app, tx, notice, now)?;
    }
    Ok(())
}

/// The day before the first that is to be done: where nothing was done yet, as far back as anybody could have been told of
/// what is still to come.
fn first(days: Days) -> Date {
    let longest = Span::new().days(AHEAD[0]);
    days.after.unwrap_or_else(|| days.today.saturating_sub(longest))
}

/// Between which days lie the birthdays that came near: of each span of days ahead those that no shorter one takes.
fn windows(days: Days) -> impl Iterator<Item = (Date, Date, i32)> {
    let shorter = AHEAD.into_iter().skip(1).chain([0]);
    AHEAD.into_iter().zip(shorter).filter_map(move |(ahead, shorter)| {
        let from = first(days).saturating_add(Span::new().days(ahead));
        let from = from.max(days.today.saturating_add(Span::new().days(shorter)));
        let until = days.today.saturating_add(Span::new().days(ahead));
        (from < until).then_some((from, until, ahead))
    })
}

/// Parents, and the patients themselves where they have an account. Twins have one birthday, and their parents one notice.
fn concerned(tx: &Tx, access: &ChartAccess, years: i16, days: (Date, Date), ahead: i32) -> Result<Vec<Told>> {
    let mut told = Vec::new();
    for (day, held) in parents_at_birthday(tx, access, years, days)? {
        let occasion = format!("{day} {years} {ahead}");
        let own = account::by_chart(tx, &held.patient.id)?;
        told.extend(own.map(|own| (own.id, &BIRTHDAY, "/birthday", occasion.clone())));
        if account::by_id(tx, &held.relation.account)?.is_some() && held.relation.frozen.is_none() {
            told.push((held.relation.account, &BIRTHDAY, "/family", occasion));
        }
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn near(after: Option<Date>, today: Date) -> Vec<(Date, Date, i32)> {
        windows(Days { after, today }).collect()
    }

    #[test]
    fn a_birthday_is_near_once_for_each_span() {
        let (today, yesterday) = (date(2027, 3, 10), date(2027, 3, 9));
        let each = [
            (date(2027, 4, 8), date(2027, 4, 9), 30),
            (date(2027, 3, 16), date(2027, 3, 17), 7),
        ];
        assert_eq!(near(Some(yesterday), today), each);
        assert_eq!(near(Some(today), today), []);
        assert_eq!(
            near(Some(date(2027, 5, 1)), today),
            [],
            "the clock was wrong and was set back"
        );
    }

    #[test]
    fn who_was_off_tells_of_what_is_still_to_come() {
        let today = date(2027, 3, 10);
        let each = [(date(2027, 3, 17), date(2027, 4, 9), 30), (today, date(2027, 3, 17), 7)];
        assert_eq!(near(None, today), each);
        assert_eq!(near(Some(date(2026, 1, 1)), today), each);
    }
}
