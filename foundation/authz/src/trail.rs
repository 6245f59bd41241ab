//! Entries of reads, gathered and written in batches. A person's own reads may trail by up to 50 ms; everybody else's
//! wait for their entry.

use std::thread::JoinHandle;
use std::time::{Duration, Instant as Moment};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use madrone_db::{Access, Db};
use tokio::sync::oneshot;

use crate::{Entry, store};

/// The longest that an entry waits for company.
const TRAILS: Duration = Duration::from_millis(50);

/// The most entries of one batch.
const BATCH: usize = 512;

/// Resolves when the entries are on disk; an error means that they are not.
pub type Receipt = oneshot::Receiver<()>;

struct Sent {
    entries: Vec<Entry>,
    receipt: Option<oneshot::Sender<()>>,
}

/// Writes the entries of reads. Ends, with everything written, when it is dropped.
pub struct Trail {
    queue: Option<Sender<Sent>>,
    thread: Option<JoinHandle<()>>,
}

impl Trail {
    /// Starts the thread that writes to `db`.
    ///
    /// # Panics
    /// When no thread can be started.
    pub fn start(db: Db) -> Self {
        let (queue, sent) = bounded(4096);
        let thread = std::thread::Builder::new()
            .name("audit".into())
            .spawn(move || write_batches(&db, &sent))
            .expect("a thread can be started");
        Self {
            queue: Some(queue),
            thread: Some(thread),
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
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn write_batches(db: &Db, sent: &Receiver<Sent>) {
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
