//! The chain over the record of who did what: each entry is hashed together with the one before it, across the site and
//! for each chart, so that a change, a removal or another order shows, and where.
//!
//! Entries are written by whoever acts, many at once; links are added behind them by one at a time, who holds the row of
//! `authz_chain`. A tail that was cut off whole leaves a chain that is right in itself: an [`Anchor`] kept elsewhere tells.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use aws_lc_rs::digest::{Context, SHA256};
use madrone_db::{Engine, Param, Result, Row, Tx, ValueRef, padded};
use madrone_kernel::Instant;

/// The hash of a link.
type Hash = [u8; 32];

/// The link before the first.
const START: Hash = [0; 32];

/// The most entries of one transaction.
const AT_ONCE: i64 = 1000;

/// How long a number that was passed over is waited for: longer than any transaction may last.
const WAITED: Duration = Duration::from_hours(1);

/// An entry as it is hashed.
struct Hashed {
    seq: i64,
    at: Instant,
    patient: Option<String>,
    hash: Hash,
}

const ENTRY: &str =
    "a.seq, a.at, a.patient, a.request, a.actor_kind, a.actor_id, a.actor_name, a.action, a.area, a.target,
    a.allowed";

fn hashed(row: &Row, from: usize) -> Result<Hashed> {
    let (seq, at): (i64, Instant) = (row.get(from)?, row.get(from + 1)?);
    let patient: Option<String> = row.get(from + 2)?;
    let mut context = Context::new(&SHA256);
    context.update(&seq.to_be_bytes());
    context.update(&at.micros().to_be_bytes());
    let mut text = |text: &str| {
        // Lengths keep one text from running into the next.
        context.update(&(text.len() as u64).to_be_bytes());
        context.update(text.as_bytes());
    };
    text(if patient.is_some() { "of" } else { "" });
    text(patient.as_deref().unwrap_or_default());
    for column in 3..10 {
        text(&row.get::<String>(from + column)?);
    }
    context.update(&[u8::from(row.get::<bool>(from + 10)?)]);
    Ok(Hashed {
        seq,
        at,
        patient,
        hash: finished(context),
    })
}

fn finished(context: Context) -> Hash {
    *context.finish().as_ref().first_chunk().expect("a SHA-256 has 32 bytes")
}

fn linked(before: &Hash, entry: &Hash) -> Hash {
    let mut context = Context::new(&SHA256);
    context.update(before);
    context.update(entry);
    finished(context)
}

/// Adds links for the next entries that have none; whether there may be more.
///
/// # Errors
/// When the database fails.
pub fn extend(tx: &Tx) -> Result<bool> {
    let lock = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR UPDATE",
    };
    let sql = format!("SELECT place, seq FROM authz_chain WHERE one = 1{lock}");
    let (mut place, last): (i64, i64) = tx
        .query_opt(&sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?
        .unwrap_or_default();
    let late = format!("SELECT {ENTRY} FROM authz_gap g JOIN authz_audit a ON a.seq = g.seq ORDER BY a.seq LIMIT $1");
    let mut entries = tx.query(&late, &[&AT_ONCE], |row| hashed(row, 0))?;
    let late: Vec<i64> = entries.iter().map(|entry| entry.seq).collect();
    let new = format!("SELECT {ENTRY} FROM authz_audit a WHERE a.seq > $1 ORDER BY a.seq LIMIT $2");
    entries.extend(tx.query(&new, &[&last, &AT_ONCE], |row| hashed(row, 0))?);
    let (Some(newest), Some(end)) = (
        entries.last().map(|entry| entry.at),
        entries.last().map(|entry| entry.seq.max(last)),
    ) else {
        return Ok(false);
    };
    let mut site = head(tx, place)?;
    let mut charts = heads(tx, &entries)?;
    let mut rows: Vec<(i64, Hash, Hash)> = Vec::with_capacity(entries.len());
    for entry in &entries {
        site = linked(&site, &entry.hash);
        let chart = entry.patient.as_ref().map(|patient| {
            let head = charts.entry(patient.clone()).or_insert(START);
            *head = linked(head, &entry.hash);
            *head
        });
        place += 1;
        rows.push((place, site, chart.unwrap_or_default()));
    }
    let mut values: Vec<ValueRef<'_>> = Vec::with_capacity(rows.len() * 5);
    for (entry, (place, site, chart)) in entries.iter().zip(&rows) {
        let chart: &[u8] = if entry.patient.is_some() { chart } else { &[] };
        values.extend([
            ValueRef::Int(*place),
            ValueRef::Int(entry.seq),
            entry.patient.value(),
            ValueRef::Bytes(site),
            ValueRef::Bytes(chart),
        ]);
    }
    tx.insert_many(
        "INSERT INTO authz_link (place, seq, patient, site, chart)",
        5,
        &values,
        "",
    )?;
    tx.execute(
        "UPDATE authz_chain SET place = $1, seq = $2 WHERE one = 1",
        &[&place, &end],
    )?;
    note_gaps(tx, (last, newest), &entries, &late)?;
    Ok(i64::try_from(entries.len()).unwrap_or(i64::MAX) >= AT_ONCE)
}

/// Remembers the numbers that were passed over, and forgets those that came, and those that nobody will use.
fn note_gaps(tx: &Tx, (last, newest): (i64, Instant), entries: &[Hashed], late: &[i64]) -> Result<()> {
    for seq in late {
        tx.execute("DELETE FROM authz_gap WHERE seq = $1", &[seq])?;
    }
    tx.execute("DELETE FROM authz_gap WHERE noted < $1", &[&newest.minus(WAITED)])?;
    let mut before = last;
    let mut values = Vec::new();
    for entry in entries.iter().filter(|entry| entry.seq > last) {
        for seq in before + 1..entry.seq {
            values.extend([ValueRef::Int(seq), newest.value()]);
        }
        before = entry.seq;
    }
    tx.insert_many(
        "INSERT INTO authz_gap (seq, noted)",
        2,
        &values,
        "ON CONFLICT DO NOTHING",
    )
}

fn head(tx: &Tx, place: i64) -> Result<Hash> {
    let found = tx.query_opt("SELECT site FROM authz_link WHERE place = $1", &[&place], |row| {
        row.get::<Vec<u8>>(0)
    })?;
    Ok(found.map_or(START, |bytes| hash(&bytes)))
}

fn hash(bytes: &[u8]) -> Hash {
    // What is no hash of ours fits no link.
    bytes.try_into().unwrap_or([0xff; 32])
}

/// The last links of the charts that `entries` are about.
fn heads(tx: &Tx, entries: &[Hashed]) -> Result<HashMap<String, Hash>> {
    let mut patients: Vec<&str> = entries.iter().filter_map(|entry| entry.patient.as_deref()).collect();
    patients.sort_unstable();
    patients.dedup();
    let mut out = HashMap::with_capacity(patients.len());
    for patients in patients.chunks(256) {
        let list = padded(patients);
        let params: Vec<&dyn Param> = list.iter().map(|patient| patient as &dyn Param).collect();
        let places: Vec<String> = (1..=list.len()).map(|place| format!("(${place})")).collect();
        // The last link of each is one step down the index, however long a chart's chain is.
        let sql = format!(
            "WITH p (patient) AS (VALUES {}) SELECT p.patient, (SELECT k.chart FROM authz_link k
             WHERE k.patient = p.patient ORDER BY k.place DESC LIMIT 1) FROM p",
            places.join(", ")
        );
        let found = tx.query(&sql, &params, |row| {
            Ok((row.get::<String>(0)?, row.get::<Option<Vec<u8>>>(1)?))
        })?;
        for (patient, chart) in found {
            out.extend(chart.map(|chart| (patient, hash(&chart))));
        }
    }
    Ok(out)
}

/// Where the chain stood at a time, to be kept where whoever changes the database cannot reach it. As text: the place, and
/// the hash in hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Anchor {
    /// How many links there were.
    pub place: i64,
    site: Hash,
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.place)?;
        self.site.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A line that is no anchor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("is no anchor: a number and 64 hexadecimal digits")]
pub struct NoAnchor;

impl FromStr for Anchor {
    type Err = NoAnchor;

    fn from_str(line: &str) -> std::result::Result<Self, NoAnchor> {
        let (place, digits) = line.trim().split_once(' ').ok_or(NoAnchor)?;
        let mut site = START;
        if digits.len() != 64 || !digits.is_ascii() {
            return Err(NoAnchor);
        }
        for (byte, at) in site.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| NoAnchor)?;
        }
        Ok(Self {
            place: place.parse().map_err(|_| NoAnchor)?,
            site,
        })
    }
}

/// What is wrong with the record, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Broken {
    /// The entry with this number is gone; it was the link at this place.
    Removed(i64, i64),
    /// The entry with this number is not what it was when it was linked, or stands in another order; its time as it is now.
    Changed(i64, Instant),
    /// The link at this place is gone.
    Unlinked(i64),
    /// The chain is shorter than it was at an anchor, or another one: the anchor's place.
    Cut(i64),
}

/// What a look over the whole chain found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// How many entries have a link.
    pub entries: i64,
    /// Everything that is wrong, at most a hundred, in the order of the chain.
    pub broken: Vec<Broken>,
    /// Where the chain stands now.
    pub anchor: Anchor,
}

/// A look over the chain, a part at a time, so that transactions stay short.
pub struct Verifier {
    place: i64,
    site: Hash,
    charts: HashMap<String, Hash>,
    /// Whether links are missing, so that what charts begin with is not known.
    lost: bool,
    anchors: Vec<Anchor>,
    broken: Vec<Broken>,
}

impl Verifier {
    /// From the beginning, with what was anchored before.
    pub fn new(mut anchors: Vec<Anchor>) -> Self {
        anchors.sort_by_key(|anchor| std::cmp::Reverse(anchor.place));
        Self {
            place: 0,
            site: START,
            charts: HashMap::new(),
            lost: false,
            anchors,
            broken: Vec::new(),
        }
    }

    /// Looks at the next links; whether there are more.
    ///
    /// # Errors
    /// When the database fails.
    pub fn step(&mut self, tx: &Tx) -> Result<bool> {
        const PART: i64 = 20_000;
        let sql = format!(
            "SELECT k.place, k.seq, k.site, k.chart, k.patient, a.seq IS NULL, {ENTRY} FROM authz_link k
             LEFT JOIN authz_audit a ON a.seq = k.seq WHERE k.place > $1 ORDER BY k.place LIMIT $2"
        );
        let links = tx.query(&sql, &[&self.place, &PART], |row| {
            let (site, chart): (Vec<u8>, Vec<u8>) = (row.get(2)?, row.get(3)?);
            Ok(Link {
                place: row.get(0)?,
                seq: row.get(1)?,
                site: hash(&site),
                chart: (!chart.is_empty()).then(|| hash(&chart)),
                patient: row.get(4)?,
                entry: if row.get::<bool>(5)? {
                    None
                } else {
                    Some(hashed(row, 6)?)
                },
            })
        })?;
        let more = i64::try_from(links.len()).unwrap_or(i64::MAX) == PART;
        for link in links {
            self.look_at(link);
        }
        Ok(more)
    }

    fn look_at(&mut self, link: Link) {
        for missing in self.place + 1..link.place {
            self.say(Broken::Unlinked(missing));
            // Whose it was nobody knows: each chart goes on from its next link.
            self.charts.clear();
            self.lost = true;
        }
        match &link.entry {
            None => self.say(Broken::Removed(link.seq, link.place)),
            Some(entry) => {
                let is_next = self.place + 1 == link.place;
                let site = linked(&self.site, &entry.hash) == link.site || !is_next;
                let chart = match (&entry.patient, &link.chart) {
                    (None, None) => link.patient.is_none(),
                    (Some(patient), Some(chart)) => {
                        let before = self.charts.get(patient).copied();
                        let fits = linked(&before.unwrap_or(START), &entry.hash) == *chart;
                        link.patient.as_ref() == Some(patient) && (fits || (before.is_none() && self.lost))
                    }
                    _ => false,
                };
                if !(site && chart) {
                    self.say(Broken::Changed(link.seq, entry.at));
                }
            }
        }
        // What comes behind is measured by what the link says, so that one fault is told of once.
        if let (Some(patient), Some(chart)) = (link.patient, link.chart) {
            self.charts.insert(patient, chart);
        }
        (self.place, self.site) = (link.place, link.site);
        while let Some(anchor) = self.anchors.pop_if(|anchor| anchor.place <= link.place) {
            if anchor.place == link.place && anchor.site != link.site {
                self.say(Broken::Cut(anchor.place));
            }
        }
    }

    fn say(&mut self, broken: Broken) {
        if self.broken.len() < 100 {
            self.broken.push(broken);
        }
    }

    /// What was found.
    pub fn done(mut self) -> Verified {
        while let Some(anchor) = self.anchors.pop() {
            if anchor.place > self.place {
                self.say(Broken::Cut(anchor.place));
            }
        }
        Verified {
            entries: self.place,
            broken: self.broken,
            anchor: Anchor {
                place: self.place,
                site: self.site,
            },
        }
    }
}

struct Link {
    place: i64,
    seq: i64,
    site: Hash,
    chart: Option<Hash>,
    patient: Option<String>,
    entry: Option<Hashed>,
}

#[cfg(test)]
mod tests {
    use madrone_db::{Access, Db};
    use madrone_harness::both_engines;

    use super::*;
    use crate::{Actor, Entry, audit};

    /// Entries about two charts and about none, linked in two goes.
    fn recorded(db: &Db) {
        for round in 0..2 {
            db.wait(Access::Write, move |tx| {
                let entries: Vec<Entry> = (0..6).map(|number| entry(round * 6 + number)).collect();
                audit::write(tx, &entries)?;
                extend(tx)
            })
            .unwrap();
        }
    }

    fn entry(number: i64) -> Entry {
        let patient = match number % 3 {
            0 => Some("maria".to_owned()),
            1 => Some("walter".to_owned()),
            _ => None,
        };
        Entry {
            at: Instant::from_micros(number),
            request: format!("r{number}"),
            actor: Actor::System { part: "test" },
            action: "view",
            area: "results",
            patient,
            target: format!("/results/{number}"),
            allowed: true,
        }
    }

    fn verified(db: &Db, anchors: Vec<Anchor>) -> Verified {
        db.wait(Access::Read, move |tx| {
            let mut verifier = Verifier::new(anchors.clone());
            while verifier.step(tx)? {}
            Ok::<_, madrone_db::Error>(verifier.done())
        })
        .unwrap()
    }

    fn change(db: &Db, sql: &'static str) {
        db.wait(Access::Write, move |tx| tx.execute(sql, &[])).unwrap();
    }

    both_engines! {
        fn what_was_not_touched_is_whole(db: Db) {
            recorded(&db);
            let first = verified(&db, Vec::new());
            assert_eq!((first.entries, first.broken), (12, Vec::new()));
            let line: Anchor = first.anchor.to_string().parse().unwrap();
            assert_eq!(line, first.anchor);
            assert_eq!(verified(&db, vec![line]).broken, []);
        }

        fn a_change_a_removal_and_another_order_show_where_they_are(db: Db) {
            recorded(&db);
            change(&db, "UPDATE authz_audit SET allowed = FALSE WHERE request = 'r4'");
            assert_eq!(verified(&db, Vec::new()).broken, [Broken::Changed(5, Instant::from_micros(4))]);
            change(&db, "UPDATE authz_audit SET allowed = TRUE WHERE request = 'r4'");
            assert_eq!(verified(&db, Vec::new()).broken, []);
            change(&db, "DELETE FROM authz_audit WHERE request = 'r4'");
            assert_eq!(verified(&db, Vec::new()).broken, [Broken::Removed(5, 5)]);
            change(&db, "DELETE FROM authz_link WHERE place = 5");
            assert_eq!(verified(&db, Vec::new()).broken, [Broken::Unlinked(5)]);
            // Whoever takes the link too and closes the gap makes the next one wrong.
            change(&db, "UPDATE authz_link SET place = place - 1 WHERE place = 6");
            change(&db, "UPDATE authz_audit SET target = '/x' WHERE request = 'r8'");
            let broken = verified(&db, Vec::new()).broken;
            assert_eq!(broken, [Broken::Changed(6, Instant::from_micros(5)), Broken::Unlinked(6), Broken::Changed(9, Instant::from_micros(8))]);
        }

        fn entries_that_change_places_show(db: Db) {
            recorded(&db);
            change(&db, "UPDATE authz_link SET seq = -seq WHERE seq IN (2, 3)");
            change(&db, "UPDATE authz_link SET seq = 5 + seq WHERE seq < 0");
            let broken = verified(&db, Vec::new()).broken;
            assert_eq!(broken, [Broken::Changed(3, Instant::from_micros(2)), Broken::Changed(2, Instant::from_micros(1))]);
        }

        fn an_end_that_was_cut_off_is_missed_by_its_anchor_only(db: Db) {
            recorded(&db);
            let anchor = verified(&db, Vec::new()).anchor;
            change(&db, "DELETE FROM authz_audit WHERE seq > 9");
            change(&db, "DELETE FROM authz_link WHERE seq > 9");
            assert_eq!(verified(&db, Vec::new()).broken, []);
            assert_eq!(verified(&db, vec![anchor]).broken, [Broken::Cut(12)]);
            // And so is an end that was made anew.
            change(&db, "UPDATE authz_chain SET place = 9, seq = 9");
            change(&db, "DELETE FROM authz_gap");
            db.wait(Access::Write, |tx| {
                audit::write(tx, &(20..23).map(entry).collect::<Vec<_>>())?;
                while extend(tx)? {}
                Ok::<_, madrone_db::Error>(())
            }).unwrap();
            let again = verified(&db, vec![anchor]);
            assert_eq!((again.entries, again.broken), (12, vec![Broken::Cut(12)]));
        }

        fn an_entry_that_comes_late_is_linked_behind_those_that_were_there(db: Db) {
            db.wait(Access::Write, |tx| {
                audit::write(tx, &(0..4).map(entry).collect::<Vec<_>>())?;
                // As another transaction that is not done yet leaves it.
                tx.execute("UPDATE authz_audit SET patient = NULL WHERE seq = 2", &[])?;
                tx.execute("CREATE TABLE held_back AS SELECT * FROM authz_audit WHERE seq = 2", &[])?;
                tx.execute("DELETE FROM authz_audit WHERE seq = 2", &[])?;
                extend(tx)?;
                let back = match tx.engine() {
                    Engine::Sqlite => "INSERT INTO authz_audit SELECT * FROM held_back",
                    Engine::Postgres => "INSERT INTO authz_audit OVERRIDING SYSTEM VALUE SELECT * FROM held_back",
                };
                tx.execute(back, &[])?;
                extend(tx)?;
                extend(tx)
            }).unwrap();
            let found = verified(&db, Vec::new());
            assert_eq!((found.entries, found.broken), (4, Vec::new()));
            let order = db.wait(Access::Read, |tx| tx.query("SELECT seq FROM authz_link ORDER BY place", &[], |row| row.get::<i64>(0))).unwrap();
            assert_eq!(order, [1, 3, 4, 2]);
        }
    }
}
