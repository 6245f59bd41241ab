//! What a decision about somebody else's chart costs, what reading who has seen a chart costs on a site where much was seen,
//! and how fast the chain over all of it is looked over.

use std::time::Instant as Moment;

use madrone_authz::audit::{self, Entry};
use madrone_authz::chain::{self, Verifier};
use madrone_authz::relation::{self, Kind, Relation};
use madrone_authz::{Action, Actor, Area, Role, Rules};
use madrone_db::{Access, Db, Error, Options, Url};
use madrone_harness::ScratchFolder;
use madrone_kernel::{Clock, Instant};

use crate::client::{Request, load};
use crate::figure::{Figure, Target};
use crate::people::patient_id;
use crate::program::Portal;
use crate::store;

const PATIENTS: usize = 1000;
const VISITORS: usize = 20;

/// Looks on the whole site.
const LOOKS: usize = 1_000_000;

/// Rows of one transaction.
const BATCH: usize = 5000;

const CLIENTS: usize = 4;
const EACH: usize = 250;

/// How many charts one account holds.
const HELD: usize = 50;

/// How often each decision is made.
const DECISIONS: u32 = 20_000;

pub(crate) fn figures() -> Vec<Figure> {
    let [decided, alone] = decisions();
    let (verified, read) = verified(LOOKS);
    vec![
        Figure {
            bench: "family",
            name: "decision",
            value: decided,
            unit: "µs",
            reference: alone,
            beside: "a decision for an account with one relationship",
            targets: &[Target::Below(20.0)],
        },
        Figure {
            bench: "family",
            name: "verify-audit",
            value: verified,
            unit: "entries/s",
            reference: read,
            beside: "reading the same entries and hashing nothing",
            targets: &[Target::Above(200_000.0)],
        },
        Figure {
            bench: "family",
            name: "access-log",
            value: cost(LOOKS),
            unit: "ms of processor time",
            reference: cost(PATIENTS * 10),
            beside: "a page of a site with 10,000 entries",
            targets: &[Target::Below(5.0)],
        },
    ]
}

/// Microseconds of one decision, for an account that holds [`HELD`] charts and for one that holds one: time on one thread,
/// which does nothing else.
fn decisions() -> [f64; 2] {
    let folder = ScratchFolder::new("bench family");
    let db = Db::open(&Url::Sqlite(folder.join("madrone.db")), &Options::default()).expect("a new database");
    store::fill(&db, PATIENTS, VISITORS, 10);
    let now = Clock::system().now();
    let held = |account: &'static str, charts: usize| {
        let made: Result<(), Error> = db.wait(Access::Write, move |tx| {
            for number in 0..charts {
                let patient = patient_id(number);
                let system = Actor::System { part: "bench" };
                let (key, _) = madrone_authz::open(
                    tx,
                    &Rules::default(),
                    &system,
                    &patient,
                    Action::write(Area::Sharing),
                    ("", "", now),
                )?;
                let key = key.expect("the portal itself may share");
                let id = format!("{account}-{number}");
                relation::put(
                    tx,
                    &key,
                    &Relation::new(id, &patient, (account, "Bench"), Kind::Proxy, now),
                    now,
                )?;
            }
            Ok(())
        });
        made.expect("relationships that are written");
    };
    held("many", HELD);
    held("one", 1);
    ["many", "one"].map(|account| {
        let actor = Actor::Person {
            account: account.to_owned(),
            name: "Bench".to_owned(),
            own_chart: None,
        };
        let took: Result<f64, Error> = db.wait(Access::Read, move |tx| {
            let (rules, patient) = (Rules::default(), patient_id(0));
            let start = Moment::now();
            for _ in 0..DECISIONS {
                let (key, _) =
                    madrone_authz::open(tx, &rules, &actor, &patient, Action::view(Area::Results), ("", "", now))?;
                assert!(key.is_ok(), "a proxy sees results");
            }
            Ok(start.elapsed().as_secs_f64())
        });
        took.expect("decisions") * 1e6 / f64::from(DECISIONS)
    })
}

/// How many of so many `looks` are verified in a second, and how many are only read.
#[expect(clippy::cast_precision_loss, reason = "a million entries")]
fn verified(looks: usize) -> (f64, f64) {
    let folder = ScratchFolder::new("bench family");
    let db = Db::open(&Url::Sqlite(folder.join("madrone.db")), &Options::default()).expect("a new database");
    look(&db, looks);
    let took: Result<(f64, f64), Error> = db.wait(Access::Read, |tx| {
        let mut verifier = Verifier::new(Vec::new());
        let start = Moment::now();
        while verifier.step(tx)? {}
        let verified = start.elapsed().as_secs_f64();
        assert_eq!(verifier.done().broken, []);
        let start = Moment::now();
        let read = tx.query(
            "SELECT at, actor_name, target, patient FROM authz_audit ORDER BY seq",
            &[],
            |row| {
                Ok(row.get::<i64>(0)?
                    + i64::from(row.get::<String>(1)?.is_empty())
                    + i64::from(row.get::<String>(2)?.is_empty()))
            },
        )?;
        assert!(!read.is_empty());
        Ok((verified, start.elapsed().as_secs_f64()))
    });
    let (verified, read) = took.expect("a chain that is read");
    (looks as f64 / verified, looks as f64 / read)
}

/// Milliseconds of processor time for the newest page of a patient's own log, of so many `looks` at all charts.
#[expect(clippy::cast_precision_loss, reason = "some thousands of requests")]
fn cost(looks: usize) -> f64 {
    let folder = ScratchFolder::new("bench family");
    let file = folder.join("madrone.db");
    let db = Db::open(&Url::Sqlite(file.clone()), &Options::default()).expect("a new database");
    let visitors = store::fill(&db, PATIENTS, VISITORS, 10);
    look(&db, looks);
    drop(db);
    let portal = Portal::serve(&file);
    let page = |visitor: &store::Visitor| Request::get("/access-log?who=clinic", &visitor.token, "gzip, br");
    let pages: Vec<Request> = visitors.iter().map(page).collect();
    load(portal.address, CLIENTS, EACH, &pages);
    let before = portal.processor_time();
    load(portal.address, CLIENTS, EACH, &pages);
    let took = portal.processor_time().saturating_sub(before);
    took.as_secs_f64() * 1000.0 / (CLIENTS * EACH) as f64
}

/// Writes that nurses have looked at every chart by turns, each look a minute after the one before.
fn look(db: &Db, looks: usize) {
    let now = Clock::system().now().micros();
    let entry = |number: usize| Entry {
        at: Instant::from_micros(now - i64::try_from(looks - number).unwrap_or(0) * 60_000_000),
        request: String::new(),
        actor: Actor::Staff {
            account: format!("nurse-{}", number % 40),
            name: format!("Nurse Number {}", number % 40),
            role: Role::Nurse,
        },
        action: "view",
        area: if number.is_multiple_of(3) {
            "results"
        } else {
            "demographics"
        },
        patient: Some(patient_id(number % PATIENTS)),
        target: "/clinic/patients".to_owned(),
        allowed: true,
    };
    for begin in (0..looks).step_by(BATCH) {
        let entries: Vec<Entry> = (begin..(begin + BATCH).min(looks)).map(entry).collect();
        let written: Result<(), Error> = db.wait(Access::Write, move |tx| audit::write(tx, &entries));
        written.expect("entries that are written");
    }
    while db.wait(Access::Write, chain::extend).expect("entries that are linked") {}
}
