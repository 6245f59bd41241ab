//! One resource read as a page reads it, through session, authorization and audit.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path as Part, State};
use axum::routing::get;
use madrone::house::{self, House, Senders};
use madrone_authz::{Action, Area};
use madrone_config::Config;
use madrone_db::{Db, Options, Url};
use madrone_fhir::ResourceType;
use madrone_harness::ScratchFolder;
use madrone_kernel::{Clock, Random};
use madrone_ports::{Mail, Mailer, SendError};
use madrone_web::{Cx, Failure, Page, PageResult, Room, Routes};
use rusqlite::{Connection, OptionalExtension as _};

use crate::client::{Request, load};
use crate::figure::{Figure, Target, by_turns};
use crate::store::{self, Visitor};

const PATIENTS: usize = 1000;
const CLIENTS: usize = 16;
const EACH: usize = 1500;

pub(crate) fn figures() -> Vec<Figure> {
    let folder = ScratchFolder::new("bench read");
    let file = folder.join("madrone.db");
    let db = Db::open(&Url::Sqlite(file), &Options::default()).expect("a new database");
    let visitors = store::fill(&db, PATIENTS, 20, 150);
    let house = house(&db);
    let runtime = crate::runtime();
    let ours = runtime.block_on(listen(madrone_web::router(Arc::clone(&house.app))));
    let theirs = runtime.block_on(listen(bare(&folder.join("bare.db"))));
    let (to_us, to_them) = (requests(&visitors), bare_requests());
    // Once before anything counts, so that both have their pages in memory.
    load(ours, CLIENTS, 50, &to_us);
    load(theirs, CLIENTS, 50, &to_them);
    let (value, reference) = by_turns(
        5,
        || load(ours, CLIENTS, EACH, &to_us).rate(),
        || load(theirs, CLIENTS, EACH, &to_them).rate(),
    );
    vec![Figure {
        bench: "api",
        name: "read",
        value,
        unit: "requests/s",
        reference,
        beside: "a bare axum handler that reads 4 kB from SQLite",
        targets: &[Target::Ratio(0.5)],
    }]
}

async fn listen(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("a bound listener has an address");
    tokio::spawn(async { axum::serve(listener, router).await });
    address
}

// ours

/// The house of `madrone serve`, with one page more.
fn house(db: &Db) -> House {
    let config = Config::load(None, std::iter::empty()).expect("defaults that agree");
    let parts = (Clock::system(), Random::system());
    let page = |rooms: &mut Vec<Room>, _: &mut _| {
        rooms.push(Room {
            routes: vec![Routes::person().get("/bench/{id}", read)],
            ..Room::default()
        });
    };
    house::build(
        &config,
        db.clone(),
        parts,
        Senders {
            mailer: Arc::new(NoMail),
            sms: None,
        },
        page,
    )
    .expect("a house that stands")
}

struct NoMail;

impl Mailer for NoMail {
    fn send(&self, _: &Mail) -> Result<(), SendError> {
        Err(SendError::Retry("nobody is written to".into()))
    }
}

fn read(cx: &mut Cx, id: madrone_web::Path) -> PageResult {
    let access = cx.open_chart(Action::view(Area::Results))?;
    let found = madrone_chart::read(cx.tx(), &access, ResourceType::Observation, &id.0)?;
    let stored = found.ok_or(Failure::NotFound)?;
    Ok(Page::Bytes {
        content_type: "application/fhir+json",
        filename: None,
        bytes: stored.text.into_bytes(),
    })
}

fn requests(visitors: &[Visitor]) -> Vec<Request> {
    let results = |visitor: &Visitor| -> Vec<Request> {
        let requests = visitor.results.iter().take(50);
        requests
            .map(|id| Request::get(&format!("/bench/{id}"), &visitor.token, "identity"))
            .collect()
    };
    visitors.iter().flat_map(results).collect()
}

// theirs

const TEXTS: usize = 1000;

/// Connections that wait for somebody who reads.
type Pool = Arc<Mutex<Vec<Connection>>>;

/// A handler with nothing to do but to read.
fn bare(file: &Path) -> Router {
    let connection = crate::bare_sqlite(file);
    write_texts(&connection).expect("rows that are written");
    let pool: Pool = Arc::new(Mutex::new((0..4).map(|_| crate::bare_sqlite(file)).collect()));
    Router::new().route("/{id}", get(read_bare)).with_state(pool)
}

fn write_texts(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("CREATE TABLE resource (id TEXT PRIMARY KEY, text TEXT NOT NULL)")?;
    let text = "four thousand bytes ".repeat(205);
    for number in 0..TEXTS {
        connection.execute(
            "INSERT INTO resource (id, text) VALUES ($1, $2)",
            (number.to_string(), &text),
        )?;
    }
    Ok(())
}

async fn read_bare(State(pool): State<Pool>, Part(id): Part<String>) -> String {
    let connection = pool
        .lock()
        .expect("a whole pool")
        .pop()
        .expect("a connection for each thread that answers");
    let text = connection
        .prepare_cached("SELECT text FROM resource WHERE id = $1")
        .and_then(|mut statement| statement.query_row([id], |row| row.get(0)).optional());
    pool.lock().expect("a whole pool").push(connection);
    text.expect("a table that can be read").unwrap_or_default()
}

fn bare_requests() -> Vec<Request> {
    (0..TEXTS)
        .map(|number| Request::get(&format!("/{number}"), "none", "identity"))
        .collect()
}
