//! The e-mail address and the telephone numbers of a patient. A new one counts once it is proved: an e-mail address and a
//! mobile phone by a code that was sent there, any other number by a call from the clinic. The old one is told.

mod handlers;
mod mail;
mod store;
mod view;

use madrone_web::Routes;

pub(crate) use handlers::put_back;
pub(crate) use mail::{send_code, told};

/// The pages of the ways to reach a patient.
pub(crate) fn routes() -> Routes {
    Routes::person()
        .confirmed()
        .get("/settings/profile/contact/{part}", handlers::show)
        .post("/settings/profile/contact/{part}", handlers::take)
        .get("/settings/profile/contact/{part}/code", handlers::show_code)
        .post("/settings/profile/contact/{part}/code", handlers::take_code)
        .post("/settings/profile/contact/{part}/code/again", handlers::send_again)
        .post("/settings/profile/contact/{part}/remove", handlers::remove)
}
