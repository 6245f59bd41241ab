//! Databases to measure on: many patients with little, and some among them with a whole chart and a session.

use std::sync::mpsc::sync_channel;
use std::time::Duration;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use madrone_accounts::account::{self, Account};
use madrone_accounts::password;
use madrone_authz::{Action, Actor, Area, ChartAccess, audit, open_all};
use madrone_chart::{Prepared, Refused, Resolver, ingest};
use madrone_db::{Access, Db, Error, Tx};
use madrone_fhir::Unknown;
use madrone_kernel::{Clock, Instant, Random};
use serde_json::Value;

use crate::people::{People, patient_id, word};

/// Resources of a transaction, about.
const BATCH: usize = 1000;

/// Somebody who has signed in.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// The token of her session.
    pub(crate) token: String,
    /// Ids of some of her results.
    pub(crate) results: Vec<String>,
}

/// Fills an empty database with patients of three resources each. `visitors` of them, spread evenly, have `resources`
/// and a session.
pub(crate) fn fill(db: &Db, patients: usize, visitors: usize, resources: usize) -> Vec<Visitor> {
    let access = open(db);
    let people = People::new(2);
    let (every, now) = (patients / visitors, Clock::system().now());
    let mut signed_in = Vec::new();
    let (batches, made) = sync_channel(2);
    std::thread::scope(|scope| {
        scope.spawn(|| write_all(db, &access, made));
        let mut batch = Vec::new();
        for number in 0..patients {
            let visits = number % every == 0 && signed_in.len() < visitors;
            let chart = people.chart(number, if visits { resources } else { 3 });
            let kept = if visits { &chart[..] } else { &chart[..3] };
            batch.extend(kept.iter().map(prepared));
            if visits {
                signed_in.push(sign_in(db, number, results(&chart), now));
            }
            if batch.len() >= BATCH {
                batches.send(std::mem::take(&mut batch)).expect("a writer that listens");
            }
        }
        batches.send(batch).expect("a writer that listens");
        drop(batches);
    });
    signed_in
}

/// The numbers of those who visit, as [`fill`] chooses them.
pub(crate) fn visiting(patients: usize, visitors: usize) -> impl Iterator<Item = usize> {
    (0..patients).step_by(patients / visitors).take(visitors)
}

/// Gives those who visit a password that could be right.
pub(crate) fn set_passwords(db: &Db, patients: usize, visitors: usize) {
    let hash = password::hash("crimson ladder walnut 36", &Random::seeded(3));
    for number in visiting(patients, visitors) {
        let hash = hash.clone();
        let set: Result<(), Error> = db.wait(Access::Write, move |tx| {
            account::set_password(tx, &format!("account-{number}"), &hash)
        });
        set.expect("a password that is set");
    }
}

fn prepared(resource: &Value) -> Prepared {
    Prepared::new(resource, Unknown::Refuse).expect("resources that are in order")
}

fn open(db: &Db) -> ChartAccess {
    let actor = Actor::System { part: "bench" };
    let (access, entry) = open_all(
        &actor,
        Action::write(Area::Other),
        ("bench", "bench", Clock::system().now()),
    );
    db.wait(Access::Write, move |tx| audit::write(tx, std::slice::from_ref(&entry)))
        .expect("an entry that is written");
    access.expect("the system may write")
}

fn write_all(db: &Db, access: &ChartAccess, batches: std::sync::mpsc::Receiver<Vec<Prepared>>) {
    // Charts are seldom read in the moment in which they are written.
    let written = Clock::system().now().minus(Duration::from_hours(1));
    for batch in batches {
        let access = access.clone();
        let outcome: Result<_, Refused> = db.wait(Access::Write, move |tx| {
            ingest(tx, &access, &batch, &mut Resolver::default(), written)
        });
        outcome.expect("resources that are written");
    }
}

/// The ids of the results, newest visits last.
fn results(chart: &[Value]) -> Vec<String> {
    let of = |kind: &'static str| {
        chart
            .iter()
            .filter(move |resource| word(resource, "resourceType") == kind)
    };
    of("Observation")
        .map(|resource| word(resource, "id").to_owned())
        .collect()
}

fn sign_in(db: &Db, number: usize, results: Vec<String>, now: Instant) -> Visitor {
    let account = Account {
        id: format!("account-{number}"),
        username: patient_id(number),
        role: None,
        name: "Maria Alvarez".to_owned(),
        email: format!("{}@example.com", patient_id(number)),
        locale: None,
        chart: Some(patient_id(number)),
        password: "nobody signs in by this".to_owned(),
    };
    let token = BASE64.encode(digest::digest(&digest::SHA256, patient_id(number).as_bytes()));
    let kept = BASE64.encode(digest::digest(&digest::SHA256, token.as_bytes()));
    let begun: Result<(), Error> = db.wait(Access::Write, move |tx| {
        account::create(tx, &account, now)?;
        begin(tx, &account.id, &kept, now)
    });
    begun.expect("an account and a session");
    Visitor { token, results }
}

/// A session as the identity room begins one, without its two steps.
fn begin(tx: &Tx, account: &str, kept: &str, now: Instant) -> Result<(), Error> {
    let sql = "INSERT INTO identity_session (token, account, created, seen, agent, way) VALUES ($1, $2, $3, $3, 'bench', 'email')";
    tx.execute(sql, &[&kept, &account, &now])?;
    Ok(())
}
