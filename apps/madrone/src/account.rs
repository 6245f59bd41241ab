//! `madrone account` and `madrone staff`: accounts from the command line.

use clap::{Args, Subcommand};
use madrone_accounts::account::{Account as Made, create, folded, is_username};
use madrone_accounts::password;
use madrone_authz::{Actor, Entry, Role, audit};
use madrone_db::{Access, Constraint, Error};
use madrone_identity::invitation;
use madrone_kernel::{Clock, Instant, Random, new_id};

use crate::house::{self, sentence};
use crate::{Given, Said};

/// Accounts of patients.
#[derive(Subcommand)]
pub(crate) enum Account {
    /// Invite a patient to make an account, by mail to the address in her chart or by a code to hand over.
    Invite(Invite),
}

/// Accounts of people who work at the clinic.
#[derive(Subcommand)]
pub(crate) enum Staff {
    /// Make an account; its first password is printed.
    Add(Add),
}

#[derive(Args)]
pub(crate) struct Invite {
    #[command(flatten)]
    given: Given,
    /// The FHIR id of the Patient.
    #[arg(long, value_name = "ID")]
    patient: String,
    /// Print an activation code to hand over, and mail nothing. From 12 to 17 years there is no other way.
    #[arg(long)]
    hand_over: bool,
}

#[derive(Args)]
pub(crate) struct Add {
    #[command(flatten)]
    given: Given,
    /// What they sign in with.
    #[arg(long)]
    username: String,
    /// clinician, nurse, front-desk, billing, records, pharmacist or administrator.
    #[arg(long, value_parser = role)]
    role: Role,
    /// Where their security codes go.
    #[arg(long)]
    email: String,
    /// Their name; the username where it is not given.
    #[arg(long)]
    name: Option<String>,
}

fn role(name: &str) -> Result<Role, String> {
    Role::parse(name).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        format!("there is no role {name}; the roles are {}", known.join(", "))
    })
}

impl Account {
    pub(crate) fn run(self) -> Said {
        let Self::Invite(Invite {
            given,
            patient,
            hand_over,
        }) = self;
        let config = given.load()?;
        let db = house::open(&config)?;
        let (now, random) = (Clock::system().now(), Random::system());
        let made = db.wait(Access::Write, move |tx| {
            let at = invitation::At {
                now,
                zone: config.site.time_zone.clone(),
                random: &random,
            };
            if hand_over {
                invitation::hand_over(tx, &patient, &at)
            } else {
                invitation::invite(tx, &patient, &at)
            }
        });
        match made.map_err(sentence)? {
            code if hand_over => println!("the activation code is {code}: it works at /sign-up for 28 days, once"),
            sent_to => println!("an invitation to {sent_to} is on its way: the running portal sends it"),
        }
        Ok(())
    }
}

impl Staff {
    pub(crate) fn run(self) -> Said {
        let Self::Add(add) = self;
        let username = folded(&add.username);
        if !is_username(&username) {
            return Err("a username has 3 to 40 letters, digits, dots, hyphens or underlines".into());
        }
        let db = house::open(&add.given.load()?)?;
        let (now, random) = (Clock::system().now(), Random::system());
        let chosen = first_password(&random);
        let account = Made {
            id: new_id(now, &random),
            username: username.clone(),
            role: Some(add.role),
            name: add.name.unwrap_or_else(|| add.username.clone()),
            email: add.email,
            locale: None,
            chart: None,
            password: password::hash(&chosen, &random),
        };
        db.wait(Access::Write, move |tx| {
            create(tx, &account, now)?;
            audit::write(tx, &[added(&account, now)])
        })
        .map_err(|error| match error {
            Error::Constraint(Constraint::Unique) => format!("the username {username} is taken"),
            other => other.to_string(),
        })?;
        println!("{username} can sign in at /clinic/sign-in with the password {chosen}");
        Ok(())
    }
}

/// The audit's entry of an account that was made here.
fn added(account: &Made, now: Instant) -> Entry {
    Entry {
        at: now,
        request: String::new(),
        actor: Actor::System { part: "command-line" },
        action: "add-staff",
        area: "",
        patient: None,
        target: format!("account {}: {}", account.id, account.role.map_or("none", Role::name)),
        allowed: true,
    }
}

/// 80 random bits in groups that can be read out.
fn first_password(random: &Random) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    let letters: Vec<char> = random
        .bytes::<16>()
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect();
    letters
        .chunks(4)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("-")
}
