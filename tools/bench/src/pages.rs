//! What a page costs: the server's processor time, its growth with the clinic and with the chart, and its weight.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use madrone_db::{Db, Options, Url};
use madrone_harness::ScratchFolder;

use crate::client::{Client, Request, load};
use crate::figure::{Figure, Target, median};
use crate::program::Portal;
use crate::store::{self, Visitor};

const FEW_PATIENTS: usize = 1000;
const VISITORS: usize = 20;

/// Resources of a chart, and of a very large one.
const CHART: usize = 150;
const LARGE_CHART: usize = 15_000;

const CLIENTS: usize = 4;
const EACH: usize = 500;

/// As browsers say it.
const PACKED: &str = "gzip, br";

pub(crate) fn figures(patients: usize) -> Vec<Figure> {
    let folder = ScratchFolder::new("bench pages");
    let few = Clinic::new(folder.join("few.db"), FEW_PATIENTS, VISITORS, CHART);
    let many = Clinic::new(folder.join("many.db"), patients, VISITORS, CHART);
    let large = Clinic::new(folder.join("large.db"), 10, 1, LARGE_CHART);
    let mut figures = Vec::new();
    figures.extend(size_of_the_clinic(&few, &many));
    figures.extend(size_of_the_chart(&few, &large));
    figures.extend(weights(&few));
    figures
}

/// A database with people who have signed in.
struct Clinic {
    file: PathBuf,
    visitors: Vec<Visitor>,
}

impl Clinic {
    fn new(file: PathBuf, patients: usize, visitors: usize, chart: usize) -> Self {
        let db = Db::open(&Url::Sqlite(file.clone()), &Options::default()).expect("a new database");
        let visitors = store::fill(&db, patients, visitors, chart);
        Self { file, visitors }
    }

    fn portal(&self) -> Running {
        Running {
            portal: Portal::serve(&self.file),
            visitors: self.visitors.clone(),
        }
    }
}

/// A portal on such a database.
struct Running {
    portal: Portal,
    visitors: Vec<Visitor>,
}

impl Running {
    fn home(&self) -> Vec<Request> {
        self.each(|_| vec!["/home".to_owned()])
    }

    fn results(&self) -> Vec<Request> {
        self.each(|visitor| {
            visitor
                .results
                .iter()
                .take(20)
                .map(|id| format!("/results/Observation/{id}"))
                .collect()
        })
    }

    fn list(&self) -> Vec<Request> {
        self.each(|_| vec!["/results".to_owned()])
    }

    fn each(&self, paths: impl Fn(&Visitor) -> Vec<String>) -> Vec<Request> {
        let requests = |visitor: &Visitor| {
            let paths = paths(visitor).into_iter();
            paths
                .map(|path| Request::get(&path, &visitor.token, PACKED))
                .collect::<Vec<_>>()
        };
        self.visitors.iter().flat_map(requests).collect()
    }

    /// Milliseconds of processor time for each of these requests.
    #[expect(clippy::cast_precision_loss, reason = "some thousands of requests")]
    fn cost(&self, requests: &[Request]) -> f64 {
        let before = self.portal.processor_time();
        load(self.portal.address, CLIENTS, EACH, requests);
        let took = self.portal.processor_time().saturating_sub(before);
        milliseconds(took) / (CLIENTS * EACH) as f64
    }
}

fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

/// The same pages with few and with many patients around.
fn size_of_the_clinic(few: &Clinic, many: &Clinic) -> Vec<Figure> {
    let (few, many) = (few.portal(), many.portal());
    let least = vec![Request::get("/healthz", "none", PACKED)];
    let measure = |[name, large]: [&'static str; 2], requests: fn(&Running) -> Vec<Request>| {
        let (to_few, to_many) = (requests(&few), requests(&many));
        let rounds = || [few.cost(&to_few), many.cost(&to_many), few.cost(&least)];
        // The first round only warms up.
        let costs: Vec<_> = (0..4).map(|_| rounds()).skip(1).collect();
        let [at_few, at_many, at_least] =
            [0, 1, 2].map(|which| median(costs.iter().map(|round| round[which]).collect()));
        let figure = Figure {
            bench: "pages",
            name,
            value: at_few,
            unit: "ms of processor time",
            reference: at_least,
            beside: "/healthz",
            targets: &[Target::Below(0.5)],
        };
        let at_large = Figure {
            name: large,
            value: at_many,
            reference: at_few,
            beside: "with 1,000 patients",
            targets: &[Target::Below(0.5), Target::RatioAtMost(1.3)],
            ..figure.clone()
        };
        [figure, at_large]
    };
    let home = measure(["home", "home-of-a-large-clinic"], Running::home);
    let result = measure(["result", "result-of-a-large-clinic"], Running::results);
    home.into_iter().chain(result).collect()
}

/// The same pages of a chart of a usual size and of a very large one.
fn size_of_the_chart(usual: &Clinic, large: &Clinic) -> Vec<Figure> {
    let (usual, large) = (usual.portal(), large.portal());
    let figure = |name, requests: fn(&Running) -> Vec<Request>| {
        let latency = |running: &Running| {
            let requests = requests(running);
            load(running.portal.address, 1, 20, &requests);
            let seen = load(running.portal.address, 1, 200, &requests);
            (seen.within(0.5), seen.within(0.99))
        };
        let (usual, large) = (latency(&usual), latency(&large));
        println!(
            "pages/{name}: 150 resources p50 {:.2} ms, p99 {:.2} ms; 15,000 resources p50 {:.2} ms, p99 {:.2} ms",
            usual.0, usual.1, large.0, large.1
        );
        Figure {
            bench: "pages",
            name,
            value: large.0,
            unit: "ms",
            reference: usual.0,
            beside: "a chart of 150 resources",
            targets: &[Target::RatioAtMost(1.3)],
        }
    };
    vec![
        figure("home-of-a-large-chart", Running::home),
        figure("results-of-a-large-chart", Running::list),
        figure("result-of-a-large-chart", Running::results),
    ]
}

/// What a browser loads the first time, and later.
fn weights(clinic: &Clinic) -> Vec<Figure> {
    let running = clinic.portal();
    let visitor = &clinic.visitors[0];
    let result = format!("/results/Observation/{}", visitor.results[0]);
    let mut figures = Vec::new();
    for (first, later, path) in [
        ("weight-home-first", "weight-home-later", "/home"),
        ("weight-result-first", "weight-result-later", &result),
    ] {
        let mut browser = Client::new(running.portal.address);
        let weight = weigh(&mut browser, path, &visitor.token);
        figures.push(weight.figure(first, weight.files + weight.page, &[Target::Below(100.0)]));
        figures.push(weight.figure(later, weight.page, &[Target::Below(25.0)]));
    }
    figures
}

/// Bytes on the wire, and unpacked.
struct Weight {
    page: usize,
    files: usize,
    unpacked: usize,
}

impl Weight {
    #[expect(clippy::cast_precision_loss, reason = "some hundreds of kilobytes")]
    fn figure(&self, name: &'static str, bytes: usize, targets: &'static [Target]) -> Figure {
        Figure {
            bench: "pages",
            name,
            value: bytes as f64 / 1000.0,
            unit: "kB",
            reference: self.unpacked as f64 / 1000.0,
            beside: "all of the first visit, unpacked",
            targets,
        }
    }
}

fn weigh(browser: &mut Client, path: &str, token: &str) -> Weight {
    let mut get = |path: &str, encodings: &str| browser.send(&Request::get(path, token, encodings)).body;
    let html = get(path, "identity");
    let mut weight = Weight {
        page: get(path, PACKED).len(),
        files: 0,
        unpacked: html.len(),
    };
    let mut left: Vec<String> = addresses(&html).into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(file) = left.pop() {
        if !seen.insert(file.clone()) {
            continue;
        }
        let plain = get(&file, "identity");
        weight.files += get(&file, PACKED).len();
        weight.unpacked += plain.len();
        if Path::new(&file).extension().is_some_and(|name| name == "css") {
            left.extend(addresses(&plain));
        }
    }
    weight
}

/// The files that a page or style sheet names.
fn addresses(text: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(text);
    let starts = text.match_indices("/assets/").map(|(at, _)| at);
    let ends = |c: char| matches!(c, '"' | '\'' | ')' | '#' | '?' | ' ' | '>');
    starts
        .filter_map(|at| text[at..].split(ends).next().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_in_pages_and_in_style_sheets() {
        let page = br#"<link href="/assets/app-1.css"><use href="/assets/icons-2.svg#home"/>"#;
        assert_eq!(
            addresses(page).into_iter().collect::<Vec<_>>(),
            ["/assets/app-1.css", "/assets/icons-2.svg"]
        );
        assert_eq!(addresses(b"src:url(/assets/a-3.woff2) format('woff2')").len(), 1);
    }
}
