//! The sender of text messages for tests that are not written in Rust: prints its address, then every message that it
//! takes, each as one line of JSON.

use madrone_harness::twilio::TwilioServer;
use serde_json::json;

fn main() {
    let server = TwilioServer::start();
    println!("{}", server.url());
    for text in server.texts() {
        println!("{}", json!({ "to": text.to, "subject": "", "text": text.body }));
    }
}
