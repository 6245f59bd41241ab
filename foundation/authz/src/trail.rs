//! Entries of reads, gathered and written in batches. A person's own reads may trail by up to 50 ms; everybody else's
//! wait for their entry.

use std::thread::JoinHandle;
use std::time::{Duration, Instant as Moment};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use madrone_db::{Access, Db};
use tokio::sync::oneshot;

use crate::{Entry, chain, store};

/// The longest that an entry waits for company.
const TRAILS: Duration = Duration::from_millis(50);

/// The most entries of one batch.
const BATCH: usize = 512;

/// How long the chain waits for more entries before it takes them in.
const LINKED: Duration = Duration::from_secs(1);

/// Resolves when the entries are on disk; an error means that they are not.
pub type Receipt = oneshot::Receiver<()>;

struct Sent {
    entries: Vec<Entry>,
    receipt: Option<oneshot::Sender<()>>,
}

/// Writes the entries of reads. Ends, with everything written, when it is dropped.
pub struct Trail {
    queue: Option<Sender<Sent>>,
    threads: Vec<JoinHandle<()>>,
}

impl Trail {
    /// Starts the threads that write to `db`: entries, and the [chain] over them.
    ///
    /// # Panics
    /// When no thread can be started.
    pub fn start(db: Db) -> Self {
        let (queue, sent) = bounded(4096);
        let (written, came) = bounded(1);
        let start = |name: &str, work: Box<dyn FnOnce() + Send>| {
            let thread = std::thread::Builder::new().name(name.to_owned());
            thread.spawn(work).expect("a thread can be started")
        };
        let links = db.clone();
        Self {
            threads: vec![
                start("audit", Box::new(move || write_batches(&db, &sent, &written))),
                start("chain", Box::new(move || link_entries(&links, &came))),
            ],
            queue: Some(queue),
        }
    }

    /// Hands over entries. A full queue is waited for: nothing is dropped.
    pub fn record(&self, entries: Vec<Entry>) {
        self.send(Sent { entries, receipt: None });
    }

    /// Hands over entries, and says when they are on disk.
    pub fn record_and_wait(&self, entries: Vec<Entry>) -> Receipt {
        let (receipt, written) = oneshot::channel();
        self.send(Sent {
            entries,
            receipt: Some(receipt),
        });
        written
    }

    fn send(&self, sent: Sent) {
        let queue = self.queue.as_ref().expect("open until it is dropped");
        if queue.send(sent).is_err() {
            tracing::error!("the audit thread has ended");
        }
    }
}

impl Drop for Trail {
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// Takes entries into the chain, together with what comes within a second; the last ones when the trail ends.
fn link_entries(db: &Db, came: &Receiver<()>) {
    while came.recv().is_ok() {
        let until = Moment::now() + LINKED;
        while came.recv_deadline(until).is_ok() {}
        loop {
            match db.wait(Access::Write, chain::extend) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::error!(%error, "the audit chain could not be extended; the next entries try again");
                    break;
                }
            }
        }
    }
}

fn write_batches(db: &Db, sent: &Receiver<Sent>, written: &Sender<()>) {
    while let Ok(first) = sent.recv() {
        let until = Moment::now() + TRAILS;
        let mut waiting = first.receipt.is_some();
        let mut count = first.entries.len();
        let mut batch = vec![first];
        while count < BATCH {
            // Somebody waits: take what is there, and go.
            let next = if waiting {
                sent.try_recv().map_err(|_| RecvTimeoutError::Timeout)
            } else {
                sent.recv_deadline(until)
            };
            let Ok(next) = next else { break };
            waiting |= next.receipt.is_some();
            count += next.entries.len();
            batch.push(next);
        }
        write_batch(db, batch);
        // When the chain's thread was told already, this is in the same telling.
        let _ = written.try_send(());
    }
}

fn write_batch(db: &Db, batch: Vec<Sent>) {
    let (entries, receipts): (Vec<_>, Vec<_>) = batch.into_iter().map(|sent| (sent.entries, sent.receipt)).unzip();
    let entries: Vec<Entry> = entries.into_iter().flatten().collect();
    let count = entries.len();
    match db.wait(Access::Write, move |tx| store::write(tx, &entries)) {
        Ok(()) => {
            for receipt in receipts.into_iter().flatten() {
                let _ = receipt.send(());
            }
        }
        // Dropping the receipts fails the reads that wait. What trails is lost, and the operators are told.
        Err(error) => tracing::error!(%error, count, "audit entries could not be written"),
    }
}
