//! What a handler is given: the transaction, who asks, the time, the words, and the door to charts.

use std::cell::RefCell;
use std::net::IpAddr;
use std::sync::Arc;

use askama::Template;
use axum::http::Extensions;
use madrone_authz::{Acting, Action, Actor, ChartAccess, Entry, Receipt, Role, audit};
use madrone_db::{Access, Tx};
use madrone_i18n::{Locale, Words};
use madrone_kernel::{Instant, Random};
use serde::de::DeserializeOwned;

use crate::acting::{Through, Whose};
use crate::cookie::{self, Cookie};
use crate::front::{self, Reply};
use crate::headers::Client;
use crate::page::{Failure, Page, PageResult};
use crate::room::CardPlace;
use crate::routes::Method;
use crate::session::{SignedIn, lasting};
use crate::shell::Shell;
use crate::{App, Site, csrf, frame};

/// A request, as far as pages need to know it.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its own id; also in the log and in the answer's `x-request-id`.
    pub id: String,
    /// The method.
    pub method: Method,
    /// The path as it was asked for, without what says whose chart it is about.
    pub path: String,
    /// Whose chart it is about, where that is not simply one's own.
    pub through: Option<Through>,
    /// The query string, without the question mark.
    pub query: String,
    /// Where the client is.
    pub address: IpAddr,
    /// What the client calls itself, shortened.
    pub agent: String,
    /// The time of the request; the same for everything it does.
    pub now: Instant,
    pub(crate) client: Client,
}

impl Request {
    /// The whole path as it was asked for.
    pub fn whole_path(&self) -> String {
        let base = self.through.as_ref().map(Through::base).unwrap_or_default();
        format!("{base}{}", self.path)
    }
}

/// The context of one unit of work.
pub struct Cx<'t> {
    tx: &'t Tx,
    access: Access,
    app: &'t Arc<App>,
    request: &'t Request,
    session: Option<SignedIn>,
    words: Words,
    others: Vec<Acting>,
    whose: Option<Whose>,
    opened: Option<ChartAccess>,
    entries: Vec<Entry>,
    cookies: Vec<Cookie>,
    known: RefCell<Extensions>,
}

/// What a unit of work leaves besides its outcome.
#[derive(Default)]
pub(crate) struct Left {
    pub(crate) cookies: Vec<Cookie>,
    pub(crate) receipt: Option<Receipt>,
}

impl<'t> Cx<'t> {
    /// Enters a unit of work: finds who asks.
    pub(crate) fn enter(tx: &'t Tx, access: Access, app: &'t Arc<App>, request: &'t Request) -> Result<Self, Failure> {
        let session = match &request.client.token {
            Some(token) => app.sessions.find(tx, token, request.now)?,
            None => None,
        };
        let words = app.words(frame::locale(app, request, session.as_ref()));
        let others = match session.as_ref().map(|session| &session.actor) {
            Some(Actor::Person { account, .. }) => madrone_authz::acting(tx, &app.rules, account, request.now)?,
            _ => Vec::new(),
        };
        let whose = match (&request.through, session.as_ref()) {
            (Some(through), Some(session)) => whose(tx, app, (request, through), session, &others)?,
            _ => None,
        };
        Ok(Self {
            tx,
            access,
            app,
            request,
            session,
            words,
            others,
            whose,
            opened: None,
            entries: Vec::new(),
            cookies: Vec::new(),
            known: RefCell::default(),
        })
    }

    /// Leaves it: hands the entries of a read to the trail. Entries of writes are in their transaction already.
    pub(crate) fn leave(self) -> Left {
        let trails = |entry: &Entry| {
            entry.allowed
                && entry
                    .patient
                    .as_deref()
                    .is_some_and(|patient| entry.actor.is_self(patient))
        };
        let receipt = if self.entries.is_empty() {
            None
        } else if self.entries.iter().all(trails) {
            self.app.trail.record(self.entries);
            None
        } else {
            Some(self.app.trail.record_and_wait(self.entries))
        };
        Left {
            cookies: self.cookies,
            receipt,
        }
    }

    /// The transaction.
    pub fn tx(&self) -> &'t Tx {
        self.tx
    }

    /// The time of this request.
    pub fn now(&self) -> Instant {
        self.request.now
    }

    /// The source of randomness.
    pub fn random(&self) -> &'t Random {
        &self.app.random
    }

    /// The words, dates and numbers of the reader.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The reader's language.
    pub fn locale(&self) -> Locale {
        self.words.locale()
    }

    /// One message in the reader's language.
    pub fn t(&self, key: &str) -> String {
        self.words.t(key).into_owned()
    }

    /// What the clinic says of itself.
    pub fn site(&self) -> &'t Site {
        &self.app.site
    }

    /// The house, for what a handler hands on.
    pub fn app(&self) -> &'t Arc<App> {
        self.app
    }

    /// The request.
    pub fn request(&self) -> &'t Request {
        self.request
    }

    /// Who has signed in.
    pub fn session(&self) -> Option<&SignedIn> {
        self.session.as_ref()
    }

    /// Who acts.
    pub fn actor(&self) -> Actor {
        self.session
            .as_ref()
            .map_or(Actor::Anonymous, |session| session.actor.clone())
    }

    /// What the person had typed on this page when it could not be sent: the form, to be shown again with a word that it is
    /// not saved. `None` where there is nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub fn draft<T: DeserializeOwned>(&self) -> Result<Option<T>, Failure> {
        self.draft_to(&self.request.whole_path())
    }

    /// The same of a form on this page that is sent to another address.
    ///
    /// # Errors
    /// When the database fails.
    pub fn draft_to<T: DeserializeOwned>(&self, path: &str) -> Result<Option<T>, Failure> {
        let Some(session) = &self.session else { return Ok(None) };
        let sessions = &self.app.sessions;
        let kept = sessions.draft(self.tx, session.actor.id(), path, self.request.now)?;
        // Of a form that has changed since, nothing can be shown.
        Ok(kept.and_then(|form| serde_urlencoded::from_str(&form).ok()))
    }

    /// The token of the session's cookie as the client sent it, for signing out.
    pub fn session_token(&self) -> Option<&'t str> {
        self.request.client.token.as_deref()
    }

    /// The value of a cookie of a room's own.
    pub fn cookie(&self, name: &str) -> Option<&'t str> {
        cookie::find(&self.request.client.cookies, name, self.app.site.is_secure())
    }

    /// Whose chart this page is about, when it is not simply the person's own.
    pub fn whose(&self) -> Option<&Whose> {
        self.whose.as_ref()
    }

    /// The charts of others that the person may open now.
    pub fn others(&self) -> &[Acting] {
        &self.others
    }

    /// Lets the request in if the chart that its address asks for is the person's own, or theirs to open. What is not is not
    /// here, and the record says that they asked.
    pub(crate) fn enter_chart_of_another(&mut self) -> Result<(), Failure> {
        if !self.is_shut_out() {
            return Ok(());
        }
        if let Some(Through::As(patient)) = &self.request.through {
            self.open_chart_of(patient, Action::enter())?;
        }
        Err(Failure::NotFound)
    }

    /// Whether the address asks for a chart that is neither the person's own nor theirs to open.
    fn is_shut_out(&self) -> bool {
        let own = |patient: &str| {
            self.session
                .as_ref()
                .is_some_and(|session| session.actor.is_self(patient))
        };
        match &self.request.through {
            Some(Through::As(patient)) => self.whose.is_none() && !own(patient),
            Some(Through::SeenBy(_)) => self.whose.is_none(),
            None => false,
        }
    }

    /// The answer with its links led into the chart that this page is about.
    pub(crate) fn kept(&self, reply: Reply) -> Reply {
        if self.whose.is_none() {
            return reply;
        }
        front::kept(self.app, self.request, reply)
    }

    /// Opens the chart that this page is about: the person's own, or the one that the address says. Decides, and leaves an
    /// audit entry.
    ///
    /// # Errors
    /// [`Failure::NoChart`] when the account has none; [`Failure::NotFound`] when the door stays shut.
    pub fn open_chart(&mut self, action: Action) -> Result<ChartAccess, Failure> {
        if let Some(whose) = self.whose.clone() {
            return match &whose.through {
                Through::As(patient) => self.open_chart_of(patient, action),
                Through::SeenBy(relation) => self.open_seen_by(relation, action),
            };
        }
        // What was theirs when the request came in need not be theirs any more.
        if self.is_shut_out() {
            return Err(Failure::NotFound);
        }
        let own = match self.session.as_ref().map(|session| &session.actor) {
            Some(Actor::Person { own_chart, .. }) => own_chart.clone().ok_or(Failure::NoChart)?,
            Some(_) => return Err(Failure::NotFound),
            None => return Err(Failure::SignInFirst),
        };
        self.open_chart_of(&own, action)
    }

    /// Opens the chart of the Patient `patient`: for staff. Decides, and leaves an audit entry.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when there is no such chart, or it is not theirs to open.
    pub fn open_chart_of(&mut self, patient: &str, action: Action) -> Result<ChartAccess, Failure> {
        let about = (self.request.id.as_str(), self.request.path.as_str(), self.request.now);
        let (outcome, entry) = madrone_authz::open(self.tx, &self.app.rules, &self.actor(), patient, action, about)?;
        self.audit(entry);
        let access = outcome?;
        // What is known of another chart is not known of this one.
        self.known.take();
        self.opened = Some(access.clone());
        Ok(access)
    }

    /// Opens the person's own chart as the holder of a relationship sees it.
    fn open_seen_by(&mut self, relation: &str, action: Action) -> Result<ChartAccess, Failure> {
        let about = (self.request.id.as_str(), self.request.path.as_str(), self.request.now);
        let (outcome, entry) =
            madrone_authz::open_seen_by(self.tx, &self.app.rules, &self.actor(), relation, action, about)?;
        self.audit(entry);
        let access = outcome?;
        self.known.take();
        self.opened = Some(access.clone());
        Ok(access)
    }

    /// Opens all charts at once: patient search and worklists. Decides, and leaves an audit entry.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when they are not this actor's to open.
    pub fn open_all_charts(&mut self, action: Action) -> Result<ChartAccess, Failure> {
        let about = (self.request.id.as_str(), self.request.path.as_str(), self.request.now);
        let (outcome, entry) = madrone_authz::open_all(&self.actor(), action, about);
        self.audit(entry);
        Ok(outcome?)
    }

    /// A key to what is in nobody's chart.
    pub fn directory(&self) -> ChartAccess {
        madrone_authz::open_directory(&self.actor(), &self.request.id)
    }

    /// What `make` finds out, found out once for the chart that is open: one value a type. For what a page and the
    /// navigation around it both say.
    ///
    /// # Errors
    /// What `make` returns; it is asked again the next time.
    pub fn once<T: Clone + Send + Sync + 'static, E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if let Some(known) = self.known.borrow().get::<T>() {
            return Ok(known.clone());
        }
        let made = make()?;
        self.known.borrow_mut().insert(made.clone());
        Ok(made)
    }

    /// Leaves an audit entry, whatever becomes of this unit of work.
    pub fn audit(&mut self, entry: Entry) {
        match self.access {
            Access::Read => self.entries.push(entry),
            Access::Write => audit::keep(self.tx, entry),
        }
    }

    /// An audit entry of something that is not about a chart: signing in, changing a password.
    pub fn note(&mut self, actor: Actor, action: &'static str, allowed: bool) {
        let target = self.request.path.clone();
        self.enter_in_trail(actor, action, target, allowed);
    }

    /// An audit entry of what `actor` did to something that is in no chart, such as an account; `target` says to what, and
    /// what it became.
    pub fn record(&mut self, actor: Actor, action: &'static str, target: String) {
        self.enter_in_trail(actor, action, target, true);
    }

    /// Lets those of the staff in who have one of `roles`; to everybody else there is nothing here, and the record says that
    /// they came.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for everybody else.
    pub fn only(&mut self, roles: &[Role]) -> Result<Actor, Failure> {
        let actor = self.actor();
        match &actor {
            Actor::Staff { role, .. } if roles.contains(role) => Ok(actor),
            _ => {
                self.note(actor, "administer", false);
                Err(Failure::NotFound)
            }
        }
    }

    fn enter_in_trail(&mut self, actor: Actor, action: &'static str, target: String, allowed: bool) {
        self.audit(Entry {
            at: self.now(),
            request: self.request.id.clone(),
            actor,
            action,
            area: "",
            patient: None,
            target,
            allowed,
        });
    }

    /// Sets a cookie with the answer.
    pub fn set_cookie(&mut self, cookie: Cookie) {
        self.cookies.push(cookie);
    }

    /// What stands around a page called `title`.
    pub fn shell(&self, title: impl Into<String>) -> Shell {
        let mut shell = frame::build(self.app, self.request, self.session.as_ref(), &self.words);
        frame::others(&mut shell, self);
        shell.title = title.into();
        if !self.tx_failed() {
            frame::badges(&mut shell, self, self.opened.as_ref());
        }
        shell
    }

    /// What a card of the home page needs of the shell: the language and the built files, without a navigation of its own.
    pub fn card_shell(&self) -> Shell {
        Shell {
            lang: self.words.locale().tag().to_owned(),
            assets: self.app.asset_urls.clone(),
            ..Shell::default()
        }
    }

    /// Whether `token` is that of a form of ours. A page whose session has ended in the meantime still counts: what only
    /// its session may do is behind a gate, and signing out is always meant.
    pub(crate) fn form_is_ours(&self, token: &str) -> bool {
        let bound_to = |binding: &str| csrf::valid(&self.app.key, binding, token);
        bound_to(frame::binding(self.request, self.session.as_ref()))
            || (self.session.is_none() && self.session_token().is_some_and(|token| bound_to(lasting(token))))
    }

    /// The cards of one place, drawn.
    ///
    /// # Errors
    /// When one of them cannot be drawn.
    pub fn cards(&mut self, place: CardPlace, access: &ChartAccess) -> Result<Vec<String>, Failure> {
        let app = Arc::clone(self.app);
        let cards = app.cards.iter().filter(|card| card.place == place);
        cards.filter_map(|card| (card.draw)(self, access).transpose()).collect()
    }

    /// A page.
    ///
    /// # Errors
    /// When it cannot be drawn.
    #[expect(
        clippy::unused_self,
        reason = "read as what this request answers, beside `invalid` and `redirect`"
    )]
    pub fn render(&self, page: &impl Template) -> PageResult {
        Ok(Page::Html(page.render()?))
    }

    /// The form again, with its errors; everything written is rolled back.
    ///
    /// # Errors
    /// Always: that is what rolls back.
    #[expect(
        clippy::unused_self,
        reason = "read as what this request answers, beside `render` and `redirect`"
    )]
    pub fn invalid(&self, page: &impl Template) -> PageResult {
        Err(Failure::Invalid(page.render()?))
    }

    /// Go there, after a form was taken.
    ///
    /// # Errors
    /// Never; it is a `Result` so that a handler can end with it.
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "a handler ends with it, as with `render`"
    )]
    pub fn redirect(&self, to: impl Into<String>) -> PageResult {
        Ok(Page::SeeOther(to.into()))
    }

    pub(crate) fn close_chart(&mut self) {
        self.opened = None;
    }

    fn tx_failed(&self) -> bool {
        self.tx.has_failed()
    }
}

/// Whose chart an address asks for, where that is not the person's own and is theirs to open, or to look at through another's
/// eyes.
fn whose(
    tx: &Tx,
    app: &App,
    (request, through): (&Request, &Through),
    session: &SignedIn,
    others: &[Acting],
) -> Result<Option<Whose>, Failure> {
    let Actor::Person { own_chart, .. } = &session.actor else {
        return Ok(None);
    };
    let found = match through {
        Through::As(patient) => others.iter().find(|acting| acting.patient == *patient).cloned(),
        Through::SeenBy(relation) if request.method == Method::Get => {
            let own = own_chart.as_deref().unwrap_or_default();
            madrone_authz::seen_by(tx, &app.rules, own, relation, request.now)?
        }
        Through::SeenBy(_) => None,
    };
    Ok(found.map(|acting| Whose {
        through: through.clone(),
        acting,
    }))
}

/// The context of a handler that computes: no transaction is open but inside [`Work::read`] and [`Work::write`].
pub struct Work {
    pub(crate) app: Arc<App>,
    pub(crate) request: Arc<Request>,
    pub(crate) cookies: Vec<Cookie>,
}

impl Work {
    /// The house.
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// The request.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// Runs `unit` in one snapshot. What it read of others is on the audit's record when this returns.
    ///
    /// # Errors
    /// What `unit` returns.
    pub fn read<T: Send + 'static>(
        &mut self,
        unit: impl FnMut(&mut Cx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.run(Access::Read, unit)
    }

    /// Runs `unit` in one transaction: commits on `Ok`, rolls back on `Err`. It may run more than once.
    ///
    /// # Errors
    /// What `unit` returns.
    pub fn write<T: Send + 'static>(
        &mut self,
        unit: impl FnMut(&mut Cx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.run(Access::Write, unit)
    }

    fn run<T: Send + 'static>(
        &mut self,
        access: Access,
        mut unit: impl FnMut(&mut Cx<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (app, request) = (Arc::clone(&self.app), Arc::clone(&self.request));
        let outcome = self.app.db.wait(access, move |tx| {
            let mut cx = Cx::enter(tx, access, &app, &request)?;
            let outcome = unit(&mut cx);
            let left = cx.leave();
            match outcome {
                Ok(value) => Ok((value, left)),
                Err(failure) => Err(Undone { failure, left }),
            }
        });
        let (outcome, left) = match outcome {
            Ok((value, left)) => (Ok(value), left),
            Err(Undone { failure, left }) => (Err(failure), left),
        };
        self.cookies.extend(left.cookies);
        if let Some(receipt) = left.receipt {
            receipt
                .blocking_recv()
                .map_err(|_| Failure::Internal("the audit could not be written".into()))?;
        }
        outcome
    }
}

/// A unit of work that failed, and what it leaves all the same.
pub(crate) struct Undone {
    pub(crate) failure: Failure,
    pub(crate) left: Left,
}

impl From<madrone_db::Error> for Undone {
    fn from(error: madrone_db::Error) -> Self {
        Failure::from(error).into()
    }
}

impl From<Failure> for Undone {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            left: Left::default(),
        }
    }
}
