//! What reading who has seen a chart costs, on a site where much was seen.

use madrone_authz::audit::{self, Entry};
use madrone_authz::{Actor, Role};
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

pub(crate) fn figures() -> Vec<Figure> {
    vec![Figure {
        bench: "family",
        name: "access-log",
        value: cost(LOOKS),
        unit: "ms of processor time",
        reference: cost(PATIENTS * 10),
        beside: "a page of a site with 10,000 entries",
        targets: &[Target::Below(5.0)],
    }]
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
}
