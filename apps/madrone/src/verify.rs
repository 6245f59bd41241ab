//! `madrone verify-audit`: whether the record of who did what is as it was written.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use madrone_authz::chain::{self, Anchor, Broken, Verified, Verifier};
use madrone_db::{Access, Db};

use crate::house::{self, sentence};
use crate::{Given, Said};

/// Look over the record of who did what.
#[derive(clap::Args)]
pub(crate) struct VerifyAudit {
    #[command(flatten)]
    given: Given,
    /// A file of anchors: what it says must be so still, and where the chain stands now is added to it. Keep it where whoever
    /// can change the database cannot: without it, entries cut off the end are not missed.
    #[arg(long, value_name = "FILE")]
    anchors: Option<PathBuf>,
}

impl VerifyAudit {
    pub(crate) fn run(self) -> Said {
        let anchors = self.anchors.as_deref().map(read).transpose()?.unwrap_or_default();
        let db = house::open(&self.given.load()?)?;
        while db.wait(Access::Write, chain::extend).map_err(sentence)? {}
        let verified = verify(&db, anchors).map_err(sentence)?;
        for broken in &verified.broken {
            println!("{}", said(broken));
        }
        if !verified.broken.is_empty() {
            return Err(format!(
                "the record of who did what was changed: {} faults in {} entries",
                verified.broken.len(),
                verified.entries
            ));
        }
        if let Some(file) = &self.anchors {
            add(file, verified.anchor)?;
        }
        println!("{} entries, nothing changed", verified.entries);
        println!("{}", verified.anchor);
        Ok(())
    }
}

/// Looks over the whole chain.
fn verify(db: &Db, anchors: Vec<Anchor>) -> madrone_db::Result<Verified> {
    // Shared with the database's thread. Work that is done again goes on where it was: a part counts once it was read.
    let verifier = Arc::new(Mutex::new(Verifier::new(anchors)));
    loop {
        let part = Arc::clone(&verifier);
        let more = db.wait(Access::Read, move |tx| locked(&part).step(tx))?;
        if !more {
            return Ok(std::mem::replace(&mut *locked(&verifier), Verifier::new(Vec::new())).done());
        }
    }
}

fn locked(verifier: &Mutex<Verifier>) -> MutexGuard<'_, Verifier> {
    verifier.lock().unwrap_or_else(PoisonError::into_inner)
}

fn said(broken: &Broken) -> String {
    match broken {
        Broken::Removed(seq, place) => format!("entry {seq} is gone (link {place})"),
        Broken::Changed(seq, at) => format!("entry {seq}, {at}: changed, or moved to another place"),
        Broken::Unlinked(place) => format!("link {place} is gone"),
        Broken::Cut(place) => {
            format!("the chain is not the one that was anchored at link {place}: its end was cut off or made anew")
        }
    }
}

fn read(file: &Path) -> Result<Vec<Anchor>, String> {
    let wrong = |what: String| format!("{}{what}", file.display());
    match std::fs::read_to_string(file) {
        Ok(text) => {
            let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            lines
                .map(|(at, line)| line.parse().map_err(|why| wrong(format!(", line {}: {why}", at + 1))))
                .collect()
        }
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(why) => Err(wrong(format!(" cannot be read: {why}"))),
    }
}

fn add(file: &Path, anchor: Anchor) -> Said {
    let mut options = OpenOptions::new();
    let mut open = options
        .create(true)
        .append(true)
        .open(file)
        .map_err(|why| format!("{}: {why}", file.display()))?;
    writeln!(open, "{anchor}").map_err(|why| format!("{}: {why}", file.display()))
}
