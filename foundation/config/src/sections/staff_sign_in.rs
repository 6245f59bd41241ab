//! The organisation's own sign-in.

use crate::section::section;
use crate::{Seconds, Secret};

section! {
    /// Signing in of the clinic's staff by the organisation's own provider (OpenID Connect). Accounts of the portal's own
    /// stay possible beside it. At the provider, the portal is a confidential web client with authorization code and PKCE;
    /// its redirect address is `PUBLIC_URL/clinic/sign-in/return`, and its back-channel logout address
    /// `PUBLIC_URL/clinic/sign-in/signed-out`. One account has one role: whoever has values of several gets the first of
    /// clinician, nurse, pharmacist, records, billing, front desk, administrator. Whoever has none is not let in.
    StaffSignIn = "staff_sign_in" {
        /// The provider's address exactly as it names itself, as `https://login.example.org/realms/clinic`. Without it
        /// there is no such sign-in.
        issuer: Option<String> = "",
        /// What the button calls it: "Sign in with …". Without one, the clinic's name.
        organisation: String = "",
        /// The portal's name at the provider.
        client_id: String = "",
        /// The portal's password at the provider. `none` for a public client, which PKCE alone protects.
        client_secret: Option<Secret> = "none",
        /// What is asked for besides `openid`, with spaces between.
        scopes: String = "profile email",
        /// The claim that roles are read from, in the token or from userinfo: its name, or a path such as
        /// `realm_access.roles`.
        role_claim: String = "groups",
        /// The values of that claim that make somebody a clinician; several with semicolons between.
        clinician: String = "",
        /// The values that make somebody a nurse or medical assistant.
        nurse: String = "",
        /// The values that make somebody a pharmacist.
        pharmacist: String = "",
        /// The values that make somebody work in health records.
        records: String = "",
        /// The values that make somebody work in billing.
        billing: String = "",
        /// The values that make somebody work at the front desk.
        front_desk: String = "",
        /// The values that make somebody an administrator, who runs the portal and opens no chart.
        administrator: String = "",
        /// How long to wait for the provider before the person is told to try again.
        timeout_seconds: Seconds = "10",
    }
}

impl StaffSignIn {
    /// The values of the claim and the roles that they give, by the roles' names, in the order that decides.
    pub fn roles(&self) -> Vec<(String, &'static str)> {
        let all = [
            (&self.clinician, "clinician"),
            (&self.nurse, "nurse"),
            (&self.pharmacist, "pharmacist"),
            (&self.records, "records"),
            (&self.billing, "billing"),
            (&self.front_desk, "front-desk"),
            (&self.administrator, "administrator"),
        ];
        let values = |(given, role): (&String, &'static str)| {
            let parts: Vec<&str> = given
                .split(';')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .collect();
            parts
                .into_iter()
                .map(|part| (part.to_owned(), role))
                .collect::<Vec<_>>()
        };
        all.into_iter().flat_map(values).collect()
    }
}
