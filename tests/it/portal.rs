//! A portal of one test's own: the production house on a fresh database, with a frozen clock and a real mail server.

use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use jiff::civil::date;
use jiff::tz::TimeZone;
use madrone::house::{self, House, Senders};
use madrone_accounts::{account, password};
use madrone_authz::relation::{Kind, Relation};
use madrone_authz::{Action, Actor, Area, ChartAccess, Role, Rules, audit};
use madrone_chart::{Refused, Writer};
use madrone_config::Config;
use madrone_db::{Access, Db, Tx};
use madrone_fhir::{ResourceType, Unknown};
use madrone_harness::engines::TestDb;
use madrone_harness::smtp::{Manner, Received, SmtpServer};
use madrone_harness::twilio::{self, TwilioServer};
use madrone_kernel::{Clock, Instant, Random, new_id};
use madrone_notify::{Notice, tell};
use madrone_smtp::SmtpMailer;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::browser::{Answer, Browser};

/// The password of every account that a test makes.
pub(crate) const PASSWORD: &str = "quiet-river-lantern-42";

/// A password that the estimator takes for a good one, and that was found in breaches.
pub(crate) const BREACHED: &str = "flyeagle75";

/// What is said of it.
pub(crate) const IS_BREACHED: &str = "found in a list of stolen passwords";

/// Seals what tests keep.
pub(crate) const SEALING_KEY: &str = "tests:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Thursday, November 26, 2026, 9:00 in Oregon.
pub(crate) fn nine_o_clock() -> Instant {
    let zone = TimeZone::get("America/Los_Angeles").expect("a zone that is built in");
    date(2026, 11, 26)
        .at(9, 0, 0, 0)
        .to_zoned(zone)
        .expect("a time that exists")
        .timestamp()
        .into()
}

/// A running house.
pub(crate) struct Portal {
    pub(crate) house: House,
    pub(crate) clock: Clock,
    pub(crate) mail: SmtpServer,
    pub(crate) texts: TwilioServer,
    pub(crate) random: Random,
    pub(crate) runtime: tokio::runtime::Runtime,
    // Last, so that the database goes after those who use it.
    test: TestDb,
}

impl Portal {
    pub(crate) fn new(test: TestDb) -> Self {
        Self::with(test, &[])
    }

    /// With settings as the environment would give them.
    pub(crate) fn with(test: TestDb, settings: &[(&str, &str)]) -> Self {
        let settings = settings
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let texts = TwilioServer::start();
        let site = [
            ("MADRONE_SITE__PHONE", "541-555-0100"),
            ("MADRONE_SECURITY__SEALING_KEYS", SEALING_KEY),
            ("MADRONE_TEXT_MESSAGES__ACCOUNT", twilio::ACCOUNT),
            ("MADRONE_TEXT_MESSAGES__TOKEN", twilio::TOKEN),
            ("MADRONE_TEXT_MESSAGES__FROM", twilio::FROM),
            ("MADRONE_TEXT_MESSAGES__API", &texts.url()),
            // The people of the tests have no phones, but where it is about them.
            ("MADRONE_SECURITY__STAFF_MAILED_CODES", "true"),
        ];
        let site = site.map(|(name, value): (&str, &str)| (name.to_owned(), value.to_owned()));
        let config = Config::load(None, site.into_iter().chain(settings)).expect("settings that can be read");
        let (clock, random) = (Clock::frozen(nine_o_clock()), Random::seeded(7));
        let mail = SmtpServer::start(Manner::Willing);
        let from = "Riverbend Clinic <no-reply@example.com>";
        let wait = std::time::Duration::from_secs(10);
        let mailer =
            SmtpMailer::new(&mail.url(), from, wait, clock.clone(), random.clone()).expect("a mail server's address");
        let parts = (clock.clone(), random.clone());
        let senders = Senders {
            mailer: Arc::new(mailer),
            sms: house::sms(&config).expect("a sender of text messages"),
        };
        let house = house::build(&config, test.db().clone(), parts, senders, |_, _| {}).expect("a house that stands");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        Self {
            house,
            clock,
            mail,
            texts,
            random,
            runtime,
            test,
        }
    }

    pub(crate) fn db(&self) -> &Db {
        self.test.db()
    }

    /// Somebody with a browser, not signed in.
    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser::new(self)
    }

    /// Writes resources as they are, ids and all.
    pub(crate) fn put(&self, resources: Vec<Value>) {
        self.write(move |tx, access, writer| {
            for resource in &resources {
                madrone_chart::update(tx, access, resource.clone(), None, writer)?;
            }
            Ok(())
        });
    }

    /// Deletes a resource.
    pub(crate) fn delete(&self, kind: ResourceType, id: &'static str) {
        self.write(move |tx, access, writer| madrone_chart::delete(tx, access, kind, id, writer).map(drop));
    }

    fn write(&self, change: impl Fn(&Tx, &ChartAccess, &Writer) -> Result<(), Refused> + Send + 'static) {
        let (now, random) = (self.clock.now(), self.random.clone());
        let written: Result<(), Refused> = self.db().wait(Access::Write, move |tx| {
            let actor = Actor::System { part: "test" };
            let (opened, entry) = madrone_authz::open_all(&actor, Action::write(Area::Other), ("", "", now));
            audit::write(tx, &[entry])?;
            let access = opened.map_err(|_| Refused::NotAllowed)?;
            let writer = Writer {
                now,
                random: &random,
                unknown: Unknown::Refuse,
            };
            change(tx, &access, &writer)
        });
        written.expect("a change that can be made");
    }

    /// Writes the Patient `id` and gives her an account of the same name.
    pub(crate) fn patient(&self, id: &str) {
        self.put(vec![patient(id)]);
        self.account(id, None, Some(id));
    }

    /// Writes the Patient `id` with this birth date, who has no account.
    pub(crate) fn minor(&self, id: &str, born: &str) {
        let mut minor = patient(id);
        minor["birthDate"] = json!(born);
        self.put(vec![minor]);
    }

    /// Lets `account`, by its username, open the chart of `patient`: by `kind`, changed by `change`. The relationship's id.
    pub(crate) fn relate(&self, account: &str, patient: &str, kind: Kind, change: fn(&mut Relation)) -> String {
        let (account, patient, now) = (account.to_owned(), patient.to_owned(), self.clock.now());
        let (id, random) = (new_id(now, &self.random), self.random.clone());
        let said = id.clone();
        let related: Result<(), Refused> = self.db().wait(Access::Write, move |tx| {
            let actor = Actor::System { part: "test" };
            let action = Action::write(Area::Sharing);
            let (opened, entry) = madrone_authz::open(tx, &Rules::default(), &actor, &patient, action, ("", "", now))?;
            audit::write(tx, &[entry])?;
            let account = account::by_username(tx, &account)?.expect("an account");
            let holder = (account.id.as_str(), account.name.as_str());
            let mut relation = Relation::new(id.clone(), &patient, holder, kind, now);
            change(&mut relation);
            let writer = Writer {
                now,
                random: &random,
                unknown: Unknown::Refuse,
            };
            let access = opened.map_err(|_| Refused::NotAllowed)?;
            madrone_family::give(tx, &access, &writer, (relation, "parent")).map(drop)
        });
        related.expect("a relationship");
        said
    }

    /// Gives somebody at the clinic an account named after the role.
    pub(crate) fn staff(&self, role: Role) {
        self.account(role.name(), Some(role), None);
    }

    /// Makes an account with [`PASSWORD`].
    pub(crate) fn account(&self, username: &str, role: Option<Role>, chart: Option<&str>) {
        let id = new_id(self.clock.now(), &self.random);
        self.account_with_id(&id, username, role, chart);
    }

    /// The same, under an id that a test can name.
    pub(crate) fn account_with_id(&self, id: &str, username: &str, role: Option<Role>, chart: Option<&str>) {
        static HASH: OnceLock<String> = OnceLock::new();
        let hash = HASH.get_or_init(|| password::hash(PASSWORD, &Random::seeded(1)));
        let account = account::Account {
            id: id.to_owned(),
            username: username.to_owned(),
            role,
            name: format!("{}{} Alvarez", username[..1].to_uppercase(), &username[1..]),
            email: format!("{username}@example.com"),
            locale: None,
            chart: chart.map(str::to_owned),
            password: hash.clone(),
        };
        let now = self.clock.now();
        self.db()
            .wait(Access::Write, move |tx| account::create(tx, &account, now))
            .expect("a new account");
    }

    /// Answers these requests, all at once.
    pub(crate) fn answer_all(&self, requests: Vec<Request<Body>>) -> Vec<Answer> {
        let answers = requests.into_iter().map(|request| {
            let router = madrone_web::router(Arc::clone(&self.house.app));
            self.runtime.spawn(async {
                let response = router.oneshot(request).await.expect("the house answers");
                let (parts, body) = response.into_parts();
                let body = body.collect().await.expect("a whole answer").to_bytes().to_vec();
                Answer {
                    status: parts.status,
                    headers: parts.headers,
                    body,
                }
            })
        });
        let answers: Vec<_> = answers.collect();
        let wait = answers.into_iter().map(|answer| self.runtime.block_on(answer));
        wait.map(|answer| answer.expect("no answer panics")).collect()
    }

    /// Waits until every job before now is done, and says what mails they sent: each of the two threads works its jobs off one
    /// by one, and what was asked of it last comes last.
    pub(crate) fn settle(&self) -> Vec<Received> {
        let id = new_id(self.clock.now(), &self.random);
        let last = format!("last-{}", &id[id.len() - 8..]);
        self.account_with_id(&id, &last, None, None);
        let mut browser = self.browser();
        browser.get("/recover/password");
        browser.post("/recover/password", &[("who", &last)]);
        let app = Arc::clone(&self.house.app);
        let told = self.db().wait(Access::Write, move |tx| {
            let notice = Notice {
                account: &id,
                event: app.events()[0],
                occasion: "last",
                path: "/results",
            };
            tell(&app, tx, notice, app.clock.now())
        });
        told.expect("a notice that is asked for");
        let (mut mails, mut left) = (Vec::new(), 2);
        while left > 0 {
            let mail = self.mail.next();
            if mail.to == [format!("{last}@example.com")] {
                left -= 1;
            } else {
                mails.push(mail);
            }
        }
        mails
    }

    /// The six digits of the next mail that has any: notices of a new device come between.
    pub(crate) fn next_code(&self) -> String {
        std::iter::repeat_with(|| self.mail.next())
            .find_map(|mail| code_in(&mail.text()))
            .expect("mails come until one has a code")
    }
}

/// The code of the next text message.
pub(crate) fn texted_code(portal: &Portal) -> String {
    digits(&portal.texts.next().body)
}

/// The first six digits that stand together.
pub(crate) fn digits(text: &str) -> String {
    code_in(text).expect("a mail with a code")
}

fn code_in(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .find(|part| part.len() == 6)
        .map(str::to_owned)
}

/// One column of texts.
pub(crate) fn texts(portal: &Portal, sql: &'static str) -> Vec<String> {
    portal
        .db()
        .wait(Access::Read, move |tx| tx.query(sql, &[], |row| row.get(0)))
        .map_err(|error: madrone_db::Error| error)
        .expect("a query")
}

/// A Patient with little more than a name.
pub(crate) fn patient(id: &str) -> Value {
    json!({
        "resourceType": "Patient",
        "id": id,
        "identifier": [{ "system": "http://riverbend.example.com/mrn", "value": format!("RB-{id}") }],
        "name": [{ "use": "official", "family": "Alvarez", "given": [format!("{}{}", id[..1].to_uppercase(), &id[1..])] }],
        "telecom": [{ "system": "email", "value": format!("{id}@example.com") }],
        "gender": "female",
        "birthDate": "1979-04-12"
    })
}
