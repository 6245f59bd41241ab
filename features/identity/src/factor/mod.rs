//! What shows at the second step that it is you, beyond the code by mail.

pub mod totp;
