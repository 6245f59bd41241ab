//! A small clinic to try the store on.

use madrone_authz::{Action, Actor, Area, ChartAccess, Role, Rules, open, open_all};
use madrone_chart::{Page, Refused, Stored, Writer};
use madrone_db::{Access, Db, Tx};
use madrone_fhir::{ResourceType, Unknown};
use madrone_kernel::{Clock, Instant, Random};
use serde_json::{Value, json};

/// 2026-11-22T09:30:00Z
pub(crate) const NOW: Instant = Instant::from_micros(1_795_339_800_000_000);

pub(crate) struct World {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    random: Random,
}

pub(crate) fn system() -> Actor {
    Actor::System { part: "test" }
}

pub(crate) fn staff(role: Role) -> Actor {
    Actor::Staff {
        account: "s".into(),
        name: "S".into(),
        role,
    }
}

pub(crate) fn person(chart: &str) -> Actor {
    Actor::Person {
        account: chart.into(),
        name: chart.into(),
        own_chart: Some(chart.into()),
    }
}

/// The key to all charts.
pub(crate) fn everything(actor: &Actor) -> ChartAccess {
    open_all(actor, Action::view(Area::Demographics), ("test", "test", NOW))
        .0
        .unwrap()
}

/// The key to one chart.
pub(crate) fn chart_of(tx: &Tx, actor: &Actor, patient: &str) -> ChartAccess {
    open(
        tx,
        &Rules::default(),
        actor,
        patient,
        Action::view(Area::Demographics),
        ("test", "test", NOW),
    )
    .unwrap()
    .0
    .unwrap()
}

impl World {
    pub(crate) fn new(db: Db) -> Self {
        Self {
            db,
            clock: Clock::frozen(NOW),
            random: Random::seeded(1),
        }
    }

    /// Runs a piece of work with the key to all charts.
    pub(crate) fn all<T: Send + 'static>(
        &self,
        work: impl FnMut(&Tx, &ChartAccess, &Writer) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        self.with(|_| everything(&system()), work)
    }

    /// Runs a piece of work with the key to one chart.
    pub(crate) fn within<T: Send + 'static>(
        &self,
        patient: &'static str,
        work: impl FnMut(&Tx, &ChartAccess, &Writer) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        self.with(move |tx| chart_of(tx, &system(), patient), work)
    }

    pub(crate) fn with<T: Send + 'static>(
        &self,
        key: impl Fn(&Tx) -> ChartAccess + Send + 'static,
        mut work: impl FnMut(&Tx, &ChartAccess, &Writer) -> Result<T, Refused> + Send + 'static,
    ) -> Result<T, Refused> {
        let (now, random) = (self.clock.now(), self.random.clone());
        self.db.wait(Access::Write, move |tx| {
            work(
                tx,
                &key(tx),
                &Writer {
                    now,
                    random: &random,
                    unknown: Unknown::Refuse,
                },
            )
        })
    }

    /// Writes a resource under its id.
    pub(crate) fn put(&self, resource: Value) -> Stored {
        self.try_put(resource).unwrap()
    }

    pub(crate) fn try_put(&self, resource: Value) -> Result<Stored, Refused> {
        self.all(move |tx, key, writer| Ok(madrone_chart::update(tx, key, resource.clone(), None, writer)?.0))
    }

    /// Writes patients with these ids.
    pub(crate) fn patients(&self, ids: &[&str]) {
        for id in ids {
            self.put(json!({ "resourceType": "Patient", "id": id }));
        }
    }

    /// The ids that a search finds, with the key to all charts.
    pub(crate) fn ids(&self, kind: ResourceType, query: &'static str) -> Vec<String> {
        ids(&self
            .all(move |tx, key, _| madrone_chart::search_text(tx, key, kind, query))
            .expect(query))
    }

    /// The ids that a search finds, with the key to one chart.
    pub(crate) fn ids_in(&self, patient: &'static str, kind: ResourceType, query: &'static str) -> Vec<String> {
        ids(&self
            .within(patient, move |tx, key, _| {
                madrone_chart::search_text(tx, key, kind, query)
            })
            .expect(query))
    }
}

pub(crate) fn ids(page: &Page) -> Vec<String> {
    page.matches.iter().map(|stored| stored.id.clone()).collect()
}

/// An observation of `patient`, with these members besides.
pub(crate) fn observation(id: &str, patient: &str, more: &Value) -> Value {
    let mut value = json!({
        "resourceType": "Observation", "id": id, "status": "final",
        "code": { "coding": [{ "system": "http://loinc.org", "code": "2339-0" }] },
        "subject": { "reference": format!("Patient/{patient}") }
    });
    for (name, member) in more.as_object().unwrap() {
        value[name] = member.clone();
    }
    value
}
