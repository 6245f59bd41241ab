//! What signing in costs, and what a rush of it does to everybody else.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use madrone_db::{Db, Options, Url};
use madrone_harness::ScratchFolder;

use crate::client::{Client, Request, load};
use crate::figure::{Figure, Target};
use crate::program::Portal;
use crate::store;

/// People who sign in at once.
const RUSH: usize = 200;
/// Pages that are read meanwhile, and before: a second or two of a rush, so that its first moment is not all of it.
const PAGES: usize = 4000;
/// Sign-ins of one after another.
const ALONE: usize = 20;

pub(crate) fn figures() -> Vec<Figure> {
    let folder = ScratchFolder::new("bench identity");
    let file = folder.join("madrone.db");
    let db = Db::open(&Url::Sqlite(file.clone()), &Options::default()).expect("a new database");
    let visitors = store::fill(&db, 100, 1, 150);
    drop(db);
    let portal = Portal::serve(&file);
    let home = [Request::get("/home", &visitors[0].token, "gzip, br")];
    let door = Door::at(portal.address);

    load(portal.address, 1, 100, &home);
    let cost = door.cost(&portal);
    let quiet = load(portal.address, 1, PAGES, &home);
    let (busy, answered) = door.rush(|| load(portal.address, 1, PAGES, &home));
    println!("identity/rush: {answered} sign-ins were answered while {PAGES} pages were read");
    vec![
        Figure {
            bench: "identity",
            name: "sign-in",
            value: cost,
            unit: "ms of processor time",
            reference: quiet.within(0.5),
            beside: "/home, from asking to reading",
            targets: &[Target::Above(50.0), Target::Below(150.0)],
        },
        Figure {
            bench: "identity",
            name: "home-in-a-rush",
            value: busy.within(0.99),
            unit: "ms at the 99th percentile",
            reference: quiet.within(0.99),
            beside: "while nobody signs in",
            targets: &[Target::RatioAtMost(3.0)],
        },
    ]
}

/// The page where one signs in.
struct Door {
    address: SocketAddr,
    token: String,
}

impl Door {
    fn at(address: SocketAddr) -> Self {
        let page = Client::new(address).send(&Request::get("/sign-in", "none", "identity"));
        let page = String::from_utf8_lossy(&page.body).into_owned();
        let (_, token) = page.split_once("name=\"csrf\" value=\"").expect("a form");
        let token = token.split('"').next().expect("a token").to_owned();
        Self { address, token }
    }

    /// Somebody with a name of their own, and a wrong password: it costs as much as a right one.
    fn attempt(&self, number: usize) -> Request {
        let token = &self.token;
        Request::post(
            "/sign-in",
            &format!("csrf={token}&username=nobody{number}&password=wrong-as-can-be"),
        )
    }

    fn enter(&self, client: &mut Client, number: usize) {
        let answer = client.send(&self.attempt(number));
        assert_eq!(answer.status, 422, "{}", String::from_utf8_lossy(&answer.body));
    }

    /// Milliseconds of processor time for one attempt.
    #[expect(clippy::cast_precision_loss, reason = "a few attempts")]
    fn cost(&self, portal: &Portal) -> f64 {
        let mut client = Client::new(self.address);
        self.enter(&mut client, 0);
        let before = portal.processor_time();
        (0..ALONE).for_each(|number| self.enter(&mut client, number));
        let took = portal.processor_time().saturating_sub(before);
        took.as_secs_f64() * 1000.0 / ALONE as f64
    }

    /// Does `meanwhile` while so many people sign in, and says how many were answered.
    fn rush<T>(&self, meanwhile: impl FnOnce() -> T) -> (T, usize) {
        let over = AtomicBool::new(false);
        let (begun, answered) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let done = std::thread::scope(|scope| {
            for _ in 0..RUSH {
                scope.spawn(|| {
                    let mut client = Client::new(self.address);
                    while !over.load(Ordering::Relaxed) {
                        self.enter(&mut client, 1000 + begun.fetch_add(1, Ordering::Relaxed));
                        answered.fetch_add(usize::from(!over.load(Ordering::Relaxed)), Ordering::Relaxed);
                    }
                });
            }
            let done = meanwhile();
            over.store(true, Ordering::Relaxed);
            done
        });
        (done, answered.into_inner())
    }
}
