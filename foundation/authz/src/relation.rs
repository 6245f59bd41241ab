//! Who is what to whom: the relationships that open somebody else's chart.
//!
//! FHIR's `RelatedPerson` and Consent in the chart tell of a relationship to everybody else; the row here is what decides,
//! and only functions that take a key with the right to share write it. A `RelatedPerson` that is imported, or written by an
//! application, opens nothing.

use jiff::civil::Date;
use madrone_db::{Result, Tx};
use madrone_kernel::Instant;

use crate::tier::birthday;
use crate::{Area, Areas, ChartAccess, store};

/// What somebody is to a patient.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// The parent or guardian of a minor. It ends when the minor is an adult.
    Parent,
    /// Somebody whom the patient lets see everything that is shared.
    Proxy,
    /// Somebody whom the patient lets see chosen areas.
    Delegate,
    /// The legal guardian of an adult, by a court's order.
    Guardian,
    /// The personal representative of somebody who died.
    Representative,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Parent,
        Self::Proxy,
        Self::Delegate,
        Self::Guardian,
        Self::Representative,
    ];

    /// As the database, the audit and forms spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::Proxy => "proxy",
            Self::Delegate => "delegate",
            Self::Guardian => "guardian",
            Self::Representative => "representative",
        }
    }

    /// The kind called `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// That an account may open a chart that is not its person's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relation {
    /// Its id; also that of the Consent in the chart.
    pub id: String,
    /// The id of the Patient whose chart it opens.
    pub patient: String,
    /// The account that it opens it to.
    pub account: String,
    /// The name of the account's person when it was made, as those who share the chart are told it.
    pub holder: String,
    /// The number of the `RelatedPerson` in the chart that stands for the holder.
    pub related: i64,
    /// What the holder is to the patient.
    pub kind: Kind,
    /// What the patient agreed to show; counts where the table says "proxy".
    pub areas: Areas,
    /// Whether the patient agreed to show what carries a sensitivity label too.
    pub sensitive: bool,
    /// Of a parent: whether the teenager lets them see `areas` beyond what parents of teenagers see.
    pub more: bool,
    /// From when on.
    pub since: Instant,
    /// Until when; `None` for no end.
    pub until: Option<Instant>,
    /// Held back since then: by whoever looks into a takeover of the holder's account.
    pub frozen: Option<Instant>,
    /// Since when it is over.
    pub ended: Option<Instant>,
}

impl Relation {
    /// That the account of `holder` (its id and its person's name) opens the chart of `patient` from `since` on: of what the
    /// patient agrees to, everything that is shared. The `RelatedPerson` is not known yet.
    pub fn new(id: String, patient: &str, holder: (&str, &str), kind: Kind, since: Instant) -> Self {
        Self {
            id,
            patient: patient.to_owned(),
            account: holder.0.to_owned(),
            holder: holder.1.to_owned(),
            related: 0,
            kind,
            areas: Area::ALL.into_iter().filter(|area| *area != Area::Sharing).collect(),
            sensitive: false,
            more: false,
            since,
            until: None,
            frozen: None,
            ended: None,
        }
    }

    /// Whether it counts at `now`, whatever it is.
    pub fn is_in_force(&self, now: Instant) -> bool {
        self.ended.is_none() && self.frozen.is_none() && self.since <= now && self.until.is_none_or(|until| now < until)
    }
}

/// Somebody else's chart that an account may open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// By what.
    pub relation: Relation,
    /// Whose chart it is.
    pub patient: crate::PatientFacts,
}

/// The relationships by which `account` opens charts, those that are over left out: by the patients' names.
///
/// # Errors
/// When the database fails.
pub fn held_by(tx: &Tx, account: &str) -> Result<Vec<Held>> {
    store::held_by(tx, account)
}

/// The parents and guardians of those who are `years` old on a day after the first and not after the second of `days`,
/// where they are neither dead nor adults before the law: by the patients' birth dates. With a key to all charts.
///
/// # Errors
/// When the database fails.
pub fn parents_at_birthday(tx: &Tx, access: &ChartAccess, years: i16, days: (Date, Date)) -> Result<Vec<(Date, Held)>> {
    let born = |day: Date| day.saturating_sub(jiff::Span::new().years(years));
    if access.patient_rid().is_some() || !access.shares(false) {
        return Ok(Vec::new());
    }
    // A year alone counts as its first day and comes before it in the order of texts.
    let (first, last) = (
        born(days.0).year().to_string(),
        born(days.1.tomorrow().unwrap_or(days.1)).to_string(),
    );
    let mut found = Vec::new();
    for held in store::parents_of_those_born(tx, (&first, &last))? {
        let day = birthday(held.patient.birth_date.as_deref(), years).filter(|day| days.0 < *day && *day <= days.1);
        found.extend(day.map(|day| (day, held)));
    }
    Ok(found)
}

/// Every relationship to the chart that `access` opens, those that are over too; the newest first.
///
/// # Errors
/// When the database fails.
pub fn of_chart(tx: &Tx, access: &ChartAccess) -> Result<Vec<Relation>> {
    match access.patient_rid().filter(|_| access.shares(false)) {
        Some(rid) => store::of_chart_relations(tx, rid),
        None => Ok(Vec::new()),
    }
}

/// Writes a relationship to the chart that `access` opens, in the place of the one that the account has to it now, if any.
///
/// # Errors
/// When the database fails, or the key gives no right to share.
pub fn put(tx: &Tx, access: &ChartAccess, relation: &Relation, now: Instant) -> Result<()> {
    let rid = sharing(access)?;
    store::end_of_account(tx, rid, &relation.account, &relation.id, now)?;
    store::put_relation(tx, rid, relation)
}

/// Ends the relationship `id` to the chart that `access` opens; whether there was one to end. From here on the door is
/// shut: decisions read the row.
///
/// # Errors
/// When the database fails, or the key gives no right to share.
pub fn end(tx: &Tx, access: &ChartAccess, id: &str, now: Instant) -> Result<bool> {
    store::end_relation(tx, sharing(access)?, id, now)
}

/// Says whether the patient whose chart `access` opens, a minor, is an adult before the law: by a court, or by marriage.
///
/// # Errors
/// When the database fails, or the key gives no right to share.
pub fn emancipate(tx: &Tx, access: &ChartAccess, emancipated: bool) -> Result<()> {
    store::set_emancipated(tx, sharing(access)?, emancipated)
}

/// Ends what `account` itself holds: whoever was let in may leave.
///
/// # Errors
/// When the database fails.
pub fn leave(tx: &Tx, account: &str, id: &str, now: Instant) -> Result<bool> {
    store::leave(tx, account, id, now)
}

fn sharing(access: &ChartAccess) -> Result<i64> {
    access
        .patient_rid()
        .filter(|_| access.shares(true))
        .ok_or_else(|| madrone_db::Error::Engine("this key gives no right to share a chart".into()))
}

/// Areas as the database keeps them: their names, with a space between.
pub fn spelled(areas: Areas) -> String {
    let names: Vec<&str> = Area::ALL
        .into_iter()
        .filter(|area| areas.holds(*area))
        .map(Area::name)
        .collect();
    names.join(" ")
}

/// Areas as they were [`spelled`].
pub fn areas(spelled: &str) -> Areas {
    spelled.split(' ').filter_map(Area::parse).collect()
}
