//! `madrone serve`, and the commands that only look at its settings.

use std::io::Write as _;
use std::net::TcpListener;
use std::sync::Arc;

use clap::Args;
use madrone_config::Config;
use madrone_i18n::Locale;
use madrone_kernel::{Clock, Random};
use madrone_ports::{Mail, Mailer, SendError};
use madrone_smtp::SmtpMailer;
use madrone_web::App;

use crate::house::{self, Senders, sentence};
use crate::{Given, Said, log};

/// Serves the portal until it is told to stop (SIGTERM, SIGINT).
#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    given: Given,
}

impl Serve {
    pub(crate) fn run(self) -> Said {
        let mut config = self.given.load()?;
        log::start(&config.log);
        let db = house::open(&config)?;
        let listener = listen(&mut config)?;
        let (clock, random) = (Clock::system(), Random::system());
        let mailer = mailer(&config, &clock, &random)?;
        let sms = house::sms(&config)?;
        let house = house::build(&config, db, (clock, random), Senders { mailer, sms }, |_, _| {})?;
        let served = serve(Arc::clone(&house.app), listener, || {});
        drop(house);
        served
    }
}

/// Brings the database up to date.
pub(crate) fn migrate(given: &Given) -> Said {
    house::open(&given.load()?)?;
    println!("the database is up to date");
    Ok(())
}

/// Says what is wrong with the settings.
pub(crate) fn check(given: &Given) -> Said {
    let config = given.load()?;
    mailer(&config, &Clock::system(), &Random::system())?;
    crate::theme::css(&config.site)?;
    house::keys(&config)?;
    house::sms(&config)?;
    house::staff_sign_in(&config, &Clock::system())?;
    check_languages(&config)?;
    println!("the settings are good");
    Ok(())
}

/// Says what further languages lack. They work without it: what they lack is said in English.
fn check_languages(config: &Config) -> Said {
    house::add_languages(config)?;
    let catalog = madrone_web::catalog(&house::rooms()).map_err(sentence)?;
    for locale in Locale::added() {
        for problem in catalog.lacks(locale) {
            println!("{}: {problem}", locale.tag());
        }
    }
    Ok(())
}

/// What sends mail, as the settings say.
fn mailer(config: &Config, clock: &Clock, random: &Random) -> Result<Arc<dyn Mailer>, String> {
    let Some(url) = &config.mail.url else {
        tracing::warn!("no mail server is set: nobody can sign in by e-mailed code");
        return Ok(Arc::new(NoMail));
    };
    let timeout = config.mail.timeout_seconds.duration();
    let mailer = SmtpMailer::new(url.reveal(), &config.mail.from, timeout, clock.clone(), random.clone());
    Ok(Arc::new(mailer.map_err(sentence)?))
}

/// Keeps mail back until somebody sets a server.
struct NoMail;

impl Mailer for NoMail {
    fn send(&self, _: &Mail) -> Result<(), SendError> {
        Err(SendError::Retry("no mail server is set (mail.url)".into()))
    }
}

/// Takes the address that the settings name, and puts the one that it became in its place: asked for port 0, the system
/// chooses one, and links in mails must lead there.
pub(crate) fn listen(config: &mut Config) -> Result<TcpListener, String> {
    let at = config.server.listen;
    let listener = TcpListener::bind(at).map_err(|error| {
        format!("cannot listen at {at}: {error}. Choose another address with --listen or server.listen.")
    })?;
    config.server.listen = listener.local_addr().map_err(sentence)?;
    listener.set_nonblocking(true).map_err(sentence)?;
    Ok(listener)
}

/// Serves at `listener` until the process is told to stop; `ready` runs when requests are accepted.
pub(crate) fn serve(app: Arc<App>, listener: TcpListener, ready: impl FnOnce()) -> Said {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| format!("no threads could be started: {error}"))?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(sentence)?;
        let bound = listener.local_addr().map_err(sentence)?;
        ready();
        println!("madrone is ready at http://{bound}");
        // A pipe that nobody reads any more is no reason to stop.
        let _ = std::io::stdout().flush();
        madrone_web::serve(app, listener, told_to_stop())
            .await
            .map_err(sentence)
    });
    runtime.shutdown_timeout(std::time::Duration::from_secs(10));
    served
}

async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals cannot be heard: stop the process by force");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
