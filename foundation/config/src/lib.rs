//! Settings: one file of this crate per section, each setting written once with its default and its meaning.
//!
//! They come from a TOML file and from variables `MADRONE_SECTION__KEY`, which win. A name that does not exist is
//! refused with its line and the nearest one that does, since a misspelt limit is a limit not set. `docs/configuration.md`
//! is [`reference()`], written from the same definitions.
//!
//! What never enters: settings that a clinic changes from its own pages; those live in the database.

mod problem;
mod reference;
mod section;
mod sections;
mod source;
mod value;

use std::path::Path;

pub use problem::Problem;
pub use reference::reference;
pub use sections::{BrowserNotices, Database, Family, Log, Mail, Security, Server, Site, StaffSignIn, TextMessages};
pub use value::{BaseUrl, Colour, Days, Hours, Level, LogFormat, Minutes, Seconds, Secret};

use section::Section as _;
use source::Given;

/// Every setting.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the portal listens.
    pub server: Server,
    /// Where it keeps everything.
    pub database: Database,
    /// How mail leaves.
    pub mail: Mail,
    /// How text messages leave.
    pub text_messages: TextMessages,
    /// Notices that browsers show.
    pub browser_notices: BrowserNotices,
    /// The clinic.
    pub site: Site,
    /// Limits on signing in.
    pub security: Security,
    /// Who of a family sees what.
    pub family: Family,
    /// The organisation's own sign-in.
    pub staff_sign_in: StaffSignIn,
    /// What is written about the running.
    pub log: Log,
}

impl Config {
    /// Reads `file`, if there is one, then `environment`; what neither sets has its default.
    ///
    /// # Errors
    /// Everything that is wrong, not only the first: a file that cannot be read, names that do not exist, values that
    /// make no sense, settings that contradict each other.
    pub fn load(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Vec<Problem>> {
        let mut given = Given::default();
        if let Some(path) = file {
            match std::fs::read_to_string(path) {
                Ok(text) => given.add_file(&path.display().to_string(), &text),
                Err(why) => given.problem(path.display().to_string(), format!("cannot be read: {why}")),
            }
        }
        given.add_environment(environment);
        let read = Self::read(&mut given);
        match read {
            Some(config) if given.problems.is_empty() => config.agree(),
            _ => Err(given.problems),
        }
    }

    /// The address by which people reach the portal: `server.public_url`, or the one it listens at.
    pub fn public_url(&self) -> String {
        match &self.server.public_url {
            Some(url) => url.to_string(),
            None => format!("http://{}", self.server.listen),
        }
    }

    fn read(given: &mut Given) -> Option<Self> {
        // Every section is read before any is missed, so that all problems are told at once.
        let server = Server::read(given);
        let database = Database::read(given);
        let mail = Mail::read(given);
        let text_messages = TextMessages::read(given);
        let browser_notices = BrowserNotices::read(given);
        let site = Site::read(given);
        let security = Security::read(given);
        let family = Family::read(given);
        let staff_sign_in = StaffSignIn::read(given);
        let log = Log::read(given);
        Some(Self {
            server: server?,
            database: database?,
            mail: mail?,
            text_messages: text_messages?,
            browser_notices: browser_notices?,
            site: site?,
            security: security?,
            family: family?,
            staff_sign_in: staff_sign_in?,
            log: log?,
        })
    }

    fn agree(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut problem = |place: &str, what: &str| {
            problems.push(Problem {
                place: place.into(),
                what: what.into(),
            });
        };
        if self.mail.url.is_some() && self.mail.from.is_empty() {
            problem(
                "mail.from",
                "is needed when mail.url is set: the address that mail comes from",
            );
        }
        let texts = &self.text_messages;
        if texts.account.is_some() {
            let missing = [
                ("text_messages.token", texts.token.is_none(), "the account's token"),
                ("text_messages.from", texts.from.is_empty(), "whom messages come from"),
            ];
            for (name, _, what) in missing.iter().filter(|(_, missing, _)| *missing) {
                problem(name, &format!("is needed when text_messages.account is set: {what}"));
            }
        }
        if self.security.idle_minutes.duration() > self.security.absolute_hours.duration() {
            problem(
                "security.idle_minutes",
                "is longer than security.absolute_hours, so it would never apply",
            );
        }
        if self.security.sealing_keys.is_some() && self.security.sealing_key_file.is_some() {
            problem(
                "security.sealing_key_file",
                "is set beside security.sealing_keys: keep one of them",
            );
        }
        if self.staff_sign_in.issuer.is_some() {
            if self.staff_sign_in.client_id.is_empty() {
                problem(
                    "staff_sign_in.client_id",
                    "is needed when staff_sign_in.issuer is set: the portal's name at the provider",
                );
            }
            if self.staff_sign_in.roles().is_empty() {
                problem(
                    "staff_sign_in.clinician",
                    "and all other roles have no value, so nobody could come in: set at least one",
                );
            }
        }
        if problems.is_empty() { Ok(self) } else { Err(problems) }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::read(&mut Given::default()).expect("every default is a legal value")
    }
}

#[cfg(test)]
mod tests;
