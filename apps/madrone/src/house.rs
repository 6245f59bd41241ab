//! Puts the house together: rooms, adapters, settings.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use madrone_accounts::password::Breached;
use madrone_authz::family::{Cell, Standing};
use madrone_authz::tier::Ages;
use madrone_authz::{Area, Role, Rules};
use madrone_breached::{BuiltIn, SortedFile};
use madrone_chart::relabel;
use madrone_config::Config;
use madrone_db::{Access, Db, Options, Url};
use madrone_family::MinorConsent;
use madrone_identity::session::Finder;
use madrone_identity::{Limits, Sealing, StaffSignIn};
use madrone_jobs::{Handlers, Runner};
use madrone_kernel::{Clock, Random};
use madrone_notify::{PushSender, Pushing, Texting, push};
use madrone_oidc::OidcProvider;
use madrone_pdf::TypstRenderer;
use madrone_ports::{BreachedPasswords, Mailer, SmsProvider};
use madrone_record::RecentResults;
use madrone_seal::KeyRing;
use madrone_sensitivity::Label;
use madrone_twilio::TwilioSms;
use madrone_web::{App, AssetFile, Parts, Room, Settings, Site};
use madrone_webpush::WebPush;

use crate::theme;

/// The file of keys where the settings name none.
const KEY_FILE: &str = "madrone.keys";

/// The house and the threads that work in it.
pub struct House {
    /// The house as the front door knows it.
    pub app: Arc<App>,
    _runner: Runner,
    _labeller: Labeller,
}

/// Goes over the records once where the rules on sensitive codes are others than last time, a few at a time.
struct Labeller {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Labeller {
    fn start(db: Db) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let work = move || {
            while !stopped.load(Ordering::Relaxed) {
                match db.wait(Access::Write, relabel) {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(error) => {
                        tracing::error!(%error, "records could not be labelled by the new rules; start again to go on");
                        return;
                    }
                }
            }
        };
        let thread = std::thread::Builder::new().name("labels".into()).spawn(work);
        Self {
            stop,
            thread: Some(thread.expect("a thread can be started")),
        }
    }
}

impl Drop for Labeller {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// By whom mail and text messages leave.
pub struct Senders {
    /// Mail.
    pub mailer: Arc<dyn Mailer>,
    /// Text messages; `None` where the site sends none.
    pub sms: Option<Arc<dyn SmsProvider>>,
}

/// Who sends text messages, as the settings say.
///
/// # Errors
/// A sentence for the person who runs the portal.
pub fn sms(config: &Config) -> Result<Option<Arc<dyn SmsProvider>>, String> {
    let given = &config.text_messages;
    let (Some(account), Some(token)) = (&given.account, &given.token) else {
        return Ok(None);
    };
    let settings = madrone_twilio::Settings {
        api: given.api.to_string(),
        account: account.clone(),
        token: token.reveal().to_owned(),
        from: given.from.clone(),
        call_from: given.call_from.clone(),
        news: format!("{}{}", config.public_url().trim_end_matches('/'), madrone_texting::NEWS),
        timeout: given.timeout_seconds.duration(),
    };
    let sender = TwilioSms::new(settings).map_err(|why| format!("text_messages: {why}"))?;
    Ok(Some(Arc::new(sender)))
}

/// Who sends notices to browsers, as the settings say.
fn pushing(
    config: &Config,
    db: &Db,
    ring: &Arc<KeyRing>,
    (clock, random): (&Clock, &Random),
) -> Result<Pushing, String> {
    let given = &config.browser_notices;
    let Some(contact) = given.contact.clone() else {
        return Ok(Pushing::default());
    };
    let new = madrone_webpush::new_key().map_err(sentence)?;
    let (keys, own) = (Arc::clone(ring), random.clone());
    let key = db.wait(Access::Write, move |tx| push::key(tx, &keys, &own, &new));
    let settings = madrone_webpush::Settings {
        key: key.map_err(|why| format!("browser_notices: {why}"))?,
        contact,
        inside: given.inside,
        timeout: given.timeout_seconds.duration(),
    };
    let pusher = WebPush::new(settings, clock.clone(), random.clone());
    Ok(Pushing(Some(Arc::new(PushSender {
        pusher: Arc::new(pusher.map_err(|why| format!("browser_notices: {why}"))?),
        ring: Arc::clone(ring),
    }))))
}

/// The passwords that nobody may choose: those of the file that the settings name, else those that are built in.
fn breached(config: &Config) -> Result<Arc<dyn BreachedPasswords>, String> {
    let Some(path) = &config.security.breached_passwords else {
        return Ok(Arc::new(BuiltIn(madrone_assets::BREACHED)));
    };
    let list = SortedFile::open(path);
    let list = list.map_err(|why| format!("security.breached_passwords: {}: {why}", path.display()))?;
    Ok(Arc::new(list))
}

/// Opens the database that the settings name.
///
/// # Errors
/// A sentence for the person who runs the portal.
pub fn open(config: &Config) -> Result<Db, String> {
    let url: Url = config.database.url.reveal().parse().map_err(sentence)?;
    let options = Options {
        threads: config.database.threads.get().into(),
        queue: config.database.queue.get().into(),
        read_limit: config.database.read_limit_seconds.duration(),
        write_limit: config.database.write_limit_seconds.duration(),
    };
    madrone_sensitivity::use_rules(sensitivity(config)?);
    let db = Db::open(&url, &options).map_err(sentence)?;
    // Where there is nothing yet, everything has its labels by these rules from here on.
    db.wait(Access::Write, relabel).map_err(sentence)?;
    Ok(db)
}

/// The rules by which codes are sensitive.
fn sensitivity(config: &Config) -> Result<madrone_sensitivity::Rules, String> {
    let Some(path) = &config.family.sensitivity_rules else {
        return madrone_sensitivity::Rules::read("").map_err(|_| "the built-in rules are broken".into());
    };
    let wrong = |what: String| format!("family.sensitivity_rules: {}{what}", path.display());
    let text = std::fs::read_to_string(path).map_err(|why| wrong(format!(" cannot be read: {why}")))?;
    madrone_sensitivity::Rules::read(&text).map_err(|found| wrong(format!(", line {}: it {}", found.line, found.what)))
}

/// Puts the house together. `more` is what only some commands have.
///
/// # Errors
/// A sentence for the person who runs the portal.
pub fn build(
    config: &Config,
    db: Db,
    (clock, random): (Clock, Random),
    senders: Senders,
    more: impl FnOnce(&mut Vec<Room>, &mut Settings),
) -> Result<House, String> {
    let limits = Limits {
        texts: senders.sms.is_some(),
        calls: senders.sms.as_ref().is_some_and(|sender| sender.calls()),
        ..limits(config)
    };
    add_languages(config)?;
    let mut rooms = rooms();
    let mut settings = Settings::new();
    settings.insert(limits);
    settings.insert(RecentResults::default());
    let ring = Arc::new(keys(config)?);
    settings.insert(pushing(config, &db, &ring, (&clock, &random))?);
    settings.insert(Sealing(Some(ring)));
    settings.insert(staff_sign_in(config, &clock)?);
    let minors = MinorConsent::read(&config.family.minor_consent);
    settings.insert(minors.map_err(|why| format!("family.minor_consent: {why}"))?);
    settings.insert(Texting(senders.sms));
    settings.insert(Breached(Some(breached(config)?)));
    more(&mut rooms, &mut settings);
    let app = App::new(Parts {
        db: db.clone(),
        clock: clock.clone(),
        random,
        site: Site {
            clinic: config.site.name.clone(),
            phone: config.site.phone.clone(),
            zone: config.site.time_zone.clone(),
            locale: config.site.language,
            public_url: config.public_url().trim_end_matches('/').to_owned(),
            theme_css: theme::css(&config.site)?,
        },
        rooms,
        settings,
        sessions: Arc::new(Finder::new(limits)),
        assets: assets(),
        pdf: Arc::new(TypstRenderer::new()),
        rules: rules(config)?,
        trusted_proxies: config.server.trusted_proxies.clone(),
    })
    .map_err(sentence)?;
    let runner = Runner::start(db.clone(), clock, jobs(&app, &senders.mailer));
    Ok(House {
        app,
        _runner: runner,
        _labeller: Labeller::start(db),
    })
}

/// By what families see each other's charts, as the settings say.
fn rules(config: &Config) -> Result<Rules, String> {
    let given = &config.family;
    let age = |age: std::num::NonZeroU16| i16::try_from(age.get()).unwrap_or(i16::MAX);
    let ages = Ages {
        teen: age(given.teen_age),
        adult: age(given.adult_age),
    };
    if ages.teen > ages.adult {
        return Err("family.teen_age is above family.adult_age: teenagers come before adults".into());
    }
    let mut rules = Rules::new(config.site.time_zone.clone(), ages);
    let columns = [
        (
            Standing::ParentOfChild,
            "parents_of_children",
            &given.parents_of_children,
        ),
        (Standing::ParentOfTeen, "parents_of_teens", &given.parents_of_teens),
    ];
    for (standing, name, cells) in columns {
        for said in cells.split_whitespace() {
            let label = said
                .split_once('=')
                .and_then(|(label, cell)| Some((Label::parse(label)?, cell)));
            if let Some((label, cell @ ("none" | "view"))) = label {
                let cell = if cell == "view" { Cell::View } else { Cell::None };
                rules.set_label(standing, label, cell);
                continue;
            }
            let read = said.split_once('=');
            let read = read.and_then(|(area, cell)| Some((Area::parse(area)?, Cell::parse(cell)?)));
            let (area, cell) = read.ok_or_else(|| {
                let areas: Vec<&str> = Area::ALL.into_iter().map(Area::name).collect();
                format!(
                    "family.{name}: \"{said}\" is no area with what may be done; write `area=none`, `=own`, `=view` or `=write` \
                     with one of: {}",
                    areas.join(", ")
                )
            })?;
            rules.set(standing, area, cell);
        }
    }
    Ok(rules)
}

/// The rooms that every house has.
pub(crate) fn rooms() -> Vec<Room> {
    vec![
        madrone_home::room(),
        madrone_identity::room(),
        madrone_record::room(),
        madrone_profile::room(),
        madrone_accesslog::room(),
        madrone_family::room(),
        madrone_texting::room(),
        madrone_notifications::room(),
    ]
}

/// Reads the files of further languages, where the settings name a folder of them.
pub(crate) fn add_languages(config: &Config) -> Result<(), String> {
    let Some(folder) = &config.site.languages else {
        return Ok(());
    };
    madrone_i18n::added::add_from(folder).map_err(|why| format!("site.languages: {why}"))
}

/// What the rooms do behind the pages.
pub fn jobs(app: &Arc<App>, mailer: &Arc<dyn Mailer>) -> Handlers {
    madrone_notify::jobs(app, mailer)
        .and(madrone_identity::jobs(app, mailer))
        .and(madrone_record::jobs(app))
        .and(madrone_profile::jobs(app, mailer))
        .and(madrone_family::jobs(app, mailer))
}

/// The keys that the settings name, or those in the file beside the database.
///
/// # Errors
/// A sentence for the person who runs the portal.
pub fn keys(config: &Config) -> Result<KeyRing, String> {
    if let Some(keys) = &config.security.sealing_keys {
        return KeyRing::given(keys.reveal()).map_err(sentence);
    }
    KeyRing::in_file(&key_file(config)?).map_err(sentence)
}

/// Where the keys are when the settings do not hold them.
pub(crate) fn key_file(config: &Config) -> Result<PathBuf, String> {
    if let Some(file) = &config.security.sealing_key_file {
        return Ok(file.clone());
    }
    Ok(match config.database.url.reveal().parse().map_err(sentence)? {
        Url::Sqlite(file) => file.with_file_name(KEY_FILE),
        Url::Postgres(_) => KEY_FILE.into(),
    })
}

fn limits(config: &Config) -> Limits {
    let security = &config.security;
    Limits {
        idle: security.idle_minutes.duration(),
        absolute: security.absolute_hours.duration(),
        code_lives: security.code_minutes.duration(),
        code_tries: security.code_tries.get().into(),
        sign_ins_per_account: security.sign_ins_per_account.get().into(),
        sign_ins_per_address: security.sign_ins_per_address.get().into(),
        codes_per_account: security.codes_per_account.get().into(),
        confirmed: security.confirm_minutes.duration(),
        staff_mailed_codes: security.staff_mailed_codes,
        requests_per_address: security.sign_up_requests_per_address.get().into(),
        requests_kept: security.sign_up_request_days.duration(),
        trusted_devices: security.trusted_devices,
        texts: false,
        calls: false,
    }
}

/// The organisation's own sign-in, as the settings say.
pub(crate) fn staff_sign_in(config: &Config, clock: &Clock) -> Result<StaffSignIn, String> {
    let given = &config.staff_sign_in;
    let Some(issuer) = given.issuer.clone() else {
        return Ok(StaffSignIn::default());
    };
    let settings = madrone_oidc::Settings {
        issuer,
        client_id: given.client_id.clone(),
        client_secret: given.client_secret.as_ref().map(|secret| secret.reveal().to_owned()),
        scopes: given.scopes.clone(),
        role_claim: given.role_claim.clone(),
        timeout: given.timeout_seconds.duration(),
    };
    let provider = OidcProvider::new(settings, clock.clone()).map_err(|why| format!("staff_sign_in.issuer: {why}"))?;
    let role = |(value, name): (String, &str)| Role::parse(name).map(|role| (value, role));
    Ok(StaffSignIn {
        provider: Some(Arc::new(provider)),
        organisation: match given.organisation.as_str() {
            "" => config.site.name.clone(),
            named => named.to_owned(),
        },
        roles: given.roles().into_iter().filter_map(role).collect(),
    })
}

fn assets() -> Vec<AssetFile> {
    let file = |asset: &madrone_assets::Asset| AssetFile {
        name: asset.name,
        path: asset.path,
        content_type: asset.content_type,
        bytes: asset.bytes,
        brotli: asset.brotli,
    };
    madrone_assets::all().iter().map(file).collect()
}

/// An error as the person at the command line reads it.
pub(crate) fn sentence(error: impl std::fmt::Display) -> String {
    error.to_string()
}
