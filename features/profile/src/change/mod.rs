//! What patients changed, for the clinic to look at: which part, and the versions of the resource before and after. What
//! they say is read through the chart's door.

mod store;

use madrone_authz::ChartAccess;
use madrone_chart::{Stored, vread};
use madrone_fhir::ResourceType;
use madrone_kernel::{Instant, new_id};
use madrone_web::{Cx, Failure};
use serde_json::Value;

use crate::part::Part;

pub(crate) use store::{count, of, open, settle, settled, to_be_called, withdraw};

/// One part that a patient changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Change {
    /// What was saved at once has the same.
    pub(crate) saved: String,
    pub(crate) part: Part,
    /// The id of the Patient.
    pub(crate) chart: String,
    /// The id of the resource that holds the part.
    resource: String,
    /// The versions before and after.
    was: Option<i64>,
    became: Option<i64>,
    /// The e-mail address that the account had until then, where it goes by another now.
    pub(crate) address: Option<String>,
    /// A telephone number that comes into the chart when the clinic has called there.
    pub(crate) number: Option<String>,
    pub(crate) at: Instant,
    /// Who changed it: the account and its name then.
    pub(crate) account: String,
    pub(crate) name: String,
    /// What became of it, when, and who did it.
    pub(crate) outcome: Option<(Outcome, Instant, String)>,
}

/// What the clinic did about a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    Accepted,
    /// What stood there before stands there again.
    Undone,
}

impl Outcome {
    /// Its name in the table and in words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Undone => "undone",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        [Self::Accepted, Self::Undone]
            .into_iter()
            .find(|outcome| outcome.name() == name)
    }
}

impl Change {
    /// A part of the chart that `access` opens, which whoever asks has changed: from the version `was`, if there was one, to
    /// `stored`.
    pub(crate) fn made(
        cx: &Cx,
        access: &ChartAccess,
        (saved, part): (&str, Part),
        (was, stored): (Option<i64>, &Stored),
    ) -> Self {
        let actor = cx.actor();
        Self {
            saved: saved.to_owned(),
            part,
            chart: access.patient_id().unwrap_or_default().to_owned(),
            resource: stored.id.clone(),
            was,
            became: Some(stored.version),
            address: None,
            number: None,
            at: cx.now(),
            account: actor.id().to_owned(),
            name: actor.name().to_owned(),
            outcome: None,
        }
    }

    /// A number that whoever asks wants in the Patient `stored`, once the clinic has called there.
    pub(crate) fn wished(cx: &Cx, access: &ChartAccess, part: Part, (stored, number): (&Stored, &str)) -> Self {
        let saved = new_id(cx.now(), cx.random());
        Self {
            became: None,
            number: Some(number.to_owned()),
            ..Self::made(cx, access, (&saved, part), (Some(stored.version), stored))
        }
    }

    /// The type of the resource that holds the part.
    pub(crate) fn kind(&self) -> ResourceType {
        match self.part {
            Part::Contact => ResourceType::RelatedPerson,
            _ => ResourceType::Patient,
        }
    }

    /// The resource as it is now.
    pub(crate) fn now(&self, cx: &Cx, access: &ChartAccess) -> Result<Stored, Failure> {
        madrone_chart::read(cx.tx(), access, self.kind(), &self.resource)?
            .filter(|stored| !stored.deleted)
            .ok_or(Failure::NotFound)
    }

    /// The pieces before and after; null where there was none.
    pub(crate) fn pieces(&self, cx: &Cx, access: &ChartAccess) -> Result<(Value, Value), Failure> {
        let piece = |version: Option<i64>| -> Result<Value, Failure> {
            let Some(version) = version else { return Ok(Value::Null) };
            let found = vread(cx.tx(), access, self.kind(), &self.resource, version)?;
            let found = found.filter(|stored| !stored.deleted).ok_or(Failure::NotFound)?;
            Ok(self.part.of(&found.json()))
        };
        let was = piece(self.was)?;
        let became = match &self.number {
            Some(number) => crate::telecom::piece(self.part, &was, number),
            None => piece(self.became)?,
        };
        Ok((was, became))
    }
}

/// Has the clinic told of a change. A number that waited in the same part waits no longer.
pub(crate) fn add(cx: &Cx, change: &Change) -> Result<(), Failure> {
    store::withdraw(cx.tx(), &change.chart, change.part)?;
    Ok(store::insert(cx.tx(), change)?)
}
