//! How soon a portal is ready on the database that it left, and how much memory it holds after a day's work.

use madrone_db::{Db, Options, Url};
use madrone_harness::ScratchFolder;

use crate::client::{Request, load};
use crate::figure::{Figure, Target, median};
use crate::program::{Portal, madrone, run_to_end};
use crate::store;

const PATIENTS: usize = 5000;
const VIEWS: usize = 10_000;
const CLIENTS: usize = 8;

pub(crate) fn figures() -> Vec<Figure> {
    let folder = ScratchFolder::new("bench start");
    let file = folder.join("madrone.db");
    let db = Db::open(&Url::Sqlite(file.clone()), &Options::default()).expect("a new database");
    let visitors = store::fill(&db, PATIENTS, 20, 150);
    drop(db);

    // Each first one brings the program's file into memory.
    let ready: Vec<f64> = (0..6)
        .map(|_| Portal::serve(&file).started_in.as_secs_f64() * 1000.0)
        .skip(1)
        .collect();
    let bare: Vec<f64> = (0..6)
        .map(|_| run_to_end(&mut madrone(&["--version"])).0.as_secs_f64() * 1000.0)
        .skip(1)
        .collect();

    let portal = Portal::serve(&file);
    let at_first = portal.resident();
    let requests: Vec<Request> = visitors
        .iter()
        .flat_map(|visitor| {
            let results = visitor
                .results
                .iter()
                .take(20)
                .map(|id| format!("/results/Observation/{id}"));
            let pages = ["/home", "/results", "/medications", "/visits"]
                .map(str::to_owned)
                .into_iter()
                .chain(results);
            pages
                .map(|path| Request::get(&path, &visitor.token, "gzip, br"))
                .collect::<Vec<_>>()
        })
        .collect();
    load(portal.address, CLIENTS, VIEWS / CLIENTS, &requests);
    vec![
        Figure {
            bench: "start",
            name: "warm",
            value: median(ready),
            unit: "ms",
            reference: median(bare),
            beside: "the program says its version",
            targets: &[Target::Below(300.0)],
        },
        Figure {
            bench: "memory",
            name: "after-views",
            value: portal.resident(),
            unit: "MB after 10,000 pages",
            reference: at_first,
            beside: "when it was ready",
            targets: &[Target::Below(150.0)],
        },
    ]
}
