//! `madrone demo`: Riverbend Clinic, its people, and everything that would leave in a mailbox.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use madrone_accounts::{account, password};
use madrone_authz::relation::{self, Kind, Relation};
use madrone_authz::{Action, Actor, Area, ChartAccess, Role, Rules};
use madrone_chart::{Prepared, Refused, Resolver, Writer, ingest};
use madrone_db::{Access, Db};
use madrone_demo::{Account, World};
use madrone_fhir::Unknown;
use madrone_kernel::{Clock, Instant, Random, new_id};
use serde_json::Value;

use crate::house::{self, Senders, sentence};
use crate::mailbox::{self, Mailbox};
use crate::{Said, load, log, serve};

/// Serve a fictional clinic with its people, to look around in.
#[derive(Args)]
pub(crate) struct Demo {
    /// The address and port to listen at.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The folder for the demo's database. Without one it is made anew each time, and goes when the demo stops.
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    data: Option<PathBuf>,
    /// A database instead: sqlite:FILE or postgres://…
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// How many more patients to make.
    #[arg(long, value_name = "N", default_value_t = 0)]
    patients: usize,
    /// The same number makes the same people.
    #[arg(long, value_name = "N", default_value_t = 2026)]
    seed: u64,
}

impl Demo {
    pub(crate) fn run(self) -> Said {
        let folder = Folder::of(self.data.as_ref())?;
        let url = self
            .database
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", folder.path.join("demo.db").display()));
        let over = [
            ("MADRONE_DATABASE__URL", url),
            (
                "MADRONE_SECURITY__SEALING_KEY_FILE",
                folder.path.join("madrone.keys").display().to_string(),
            ),
            // The people of the demo have no phones: its staff sign in with what lands in the mailbox.
            ("MADRONE_SECURITY__STAFF_MAILED_CODES", "true".to_owned()),
            ("MADRONE_SITE__NAME", "Riverbend Clinic".to_owned()),
            ("MADRONE_SITE__PHONE", "541-555-0100".to_owned()),
            ("MADRONE_SERVER__LISTEN", self.listen.to_string()),
            // Whoever shows the demo, or tests it, signs the same few people in again and again.
            ("MADRONE_SECURITY__CODES_PER_ACCOUNT", "1000".to_owned()),
            ("MADRONE_SECURITY__SIGN_INS_PER_ACCOUNT", "1000".to_owned()),
            ("MADRONE_SECURITY__SIGN_INS_PER_ADDRESS", "10000".to_owned()),
            ("MADRONE_SECURITY__SIGN_UP_REQUESTS_PER_ADDRESS", "10000".to_owned()),
            (
                "MADRONE_LOG__LEVEL",
                std::env::var("MADRONE_LOG__LEVEL").unwrap_or_else(|_| "warn".to_owned()),
            ),
        ];
        let mut config = load(None, over.into_iter().map(|(name, value)| (name.to_owned(), value)))?;
        log::start(&config.log);
        let db = house::open(&config)?;
        let (clock, random) = (Clock::system(), Random::system());
        let today = clock.now().timestamp().to_zoned(config.site.time_zone.clone()).date();
        let world = madrone_demo::world(today, self.seed);
        fill(&db, &world, (clock.now(), &random))?;
        self.fill_more(&db, (today, clock.now()))?;
        let mailbox = Mailbox::new(clock.clone());
        let listener = serve::listen(&mut config)?;
        let house = house::build(
            &config,
            db,
            (clock, random),
            Senders {
                mailer: Arc::new(mailbox.clone()),
                sms: Some(Arc::new(mailbox.clone())),
            },
            |rooms, settings| {
                rooms.push(mailbox::room());
                settings.insert(mailbox);
            },
        )?;
        let served = serve::serve(Arc::clone(&house.app), listener, || {
            for Account {
                role,
                username,
                password,
                ..
            } in &world.accounts
            {
                println!("account {role} {username} {password}");
            }
        });
        drop(house);
        served
    }

    fn fill_more(&self, db: &Db, (today, now): (jiff::civil::Date, Instant)) -> Said {
        let clinic = madrone_demo::generated::Clinic::riverbend();
        for resources in madrone_demo::generated::patients(self.patients, today, self.seed, &clinic) {
            write(db, &resources, now)?;
        }
        Ok(())
    }
}

/// The folder of the demo's database.
struct Folder {
    path: PathBuf,
    goes: bool,
}

impl Folder {
    fn of(named: Option<&PathBuf>) -> Result<Self, String> {
        let path = named
            .cloned()
            .unwrap_or_else(|| std::env::temp_dir().join(format!("madrone-demo-{}", std::process::id())));
        fs::create_dir_all(&path).map_err(|error| format!("the folder {} cannot be made: {error}", path.display()))?;
        Ok(Self {
            path,
            goes: named.is_none(),
        })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.goes {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Writes the clinic, its people and their accounts; a second time changes nothing.
fn fill(db: &Db, world: &World, (now, random): (Instant, &Random)) -> Said {
    write(db, &world.clinic, now)?;
    for chart in &world.charts {
        write(db, &chart.earlier, now)?;
        write(db, &chart.resources, now)?;
    }
    for person in &world.accounts {
        let made = made(person, now, random);
        db.wait(Access::Write, move |tx| {
            if account::is_taken(tx, &made.username)? {
                return Ok(());
            }
            account::create(tx, &made, now)
        })
        .map_err(sentence)?;
    }
    for relation in madrone_demo::RELATIONS {
        let random = random.clone();
        let connected: Result<(), Refused> = db.wait(Access::Write, move |tx| connect(tx, relation, now, &random));
        connected.map_err(sentence)?;
    }
    Ok(())
}

/// Lets the people of the demo open the charts of those they care for.
fn connect(
    tx: &madrone_db::Tx,
    (username, patient, kind, relationship): (&str, &str, &str, &str),
    now: Instant,
    random: &Random,
) -> Result<(), Refused> {
    let (Some(account), Some(kind)) = (account::by_username(tx, username)?, Kind::parse(kind)) else {
        return Err(Refused::NotFound);
    };
    if relation::held_by(tx, &account.id)?
        .iter()
        .any(|held| held.patient.id == patient)
    {
        return Ok(());
    }
    let actor = Actor::System { part: "demo" };
    let action = Action::write(Area::Sharing);
    let (opened, entry) = madrone_authz::open(tx, &Rules::default(), &actor, patient, action, ("", "demo", now))?;
    madrone_authz::audit::write(tx, &[entry])?;
    let access = opened.map_err(|_| Refused::NotAllowed)?;
    let holder = (account.id.as_str(), account.name.as_str());
    let relation = Relation::new(format!("{username}-{patient}"), patient, holder, kind, now);
    let writer = Writer {
        now,
        random,
        unknown: Unknown::Refuse,
    };
    madrone_family::give(tx, &access, &writer, (relation, relationship)).map(drop)
}

fn made(person: &Account, now: Instant, random: &Random) -> account::Account {
    account::Account {
        id: new_id(now, random),
        username: account::folded(&person.username),
        role: Role::parse(person.role),
        name: person.name.clone(),
        email: person.email.clone(),
        // The browser's language shows the portal at first; each account may choose another.
        locale: None,
        chart: person.chart.clone(),
        password: password::hash(&person.password, random),
    }
}

/// Writes resources as they are, ids and all, in one transaction.
fn write(db: &Db, resources: &[Value], now: Instant) -> Said {
    let prepared = resources
        .iter()
        .map(|resource| Prepared::new(resource, Unknown::Refuse));
    let prepared: Vec<Prepared> = prepared.collect::<Result<_, _>>().map_err(|faults| {
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        format!("the demo world is wrong: {}", said.join("; "))
    })?;
    let prepared = Arc::new(prepared);
    let written: Result<_, Refused> = db.wait(Access::Write, move |tx| {
        let access = open(tx, now)?;
        ingest(tx, &access, &prepared, &mut Resolver::default(), now)
    });
    written.map(|_| ()).map_err(sentence)
}

fn open(tx: &madrone_db::Tx, now: Instant) -> Result<ChartAccess, Refused> {
    let actor = Actor::System { part: "demo" };
    let (opened, entry) = madrone_authz::open_all(&actor, Action::write(Area::Other), ("", "demo", now));
    madrone_authz::audit::write(tx, &[entry])?;
    opened.map_err(|_| Refused::NotAllowed)
}
