//! The mail server for tests that are not written in Rust: prints its address, then every mail that comes, each as one
//! line of JSON.

use madrone_harness::smtp::{Manner, SmtpServer};
use serde_json::json;

fn main() {
    let server = SmtpServer::start(Manner::Willing);
    println!("{}", server.url());
    for mail in server.mails() {
        let line = json!({ "to": mail.to.join(", "), "subject": mail.subject(), "text": mail.text() });
        println!("{line}");
    }
}
