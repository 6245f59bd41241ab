//! What signing in costs, and what a rush of it does to everybody else.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant as Moment};

use madrone_db::{Db, Options, Url};
use madrone_harness::ScratchFolder;

use crate::client::{Client, Request, load};
use crate::figure::{Figure, Target};
use crate::people::{claim, patient_id};
use crate::program::Portal;
use crate::store;

/// People who sign in at once.
const RUSH: usize = 200;
/// Pages that are read meanwhile, and before: some seconds of a rush, so that its first moment is not all of it.
const PAGES: usize = 16_000;
/// Sign-ins of one after another.
const ALONE: usize = 20;

/// Accounts that somebody tries in vain.
const KNOWN: usize = 20;
/// Attempts of each kind where two kinds should take as long.
const TRIES: usize = 200;
/// Requests to sign up.
const REQUESTS: usize = 200;
/// Patients of a small clinic.
const FEW_PATIENTS: usize = 1000;

pub(crate) fn figures(patients: usize) -> Vec<Figure> {
    let folder = ScratchFolder::new("bench identity");
    let file = folder.join("madrone.db");
    let db = Db::open(&Url::Sqlite(file.clone()), &Options::default()).expect("a new database");
    let visitors = store::fill(&db, 100, KNOWN, 150);
    store::set_passwords(&db, 100, KNOWN);
    drop(db);
    let portal = Portal::serve(&file);
    let home = [Request::get("/home", &visitors[0].token, "gzip, br")];
    let door = Door::at(portal.address);

    load(portal.address, 1, 100, &home);
    let cost = door.cost(&portal);
    let usernames: Vec<_> = store::visiting(100, KNOWN).map(patient_id).collect();
    let (signing_in, forgetting) = (
        (422, |_, username: &str| door.attempt_as(username)),
        (303, |number, username: &str| door.forgotten(number, username)),
    );
    let enumeration = [
        door.difference("wrong-password-or-unknown-username", &usernames, signing_in),
        door.difference("forgotten-password-or-unknown-username", &usernames, forgetting),
    ];
    let quiet = load(portal.address, 1, PAGES, &home);
    let (busy, answered) = door.rush(|| load(portal.address, 1, PAGES, &home));
    drop(portal);
    let mut figures = vec![
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
        Figure {
            bench: "identity",
            name: "sign-ins-in-a-rush",
            value: answered / busy.took.as_secs_f64(),
            unit: "sign-ins/s",
            reference: 1000.0 / cost,
            beside: "what one processor could do",
            targets: &[],
        },
    ];
    figures.extend(enumeration);
    figures.push(matching(patients));
    figures
}

/// What it costs to find whom a request to sign up means, among few patients and among many.
fn matching(patients: usize) -> Figure {
    let cost = |patients: usize| {
        let folder = ScratchFolder::new("bench matching");
        let file = folder.join("madrone.db");
        let db = Db::open(&Url::Sqlite(file.clone()), &Options::default()).expect("a new database");
        store::fill(&db, patients, 1, 150);
        drop(db);
        let portal = Portal::serve(&file);
        Door::at(portal.address).requests(&portal, patients)
    };
    Figure {
        bench: "identity",
        name: "match-a-sign-up",
        value: cost(patients),
        unit: "ms of processor time",
        reference: cost(FEW_PATIENTS),
        beside: "among 1,000 patients",
        targets: &[],
    }
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
        self.attempt_as(&format!("nobody{number}"))
    }

    fn attempt_as(&self, username: &str) -> Request {
        let token = &self.token;
        Request::post(
            "/sign-in",
            &format!("csrf={token}&username={username}&password=wrong-as-can-be"),
        )
    }

    fn enter(&self, client: &mut Client, number: usize) {
        let answer = client.send(&self.attempt(number));
        assert_eq!(answer.status, 422, "{}", String::from_utf8_lossy(&answer.body));
    }

    /// Somebody forgot a password, each time somewhere else.
    fn forgotten(&self, number: usize, username: &str) -> Request {
        let visitor = format!("10.1.{}.{}", number / 200, number % 200 + 1);
        let form = format!("csrf={}&who={username}", self.token);
        Request::post_from(&visitor, "/recover/password", &form)
    }

    /// How far apart what is asked of a known username and of an unknown one are in time, beside the standard error of that
    /// difference: the ratio is Welch's t.
    fn difference(
        &self,
        name: &'static str,
        usernames: &[String],
        (status, request): (u16, impl Fn(usize, &str) -> Request),
    ) -> Figure {
        let mut client = Client::new(self.address);
        let mut took = |request: &Request| {
            let asked = Moment::now();
            assert_eq!(client.send(request).status, status);
            asked.elapsed().as_secs_f64() * 1000.0
        };
        let (known, unknown): (Vec<f64>, Vec<f64>) = (0..TRIES)
            .map(|number| {
                let known = request(2 * number, &usernames[number % usernames.len()]);
                let unknown = request(2 * number + 1, &format!("nobody{}", 5000 + number));
                // By turns, each first as often as the other.
                if number % 2 == 0 {
                    let first = took(&known);
                    (first, took(&unknown))
                } else {
                    let first = took(&unknown);
                    (took(&known), first)
                }
            })
            .unzip();
        let ((known, spread), (unknown, other)) = (mean(&known), mean(&unknown));
        Figure {
            bench: "identity",
            name,
            value: (known - unknown).abs(),
            unit: "ms between the means",
            reference: (spread + other).sqrt(),
            beside: "standard error of the difference",
            targets: &[Target::RatioAtMost(4.0)],
        }
    }

    /// Milliseconds of processor time for one request to sign up, with the job that looks for the chart.
    #[expect(clippy::cast_precision_loss, reason = "a few requests")]
    fn requests(&self, portal: &Portal, patients: usize) -> f64 {
        let mut client = Client::new(self.address);
        let mut ask = |number: usize| {
            let request = Request::post("/sign-up/request", &format!("csrf={}&{}", self.token, claim(number)));
            let answer = client.send(&request);
            assert_eq!(answer.status, 303, "{}", String::from_utf8_lossy(&answer.body));
        };
        ask(0);
        let before = settled(portal);
        let step = patients / REQUESTS;
        (0..REQUESTS).for_each(|number| ask(number * step + 1));
        let took = settled(portal).saturating_sub(before);
        took.as_secs_f64() * 1000.0 / REQUESTS as f64
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
    #[expect(clippy::cast_precision_loss, reason = "some hundreds of sign-ins")]
    fn rush<T>(&self, meanwhile: impl FnOnce() -> T) -> (T, f64) {
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
        (done, answered.into_inner() as f64)
    }
}

/// The mean of `numbers`, and the square of its standard error.
#[expect(clippy::cast_precision_loss, reason = "some hundreds")]
fn mean(numbers: &[f64]) -> (f64, f64) {
    let count = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / count;
    let squares: f64 = numbers.iter().map(|number| (number - mean).powi(2)).sum();
    (mean, squares / (count - 1.0) / count)
}

/// The processor time once the portal has nothing left to do.
fn settled(portal: &Portal) -> Duration {
    let mut before = portal.processor_time();
    loop {
        std::thread::sleep(Duration::from_millis(500));
        let now = portal.processor_time();
        if now.saturating_sub(before) <= Duration::from_millis(10) {
            return now;
        }
        before = now;
    }
}
