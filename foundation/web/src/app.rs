//! The house as the front door knows it: put together once at start, shared by all requests.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use aws_lc_rs::hmac;
use axum::http::Extensions;
use jiff::tz::TimeZone;
use madrone_authz::{Rules, Trail};
use madrone_db::{Db, Tx};
use madrone_i18n::{Catalog, Locale, Words};
use madrone_kernel::{Clock, Random};
use madrone_ports::PdfRenderer;

use crate::metrics::Metrics;
use crate::notices::{Event, Topic};
use crate::places::Places;
use crate::room::{Card, NavEntry, Room};
use crate::routes::Route;
use crate::session::Sessions;
use crate::shell::AssetUrls;
use crate::{Failure, secret};

/// What the clinic says of itself.
#[derive(Clone, Debug)]
pub struct Site {
    /// The clinic's name.
    pub clinic: String,
    /// Its telephone, as people write it; empty if it has none to show.
    pub phone: String,
    /// Its time zone.
    pub zone: TimeZone,
    /// The language of those who state none.
    pub locale: Locale,
    /// How people reach the portal: `https://portal.example.org`, without a slash at the end.
    pub public_url: String,
    /// The clinic's theme: a style sheet that sets a few properties.
    pub theme_css: String,
}

impl Site {
    /// Whether people come over TLS, so that cookies insist on it.
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// A built file, as the assets crate made it.
#[derive(Clone, Copy, Debug)]
pub struct AssetFile {
    /// Its plain name: `app.css`.
    pub name: &'static str,
    /// Its address, with a hash of its content in it.
    pub path: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// What is in it.
    pub bytes: &'static [u8],
    /// The same, compressed by Brotli, where that is smaller.
    pub brotli: Option<&'static [u8]>,
}

/// What the binary puts the house together from.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// The source of randomness.
    pub random: Random,
    /// What the clinic says of itself.
    pub site: Site,
    /// The rooms.
    pub rooms: Vec<Room>,
    /// The rooms' own settings, one value a type.
    pub settings: Extensions,
    /// Who finds sessions.
    pub sessions: Arc<dyn Sessions>,
    /// The built files.
    pub assets: Vec<AssetFile>,
    /// Who makes PDF.
    pub pdf: Arc<dyn PdfRenderer>,
    /// By what families see each other's charts.
    pub rules: Rules,
    /// Addresses whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
}

/// The house.
pub struct App {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// The source of randomness.
    pub random: Random,
    /// What the clinic says of itself.
    pub site: Site,
    /// Who makes PDF.
    pub pdf: Arc<dyn PdfRenderer>,
    /// By what families see each other's charts.
    pub rules: Rules,
    pub(crate) trail: Trail,
    pub(crate) routes: Vec<Route>,
    pub(crate) nav: Vec<NavEntry>,
    pub(crate) cards: Vec<Card>,
    pub(crate) topics: Vec<&'static Topic>,
    pub(crate) events: Vec<&'static Event>,
    pub(crate) settings: Extensions,
    pub(crate) sessions: Arc<dyn Sessions>,
    pub(crate) assets: HashMap<&'static str, AssetFile>,
    pub(crate) asset_urls: AssetUrls,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) key: hmac::Key,
    pub(crate) metrics: Metrics,
    pub(crate) trusted_proxies: Vec<IpAddr>,
    pub(crate) workers: Places,
    pub(crate) callers: Places,
}

impl App {
    /// Puts the house together.
    ///
    /// # Errors
    /// A sentence for the person who runs the portal, or for the developer whose words do not fit together.
    pub fn new(parts: Parts) -> Result<Arc<Self>, Failure> {
        let Parts {
            db,
            clock,
            random,
            site,
            rooms,
            settings,
            sessions,
            assets,
            pdf,
            rules,
            trusted_proxies,
        } = parts;
        let catalog = catalog(&rooms)?;
        let (mut routes, mut nav, mut cards) = (Vec::new(), Vec::new(), Vec::new());
        let (mut topics, mut events) = (Vec::new(), Vec::new());
        for room in rooms {
            routes.extend(room.routes.into_iter().flat_map(crate::Routes::into_routes));
            nav.extend(room.nav);
            cards.extend(room.cards);
            topics.extend(room.topics);
            events.extend(room.events);
        }
        nav.sort_by_key(|entry: &NavEntry| entry.order);
        cards.sort_by_key(|card: &Card| card.order);
        topics.sort_by_key(|topic: &&Topic| topic.order);
        let theme = theme_path(&site.theme_css);
        let path_of = |name: &str| assets.iter().find(|asset| asset.name == name).map(|asset| asset.path);
        // A processor is left to the pages. Passwords take 46 MiB each: two at a time keep a small machine whole. One
        // processor does some 16 a second: who would wait for much more than 15 s is asked to come back.
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let computing = processors.saturating_sub(1).clamp(1, 2);
        Ok(Arc::new(Self {
            trail: Trail::start(db.clone()),
            key: secret::load(&db, &random)?,
            asset_urls: AssetUrls::new(path_of, &theme),
            assets: assets.iter().map(|asset| (asset.path, *asset)).collect(),
            catalog: Arc::new(catalog),
            metrics: Metrics::default(),
            workers: Places::new(computing, 256),
            // They wait for others, and must not keep those from working who check passwords.
            callers: Places::new(16, 64),
            db,
            clock,
            random,
            site,
            pdf,
            rules,
            routes,
            nav,
            cards,
            topics,
            events,
            settings,
            sessions,
            trusted_proxies,
        }))
    }

    /// The table of addresses, for the route walk.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// What people choose how to be told of, in the order of the settings.
    pub fn topics(&self) -> &[&'static Topic] {
        &self.topics
    }

    /// What they are told of through `notify`.
    pub fn events(&self) -> &[&'static Event] {
        &self.events
    }

    /// Every room's words.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// A room's own settings; their defaults where the site has none.
    pub fn setting<T: Clone + Default + Send + Sync + 'static>(&self) -> T {
        self.settings.get().cloned().unwrap_or_default()
    }

    /// Forgets what `account` typed on pages under `base` and could not send.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forget_drafts(&self, tx: &Tx, account: &str, base: &str) -> madrone_db::Result<()> {
        self.sessions.end_drafts_under(tx, account, base)
    }

    /// A keyed hash for what is stored only to be recognised: `purpose` keeps the uses apart.
    pub fn keyed_hash(&self, purpose: &str, text: &str) -> String {
        use base64::Engine as _;
        let tag = hmac::sign(&self.key, format!("{purpose}:{text}").as_bytes());
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(tag)
    }

    /// Words in one language.
    pub fn words(&self, locale: Locale) -> Words {
        Words::new(Arc::clone(&self.catalog), locale, self.site.zone.clone())
    }
}

/// The words of these rooms and of the frame around their pages.
///
/// # Errors
/// A sentence for the developer whose words do not fit together.
pub fn catalog(rooms: &[Room]) -> Result<Catalog, Failure> {
    let shared = Catalog::builder()
        .add(Locale::En, "web", include_str!("../locales/en.ftl"))
        .add(Locale::Es, "web", include_str!("../locales/es.ftl"));
    let words = rooms.iter().flat_map(|room| &room.words);
    let all = words.fold(shared, |all, (locale, name, text)| all.add(*locale, name, text));
    all.build().map_err(|problems| {
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failure::Internal(format!("the words do not fit together: {}", said.join("; ")))
    })
}

/// The theme's address changes with its content, so that browsers may keep it.
fn theme_path(css: &str) -> String {
    use std::fmt::Write as _;
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, css.as_bytes());
    hash.as_ref()[..4]
        .iter()
        .fold("/theme.css?v=".to_owned(), |mut path, byte| {
            let _ = write!(path, "{byte:02x}");
            path
        })
}
