//! SQL of `notify_preference`, `notify_choice` and `notify_gathered`.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::civil::Time;
use madrone_db::{Result, Row, Tx};
use madrone_kernel::Instant;
use madrone_web::Channel;

use super::{Notice, Preferences, Quiet};

/// How long it is known that somebody was told in a digest.
const KEPT: Duration = Duration::from_hours(24 * madrone_jobs::KEY_DAYS);

pub(super) fn find(tx: &Tx, account: &str) -> Result<Preferences> {
    let sql = "SELECT zone, quiet_from, quiet_until, digest FROM notify_preference WHERE account = $1";
    let wishes = tx.query_opt(sql, &[&account], |row| {
        let quiet = match (minutes(row, 1)?, minutes(row, 2)?) {
            (Some(from), Some(until)) => Some(Quiet { from, until }),
            _ => None,
        };
        Ok(Preferences {
            zone: row.get(0)?,
            quiet,
            digest: row.get::<Option<i64>>(3)?.and_then(|hour| i8::try_from(hour).ok()),
            choices: BTreeMap::new(),
        })
    })?;
    let mut wishes = wishes.unwrap_or_default();
    let sql = "SELECT topic, channel, wanted FROM notify_choice WHERE account = $1";
    let chosen: Vec<(String, String, bool)> =
        tx.query(sql, &[&account], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (topic, channel, wanted) in chosen {
        if let Some(channel) = Channel::parse(&channel) {
            wishes.choices.insert((topic, channel.name()), wanted);
        }
    }
    Ok(wishes)
}

/// A time of the day, kept as minutes since midnight.
fn minutes(row: &Row, place: usize) -> Result<Option<Time>> {
    let minutes: Option<i64> = row.get(place)?;
    Ok(minutes.and_then(|minutes| {
        let (hour, minute) = (i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?);
        Time::new(hour, minute, 0, 0).ok()
    }))
}

pub(super) fn save(tx: &Tx, account: &str, wishes: &Preferences) -> Result<()> {
    let minutes = |time: Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
    tx.execute(
        "INSERT INTO notify_preference (account, zone, quiet_from, quiet_until, digest) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (account) DO UPDATE SET zone = excluded.zone, quiet_from = excluded.quiet_from,
         quiet_until = excluded.quiet_until, digest = excluded.digest",
        &[
            &account,
            &wishes.zone,
            &wishes.quiet.map(|quiet| minutes(quiet.from)),
            &wishes.quiet.map(|quiet| minutes(quiet.until)),
            &wishes.digest.map(i64::from),
        ],
    )?;
    for ((topic, channel), wanted) in &wishes.choices {
        tx.execute(
            "INSERT INTO notify_choice (account, topic, channel, wanted) VALUES ($1, $2, $3, $4)
             ON CONFLICT (account, topic, channel) DO UPDATE SET wanted = excluded.wanted",
            &[&account, topic, channel, wanted],
        )?;
    }
    Ok(())
}

/// Keeps a notice for the digest that is due then; what was in an earlier one is not in it again.
pub(super) fn gather(tx: &Tx, notice: Notice<'_>, due: Instant) -> Result<()> {
    tx.execute(
        "DELETE FROM notify_gathered WHERE account = $1 AND due < $2",
        &[&notice.account, &due.minus(KEPT)],
    )?;
    tx.execute(
        "INSERT INTO notify_gathered (account, event, occasion, path, due) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (account, event, occasion) DO NOTHING",
        &[
            &notice.account,
            &notice.event.name,
            &notice.occasion,
            &notice.path,
            &due,
        ],
    )?;
    Ok(())
}

/// What is in the digest that is due then: each event and its path once.
pub(super) fn gathered(tx: &Tx, account: &str, due: Instant) -> Result<Vec<(String, String)>> {
    let sql = "SELECT DISTINCT event, path FROM notify_gathered WHERE account = $1 AND due = $2 ORDER BY event, path";
    tx.query(sql, &[&account, &due], |row| Ok((row.get(0)?, row.get(1)?)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;
    use madrone_accounts::account::{self, Account};
    use madrone_db::{Access, Db};
    use madrone_harness::both_engines;
    use madrone_web::Topic;

    use super::*;

    const NEWS: Topic = Topic {
        name: "news",
        order: 0,
        on: &[Channel::Email],
        locked: false,
    };

    /// Makes an account for those that preferences are kept of, where there is none.
    fn somebody(tx: &Tx) -> Result<()> {
        let account = Account {
            id: "maria".into(),
            username: "maria".into(),
            role: None,
            name: "Maria".into(),
            email: "maria@example.com".into(),
            locale: None,
            chart: None,
            password: String::new(),
        };
        if account::by_id(tx, "maria")?.is_some() {
            return Ok(());
        }
        account::create(tx, &account, Instant::from_micros(1))
    }

    both_engines! {
        fn what_was_chosen_is_kept_and_may_be_changed(db: Db) {
            let mut first = Preferences {
                zone: Some("Europe/Madrid".into()),
                quiet: Some(Quiet { from: time(22, 15, 0, 0), until: time(7, 0, 0, 0) }),
                digest: Some(18),
                ..Preferences::default()
            };
            first.choose(&NEWS, Channel::Email, false);
            let mut second = Preferences::default();
            second.choose(&NEWS, Channel::Email, true);
            for wishes in [first, second] {
                let kept = wishes.clone();
                let found = db.wait(Access::Write, move |tx| {
                    somebody(tx)?;
                    save(tx, "maria", &wishes)?;
                    Ok::<_, madrone_db::Error>((find(tx, "maria")?, find(tx, "walter")?))
                });
                assert_eq!(found, Ok((kept, Preferences::default())));
            }
        }
    }
}
