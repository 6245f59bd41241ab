//! What an import says: failures on one stream; notes and the progress bar on the other.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Moment};

use madrone_chart::{Ingested, Prepared};

use super::Summary;
use super::files;

/// How often the bar is drawn.
const DRAWN: Duration = Duration::from_millis(100);

/// The most kinds of warnings that are told.
const TOLD: usize = 100;

/// Gathers what happened and says it.
pub struct Report<'w> {
    failures: &'w mut dyn Write,
    notes: &'w mut dyn Write,
    bar: Option<Bar>,
    summary: Summary,
    /// Warnings by element and words, with the first file and how many there are.
    warnings: BTreeMap<(String, String), (PathBuf, u64)>,
}

struct Bar {
    total: u64,
    done: u64,
    drawn: Option<Moment>,
}

impl<'w> Report<'w> {
    /// A report that writes failures, one a line, and notes. A bar is drawn among the notes when the standard error
    /// stream is a terminal.
    pub fn new(failures: &'w mut dyn Write, notes: &'w mut dyn Write) -> Self {
        let bar = std::io::stderr().is_terminal().then_some(Bar {
            total: 0,
            done: 0,
            drawn: None,
        });
        Self {
            failures,
            notes,
            bar,
            summary: Summary::default(),
            warnings: BTreeMap::new(),
        }
    }

    pub(super) fn expect(&mut self, paths: &[PathBuf]) {
        if let Some(bar) = &mut self.bar {
            bar.total = files::walk(paths).map(|found| found.bytes).sum();
        }
    }

    pub(super) fn ingested(&mut self, ingested: Ingested) {
        let all = &mut self.summary.resources;
        all.created += ingested.created;
        all.updated += ingested.updated;
        all.unchanged += ingested.unchanged;
        self.draw();
    }

    pub(super) fn failed(&mut self, path: &Path, place: &str, why: &str) {
        self.clear();
        self.summary.failed += 1;
        // A stream that nobody reads any more is no reason to stop.
        let _ = writeln!(self.failures, "{}: {place}: {why}", path.display());
    }

    pub(super) fn note(&mut self, words: &str) {
        self.clear();
        let _ = writeln!(self.notes, "note: {words}");
    }

    pub(super) fn warned(&mut self, path: &Path, resources: &[Prepared]) {
        for fault in resources.iter().flat_map(|prepared| &prepared.warnings) {
            let key = (without_places(&fault.path), fault.what.clone());
            if self.warnings.len() < TOLD || self.warnings.contains_key(&key) {
                self.warnings.entry(key).or_insert_with(|| (path.to_owned(), 0)).1 += 1;
            }
        }
    }

    pub(super) fn file_done(&mut self, bytes: u64) {
        if let Some(bar) = &mut self.bar {
            bar.done += bytes;
        }
        self.draw();
    }

    /// All files are done: takes the bar away and tells the warnings.
    pub(super) fn done(&mut self) {
        self.clear();
        for ((place, words), (path, count)) in std::mem::take(&mut self.warnings) {
            let more = if count > 1 {
                format!(" ({count} times)")
            } else {
                String::new()
            };
            self.note(&format!("{}: {place}: {words}{more}", path.display()));
        }
    }

    pub(super) fn summary(&self) -> Summary {
        self.summary
    }

    fn draw(&mut self) {
        const WIDTH: u64 = 30;
        let Some(bar) = &mut self.bar else { return };
        if bar.drawn.is_some_and(|drawn| drawn.elapsed() < DRAWN) {
            return;
        }
        bar.drawn = Some(Moment::now());
        let filled = (bar.done * WIDTH).checked_div(bar.total).unwrap_or(0).min(WIDTH);
        let bar: String = (0..WIDTH).map(|at| if at < filled { '█' } else { '░' }).collect();
        let _ = write!(
            self.notes,
            "\r{bar} {} resources, {} failed",
            self.summary.resources.all(),
            self.summary.failed
        );
        let _ = self.notes.flush();
    }

    fn clear(&mut self) {
        if self.bar.as_mut().is_some_and(|bar| bar.drawn.take().is_some()) {
            let _ = write!(self.notes, "\r\u{1b}[2K");
        }
    }
}

/// `Claim.item[3].x` as `Claim.item.x`.
fn without_places(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut within = false;
    for c in path.chars() {
        match c {
            '[' => within = true,
            ']' => within = false,
            c if !within => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_a_line_with_path_place_and_reason() {
        let (mut failures, mut notes) = (Vec::new(), Vec::new());
        let mut report = Report::new(&mut failures, &mut notes);
        report.failed(Path::new("a.json"), "line 3", "it is empty");
        assert_eq!(report.summary().failed, 1);
        assert_eq!(String::from_utf8_lossy(&failures), "a.json: line 3: it is empty\n");
    }

    #[test]
    fn warnings_of_one_kind_are_counted_together() {
        assert_eq!(without_places("Claim.item[3].x[0]"), "Claim.item.x");
    }
}
