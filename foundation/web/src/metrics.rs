//! Numbers for those who run the portal, in the text format of Prometheus. They name no person and no chart.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper ends of the time classes, in microseconds.
const CLASSES: [u64; 8] = [1_000, 5_000, 20_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000];

#[derive(Default)]
pub(crate) struct Metrics {
    by_status: [AtomicU64; 6],
    by_time: [AtomicU64; CLASSES.len() + 1],
    total_micros: AtomicU64,
    busy: AtomicU64,
}

impl Metrics {
    pub(crate) fn answered(&self, status: u16, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let class = CLASSES.iter().position(|end| micros <= *end).unwrap_or(CLASSES.len());
        self.by_status[usize::from(status / 100).min(5)].fetch_add(1, Ordering::Relaxed);
        self.by_time[class].fetch_add(1, Ordering::Relaxed);
        self.total_micros.fetch_add(micros, Ordering::Relaxed);
        if status == 503 {
            self.busy.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn text(&self) -> String {
        let mut out = String::from("# TYPE madrone_requests_total counter\n");
        for (class, count) in self.by_status.iter().enumerate().skip(1) {
            let _ = writeln!(
                out,
                "madrone_requests_total{{status=\"{class}xx\"}} {}",
                count.load(Ordering::Relaxed)
            );
        }
        out.push_str("# TYPE madrone_request_seconds histogram\n");
        let mut sum = 0;
        for (class, count) in self.by_time.iter().enumerate() {
            sum += count.load(Ordering::Relaxed);
            let end = CLASSES.get(class).map_or("+Inf".to_owned(), |micros| seconds(*micros));
            let _ = writeln!(out, "madrone_request_seconds_bucket{{le=\"{end}\"}} {sum}");
        }
        let _ = writeln!(
            out,
            "madrone_request_seconds_sum {}",
            seconds(self.total_micros.load(Ordering::Relaxed))
        );
        let _ = writeln!(out, "madrone_request_seconds_count {sum}");
        out.push_str("# TYPE madrone_refused_busy_total counter\n");
        let _ = writeln!(out, "madrone_refused_busy_total {}", self.busy.load(Ordering::Relaxed));
        out
    }
}

fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_classes_add_up() {
        let metrics = Metrics::default();
        metrics.answered(200, Duration::from_micros(900));
        metrics.answered(503, Duration::from_secs(9));
        let text = metrics.text();
        assert!(
            text.contains("madrone_request_seconds_bucket{le=\"0.001000\"} 1\n"),
            "{text}"
        );
        assert!(
            text.contains("madrone_request_seconds_bucket{le=\"+Inf\"} 2\n"),
            "{text}"
        );
        assert!(text.contains("madrone_refused_busy_total 1\n"), "{text}");
    }
}
