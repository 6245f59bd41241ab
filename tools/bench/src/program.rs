//! The portal and its commands as processes of their own: started, watched, stopped.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant as Moment};

/// With this in its environment, this binary is `madrone`.
const MARK: &str = "BENCH_IS_MADRONE";

/// Whether this process was started as the program that is measured.
pub(crate) fn is_madrone() -> bool {
    std::env::var_os(MARK).is_some()
}

/// `madrone` with these arguments.
pub(crate) fn madrone(arguments: &[&str]) -> Command {
    let this = std::env::current_exe().expect("a program knows its own file");
    let mut command = Command::new(this);
    command.args(arguments).env(MARK, "1");
    command
}

/// A portal that answers.
pub(crate) struct Portal {
    child: Child,
    /// Where.
    pub(crate) address: SocketAddr,
    /// From its start until it said that it is ready.
    pub(crate) started_in: Duration,
}

impl Portal {
    /// `madrone serve` on a database that is there.
    pub(crate) fn serve(database: &Path) -> Self {
        let started = Moment::now();
        let mut child = madrone(&["serve"])
            .env("MADRONE_DATABASE__URL", format!("sqlite:{}", database.display()))
            .env("MADRONE_SERVER__LISTEN", "127.0.0.1:0")
            .env("MADRONE_SERVER__TRUSTED_PROXIES", "127.0.0.1")
            .env("MADRONE_LOG__LEVEL", "error")
            // All clients of a bench come from one address.
            .env("MADRONE_SECURITY__SIGN_INS_PER_ADDRESS", "65535")
            .env("MADRONE_SECURITY__SIGN_UP_REQUESTS_PER_ADDRESS", "65535")
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process can be started");
        let mut lines = BufReader::new(child.stdout.take().expect("its output is a pipe")).lines();
        let ready = lines
            .find_map(|line| {
                line.ok()?
                    .strip_prefix("madrone is ready at http://")
                    .map(str::to_owned)
            })
            .expect("a portal that gets ready");
        Self {
            child,
            address: ready.parse().expect("an address"),
            started_in: started.elapsed(),
        }
    }

    /// The processor time that it has taken, to the hundredth of a second.
    pub(crate) fn processor_time(&self) -> Duration {
        let stat = self.about("stat");
        // Fields 14 and 15 of proc_pid_stat(5), counted behind the name, in hundredths of a second.
        let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let ticks: u64 = after_name
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<u64>().ok())
            .sum();
        Duration::from_millis(ticks * 10)
    }

    /// The memory that it holds now, in MB.
    pub(crate) fn resident(&self) -> f64 {
        megabytes(&self.about("status"), "VmRSS:").expect("a living process has memory")
    }

    fn about(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap_or_default()
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // Its database goes with its folder, so that it need not end in order.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A line of `proc_pid_status(5)`, which counts in KiB.
fn megabytes(status: &str, name: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib * 1024.0 / 1_000_000.0)
}

/// Runs a command to its end: how long it took, and the most memory that it held, in MB.
pub(crate) fn run_to_end(command: &mut Command) -> (Duration, f64) {
    let started = Moment::now();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process can be started");
    let status = format!("/proc/{}/status", child.id());
    let mut peak: f64 = 0.0;
    // The peak goes with the process, so it is looked at until the end; it can only be missed by the last moments.
    while child.try_wait().expect("our own child").is_none() {
        let seen = std::fs::read_to_string(&status).unwrap_or_default();
        peak = peak.max(megabytes(&seen, "VmHWM:").unwrap_or(0.0));
        std::thread::sleep(Duration::from_millis(5));
    }
    let took = started.elapsed();
    let output = child.wait_with_output().expect("our own child");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    (took, peak)
}
