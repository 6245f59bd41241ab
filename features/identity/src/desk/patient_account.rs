//! A patient's account, as those see it who bring patients back in.

use madrone_accounts::Entry;
use madrone_kernel::Instant;

/// A patient's account as the clinic sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PatientAccount {
    pub(crate) id: String,
    pub(crate) chart: String,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) created: Instant,
    pub(crate) signed_in: Option<Instant>,
    pub(crate) disabled: Option<Instant>,
}

impl PatientAccount {
    /// Reads an account; `None` where it has no chart.
    pub(crate) fn of(entry: Entry) -> Option<Self> {
        Some(Self {
            chart: entry.account.chart?,
            id: entry.account.id,
            username: entry.account.username,
            name: entry.account.name,
            email: entry.account.email,
            created: entry.created,
            signed_in: entry.signed_in,
            disabled: entry.disabled,
        })
    }
}
