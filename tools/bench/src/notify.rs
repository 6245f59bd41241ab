//! How many notices a second are asked for and handed over, each safe on disk and sent once.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant as Moment};

use crossbeam_channel::{Receiver, Sender, unbounded};
use madrone::house::{self, House, Senders};
use madrone_accounts::account::{self, Account};
use madrone_config::Config;
use madrone_db::{Access, Db, Options, Url};
use madrone_harness::ScratchFolder;
use madrone_kernel::{Clock, Random};
use madrone_notify::{Notice, tell};
use madrone_ports::{Mail, Mailer, SendError};
use rusqlite::{Connection, params};

use crate::figure::{Figure, Target, by_turns};

/// Notices in one round.
const NOTICES: usize = 1000;

/// Somebody whom nothing is delivered to within this is never told.
const PATIENCE: Duration = Duration::from_mins(2);

const TABLE: &str = "CREATE TABLE bench_notice (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, payload TEXT NOT NULL)";

pub(crate) fn figures() -> Vec<Figure> {
    let (value, reference) = by_turns(
        5,
        || {
            let folder = ScratchFolder::new("bench notify");
            ours(&folder.join("madrone.db"))
        },
        || {
            let folder = ScratchFolder::new("bench notify");
            bare(&folder.join("bare.db"))
        },
    );
    vec![Figure {
        bench: "notify",
        name: "notices",
        value,
        unit: "notices/s",
        reference,
        beside: "bare rusqlite, one row to a commit; a notice takes five commits",
        targets: &[Target::Ratio(0.1)],
    }]
}

/// A mail server that takes everything at once, and says when it has all.
struct Counting {
    left: AtomicUsize,
    done: Sender<()>,
}

impl Mailer for Counting {
    fn send(&self, _: &Mail) -> Result<(), SendError> {
        if self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            let _ = self.done.send(());
        }
        Ok(())
    }
}

fn ours(file: &Path) -> f64 {
    let db = Db::open(&Url::Sqlite(file.to_owned()), &Options::default()).expect("a new database");
    let (done, all) = unbounded();
    let mailer = Counting {
        left: AtomicUsize::new(NOTICES),
        done,
    };
    let house = house(&db, Arc::new(mailer), file);
    let now = house.app.clock.now();
    db.wait(Access::Write, move |tx| account::create(tx, &somebody(), now))
        .expect("a new account");
    measured(&house, &db, &all)
}

fn measured(house: &House, db: &Db, all: &Receiver<()>) -> f64 {
    let started = Moment::now();
    for occasion in 0..NOTICES {
        let app = Arc::clone(&house.app);
        let asked = db.wait(Access::Write, move |tx| {
            let notice = Notice {
                account: "maria",
                event: app.events()[0],
                occasion: &occasion.to_string(),
                path: "/results",
            };
            tell(&app, tx, notice, app.clock.now())
        });
        asked.expect("a notice that is asked for");
    }
    all.recv_timeout(PATIENCE).expect("every notice is handed over");
    per_second(started)
}

fn house(db: &Db, mailer: Arc<dyn Mailer>, file: &Path) -> House {
    let keys = file.with_file_name("madrone.keys").display().to_string();
    let settings = [("MADRONE_SECURITY__SEALING_KEY_FILE".to_owned(), keys)];
    let config = Config::load(None, settings.into_iter()).expect("defaults that agree");
    let senders = Senders { mailer, sms: None };
    let parts = (Clock::system(), Random::system());
    house::build(&config, db.clone(), parts, senders, |_, _| {}).expect("a house that stands")
}

fn somebody() -> Account {
    Account {
        id: "maria".into(),
        username: "maria".into(),
        role: None,
        name: "Maria Alvarez".into(),
        email: "maria@example.com".into(),
        locale: None,
        chart: None,
        password: account::NO_PASSWORD.into(),
    }
}

fn bare(file: &Path) -> f64 {
    let connection = crate::bare_sqlite(file);
    connection.execute_batch(TABLE).expect("a new table");
    let started = Moment::now();
    write_bare(&connection).expect("rows that are written");
    per_second(started)
}

fn write_bare(connection: &Connection) -> rusqlite::Result<()> {
    let mut insert = connection.prepare("INSERT INTO bench_notice (kind, payload) VALUES (?1, ?2)")?;
    for _ in 0..NOTICES {
        insert.execute(params!["notify-mail", r#"{"account":"maria","event":"news"}"#])?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a thousand notices")]
fn per_second(started: Moment) -> f64 {
    NOTICES as f64 / started.elapsed().as_secs_f64()
}
