//! A private PostgreSQL server for tests: its own folder, port and password, gone when we are.
//!
//! A server that happens to run on the machine is never touched. A watchdog process in a group of its own holds the
//! far end of a pipe from us; when the pipe closes (we finished, panicked, were interrupted, or were killed) it stops
//! the server and removes the folder, so nothing is left behind however we end.

use std::fmt::Write as _;
use std::fs::{self, DirBuilder, File};
use std::io::Read;
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::Result;
use crate::run::output;
use crate::setup::{self, is_root};

/// The environment variable in which tests find the URL of a superuser's maintenance database.
pub(crate) const URL_VARIABLE: &str = "MADRONE_TEST_POSTGRES";

/// The user that runs the server when we are root, which PostgreSQL refuses to run as.
const SERVER_USER: &str = "postgres";

/// Somebody else may take the free port between our finding it and the server's binding it.
const ATTEMPTS: u32 = 5;

/// Tests need no protection against power cuts (`fsync`), and the same plan every time (`jit`). `synchronous_commit`
/// stays on: tests that count on an acknowledged commit must see the real thing.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 128MB
fsync = off
full_page_writes = off
jit = off
timezone = 'UTC'
";

/// A running private server. Dropping it stops it.
pub(crate) struct Cluster {
    url: String,
    watchdog: Child,
}

impl Cluster {
    /// Makes a cluster in a temporary folder and starts its server on a free port of the loopback address.
    pub(crate) fn start() -> Result<Self> {
        let programs = setup::postgres()?;
        let password = random_hex()?;
        let folder = std::env::temp_dir().join(format!("madrone-postgres-{}", random_hex()?));
        DirBuilder::new().mode(0o700).create(&folder)?;
        // From here on the watchdog cleans up after every failure.
        let watchdog = watch(&programs, &folder)?;
        let mut cluster = Self {
            url: String::new(),
            watchdog,
        };
        initialise(&programs, &folder, &password)?;
        let port = serve(&programs, &folder)?;
        cluster.url = format!("postgres://{SERVER_USER}:{password}@127.0.0.1:{port}/postgres");
        Ok(cluster)
    }

    /// The URL of the maintenance database, for a superuser.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        if let Err(why) = self.watchdog.wait() {
            eprintln!("xtask: the test PostgreSQL may still be running: {why}");
        }
    }
}

/// Starts the process that outlives us by a moment to stop the server and remove its folder.
fn watch(programs: &Path, folder: &Path) -> Result<Child> {
    let script = r#"cat >/dev/null
        [ -e "$2/data/postmaster.pid" ] && "$1/pg_ctl" --pgdata "$2/data" --mode immediate --wait stop >/dev/null
        rm -rf "$2""#;
    // As root the folder's parent forbids the server's user to remove the folder itself, so only pg_ctl steps down.
    let script = if is_root() {
        script.replace("\"$1/pg_ctl\"", "runuser -u \"$3\" -- \"$1/pg_ctl\"")
    } else {
        script.to_owned()
    };
    let watchdog = Command::new("sh")
        .arg("-c")
        .arg(script)
        .arg("watchdog")
        .args([programs, folder])
        .arg(SERVER_USER)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .process_group(0)
        .spawn()?;
    Ok(watchdog)
}

/// `initdb` and the settings.
fn initialise(programs: &Path, folder: &Path, password: &str) -> Result {
    let password_file = folder.join("password");
    fs::write(&password_file, password)?;
    if is_root() {
        let id =
            |flag: &str| -> Result<u32> { Ok(output(Command::new("id").args([flag, SERVER_USER]))?.trim().parse()?) };
        let (user, group) = (id("-u")?, id("-g")?);
        chown(folder, Some(user), Some(group))?;
        chown(&password_file, Some(user), Some(group))?;
    }
    let data = folder.join("data");
    output(
        as_server_user(programs.join("initdb"))
            .args(["--encoding", "UTF8", "--locale", "C", "--auth", "password", "--no-sync"])
            .args(["--username", SERVER_USER])
            .arg("--pwfile")
            .arg(&password_file)
            .arg("--pgdata")
            .arg(&data),
    )?;
    // Appended by `fs` as a whole: the last word on a setting wins.
    let file = data.join("postgresql.conf");
    fs::write(&file, fs::read_to_string(&file)? + SETTINGS)?;
    Ok(())
}

/// Starts the server on a free port and returns the port once connections are accepted.
fn serve(programs: &Path, folder: &Path) -> Result<u16> {
    let log = folder.join("log");
    let mut last = None;
    for _ in 0..ATTEMPTS {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let started = output(
            as_server_user(programs.join("pg_ctl"))
                .args(["--wait", "--timeout", "60", "--options"])
                .arg(format!("-p {port}"))
                .arg("--log")
                .arg(&log)
                .arg("--pgdata")
                .arg(folder.join("data"))
                .arg("start"),
        );
        match started {
            Ok(_) => return Ok(port),
            Err(why) => last = Some(why),
        }
    }
    let log = fs::read_to_string(&log).unwrap_or_default();
    let why = last.map(|why| why.to_string()).unwrap_or_default();
    Err(format!("the test PostgreSQL does not start: {why}\n{log}").into())
}

/// A command that runs as us, or as the server's user when we are root. Its folder is one that user may stand in.
fn as_server_user(program: PathBuf) -> Command {
    let mut command = if is_root() {
        let mut runuser = Command::new("runuser");
        runuser.args(["-u", SERVER_USER, "--"]).arg(program);
        runuser
    } else {
        Command::new(program)
    };
    command.current_dir("/");
    command
}

/// 128 random bits. The kernel's clock-and-randomness rule is about the portal; this names a folder and a password.
fn random_hex() -> Result<String> {
    let mut bytes = [0_u8; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}
