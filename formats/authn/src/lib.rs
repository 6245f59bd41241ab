//! How people show who they are, as the specifications have it: passkeys (Web Authentication), the codes of authenticator
//! apps (RFC 6238), four digits beside the key of a device, codes on paper, codes that are read out and typed. And what
//! browsers call themselves.
//!
//! What never enters: whose account it is, and what becomes of a code that fits.

pub mod agent;
pub mod on_paper;
pub mod passcode;
pub mod spoken;
pub mod totp;
pub mod webauthn;
