//! `madrone import`: takes in records that others made.
//!
//! A walker lists the files in their order, workers read, check and index them in parallel, and this thread writes what
//! they made, in the order of the files, one short transaction for each bundle: so that a second run, or one after an
//! interruption, ends with the same.

mod files;
mod read;
mod records;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant as Moment};

use clap::Args;
use crossbeam_channel::{Receiver, Sender, bounded};
use madrone_authz::{Action, Actor, Area, ChartAccess, audit, open_all};
use madrone_chart::{Ingested, Prepared, Refused, Resolver, ingest, resolve_pending, unresolved};
use madrone_db::{Access, Db, Error, Tx};
use madrone_kernel::{Clock, Instant};
use madrone_record::tell_of_results;

use self::files::Found;
use self::read::Part;
pub use self::report::Report;
use crate::Given;
use crate::house::sentence;

/// How often a bundle is tried when others write the same.
const TRIES: u32 = 10;

/// Takes in FHIR records: JSON, NDJSON, each also .gz, and folders of them.
#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    given: Given,
    /// How many files are read at once; as many as there are processors where it is not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// Files and folders.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
}

/// What an import did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// What became of the resources.
    pub resources: Ingested,
    /// Files, bundles and lines that failed.
    pub failed: u64,
}

impl Import {
    pub(crate) fn run(self) -> ExitCode {
        let db = match self.given.load().and_then(|config| crate::house::open(&config)) {
            Ok(db) => db,
            Err(sentence) => {
                eprintln!("madrone: {sentence}");
                return ExitCode::FAILURE;
            }
        };
        let jobs = self.jobs.map_or_else(processors, usize::from);
        let started = Moment::now();
        let (mut out, mut notes) = (std::io::stdout(), std::io::stderr());
        let report = Report::new(&mut out, &mut notes);
        match import(&db, &self.paths, jobs, &Clock::system(), report) {
            Ok(summary) => {
                let seconds = started.elapsed().as_secs_f64();
                println!(
                    "imported {} resources in {seconds:.1} s, {} failed",
                    summary.resources.all(),
                    summary.failed
                );
                if summary.failed == 0 {
                    ExitCode::SUCCESS
                } else {
                    ExitCode::FAILURE
                }
            }
            Err(error) => {
                eprintln!("madrone: the import ended early: {error}. Run it again: what is in already stays.");
                ExitCode::FAILURE
            }
        }
    }
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Takes in everything in `paths`, reading `jobs` files at once.
///
/// # Errors
/// When the database fails; what is wrong with records is said in the report.
pub fn import(
    db: &Db,
    paths: &[PathBuf],
    jobs: usize,
    clock: &Clock,
    mut report: Report<'_>,
) -> Result<Summary, String> {
    let mut writer = Writer::open(db, clock)?;
    let (work, files) = bounded::<(Found, Sender<Part>)>(jobs);
    // Files wait here in their order, each with the channel that its parts come through.
    let (order, waiting) = bounded::<(Found, Receiver<Part>)>(jobs * 2);
    report.expect(paths);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for found in files::walk(paths) {
                let (parts, made) = bounded(2);
                if order.send((found.clone(), made)).is_err() || work.send((found, parts)).is_err() {
                    break;
                }
            }
        });
        for _ in 0..jobs {
            let files = files.clone();
            scope.spawn(move || {
                for (found, parts) in files {
                    // The writer has given up when nobody takes the parts.
                    let _ = read::parts(&found, &parts);
                }
            });
        }
        drop(files);
        let written = writer.write_all(waiting, &mut report);
        report.done();
        written
    })?;
    writer.resolve(&mut report)?;
    Ok(report.summary())
}

/// Writes what the workers made.
struct Writer<'d> {
    db: &'d Db,
    clock: &'d Clock,
    access: ChartAccess,
    /// When this import began: its name to those who are told of it.
    began: Instant,
    resolver: Arc<Mutex<Resolver>>,
}

impl<'d> Writer<'d> {
    fn open(db: &'d Db, clock: &'d Clock) -> Result<Self, String> {
        let actor = Actor::System { part: "import" };
        let now = clock.now();
        let (access, entry) = open_all(&actor, Action::write(Area::Other), ("import", "madrone import", now));
        db.wait(Access::Write, move |tx| audit::write(tx, std::slice::from_ref(&entry)))
            .map_err(sentence)?;
        Ok(Self {
            db,
            clock,
            access: access.map_err(sentence)?,
            began: now,
            resolver: Arc::default(),
        })
    }

    fn write_all(&mut self, files: Receiver<(Found, Receiver<Part>)>, report: &mut Report) -> Result<(), String> {
        for (found, parts) in files {
            for part in parts {
                match part {
                    Part::Resources(resources) => {
                        report.warned(&found.path, &resources);
                        let name = found.path.file_name().map(|name| name.to_string_lossy().into_owned());
                        match self.write(resources, name.unwrap_or_default()) {
                            Ok(ingested) => report.ingested(ingested),
                            Err(Refused::Database(error)) => return Err(error.to_string()),
                            Err(Refused::Entry { why, .. }) => report.failed(&found.path, "bundle", &why.to_string()),
                            Err(refused) => report.failed(&found.path, "bundle", &refused.to_string()),
                        }
                    }
                    Part::Failed { place, why } => report.failed(&found.path, &place, &why),
                    Part::Skipped(why) => report.note(&format!("{}: {why}", found.path.display())),
                }
            }
            report.file_done(found.bytes);
        }
        Ok(())
    }

    /// One transaction.
    fn write(&self, resources: Vec<Prepared>, name: String) -> Result<Ingested, Refused> {
        let (resources, began, clock) = (Arc::new(resources), self.began, self.clock.clone());
        self.in_turn(move |tx, access, resolver| {
            let now = clock.now();
            let ingested = ingest(tx, access, &resources, resolver, now)?;
            if ingested.all() > ingested.unchanged {
                audit::write(tx, &[access.entry("import", None, name.clone(), now)])?;
                tell_of_results(tx, &resources, began, now)?;
            }
            Ok(ingested)
        })
    }

    /// Runs a piece of work, again when others got in its way.
    fn in_turn<T: Send + 'static>(
        &self,
        work: impl Fn(&Tx, &ChartAccess, &mut Resolver) -> Result<T, Refused> + Clone + Send + 'static,
    ) -> Result<T, Refused> {
        let mut tried = 0;
        loop {
            let (work, access, resolver) = (work.clone(), self.access.clone(), Arc::clone(&self.resolver));
            let outcome = self.db.wait(Access::Write, move |tx| {
                let mut resolver = resolver.lock().unwrap_or_else(PoisonError::into_inner);
                work(tx, &access, &mut resolver)
            });
            match outcome {
                Err(Refused::Database(Error::Conflict)) if tried < TRIES => {
                    tried += 1;
                    std::thread::sleep(Duration::from_millis(10 << tried.min(6)));
                }
                outcome => return outcome,
            }
        }
    }

    /// What led nowhere when it came may lead somewhere now.
    fn resolve(&self, report: &mut Report) -> Result<(), String> {
        let mut after = Some(String::new());
        while let Some(behind) = after {
            let clock = self.clock.clone();
            let step =
                self.in_turn(move |tx, access, resolver| resolve_pending(tx, access, resolver, &behind, clock.now()));
            after = step.map_err(sentence)?.next;
        }
        let left = self.db.wait(Access::Read, unresolved).map_err(sentence)?;
        if left > 0 {
            report.note(&format!(
                "{left} references lead to nothing here; they stay as received until it comes"
            ));
        }
        Ok(())
    }
}
